//! The usual interval of an item, and a customer's next gap drawn to it.

use super::ItemInterval;
use super::restocks::{Gaps, History, Restocks};
use crate::stats::normal_quantile;
use crate::survival::{DayTable, cumulative, day_reached};
use statrs::function::erf::erfc;

/// An item's spread counts as if so many more gaps (or customers) had shown the spread of all items.
const BORROWED: f64 = 5.0;
/// Spreads of log gaps within and between customers before anything is known: a factor of two, and of one and a half.
const SPREADS: [f64; 2] = [0.5, 0.15];

/// What is usual for an item.
#[derive(Debug, Clone)]
pub(crate) struct Usual {
    pub(crate) gaps: u32,
    customers: u32,
    repeat_customers: u32,
    quartile_days: [Option<u16>; 3],
    of_returning: [Option<u16>; 3],
    /// Log of the median gap that ends, in days.
    level: f64,
    /// Variance of log gaps around a customer's level.
    within: f64,
    /// Variance of customers' levels.
    between: f64,
    /// Share of gaps that ever end, after the first purchase and after later ones.
    again: [f64; 2],
}

/// The next gap of a customer: log-normal, if it ends at all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NextGap {
    level: f64,
    spread: f64,
    again: f64,
}

/// Sums over the customers of an item (one-way analysis of variance, unbalanced; Searle, Casella, McCulloch 1992, 3.6).
#[derive(Debug, Clone, Copy, Default)]
struct Spread {
    customers: f64,
    gaps: f64,
    sum: f64,
    /// Sum of squared numbers of gaps.
    squares: f64,
    /// Squared distances of gaps from their customer's mean.
    within: f64,
    /// Sum over customers of gaps times squared mean.
    means: f64,
}

impl Spread {
    fn add(&mut self, history: &History) {
        let gaps = f64::from(history.gaps);
        if gaps > 0.0 {
            self.customers += 1.0;
            self.gaps += gaps;
            self.sum += history.sum;
            self.squares += gaps * gaps;
            self.within += (history.squares - history.sum * history.sum / gaps).max(0.0);
            self.means += history.sum * history.sum / gaps;
        }
    }

    fn within(&self, borrowed: f64) -> f64 {
        (self.within + BORROWED * borrowed) / (self.gaps - self.customers + BORROWED)
    }

    fn between(&self, within: f64, borrowed: f64) -> f64 {
        if self.customers < 2.0 {
            return borrowed;
        }
        let distances = (self.means - self.sum * self.sum / self.gaps).max(0.0);
        let size = self.gaps - self.squares / self.gaps;
        let own = ((distances - (self.customers - 1.0) * within) / size.max(1e-9)).max(0.0);
        ((self.customers - 1.0) * own + BORROWED * borrowed) / (self.customers - 1.0 + BORROWED)
    }
}

/// Per item what is usual; items without customers get the usual of all.
pub(crate) fn learn(restocks: &Restocks) -> Vec<Usual> {
    let mut spreads = vec![Spread::default(); restocks.gaps.len()];
    let mut all = Spread::default();
    for history in &restocks.histories {
        spreads[history.item as usize].add(history);
        all.add(history);
    }
    let within = all.within(SPREADS[0]);
    let between = SPREADS[1].min(all.between(within, SPREADS[1])).max(0.02);
    let level = if all.gaps > 0.0 { all.sum / all.gaps } else { 30.0_f64.ln() };
    let usual = |(gaps, spread): (&Option<Gaps>, &Spread)| {
        let within = spread.within(within);
        Usual::of(gaps.as_ref(), spread, [level, within, spread.between(within, between)])
    };
    restocks.gaps.iter().zip(&spreads).map(usual).collect()
}

