//! Acting on tasks, and taking back what was done. Every change keeps what was before it, so that it can be undone.

use super::{Action, TASK, Task, TaskChange, TaskState, find, task};
use crate::convert::{json, moment, some_moment};
use crate::{Desk, DeskError, Result};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use vihje_model::Moment;

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

impl Desk {
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

    /// Tasks that were marked done, and that taken back since a moment: the task's id, its customer's id, and when it was done.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn deeds_taken_back(&self, since: Moment) -> Result<Vec<(i64, String, Moment)>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT task.id, task.customer_id, task_change.at FROM task_change JOIN task ON task.id = task_id
                 WHERE action = 'done' AND undone_at >= ?1 ORDER BY task_change.id",
            )?;
            let rows =
                statement.query_map([since.0], |row| Ok((row.get(0)?, row.get(1)?, moment(row, 2)?)))?;
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
