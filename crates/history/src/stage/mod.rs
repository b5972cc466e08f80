//! The wide door, outside: a file is read, checked and converted into a stage, a passing database of its own.
//! Nothing here changes a fact; [`crate::History::commit`] does, in one transaction.

mod convert;
mod decode;
mod file;
mod kinds;
mod locate;
#[cfg(test)]
mod never_panics;
mod records;
mod resolve;
mod sales;
mod source;
mod tidy;
mod told;

use crate::error::{Error, Result};
use crate::open::{Cancel, History};
use duckdb::Connection;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;
use vihje_model::import::{BytesRead, Outcome, Plan, RecordKind};
use vihje_model::{Currency, Moment};

pub(crate) use records::split_row;
pub(crate) use resolve::resolve;

/// What a plan does not say.
#[derive(Clone)]
pub struct StageOptions {
    /// Now. Rows later than this, or before 1980, are kept apart.
    pub now: Moment,
    /// The reporting currency: the one the history already has, or will have.
    pub currency: Currency,
    /// Told of each step as it begins, and while a file is read, how far.
    pub progress: Arc<dyn Fn(Progress) + Send + Sync>,
    /// Stops the work.
    pub cancel: Cancel,
    /// What is added to a line of the file read to get the line in the user's own file: it may have been written again
    /// without what stood above its header.
    pub line_offset: u64,
    /// Whether it is known that no cell of the file has white space around it, so that none is looked for.
    pub trimmed: bool,
}

impl StageOptions {
    /// Without progress and without a way to stop.
    pub fn new(now: Moment, currency: Currency) -> Self {
        Self {
            now,
            currency,
            progress: Arc::new(|_| {}),
            cancel: Cancel::default(),
            line_offset: 0,
            trimmed: false,
        }
    }
}

/// Where a stage or a commit has got to.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What is being done, in a word or two: `reading`, `checking`, `writing`.
    pub step: &'static str,
    /// Part of the whole work that is done, 0 to 1, by the usual cost of the steps.
    pub done: f64,
    /// Rows of the file, once known.
    pub rows: Option<u64>,
    /// How far the file has been read in this step, where it is measured.
    pub bytes: Option<BytesRead>,
}

/// A file read and checked but not yet visible. Dropping it leaves no trace: that is a dry run.
pub struct Staged {
    pub(crate) conn: Connection,
    /// Name of the attached database that holds the staged tables.
    pub(crate) name: String,
    /// Where the tidied copy of the file lies, if one is needed.
    copy: PathBuf,
    pub(crate) plan: Plan,
    pub(crate) options: StageOptions,
    pub(crate) outcome: Outcome,
    /// Names of the file's columns, for the export of rejected rows.
    pub(crate) header: Vec<String>,
    /// The history's count of changes when known rows were looked up.
    pub(crate) changes: u64,
    pub(crate) began: Instant,
}

impl Staged {
    /// What would become of the rows if this were committed now.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What the rows are.
    pub fn kind(&self) -> RecordKind {
        self.plan.mapping.kind
    }

    /// The rejected rows, in order of line: at most `limit` after `line`.
    ///
    /// # Errors
    /// When the stage cannot be read.
    pub fn rejected(&self, after_line: u64, limit: usize) -> Result<Vec<vihje_model::import::Rejected>> {
        let (table, offset) = (format!("{}.rejected", self.name), self.options.line_offset);
        let after_line = after_line.saturating_sub(offset);
        let mut page = crate::rejected::page(&self.conn, &table, "true", &[], after_line, limit)?;
        page.iter_mut().for_each(|row| row.line += offset);
        Ok(page)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // A stage that cannot be detached goes with the process; a copy left behind goes when the history is next opened.
        let _ = self.conn.execute_batch(&format!("DETACH {}", self.name));
        let _ = std::fs::remove_file(&self.copy);
    }
}

impl History {
    /// Reads, checks and converts the file of `plan`. Linear in the file; memory stays within [`crate::Options`].
    ///
    /// # Errors
    /// Refuses a plan whose columns are not the file's, that lacks what its kind needs, or whose file cannot be read;
    /// a row that cannot be read is not an error but a rejected row of the outcome.
    pub fn stage(&self, plan: &Plan, options: &StageOptions) -> Result<Staged> {
        let began = Instant::now();
        let number = self.inner.stages.fetch_add(1, Ordering::SeqCst);
        let name = format!("stage_{number}");
        let copy = self.inner.folder.join(format!("stage-{}-{number}.csv", std::process::id()));
        let plan = file::as_found(plan)?;
        let conn = self.reader()?;
        self.check_currency(&conn, options.currency)?;
        // In memory, and on disk beside the history what does not fit: a file of its own would be written out in full only to
        // be thrown away.
        conn.execute_batch(&format!("ATTACH ':memory:' AS {name}"))?;
        options.cancel.watch(&conn);
        let mut staged = Staged {
            conn,
            name,
            copy,
            plan,
            options: options.clone(),
            outcome: Outcome::default(),
            header: Vec::new(),
            changes: 0,
            began,
        };
        let result = kinds::fill(&mut staged).and_then(|()| resolve(&mut staged));
        result.map_err(|error| options.cancel.explain(error))?;
        options.cancel.check()?;
        Ok(staged)
    }

    fn check_currency(&self, conn: &Connection, asked: Currency) -> Result<()> {
        match Self::meta(conn, "currency")? {
            Some(known) if known != asked.code() => Err(Error::refused(
                "reporting-currency-differs",
                format!("The history reports in {known}, not in {asked}."),
                format!("Import with {known} as the reporting currency and a rate for {asked}."),
            )),
            _ => Ok(()),
        }
    }

    /// The reporting currency, once the first sale has come.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn currency(&self) -> Result<Option<Currency>> {
        let known = Self::meta(&self.reader()?, "currency")?;
        Ok(known.and_then(|code| code.parse().ok()))
    }
}
