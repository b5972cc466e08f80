//! Tasks: one customer on one worklist, what was done about them, and the taking back of it.
//!
//! The reason is a code with parameters; the sentence is rendered where the user's language is known. Here are the shapes
//! and the row itself; reading lists is in `list`, acting in `act`.

mod act;
mod list;

pub(crate) use list::wake;

use crate::convert::{json, moment, parsed, some_moment, words};
use crate::{DeskError, Result};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use vihje_model::{Currency, CustomerKey, Moment};

words! {
    /// Where a task stands.
    TaskState {
        /// To be done.
        Open = "open",
        /// To be done from a moment on.
        Snoozed = "snoozed",
        /// Done.
        Done = "done",
        /// Deliberately not done.
        Skipped = "skipped",
        /// No finding gives a reason any more; nobody had touched it.
        Withdrawn = "withdrawn",
    }
}

/// A customer to put on a worklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskEntry {
    /// Who.
    pub customer: CustomerKey,
    /// Their id in the source.
    pub customer_id: String,
    /// Their name.
    pub name: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Why, as a stable code such as `declining`.
    pub reason: String,
    /// What the sentence needs beside the code.
    pub parameters: Value,
    /// What the sentence stands on.
    pub evidence: Value,
    /// What is at risk or to be won, in minor units.
    pub value_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// True when this customer is left alone so that the effect can be measured; never shown as a task.
    pub holdout: bool,
}

/// One customer on one worklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Task {
    /// Id.
    pub id: i64,
    /// The list it stands on.
    pub worklist: i64,
    /// Who.
    pub customer: CustomerKey,
    /// Their id in the source.
    pub customer_id: String,
    /// Their name.
    pub name: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Why, as a stable code.
    pub reason: String,
    /// What the sentence needs beside the code.
    pub parameters: Value,
    /// What the sentence stands on.
    pub evidence: Value,
    /// What is at risk or to be won, in minor units.
    pub value_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Where it stands.
    pub state: TaskState,
    /// From when on it is open again.
    pub snoozed_until: Option<Moment>,
    /// Why it was skipped, as a code.
    pub skip_reason: Option<String>,
    /// What came of it, as a code.
    pub outcome: Option<String>,
    /// What the sales person noted.
    pub note: Option<String>,
    /// When it came on the list.
    pub created_at: Moment,
    /// When its reason was last brought up to date.
    pub refreshed_at: Moment,
    /// When somebody last acted on it.
    pub acted_at: Option<Moment>,
    /// Who.
    pub acted_by: Option<String>,
}

/// What a sales person does with a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// It is done.
    Done {
        /// What came of it, as a code such as `reached`.
        outcome: String,
        /// A note.
        note: Option<String>,
    },
    /// Not now.
    Snooze {
        /// From when on it is open again.
        until: Moment,
    },
    /// Not at all.
    Skip {
        /// Why, as a code.
        reason: String,
        /// A note.
        note: Option<String>,
    },
    /// Only a note; the task stays where it stands.
    Note {
        /// The note.
        note: String,
    },
}

impl Action {
    /// The word by which it is stored.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Snooze { .. } => "snooze",
            Self::Skip { .. } => "skip",
            Self::Note { .. } => "note",
        }
    }
}

/// One change of a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TaskChange {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// `done`, `snooze`, `skip`, `note`.
    pub action: String,
    /// Where the task stood before.
    pub before: TaskState,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
}

/// Which tasks of a list.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct TaskQuery {
    /// Where they stand; open when not given.
    pub state: Option<TaskState>,
    /// Only of this owner.
    pub owner: Option<String>,
    /// Only for this reason.
    pub reason: Option<String>,
    /// Only where at least this is at stake, in minor units.
    pub min_value_minor: Option<i64>,
}

