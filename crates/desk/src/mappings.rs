//! Saved mappings: how a file was read once, so that the next one with the same header is recognised.

use crate::convert::{json, moment};
use crate::{Desk, DeskError, Result, audit};
use rusqlite::{Row, params};
use serde::Serialize;
use vihje_model::Moment;
use vihje_model::import::Mapping;

/// A mapping under a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SavedMapping {
    /// Its name, unique.
    pub name: String,
    /// [`header_fingerprint`] of the file it was made for.
    pub fingerprint: String,
    /// The mapping.
    pub mapping: Mapping,
    /// When it was saved.
    pub saved_at: Moment,
    /// By whom.
    pub saved_by: String,
}

/// Equal for equal headers: the column names in order, without regard to case and white space around them.
pub fn header_fingerprint<'a>(columns: impl IntoIterator<Item = &'a str>) -> String {
    // A control character that no header holds keeps "a,b" + "c" apart from "a" + "b,c".
    let joined: Vec<String> = columns.into_iter().map(|name| name.trim().to_lowercase()).collect();
    format!("{:016x}", vihje_model::id::stable_hash(&joined.join("\u{1f}")))
}

const MAPPING: &str = "name, fingerprint, mapping, saved_at, saved_by";

impl Desk {
    /// Saves a mapping under a name; an earlier one of that name is replaced.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for an empty name.
    pub fn save_mapping(&self, name: &str, mapping: &Mapping, by: &str, now: Moment) -> Result<SavedMapping> {
        let name = name.trim();
        if name.is_empty() {
            return Err(DeskError::Invalid("a saved mapping needs a name".to_owned()));
        }
        let fingerprint = header_fingerprint(mapping.columns.iter().map(|column| column.name.as_str()));
        let text = serde_json::to_string(mapping)?;
        self.write(|transaction| {
            let saved = transaction
                .prepare_cached(&format!(
                    "INSERT INTO saved_mapping ({MAPPING}) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint, mapping = excluded.mapping,
                         saved_at = excluded.saved_at, saved_by = excluded.saved_by RETURNING {MAPPING}"
                ))?
                .query_row(params![name, fingerprint, text, now.0, by], saved)?;
            audit::record(transaction, by, "mapping-saved", &serde_json::json!({"name": name}), now)?;
            Ok(saved)
        })
    }

    /// All saved mappings, by name.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn mappings(&self) -> Result<Vec<SavedMapping>> {
        self.read(|transaction| {
            let mut statement =
                transaction.prepare_cached(&format!("SELECT {MAPPING} FROM saved_mapping ORDER BY name"))?;
            let rows = statement.query_map([], saved)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The mappings saved for this header, newest first: one for each kind of record it was read as.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn mappings_for_header<'a>(
        &self,
        columns: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<SavedMapping>> {
        let fingerprint = header_fingerprint(columns);
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {MAPPING} FROM saved_mapping WHERE fingerprint = ?1 ORDER BY saved_at DESC, name"
            ))?;
            let rows = statement.query_map([fingerprint], saved)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Removes a saved mapping.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn remove_mapping(&self, name: &str, by: &str, now: Moment) -> Result<()> {
        self.write(|transaction| {
            if transaction.execute("DELETE FROM saved_mapping WHERE name = ?1", [name])? == 0 {
                return Err(DeskError::not_found("saved mapping", name));
            }
            audit::record(transaction, by, "mapping-removed", &serde_json::json!({"name": name}), now)
        })
    }
}

fn saved(row: &Row<'_>) -> rusqlite::Result<SavedMapping> {
    Ok(SavedMapping {
        name: row.get(0)?,
        fingerprint: row.get(1)?,
        mapping: json(row, 2)?,
        saved_at: moment(row, 3)?,
        saved_by: row.get(4)?,
    })
}
