//! When a delivery that did not arrive is tried again, as the Standard Webhooks specification suggests. Pure: the clock and the
//! dice are the caller's.

use std::time::Duration;

const SECOND: u64 = 1;
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Seconds between attempts: the second comes five seconds after the first, the tenth and last a day after the ninth.
const WAITS: [u64; 9] =
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
/// The part of a wait by which it may be longer or shorter, so that not everything comes back at once.
const JITTER: f64 = 0.1;
/// The longest wait that the other side may ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * HOUR);

/// How long to wait after so many failed attempts; nothing when it is given up. `dice` is drawn from 0 to 1; `asked` is what the
/// other side asked for (`Retry-After`), which can only make it longer.
pub(crate) fn wait_after(failed: u32, dice: f64, asked: Option<Duration>) -> Option<Duration> {
    let index = usize::try_from(failed.checked_sub(1)?).ok()?;
    let wait = Duration::from_secs(*WAITS.get(index)?);
    let wait = wait.mul_f64(1.0 + JITTER * (2.0 * dice.clamp(0.0, 1.0) - 1.0));
    Some(asked.map_or(wait, |asked| wait.max(asked.min(LONGEST_ASKED))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_attempts_over_three_days_then_no_more() {
        let waits: Vec<u64> =
            (1..).map_while(|failed| wait_after(failed, 0.5, None)).map(|w| w.as_secs()).collect();
        assert_eq!(waits, WAITS);
        let hours = waits.iter().sum::<u64>() / HOUR;
        assert_eq!(hours, 75);
        assert_eq!(wait_after(10, 0.5, None), None);
        assert_eq!(wait_after(0, 0.5, None), None, "nothing has failed yet");
    }

    #[test]
    fn chance_moves_a_wait_by_a_tenth_and_the_other_side_can_only_ask_for_longer() {
        let seconds = |dice| wait_after(2, dice, None).unwrap().as_secs();
        assert_eq!((seconds(0.0), seconds(1.0)), (270, 330));
        let asked = |seconds| wait_after(2, 0.5, Some(Duration::from_secs(seconds))).unwrap().as_secs();
        assert_eq!((asked(10), asked(900), asked(900_000)), (300, 900, 24 * HOUR));
    }
}
