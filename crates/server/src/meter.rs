//! Rate and time left of a step whose bytes are counted. Where nothing is counted there is neither: they are never guessed.

use std::time::Instant;
use vihje_model::import::BytesRead;

/// Seconds of a step before its rate is told.
const SETTLED: f64 = 1.0;

/// Watches the steps of one job.
#[derive(Debug, Default)]
pub struct Meter {
    step: Option<(&'static str, BytesRead, Instant)>,
    last: u64,
}

/// What the bytes of a step tell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Speed {
    /// Bytes a second since the step began.
    pub rate: Option<f64>,
    /// Seconds until the step's file is read.
    pub left: Option<f64>,
}

impl Meter {
    /// Takes note of where a step is. Bytes that go back, or of another file, begin a step anew.
    #[allow(clippy::cast_precision_loss)] // shown, not computed with
    pub fn at(&mut self, now: Instant, step: &'static str, bytes: Option<BytesRead>) -> Speed {
        let Some(bytes) = bytes else {
            self.step = None;
            return Speed::default();
        };
        let (from, since) = match self.step {
            Some((name, from, since))
                if name == step && from.total == bytes.total && bytes.read >= self.last =>
            {
                (from, since)
            }
            _ => {
                self.step = Some((step, bytes, now));
                (bytes, now)
            }
        };
        self.last = bytes.read;
        let passed = now.duration_since(since).as_secs_f64();
        let read = bytes.read.saturating_sub(from.read);
        if passed < SETTLED || read == 0 {
            return Speed::default();
        }
        let rate = read as f64 / passed;
        Speed { rate: Some(rate), left: Some(bytes.total.saturating_sub(bytes.read) as f64 / rate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn rate_and_time_left_are_those_of_the_step_and_only_where_bytes_are_counted() {
        let begin = Instant::now();
        let at = |second: u64| begin + Duration::from_secs(second);
        let bytes = |read: u64| Some(BytesRead { read, total: 1000 });
        let mut meter = Meter::default();
        assert_eq!(meter.at(at(0), "checking", bytes(0)), Speed::default(), "nothing is known yet");
        assert_eq!(meter.at(at(2), "checking", bytes(500)), Speed { rate: Some(250.0), left: Some(2.0) });
        assert_eq!(meter.at(at(3), "reading", bytes(100)), Speed::default(), "a step has its own clock");
        assert_eq!(meter.at(at(5), "reading", bytes(300)), Speed { rate: Some(100.0), left: Some(7.0) });
        assert_eq!(meter.at(at(6), "reading", bytes(10)), Speed::default(), "the next file begins anew");
        assert_eq!(meter.at(at(8), "matching", None), Speed::default(), "nothing is counted");
    }
}
