//! Progress of long work: what is being done, and where it is counted, how far, how fast and how long still. A bar on a
//! terminal, plain lines elsewhere. Work that nobody counts shows the time it has taken, never a share.

use crate::output::note;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use vihje_model::import::BytesRead;
use vihje_server::company;
use vihje_server::meter::{Meter, Speed};

const COUNTED: &str = "{msg} [{bar:24}] {percent} %";
const UNCOUNTED: &str = "{spinner} {msg} ({elapsed})";

/// Shows the progress of one piece of work at a time.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    meter: Meter,
    what: String,
    template: &'static str,
    /// Tenths of the step that a line was written for.
    tenths: u64,
}

impl Progress {
    /// A bar on a terminal, lines elsewhere, nothing when quiet.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(0);
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { bar, quiet, state: Mutex::default() }
    }

    /// Where the company's work has got to.
    pub(crate) fn at(&self, at: &company::Progress) {
        let what = match at.rows {
            Some(rows) => format!("{} {} rows", at.step, counted(rows)),
            None => at.step.to_owned(),
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let speed = state.meter.at(Instant::now(), at.step, at.bytes);
        match at.bytes {
            Some(bytes) => self.counted(&mut state, &what, &far(bytes, speed), (bytes.read, bytes.total)),
            None => self.uncounted(&mut state, &what),
        }
    }

    /// So many lines of about so many are written.
    pub(crate) fn lines(&self, what: &str, done: u64, total: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let far = format!("{} of about {} lines", counted(done), counted(total));
        self.counted(&mut state, what, &far, (done, total));
    }

    fn counted(&self, state: &mut State, what: &str, far: &str, (done, total): (u64, u64)) {
        let total = total.max(1);
        let new = self.begin(state, what, COUNTED);
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(done.min(total));
            bar.set_message(format!("{what}: {far}"));
            return;
        }
        // Plain lines: when the work changes, and every tenth of it.
        let tenths = done.min(total) * 10 / total;
        if !self.quiet && (new || tenths > state.tenths) {
            note(&format!("{what}: {far}"));
        }
        state.tenths = tenths;
    }

    fn uncounted(&self, state: &mut State, what: &str) {
        let new = self.begin(state, what, UNCOUNTED);
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
        } else if new && !self.quiet {
            note(what);
        }
    }

    /// Begins other work than before; true when it is other work.
    fn begin(&self, state: &mut State, what: &str, template: &'static str) -> bool {
        if state.what == what && state.template == template {
            return false;
        }
        what.clone_into(&mut state.what);
        state.template = template;
        state.tenths = 0;
        if let Some(bar) = &self.bar {
            bar.reset();
            bar.set_style(
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
        }
        true
    }

    /// Takes the bar away.
    pub(crate) fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// "134.2 of 283.2 MB, 12.3 MB/s, 12 s left": what is known of it.
fn far(bytes: BytesRead, speed: Speed) -> String {
    #[allow(clippy::cast_precision_loss)] // shown to one decimal
    let (read, total) = (bytes.read as f64, bytes.total as f64);
    let (unit, name) = if total < 1e6 { (1e3, "kB") } else { (1e6, "MB") };
    let mut text = format!("{:.1} of {:.1} {name}", read / unit, total / unit);
    if let (Some(rate), Some(left)) = (speed.rate, speed.left) {
        text.push_str(&format!(", {:.1} MB/s, {} left", rate / 1e6, seconds(left)));
    }
    text
}

fn seconds(seconds: f64) -> String {
    let whole = Duration::from_secs_f64(seconds.clamp(0.0, 1e9)).as_secs();
    if whole < 90 { format!("{whole} s") } else { format!("{} min {} s", whole / 60, whole % 60) }
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
    use super::*;

    #[test]
    fn counts_are_grouped() {
        let check = |number, expected: &str| assert_eq!(counted(number), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_457_608, "1,457,608");
    }

    #[test]
    fn rate_and_time_left_are_only_told_where_they_are_known() {
        let bytes = BytesRead { read: 134_200_000, total: 283_240_000 };
        assert_eq!(far(bytes, Speed::default()), "134.2 of 283.2 MB");
        assert_eq!(far(BytesRead { read: 0, total: 1500 }, Speed::default()), "0.0 of 1.5 kB");
        let speed = Speed { rate: Some(12_300_000.0), left: Some(100.4) };
        assert_eq!(far(bytes, speed), "134.2 of 283.2 MB, 12.3 MB/s, 1 min 40 s left");
    }
}
