//! Precision and value captured of each list, with intervals, and what follows for the product.

use super::rounds::Round;
use super::{AtLength, Finding, Length, PLAIN, RANKINGS, Ranking, Score, Verdict};
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
    let named = rounds.iter().map(|round| round.in_decline(length.of(round.cases.len())) as u64).sum();
    AtLength { length, named, scores }
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
    let (first, own) = (sum(0), sum(k));
    let (p_first, p_own) = (ratio(first.right, first.listed), ratio(own.right, own.listed));
    let (v_first, v_own) = (ratio(first.lost, all), ratio(own.lost, all));
    let part = |k: usize, customer: &u32| parts[k].get(customer).copied().unwrap_or_default();
    let precision_pull = |customer: &u32| {
        let (f, o) = (part(0, customer), part(k, customer));
        ratio(f.right - p_first * f.listed, first.listed) - ratio(o.right - p_own * o.listed, own.listed)
    };
    let gain = v_first - v_own;
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
        precision_gain: p_first - p_own,
        precision_gain_interval: around(p_first - p_own, precision_variance, -1.0),
        value_gain: gain,
        value_gain_interval: around(gain, variance(&gain_pull), -1.0),
    }
}

fn around(value: f64, variance: f64, least: f64) -> Interval {
    let half = 1.96 * variance.sqrt();
    Interval { low: (value - half).max(least), high: (value + half).min(1.0) }
}

/// Another order is used only where it is better by this factor in one of precision and value captured, and no worse in the
/// other: less is chance, and changes whom people call for nothing.
const CLEARLY: f64 = 1.1;

/// Means over the lengths, since one length alone is a throw of dice.
#[allow(clippy::cast_precision_loss)]
pub(super) fn judge(lengths: &[AtLength], rounds: &[Round]) -> Verdict {
    let dropped: usize = rounds.iter().map(|r| r.cases.iter().filter(|case| case.dropped).count()).sum();
    if dropped < ENOUGH_DROPS || lengths.is_empty() {
        return Verdict { finding: Finding::TooLittle, order: Ranking::ValueAtRisk };
    }
    let n = lengths.len() as f64;
    let mean = |of: &dyn Fn(&Score) -> f64| -> [f64; RANKINGS.len()] {
        std::array::from_fn(|k| lengths.iter().map(|l| of(&l.scores[k])).sum::<f64>() / n)
    };
    decide(mean(&|s| s.precision), mean(&|s| s.value_captured))
}

/// What follows from mean precision and mean value captured, each in the order of [`RANKINGS`].
fn decide(precision: [f64; RANKINGS.len()], value: [f64; RANKINGS.len()]) -> Verdict {
    let beats = |k: usize| precision[0] > precision[k] && value[0] > value[k];
    let beaten_by = |k: usize| {
        let no_worse = precision[k] >= precision[0] && value[k] >= value[0];
        no_worse && (precision[k] > CLEARLY * precision[0] || value[k] > CLEARLY * value[0])
    };
    let balance = |k: usize| precision[k] * value[k];
    let better = |a: &usize, b: &usize| balance(*a).total_cmp(&balance(*b)).then(b.cmp(a));
    let best = (1..RANKINGS.len()).filter(|k| beaten_by(*k)).max_by(better).map_or(0, |k| k);
    let finding = if PLAIN.into_iter().any(beaten_by) {
        Finding::Beaten
    } else if PLAIN.into_iter().all(beats) {
        Finding::Beats
    } else {
        Finding::Mixed
    };
    Verdict { finding, order: RANKINGS[best] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_order_is_used_where_it_is_clearly_better_in_both() {
        let of = |precision, value| {
            let verdict = decide(precision, value);
            (verdict.finding, verdict.order)
        };
        assert_eq!(of([0.5, 0.5, 0.4, 0.3], [0.2, 0.2, 0.1, 0.1]), (Finding::Beats, Ranking::ValueAtRisk));
        assert_eq!(
            of([0.5, 0.6, 0.4, 0.3], [0.2, 0.2, 0.1, 0.1]),
            (Finding::Beats, Ranking::Method),
            "the method's own order is better than value at risk, and both than the plain ones"
        );
        assert_eq!(
            of([0.5, 0.5, 0.52, 0.3], [0.2, 0.2, 0.21, 0.1]),
            (Finding::Mixed, Ranking::ValueAtRisk),
            "better by a twenty-fifth is chance"
        );
        assert_eq!(
            of([0.5, 0.5, 0.6, 0.7], [0.2, 0.2, 0.2, 0.25]),
            (Finding::Beaten, Ranking::Rfm),
            "of two that are better, the one with more of both"
        );
        assert_eq!(
            of([0.5, 0.5, 0.7, 0.3], [0.2, 0.2, 0.1, 0.3]),
            (Finding::Mixed, Ranking::ValueAtRisk),
            "one is right more often, the other holds more value: neither is better"
        );
    }
}
