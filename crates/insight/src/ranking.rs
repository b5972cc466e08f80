//! Is the list any good? Rolling-origin backtest of the order of the decline list against what a user would try first.
//!
//! The truth is counted from orders alone; no model has a part in it. Holds no method of its own.

mod rounds;
mod score;
mod weight;

use crate::decline::{Orders, Settings};
use crate::stats::Interval;
use rounds::Round;
use score::{at_length, judge, totals};
use serde::Serialize;
use vihje_model::{Moment, Purchases};
use weight::choose;

/// An order in which customers could be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// Those in decline by value at risk, the most first; after them the next of [`Ranking::Method`].
    ValueAtRisk,
    /// Chance of a drop and value at stake together, of everybody ([`crate::decline::DeclineRow::priority`]).
    Method,
    /// Days since the last order, the longest first; ties by value.
    Recency,
    /// The lowest recency fifth first, then frequency and monetary fifths together, then value.
    Rfm,
}

/// The rankings compared, the one that is used unless another does better first.
pub const RANKINGS: [Ranking; 4] = [Ranking::ValueAtRisk, Ranking::Method, Ranking::Recency, Ranking::Rfm];

/// Places of the rankings in [`RANKINGS`] that anybody could make without this program.
const PLAIN: [usize; 2] = [2, 3];

/// The result of [`backtest`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// Days looked ahead from each origin.
    pub horizon_days: u32,
    /// The past moments at which a list was made, the latest first.
    pub origins: Vec<Origin>,
    /// Scores at each length, all origins together.
    pub lengths: Vec<AtLength>,
    /// What follows for the product.
    pub verdict: Verdict,
    /// How much value should count against certainty on these data: what to make the list with
    /// ([`Settings::value_weight`]). The scores above are of lists whose weight was chosen on the other origins.
    pub value_weight: f64,
}

/// One past moment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Origin {
    /// Only orders before it were used for the list.
    pub at: Moment,
    /// Customers with a pace to lose.
    pub eligible: u64,
    /// Those who fell to half of it or less.
    pub dropped: u64,
    /// What those left unbought, minor units.
    pub value_lost: i64,
}

/// All rankings at one length of list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AtLength {
    /// Customers on the list of each origin; where it is a share, of the latest origin.
    pub length: Length,
    /// Of the places of [`Ranking::ValueAtRisk`], over all origins, those who were in decline at that moment; the others
    /// are next in line.
    pub named: u64,
    /// In the order of [`RANKINGS`].
    pub scores: Vec<Score>,
}

/// How long a list is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// So many customers.
    Customers(u32),
    /// A share of the customers with a pace to lose.
    Share(f64),
}

/// How one ranking did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Which.
    pub ranking: Ranking,
    /// Customers listed, over all origins.
    pub listed: u64,
    /// Those who then dropped.
    pub right: u64,
    /// `right / listed`.
    pub precision: f64,
    /// 95 % interval (Wilson 1927).
    pub precision_interval: Interval,
    /// Share of all value lost that lay with the listed.
    pub value_captured: f64,
    /// 95 % interval, customers taken as the clusters.
    pub value_captured_interval: Interval,
    /// The precision of [`Ranking::ValueAtRisk`] less this one's, with its 95 % interval; 0 for itself.
    pub precision_gain: f64,
    /// Interval of it.
    pub precision_gain_interval: Interval,
    /// The value captured of [`Ranking::ValueAtRisk`] less this one's.
    pub value_gain: f64,
    /// Interval of it.
    pub value_gain_interval: Interval,
}

/// Which order the product should use on these data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What was seen.
    pub finding: Finding,
    /// The order to use.
    pub order: Ranking,
}

/// What the comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Value at risk is better than both baselines in precision and in value captured, on the mean of all lengths.
    Beats,
    /// Better in one, not in the other, or not by enough to tell.
    Mixed,
    /// A baseline is no worse in either and clearly better in one.
    Beaten,
    /// History or customers are too few to tell; value at risk is used untested.
    TooLittle,
}

