//! Tasks: one customer on one worklist, what was done about them, and the taking back of it.
//!
//! The reason is a code with parameters; the sentence is rendered where the user's language is known. Every change keeps
//! what was before it, so that it can be undone.

use crate::convert::{count, json, moment, parsed, some_moment, stored, words};
use crate::page::{read_cursor, write_cursor};
use crate::{Desk, DeskError, Page, Result};
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
    /// What is at risk or to be won, in minor units. Lists are ranked by it, largest first, then by customer key.
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

/// What an action changes of a task; stored before each change.
#[derive(Serialize, Deserialize)]
struct Standing {
    state: TaskState,
    snoozed_until: Option<i64>,
    skip_reason: Option<String>,
    outcome: Option<String>,
    note: Option<String>,
    acted_at: Option<i64>,
    acted_by: Option<String>,
}

const TASK: &str =
    "id, worklist_id, customer, customer_id, name, owner, reason, parameters, evidence, value_minor,
    currency, state, snoozed_until, skip_reason, outcome, note, created_at, refreshed_at, acted_at, acted_by";

impl Desk {
    /// A page of a worklist's tasks by value, largest first. Snoozed tasks whose time has come are open again.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn tasks(
        &self,
        worklist: i64,
        query: &TaskQuery,
        cursor: Option<&str>,
        limit: usize,
        now: Moment,
    ) -> Result<Page<Task>> {
        self.wake(now)?;
        let (value, after) = read_cursor(cursor)?.unwrap_or((i64::MAX, String::new()));
        let state = query.state.unwrap_or(TaskState::Open).word();
        let least = query.min_value_minor.unwrap_or(i64::MIN);
        let filter = "worklist_id = ?1 AND state = ?2 AND holdout = 0 AND (?3 IS NULL OR owner = ?3)
            AND (?4 IS NULL OR reason = ?4) AND value_minor >= ?5";
        self.read(|transaction| {
            let total = transaction
                .prepare_cached(&format!("SELECT count(*) FROM task WHERE {filter}"))?
                .query_row(params![worklist, state, query.owner, query.reason, least], |row| count(row, 0))?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {TASK} FROM task WHERE {filter} AND value_minor <= ?6
                     AND (value_minor < ?6 OR (customer, id) > (?7, ?8))
                 ORDER BY value_minor DESC, customer, id LIMIT ?9"
            ))?;
            let (customer, id) = after.split_once('.').unwrap_or(("", "0"));
            let id: i64 = id.parse().unwrap_or(0);
            let rows = statement.query_map(
                params![
                    worklist,
                    state,
                    query.owner,
                    query.reason,
                    least,
                    value,
                    customer,
                    id,
                    stored(limit + 1)
                ],
                task,
            )?;
            let items = rows.collect::<Result<_, _>>()?;
            Ok(Page::cut(items, limit, total, |task: &Task| {
                write_cursor(task.value_minor, &format!("{}.{}", task.customer, task.id))
            }))
        })
    }

    /// One task.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn task(&self, id: i64) -> Result<Task> {
        self.read(|transaction| find(transaction, id))
    }

    /// The tasks of one customer on all lists, newest first; those left alone are not among them.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn tasks_of_customer(&self, customer: CustomerKey) -> Result<Vec<Task>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {TASK} FROM task WHERE customer = ?1 AND holdout = 0 ORDER BY id DESC"
            ))?;
            let rows = statement.query_map([customer.to_string()], task)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What was done with a task, oldest first.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn task_changes(&self, id: i64) -> Result<Vec<TaskChange>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT at, who, action, before, undone_at FROM task_change WHERE task_id = ?1 ORDER BY id",
            )?;
            let rows = statement.query_map([id], |row| {
                let before: Standing = json(row, 3)?;
                Ok(TaskChange {
                    at: moment(row, 0)?,
                    who: row.get(1)?,
                    action: row.get(2)?,
                    before: before.state,
                    undone_at: some_moment(row, 4)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Acts on a task that is open or snoozed. A note may be added to any task.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] when it is closed; [`DeskError::Invalid`] for a snooze into the past.
    pub fn act(&self, id: i64, action: &Action, by: &str, now: Moment) -> Result<Task> {
        if let Action::Snooze { until } = action
            && *until <= now
        {
            return Err(DeskError::Invalid("a task can be snoozed only to a later moment".to_owned()));
        }
        self.write(|transaction| {
            let before = find(transaction, id)?;
            let live = matches!(before.state, TaskState::Open | TaskState::Snoozed);
            if !live && !matches!(action, Action::Note { .. }) {
                return Err(DeskError::Conflict(format!("task {id} is already {}", before.state)));
            }
            keep(transaction, &before, action.word(), by, now)?;
            let mut after =
                Standing { acted_at: Some(now.0), acted_by: Some(by.to_owned()), ..standing(&before) };
            match action.clone() {
                Action::Done { outcome, note } => {
                    after.state = TaskState::Done;
                    after.outcome = Some(outcome);
                    after.note = note.or(after.note);
                    after.snoozed_until = None;
                }
                Action::Skip { reason, note } => {
                    after.state = TaskState::Skipped;
                    after.skip_reason = Some(reason);
                    after.note = note.or(after.note);
                    after.snoozed_until = None;
                }
                Action::Snooze { until } => {
                    after.state = TaskState::Snoozed;
                    after.snoozed_until = Some(until.0);
                }
                Action::Note { note } => {
                    // A note does not count as work done: the times of the deed stay.
                    (after.acted_at, after.acted_by) = (before.acted_at.map(|at| at.0), before.acted_by);
                    after.note = Some(note);
                }
            }
            write_standing(transaction, id, &after)
        })
    }

    /// Takes back the last change of a task that was not taken back yet.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] when nothing is left to take back, or when the customer came on
    /// the list again meanwhile.
    pub fn undo(&self, id: i64, now: Moment) -> Result<Task> {
        self.write(|transaction| {
            find(transaction, id)?;
            let last: Option<(i64, Standing)> = transaction
                .prepare_cached(
                    "SELECT id, before FROM task_change WHERE task_id = ?1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
                )?
                .query_row([id], |row| Ok((row.get(0)?, json(row, 1)?)))
                .optional()?;
            let Some((change, before)) = last else {
                return Err(DeskError::Conflict(format!("nothing was done with task {id} that could be undone")));
            };
            transaction
                .prepare_cached("UPDATE task_change SET undone_at = ?2 WHERE id = ?1")?
                .execute(params![change, now.0])?;
            write_standing(transaction, id, &before)
        })
    }

    /// How far a list is, for one owner or for all. `day` is the first moment of the company's day.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn task_counts(
        &self,
        worklist: i64,
        owner: Option<&str>,
        day: Moment,
        now: Moment,
    ) -> Result<TaskCounts> {
        self.wake(now)?;
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT state, count(*), sum(value_minor) FROM task
                 WHERE worklist_id = ?1 AND holdout = 0 AND (?2 IS NULL OR owner = ?2)
                     AND (state IN ('open', 'snoozed') OR (state IN ('done', 'skipped') AND acted_at >= ?3))
                 GROUP BY state",
            )?;
            let mut rows = statement.query(params![worklist, owner, day.0])?;
            let mut counts = TaskCounts::default();
            while let Some(row) = rows.next()? {
                let tasks = count(row, 1)?;
                match parsed(row, 0)? {
                    TaskState::Open => (counts.left, counts.left_value_minor) = (tasks, row.get(2)?),
                    TaskState::Snoozed => counts.snoozed = tasks,
                    TaskState::Done => counts.done_today = tasks,
                    TaskState::Skipped => counts.skipped_today = tasks,
                    TaskState::Withdrawn => {}
                }
            }
            Ok(counts)
        })
    }

    /// Opens the snoozed tasks whose time has come. Writes only when there are any.
    fn wake(&self, now: Moment) -> Result<()> {
        let due: bool = self.read(|transaction| {
            Ok(transaction
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM task WHERE state = 'snoozed' AND snoozed_until <= ?1)",
                )?
                .query_row([now.0], |row| row.get(0))?)
        })?;
        if due {
            self.write(|transaction| wake(transaction, now))?;
        }
        Ok(())
    }
}

