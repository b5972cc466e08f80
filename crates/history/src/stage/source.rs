//! Where staged rows are read from, as SQL: the file itself where the database reads it exactly, else its tidied copy.

use super::convert::present;
use super::{Staged, tidy};
use crate::error::{Error, Result};
use crate::sql::{ident, literal};
use std::path::Path;
use vihje_model::import::{Column, Compression, Format, Plan};

/// A table expression and the text cells in it.
pub(super) struct Source {
    /// What follows `FROM`.
    pub(super) from: String,
    /// SQL of the line number, where the source knows it; else rows are in the order of the file.
    pub(super) line: Option<String>,
    /// SQL of the text of each mapped column.
    pub(super) cells: Vec<String>,
}

/// White space as Unicode and Rust's `str::trim` know it, so that both compute the same key of an id.
const SPACE: &str = "\t\n\u{b}\u{c}\r \u{85}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\
    \u{2008}\u{2009}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";

/// One sign of [`SPACE`], as the database's regular expressions write it.
const ONE_SPACE: &str = r"[\s\pZ\x{0b}\x{85}]";

/// SQL of `text` without white space around it.
pub(super) fn trimmed(text: &str) -> String {
    format!("trim({text}, {})", literal(SPACE))
}

/// The text of a cell without white space around it, NULL where it is empty; from [`Source::rows`] that were told of it.
///
/// A list of signs to trim makes trimming ten times as slow as reading, and there is hardly ever anything to trim.
pub(super) fn cell(index: usize) -> String {
    format!("nullif(CASE WHEN untidy THEN {} ELSE c{index} END, '')", trimmed(&format!("c{index}")))
}

/// The text of a cell that is known to have no white space around it, NULL where it is empty.
pub(super) fn bare_cell(index: usize) -> String {
    format!("nullif(c{index}, '')")
}

/// As [`cell`] of any rows, but white space may stay behind a value: for what reads over it, as numbers do.
pub(super) fn loose_cell(index: usize) -> String {
    let cell = format!("c{index}");
    format!("nullif(CASE WHEN {} THEN {cell} ELSE {} END, '')", begins_visibly(&cell), trimmed(&cell))
}

/// SQL that is true where `cell` begins with a visible sign of ASCII, as nearly every cell does.
fn begins_visibly(cell: &str) -> String {
    format!("{cell} >= '!' AND {cell} <= '~'")
}

impl Source {
    /// A select of the rows that hold anything: `line`, the cells of these columns as `c0`, `c1`, ..., and `untidy`, whether one of the cells
    /// `exact` has white space around it. The others may have it unless the file is known to have none.
    pub(super) fn rows(&self, exact: &[usize], columns: &[Column]) -> String {
        let line = self.line.as_deref().unwrap_or("NULL::UTINYINT");
        let cells: String =
            self.cells.iter().enumerate().map(|(index, cell)| format!(", {cell} AS c{index}")).collect();
        let present: String = columns
            .iter()
            .enumerate()
            .map(|(index, column)| format!("{} AS c{index}, ", present(&format!("c{index}"), &column.target)))
            .collect();
        let untidy = untidy(exact);
        let filled = filled(self.cells.len());
        let from = &self.from;
        format!(
            "SELECT line, {present}{untidy} AS untidy FROM (SELECT {line} AS line{cells} FROM {from}) WHERE {filled}"
        )
    }
}

/// One search in a row, not one in each cell.
fn untidy(cells: &[usize]) -> String {
    if cells.is_empty() {
        return "false".to_owned();
    }
    let texts: Vec<String> = cells.iter().map(|index| format!("c{index}")).collect();
    let either = format!(r"(?:^|\x1f){ONE_SPACE}|{ONE_SPACE}(?:\x1f|$)");
    format!("regexp_matches(concat_ws(chr(31), {}), {})", texts.join(", "), literal(&either))
}

