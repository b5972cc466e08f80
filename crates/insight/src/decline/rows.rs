//! Who is in decline, how, and in which order to call them. All the judging of this analysis is here.

use super::learn::{Assessment, Learnt};
use super::lost::{self, LostLine};
use super::orders::Orders;
use super::output::{DeclineRow, Evidence, Kind, State};
use super::settings::Settings;
use crate::stats::{benjamini_hochberg, benjamini_hochberg_of};
use std::collections::HashMap;
use vihje_model::{Moment, Purchases};

/// A window in which no order at all would not be surprising cannot show a decline: it is not tested (Tarone 1990).
const POWER: f64 = 0.05;

/// The tests of all customers, with the false-discovery rate controlled over each family.
pub(crate) struct Verdicts {
    declining: Vec<Option<f64>>,
    late: Vec<Option<f64>>,
    lapsed: Vec<bool>,
    lost: HashMap<usize, Vec<(LostLine, f64)>>,
    pub(super) lines_tested: u64,
    rate: f64,
}

impl Verdicts {
    pub(crate) fn new(
        purchases: &Purchases,
        orders: &Orders,
        learnt: &Learnt,
        known: &[(usize, Assessment)],
        settings: &Settings,
    ) -> Self {
        let rate = settings.false_discovery_rate;
        let window = |a: &Assessment| a.window.filter(|_| a.up_to(0) <= POWER).map(|w| w.p_value);
        let lapsed: Vec<bool> = known.iter().map(|(_, a)| a.p_alive < settings.alive_below).collect();
        let declining = controlled(known.iter().map(|(_, a)| window(a)));
        // Most silences beyond doubt are those of the lapsed. Beside them a family bears many false ones, and all of those would
        // stand on the list of the late: who has not lapsed is a family of its own, so that the rate is that of the list as read.
        let all = controlled(known.iter().map(|(_, a)| a.silence));
        let others =
            controlled(known.iter().zip(&lapsed).map(|((_, a), lapsed)| a.silence.filter(|_| !lapsed)));
        let late = all
            .into_iter()
            .zip(others)
            .zip(&lapsed)
            .map(|((all, other), lapsed)| if *lapsed { all } else { other });
        let late = late.collect();
        let (found, lines_tested) = lost::find(purchases, orders, learnt.cut, learnt.window);
        let p_values: Vec<f64> = found.iter().map(|line| line.p_value).collect();
        let q_values = benjamini_hochberg_of(&p_values, lines_tested);
        let mut lost: HashMap<usize, Vec<(LostLine, f64)>> = HashMap::new();
        for (line, q) in found.into_iter().zip(q_values).filter(|(_, q)| *q <= rate) {
            lost.entry(line.customer as usize).or_default().push((line, q));
        }
        Self { declining, late, lapsed, lost, lines_tested, rate }
    }

    fn found(&self, q: Option<f64>) -> Option<f64> {
        q.filter(|q| *q <= self.rate)
    }

    pub(super) fn state(&self, i: usize, a: &Assessment) -> State {
        if self.lapsed[i] {
            return State::Lapsed;
        }
        if self.found(self.declining[i]).is_some() {
            return State::Declining;
        }
        if self.found(self.late[i]).is_some() {
            return State::Late;
        }
        match a.window {
            Some(window) if a.orders > 1 => {
                let fewer = window.observed.checked_sub(1);
                let more = fewer.map_or(1.0, |k| 1.0 - a.up_to(k));
                if more < 0.05 { State::Growing } else { State::Steady }
            }
            Some(_) if a.next.is_some_and(|[.., due]| due <= f64::from(a.last_age)) => State::Once,
            _ => State::New,
        }
    }

    /// One row for each customer with something found and at least two orders, the first to call first.
    pub(crate) fn rows(
        &self,
        purchases: &Purchases,
        orders: &Orders,
        learnt: &Learnt,
        known: &[(usize, Assessment)],
        settings: &Settings,
    ) -> Vec<DeclineRow> {
        let mut rows: Vec<DeclineRow> = known
            .iter()
            .enumerate()
            .filter(|(_, (_, a))| a.orders > 1)
            .filter_map(|(i, (customer, a))| {
                let evidence = self.evidence(purchases, orders, learnt, (i, *customer, a));
                let kind = evidence.first()?.kind();
                let (gap_orders, risk) =
                    at_risk(kind, a, learnt.window, || learnt.mean_gap(orders, *customer), &evidence);
                let probability = a.drop.unwrap_or(1.0 - a.p_alive);
                let (certainty, stake) = (certainty(probability, a.silence), stake(kind, a, risk));
                Some(DeclineRow {
                    customer: purchases.customers[*customer],
                    index: u32::try_from(i).unwrap_or(u32::MAX),
                    kind,
                    gap_orders,
                    value_at_risk: minor(risk),
                    probability,
                    certainty,
                    stake,
                    priority: priority(certainty, stake, settings.value_weight),
                    evidence,
                })
            })
            .collect();
        rows.sort_by(|a, b| b.priority.total_cmp(&a.priority).then(a.index.cmp(&b.index)));
        rows
    }

