//! Progress of long work: a bar with rate and time left on a terminal, plain lines elsewhere.

use crate::output::note;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;

const BAR: &str = "{msg:44} [{bar:28}] {percent:>3} %  {eta} left";
/// Thousandths of the whole, so that a fraction becomes a position.
const STEPS: u64 = 1000;

/// Shows the progress of one piece of work at a time.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    last: Mutex<(String, u64)>,
}

impl Progress {
    /// A bar on a terminal, lines elsewhere, nothing when quiet.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(STEPS).with_style(style)
        });
        let quiet_marker = if quiet { u64::MAX } else { 0 };
        Self { bar, last: Mutex::new((String::new(), quiet_marker)) }
    }

    /// The work `what` is done to the fraction `part` of one.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // 0..=1000
    pub(crate) fn at(&self, what: &str, part: f64) {
        let position = (part.clamp(0.0, 1.0) * STEPS as f64) as u64;
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
            bar.set_position(position);
            return;
        }
        let Ok(mut last) = self.last.lock() else { return };
        // Plain lines: when the work changes, and every tenth of it.
        if last.1 == u64::MAX || (last.0 == what && position < last.1 + STEPS / 10) {
            return;
        }
        *last = (what.to_owned(), position);
        note(&format!("{what}: {} %", position / 10));
    }

    /// Takes the bar away.
    pub(crate) fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A count in groups of three: 1,457,608.
pub(crate) fn counted(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn counts_are_grouped() {
        let check = |number, expected: &str| assert_eq!(counted(number), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_457_608, "1,457,608");
    }
}
