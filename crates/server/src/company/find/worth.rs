//! What a purchase, a buyer and a follower are worth: sums over purchases, minor units. Holds no chance and no forecast.

use vihje_model::{Moment, Purchases};

/// Mean value of one purchase of each item, minor units: all lines of it at one moment are one purchase.
#[allow(clippy::cast_precision_loss)] // a mean for the eye
pub(crate) fn mean_values(purchases: &Purchases) -> Vec<f64> {
    let mut sums = vec![(0_u64, 0_i64); purchases.items.len()];
    for customer in 0..purchases.customers.len() {
        let mut before = None;
        for line in purchases.lines_of(customer) {
            let purchase = (purchases.at[line], purchases.item[line]);
            let sum = &mut sums[purchase.1 as usize];
            let new = before.replace(purchase) != Some(purchase);
            *sum = (sum.0 + u64::from(new), sum.1.saturating_add(purchases.value[line]));
        }
    }
    means(sums)
}

/// Mean value that a buyer of each item brings within `window` microseconds of first buying it, minor units. Of those whose
/// window is over; where there is none of all.
pub(crate) fn values_of_buyers(purchases: &Purchases, window: i64) -> Vec<f64> {
    let items = purchases.items.len();
    let (mut over, mut all) = (vec![(0_u64, 0_i64); items], vec![(0_u64, 0_i64); items]);
    // Whose first purchase of an item it was, and when: no table to clear for each customer.
    let mut first = vec![(usize::MAX, 0_i64); items];
    for customer in 0..purchases.customers.len() {
        for line in purchases.lines_of(customer) {
            let (item, at) = (purchases.item[line] as usize, purchases.at[line].0);
            let new = first[item].0 != customer;
            if new {
                first[item] = (customer, at);
            }
            let closes = first[item].1.saturating_add(window);
            if at <= closes {
                let add = |sum: &mut (u64, i64)| {
                    *sum = (sum.0 + u64::from(new), sum.1.saturating_add(purchases.value[line]));
                };
                add(&mut all[item]);
                if closes < purchases.as_of.0 {
                    add(&mut over[item]);
                }
            }
        }
    }
    let known = over.into_iter().zip(all);
    means(known.map(|(over, all)| if over.0 > 0 { over } else { all }).collect())
}

#[allow(clippy::cast_precision_loss)] // a mean for the eye
fn means(sums: Vec<(u64, i64)>) -> Vec<f64> {
    sums.into_iter().map(|(count, sum)| if count == 0 { 0.0 } else { sum as f64 / count as f64 }).collect()
}

/// What those who bought A and then B within the window have brought by it.
#[derive(Debug, Default)]
pub(crate) struct Followers {
    count: u64,
    value: i64,
}

impl Followers {
    /// Adds one, by what they bought of B after `after` and no later than `until`.
    pub(crate) fn add(
        &mut self,
        purchases: &Purchases,
        customer: usize,
        b: u32,
        (after, until): (Moment, Moment),
    ) {
        let within = |line: &usize| {
            purchases.item[*line] == b && purchases.at[*line] > after && purchases.at[*line] <= until
        };
        self.count += 1;
        let of_b = purchases.lines_of(customer).filter(within);
        self.value = of_b.fold(self.value, |sum, line| sum.saturating_add(purchases.value[line]));
    }

    /// What one of them brought; `None` where there is none.
    pub(crate) fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| means(vec![(self.count, self.value)])[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::CustomerKey;

    /// Days and values of item 0 by customer, a window of 30 days, as of day 100.
    fn purchases(customers: &[&[(i64, i64)]]) -> Purchases {
        let day = |day: i64| Moment(0).plus_days(day);
        let mut purchases = Purchases::empty(day(100));
        purchases.items = vec!["B".to_owned()];
        purchases.starts.clear();
        for (key, lines) in (1..).zip(customers) {
            purchases.customers.push(CustomerKey(key));
            purchases.starts.push(purchases.at.len() as u64);
            for (at, value) in *lines {
                purchases.at.push(day(*at));
                purchases.item.push(0);
                purchases.value.push(*value);
            }
        }
        purchases.starts.push(purchases.at.len() as u64);
        purchases
    }

    #[test]
    fn a_buyer_is_worth_all_purchases_within_the_window_and_a_purchase_all_its_lines() {
        // Two lines on day 1 are one purchase. Day 40 lies beyond the first one's window; the third's is not over.
        let known = purchases(&[&[(1, 200), (1, 100), (20, 500), (40, 900)], &[(10, 400)], &[(90, 7_000)]]);
        let window = 30 * vihje_model::time::MICROS_PER_DAY;
        assert_eq!(values_of_buyers(&known, window), [(800.0 + 400.0) / 2.0]);
        assert_eq!(mean_values(&known), [9_100.0 / 5.0]);
        // Where nobody's window is over: all of them.
        assert_eq!(values_of_buyers(&purchases(&[&[(90, 300)], &[(95, 100)]]), window), [200.0]);
    }

    #[test]
    fn a_follower_is_worth_what_came_after_a_until_the_window_closed() {
        let known = purchases(&[&[(5, 50), (6, 200), (20, 300), (50, 900)], &[(8, 100)]]);
        let mut followers = Followers::default();
        assert_eq!(followers.mean(), None);
        let window = (Moment(0).plus_days(5), Moment(0).plus_days(35));
        followers.add(&known, 0, 0, window);
        followers.add(&known, 1, 0, window);
        assert_eq!(followers.mean(), Some(300.0));
    }
}
