//! Past moments: what was known then, what came of it, and who would have been called first.

use super::Length;
use crate::decline::{Assessment, Learnt, Orders, Settings, half_of, priority};
use crate::rfm::{RfmInput, cells};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Orders in the year before the origin that make a pace.
const PACE_ORDERS: u32 = 3;

/// A customer with a pace to lose, at one origin.
pub(super) struct Case {
    pub(super) customer: u32,
    pub(super) dropped: bool,
    pub(super) lost: f64,
    /// Priority without regard to value.
    certainty: f64,
    stake: f64,
    last_age: i32,
    orders: u32,
    value: i64,
}

/// One origin with its three rankings: places into `cases`, the first to call first.
pub(super) struct Round {
    pub(super) cut: i32,
    pub(super) cases: Vec<Case>,
    pub(super) ranked: [Vec<u32>; 3],
    longest: usize,
}

impl Round {
    pub(super) fn new(
        orders: &Orders,
        cut: i32,
        horizon: i32,
        settings: &Settings,
        lengths: &[Length],
    ) -> Self {
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
    pub(super) fn by_method(&self, weight: f64) -> Vec<u32> {
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
