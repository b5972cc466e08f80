//! Restocks: per customer and item, how many, how far apart, and when last.

use crate::survival::DayTable;
use rayon::prelude::*;
use vihje_model::{Moment, Purchases, time::MICROS_PER_DAY};

/// Gaps are followed for two years.
pub(crate) const LONGEST_GAP: u16 = 730;
/// Only so many latest gaps of a customer count: his pace may change, and one buyer must not be the item.
const RECENT: usize = 12;
/// Customers scanned at a time by one thread.
const PIECE: usize = 512;

/// One customer's restocks of one item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct History {
    pub(crate) customer: u32,
    pub(crate) item: u32,
    pub(crate) restocks: u32,
    /// Recent gaps, at most [`RECENT`].
    pub(crate) gaps: u32,
    /// Sum and sum of squares of the logarithms of the recent gaps in days.
    pub(crate) sum: f64,
    pub(crate) squares: f64,
    pub(crate) last_at: i64,
}

/// All gaps of an item, ended or open.
#[derive(Debug, Clone)]
pub(crate) struct Gaps {
    pub(crate) customers: u32,
    pub(crate) repeat_customers: u32,
    /// The gap after the first purchase, and those after later ones; the last gap is open.
    pub(crate) after: [DayTable; 2],
    pub(crate) ended: u32,
}

/// Everybody's restocks before a moment.
pub(crate) struct Restocks {
    pub(crate) histories: Vec<History>,
    /// Per item; empty for items with too few customers.
    pub(crate) gaps: Vec<Option<Gaps>>,
}

/// A gap of one customer: item, days rounded up, whether it has ended, and whether it came after the first purchase.
struct Gap {
    item: u32,
    days: u16,
    ended: bool,
    after_first: bool,
}

impl Restocks {
    /// Restocks of items with at least `min_customers` customers, before `until`.
    pub(crate) fn new(purchases: &Purchases, min_customers: u32, until: i64) -> Self {
        let customers = purchases.customers.len();
        let pieces: Vec<(Vec<History>, Vec<Gap>)> = (0..customers.div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| {
                let (mut histories, mut gaps, mut lines) = (Vec::new(), Vec::new(), Vec::new());
                for customer in piece * PIECE..((piece + 1) * PIECE).min(customers) {
                    lines.clear();
                    let range = purchases.lines_of(customer);
                    lines.extend(range.map(|line| (purchases.item[line], purchases.at[line].0)));
                    lines.retain(|(_, at)| *at < until);
                    lines.sort_unstable();
                    let number = u32::try_from(customer).expect("customers are numbered in 32 bits");
                    for of_item in lines.chunk_by(|x, y| x.0 == y.0) {
                        histories.push(history(number, of_item, until, &mut gaps));
                    }
                }
                (histories, gaps)
            })
            .collect();
        let mut held = vec![0_u32; purchases.items.len()];
        for history in pieces.iter().flat_map(|(histories, _)| histories) {
            held[history.item as usize] += 1;
        }
        let least = min_customers.max(1);
        let mut gaps: Vec<Option<Gaps>> =
            held.iter().map(|customers| (*customers >= least).then(|| Gaps::none(*customers))).collect();
        let mut kept = Vec::new();
        for (histories, found) in pieces {
            for gap in found {
                if let Some(gaps) = &mut gaps[gap.item as usize] {
                    gaps.add(&gap);
                }
            }
            kept.extend(histories.into_iter().filter(|history| held[history.item as usize] >= least));
        }
        Self { histories: kept, gaps }
    }
}

impl Gaps {
    fn none(customers: u32) -> Self {
        Self {
            customers,
            repeat_customers: 0,
            after: [DayTable::new(LONGEST_GAP), DayTable::new(LONGEST_GAP)],
            ended: 0,
        }
    }

    fn add(&mut self, gap: &Gap) {
        let table = &mut self.after[usize::from(!gap.after_first)];
        if gap.ended && gap.days <= LONGEST_GAP {
            table.bought(gap.days);
        } else {
            table.followed(gap.days.min(LONGEST_GAP));
        }
        self.ended += u32::from(gap.ended);
        self.repeat_customers += u32::from(gap.ended && gap.after_first);
    }
}

/// The history of one item; `lines` are (item, moment), ascending.
#[allow(clippy::cast_precision_loss)] // days between two moments are exact enough in an f64
fn history(customer: u32, lines: &[(u32, i64)], until: i64, gaps: &mut Vec<Gap>) -> History {
    let item = lines[0].0;
    let mut last_at = lines[0].1;
    let mut restocks = 1;
    let from = gaps.len();
    let mut logs = Vec::new();
    let gap = |since: i64, to: i64, ended, after_first| {
        let days = (to - since + MICROS_PER_DAY - 1) / MICROS_PER_DAY;
        Gap { item, days: u16::try_from(days).unwrap_or(u16::MAX), ended, after_first }
    };
    for &(_, at) in &lines[1..] {
        // Less than a day later is the same restocking.
        if at - last_at < MICROS_PER_DAY {
            continue;
        }
        gaps.push(gap(last_at, at, true, restocks == 1));
        logs.push(((at - last_at) as f64 / MICROS_PER_DAY as f64).ln());
        restocks += 1;
        last_at = at;
    }
    let old = logs.len().saturating_sub(RECENT);
    // The first gap stays, it answers another question; older ones in the middle go.
    if old > 1 {
        gaps.drain(from + 1..from + old);
    }
    gaps.push(gap(last_at, until, false, restocks == 1));
    let recent = &logs[old..];
    History {
        customer,
        item,
        restocks,
        gaps: u32::try_from(recent.len()).expect("at most twelve"),
        sum: recent.iter().sum(),
        squares: recent.iter().map(|log| log * log).sum(),
        last_at: Moment(last_at).0,
    }
}
