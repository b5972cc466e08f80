//! What is learnt from all customers before a cut, and what it says of one of them. Decides nothing.

use super::alive::{Belief, Seen, Signs};
use super::gaps::{GapKinds, GapLaw, Gaps, usual_gap};
use super::orders::Orders;
use super::output::{Pace, Range, Window};
use super::pace::{self, Memory, Promise, Purpose};
use super::season::Season;
use super::settings::Settings;
use crate::lapse::{
    Credibility, Fit, Law, Spend, SpendFit, Spread, Summary, Tally, WEEK, fit, fit_spend, summary_of,
};
use crate::stats::normal_quantile;
use rayon::prelude::*;

/// A silence that fewer customers than this reach is told as longer than usual.
const RARE: f64 = 0.05;

/// Customers by whom it is learnt how far the model of leaving can be believed.
const BELIEVED_BY: usize = 20_000;

/// Everything learnt before `cut`.
pub(crate) struct Learnt {
    pub(crate) cut: i32,
    pub(crate) window: i32,
    pace_days: i32,
    pub(crate) season: Season,
    pub(crate) pace: Option<Pace>,
    pub(crate) gaps: Option<GapLaw>,
    /// The law of gaps by kinds of customer, and the same if all ordered at random times.
    kinds: Option<(GapKinds, GapKinds)>,
    pub(crate) alive: Fit,
    /// How far that law is believed.
    belief: Belief,
    pub(crate) spend: SpendFit,
    /// In place of it where too many customers bring nothing or less.
    pub(crate) credibility: Option<Credibility>,
    /// What foretells the next window.
    at_cut: Option<(Pace, Memory)>,
    /// What the last window is tested against.
    at_window: Option<(Pace, Memory)>,
    window_index: f64,
    ahead_index: f64,
}

/// What is known of one customer at the cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assessment {
    pub(crate) orders: u32,
    pub(crate) last_age: i32,
    /// The own usual gap, in days; `None` before the second order.
    pub(crate) usual_gap: Option<f64>,
    /// The mean of the next gap by the law of gaps, in days: the own, drawn to the population where they are few.
    pub(crate) mean_gap: Option<f64>,
    /// Days from the last order to the next: low, median and high for one who has waited since, and the plain median.
    pub(crate) next: Option<[f64; 4]>,
    pub(crate) window: Option<Window>,
    /// What the window was expected from, and its days at index 1.
    promised: Option<(Promise, f64)>,
    /// P(a silence as long as the present one); `None` without a gap of the customer's own.
    pub(crate) silence: Option<f64>,
    pub(crate) p_alive: f64,
    pub(crate) next_year: f64,
    /// 10 % and 90 % points of orders in the next year.
    pub(crate) next_year_range: [f64; 2],
    /// Own orders in a window at the pace of the last year.
    pub(crate) own_pace: f64,
    /// Own value in a window at that pace, minor units.
    pub(crate) own_value: f64,
    /// P(the next window brings at most half of `own_pace`).
    pub(crate) drop: Option<f64>,
    /// Expected orders in the next window.
    pub(crate) ahead: f64,
    /// Shrunk value of an order.
    pub(crate) order_value: f64,
    pub(crate) value: i64,
}

