//! Is the list any good? Rolling-origin backtest of the order of the decline list against what a user would try first.
//!
//! The truth is counted from orders alone; no model has a part in it. Holds no method of its own.

mod rounds;
mod score;
mod weight;

use crate::decline::{Decline, Orders, Settings};
use crate::stats::Interval;
use rounds::Round;
use score::{at_length, judge, totals};
use serde::Serialize;
use std::cmp::Reverse;
use vihje_model::{Moment, Purchases};
use weight::choose;

/// An order in which customers could be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// The decline list's own priority.
    Method,
    /// Days since the last order, the longest first; ties by value.
    Recency,
    /// The lowest recency fifth first, then frequency and monetary fifths together, then value.
    Rfm,
}

/// The rankings compared, the method first.
pub const RANKINGS: [Ranking; 3] = [Ranking::Method, Ranking::Recency, Ranking::Rfm];

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
    /// The method's precision less this one's, with its 95 % interval; 0 for the method itself.
    pub precision_gain: f64,
    /// Interval of it.
    pub precision_gain_interval: Interval,
    /// The method's value captured less this one's.
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
    /// Better than both baselines in precision and in value captured, on the mean of all lengths.
    Beats,
    /// Better in one, not in the other; the order with the best balance (the product of both) is used.
    Mixed,
    /// A baseline is better in both.
    Beaten,
    /// History or customers are too few to tell; the method is used untested.
    TooLittle,
}

/// What to test.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Lengths of list.
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
pub fn backtest(purchases: &Purchases, settings: &Settings, plan: &Plan) -> Backtest {
    let orders = Orders::new(purchases);
    let history = orders.first_day().map_or(0, |first| -first);
    let asked = i32::try_from(settings.window_days).unwrap_or(i32::MAX);
    let horizon = asked.min(history / 4).max(1);
    let settings = Settings { window_days: u32::try_from(horizon).unwrap_or(1), ..settings.clone() };
    let mut rounds: Vec<Round> = (0..i32::try_from(plan.origins).unwrap_or(i32::MAX))
        .map(|i| -horizon - i.saturating_mul((horizon / 3).max(1)))
        .take_while(|cut| cut + history >= 2 * horizon)
        .map(|cut| Round::new(&orders, cut, horizon, &settings, &plan.lengths))
        .filter(|round| !round.cases.is_empty())
        .collect();
    let value_weight = choose(&rounds, None, plan, settings.value_weight);
    let weights: Vec<f64> =
        (0..rounds.len()).map(|i| choose(&rounds, Some(i), plan, settings.value_weight)).collect();
    for (round, weight) in rounds.iter_mut().zip(weights) {
        round.ranked[0] = round.by_method(weight);
    }
    let lost = totals(&rounds);
    let lengths: Vec<AtLength> =
        plan.lengths.iter().map(|length| at_length(*length, &rounds, &lost)).collect();
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

/// Puts the rows of a decline list into another order: what the product does where a baseline is better.
pub fn reorder(decline: &mut Decline, ranking: Ranking) {
    let customers = &decline.customers;
    match ranking {
        Ranking::Method => {
            decline.rows.sort_by(|a, b| b.priority.total_cmp(&a.priority).then(a.index.cmp(&b.index)));
        }
        Ranking::Recency => decline.rows.sort_by_key(|row| {
            let customer = &customers[row.index as usize];
            (customer.last_order, Reverse(customer.value), row.index)
        }),
        Ranking::Rfm => decline.rows.sort_by_key(|row| {
            let customer = &customers[row.index as usize];
            let cell = customer.rfm;
            (cell.recency, Reverse(cell.frequency + cell.monetary), Reverse(customer.value), row.index)
        }),
    }
}

impl Length {
    /// As a number of customers among `n`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    fn of(self, n: usize) -> usize {
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
