//! Looks at a file or a folder and says what every file is and how it would be read. Reads the head of each file, and of
//! large ones a piece of the middle; never more.

use crate::delimited::{self, SAMPLE_ROWS};
use crate::guess::{self, Guess};
use crate::json;
use crate::looked::{Looked, Origin, PREVIEW_ROWS};
use crate::magic::{self, Content};
use crate::names;
use crate::open::{self, HEAD, Head};
use crate::preset;
use crate::refusal::Refusal;
use crate::saved::{SavedMapping, fingerprint};
use crate::text::{self, Encoding};
use crate::workbook;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use vihje_model::import::{Compression, Format, Mapping, RecordKind, Sample};
use vihje_model::{Currency, Problem};

/// Folders below a folder that are looked into.
const DEPTH: usize = 5;

/// What is known before the look.
#[derive(Debug, Clone, PartialEq)]
pub struct LookOptions {
    /// A preset by name; its files only.
    pub preset: Option<String>,
    /// What the rows are, when a person has said so.
    pub kind: Option<RecordKind>,
    /// A workbook's sheet; all visible sheets otherwise.
    pub sheet: Option<String>,
    /// Mappings saved before; one with the same header is used again.
    pub saved: Vec<SavedMapping>,
    /// The company's time zone, an IANA name.
    pub time_zone: String,
    /// The company's currency, for money that does not say its own.
    pub currency: Option<Currency>,
}

impl Default for LookOptions {
    fn default() -> Self {
        let time_zone = "UTC".to_owned();
        Self { preset: None, kind: None, sheet: None, saved: Vec::new(), time_zone, currency: None }
    }
}

/// Reads the header and at most so many rows of a Parquet file; the caller's database does it.
pub trait ParquetSampler {
    /// The names of the columns and the first rows.
    ///
    /// # Errors
    /// When the file is damaged or not Parquet.
    fn sample(&self, path: &Path, rows: usize) -> Result<Sample, Problem>;
}

impl<F: Fn(&Path, usize) -> Result<Sample, Problem>> ParquetSampler for F {
    fn sample(&self, path: &Path, rows: usize) -> Result<Sample, Problem> {
        self(path, rows)
    }
}

/// One table found in a file.
struct Table {
    format: Format,
    sample: Sample,
    header: bool,
    problems: Vec<Problem>,
    reasons: Vec<String>,
}

/// Looks at a file, or at every file of a folder: products first, then customers, campaigns, sales, exposures and
/// touch-points, then what is not recognised. A file may give several: one for each sheet, or for each kind of record.
///
/// # Errors
/// For a single file, why it is refused. In a folder a refused file is in the list with its problem.
pub fn look(
    path: &Path,
    options: &LookOptions,
    parquet: &dyn ParquetSampler,
) -> Result<Vec<Looked>, Problem> {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    if !path.is_dir() {
        return look_at_file(path, &name, options, parquet)
            .map_err(|refusal| Problem::from(refusal).in_file(name));
    }
    let mut found = Vec::new();
    for file in files_below(path)? {
        let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().into_owned();
        match look_at_file(&file, &name, options, parquet) {
            Ok(looked) => found.extend(looked),
            Err(refusal) => found.push(refused(&file, &name, refusal)),
        }
    }
    if found.is_empty() {
        let hint = "Bring a folder with CSV, JSON lines, Parquet or XLSX files.";
        return Err(Problem::new("folder-is-empty", "The folder holds no files.", hint).in_file(name));
    }
    found.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.file.cmp(&b.file)));
    Ok(found)
}

/// Known kinds in the order in which they are imported, then the rest.
fn order(looked: &Looked) -> (bool, Option<RecordKind>) {
    (looked.mapping.is_none(), looked.mapping.as_ref().map(|mapping| mapping.kind))
}

