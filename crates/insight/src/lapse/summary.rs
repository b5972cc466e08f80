//! A customer's past in three numbers (x, t_x, T), counted by day. Holds no model.

use rayon::prelude::*;
use serde::Serialize;
use vihje_model::Purchases;
use vihje_model::time::MICROS_PER_DAY;

/// Frequency, recency and age of one customer. Times are in the unit the summary was made with (weeks by default).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// Repeat purchase days: days with a purchase, less the first.
    pub x: u32,
    /// Time from the first to the last purchase day; zero when `x` is zero.
    pub t_x: f64,
    /// Time from the first purchase day to the last day before `as_of`.
    pub t: f64,
}

/// Purchase days and mean value of one customer, for the spend model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spend {
    /// Purchase days counted in `mean`.
    pub x: u32,
    /// Mean value per purchase day, in minor units.
    pub mean: f64,
}

/// Days in the unit in which the literature reports CDNOW.
pub const WEEK: f64 = 7.0;

/// Whole days from the day a moment lies in to the last day before `as_of`. Days are counted back from `as_of`, which is
/// the end of a day in the company's own time zone.
pub(crate) fn days_before(as_of: i64, at: i64) -> i64 {
    (as_of - 1 - at).div_euclid(MICROS_PER_DAY)
}

/// (x, t_x, T) of every customer, in the order of `purchases.customers`; `unit_days` is the length of the time unit.
///
/// Purchases of one day are one purchase (Fader, Hardie & Lee 2005). A customer without a line counts as x = 0, T = 0.
/// One scan, in parallel over customers.
pub fn summarise(purchases: &Purchases, unit_days: f64) -> Vec<Summary> {
    let as_of = purchases.as_of.0;
    (0..purchases.customers.len())
        .into_par_iter()
        .map(|customer| {
            let at = &purchases.at[purchases.lines_of(customer)];
            summary_of(at.iter().map(|moment| days_before(as_of, moment.0)), unit_days)
        })
        .collect()
}

/// The summary of ages of purchases in days, oldest first.
#[allow(clippy::cast_precision_loss)] // days of any two dates are exact in an f64
pub(crate) fn summary_of(ages: impl Iterator<Item = i64>, unit_days: f64) -> Summary {
    let (mut first, mut last, mut days) = (None, 0, 0_u32);
    for age in ages {
        if first.is_none() || age != last {
            days += 1;
        }
        first.get_or_insert(age);
        last = age;
    }
    let first = first.unwrap_or(0);
    Summary { x: days.saturating_sub(1), t_x: (first - last) as f64 / unit_days, t: first as f64 / unit_days }
}

/// Mean value per purchase day of every customer; `None` where no counted day has a positive mean.
///
/// `with_first` counts the first purchase day too; without it the figures are those of repeat purchases only, as the
/// literature fits them (Fader & Hardie 2013).
pub fn spends(purchases: &Purchases, with_first: bool) -> Vec<Option<Spend>> {
    (0..purchases.customers.len())
        .into_par_iter()
        .map(|customer| spend_of(purchases, customer, with_first))
        .collect()
}

#[allow(clippy::cast_precision_loss)] // sums of minor units below 9e15 are exact in an f64
fn spend_of(purchases: &Purchases, customer: usize, with_first: bool) -> Option<Spend> {
    let as_of = purchases.as_of.0;
    let lines = purchases.lines_of(customer);
    let first = days_before(as_of, purchases.at.get(lines.start)?.0);
    let (mut days, mut sum, mut last) = (0_u32, 0_i64, None);
    for line in lines {
        let age = days_before(as_of, purchases.at[line].0);
        if age == first && !with_first {
            continue;
        }
        if last != Some(age) {
            days += 1;
            last = Some(age);
        }
        sum = sum.saturating_add(purchases.value[line]);
    }
    (days > 0 && sum > 0).then(|| Spend { x: days, mean: sum as f64 / f64::from(days) })
}

/// Unique summaries with how many customers share each: what the likelihoods are computed on.
///
/// Everything a likelihood needs depends on `x` alone, on a time alone, on a pair (x, time), or on the whole triple; each
/// is kept once. Times are days, so there are few of them, however many customers there are.
#[derive(Debug, Clone)]
pub struct Tally {
    pub(super) levels: Vec<Level>,
    /// Different times, ascending.
    pub(super) times: Vec<f64>,
    /// Places among the times at which customers of one level are looked at, level by level, ascending.
    pub(super) points: Vec<u32>,
    pub(super) triples: Vec<Triple>,
    pub(super) customers: f64,
}

/// Customers with `x` repeats.
#[derive(Debug, Clone)]
pub(super) struct Level {
    pub(super) x: f64,
    pub(super) count: f64,
    /// Its part of the points.
    pub(super) points: std::ops::Range<u32>,
}

/// One unique (x, t_x, T), by the places of its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Triple {
    /// Place of `x` among the levels.
    pub(super) level: u32,
    /// Places of t_x and T among the times.
    pub(super) last: u32,
    pub(super) end: u32,
    /// Places of (x, t_x) and (x, T) among the points.
    pub(super) last_point: u32,
    pub(super) end_point: u32,
    pub(super) count: f64,
}

