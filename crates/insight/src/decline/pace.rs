//! How many orders a customer's past promises: a gamma-Poisson law whose past fades.

use super::orders::{Orders, sample};
use super::output::Pace;
use super::season::Season;
use crate::lapse::minimise;
use crate::special::{digamma, ln_gamma};
use rayon::prelude::*;

/// What a customer's past says: the rate is Gamma(`shape`, `rate`), `rate` in days at index 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Promise {
    pub(crate) shape: f64,
    pub(crate) rate: f64,
}

impl Promise {
    /// Expected orders in `days` days at index 1.
    pub(crate) fn mean(&self, days: f64) -> f64 {
        self.shape * days / self.rate
    }
}

/// Weight and exposure of the past by age in days before a moment, for one half-life.
pub(crate) struct Memory {
    weight: Vec<f64>,
    exposure: Vec<f64>,
}

impl Memory {
    /// Seen from `cut - back`, `days` deep.
    pub(crate) fn new(season: &Season, back: i32, days: usize, half_life: Option<f64>) -> Self {
        let fade = half_life.map_or(1.0, |days| (-std::f64::consts::LN_2 / days).exp());
        let (mut weight, mut exposure) = (Vec::with_capacity(days), Vec::with_capacity(days + 1));
        let (mut now, mut sum, mut age) = (1.0, 0.0, back);
        exposure.push(0.0);
        for _ in 0..days {
            weight.push(now);
            sum += now * season.at(age);
            exposure.push(sum);
            now *= fade;
            age += 1;
        }
        Self { weight, exposure }
    }

    /// Faded orders after the first, and faded exposure since the first, of order days before `cut`.
    fn past(&self, days: &[i32], cut: i32) -> (f64, f64) {
        let age = |day: i32| usize::try_from(cut - 1 - day).unwrap_or(0);
        let Some((first, rest)) = days.split_first() else { return (0.0, 0.0) };
        let count = rest.iter().map(|day| self.weight.get(age(*day)).copied().unwrap_or(0.0)).sum();
        (count, self.exposure[age(*first).min(self.exposure.len() - 1)])
    }

    /// What the order days before `cut` promise.
    pub(crate) fn promise(&self, pace: &Pace, days: &[i32], cut: i32) -> Promise {
        let (count, exposure) = self.past(days, cut);
        Promise { shape: pace.shape + count, rate: pace.rate + exposure }
    }
}

/// One customer's past against the window that followed it.
struct Trial {
    count: f64,
    exposure: f64,
    orders: f64,
    window: f64,
}

/// Customers to learn from.
const LEARN_FROM: usize = 8_000;
/// Half-lives tried, in days; the last stands for none.
const HALF_LIVES: [Option<f64>; 8] =
    [Some(20.0), Some(30.0), Some(45.0), Some(70.0), Some(110.0), Some(180.0), Some(365.0), None];

/// Learns shape, rate and half-life as those that best foretold the last window, and the one half a window earlier, from what lay
/// before each (predictive likelihood, negative binomial). `None` when nobody has a past to learn from.
///
/// A fading past is the power steady model of Smith (1979): without it a constant rate is believed too firmly and every
/// ordinary wandering of a pace looks like a decline.
pub(crate) fn learn(orders: &Orders, season: &Season, cut: i32, window: i32) -> Option<Pace> {
    let depth = usize::try_from(cut - orders.first_day()?).unwrap_or(0) + 1;
    let found: Vec<(f64, Pace)> = HALF_LIVES
        .par_iter()
        .filter_map(|half_life| {
            let mut trials = Vec::new();
            for back in [window, window + window / 2] {
                collect(orders, season, (cut, back, window), (depth, *half_life), &mut trials);
            }
            if trials.iter().map(|t| t.orders).sum::<f64>() < 1.0 {
                return None;
            }
            let mean = trials.iter().map(|t| t.count + 0.5).sum::<f64>()
                / trials.iter().map(|t| t.exposure + 1.0).sum::<f64>();
            let best = minimise(|logs| negative(&trials, logs), [-0.4, (0.67 / mean).ln()]);
            let [shape, rate] = best.at.map(f64::exp);
            Some((negative(&trials, &best.at).0, Pace { shape, rate, half_life_days: *half_life }))
        })
        .collect();
    found.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, pace)| pace)
}

#[allow(clippy::cast_precision_loss)] // counts
fn collect(
    orders: &Orders,
    season: &Season,
    (cut, back, length): (i32, i32, i32),
    (depth, half_life): (usize, Option<f64>),
    trials: &mut Vec<Trial>,
) {
    let start = cut - back;
    let memory = Memory::new(season, back, depth, half_life);
    let window = season.over(back - length, back);
    for customer in sample(orders.customers(), LEARN_FROM) {
        let before = orders.before(customer, start - 7);
        if before.is_empty() {
            continue;
        }
        let (count, exposure) = memory.past(orders.before(customer, start), start);
        let seen = orders.between(customer, start, start + length).0.len() as f64;
        trials.push(Trial { count, exposure, orders: seen, window });
    }
}

/// Negative predictive log-likelihood by the logarithms of shape and rate, with a faint prior that holds them finite.
fn negative(trials: &[Trial], logs: &[f64; 2]) -> (f64, [f64; 2]) {
    let [shape, rate] = logs.map(f64::exp);
    if ![shape, rate].iter().all(|p| p.is_finite() && *p > 1e-9) {
        return (f64::INFINITY, [0.0; 2]);
    }
    let (mut value, mut by) = (0.0, [0.0; 2]);
    for trial in trials {
        let (s, past) = (shape + trial.count, rate + trial.exposure);
        let whole = past + trial.window;
        let (rise, slope) = rising(s, trial.orders);
        let ln = (past / whole).ln();
        value -= rise + s * ln - trial.orders * whole.ln();
        by[0] -= slope + ln;
        by[1] -= s / past - (s + trial.orders) / whole;
    }
    let faint = [0.1, 0.01];
    let centre = [-0.4, logs[1]];
    for i in 0..2 {
        value += 0.5 * faint[i] * (logs[i] - centre[i]).powi(2);
        by[i] = by[i] * [shape, rate][i] + faint[i] * (logs[i] - centre[i]);
    }
    (value, by)
}

/// `ln Γ(s+n) - ln Γ(s)` and its slope; a short sum for the small counts there mostly are.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // n is a small whole number
fn rising(s: f64, n: f64) -> (f64, f64) {
    if n > 20.0 {
        return (ln_gamma(s + n) - ln_gamma(s), digamma(s + n) - digamma(s));
    }
    let (mut product, mut slope) = (1.0, 0.0);
    for i in 0..n as u32 {
        product *= s + f64::from(i);
        slope += 1.0 / (s + f64::from(i));
    }
    (product.ln(), slope)
}
