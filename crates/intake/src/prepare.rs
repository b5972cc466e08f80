//! Makes a planned file readable for the database: checked to its end, unpacked or written again as UTF-8 or CSV where it
//! must be. Writes only temporary files in the folder it is given; they go when the result is dropped.

use crate::delimited;
use crate::json;
use crate::names;
use crate::open::{self, Head, Tell};
use crate::refusal::Refusal;
use crate::text::{self, Encoding};
use crate::transcode::{self, Utf8};
use crate::workbook;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use tempfile::{NamedTempFile, TempPath};
use vihje_model::Problem;
use vihje_model::import::{BytesRead, Compression, Format, Plan};

/// A file as the database reads it.
#[derive(Debug)]
pub struct Prepared {
    /// The plan to carry out: the given one, or one that names a temporary file in UTF-8.
    pub plan: Plan,
    /// What is added to a line of the prepared file to get the line (or sheet row, or element of a JSON array) in the
    /// user's file.
    pub line_offset: u64,
    /// Line breaks in the prepared file, where it is text: for progress.
    pub lines: Option<u64>,
    /// Whether it is known that no cell has white space around it.
    pub trimmed: bool,
    temporary: Option<TempPath>,
}

impl Prepared {
    /// True when the plan names a temporary file, which goes when this is dropped.
    pub fn is_temporary(&self) -> bool {
        self.temporary.is_some()
    }
}

/// Prepares the file of a plan. Reads it once, with memory bounded by one line (for a workbook: its shared texts);
/// temporary files go into `scratch`.
///
/// # Errors
/// When the file has changed since it was looked at, is damaged anywhere, mixes encodings, holds a line that is too long,
/// or the scratch folder cannot be written. Nothing is left behind then.
pub fn prepare(plan: &Plan, scratch: &Path) -> Result<Prepared, Problem> {
    prepare_telling(plan, scratch, &|_| {})
}

/// As [`prepare`], telling how far the file has been read; a text that is written again is read twice. Parquet and
/// workbooks are not read from end to end and tell nothing.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_telling(plan: &Plan, scratch: &Path, tell: &dyn Fn(BytesRead)) -> Result<Prepared, Problem> {
    let work = Work { plan, scratch, tell };
    let prepared = match &plan.format {
        Format::Parquet => Ok(as_it_is(plan, None)),
        Format::Xlsx { sheet } => workbook_as_csv(plan, sheet, scratch),
        Format::Csv { delimiter, header, .. } => work.delimited_text(*delimiter, *header),
        Format::JsonLines => work.json_lines(),
    };
    prepared.map_err(|refusal| Problem::from(refusal).in_file(&plan.file_name))
}

/// A text file to prepare, and whom to tell.
#[derive(Clone, Copy)]
struct Work<'a> {
    plan: &'a Plan,
    scratch: &'a Path,
    tell: Tell<'a>,
}

fn as_it_is(plan: &Plan, lines: Option<u64>) -> Prepared {
    Prepared { plan: plan.clone(), line_offset: 0, lines, trimmed: false, temporary: None }
}

/// The same plan for a temporary file.
fn temporary(
    plan: &Plan,
    file: NamedTempFile,
    format: Format,
    line_offset: u64,
    lines: Option<u64>,
) -> Prepared {
    let path = file.into_temp_path();
    let plan = Plan { path: path.to_path_buf(), format, compression: Compression::None, ..plan.clone() };
    Prepared { plan, line_offset, lines, trimmed: false, temporary: Some(path) }
}

fn scratch_file(scratch: &Path, suffix: &str) -> Result<NamedTempFile, Refusal> {
    tempfile::Builder::new().prefix("intake-").suffix(suffix).tempfile_in(scratch).map_err(Refusal::Scratch)
}

fn column_names(plan: &Plan) -> Vec<String> {
    plan.mapping.columns.iter().map(|column| column.name.clone()).collect()
}

impl Work<'_> {
    fn delimited_text(self, delimiter: char, header: bool) -> Result<Prepared, Refusal> {
        let plan = self.plan;
        let head = open::head(&plan.path)?;
        let encoding = text::encoding(&head.bytes, head.whole)?;
        let start = text::decode(&head.bytes, encoding, head.whole);
        let byte = u8::try_from(delimiter).unwrap_or(b',');
        let mut change = Change::default();
        if header {
            let wanted = column_names(plan);
            let (line, same) =
                delimited::find_names(&start, byte, &wanted).ok_or_else(|| missing(plan, &start))?;
            change.above = line.saturating_sub(1);
            // Names that stand twice or not at all have other names in the mapping, and so in what the history reads.
            change.header = (!same).then(|| header_line(&wanted, byte));
        } else {
            change.above = delimited::sniff(&start, head.whole)?.above;
        }
        let format = Format::Csv { delimiter, header, encoding: Encoding::Utf8.name().to_owned() };
        self.text_file(&head, encoding, change, format)
    }
}

