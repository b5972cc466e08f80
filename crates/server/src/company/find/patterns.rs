//! Patterns: the report of the method as rows of the desk.

use super::decline::word;
use super::worth::values_of_buyers;
use super::{Analysed, Asked, HeldOut};
use crate::company::find::today::task_entry;
use crate::company::patterns::PatternCurve;
use crate::company::{Company, CompanyError, CustomerEvidence, Result, Work};
use crate::reason::Reason;
use serde_json::{Value, json};
use vihje_desk::TaskEntry;
use vihje_desk::findings::{CustomerFinding, FindingSet, PatternFinding};
use vihje_insight::patterns::{self, Curve, Evidence, HeldOutCheck, Pair, Report};
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{Moment, Purchases};

/// Patterns of a set that are kept for the screens: the strongest.
const MOST_KEPT: usize = 100_000;
/// Patterns clearly below their like that are kept after them: the strongest.
const MOST_BELOW: usize = 10_000;
/// Pairs shown where none is clear yet, as in a small company: the strongest, with their false-discovery rates.
const CANDIDATES: usize = 200;

impl Company {
    pub(super) fn find_patterns(&self, asked: &Asked, work: &Work) -> Result<Analysed> {
        work.step("loading", 0.0)?;
        let parameters = asked.parameters.of_patterns();
        let purchases = self.purchases(parameters.level, parameters.channel.as_ref(), asked.as_of)?;
        work.step("patterns", 0.3)?;
        let settings = parameters.settings(purchases.customers.len());
        let report = patterns::find(&purchases, &settings)
            .map_err(|error| CompanyError::from(vihje_model::Problem::from(error)))?;
        work.step("storing", 0.8)?;
        let meta = asked.meta(self, &quality(&report, &purchases))?;
        let level = self.level_name(parameters.level)?;
        let window = i64::from(report.settings.window_days) * MICROS_PER_DAY;
        let worth = values_of_buyers(&purchases, window);
        let row = |pair| finding(pair, &purchases, &level, &worth);
        let (mut rows, mut below): (Vec<PatternFinding>, Vec<PatternFinding>) =
            (shown(&report).map(row).collect(), kept_below(&report).map(row).collect());
        if asked.kept {
            let mut load = self.desk.load(&meta, purchases.currency)?;
            load.patterns(rows.iter().take(MOST_KEPT).chain(&below).cloned())?;
            load.publish()?;
        }
        // As the list on the screen, which leaves them out as it is read: what is a charge is a setting.
        let barred = self.barred(parameters.level)?;
        let no_charge =
            |row: &PatternFinding| ![&row.a, &row.b].iter().any(|item| barred.charges.contains(*item));
        rows.retain(no_charge);
        below.retain(no_charge);
        Ok(Analysed { patterns: rows, below, ..Analysed::new(meta, purchases.currency) })
    }

    pub(crate) fn pattern_entry(
        &self,
        mut finding: CustomerFinding,
        set: &FindingSet,
        row: &PatternFinding,
        days_left: f64,
        value_minor: i64,
    ) -> Result<TaskEntry> {
        let known: CustomerEvidence = serde_json::from_value(finding.evidence.take()).unwrap_or_default();
        let reason = Reason::Pattern {
            a: row.a.clone(),
            b: row.b.clone(),
            days_left,
            lift: row.shrunk_lift.unwrap_or(row.lift),
        };
        task_entry(finding, &reason, known, value_minor, set.currency)
    }
}

/// A pattern is a pair whose buyers of A buy B more than their like; where none is clear, the strongest candidates.
fn shown(report: &Report) -> Box<dyn Iterator<Item = &Pair> + '_> {
    if clear(report).next().is_some() {
        Box::new(clear(report))
    } else {
        Box::new(report.pairs.iter().filter(|pair| pair.evidence == Evidence::Unclear).take(CANDIDATES))
    }
}

/// Clearly below their like, the strongest first.
fn kept_below(report: &Report) -> impl Iterator<Item = &Pair> {
    let below = report.pairs.iter().rev().filter(|pair| pair.evidence == Evidence::Below);
    below.take(MOST_BELOW)
}

fn clear(report: &Report) -> impl Iterator<Item = &Pair> {
    report.pairs.iter().filter(|pair| pair.evidence == Evidence::Above)
}

