//! Reading worklists: pages of tasks, counts, and the waking of snoozed ones.

use super::{TASK, Task, TaskCounts, TaskQuery, TaskState, find, task};
use crate::convert::{count, parsed, stored};
use crate::page::{read_cursor, write_cursor};
use crate::{Desk, DeskError, Page, Result};
use rusqlite::{Transaction, params};
use vihje_model::{CustomerKey, Moment};

/// The tasks of list ?1 in state ?2 of owner ?3 for reason ?4 with at least ?5 at stake.
const FILTER: &str = "worklist_id = ?1 AND state = ?2 AND holdout = 0 AND (?3 IS NULL OR owner = ?3)
    AND (?4 IS NULL OR reason = ?4) AND value_minor >= ?5";

impl Desk {
    /// A page of a worklist's tasks by rank. Snoozed tasks whose time has come are open again.
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
        let (rank, id) = after(cursor)?;
        let state = query.state.unwrap_or(TaskState::Open).word();
        let least = query.min_value_minor.unwrap_or(i64::MIN);
        self.read(|transaction| {
            let total = transaction
                .prepare_cached(&format!("SELECT count(*) FROM task WHERE {FILTER}"))?
                .query_row(params![worklist, state, query.owner, query.reason, least], |row| count(row, 0))?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {TASK}, rank FROM task WHERE {FILTER} AND (rank, id) > (?6, ?7) ORDER BY rank, id LIMIT ?8"
            ))?;
            let rows = statement.query_map(
                params![worklist, state, query.owner, query.reason, least, rank, id, stored(limit + 1)],
                |row| Ok((task(row)?, row.get::<_, i64>("rank")?)),
            )?;
            let items = rows.collect::<Result<Vec<(Task, i64)>, _>>()?;
            let page = Page::cut(items, limit, total, |(task, rank)| write_cursor(*rank, &task.id.to_string()));
            Ok(Page { items: page.items.into_iter().map(|(task, _)| task).collect(), next: page.next, total })
        })
    }

    /// Of the first so many of these tasks by rank, or of all: how many there are, and what is at stake with them, in minor
    /// units.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn first_tasks(
        &self,
        worklist: i64,
        query: &TaskQuery,
        first: Option<u64>,
        now: Moment,
    ) -> Result<(u64, i64)> {
        self.wake(now)?;
        let state = query.state.unwrap_or(TaskState::Open).word();
        let least = query.min_value_minor.unwrap_or(i64::MIN);
        let first = first.map_or(-1, |first| i64::try_from(first).unwrap_or(i64::MAX));
        self.read(|transaction| {
            Ok(transaction
                .prepare_cached(&format!(
                    "SELECT count(*), coalesce(sum(value_minor), 0) FROM (
                         SELECT value_minor FROM task WHERE {FILTER} ORDER BY rank, id LIMIT ?6)"
                ))?
                .query_row(params![worklist, state, query.owner, query.reason, least, first], |row| {
                    Ok((count(row, 0)?, row.get(1)?))
                })?)
        })
    }

    /// Tasks of a list that this person closed or snoozed since a moment, and that still stand so.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn acted_since(&self, worklist: i64, by: &str, since: Moment) -> Result<u64> {
        self.read(|transaction| {
            Ok(transaction
                .prepare_cached(
                    "SELECT count(*) FROM task WHERE worklist_id = ?1 AND state IN ('done', 'skipped', 'snoozed')
                         AND acted_at >= ?2 AND acted_by = ?3 AND holdout = 0",
                )?
                .query_row(params![worklist, since.0, by], |row| count(row, 0))?)
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

/// Rank and id of the last task of the page before.
fn after(cursor: Option<&str>) -> Result<(i64, i64)> {
    let Some((rank, id)) = read_cursor(cursor)? else { return Ok((i64::MIN, 0)) };
    let id = id
        .parse()
        .map_err(|_| DeskError::Invalid(format!("\"{rank}~{id}\" is not a cursor of this list")))?;
    Ok((rank, id))
}

pub(crate) fn wake(transaction: &Transaction<'_>, now: Moment) -> Result<usize> {
    Ok(transaction
        .prepare_cached(
            "UPDATE task SET state = 'open', snoozed_until = NULL WHERE state = 'snoozed' AND snoozed_until <= ?1",
        )?
        .execute([now.0])?)
}
