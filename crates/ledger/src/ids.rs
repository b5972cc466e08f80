//! The memory of message ids: which were seen, and at which offset.
//!
//! Ids are hashes, so each would touch its own page of an index on disk: at 30,000 events a second that is all a disk can
//! write. New ids therefore go to a table in the order they come (`recent`, and a map in memory), and are settled into
//! the index (`seen`) by the hundred thousand in sorted order, a small step between two commits. A step that is repeated
//! after a crash changes nothing.

use crate::queue::Entry;
use crate::store::{offset, stored};
use crate::{LedgerError, Placed};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashMap;

/// Recent ids wait until they are an eighth of those settled, so that each page of the index takes several at once, but
/// they are never more than this, which is about 100 MB in memory.
const SETTLE_AT_MOST: u64 = 2_000_000;
/// Steps in which the smallest run is settled: at 100,000 ids a few hundred pages and some milliseconds each.
const STEPS: u64 = 20;

type Message = [u8; 16];

#[derive(Debug, Clone, Copy)]
struct Told {
    offset: u64,
    period: i64,
}

/// Everything the writer knows of message ids.
pub(crate) struct Ids {
    recent: HashMap<Message, Told>,
    /// Weeks that have settled ids, ascending.
    periods: Vec<i64>,
    settled: u64,
    settling: Option<Settling>,
    settle_at_least: u64,
}

/// A sorted run of recent ids on its way into the index.
struct Settling {
    run: Vec<(i64, Message, u64)>,
    done: usize,
    up_to: u64,
}

impl Ids {
    pub(crate) fn load(connection: &Connection, settle_at_least: u64) -> Result<Self, LedgerError> {
        let mut statement = connection.prepare("SELECT message, position, period FROM recent")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, Told { offset: offset(row.get(1)?), period: row.get(2)? }))
        })?;
        let settled = connection.query_row("SELECT settled FROM bounds", [], |row| row.get(0)).map(offset)?;
        Ok(Self {
            recent: rows.collect::<Result<_, _>>()?,
            periods: periods(connection)?,
            settled,
            settling: None,
            settle_at_least: settle_at_least.clamp(1, SETTLE_AT_MOST),
        })
    }

    /// Stores the entries whose message is new; their ids are added to `fresh`, to be taken back if the commit fails.
    pub(crate) fn place(
        &mut self,
        transaction: &Transaction<'_>,
        entries: &[Entry],
        last: &mut u64,
        fresh: &mut Vec<Message>,
    ) -> Result<Vec<Placed>, LedgerError> {
        let mut find =
            transaction.prepare_cached("SELECT position FROM seen WHERE period = ?1 AND message = ?2")?;
        let mut log = transaction.prepare_cached("INSERT INTO log (position, envelope) VALUES (?1, ?2)")?;
        let mut recent = transaction
            .prepare_cached("INSERT INTO recent (position, period, message) VALUES (?1, ?2, ?3)")?;
        let mut placed = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut known = self.recent.get(&entry.message).map(|told| told.offset);
            // Newest week first: most repetitions are retries.
            for period in self.periods.iter().rev() {
                if known.is_some() {
                    break;
                }
                known =
                    find.query_row(params![period, entry.message], |row| row.get(0)).optional()?.map(offset);
            }
            if let Some(offset) = known {
                placed.push(Placed { offset, duplicate: true });
                continue;
            }
            *last += 1;
            log.execute(params![stored(*last), entry.envelope])?;
            recent.execute(params![stored(*last), entry.period, entry.message])?;
            self.recent.insert(entry.message, Told { offset: *last, period: entry.period });
            fresh.push(entry.message);
            placed.push(Placed { offset: *last, duplicate: false });
        }
        Ok(placed)
    }

    /// Their commit failed: they were never seen.
    pub(crate) fn take_back(&mut self, fresh: &[Message]) {
        for message in fresh {
            self.recent.remove(message);
        }
    }

    /// Whether there is something to settle.
    pub(crate) fn restless(&self) -> bool {
        let enough = (self.settled / 8).clamp(self.settle_at_least, SETTLE_AT_MOST);
        self.settling.is_some() || self.recent.len() as u64 >= enough
    }

    /// One small step of settling, in its own transaction.
    pub(crate) fn settle(&mut self, transaction: Transaction<'_>) -> Result<(), LedgerError> {
        let recent = &self.recent;
        let settling = self.settling.get_or_insert_with(|| {
            let mut run: Vec<_> =
                recent.iter().map(|(message, told)| (told.period, *message, told.offset)).collect();
            run.sort_unstable();
            let up_to = run.iter().map(|(_, _, offset)| *offset).max().unwrap_or(0);
            Settling { run, done: 0, up_to }
        });
        let step = usize::try_from(self.settle_at_least.div_ceil(STEPS)).unwrap_or(usize::MAX);
        let end = settling.run.len().min(settling.done + step);
        let mut added = 0;
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO seen (period, message, position) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?;
            for (period, message, offset) in &settling.run[settling.done..end] {
                added += insert.execute(params![period, message, stored(*offset)])? as u64;
            }
            let finished = end == settling.run.len();
            if finished {
                transaction.execute("DELETE FROM recent WHERE position <= ?1", [stored(settling.up_to)])?;
            }
            transaction.execute("UPDATE bounds SET settled = settled + ?1", [stored(added)])?;
        }
        transaction.commit()?;
        self.settled += added;
        for (period, _, _) in &settling.run[settling.done..end] {
            if let Err(place) = self.periods.binary_search(period) {
                self.periods.insert(place, *period);
            }
        }
        settling.done = end;
        if end == settling.run.len() {
            let up_to = settling.up_to;
            self.recent.retain(|_, told| told.offset > up_to);
            self.settling = None;
        }
        Ok(())
    }
}

