//! BG/NBD and MBG/NBD: the customer tosses a coin after each purchase and may leave. Formulas only.
//!
//! One set of formulas serves both: `m`, the tosses survived by a customer who is still alive, is `x` in BG/NBD (Fader,
//! Hardie & Lee 2005) and `x + 1` in MBG/NBD, where the first purchase is followed by a toss too (Batislam et al. 2007).
//! `toss` below is that difference. Everything is computed in logarithms: `x` may be hundreds.

use super::Summary;
use super::fit::Terms;
use super::summary::Level;
use crate::special::{digamma, hypergeometric_excess, ln_gamma, logistic, softplus};

/// What depends on a time alone: the logarithm and the inverse of `alpha + time`.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtTime {
    ln: f64,
    inverse: f64,
}

pub(super) fn at_time([_, alpha, _, _]: &[f64; 4], time: f64) -> AtTime {
    AtTime { ln: (alpha + time).ln(), inverse: 1.0 / (alpha + time) }
}

/// What customers with `x` repeats share: `r + x`, the logarithm of `a / (b+m-1)` and its slopes by a and b. Without a
/// toss (`m = 0`) nobody has left, and the logarithm is that of zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtLevel {
    shape: f64,
    ln_odds: f64,
    by_a: f64,
    by_b: f64,
}

pub(super) fn at_level([r, _, a, b]: &[f64; 4], toss: f64, level: &Level) -> AtLevel {
    let (shape, m) = (r + level.x, level.x + toss);
    if m < 1.0 {
        return AtLevel { shape, ln_odds: f64::NEG_INFINITY, by_a: 0.0, by_b: 0.0 };
    }
    let others = b + m - 1.0;
    AtLevel { shape, ln_odds: (a / others).ln(), by_a: 1.0 / a, by_b: -1.0 / others }
}

/// The part of the likelihood that depends on `x` alone, with derivatives by r, alpha, a, b.
///
/// `Γ(r+x) αʳ / Γ(r) · B(a, b+m) / B(a, b)`, Fader, Hardie & Lee 2005, equation 6.
pub(super) fn of_level([r, alpha, a, b]: &[f64; 4], toss: f64, level: &Level) -> Terms {
    let (x, m) = (level.x, level.x + toss);
    let value = ln_gamma(r + x) - ln_gamma(*r) + r * alpha.ln() + ln_gamma(b + m) + ln_gamma(a + b)
        - ln_gamma(*b)
        - ln_gamma(a + b + m);
    let whole = digamma(a + b) - digamma(a + b + m);
    let by =
        [digamma(r + x) - digamma(*r) + alpha.ln(), r / alpha, whole, digamma(b + m) - digamma(*b) + whole];
    Terms { value, by }
}

/// The rest of the likelihood of one customer, with derivatives:
/// `(α+T)^-(r+x) · [1 + a / (b+m-1) · ((α+T)/(α+t_x))^(r+x)]`.
///
/// One exponential and one logarithm: this is what a fit spends its time on.
pub(super) fn of_triple(level: &AtLevel, last: &AtTime, end: &AtTime) -> Terms {
    let shape = level.shape;
    let alive = Terms { value: -shape * end.ln, by: [-end.ln, -shape * end.inverse, 0.0, 0.0] };
    if level.ln_odds.is_infinite() {
        return alive;
    }
    let gap = end.ln - last.ln;
    let odds = level.ln_odds + shape * gap;
    // softplus(odds) and logistic(odds) from the same exponential.
    let small = (-odds.abs()).exp();
    let less_likely = small / (1.0 + small);
    let gone = if odds > 0.0 { 1.0 - less_likely } else { less_likely };
    Terms {
        value: alive.value + odds.max(0.0) + (1.0 + small).ln(),
        by: [
            alive.by[0] + gone * gap,
            alive.by[1] + gone * shape * (end.inverse - last.inverse),
            gone * level.by_a,
            gone * level.by_b,
        ],
    }
}

/// The log odds of having left: equation 7 of Fader, Hardie & Lee 2008 ("Computing P(alive)").
fn log_odds_gone([r, alpha, a, b]: &[f64; 4], toss: f64, customer: &Summary) -> f64 {
    let x = f64::from(customer.x);
    let m = x + toss;
    if m < 1.0 {
        return f64::NEG_INFINITY;
    }
    let silent = (customer.t - customer.t_x).max(0.0) / (alpha + customer.t_x);
    a.ln() - (b + m - 1.0).ln() + (r + x) * silent.ln_1p()
}

pub(super) fn alive(parameters: &[f64; 4], toss: f64, customer: &Summary) -> f64 {
    logistic(-log_odds_gone(parameters, toss, customer))
}

