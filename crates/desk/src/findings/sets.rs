//! Finding sets: which there are, which is current, and the sweeping away of those that are not.

use crate::convert::{count, json, moment, parsed, stored};
use crate::{Desk, Result};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use vihje_model::finding::Analysis;
use vihje_model::{Currency, FindingMeta};

/// A set of findings that is complete.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingSet {
    /// Id, ascending with time, never used twice.
    pub id: i64,
    /// Which analysis, with what, true for when, how good.
    pub meta: FindingMeta,
    /// Currency of all its money.
    pub currency: Currency,
    /// Rows of all kinds.
    pub rows: u64,
}

const SET: &str =
    "id, analysis, parameters, as_of, ledger_offset, computed_at, took_ms, quality, currency, row_count";

/// Tables that hold rows of sets.
const TABLES: [&str; 4] = ["pattern_finding", "replenishment_finding", "due_finding", "customer_finding"];

impl Desk {
    /// The current set of an analysis: for these parameters, or the newest whatever its parameters.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn current_set(&self, analysis: Analysis, parameters: Option<&str>) -> Result<Option<FindingSet>> {
        self.read(|transaction| current(transaction, analysis, parameters))
    }

    /// All current sets, newest first: one for each analysis and parameters.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn sets(&self) -> Result<Vec<FindingSet>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {SET} FROM finding_set WHERE state = 'current' ORDER BY id DESC"
            ))?;
            let rows = statement.query_map([], set)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Retires the sets of an analysis but the newest `keep`, such as those of parameters once tried.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn retire_sets(&self, analysis: Analysis, keep: usize) -> Result<usize> {
        self.write(|transaction| {
            Ok(transaction.execute(
                "UPDATE finding_set SET state = 'old' WHERE analysis = ?1 AND state = 'current' AND id NOT IN
                     (SELECT id FROM finding_set WHERE analysis = ?1 AND state = 'current' ORDER BY id DESC LIMIT ?2)",
                params![analysis.word(), stored(keep)],
            )?)
        })
    }

    /// Retires one set, such as one that can no longer be computed.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn retire_set(&self, id: i64) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("UPDATE finding_set SET state = 'old' WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    /// Deletes up to `chunk` rows of sets that are no longer current. True when nothing is left to sweep.
    ///
    /// Each call is one short transaction, so that other writers wait milliseconds.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn sweep_sets(&self, chunk: usize) -> Result<bool> {
        self.write(|transaction| {
            let oldest: Option<i64> = transaction
                .query_row("SELECT id FROM finding_set WHERE state = 'old' ORDER BY id LIMIT 1", [], |row| {
                    row.get(0)
                })
                .optional()?;
            let Some(id) = oldest else { return Ok(true) };
            for table in TABLES {
                let key = match table {
                    "due_finding" => "item, rank",
                    "customer_finding" => "customer",
                    _ => "rank",
                };
                let removed = transaction
                    .prepare_cached(&format!(
                        "DELETE FROM {table} WHERE set_id = ?1 AND ({key}) IN
                             (SELECT {key} FROM {table} WHERE set_id = ?1 ORDER BY {key} LIMIT ?2)"
                    ))?
                    .execute(params![id, stored(chunk)])?;
                if removed > 0 {
                    return Ok(false);
                }
            }
            transaction.execute("DELETE FROM finding_set WHERE id = ?1", [id])?;
            Ok(false)
        })
    }
}

pub(crate) fn current(
    transaction: &Transaction<'_>,
    analysis: Analysis,
    parameters: Option<&str>,
) -> Result<Option<FindingSet>> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT {SET} FROM finding_set
         WHERE analysis = ?1 AND state = 'current' AND (?2 IS NULL OR parameters = ?2) ORDER BY id DESC LIMIT 1"
    ))?;
    Ok(statement.query_row(params![analysis.word(), parameters], set).optional()?)
}

pub(crate) fn begin(transaction: &Transaction<'_>, meta: &FindingMeta, currency: Currency) -> Result<i64> {
    Ok(transaction
        .prepare_cached(
            "INSERT INTO finding_set (analysis, parameters, as_of, ledger_offset, computed_at, took_ms, quality,
                 currency, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'loading') RETURNING id",
        )?
        .query_row(
            params![
                meta.analysis.word(),
                meta.parameters,
                meta.as_of.0,
                stored(meta.ledger_offset),
                meta.computed_at.0,
                stored(meta.took_ms),
                meta.quality.to_string(),
                currency.code(),
            ],
            |row| row.get(0),
        )?)
}

/// The set takes the place of the current one for the same question.
pub(crate) fn publish(transaction: &Transaction<'_>, id: i64, rows: u64) -> Result<FindingSet> {
    transaction
        .prepare_cached(
            "UPDATE finding_set SET state = 'old' WHERE state = 'current' AND (analysis, parameters) =
                 (SELECT analysis, parameters FROM finding_set WHERE id = ?1)",
        )?
        .execute([id])?;
    Ok(transaction
        .prepare_cached(&format!(
            "UPDATE finding_set SET state = 'current', row_count = ?2 WHERE id = ?1 AND state = 'loading'
             RETURNING {SET}"
        ))?
        .query_row(params![id, stored(rows)], set)?)
}

pub(crate) fn abandon(transaction: &Transaction<'_>, id: i64) -> Result<()> {
    transaction.execute("UPDATE finding_set SET state = 'old' WHERE id = ?1 AND state = 'loading'", [id])?;
    Ok(())
}

pub(crate) fn abandon_unfinished(transaction: &Transaction<'_>) -> Result<usize> {
    Ok(transaction.execute("UPDATE finding_set SET state = 'old' WHERE state = 'loading'", [])?)
}

fn set(row: &Row<'_>) -> rusqlite::Result<FindingSet> {
    Ok(FindingSet {
        id: row.get(0)?,
        meta: FindingMeta {
            // Stored by its word, which is also its JSON form.
            analysis: parsed::<AnalysisWord>(row, 1)?.0,
            parameters: row.get(2)?,
            as_of: moment(row, 3)?,
            ledger_offset: count(row, 4)?,
            computed_at: moment(row, 5)?,
            took_ms: count(row, 6)?,
            quality: json(row, 7)?,
        },
        currency: parsed(row, 8)?,
        rows: count(row, 9)?,
    })
}

struct AnalysisWord(Analysis);

impl std::str::FromStr for AnalysisWord {
    type Err = serde_json::Error;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        serde_json::from_value(serde_json::Value::from(word)).map(Self)
    }
}
