//! Shrunken lift: gamma-Poisson shrinkage of observed over expected (DuMouchel 1999).
//!
//! Of a hundred thousand pairs the largest lifts are the luckiest. The lifts of all pairs tested tell how large lifts are
//! on this data; each pair's own lift is drawn towards that as far as its own count is uncertain.
//!
//! A count of customers is less uncertain than a Poisson count when most of them buy: its variance is E (1 - E / n_A), not
//! E. Observed and expected are therefore divided by 1 - E / n_A before they enter (quasi-likelihood, McCullagh and Nelder
//! 1989, ch. 9); the exact interval and test beside it stay Poisson and are cautious there.

use crate::stats::as_real;
use rayon::prelude::*;
use serde::Serialize;
use statrs::function::gamma::{digamma, ln_gamma};

/// Fewer pairs tell nothing about the spread of lifts.
const LEAST_PAIRS: usize = 20;
/// Steps of the search; it has settled long before.
const STEPS: usize = 150;

/// The distribution of true lifts over all pairs tested: a mixture of two gamma distributions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prior {
    /// Shape and rate of each part; the mean of a part is shape over rate.
    pub parts: [(f64, f64); 2],
    /// Weight of the first part.
    pub weight: f64,
}

/// Observed and expected on the scale on which the count varies as a Poisson count does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidenced {
    observed: f64,
    expected: f64,
}

impl Evidenced {
    /// From counts of `n_a` customers. The share expected is taken as at most 95 %, for it is itself an estimate.
    pub(crate) fn new(n_a: u32, n_ab: u32, expected: f64) -> Self {
        let spread = (1.0 - expected / f64::from(n_a.max(1))).max(0.05);
        Self { observed: f64::from(n_ab) / spread, expected: expected / spread }
    }
}

impl Prior {
    /// Where too few pairs were tested to learn from: lifts around one, most within 0.5 and 2.
    pub const VAGUE: Self = Self { parts: [(8.0, 8.0), (2.0, 2.0)], weight: 0.8 };

    /// The most likely prior of observed and expected counts (DuMouchel 1999, eq. 4 to 6).
    ///
    /// The four gamma parameters by the simplex method (Nelder and Mead 1965) on their logarithms, begun twice; the weight
    /// for each choice of them by expectation-maximisation.
    pub(crate) fn fit(counts: &[Evidenced]) -> Self {
        if counts.len() < LEAST_PAIRS {
            return Self::VAGUE;
        }
        let cost = |x: &[f64; 4]| {
            let away = x.iter().zip(START).zip(PULL).map(|((x, start), pull)| pull * (x - start).powi(2));
            away.sum::<f64>() - Self::weighed(x, counts).1
        };
        let once = simplex(START, &cost);
        Self::weighed(&simplex(once, &cost), counts).0
    }

    /// The prior of these gamma parameters with its most likely weight, and the log-likelihood.
    fn weighed(x: &[f64; 4], counts: &[Evidenced]) -> (Self, f64) {
        let bounded = |x: f64| x.clamp(-7.0, 9.0).exp();
        let parts = [(bounded(x[0]), bounded(x[1])), (bounded(x[2]), bounded(x[3]))];
        // Per count the log of the larger part's chance, and how much smaller the chances of the parts are.
        let masses: Vec<(f64, f64, f64)> = counts
            .par_iter()
            .with_min_len(256)
            .map(|count| {
                let masses = parts.map(|part| ln_mass(part, *count));
                let most = masses[0].max(masses[1]);
                (most, (masses[0] - most).exp(), (masses[1] - most).exp())
            })
            .collect();
        let mut weight = Self::VAGUE.weight;
        for _ in 0..20 {
            let first: f64 = masses
                .iter()
                .map(|(_, first, second)| weight * first / (weight * first + (1.0 - weight) * second))
                .sum();
            // As if five more pairs had been seen, of which the vague prior says four belong to the first part.
            weight = (first + 5.0 * Self::VAGUE.weight) / (as_real(masses.len() as u64) + 5.0);
        }
        let likelihood = masses
            .iter()
            .map(|(most, first, second)| most + (weight * first + (1.0 - weight) * second).ln())
            .sum();
        (Self { parts, weight }, likelihood)
    }

    /// The chance that the count belongs to the first part.
    fn first_part(&self, count: Evidenced) -> f64 {
        let masses = self.parts.map(|part| ln_mass(part, count));
        1.0 / (1.0 + (1.0 - self.weight) / self.weight * (masses[1] - masses[0]).exp())
    }

    /// The shrunken lift: the geometric mean of the lift given the count (DuMouchel 1999, eq. 10, EBGM).
    pub(crate) fn shrunken(&self, count: Evidenced) -> f64 {
        let weight = self.first_part(count);
        let mean_ln =
            |(shape, rate): (f64, f64)| digamma(shape + count.observed) - (rate + count.expected).ln();
        (weight * mean_ln(self.parts[0]) + (1.0 - weight) * mean_ln(self.parts[1])).exp()
    }
}

/// Log of the chance of the count under one gamma part, but for a term that is the same for all parts.
fn ln_mass((shape, rate): (f64, f64), Evidenced { observed: n, expected }: Evidenced) -> f64 {
    ln_gamma(shape + n) - ln_gamma(shape) + shape * (rate / (rate + expected)).ln()
        - n * (rate + expected).ln()
}

