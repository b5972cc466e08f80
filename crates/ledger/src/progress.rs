//! How far the log reaches, for those who follow it: told by the writer after each commit, never before.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The last offset on disk, and a bell that rings when it moves.
pub(crate) struct Progress {
    last: Mutex<u64>,
    moved: Condvar,
}

impl Progress {
    pub(crate) fn new(last: u64) -> Self {
        Self { last: Mutex::new(last), moved: Condvar::new() }
    }

    /// The log reaches so far now.
    pub(crate) fn tell(&self, last: u64) {
        let mut known = self.last();
        if last > *known {
            *known = last;
            drop(known);
            self.moved.notify_all();
        }
    }

    /// Waits until the log reaches beyond `offset`, or the time is up. Returns how far it reaches.
    pub(crate) fn wait_past(&self, offset: u64, at_most: Duration) -> u64 {
        let until = Instant::now() + at_most;
        let mut last = self.last();
        while *last <= offset {
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
            else {
                break;
            };
            last = self.moved.wait_timeout(last, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *last
    }

    /// How far the log reaches.
    pub(crate) fn reached(&self) -> u64 {
        *self.last()
    }

    fn last(&self) -> MutexGuard<'_, u64> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
