//! Orders by day: what every part of this analysis counts. Holds no method.

use crate::lapse::days_before;
use rayon::prelude::*;
use vihje_model::Purchases;

/// The order days of each customer with their value, oldest first.
///
/// All that a customer buys on one day is one order: two baskets of an afternoon say no more about a rhythm than one. A
/// day is counted from `as_of`: -1 is the last day before it. 12 bytes an order.
pub(crate) struct Orders {
    starts: Vec<usize>,
    day: Vec<i32>,
    value: Vec<i64>,
}

impl Orders {
    /// One parallel pass over the lines.
    pub(crate) fn new(purchases: &Purchases) -> Self {
        const PIECE: usize = 2048;
        let customers = purchases.customers.len();
        let parts: Vec<(Vec<usize>, Vec<i32>, Vec<i64>)> = (0..customers.div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| {
                let (mut counts, mut days, mut values) = (Vec::with_capacity(PIECE), Vec::new(), Vec::new());
                for customer in piece * PIECE..((piece + 1) * PIECE).min(customers) {
                    let before = days.len();
                    push_orders(purchases, customer, &mut days, &mut values);
                    counts.push(days.len() - before);
                }
                (counts, days, values)
            })
            .collect();
        let total = parts.iter().map(|part| part.1.len()).sum();
        let mut orders = Self {
            starts: Vec::with_capacity(customers + 1),
            day: Vec::with_capacity(total),
            value: Vec::with_capacity(total),
        };
        orders.starts.push(0);
        for (counts, days, values) in parts {
            for count in counts {
                orders.starts.push(orders.starts[orders.starts.len() - 1] + count);
            }
            orders.day.extend(days);
            orders.value.extend(values);
        }
        orders
    }

    /// How many customers.
    pub(crate) fn customers(&self) -> usize {
        self.starts.len() - 1
    }

    /// Order days of a customer before the day `cut`.
    pub(crate) fn before(&self, customer: usize, cut: i32) -> &[i32] {
        let days = &self.day[self.starts[customer]..self.starts[customer + 1]];
        &days[..days.partition_point(|day| *day < cut)]
    }

    /// Order days of a customer from `start` to before `end`, with their value.
    pub(crate) fn between(&self, customer: usize, start: i32, end: i32) -> (&[i32], &[i64]) {
        let range = self.starts[customer]..self.starts[customer + 1];
        let (days, values) = (&self.day[range.clone()], &self.value[range]);
        let (low, high) = (days.partition_point(|day| *day < start), days.partition_point(|day| *day < end));
        (&days[low..high.max(low)], &values[low..high.max(low)])
    }

    /// The first order day of anybody.
    pub(crate) fn first_day(&self) -> Option<i32> {
        self.starts.windows(2).filter(|w| w[0] < w[1]).map(|w| self.day[w[0]]).min()
    }
}

/// The day a moment lies in: -1 is the last day before `as_of`.
#[allow(clippy::cast_possible_truncation)] // days of any date an i64 of microseconds holds fit after the clamp
pub(crate) fn day_of(as_of: i64, at: i64) -> i32 {
    (-1 - days_before(as_of, at)).clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32
}

fn push_orders(purchases: &Purchases, customer: usize, days: &mut Vec<i32>, values: &mut Vec<i64>) {
    let own = days.len();
    for line in purchases.lines_of(customer) {
        let at = purchases.at[line].0;
        if at >= purchases.as_of.0 {
            break;
        }
        let day = day_of(purchases.as_of.0, at);
        if days.len() > own && days[days.len() - 1] == day {
            let last = values.len() - 1;
            values[last] = values[last].saturating_add(purchases.value[line]);
        } else {
            days.push(day);
            values.push(purchases.value[line]);
        }
    }
}

/// Customers to learn from: all, or an even sample of at most `most`. Keys are hashes, so every n-th is a fair sample.
pub(crate) fn sample(customers: usize, most: usize) -> impl Iterator<Item = usize> + Clone {
    (0..customers).step_by(customers.div_ceil(most).max(1))
}
