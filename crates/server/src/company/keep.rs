//! Keeping: backup, doctor, SQL over the documented views. What makes a backup one is in `archive`.

use super::{Company, CompanyError, Result, archive};
use std::path::Path;
use vihje_history::{Answer, QueryLimits};
use vihje_model::Problem;

/// What `vihje doctor` found.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Health {
    /// What is wrong; nothing when empty.
    pub problems: Vec<Problem>,
    /// What was looked at, and figures.
    pub checked: Vec<String>,
}

/// The files of a data folder, as a backup has them.
pub(super) const LEDGER: &str = "ledger.sqlite";
pub(super) const DESK: &str = "desk.sqlite";
pub(super) const HISTORY: &str = "history";

impl Company {
    /// Copies the open folder to a new one, consistently, while work goes on: nothing that was acknowledged before this was
    /// called is missing from it. A list of the files with their checksums makes it a backup, and is written last.
    ///
    /// # Errors
    /// `folder-not-empty`, or a disk that cannot be written.
    pub fn backup(&self, to: &Path) -> Result<()> {
        empty_folder(to)?;
        archive::begin(to)?;
        self.flush()?;
        // No import or flush between the copies, so that the three rooms agree; appends to the ledger go on.
        let turn = self.change_turn();
        let history = to.join(HISTORY);
        std::fs::create_dir_all(&history).map_err(|error| CompanyError::file(&history, error))?;
        self.history.backup_to(&history)?;
        self.ledger.backup_to(to.join(LEDGER))?;
        self.desk.backup_to(to.join(DESK))?;
        drop(turn);
        archive::finish(to, self.now())
    }

    /// Checks every room and that they agree. Reads only.
    ///
    /// # Errors
    /// When a room cannot be read at all.
    pub fn doctor(&self) -> Result<Health> {
        let mut problems = Vec::new();
        let mut checked = Vec::new();
        let ledger = self.ledger.check()?;
        checked.push(format!(
            "ledger: {} events, last offset {}",
            self.ledger.extent()?.events(),
            self.ledger.last_offset()?
        ));
        problems.extend(ledger);
        problems.extend(self.history.check()?);
        let totals = self.totals()?;
        checked.push(format!(
            "history: {} sale lines, {} customers, {} products",
            totals.sale_lines, totals.customers, totals.products
        ));
        problems.extend(self.desk.check()?);
        checked.push(format!("desk: {} finding sets", self.desk.sets()?.len()));
        let (flushed, last) = (self.history.flushed_offset()?.unwrap_or(0), self.ledger.last_offset()?);
        if flushed > last {
            let what = format!("The history has flushed up to {flushed}, but the ledger ends at {last}.");
            problems.push(Problem::new(
                "ledger-behind",
                what,
                "The ledger's file is older than the history: restore a backup.",
            ));
        }
        Ok(Health { problems, checked })
    }

    /// Answers one `SELECT` over the documented views.
    ///
    /// # Errors
    /// Anything but one `SELECT` over the views, or one that takes too long.
    pub fn query(&self, sql: &str, limits: QueryLimits) -> Result<Answer> {
        self.flush()?;
        Ok(self.history.query(sql, limits)?)
    }
}

/// Makes a folder, or takes one that is empty.
pub(super) fn empty_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| CompanyError::file(folder, error))?;
    let mut entries = std::fs::read_dir(folder).map_err(|error| CompanyError::file(folder, error))?;
    if entries.next().is_some() {
        let what = format!("The folder {} is not empty.", folder.display());
        return Err(CompanyError::refused("folder-not-empty", what, "Choose a new or an empty folder."));
    }
    Ok(())
}
