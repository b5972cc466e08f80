//! How long work tells where it is and hears that it should stop.

use super::{CompanyError, Result};
use std::sync::Arc;
use vihje_history::Cancel;
use vihje_model::import::BytesRead;

/// Where a piece of work has got to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// What is being done, a stable word: `reading`, `checking`, `writing`, `loading`, `decline`, `backtest`,
    /// `replenishment`, `patterns`, `storing`, `pages`.
    pub step: &'static str,
    /// Part of the whole work that is done, 0 to 1: by files and steps, not by time.
    pub fraction: f64,
    /// Rows of the file at hand, once known.
    pub rows: Option<u64>,
    /// How far the file at hand has been read in this step, where that is measured.
    pub bytes: Option<BytesRead>,
}

/// Handed to every long operation. Cheap to clone.
#[derive(Clone)]
pub struct Work {
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
    /// Stops the work; keep a clone to pull it.
    pub cancel: Cancel,
    from: f64,
    to: f64,
}

impl Work {
    /// Tells progress to `tell`.
    pub fn new(tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { tell: Arc::new(tell), cancel: Cancel::default(), from: 0.0, to: 1.0 }
    }

    /// Tells nobody.
    pub fn quiet() -> Self {
        Self::new(|_| {})
    }

    /// The part of this work between two fractions, as a work of its own.
    #[must_use]
    pub fn part(&self, from: f64, to: f64) -> Self {
        let span = self.to - self.from;
        Self {
            tell: Arc::clone(&self.tell),
            cancel: self.cancel.clone(),
            from: self.from + span * from,
            to: self.from + span * to,
        }
    }

    /// Part `index` of `count` equal ones.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // a handful of files or levels
    pub fn share(&self, index: usize, count: usize) -> Self {
        let count = count.max(1) as f64;
        self.part(index as f64 / count, (index + 1) as f64 / count)
    }

    /// Tells how far it is; the fraction is that of this part.
    pub fn report(&self, progress: Progress) {
        let fraction = self.from + (self.to - self.from) * progress.fraction.clamp(0.0, 1.0);
        (self.tell)(Progress { fraction, ..progress });
    }

    /// Tells that a step begins, unless the work was told to stop.
    ///
    /// # Errors
    /// [`CompanyError::Cancelled`].
    pub fn step(&self, step: &'static str, fraction: f64) -> Result<()> {
        if self.cancel.is_cancelled() {
            return Err(CompanyError::Cancelled);
        }
        self.report(Progress { step, fraction, rows: None, bytes: None });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn parts_of_parts_add_up() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&told);
        let work = Work::new(move |progress| sink.lock().unwrap().push(progress.fraction));
        let half = Progress { step: "reading", fraction: 0.5, rows: None, bytes: None };
        work.part(0.5, 1.0).share(1, 2).report(half);
        assert_eq!(*told.lock().unwrap(), [0.875]);
        work.cancel.cancel();
        assert!(matches!(work.part(0.0, 0.5).step("reading", 0.0), Err(CompanyError::Cancelled)));
    }
}
