//! Lost lines: a category that a customer bought and no longer buys, while still buying others.

use super::orders::{Orders, day_of, sample};
use crate::special::ln_gamma;
use rayon::prelude::*;
use vihje_model::Purchases;

/// A category a customer has stopped buying.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LostLine {
    pub(crate) customer: u32,
    pub(crate) item: u32,
    pub(crate) expected: f64,
    pub(crate) p_value: f64,
    /// Mean value of the category in an order that holds it, minor units.
    pub(crate) value: f64,
}

/// A pair that could show a loss: the probability of no order with the category in the window is small enough.
#[derive(Debug, Clone, Copy)]
struct Pair {
    line: LostLine,
    ln_none: f64,
    none: bool,
}

/// Whole-number sums by category, so that adding them in any order gives the same: expected orders (in 2^-20) and seen.
type Totals = Vec<(u64, u64)>;

const UNIT: f64 = 1_048_576.0;
/// Orders with the category before the window: fewer are no habit.
const HABIT: usize = 3;
/// A pair whose chance of none is above this could never be found: it is not tested and costs the others nothing
/// (Tarone 1990).
const POWER: f64 = 0.05;
/// Days before the window in which a habit is looked for.
const HABIT_DAYS: i32 = 365;

/// The lost lines of all customers before the day `cut`, and how many pairs were tested.
///
/// Of the orders a customer made in the window, those with the category are beta-binomial: with `n` of `N` orders before
/// the window, P(none of M) is `B(n, N - n + 1 + M) / B(n, N - n + 1)`. A category that everybody buys less (season, out of
/// stock) is expected less: `ln P` is scaled by the category's orders over their expectation. Tastes wander: `ln P` is
/// also scaled by the power that best foretells, in the window before, who bought none (see [`temper`]).
pub(crate) fn find(purchases: &Purchases, orders: &Orders, cut: i32, window: i32) -> (Vec<LostLine>, u64) {
    let everybody: Vec<usize> = (0..orders.customers()).collect();
    let some: Vec<usize> = sample(orders.customers(), 20_000).collect();
    let (pairs, _) = collect(purchases, orders, &some, (cut - window, window));
    let power = temper(&pairs);
    let (pairs, tested) = collect(purchases, orders, &everybody, (cut, window));
    let lost = pairs.into_iter().filter(|pair| pair.none).map(|pair| {
        let p_value = (power * pair.ln_none).exp().clamp(0.0, 1.0);
        LostLine { p_value, ..pair.line }
    });
    (lost.collect(), tested)
}

/// The power in (0, 1] under which the chances of none best agree with what came (Bernoulli likelihood, golden section);
/// 0.5 where there is too little to learn from.
fn temper(pairs: &[Pair]) -> f64 {
    if pairs.iter().filter(|pair| pair.none).count() < 10 {
        return 0.5;
    }
    let loss = |power: f64| -> f64 {
        let each = |pair: &Pair| {
            let ln = (power * pair.ln_none).min(-1e-12);
            if pair.none { -ln } else { -(-ln.exp_m1()).ln() }
        };
        pairs.iter().map(each).sum()
    };
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (0.02, 1.0);
    for _ in 0..30 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if loss(left) < loss(right) { high = right } else { low = left }
    }
    0.5 * (low + high)
}

/// Pairs that can be tested at a cut, with `ln_none` already scaled by what the category did as a whole.
#[allow(clippy::cast_precision_loss)]
fn collect(
    purchases: &Purchases,
    orders: &Orders,
    customers: &[usize],
    (cut, window): (i32, i32),
) -> (Vec<Pair>, u64) {
    let nothing = || vec![(0_u64, 0_u64); purchases.items.len()];
    let (pairs, totals): (Vec<Vec<Pair>>, Vec<Totals>) = customers
        .par_chunks(8192)
        .map(|piece| {
            let mut scan = Scan { pairs: Vec::new(), totals: nothing(), lines: Vec::new() };
            for &customer in piece {
                scan.customer(purchases, orders, customer, (cut, window));
            }
            (scan.pairs, scan.totals)
        })
        .unzip();
    let mut total = nothing();
    for part in totals {
        for (sum, part) in total.iter_mut().zip(part) {
            *sum = (sum.0 + part.0, sum.1 + part.1);
        }
    }
    let shift: Vec<f64> = total
        .iter()
        .map(|(expected, seen)| ((*seen as f64 + 10.0) / (*expected as f64 / UNIT + 10.0)).clamp(0.0, 1.5))
        .collect();
    let mut pairs: Vec<Pair> = pairs.into_iter().flatten().collect();
    for pair in &mut pairs {
        let shift = shift[pair.line.item as usize];
        pair.ln_none *= shift;
        pair.line.expected *= shift;
    }
    let tested = pairs.len() as u64;
    (pairs, tested)
}

/// What is gathered over customers; `lines` holds (category, day, value) of each line of one customer.
struct Scan {
    pairs: Vec<Pair>,
    totals: Totals,
    lines: Vec<(u32, i32, i64)>,
}

impl Scan {
    /// One customer's pairs.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn customer(
        &mut self,
        purchases: &Purchases,
        orders: &Orders,
        customer: usize,
        (cut, window): (i32, i32),
    ) {
        let start = cut - window;
        let made = orders.between(customer, start, cut).0.len();
        let before = orders.between(customer, start - HABIT_DAYS, start).0.len();
        if made == 0 || before < HABIT {
            return;
        }
        self.lines.clear();
        for line in purchases.lines_of(customer) {
            let day = day_of(purchases.as_of.0, purchases.at[line].0);
            let item = purchases.item[line];
            if day >= start - HABIT_DAYS && day < cut && (item as usize) < purchases.items.len() {
                self.lines.push((item, day, purchases.value[line]));
            }
        }
        self.lines.sort_unstable();
        for lines in self.lines.chunk_by(|a, b| a.0 == b.0) {
            let item = lines[0].0;
            let days = |from: i32, to: i32| {
                lines.chunk_by(|a, b| a.1 == b.1).filter(|same| (from..to).contains(&same[0].1)).count()
            };
            let habit = days(start - HABIT_DAYS, start);
            if habit < HABIT {
                continue;
            }
            let seen = days(start, cut);
            let (n, all, m) = (habit as f64, before as f64, made as f64);
            let expected = m * n / (all + 1.0);
            let total = &mut self.totals[item as usize];
            *total = (total.0 + (expected * UNIT) as u64, total.1 + seen as u64);
            let rest = all - n + 1.0;
            let ln_none = ln_gamma(rest + m) - ln_gamma(rest) + ln_gamma(all + 1.0) - ln_gamma(all + 1.0 + m);
            if ln_none > POWER.ln() {
                continue;
            }
            let worth = lines
                .iter()
                .filter(|line| line.1 < start)
                .fold(0_i64, |sum, line| sum.saturating_add(line.2));
            let line = LostLine {
                customer: customer as u32,
                item,
                expected,
                p_value: 1.0,
                value: (worth as f64 / n).max(0.0),
            };
            self.pairs.push(Pair { line, ln_none, none: seen == 0 });
        }
    }
}
