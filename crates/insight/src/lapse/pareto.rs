//! Pareto/NBD: the customer buys at a gamma-distributed rate and leaves after a gamma-distributed exponential lifetime.
//! Formulas only.
//!
//! Schmittlein, Morrison & Colombo 1987 in the form of Fader & Hardie 2005 ("A note on deriving the Pareto/NBD model").
//! The two branches by `alpha >= beta` are Pfaff's and Euler's transformations of the same integral
//! `J(t) = ∫ₜ^∞ (α+y)^-(r+x) (β+y)^-(s+1) dy`, each with positive terms only, so nothing overflows for large `x`.

use super::Summary;
use super::fit::Terms;
use super::summary::Level;
use crate::special::{HypergeometricOneAt, digamma, hypergeometric_one, ln_gamma, logistic};

/// What depends on a time alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtTime {
    ahead: f64,
    behind: f64,
    ln_alpha: f64,
    ln_beta: f64,
    over_alpha: f64,
    over_beta: f64,
}

pub(super) fn at_time([_, alpha, _, beta]: &[f64; 4], time: f64) -> AtTime {
    let (ahead, behind) = (alpha + time, beta + time);
    AtTime {
        ahead,
        behind,
        ln_alpha: ahead.ln(),
        ln_beta: behind.ln(),
        over_alpha: 1.0 / ahead,
        over_beta: 1.0 / behind,
    }
}

/// `ln J` and its derivatives at one (x, time), the logarithm of surviving until then, and `s J` over that survival.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtPoint {
    ln_j: f64,
    by: [f64; 4],
    survives: f64,
    later: f64,
}

/// The points of one `x`: their series have the same coefficients.
pub(super) struct AtLevel<'a> {
    parameters: &'a [f64; 4],
    x: f64,
    series: HypergeometricOneAt,
}

impl<'a> AtLevel<'a> {
    pub(super) fn new(parameters: &'a [f64; 4], x: f64) -> Self {
        let (b, c) = arguments(parameters, x);
        Self { parameters, x, series: HypergeometricOneAt::new(b, c) }
    }

    pub(super) fn at(&mut self, time: &AtTime) -> AtPoint {
        at_point(self.parameters, self.x, time, |z| self.series.at(z))
    }
}

/// `b` and `c` of the function `₂F₁(b, 1; c; z)` in `J`.
fn arguments([r, alpha, s, beta]: &[f64; 4], x: f64) -> (f64, f64) {
    (if alpha >= beta { r + x } else { s + 1.0 }, r + s + x + 1.0)
}

fn at_point(
    [r, alpha, s, beta]: &[f64; 4],
    x: f64,
    time: &AtTime,
    series: impl FnOnce(f64) -> crate::special::HypergeometricOne,
) -> AtPoint {
    let (k, q) = (r + x, r + s + x);
    let AtTime { ahead, behind, ln_alpha, ln_beta, over_alpha, over_beta } = *time;
    let (ln_j, by) = if alpha >= beta {
        let sum = series((alpha - beta) * over_alpha);
        let (by_k, by_q, by_z) = (sum.by_b / sum.value, sum.by_c / sum.value, sum.by_z / sum.value);
        let by = [
            -1.0 / q - ln_alpha + by_k + by_q,
            -k * over_alpha + by_z * behind * over_alpha * over_alpha,
            -1.0 / q - ln_beta + by_q,
            -s * over_beta - by_z * over_alpha,
        ];
        ((sum.value / q).ln() - k * ln_alpha - s * ln_beta, by)
    } else {
        let sum = series((beta - alpha) * over_beta);
        let (by_s, by_q, by_z) = (sum.by_b / sum.value, sum.by_c / sum.value, sum.by_z / sum.value);
        let by = [
            -1.0 / q - ln_alpha + by_q,
            -(k - 1.0) * over_alpha - by_z * over_beta,
            -1.0 / q - ln_beta + by_s + by_q,
            -(s + 1.0) * over_beta + by_z * ahead * over_beta * over_beta,
        ];
        ((sum.value / q).ln() - (k - 1.0) * ln_alpha - (s + 1.0) * ln_beta, by)
    };
    let survives = -k * ln_alpha - s * ln_beta;
    AtPoint { ln_j, by, survives, later: s * (ln_j - survives).exp() }
}

/// `Γ(r+x) αʳ βˢ / Γ(r)`, with derivatives by r, alpha, s, beta.
pub(super) fn of_level([r, alpha, s, beta]: &[f64; 4], level: &Level) -> Terms {
    let value = ln_gamma(r + level.x) - ln_gamma(*r) + r * alpha.ln() + s * beta.ln();
    let by = [digamma(r + level.x) - digamma(*r) + alpha.ln(), r / alpha, beta.ln(), s / beta];
    Terms { value, by }
}

/// `(α+T)^-(r+x) (β+T)^-s + s [J(t_x) - J(T)]`, with derivatives: for `x`, the point of t_x, the point of T and T itself.
///
/// One exponential and one logarithm: this is what a fit spends its time on.
pub(super) fn of_triple(
    [r, _, s, _]: &[f64; 4],
    x: f64,
    last: &AtPoint,
    end: &AtPoint,
    at: &AtTime,
) -> Terms {
    let survives = [-at.ln_alpha, -(r + x) * at.over_alpha, -at.ln_beta, -s * at.over_beta];
    // s J(t_x) and s J(T), as multiples of the probability of having survived.
    let power = last.ln_j - end.survives;
    if power > FAR {
        return long_gone(s, last, end);
    }
    let (since, later) = (s * power.exp(), end.later);
    let whole = 1.0 + (since - later).max(0.0);
    let (since, later) = (since / whole, later / whole);
    let by = std::array::from_fn(|i| {
        let own = if i == 2 { (since - later) / s } else { 0.0 };
        survives[i] + since * (last.by[i] - survives[i]) - later * (end.by[i] - survives[i]) + own
    });
    Terms { value: end.survives + whole.ln(), by }
}

