//! Sheets: where rows are written. Texts that a spreadsheet would take for a formula are neutralised on the way out.

use crate::company::{CompanyError, Result};
use jiff::civil::Date;
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
    Number(f64),
    Money(Money),
    Day(Date),
}

/// Where rows go.
pub(super) trait Sheet {
    fn row(&mut self, cells: &[Cell]) -> Result<()>;
}

pub(super) fn writing(error: std::io::Error) -> CompanyError {
    CompanyError::File { path: "the export".to_owned(), source: error }
}

pub(super) fn workbook(error: XlsxError) -> CompanyError {
    CompanyError::Internal(format!("the workbook could not be written: {error}"))
}

pub(super) struct CsvSheet<W: Write>(pub(super) csv::Writer<W>);

impl<W: Write> Sheet for CsvSheet<W> {
    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let fields = cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => neutralise(text).into_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Money(money) => money.amount.to_string(),
            Cell::Day(day) => day.to_string(),
        });
        self.0.write_record(fields).map_err(|error| writing(std::io::Error::other(error)))
    }
}

/// Rows go to disk as they come; a list longer than a sheet goes on in the next.
pub(super) struct XlsxSheet {
    pub(super) workbook: Workbook,
    sheets: usize,
    row: u32,
    header: Vec<Cell>,
    bold: Format,
    day: Format,
    money: Format,
}

impl XlsxSheet {
    pub(super) fn new(scratch: &Path) -> Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch).map_err(self::workbook)?;
        Ok(Self {
            workbook,
            sheets: 0,
            row: SHEET_ROWS,
            header: Vec::new(),
            bold: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            money: Format::new().set_num_format("#,##0.00"),
        })
    }

    fn write(&mut self, cells: &[Cell]) -> Result<()> {
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1).map_err(workbook)?;
        for (column, cell) in (0_u16..).zip(cells) {
            let written = match cell {
                Cell::Empty => continue,
                Cell::Text(text) if self.row == 0 => {
                    sheet.set_column_width(column, width(text)).map_err(workbook)?;
                    sheet.write_string_with_format(0, column, text, &self.bold)
                }
                Cell::Text(text) => sheet.write_string(self.row, column, clipped(&neutralise(text))),
                Cell::Number(number) => sheet.write_number(self.row, column, *number),
                Cell::Money(money) => {
                    let amount = money.amount.to_f64().unwrap_or_default();
                    sheet.write_number_with_format(self.row, column, amount, &self.money)
                }
                Cell::Day(day) => match date(*day) {
                    Some(date) => sheet.write_datetime_with_format(self.row, column, &date, &self.day),
                    None => sheet.write_string(self.row, column, day.to_string()),
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

/// Wide enough for the column's name, a day and a name; sentences get a line of their own length.
#[allow(clippy::cast_precision_loss)] // a name's letters
fn width(header: &str) -> f64 {
    if header == "why" { 90.0 } else { header.len().max(12) as f64 + 2.0 }
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
        sheet
            .row(&[
                Cell::Text("=1+1".to_owned()),
                Cell::Text("Anna, \"A\"".to_owned()),
                Cell::Number(-2.5),
                Cell::Empty,
            ])
            .unwrap();
        drop(sheet);
        assert_eq!(String::from_utf8(out).unwrap(), "'=1+1,\"Anna, \"\"A\"\"\",-2.5,\n");
    }
}
