//! Intervals, tests and false-discovery control shared by the methods.
//!
//! Must never return NaN or panic on any finite input: counts are integers, and limits of the definitions are written out.

use serde::Serialize;
use statrs::function::{erf::erfc_inv, gamma};

/// A closed interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Both ends divided by a positive number.
    #[must_use]
    pub fn over(self, divisor: f64) -> Self {
        Self { low: self.low / divisor, high: self.high / divisor }
    }

    /// Whether the interval holds the value.
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// The quantile of the standard normal distribution.
///
/// `p` is clamped to [1e-300, 1 - 1e-16], so the result is finite.
pub fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p.clamp(1e-300, 1.0 - 1e-16))
}

/// P(X >= `observed`) for X Poisson with mean `expected`: the evidence that more happened than expected.
///
/// Equals the regularised lower incomplete gamma function P(observed, expected) (Johnson, Kemp, Kotz 2005, eq. 4.92).
pub fn poisson_upper(observed: u64, expected: f64) -> f64 {
    if observed == 0 {
        return 1.0;
    }
    if expected <= 0.0 {
        return 0.0;
    }
    gamma::gamma_lr(as_real(observed), expected).clamp(0.0, 1.0)
}

/// P(X <= `observed`) for X Poisson with mean `expected`: the evidence that less happened than expected.
pub fn poisson_lower(observed: u64, expected: f64) -> f64 {
    if expected <= 0.0 {
        return 1.0;
    }
    gamma::gamma_ur(as_real(observed) + 1.0, expected).clamp(0.0, 1.0)
}

/// Two-sided p-value of a Poisson count: twice the smaller tail, at most one.
///
/// This is the test that the central (Garwood) interval inverts: the 95 % interval leaves `expected` out exactly when
/// p < 0.05. The right one when departures both ways will be reported. Conservative, as every exact discrete test.
pub fn poisson_two_sided(observed: u64, expected: f64) -> f64 {
    let tail = if as_real(observed) > expected {
        poisson_upper(observed, expected)
    } else {
        poisson_lower(observed, expected)
    };
    (2.0 * tail).min(1.0)
}

/// Exact central interval of a Poisson mean after `observed` events (Garwood 1936), at `level` such as 0.95.
///
/// Low is the `(1 - level) / 2` quantile of Gamma(observed, 1), zero for no event; high is the `(1 + level) / 2` quantile
/// of Gamma(observed + 1, 1).
pub fn poisson_interval(observed: u64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let low = if observed == 0 { 0.0 } else { gamma_quantile(as_real(observed), tail) };
    Interval { low, high: gamma_quantile(as_real(observed) + 1.0, 1.0 - tail) }
}

/// The `p` quantile of Gamma(`shape`, 1), for `shape` > 0 and 0 < `p` < 1, to about twelve digits.
///
/// Starts from Wilson and Hilferty (1931) and brackets Newton's steps between bounds, so it always ends.
pub fn gamma_quantile(shape: f64, p: f64) -> f64 {
    let z = normal_quantile(p);
    let cube = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    let start = shape * cube.powi(3);
    // P(shape, x) is close to x^shape / Gamma(shape + 1) for small x, where the cube root goes negative.
    let mut x = if start > 0.0 { start } else { ((p.ln() + gamma::ln_gamma(shape + 1.0)) / shape).exp() };
    let (mut below, mut above) = (0.0_f64, f64::INFINITY);
    for _ in 0..100 {
        x = x.max(1e-300);
        let error = gamma::gamma_lr(shape, x) - p;
        if error < 0.0 {
            below = x;
        } else {
            above = x;
        }
        let density = ((shape - 1.0) * x.ln() - x - gamma::ln_gamma(shape)).exp();
        let mut next = x - error / density;
        if !(next > below && next < above) {
            next = if above.is_finite() { f64::midpoint(below, above) } else { 2.0 * x };
        }
        if (next - x).abs() <= 1e-13 * x {
            return next;
        }
        x = next;
    }
    x
}

/// Interval of a proportion (Wilson 1927), at `level` such as 0.95; the whole of [0, 1] when nobody was asked.
pub fn wilson_interval(successes: u64, trials: u64, level: f64) -> Interval {
    if trials == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let n = as_real(trials);
    let share = as_real(successes) / n;
    let z = normal_quantile(f64::midpoint(1.0, level));
    let centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes >= trials { 1.0 } else { (centre + half).min(1.0) };
    Interval { low, high }
}

/// Adjusted p-values (q-values) of Benjamini and Hochberg (1995), in the order given.
///
/// `q_i = min over j with p_j >= p_i of p_j * m / rank_j`, at most one. All tests that were made belong in here, not only
/// those that will be shown. O(m log m).
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    benjamini_hochberg_of(p_values, p_values.len() as u64)
}

