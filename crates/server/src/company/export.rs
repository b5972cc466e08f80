//! Any list as CSV or XLSX: the same rows as on screen, page by page, with bounded memory. Texts that a spreadsheet would
//! take for a formula are neutralised on the way out.

use super::find::{AnalysisParameters, TaskBasis};
use super::patterns::PatternWindow;
use super::{Company, CompanyError, Result};
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::Value;
use std::io::{Seek as _, Write};
use std::path::Path;
use vihje_desk::findings::{CustomerQuery, CustomerSort, PatternQuery};
use vihje_desk::{Task, TaskQuery};
use vihje_model::spreadsheet::neutralise;
use vihje_model::{Currency, Moment, Money};

/// Rows read at a time.
const PAGE: usize = 500;
/// Rows of one sheet; the format holds 1,048,576.
const SHEET_ROWS: u32 = 1_000_000;

/// Which list, with which filters.
#[derive(Debug, Clone)]
pub enum Export {
    /// Today's tasks.
    Today(TaskQuery),
    /// A worklist's tasks.
    Worklist(i64, TaskQuery),
    /// Customers.
    Customers(CustomerQuery),
    /// Patterns of one question.
    Patterns(AnalysisParameters, PatternQuery),
    /// Customers in a pattern, by where they are in its window.
    PatternMembers(String, PatternWindow),
    /// Items that are bought again, at a level.
    Replenishment(Option<u8>),
    /// Customers who are due for an item, at a level.
    Due(String, Option<u8>),
}

/// How the file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Comma-separated values, UTF-8 with a byte order mark, as spreadsheets expect it.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
}

impl std::str::FromStr for Export {
    type Err = CompanyError;
    /// A list by its name, without filters: `today`, `customers`, `patterns` or `replenishment`.
    fn from_str(name: &str) -> Result<Self> {
        match name {
            "today" => Ok(Self::Today(TaskQuery::default())),
            "customers" => {
                Ok(Self::Customers(CustomerQuery { sort: CustomerSort::Sales, ..Default::default() }))
            }
            "patterns" => Ok(Self::Patterns(AnalysisParameters::default(), PatternQuery::default())),
            "replenishment" => Ok(Self::Replenishment(None)),
            other => {
                let what = format!("There is no list \"{other}\".");
                let hint = "Choose today, customers, patterns or replenishment.";
                Err(CompanyError::refused("no-such-list", what, hint))
            }
        }
    }
}

impl std::str::FromStr for SheetFormat {
    type Err = CompanyError;
    /// By the ending of a file's name.
    fn from_str(ending: &str) -> Result<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            other => {
                let what = format!("Lists are not written as \"{other}\".");
                Err(CompanyError::refused("no-such-format", what, "Choose csv or xlsx."))
            }
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Money(Money),
    Moment(Moment),
}

/// Where rows go.
trait Sheet {
    fn row(&mut self, cells: &[Cell]) -> Result<()>;
}

impl Company {
    /// Writes a list. Returns how many rows it has, the header not counted.
    ///
    /// # Errors
    /// When the list is not there, or `out` cannot be written.
    pub fn export(&self, list: &Export, format: SheetFormat, out: &mut (impl Write + Send)) -> Result<u64> {
        match format {
            SheetFormat::Csv => {
                out.write_all("\u{feff}".as_bytes()).map_err(writing)?;
                let mut sheet = CsvSheet(csv::Writer::from_writer(out));
                let rows = self.rows(list, &mut sheet)?;
                sheet.0.flush().map_err(writing)?;
                Ok(rows)
            }
            SheetFormat::Xlsx => {
                let mut sheet = XlsxSheet::new(&self.scratch())?;
                let rows = self.rows(list, &mut sheet)?;
                let mut file = tempfile::tempfile_in(self.scratch()).map_err(writing)?;
                sheet.workbook.save_to_writer(&mut file).map_err(workbook)?;
                file.rewind().map_err(writing)?;
                std::io::copy(&mut file, out).map_err(writing)?;
                Ok(rows)
            }
        }
    }

    fn rows(&self, list: &Export, sheet: &mut dyn Sheet) -> Result<u64> {
        match list {
            Export::Today(query) => self.task_rows(self.desk.today_worklist()?, query, sheet),
            Export::Worklist(id, query) => self.task_rows(Some(self.desk.worklist(*id)?.id), query, sheet),
            Export::Customers(query) => self.customer_rows(query, sheet),
            Export::Patterns(parameters, query) => self.pattern_rows(parameters, query, sheet),
            Export::PatternMembers(id, window) => self.member_rows(id, *window, sheet),
            Export::Replenishment(level) => self.replenishment_rows(*level, sheet),
            Export::Due(item, level) => self.due_rows(item, *level, sheet),
        }
    }

