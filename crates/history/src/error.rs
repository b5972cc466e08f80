//! What can go wrong in the history, as types. Must never hold customer data beyond the row at fault.

use vihje_model::Problem;

/// A result of this room.
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can go wrong in the history.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database said no.
    #[error("The history's database failed: {0}")]
    Database(#[from] duckdb::Error),
    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// What was asked for cannot be done; the problem says why and what to do.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// The work was cancelled by the one who asked for it.
    #[error("The work was cancelled; nothing was changed.")]
    Cancelled,
}

impl Error {
    /// A refusal with a code, a sentence on what happened and one on what to do.
    pub(crate) fn refused(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refused(Box::new(Problem::new(code, what, hint)))
    }

    /// An error of the file system at `path`.
    pub(crate) fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), source }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(problem) => *problem,
            Error::File { path, source } => {
                let hint = match source.kind() {
                    std::io::ErrorKind::StorageFull => "Free some space on the disk and try again.",
                    std::io::ErrorKind::NotFound => "Check the path.",
                    _ => "Check that the file can be read and the folder can be written.",
                };
                Problem::new("file-failed", format!("The file could not be used: {source}."), hint)
                    .in_file(path)
            }
            Error::Cancelled => Problem::new("cancelled", "The work was cancelled; nothing was changed.", ""),
            Error::Database(cause) => Problem::new(
                "history-failed",
                format!("The history's database failed: {cause}."),
                "Run `vihje doctor`; if the disk is full, free some space first.",
            ),
        }
    }
}
