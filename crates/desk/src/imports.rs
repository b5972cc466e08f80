//! Imports: which file was read, by which plan, and what came of it. The rows themselves are the history's.

use crate::convert::{moment, parsed, some_json, some_moment, stored, words};
use crate::page::{read_cursor, write_cursor};
use crate::{Desk, DeskError, Page, Result, audit};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::{Value, json};
use vihje_model::import::Outcome;
use vihje_model::{Moment, Problem};

words! {
    /// Where an import stands.
    ImportState {
        /// At work.
        Running = "running",
        /// Its rows are visible.
        Done = "done",
        /// Nothing of it is visible.
        Failed = "failed",
        /// Its rows were visible and were taken back.
        Undone = "undone",
    }
}

/// One file that was, or is being, imported.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Import {
    /// The import's id, as the ledger and the history know it.
    pub id: String,
    /// The file's name as the user gave it.
    pub file_name: String,
    /// Hash of the file's bytes.
    pub file_hash: String,
    /// How it was read: one plan, or several for several kinds of record.
    pub plan: Value,
    /// What came of it; nothing while at work.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub outcome: Option<Outcome>,
    /// Where it stands.
    pub state: ImportState,
    /// Part done, 0 to 1.
    pub progress: f64,
    /// What is being done, in words.
    pub step: String,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// When it began.
    pub created_at: Moment,
    /// Who began it.
    pub created_by: String,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
    /// By whom.
    pub undone_by: Option<String>,
}

/// An import to begin.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// The import's id, unique.
    pub id: String,
    /// The file's name as the user gave it.
    pub file_name: String,
    /// Hash of the file's bytes.
    pub file_hash: String,
    /// How it will be read.
    pub plan: Value,
}

const IMPORT: &str =
    "id, file_name, file_hash, plan, outcome, state, progress, step, problem, created_at, created_by,
    finished_at, undone_at, undone_by";

