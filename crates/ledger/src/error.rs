//! What can go wrong in the ledger, and what a person is told. Never hides a failed write: no error here means the fact
//! was acknowledged.

use vihje_model::Problem;

/// Why the ledger did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The queue is full: the disk cannot follow. Nothing was taken; send again after a while.
    #[error("the ledger's queue is full: {waiting} events are waiting for the disk")]
    Busy {
        /// Events that wait.
        waiting: usize,
    },
    /// The disk, or the limit set for the ledger, is full. Nothing of the request was kept.
    #[error("the disk or the ledger's size limit is full")]
    Full,
    /// An envelope has no message id, so it could not be told from a repetition. Nothing of the request was kept.
    #[error("event {index} of the request has no message id")]
    NoMessageId {
        /// Its place in the request, from zero.
        index: usize,
    },
    /// The ledger is closing or its writer has stopped. Nothing of the request was acknowledged.
    #[error("the ledger is closed")]
    Closed,
    /// A trim beyond the last offset was asked for.
    #[error("cannot trim up to {asked}: the last offset is {last}")]
    BeyondEnd {
        /// What was asked.
        asked: u64,
        /// What there is.
        last: u64,
    },
    /// What is stored cannot be read.
    #[error("the ledger is damaged: {0}")]
    Damaged(String),
    /// The file was written by a newer version of this program.
    #[error("the ledger has layout {found}, this program knows up to {known}")]
    TooNew {
        /// Layout of the file.
        found: i64,
        /// Newest layout this program knows.
        known: i64,
    },
    /// The database or the file system refused.
    #[error("the ledger could not be read or written: {0}")]
    Storage(String),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase};
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full,
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Storage(error.to_string()),
        }
    }
}

impl From<std::io::Error> for LedgerError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            _ => Self::Storage(error.to_string()),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        let (code, hint) = match &error {
            LedgerError::Busy { .. } => ("ledger-busy", "Send the same request again in a moment."),
            LedgerError::Full => ("disk-full", "Free some disk space, then send the same request again."),
            LedgerError::NoMessageId { .. } => ("no-message-id", "Give every event an id of its own."),
            LedgerError::Closed => ("ledger-closed", "Send the same request again once the server is up."),
            LedgerError::BeyondEnd { .. } => ("trim-beyond-end", "Trim no further than the last offset."),
            LedgerError::Damaged(_) => {
                ("ledger-damaged", "Run `vihje doctor`, then restore the latest backup.")
            }
            LedgerError::TooNew { .. } => {
                ("ledger-too-new", "Use the version that wrote it, or a newer one.")
            }
            LedgerError::Storage(_) => {
                ("ledger-storage", "Check the disk and the rights on the data folder.")
            }
        };
        Self::new(code, format!("{error}."), hint)
    }
}