/// How far a list is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TaskCounts {
    /// Open now.
    pub left: u64,
    /// What is at stake with them, in minor units.
    pub left_value_minor: i64,
    /// Snoozed until later.
    pub snoozed: u64,
    /// Done since the beginning of the day.
    pub done_today: u64,
    /// Skipped since the beginning of the day.
    pub skipped_today: u64,
}

const TASK: &str =
    "id, worklist_id, customer, customer_id, name, owner, reason, parameters, evidence, value_minor,
    currency, state, snoozed_until, skip_reason, outcome, note, created_at, refreshed_at, acted_at, acted_by";

/// Puts a customer on a list at a place; false when they stand on it already.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    worklist: i64,
    entry: &TaskEntry,
    rank: i64,
    now: Moment,
) -> Result<bool> {
    let added = transaction
        .prepare_cached(
            "INSERT INTO task (worklist_id, customer, customer_id, name, owner, reason, parameters, evidence, value_minor,
                 currency, holdout, state, created_at, refreshed_at, rank, entered)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open', ?12, ?12, ?13,
                 (SELECT coalesce(max(entered), 0) + 1 FROM task WHERE entered IS NOT NULL)) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            worklist,
            entry.customer.to_string(),
            entry.customer_id,
            entry.name,
            entry.owner,
            entry.reason,
            entry.parameters.to_string(),
            entry.evidence.to_string(),
            entry.value_minor,
            entry.currency.code(),
            entry.holdout,
            now.0,
            rank,
        ])?;
    Ok(added > 0)
}

/// The tasks that came on lists after an entry, but those left alone and those on automations' own lists: each with the number of
/// its entry and the word for where its list comes from.
pub(crate) fn entries_after(
    desk: &crate::Desk,
    after: i64,
    since: Moment,
    limit: i64,
) -> Result<Vec<(i64, String, Task)>> {
    desk.read(|transaction| {
        let mut statement = transaction.prepare_cached(&format!(
            "SELECT {TASK}, entered, (SELECT source FROM worklist WHERE id = task.worklist_id) FROM task
             WHERE entered > ?1 AND created_at >= ?2 AND holdout = 0
                 AND worklist_id NOT IN (SELECT id FROM worklist WHERE source = 'automation')
             ORDER BY entered LIMIT ?3"
        ))?;
        let rows = statement
            .query_map([after, since.0, limit], |row| Ok((row.get(20)?, row.get(21)?, task(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

/// Ranks the tasks of a list by value, largest first.
pub(crate) fn rank_by_value(transaction: &Transaction<'_>, worklist: i64) -> Result<()> {
    transaction
        .prepare_cached(
            "UPDATE task SET rank = placed.rank FROM (
                 SELECT id, row_number() OVER (ORDER BY value_minor DESC, customer, id) AS rank
                 FROM task WHERE worklist_id = ?1
             ) AS placed WHERE placed.id = task.id",
        )?
        .execute([worklist])?;
    Ok(())
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<Task> {
    transaction
        .prepare_cached(&format!("SELECT {TASK} FROM task WHERE id = ?1 AND holdout = 0"))?
        .query_row([id], task)
        .optional()?
        .ok_or_else(|| DeskError::not_found("task", id))
}

fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    Ok(Task {
        id: row.get(0)?,
        worklist: row.get(1)?,
        customer: parsed(row, 2)?,
        customer_id: row.get(3)?,
        name: row.get(4)?,
        owner: row.get(5)?,
        reason: row.get(6)?,
        parameters: json(row, 7)?,
        evidence: json(row, 8)?,
        value_minor: row.get(9)?,
        currency: parsed(row, 10)?,
        state: parsed(row, 11)?,
        snoozed_until: some_moment(row, 12)?,
        skip_reason: row.get(13)?,
        outcome: row.get(14)?,
        note: row.get(15)?,
        created_at: moment(row, 16)?,
        refreshed_at: moment(row, 17)?,
        acted_at: some_moment(row, 18)?,
        acted_by: row.get(19)?,
    })
}
