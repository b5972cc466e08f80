//! Small histories for tests.

use vihje_model::{CustomerKey, Moment, Purchases, time::MICROS_PER_DAY};

/// Histories as (day, item) per customer, ascending in time; all is known one day after the last line.
pub(crate) fn bought(customers: &[&[(i64, u32)]]) -> Purchases {
    let customers: Vec<Vec<(i64, u32)>> = customers
        .iter()
        .map(|lines| lines.iter().map(|(day, item)| (day * MICROS_PER_DAY, *item)).collect())
        .collect();
    let lines: Vec<&[(i64, u32)]> = customers.iter().map(Vec::as_slice).collect();
    bought_at(&lines)
}

/// As [`bought`], moments in microseconds.
pub(crate) fn bought_at(customers: &[&[(i64, u32)]]) -> Purchases {
    let mut purchases = Purchases::empty(Moment(0));
    let mut items = 0;
    for (key, lines) in customers.iter().enumerate() {
        purchases.customers.push(CustomerKey(key as u64));
        for &(at, item) in *lines {
            purchases.at.push(Moment(at));
            purchases.item.push(item);
            purchases.value.push(100);
            items = items.max(item + 1);
        }
        purchases.starts.push(purchases.at.len() as u64);
    }
    purchases.items = (0..items).map(|item| format!("item {item:05}")).collect();
    let last = purchases.at.iter().map(|at| at.0).max().unwrap_or(0);
    purchases.as_of = Moment(last + MICROS_PER_DAY);
    purchases
}
