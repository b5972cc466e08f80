//! Who is like whom: calendar month of the moment times class of activity strictly before it.
//!
//! Classes are tenths of the month's first purchases (of any item), cut by how much the customer had bought before. Moments
//! of equal activity are never parted (ties), a month gets at most one class per [`super::LEAST_STRATUM`] customers, and
//! months with fewer customers than that are merged with the next.

use super::LEAST_STRATUM;
use super::baskets::{Baskets, Frame};
use super::scan::Eligible;
use super::shards::{add_all, by_customer};
use vihje_model::{Purchases, time::MICROS_PER_DAY};

/// Classes of activity in a month with enough customers.
const CLASSES: u64 = 10;
/// Activity below this has a level of its own; above, 128 levels an octave.
const EXACT: usize = 256;
const LEVELS: usize = EXACT + 128 * 56;

/// The strata of an analysis.
#[derive(Debug)]
pub(crate) struct Strata {
    /// Starts of the calendar months (UTC) from the one history begins in.
    months: Vec<i64>,
    /// Per month and level the stratum.
    table: Vec<u32>,
    /// How many strata there are.
    pub(crate) count: usize,
}

/// What is counted to cut the classes.
struct Tally {
    /// First purchases per month and level, of moments with complete windows.
    complete: Vec<u64>,
    /// First purchases per month and level, of all moments.
    all: Vec<u64>,
    /// Customers per month, of moments with complete windows; then of all.
    customers: [Vec<u64>; 2],
}

impl Strata {
    /// One pass over all baskets. O(lines).
    pub(crate) fn new(purchases: &Purchases, eligible: &Eligible, frame: &Frame) -> Self {
        let months = month_starts(frame.begins, frame.as_of);
        let tally = tally(purchases, eligible, frame, &months);
        let mut table = vec![0_u32; months.len() * LEVELS];
        let mut count = 0_u32;
        for group in groups(&tally) {
            let mut weights = vec![0_u64; LEVELS];
            for month in group.clone() {
                add_all(&mut weights, tally.weights(month));
            }
            let customers = group.clone().map(|month| tally.customers_in(month)).max().unwrap_or(0);
            let classes = (customers / u64::from(LEAST_STRATUM)).clamp(1, CLASSES);
            let cut = cut(&weights, classes);
            for month in group {
                for (cell, class) in table[month * LEVELS..][..LEVELS].iter_mut().zip(&cut) {
                    *cell = count + class;
                }
            }
            count += cut.last().map_or(1, |last| last + 1);
        }
        Self { months, table, count: count as usize }
    }

    /// The stratum of a moment.
    pub(crate) fn of(&self, at: i64, activity: usize) -> u32 {
        self.table[month_of(&self.months, at) * LEVELS + level(activity)]
    }

    /// Starts of the months after the one history begins in.
    pub(crate) fn turns(&self) -> &[i64] {
        &self.months[1..]
    }
}

impl Tally {
    /// One customer, month by month.
    fn add(&mut self, baskets: &Baskets, frame: &Frame, months: &[i64]) {
        let mut from = 0;
        while from < baskets.len() {
            let month = month_of(months, baskets.at[from]);
            let to = from + baskets.at[from..].partition_point(|at| month_of(months, *at) == month);
            for (complete, cells) in [(true, &mut self.complete), (false, &mut self.all)] {
                let counts = |at: i64| frame.may_index(at) && (!complete || frame.complete(at));
                let counted = || (from..to).filter(|basket| counts(baskets.at[*basket]));
                let bought: u64 = counted().map(|basket| baskets.chances(basket)).sum();
                self.customers[usize::from(!complete)][month] += u64::from(bought > 0);
                for basket in counted() {
                    cells[month * LEVELS + level(baskets.activity_before(basket))] += baskets.chances(basket);
                }
            }
            from = to;
        }
    }

    fn has_complete(&self, month: usize) -> bool {
        self.customers[0][month] > 0
    }

    fn weights(&self, month: usize) -> &[u64] {
        let from = if self.has_complete(month) { &self.complete } else { &self.all };
        &from[month * LEVELS..][..LEVELS]
    }

    fn customers_in(&self, month: usize) -> u64 {
        self.customers[usize::from(!self.has_complete(month))][month]
    }
}

/// Months that share strata: runs of months until enough customers bought in them. A month with complete windows never
/// shares with one without.
fn groups(tally: &Tally) -> Vec<std::ops::Range<usize>> {
    let months = tally.customers[0].len();
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    let (mut from, mut customers) = (0, 0);
    for month in 0..months {
        customers += tally.customers_in(month);
        let last = month + 1 == months || tally.has_complete(month) != tally.has_complete(month + 1);
        if customers >= u64::from(LEAST_STRATUM) {
            groups.push(from..month + 1);
        } else if !last {
            continue;
        } else if let Some(before) =
            groups.last_mut().filter(|before| tally.has_complete(before.start) == tally.has_complete(month))
        {
            before.end = month + 1;
        } else {
            groups.push(from..month + 1);
        }
        (from, customers) = (month + 1, 0);
    }
    groups
}

