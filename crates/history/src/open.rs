//! Opening the history and handing out connections. The only place where the database is configured.

use crate::error::{Error, Result};
use crate::{schema, views};
use duckdb::{Config, Connection, InterruptHandle};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much of the machine the history may use.
#[derive(Debug, Clone)]
pub struct Options {
    /// Megabytes the database may hold in memory before it uses the disk.
    pub memory_mb: u32,
    /// Threads of one query.
    pub threads: u32,
}

impl Default for Options {
    /// 1,200 MB and every core.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { memory_mb: 1200, threads: u32::try_from(cores).unwrap_or(2) }
    }
}

/// The whole past, in one file of one folder. Cheap to clone; readers never wait for a writer, writers wait for each other.
#[derive(Clone)]
pub struct History {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    root: Mutex<Connection>,
    /// Held by whoever changes facts.
    write: Mutex<()>,
    pub(crate) folder: PathBuf,
    pub(crate) stages: AtomicU64,
}

/// Stops the work it is handed to. Cheap to clone; keep one copy, hand the other to the work.
#[derive(Clone, Default)]
pub struct Cancel(Arc<CancelInner>);

#[derive(Default)]
struct CancelInner {
    cancelled: AtomicBool,
    running: Mutex<Vec<Arc<InterruptHandle>>>,
}

impl Cancel {
    /// Stops the work at the next moment it can stop.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::SeqCst);
        for handle in held(&self.0.running).iter() {
            handle.interrupt();
        }
    }

    /// Whether the work was told to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    pub(crate) fn watch(&self, conn: &Connection) {
        held(&self.0.running).push(conn.interrupt_handle());
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// What an error of watched work means: an interruption is a cancellation.
    pub(crate) fn explain(&self, error: Error) -> Error {
        if self.is_cancelled() { Error::Cancelled } else { error }
    }
}

/// A lock is only poisoned by a panic; what it guards here stays usable.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl History {
    /// Opens the history in `folder`, making both when they are not there, and brings an older one up to date.
    ///
    /// # Errors
    /// When the folder cannot be written, another process holds the file, or a newer Vihje wrote it.
    pub fn open(folder: &Path, options: &Options) -> Result<Self> {
        let spill = folder.join("spill");
        std::fs::create_dir_all(&spill).map_err(|error| Error::file(&spill, error))?;
        remove_stale_stages(folder)?;
        let config = Config::default()
            .max_memory(&format!("{}MB", options.memory_mb))?
            .threads(i64::from(options.threads.max(1)))?
            // Extensions would come from the network: everything needed is in the library.
            .enable_autoload_extension(false)?
            .with("autoinstall_known_extensions", "false")?
            .with("allow_community_extensions", "false")?
            .with("temp_directory", spill.display().to_string())?
            // A new file is written as this version writes it: its text columns pack faster than those of 1.0.
            .with("storage_compatibility_version", "v1.5.0")?;
        let conn = Connection::open_with_flags(folder.join("history.duckdb"), config).map_err(in_use)?;
        conn.execute_batch("SET GLOBAL TimeZone = 'UTC'; SET GLOBAL checkpoint_threshold = '256MB';")?;
        schema::migrate(&conn)?;
        views::create(&conn)?;
        Ok(Self {
            inner: Arc::new(Inner {
                root: Mutex::new(conn),
                write: Mutex::new(()),
                folder: folder.to_owned(),
                stages: AtomicU64::new(0),
            }),
        })
    }

    /// A connection of its own for a reader.
    pub(crate) fn reader(&self) -> Result<Connection> {
        Ok(held(&self.inner.root).try_clone()?)
    }

    /// A connection for a writer, and the turn to write for as long as the guard lives.
    pub(crate) fn writer(&self) -> Result<(MutexGuard<'_, ()>, Connection)> {
        let turn = held(&self.inner.write);
        Ok((turn, self.reader()?))
    }

    /// A value this room remembers about itself.
    pub(crate) fn meta(conn: &Connection, key: &str) -> Result<Option<String>> {
        Ok(conn.query_row("SELECT max(value) FROM meta WHERE key = ?", [key], |row| row.get(0))?)
    }

    /// Remembers a value, in the transaction of `conn`.
    pub(crate) fn set_meta(conn: &Connection, key: &str, value: &str) -> Result<()> {
        conn.execute("DELETE FROM meta WHERE key = ?", [key])?;
        conn.execute("INSERT INTO meta VALUES (?, ?)", [key, value])?;
        Ok(())
    }

    /// Forgets a value, in the transaction of `conn`.
    pub(crate) fn forget_meta(conn: &Connection, key: &str) -> Result<()> {
        conn.execute("DELETE FROM meta WHERE key = ?", [key])?;
        Ok(())
    }
}

/// The database locks its file; a second process is told so in plain words.
fn in_use(error: duckdb::Error) -> Error {
    if error.to_string().contains("Could not set lock") {
        return Error::refused(
            "history-in-use",
            "Another process has this folder's history open.",
            "Stop the other Vihje, or ask it over its API.",
        );
    }
    error.into()
}

/// Stages are only of use to the process that made them; a killed one leaves its own behind.
fn remove_stale_stages(folder: &Path) -> Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|error| Error::file(folder, error))?;
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with("stage-") {
            std::fs::remove_file(entry.path()).map_err(|error| Error::file(&entry.path(), error))?;
        }
    }
    Ok(())
}
