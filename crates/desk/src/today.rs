//! Today: the one worklist that follows the findings, without undoing or repeating what people did with it.

use crate::convert::{parsed, stored};
use crate::tasks::{self, Task, TaskEntry, TaskQuery, TaskState};
use crate::{Desk, Page, Result, worklists};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use vihje_model::{CustomerKey, Moment};

/// How long a customer is left in peace after somebody dealt with their task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Quiet {
    /// Days after it was done.
    pub done_days: u32,
    /// Days after it was skipped.
    pub skipped_days: u32,
}

impl Default for Quiet {
    fn default() -> Self {
        Self { done_days: 30, skipped_days: 90 }
    }
}

/// What bringing Today up to date changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Synced {
    /// Customers who are new on the list, or on it again.
    pub added: usize,
    /// Tasks whose reason, evidence or value changed; a new place on the list alone is no change.
    pub refreshed: usize,
    /// Tasks that said already what the findings say.
    pub unchanged: usize,
    /// Open tasks taken off the list because no finding gives a reason any more.
    pub withdrawn: usize,
    /// Customers not listed because they were dealt with not long ago.
    pub quiet: usize,
    /// Snoozed tasks whose time had come.
    pub woken: usize,
}

/// A task that is not closed, as far as it matters here.
struct Live {
    id: i64,
    state: TaskState,
    content: u64,
    rank: i64,
}

impl Desk {
    /// Brings Today up to the findings, in one transaction. The entries come in the order in which they are to be called.
    ///
    /// Open and snoozed tasks take the new reason, evidence and value; a snoozed one stays away until its time. Open
    /// tasks of customers who are not on `entries` are withdrawn; snoozed ones were promised to come back and stay.
    /// Customers whose task was done or skipped within the quiet period are not listed. Of a customer who comes twice the
    /// first entry counts.
    ///
    /// # Errors
    /// When the disk cannot be written; Today is then as it was.
    pub fn sync_today(
        &self,
        entries: impl IntoIterator<Item = TaskEntry>,
        quiet: Quiet,
        finding_set: Option<i64>,
        now: Moment,
    ) -> Result<Synced> {
        let mut seen = HashSet::new();
        let mut entries: Vec<TaskEntry> = entries.into_iter().collect();
        entries.retain(|entry| seen.insert(entry.customer));
        self.write(|transaction| {
            let today = worklists::ensure_today(transaction, finding_set, now)?;
            let woken = tasks::wake(transaction, now)?;
            let mut synced = Synced { woken, ..Synced::default() };
            let mut live = live_tasks(transaction, today)?;
            let resting = resting(transaction, today, quiet, now)?;
            let mut place = transaction.prepare_cached("UPDATE task SET rank = ?2 WHERE id = ?1")?;
            for (rank, entry) in (1_i64..).zip(&entries) {
                match live.remove(&entry.customer) {
                    Some(task) if task.state != TaskState::Withdrawn => {
                        if task.content == content(entry) {
                            if task.rank != rank {
                                place.execute(params![task.id, rank])?;
                            }
                            synced.unchanged += 1;
                        } else {
                            refresh(transaction, &task, entry, rank, now)?;
                            synced.refreshed += 1;
                        }
                    }
                    _ if resting.contains(&entry.customer) => synced.quiet += 1,
                    Some(withdrawn) => {
                        refresh(transaction, &withdrawn, entry, rank, now)?;
                        synced.added += 1;
                    }
                    None => {
                        synced.added += usize::from(tasks::insert(transaction, today, entry, rank, now)?);
                    }
                }
            }
            let mut withdraw = transaction
                .prepare_cached("UPDATE task SET state = 'withdrawn', refreshed_at = ?2 WHERE id = ?1")?;
            for task in live.values().filter(|task| task.state == TaskState::Open) {
                withdraw.execute(params![task.id, now.0])?;
                synced.withdrawn += 1;
            }
            Ok(synced)
        })
    }

