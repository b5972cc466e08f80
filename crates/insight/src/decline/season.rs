//! Trend and season of the shop as a whole, so that what happens to everybody is not counted against each customer.

use super::orders::Orders;
use super::output::SeasonNote;

/// An index a week, by age counted back from the cut; its mean is 1.
pub(crate) struct Season {
    weekly: Vec<f64>,
    pub(crate) note: SeasonNote,
}

/// Orders a week needs before its own index is believed half.
const BELIEF: f64 = 30.0;

impl Season {
    /// Learns the index from orders after each customer's first, before `cut`.
    ///
    /// Orders of customer c in week w are taken as Poisson with mean λ_c · I_w for the weeks after c's first order; λ and I
    /// are found in turn (iterative proportional fitting; Bishop, Fienberg & Holland 1975), λ shrunk to its mean and I to 1.
    /// New customers do not raise it and a growing customer base does not hide it, since only customers who had begun by
    /// then count. It carries what is common to all: season, trend, closing days and the ordinary loss of customers.
    #[allow(clippy::cast_precision_loss)] // counts
    pub(crate) fn learn(orders: &Orders, cut: i32) -> Self {
        let first = orders.first_day().unwrap_or(cut).min(cut);
        let weeks = week(cut, first) + 1;
        let mut seen = vec![0.0; weeks];
        let mut own: Vec<(usize, f64)> = Vec::new();
        for customer in 0..orders.customers() {
            if let [first, rest @ ..] = orders.before(customer, cut) {
                own.push((week(cut, *first), rest.len() as f64));
                rest.iter().for_each(|day| seen[week(cut, *day)] += 1.0);
            }
        }
        let total: f64 = seen.iter().sum();
        if total < 200.0 || weeks < 8 {
            return Self { weekly: vec![1.0; weeks], note: SeasonNote::TooFew };
        }
        let note = if weeks >= 104 { SeasonNote::Learnt } else { SeasonNote::OneYearOnly };
        Self { weekly: fit(&seen, &own, total), note }
    }

    /// The index on a day of that age (days before the cut). A negative age is the future.
    ///
    /// With two years of history or more the future is what the same week was a year ago; with less it is 1.
    pub(crate) fn at(&self, age: i32) -> f64 {
        let week = age.div_euclid(7);
        let known = |week: i32| usize::try_from(week).ok().and_then(|week| self.weekly.get(week)).copied();
        match self.note {
            _ if week >= 0 => known(week).unwrap_or(1.0),
            SeasonNote::Learnt => known(week.rem_euclid(52)).unwrap_or(1.0),
            SeasonNote::OneYearOnly | SeasonNote::TooFew => 1.0,
        }
    }

    /// Sum of the index over the days of age `from..to`.
    pub(crate) fn over(&self, from: i32, to: i32) -> f64 {
        (from..to).map(|age| self.at(age)).sum()
    }

    /// The season that a [`super::Tempo`] holds.
    pub(crate) fn stored(oldest_first: &[f64], note: SeasonNote) -> Self {
        Self { weekly: oldest_first.iter().rev().copied().collect(), note }
    }

    /// The index, oldest week first.
    pub(crate) fn oldest_first(&self) -> Vec<f64> {
        self.weekly.iter().rev().copied().collect()
    }
}

fn week(cut: i32, day: i32) -> usize {
    usize::try_from((cut - 1 - day).max(0) / 7).unwrap_or(0)
}

#[allow(clippy::cast_precision_loss)]
fn fit(seen: &[f64], own: &[(usize, f64)], total: f64) -> Vec<f64> {
    let mut index = vec![1.0; seen.len()];
    let exposed: f64 = own.iter().map(|(first, _)| *first as f64).sum();
    // A customer's pace is shrunk as if half an order had been seen at the mean pace.
    let prior_weeks = 0.5 * exposed / total.max(1.0);
    for _ in 0..4 {
        let mut until = Vec::with_capacity(index.len() + 1);
        until.push(0.0);
        for i in &index {
            until.push(until[until.len() - 1] + i);
        }
        let mut expected = vec![0.0; seen.len()];
        for (first, count) in own {
            if *first > 0 {
                expected[*first - 1] += (count + 0.5) / (until[*first] + prior_weeks);
            }
        }
        for week in (0..expected.len().saturating_sub(1)).rev() {
            expected[week] += expected[week + 1];
        }
        for week in 0..index.len() {
            index[week] = ((seen[week] + BELIEF) / (expected[week] + BELIEF)).clamp(0.2, 5.0);
        }
        let weight: f64 = expected.iter().sum();
        let mean = index.iter().zip(&expected).map(|(i, e)| i * e).sum::<f64>() / weight.max(1e-9);
        if mean > 0.0 {
            index.iter_mut().for_each(|i| *i /= mean);
        }
    }
    index
}
