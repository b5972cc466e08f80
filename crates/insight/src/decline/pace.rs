//! How many orders a customer's past promises: a gamma-Poisson law whose past fades.

use super::orders::{Orders, sample};
use super::output::Pace;
use super::season::Season;
use crate::lapse::minimise;
use crate::special::{digamma, gamma_poisson_cdf, ln_gamma, logistic, softplus};
use rayon::prelude::*;

/// Share of customers whose pace is not of the population's law but any, about the same mean: without them a company of sixty
/// that are much alike draws one who is not to its own mean (limits to shrinkage: Efron & Morris 1971).
const OTHERS: f64 = 0.05;
/// Shape of the law of their paces.
const OTHERS_SHAPE: f64 = 1.0;

/// What a customer's past says: the rate is Gamma(`shape`, `rate`), `rate` in days at index 1, of one law or the other.
#[derive(Debug, Clone, Copy)]
struct Part {
    weight: f64,
    shape: f64,
    rate: f64,
}

/// What a customer's past promises.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Promise {
    parts: [Part; 2],
}

impl Promise {
    /// From faded orders and exposure, each law weighed by how well it foretells them.
    fn new(pace: &Pace, count: f64, exposure: f64) -> Self {
        let laws = [
            (1.0 - OTHERS, pace.shape, pace.rate),
            (OTHERS, OTHERS_SHAPE, OTHERS_SHAPE * pace.rate / pace.shape),
        ];
        let logs = laws.map(|(share, shape, rate)| {
            share.ln() + ln_gamma(shape + count)
                - ln_gamma(shape)
                - shape * (exposure / rate).ln_1p()
                - count * (rate + exposure).ln()
        });
        let first = logistic(logs[0] - logs[1]);
        let part = |i: usize, weight| Part { weight, shape: laws[i].1 + count, rate: laws[i].2 + exposure };
        Self { parts: [part(0, first), part(1, 1.0 - first)] }
    }

    /// Expected orders in `days` days at index 1.
    pub(crate) fn mean(&self, days: f64) -> f64 {
        self.parts.iter().map(|part| part.weight * part.shape * days / part.rate).sum()
    }

    /// P(N <= k) in `days` days at index 1.
    pub(crate) fn up_to(&self, k: u32, days: f64) -> f64 {
        let of = |part: &Part| match part.weight {
            weight if weight < 1e-6 => 0.0,
            weight => weight * gamma_poisson_cdf(k, part.shape, part.shape * days / part.rate),
        };
        self.parts.iter().map(of).sum::<f64>().min(1.0)
    }

    /// Shape of the one gamma with the same mean and variance.
    pub(crate) fn shape(&self) -> f64 {
        let mean = self.mean(1.0);
        let square: f64 = self
            .parts
            .iter()
            .map(|part| part.weight * part.shape * (part.shape + 1.0) / part.rate.powi(2))
            .sum();
        mean * mean / (square - mean * mean).max(1e-12 * mean * mean)
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
        Promise::new(pace, count, exposure)
    }
}

/// One customer's past against the window that followed it.
struct Trial {
    count: f64,
    exposure: f64,
    orders: f64,
    window: f64,
    /// Density of `orders` had the customer dropped; `None` where a drop could not be told.
    dropped: Option<f64>,
}

impl Trial {
    /// `pace` is that of all customers together, in orders a day at index 1.
    fn new((count, exposure): (f64, f64), orders: f64, window: f64, pace: f64) -> Self {
        let usual = (count + 0.5) / (exposure + 0.5 / pace) * window;
        let most = usual.floor();
        let density = if orders > most { 0.0 } else { 1.0 / (most + 1.0) };
        let dropped = (usual >= CLEAR).then_some(density);
        Self { count, exposure, orders, window, dropped }
    }

    /// The logarithm of the contaminated density, and the share of the usual law in it, given the logarithm of the usual
    /// density.
    fn mixed(&self, usual: f64) -> (f64, f64) {
        match self.dropped {
            None => (usual, 1.0),
            Some(density) => {
                let (keeps, drops) = (usual + (1.0 - DROPPING).ln(), (DROPPING * density).ln());
                let more = softplus(drops - keeps);
                (keeps + more, (-more).exp())
            }
        }
    }
}

