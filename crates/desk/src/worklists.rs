//! Worklists: lists of customers handed to sales people. Today is one of them, kept up to date; the others are made once.

use crate::convert::{count, json, moment, parsed, some_moment, stored, words};
use crate::tasks::{self, TaskEntry};
use crate::{Desk, DeskError, Result, audit};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::{Value, json};
use vihje_model::Moment;

words! {
    /// Where a worklist comes from.
    Source {
        /// Kept up to date from the findings; there is one.
        Today = "today",
        /// The open chances of a pattern.
        Pattern = "pattern",
        /// Customers due for an item.
        Replenishment = "replenishment",
        /// Chosen by a person.
        Manual = "manual",
        /// What an automation put on its own list.
        Automation = "automation",
    }
}

/// A list of customers to contact.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Worklist {
    /// Id.
    pub id: i64,
    /// Name to show; empty for Today, which every language names itself.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
    /// With what it was made.
    pub parameters: Value,
    /// The finding set it was made of.
    pub finding_set: Option<i64>,
    /// Part left alone so that the effect can be measured, 0 to 1.
    pub holdout_share: f64,
    /// Seed by which that part was drawn.
    pub holdout_seed: i64,
    /// When it was made.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
    /// Since when it is put away.
    pub archived_at: Option<Moment>,
    /// Tasks in all, those left alone and withdrawn not counted.
    pub tasks: u64,
    /// Tasks still open or snoozed.
    pub left: u64,
}

/// A worklist to make.
#[derive(Debug, Clone)]
pub struct NewWorklist {
    /// Name to show.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
    /// With what it was made.
    pub parameters: Value,
    /// The finding set it was made of.
    pub finding_set: Option<i64>,
    /// Part left alone, 0 to 1; the entries say who.
    pub holdout_share: f64,
    /// Seed by which that part was drawn.
    pub holdout_seed: i64,
}

const WORKLIST: &str = "id, name, source, parameters, finding_set, holdout_share, holdout_seed, created_at, created_by,
    archived_at,
    (SELECT count(*) FROM task WHERE worklist_id = worklist.id AND holdout = 0 AND state <> 'withdrawn'),
    (SELECT count(*) FROM task WHERE worklist_id = worklist.id AND holdout = 0 AND state IN ('open', 'snoozed'))";

impl Desk {
    /// Makes a worklist of these customers, each once, ranked by value, largest first; of one that comes twice the first
    /// entry counts.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for an empty name or for Today, which is there by itself.
    pub fn add_worklist(
        &self,
        new: &NewWorklist,
        entries: impl IntoIterator<Item = TaskEntry>,
        by: &str,
        now: Moment,
    ) -> Result<Worklist> {
        if new.name.trim().is_empty() || new.source == Source::Today {
            return Err(DeskError::Invalid(
                "a worklist needs a name and a source other than today".to_owned(),
            ));
        }
        self.write(|transaction| {
            let id: i64 = transaction
                .prepare_cached(
                    "INSERT INTO worklist (name, source, parameters, finding_set, holdout_share, holdout_seed,
                         created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
                )?
                .query_row(
                    params![
                        new.name.trim(),
                        new.source.word(),
                        new.parameters.to_string(),
                        new.finding_set,
                        new.holdout_share,
                        new.holdout_seed,
                        now.0,
                        by
                    ],
                    |row| row.get(0),
                )?;
            let mut added = 0_usize;
            for entry in entries {
                added += usize::from(tasks::insert(transaction, id, &entry, 0, now)?);
            }
            tasks::rank_by_value(transaction, id)?;
            let details = json!({"worklist": id, "name": new.name, "source": new.source, "tasks": added});
            audit::record(transaction, by, "worklist-made", &details, now)?;
            find(transaction, id)?.ok_or_else(|| DeskError::not_found("worklist", id))
        })
    }

    /// The worklists that are not put away, newest first.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn worklists(&self) -> Result<Vec<Worklist>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {WORKLIST} FROM worklist WHERE archived_at IS NULL ORDER BY id DESC"
            ))?;
            let rows = statement.query_map([], worklist)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One worklist.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn worklist(&self, id: i64) -> Result<Worklist> {
        self.read(|transaction| find(transaction, id)?.ok_or_else(|| DeskError::not_found("worklist", id)))
    }

    /// Puts a worklist away, or takes it out again. Its tasks stay as they are.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], also of Today, which is never put away.
    pub fn archive_worklist(&self, id: i64, archived: bool, by: &str, now: Moment) -> Result<Worklist> {
        self.write(|transaction| {
            let put_away = transaction.execute(
                "UPDATE worklist SET archived_at = ?2 WHERE id = ?1 AND source <> 'today'",
                params![id, archived.then_some(now.0)],
            )?;
            if put_away == 0 {
                return Err(DeskError::not_found("worklist", id));
            }
            audit::record(
                transaction,
                by,
                "worklist-archived",
                &json!({"worklist": id, "archived": archived}),
                now,
            )?;
            find(transaction, id)?.ok_or_else(|| DeskError::not_found("worklist", id))
        })
    }

    /// The worklist called Today; nothing before the first [`Desk::sync_today`].
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn today_worklist(&self) -> Result<Option<i64>> {
        self.read(today)
    }
}

pub(crate) fn today(transaction: &Transaction<'_>) -> Result<Option<i64>> {
    let mut statement = transaction.prepare_cached("SELECT id FROM worklist WHERE source = 'today'")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}

/// Today's worklist, made when it is not there, noted as made of this finding set.
pub(crate) fn ensure_today(
    transaction: &Transaction<'_>,
    finding_set: Option<i64>,
    now: Moment,
) -> Result<i64> {
    if let Some(id) = today(transaction)? {
        transaction
            .execute("UPDATE worklist SET finding_set = ?2 WHERE id = ?1", params![id, finding_set])?;
        return Ok(id);
    }
    Ok(transaction.query_row(
        "INSERT INTO worklist (name, source, parameters, finding_set, created_at, created_by)
         VALUES ('', 'today', '{}', ?1, ?2, 'system') RETURNING id",
        params![finding_set, now.0],
        |row| row.get(0),
    )?)
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<Option<Worklist>> {
    let mut statement =
        transaction.prepare_cached(&format!("SELECT {WORKLIST} FROM worklist WHERE id = ?1"))?;
    Ok(statement.query_row([stored(id)], worklist).optional()?)
}

fn worklist(row: &Row<'_>) -> rusqlite::Result<Worklist> {
    Ok(Worklist {
        id: row.get(0)?,
        name: row.get(1)?,
        source: parsed(row, 2)?,
        parameters: json(row, 3)?,
        finding_set: row.get(4)?,
        holdout_share: row.get(5)?,
        holdout_seed: row.get(6)?,
        created_at: moment(row, 7)?,
        created_by: row.get(8)?,
        archived_at: some_moment(row, 9)?,
        tasks: count(row, 10)?,
        left: count(row, 11)?,
    })
}
