//! Raw pair counts: customers who bought A for the first time, then B within the window, complete or not.
//!
//! These are the published counts of `bench/sql/patterns_reference.sql`. They are not the `n_ab` of a report, which asks
//! for complete windows: an index customer whose window is still open counts here as soon as he buys B.

use super::Question;
use super::scan::{Eligible, Scan};
use super::shards::by_customer;
use rayon::prelude::*;
use std::ops::Range;
use vihje_model::{Moment, Purchases, time::MICROS_PER_DAY};

/// Cells of the dense block of counters that one thread may hold: 256 MB.
const CELLS: usize = 64 << 20;

/// Raw counts of ordered pairs of items.
///
/// `n_ab` is the number of customers with any purchase of B in (t_A, t_A + W], where t_A is the customer's first purchase
/// of A. Pairs of an item with itself are not counted: that is replenishment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairCounts {
    /// Per A of `items` the (B, count) with a count, ascending in B; both as numbers of `Purchases::items`.
    rows: Vec<(u32, Vec<(u32, u32)>)>,
}

impl PairCounts {
    pub(crate) fn from_rows(rows: Vec<(u32, Vec<(u32, u32)>)>) -> Self {
        Self { rows }
    }

    /// Ordered pairs with at least so many customers.
    pub fn pairs_at_least(&self, least: u32) -> u64 {
        self.iter().filter(|&(_, _, count)| count >= least).count() as u64
    }

    /// Customers summed over those pairs.
    pub fn total_at_least(&self, least: u32) -> u64 {
        self.iter().filter(|&(_, _, count)| count >= least).map(|(_, _, count)| u64::from(count)).sum()
    }

    /// The count of one ordered pair.
    pub fn n_ab(&self, a: u32, b: u32) -> u32 {
        let Ok(row) = self.rows.binary_search_by_key(&a, |(item, _)| *item) else { return 0 };
        let row = &self.rows[row].1;
        row.binary_search_by_key(&b, |(item, _)| *item).map_or(0, |found| row[found].1)
    }

    /// Every pair with a count, as (A, B, count), ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        self.rows.iter().flat_map(|(a, row)| row.iter().map(move |&(b, count)| (*a, b, count)))
    }
}

/// Counts all ordered pairs of the items held by at least `min_customers` customers, within `window_days`.
///
/// One backward scan per customer, customers spread over threads. Time O(lines + pairs found); memory one dense row of
/// counters per A, in blocks of at most 256 MB a thread (more blocks, more scans, where items are many).
pub fn count(purchases: &Purchases, window_days: u16, min_customers: u32) -> PairCounts {
    count_in_blocks(purchases, window_days, min_customers, CELLS)
}

fn count_in_blocks(purchases: &Purchases, window_days: u16, min_customers: u32, cells: usize) -> PairCounts {
    let eligible = Eligible::new(purchases, min_customers);
    let items = eligible.len();
    let window = i64::from(window_days) * MICROS_PER_DAY;
    let block = (cells / items.max(1)).clamp(1, items.max(1));
    let mut rows = Vec::with_capacity(items);
    for from in (0..items).step_by(block) {
        let to = (from + block).min(items);
        let counts = count_block(purchases, &eligible, window, from..to);
        let sparse: Vec<_> = counts
            .par_chunks(items)
            .zip(from..to)
            .map(|(row, a)| {
                let row = row.iter().zip(&eligible.items).filter(|(count, _)| **count > 0);
                (eligible.items[a], row.map(|(count, b)| (*b, *count)).collect())
            })
            .collect();
        rows.extend(sparse);
    }
    PairCounts::from_rows(rows)
}

/// Dense counts of the rows `block`, `items` wide.
fn count_block(purchases: &Purchases, eligible: &Eligible, window: i64, block: Range<usize>) -> Vec<u32> {
    let items = eligible.len();
    let shards = by_customer(
        purchases.customers.len(),
        || (Scan::new(items), vec![0_u32; block.len() * items]),
        |(scan, counts), customers| {
            for customer in customers {
                let lines = purchases.lines_of(customer);
                let bought = &purchases.item[lines.clone()];
                let number = |line: usize| eligible.number[bought[line] as usize];
                scan.customer(&purchases.at[lines], number, (window, Question::Any), |firsts, follow| {
                    for &a in firsts.iter().filter(|a| block.contains(&(**a as usize))) {
                        let row = &mut counts[(a as usize - block.start) * items..][..items];
                        for &b in follow {
                            row[b as usize] += 1;
                        }
                        // B = A is replenishment; A follows itself when bought again.
                        row[a as usize] = 0;
                    }
                });
            }
        },
    );
    let mut shards = shards.into_iter().map(|(_, counts)| counts);
    let mut sum = shards.next().unwrap_or_default();
    for shard in shards {
        sum.par_chunks_mut(1 << 16).zip(shard.par_chunks(1 << 16)).for_each(|(sum, part)| {
            for (sum, part) in sum.iter_mut().zip(part) {
                *sum += part;
            }
        });
    }
    sum
}

/// The lines of one customer, ascending in time.
#[derive(Debug, Clone, Copy)]
pub struct CustomerLines<'a> {
    /// When.
    pub at: &'a [Moment],
    /// What; as long as `at`.
    pub item: &'a [u32],
}

impl<'a> CustomerLines<'a> {
    /// Those of customer number `customer`.
    pub fn of(purchases: &'a Purchases, customer: usize) -> Self {
        let lines = purchases.lines_of(customer);
        Self { at: &purchases.at[lines.clone()], item: &purchases.item[lines] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::testing::{bought, bought_at};

    #[test]
    fn by_hand() {
        // A = 0, B = 1, C = 2; the window is ten days.
        let purchases = bought(&[
            &[(0, 0), (5, 1), (5, 2), (9, 1)], // A then B, A then C; B then B; C then B (day 9)
            &[(0, 1), (3, 0), (3, 1), (20, 2)], // B then A; A with B in one basket is no sequence; C too late
            &[(0, 0), (10, 1)],                // at the very end of the window
            &[(0, 0), (11, 1), (12, 0), (13, 1)], // later A does not start a window
        ]);
        let counts = count(&purchases, 10, 1);
        let found: Vec<_> = counts.iter().collect();
        assert_eq!(found, [(0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 1, 1)]);
        assert_eq!((counts.pairs_at_least(2), counts.total_at_least(2)), (2, 4));
        assert_eq!((counts.n_ab(0, 2), counts.n_ab(2, 0), counts.n_ab(7, 0)), (1, 0, 0));
    }

    #[test]
    fn the_window_ends_to_the_microsecond() {
        let last = 10 * MICROS_PER_DAY;
        let purchases = bought_at(&[&[(0, 0), (last, 1)], &[(0, 0), (last + 1, 1)], &[(0, 0), (0, 1)]]);
        assert_eq!(count(&purchases, 10, 1).iter().collect::<Vec<_>>(), [(0, 1, 1)]);
    }

    #[test]
    fn items_of_few_customers_are_left_out_and_blocks_change_nothing() {
        let purchases =
            bought(&[&[(0, 0), (1, 1), (2, 2)], &[(0, 0), (1, 1), (2, 3)], &[(0, 3), (1, 1), (2, 0)]]);
        let whole = count(&purchases, 10, 2);
        assert_eq!(whole.n_ab(0, 2), 0);
        assert_eq!(whole.n_ab(0, 1), 2);
        assert_eq!(whole, count_in_blocks(&purchases, 10, 2, 1));
    }
}
