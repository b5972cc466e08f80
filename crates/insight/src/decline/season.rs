//! Trend and season of the shop as a whole, so that what happens to everybody is not counted against each customer.

use super::orders::Orders;
use super::output::SeasonNote;

/// An index a week, by age counted back from the cut; its mean is 1.
pub(crate) struct Season {
    weekly: Vec<f64>,
    /// Sum of the index over the weeks younger than each, one longer than the weeks; in days.
    sums: Vec<f64>,
    pub(crate) note: SeasonNote,
}

/// Orders a week needs before its own index is believed half.
const BELIEF: f64 = 30.0;
/// Weeks before a week that say what it would be without orders of its own.
const NEAR: usize = 4;

/// One customer between the first and the last order, both left out: ages in days, `until` the younger, and the orders.
struct Between {
    from: i32,
    until: i32,
    orders: f64,
}

impl Season {
    /// Learns the index from orders between each customer's first and last, before `cut`.
    ///
    /// Orders of customer c in week w are taken as Poisson with mean λ_c · I_w; λ and I are found in turn (iterative
    /// proportional fitting; Bishop, Fienberg & Holland 1975), λ shrunk to its mean and I to the weeks before. Between the
    /// first and the last order a customer is known to be one, and given those two the orders between are Poisson still: so
    /// neither new customers nor those who leave move the index, however many they are. It carries what is common to all
    /// who stay: season, trend and closing days.
    #[allow(clippy::cast_precision_loss)] // counts
    pub(crate) fn learn(orders: &Orders, cut: i32) -> Self {
        let first = orders.first_day().unwrap_or(cut).min(cut);
        let weeks = week(age(cut, first)) + 1;
        let mut seen = vec![0.0; weeks];
        let mut own: Vec<Between> = Vec::new();
        for customer in 0..orders.customers() {
            let [first, between @ .., last] = orders.before(customer, cut) else { continue };
            between.iter().for_each(|day| seen[week(age(cut, *day))] += 1.0);
            own.push(Between {
                from: age(cut, *first),
                until: age(cut, *last) + 1,
                orders: between.len() as f64,
            });
        }
        let total: f64 = seen.iter().sum();
        if total < 200.0 || weeks < 8 {
            return Self::of(vec![1.0; weeks], SeasonNote::TooFew);
        }
        let note = if weeks >= 104 { SeasonNote::Learnt } else { SeasonNote::OneYearOnly };
        Self::of(fit(&seen, &own, total), note)
    }

    fn of(weekly: Vec<f64>, note: SeasonNote) -> Self {
        let mut sums = Vec::with_capacity(weekly.len() + 1);
        sums.push(0.0);
        for (week, index) in weekly.iter().enumerate() {
            sums.push(sums[week] + 7.0 * index);
        }
        Self { weekly, sums, note }
    }

    /// Sum of the index over the days younger than `age`: that many days on the clock of demand.
    pub(crate) fn until(&self, age: i32) -> f64 {
        let whole = (usize::try_from(age).unwrap_or(0) / 7).min(self.weekly.len());
        let days = f64::from(age - i32::try_from(7 * whole).unwrap_or(0));
        self.sums[whole] + days.max(0.0) * self.weekly.get(whole).copied().unwrap_or(1.0)
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
        Self::of(oldest_first.iter().rev().copied().collect(), note)
    }

    /// The index, oldest week first.
    pub(crate) fn oldest_first(&self) -> Vec<f64> {
        self.weekly.iter().rev().copied().collect()
    }
}

/// Days from a day before the cut to the last day before it.
fn age(cut: i32, day: i32) -> i32 {
    (cut - 1 - day).max(0)
}

fn week(age: i32) -> usize {
    number(age) / 7
}

/// An age as an index; ages are never negative here.
fn number(age: i32) -> usize {
    usize::try_from(age).unwrap_or(0)
}

#[allow(clippy::cast_precision_loss)]
fn fit(seen: &[f64], own: &[Between], total: f64) -> Vec<f64> {
    let mut index = vec![1.0; seen.len()];
    let exposed: f64 = own.iter().map(|own| f64::from((own.from - own.until).max(0))).sum();
    // A customer's pace is shrunk as if half an order had been seen at the mean pace.
    let prior_days = 0.5 * exposed / total.max(1.0);
    for _ in 0..4 {
        let expected = expected(&index, own, prior_days);
        for week in (0..index.len()).rev() {
            let near = week + 1..(week + 1 + NEAR).min(index.len());
            let sums = near.fold((BELIEF, BELIEF), |sum, w| (sum.0 + seen[w], sum.1 + expected[w]));
            let usual = sums.0 / sums.1;
            index[week] = ((seen[week] + BELIEF * usual) / (expected[week] + BELIEF)).clamp(0.2, 5.0);
        }
        let weight: f64 = expected.iter().sum();
        let mean = index.iter().zip(&expected).map(|(i, e)| i * e).sum::<f64>() / weight.max(1e-9);
        if mean > 0.0 {
            index.iter_mut().for_each(|i| *i /= mean);
        }
    }
    index
}

/// Orders a week would hold at index 1, given each customer's pace under the present index.
fn expected(index: &[f64], own: &[Between], prior_days: f64) -> Vec<f64> {
    let clock = Season::of(index.to_vec(), SeasonNote::TooFew);
    let days = index.len() * 7;
    let mut change = vec![0.0; days + 1];
    for own in own.iter().filter(|own| own.until < own.from) {
        let pace = (own.orders + 0.5) / (clock.until(own.from) - clock.until(own.until) + prior_days);
        change[number(own.until)] += pace;
        change[number(own.from)] -= pace;
    }
    let (mut expected, mut pace) = (vec![0.0; index.len()], 0.0);
    for (age, change) in change[..days].iter().enumerate() {
        pace += change;
        expected[age / 7] += pace;
    }
    expected
}
