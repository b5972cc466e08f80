//! The list of imports, and the names of the product levels they brought.

use crate::error::Result;
use crate::open::History;
use serde::Serialize;
use vihje_model::Moment;
use vihje_model::import::Outcome;

/// One file of an import.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportRecord {
    /// Number of the file within the import, from zero.
    pub part: u32,
    /// What the rows were read as, in the words of `RecordKind`.
    pub kind: String,
    /// The file's name.
    pub file: String,
    /// When it became visible.
    pub imported_at: Moment,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
    /// What became of its rows, with the import's id.
    pub outcome: Outcome,
}

impl History {
    /// Every file ever imported, newest first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        let conn = self.reader()?;
        let mut statement = conn.prepare(
            "SELECT part, kind, file, epoch_us(imported_at), epoch_us(undone_at), outcome::VARCHAR
             FROM imports ORDER BY imported_at DESC, rowid DESC",
        )?;
        let rows = statement.query_map([], |row| {
            let outcome: String = row.get(5)?;
            Ok(ImportRecord {
                part: row.get(0)?,
                kind: row.get(1)?,
                file: row.get(2)?,
                imported_at: Moment(row.get(3)?),
                undone_at: row.get::<_, Option<i64>>(4)?.map(Moment),
                outcome: serde_json::from_str(&outcome).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }
}