/// What is kept with the set: the quality that all analyses share, and how many pairs stand behind the list.
fn quality(report: &Report, purchases: &Purchases) -> Value {
    json!({
        "analysis": "patterns",
        "as_of": report.as_of,
        "cuts": report.held_out.iter().map(|check| check.from).collect::<Vec<Moment>>(),
        "horizon_days": f64::from(report.settings.window_days),
        "scores": [],
        "finding": Value::Null,
        "beats_baseline": report.held_out.as_ref().and_then(beats_naive),
        "listed": null,
        "best_order": "vihje",
        "ordered_by": "vihje",
        "basis": purchases.basis.word(),
        "currency": purchases.currency,
        "kept_share": report.held_out.as_ref().and_then(|check| check.share),
        "tried": report.held_out.as_ref().map(|check| check.checked),
        "held_out": report.held_out.as_ref().map(held_out),
        "tested_pairs": report.tested,
        "reported_pairs": clear(report).count(),
        "below_pairs": kept_below(report).count(),
        "fdr": report.settings.fdr,
        "population": report.population,
    })
}

/// Whether rules kept their side more often than as many pairs with the largest naive lift.
fn beats_naive(check: &HeldOutCheck) -> Option<bool> {
    Some(check.share? > check.naive_share?)
}

fn held_out(check: &HeldOutCheck) -> HeldOut {
    HeldOut {
        cut: check.from,
        tried: check.checked,
        kept_share: check.share,
        lift_found: check.lift_found,
        lift_held_out: check.lift_held_out,
        naive_share: check.naive_share,
    }
}

/// The held-out check kept with a set.
pub(crate) fn held_out_of(quality: &Value) -> Option<HeldOut> {
    serde_json::from_value(quality["held_out"].clone()).ok()
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // customers and minor units for the eye
fn finding(pair: &Pair, purchases: &Purchases, level: &str, worth: &[f64]) -> PatternFinding {
    // Of the windows that are still open, those who have not bought B.
    let open = pair.time.followed.saturating_sub(pair.n_a);
    let bought = pair.time.bought.saturating_sub(pair.n_ab);
    let open_customers = u64::from(open.saturating_sub(bought));
    let [first, median, third] = pair.time.quartile_days_of_buyers.map(|days| days.map(f64::from));
    let value = open_customers as f64 * pair.confidence * worth[pair.b as usize];
    PatternFinding {
        rank: 0,
        level: level.to_owned(),
        a: purchases.items[pair.a as usize].clone(),
        b: purchases.items[pair.b as usize].clone(),
        n_a: u64::from(pair.n_a),
        n_ab: u64::from(pair.n_ab),
        confidence: pair.confidence,
        expected: pair.expected,
        lift: pair.lift,
        lift_low: pair.lift_interval.low,
        lift_high: pair.lift_interval.high,
        p: pair.p,
        q: pair.q,
        naive_lift: pair.naive_lift.unwrap_or(0.0),
        first_quartile_days: first,
        median_days: median,
        third_quartile_days: third,
        sequence_ratio: pair.direction.as_ref().and_then(|direction| direction.ratio),
        sequence_expected: pair.direction.as_ref().and_then(|direction| direction.null_ratio),
        held_out_lift: pair.held_out.and_then(|held| held.lift),
        shrunk_lift: Some(pair.shrunken_lift),
        open_customers,
        value_minor: value.round() as i64,
        below: pair.evidence == Evidence::Below,
        evidence: json!({ "side": word(&pair.evidence), "direction": pair.direction, "held_out": pair.held_out }),
    }
}

/// The curve as the screens draw it: one point a day.
pub(crate) fn curve_of(curve: &Curve) -> PatternCurve {
    let like = curve.like.iter();
    PatternCurve {
        days: curve.buyers.iter().map(|step| f64::from(step.day)).collect(),
        buyers: curve.buyers.iter().map(|step| step.share).collect(),
        buyers_low: curve.buyers.iter().map(|step| step.interval.low).collect(),
        buyers_high: curve.buyers.iter().map(|step| step.interval.high).collect(),
        like: like.clone().take(curve.buyers.len()).map(|step| step.share).collect(),
    }
}