/// Fader, Hardie & Lee 2005, equation 9; Batislam et al. 2007 for the modified law.
pub(super) fn expected([r, alpha, a, b]: &[f64; 4], toss: f64, t: f64) -> f64 {
    let survives_first = if toss > 0.0 { b / (a + b) } else { 1.0 };
    survives_first * while_alive(*r, *alpha, *a, b + toss, t)
}

/// Fader, Hardie & Lee 2005, equation 10; Batislam et al. 2007 for the modified law.
pub(super) fn expected_of(parameters: &[f64; 4], toss: f64, customer: &Summary, t: f64) -> f64 {
    let [r, alpha, a, b] = *parameters;
    let x = f64::from(customer.x);
    let purchases = while_alive(r + x, alpha + customer.t.max(0.0), a, b + x + toss, t);
    purchases * alive(parameters, toss, customer)
}

/// Expected purchases in `t` of a customer alive now, whose rate is Gamma(`r`, `alpha`) and whose chance of leaving
/// after a purchase is Beta(`a`, `b`): the mean of `(1 - e^(-λpt)) / p`, which is
/// `c / (a-1) · [1 - (1-z)^r ₂F₁(r, b; c; z)]` with `c = a+b-1`, `z = t/(α+t)`.
///
/// Euler's transformation (Abramowitz & Stegun 1964, 15.3.3) takes the power `r`, which may be hundreds, out of it; the
/// first term of the series is taken out too, so that a = 1 and c = 0 are no singularities.
fn while_alive(r: f64, alpha: f64, a: f64, b: f64, t: f64) -> f64 {
    if t <= 0.0 {
        return 0.0;
    }
    let (c, z, ln_rest) = (a + b - 1.0, t / (alpha + t), -(t / alpha).ln_1p());
    if r > 2.0 * c + 1.0 {
        return by_quadrature(r, alpha, a, b, t);
    }
    let power = (a - 1.0) * ln_rest;
    let first = if power.abs() < 1e-9 { -ln_rest } else { -power.exp_m1() / (a - 1.0) };
    let purchases = c * first - power.exp() * hypergeometric_excess(c - r, a - 1.0, c, z);
    purchases.clamp(0.0, r * t / alpha)
}

/// The same mean by tanh-sinh quadrature over `p` (Takahashi & Mori 1974): for rates far above what the series bears.
fn by_quadrature(r: f64, alpha: f64, a: f64, b: f64, t: f64) -> f64 {
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let (steps, step) = (160_i32, 0.05);
    let mut sum = 0.0;
    for i in -steps..=steps {
        let u = f64::from(i) * step;
        let tail = std::f64::consts::FRAC_PI_2 * u.sinh();
        // p = logistic(2 tail); its logarithm and that of 1 - p keep their digits at both ends.
        let (ln_p, ln_q) = (-softplus(-2.0 * tail), -softplus(2.0 * tail));
        let p = ln_p.exp();
        let bought =
            if p * t / alpha < 1e-12 { r * t / alpha } else { -(-r * (p * t / alpha).ln_1p()).exp_m1() / p };
        // dp = 2 p (1 - p) · (π/2) cosh u du
        let weight = a * ln_p + b * ln_q - ln_beta;
        sum += weight.exp() * bought * std::f64::consts::PI * u.cosh();
    }
    (sum * step).clamp(0.0, r * t / alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_and_quadrature_agree() {
        for (r, alpha, a, b, t) in [
            (2.243, 43.3, 0.793, 4.426, 39.0),
            (0.243, 4.414, 1.0, 2.426, 52.0),
            (0.5, 1.0, 0.3, 0.7, 10.0),
            (40.0, 39.0, 0.9, 41.0, 200.0),
            (3.0, 40.0, 25.0, 30.0, 39.0),
        ] {
            let (series, area) = (while_alive(r, alpha, a, b, t), by_quadrature(r, alpha, a, b, t));
            assert!((series - area).abs() < 1e-8 * area, "{series} and {area} at {r} {a} {b}");
        }
    }

    #[test]
    fn hundreds_of_purchases_stay_finite() {
        let parameters = [0.25, 4.4, 0.8, 2.4];
        for toss in [0.0, 1.0] {
            let faithful = Summary { x: 900, t_x: 104.0, t: 104.0 };
            assert!(alive(&parameters, toss, &faithful) > 0.99);
            let next = expected_of(&parameters, toss, &faithful, 52.0);
            assert!(next > 300.0 && next < 470.0, "{next}");
            let gone = Summary { x: 900, t_x: 52.0, t: 104.0 };
            assert!(alive(&parameters, toss, &gone) < 1e-12);
            assert!(expected_of(&parameters, toss, &gone, 52.0) < 1e-9);
        }
    }
}
