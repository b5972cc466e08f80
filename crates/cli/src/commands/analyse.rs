//! `vihje analyse`: one analysis, printed as a table, CSV or JSON.

use crate::args::{Analyse, AnalysisName};
use crate::open::Opened;
use crate::output::{Cell, Form, Sheet, json, note};
use crate::progress::Progress;
use crate::text::{counted, customer, day, days, interval, money, number, share};
use anyhow::{Context, Result};
use jiff::civil::Date;
use std::sync::Arc;
use vihje_desk::findings::PatternFinding;
use vihje_model::{Analysis, Condition, Moment};
use vihje_server::company::{Analysed, AnalysisParameters, Company, PatternQuestion, Work};
use vihje_server::sentence::Words;

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
        Analysis::Decline => decline(&found, args.top, &company.words(None)?),
        Analysis::Value => value(&found, args.top, &company.words(None)?),
        Analysis::Replenishment => replenishment(&found, args.top),
    };
    let empty = match analysis {
        Analysis::Patterns => "No pattern was found.",
        Analysis::Decline => "No customer is in decline.",
        Analysis::Value => "There are no customers to value.",
        Analysis::Replenishment => "Nothing is bought often enough to tell how long it lasts.",
    };
    sheet.when_empty(empty).print(Form::choose(args.csv))?;
    let seconds = std::time::Duration::from_millis(found.meta.took_ms).as_secs_f64();
    note(&format!("True as of {}; took {seconds:.1} s.", company.last_day(found.meta.as_of)?));
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
        as_of: args.as_of.as_deref().map(|text| moment(text, company)).transpose()?,
    })
}

/// A moment, or a day, which is its end: what is printed as true as of a day is had again by asking for that day.
fn moment(text: &str, company: &Company) -> Result<Moment> {
    let at: Moment = text.parse()?;
    match text.trim().parse::<Date>() {
        Ok(day) if text.trim().len() == day.to_string().len() => Ok(company.end_of(day)?),
        _ => Ok(at),
    }
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
    let mut sheet = Sheet::of(&[
        ("", "level"),
        ("~bought A", "a"),
        ("~then B", "b"),
        // What the rows are ordered by; a narrow terminal drops the last columns.
        (">shrunk lift", "shrunk_lift"),
        (">bought A (n)", "n_a"),
        (">then B (n)", "n_ab"),
        (">share", "share"),
        (">expected", "expected_n_ab"),
        (">observed lift", "observed_lift"),
        (">95 % interval of it", ""),
        ("", "observed_lift_low"),
        ("", "observed_lift_high"),
        (">naive lift", "naive_lift"),
        (">median days", "median_days"),
        (">later lift", "held_out_lift"),
        ("", "p"),
        (">q", "q"),
        ("evidence", "evidence"),
    ]);
    for row in found.iter().take(top) {
        sheet.row(vec![
            Cell::text(&row.level),
            Cell::text(&row.a),
            Cell::text(&row.b),
            number(row.shrunk_lift, 2),
            counted(row.n_a),
            counted(row.n_ab),
            share(Some(row.confidence)),
            number(Some(row.expected), 1),
            number(Some(row.lift), 2),
            interval(row.lift_low, row.lift_high),
            number(Some(row.lift_low), 2),
            number(Some(row.lift_high), 2),
            number(Some(row.naive_lift), 2),
            days(row.median_days),
            number(row.held_out_lift, 2),
            number(Some(row.p), 4),
            number(Some(row.q), 4),
            Cell::text(row.side()),
        ]);
    }
    sheet
}

/// Whether values are margin or sales.
fn basis(found: &Analysed) -> &str {
    found.meta.quality["basis"].as_str().unwrap_or("value")
}

fn decline(found: &Analysed, top: usize, words: &Words) -> Sheet {
    let basis = basis(found);
    let mut sheet = Sheet::of(&[
        ("", "customer_id"),
        ("~customer", "customer"),
        ("how", "state"),
        (&format!(">{basis} at risk"), "value_at_risk"),
        ("", "currency"),
        ("", "basis"),
        (">expected", "expected_orders"),
        (">observed", "observed_orders"),
        (">usual gap", "usual_gap_days"),
        ("last order", "last_order"),
        ("next expected", "next_expected"),
        (">alive", "p_alive"),
        ("", "p"),
        (">q", "q"),
    ]);
    for row in found.customers.iter().take(top) {
        sheet.row(vec![
            Cell::text(&row.customer_id),
            customer(row),
            Cell::text(row.standing.word()),
            money(Some(row.value_at_risk_minor), found.currency),
            Cell::text(found.currency.code()),
            Cell::text(basis),
            number(row.expected, 1),
            row.observed.map(counted).unwrap_or_default(),
            days(row.usual_gap_days),
            day(row.last_at.map(|at| words.day(at))),
            day(row.next_at.map(|at| words.day(at))),
            share(row.p_alive),
            number(row.p, 4),
            number(row.q, 4),
        ]);
    }
    sheet
}

fn value(found: &Analysed, top: usize, words: &Words) -> Sheet {
    let basis = basis(found);
    let mut sheet = Sheet::of(&[
        ("", "customer_id"),
        ("~customer", "customer"),
        (">orders", "orders"),
        (">sales", "sales"),
        ("last order", "last_order"),
        (">alive", "p_alive"),
        (">expected orders", "expected_orders"),
        (&format!(">expected {basis}"), "expected_value"),
        ("", "currency"),
        ("", "basis"),
        ("rfm", "rfm"),
    ]);
    for row in found.customers.iter().take(top) {
        sheet.row(vec![
            Cell::text(&row.customer_id),
            customer(row),
            counted(row.orders),
            money(Some(row.sales_minor), found.currency),
            day(row.last_at.map(|at| words.day(at))),
            share(row.p_alive),
            number(row.expected_purchases, 1),
            money(row.value_minor, found.currency),
            Cell::text(found.currency.code()),
            Cell::text(basis),
            Cell::text(row.rfm.as_deref().unwrap_or_default()),
        ]);
    }
    sheet
}

fn replenishment(found: &Analysed, top: usize) -> Sheet {
    let mut sheet = Sheet::of(&[
        ("", "level"),
        ("~item", "item"),
        (">customers", "customers"),
        (">intervals", "intervals"),
        (">a quarter within", "q1_days"),
        (">half within", "median_days"),
        (">three quarters within", "q3_days"),
        (">due now", "due_customers"),
        (">worth", "worth"),
        ("", "currency"),
    ]);
    for row in found.replenishments.iter().take(top) {
        sheet.row(vec![
            Cell::text(&row.level),
            Cell::text(&row.item),
            counted(row.customers),
            counted(row.repeats),
            days(row.first_quartile_days),
            days(row.median_days),
            days(row.third_quartile_days),
            counted(row.due),
            money(Some(row.value_minor), found.currency),
            Cell::text(found.currency.code()),
        ]);
    }
    sheet
}
