//! What a comparison with all alike would show of a planted pattern: the truth for a ratio whose comparison group holds the
//! buyers of A as well. Computed from hazards and from when A was bought, never from what was bought of B.

use crate::company::Company;
use crate::orders::{Begun, Orders};
use crate::planted::Pattern;
use crate::profile::Profile;
use vihje_model::Moment;

/// Classes of pace, two to the octave.
const PACES: usize = 48;
/// At most about this many customers are looked at; of more, every so-many-th.
const LOOKED_AT: u64 = 20_000;

/// Sums of one pattern, by calendar month of the time and class of pace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alike {
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    /// Lines of orders whose window is complete, and the chance that B is bought within the window after each.
    lines: f64,
    chances: f64,
    /// Buyers of A and the chance that they buy B.
    buyers: f64,
    buy: f64,
}

impl Alike {
    pub(crate) fn new(company: &Company) -> Self {
        Self { cells: vec![Cell::default(); company.calendar.months() * PACES] }
    }

    /// Counts one customer, with the moment of the first A where there is one.
    pub(crate) fn add(&mut self, company: &Company, profile: &Profile, orders: &Orders, at: Place<'_>) {
        if !at.customer.is_multiple_of(company.settings.customers.div_ceil(LOOKED_AT)) {
            return;
        }
        let days = i64::from(company.settings.window_days);
        let pace = pace_class(profile.pace);
        let sales = orders.lines.iter().filter(|line| line.quantity > 0);
        let mut last: Option<(Moment, f64)> = None;
        for line in sales.take_while(|line| line.at.plus_days(days) <= company.end()) {
            let chance = match last {
                Some((moment, chance)) if moment == line.at => chance,
                _ => chance_after(company, profile, &at, line.at),
            };
            last = Some((line.at, chance));
            let cell = &mut self.cells[company.calendar.month_at(line.at) * PACES + pace];
            cell.lines += 1.0;
            cell.chances += chance;
        }
        if let Some(first) = at.first.filter(|first| first.plus_days(days) <= company.end()) {
            let cell = &mut self.cells[company.calendar.month_at(first) * PACES + pace];
            cell.buyers += 1.0;
            cell.buy += chance_after(company, profile, &at, first);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            mine.lines += theirs.lines;
            mine.chances += theirs.chances;
            mine.buyers += theirs.buyers;
            mine.buy += theirs.buy;
        }
    }

    /// Expected buyers of B among the buyers of A over the number expected of all alike; `None` without any.
    pub(crate) fn ratio(&self) -> Option<f64> {
        let (mut buy, mut alike) = (0.0, 0.0);
        for cell in self.cells.iter().filter(|cell| cell.buyers > 0.0) {
            buy += cell.buy;
            alike += cell.buyers * cell.chances / cell.lines;
        }
        (alike > 0.0).then_some(buy / alike)
    }
}

/// A customer and a pattern: who, what, and when the first A was, if ever.
pub(crate) struct Place<'a> {
    pub(crate) customer: u64,
    pub(crate) pattern: &'a Pattern,
    pub(crate) first: Option<Moment>,
}

/// When a customer's pattern began.
pub(crate) fn first_of(begun: &[Begun], pattern: usize) -> Option<Moment> {
    begun.iter().find(|begun| begun.pattern == pattern).map(|begun| begun.at)
}

/// The chance that a customer buys B within the window after a moment, given when A acts on them.
fn chance_after(company: &Company, profile: &Profile, at: &Place<'_>, moment: Moment) -> f64 {
    let days = i64::from(company.settings.window_days);
    let end = moment.plus_days(days);
    let (acts, fades) = at
        .first
        .map_or((end, end), |first| (first.clamp(moment, end), first.plus_days(days).clamp(moment, end)));
    let hazard = cumulated_hazard(company, profile, at.pattern, (moment, acts), 1.0)
        + cumulated_hazard(company, profile, at.pattern, (acts, fades), at.pattern.factor)
        + cumulated_hazard(company, profile, at.pattern, (fades, end), 1.0);
    -libm::expm1(-hazard)
}

/// The cumulated hazard of an order with B between two moments, B's rate of lines times a factor.
pub(crate) fn cumulated_hazard(
    company: &Company,
    profile: &Profile,
    pattern: &Pattern,
    (from, until): (Moment, Moment),
    factor: f64,
) -> f64 {
    let rate = profile.liking(pattern.categories.1) * company.settings.lines_per_order * factor;
    let parts = company.months_between(from, until).map(|(month, from, until)| {
        let lines = rate * company.catalogue.demand(month, &pattern.to);
        -profile.expected_orders(company, from, until) * libm::expm1(-lines)
    });
    parts.sum()
}

/// Two classes to the octave of orders a day, from 2^-18 up.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to the classes there are
fn pace_class(pace: f64) -> usize {
    let class = 2.0 * (libm::log2(pace.max(1e-12)) + 18.0);
    class.clamp(0.0, (PACES - 1) as f64) as usize
}
