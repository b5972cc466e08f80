//! What can go wrong in a company, from whichever room, and the problem a person is told.

use vihje_model::Problem;

/// A result of this room.
pub type Result<T, E = CompanyError> = std::result::Result<T, E>;

/// Everything that can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompanyError {
    /// The ledger said no.
    #[error(transparent)]
    Ledger(#[from] vihje_ledger::LedgerError),
    /// The history said no.
    #[error(transparent)]
    History(Box<vihje_history::Error>),
    /// The desk said no.
    #[error(transparent)]
    Desk(#[from] vihje_desk::DeskError),
    /// It was refused; the problem says why and what to do.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The work was told to stop; nothing of it stays.
    #[error("the work was cancelled")]
    Cancelled,
    /// The system has no randomness, or a part of this program broke its promise.
    #[error("{0}")]
    Internal(String),
}

impl CompanyError {
    pub(crate) fn refused(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Problem::new(code, what, hint).into()
    }

    pub(crate) fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), source }
    }

    /// A cursor that no page of this list gave.
    pub(crate) fn invalid_cursor(cursor: &str) -> Self {
        let what = format!("\"{cursor}\" is not a cursor of this list.");
        Self::refused("invalid-cursor", what, "Begin again without a cursor.")
    }

    pub(crate) fn not_found(what: &str, id: &str) -> Self {
        Self::refused(
            "not-found",
            format!("There is no {what} {id}."),
            "It may have been removed; load the list again.",
        )
    }
}

impl From<Problem> for CompanyError {
    fn from(problem: Problem) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl From<vihje_history::Error> for CompanyError {
    fn from(error: vihje_history::Error) -> Self {
        Self::History(Box::new(error))
    }
}

impl From<CompanyError> for Problem {
    fn from(error: CompanyError) -> Self {
        match error {
            CompanyError::Ledger(error) => error.into(),
            CompanyError::History(error) => (*error).into(),
            CompanyError::Desk(error) => error.into(),
            CompanyError::Refused(problem) => *problem,
            CompanyError::File { path, source } => {
                let (code, hint) = match source.kind() {
                    std::io::ErrorKind::StorageFull => {
                        ("disk-full", "Free some space on the disk and try again.")
                    }
                    std::io::ErrorKind::NotFound => ("file-not-found", "Check the path."),
                    _ => ("file-failed", "Check that the file can be read and the folder can be written."),
                };
                Self::new(code, format!("The file could not be used: {source}."), hint).in_file(path)
            }
            CompanyError::Cancelled => {
                Self::new("cancelled", "The work was cancelled; nothing of it stays.", "")
            }
            CompanyError::Internal(what) => Self::new(
                "internal",
                format!("Something went wrong inside Vihje: {what}."),
                "Try again; then see the log.",
            ),
        }
    }
}
