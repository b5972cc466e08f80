//! Sheets: where rows are written. Texts that a spreadsheet would take for a formula are neutralised on
//! the way out into CSV; in a workbook a text is a text whatever it begins with.

use crate::company::{CompanyError, Result};
use crate::sentence::Words;
use jiff::civil::{Date, DateTime};
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use std::io::Write;
use std::path::Path;
use vihje_model::Money;
use vihje_model::spreadsheet::neutralise;

/// Rows of one sheet; the format holds 1,048,576.
const SHEET_ROWS: u32 = 1_000_000;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    /// One of a list's own words, by what it is a word of.
    Word(&'static str, String),
    Number(f64),
    Money(Money),
    Day(Date),
    /// A day and a time, to the minute.
    Time(DateTime),
}

/// Where rows go, the header first.
pub(super) trait Sheet {
    /// The columns by their names in `snake_case`; one of money ends with its currency.
    fn header(&mut self, names: &[&str]) -> Result<()>;
    fn row(&mut self, cells: &[Cell]) -> Result<()>;
}

pub(super) fn writing(error: std::io::Error) -> CompanyError {
    CompanyError::File { path: "the export".to_owned(), source: error }
}

pub(super) fn workbook(error: XlsxError) -> CompanyError {
    CompanyError::Internal(format!("the workbook could not be written: {error}"))
}

/// Words are codes, the same in every language, unless the reader asked for a language.
pub(super) struct CsvSheet<W: Write> {
    out: csv::Writer<W>,
    words: Option<Words>,
}

impl<W: Write> CsvSheet<W> {
    pub(super) fn new(out: W, words: &Words) -> Self {
        Self { out: csv::Writer::from_writer(out), words: words.is_asked_for().then(|| words.clone()) }
    }

    pub(super) fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Sheet for CsvSheet<W> {
    /// Programs read these names: they are the same in every language.
    fn header(&mut self, names: &[&str]) -> Result<()> {
        self.out.write_record(names).map_err(|error| writing(std::io::Error::other(error)))
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let fields = cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => neutralise(text).into_owned(),
            Cell::Word(of, code) => match &self.words {
                Some(words) => neutralise(&words.word(of, code)).into_owned(),
                None => neutralise(code).into_owned(),
            },
            Cell::Number(number) => number.to_string(),
            Cell::Money(money) => money.amount.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Time(time) => time.strftime("%Y-%m-%d %H:%M").to_string(),
        });
        self.out.write_record(fields).map_err(|error| writing(std::io::Error::other(error)))
    }
}

/// Rows go to disk as they come; a list longer than a sheet goes on in the next. Sheets are called after the list, columns in the
/// reader's words.
pub(super) struct XlsxSheet {
    pub(super) workbook: Workbook,
    title: String,
    words: Words,
    sheets: usize,
    row: u32,
    header: Vec<(String, f64)>,
    bold: Format,
    day: Format,
    time: Format,
    money: Format,
}