impl Learnt {
    /// Learns from all orders before the day `cut`. Linear in orders.
    pub(crate) fn new(orders: &Orders, cut: i32, settings: &Settings) -> Self {
        let history = orders.first_day().map_or(0, |first| (cut - first).max(0));
        let asked = i32::try_from(settings.window_days).unwrap_or(i32::MAX);
        let window = asked.min(history / 3).max(1);
        let season = Season::learn(orders, cut);
        let (pace, next_pace) = rayon::join(
            || pace::learn(orders, &season, (cut, window), Purpose::Testing),
            || pace::learn(orders, &season, (cut, window), Purpose::Foretelling),
        );
        let gaps = GapLaw::learn(orders, cut);
        let (alive, (spend, credibility)) = (learn_alive(orders, cut), learn_spend(orders, cut));
        let depth = usize::try_from(history).unwrap_or(0) + 1;
        let kinds = gaps.map(|law| law.kinds()).map(|kinds| {
            let random = kinds.random();
            (kinds, random)
        });
        let belief = learn_belief(orders, &alive, kinds.as_ref(), (cut - window, cut));
        let memory = |pace: Option<Pace>, back| {
            pace.map(|pace| (pace, Memory::new(&season, back, depth, pace.half_life_days)))
        };
        let (at_cut, at_window) = (memory(next_pace, 0), memory(pace, window));
        let (window_index, ahead_index) = (season.over(0, window), season.over(-window, 0));
        let pace_days = i32::try_from(settings.pace_days).unwrap_or(i32::MAX).max(1);
        Self {
            cut,
            window,
            pace_days,
            season,
            pace,
            gaps,
            kinds,
            alive,
            belief,
            spend,
            credibility,
            at_cut,
            at_window,
            window_index,
            ahead_index,
        }
    }

    /// What is known of one customer and when the next order is expected; `None` for one without an order before the cut.
    pub(crate) fn assess_with_next(&self, orders: &Orders, customer: usize) -> Option<Assessment> {
        let known = self.assess(orders, customer)?;
        let own =
            self.kinds.as_ref().map(|(kinds, _)| kinds.own(&Gaps::of(orders.before(customer, self.cut))));
        let next = own.as_ref().map(|own| own.next_order(f64::from(known.last_age)));
        Some(Assessment { mean_gap: own.map(|own| own.mean()), next, ..known })
    }

    /// The mean of the next gap by the law of gaps, in days; `None` when nobody bought twice.
    pub(crate) fn mean_gap(&self, orders: &Orders, customer: usize) -> Option<f64> {
        Some(self.kinds.as_ref()?.0.own(&Gaps::of(orders.before(customer, self.cut))).mean())
    }

    /// What is known of one customer but the next order, which takes longer to work out than all else; `None` for one without
    /// an order before the cut.
    #[allow(clippy::cast_precision_loss)] // counts and sums of minor units
    pub(crate) fn assess(&self, orders: &Orders, customer: usize) -> Option<Assessment> {
        let days = orders.before(customer, self.cut);
        let (first, last) = (*days.first()?, *days.last()?);
        let age = |day: i32| self.cut - 1 - day;
        let summary = summary_at(days, self.cut);
        let values = orders.between(customer, i32::MIN, self.cut).1;
        let value: i64 = values.iter().fold(0, |s, v| s.saturating_add(*v));
        let count = days.len() as f64;
        let tenure = (age(first) + 1).min(self.pace_days);
        let recent = days.len() - days.partition_point(|day| *day < self.cut - self.pace_days);
        let windows = f64::from(self.window) / f64::from(tenure.max(self.window));
        let own_pace = recent as f64 * windows;
        let recent_value = orders.between(customer, self.cut - self.pace_days, self.cut).1;
        let recent_value = recent_value.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
        let promise = self.at_cut.as_ref().map(|(pace, memory)| memory.promise(pace, days, self.cut));
        let drop = promise
            .filter(|_| own_pace > 0.0)
            .map(|promise| promise.up_to(half_of(own_pace), self.ahead_index));
        let own_gaps = Gaps::of(days);
        let silence = self.kinds.as_ref().filter(|_| own_gaps.count >= 1.0).map(|(kinds, _)| {
            kinds.silence(&own_gaps, self.season.until(age(first)), self.season.until(age(last)))
        });
        let window = self.window(orders, customer);
        let (p_alive, next_year) = self.alive_and_next_year(days, &summary);
        let r = self.alive.model.parameters[0];
        Some(Assessment {
            orders: u32::try_from(days.len()).unwrap_or(u32::MAX),
            last_age: age(last),
            usual_gap: usual_gap(days),
            mean_gap: None,
            next: None,
            window: window.map(|window| window.0),
            promised: window.map(|window| (window.1, self.window_index)),
            silence,
            p_alive,
            next_year,
            next_year_range: [0.1, 0.9]
                .map(|q| count_quantile(q, p_alive, next_year, r + f64::from(summary.x))),
            own_pace,
            own_value: (recent_value as f64 * windows).max(0.0),
            drop,
            ahead: promise.map_or(0.0, |promise| promise.mean(self.ahead_index)),
            order_value: self.order_value(values, value as f64 / count),
            value,
        })
    }

