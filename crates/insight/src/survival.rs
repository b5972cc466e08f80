//! Survival curves with censoring (Kaplan and Meier 1958), to the day.
//!
//! A customer is followed from day zero; on day d he either buys (the event), or is no longer followed (censored), or
//! goes on. Within a day events come before censorings, as is usual. Must never look at what happened after a customer
//! was last followed.

use crate::stats::{Interval, normal_quantile};
use serde::Serialize;

/// Customers by the day they bought or were last followed.
#[derive(Debug, Clone, Default)]
pub struct DayTable {
    /// Per day how many bought on it; day zero is not used.
    events: Vec<u32>,
    /// Per day how many were followed to its end and no further, without buying.
    censored: Vec<u32>,
}

/// One day of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// Days since the start, from one.
    pub day: u16,
    /// Customers followed on this day who had not bought before it.
    pub at_risk: u32,
    /// Of those, bought on this day.
    pub events: u32,
    /// Share that has bought by the end of this day: one minus the Kaplan-Meier estimate.
    pub share: f64,
    /// 95 % interval of the share.
    pub interval: Interval,
}

impl DayTable {
    /// An empty table for days 1 to `days`.
    pub fn new(days: u16) -> Self {
        let length = usize::from(days) + 1;
        Self { events: vec![0; length], censored: vec![0; length] }
    }

    /// A customer who bought on `day` (1 to the last day).
    pub fn bought(&mut self, day: u16) {
        self.events[usize::from(day)] += 1;
    }

    /// A customer followed to the end of `day` without buying; day zero when never followed.
    pub fn followed(&mut self, day: u16) {
        self.censored[usize::from(day)] += 1;
    }

    /// Events per day; day zero is not used.
    pub fn events(&self) -> &[u32] {
        &self.events
    }

    /// Both tables together; they have equal days.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let add = |x: &[u32], y: &[u32]| x.iter().zip(y).map(|(x, y)| x + y).collect();
        Self { events: add(&self.events, &other.events), censored: add(&self.censored, &other.censored) }
    }

    /// Customers at risk on each day; day zero is not used.
    pub fn at_risk(&self) -> Vec<u32> {
        let mut left = self.events.iter().sum::<u32>() + self.censored.iter().sum::<u32>();
        let mut at_risk = Vec::with_capacity(self.events.len());
        for (events, censored) in self.events.iter().zip(&self.censored) {
            at_risk.push(left);
            left -= events + censored;
        }
        at_risk
    }

    /// The curve, up to the last day on which anybody was followed.
    ///
    /// S(d) is the product over days up to d of 1 - events / at risk. The interval is Greenwood's variance (1926) on the
    /// log(-log) scale (Kalbfleisch and Prentice 1980, eq. 1.13), which stays within zero and one; where the estimate is
    /// zero or one and the variance vanishes, it is the exact binomial bound for the customers at risk.
    pub fn curve(&self) -> Vec<Step> {
        let mut running = Running::default();
        let mut steps = Vec::new();
        for (day, (at_risk, &events)) in (0_u16..).zip(self.at_risk().into_iter().zip(&self.events)).skip(1) {
            if at_risk == 0 {
                break;
            }
            let (share, interval) = running.step(f64::from(at_risk), f64::from(events));
            steps.push(Step { day, at_risk, events, share, interval });
        }
        steps
    }
}

/// A Kaplan-Meier estimate as it runs; counts may be weighted.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    survival: f64,
    greenwood: f64,
    z: f64,
}

impl Default for Running {
    fn default() -> Self {
        Self { survival: 1.0, greenwood: 0.0, z: normal_quantile(0.975) }
    }
}

impl Running {
    /// The share that has bought after a day with so many at risk (above zero) and so many events, and its interval.
    pub(crate) fn step(&mut self, at_risk: f64, events: f64) -> (f64, Interval) {
        let left = (at_risk - events).max(0.0);
        self.survival *= left / at_risk;
        if left > 0.0 {
            self.greenwood += events / (at_risk * left);
        }
        // The chance that nobody (or everybody) of so many would buy is 2.5 %.
        let bound = 0.025_f64.powf(1.0 / at_risk);
        let survival = self.survival;
        let interval = if survival >= 1.0 {
            Interval { low: 0.0, high: 1.0 - bound }
        } else if survival <= 0.0 {
            Interval { low: bound, high: 1.0 }
        } else {
            let spread = (self.z * self.greenwood.sqrt() / survival.ln()).exp();
            Interval { low: 1.0 - survival.powf(spread), high: 1.0 - survival.powf(1.0 / spread) }
        };
        (1.0 - survival, interval)
    }
}