impl XlsxSheet {
    pub(super) fn new(scratch: &Path, title: &str, words: &Words) -> Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch).map_err(self::workbook)?;
        Ok(Self {
            workbook,
            title: title.to_owned(),
            words: words.clone(),
            sheets: 0,
            row: 0,
            header: Vec::new(),
            bold: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            money: Format::new().set_num_format("#,##0.00"),
        })
    }

    fn next_sheet(&mut self) -> Result<()> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(workbook)?;
        (self.sheets, self.row) = (self.sheets + 1, 1);
        sheet.set_name(sheet_name(&self.title, self.sheets)).map_err(workbook)?;
        sheet.set_freeze_panes(1, 0).map_err(workbook)?;
        for (column, (heading, width)) in (0_u16..).zip(&self.header) {
            sheet.set_column_width(column, *width).map_err(workbook)?;
            sheet.write_string_with_format(0, column, heading, &self.bold).map_err(workbook)?;
        }
        Ok(())
    }

    fn write(&mut self, cells: &[Cell]) -> Result<()> {
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1).map_err(workbook)?;
        for (column, cell) in (0_u16..).zip(cells) {
            let written = match cell {
                Cell::Empty => continue,
                Cell::Text(text) => sheet.write_string(self.row, column, clipped(text)),
                Cell::Word(of, code) => {
                    sheet.write_string(self.row, column, clipped(&self.words.word(of, code)))
                }
                Cell::Number(number) => sheet.write_number(self.row, column, *number),
                Cell::Money(money) => {
                    let amount = money.amount.to_f64().unwrap_or_default();
                    sheet.write_number_with_format(self.row, column, amount, &self.money)
                }
                Cell::Day(day) => match date(*day) {
                    Some(date) => sheet.write_datetime_with_format(self.row, column, &date, &self.day),
                    None => sheet.write_string(self.row, column, day.to_string()),
                },
                Cell::Time(time) => match moment(*time) {
                    Some(date) => sheet.write_datetime_with_format(self.row, column, &date, &self.time),
                    None => sheet.write_string(self.row, column, time.to_string()),
                },
            };
            written.map_err(workbook)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// Days that the format can hold: from 1900 on.
fn date(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

/// The same with the time of the day.
fn moment(time: DateTime) -> Option<ExcelDateTime> {
    let (hour, minute) = (u16::try_from(time.hour()).ok()?, u8::try_from(time.minute()).ok()?);
    date(time.date())?.and_hms(hour, minute, 0).ok()
}

/// Wide enough for the column's heading, a day and a name; sentences get a line of their own length.
#[allow(clippy::cast_precision_loss)] // a name's letters
fn width(name: &str, heading: &str) -> f64 {
    match name {
        "why" => 90.0,
        "seen" | "expires" | "acted" => 18.0,
        _ => heading.chars().count().max(12) as f64 + 2.0,
    }
}

/// A column's name in words: `value_at_risk_EUR` is "Value at risk (EUR)".
fn heading(name: &str, words: &Words) -> String {
    let is_code = |end: &str| end.len() == 3 && end.bytes().all(|letter| letter.is_ascii_uppercase());
    match name.rsplit_once('_') {
        Some((base, code)) if is_code(code) => format!("{} ({code})", words.column(base)),
        _ => words.column(name),
    }
}

/// The list's name as the format takes it: at most 31 characters, none of a few, and each sheet another.
fn sheet_name(title: &str, number: usize) -> String {
    let end = if number > 1 { format!(" {number}") } else { String::new() };
    let letters = title.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c });
    let room = 31 - end.len();
    // The format counts UTF-16 units.
    let mut units = 0;
    let name: String = letters
        .take_while(|c| {
            units += c.len_utf16();
            units <= room
        })
        .collect();
    let name = name.trim_matches(['\'', ' ']);
    // A name that the format keeps for itself, as one that is empty.
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        format!("List{end}")
    } else {
        format!("{name}{end}")
    }
}

/// The format's longest text of a cell.
fn clipped(text: &str) -> String {
    text.chars().take(32_767).collect()
}

impl Sheet for XlsxSheet {
    fn header(&mut self, names: &[&str]) -> Result<()> {
        let headings = names.iter().map(|name| (*name, heading(name, &self.words)));
        self.header = headings.map(|(name, heading)| (heading.clone(), width(name, &heading))).collect();
        self.next_sheet()
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        if self.row >= SHEET_ROWS {
            self.next_sheet()?;
        }
        self.write(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::Language;
    use jiff::tz::TimeZone;

    #[test]
    fn sheets_are_called_after_their_list() {
        let check = |title: &str, number, expected: &str| assert_eq!(sheet_name(title, number), expected);
        check("Customers", 1, "Customers");
        check("Customers", 2, "Customers 2");
        check("Tea: black/green [all] \u{2192} 'Milk'", 1, "Tea  black green  all  \u{2192} 'Milk");
        check("A very long name of a list that goes on", 3, "A very long name of a list th 3");
        check("??", 1, "List");
        check("history", 1, "List");
    }

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        let mut out = Vec::new();
        let words = Words::new(Language::Finnish, TimeZone::UTC);
        let mut sheet = CsvSheet::new(&mut out, &words);
        sheet
            .row(&[
                Cell::Text("=1+1".to_owned()),
                Cell::Text("Anna, \"A\"".to_owned()),
                Cell::Number(-2.5),
                Cell::Empty,
                Cell::Word("task", "open".to_owned()),
            ])
            .unwrap();
        drop(sheet);
        assert_eq!(String::from_utf8(out).unwrap(), "'=1+1,\"Anna, \"\"A\"\"\",-2.5,,open\n");
        let mut out = Vec::new();
        let mut sheet = CsvSheet::new(&mut out, &words.asked_for());
        sheet
            .row(&[Cell::Word("task", "open".to_owned()), Cell::Word("outcome", "=1+1".to_owned())])
            .unwrap();
        drop(sheet);
        assert_eq!(String::from_utf8(out).unwrap(), "Tekemättä,'=1+1\n", "what is no word stays as it is");
    }
}
