//! Mathematical functions that `statrs` and `libm` lack, written so that they neither overflow nor lose their digits.
//!
//! Holds no statistics of its own and never returns NaN for arguments in the stated ranges.

/// `ln(1 + e^z)` without overflow for large `z` and without loss for very negative `z`.
pub fn softplus(z: f64) -> f64 {
    if z > 0.0 { z + (-z).exp().ln_1p() } else { z.exp().ln_1p() }
}

/// `1 / (1 + e^-z)`, in [0, 1] for every `z`, infinities included.
pub fn logistic(z: f64) -> f64 {
    if z >= 0.0 {
        1.0 / (1.0 + (-z).exp())
    } else {
        let e = z.exp();
        e / (1.0 + e)
    }
}

/// `ln Γ(x)`, `x > 0`.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// `ψ(x)`, the derivative of `ln Γ(x)`, `x > 0`.
pub fn digamma(x: f64) -> f64 {
    statrs::function::gamma::digamma(x)
}

/// The Gaussian hypergeometric function with one upper parameter equal to one, and its logarithmic derivatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HypergeometricOne {
    /// `S = ₂F₁(b, 1; c; z) = Σ (b)_n / (c)_n zⁿ`.
    pub value: f64,
    /// `∂S/∂b`.
    pub by_b: f64,
    /// `∂S/∂c`.
    pub by_c: f64,
    /// `∂S/∂z`.
    pub by_z: f64,
}

/// `₂F₁(b, 1; c; z)` for `0 < b < c` and `0 <= z < 1`, with its derivatives by each argument, by its power series.
///
/// All terms are positive and each is at most `zⁿ`, so nothing cancels and nothing overflows however large `b` is. Takes
/// about `35 / -ln z` terms. Abramowitz & Stegun 1964, 15.1.1.
pub fn hypergeometric_one(b: f64, c: f64, z: f64) -> HypergeometricOne {
    let mut step = Step::first(b, c);
    let factors = |_| {
        let now = step;
        step = step.next(b, c);
        now
    };
    power_series(b, c, z, factors)
}

/// The same function at many `z`: what its series needs of `b` and `c` is computed once, and divides no more.
#[derive(Debug, Clone)]
pub(crate) struct HypergeometricOneAt {
    b: f64,
    c: f64,
    steps: Vec<Step>,
}

impl HypergeometricOneAt {
    pub(crate) fn new(b: f64, c: f64) -> Self {
        Self { b, c, steps: vec![Step::first(b, c)] }
    }

    /// [`hypergeometric_one`] at `z`.
    pub(crate) fn at(&mut self, z: f64) -> HypergeometricOne {
        let (b, c, steps) = (self.b, self.c, &mut self.steps);
        let factors = |n: usize| {
            let now = steps[n];
            if n + 1 == steps.len() {
                steps.push(now.next(b, c));
            }
            now
        };
        power_series(b, c, z, factors)
    }
}

/// From one coefficient of the series to the next: the factor, and the logarithmic derivatives by `b` and `c` of the
/// coefficient reached.
#[derive(Debug, Clone, Copy)]
struct Step {
    n: f64,
    factor: f64,
    log_b: f64,
    log_c: f64,
}

impl Step {
    fn first(b: f64, c: f64) -> Self {
        Self { n: 1.0, factor: b / c, log_b: 1.0 / b, log_c: 1.0 / c }
    }

    fn next(self, b: f64, c: f64) -> Self {
        let (over_b, over_c) = (1.0 / (b + self.n), 1.0 / (c + self.n));
        Self {
            n: self.n + 1.0,
            factor: (b + self.n) * over_c,
            log_b: self.log_b + over_b,
            log_c: self.log_c + over_c,
        }
    }
}

/// A thousand terms serve `z` up to 0.97 to thirteen digits.
const MOST_TERMS: usize = 1_000;

fn power_series(b: f64, c: f64, z: f64, mut factors: impl FnMut(usize) -> Step) -> HypergeometricOne {
    let mut term = 1.0;
    let mut sum = HypergeometricOne { value: 1.0, by_b: 0.0, by_c: 0.0, by_z: 0.0 };
    // The tail after a term is at most term / (1 - z).
    let enough = 1e-13 * (1.0 - z);
    let mut last = Step::first(b, c);
    for n in 0..MOST_TERMS {
        let step = factors(n);
        term *= step.factor;
        // n zⁿ⁻¹, before the last power of z is taken in.
        sum.by_z += term * step.n;
        term *= z;
        sum.value += term;
        sum.by_b += term * step.log_b;
        sum.by_c -= term * step.log_c;
        if term * step.n * (1.0 + step.log_b) < enough * sum.value {
            return sum;
        }
        last = step;
    }
    // The rest as the geometric series it has become.
    let ratio = (b + last.n) / (c + last.n) * z;
    let rest = term * ratio / (1.0 - ratio);
    sum.value += rest;
    sum.by_b += rest * last.log_b;
    sum.by_c -= rest * last.log_c;
    sum.by_z += rest * (last.n + 1.0 / (1.0 - ratio)) / z;
    sum
}

