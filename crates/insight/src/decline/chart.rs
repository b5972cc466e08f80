//! The rhythm chart of one customer: orders by period, the band that was expected, and the next order.

use super::gaps::Gaps;
use super::orders::day_of;
use super::output::{NextOrder, Range, Tempo};
use super::pace::Memory;
use super::season::Season;
use serde::Serialize;
use vihje_model::{Moment, Purchases};

/// What the chart shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Oldest first; the last one ends at `as_of`.
    pub periods: Vec<Period>,
    /// When the next order is expected; `None` when nobody bought twice.
    pub next_order: Option<NextOrder>,
}

/// One period of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Period {
    /// First moment.
    pub start: Moment,
    /// First moment after it.
    pub end: Moment,
    /// Days on which the customer bought.
    pub orders: u32,
    /// Value bought, minor units.
    pub value: i64,
    /// Expected orders from everything before the period; `None` until the customer has begun.
    pub expected: Option<f64>,
    /// 80 % interval of what could be expected.
    pub band: Option<Range<u32>>,
}

/// The chart of one customer, as `count` periods of `period_days` days back from `as_of`; fewer when the customer began
/// later. Reads this customer's lines only.
pub fn chart(purchases: &Purchases, customer: usize, tempo: &Tempo, period_days: u32, count: u32) -> Chart {
    let as_of = purchases.as_of.0;
    let mut orders: Vec<(i32, i64)> = Vec::new();
    for line in purchases.lines_of(customer) {
        let day = day_of(as_of, purchases.at[line].0);
        match orders.last_mut() {
            Some((last, value)) if *last == day => *value = value.saturating_add(purchases.value[line]),
            _ => orders.push((day, purchases.value[line])),
        }
    }
    let days: Vec<i32> = orders.iter().map(|order| order.0).collect();
    let Some(&first) = days.first() else { return Chart { periods: Vec::new(), next_order: None } };
    let length = i32::try_from(period_days).unwrap_or(i32::MAX).max(1);
    let season = Season::stored(&tempo.season, tempo.season_note);
    let periods = (0..i32::try_from(count).unwrap_or(i32::MAX))
        .rev()
        .map(|back| (-(back + 1).saturating_mul(length), -back.saturating_mul(length)))
        .filter(|(_, end)| *end > first)
        .map(|span| period(&orders, &days, tempo, &season, span, purchases.as_of))
        .collect();
    let last = purchases.lines_of(customer).next_back().map(|line| purchases.at[line]);
    let next_order = last.and_then(|last| next_order(tempo, &days, last, purchases.as_of));
    Chart { periods, next_order }
}

fn period(
    orders: &[(i32, i64)],
    days: &[i32],
    tempo: &Tempo,
    season: &Season,
    (start, end): (i32, i32),
    as_of: Moment,
) -> Period {
    let within = |order: &&(i32, i64)| (start..end).contains(&order.0);
    let before = &days[..days.partition_point(|day| *day < start)];
    let promise = tempo.pace.filter(|_| !before.is_empty()).map(|pace| {
        let depth = usize::try_from(start - before[0]).unwrap_or(0) + 1;
        let memory = Memory::new(season, -start, depth, pace.half_life_days);
        (memory.promise(&pace, before, start), season.over(-end, -start))
    });
    let expected = promise.map(|(promise, index)| promise.mean(index));
    Period {
        start: as_of.plus_days(i64::from(start)),
        end: as_of.plus_days(i64::from(end)),
        orders: u32::try_from(orders.iter().filter(within).count()).unwrap_or(u32::MAX),
        value: orders.iter().filter(within).fold(0, |sum, order| sum.saturating_add(order.1)),
        expected,
        band: promise.map(|(promise, index)| {
            let point = |q: f64| (0..100_000).find(|k| promise.up_to(*k, index) >= q).unwrap_or(100_000);
            Range { low: point(0.1), high: point(0.9) }
        }),
    }
}

fn next_order(tempo: &Tempo, days: &[i32], last: Moment, as_of: Moment) -> Option<NextOrder> {
    let own = tempo.gaps?.kinds().own(&Gaps::of(days));
    Some(moments(own.next_order(f64::from(-1 - days.last()?)), last, as_of))
}

/// Days after the last order as moments; no expectation lies before `as_of`, and none more than a century ahead.
#[allow(clippy::cast_possible_truncation)] // at most a century of microseconds
pub(crate) fn moments([low, expected, high, due]: [f64; 4], last: Moment, as_of: Moment) -> NextOrder {
    let after = |days: f64| {
        let micros = days.clamp(0.0, 36_500.0) * vihje_model::time::MICROS_PER_DAY as f64;
        Moment(last.0.saturating_add(micros as i64))
    };
    let ahead = |days: f64| after(days).max(as_of);
    NextOrder { expected: ahead(expected), low: ahead(low), high: ahead(high), due: after(due) }
}
