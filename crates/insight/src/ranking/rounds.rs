//! Past moments: what was known then, what came of it, and who would have been called first.

use super::{Length, RANKINGS};
use crate::decline::{Assessment, Learnt, Orders, Settings, Verdicts, certainty, half_of, priority};
use crate::rfm::{RfmInput, cells};
use rayon::prelude::*;
use std::cmp::Reverse;
use vihje_model::Purchases;

/// Orders in the year before the origin that make a pace.
const PACE_ORDERS: u32 = 3;

/// A customer with a pace to lose, at one origin.
pub(super) struct Case {
    pub(super) customer: u32,
    pub(super) dropped: bool,
    pub(super) lost: f64,
    /// Value at risk of who was in decline at that moment.
    at_risk: Option<i64>,
    certainty: f64,
    stake: f64,
    last_age: i32,
    orders: u32,
    value: i64,
}

/// One origin with its rankings: places into `cases`, the first to call first, in the order of [`RANKINGS`].
pub(super) struct Round {
    pub(super) cut: i32,
    pub(super) cases: Vec<Case>,
    pub(super) ranked: [Vec<u32>; RANKINGS.len()],
    longest: usize,
}

impl Round {
    pub(super) fn new(
        purchases: &Purchases,
        orders: &Orders,
        cut: i32,
        horizon: i32,
        settings: &Settings,
        lengths: &[Length],
    ) -> Self {
        let learnt = Learnt::new(orders, cut, settings);
        let known: Vec<(usize, Assessment)> = (0..orders.customers())
            .into_par_iter()
            .filter_map(|customer| learnt.assess(orders, customer).map(|known| (customer, known)))
            .collect();
        let mut at_risk = vec![None; known.len()];
        let verdicts = Verdicts::new(purchases, orders, &learnt, &known, settings);
        for row in verdicts.rows(purchases, orders, &learnt, &known, settings) {
            at_risk[row.index as usize] = Some(row.value_at_risk);
        }
        let cases: Vec<Case> = known
            .par_iter()
            .zip(at_risk)
            .filter_map(|((customer, assessment), at_risk)| {
                let truth = truth(orders, *customer, cut, horizon)?;
                Some(case(*customer, truth, assessment, at_risk))
            })
            .collect();
        let longest = lengths.iter().map(|length| length.of(cases.len())).max().unwrap_or(0).min(cases.len());
        let [recency, rfm] = rank(&cases);
        let mut round = Self { cut, cases, ranked: [Vec::new(), Vec::new(), recency, rfm], longest };
        round.weigh(settings.value_weight);
        round
    }

    /// Makes the two lists of the method with this weight of value.
    pub(super) fn weigh(&mut self, weight: f64) {
        let by_method = self.by_method(weight);
        self.ranked[0] = self.as_today(&by_method);
        self.ranked[1] = by_method;
    }

    /// Those in decline by value at risk, then the next of the method's own order.
    fn as_today(&self, by_method: &[u32]) -> Vec<u32> {
        let at_risk = |place: u32| self.cases[place as usize].at_risk;
        let places = 0..u32::try_from(self.cases.len()).unwrap_or(u32::MAX);
        let mut today: Vec<u32> = places.filter(|place| at_risk(*place).is_some()).collect();
        today.sort_by_key(|place| (Reverse(at_risk(*place)), *place));
        today.extend(by_method.iter().filter(|place| at_risk(**place).is_none()));
        today.truncate(self.longest);
        today
    }

    /// Of the first `n` of Today's order, those who were in decline then.
    pub(super) fn in_decline(&self, n: usize) -> usize {
        self.cases.iter().filter(|case| case.at_risk.is_some()).count().min(n)
    }

    /// The first places by certainty times stake to a power, as many as the longest list needs.
    pub(super) fn by_method(&self, weight: f64) -> Vec<u32> {
        let priority: Vec<f64> =
            self.cases.par_iter().map(|case| priority(case.certainty, case.stake, weight)).collect();
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
    pub(super) fn count(&self, places: &[u32], n: usize) -> (f64, f64, f64) {
        places.iter().take(n).map(|place| &self.cases[*place as usize]).fold((0.0, 0.0, 0.0), |sum, case| {
            (sum.0 + f64::from(u8::from(case.dropped)), sum.1 + 1.0, sum.2 + case.lost)
        })
    }
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

fn case(customer: usize, truth: Truth, assessment: &Assessment, at_risk: Option<i64>) -> Case {
    let probability = assessment.drop.unwrap_or(1.0 - assessment.p_alive);
    Case {
        customer: u32::try_from(customer).unwrap_or(u32::MAX),
        dropped: truth.dropped,
        lost: truth.lost,
        at_risk,
        certainty: certainty(probability, assessment.silence),
        stake: assessment.own_value,
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
