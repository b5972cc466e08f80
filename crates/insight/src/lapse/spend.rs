//! Gamma-Gamma: what a purchase of a customer is worth, shrunk to the others. Fader & Hardie 2013, "The Gamma-Gamma
//! model of monetary value". Says nothing of how often a customer buys; it assumes the two have little to do with each other.

use super::fit::parameter;
use super::optimise::{Valued, hessian, inverse_diagonal, minimise};
use super::{Note, Parameter, Spend};
use crate::special::{digamma, ln_gamma};
use rayon::prelude::*;
use serde::Serialize;

/// The spend model: a purchase is Gamma(p, ν) and ν is Gamma(q, v) across customers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GammaGamma {
    /// Shape of one customer's purchases.
    pub p: f64,
    /// Shape across customers; the mean across customers is finite only above one.
    pub q: f64,
    /// Scale, in the unit of the values.
    pub v: f64,
}

impl GammaGamma {
    /// Expected value per purchase of a customer with these purchases: equation 5 of Fader & Hardie 2013. Without any
    /// purchase the mean across customers; `None` where that mean is infinite (`p x + q <= 1`).
    pub fn expected(&self, spend: Option<&Spend>) -> Option<f64> {
        let (x, mean) = spend.map_or((0.0, 0.0), |s| (f64::from(s.x), s.mean));
        let weight = self.p * x + self.q - 1.0;
        (weight > 0.0).then(|| self.p * (self.v + x * mean) / weight)
    }
}

/// A fitted spend model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpendFit {
    /// The model.
    pub model: GammaGamma,
    /// p, q and v with their uncertainty.
    pub parameters: [Parameter; 3],
    /// At the parameters found.
    pub log_likelihood: f64,
    /// Customers it was fitted on.
    pub customers: usize,
    /// How far to trust it.
    pub note: Note,
}

const USUAL_WIDTH: f64 = 1.5;

/// Fits the model by maximum likelihood on `ln` of p, q and v; with a wide prior, and a note, where data say little.
///
/// Customers whose mean is not positive are left out: a gamma law has no room for them.
pub fn fit_spend(spends: &[Spend]) -> SpendFit {
    let mut spends: Vec<Spend> =
        spends.iter().copied().filter(|s| s.x > 0 && s.mean > 0.0 && s.mean.is_finite()).collect();
    spends.par_sort_unstable_by(|a, b| a.x.cmp(&b.x).then(a.mean.total_cmp(&b.mean)));
    let data = Data::new(&spends);
    let usual = [5.0_f64.ln(), 3.0_f64.ln(), (data.mean * 2.0 / 5.0).max(1e-6).ln()];
    let free = |logs: &[f64; 3]| data.negative(logs, None);
    let shrunk = |logs: &[f64; 3]| data.negative(logs, Some(&usual));
    if spends.len() > 2 {
        let found = minimise(free, usual);
        let variance = inverse_diagonal(&hessian(free, &found.at)).filter(|v| v.iter().all(|v| *v < 2.25));
        let sound = found.converged && found.at[1] > 0.0;
        if let (true, Some(variance)) = (sound, variance) {
            return finish(&data, found.at, Some(variance), Note::Firm);
        }
    }
    let note = if spends.is_empty() { Note::NoCustomers } else { Note::Shrunk };
    let found = minimise(shrunk, usual);
    finish(&data, found.at, inverse_diagonal(&hessian(shrunk, &found.at)), note)
}

fn finish(data: &Data<'_>, logs: [f64; 3], variance: Option<[f64; 3]>, note: Note) -> SpendFit {
    let [p, q, v] = logs.map(f64::exp);
    let of = |name, i: usize| parameter(name, logs[i].exp(), variance.map(|variance| variance[i]));
    SpendFit {
        model: GammaGamma { p, q, v },
        parameters: [of("p", 0), of("q", 1), of("v", 2)],
        log_likelihood: -data.negative(&logs, None).0,
        customers: data.spends.len(),
        note,
    }
}

/// Spends in order of `x`, with the bounds of equal `x`.
struct Data<'a> {
    spends: &'a [Spend],
    levels: Vec<std::ops::Range<usize>>,
    mean: f64,
}

