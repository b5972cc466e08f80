//! Is the list any good? Rolling-origin backtest of the order of the decline list against what a user would try first.
//!
//! The truth is counted from orders alone; no model has a part in it. Holds no method of its own.

use crate::decline::{Assessment, Decline, Learnt, Orders, Settings, half_of, priority};
use crate::rfm::{RfmInput, cells};
use crate::stats::{Interval, wilson_interval};
use rayon::prelude::*;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use vihje_model::{Moment, Purchases};

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

/// Customers who dropped, over all origins: with fewer nothing can be compared.
const ENOUGH_DROPS: usize = 10;
/// Orders in the year before the origin that make a pace.
const PACE_ORDERS: u32 = 3;

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

/// A customer with a pace to lose, at one origin.
struct Case {
    customer: u32,
    dropped: bool,
    lost: f64,
    /// Priority without regard to value.
    certainty: f64,
    stake: f64,
    last_age: i32,
    orders: u32,
    value: i64,
}

/// One origin with its three rankings: places into `cases`, the first to call first.
struct Round {
    cut: i32,
    cases: Vec<Case>,
    ranked: [Vec<u32>; 3],
    longest: usize,
}

impl Round {
    fn new(orders: &Orders, cut: i32, horizon: i32, settings: &Settings, lengths: &[Length]) -> Self {
        let learnt = Learnt::new(orders, cut, settings);
        let cases: Vec<Case> = (0..orders.customers())
            .into_par_iter()
            .filter_map(|customer| {
                let (truth, assessment) =
                    (truth(orders, customer, cut, horizon)?, learnt.assess(orders, customer)?);
                Some(case(customer, truth, &assessment))
            })
            .collect();
        let longest = lengths.iter().map(|length| length.of(cases.len())).max().unwrap_or(0).min(cases.len());
        let [recency, rfm] = rank(&cases);
        let mut round = Self { cut, cases, ranked: [Vec::new(), recency, rfm], longest };
        round.ranked[0] = round.by_method(settings.value_weight);
        round
    }

    /// The first places by certainty times stake to a power, as many as the longest list needs.
    fn by_method(&self, weight: f64) -> Vec<u32> {
        let priority: Vec<f64> =
            self.cases.par_iter().map(|case| case.certainty * case.stake.powf(weight)).collect();
        let better =
            |a: &u32, b: &u32| priority[*b as usize].total_cmp(&priority[*a as usize]).then(a.cmp(b));
        let mut places: Vec<u32> = (0..u32::try_from(priority.len()).unwrap_or(u32::MAX)).collect();
        if self.longest < places.len() {
            places.select_nth_unstable_by(self.longest, better);
            places.truncate(self.longest);
        }
        places.sort_unstable_by(better);
        places
    }

    /// Right, listed and value lost of the first `n` of a list.
    fn count(&self, places: &[u32], n: usize) -> (f64, f64, f64) {
        places.iter().take(n).map(|place| &self.cases[*place as usize]).fold((0.0, 0.0, 0.0), |sum, case| {
            (sum.0 + f64::from(u8::from(case.dropped)), sum.1 + 1.0, sum.2 + case.lost)
        })
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

/// Weights of value tried.
const WEIGHTS: [f64; 7] = [0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1.0];

/// The weight of value for which the lesser of the two advantages over the better baseline, in precision and in value
/// captured, is greatest over all rounds but `without`; `usual` where there is too little to choose by.
fn choose(rounds: &[Round], without: Option<usize>, plan: &Plan, usual: f64) -> f64 {
    let rounds: Vec<&Round> =
        rounds.iter().enumerate().filter(|(i, _)| Some(*i) != without).map(|(_, round)| round).collect();
    let dropped = rounds.iter().flat_map(|round| &round.cases).filter(|case| case.dropped).count();
    if dropped < ENOUGH_DROPS {
        return usual;
    }
    let baselines = [1, 2].map(|k| means(&rounds, plan, |round| round.ranked[k].clone()));
    let best =
        baselines.into_iter().fold((1e-9, 1e-9), |best: (f64, f64), b| (best.0.max(b.0), best.1.max(b.1)));
    let lesser = |weight: &f64| {
        let own = means(&rounds, plan, |round| round.by_method(*weight));
        (own.0 / best.0).min(own.1 / best.1)
    };
    let tried: Vec<(f64, f64)> = WEIGHTS.iter().map(|weight| (lesser(weight), *weight)).collect();
    tried
        .into_iter()
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)))
        .map_or(usual, |best| best.1)
}

