//! What can go wrong at the desk, and what a person is told.

use vihje_model::Problem;

/// Why the desk did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// There is no such thing.
    #[error("there is no {what} {id}")]
    NotFound {
        /// Task, user, import …
        what: &'static str,
        /// Its id as it was asked for.
        id: String,
    },
    /// It does not fit what is there: a name that is taken, a step that was already taken back.
    #[error("{0}")]
    Conflict(String),
    /// A value that cannot be.
    #[error("{0}")]
    Invalid(String),
    /// The disk is full; nothing of the request was kept.
    #[error("the disk is full")]
    Full,
    /// What is stored cannot be read.
    #[error("the desk is damaged: {0}")]
    Damaged(String),
    /// The file was written by a newer version of this program.
    #[error("the desk was written by a newer version of this program")]
    TooNew,
    /// The database or the file system refused.
    #[error("the desk could not be read or written: {0}")]
    Storage(String),
}

impl DeskError {
    pub(crate) fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }
}

impl From<rusqlite::Error> for DeskError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{ConstraintViolation, DatabaseCorrupt, DiskFull, NotADatabase};
        if let rusqlite::Error::FromSqlConversionFailure(..) = error {
            return Self::Damaged(error.to_string());
        }
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full,
            Some(ConstraintViolation) => Self::Conflict(error.to_string()),
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Storage(error.to_string()),
        }
    }
}

impl From<rusqlite_migration::Error> for DeskError {
    fn from(error: rusqlite_migration::Error) -> Self {
        use rusqlite_migration::{Error, MigrationDefinitionError};
        match error {
            Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => Self::TooNew,
            Error::RusqliteError { err, .. } => err.into(),
            other => Self::Storage(other.to_string()),
        }
    }
}

impl From<serde_json::Error> for DeskError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        let (code, hint) = match &error {
            DeskError::NotFound { .. } => ("not-found", "It may have been removed; load the list again."),
            DeskError::Conflict(_) => ("conflict", "Load it again and repeat what you meant to do."),
            DeskError::Invalid(_) => ("invalid-value", "Correct the value and try again."),
            DeskError::Full => ("disk-full", "Free some disk space and try again."),
            DeskError::Damaged(_) => ("desk-damaged", "Run `vihje doctor`, then restore the latest backup."),
            DeskError::TooNew => ("desk-too-new", "Use the version that wrote it, or a newer one."),
            DeskError::Storage(_) => ("desk-storage", "Check the disk and the rights on the data folder."),
        };
        Self::new(code, format!("{error}."), hint)
    }
}
