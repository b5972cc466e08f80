//! Delimited text: finds the delimiter by how consistently it cuts real records (quotes respected), where the header
//! stands and whether there is one. Must never hold more than the head of the file.

use crate::formats;
use crate::names;
use crate::refusal::Refusal;
use std::collections::HashMap;
use vihje_model::import::Sample;

/// Rows kept of the head.
pub(crate) const SAMPLE_ROWS: usize = 1000;
/// Lines that may stand above the header: a report's title, a date, a blank.
pub(crate) const PREAMBLE: usize = 30;
/// Delimiters tried, the less ambiguous first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// What the head of a delimited file says.
#[derive(Debug)]
pub(crate) struct Sniffed {
    /// The character between fields.
    pub(crate) delimiter: u8,
    /// False when the first record is already data.
    pub(crate) header: bool,
    /// Lines above the header or the first row.
    pub(crate) above: u64,
    /// Names and rows.
    pub(crate) sample: Sample,
    /// Sampled rows with another number of fields than the header.
    pub(crate) odd_rows: usize,
}

/// Records of one delimiter with the line each begins at.
struct Cut {
    delimiter: u8,
    records: Vec<(u64, Vec<String>)>,
    columns: usize,
    agree: usize,
}

/// Looks at the decoded head of a file; `whole` when it is all of it.
pub(crate) fn sniff(text: &str, whole: bool) -> Result<Sniffed, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    let text = if whole { text } else { &text[..text.rfind(['\n', '\r']).map_or(text.len(), |at| at + 1)] };
    let mut cuts: Vec<Cut> = DELIMITERS.into_iter().map(|delimiter| cut(text, delimiter)).collect();
    cuts.sort_by(|a, b| b.score().total_cmp(&a.score()));
    // One column is the answer only when no delimiter cuts most rows; else they are cut, and do not agree.
    if let (Some(1), Some(cut)) =
        (cuts.first().map(|cut| cut.columns), cuts.iter().find(|cut| cut.cuts_most()))
    {
        return Err(Refusal::Ragged { agree: cut.agree, rows: cut.records.len(), columns: cut.columns });
    }
    let best = cuts.into_iter().next().ok_or(Refusal::Empty)?;
    open_quote(&best, text)?;
    let rows = best.records.len();
    if best.agree * 2 < rows {
        return Err(Refusal::Ragged { agree: best.agree, rows, columns: best.columns });
    }
    table(best)
}