pub(crate) fn wake(transaction: &Transaction<'_>, now: Moment) -> Result<usize> {
    Ok(transaction
        .prepare_cached(
            "UPDATE task SET state = 'open', snoozed_until = NULL WHERE state = 'snoozed' AND snoozed_until <= ?1",
        )?
        .execute([now.0])?)
}

/// Puts a customer on a list; false when they stand on it already.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    worklist: i64,
    entry: &TaskEntry,
    now: Moment,
) -> Result<bool> {
    let added = transaction
        .prepare_cached(
            "INSERT INTO task (worklist_id, customer, customer_id, name, owner, reason, parameters, evidence, value_minor,
                 currency, holdout, state, created_at, refreshed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open', ?12, ?12) ON CONFLICT DO NOTHING",
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
        ])?;
    Ok(added > 0)
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<Task> {
    transaction
        .prepare_cached(&format!("SELECT {TASK} FROM task WHERE id = ?1 AND holdout = 0"))?
        .query_row([id], task)
        .optional()?
        .ok_or_else(|| DeskError::not_found("task", id))
}

fn standing(task: &Task) -> Standing {
    Standing {
        state: task.state,
        snoozed_until: task.snoozed_until.map(|moment| moment.0),
        skip_reason: task.skip_reason.clone(),
        outcome: task.outcome.clone(),
        note: task.note.clone(),
        acted_at: task.acted_at.map(|moment| moment.0),
        acted_by: task.acted_by.clone(),
    }
}

fn keep(transaction: &Transaction<'_>, before: &Task, action: &str, by: &str, now: Moment) -> Result<()> {
    let state = serde_json::to_string(&standing(before))?;
    transaction
        .prepare_cached(
            "INSERT INTO task_change (task_id, at, who, action, before) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![before.id, now.0, by, action, state])?;
    Ok(())
}

fn write_standing(transaction: &Transaction<'_>, id: i64, to: &Standing) -> Result<Task> {
    let written = transaction
        .prepare_cached(&format!(
            "UPDATE task SET state = ?2, snoozed_until = ?3, skip_reason = ?4, outcome = ?5, note = ?6, acted_at = ?7,
                 acted_by = ?8 WHERE id = ?1 RETURNING {TASK}"
        ))?
        .query_row(
            params![
                id,
                to.state.word(),
                to.snoozed_until,
                to.skip_reason,
                to.outcome,
                to.note,
                to.acted_at,
                to.acted_by
            ],
            task,
        );
    match written.map_err(DeskError::from) {
        Err(DeskError::Conflict(_)) => {
            Err(DeskError::Conflict(format!("the customer of task {id} came on the list again meanwhile")))
        }
        other => other,
    }
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
