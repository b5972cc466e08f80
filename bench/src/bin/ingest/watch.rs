//! A look at the server's process twice a second while it works: memory, and processor time at the end.

use anyhow::{Result, bail};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use vihje_bench::{processor_seconds, resident_mb};

const EVERY: Duration = Duration::from_millis(500);

/// Looks until it is ended.
pub(crate) struct Watch {
    stop: Sender<()>,
    thread: JoinHandle<Watched>,
}

/// What was seen.
pub(crate) struct Watched {
    /// Processor seconds used meanwhile.
    pub(crate) processor_seconds: f64,
    /// Resident memory at each look.
    megabytes: Vec<f64>,
}

impl Watch {
    pub(crate) fn start(process: u32) -> Self {
        let (stop, stopped) = channel();
        let thread = std::thread::spawn(move || {
            let before = processor_seconds(process);
            let mut megabytes = Vec::new();
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                megabytes.push(resident_mb(process));
            }
            Watched { processor_seconds: processor_seconds(process) - before, megabytes }
        });
        Self { stop, thread }
    }

    /// Ends the looking; the process must live still.
    pub(crate) fn end(self) -> Result<Watched> {
        drop(self.stop);
        let Ok(watched) = self.thread.join() else { bail!("the watch fell over") };
        Ok(watched)
    }
}

impl Watched {
    /// The highest memory seen.
    pub(crate) fn peak_mb(&self) -> f64 {
        highest(&self.megabytes)
    }

    /// The highest of the first half and of the second.
    pub(crate) fn halves(&self) -> (f64, f64) {
        let (first, second) = self.megabytes.split_at(self.megabytes.len() / 2);
        (highest(first), highest(second))
    }
}

fn highest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}