/// Cuts the head into records by one delimiter. Blank lines are no records.
fn cut(text: &str, delimiter: u8) -> Cut {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut record = csv::StringRecord::new();
    let (mut line, mut counted) = (1, 0);
    while records.len() <= SAMPLE_ROWS + PREAMBLE && reader.read_record(&mut record).unwrap_or(false) {
        // A record's position is that of the blank lines above it, so the breaks are counted here.
        let from =
            record.position().map_or(counted, |position| usize::try_from(position.byte()).unwrap_or(counted));
        let blank = text.as_bytes()[from..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        line += text.as_bytes()[counted..from + blank].iter().filter(|byte| **byte == b'\n').count() as u64;
        counted = from + blank;
        records.push((line, record.iter().map(|field| field.trim().to_owned()).collect::<Vec<_>>()));
    }
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for (_, record) in &records {
        *lengths.entry(record.len()).or_default() += 1;
    }
    let (columns, agree) =
        lengths.into_iter().max_by_key(|&(length, count)| (count, length)).unwrap_or((0, 0));
    Cut { delimiter, records, columns, agree }
}

impl Cut {
    /// Agreement of the records, a little more for more columns; one column only when nothing else agrees.
    fn score(&self) -> f64 {
        if self.records.is_empty() {
            return 0.0;
        }
        let agree = self.agree as f64 / self.records.len() as f64;
        if self.columns < 2 { agree * 0.3 } else { agree + 0.02 * (self.columns as f64).ln() }
    }
}

impl Cut {
    /// True when most of many rows are cut by this delimiter.
    fn cuts_most(&self) -> bool {
        let cut = self.records.iter().filter(|(_, record)| record.len() > 1).count();
        self.records.len() >= 5 && cut * 10 >= self.records.len() * 7
    }
}

/// A quoted field that swallows hundreds of lines was never closed.
fn open_quote(cut: &Cut, text: &str) -> Result<(), Refusal> {
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    let swallowed = |(line, record): &&(u64, Vec<String>)| {
        record.iter().any(|field| field.matches('\n').count() > 200.min(lines / 2).max(20)).then_some(*line)
    };
    match cut.records.iter().find_map(|record| swallowed(&record)) {
        Some(line) => Err(Refusal::QuoteNeverClosed { line }),
        None => Ok(()),
    }
}

/// Finds the header and makes the sample.
fn table(cut: Cut) -> Result<Sniffed, Refusal> {
    let Cut { delimiter, mut records, columns, .. } = cut;
    let first = first_full(&records, columns);
    let above = records.get(first).map_or(0, |(line, _)| line.saturating_sub(1));
    records.drain(..first);
    let mut rows: Vec<Vec<String>> = records
        .into_iter()
        .map(|(_, record)| record)
        .filter(|record| record.iter().any(|field| !field.is_empty()))
        .collect();
    let header = has_header(&rows);
    let names =
        if header { unique_names(&rows.remove(0)) } else { unique_names(&vec![String::new(); columns]) };
    if rows.is_empty() {
        return Err(Refusal::HeaderOnly);
    }
    let odd_rows = rows.iter().filter(|row| row.len() != names.len()).count();
    rows.truncate(SAMPLE_ROWS);
    for row in &mut rows {
        row.resize(names.len(), String::new());
    }
    Ok(Sniffed { delimiter, header, above, sample: Sample { header: names, rows, total: None }, odd_rows })
}

/// The first record that has all columns and most of them filled; those above are a title.
fn first_full(records: &[(u64, Vec<String>)], columns: usize) -> usize {
    let full = |record: &[String]| {
        record.len() == columns && record.iter().filter(|field| !field.is_empty()).count() * 10 >= columns * 6
    };
    records.iter().take(PREAMBLE).position(|(_, record)| full(record)).unwrap_or(0)
}

/// A first row of names: none is a number, a date or an address, none occurs twice, none is long; and where all columns
/// below are text too, a known word, an identifier, or no value that occurs again below it.
pub(crate) fn has_header(rows: &[Vec<String>]) -> bool {
    let Some((first, below)) = rows.split_first() else { return false };
    let filled: Vec<&String> = first.iter().filter(|cell| !cell.is_empty()).collect();
    if filled.is_empty() || filled.iter().any(|cell| is_value(cell)) {
        return false;
    }
    if filled.iter().any(|cell| crate::guess::is_known_word(cell)) || below.is_empty() {
        return true;
    }
    let typed = (0..first.len()).any(|at| {
        let mut values =
            below.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty()).peekable();
        values.peek().is_some() && values.all(|cell| is_value(cell))
    });
    typed || first.iter().enumerate().all(|(at, cell)| below.iter().all(|row| row.get(at) != Some(cell)))
}

/// True for what no header holds.
fn is_value(cell: &str) -> bool {
    let year = cell.len() == 4 && (cell.starts_with("19") || cell.starts_with("20"));
    (!year && formats::number(cell).is_some()) || !formats::readings(cell).is_empty() || cell.contains('@')
}

/// Names as they stand, `columnN` where empty, `name_2` where one occurs again.
pub(crate) fn unique_names(names: &[String]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut unique = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let name = name.trim().trim_start_matches('\u{feff}');
        let name = if name.is_empty() { format!("column{}", at + 1) } else { name.to_owned() };
        let times = seen.entry(name.to_lowercase()).or_default();
        *times += 1;
        unique.push(if *times == 1 { name } else { format!("{name}_{times}") });
    }
    unique
}

/// Where the names of a mapping stand in the head of a file: the line of that record, counted from one, and whether they
/// are written there as in the mapping.
pub(crate) fn find_names(text: &str, delimiter: u8, wanted: &[String]) -> Option<(u64, bool)> {
    let keys: Vec<String> = wanted.iter().map(|name| names::key(name)).collect();
    let cut = cut(text, delimiter);
    cut.records.iter().take(PREAMBLE + 1).find_map(|(line, record)| {
        let found: Vec<String> = unique_names(record).iter().map(|name| names::key(name)).collect();
        (found == keys).then_some((*line, record == wanted))
    })
}

/// Rows from any place in the file: those with the right number of fields, after the first line break.
pub(crate) fn rows_from(text: &str, delimiter: u8, columns: usize) -> Vec<Vec<String>> {
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let end = text.rfind('\n').map_or(start, |at| at.max(start));
    let cut = cut(&text[start..end], delimiter);
    cut.records
        .into_iter()
        .map(|(_, record)| record)
        .filter(|record| record.len() == columns)
        .take(SAMPLE_ROWS / 2)
        .collect()
}