/// All files below a folder but hidden ones, by name.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| {
            Problem::from(Refusal::Unreadable(error)).in_file(folder.display().to_string())
        })?;
        for entry in entries.flatten() {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let Ok(kind) = entry.file_type() else { continue };
            if !hidden && kind.is_dir() && depth < DEPTH {
                folders.push((entry.path(), depth + 1));
            } else if !hidden && entry.path().is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

fn look_at_file(
    path: &Path,
    name: &str,
    options: &LookOptions,
    parquet: &dyn ParquetSampler,
) -> Result<Vec<Looked>, Refusal> {
    let head = open::head(path)?;
    let tables = match (magic::content(&head.bytes)?, head.compression) {
        (Content::Text, _) => vec![text_table(path, &head)?],
        (Content::Parquet, Compression::None) => vec![parquet_table(path, parquet)?],
        (Content::Zip, Compression::None) => sheets(path, options)?,
        (Content::Compound, Compression::None) => return Err(workbook::compound(path)),
        (Content::Parquet | Content::Zip | Content::Compound, _) => {
            return Err(Refusal::Unsupported {
                what: "a packed workbook or Parquet file",
                hint: "Unpack it first; it is packed inside already.",
            });
        }
    };
    let bytes = std::fs::metadata(path).map_or(0, |data| data.len());
    let mut found = Vec::new();
    for table in tables {
        for mut looked in interpret(&table, name, options)? {
            looked.path = path.to_path_buf();
            looked.bytes = bytes;
            looked.compression = head.compression;
            found.push(looked);
        }
    }
    Ok(found)
}

/// Delimited text or JSON.
fn text_table(path: &Path, head: &Head) -> Result<Table, Refusal> {
    let has_break = head.bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    let encoding = text::encoding(&head.bytes, head.whole)?;
    let text = text::decode(&head.bytes, encoding, head.whole);
    if json::looks_like_json(&text) {
        if !head.whole && !has_break && !json::is_array(&text) {
            return Err(Refusal::LineTooLong { line: 1 });
        }
        let sample = json::sample(&text, head.whole)?;
        return Ok(Table::new(Format::JsonLines, sample, true));
    }
    if !head.whole && !has_break {
        return Err(Refusal::LineTooLong { line: 1 });
    }
    if text.contains('\r') && !text.contains('\n') {
        return Err(Refusal::Unsupported {
            what: "a text whose lines end with a carriage return alone",
            hint: "Save it again with the line ends of Windows or Unix.",
        });
    }
    if head.whole && json::is_other_json(&text) {
        return Err(Refusal::NotAnObject { line: 1, reason: "it is another JSON value".to_owned() });
    }
    let sniffed = delimited::sniff(&text, head.whole)?;
    let columns = sniffed.sample.header.len();
    let format = Format::Csv {
        delimiter: char::from(sniffed.delimiter),
        header: sniffed.header,
        encoding: encoding.name().to_owned(),
    };
    let mut table = Table::new(format, sniffed.sample, sniffed.header);
    if head.compression == Compression::None && encoding != Encoding::Utf16Le && encoding != Encoding::Utf16Be
    {
        let middle = middle(path, head)?;
        table.sample.rows.extend(delimited::rows_from(
            &text::decode(&middle, encoding, false),
            sniffed.delimiter,
            columns,
        ));
    }
    if head.whole {
        table.sample.total = Some(table.sample.rows.len() as u64).filter(|rows| *rows < SAMPLE_ROWS as u64);
    }
    if sniffed.above > 0 {
        table.reasons.push(format!("The table begins on line {}, below a title.", sniffed.above + 1));
    }
    if sniffed.odd_rows > 0 {
        let what = format!(
            "{} of the sampled rows have another number of columns than the header.",
            sniffed.odd_rows
        );
        let hint = "They will be rejected, each with its line, and can be fixed and brought again.";
        table.problems.push(Problem::new("some-rows-are-ragged", what, hint));
    }
    Ok(table)
}

/// A piece of the middle of a large file, so that the sample is not only its oldest rows.
fn middle(path: &Path, head: &Head) -> Result<Vec<u8>, Refusal> {
    let mut piece = Vec::new();
    if !head.whole {
        let mut file = open::file(path)?;
        let length = file.metadata().map_err(Refusal::Unreadable)?.len();
        if length > 3 * HEAD as u64 {
            file.seek(SeekFrom::Start(length / 2)).map_err(Refusal::Unreadable)?;
            file.take(HEAD as u64 / 4).read_to_end(&mut piece).map_err(Refusal::Unreadable)?;
        }
    }
    Ok(piece)
}

fn parquet_table(path: &Path, parquet: &dyn ParquetSampler) -> Result<Table, Refusal> {
    let sample = parquet.sample(path, SAMPLE_ROWS).map_err(|problem| Refusal::Sampler(Box::new(problem)))?;
    if sample.rows.is_empty() {
        return Err(Refusal::HeaderOnly);
    }
    Ok(Table::new(Format::Parquet, sample, true))
}

/// Every visible sheet with a table, or the one that is asked for.
fn sheets(path: &Path, options: &LookOptions) -> Result<Vec<Table>, Refusal> {
    let mut book = workbook::open(path)?;
    let names = match &options.sheet {
        Some(sheet) => vec![sheet.clone()],
        None => workbook::sheets(&book),
    };
    let (mut tables, mut last) = (Vec::new(), Refusal::Empty);
    for sheet in names {
        match sheet_table(&mut book, &sheet) {
            Ok(table) => tables.push(table),
            Err(refusal) => last = refusal,
        }
    }
    if tables.is_empty() { Err(last) } else { Ok(tables) }
}

fn sheet_table(
    book: &mut calamine::Xlsx<std::io::BufReader<std::fs::File>>,
    sheet: &str,
) -> Result<Table, Refusal> {
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    workbook::rows(book, sheet, &mut |number, row| {
        rows.push((number, row.to_vec()));
        Ok(rows.len() <= SAMPLE_ROWS)
    })?;
    let columns = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let widest = rows.iter().map(|(_, row)| filled(row)).max().unwrap_or(0);
    let first = rows
        .iter()
        .take(delimited::PREAMBLE)
        .position(|(_, row)| filled(row) * 10 >= widest * 6)
        .unwrap_or(0);
    let above = rows.get(first).ok_or(Refusal::Empty)?.0;
    let mut rows: Vec<Vec<String>> = rows.into_iter().skip(first).map(|(_, row)| row).collect();
    let header = delimited::has_header(&rows);
    if !header {
        return Err(Refusal::Unsupported {
            what: "a sheet without a header",
            hint: "Give each column a name in the first row.",
        });
    }
    let names = delimited::unique_names(&rows.remove(0));
    if rows.is_empty() {
        return Err(Refusal::HeaderOnly);
    }
    rows.iter_mut().for_each(|row| row.resize(columns.max(names.len()), String::new()));
    rows.iter_mut().for_each(|row| row.truncate(names.len()));
    let sample = Sample { header: names, rows, total: None };
    let mut table = Table::new(Format::Xlsx { sheet: sheet.to_owned() }, sample, true);
    if above > 0 {
        table.reasons.push(format!("The table begins in row {} of the sheet.", above + 1));
    }
    Ok(table)
}

impl Table {
    fn new(format: Format, sample: Sample, header: bool) -> Self {
        Self { format, sample, header, problems: Vec::new(), reasons: Vec::new() }
    }

    /// The look without an interpretation.
    fn looked(&self, name: &str) -> Looked {
        let mut preview = self.sample.clone();
        preview.rows.truncate(PREVIEW_ROWS);
        Looked {
            path: PathBuf::new(),
            file: name.to_owned(),
            bytes: 0,
            compression: Compression::None,
            format: Some(self.format.clone()),
            fingerprint: fingerprint(&self.sample.header),
            preview,
            mapping: None,
            columns: Vec::new(),
            confidence: 0.0,
            reasons: self.reasons.clone(),
            questions: Vec::new(),
            problems: self.problems.clone(),
            origin: Origin::Nothing,
        }
    }

    /// The look with a guess.
    fn guessed(&self, name: &str, guess: Guess, origin: Origin) -> Looked {
        let mut looked = self.looked(name);
        looked.problems.extend(guess.mapping.iter().flat_map(crate::check));
        looked.mapping = guess.mapping;
        looked.columns = guess.columns;
        looked.confidence = guess.confidence;
        looked.reasons.extend(guess.reasons);
        looked.questions = guess.questions;
        looked.origin = origin;
        looked
    }
}

/// A mapping saved for this header, else a preset, else a guess.
fn interpret(table: &Table, name: &str, options: &LookOptions) -> Result<Vec<Looked>, Refusal> {
    let guessed = guess::guess(&table.sample, table.header, name, options);
    if options.kind.is_some() {
        return Ok(vec![table.guessed(name, guessed, Origin::Guess)]);
    }
    if options.preset.is_none()
        && let Some((saved, mapping)) = saved_for(&table.sample.header, &options.saved)
    {
        return Ok(vec![with_saved(table, name, guessed, &saved.name, mapping)]);
    }
    if let Some(found) = preset::find(&table.sample, options)? {
        let origin = Origin::Preset(found.preset.clone());
        if let Some(reason) = found.skip {
            let mut looked = table.looked(name);
            looked.reasons.push(format!("The preset {} leaves it out: {reason}", found.preset));
            looked.origin = origin;
            looked.confidence = 1.0;
            return Ok(vec![looked]);
        }
        let guesses = found.guesses.into_iter();
        return Ok(guesses.map(|guess| table.guessed(name, guess, origin.clone())).collect());
    }
    if let Some(preset) = &options.preset {
        return Err(Refusal::NotInPreset(preset.clone()));
    }
    let known = guessed.mapping.is_some();
    let mut looked = table.guessed(name, guessed, if known { Origin::Guess } else { Origin::Nothing });
    if !known {
        let what = "The columns do not say what the rows are.";
        let hint = "Choose the kind of record and map the columns, or leave the file out.";
        looked.problems.push(Problem::new("kind-not-recognised", what, hint));
    }
    Ok(vec![looked])
}

/// The saved mapping for this header, in the file's own names and order.
fn saved_for<'a>(header: &[String], saved: &'a [SavedMapping]) -> Option<(&'a SavedMapping, Mapping)> {
    let print = fingerprint(header);
    let saved = saved.iter().rev().find(|saved| saved.fingerprint == print)?;
    let mut mapping = saved.mapping.clone();
    let place =
        |name: &str| header.iter().position(|own| names::key(own) == names::key(name)).unwrap_or(usize::MAX);
    mapping.columns.sort_by_key(|column| place(&column.name));
    // Only a file that writes its names as the mapping does keeps the constants and rules that mention them.
    let same = mapping.columns.iter().map(|column| &column.name).eq(header);
    same.then_some((saved, mapping))
}

fn with_saved(table: &Table, name: &str, mut guess: Guess, saved: &str, mapping: Mapping) -> Looked {
    for (column, kept) in guess.columns.iter_mut().zip(&mapping.columns) {
        column.target = kept.target.clone();
        column.confidence = 1.0;
        column.reason = format!("The mapping \"{saved}\" says so.");
    }
    guess.mapping = Some(mapping);
    guess.confidence = 1.0;
    guess.questions.clear();
    guess.reasons = vec![format!("A file with this header was mapped before, as \"{saved}\".")];
    table.guessed(name, guess, Origin::Saved(saved.to_owned()))
}

fn refused(path: &Path, name: &str, refusal: Refusal) -> Looked {
    let table = Table::new(Format::JsonLines, Sample::default(), true);
    let mut looked = table.looked(name);
    looked.format = None;
    looked.path = path.to_path_buf();
    looked.bytes = std::fs::metadata(path).map_or(0, |data| data.len());
    looked.problems.push(Problem::from(refusal).in_file(name));
    looked
}
