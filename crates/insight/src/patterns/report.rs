//! What an analysis of patterns answers. Numbers that the data cannot give are absent, never NaN.

use super::{Settings, shrink::Prior};
use crate::stats::Interval;
use serde::Serialize;
use vihje_model::Moment;

/// Patterns over all ordered pairs of items, with what they were computed from and how far they can be trusted.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The parameters.
    pub settings: Settings,
    /// Nothing at or after this moment was used.
    pub as_of: Moment,
    /// Who and what was looked at.
    pub population: Population,
    /// Ordered pairs tested; all of them are in the false-discovery control.
    pub tested: u64,
    /// Pairs with enough customers, or significantly below expectation: those above expectation first, strongest shrunken
    /// lift first; then the unclear; then those below.
    pub pairs: Vec<Pair>,
    /// How rules found on the earlier part of history did on the later part.
    pub held_out: Option<HeldOutCheck>,
    /// The distribution of lifts that the shown lifts were shrunk towards.
    pub prior: Prior,
}

/// Who and what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Population {
    /// Customers with any purchase.
    pub customers: u64,
    /// Purchase lines.
    pub lines: u64,
    /// Items held by enough customers.
    pub items: u32,
    /// Strata: calendar months of the index moment (merged where fewer than [`super::LEAST_STRATUM`] customers bought)
    /// times classes of earlier activity.
    pub strata: u32,
    /// First purchase of all.
    pub first: Option<Moment>,
    /// Index moments before this have a complete window.
    pub complete_before: Moment,
    /// Customers with at least one basket whose window is complete. When zero, history is shorter than the window and
    /// only the curves can tell something.
    pub customers_complete: u64,
}

/// Which side of expectation a pair lies on, at the false-discovery rate of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Buyers of A buy B more than their like.
    Above,
    /// Not clear.
    Unclear,
    /// Buyers of A buy B less than their like.
    Below,
}

/// One ordered pair: bought A, then B within the window.
#[derive(Debug, Clone, Serialize)]
pub struct Pair {
    /// A: index into the items of the purchases.
    pub a: u32,
    /// B: index into the items of the purchases.
    pub b: u32,
    /// Index customers of A whose window is complete (and, for B first or again, whom the question is about).
    pub n_a: u32,
    /// Those of `n_a` who bought B within the window.
    pub n_ab: u32,
    /// `n_ab / n_a`.
    pub confidence: f64,
    /// Number expected of their like, see [`super`].
    pub expected: f64,
    /// Adjusted lift: `n_ab / expected`.
    pub lift: f64,
    /// Exact Poisson 95 % interval of the adjusted lift.
    pub lift_interval: Interval,
    /// Two-sided exact Poisson p-value of `n_ab` against `expected`.
    pub p: f64,
    /// Benjamini-Hochberg adjusted p-value over all pairs tested.
    pub q: f64,
    /// The side, when `q` is at most the false-discovery rate.
    pub evidence: Evidence,
    /// `confidence` over the share of all known customers who buy B in an equal window: mostly "active people buy
    /// everything". `None` when no month has a complete window for comparison.
    pub naive_lift: Option<f64>,
    /// The lift to show: shrunk towards the prior by its own uncertainty.
    pub shrunken_lift: f64,
    /// How long it takes.
    pub time: TimeToB,
    /// Which comes first; `None` when too few bought both for the first time in either order.
    pub direction: Option<Direction>,
    /// The same rule on the later part of history; `None` when that part has no index customers of A.
    pub held_out: Option<HeldOutPair>,
}

/// Time from A to B by Kaplan and Meier, to the day; customers with open windows are censored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimeToB {
    /// Customers followed, those with open windows included.
    pub followed: u32,
    /// Of those, bought B so far.
    pub bought: u32,
    /// Days until 25, 50 and 75 % of all buyers of A bought B; `None` when not reached within the window.
    pub quartile_days: [Option<u16>; 3],
    /// Days until 25, 50 and 75 % of those who buy B within the window have done so; `None` when nobody does.
    pub quartile_days_of_buyers: [Option<u16>; 3],
}

/// Sequence symmetry: both bought for the first time, within the window of each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Direction {
    /// Customers who bought A first, then B.
    pub a_then_b: u32,
    /// Customers who bought B first, then A.
    pub b_then_a: u32,
    /// `a_then_b / b_then_a`; `None` when the other order never happened.
    pub ratio: Option<f64>,
    /// The ratio that the two items' own trends of first purchases would give without any tie.
    pub null_ratio: Option<f64>,
    /// `ratio / null_ratio`: above one, A leads.
    pub adjusted: Option<f64>,
    /// 95 % interval of `adjusted`; an open upper end is `None`.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval of `adjusted`.
    pub high: Option<f64>,
}

/// A pair on the later part of history only.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HeldOutPair {
    /// Index customers of the later part with complete windows.
    pub n_a: u32,
    /// Those who bought B.
    pub n_ab: u32,
    /// Expected of their like.
    pub expected: f64,
    /// `n_ab / expected`; `None` when nothing was expected.
    pub lift: Option<f64>,
    /// Exact Poisson 95 % interval of that lift.
    pub interval: Option<Interval>,
}

/// What became of rules found on the earlier part alone, in the later part.
#[derive(Debug, Clone, Serialize)]
pub struct HeldOutCheck {
    /// Index moments from here on were held out.
    pub from: Moment,
    /// Rules above or below expectation at the false-discovery rate, found on the earlier part, over all its tests.
    pub rules: u64,
    /// Of those, with at least one purchase of B expected in the later part.
    pub checked: u64,
    /// Of those, on the same side of expectation.
    pub kept_sign: u64,
    /// `kept_sign / checked`; one half is what chance gives.
    pub share: Option<f64>,
    /// Wilson 95 % interval of the share, as if rules were independent.
    pub interval: Option<Interval>,
    /// Observed over expected of the rules above expectation, all together, on the earlier part: flattered by selection.
    pub lift_found: Option<f64>,
    /// The same rules together on the later part: not flattered.
    pub lift_held_out: Option<f64>,
    /// The plain baseline: of as many pairs with the largest naive lift on the earlier part, the share whose adjusted
    /// lift on the later part is above one.
    pub naive_share: Option<f64>,
}
