//! What a row of each list holds.

use super::sheet::{Cell, Sheet};
use crate::company::find::{AnalysisParameters, TaskBasis};
use crate::company::patterns::PatternWindow;
use crate::company::{Company, Result};
use serde_json::Value;
use vihje_desk::findings::{CustomerQuery, PatternQuery};
use vihje_desk::{Task, TaskQuery};
use vihje_model::{Currency, Moment, Money};

/// Rows read at a time.
const PAGE: usize = 500;

impl Company {
    pub(super) fn task_rows(
        &self,
        list: Option<i64>,
        query: &TaskQuery,
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
                "details",
                "value_at_risk",
                "currency",
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
                rank += 1;
                sheet.row(&task_cells(rank, task))?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rank);
            }
        }
    }

    pub(super) fn customer_rows(&self, query: &CustomerQuery, sheet: &mut dyn Sheet) -> Result<u64> {
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
                "sales",
                "currency",
                "usual_gap_days",
                "next_expected",
                "value_at_risk",
                "alive",
                "expected_value",
                "rfm",
            ],
        )?;
        let mut query = CustomerQuery { cursor: None, limit: PAGE, ..query.clone() };
        let mut rows = 0;
        loop {
            let page = self.customers(&query)?;
            for row in page.items {
                rows += 1;
                let currency = row.sales.currency;
                sheet.row(&[
                    text(row.id),
                    text(row.name),
                    some_text(row.owner),
                    text(row.state.word()),
                    Cell::Number(f64::from(row.orders)),
                    some_moment(row.first_order),
                    some_moment(row.last_order),
                    Cell::Money(row.sales),
                    text(currency.code()),
                    number(row.usual_gap_days),
                    some_moment(row.next_expected.map(|expected| expected.at)),
                    some_money(row.value_at_risk),
                    number(row.alive),
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
                "confidence",
                "expected",
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
                    Cell::Number(row.confidence),
                    Cell::Number(row.expected),
                    Cell::Number(row.lift),
                    Cell::Number(row.lift_low),
                    Cell::Number(row.lift_high),
                    number(row.shrunk_lift),
                    Cell::Number(row.naive_lift),
                    Cell::Number(row.p),
                    Cell::Number(row.q),
                    number(row.median_days),
                    number(row.first_quartile_days),
                    number(row.third_quartile_days),
                    number(row.sequence_ratio),
                    number(row.sequence_expected),
                    number(row.held_out_lift),
                    Cell::Number(row.open_customers as f64),
                ])?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }

    pub(super) fn member_rows(&self, id: &str, window: PatternWindow, sheet: &mut dyn Sheet) -> Result<u64> {
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
                "chance",
                "sales",
                "currency",
            ],
        )?;
        let (mut rows, mut cursor) = (0, None);
        loop {
            let page = self.pattern_members(id, window, cursor.as_deref(), PAGE)?;
            for member in page.items {
                rows += 1;
                let currency = member.sales.map(|money| text(money.currency.code())).unwrap_or(Cell::Empty);
                sheet.row(&[
                    text(member.id),
                    text(member.name),
                    some_text(member.owner),
                    Cell::Moment(member.bought_a_at),
                    some_moment(member.bought_b_at),
                    Cell::Moment(member.closes_at),
                    Cell::Number(member.days_left),
                    number(member.chance),
                    some_money(member.sales),
                    currency,
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
                    number(row.median_days),
                    number(row.first_quartile_days),
                    number(row.third_quartile_days),
                    Cell::Number(row.due as f64),
                ])?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }

    pub(super) fn due_rows(&self, item: &str, level: Option<u8>, sheet: &mut dyn Sheet) -> Result<u64> {
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
                "value",
                "currency",
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
                    Cell::Moment(row.last_at),
                    Cell::Moment(row.due_at),
                    Cell::Number(row.gap_days),
                    Cell::Money(Money::from_minor(row.value_minor, set.currency)),
                    text(set.currency.code()),
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
fn task_cells(rank: u64, task: Task) -> [Cell; 13] {
    let basis: TaskBasis = serde_json::from_value(task.evidence).unwrap_or_default();
    [
        Cell::Number(rank as f64),
        text(task.customer_id.clone()),
        text(task.name.unwrap_or(task.customer_id)),
        some_text(task.owner),
        some_text(basis.email),
        some_text(basis.phone),
        text(task.reason),
        text(details(&task.parameters)),
        Cell::Money(Money::from_minor(task.value_minor, task.currency)),
        text(currency_code(task.currency)),
        text(task.state.word()),
        some_text(task.outcome.or(task.skip_reason)),
        some_text(task.note),
    ]
}

fn currency_code(currency: Currency) -> String {
    currency.code().to_owned()
}

/// The numbers of a reason, `name value; name value`.
fn details(parameters: &Value) -> String {
    let Some(members) = parameters.as_object() else { return String::new() };
    let part = |(name, value): (&String, &Value)| match value {
        Value::Null => None,
        Value::String(text) => Some(format!("{name} {text}")),
        other => Some(format!("{name} {other}")),
    };
    members.iter().filter_map(part).collect::<Vec<_>>().join("; ")
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn some_text(value: Option<String>) -> Cell {
    value.map_or(Cell::Empty, Cell::Text)
}

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

fn some_money(value: Option<Money>) -> Cell {
    value.map_or(Cell::Empty, Cell::Money)
}

fn some_moment(value: Option<Moment>) -> Cell {
    value.map_or(Cell::Empty, Cell::Moment)
}

fn header(sheet: &mut dyn Sheet, names: &[&str]) -> Result<()> {
    sheet.row(&names.iter().map(|name| text(*name)).collect::<Vec<_>>())
}
