//! What a row of each list holds: reasons as the sentence of the screen, days as days, numbers with as many digits as a reader
//! can use and their unit in the column's name.

use super::sheet::{Cell, Sheet};
use crate::company::find::{AnalysisParameters, TaskBasis};
use crate::company::patterns::PatternWindow;
use crate::company::{Company, CompanyError, Result};
use crate::reason::Reason;
use crate::sentence::Words;
use vihje_desk::findings::{CustomerQuery, PatternQuery};
use vihje_desk::{Task, TaskQuery};
use vihje_model::{Moment, Money};

/// Rows read at a time.
const PAGE: usize = 500;

impl Company {
    pub(super) fn task_rows(
        &self,
        list: Option<i64>,
        query: &TaskQuery,
        first: Option<u64>,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        header(
            sheet,
            &[
                "rank",
                "customer_id",
                "customer",
                "owner",
                "email",
                "phone",
                "reason",
                "why",
                &in_currency("value_at_risk", self)?,
                "state",
                "outcome",
                "note",
            ],
        )?;
        let Some(list) = list else { return Ok(0) };
        let (mut rank, mut cursor) = (0, None);
        loop {
            let page = self.desk.tasks(list, query, cursor.as_deref(), PAGE, self.now())?;
            for task in page.items {
                if first.is_some_and(|first| rank >= first) {
                    return Ok(rank);
                }
                rank += 1;
                sheet.row(&task_cells(rank, task, words)?)?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rank);
            }
        }
    }

    pub(super) fn customer_rows(
        &self,
        query: &CustomerQuery,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        header(
            sheet,
            &[
                "customer_id",
                "customer",
                "owner",
                "state",
                "orders",
                "first_order",
                "last_order",
                &in_currency("sales", self)?,
                "usual_gap_days",
                "next_expected",
                &in_currency("value_at_risk", self)?,
                "still_buying_percent",
                &in_currency("expected_next_year", self)?,
                "rfm",
            ],
        )?;
        let mut query = CustomerQuery { cursor: None, limit: PAGE, ..query.clone() };
        let mut rows = 0;
        loop {
            let page = self.customers(&query)?;
            for row in page.items {
                rows += 1;
                sheet.row(&[
                    text(row.id),
                    text(row.name),
                    some_text(row.owner),
                    text(row.state.word()),
                    Cell::Number(f64::from(row.orders)),
                    some_day(row.first_order, words),
                    some_day(row.last_order, words),
                    Cell::Money(row.sales),
                    number(row.usual_gap_days, 1),
                    some_day(row.next_expected.map(|expected| expected.at), words),
                    some_money(row.value_at_risk),
                    percent(row.alive),
                    some_money(row.expected_value),
                    some_text(row.rfm),
                ])?;
            }
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                return Ok(rows);
            }
        }
    }

    #[allow(clippy::cast_precision_loss)] // counts of customers
    pub(super) fn pattern_rows(
        &self,
        parameters: &AnalysisParameters,
        query: &PatternQuery,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        header(
            sheet,
            &[
                "a",
                "b",
                "n_a",
                "n_ab",
                "share_percent",
                "expected_n_ab",
                "lift",
                "lift_low",
                "lift_high",
                "shrunk_lift",
                "naive_lift",
                "p",
                "q",
                "median_days",
                "q1_days",
                "q3_days",
                "sequence_ratio",
                "null_sequence_ratio",
                "held_out_lift",
                "open_now",
            ],
        )?;
        let Some(set) = self.pattern_set(parameters)? else { return Ok(0) };
        let (mut rows, mut cursor) = (0, None);
        loop {
            let page = self.shown_patterns(&set, query, cursor.as_deref(), PAGE)?;
            for row in page.items {
                rows += 1;
                sheet.row(&[
                    text(row.a),
                    text(row.b),
                    Cell::Number(row.n_a as f64),
                    Cell::Number(row.n_ab as f64),
                    percent(Some(row.confidence)),
                    number(Some(row.expected), 1),
                    number(Some(row.lift), 2),
                    number(Some(row.lift_low), 2),
                    number(Some(row.lift_high), 2),
                    number(row.shrunk_lift, 2),
                    number(Some(row.naive_lift), 2),
                    probability(row.p),
                    probability(row.q),
                    number(row.median_days, 0),
                    number(row.first_quartile_days, 0),
                    number(row.third_quartile_days, 0),
                    number(row.sequence_ratio, 2),
                    number(row.sequence_expected, 2),
                    number(row.held_out_lift, 2),
                    Cell::Number(row.open_customers as f64),
                ])?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }

    pub(super) fn member_rows(
        &self,
        id: &str,
        window: PatternWindow,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        header(
            sheet,
            &[
                "customer_id",
                "customer",
                "owner",
                "bought_a",
                "bought_b",
                "closes",
                "days_left",
                "chance_percent",
                &in_currency("sales", self)?,
            ],
        )?;
        let (mut rows, mut cursor) = (0, None);
        loop {
            let page = self.pattern_members(id, window, cursor.as_deref(), PAGE)?;
            for member in page.items {
                rows += 1;
                sheet.row(&[
                    text(member.id),
                    text(member.name),
                    some_text(member.owner),
                    some_day(Some(member.bought_a_at), words),
                    some_day(member.bought_b_at, words),
                    some_day(Some(member.closes_at), words),
                    number(Some(member.days_left), 0),
                    percent(member.chance),
                    some_money(member.sales),
                ])?;
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }

    #[allow(clippy::cast_precision_loss)] // counts of customers
    pub(super) fn replenishment_rows(&self, level: Option<u8>, sheet: &mut dyn Sheet) -> Result<u64> {
        header(sheet, &["item", "buyers", "repeats", "median_days", "q1_days", "q3_days", "due"])?;
        let Some(set) = self.replenishment_set(level)?.1 else { return Ok(0) };
        let (mut rows, mut cursor) = (0, None);
        loop {
            let page = self.desk.replenishments(set.id, None, cursor.as_deref(), PAGE)?;
            for row in page.items {
                rows += 1;
                sheet.row(&[
                    text(row.item),
                    Cell::Number(row.customers as f64),
                    Cell::Number(row.repeats as f64),
                    number(row.median_days, 0),
                    number(row.first_quartile_days, 0),
                    number(row.third_quartile_days, 0),
                    Cell::Number(row.due as f64),
                ])?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }

    pub(super) fn due_rows(
        &self,
        item: &str,
        level: Option<u8>,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        header(
            sheet,
            &[
                "customer_id",
                "customer",
                "owner",
                "item",
                "last_bought",
                "due",
                "usual_gap_days",
                &in_currency("value", self)?,
            ],
        )?;
        let Some(set) = self.replenishment_set(level)?.1 else { return Ok(0) };
        let (mut rows, mut cursor) = (0, None);
        loop {
            let page = self.desk.due_customers(set.id, item, cursor.as_deref(), PAGE)?;
            for row in page.items {
                rows += 1;
                sheet.row(&[
                    text(row.customer_id),
                    some_text(row.name),
                    some_text(row.owner),
                    text(row.item),
                    some_day(Some(row.last_at), words),
                    some_day(Some(row.due_at), words),
                    number(Some(row.gap_days), 0),
                    Cell::Money(Money::from_minor(row.value_minor, set.currency)),
                ])?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }
}

#[allow(clippy::cast_precision_loss)] // ranks of a list
fn task_cells(rank: u64, task: Task, words: &Words) -> Result<[Cell; 12]> {
    let unreadable =
        |error: serde_json::Error| CompanyError::Internal(format!("a task cannot be read: {error}"));
    let basis: TaskBasis = serde_json::from_value(task.evidence).map_err(unreadable)?;
    let reason = serde_json::json!({ "code": task.reason, "params": task.parameters });
    let reason: Reason = serde_json::from_value(reason).map_err(unreadable)?;
    let name = words.name(task.name.as_deref(), &task.customer_id);
    Ok([
        Cell::Number(rank as f64),
        text(task.customer_id.clone()),
        text(task.name.unwrap_or(task.customer_id)),
        some_text(task.owner),
        some_text(basis.email),
        some_text(basis.phone),
        text(words.kind(&reason)),
        text(words.sentence(&reason, &name)),
        Cell::Money(Money::from_minor(task.value_minor, task.currency)),
        text(task.state.word()),
        some_text(task.outcome.or(task.skip_reason)),
        some_text(task.note),
    ])
}

/// The name of a column of money, with the currency.
fn in_currency(name: &str, company: &Company) -> Result<String> {
    Ok(format!("{name}_{}", company.currency()?.code()))
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn some_text(value: Option<String>) -> Cell {
    value.map_or(Cell::Empty, Cell::Text)
}

/// A number with at most so many decimals.
fn number(value: Option<f64>, decimals: i32) -> Cell {
    let unit = 10_f64.powi(decimals);
    // Adding nothing turns a negative nothing into a plain one.
    value.map_or(Cell::Empty, |value| Cell::Number((value * unit).round() / unit + 0.0))
}

/// A share of one, as a percentage with a tenth.
fn percent(share: Option<f64>) -> Cell {
    number(share.map(|share| share * 100.0), 1)
}

/// A probability, with three digits that count.
fn probability(p: f64) -> Cell {
    Cell::Number(format!("{p:.2e}").parse().unwrap_or(p))
}

fn some_money(value: Option<Money>) -> Cell {
    value.map_or(Cell::Empty, Cell::Money)
}

fn some_day(value: Option<Moment>, words: &Words) -> Cell {
    value.map_or(Cell::Empty, |moment| Cell::Day(words.day(moment)))
}

fn header(sheet: &mut dyn Sheet, names: &[&str]) -> Result<()> {
    sheet.row(&names.iter().map(|name| text(*name)).collect::<Vec<_>>())
}
