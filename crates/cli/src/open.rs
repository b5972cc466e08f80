//! The data folder a command works on.

use anyhow::{Context as _, Result};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use vihje_model::Problem;
use vihje_server::company::{Company, Options};

/// Which folder, and how results are printed.
pub(crate) struct Opened {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// JSON for programs.
    pub(crate) json: bool,
}

impl Opened {
    /// Opens the folder, making it when it is not there.
    pub(crate) fn company(&self) -> Result<Arc<Company>> {
        Ok(Arc::new(Company::open(&self.data, &Options::default()).map_err(Problem::from)?))
    }

    /// Opens the folder for a command that looks and changes nothing: one that is not there, or holds nothing, is not made, and an
    /// empty company elsewhere stands in for it while the second value lives.
    pub(crate) fn untouched(&self) -> Result<(Arc<Company>, Option<TempDir>)> {
        let holds_something = std::fs::read_dir(&self.data).is_ok_and(|mut entries| entries.next().is_some());
        if holds_something {
            return Ok((self.company()?, None));
        }
        let elsewhere = tempfile::Builder::new().prefix("vihje-").tempdir();
        let elsewhere = elsewhere.context("There is no place for temporary files; set TMPDIR to one.")?;
        Ok((Arc::new(Company::open(elsewhere.path(), &Options::default())?), Some(elsewhere)))
    }

    /// Opens the folder for a command that only makes sense on one that is there.
    pub(crate) fn existing(&self) -> Result<Arc<Company>> {
        if !self.data.is_dir() {
            let what = format!("There is no data folder {}.", self.data.display());
            let hint = "Name one with --data, or make one with `vihje import` or `vihje serve`.";
            return Err(Problem::new("no-data-folder", what, hint).into());
        }
        self.company()
    }
}