/// Precision and value lost that is captured, as means over the lengths.
#[allow(clippy::cast_precision_loss)]
fn means(rounds: &[&Round], plan: &Plan, places: impl Fn(&Round) -> Vec<u32>) -> (f64, f64) {
    let lists: Vec<Vec<u32>> = rounds.iter().map(|round| places(round)).collect();
    let mut mean = (0.0, 0.0);
    for length in &plan.lengths {
        let counts =
            rounds.iter().zip(&lists).map(|(round, list)| round.count(list, length.of(round.cases.len())));
        let (right, listed, lost) =
            counts.fold((0.0, 0.0, 0.0), |sum, c| (sum.0 + c.0, sum.1 + c.1, sum.2 + c.2));
        mean = (mean.0 + right / f64::max(listed, 1.0), mean.1 + lost);
    }
    let n = plan.lengths.len().max(1) as f64;
    (mean.0 / n, mean.1 / n)
}

/// What came of one customer, from orders alone.
struct Truth {
    dropped: bool,
    lost: f64,
    orders: u32,
    value: i64,
}

/// `None` for a customer without a pace to lose. Days before the origin: a year at most.
#[allow(clippy::cast_precision_loss)] // sums of minor units
fn truth(orders: &Orders, customer: usize, cut: i32, horizon: i32) -> Option<Truth> {
    let first = *orders.before(customer, cut).first()?;
    let (days, values) = orders.between(customer, cut - 365, cut);
    let tenure = (cut - first).min(365);
    let count = u32::try_from(days.len()).unwrap_or(u32::MAX);
    let share = f64::from(horizon) / f64::from(tenure.max(1));
    let pace = f64::from(count) * share;
    if count < PACE_ORDERS || tenure < horizon || pace < 1.0 {
        return None;
    }
    let value = values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
    let (came, brought) = orders.between(customer, cut, cut + horizon);
    let brought = brought.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
    let dropped = u32::try_from(came.len()).unwrap_or(u32::MAX) <= half_of(pace);
    let lost = if dropped { (value as f64 * share - brought as f64).max(0.0) } else { 0.0 };
    Some(Truth { dropped, lost, orders: count, value })
}

fn case(customer: usize, truth: Truth, assessment: &Assessment) -> Case {
    let probability = assessment.drop.unwrap_or(1.0 - assessment.p_alive);
    Case {
        customer: u32::try_from(customer).unwrap_or(u32::MAX),
        dropped: truth.dropped,
        lost: truth.lost,
        certainty: priority(probability, assessment.silence, 1.0, 0.0),
        stake: assessment.own_value.max(1.0),
        last_age: assessment.last_age,
        orders: truth.orders,
        value: truth.value,
    }
}

/// Places of the cases in the order of each baseline.
fn rank(cases: &[Case]) -> [Vec<u32>; 2] {
    let inputs: Vec<RfmInput> = cases
        .iter()
        .map(|case| RfmInput {
            recency_days: f64::from(case.last_age),
            orders: case.orders,
            value: case.value,
        })
        .collect();
    let cells = cells(&inputs);
    let places = || -> Vec<u32> { (0..u32::try_from(cases.len()).unwrap_or(u32::MAX)).collect() };
    let of = |place: &u32| &cases[*place as usize];
    let (mut recency, mut rfm) = (places(), places());
    recency.sort_by_key(|place| (Reverse(of(place).last_age), Reverse(of(place).value), *place));
    rfm.sort_by_key(|place| {
        let cell = cells[*place as usize];
        (cell.recency, Reverse(cell.frequency + cell.monetary), Reverse(of(place).value), *place)
    });
    [recency, rfm]
}

/// One customer's part in a list, over all origins.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    listed: f64,
    right: f64,
    lost: f64,
}

/// Value lost by customer over all origins, listed or not.
fn totals(rounds: &[Round]) -> BTreeMap<u32, f64> {
    let mut lost = BTreeMap::new();
    for case in rounds.iter().flat_map(|round| &round.cases).filter(|case| case.lost > 0.0) {
        *lost.entry(case.customer).or_insert(0.0) += case.lost;
    }
    lost
}

fn at_length(length: Length, rounds: &[Round], lost: &BTreeMap<u32, f64>) -> AtLength {
    let parts: Vec<BTreeMap<u32, Part>> = (0..RANKINGS.len())
        .map(|k| {
            let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
            for round in rounds {
                let n = length.of(round.cases.len());
                for place in round.ranked[k].iter().take(n) {
                    let case = &round.cases[*place as usize];
                    let part = parts.entry(case.customer).or_default();
                    part.listed += 1.0;
                    part.right += f64::from(u8::from(case.dropped));
                    part.lost += case.lost;
                }
            }
            parts
        })
        .collect();
    let scores = (0..RANKINGS.len()).map(|k| score(k, &parts, lost)).collect();
    AtLength { length, scores }
}

