//! What a row of each list holds: reasons as the sentence of the screen, days as days, numbers with as many digits as a reader
//! can use and their unit in the column's name.

use super::sheet::{Cell, Sheet};
use crate::company::find::{AnalysisParameters, TaskBasis};
use crate::company::patterns::PatternWindow;
use crate::company::{Company, CompanyError, Result};
use crate::reason::Reason;
use crate::sentence::Words;
use vihje_desk::findings::{CustomerQuery, PatternQuery};
use vihje_desk::{OpportunityQuery, Task, TaskQuery};
use vihje_model::columns::ValueBasis;
use vihje_model::{Moment, Money};

/// Rows read at a time.
const PAGE: usize = 500;

/// Rows of a list, and the cursor of those that follow them.
type Read<T> = Result<(Vec<T>, Option<String>)>;

/// Writes a header and the rows of a list, page by page, at most the first so many. Returns how many rows were written.
/// `page` reads those at a cursor, `cells` makes one of them a row, numbered from one.
fn write_list<T, const COLUMNS: usize>(
    sheet: &mut dyn Sheet,
    header: [&str; COLUMNS],
    most: Option<u64>,
    mut page: impl FnMut(Option<&str>) -> Read<T>,
    mut cells: impl FnMut(u64, T) -> Result<[Cell; COLUMNS]>,
) -> Result<u64> {
    sheet.header(&header)?;
    let (mut rows, mut cursor) = (0, None);
    loop {
        let (items, next) = page(cursor.as_deref())?;
        for item in items {
            if most.is_some_and(|most| rows >= most) {
                return Ok(rows);
            }
            rows += 1;
            sheet.row(&cells(rows, item)?)?;
        }
        cursor = next;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}

/// The page of a list that is not there yet.
fn nothing<T>() -> Read<T> {
    Ok((Vec::new(), None))
}

impl Company {
    pub(super) fn task_rows(
        &self,
        list: Option<i64>,
        query: &TaskQuery,
        first: Option<u64>,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        let header = [
            "rank",
            "customer_id",
            "customer",
            "owner",
            "email",
            "phone",
            "reason",
            "why",
            &in_currency("value_at_stake", self)?,
            "basis",
            "state",
            "outcome",
            "note",
        ];
        let page = |cursor: Option<&str>| {
            let Some(list) = list else { return nothing() };
            let page = self.desk.tasks(list, query, cursor, PAGE, self.now())?;
            Ok((page.items, page.next))
        };
        write_list(sheet, header, first, page, |rank, task| task_cells(rank, task, words))
    }

    pub(super) fn opportunity_rows(
        &self,
        query: &OpportunityQuery,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        let header = [
            "seen",
            "expires",
            "customer_id",
            "customer",
            "owner",
            "reason",
            "why",
            "item",
            &in_currency("value", self)?,
            "rule",
            "state",
            "acted",
            "acted_by",
            "dismissed_because",
            "note",
        ];
        let page = |cursor: Option<&str>| {
            let page = self.opportunities(query, cursor, PAGE)?;
            Ok((page.items, page.next_cursor))
        };
        write_list(sheet, header, None, page, |_, row| {
            let name = words.name(Some(&row.name), &row.customer_id);
            Ok([
                Cell::Time(words.time(row.at)),
                Cell::Time(words.time(row.expires_at)),
                text(row.customer_id),
                text(row.name),
                some_text(row.owner),
                text(words.kind(&row.reason)),
                text(words.sentence(&row.reason, &name)),
                some_text(row.item),
                Cell::Money(row.value),
                some_text(row.rule_name),
                Cell::Word("opportunity", row.state.word().to_owned()),
                row.acted_at.map_or(Cell::Empty, |at| Cell::Time(words.time(at))),
                some_text(row.acted_by),
                row.dismiss_reason.map_or(Cell::Empty, |code| Cell::Word("dismissal", code)),
                some_text(row.note),
            ])
        })
    }

    pub(super) fn customer_rows(
        &self,
        query: &CustomerQuery,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        let header = [
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
            "basis",
            "rfm",
        ];
        let basis = self.basis()?;
        let page = |cursor: Option<&str>| {
            let query = CustomerQuery { cursor: cursor.map(str::to_owned), limit: PAGE, ..query.clone() };
            let page = self.customers(&query)?;
            Ok((page.items, page.next_cursor))
        };
        write_list(sheet, header, None, page, |_, row| {
            Ok([
                text(row.id),
                text(row.name),
                some_text(row.owner),
                Cell::Word("customer", row.state.word().to_owned()),
                Cell::Number(f64::from(row.orders)),
                some_day(row.first_order, words),
                some_day(row.last_order, words),
                Cell::Money(row.sales),
                number(row.usual_gap_days, 1),
                some_day(row.next_expected.map(|expected| expected.at), words),
                some_money(row.value_at_risk),
                percent(row.alive),
                some_money(row.expected_value),
                basis.map_or(Cell::Empty, basis_cell),
                some_text(row.rfm),
            ])
        })
    }

    pub(super) fn pattern_rows(
        &self,
        parameters: &AnalysisParameters,
        query: &PatternQuery,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        let header = [
            "a",
            "b",
            "n_a",
            "n_ab",
            "share_percent",
            "expected_n_ab",
            "observed_lift",
            "observed_lift_low",
            "observed_lift_high",
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
            "evidence",
            "open_now",
        ];
        let set = self.pattern_set(parameters)?;
        let page = |cursor: Option<&str>| {
            let Some(set) = &set else { return nothing() };
            let page = self.shown_patterns(set, query, cursor, PAGE)?;
            Ok((page.items, page.next))
        };
        write_list(sheet, header, None, page, |_, row| {
            let side = Cell::Word("evidence", row.side().to_owned());
            Ok([
                text(row.a),
                text(row.b),
                whole(row.n_a),
                whole(row.n_ab),
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
                side,
                whole(row.open_customers),
            ])
        })
    }

    pub(super) fn member_rows(
        &self,
        id: &str,
        window: PatternWindow,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        let header = [
            "customer_id",
            "customer",
            "owner",
            "bought_a",
            "bought_b",
            "closes",
            "days_left",
            "chance_percent",
            &in_currency("sales", self)?,
        ];
        let page = |cursor: Option<&str>| {
            let page = self.pattern_members(id, window, cursor, PAGE)?;
            Ok((page.items, page.next_cursor))
        };
        write_list(sheet, header, None, page, |_, member| {
            Ok([
                text(member.id),
                text(member.name),
                some_text(member.owner),
                some_day(Some(member.bought_a_at), words),
                some_day(member.bought_b_at, words),
                some_day(Some(member.closes_at), words),
                number(Some(member.days_left), 0),
                percent(member.chance),
                some_money(member.sales),
            ])
        })
    }

    pub(super) fn replenishment_rows(&self, level: Option<u8>, sheet: &mut dyn Sheet) -> Result<u64> {
        let header = ["item", "buyers", "repeats", "median_days", "q1_days", "q3_days", "due"];
        let set = self.replenishment_set(level)?.1;
        let page = |cursor: Option<&str>| {
            let Some(set) = &set else { return nothing() };
            let page = self.desk.replenishments(set.id, None, cursor, PAGE)?;
            Ok((page.items, page.next))
        };
        write_list(sheet, header, None, page, |_, row| {
            Ok([
                text(row.item),
                whole(row.customers),
                whole(row.repeats),
                number(row.median_days, 0),
                number(row.first_quartile_days, 0),
                number(row.third_quartile_days, 0),
                whole(row.due),
            ])
        })
    }

    pub(super) fn due_rows(
        &self,
        item: &str,
        level: Option<u8>,
        words: &Words,
        sheet: &mut dyn Sheet,
    ) -> Result<u64> {
        let header = [
            "customer_id",
            "customer",
            "owner",
            "item",
            "last_bought",
            "due",
            "usual_gap_days",
            &in_currency("value", self)?,
        ];
        let set = self.replenishment_set(level)?.1;
        let currency = match &set {
            Some(set) => set.currency,
            None => self.currency()?,
        };
        let page = |cursor: Option<&str>| {
            let Some(set) = &set else { return nothing() };
            let page = self.desk.due_customers(set.id, item, cursor, PAGE)?;
            Ok((page.items, page.next))
        };
        write_list(sheet, header, None, page, |_, row| {
            Ok([
                text(row.customer_id),
                some_text(row.name),
                some_text(row.owner),
                text(row.item),
                some_day(Some(row.last_at), words),
                some_day(Some(row.due_at), words),
                number(Some(row.gap_days), 0),
                Cell::Money(Money::from_minor(row.value_minor, currency)),
            ])
        })
    }
}

fn task_cells(rank: u64, task: Task, words: &Words) -> Result<[Cell; 13]> {
    let unreadable =
        |error: serde_json::Error| CompanyError::Internal(format!("a task cannot be read: {error}"));
    let basis: TaskBasis = serde_json::from_value(task.evidence).map_err(unreadable)?;
    let reason = serde_json::json!({ "code": task.reason, "params": task.parameters });
    let reason: Reason = serde_json::from_value(reason).map_err(unreadable)?;
    let name = words.name(task.name.as_deref(), &task.customer_id);
    Ok([
        whole(rank),
        text(task.customer_id.clone()),
        text(task.name.unwrap_or(task.customer_id)),
        some_text(task.owner),
        some_text(basis.email),
        some_text(basis.phone),
        text(words.kind(&reason)),
        text(words.sentence(&reason, &name)),
        Cell::Money(Money::from_minor(task.value_minor, task.currency)),
        basis_cell(basis.basis.unwrap_or(ValueBasis::Sales)),
        Cell::Word("task", task.state.word().to_owned()),
        task.outcome.or(task.skip_reason).map_or(Cell::Empty, |code| Cell::Word("outcome", code)),
        some_text(task.note),
    ])
}

/// Margin or sales.
fn basis_cell(basis: ValueBasis) -> Cell {
    Cell::Word("basis", basis.word().to_owned())
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

/// A count of customers or rows.
#[allow(clippy::cast_precision_loss)] // far below 2^53
fn whole(count: u64) -> Cell {
    Cell::Number(count as f64)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as they were written.
    #[derive(Default)]
    struct Kept(Vec<Vec<Cell>>);

    impl Sheet for Kept {
        fn header(&mut self, names: &[&str]) -> Result<()> {
            self.0.push(names.iter().map(|name| text(*name)).collect());
            Ok(())
        }

        fn row(&mut self, cells: &[Cell]) -> Result<()> {
            self.0.push(cells.to_vec());
            Ok(())
        }
    }

    /// Three pages of two rows, told by their number.
    fn page(cursor: Option<&str>) -> Read<u64> {
        let at: u64 = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        Ok((vec![at, at + 1], (at < 4).then(|| (at + 2).to_string())))
    }

    #[test]
    fn every_page_is_written_once_and_no_more_rows_than_asked_for() {
        for (most, wanted) in [(None, 6), (Some(3), 3), (Some(4), 4), (Some(0), 0), (Some(99), 6)] {
            let mut kept = Kept::default();
            let row = |rank, item: u64| Ok([whole(rank), whole(item)]);
            assert_eq!(write_list(&mut kept, ["rank", "item"], most, page, row).unwrap(), wanted);
            let mut rows = vec![vec![text("rank"), text("item")]];
            rows.extend((0..wanted).map(|row| vec![whole(row + 1), whole(row)]));
            assert_eq!(kept.0, rows, "{most:?}");
        }
    }

    #[test]
    fn a_list_that_is_not_there_is_a_header() {
        let mut kept = Kept::default();
        let rows = write_list(&mut kept, ["item"], None, |_| nothing::<u64>(), |_, item| Ok([whole(item)]));
        assert_eq!((rows.unwrap(), kept.0), (0, vec![vec![text("item")]]));
    }
}
