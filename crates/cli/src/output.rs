//! How results are printed: a table on a terminal, CSV or JSON for programs. The only room that writes to standard
//! output.

use crate::fit::{Wanted, fit, shortened, signs};
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
    /// Whether its texts may be cut where there is little room.
    cut: bool,
}

impl Column {
    /// `heading` for people, `name` in `snake_case` for programs. A heading that begins with `>` is right aligned, as numbers
    /// are; one that begins with `~` is over names, which may be cut where there is little room.
    pub(crate) fn new(heading: &str, name: &str) -> Self {
        let numeric = heading.starts_with('>');
        let cut = heading.starts_with('~');
        let heading = heading.trim_start_matches(['>', '~']);
        Self { heading: heading.to_owned(), name: name.to_owned(), numeric, cut }
    }

    /// A column that programs and people know by the same name.
    pub(crate) fn named(name: String, numeric: bool) -> Self {
        Self { heading: name.clone(), name, numeric, cut: !numeric }
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
    /// What is said in place of a table without rows.
    empty: &'static str,
}

impl Sheet {
    /// A list with these columns.
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new(), empty: "There is nothing to show." }
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

    /// Says this in place of a table without rows.
    pub(crate) fn when_empty(mut self, sentence: &'static str) -> Self {
        self.empty = sentence;
        self
    }

    fn print_table(&self) -> anyhow::Result<()> {
        if self.rows.is_empty() {
            return line(self.empty);
        }
        let (text, left_out) = self.table(Table::new().width().map(usize::from));
        line(&text)?;
        if !left_out.is_empty() {
            let list = left_out.join(", ");
            note(&format!(
                "Left out for want of room: {list}. A wider window shows them, and --csv has all."
            ));
        }
        Ok(())
    }

    /// The table as text, within so many signs, and the headings of the columns that have no room.
    fn table(&self, room: Option<usize>) -> (String, Vec<&str>) {
        let shown = self.columns.iter().enumerate().filter(|(_, column)| !column.heading.is_empty());
        let shown: Vec<(usize, &Column)> = shown.collect();
        let wanted: Vec<Wanted> = shown
            .iter()
            .map(|&(index, column)| Wanted {
                heading: column.heading.clone(),
                values: self.rows.iter().map(|row| signs(&row[index].shown)).max().unwrap_or(0),
                cut: column.cut,
            })
            .collect();
        let fitted = fit(&wanted, room);
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(fitted.headings);
        for (place, (_, column)) in shown.iter().take(fitted.columns).enumerate() {
            if let Some(of_table) = table.column_mut(place) {
                let right = if column.numeric { CellAlignment::Right } else { CellAlignment::Left };
                of_table.set_cell_alignment(right);
            }
        }
        for row in &self.rows {
            table.add_row(shown.iter().take(fitted.columns).map(|&(index, column)| {
                let text = &row[index].shown;
                if column.cut { shortened(text, fitted.longest) } else { text.clone() }
            }));
        }
        let left_out = shown.iter().skip(fitted.columns).map(|(_, column)| column.heading.as_str());
        (table.to_string(), left_out.collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::of(&[
            ("~bought A", "a"),
            ("~then B", "b"),
            (">bought A (n)", "n_a"),
            (">then B (n)", "n_ab"),
            (">95 % interval of it", ""),
            (">shrunk lift", "lift"),
            (">median days", "days"),
            ("evidence", "evidence"),
        ]);
        let long = "Vacuum cleaner bags for large household machines";
        for (a, n) in [(long, "1,234,567"), ("tea", "12")] {
            let cells = [a, long, n, n, "1,234.50 to 2,345.60", "12.50", "180.5", "clear"];
            sheet.row(cells.map(Cell::text).to_vec());
        }
        sheet
    }

    #[test]
    fn a_table_stays_within_the_terminal_and_breaks_no_number() {
        let sheet = sheet();
        for room in [60, 80, 120, 200] {
            let (text, left_out) = sheet.table(Some(room));
            assert!(text.lines().all(|line| signs(line) <= room), "{room}:\n{text}");
            assert!(text.contains(" 1,234,567 "), "{room}:\n{text}");
            assert_eq!(left_out.is_empty(), room >= 120, "{room}: {left_out:?}");
            assert_eq!(text.contains('…'), room < 200, "{room}:\n{text}");
            let interval = text.contains("1,234.50 to 2,345.60");
            assert!(interval || left_out.contains(&"95 % interval of it"), "{room}:\n{text}");
        }
    }

    #[test]
    fn without_a_terminal_nothing_is_cut_or_left_out() {
        let sheet = sheet();
        let (text, left_out) = sheet.table(None);
        assert!(left_out.is_empty() && !text.contains('…'), "{text}");
    }
}
