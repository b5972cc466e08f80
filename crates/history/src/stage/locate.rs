//! Where the rejected rows stand in their file, and what they looked like. Only runs when there are any.

use super::convert::Check;
use super::kinds::MOST_OF_AN_ID;
use super::source::Source;
use super::{Staged, tidy};
use crate::error::{Error, Result};
use crate::sql::{literal, scalar};
use std::collections::HashMap;
use vihje_model::import::{Format, Target, date_number};

/// A row that failed a check: its place among the good records (from zero), its line where known, and which check.
struct Bad {
    ordinal: u64,
    line: Option<u64>,
    check: usize,
}

/// Fills the stage's `rejected` with the rows whose check failed.
pub(super) fn rejects(staged: &Staged, source: &Source, checks: &[Check]) -> Result<()> {
    let mut statement = staged.conn.prepare(&format!(
        "SELECT rowid, line, bad FROM {}.rows WHERE bad > 0 ORDER BY rowid",
        staged.name
    ))?;
    let bad: Vec<Bad> = statement
        .query_map([], |row| {
            let check: u8 = row.get(2)?;
            Ok(Bad { ordinal: row.get(0)?, line: row.get(1)?, check: usize::from(check) - 1 })
        })?
        .collect::<duckdb::Result<_>>()?;
    if bad.is_empty() {
        return Ok(());
    }
    match staged.plan.format {
        Format::Parquet => in_parquet(staged, source, checks, &bad),
        _ => in_text(staged, checks, &bad),
    }
}

/// Reads the text file once more, up to the last of the bad rows.
fn in_text(staged: &Staged, checks: &[Check], bad: &[Bad]) -> Result<()> {
    let mut writer = Writer::new(staged, checks)?;
    let mut records = tidy::records(&staged.plan)?;
    let mut header = tidy::has_header(&staged.plan);
    let json = matches!(staged.plan.format, Format::JsonLines);
    let mut ordinal = 0;
    let mut rest = bad.iter().peekable();
    while let Some(&next) = rest.peek() {
        let Some(record) = records.next().map_err(|error| Error::file(&staged.plan.path, error))? else {
            return Err(Error::refused(
                "file-changed",
                format!("{} changed while it was read.", staged.plan.file_name),
                "Import it again.",
            ));
        };
        if std::mem::take(&mut header) {
            continue;
        }
        if record.is_blank() {
            continue;
        }
        // A record the database counted is one that is good here too; a tidied copy knows its lines.
        let found = next
            .line
            .map_or_else(|| record.fields.is_ok() && ordinal == next.ordinal, |line| line == record.line);
        ordinal += u64::from(record.fields.is_ok());
        if found {
            let fields = record.fields.unwrap_or_default();
            let values = if json { json_values(staged, &record.text) } else { fields };
            writer.write(record.line, next.check, &values, &record.text)?;
            rest.next();
        }
    }
    writer.finish()
}

fn json_values(staged: &Staged, text: &str) -> Vec<String> {
    let object: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let shown = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let columns = staged.plan.mapping.columns.iter();
    columns
        .map(|column| {
            let path = format!("/{}", column.name.replace('.', "/"));
            object.get(&column.name).or_else(|| object.pointer(&path)).map(shown).unwrap_or_default()
        })
        .collect()
}

/// Asks the Parquet file for the bad rows by their number.
fn in_parquet(staged: &Staged, source: &Source, checks: &[Check], bad: &[Bad]) -> Result<()> {
    let by_line: HashMap<u64, usize> = bad.iter().filter_map(|bad| Some((bad.line?, bad.check))).collect();
    let line = source.line.as_deref().unwrap_or("0");
    let mut statement = staged.conn.prepare(&format!(
        "SELECT ({line})::UBIGINT AS line, [{}] FROM {} WHERE ({line}) IN (SELECT line FROM {}.rows WHERE bad > 0) ORDER BY 1",
        source.cells.join(", "),
        source.from,
        staged.name
    ))?;
    let mut writer = Writer::new(staged, checks)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: u64 = row.get(0)?;
        let values: Vec<String> = match row.get(1)? {
            duckdb::types::Value::List(cells) => cells.into_iter().map(cell_text).collect(),
            _ => Vec::new(),
        };
        if let Some(&check) = by_line.get(&line) {
            let text = crate::rejected::csv_line(values.iter().map(String::as_str), ',');
            writer.write(line, check, &values, &text)?;
        }
    }
    writer.finish()
}