/// SQL that is true where some cell holds a value: a row without any is no row. [`super::records::Record::is_blank`] is the same
/// for a record of the text.
fn filled(width: usize) -> String {
    let cells = cell_names(width);
    // One condition after the other, the cheap ones first: of conditions joined by OR the database tries any first.
    let cheap = cells.iter().map(|cell| format!(" WHEN {} THEN true", begins_visibly(cell)));
    let cheap: String = cheap.collect();
    let any: Vec<String> = cells.iter().map(|cell| format!("{} <> ''", trimmed(cell))).collect();
    format!("CASE{cheap} ELSE coalesce({}, false) END", any.join(" OR "))
}

/// Whether the database reads this file itself, as far as one can know before trying.
pub(super) fn is_direct(plan: &Plan) -> bool {
    match &plan.format {
        Format::Csv { encoding, delimiter, .. } => encoding == "utf-8" && delimiter.is_ascii(),
        Format::Parquet => true,
        Format::JsonLines | Format::Xlsx { .. } => false,
    }
}

/// The file itself.
pub(super) fn direct(plan: &Plan) -> Source {
    let path = literal(&plan.path.display().to_string());
    let width = plan.mapping.columns.len();
    match &plan.format {
        Format::Csv { delimiter, header, .. } => {
            let packed = match plan.compression {
                Compression::None => "none",
                Compression::Gzip => "gzip",
                Compression::Zstd => "zstd",
            };
            let from = format!(
                "read_csv({path}, auto_detect = false, header = {header}, delim = {}, quote = '\"', escape = '\"',
                          compression = '{packed}', strict_mode = true, null_padding = false,
                          max_line_size = {}, columns = {{{}}})",
                literal(&delimiter.to_string()),
                super::records::MAX_BYTES,
                text_columns(width)
            );
            Source { from, line: None, cells: cell_names(width) }
        }
        _ => {
            let names = plan.mapping.columns.iter().map(|column| format!("{}::VARCHAR", ident(&column.name)));
            Source {
                from: format!("read_parquet({path}, file_row_number = true)"),
                line: Some("file_row_number + 1".to_owned()),
                cells: names.collect(),
            }
        }
    }
}

/// The tidied copy, written now; rows that are broken as rows go to the stage's `rejected` on the way.
pub(super) fn tidied(staged: &Staged) -> Result<Source> {
    let (plan, copy) = (&staged.plan, &staged.copy);
    tidy::write(staged, copy)?;
    let read = |columns: String| of_copy(copy, &columns);
    let width = plan.mapping.columns.len();
    let line = Some("line".to_owned());
    match &plan.format {
        Format::JsonLines => {
            let cells = plan.mapping.columns.iter().map(|column| json_cell(&column.name)).collect();
            Ok(Source { from: read("'object': 'VARCHAR'".to_owned()), line, cells })
        }
        Format::Csv { .. } => Ok(Source { from: read(text_columns(width)), line, cells: cell_names(width) }),
        Format::Parquet | Format::Xlsx { .. } => Err(Error::refused(
            "format-not-text",
            format!("{} is not a text file.", plan.file_name),
            "Workbooks are turned into CSV before they come here.",
        )),
    }
}

/// A table expression over a tidied copy: its lines, and these columns.
pub(super) fn of_copy(copy: &Path, columns: &str) -> String {
    format!(
        "read_csv({}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n',
                  max_line_size = {}, columns = {{'line': 'UBIGINT', {columns}}})",
        literal(&copy.display().to_string()),
        super::records::MAX_BYTES * 3
    )
}

pub(super) fn text_columns(width: usize) -> String {
    let columns: Vec<String> = (0..width).map(|index| format!("'c{index}': 'VARCHAR'")).collect();
    columns.join(", ")
}

fn cell_names(width: usize) -> Vec<String> {
    (0..width).map(|index| format!("c{index}")).collect()
}

/// A member of a JSON object; the name with dots is looked for as it is, then as a path.
fn json_cell(name: &str) -> String {
    let quoted = |part: &str| format!("\"{}\"", part.replace('\\', "\\\\").replace('"', "\\\""));
    let whole = format!("object::JSON->>{}", literal(&format!("$.{}", quoted(name))));
    if !name.contains('.') {
        return format!("({whole})");
    }
    let parts: Vec<String> = name.split('.').map(quoted).collect();
    format!("coalesce({whole}, object::JSON->>{})", literal(&format!("$.{}", parts.join("."))))
}