/// `c (₂F₁(a, b; c; z) - 1) / b` for `0 <= z < 1`, finite where `c` or `b` is zero.
///
/// The conditional expectations of the beta-geometric models divide this difference by `a - 1` and multiply it by a `c`
/// that may be anything above -1; taking the first term out of the series removes both singularities.
pub fn hypergeometric_excess(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let mut term = a * z;
    let (mut sum, mut n) = (term, 1.0);
    while n < 200_000.0 {
        term *= (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        sum += term;
        n += 1.0;
        if term.abs() <= 1e-16 * sum.abs() * (1.0 - z) {
            break;
        }
    }
    sum
}

/// `P(N <= k)` where `N` counts events of a rate drawn from a gamma of shape `r` and mean `mean` (negative binomial).
///
/// `r > 0`, `mean >= 0`. As `r` grows the law becomes Poisson.
pub fn gamma_poisson_cdf(k: u32, r: f64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 1.0;
    }
    if r > 1e7 {
        return statrs::function::gamma::gamma_ur(f64::from(k) + 1.0, mean).clamp(0.0, 1.0);
    }
    let stays = r / (r + mean);
    statrs::function::beta::beta_reg(r, f64::from(k) + 1.0, stays).clamp(0.0, 1.0)
}

/// `P(N = k)` of the law of [`gamma_poisson_cdf`].
pub fn gamma_poisson_pmf(k: u32, r: f64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    let k = f64::from(k);
    let ln =
        ln_gamma(r + k) - ln_gamma(r) - ln_gamma(k + 1.0) - r * (mean / r).ln_1p() - k * (r / mean).ln_1p();
    ln.exp().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{a} is not {b}");
    }

    #[test]
    fn hypergeometric_one_agrees_with_closed_forms() {
        // 2F1(1, 1; 2; z) = -ln(1 - z) / z (Abramowitz & Stegun 1964, 15.1.3).
        for z in [0.0_f64, 0.1, 0.5, 0.9, 0.99] {
            let exact = if z > 0.0 { -(-z).ln_1p() / z } else { 1.0 };
            // Beyond z = 0.97 the rest of the series is taken as geometric: eight digits at 0.99.
            close(hypergeometric_one(1.0, 2.0, z).value, exact, if z > 0.97 { 1e-8 } else { 1e-12 });
        }
    }

    #[test]
    fn hypergeometric_one_derivatives_agree_with_differences() {
        let h = 1e-5;
        for (b, c, z) in [(0.6, 1.9, 0.3), (12.5, 14.1, 0.92), (300.0, 302.0, 0.5), (1.6, 400.0, 0.8)] {
            let f = |b: f64, c: f64, z: f64| hypergeometric_one(b, c, z).value;
            let s = hypergeometric_one(b, c, z);
            close(s.by_b, (f(b + h, c, z) - f(b - h, c, z)) / (2.0 * h), 1e-7);
            close(s.by_c, (f(b, c + h, z) - f(b, c - h, z)) / (2.0 * h), 1e-7);
            close(s.by_z, (f(b, c, z + h) - f(b, c, z - h)) / (2.0 * h), 1e-6);
        }
    }

    #[test]
    fn hypergeometric_one_at_many_points_equals_one_at_a_time() {
        let mut many = HypergeometricOneAt::new(0.6, 1.9);
        for z in [0.3, 0.999, 0.0, 0.7] {
            assert_eq!(many.at(z), hypergeometric_one(0.6, 1.9, z));
        }
    }

    #[test]
    fn hypergeometric_excess_is_finite_at_its_removable_singularities() {
        // b = 0: c (F - 1) / b -> a sum; the neighbours agree with the value in the middle.
        let middle = hypergeometric_excess(2.0, 0.0, 1.5, 0.4);
        let around =
            0.5 * (hypergeometric_excess(2.0, 1e-5, 1.5, 0.4) + hypergeometric_excess(2.0, -1e-5, 1.5, 0.4));
        close(middle, around, 1e-9);
        assert!(hypergeometric_excess(0.3, 0.2, 0.0, 0.4).is_finite());
    }

    #[test]
    fn gamma_poisson_sums_to_its_cdf() {
        let (r, mean) = (0.7, 3.2);
        let mut sum = 0.0;
        for k in 0..40 {
            sum += gamma_poisson_pmf(k, r, mean);
            close(gamma_poisson_cdf(k, r, mean), sum, 1e-11);
        }
        close(gamma_poisson_cdf(2, 1e9, 2.0), 5.0 * (-2.0_f64).exp(), 1e-7);
    }

    #[test]
    fn softplus_and_logistic_hold_at_the_ends() {
        close(softplus(800.0), 800.0, 1e-15);
        assert!(softplus(-800.0) >= 0.0 && softplus(f64::NEG_INFINITY).abs() < 1e-300);
        close(logistic(0.0), 0.5, 1e-15);
        assert!(logistic(f64::INFINITY) >= 1.0 && logistic(f64::NEG_INFINITY) <= 0.0);
    }
}