    /// Probability of still being a customer, and expected orders in the next 365 days. The model's word where there is one order:
    /// no rhythm has been broken.
    fn alive_and_next_year(&self, days: &[i32], summary: &Summary) -> (f64, f64) {
        let model = &self.alive.model;
        let (told, next_year) = (model.alive(summary), model.expected_of(summary, 365.0 / WEEK));
        if days.len() < 2 {
            return (told, next_year);
        }
        let alive = self.belief.alive(&signs(told, self.kinds.as_ref(), days, self.cut));
        // Orders of one who stays, times the chance of that; the model gives both together.
        (alive, if told > 1e-12 { next_year / told * alive } else { 0.0 })
    }

    /// The shortest silence, in days, that fewer than 5 in 100 such customers reach; at most the present one.
    pub(crate) fn allowed_days(&self, orders: &Orders, customer: usize) -> Option<f64> {
        let (kinds, days) = (&self.kinds.as_ref()?.0, orders.before(customer, self.cut));
        let age = |day: i32| self.cut - 1 - day;
        let (gaps, since) = (Gaps::of(days), self.season.until(age(*days.first()?)));
        let (mut low, mut high) = (0, age(*days.last()?));
        while low < high {
            let middle = low + (high - low) / 2;
            if kinds.silence(&gaps, since, self.season.until(middle)) < RARE {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Some(f64::from(high))
    }

    /// The last window against the promise of what lay before it, and that promise.
    fn window(&self, orders: &Orders, customer: usize) -> Option<(Window, Promise)> {
        let start = self.cut - self.window;
        let before = orders.before(customer, start);
        let (pace, memory) = self.at_window.as_ref()?;
        before.first()?;
        let promise = memory.promise(pace, before, start);
        let expected = promise.mean(self.window_index);
        let seen = orders.between(customer, start, self.cut).0.len();
        let observed = u32::try_from(seen).unwrap_or(u32::MAX);
        let p_value = promise.up_to(observed, self.window_index);
        let [low, high] = [0.1, 0.9].map(|q| whole(count_quantile(q, 1.0, expected, promise.shape())));
        Some((Window { expected, expected_range: Range { low, high }, observed, p_value }, promise))
    }

    /// The value of an order, shrunk to the population; never below zero. The conditional mean of the Gamma-Gamma law is linear
    /// in the customer's own mean and so serves the few means below zero too.
    #[allow(clippy::cast_precision_loss)] // counts
    fn order_value(&self, values: &[i64], mean: f64) -> f64 {
        if let Some(law) = &self.credibility {
            return law.expected(&Spread::of(values)).max(0.0);
        }
        let (model, count) = (&self.spend.model, values.len() as f64);
        let weight = (model.p * count + model.q - 1.0).max(1e-9);
        (model.p * (model.v + count * mean) / weight).max(0.0)
    }
}

impl Assessment {
    /// P(N <= k) in the window, before looking.
    pub(crate) fn up_to(&self, k: u32) -> f64 {
        self.promised.map_or(1.0, |(promise, days)| promise.up_to(k, days))
    }
}

/// The most orders that are still at most half of a pace.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn half_of(pace: f64) -> u32 {
    (0.5 * pace).clamp(0.0, 1e9) as u32
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(count: f64) -> u32 {
    count.round().clamp(0.0, 1e9) as u32
}

fn summary_at(days: &[i32], cut: i32) -> Summary {
    summary_of(days.iter().map(|day| i64::from(cut - 1 - day)), WEEK)
}

fn learn_alive(orders: &Orders, cut: i32) -> Fit {
    let summaries: Vec<Summary> = (0..orders.customers())
        .into_par_iter()
        .filter_map(|customer| {
            let days = orders.before(customer, cut);
            (!days.is_empty()).then(|| summary_at(days, cut))
        })
        .collect();
    let tally = Tally::new(&summaries);
    let (modified, pareto) = (fit(Law::MbgNbd, &tally), fit(Law::ParetoNbd, &tally));
    if pareto.log_likelihood > modified.log_likelihood { pareto } else { modified }
}

/// What speaks for and against a customer still being one at the cut.
fn signs(told: f64, kinds: Option<&(GapKinds, GapKinds)>, days: &[i32], cut: i32) -> Signs {
    let age = days.last().map_or(0, |last| cut - 1 - last);
    let regular = kinds.map_or(0.0, |(kinds, random)| kinds.regular(random, &Gaps::of(days), age));
    Signs { odds: told.max(1e-300).ln() - (1.0 - told).max(1e-300).ln(), regular }
}

/// Looks at the customers of the beginning of the last window and at who ordered in it.
fn learn_belief(
    orders: &Orders,
    alive: &Fit,
    kinds: Option<&(GapKinds, GapKinds)>,
    (start, cut): (i32, i32),
) -> Belief {
    let [r, alpha, _, _] = alive.model.parameters;
    let some: Vec<usize> = super::orders::sample(orders.customers(), BELIEVED_BY).collect();
    let seen: Vec<Seen> = some
        .into_par_iter()
        .filter_map(|customer| {
            let days = orders.before(customer, start);
            let summary = summary_at((days.len() > 1).then_some(days)?, start);
            let known = alpha + summary.t;
            let ahead = f64::from(cut - start) / WEEK;
            Some(Seen {
                signs: signs(alive.model.alive(&summary), kinds, days, start),
                would: 1.0 - (known / (known + ahead)).powf(r + f64::from(summary.x)),
                came: !orders.between(customer, start, cut).0.is_empty(),
            })
        })
        .collect();
    Belief::learn(&seen)
}

/// Customers of whom it is learnt what an order is worth.
const SPEND_BY: usize = 50_000;
/// With more than this share of customers who bring nothing or less the Gamma-Gamma law, which has no room for them, says too
/// little of the others too.
const LOSING: f64 = 0.01;

#[allow(clippy::cast_precision_loss)] // counts and sums of minor units
fn learn_spend(orders: &Orders, cut: i32) -> (SpendFit, Option<Credibility>) {
    let values = |customer| orders.between(customer, i32::MIN, cut).1;
    let some =
        super::orders::sample(orders.customers(), SPEND_BY).filter(|customer| !values(*customer).is_empty());
    let means: Vec<Spend> = some
        .clone()
        .filter_map(|customer| {
            let values = values(customer);
            let sum = values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
            let x = u32::try_from(values.len()).ok()?;
            Some(Spend { x, mean: sum as f64 / f64::from(x) })
        })
        .collect();
    let losing = means.iter().filter(|spend| spend.mean <= 0.0).count() as f64;
    let credibility = (losing > LOSING * means.len() as f64).then(|| {
        let spreads: Vec<Spread> = some.map(|customer| Spread::of(values(customer))).collect();
        Credibility::fit(&spreads)
    });
    (fit_spend(&means), credibility)
}

/// The `q` point of a count that is zero with probability `1 - alive` and else negative binomial of that shape, with
/// overall mean `mean`: a gamma with the same variance by Wilson & Hilferty 1931. Good to about half an order.
fn count_quantile(q: f64, alive: f64, mean: f64, shape: f64) -> f64 {
    let within = 1.0 - (1.0 - q) / alive.max(1e-12);
    if within <= 0.0 || mean <= 0.0 {
        return 0.0;
    }
    let mean = mean / alive;
    let spread = mean + mean * mean / shape.max(1e-9);
    let k = mean * mean / spread;
    let cube = 1.0 - 1.0 / (9.0 * k) + normal_quantile(within) / (3.0 * k.sqrt());
    (mean * cube.max(0.0).powi(3)).max(0.0)
}
