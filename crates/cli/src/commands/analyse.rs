//! `vihje analyse`: one analysis, printed as a table, CSV or JSON.

use crate::args::{Analyse, AnalysisName};
use crate::open::Opened;
use crate::output::{Form, Sheet, json, note};
use crate::progress::{Progress, counted};
use crate::text::{customer, days, money, number, percent};
use anyhow::{Context, Result};
use std::sync::Arc;
use vihje_desk::findings::PatternFinding;
use vihje_model::{Analysis, Condition, Moment};
use vihje_server::company::{Analysed, AnalysisParameters, Company, PatternQuestion, Work};

/// Computes and prints.
pub(crate) fn run(args: &Analyse, opened: &Opened) -> Result<()> {
    let company = opened.existing()?;
    let analysis = match args.analysis {
        AnalysisName::Patterns => Analysis::Patterns,
        AnalysisName::Decline => Analysis::Decline,
        AnalysisName::Value => Analysis::Value,
        AnalysisName::Replenishment => Analysis::Replenishment,
    };
    let parameters = parameters(args, &company)?;
    let progress = Arc::new(Progress::new(opened.json));
    let bar = Arc::clone(&progress);
    let work = Work::new(move |at| bar.at(&at));
    let found = company.analyse(analysis, &parameters, &work)?;
    progress.done();
    if opened.json {
        return json(&found);
    }
    let sheet = match analysis {
        Analysis::Patterns => patterns(if args.below { &found.below } else { &found.patterns }, args.top),
        Analysis::Decline => decline(&found, args.top),
        Analysis::Value => value(&found, args.top),
        Analysis::Replenishment => replenishment(&found, args.top),
    };
    sheet.print(Form::choose(false, args.csv))?;
    let seconds = std::time::Duration::from_millis(found.meta.took_ms).as_secs_f64();
    note(&format!("True as of {}; took {seconds:.1} s.", found.meta.as_of));
    Ok(())
}

fn parameters(args: &Analyse, company: &Company) -> Result<AnalysisParameters> {
    let patterns = args.analysis == AnalysisName::Patterns;
    let by_level = patterns || args.analysis == AnalysisName::Replenishment;
    let channel = args.channel.as_deref().map(str::parse::<Condition>).transpose();
    Ok(AnalysisParameters {
        level: args.level.as_deref().filter(|_| by_level).map(|name| level(name, company)).transpose()?,
        window_days: args.window.filter(|_| patterns || args.analysis == AnalysisName::Decline),
        question: patterns.then_some(if args.again {
            PatternQuestion::Again
        } else {
            PatternQuestion::First
        }),
        channel: channel.context("The condition after --channel is not right.")?,
        min_support: args.support.filter(|_| patterns),
        as_of: args.as_of.as_deref().map(str::parse::<Moment>).transpose()?,
    })
}

/// A level by its name or number; `product` is the product itself.
fn level(text: &str, company: &Company) -> Result<u8> {
    let levels = company.levels()?;
    let wanted =
        levels.iter().find(|level| level.name.eq_ignore_ascii_case(text) || text.parse() == Ok(level.number));
    let names = || levels.iter().map(|level| level.name.as_str()).collect::<Vec<_>>().join(", ");
    wanted
        .map(|level| level.number)
        .with_context(|| format!("There is no product level \"{text}\". There are: {}.", names()))
}

fn patterns(found: &[PatternFinding], top: usize) -> Sheet {
    let mut sheet = Sheet::new(&[
        "bought A",
        "then B",
        ">bought A (n)",
        ">then B (n)",
        ">share",
        ">expected",
        ">lift",
        ">95 % interval",
        ">naive lift",
        ">median days",
        ">later lift",
        ">q",
    ]);
    for row in found.iter().take(top) {
        sheet.row(vec![
            row.a.clone(),
            row.b.clone(),
            counted(row.n_a),
            counted(row.n_ab),
            percent(Some(row.confidence)),
            number(Some(row.expected), 1),
            number(Some(row.shrunk_lift.unwrap_or(row.lift)), 2),
            format!("{:.2}–{:.2}", row.lift_low, row.lift_high),
            number(Some(row.naive_lift), 2),
            days(row.median_days),
            number(row.held_out_lift, 2),
            number(Some(row.q), 4),
        ]);
    }
    sheet
}

fn decline(found: &Analysed, top: usize) -> Sheet {
    let mut sheet = Sheet::new(&[
        "customer",
        "how",
        ">value at risk",
        ">expected",
        ">observed",
        ">usual gap",
        "last order",
        "next expected",
        ">alive",
        ">q",
    ]);
    for row in found.customers.iter().take(top) {
        sheet.row(vec![
            customer(row),
            row.standing.to_string(),
            money(row.value_at_risk_minor, found.currency),
            number(row.expected, 1),
            row.observed.map(counted).unwrap_or_default(),
            days(row.usual_gap_days),
            row.last_at.map(crate::text::date).unwrap_or_default(),
            row.next_at.map(crate::text::date).unwrap_or_default(),
            percent(row.p_alive),
            number(row.q, 4),
        ]);
    }
    sheet
}

fn value(found: &Analysed, top: usize) -> Sheet {
    let mut sheet = Sheet::new(&[
        "customer",
        ">orders",
        ">sales",
        "last order",
        ">alive",
        ">expected orders",
        ">expected value",
        "rfm",
    ]);
    for row in found.customers.iter().take(top) {
        sheet.row(vec![
            customer(row),
            counted(row.orders),
            money(row.sales_minor, found.currency),
            row.last_at.map(crate::text::date).unwrap_or_default(),
            percent(row.p_alive),
            number(row.expected_purchases, 1),
            row.value_minor.map(|minor| money(minor, found.currency)).unwrap_or_default(),
            row.rfm.clone().unwrap_or_default(),
        ]);
    }
    sheet
}

fn replenishment(found: &Analysed, top: usize) -> Sheet {
    let mut sheet = Sheet::new(&[
        "item",
        ">customers",
        ">intervals",
        ">a quarter within",
        ">half within",
        ">three quarters within",
        ">due now",
        ">worth",
    ]);
    for row in found.replenishments.iter().take(top) {
        sheet.row(vec![
            row.item.clone(),
            counted(row.customers),
            counted(row.repeats),
            days(row.first_quartile_days),
            days(row.median_days),
            days(row.third_quartile_days),
            counted(row.due),
            money(row.value_minor, found.currency),
        ]);
    }
    sheet
}
