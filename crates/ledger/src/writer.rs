//! The writer: one thread that turns what waits in the queue into one commit. It acknowledges after the commit and only
//! then; when a commit fails, every request in it is told so.

use crate::queue::{Queue, Request};
use crate::receipt::Promise;
use crate::{Appended, LedgerError, store};
use rusqlite::{Connection, TransactionBehavior};

/// Rows removed in one commit when trimming and forgetting, so that appends wait milliseconds and not seconds.
const SWEEP: u64 = 20_000;

pub(crate) struct Writer {
    connection: Connection,
    periods: Vec<i64>,
    commit_events: usize,
}

impl Writer {
    pub(crate) fn new(connection: Connection, commit_events: usize) -> Result<Self, LedgerError> {
        let periods = store::periods(&connection)?;
        Ok(Self { connection, periods, commit_events })
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
        while let Some(requests) = queue.take(self.commit_events) {
            self.serve(requests);
        }
        // Best effort: the write-ahead log is replayed at the next open anyway.
        let _ = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;");
    }

    /// Neighbouring appends share a commit; trims and forgets keep their place in the order.
    fn serve(&mut self, requests: Vec<Request>) {
        let mut group = Vec::new();
        for request in requests {
            match request {
                Request::Append { entries, promise } => group.push((entries, promise)),
                Request::Trim { up_to, promise } => {
                    self.append(std::mem::take(&mut group));
                    self.sweep(promise, |transaction| store::trim(transaction, up_to, SWEEP));
                }
                Request::Forget { before_period, promise } => {
                    self.append(std::mem::take(&mut group));
                    self.sweep(promise, |transaction| store::forget(transaction, before_period, SWEEP));
                    // Weeks that are gone need not be asked; one too many would only cost time.
                    self.periods =
                        store::periods(&self.connection).unwrap_or(std::mem::take(&mut self.periods));
                }
            }
        }
        self.append(group);
    }

    fn append(&mut self, group: Vec<(Vec<crate::queue::Entry>, Promise)>) {
        if group.is_empty() {
            return;
        }
        match self.commit(&group) {
            Ok(answers) => {
                for ((_, promise), answer) in group.into_iter().zip(answers) {
                    promise.answer(Ok(answer));
                }
            }
            Err(error) => {
                for (_, promise) in group {
                    promise.answer(Err(error.clone()));
                }
            }
        }
    }

    fn commit(
        &mut self,
        group: &[(Vec<crate::queue::Entry>, Promise)],
    ) -> Result<Vec<Appended>, LedgerError> {
        // Read anew each time: after a failed commit the disk, not the memory, knows the last offset.
        let before = store::bounds(&self.connection)?.last;
        let mut last = before;
        let mut periods = self.periods.clone();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut answers = Vec::with_capacity(group.len());
        for (entries, _) in group {
            answers.push(Appended { placed: store::insert(&transaction, entries, &mut last, &mut periods)? });
        }
        if last > before {
            store::set_last(&transaction, last)?;
            transaction.commit()?;
        }
        self.periods = periods;
        Ok(answers)
    }

    fn sweep(
        &mut self,
        promise: Promise,
        step: impl Fn(&rusqlite::Transaction<'_>) -> Result<bool, LedgerError>,
    ) {
        let mut work = || -> Result<Appended, LedgerError> {
            loop {
                let transaction =
                    self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let finished = step(&transaction)?;
                transaction.commit()?;
                if finished {
                    return Ok(Appended::default());
                }
            }
        };
        promise.answer(work());
    }
}