/// Ratios with linearised variances, customers as clusters, so that the same customer at several origins counts once
/// (Cochran 1977, "Sampling techniques", section 6.3).
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts
fn score(k: usize, parts: &[BTreeMap<u32, Part>], lost: &BTreeMap<u32, f64>) -> Score {
    let sum = |k: usize| {
        parts[k].values().fold(Part::default(), |sum, part| Part {
            listed: sum.listed + part.listed,
            right: sum.right + part.right,
            lost: sum.lost + part.lost,
        })
    };
    let all: f64 = lost.values().sum();
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let (method, own) = (sum(0), sum(k));
    let (p_method, p_own) = (ratio(method.right, method.listed), ratio(own.right, own.listed));
    let (v_method, v_own) = (ratio(method.lost, all), ratio(own.lost, all));
    let part = |k: usize, customer: &u32| parts[k].get(customer).copied().unwrap_or_default();
    let precision_pull = |customer: &u32| {
        let (m, o) = (part(0, customer), part(k, customer));
        ratio(m.right - p_method * m.listed, method.listed) - ratio(o.right - p_own * o.listed, own.listed)
    };
    let gain = v_method - v_own;
    let either = || parts[0].keys().chain(parts[k].keys().filter(|c| !parts[0].contains_key(c)));
    let precision_variance: f64 = either().map(|customer| precision_pull(customer).powi(2)).sum();
    let value_pull = |customer: &u32, total: f64| part(k, customer).lost - v_own * total;
    let gain_pull =
        |customer: &u32, total: f64| part(0, customer).lost - part(k, customer).lost - gain * total;
    let variance = |pull: &dyn Fn(&u32, f64) -> f64| -> f64 {
        lost.iter().map(|(customer, total)| ratio(pull(customer, *total), all).powi(2)).sum()
    };
    Score {
        ranking: RANKINGS[k],
        listed: own.listed as u64,
        right: own.right as u64,
        precision: p_own,
        precision_interval: wilson_interval(own.right as u64, own.listed as u64, 0.95),
        value_captured: v_own,
        value_captured_interval: around(v_own, variance(&value_pull), 0.0),
        precision_gain: p_method - p_own,
        precision_gain_interval: around(p_method - p_own, precision_variance, -1.0),
        value_gain: gain,
        value_gain_interval: around(gain, variance(&gain_pull), -1.0),
    }
}

fn around(value: f64, variance: f64, least: f64) -> Interval {
    let half = 1.96 * variance.sqrt();
    Interval { low: (value - half).max(least), high: (value + half).min(1.0) }
}

/// Means over the lengths, since one length alone is a throw of dice.
#[allow(clippy::cast_precision_loss)]
fn judge(lengths: &[AtLength], rounds: &[Round]) -> Verdict {
    let dropped: usize = rounds.iter().map(|r| r.cases.iter().filter(|case| case.dropped).count()).sum();
    if dropped < ENOUGH_DROPS || lengths.is_empty() {
        return Verdict { finding: Finding::TooLittle, order: Ranking::Method };
    }
    let n = lengths.len() as f64;
    let mean =
        |k: usize, of: &dyn Fn(&Score) -> f64| lengths.iter().map(|l| of(&l.scores[k])).sum::<f64>() / n;
    let precision: Vec<f64> = (0..3).map(|k| mean(k, &|s| s.precision)).collect();
    let value: Vec<f64> = (0..3).map(|k| mean(k, &|s| s.value_captured)).collect();
    if (1..3).all(|k| precision[0] > precision[k] && value[0] > value[k]) {
        return Verdict { finding: Finding::Beats, order: Ranking::Method };
    }
    let balance = |k: usize| precision[k] * value[k];
    let better = |a: &usize, b: &usize| balance(*a).total_cmp(&balance(*b)).then(b.cmp(a));
    if let Some(k) = (1..3).filter(|k| precision[*k] >= precision[0] && value[*k] >= value[0]).max_by(better)
    {
        return Verdict { finding: Finding::Beaten, order: RANKINGS[k] };
    }
    let order = (0..3).max_by(better).map_or(Ranking::Method, |k| RANKINGS[k]);
    Verdict { finding: Finding::Mixed, order }
}

#[allow(clippy::cast_possible_truncation)] // clamped
fn whole(value: f64) -> i64 {
    value.round().clamp(0.0, 9e15) as i64
}