impl<'a> Data<'a> {
    #[allow(clippy::cast_precision_loss)] // customers are far below 2^53
    fn new(spends: &'a [Spend]) -> Self {
        let mut levels: Vec<std::ops::Range<usize>> = Vec::new();
        for (i, spend) in spends.iter().enumerate() {
            match levels.last_mut() {
                Some(level) if spends[level.start].x == spend.x => level.end = i + 1,
                _ => levels.push(i..i + 1),
            }
        }
        let mean = spends.iter().map(|s| s.mean).sum::<f64>() / (spends.len().max(1) as f64);
        Self { spends, levels, mean: if mean > 0.0 { mean } else { 1.0 } }
    }

    /// Fader & Hardie 2013, equation 1a, negative, by the logarithms of p, q and v.
    #[allow(clippy::cast_precision_loss)]
    fn negative(&self, logs: &[f64; 3], prior: Option<&[f64; 3]>) -> Valued<3> {
        let [p, q, v] = logs.map(f64::exp);
        if ![p, q, v].iter().all(|value| value.is_finite() && *value > 1e-12) {
            return (f64::INFINITY, [0.0; 3]);
        }
        let parts: Vec<(f64, [f64; 3])> =
            self.levels.par_iter().map(|level| level_part(&self.spends[level.clone()], [p, q, v])).collect();
        let (mut value, mut by) = (0.0, [0.0; 3]);
        for (part, slopes) in parts {
            value -= part;
            for i in 0..3 {
                by[i] -= slopes[i];
            }
        }
        by = [by[0] * p, by[1] * q, by[2] * v];
        if let Some(usual) = prior {
            for i in 0..3 {
                let away = (logs[i] - usual[i]) / USUAL_WIDTH;
                value += 0.5 * away * away;
                by[i] += away / USUAL_WIDTH;
            }
        }
        (value, by)
    }
}

/// The log-likelihood and slopes of customers with the same number of purchases.
#[allow(clippy::cast_precision_loss)]
fn level_part(spends: &[Spend], [p, q, v]: [f64; 3]) -> (f64, [f64; 3]) {
    let x = f64::from(spends[0].x);
    let n = spends.len() as f64;
    let (ln_v, ln_x) = (v.ln(), x.ln());
    let both = p * x + q;
    let mut value = n * (ln_gamma(both) - ln_gamma(p * x) - ln_gamma(q) + q * ln_v + p * x * ln_x);
    let whole = digamma(both);
    let mut by = [n * x * (whole - digamma(p * x) + ln_x), n * (whole - digamma(q) + ln_v), n * q / v];
    for spend in spends {
        let total = x * spend.mean + v;
        let (ln_mean, ln_total) = (spend.mean.ln(), total.ln());
        value += (p * x - 1.0) * ln_mean - both * ln_total;
        by[0] += x * (ln_mean - ln_total);
        by[1] -= ln_total;
        by[2] -= both / total;
    }
    (value, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_agree_with_differences() {
        let spends = [Spend { x: 1, mean: 12.0 }, Spend { x: 1, mean: 30.0 }, Spend { x: 4, mean: 22.5 }];
        let data = Data::new(&spends);
        let at = [1.8, 1.3, 2.7];
        let by = data.negative(&at, None).1;
        for i in 0..3 {
            let (mut up, mut down) = (at, at);
            up[i] += 1e-5;
            down[i] -= 1e-5;
            let slope = (data.negative(&up, None).0 - data.negative(&down, None).0) / 2e-5;
            assert!((by[i] - slope).abs() < 1e-6, "{i}: {} {slope}", by[i]);
        }
    }

    #[test]
    fn little_data_give_an_answer_and_say_so() {
        assert_eq!(fit_spend(&[]).note, Note::NoCustomers);
        let fit = fit_spend(&[Spend { x: 2, mean: 50.0 }]);
        assert_eq!(fit.note, Note::Shrunk);
        let expected = fit.model.expected(None).unwrap();
        assert!(expected > 10.0 && expected < 250.0, "{expected}");
        // Many purchases speak for themselves.
        let sure = fit.model.expected(Some(&Spend { x: 500, mean: 50.0 })).unwrap();
        assert!((sure - 50.0).abs() < 0.5);
    }
}
