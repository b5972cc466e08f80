//! `vihje backup`, `restore` and `doctor`: keeping a data folder safe.

use crate::args::{Backup, Restore};
use crate::open::Opened;
use crate::output::{json, line};
use anyhow::Result;
use std::process::ExitCode;
use vihje_server::company::restore as restore_folder;

/// Doctor found something wrong.
const UNWELL: u8 = 4;

/// Copies the data folder.
pub(crate) fn backup(args: &Backup, opened: &Opened) -> Result<()> {
    opened.existing()?.backup(&args.to)?;
    line(&format!("Wrote a backup to {}. `vihje restore` makes a data folder out of it.", args.to.display()))
}

/// Makes a data folder out of a backup.
pub(crate) fn restore(args: &Restore, opened: &Opened) -> Result<()> {
    restore_folder(&args.from, &opened.data)?;
    line(&format!("Restored {} to {}.", args.from.display(), opened.data.display()))
}

/// Checks the data folder.
pub(crate) fn doctor(opened: &Opened) -> Result<ExitCode> {
    let health = opened.existing()?.doctor()?;
    if opened.json {
        json(&health)?;
    } else {
        for check in &health.checked {
            line(&format!("ok       {check}"))?;
        }
        for problem in &health.problems {
            line(&format!("problem  {problem}"))?;
        }
        line(if health.problems.is_empty() { "Nothing is wrong." } else { "See the problems above." })?;
    }
    Ok(if health.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(UNWELL) })
}
