//! `vihje query`: one SELECT over the documented views.

use crate::args::Query;
use crate::open::Opened;
use crate::output::{Cell, Column, Form, Sheet, json, note};
use anyhow::Result;
use serde_json::{Map, Value};
use std::time::Duration;
use vihje_history::{Answer, QueryLimits};

/// Long enough for a scan of a big company, short enough to notice a mistake.
const TIME: Duration = Duration::from_secs(600);

/// More rows than any query gives, and few enough for the database's own limit.
const ALL: usize = 1 << 40;

/// Runs the query and prints its rows.
pub(crate) fn run(args: &Query, opened: &Opened) -> Result<()> {
    let company = opened.existing()?;
    let rows = if args.limit == 0 { ALL } else { args.limit };
    let answer = company.history().query(&args.sql, QueryLimits { rows, time: TIME })?;
    if opened.json {
        json(&objects(&answer))?
    } else {
        print(&answer, Form::choose(args.csv))?
    }
    let waiting =
        company.ledger().figures().last.saturating_sub(company.history().flushed_offset()?.unwrap_or(0));
    if waiting > 0 {
        note(&format!(
            "{waiting} facts that no rule has seen yet are not among them: start the server, which judges them."
        ));
    }
    if answer.more {
        note(&format!("There are more rows than {}; see --limit.", args.limit));
    }
    Ok(())
}

fn print(answer: &Answer, form: Form) -> Result<()> {
    let columns = answer.columns.iter().zip(&answer.numeric);
    let mut sheet =
        Sheet::new(columns.map(|(name, numeric)| Column::named(name.clone(), *numeric)).collect());
    for row in &answer.rows {
        sheet.row(row.iter().map(|cell| Cell::text(cell.as_deref().unwrap_or_default())).collect());
    }
    sheet.print(form)
}

/// Numbers that JSON holds exactly are numbers there; everything else is text.
fn objects(answer: &Answer) -> Vec<Map<String, Value>> {
    let value = |cell: &Option<String>, numeric: bool| match cell {
        None => Value::Null,
        Some(text) => match text.parse::<i64>() {
            Ok(whole) if numeric && whole.unsigned_abs() < 1 << 53 => whole.into(),
            _ => text.clone().into(),
        },
    };
    let object = |row: &Vec<Option<String>>| {
        let cells = row.iter().zip(&answer.numeric).map(|(cell, numeric)| value(cell, *numeric));
        answer.columns.iter().cloned().zip(cells).collect()
    };
    answer.rows.iter().map(object).collect()
}