impl Tally {
    /// Counts equal summaries. Time is that of two parallel sorts.
    pub fn new(summaries: &[Summary]) -> Self {
        // Non-negative floats order as their bits do.
        let bits = |time: f64| time.max(0.0).to_bits();
        let mut times: Vec<u64> = summaries.par_iter().flat_map_iter(|s| [bits(s.t_x), bits(s.t)]).collect();
        times.par_sort_unstable();
        times.dedup();
        let place = |time: f64| times.partition_point(|known| *known < bits(time)) as u128;
        let key = |s: &Summary| (u128::from(s.x) << 64) | (place(s.t_x) << 32) | place(s.t);
        let mut keys: Vec<u128> = summaries.par_iter().map(key).collect();
        keys.par_sort_unstable();
        let times: Vec<f64> = times.into_iter().map(f64::from_bits).collect();
        #[allow(clippy::cast_precision_loss)] // customers are far below 2^53
        let mut tally = Self {
            levels: Vec::new(),
            times,
            points: Vec::new(),
            triples: Vec::new(),
            customers: summaries.len() as f64,
        };
        keys.chunk_by(|one, other| one >> 64 == other >> 64).for_each(|level| tally.add_level(level));
        tally
    }

    /// Adds the customers of one `x`, whose keys are in order.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // parts of a key are 32 bits each
    fn add_level(&mut self, keys: &[u128]) {
        let x = f64::from((keys[0] >> 64) as u32);
        let parts = |key: u128| ((key >> 32) as u32, key as u32);
        let first = self.triples.len();
        let level = self.levels.len() as u32;
        for same in keys.chunk_by(|one, other| one == other) {
            let (last, end) = parts(same[0]);
            let count = same.len() as f64;
            self.triples.push(Triple { level, last, end, last_point: 0, end_point: 0, count });
        }
        let mut places: Vec<u32> = self.triples[first..].iter().flat_map(|t| [t.last, t.end]).collect();
        places.sort_unstable();
        places.dedup();
        let before = self.points.len();
        let point = |time: u32| (before + places.partition_point(|known| *known < time)) as u32;
        for triple in &mut self.triples[first..] {
            (triple.last_point, triple.end_point) = (point(triple.last), point(triple.end));
        }
        self.points.extend(places);
        let points = before as u32..self.points.len() as u32;
        self.levels.push(Level { x, count: keys.len() as f64, points });
    }

    /// How many customers.
    pub fn customers(&self) -> f64 {
        self.customers
    }

    /// How many of them bought again.
    pub fn repeaters(&self) -> f64 {
        self.levels.iter().filter(|level| level.x > 0.0).map(|level| level.count).sum()
    }

    /// Different (x, t_x, T).
    pub fn unique(&self) -> usize {
        self.triples.len()
    }

    /// Mean repeats and mean age, which set the scale of a fit.
    pub(super) fn scale(&self) -> (f64, f64) {
        let n = self.customers.max(1.0);
        let repeats: f64 = self.levels.iter().map(|level| level.x * level.count).sum();
        let age: f64 = self.triples.iter().map(|t| self.times[t.end as usize] * t.count).sum();
        (repeats / n, age / n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purchases_of_one_day_are_one_purchase() {
        let summary = summary_of([70, 70, 42, 0].into_iter(), WEEK);
        assert_eq!(summary, Summary { x: 2, t_x: 10.0, t: 10.0 });
        assert_eq!(summary_of([14, 14].into_iter(), WEEK), Summary { x: 0, t_x: 0.0, t: 2.0 });
        assert_eq!(summary_of(std::iter::empty(), WEEK), Summary { x: 0, t_x: 0.0, t: 0.0 });
    }

    #[test]
    fn a_day_ends_where_as_of_stands() {
        assert_eq!(days_before(0, -1), 0);
        assert_eq!(days_before(0, -MICROS_PER_DAY), 0);
        assert_eq!(days_before(0, -MICROS_PER_DAY - 1), 1);
    }

    #[test]
    fn equal_summaries_are_counted_once() {
        let one = Summary { x: 1, t_x: 2.0, t: 3.0 };
        let tally = Tally::new(&[one, one, Summary { x: 0, t_x: 0.0, t: 3.0 }]);
        assert_eq!((tally.unique(), tally.levels.len(), tally.points.len()), (2, 2, 4));
        assert_eq!(tally.times, [0.0, 2.0, 3.0]);
        for (triple, (x, last, end)) in tally.triples.iter().zip([(0.0, 0.0, 3.0), (1.0, 2.0, 3.0)]) {
            let point = |place: u32| {
                let level = tally.levels.iter().find(|level| level.points.contains(&place)).unwrap();
                (level.x, tally.times[tally.points[place as usize] as usize])
            };
            assert_eq!((point(triple.last_point), point(triple.end_point)), ((x, last), (x, end)));
            assert_eq!((tally.times[triple.last as usize], tally.times[triple.end as usize]), (last, end));
        }
        assert!((tally.repeaters() - 2.0).abs() < 1e-12);
    }
}