/// As [`benjamini_hochberg`] for `tests` tests of which only these, the smallest, were kept.
///
/// The others are taken as larger than every kept p-value, so a q-value is exact where it is at most the largest kept
/// p-value and an upper bound above it.
pub fn benjamini_hochberg_of(p_values: &[f64], tests: u64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_unstable_by(|&x, &y| p_values[x].total_cmp(&p_values[y]).then(x.cmp(&y)));
    let tests = as_real(tests.max(p_values.len() as u64));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, &index) in order.iter().enumerate().rev() {
        least = least.min(p_values[index] * tests / as_real(rank as u64 + 1));
        adjusted[index] = least;
    }
    adjusted
}

/// The largest p-value at which Benjamini and Hochberg reject at `level` among `tests` tests; `None` when none is.
pub fn rejection_threshold(p_values: &[f64], tests: u64, level: f64) -> Option<f64> {
    let adjusted = benjamini_hochberg_of(p_values, tests);
    p_values.iter().zip(&adjusted).filter(|&(_, q)| *q <= level).map(|(p, _)| *p).max_by(f64::total_cmp)
}

/// A count as a real number; exact up to 2^53.
#[allow(clippy::cast_precision_loss)]
pub fn as_real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64, tolerance: f64) {
        assert!((left - right).abs() <= tolerance, "{left} is not {right}");
    }

    #[test]
    fn garwood_limits_are_those_of_the_printed_tables() {
        // Garwood 1936 and any table of exact Poisson limits; R: poisson.test(n)$conf.int.
        for (observed, low, high) in [
            (0, 0.0, 3.688_879),
            (1, 0.025_318, 5.571_643),
            (10, 4.795_389, 18.390_356),
            (100, 81.363_97, 121.627_2),
        ] {
            let interval = poisson_interval(observed, 0.95);
            close(interval.low, low, 2e-5 * (1.0 + low));
            close(interval.high, high, 2e-5 * (1.0 + high));
        }
    }

    #[test]
    fn poisson_tails_by_hand() {
        // Mean 2: P(0) = e^-2, P(1) = 2 e^-2, P(2) = 2 e^-2.
        let unit = (-2.0_f64).exp();
        close(poisson_lower(2, 2.0), 5.0 * unit, 1e-14);
        close(poisson_upper(3, 2.0), 1.0 - 5.0 * unit, 1e-14);
        close(poisson_upper(0, 2.0), 1.0, 0.0);
        close(poisson_two_sided(0, 2.0), 2.0 * unit, 1e-14);
        close(poisson_upper(1, 0.0), 0.0, 0.0);
        assert!(poisson_upper(400, 20.0) > 0.0 || poisson_upper(400, 20.0) < 1e-300);
    }

    #[test]
    fn the_interval_and_the_test_agree() {
        for observed in [0, 1, 5, 40, 900] {
            let interval = poisson_interval(observed, 0.95);
            close(poisson_two_sided(observed, interval.high), 0.05, 1e-9);
            if observed > 0 {
                close(poisson_two_sided(observed, interval.low), 0.05, 1e-9);
            }
        }
    }

    #[test]
    fn gamma_quantiles_invert_the_distribution() {
        for shape in [0.05, 0.5, 1.0, 7.0, 400.0, 2e5] {
            for p in [1e-6, 0.025, 0.5, 0.975, 0.999_999] {
                close(gamma::gamma_lr(shape, gamma_quantile(shape, p)), p, 1e-10);
            }
        }
    }

    #[test]
    fn wilson_by_hand() {
        // Centre 0.271905, half width 0.130034 by the formula with z = 1.959964.
        let interval = wilson_interval(10, 40, 0.95);
        close(interval.low, 0.141_871_2, 1e-6);
        close(interval.high, 0.401_939_6, 1e-6);
        assert_eq!(wilson_interval(0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
        close(wilson_interval(5, 5, 0.95).high, 1.0, 0.0);
    }

    #[test]
    fn benjamini_hochberg_by_hand() {
        // R: p.adjust(c(.01, .04, .03, .5), "BH") = .04, .0533, .0533, .5.
        let adjusted = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5]);
        for (found, expected) in adjusted.iter().zip([0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5]) {
            close(*found, expected, 1e-15);
        }
        assert!(benjamini_hochberg(&[]).is_empty());
        assert_eq!(rejection_threshold(&[0.01, 0.04, 0.03, 0.5], 4, 0.06), Some(0.04));
        assert_eq!(rejection_threshold(&[0.9], 1, 0.05), None);
    }

    #[test]
    fn keeping_only_the_small_p_values_changes_nothing_below_the_cut() {
        let all: Vec<f64> = (1..=50).map(|i| (f64::from(i) / 50.0).powi(3)).collect();
        let kept: Vec<f64> = all.iter().copied().filter(|p| *p <= 0.2).collect();
        let (whole, part) = (benjamini_hochberg(&all), benjamini_hochberg_of(&kept, 50));
        for (left, right) in whole.iter().zip(&part).filter(|(q, _)| **q <= 0.2) {
            close(*left, *right, 1e-15);
        }
    }
}