impl Desk {
    /// Begins an import.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when the id is taken.
    pub fn begin_import(&self, new: &NewImport, by: &str, now: Moment) -> Result<Import> {
        self.write(|transaction| {
            let begun = transaction
                .prepare_cached(&format!(
                    "INSERT INTO import (id, file_name, file_hash, plan, state, created_at, created_by)
                     VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?6) ON CONFLICT DO NOTHING RETURNING {IMPORT}"
                ))?
                .query_row(
                    params![new.id, new.file_name, new.file_hash, new.plan.to_string(), now.0, by],
                    import,
                )
                .optional()?
                .ok_or_else(|| DeskError::Conflict(format!("there is already an import {}", new.id)))?;
            audit::record(
                transaction,
                by,
                "import-begun",
                &json!({"import": new.id, "file": new.file_name}),
                now,
            )?;
            Ok(begun)
        })
    }

    /// Tells how far a running import is. Of one that has ended nothing changes.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn import_progress(&self, id: &str, progress: f64, step: &str) -> Result<()> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "UPDATE import SET progress = ?2, step = ?3 WHERE id = ?1 AND state = 'running'",
                )?
                .execute(params![id, progress.clamp(0.0, 1.0), step])?;
            Ok(())
        })
    }

    /// Ends a running import well.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when it is not running.
    pub fn finish_import(&self, id: &str, outcome: &Outcome, now: Moment) -> Result<Import> {
        let outcome = serde_json::to_string(outcome)?;
        self.move_import(id, "system", "import-done", now, |transaction| {
            Ok(transaction
                .prepare_cached(&format!(
                    "UPDATE import SET state = 'done', progress = 1, step = '', outcome = ?2, finished_at = ?3
                     WHERE id = ?1 AND state = 'running' RETURNING {IMPORT}"
                ))?
                .query_row(params![id, outcome, now.0], import)
                .optional()?)
        })
    }

    /// Ends a running import badly.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when it is not running.
    pub fn fail_import(&self, id: &str, problem: &Problem, now: Moment) -> Result<Import> {
        let problem = serde_json::to_string(problem)?;
        self.move_import(id, "system", "import-failed", now, |transaction| {
            Ok(transaction
                .prepare_cached(&format!(
                    "UPDATE import SET state = 'failed', step = '', problem = ?2, finished_at = ?3
                     WHERE id = ?1 AND state = 'running' RETURNING {IMPORT}"
                ))?
                .query_row(params![id, problem, now.0], import)
                .optional()?)
        })
    }

    /// Notes that an import's rows were taken back.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when its rows are not visible.
    pub fn undo_import(&self, id: &str, by: &str, now: Moment) -> Result<Import> {
        self.move_import(id, by, "import-undone", now, |transaction| {
            Ok(transaction
                .prepare_cached(&format!(
                    "UPDATE import SET state = 'undone', undone_at = ?2, undone_by = ?3
                     WHERE id = ?1 AND state = 'done' RETURNING {IMPORT}"
                ))?
                .query_row(params![id, now.0, by], import)
                .optional()?)
        })
    }

    /// One import.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn import(&self, id: &str) -> Result<Import> {
        self.read(|transaction| find(transaction, id)?.ok_or_else(|| DeskError::not_found("import", id)))
    }

    /// Imports, newest first.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn imports(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Import>> {
        let (at, id) = read_cursor(cursor)?.unwrap_or((i64::MAX, String::new()));
        self.read(|transaction| {
            let total = transaction
                .query_row("SELECT count(*) FROM import", [], |row| crate::convert::count(row, 0))?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {IMPORT} FROM import WHERE (created_at, id) < (?1, ?2)
                 ORDER BY created_at DESC, id DESC LIMIT ?3"
            ))?;
            let rows = statement.query_map(params![at, id, stored(limit + 1)], import)?;
            let items = rows.collect::<Result<_, _>>()?;
            Ok(Page::cut(items, limit, total, |import: &Import| {
                write_cursor(import.created_at.0, &import.id)
            }))
        })
    }

    /// Imports of the same bytes whose rows are visible, newest first.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn imports_of_file(&self, file_hash: &str) -> Result<Vec<Import>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {IMPORT} FROM import WHERE file_hash = ?1 AND state = 'done' ORDER BY created_at DESC, id DESC"
            ))?;
            let rows = statement.query_map([file_hash], import)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn move_import(
        &self,
        id: &str,
        by: &str,
        what: &str,
        now: Moment,
        step: impl FnOnce(&Transaction<'_>) -> Result<Option<Import>>,
    ) -> Result<Import> {
        self.write(|transaction| match step(transaction)? {
            Some(moved) => {
                audit::record(transaction, by, what, &json!({"import": id, "file": moved.file_name}), now)?;
                Ok(moved)
            }
            None => match find(transaction, id)? {
                Some(import) => Err(DeskError::Conflict(format!(
                    "that cannot be done with import {id}: it is {}",
                    import.state
                ))),
                None => Err(DeskError::not_found("import", id)),
            },
        })
    }
}

/// Imports whose process died: nothing of them is visible, since rows become visible in one last step.
pub(crate) fn interrupt(transaction: &Transaction<'_>, now: Moment) -> Result<usize> {
    let problem = Problem::new(
        "import-interrupted",
        "The program stopped while this file was being read; nothing of it was kept.",
        "Import the file again.",
    );
    Ok(transaction.execute(
        "UPDATE import SET state = 'failed', step = '', problem = ?1, finished_at = ?2 WHERE state = 'running'",
        params![serde_json::to_string(&problem)?, now.0],
    )?)
}

fn find(transaction: &Transaction<'_>, id: &str) -> Result<Option<Import>> {
    let mut statement = transaction.prepare_cached(&format!("SELECT {IMPORT} FROM import WHERE id = ?1"))?;
    Ok(statement.query_row([id], import).optional()?)
}

fn import(row: &Row<'_>) -> rusqlite::Result<Import> {
    Ok(Import {
        id: row.get(0)?,
        file_name: row.get(1)?,
        file_hash: row.get(2)?,
        plan: crate::convert::json(row, 3)?,
        outcome: some_json(row, 4)?,
        state: parsed(row, 5)?,
        progress: row.get(6)?,
        step: row.get(7)?,
        problem: some_json(row, 8)?,
        created_at: moment(row, 9)?,
        created_by: row.get(10)?,
        finished_at: some_moment(row, 11)?,
        undone_at: some_moment(row, 12)?,
        undone_by: row.get(13)?,
    })
}
