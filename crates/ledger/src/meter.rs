//! How the ledger does: counted by the writer, read by whoever watches. Never waits for the disk.

use crate::LedgerError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use vihje_model::Durations;
use vihje_model::durations::Measured;

/// How long a commit that succeeded speaks for the disk.
const WELL: Duration = Duration::from_secs(1);
/// How long one that failed does: senders come again within that time.
const TROUBLE: Duration = Duration::from_secs(30);

/// What is counted since the ledger was opened.
#[derive(Default)]
pub(crate) struct Meter {
    commits: Durations,
    events: AtomicU64,
    repeated: AtomicU64,
    failures: AtomicU64,
    /// How the disk took the last thing it was given.
    disk: Mutex<Option<(Instant, Result<(), LedgerError>)>>,
}

/// How the ledger does at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The last offset on disk.
    pub last: u64,
    /// Events that wait for the disk.
    pub waiting_events: usize,
    /// Bytes of them, encoded.
    pub waiting_bytes: usize,
    /// How long commits of appends took, from the first row to the disk's word.
    pub commits: Measured,
    /// Events committed since the ledger was opened.
    pub events: u64,
    /// Events whose message id was known, since then.
    pub repeated: u64,
    /// Commits that failed, since then; nothing in them was acknowledged.
    pub failures: u64,
}

impl Meter {
    pub(crate) fn committed(&self, events: u64, repeated: u64, took: Duration) {
        self.commits.add(took);
        self.events.fetch_add(events, Ordering::Relaxed);
        self.repeated.fetch_add(repeated, Ordering::Relaxed);
        self.told(Ok(()));
    }

    pub(crate) fn failed(&self, error: &LedgerError) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        self.told(Err(error.clone()));
    }

    /// The disk took a commit, or refused it.
    pub(crate) fn told(&self, result: Result<(), LedgerError>) {
        *self.disk.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), result));
    }

    /// How the disk took the last commit, where that is recent enough to speak for now.
    pub(crate) fn disk(&self) -> Option<Result<(), LedgerError>> {
        let disk = self.disk.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = |(at, result): &&(Instant, Result<(), LedgerError>)| {
            at.elapsed() <= if result.is_ok() { WELL } else { TROUBLE }
        };
        disk.as_ref().filter(recent).map(|(_, result)| result.clone())
    }

    pub(crate) fn figures(&self, last: u64, (waiting_events, waiting_bytes): (usize, usize)) -> Figures {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Figures {
            last,
            waiting_events,
            waiting_bytes,
            commits: self.commits.read(),
            events: read(&self.events),
            repeated: read(&self.repeated),
            failures: read(&self.failures),
        }
    }
}
