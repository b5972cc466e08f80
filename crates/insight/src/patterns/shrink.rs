//! Shrunken lift: gamma-Poisson shrinkage of observed over expected (DuMouchel 1999) with as many gamma parts as it takes.
//!
//! Of a hundred thousand pairs the largest lifts are the luckiest. The lifts of all pairs tested tell how large lifts are
//! on this data; each pair's own lift is drawn towards that as far as its own count is uncertain.
//!
//! DuMouchel's two parts bend to where most pairs are: where many lifts lie a little above one, a clear substitute far below
//! it is drawn up past its own evidence. The parts here stand on a grid from a twentieth to twenty and only their weights are
//! learnt (the grid of Stephens 2017, "False discovery rates: a new deal", with Poisson counts), so each region of lifts has
//! a part that can take it.
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
/// Rounds of expectation-maximisation. Begun from the vague prior and stopped long before it falls apart into spikes.
const ROUNDS: usize = 60;
/// The vague prior counts as so many pairs more.
const PULL: f64 = 5.0;
/// The parts stand on lifts whose logarithms run from -3 to 3 in steps of this.
const STEP: f64 = 0.15;
/// Shape of a part of the grid: its spread, 1 in 6.3, is that of a step.
const GRID_SHAPE: f64 = 40.0;
/// Shapes of the parts that stand on one alone: pairs without a tie are many, and differ by little.
const NO_TIE: [f64; 2] = [300.0, 10_000.0];

/// The distribution of true lifts over all pairs tested: a mixture of gamma distributions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prior {
    /// The parts; their weights sum to one.
    pub parts: Vec<Part>,
}

/// One gamma distribution of a [`Prior`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Part {
    /// Its shape.
    pub shape: f64,
    /// Its rate; the mean is shape over rate.
    pub rate: f64,
    /// Its share of the pairs.
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
    pub fn vague() -> Self {
        // Half of the pairs without a tie; of the others half between 0.74 and 1.35, with the long tails of a Cauchy law of
        // the logarithm: what is far out was seen, not supposed.
        let grid = (-20_i32..=20).map(|step| f64::from(step) * STEP);
        let on_grid: Vec<f64> = grid.clone().map(|ln| 1.0 / (1.0 + (ln / 0.3).powi(2))).collect();
        let sum: f64 = on_grid.iter().sum();
        let spread = grid.zip(on_grid).map(|(ln, weight)| Part {
            shape: GRID_SHAPE,
            rate: GRID_SHAPE / ln.exp(),
            weight: 0.5 * weight / sum,
        });
        let no_tie =
            NO_TIE.map(|shape| Part { shape, rate: shape, weight: 0.5 / as_real(NO_TIE.len() as u64) });
        Self { parts: no_tie.into_iter().chain(spread).collect() }
    }

    /// The weights under which the counts are most likely, the vague prior counted in as `PULL` pairs.
    ///
    /// Time O(counts x parts x rounds); a few thousand counts say all there is to say.
    pub(crate) fn fit(counts: &[Evidenced]) -> Self {
        let vague = Self::vague();
        if counts.len() < LEAST_PAIRS {
            return vague;
        }
        let masses: Vec<Vec<f64>> =
            counts.par_iter().map(|count| vague.masses(*count).map(|(mass, _)| mass).collect()).collect();
        let mut prior = vague.clone();
        for _ in 0..ROUNDS {
            let mut sums: Vec<f64> = vague.parts.iter().map(|part| PULL * part.weight).collect();
            for masses in &masses {
                let whole: f64 = masses.iter().zip(&prior.parts).map(|(mass, part)| mass * part.weight).sum();
                for ((sum, mass), part) in sums.iter_mut().zip(masses).zip(&prior.parts) {
                    *sum += mass * part.weight / whole;
                }
            }
            for (part, sum) in prior.parts.iter_mut().zip(sums) {
                part.weight = sum / (as_real(counts.len() as u64) + PULL);
            }
        }
        prior
    }

    /// The chance of the count under each part, the largest of them one, with the logarithm of the part's rate then.
    fn masses(&self, count: Evidenced) -> impl Iterator<Item = (f64, f64)> {
        let (mut last, mut rising) = (f64::NAN, 0.0);
        let mut most = f64::NEG_INFINITY;
        let mut logs: Vec<(f64, f64)> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            // Most parts have one shape.
            if part.shape.to_bits() != last.to_bits() {
                (last, rising) = (part.shape, ln_gamma(part.shape + count.observed) - ln_gamma(part.shape));
            }
            let whole = (part.rate + count.expected).ln();
            let log = rising + part.shape * part.rate.ln() - (part.shape + count.observed) * whole;
            most = most.max(log);
            logs.push((log, whole));
        }
        logs.into_iter().map(move |(log, whole)| ((log - most).exp(), whole))
    }

    /// The shrunken lift: the geometric mean of the lift given the count (DuMouchel 1999, eq. 10, EBGM).
    pub(crate) fn shrunken(&self, count: Evidenced) -> f64 {
        let (mut whole, mut sum) = (0.0, 0.0);
        let (mut last, mut psi) = (f64::NAN, 0.0);
        for ((mass, ln_rate), part) in self.masses(count).zip(&self.parts) {
            let share = mass * part.weight;
            if share > 0.0 {
                if part.shape.to_bits() != last.to_bits() {
                    (last, psi) = (part.shape, digamma(part.shape + count.observed));
                }
                whole += share;
                sum += share * (psi - ln_rate);
            }
        }
        (sum / whole).exp()
    }
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
        let prior = Prior::vague();
        assert!((prior.shrunken(of(3000, 1000.0)) - 3.0).abs() < 0.05);
        let few = prior.shrunken(of(3, 1.0));
        assert!(few > 1.0 && few < 1.7, "{few}");
        assert!(prior.shrunken(of(0, 20.0)) > 0.0);
    }

    #[test]
    fn one_gamma_by_hand() {
        // One part, Gamma(4, 4): the posterior of 8 seen and 4 expected is Gamma(12, 8), E ln = digamma(12) - ln 8.
        let prior = Prior { parts: vec![Part { shape: 4.0, rate: 4.0, weight: 1.0 }] };
        assert!((prior.shrunken(of(8, 4.0)) - (digamma(12.0) - 8_f64.ln()).exp()).abs() < 1e-6);
    }

    #[test]
    fn what_nearly_everybody_buys_is_believed_sooner() {
        let rare = Prior::vague().shrunken(Evidenced::new(10_000, 90, 60.0));
        let common = Prior::vague().shrunken(Evidenced::new(100, 90, 60.0));
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
        assert_eq!(Prior::fit(&counts[..5]), Prior::vague());
    }

    #[test]
    fn a_clear_substitute_is_left_below_one() {
        // Most lifts a little above one, as among baskets; one in twenty at 0.6.
        let mut counts = Vec::new();
        for pair in 0..2000_u32 {
            let lift = if pair % 20 == 0 { 0.6 } else { 1.05 + 0.3 * f64::from(pair % 10) / 10.0 };
            let z = crate::stats::normal_quantile((f64::from(pair * 37 % 2000) + 0.5) / 2000.0);
            let mean: f64 = lift * 90.0;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // positive and small
            counts.push(of((mean + z * mean.sqrt()).round().max(0.0) as u32, 90.0));
        }
        let shrunken = Prior::fit(&counts).shrunken(of(53, 90.0));
        assert!((0.55..0.75).contains(&shrunken), "{shrunken}");
    }
}