/// What to test.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Lengths of list; one that holds more than half of the customers of an origin compares nothing and is left out.
    pub lengths: Vec<Length>,
    /// Origins at most, a third of a window apart, going back from one window before `as_of`.
    pub origins: u32,
}

impl Default for Plan {
    fn default() -> Self {
        let lengths =
            vec![Length::Customers(20), Length::Customers(50), Length::Customers(100), Length::Share(0.05)];
        Self { lengths, origins: 4 }
    }
}

/// Makes the list at past moments from what lay before each and compares it with what then came.
///
/// **Truth**, from orders alone. A customer has a pace to lose who ordered on at least three days of the year before the
/// origin, began at least a window before it, and whose pace (those orders over the days since the first of them in that
/// year, or the year) comes to at least one order a window. The customer *dropped* when the window after the origin
/// brought at most half of that pace. *Value lost* is the value of the pace less the value that came, for those who
/// dropped, never below zero. All rankings list from the same customers.
///
/// Time and memory of one origin are those of [`crate::decline::find`] without its result.
pub fn backtest(purchases: &Purchases, settings: &Settings, plan: &Plan) -> Backtest {
    let orders = Orders::new(purchases);
    let history = orders.first_day().map_or(0, |first| -first);
    let asked = i32::try_from(settings.window_days).unwrap_or(i32::MAX);
    let horizon = asked.min(history / 4).max(1);
    let settings = Settings { window_days: u32::try_from(horizon).unwrap_or(1), ..settings.clone() };
    let mut rounds: Vec<Round> = (0..i32::try_from(plan.origins).unwrap_or(i32::MAX))
        .map(|i| -horizon - i.saturating_mul((horizon / 3).max(1)))
        .take_while(|cut| cut + history >= 2 * horizon)
        .map(|cut| Round::new(purchases, &orders, cut, horizon, &settings, &plan.lengths))
        .filter(|round| !round.cases.is_empty())
        .collect();
    let compared = comparable(&plan.lengths, &rounds);
    let value_weight = choose(&rounds, None, &compared, settings.value_weight);
    let weights: Vec<f64> =
        (0..rounds.len()).map(|i| choose(&rounds, Some(i), &compared, settings.value_weight)).collect();
    for (round, weight) in rounds.iter_mut().zip(weights) {
        round.weigh(weight);
    }
    let lost = totals(&rounds);
    let lengths: Vec<AtLength> = compared.iter().map(|length| at_length(*length, &rounds, &lost)).collect();
    let verdict = judge(&lengths, &rounds);
    let origin = |round: &Round| Origin {
        at: purchases.as_of.plus_days(i64::from(round.cut)),
        eligible: round.cases.len() as u64,
        dropped: round.cases.iter().filter(|case| case.dropped).count() as u64,
        value_lost: whole(round.cases.iter().map(|case| case.lost).sum()),
    };
    Backtest {
        horizon_days: settings.window_days,
        origins: rounds.iter().map(origin).collect(),
        lengths,
        verdict,
        value_weight,
    }
}

/// The lengths at which lists can differ: of somebody, and of at most half of the customers of each origin; two that hold
/// equally many at the latest origin are one.
fn comparable(lengths: &[Length], rounds: &[Round]) -> Vec<Length> {
    let Some(latest) = rounds.first().map(|round| round.cases.len()) else { return Vec::new() };
    let fewest = rounds.iter().map(|round| round.cases.len()).min().unwrap_or(0);
    let mut seen = Vec::new();
    let fits = |length: &&Length| {
        let n = length.of(latest);
        let new = n > 0 && 2 * length.of(fewest) <= fewest && !seen.contains(&n);
        if new {
            seen.push(n);
        }
        new
    };
    lengths.iter().filter(fits).copied().collect()
}

impl Length {
    /// As a number of customers among `n`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    pub fn of(self, n: usize) -> usize {
        match self {
            Self::Customers(customers) => customers as usize,
            Self::Share(share) => (share.clamp(0.0, 1.0) * n as f64).ceil() as usize,
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // clamped
fn whole(value: f64) -> i64 {
    value.round().clamp(0.0, 9e15) as i64
}