/// Removes at most `limit` message ids of weeks before `before`, but none of an event that is still in the log; true
/// when none is left to remove. What is in memory must be loaded anew afterwards.
pub(crate) fn forget(transaction: &Transaction<'_>, before: i64, limit: u64) -> Result<bool, LedgerError> {
    transaction
        .prepare_cached("DELETE FROM recent WHERE period < ?1 AND position <= (SELECT trimmed FROM bounds)")?
        .execute([before])?;
    let removed = transaction
        .prepare_cached(
            "DELETE FROM seen WHERE (period, message) IN (SELECT period, message FROM seen
             WHERE period < ?1 AND position <= (SELECT trimmed FROM bounds) LIMIT ?2)",
        )?
        .execute(params![before, stored(limit)])? as u64;
    transaction.prepare_cached("UPDATE bounds SET settled = settled - ?1")?.execute([stored(removed)])?;
    Ok(removed != limit)
}

/// Where a message was first told, if it is remembered. For checking; the writer asks its memory.
pub(crate) struct Lookup<'c> {
    recent: rusqlite::Statement<'c>,
    seen: rusqlite::Statement<'c>,
    periods: Vec<i64>,
}

impl<'c> Lookup<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Result<Self, LedgerError> {
        Ok(Self {
            recent: connection.prepare("SELECT 1 FROM recent WHERE position = ?1 AND message = ?2")?,
            seen: connection
                .prepare("SELECT 1 FROM seen WHERE position = ?1 AND message = ?2 AND period = ?3")?,
            periods: periods(connection)?,
        })
    }

    pub(crate) fn remembers(&mut self, message: Message, at: u64) -> Result<bool, LedgerError> {
        if self.recent.exists(params![stored(at), message])? {
            return Ok(true);
        }
        for period in &self.periods {
            if self.seen.exists(params![stored(at), message, period])? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The weeks of which message ids are settled, ascending. One seek a week.
fn periods(connection: &Connection) -> Result<Vec<i64>, LedgerError> {
    let mut next = connection.prepare("SELECT min(period) FROM seen WHERE period > ?1")?;
    let mut found = Vec::new();
    let mut after = i64::MIN;
    while let Some(period) = next.query_row([after], |row| row.get::<_, Option<i64>>(0))? {
        found.push(period);
        after = period;
    }
    Ok(found)
}
