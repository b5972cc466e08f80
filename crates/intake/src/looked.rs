//! What a look at a file found: plain data for the wizard, the command line and the plan.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use vihje_model::Problem;
use vihje_model::import::{Compression, Format, Mapping, Plan, Sample, Target};

/// Rows shown to a person.
pub(crate) const PREVIEW_ROWS: usize = 20;

/// One file, or one sheet of it, or one of several kinds of record in it.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Looked {
    /// Where the file lies.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub path: PathBuf,
    /// Its name as shown: relative to the folder that was looked at.
    pub file: String,
    /// Size on disk in bytes.
    pub bytes: u64,
    /// How it is packed.
    pub compression: Compression,
    /// How it is written; `None` when it was refused before that was known.
    pub format: Option<Format>,
    /// Header and the first twenty rows.
    pub preview: Sample,
    /// How it would be read; `None` when it is left out, refused, or its kind is not recognised.
    pub mapping: Option<Mapping>,
    /// What each column becomes and why, in the file's order.
    pub columns: Vec<ColumnGuess>,
    /// How sure the kind of record is, 0 to 1.
    pub confidence: f64,
    /// Why it is read like this, one sentence each.
    pub reasons: Vec<String>,
    /// What a person should decide; each has an assumed answer, so that nothing must be answered.
    pub questions: Vec<Question>,
    /// What keeps it from being imported, or is worth knowing before it is.
    pub problems: Vec<Problem>,
    /// Where the mapping comes from.
    pub origin: Origin,
    /// The same for files with the same header; see [`crate::fingerprint`].
    pub fingerprint: String,
}

impl Looked {
    /// The plan for `history`; `None` when there is no mapping.
    pub fn plan(&self) -> Option<Plan> {
        Some(Plan {
            path: self.path.clone(),
            file_name: self.file.clone(),
            format: self.format.clone()?,
            compression: self.compression,
            mapping: self.mapping.clone()?,
        })
    }
}

/// Where a mapping comes from.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", content = "name", rename_all = "snake_case")]
pub enum Origin {
    /// Guessed from header and content.
    Guess,
    /// A preset that ships with the product.
    Preset(String),
    /// A mapping that was saved under this name.
    Saved(String),
    /// Nothing: the file was refused or left out.
    Nothing,
}

/// One column and why it becomes what it becomes.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnGuess {
    /// Its name in the header.
    pub name: String,
    /// What it becomes.
    pub target: Target,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Why, one sentence.
    pub reason: String,
    /// Up to three of its values.
    pub examples: Vec<String>,
}

/// Something the file does not say.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// A stable code in kebab case, such as `day-or-month-first`.
    pub code: String,
    /// The question, one sentence.
    pub text: String,
    /// The column it is about.
    pub column: Option<String>,
    /// What is done unless told otherwise.
    pub assumed: String,
    /// The other possible answers.
    pub others: Vec<String>,
}