    fn evidence(
        &self,
        purchases: &Purchases,
        orders: &Orders,
        learnt: &Learnt,
        (i, customer, a): (usize, usize, &Assessment),
    ) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        let days_since_last = f64::from(a.last_age);
        if let (true, Some(usual_gap_days)) = (self.lapsed[i], a.usual_gap) {
            evidence.push(Evidence::Lapsed { p_alive: a.p_alive, days_since_last, usual_gap_days });
        }
        if let (Some(q_value), Some(window)) = (self.found(self.declining[i]), a.window) {
            let (expected, observed, p_value) = (window.expected, window.observed, window.p_value);
            evidence.push(Evidence::Declining { expected, observed, p_value, q_value });
        }
        if let (Some(q_value), Some(usual_gap_days), Some(p_value), Some(allowed_days)) =
            (self.found(self.late[i]), a.usual_gap, a.silence, learnt.allowed_days(orders, customer))
        {
            evidence.push(Evidence::Late { days_since_last, usual_gap_days, allowed_days, p_value, q_value });
        }
        evidence.extend(self.lost_lines(purchases, customer));
        evidence
    }

    /// The lost lines of a customer, the most to lose first.
    fn lost_lines(&self, purchases: &Purchases, customer: usize) -> Vec<Evidence> {
        let mut lines: Vec<&(LostLine, f64)> = self.lost.get(&customer).into_iter().flatten().collect();
        let risk = |line: &LostLine| line.expected * line.value;
        lines.sort_by(|a, b| risk(&b.0).total_cmp(&risk(&a.0)).then(a.0.item.cmp(&b.0.item)));
        let as_evidence = |(line, q_value): &&(LostLine, f64)| Evidence::LostLine {
            item: line.item,
            name: purchases.items[line.item as usize].clone(),
            expected: line.expected,
            observed: 0,
            last_bought: last_bought(purchases, customer, line.item),
            p_value: line.p_value,
            q_value: *q_value,
            value_at_risk: minor(risk(line)),
        };
        lines.iter().map(as_evidence).collect()
    }
}

fn last_bought(purchases: &Purchases, customer: usize, item: u32) -> Moment {
    let mut lines = purchases.lines_of(customer);
    lines.rfind(|line| purchases.item[*line] == item).map_or(Moment::default(), |line| purchases.at[line])
}

/// q-values over those that were tested.
fn controlled(p_values: impl Iterator<Item = Option<f64>>) -> Vec<Option<f64>> {
    let p_values: Vec<Option<f64>> = p_values.collect();
    let tested: Vec<f64> = p_values.iter().flatten().copied().collect();
    let mut q_values = benjamini_hochberg(&tested).into_iter();
    p_values.into_iter().map(|p| p.and_then(|_| q_values.next())).collect()
}

/// Orders short of expectation and what they are worth.
fn at_risk(
    kind: Kind,
    a: &Assessment,
    window: i32,
    mean_gap: impl Fn() -> Option<f64>,
    evidence: &[Evidence],
) -> (f64, f64) {
    let short = a.window.map_or(0.0, |window| window.expected - f64::from(window.observed));
    let gap = match kind {
        Kind::Declining => short,
        Kind::Lapsed => short.max(a.own_pace - a.ahead),
        Kind::Late => {
            let silent = f64::from(a.last_age.min(window));
            short.max(mean_gap().map_or(0.0, |gap| silent / gap.max(1.0)))
        }
        Kind::LostLine => {
            let lines = evidence.iter().filter_map(|e| match e {
                Evidence::LostLine { expected, value_at_risk, .. } => Some((*expected, *value_at_risk)),
                _ => None,
            });
            #[allow(clippy::cast_precision_loss)] // minor units below 9e15 are exact
            return lines.fold((0.0, 0.0), |sum, line| (sum.0 + line.0, sum.1 + line.1 as f64));
        }
    };
    let gap = gap.max(0.0);
    (gap, gap * a.order_value)
}

/// The value in play in a window: a whole pace, or that of the lost lines.
fn stake(kind: Kind, a: &Assessment, risk: f64) -> f64 {
    if kind == Kind::LostLine { risk } else { a.own_value }
}

/// Odds of a drop, times the fourth root of the odds against a silence as long as the present one.
///
/// The odds of a drop come from counts, which know nothing of regularity; the silence adds what regular gaps say, at a
/// small weight because the two share evidence. Beyond 98 in 100, and beyond a silence met once in a million, more
/// certainty adds nothing and value decides.
pub(crate) fn certainty(probability: f64, silence: Option<f64>) -> f64 {
    let odds = |p: f64| p / (1.0 - p);
    let drop = odds(probability.clamp(1e-6, 0.98));
    drop * silence.map_or(1.0, |p| odds((1.0 - p).clamp(1e-6, 1.0 - 1e-6)).powf(0.25))
}

/// Certainty times a power of the value at stake (in minor units; nothing counts as one).
///
/// Certainty first: a list must be right before it is rich, since a call to somebody who is not in decline costs as much as
/// any other. With weight 1/5, ten times the value weighs as much as 1.6 times the odds.
pub(crate) fn priority(certainty: f64, stake: f64, value_weight: f64) -> f64 {
    certainty * stake.max(1.0).powf(value_weight)
}

/// Minor units from a real number.
#[allow(clippy::cast_possible_truncation)] // clamped
pub(super) fn minor(value: f64) -> i64 {
    value.round().clamp(-9e15, 9e15) as i64
}
