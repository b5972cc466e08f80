//! Pareto/NBD: the customer buys at a gamma-distributed rate and leaves after a gamma-distributed exponential lifetime.
//! Formulas only.
//!
//! Schmittlein, Morrison & Colombo 1987 in the form of Fader & Hardie 2005 ("A note on deriving the Pareto/NBD model").
//! The two branches by `alpha >= beta` are Pfaff's and Euler's transformations of the same integral
//! `J(t) = ∫ₜ^∞ (α+y)^-(r+x) (β+y)^-(s+1) dy`, each with positive terms only, so nothing overflows for large `x`.

use super::Summary;
use super::fit::Terms;
use super::summary::{Level, Point, Triple};
use crate::special::{digamma, hypergeometric_one, ln_gamma, logistic, softplus};

/// `ln J` and its derivatives at one (x, time), and the logarithms of the survival terms.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtPoint {
    ln_j: f64,
    by: [f64; 4],
    ln_alpha: f64,
    ln_beta: f64,
    over_alpha: f64,
    over_beta: f64,
}

pub(super) fn at_point([r, alpha, s, beta]: &[f64; 4], point: &Point) -> AtPoint {
    let (x, time) = (point.x, point.time);
    let (k, q) = (r + x, r + s + x);
    let (ahead, behind) = (alpha + time, beta + time);
    let (ln_alpha, ln_beta) = (ahead.ln(), behind.ln());
    let (over_alpha, over_beta) = (1.0 / ahead, 1.0 / behind);
    let (ln_j, by) = if alpha >= beta {
        let sum = hypergeometric_one(k, q + 1.0, (alpha - beta) * over_alpha);
        let (by_k, by_q, by_z) = (sum.by_b / sum.value, sum.by_c / sum.value, sum.by_z / sum.value);
        let by = [
            -1.0 / q - ln_alpha + by_k + by_q,
            -k * over_alpha + by_z * behind * over_alpha * over_alpha,
            -1.0 / q - ln_beta + by_q,
            -s * over_beta - by_z * over_alpha,
        ];
        (-q.ln() - k * ln_alpha - s * ln_beta + sum.value.ln(), by)
    } else {
        let sum = hypergeometric_one(s + 1.0, q + 1.0, (beta - alpha) * over_beta);
        let (by_s, by_q, by_z) = (sum.by_b / sum.value, sum.by_c / sum.value, sum.by_z / sum.value);
        let by = [
            -1.0 / q - ln_alpha + by_q,
            -(k - 1.0) * over_alpha - by_z * over_beta,
            -1.0 / q - ln_beta + by_s + by_q,
            -(s + 1.0) * over_beta + by_z * ahead * over_beta * over_beta,
        ];
        (-q.ln() - (k - 1.0) * ln_alpha - (s + 1.0) * ln_beta + sum.value.ln(), by)
    };
    AtPoint { ln_j, by, ln_alpha, ln_beta, over_alpha, over_beta }
}

/// `Γ(r+x) αʳ βˢ / Γ(r)`, with derivatives by r, alpha, s, beta.
pub(super) fn of_level([r, alpha, s, beta]: &[f64; 4], level: &Level) -> Terms {
    let value = ln_gamma(r + level.x) - ln_gamma(*r) + r * alpha.ln() + s * beta.ln();
    let by = [digamma(r + level.x) - digamma(*r) + alpha.ln(), r / alpha, beta.ln(), s / beta];
    Terms { value, by }
}

/// `(α+T)^-(r+x) (β+T)^-s + s [J(t_x) - J(T)]`, with derivatives.
pub(super) fn of_triple([r, _, s, _]: &[f64; 4], triple: &Triple, points: &[Point], at: &[AtPoint]) -> Terms {
    let (last, end) = (&at[triple.last as usize], &at[triple.end as usize]);
    let k = r + points[triple.end as usize].x;
    let alive = Terms {
        value: -k * end.ln_alpha - s * end.ln_beta,
        by: [-end.ln_alpha, -k * end.over_alpha, -end.ln_beta, -s * end.over_beta],
    };
    let left = (end.ln_j - last.ln_j).exp();
    if left >= 1.0 {
        return alive;
    }
    let odds = s.ln() + last.ln_j + (-left).ln_1p() - alive.value;
    let gone = logistic(odds);
    let by = std::array::from_fn(|i| {
        let own = if i == 2 { 1.0 / s } else { 0.0 };
        let turned = (last.by[i] - left * end.by[i]) / (1.0 - left) - alive.by[i] + own;
        alive.by[i] + gone * turned
    });
    Terms { value: alive.value + softplus(odds), by }
}

/// Fader & Hardie 2005, equation 11.
pub(super) fn alive(parameters: &[f64; 4], customer: &Summary) -> f64 {
    let [r, _, s, _] = *parameters;
    let x = f64::from(customer.x);
    let last = at_point(parameters, &Point { x, time: customer.t_x });
    let end = at_point(parameters, &Point { x, time: customer.t.max(customer.t_x) });
    let left = (end.ln_j - last.ln_j).exp();
    if left >= 1.0 {
        return 1.0;
    }
    let survives = -(r + x) * end.ln_alpha - s * end.ln_beta;
    logistic(survives - s.ln() - last.ln_j - (-left).ln_1p())
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
                let series = at_point(&parameters, &Point { x, time }).ln_j;
                let exact = area(parameters, x, time).ln();
                assert!(
                    (series - exact).abs() < 1e-7,
                    "{series} is not {exact} for {parameters:?} {x} {time}"
                );
            }
        }
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
