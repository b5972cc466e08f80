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
    /// RFC 4180, for programs.
    Csv,
}

impl Form {
    /// A table on a terminal, CSV otherwise; what was asked for wins.
    pub(crate) fn choose(csv: bool) -> Self {
        if !csv && std::io::stdout().is_terminal() { Self::Table } else { Self::Csv }
    }
}

/// One column: its heading in a table for people, its name in CSV and JSON. One that has no heading is for programs only, one
/// that has no name is for people only.
pub(crate) struct Column {
    heading: String,
    name: String,
    numeric: bool,
}

impl Column {
    /// `heading` for people, `name` in `snake_case` for programs. A heading that begins with `>` is right aligned, as numbers
    /// are.
    pub(crate) fn new(heading: &str, name: &str) -> Self {
        let (heading, numeric) =
            heading.strip_prefix('>').map_or((heading, false), |heading| (heading, true));
        Self { heading: heading.to_owned(), name: name.to_owned(), numeric }
    }

    /// A column that programs and people know by the same name.
    pub(crate) fn named(name: String, numeric: bool) -> Self {
        Self { heading: name.clone(), name, numeric }
    }
}

/// One value, written for people and written for programs. For programs a number is digits with a point and nothing else, a
/// share lies between 0 and 1, a day is that of ISO 8601, and what is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// With its unit, and no more digits than a reader can use.
    pub(crate) shown: String,
    /// As it is.
    pub(crate) plain: String,
}

impl Cell {
    /// A text, the same for both.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let shown = text.into();
        Self { plain: shown.clone(), shown }
    }
}

/// A list to print.
pub(crate) struct Sheet {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A list with these columns.
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// A list by headings and names, as in [`Column::new`].
    pub(crate) fn of(columns: &[(&str, &str)]) -> Self {
        Self::new(columns.iter().map(|(heading, name)| Column::new(heading, name)).collect())
    }

    /// Adds a row; it has as many cells as there are columns.
    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }

    /// Prints it.
    pub(crate) fn print(&self, form: Form) -> anyhow::Result<()> {
        match form {
            Form::Table => self.print_table(),
            Form::Csv => self.print_csv(),
        }
    }

    fn print_table(&self) -> anyhow::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        let shown = || self.columns.iter().enumerate().filter(|(_, column)| !column.heading.is_empty());
        table.set_header(shown().map(|(_, column)| &column.heading));
        for (place, (_, column)) in shown().enumerate() {
            if let Some(of_table) = table.column_mut(place) {
                let right = if column.numeric { CellAlignment::Right } else { CellAlignment::Left };
                of_table.set_cell_alignment(right);
            }
        }
        for row in &self.rows {
            table.add_row(shown().map(|(index, _)| &row[index].shown));
        }
        line(&table.to_string())
    }

    fn print_csv(&self) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
        let written = || self.columns.iter().enumerate().filter(|(_, column)| !column.name.is_empty());
        writer.write_record(written().map(|(_, column)| &column.name))?;
        for row in &self.rows {
            writer.write_record(written().map(|(index, _)| &row[index].plain))?;
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