fn cell_text(cell: duckdb::types::Value) -> String {
    match cell {
        duckdb::types::Value::Text(text) => text,
        _ => String::new(),
    }
}

/// Writes rejected rows with their reasons.
struct Writer<'a> {
    staged: &'a Staged,
    checks: &'a [Check],
    appender: duckdb::Appender<'a>,
    /// How the file writes dates, by an example.
    dates: String,
}

impl<'a> Writer<'a> {
    fn new(staged: &'a Staged, checks: &'a [Check]) -> Result<Self> {
        let appender = staged.conn.appender_to_catalog_and_db("rejected", &staged.name, "main")?;
        Ok(Self { staged, checks, appender, dates: form_of_dates(staged)? })
    }

    fn write(&mut self, line: u64, check: usize, values: &[String], text: &str) -> Result<()> {
        let check = &self.checks[check];
        let column = check.column.map(|index| self.staged.header[index].as_str());
        let value = match check.column {
            Some(index) => values.get(index).map_or("", |value| value.trim()),
            None => self.constant(check.code),
        };
        let code =
            if check.code == "not-a-number" && has_too_many_digits(value) { "too-large" } else { check.code };
        let reason = reason(code, column, value, &self.dates, self.staged);
        Ok(self.appender.append_row(duckdb::params![line, column, code, reason, text])?)
    }

    /// What the mapping says of every row, where that is at fault.
    fn constant(&self, code: &str) -> &str {
        let of_currency = matches!(code, "no-rate" | "not-a-currency");
        let mut constants = self.staged.plan.mapping.constants.iter();
        let found = constants.find(|constant| of_currency && constant.target == Target::Currency);
        found.map_or("", |constant| constant.value.trim())
    }

    fn finish(mut self) -> Result<()> {
        Ok(self.appender.flush()?)
    }
}

/// Whether the text is a number but for its length: a decimal of the history has fourteen digits before the point.
fn has_too_many_digits(value: &str) -> bool {
    let mut whole = value.trim_start_matches(['-', '+']).split(['.', ',']);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    whole.next().is_some_and(|part| part.len() > 14 && digits(part)) && whole.next().is_none_or(digits)
}

/// How the file writes dates, by an example: the last moment of a year, whose day cannot be taken for a month.
fn form_of_dates(staged: &Staged) -> Result<String> {
    let form = match staged.plan.mapping.date_format.as_str() {
        "" => "2017-12-31 23:59:59",
        date_number::EXCEL => "45296.5, as a spreadsheet counts days",
        date_number::UNIX => "1704448800, seconds since 1970",
        date_number::UNIX_MS => "1704448800000, milliseconds since 1970",
        other => {
            let sql = format!("SELECT strftime(TIMESTAMP '2017-12-31 23:59:59', {})", literal(other));
            return Ok(scalar(&staged.conn, &sql, &[])?.unwrap_or_else(|| other.to_owned()));
        }
    };
    Ok(form.to_owned())
}

/// The reason as a sentence.
fn reason(code: &str, column: Option<&str>, value: &str, dates: &str, staged: &Staged) -> String {
    let shown: String = value.chars().take(80).collect();
    let column = column.unwrap_or("the row");
    match code {
        "missing-value" => format!("There is nothing in {column}, which every row needs."),
        "not-a-number" => format!("\"{shown}\" in {column} is not a number as this file writes them."),
        "not-a-date" => format!("\"{shown}\" in {column} is not a date of the form {dates}."),
        "not-a-currency" => {
            format!(
                "\"{shown}\" in {column} is not a currency: expected three letters such as EUR, or a sign of one currency alone such as €."
            )
        }
        "no-rate" => {
            format!(
                "There is no rate from {} to {}; add it to the mapping.",
                shown.to_uppercase(),
                staged.options.currency
            )
        }
        "too-large" => {
            format!(
                "\"{shown}\" in {column} makes a value too large to be counted in {}.",
                staged.options.currency
            )
        }
        "too-long" => {
            format!("The id in {column} is longer than {MOST_OF_AN_ID} bytes: is this the right column?")
        }
        "far-future" => format!("\"{shown}\" in {column} is later than now."),
        _ => format!("\"{shown}\" in {column} is before 1980."),
    }
}