/// The vague prior in the coordinates of the search.
const START: [f64; 4] = [2.079, 2.079, 0.693, 0.693];
/// How much each is held there. The first part, the many pairs without a tie, is learnt freely; the second, the few with
/// one, stays a wide spread around one unless many pairs say otherwise.
const PULL: [f64; 4] = [0.2, 0.2, 2.0, 2.0];

/// Minimises `cost` by the simplex method with the usual coefficients 1, 2, 1/2, 1/2.
fn simplex(start: [f64; 4], cost: &impl Fn(&[f64; 4]) -> f64) -> [f64; 4] {
    let mut points: Vec<([f64; 4], f64)> = (0..5)
        .map(|corner| {
            let mut x = start;
            if corner < 4 {
                x[corner] += 0.7;
            }
            (x, cost(&x))
        })
        .collect();
    for _ in 0..STEPS {
        points.sort_by(|left, right| left.1.total_cmp(&right.1));
        if points[4].1 - points[0].1 < 1e-7 * (1.0 + points[0].1.abs()) {
            break;
        }
        let centre: [f64; 4] =
            std::array::from_fn(|i| points[..4].iter().map(|(x, _)| x[i]).sum::<f64>() / 4.0);
        let along = |step: f64| {
            let x = std::array::from_fn(|i| centre[i] + step * (points[4].0[i] - centre[i]));
            (x, cost(&x))
        };
        let reflected = along(-1.0);
        if reflected.1 < points[0].1 {
            let expanded = along(-2.0);
            points[4] = if expanded.1 < reflected.1 { expanded } else { reflected };
        } else if reflected.1 < points[3].1 {
            points[4] = reflected;
        } else {
            let contracted = along(if reflected.1 < points[4].1 { -0.5 } else { 0.5 });
            if contracted.1 < points[4].1.min(reflected.1) {
                points[4] = contracted;
            } else {
                let best = points[0].0;
                for point in &mut points[1..] {
                    point.0 = std::array::from_fn(|i| f64::midpoint(best[i], point.0[i]));
                    point.1 = cost(&point.0);
                }
            }
        }
    }
    points.sort_by(|left, right| left.1.total_cmp(&right.1));
    points[0].0
}

/// Sum of observed over sum of expected; `None` when nothing was expected.
pub(crate) fn pooled(counts: impl Iterator<Item = (u32, f64)>) -> Option<f64> {
    let (observed, expected) = counts.fold((0_u64, 0.0), |sum, (n, e)| (sum.0 + u64::from(n), sum.1 + e));
    (expected > 0.0).then(|| as_real(observed) / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Out of so many customers that the count is as good as Poisson.
    fn of(observed: u32, expected: f64) -> Evidenced {
        Evidenced::new(1_000_000_000, observed, expected)
    }

    #[test]
    fn many_customers_are_believed_and_few_are_not() {
        let prior = Prior::VAGUE;
        assert!((prior.shrunken(of(3000, 1000.0)) - 3.0).abs() < 0.05);
        let few = prior.shrunken(of(3, 1.0));
        assert!(few > 1.0 && few < 1.7, "{few}");
        assert!(prior.shrunken(of(0, 20.0)) > 0.0);
    }

    #[test]
    fn one_gamma_by_hand() {
        // Both parts Gamma(4, 4): the posterior of 8 seen and 4 expected is Gamma(12, 8), E ln = digamma(12) - ln 8.
        let prior = Prior { parts: [(4.0, 4.0); 2], weight: 0.5 };
        assert!((prior.shrunken(of(8, 4.0)) - (digamma(12.0) - 8_f64.ln()).exp()).abs() < 1e-6);
    }

    #[test]
    fn what_nearly_everybody_buys_is_believed_sooner() {
        let rare = Prior::VAGUE.shrunken(Evidenced::new(10_000, 90, 60.0));
        let common = Prior::VAGUE.shrunken(Evidenced::new(100, 90, 60.0));
        assert!(rare < common && common < 1.5, "{rare} {common}");
    }

    #[test]
    fn the_fit_finds_the_spread_of_lifts() {
        // Counts at the quantiles of what they would be if nine in ten lifts were one and the others four.
        let mut counts = Vec::new();
        for pair in 0..1000_u32 {
            let expected = 20.0 + f64::from(pair % 7);
            let lift = if pair % 10 == 0 { 4.0 } else { 1.0 };
            let z = crate::stats::normal_quantile((f64::from(pair * 37 % 1000) + 0.5) / 1000.0);
            let mean: f64 = lift * expected;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // positive and small
            counts.push(of((mean + z * mean.sqrt()).round().max(0.0) as u32, expected));
        }
        let prior = Prior::fit(&counts);
        assert_eq!(prior, Prior::fit(&counts));
        // A lucky 30 of 20 is drawn most of the way to one; 80 of 20 is left where it is.
        assert!(prior.shrunken(of(30, 20.0)) < 1.2, "{prior:?}");
        assert!((prior.shrunken(of(80, 20.0)) - 4.0).abs() < 0.4, "{prior:?}");
        assert_eq!(Prior::fit(&counts[..5]), Prior::VAGUE);
    }
}