/// Share that has bought by the end of each day into `share`, from customers at risk and events per day (day zero not
/// used); days without anybody at risk repeat the day before. Reuses `share`, so millions of curves need no memory.
pub fn cumulative(at_risk: &[u32], events: &[u32], share: &mut Vec<f64>) {
    let mut survival = 1.0;
    share.clear();
    share.push(0.0);
    for (&at_risk, &events) in at_risk.iter().zip(events).skip(1) {
        if events > 0 {
            survival *= f64::from(at_risk - events) / f64::from(at_risk);
        }
        share.push(1.0 - survival);
    }
}

/// The first day on which the share reaches `level`; `None` when it never does.
pub fn day_reached(share: &[f64], level: f64) -> Option<u16> {
    // A share of 0.5 made of products of fractions may miss 0.5 by its last digit.
    let found = share.partition_point(|reached| *reached < level - 1e-12);
    (found < share.len()).then(|| u16::try_from(found).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 6-MP arm of Freireich et al. 1963, weeks of remission, the textbook's example of Kaplan and Meier's estimate.
    fn remission() -> DayTable {
        let mut table = DayTable::new(40);
        for day in [6, 6, 6, 7, 10, 13, 16, 22, 23] {
            table.bought(day);
        }
        for day in [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35] {
            table.followed(day);
        }
        table
    }

    #[test]
    fn the_textbook_example() {
        let curve = remission().curve();
        for (day, at_risk, survival) in [
            (6, 21, 0.857),
            (7, 17, 0.807),
            (10, 15, 0.753),
            (13, 12, 0.690),
            (16, 11, 0.627),
            (22, 7, 0.538),
            (23, 6, 0.448),
        ] {
            let step = curve.iter().find(|step| step.day == day).unwrap();
            assert_eq!(step.at_risk, at_risk);
            assert!((1.0 - step.share - survival).abs() < 5e-4, "{step:?}");
            assert!(step.interval.contains(step.share));
        }
        assert_eq!(curve.last().unwrap().day, 35);
    }

    #[test]
    fn greenwood_on_the_log_log_scale() {
        // Kalbfleisch and Prentice 1980, the same data at 10 weeks: S = .753, sqrt(greenwood) = .128.
        let curve = remission().curve();
        let step = curve.iter().find(|step| step.day == 10).unwrap();
        assert!((1.0 - step.interval.high - 0.503).abs() < 2e-3, "{step:?}");
        assert!((1.0 - step.interval.low - 0.889).abs() < 2e-3, "{step:?}");
    }

    #[test]
    fn ends_are_not_certain() {
        let mut nobody = DayTable::new(3);
        (0..10).for_each(|_| nobody.followed(3));
        let last = nobody.curve().pop().unwrap();
        assert!(last.interval.low <= 0.0 && (last.interval.high - 0.308_5).abs() < 1e-4);
        let mut everybody = DayTable::new(3);
        everybody.bought(1);
        let last = everybody.curve().pop().unwrap();
        assert!(last.interval.low < 0.03 && last.interval.high >= 1.0);
        assert!(DayTable::new(5).curve().is_empty());
    }

    #[test]
    fn quantiles_and_the_quick_form_agree_with_the_curve() {
        let table = remission();
        let mut share = Vec::new();
        cumulative(&table.at_risk(), &table.events, &mut share);
        assert_eq!(day_reached(&share, 0.25), Some(13));
        assert_eq!(day_reached(&share, 0.5), Some(23));
        assert_eq!(day_reached(&share, 0.75), None);
        for step in table.curve() {
            assert!((share[usize::from(step.day)] - step.share).abs() < 1e-12);
        }
    }
}
