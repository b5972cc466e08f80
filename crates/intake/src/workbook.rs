//! Workbooks (XLSX): their sheets, their first rows, and a sheet written out as CSV row by row. Values of formulas are
//! taken as last computed; dates become ISO 8601. Holds the workbook's shared texts and one row, never a sheet.

use crate::refusal::Refusal;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

/// Shared texts are held in memory by the reader; more than this unpacked is refused.
const SHARED_LIMIT: u64 = 1 << 30;

type Book = Xlsx<BufReader<File>>;

/// Opens a zip archive as a workbook, or says what it is instead.
pub(crate) fn open(path: &Path) -> Result<Book, Refusal> {
    let file = crate::open::file(path)?;
    let mut zip =
        zip::ZipArchive::new(BufReader::new(file)).map_err(|error| Refusal::Workbook(error.to_string()))?;
    let holds = |name: &str| zip.file_names().any(|held| held.is_ok_and(|held| held.starts_with(name)));
    if !holds("xl/") {
        return Err(not_a_workbook(&holds));
    }
    if holds("xl/workbook.bin") {
        return Err(Refusal::Unsupported { what: "a binary workbook (XLSB)", hint: "Save it as XLSX." });
    }
    if zip.by_name("xl/sharedStrings.xml").is_ok_and(|shared| shared.size() > SHARED_LIMIT) {
        return Err(Refusal::Unsupported {
            what: "a workbook with over 1 GB of text",
            hint: "Save the sheet as CSV.",
        });
    }
    drop(zip);
    Xlsx::new(BufReader::new(crate::open::file(path)?)).map_err(refusal)
}

fn not_a_workbook(holds: &dyn Fn(&str) -> bool) -> Refusal {
    if holds("word/") {
        Refusal::NotATable("a Word document")
    } else if holds("ppt/") {
        Refusal::NotATable("a presentation")
    } else if holds("content.xml") {
        Refusal::Unsupported { what: "an OpenDocument file", hint: "Save it as XLSX or CSV." }
    } else {
        Refusal::Unsupported { what: "a zip archive", hint: "Unpack it and bring the files or the folder." }
    }
}

/// Why a compound file is refused: an old workbook, or an encrypted new one.
pub(crate) fn compound(path: &Path) -> Refusal {
    let book: Result<Book, XlsxError> = match crate::open::file(path) {
        Ok(file) => Xlsx::new(BufReader::new(file)),
        Err(refusal) => return refusal,
    };
    match book {
        Err(XlsxError::Password) => Refusal::Encrypted,
        _ => Refusal::Unsupported {
            what: "an old workbook or document (before 2007)",
            hint: "Open it in a spreadsheet program and save it as XLSX or CSV.",
        },
    }
}

pub(crate) fn refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        XlsxError::WorksheetNotFound(name) => Refusal::NoSheet(name),
        other => Refusal::Workbook(other.to_string()),
    }
}

/// Names of the sheets that people see.
pub(crate) fn sheets(book: &Book) -> Vec<String> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

/// Takes a row with its number; false to stop.
type TakeRow<'a> = dyn FnMut(u32, &[String]) -> Result<bool, Refusal> + 'a;

/// Hands each row of a sheet to `take`, counted from zero as the sheet counts them less one; rows without a cell are not
/// handed over. Stops when `take` returns false.
pub(crate) fn rows(book: &mut Book, sheet: &str, take: &mut TakeRow<'_>) -> Result<(), Refusal> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(refusal)?;
    let mut row: Vec<String> = Vec::new();
    let mut number = None;
    while let Some(cell) = cells.next_cell().map_err(refusal)? {
        let (at, column) = cell.get_position();
        if number != Some(at) {
            if let Some(number) = number
                && row.iter().any(|text| !text.is_empty())
                && !take(number, &row)?
            {
                return Ok(());
            }
            row.clear();
            number = Some(at);
        }
        let column = column as usize;
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text(cell.get_value());
    }
    if let Some(number) = number
        && row.iter().any(|text| !text.is_empty())
    {
        take(number, &row)?;
    }
    Ok(())
}

/// A cell as text: line breaks become spaces so that a row stays a line.
fn text(value: &DataRef<'_>) -> String {
    let one_line = |text: &str| text.trim().replace(['\r', '\n'], " ");
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float(*number),
        DataRef::String(text) => one_line(text),
        DataRef::SharedString(text) => one_line(text),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => moment_text(*moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => one_line(text),
    }
}

/// The shortest text that reads back as this number at the 15 digits a spreadsheet keeps, so `0.1 + 0.2` is `0.3`.
fn float(number: f64) -> String {
    if number.fract().abs() < f64::MIN_POSITIVE && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    format!("{number:.14e}").parse::<f64>().map_or_else(|_| number.to_string(), |rounded| rounded.to_string())
}

/// ISO 8601: a date alone at midnight, a time of day alone before the first day, else both.
fn moment_text(moment: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    if moment.is_duration() || (0.0..1.0).contains(&moment.as_f64()) {
        time
    } else if moment.as_f64().fract().abs() < f64::EPSILON {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {time}")
    }
}

/// Writes the rows from the header on as CSV, one line a sheet row, so that line numbers differ by a constant: rows
/// without a cell become lines of empty fields, and those after the last filled row are left out. Returns the lines.
pub(crate) fn write_csv(
    book: &mut Book,
    sheet: &str,
    header_row: u32,
    columns: usize,
    sink: impl Write,
) -> Result<u64, Refusal> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(sink);
    let scratch = |error: csv::Error| Refusal::Scratch(error.into());
    let mut next = header_row;
    let blank = vec![""; columns];
    rows(book, sheet, &mut |number, row| {
        if number < header_row {
            return Ok(true);
        }
        while next < number {
            writer.write_record(&blank).map_err(scratch)?;
            next += 1;
        }
        let width = row.len().max(columns);
        writer.write_record((0..width).map(|at| row.get(at).map_or("", String::as_str))).map_err(scratch)?;
        next += 1;
        Ok(true)
    })?;
    writer.flush().map_err(Refusal::Scratch)?;
    Ok(u64::from(next - header_row))
}
