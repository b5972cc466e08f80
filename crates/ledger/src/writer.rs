//! The writer: one thread that turns what waits in the queue into one commit. It acknowledges after the commit and only
//! then; when a commit fails, every request in it is told so.

use crate::ids::{self, Ids};
use crate::meter::Meter;
use crate::progress::Progress;
use crate::queue::{Entry, Queue, Request};
use crate::receipt::Promise;
use crate::{Appended, LedgerError, Settings, store};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::Arc;
use std::time::Instant;

/// Rows removed in one commit when trimming and forgetting, so that appends wait milliseconds and not seconds.
const SWEEP: u64 = 20_000;

pub(crate) struct Writer {
    connection: Connection,
    ids: Ids,
    progress: Arc<Progress>,
    meter: Arc<Meter>,
    commit_events: usize,
    settle_ids: u64,
}

impl Writer {
    pub(crate) fn new(
        connection: Connection,
        settings: &Settings,
        progress: Arc<Progress>,
        meter: Arc<Meter>,
    ) -> Result<Self, LedgerError> {
        let ids = Ids::load(&connection, settings.settle_ids)?;
        Ok(Self {
            connection,
            ids,
            progress,
            meter,
            commit_events: settings.commit_events.max(1),
            settle_ids: settings.settle_ids,
        })
    }

    /// Works until the queue is closed and empty. Whatever ends it, nobody is left waiting.
    pub(crate) fn run(mut self, queue: &Queue) {
        struct Abandon<'a>(&'a Queue);
        impl Drop for Abandon<'_> {
            fn drop(&mut self) {
                self.0.abandon();
            }
        }
        let _abandon = Abandon(queue);
        let mut able = true;
        while let Some(requests) = queue.take(self.commit_events, !(able && self.ids.restless())) {
            able |= !requests.is_empty();
            self.serve(requests);
            if able && self.ids.restless() {
                // A step that fails (a full disk) loses nothing and is tried again after the next request.
                able = self.settle().is_ok();
            }
        }
        // Best effort: the write-ahead log is replayed at the next open anyway.
        let _ = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;");
    }

    /// Neighbouring appends share a commit; trims, forgets and probes keep their place in the order.
    fn serve(&mut self, requests: Vec<Request>) {
        let mut group = Vec::new();
        for request in requests {
            match request {
                Request::Append { entries, promise } => group.push((entries, promise)),
                Request::Trim { up_to, promise } => {
                    self.append(std::mem::take(&mut group));
                    self.trim(up_to, promise);
                }
                Request::Forget { before_period, promise } => {
                    self.append(std::mem::take(&mut group));
                    self.forget(before_period, promise);
                }
                Request::Probe { promise } => {
                    self.append(std::mem::take(&mut group));
                    let probed = self.probe();
                    self.meter.told(probed.clone());
                    promise.answer(probed.map(|()| Appended::default()));
                }
            }
        }
        self.append(group);
    }

    fn append(&mut self, group: Vec<(Vec<Entry>, Promise)>) {
        if group.is_empty() {
            return;
        }
        let began = Instant::now();
        match self.commit(&group) {
            Ok(answers) => {
                let events = answers.iter().map(|answer| answer.placed.len()).sum::<usize>() as u64;
                let added = answers.iter().map(Appended::added).sum::<usize>() as u64;
                self.meter.committed(added, events - added, began.elapsed());
                for ((_, promise), answer) in group.into_iter().zip(answers) {
                    promise.answer(Ok(answer));
                }
            }
            Err(error) => {
                self.meter.failed(&error);
                for (_, promise) in group {
                    promise.answer(Err(error.clone()));
                }
            }
        }
    }

    fn commit(&mut self, group: &[(Vec<Entry>, Promise)]) -> Result<Vec<Appended>, LedgerError> {
        let mut fresh = Vec::new();
        let done = self.try_commit(group, &mut fresh);
        if done.is_err() {
            self.ids.take_back(&fresh);
        }
        done
    }

    fn try_commit(
        &mut self,
        group: &[(Vec<Entry>, Promise)],
        fresh: &mut Vec<[u8; 16]>,
    ) -> Result<Vec<Appended>, LedgerError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read anew each time: after a failed commit the disk, not the memory, knows the last offset.
        let mut last = store::bounds(&transaction)?.last;
        let mut answers = Vec::with_capacity(group.len());
        for (entries, _) in group {
            answers.push(Appended { placed: self.ids.place(&transaction, entries, &mut last, fresh)? });
        }
        if !fresh.is_empty() {
            store::set_last(&transaction, last)?;
            transaction.commit()?;
            self.progress.tell(last);
        }
        Ok(answers)
    }

    /// A commit that changes nothing but reaches the disk as any other.
    fn probe(&mut self) -> Result<(), LedgerError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let last = store::bounds(&transaction)?.last;
        store::set_last(&transaction, last)?;
        transaction.commit()?;
        Ok(())
    }

    fn settle(&mut self) -> Result<(), LedgerError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.ids.settle(transaction)
    }

    fn forget(&mut self, before_period: i64, promise: Promise) {
        let forgotten = self.repeat(|transaction| ids::forget(transaction, before_period, SWEEP));
        let loaded = Ids::load(&self.connection, self.settle_ids).map(|ids| self.ids = ids);
        promise.answer(forgotten.and(loaded).map(|()| Appended::default()));
    }

    fn trim(&mut self, up_to: u64, promise: Promise) {
        let trimmed = self.repeat(|transaction| store::trim(transaction, up_to, SWEEP));
        promise.answer(trimmed.map(|()| Appended::default()));
    }

    /// Commits one step after the other until one says that it was the last.
    fn repeat(
        &mut self,
        step: impl Fn(&Transaction<'_>) -> Result<bool, LedgerError>,
    ) -> Result<(), LedgerError> {
        loop {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let finished = step(&transaction)?;
            transaction.commit()?;
            if finished {
                return Ok(());
            }
        }
    }
}
