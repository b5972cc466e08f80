//! `vihje demo`: real data in, findings out, Today open.

use crate::args::Demo;
use crate::commands::serve;
use crate::open::Opened;
use crate::output::{Cell, Form, Sheet, line, note};
use crate::progress::{Progress, counted};
use crate::settings::Settings;
use crate::text::{customer, money};
use anyhow::{Result, bail};
use std::sync::Arc;
use vihje_desk::TaskQuery;
use vihje_desk::findings::{CustomerQuery, CustomerSort};
use vihje_model::columns::ValueBasis;
use vihje_model::import::{Plan, RecordKind};
use vihje_server::company::{Company, ImportRequest, Looked, USUAL_DAY, Work};
use vihje_server::replay;

/// Who the desk is told did it.
const BY: &str = "demonstration";
/// Rows of the list that are printed.
const ROWS: usize = 5;

/// Loads what is not loaded yet, brings Today up to date, prints the first of the list, and serves. The patterns follow in
/// the background, as they do whenever facts change; without serving they are computed here.
pub(crate) fn run(args: &Demo, opened: &Opened, settings: &Settings) -> Result<()> {
    let company = opened.company()?;
    let progress = Arc::new(Progress::new(opened.json));
    let bar = Arc::clone(&progress);
    let work = Work::new(move |at| bar.at(&at));
    if company.latest_sale()?.is_none() {
        load(args, &company, &work.part(0.0, 0.5))?;
        company.mark_demo()?;
    } else if !company.is_demo()? {
        bail!(
            "{} holds a company's own data. Name another folder with --data for the demonstration.",
            opened.data.display()
        );
    }
    let work = work.part(0.5, 1.0);
    if args.no_serve {
        company.refresh(&work)?
    } else {
        company.refresh_today(&work)?
    };
    progress.done();
    show_list(&company)?;
    if args.no_serve {
        return Ok(());
    }
    let token = sign_in_token(&company)?;
    serve::listen(company, settings.listen(args.listen)?, opened.json, settings, Some(token))
}

fn load(args: &Demo, company: &Company, work: &Work) -> Result<()> {
    let options = company.look_options()?;
    let looked = company.look(&args.from, &options)?;
    let mut plans: Vec<Plan> = looked.iter().filter_map(Looked::plan).collect();
    if plans.is_empty() {
        bail!("No demonstration data in {}. Name its folder with --from.", args.from.display());
    }
    let earlier = company.scratch().join("intake-demo-sales.parquet");
    if let Some(from) = args.replay_from {
        // Only the file of sales is cut; what is known of customers, products and campaigns is known from the start.
        for plan in plans.iter_mut().filter(|plan| plan.mapping.kind == RecordKind::Sales) {
            if replay::prepare(company, &plan.path, from, &earlier)? {
                plan.path.clone_from(&earlier);
            }
        }
    }
    for outcome in company.import(&ImportRequest::group(plans), BY, work)? {
        let outcome_of = &outcome.outcome;
        note(&format!(
            "{}: {} rows, {} added, {} rejected, {:.1} s",
            outcome.file,
            counted(outcome_of.rows),
            counted(outcome_of.added),
            counted(outcome_of.rejected),
            std::time::Duration::from_millis(outcome_of.took_ms).as_secs_f64()
        ));
    }
    if earlier.exists() {
        std::fs::remove_file(&earlier)?;
    }
    Ok(())
}

fn show_list(company: &Company) -> Result<()> {
    let page = company.desk().customers(&CustomerQuery {
        sort: CustomerSort::ValueAtRisk,
        limit: ROWS,
        ..CustomerQuery::default()
    })?;
    let currency = company.currency()?;
    let basis = company.basis()?.map_or("value", ValueBasis::word);
    let at_risk = format!(">{basis} at risk");
    let mut sheet = Sheet::of(&[("~customer", "customer"), ("how", "state"), (&at_risk, "value_at_risk")]);
    for row in &page.items {
        let at_risk = money(Some(row.value_at_risk_minor), currency);
        sheet.row(vec![customer(row), Cell::text(row.standing.word()), at_risk]);
    }
    let day = company.last_day(company.findings_as_of()?)?;
    line(&format!("Customers most at risk as of {day}:"))?;
    sheet.print(Form::Table)?;
    let Some(today) = company.desk().today_worklist()? else { return Ok(()) };
    let (due, _) = company.desk().first_tasks(today, &TaskQuery::default(), None, company.now())?;
    line(&format!("Today is the first {USUAL_DAY} of {} that are due.", counted(due)))
}

/// The demonstration needs no password: its administrator signs in by a one-time link.
fn sign_in_token(company: &Company) -> Result<String> {
    let administrator = match company.desk().users()?.into_iter().next() {
        Some(user) => user,
        None => company.add_administrator("Demo", "demo@example.com", None)?,
    };
    Ok(company.sign_in_token(&administrator)?)
}
