//! The clock of what happens now. It is the system's, except in the demonstration, whose past is streamed at a chosen speed.

use super::{Company, Result};
use std::sync::{PoisonError, RwLock};
use std::time::Instant;
use vihje_model::{Envelope, Fact, Moment};

/// How the time of the demonstration passes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Where it stands now.
    pub at: Moment,
    /// Seconds of its time in a second of ours; 0 when it is paused.
    pub speed: f64,
}

#[derive(Debug, Clone, Copy)]
struct Running {
    from: Moment,
    since: Instant,
    speed: f64,
}

/// The demonstration's clock; nothing where time is the system's.
#[derive(Default)]
pub(crate) struct LiveClock(RwLock<Option<Running>>);

impl LiveClock {
    fn pace(&self) -> Option<Pace> {
        let running = *self.0.read().unwrap_or_else(PoisonError::into_inner);
        running.map(|running| Pace { at: running.at(Instant::now()), speed: running.speed })
    }

    fn set(&self, pace: Pace) {
        let running = Running { from: pace.at, since: Instant::now(), speed: pace.speed };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(running);
    }
}

impl Running {
    #[allow(clippy::cast_possible_truncation)] // microseconds of a demonstration's year fit in 64 bits
    fn at(self, now: Instant) -> Moment {
        let passed = now.duration_since(self.since).as_secs_f64() * self.speed * 1e6;
        Moment(self.from.0.saturating_add(passed as i64))
    }
}

impl Company {
    /// The moment that rules go by: now, or the moment of a demonstration.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn live_now(&self) -> Result<Moment> {
        match self.clock.pace() {
            Some(pace) => Ok(pace.at),
            None if self.is_demo()? => self.as_of(),
            None => Ok(self.now()),
        }
    }

    /// How the time of the demonstration passes; nothing where time is the system's.
    pub fn pace(&self) -> Option<Pace> {
        self.clock.pace()
    }

    /// Facts that come in during a replay happened in its time: what a client tells of this minute is told of the replay's.
    pub(crate) fn in_live_time(&self, envelopes: &mut [Envelope]) {
        let Some(pace) = self.clock.pace() else { return };
        let by = pace.at.0 - self.now().0;
        for envelope in envelopes {
            shift(&mut envelope.fact, by);
        }
    }

    /// Sets the demonstration's clock.
    pub(crate) fn set_pace(&self, pace: Pace) {
        self.clock.set(pace);
    }
}

/// Moves what happened by so many microseconds.
fn shift(fact: &mut Fact, by: i64) {
    let move_by = |at: &mut Moment| at.0 = at.0.saturating_add(by);
    match fact {
        Fact::SaleLine(line) => move_by(&mut line.at),
        Fact::Order(told) => {
            move_by(&mut told.at);
            told.lines.iter_mut().for_each(|line| move_by(&mut line.at));
        }
        Fact::Refund(told) => move_by(&mut told.at),
        Fact::TouchPoint(touch) => move_by(&mut touch.at),
        Fact::Identified(told) => move_by(&mut told.at),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_demonstrations_time_passes_at_its_own_speed() {
        let since = Instant::now();
        let running = Running { from: Moment(1_000_000), since, speed: 3_600.0 };
        assert_eq!(running.at(since + Duration::from_secs(2)), Moment(7_201_000_000));
        let paused = Running { speed: 0.0, ..running };
        assert_eq!(paused.at(since + Duration::from_secs(9)), Moment(1_000_000));
    }
}
