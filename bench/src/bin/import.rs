//! `vihje import` of simulated sale lines beside DuckDB's own `CREATE TABLE AS` from the same file, in one run: wall time
//! and highest resident memory of both processes. With several sizes the growth can be read.

use anyhow::{Context, Result};
use clap::Parser;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use vihje_bench::{heading, peer, repository, say};
use vihje_sim::{Company, Packing, Settings};

#[derive(Parser)]
struct Arguments {
    /// Sale lines of each run; a hundredth as many customers.
    #[arg(long, value_delimiter = ',', default_value = "10000000")]
    lines: Vec<u64>,
    /// The program; the release build of this repository by default.
    #[arg(long)]
    vihje: Option<PathBuf>,
    /// Where the files go and are removed again; a temporary folder by default.
    #[arg(long)]
    within: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Used {
    seconds: f64,
    processor_seconds: f64,
    peak_mb: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("Import of simulated sale lines: vihje import beside DuckDB 2.0.0 from PyPI")?;
    let beside = std::env::current_exe()?.with_file_name("vihje");
    let vihje = arguments.vihje.unwrap_or(beside);
    for lines in arguments.lines {
        let folder = match &arguments.within {
            Some(within) => tempfile::tempdir_in(within)?,
            None => tempfile::tempdir()?,
        };
        compare(&vihje, folder.path(), lines)?;
    }
    Ok(())
}

fn compare(vihje: &Path, folder: &Path, lines: u64) -> Result<()> {
    let settings =
        Settings { lines, customers: (lines / 100).max(1), products: 5_000, ..Settings::default() };
    let truth = Company::new(settings)?.write(folder, Packing::None, &mut |_| {})?;
    let rows = truth.counts.sale_lines + truth.counts.return_lines;
    let sales = folder.join("sales.csv");
    let megabytes = std::fs::metadata(&sales)?.len() / 1_000_000;
    say(&format!("\n{rows} rows, {megabytes} MB"))?;
    let text = |path: &Path| path.to_str().map(str::to_owned).context("a path is not text");
    let (program, sales, data) = (text(vihje)?, text(&sales)?, text(&folder.join("data"))?);
    let python = text(&repository().join(".cache/bench-venv/bin/python"))?;
    let script = text(&repository().join("bench/peers/create_table.py"))?;
    let database = text(&folder.join("peer.duckdb"))?;
    let threads = rayon::current_num_threads().to_string();
    // The peer first: the file is then in the system's cache for both, or for neither where it does not fit.
    let theirs: Used = peer("measure.py", &[&python, &script, &sales, &database, &threads])?;
    tell("there", &theirs)?;
    let ours: Used = peer("measure.py", &[&program, "--data", &data, "import", &sales])?;
    tell("here", &ours)?;
    say(&format!("{:.2} times its time", ours.seconds / theirs.seconds))
}

fn tell(side: &str, used: &Used) -> Result<()> {
    let Used { seconds, processor_seconds, peak_mb } = used;
    say(&format!("{side}: {seconds:.1} s, {processor_seconds:.1} s of processor, peak {peak_mb:.0} MB"))
}
