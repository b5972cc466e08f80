//! The audit trail: who did what, when. Written in the transaction of the deed itself; never changed, never shortened.

use crate::convert::{json, moment};
use crate::page::{read_cursor, write_cursor};
use crate::{Desk, Page, Result};
use rusqlite::{Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use vihje_model::Moment;

/// One deed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Ascending with time.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// E-mail address of the user, or the part of the system.
    pub who: String,
    /// A stable code in kebab case, such as `setting-changed`.
    pub what: String,
    /// What exactly, before and after.
    pub details: Value,
}

impl Desk {
    /// Records a deed that happened outside the desk, such as a sign-in or an export.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn audit(&self, who: &str, what: &str, details: &Value, now: Moment) -> Result<()> {
        self.write(|transaction| record(transaction, who, what, details, now))
    }

    /// The trail, newest first; of one kind of deed when `what` is given.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn audit_trail(
        &self,
        what: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<AuditEntry>> {
        let before = read_cursor(cursor)?.map_or(i64::MAX, |(id, _)| id);
        self.read(|transaction| {
            let total = transaction.query_row(
                "SELECT count(*) FROM audit WHERE ?1 IS NULL OR what = ?1",
                [what],
                |row| crate::convert::count(row, 0),
            )?;
            let mut statement = transaction.prepare_cached(
                "SELECT id, at, who, what, details FROM audit
                 WHERE id < ?1 AND (?2 IS NULL OR what = ?2) ORDER BY id DESC LIMIT ?3",
            )?;
            let rows =
                statement.query_map(params![before, what, crate::convert::stored(limit + 1)], entry)?;
            let items = rows.collect::<Result<_, _>>()?;
            Ok(Page::cut(items, limit, total, |entry: &AuditEntry| write_cursor(entry.id, "")))
        })
    }
}

pub(crate) fn record(
    transaction: &Transaction<'_>,
    who: &str,
    what: &str,
    details: &Value,
    now: Moment,
) -> Result<()> {
    transaction
        .prepare_cached("INSERT INTO audit (at, who, what, details) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![now.0, who, what, details.to_string()])?;
    Ok(())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        id: row.get(0)?,
        at: moment(row, 1)?,
        who: row.get(2)?,
        what: row.get(3)?,
        details: json(row, 4)?,
    })
}
