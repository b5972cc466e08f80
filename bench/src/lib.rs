//! What the benchmark programs share: where data and peers lie, how a time and a memory are taken, how figures are
//! printed and held against their targets. A benchmark is a program that prints figures; nothing here asserts one.

mod lines;
mod peers;
mod report;
mod running;
mod served;

pub use lines::{peer_lines, read_lines};
pub use peers::{Used, create_table, measured, peer};
pub use report::{Target, heading, say, table, thousands, verdict};
pub use running::{
    disk_bytes, free_bytes, load_average, peak_mb, processor_seconds, resident_mb, timed, vihje,
};
pub use served::{Client, Server, encoded};

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// The repository.
pub fn repository() -> PathBuf {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR"));
    bench.parent().unwrap_or(bench).to_owned()
}

/// A file of the real data: under `VIHJE_TEST_DATA`, or beside the repository.
///
/// # Errors
/// When it is not there.
pub fn real_data(path: &str) -> Result<PathBuf> {
    let root = std::env::var_os("VIHJE_TEST_DATA")
        .map_or_else(|| repository().join("../shared/data"), PathBuf::from);
    let file = root.join(path);
    ensure!(file.exists(), "{} is not there; set VIHJE_TEST_DATA to the folder of real data", file.display());
    Ok(file)
}

/// A path as text, to hand to another program.
///
/// # Errors
/// When it is not UTF-8.
pub fn text(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("the path {} is not text", path.display()))
}

/// A folder for a run's files, removed when dropped: within `within`, or among the system's temporary files.
///
/// # Errors
/// When it cannot be made.
pub fn scratch(within: Option<&Path>) -> Result<tempfile::TempDir> {
    Ok(match within {
        Some(within) => tempfile::tempdir_in(within)?,
        None => tempfile::tempdir()?,
    })
}