/// What is different at the beginning of the prepared text.
#[derive(Default)]
struct Change {
    /// Lines left out above the header or the first row.
    above: u64,
    /// A header in place of the file's own.
    header: Option<Vec<u8>>,
}

/// The names of the mapping as a line of the file.
fn header_line(names: &[String], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(names).expect("a record is written into memory");
    writer.into_inner().expect("memory does not fail to flush")
}

/// The first column of the mapping that the file's head does not have.
fn missing(plan: &Plan, start: &str) -> Refusal {
    let first_lines: String = start.lines().take(delimited::PREAMBLE + 1).collect::<Vec<_>>().join("\n");
    let key = names::key(&first_lines);
    let lost = plan.mapping.columns.iter().find(|column| !key.contains(&names::key(&column.name)));
    Refusal::OtherColumns(lost.map_or("one of them".to_owned(), |column| format!("\"{}\"", column.name)))
}

impl Work<'_> {
    /// Checks a text to its end, and writes it again when it is not UTF-8 or begins otherwise.
    fn text_file(
        self,
        head: &Head,
        encoding: Encoding,
        change: Change,
        format: Format,
    ) -> Result<Prepared, Refusal> {
        let plan = self.plan;
        let delimiter = match format {
            Format::Csv { delimiter, .. } => u8::try_from(delimiter).ok(),
            _ => None,
        };
        let Change { above, header } = change;
        let mut encoding = encoding;
        if encoding == Encoding::Utf8 {
            let survey;
            (survey, encoding) = transcode::survey(&plan.path, head.compression, delimiter, self.tell)?;
            if encoding == Encoding::Utf8 && above == 0 && header.is_none() {
                let plan = Plan { format, compression: head.compression, ..plan.clone() };
                let trimmed = survey.trimmed();
                return Ok(Prepared { trimmed, ..as_it_is(&plan, Some(survey.lines)) });
            }
        }
        let file = scratch_file(self.scratch, ".txt")?;
        let mut source = open::unpacked(&plan.path, head.compression, self.tell)?;
        let mut sink = BufWriter::new(&file);
        let skip = above + u64::from(header.is_some());
        sink.write_all(&header.unwrap_or_default()).map_err(Refusal::Scratch)?;
        let survey = Utf8::new(&mut *source, encoding).write(head.compression, delimiter, skip, &mut sink)?;
        drop(sink);
        let lines = Some(survey.lines.saturating_sub(above));
        Ok(Prepared { trimmed: survey.trimmed(), ..temporary(plan, file, format, above, lines) })
    }

    fn json_lines(self) -> Result<Prepared, Refusal> {
        let Self { plan, scratch, .. } = self;
        let head = open::head(&plan.path)?;
        let encoding = text::encoding(&head.bytes, head.whole)?;
        if !json::is_array(&text::decode(&head.bytes, encoding, head.whole)) {
            return self.text_file(&head, encoding, Change::default(), Format::JsonLines);
        }
        let mut source = open::unpacked(&plan.path, head.compression, self.tell)?;
        if encoding == Encoding::Utf8 {
            return array_as_lines(plan, &mut source, scratch);
        }
        let mut text = scratch_file(scratch, ".json")?;
        Utf8::new(&mut *source, encoding).write(head.compression, None, 0, &mut text)?;
        array_as_lines(plan, &mut open::file(text.path())?, scratch)
    }
}

fn array_as_lines(plan: &Plan, source: &mut dyn Read, scratch: &Path) -> Result<Prepared, Refusal> {
    let file = scratch_file(scratch, ".jsonl")?;
    let mut sink = BufWriter::new(&file);
    let count = json::elements(source, &mut sink, usize::MAX)?;
    sink.flush().map_err(Refusal::Scratch)?;
    drop(sink);
    Ok(temporary(plan, file, Format::JsonLines, 0, Some(count)))
}

fn workbook_as_csv(plan: &Plan, sheet: &str, scratch: &Path) -> Result<Prepared, Refusal> {
    let mut book = workbook::open(&plan.path)?;
    let wanted: Vec<String> = column_names(plan).iter().map(|name| names::key(name)).collect();
    let mut header_row = None;
    workbook::rows(&mut book, sheet, &mut |number, row| {
        let found: Vec<String> = delimited::unique_names(row).iter().map(|name| names::key(name)).collect();
        if found == wanted {
            header_row = Some(number);
        }
        Ok(header_row.is_none() && number as usize <= delimited::PREAMBLE)
    })?;
    let header_row =
        header_row.ok_or_else(|| Refusal::OtherColumns(format!("the header of sheet \"{sheet}\"")))?;
    let file = scratch_file(scratch, ".csv")?;
    let lines = workbook::write_csv(&mut book, sheet, header_row, wanted.len(), BufWriter::new(&file))?;
    let format = Format::Csv { delimiter: ',', header: true, encoding: Encoding::Utf8.name().to_owned() };
    Ok(temporary(plan, file, format, u64::from(header_row), Some(lines)))
}