    /// Puts customers at the head of Today, the first of `entries` first; of one who stands there already the entry replaces what
    /// was said, and a snoozed one stays away until its time. The next [`Desk::sync_today`] places them anew.
    ///
    /// # Errors
    /// When the disk cannot be written; Today is then as it was.
    pub fn head_today(&self, entries: &[TaskEntry], now: Moment) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        self.write(|transaction| {
            let today = match worklists::today(transaction)? {
                Some(today) => today,
                None => worklists::ensure_today(transaction, None, now)?,
            };
            let first: i64 = transaction
                .prepare_cached(
                    // The first of each half lies at one end of the index: the list is not read through.
                    "SELECT coalesce(min(a, b), a, b, 1) FROM (SELECT
                         (SELECT min(rank) FROM task WHERE worklist_id = ?1 AND state = 'open' AND holdout = 0) AS a,
                         (SELECT min(rank) FROM task WHERE worklist_id = ?1 AND state = 'open' AND holdout = 1) AS b)",
                )?
                .query_row([today], |row| row.get(0))?;
            for (entry, back) in entries.iter().rev().zip(1_i64..) {
                let rank = first - back;
                match live_task(transaction, today, entry.customer)? {
                    Some(task) => refresh(transaction, &task, entry, rank, now)?,
                    None => {
                        tasks::insert(transaction, today, entry, rank, now)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// A page of Today's tasks by rank.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn today(
        &self,
        query: &TaskQuery,
        cursor: Option<&str>,
        limit: usize,
        now: Moment,
    ) -> Result<Page<Task>> {
        match self.today_worklist()? {
            Some(today) => self.tasks(today, query, cursor, limit, now),
            None => Ok(Page { items: Vec::new(), next: None, total: 0 }),
        }
    }
}

/// A digest of what a task shows, to leave unchanged tasks alone.
fn content(entry: &TaskEntry) -> u64 {
    digest(
        [
            &entry.customer_id,
            entry.name.as_deref().unwrap_or_default(),
            entry.owner.as_deref().unwrap_or_default(),
            &entry.reason,
            &entry.parameters.to_string(),
            &entry.evidence.to_string(),
            entry.currency.code(),
        ],
        entry.value_minor,
        entry.holdout,
    )
}

fn digest(texts: [&str; 7], value: i64, holdout: bool) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (texts, value, holdout).hash(&mut hasher);
    hasher.finish()
}

fn live_tasks(transaction: &Transaction<'_>, today: i64) -> Result<HashMap<CustomerKey, Live>> {
    let mut statement = transaction.prepare_cached(
        "SELECT id, customer, state, customer_id, coalesce(name, ''), coalesce(owner, ''), reason, parameters, evidence,
             currency, value_minor, holdout, rank
         FROM task WHERE worklist_id = ?1 AND state IN ('open', 'snoozed', 'withdrawn')",
    )?;
    let mut rows = statement.query([today])?;
    let mut live = HashMap::new();
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        let texts = [text(3)?, text(4)?, text(5)?, text(6)?, text(7)?, text(8)?, text(9)?];
        let content = digest(texts, row.get(10)?, row.get(11)?);
        live.insert(
            parsed(row, 1)?,
            Live { id: row.get(0)?, state: parsed(row, 2)?, content, rank: row.get(12)? },
        );
    }
    Ok(live)
}

/// The task of a customer that is not closed.
fn live_task(transaction: &Transaction<'_>, today: i64, customer: CustomerKey) -> Result<Option<Live>> {
    Ok(transaction
        .prepare_cached(
            "SELECT id, state, rank FROM task
             WHERE worklist_id = ?1 AND customer = ?2 AND state IN ('open', 'snoozed', 'withdrawn')",
        )?
        .query_row(params![today, customer.to_string()], |row| {
            Ok(Live { id: row.get(0)?, state: parsed(row, 1)?, content: 0, rank: row.get(2)? })
        })
        .optional()?)
}

/// Customers who were dealt with not long ago.
fn resting(
    transaction: &Transaction<'_>,
    today: i64,
    quiet: Quiet,
    now: Moment,
) -> Result<HashSet<CustomerKey>> {
    let mut statement = transaction.prepare_cached(
        "SELECT customer FROM task WHERE worklist_id = ?1 AND state = 'done' AND acted_at > ?2
         UNION SELECT customer FROM task WHERE worklist_id = ?1 AND state = 'skipped' AND acted_at > ?3",
    )?;
    let since = |days: u32| now.plus_days(-i64::from(days)).0;
    let rows = statement
        .query_map(params![stored(today), since(quiet.done_days), since(quiet.skipped_days)], |row| {
            parsed(row, 0)
        })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn refresh(
    transaction: &Transaction<'_>,
    task: &Live,
    entry: &TaskEntry,
    rank: i64,
    now: Moment,
) -> Result<()> {
    transaction
        .prepare_cached(
            "UPDATE task SET customer_id = ?2, name = ?3, owner = ?4, reason = ?5, parameters = ?6, evidence = ?7,
                 value_minor = ?8, currency = ?9, holdout = ?10, refreshed_at = ?11, rank = ?12,
                 entered = CASE WHEN state = 'withdrawn' THEN (SELECT coalesce(max(entered), 0) + 1 FROM task WHERE entered IS NOT NULL) ELSE entered END,
                 state = CASE WHEN state = 'withdrawn' THEN 'open' ELSE state END
             WHERE id = ?1",
        )?
        .execute(params![
            task.id,
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
    Ok(())
}
