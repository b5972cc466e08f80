//! What is asked of the patterns, and when the question cannot be answered.

use serde::{Deserialize, Serialize};
use vihje_model::{Moment, Problem};

/// Longest window in days; delays are kept in eleven bits.
pub const LONGEST_WINDOW: u16 = 2047;
/// Most items that may be compared in pairs; items are kept in twenty bits.
pub const MOST_ITEMS: usize = 1 << 20;

/// Which purchases of B count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Any purchase of B after A, first or not.
    #[default]
    Any,
    /// B for the first time: customers who had not bought B before, or with, their first A.
    First,
    /// B again: customers who had bought B before, or with, their first A.
    Again,
}

/// The parameters of an analysis of patterns. `as_of` is that of the purchases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// W: B counts when bought in (t_A, t_A + W], in days of 24 hours; 1 to [`LONGEST_WINDOW`].
    pub window_days: u16,
    /// A first purchase counts as first only this many days or more after history begins; earlier ones are left out,
    /// because nobody knows what was bought before. Zero for none.
    pub washout_days: u16,
    /// Pairs with fewer customers who bought A then B are not reported (unless significantly below expectation), and
    /// items with fewer index customers are not tested.
    pub min_support: u32,
    /// Items bought by fewer customers are left out altogether.
    pub min_customers: u32,
    /// Which purchases of B count.
    pub question: Question,
    /// The false-discovery rate to hold, over all pairs tested.
    pub fdr: f64,
    /// Index moments before this are left out.
    pub index_from: Option<Moment>,
    /// Index moments at or after this are left out.
    pub index_until: Option<Moment>,
    /// Rules are found on index moments before this and checked on those after; `None` halves the index moments at a
    /// turn of the month.
    pub held_out_from: Option<Moment>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window_days: 182,
            washout_days: 0,
            min_support: 25,
            min_customers: 25,
            question: Question::Any,
            fdr: 0.05,
            index_from: None,
            index_until: None,
            held_out_from: None,
        }
    }
}

impl Settings {
    /// The defaults with support scaled to a company of so many customers: 25 from 2,500 customers on, one in a hundred
    /// below, at least 3. Small companies get wide intervals and strong shrinkage instead of an empty page.
    pub fn for_customers(customers: usize) -> Self {
        let least = u32::try_from((customers / 100).clamp(3, 25)).unwrap_or(25);
        Self { min_support: least, min_customers: least, ..Self::default() }
    }

    /// Refuses what cannot be computed.
    pub(crate) fn check(&self, items: usize) -> Result<(), PatternError> {
        if self.window_days == 0 || self.window_days > LONGEST_WINDOW {
            return Err(PatternError::Window(self.window_days));
        }
        if !(self.fdr > 0.0 && self.fdr < 1.0) {
            return Err(PatternError::Fdr(self.fdr));
        }
        if items > MOST_ITEMS {
            return Err(PatternError::Items(items));
        }
        Ok(())
    }
}

/// Why no patterns were computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PatternError {
    /// The window is not between one day and [`LONGEST_WINDOW`].
    #[error("the window is {0} days; it must be 1 to {LONGEST_WINDOW}")]
    Window(u16),
    /// The false-discovery rate is not between zero and one.
    #[error("the false-discovery rate is {0}; it must lie between 0 and 1")]
    Fdr(f64),
    /// More items than can be compared in pairs.
    #[error("{0} items are too many to compare in pairs; at most {MOST_ITEMS}")]
    Items(usize),
    /// An item number beyond the list of items.
    #[error("item {0} is not in the list of items")]
    NoSuchItem(u32),
}

impl From<PatternError> for Problem {
    fn from(error: PatternError) -> Self {
        let (code, hint) = match &error {
            PatternError::Window(_) => ("pattern-window", "Choose a window such as 182 days."),
            PatternError::Fdr(_) => ("pattern-fdr", "Choose a rate such as 0.05."),
            PatternError::Items(_) => {
                ("pattern-items", "Choose a higher product level or a higher minimum of customers.")
            }
            PatternError::NoSuchItem(_) => ("pattern-item", "Choose two items of the chosen product level."),
        };
        Self::new(code, error.to_string(), hint)
    }
}