    fn task_rows(&self, list: Option<i64>, query: &TaskQuery, sheet: &mut dyn Sheet) -> Result<u64> {
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

    fn customer_rows(&self, query: &CustomerQuery, sheet: &mut dyn Sheet) -> Result<u64> {
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
    fn pattern_rows(
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
            let page = self.desk.patterns(set.id, query, cursor.as_deref(), PAGE)?;
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

    fn member_rows(&self, id: &str, window: PatternWindow, sheet: &mut dyn Sheet) -> Result<u64> {
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
    fn replenishment_rows(&self, level: Option<u8>, sheet: &mut dyn Sheet) -> Result<u64> {
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

    fn due_rows(&self, item: &str, level: Option<u8>, sheet: &mut dyn Sheet) -> Result<u64> {
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

    /// Writes a list to a file, by the ending of its name.
    ///
    /// # Errors
    /// As [`Company::export`]; nothing is left behind then.
    pub fn export_to(&self, list: &Export, path: &Path) -> Result<u64> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let format: SheetFormat = ending.parse()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file =
            tempfile::NamedTempFile::new_in(folder).map_err(|error| CompanyError::file(path, error))?;
        let rows = self.export(list, format, &mut file)?;
        file.persist(path).map_err(|error| CompanyError::file(path, error.error))?;
        Ok(rows)
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

fn writing(error: std::io::Error) -> CompanyError {
    CompanyError::File { path: "the export".to_owned(), source: error }
}

fn workbook(error: XlsxError) -> CompanyError {
    CompanyError::Internal(format!("the workbook could not be written: {error}"))
}

struct CsvSheet<W: Write>(csv::Writer<W>);

impl<W: Write> Sheet for CsvSheet<W> {
    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let fields = cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => neutralise(text).into_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Money(money) => money.amount.to_string(),
            Cell::Moment(moment) => moment.to_string(),
        });
        self.0.write_record(fields).map_err(|error| writing(std::io::Error::other(error)))
    }
}

/// Rows go to disk as they come; a list longer than a sheet goes on in the next.
struct XlsxSheet {
    workbook: Workbook,
    sheets: usize,
    row: u32,
    header: Vec<Cell>,
    bold: Format,
}

impl XlsxSheet {
    fn new(scratch: &Path) -> Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch).map_err(self::workbook)?;
        Ok(Self { workbook, sheets: 0, row: SHEET_ROWS, header: Vec::new(), bold: Format::new().set_bold() })
    }

    fn write(&mut self, cells: &[Cell]) -> Result<()> {
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1).map_err(workbook)?;
        for (column, cell) in (0_u16..).zip(cells) {
            let written = match cell {
                Cell::Empty => continue,
                Cell::Text(text) if self.row == 0 => {
                    sheet.write_string_with_format(0, column, text, &self.bold)
                }
                Cell::Text(text) => sheet.write_string(self.row, column, clipped(&neutralise(text))),
                Cell::Number(number) => sheet.write_number(self.row, column, *number),
                Cell::Money(money) => {
                    sheet.write_number(self.row, column, money.amount.to_f64().unwrap_or_default())
                }
                Cell::Moment(moment) => sheet.write_string(self.row, column, moment.to_string()),
            };
            written.map_err(workbook)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// The format's longest text of a cell.
fn clipped(text: &str) -> String {
    text.chars().take(32_767).collect()
}

impl Sheet for XlsxSheet {
    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        if self.sheets == 0 {
            self.header = cells.to_vec();
        }
        if self.row >= SHEET_ROWS {
            self.workbook.add_worksheet_with_constant_memory().map_err(workbook)?;
            (self.sheets, self.row) = (self.sheets + 1, 0);
            let header = self.header.clone();
            self.write(&header)?;
            if self.sheets == 1 {
                return Ok(());
            }
        }
        self.write(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        let mut out = Vec::new();
        let mut sheet = CsvSheet(csv::Writer::from_writer(&mut out));
        sheet.row(&[text("=1+1"), text("Anna, \"A\""), Cell::Number(-2.5), Cell::Empty]).unwrap();
        drop(sheet);
        assert_eq!(String::from_utf8(out).unwrap(), "'=1+1,\"Anna, \"\"A\"\"\",-2.5,\n");
    }
}
