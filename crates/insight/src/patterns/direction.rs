//! Which comes first: prescription sequence symmetry (Hallas 1996; Tsiropoulos, Andersen, Hallas 2009).
//!
//! Among customers who bought both A and B for the first time within the window of each other, the ratio of those who
//! began with A to those who began with B, over the ratio that the two items' own trends of first purchases give: an item
//! that grows over the year comes second by itself. Each customer is his own control, so nothing about him confounds it.

use super::Direction;
use super::baskets::{Baskets, Frame};
use super::scan::Eligible;
use super::shards::by_customer;
use crate::stats::wilson_interval;
use vihje_model::{Purchases, time::MICROS_PER_DAY};

/// First purchases per item and day.
pub(crate) struct Trends {
    days: usize,
    window: usize,
    /// Per item and day, customers whose first purchase was on the day.
    on: Vec<u32>,
    /// Per item and day, customers whose first purchase was on it or before.
    up_to: Vec<u32>,
}

impl Trends {
    /// One pass; 8 bytes per item and day of history.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // days since history began are few and positive
    pub(crate) fn new(purchases: &Purchases, eligible: &Eligible, frame: &Frame) -> Self {
        let day = |at: i64| ((at - frame.begins) / MICROS_PER_DAY) as usize;
        let days = day(frame.as_of) + 1;
        let shards = by_customer(
            purchases.customers.len(),
            || (Baskets::new(eligible.len()), vec![0_u32; eligible.len() * days]),
            |(baskets, on), customers| {
                for customer in customers {
                    baskets.read(purchases, eligible, customer);
                    for (&item, &first) in baskets.items.iter().zip(&baskets.first) {
                        if frame.may_index(baskets.at[first]) {
                            on[item as usize * days + day(baskets.at[first])] += 1;
                        }
                    }
                }
            },
        );
        let mut shards = shards.into_iter().map(|(_, on)| on);
        let mut on = shards.next().unwrap_or_default();
        for shard in shards {
            on.iter_mut().zip(shard).for_each(|(sum, part)| *sum += part);
        }
        let mut up_to = on.clone();
        for item in up_to.chunks_mut(days) {
            for day in 1..days {
                item[day] += item[day - 1];
            }
        }
        Self { days, window: (frame.window / MICROS_PER_DAY) as usize, on, up_to }
    }

    /// The null-effect sequence ratio (Tsiropoulos et al. 2009, eq. 2): over the days of A's first purchases, first
    /// purchases of B in the W days after over those in the W days before. `None` when there are none before.
    fn null_ratio(&self, a: u32, b: u32) -> Option<f64> {
        let on = &self.on[a as usize * self.days..][..self.days];
        let up_to = &self.up_to[b as usize * self.days..][..self.days];
        let (mut after, mut before) = (0_u64, 0_u64);
        for (day, &count) in on.iter().enumerate().filter(|(_, count)| **count > 0) {
            let end = up_to[(day + self.window).min(self.days - 1)];
            after += u64::from(count) * u64::from(end - up_to[day]);
            if day > 0 {
                let start = day.checked_sub(self.window + 1).map_or(0, |start| up_to[start]);
                before += u64::from(count) * u64::from(up_to[day - 1] - start);
            }
        }
        (before > 0 && after > 0).then(|| crate::stats::as_real(after) / crate::stats::as_real(before))
    }

    /// Direction from the counts of both orders; `None` when there are none.
    ///
    /// The interval is Wilson's for the share of A first, turned into a ratio and divided by the null ratio.
    pub(crate) fn direction(&self, a: u32, b: u32, a_then_b: u32, b_then_a: u32) -> Option<Direction> {
        if a_then_b + b_then_a == 0 {
            return None;
        }
        let ratio = (b_then_a > 0).then(|| f64::from(a_then_b) / f64::from(b_then_a));
        let null_ratio = self.null_ratio(a, b);
        let share = wilson_interval(u64::from(a_then_b), u64::from(a_then_b) + u64::from(b_then_a), 0.95);
        let odds = |share: f64| (share < 1.0).then(|| share / (1.0 - share));
        let over = |ratio: Option<f64>| ratio.zip(null_ratio).map(|(ratio, null)| ratio / null);
        Some(Direction {
            a_then_b,
            b_then_a,
            ratio,
            null_ratio,
            adjusted: over(ratio),
            low: over(odds(share.low)),
            high: over(odds(share.high)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::{Settings, testing::bought};

    fn trends(purchases: &Purchases, window_days: u16) -> Trends {
        let settings = Settings { window_days, min_customers: 1, ..Settings::default() };
        Trends::new(purchases, &Eligible::new(purchases, 1), &Frame::new(purchases, &settings))
    }

    #[test]
    fn by_hand() {
        // A on days 0, 0, 2; B on days 1, 3, 9; window 5. After A: day 0 sees B 1 and 3 twice, day 2 sees B 3: 5.
        // Before A: day 2 sees B on day 1: 1.
        let purchases = bought(&[&[(0, 0), (1, 1)], &[(0, 0), (3, 1)], &[(2, 0), (9, 1)]]);
        let trends = trends(&purchases, 5);
        assert_eq!(trends.null_ratio(0, 1), Some(5.0));
        assert_eq!(trends.null_ratio(1, 0), Some(1.0 / 5.0));
        let direction = trends.direction(0, 1, 20, 2).unwrap();
        assert_eq!((direction.ratio, direction.adjusted), (Some(10.0), Some(2.0)));
        assert!(direction.low.unwrap() < 2.0 && direction.high.unwrap() > 2.0);
        assert_eq!(trends.direction(0, 1, 3, 0).unwrap().ratio, None);
        assert_eq!(trends.direction(0, 1, 0, 0), None);
    }

    #[test]
    fn items_with_equal_trends_have_no_direction_of_their_own() {
        let purchases = bought(&[&[(0, 0)], &[(0, 1)], &[(4, 0)], &[(4, 1)]]);
        assert_eq!(trends(&purchases, 10).null_ratio(0, 1), Some(1.0));
    }
}
