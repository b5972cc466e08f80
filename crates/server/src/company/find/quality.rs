//! How good findings are on the company's own history, beside the baselines a user would try first.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::columns::ValueBasis;
use vihje_model::{Analysis, Currency, Moment};

/// How good one analysis is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnalysisQuality {
    /// Which analysis.
    pub analysis: Analysis,
    /// True for this moment.
    pub as_of: Moment,
    /// Moments at which history was cut and the list compared with what then happened; empty when history is too short.
    pub cuts: Vec<Moment>,
    /// Days after each cut in which "what then happened" was looked at.
    pub horizon_days: f64,
    /// The method and its baselines at several list lengths.
    pub scores: Vec<Score>,
    /// `beats`, `mixed`, `beaten` or `too_little` (history is too short to tell).
    pub finding: Option<String>,
    /// True when the method beats every baseline in precision and value captured; null when it could not be tried.
    pub beats_baseline: Option<bool>,
    /// Customers in decline now (decline only).
    pub listed: Option<u32>,
    /// The order that did best, as a method of `scores`.
    pub best_order: String,
    /// What Today and the list are ordered by, a method of `scores`: `value_at_risk`, unless another did clearly better.
    pub ordered_by: String,
    /// Whether captured value is margin or sales.
    pub basis: ValueBasis,
    /// Currency of captured value.
    pub currency: Currency,
    /// Share of held-out patterns that kept their direction (patterns only).
    pub kept_share: Option<f64>,
    /// Patterns tried on later data (patterns); customers drawn to try the list on, where there are too many to try it on all
    /// (decline).
    pub tried: Option<u64>,
}

/// How one way of making the list did at one length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Score {
    /// `value_at_risk` (those in decline by value at risk, then the next of `vihje`), `vihje` (chance and value together),
    /// `days_since_last_order`, `rfm` or `chosen_at_random`.
    pub method: String,
    /// Length of the list.
    pub length: u32,
    /// Share of the list that did decline (or did buy again).
    pub precision: f64,
    /// Lower end of its 95 % interval.
    pub precision_low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub precision_high: Option<f64>,
    /// Share of all value lost that the list held, 0 to 1.
    pub value_captured: Option<f64>,
    /// Share of the list that was in decline when it was made, the rest being next in line; of `value_at_risk` only.
    pub named: Option<f64>,
}
