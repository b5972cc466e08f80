//! What is told to a person when something is wrong: what happened, where, and what to do.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that is wrong with input, in words a user can act on. Rooms with their own error type convert into it.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable, machine-readable code in kebab case, such as `file-is-empty`.
    pub code: String,
    /// What happened, one sentence.
    pub what: String,
    /// Where: file, line, column, as far as known.
    pub place: Place,
    /// What to do about it, one sentence; empty when nothing can be done.
    pub hint: String,
}

/// Where a problem lies.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// File name as the user gave it.
    pub file: Option<String>,
    /// Line, counted from one with the header as line one.
    pub line: Option<u64>,
    /// Column name, as in the header.
    pub column: Option<String>,
}

impl Problem {
    /// A problem without a place yet.
    pub fn new(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: code.to_owned(), what: what.into(), place: Place::default(), hint: hint.into() }
    }

    /// The same problem, known to lie in this file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place.file = Some(file.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.place.file {
            write!(f, "{file}")?;
            if let Some(line) = self.place.line {
                write!(f, ", line {line}")?;
            }
            if let Some(column) = &self.place.column {
                write!(f, ", column {column}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.what)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