impl Usual {
    fn of(gaps: Option<&Gaps>, spread: &Spread, [overall, within, between]: [f64; 3]) -> Self {
        let (mut share, mut quartile_days, mut of_returning) = (Vec::new(), [None; 3], [None; 3]);
        let mut again = [0.5; 2];
        let mut level = (spread.sum + BORROWED * overall) / (spread.gaps + BORROWED);
        if let Some(gaps) = gaps {
            let quarters = [0.25, 0.5, 0.75];
            let both = gaps.after[0].plus(&gaps.after[1]);
            let end = both.cumulative(&mut share);
            quartile_days = quarters.map(|quarter| day_reached(&share, quarter));
            if end > 0.0 {
                of_returning = quarters.map(|quarter| day_reached(&share, quarter * end));
            }
            // Observed gaps are short of the open ones; Kaplan and Meier's median is not. Mid-day, for days are begun.
            if let Some(median) = of_returning[1] {
                let known = (f64::from(median) - 0.5).max(0.5).ln();
                level = (spread.gaps * known + BORROWED * overall) / (spread.gaps + BORROWED);
            }
            again = [&gaps.after[0], &gaps.after[1]].map(|table| {
                let end = table.cumulative(&mut share);
                let seen = f64::from(table.at_risk().first().copied().unwrap_or(0));
                // As if two more had been seen of which one came again: never certain.
                (end * seen + 1.0) / (seen + 2.0)
            });
        }
        let (customers, repeat_customers) =
            gaps.map_or((0, 0), |gaps| (gaps.customers, gaps.repeat_customers));
        let ended = gaps.map_or(0, |gaps| gaps.ended);
        Self {
            gaps: ended,
            customers,
            repeat_customers,
            quartile_days,
            of_returning,
            level,
            within,
            between,
            again,
        }
    }

    /// The customer's next gap: his mean log gap and the item's level, weighed by how sure each is.
    pub(crate) fn next_gap(&self, history: &History) -> NextGap {
        let own = f64::from(history.gaps) / self.within;
        let items = 1.0 / self.between.max(1e-6);
        let mean = if history.gaps > 0 { history.sum / f64::from(history.gaps) } else { 0.0 };
        NextGap {
            level: (own * mean + items * self.level) / (own + items),
            spread: (self.within + 1.0 / (own + items)).sqrt(),
            again: self.again[usize::from(history.restocks > 1)],
        }
    }

    pub(crate) fn shown(&self, item: u32) -> ItemInterval {
        ItemInterval {
            item,
            customers: self.customers,
            repeat_customers: self.repeat_customers,
            gaps: self.gaps,
            quartile_days: self.quartile_days,
            quartile_days_of_returning: self.of_returning,
            again_after_first: self.again[0],
            again_after_later: self.again[1],
        }
    }
}

impl NextGap {
    /// Days within which the gap has ended with this probability, if it ends.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        (self.level + self.spread * normal_quantile(share)).exp()
    }

    /// The chance that a gap that ends lasts longer than `days`.
    fn outlasts(&self, days: f64) -> f64 {
        if days <= 0.0 {
            return 1.0;
        }
        erfc((days.ln() - self.level) / (self.spread * std::f64::consts::SQRT_2)) / 2.0
    }

    /// The chance that the gap ends at all, after `days` of silence (Bayes).
    pub(crate) fn still_buys(&self, days: f64) -> f64 {
        let silent = self.again * self.outlasts(days);
        silent / (silent + 1.0 - self.again)
    }

    /// The chance that it ends within `horizon` days from now, after `days` of silence.
    pub(crate) fn chance(&self, days: f64, horizon: f64) -> f64 {
        let ends = self.again * (self.outlasts(days) - self.outlasts(days + horizon));
        (ends / (self.again * self.outlasts(days) + 1.0 - self.again)).clamp(0.0, 1.0)
    }
}

impl DayTable {
    /// Fills in the share by day; returns the last.
    fn cumulative(&self, share: &mut Vec<f64>) -> f64 {
        cumulative(&self.at_risk(), self.events(), share);
        share.last().copied().unwrap_or(0.0)
    }
}