/// An exponential of more than this is not computed.
const FAR: f64 = 600.0;

/// The same where the customer has almost certainly left, and the odds are beyond what a number holds.
fn long_gone(s: &f64, last: &AtPoint, end: &AtPoint) -> Terms {
    let left = (end.ln_j - last.ln_j).exp();
    let by = std::array::from_fn(|i| {
        let own = if i == 2 { 1.0 / s } else { 0.0 };
        (last.by[i] - left * end.by[i]) / (1.0 - left) + own
    });
    Terms { value: s.ln() + last.ln_j + (-left).ln_1p(), by }
}

/// Fader & Hardie 2005, equation 11.
pub(super) fn alive(parameters: &[f64; 4], customer: &Summary) -> f64 {
    let (x, s) = (f64::from(customer.x), parameters[2]);
    let (b, c) = arguments(parameters, x);
    let at = |time: f64| at_point(parameters, x, &at_time(parameters, time), |z| hypergeometric_one(b, c, z));
    let (last, end) = (at(customer.t_x), at(customer.t.max(customer.t_x)));
    let left = (end.ln_j - last.ln_j).exp();
    if left >= 1.0 {
        return 1.0;
    }
    logistic(end.survives - s.ln() - last.ln_j - (-left).ln_1p())
}

/// Fader & Hardie 2005, equation 12: repeat purchases of a new customer in `t`.
pub(super) fn expected([r, alpha, s, beta]: &[f64; 4], t: f64) -> f64 {
    r / alpha * time_alive(*s, *beta, t)
}

/// Fader & Hardie 2005, equation 13.
pub(super) fn expected_of(parameters: &[f64; 4], customer: &Summary, t: f64) -> f64 {
    let [r, alpha, s, beta] = *parameters;
    let rate = (r + f64::from(customer.x)) / (alpha + customer.t);
    rate * time_alive(s, beta + customer.t, t) * alive(parameters, customer)
}

/// `β / (s-1) · [1 - (β/(β+t))^(s-1)]`: the mean time alive in the next `t`; its limit at s = 1 is `β ln(1 + t/β)`.
fn time_alive(s: f64, beta: f64, t: f64) -> f64 {
    let ln_rest = -(t / beta).ln_1p();
    let power = (s - 1.0) * ln_rest;
    let whole = if power.abs() < 1e-9 { -ln_rest } else { -power.exp_m1() / (s - 1.0) };
    beta * whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `J(t)` by Simpson's rule after y = t + e^u, independent of the series.
    fn area([r, alpha, s, beta]: [f64; 4], x: f64, t: f64) -> f64 {
        let f = |u: f64| {
            let y = t + u.exp();
            u.exp() * (-(r + x) * (alpha + y).ln() - (s + 1.0) * (beta + y).ln()).exp()
        };
        let (low, high, n) = (-40.0, 40.0, 8000);
        let h = (high - low) / f64::from(n);
        let inner: f64 = (1..n).map(|i| f(low + h * f64::from(i)) * if i % 2 == 1 { 4.0 } else { 2.0 }).sum();
        (f(low) + f(high) + inner) * h / 3.0
    }

    #[test]
    fn both_branches_equal_the_integral() {
        for parameters in [[0.55, 10.6, 0.6, 11.7], [0.55, 11.7, 0.6, 0.9], [2.0, 3.0, 1.0, 3.0]] {
            for (x, time) in [(0.0, 0.0), (2.0, 30.4), (25.0, 12.0)] {
                let series = AtLevel::new(&parameters, x).at(&at_time(&parameters, time)).ln_j;
                let exact = area(parameters, x, time).ln();
                assert!(
                    (series - exact).abs() < 1e-7,
                    "{series} is not {exact} for {parameters:?} {x} {time}"
                );
            }
        }
    }

    #[test]
    fn near_and_far_agree_where_they_meet() {
        let parameters = [0.55, 10.6, 0.6, 11.7];
        let (x, t_x, t) = (420.0, 10.0, 70.0);
        let times = [t_x, t].map(|time| at_time(&parameters, time));
        let mut level = AtLevel::new(&parameters, x);
        let [last, end] = times.map(|time| level.at(&time));
        assert!((500.0..FAR).contains(&(last.ln_j - end.survives)));
        let near = of_triple(&parameters, x, &last, &end, &times[1]);
        let far = long_gone(&parameters[2], &last, &end);
        assert!((near.value - far.value).abs() < 1e-9 * far.value.abs());
        assert!(near.by.iter().zip(far.by).all(|(near, far)| (near - far).abs() < 1e-9 * far.abs().max(1.0)));
    }

    #[test]
    fn hundreds_of_purchases_stay_finite() {
        for parameters in [[0.55, 10.6, 0.6, 11.7], [0.55, 11.7, 0.6, 0.9]] {
            assert!(alive(&parameters, &Summary { x: 900, t_x: 104.0, t: 104.0 }) > 0.99);
            assert!(alive(&parameters, &Summary { x: 900, t_x: 52.0, t: 104.0 }) < 1e-12);
            let never = alive(&parameters, &Summary { x: 0, t_x: 0.0, t: 0.0 });
            assert!((never - 1.0).abs() < 1e-12);
        }
    }
}
