//! Replenishment: bought A, then A again; the usual interval and who is due.
//!
//! A *restock* is a basket with the item at least a day after the last one. The gaps between a customer's restocks of an
//! item are taken as log-normal around his own level; his level is drawn from the item's, so a customer with one gap is
//! mostly given the item's usual interval and one with ten mostly his own (empirical Bayes, Efron and Morris 1975). The
//! last gap is still open: whether it will end at all is a share of its own, estimated by Kaplan and Meier, so long
//! silence speaks for "stopped" and not for "ever more due". Must never use a purchase at or after `as_of`.

mod backtest;
mod restocks;
mod usual;

pub use backtest::Backtest;

use rayon::prelude::*;
use restocks::{History, Restocks};
use serde::{Deserialize, Serialize};
use usual::Usual;
use vihje_model::{CustomerKey, Moment, Purchases, time::MICROS_PER_DAY};

/// The parameters of replenishment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// N: the list holds who is due by now or within this many days, and a hit is a restock within them.
    pub horizon_days: u16,
    /// Items with fewer customers are left out.
    pub min_customers: u32,
    /// Customers with fewer restocks of an item are not listed for it; at least 2, one gap.
    pub min_restocks: u32,
    /// The longest list.
    pub length: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { horizon_days: 14, min_customers: 25, min_restocks: 2, length: 1000 }
    }
}

/// Usual intervals and the list of who is due.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The parameters.
    pub settings: Settings,
    /// Nothing at or after this moment was used.
    pub as_of: Moment,
    /// Items bought again by somebody, most gaps first.
    pub items: Vec<ItemInterval>,
    /// Who is due, in the order of `ranked_by`, at most `settings.length`.
    pub due: Vec<DueCustomer>,
    /// Everybody due, listed or not.
    pub due_total: u64,
    /// How the list is ranked: by the chance, unless the backtest shows that plain recency does better on this data.
    pub ranked_by: Ranking,
    /// The same list as it would have stood `horizon_days` ago, against what happened since; `None` when history is too
    /// short.
    pub backtest: Option<Backtest>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// The chance of a restock within the horizon, largest first.
    Chance,
    /// Days since the last order of the item, fewest first: the plain baseline.
    Recency,
}

/// The usual interval of an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemInterval {
    /// Index into the items of the purchases.
    pub item: u32,
    /// Customers who bought it.
    pub customers: u32,
    /// Of those, who bought it again.
    pub repeat_customers: u32,
    /// Ended gaps.
    pub gaps: u32,
    /// Days by which 25, 50 and 75 % of all gaps have ended, open gaps censored (Kaplan and Meier); `None` when so many
    /// never end within two years.
    pub quartile_days: [Option<u16>; 3],
    /// The same of the gaps that end.
    pub quartile_days_of_returning: [Option<u16>; 3],
    /// Share of first purchases ever followed by another.
    pub again_after_first: f64,
    /// Share of later restocks ever followed by another.
    pub again_after_later: f64,
}

/// A customer due for an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DueCustomer {
    /// Number of the customer in the purchases.
    pub customer: usize,
    /// His key.
    pub key: CustomerKey,
    /// Index into the items of the purchases.
    pub item: u32,
    /// Restocks so far.
    pub restocks: u32,
    /// The last one.
    pub last_at: Moment,
    /// Days since then.
    pub days_since: f64,
    /// The customer's own interval, shrunk to the item's: the median of his next gap in days.
    pub interval_days: f64,
    /// When the next restock is expected: the last plus the interval.
    pub expected_at: Moment,
    /// Earliest and latest of the middle half of what to expect.
    pub expected_between: [Moment; 2],
    /// Whether it is due, overdue, or coming within the horizon.
    pub status: Status,
    /// The chance that he restocks within the horizon from `as_of`.
    pub chance: f64,
    /// The chance that he has not stopped buying the item.
    pub still_buys: f64,
}

/// Where a customer stands against his own interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Expected within the horizon.
    Coming,
    /// Past the expected date, within the middle half of what to expect.
    Due,
    /// Past the middle half.
    Overdue,
}

/// Usual intervals, who is due as of the purchases' `as_of`, and how the list would have done before.
///
/// O(lines log lines of a customer) time; memory 56 bytes per customer and item.
pub fn replenishment(purchases: &Purchases, settings: &Settings) -> Report {
    let as_of = purchases.as_of.0;
    let restocks = Restocks::new(purchases, settings.min_customers, as_of);
    let usual = usual::learn(&restocks);
    let backtest = backtest::backtest(purchases, settings);
    let ranked_by = match &backtest {
        Some(backtest) if !backtest.beats_baseline => Ranking::Recency,
        _ => Ranking::Chance,
    };
    let mut due: Vec<DueCustomer> = restocks
        .histories
        .par_iter()
        .filter_map(|history| {
            due_customer(purchases, history, &usual[history.item as usize], settings, as_of)
        })
        .collect();
    let due_total = due.len() as u64;
    due.par_sort_unstable_by(|x, y| {
        let order = match ranked_by {
            Ranking::Chance => y.chance.total_cmp(&x.chance),
            Ranking::Recency => y.last_at.cmp(&x.last_at),
        };
        order.then((x.customer, x.item).cmp(&(y.customer, y.item)))
    });
    due.truncate(settings.length);
    let mut items: Vec<ItemInterval> = (0..)
        .zip(&usual)
        .filter(|(_, usual)| usual.gaps > 0)
        .map(|(item, usual)| usual.shown(item))
        .collect();
    items.sort_by_key(|item| (std::cmp::Reverse(item.gaps), item.item));
    Report { settings: settings.clone(), as_of: purchases.as_of, items, due, due_total, ranked_by, backtest }
}

/// The row of the list; `None` when the customer is not due for the item within the horizon.
fn due_customer(
    purchases: &Purchases,
    history: &History,
    usual: &Usual,
    settings: &Settings,
    as_of: i64,
) -> Option<DueCustomer> {
    if history.restocks < settings.min_restocks.max(2) {
        return None;
    }
    let next = usual.next_gap(history);
    let horizon = f64::from(settings.horizon_days);
    let days_since = Moment(as_of).days_since(Moment(history.last_at));
    let [early, interval_days, late] = [0.25, 0.5, 0.75].map(|share| next.quantile(share));
    if interval_days > days_since + horizon {
        return None;
    }
    let status = match days_since {
        days if days > late => Status::Overdue,
        days if days >= interval_days => Status::Due,
        _ => Status::Coming,
    };
    Some(DueCustomer {
        customer: history.customer as usize,
        key: purchases.customers[history.customer as usize],
        item: history.item,
        restocks: history.restocks,
        last_at: Moment(history.last_at),
        days_since,
        interval_days,
        expected_at: after(history.last_at, interval_days),
        expected_between: [after(history.last_at, early), after(history.last_at, late)],
        status,
        chance: next.chance(days_since, horizon),
        still_buys: next.still_buys(days_since),
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // the cast saturates; rounding is below a second
fn after(at: i64, days: f64) -> Moment {
    Moment(at.saturating_add((days * MICROS_PER_DAY as f64) as i64))
}

#[cfg(test)]
mod tests;
