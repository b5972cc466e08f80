//! The open desk: one writer, a few readers, and the transactions everything else here runs in.

use crate::findings::index::CustomerIndex;
use crate::pool::Pool;
use crate::{DeskError, Result, migrations};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use vihje_model::Moment;

/// Readers at work at the same moment; a page takes well under a millisecond of one.
const READERS: usize = 4;

/// The operational database. Share it in an `Arc`; every call blocks for a short while, so use it from blocking threads.
pub struct Desk {
    writer: Mutex<Connection>,
    readers: Pool,
    /// The current customer findings in memory, loaded at first use.
    pub(crate) customers: RwLock<Option<Arc<CustomerIndex>>>,
}

/// What an earlier process left unfinished.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Recovered {
    /// Jobs now marked as interrupted.
    pub jobs: usize,
    /// Imports now marked as failed.
    pub imports: usize,
    /// Finding sets that were never finished and will be swept away.
    pub finding_sets: usize,
}

impl Desk {
    /// Opens the desk in this file, bringing its tables to the newest form, or begins a new one.
    ///
    /// # Errors
    /// When the file cannot be created, is damaged, or was written by a newer version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let mut connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
             PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;",
        )?;
        connection.set_prepared_statement_cache_capacity(128);
        migrations::run(&mut connection)?;
        let readers = Pool::open(path, READERS)?;
        Ok(Self { writer: Mutex::new(connection), readers, customers: RwLock::new(None) })
    }

    /// Marks what an earlier process left running as interrupted. To be called once at start, before any work begins.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn recover(&self, now: Moment) -> Result<Recovered> {
        self.write(|transaction| {
            Ok(Recovered {
                jobs: crate::jobs::interrupt(transaction, now)?,
                imports: crate::imports::interrupt(transaction, now)?,
                finding_sets: crate::findings::sets::abandon_unfinished(transaction)?,
            })
        })
    }

    /// One write transaction: all of it or nothing, on disk when this returns.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// One read transaction: everything in it is true for one moment.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let reader = self.readers.take();
        let transaction = reader.unchecked_transaction()?;
        work(&transaction)
    }

    /// A consistent copy of the running desk in a new file. Work goes on meanwhile.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn backup_to(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        if path.exists() {
            return Err(DeskError::Conflict(format!("{} is already there", path.display())));
        }
        let mut copy = Connection::open(path)?;
        let reader = self.readers.take();
        // All pages in one step: one read snapshot, which in WAL mode holds up no writer.
        rusqlite::backup::Backup::new(&reader, &mut copy)?.step(-1)?;
        Ok(())
    }
}
