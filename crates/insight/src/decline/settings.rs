//! What a user may choose about the analysis of decline.

use serde::{Deserialize, Serialize};

/// Parameters of [`super::find`]; the defaults serve most companies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Length of the window looked at, and looked ahead, in days. Shortened to a third of a shorter history.
    pub window_days: u32,
    /// Share of false alarms borne in each kind (Benjamini-Hochberg).
    pub false_discovery_rate: f64,
    /// A customer is lapsed when the probability alive is below this.
    pub alive_below: f64,
    /// The days before the cut in which a customer's own pace is measured.
    pub pace_days: u32,
    /// How much value counts in the order of the list against certainty: rows are ordered by odds times value to this
    /// power. 0 is certainty alone, 1 the odds-weighted value. The backtest says which serves these data best
    /// ([`crate::ranking::Backtest::value_weight`]); the default is for when it cannot.
    pub value_weight: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window_days: 91,
            false_discovery_rate: 0.10,
            alive_below: 0.2,
            pace_days: 365,
            value_weight: 0.2,
        }
    }
}
