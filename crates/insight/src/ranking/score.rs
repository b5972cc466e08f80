//! Precision and value captured of each list, with intervals, and what follows for the product.

use super::rounds::Round;
use super::{AtLength, Finding, Length, RANKINGS, Ranking, Score, Verdict};
use crate::stats::{Interval, wilson_interval};
use std::collections::BTreeMap;

/// Customers who dropped, over all origins: with fewer nothing can be compared.
pub(super) const ENOUGH_DROPS: usize = 10;

/// One customer's part in a list, over all origins.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    listed: f64,
    right: f64,
    lost: f64,
}

/// Value lost by customer over all origins, listed or not.
pub(super) fn totals(rounds: &[Round]) -> BTreeMap<u32, f64> {
    let mut lost = BTreeMap::new();
    for case in rounds.iter().flat_map(|round| &round.cases).filter(|case| case.lost > 0.0) {
        *lost.entry(case.customer).or_insert(0.0) += case.lost;
    }
    lost
}

pub(super) fn at_length(length: Length, rounds: &[Round], lost: &BTreeMap<u32, f64>) -> AtLength {
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
pub(super) fn judge(lengths: &[AtLength], rounds: &[Round]) -> Verdict {
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
