//! How results are printed: a table on a terminal, CSV or JSON for programs. The only room that writes to standard
//! output.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::{IsTerminal, Write};

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Aligned columns for people.
    Table,
    /// RFC 4180, for spreadsheets and programs.
    Csv,
    /// One JSON array of objects.
    Json,
}

impl Form {
    /// A table on a terminal, CSV otherwise; what was asked for wins.
    pub(crate) fn choose(json: bool, csv: bool) -> Self {
        match (json, csv) {
            (true, _) => Self::Json,
            (_, true) => Self::Csv,
            _ if std::io::stdout().is_terminal() => Self::Table,
            _ => Self::Csv,
        }
    }
}

/// A list to print: named columns, rows of text.
pub(crate) struct Sheet {
    columns: Vec<(String, CellAlignment)>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Columns by name; a name that begins with `>` is right aligned, as numbers are.
    pub(crate) fn new(columns: &[&'static str]) -> Self {
        let plain = columns.iter().map(|name| match name.strip_prefix('>') {
            Some(name) => (name.to_owned(), true),
            None => ((*name).to_owned(), false),
        });
        Self::named(plain.collect())
    }

    /// Columns by name, and whether they hold numbers.
    pub(crate) fn named(columns: Vec<(String, bool)>) -> Self {
        let align = |numeric| if numeric { CellAlignment::Right } else { CellAlignment::Left };
        let columns = columns.into_iter().map(|(name, numeric)| (name, align(numeric))).collect();
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; it has as many cells as there are columns.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }

    /// Prints it.
    pub(crate) fn print(&self, form: Form) -> anyhow::Result<()> {
        match form {
            Form::Table => self.print_table(),
            Form::Csv => self.print_csv(),
            Form::Json => {
                let rows: Vec<serde_json::Map<String, serde_json::Value>> = self
                    .rows
                    .iter()
                    .map(|row| {
                        self.columns
                            .iter()
                            .zip(row)
                            .map(|((name, _), cell)| (name.replace(' ', "_"), cell.clone().into()))
                            .collect()
                    })
                    .collect();
                json(&rows)
            }
        }
    }

    fn print_table(&self) -> anyhow::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(self.columns.iter().map(|(name, _)| name));
        for (index, (_, alignment)) in self.columns.iter().enumerate() {
            if let Some(column) = table.column_mut(index) {
                column.set_cell_alignment(*alignment);
            }
        }
        table.add_rows(&self.rows);
        line(&table.to_string())
    }

    fn print_csv(&self) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
        writer.write_record(self.columns.iter().map(|(name, _)| name))?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        Ok(writer.flush()?)
    }
}

/// Prints one line. A closed pipe (`vihje … | head`) ends the program quietly through the error.
pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{text}")?)
}

/// Prints a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(&serde_json::to_string_pretty(value)?)
}

/// Says something about the work, beside the result: on standard error.
pub(crate) fn note(text: &str) {
    // A closed standard error is no reason to stop the work.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