/// Share of the customers taken to have dropped in a window when the pace is learnt.
const DROPPING: f64 = 0.1;
/// A usual number of orders below which a drop is not told from chance.
const CLEAR: f64 = 3.0;
/// A customer whose silence before the window was less likely than this had left and says nothing of the window.
const GONE: f64 = 0.05;
/// What a pace is learnt for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To test the last window: how those who keep their pace buy.
    Testing,
    /// To foretell the next one: how customers buy, those who drop included.
    Foretelling,
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
///
/// For testing, the very customers in decline must not teach that a decline is usual: a window below the own pace is drawn,
/// with probability `DROPPING`, from anything between nothing and that pace (a contaminated law; Box & Tiao 1968), and those
/// who were gone before the window are left out. What lay before a window may be chosen by; the window itself is not.
pub(crate) fn learn(
    orders: &Orders,
    season: &Season,
    (cut, window): (i32, i32),
    purpose: Purpose,
) -> Option<Pace> {
    let depth = usize::try_from(cut - orders.first_day()?).unwrap_or(0) + 1;
    let found: Vec<(f64, Pace)> = HALF_LIVES
        .par_iter()
        .filter_map(|half_life| {
            let mut trials = Vec::new();
            for back in [window, window + window / 2] {
                let seen = collect(orders, season, (cut, back, window), (depth, *half_life), purpose);
                trials.extend(seen);
            }
            if trials.iter().map(|t| t.orders).sum::<f64>() < 1.0 {
                return None;
            }
            let best = minimise(|logs| negative(&trials, logs), [-0.4, (0.67 / mean(&trials)).ln()]);
            let [shape, rate] = best.at.map(f64::exp);
            Some((negative(&trials, &best.at).0, Pace { shape, rate, half_life_days: *half_life }))
        })
        .collect();
    found.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, pace)| pace)
}

/// Faded orders by faded exposure.
fn mean(trials: &[Trial]) -> f64 {
    trials.iter().map(|t| t.count + 0.5).sum::<f64>() / trials.iter().map(|t| t.exposure + 1.0).sum::<f64>()
}

#[allow(clippy::cast_precision_loss)] // counts
fn collect(
    orders: &Orders,
    season: &Season,
    (cut, back, length): (i32, i32, i32),
    (depth, half_life): (usize, Option<f64>),
    purpose: Purpose,
) -> Vec<Trial> {
    let start = cut - back;
    let memory = Memory::new(season, back, depth, half_life);
    let window = season.over(back - length, back);
    let pasts: Vec<(usize, (f64, f64))> = sample(orders.customers(), LEARN_FROM)
        .filter(|customer| !orders.before(*customer, start - 7).is_empty())
        .filter(|customer| purpose == Purpose::Foretelling || !gone(orders.before(*customer, start), start))
        .map(|customer| (customer, memory.past(orders.before(customer, start), start)))
        .collect();
    let sums = pasts.iter().fold((0.5, 1.0), |sum, (_, past)| (sum.0 + past.0, sum.1 + past.1));
    let trial = |(customer, past)| {
        let seen = orders.between(customer, start, start + length).0.len() as f64;
        let trial = Trial::new(past, seen, window, sums.0 / sums.1);
        if purpose == Purpose::Testing { trial } else { Trial { dropped: None, ..trial } }
    };
    pasts.into_iter().map(trial).collect()
}

/// Whether a silence as long as that before `start` would be rare: of n orders in T days after the first, all lie before the
/// last A days with probability (1 - A/T)^n.
fn gone(before: &[i32], start: i32) -> bool {
    let [first, rest @ ..] = before else { return true };
    let Some(last) = rest.last() else { return false };
    let spent = f64::from(last - first) / f64::from(start - 1 - first).max(1.0);
    spent.powi(i32::try_from(rest.len()).unwrap_or(i32::MAX)) < GONE
}

/// What is believed of the logarithms of shape and rate before looking, as precisions: shapes are from a tenth to five in
/// companies (Ehrenberg 1988), and sixty customers easily seem all alike by chance; the rate is only held finite.
const BELIEF: [f64; 2] = [1.0, 0.01];

/// Negative predictive log-likelihood by the logarithms of shape and rate, with [`BELIEF`].
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
        let constant = trial.orders * trial.window.ln() - ln_gamma(trial.orders + 1.0);
        let (log, weight) = trial.mixed(rise + s * ln - trial.orders * whole.ln() + constant);
        value -= log;
        by[0] -= weight * (slope + ln);
        by[1] -= weight * (s / past - (s + trial.orders) / whole);
    }
    let centre = [-0.4, logs[1]];
    for i in 0..2 {
        value += 0.5 * BELIEF[i] * (logs[i] - centre[i]).powi(2);
        by[i] = by[i] * [shape, rate][i] + BELIEF[i] * (logs[i] - centre[i]);
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
