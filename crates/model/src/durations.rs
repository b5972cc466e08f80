//! How long something takes, counted where it happens: a histogram of atomic counters. Nothing here looks at a clock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the buckets, in seconds: from what memory takes to what nobody waits for.
pub const BOUNDS: [f64; 15] =
    [0.0005, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0];

/// Counts durations. Adding one is two atomic additions and no lock.
#[derive(Debug, Default)]
pub struct Durations {
    /// By bucket; the last counts what is beyond every bound.
    counts: [AtomicU64; BOUNDS.len() + 1],
    nanos: AtomicU64,
}

/// What was counted up to one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measured {
    /// By bucket, not summed up; the last is what was longer than every bound.
    pub counts: [u64; BOUNDS.len() + 1],
    /// All of them together, in seconds.
    pub seconds: f64,
}

impl Durations {
    /// Adds one.
    pub fn add(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.partition_point(|bound| *bound < seconds);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    /// What was counted. Durations that are added meanwhile may be in one figure and not yet in the other.
    #[allow(clippy::cast_precision_loss)] // a sum for the eye
    pub fn read(&self) -> Measured {
        let mut counts = [0; BOUNDS.len() + 1];
        for (count, own) in counts.iter_mut().zip(&self.counts) {
            *count = own.load(Ordering::Relaxed);
        }
        Measured { counts, seconds: self.nanos.load(Ordering::Relaxed) as f64 / 1e9 }
    }
}

impl Measured {
    /// How many there were.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_in_the_bucket_whose_bound_it_does_not_pass() {
        let durations = Durations::default();
        for millis in [0, 1, 2, 100, 90_000] {
            durations.add(Duration::from_millis(millis));
        }
        let measured = durations.read();
        assert_eq!((measured.counts[0], measured.counts[1], measured.counts[2]), (1, 1, 1));
        assert_eq!((measured.counts[7], measured.counts[BOUNDS.len()]), (1, 1));
        assert_eq!(measured.count(), 5);
        assert!((measured.seconds - 90.103).abs() < 1e-9);
    }
}
