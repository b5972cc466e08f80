//! How the list would have done: cut history earlier, list who is due, look at what happened.

use super::restocks::{History, Restocks};
use super::{Settings, usual};
use crate::stats::{Interval, as_real, wilson_interval};
use rayon::prelude::*;
use serde::Serialize;
use vihje_model::{Moment, Purchases, time::MICROS_PER_DAY};

/// The list of an earlier day against what its customers then did, beside the plain baseline at the same length.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// The day the list was made for; nothing at or after it was used to make it.
    pub cut: Moment,
    /// Rows looked at: as many as were due, at most the length of the list.
    pub listed: u64,
    /// Rows whose customer restocked the item within the horizon.
    pub hits: u64,
    /// `hits / listed`.
    pub hit_rate: f64,
    /// Wilson 95 % interval of the hit rate.
    pub interval: Interval,
    /// Mean of the chances that were told for these rows: close to the hit rate when they are calibrated.
    pub told: f64,
    /// Hit rate of the same customers and items ranked by days since the last order of the item, fewest first.
    pub recency_hit_rate: f64,
    /// Hit rate of as many rows taken at random from all customers and items with enough restocks.
    pub base_rate: f64,
    /// Whether the list did at least as well as the plain baseline.
    pub beats_baseline: bool,
}

/// One customer and item as of the cut.
struct Row {
    chance: f64,
    due: bool,
    last_at: i64,
    order: (u32, u32),
    hit: bool,
}

/// `None` when nobody was due `horizon_days` before `as_of`.
pub(crate) fn backtest(purchases: &Purchases, settings: &Settings) -> Option<Backtest> {
    let horizon = f64::from(settings.horizon_days);
    let cut = purchases.as_of.0.saturating_sub(i64::from(settings.horizon_days) * MICROS_PER_DAY);
    let restocks = Restocks::new(purchases, settings.min_customers, cut);
    let usual = usual::learn(&restocks);
    let mut rows: Vec<Row> = restocks
        .histories
        .par_iter()
        .filter(|history| history.restocks >= settings.min_restocks.max(2))
        .map(|history| {
            let next = usual[history.item as usize].next_gap(history);
            let days = Moment(cut).days_since(Moment(history.last_at));
            Row {
                chance: next.chance(days, horizon),
                due: next.quantile(0.5) <= days + horizon,
                last_at: history.last_at,
                order: (history.customer, history.item),
                hit: bought_since(purchases, history, cut),
            }
        })
        .collect();
    let length = rows.iter().filter(|row| row.due).count().min(settings.length);
    if length == 0 {
        return None;
    }
    let base = as_real(rows.iter().filter(|row| row.hit).count() as u64) / as_real(rows.len() as u64);
    rows.par_sort_unstable_by(|x, y| y.last_at.cmp(&x.last_at).then(x.order.cmp(&y.order)));
    let recency = hits(&rows[..length]);
    rows.retain(|row| row.due);
    rows.par_sort_unstable_by(|x, y| y.chance.total_cmp(&x.chance).then(x.order.cmp(&y.order)));
    let listed = &rows[..length];
    let (found, among) = (hits(listed), length as u64);
    Some(Backtest {
        cut: Moment(cut),
        listed: among,
        hits: found,
        hit_rate: as_real(found) / as_real(among),
        interval: wilson_interval(found, among, 0.95),
        told: listed.iter().map(|row| row.chance).sum::<f64>() / as_real(among),
        recency_hit_rate: as_real(recency) / as_real(among),
        base_rate: base,
        beats_baseline: found >= recency,
    })
}

fn hits(rows: &[Row]) -> u64 {
    rows.iter().filter(|row| row.hit).count() as u64
}

fn bought_since(purchases: &Purchases, history: &History, cut: i64) -> bool {
    let lines = purchases.lines_of(history.customer as usize);
    let since = lines.start + purchases.at[lines.clone()].partition_point(|at| at.0 < cut);
    purchases.item[since..lines.end].contains(&history.item)
}
