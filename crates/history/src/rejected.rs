//! Rejected rows: looked at page by page, and written out as a file to fix and import again.

use crate::error::{Error, Result};
use crate::open::History;
use duckdb::{Connection, ToSql};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use vihje_model::import::Rejected;

/// Name of the column that [`History::export_rejected`] adds; a file that has it last is imported as if it were not there.
pub const REASON_COLUMN: &str = "rejected_reason";

impl History {
    /// The rejected rows of an import in order of line: at most `limit` after line `after_line` (0 for the first page).
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn rejected_rows(&self, import: &str, after_line: u64, limit: usize) -> Result<Vec<Rejected>> {
        page(&self.reader()?, "rejected", "import_id = ?", &[&import], after_line, limit)
    }

    /// Writes the rejected rows of an import to `path`: the header as it was, just those rows, and the reason in a last column
    /// [`REASON_COLUMN`] (for JSON lines: a last member). Returns how many. The file can be fixed and imported as it is.
    ///
    /// # Errors
    /// When the import has several files of different columns, or `path` cannot be written.
    pub fn export_rejected(&self, import: &str, path: &Path) -> Result<u64> {
        let conn = self.reader()?;
        let mut statement =
            conn.prepare("SELECT DISTINCT header::VARCHAR, delimiter FROM imports WHERE import_id = ? AND undone_at IS NULL")?;
        let shapes: Vec<(String, String)> = statement
            .query_map([import], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<duckdb::Result<_>>()?;
        let [(header, delimiter)] = shapes.as_slice() else {
            return Err(Error::refused(
                "no-one-header",
                format!("The import \"{import}\" is not there, or its files have different columns."),
                "Look at the rejected rows on the screen instead.",
            ));
        };
        let header: Vec<String> = serde_json::from_str(header).unwrap_or_default();
        let mut out = BufWriter::new(File::create(path).map_err(|error| Error::file(path, error))?);
        let mut count = 0;
        if let Some(delimiter) = delimiter.chars().next().filter(|_| delimiter != "json") {
            let names = header.iter().map(String::as_str).chain([REASON_COLUMN]);
            writeln!(out, "{}", csv_line(names, delimiter)).map_err(|error| Error::file(path, error))?;
        }
        each(&conn, import, |rejected| {
            count += 1;
            let line = match delimiter.as_str() {
                "json" => json_line(&rejected),
                other => fixed_line(&rejected, &header, other.chars().next().unwrap_or(',')),
            };
            writeln!(out, "{line}").map_err(|error| Error::file(path, error))
        })?;
        out.flush().map_err(|error| Error::file(path, error))?;
        Ok(count)
    }
}

fn each(conn: &Connection, import: &str, mut write: impl FnMut(Rejected) -> Result<()>) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT line, col, code, reason, source_row FROM rejected WHERE import_id = ? ORDER BY part, line",
    )?;
    let mut rows = statement.query([import])?;
    while let Some(row) = rows.next()? {
        write(read(row)?)?;
    }
    Ok(())
}

/// A page of the rejected rows of `table` that meet `condition`.
pub(crate) fn page(
    conn: &Connection,
    table: &str,
    condition: &str,
    params: &[&dyn ToSql],
    after_line: u64,
    limit: usize,
) -> Result<Vec<Rejected>> {
    let mut statement = conn.prepare(&format!(
        "SELECT line, col, code, reason, source_row FROM {table}
         WHERE {condition} AND line > {after_line} ORDER BY line LIMIT {limit}"
    ))?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<duckdb::Result<_>>()?)
}

fn read(row: &duckdb::Row<'_>) -> duckdb::Result<Rejected> {
    Ok(Rejected {
        line: row.get(0)?,
        column: row.get(1)?,
        code: row.get(2)?,
        reason: row.get(3)?,
        row: row.get(4)?,
    })
}

/// The row with its reason last; a row with too few fields gets empty ones, so that the reason stands in its column.
fn fixed_line(rejected: &Rejected, header: &[String], delimiter: char) -> String {
    let reason = csv_line([rejected.reason.as_str()], delimiter);
    let fields = crate::stage::split_row(&rejected.row, delimiter);
    let missing = fields.map_or(0, |fields| header.len().saturating_sub(fields.len()));
    let padding = delimiter.to_string().repeat(missing);
    format!("{}{padding}{delimiter}{reason}", rejected.row)
}

fn json_line(rejected: &Rejected) -> String {
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&rejected.row) {
        Ok(mut object) => {
            object.insert(REASON_COLUMN.to_owned(), rejected.reason.clone().into());
            serde_json::Value::Object(object).to_string()
        }
        Err(_) => rejected.row.clone(),
    }
}

/// One line of CSV (RFC 4180), without the line end.
pub(crate) fn csv_line<'a>(fields: impl IntoIterator<Item = &'a str>, delimiter: char) -> String {
    let special = |sign: char| sign == delimiter || matches!(sign, '"' | '\n' | '\r');
    let quoted = |field: &str| match field.contains(special) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    };
    let fields: Vec<String> = fields.into_iter().map(quoted).collect();
    fields.join(&delimiter.to_string())
}
