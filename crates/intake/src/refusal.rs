//! Why a file is refused, in one place: what happened and what to do, in words for the person who brought it.

use vihje_model::Problem;

/// A reason to refuse a file before anything of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nothing lies at the path.
    #[error("There is no such file or folder.")]
    NotFound,
    /// The operating system would not let us read.
    #[error("The file cannot be read: {0}.")]
    Unreadable(#[source] std::io::Error),
    /// A temporary file could not be written.
    #[error("A temporary copy cannot be written: {0}.")]
    Scratch(#[source] std::io::Error),
    /// No bytes, or white space only.
    #[error("The file is empty.")]
    Empty,
    /// A header and no row.
    #[error("The file has a header and no rows.")]
    HeaderOnly,
    /// A kind of file that holds no table.
    #[error("This is {0}, not a table.")]
    NotATable(&'static str),
    /// A kind of table that is not read, with what to do.
    #[error("This is {what}, which is not read.")]
    Unsupported {
        /// The kind of file, with its article.
        what: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// Control bytes where text should be.
    #[error("The file is binary, not text.")]
    Binary,
    /// The packed data breaks off or is damaged.
    #[error("The packed file is cut short or damaged: {0}.")]
    Damaged(#[source] std::io::Error),
    /// More bytes without a line break than any row has.
    #[error("A line is longer than {} MB.", crate::open::LINE_LIMIT >> 20)]
    LineTooLong {
        /// Where the line begins.
        line: u64,
    },
    /// Two encodings in one file.
    #[error("The file mixes UTF-8 with another encoding.")]
    MixedEncoding {
        /// The first line that is not UTF-8.
        line: u64,
    },
    /// Rows that do not agree on their columns.
    #[error("The rows do not agree on the number of columns: {agree} of {rows} have {columns}.")]
    Ragged {
        /// Rows with the most frequent number of columns.
        agree: usize,
        /// Rows looked at.
        rows: usize,
        /// The most frequent number of columns.
        columns: usize,
    },
    /// A quotation mark opens and nothing closes it.
    #[error("A quotation mark opens a field and none closes it.")]
    QuoteNeverClosed {
        /// Where it opens.
        line: u64,
    },
    /// A line of JSON that is no object.
    #[error("This is not a JSON object: {reason}.")]
    NotAnObject {
        /// The line.
        line: u64,
        /// What the parser says.
        reason: String,
    },
    /// The workbook cannot be opened.
    #[error("The workbook cannot be read: {0}.")]
    Workbook(String),
    /// The workbook asks for a password.
    #[error("The workbook is protected by a password.")]
    Encrypted,
    /// The workbook has no such sheet.
    #[error("The workbook has no sheet \"{0}\".")]
    NoSheet(String),
    /// The columns of the mapping are not those of the file.
    #[error("The columns are not those of the mapping: {0} is missing.")]
    OtherColumns(String),
    /// No preset of this name.
    #[error("There is no preset \"{0}\".")]
    NoPreset(String),
    /// The preset does not know a file with these columns.
    #[error("The preset \"{0}\" does not know a file with these columns.")]
    NotInPreset(String),
    /// Parquet's sampler failed.
    #[error("{0}")]
    Sampler(Box<Problem>),
}

impl Refusal {
    /// The stable code and what to do about it.
    fn advice(&self) -> (&'static str, String) {
        let (code, hint) = match self {
            Self::NotFound => ("file-not-found", "Check the path."),
            Self::Unreadable(_) => ("file-unreadable", "Check its permissions, or copy it and try again."),
            Self::Scratch(_) => {
                ("scratch-not-writable", "Free some disk space, or choose another data folder.")
            }
            Self::Empty => ("file-is-empty", "Export it again and check that it holds rows."),
            Self::HeaderOnly => ("file-has-no-rows", "Export it again with the rows, or leave it out."),
            Self::NotATable(_) => ("file-is-not-a-table", "Bring CSV, JSON lines, Parquet or XLSX."),
            Self::Unsupported { hint, .. } => ("file-kind-unsupported", *hint),
            Self::Binary => ("file-is-binary", "Bring CSV, JSON lines, Parquet or XLSX."),
            Self::Damaged(_) => ("file-is-damaged", "Copy or download it again; nothing was imported."),
            Self::LineTooLong { .. } => (
                "line-too-long",
                "Check that the file has line breaks, and that every quotation mark is closed.",
            ),
            Self::MixedEncoding { .. } => {
                ("encoding-is-mixed", "Save the whole file as UTF-8; this line holds other bytes.")
            }
            Self::Ragged { .. } => {
                ("rows-are-ragged", "Check the delimiter, and that fields that contain it are quoted.")
            }
            Self::QuoteNeverClosed { .. } => {
                ("quote-never-closed", "Close the quotation mark, or double it.")
            }
            Self::NotAnObject { .. } => ("not-a-json-object", "Write one JSON object a line."),
            Self::Workbook(_) => {
                ("workbook-unreadable", "Open it in a spreadsheet program and save it again as XLSX.")
            }
            Self::Encrypted => ("workbook-is-encrypted", "Save a copy without a password."),
            Self::NoSheet(_) => ("sheet-not-found", "Choose one of the workbook's sheets."),
            Self::OtherColumns(_) => ("columns-differ", "Look at the file again and map its columns."),
            Self::NoPreset(_) => {
                let names: Vec<String> = crate::presets().into_iter().map(|preset| preset.name).collect();
                let hint = format!("Leave the preset out, or use one of {}.", names.join(", "));
                return ("preset-not-found", hint);
            }
            Self::NotInPreset(_) => {
                ("preset-does-not-fit", "Leave the preset out and let the columns be guessed.")
            }
            Self::Sampler(_) => ("parquet-unreadable", ""),
        };
        (code, hint.to_owned())
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (code, hint) = refusal.advice();
        let line = match &refusal {
            Refusal::LineTooLong { line }
            | Refusal::MixedEncoding { line }
            | Refusal::QuoteNeverClosed { line }
            | Refusal::NotAnObject { line, .. } => Some(*line),
            _ => None,
        };
        if let Refusal::Sampler(problem) = refusal {
            return *problem;
        }
        let mut problem = Problem::new(code, refusal.to_string(), hint);
        problem.place.line = line;
        problem
    }
}