fn tally(purchases: &Purchases, eligible: &Eligible, frame: &Frame, months: &[i64]) -> Tally {
    let make = || {
        let cells = vec![0_u64; months.len() * LEVELS];
        let customers = [vec![0_u64; months.len()], vec![0_u64; months.len()]];
        (Baskets::new(eligible.len()), Tally { complete: cells.clone(), all: cells, customers })
    };
    let shards = by_customer(purchases.customers.len(), make, |(baskets, tally), customers| {
        for customer in customers {
            baskets.read(purchases, eligible, customer);
            tally.add(baskets, frame, months);
        }
    });
    let mut shards = shards.into_iter().map(|(_, tally)| tally);
    let mut sum = shards.next().expect("there is always a shard");
    for shard in shards {
        add_all(&mut sum.complete, &shard.complete);
        add_all(&mut sum.all, &shard.all);
        for (sum, part) in sum.customers.iter_mut().zip(&shard.customers) {
            add_all(sum, part);
        }
    }
    sum
}

/// Per level its class, from zero without gaps: each level goes where its middle lies among `classes` equal parts.
fn cut(weights: &[u64], classes: u64) -> Vec<u32> {
    let total: u64 = weights.iter().sum();
    let mut before = 0_u64;
    let (mut last, mut class) = (None, 0_u32);
    weights
        .iter()
        .map(|&weight| {
            if weight > 0 {
                let middle = 2 * u128::from(before) + u128::from(weight);
                let part = middle * u128::from(classes) / (2 * u128::from(total));
                class += u32::from(last.is_some_and(|last| last != part));
                last = Some(part);
                before += weight;
            }
            class
        })
        .collect()
}

/// Activity on a scale that is exact up to 255 and within 1 % above.
fn level(activity: usize) -> usize {
    if activity < EXACT {
        return activity;
    }
    let octave = activity.ilog2() as usize;
    EXACT + (octave - 8) * 128 + ((activity >> (octave - 7)) & 127)
}

fn month_of(months: &[i64], at: i64) -> usize {
    months.partition_point(|start| *start <= at).saturating_sub(1)
}

/// First moments of the calendar months (UTC) from the one that holds `from` to the last before `until`.
fn month_starts(from: i64, until: i64) -> Vec<i64> {
    let mut month = month_number(from.div_euclid(MICROS_PER_DAY));
    let mut starts = vec![first_day(month) * MICROS_PER_DAY];
    loop {
        month += 1;
        let start = first_day(month) * MICROS_PER_DAY;
        if start >= until {
            return starts;
        }
        starts.push(start);
    }
}

/// Months since March of year zero of the month that holds a day since 1970-01-01 (Hinnant 2021, "chrono-compatible
/// low-level date algorithms", civil_from_days).
fn month_number(day: i64) -> i64 {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    (era * 400 + year) * 12 + (5 * of_year + 2) / 153
}

/// The first day, since 1970-01-01, of a month as numbered by [`month_number`].
fn first_day(month: i64) -> i64 {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12));
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_calendar() {
        let day = |text: &str| text.parse::<vihje_model::Moment>().unwrap().0;
        let starts = month_starts(day("2015-12-31"), day("2016-03-02"));
        let expected = ["2015-12-01", "2016-01-01", "2016-02-01", "2016-03-01"];
        assert_eq!(starts, expected.map(day));
        assert_eq!(month_starts(day("1969-12-31"), day("1970-01-02")), ["1969-12-01", "1970-01-01"].map(day));
        assert_eq!(month_of(&starts, day("2016-02-29")), 2);
        for month in -3000..60_000 {
            assert_eq!(month_number(first_day(month)), month);
            assert_eq!(month_number(first_day(month) - 1), month - 1);
        }
    }

    #[test]
    fn levels_never_fall() {
        let mut last = 0;
        for activity in 0..100_000 {
            assert!(level(activity) == last || level(activity) == last + 1);
            last = level(activity);
        }
        assert!(level(usize::MAX) < LEVELS);
    }

    #[test]
    fn ties_stay_together() {
        let mut weights = vec![0; 8];
        weights[0] = 70;
        weights[3] = 10;
        weights[6] = 20;
        // Level 0 fills seven tenths, its middle lies in the fourth; the middles of 3 and 6 in the eighth and tenth.
        assert_eq!(cut(&weights, 10), [0, 0, 0, 1, 1, 1, 2, 2]);
        assert_eq!(cut(&weights, 1), [0; 8]);
        assert_eq!(cut(&[0; 3], 10), [0; 3]);
    }
}
