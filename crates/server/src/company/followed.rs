//! How far the ledger has been judged by whoever follows it. The history never runs ahead of that: what a rule has not seen yet
//! must still be in the ledger after a crash.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Nobody follows, or nothing is held.
const OPEN: u64 = u64::MAX;

struct State {
    /// Facts up to and with this offset were judged.
    judged: u64,
    /// Facts after this offset are still to be read by somebody who rebuilds the live state.
    held: u64,
}

/// Who follows the ledger, and how far they are. A company that nobody follows is judged to its end.
pub(crate) struct Followed {
    state: Mutex<State>,
    moved: Condvar,
}

impl Default for Followed {
    fn default() -> Self {
        Self { state: Mutex::new(State { judged: OPEN, held: OPEN }), moved: Condvar::new() }
    }
}

impl Followed {
    /// The last offset that the history may have.
    pub(crate) fn judged(&self) -> u64 {
        self.state().judged
    }

    /// The last offset that the ledger may let go of.
    pub(crate) fn trimmable(&self) -> u64 {
        let state = self.state();
        state.judged.min(state.held)
    }

    /// From now on somebody follows, and has judged so far.
    pub(crate) fn judged_to(&self, offset: u64) {
        self.state().judged = offset;
        self.moved.notify_all();
    }

    /// The ledger keeps what comes after this offset until [`Followed::release`].
    pub(crate) fn hold(&self, offset: u64) {
        self.state().held = offset;
    }

    /// The ledger need not keep more than what is not judged.
    pub(crate) fn release(&self) {
        self.state().held = OPEN;
    }

    /// Waits until the ledger is judged up to this offset, or the time is up.
    pub(crate) fn wait(&self, offset: u64, at_most: Duration) {
        let until = Instant::now() + at_most;
        let mut state = self.state();
        while state.judged < offset {
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
            else {
                return;
            };
            state = self.moved.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_never_runs_ahead_of_the_rules_nor_the_ledger_lets_go_too_soon() {
        let followed = Followed::default();
        assert_eq!((followed.judged(), followed.trimmable()), (OPEN, OPEN));
        followed.judged_to(7);
        followed.hold(5);
        assert_eq!((followed.judged(), followed.trimmable()), (7, 5));
        followed.release();
        assert_eq!(followed.trimmable(), 7);
        followed.wait(7, Duration::from_secs(60));
        followed.wait(8, Duration::ZERO);
    }
}
