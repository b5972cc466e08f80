//! A bell that is rung once: threads that wait for the time wait here, and stop waiting when it is time to stop.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Rung once, heard by all who wait and by all who come later.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    /// Rings it.
    pub(crate) fn ring(&self) {
        *self.rung() = true;
        self.heard.notify_all();
    }

    /// Whether it was rung.
    pub(crate) fn is_rung(&self) -> bool {
        *self.rung()
    }

    /// Waits so long, or until it is rung; true when it was.
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        let until = Instant::now() + at_most;
        let mut rung = self.rung();
        while !*rung {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            rung = self.heard.wait_timeout(rung, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    fn rung(&self) -> MutexGuard<'_, bool> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_hears_it_and_so_does_who_comes_later() {
        let bell = Bell::default();
        assert!(!bell.wait(Duration::ZERO) && !bell.is_rung());
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| bell.wait(Duration::from_secs(60)));
            bell.ring();
            assert!(waits.join().unwrap());
        });
        assert!(bell.wait(Duration::from_secs(60)));
    }
}
