//! The tables of the ledger and the statements over them. Nothing here decides when to commit.
//!
//! `log` holds the tail, `recent` and `seen` the message ids (see [`crate::ids`]; by week, so that old weeks are dropped
//! as one range), `bounds` the counters that outlive trimming.

use crate::LedgerError;
use rusqlite::{Connection, Transaction, params};
use std::path::Path;

/// Layout of the file; raised with every change of the tables.
const LAYOUT: i64 = 1;

const TABLES: &str = "
CREATE TABLE log (position INTEGER PRIMARY KEY, envelope BLOB NOT NULL) STRICT;
CREATE TABLE recent (position INTEGER PRIMARY KEY, period INTEGER NOT NULL, message BLOB NOT NULL) STRICT;
CREATE TABLE seen (
    period INTEGER NOT NULL,
    message BLOB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (period, message)
) STRICT, WITHOUT ROWID;
CREATE TABLE bounds (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    last INTEGER NOT NULL,
    trimmed INTEGER NOT NULL,
    settled INTEGER NOT NULL
) STRICT;
INSERT INTO bounds VALUES (1, 0, 0, 0);
";

/// What the counters say: offsets `trimmed + 1 ..= last` are in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) last: u64,
    pub(crate) trimmed: u64,
}

/// Opens for writing, creating the tables in a new file.
pub(crate) fn open_writer(path: &Path, max_bytes: Option<u64>) -> Result<Connection, LedgerError> {
    let mut connection = Connection::open(path)?;
    // FULL: a commit returns only when the write-ahead log is on disk.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
         PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;",
    )?;
    if let Some(bytes) = max_bytes {
        let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let pages = (stored(bytes) / page).max(16);
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
    }
    let creation = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    match creation.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))? {
        0 => {
            creation.execute_batch(TABLES)?;
            creation.execute_batch(&format!("PRAGMA user_version = {LAYOUT}"))?;
        }
        LAYOUT => {}
        found => return Err(LedgerError::TooNew { found, known: LAYOUT }),
    }
    creation.commit()?;
    Ok(connection)
}

/// Opens for reading only.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, LedgerError> {
    let connection = Connection::open(path)?;
    connection
        .execute_batch("PRAGMA query_only = TRUE; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384;")?;
    Ok(connection)
}

pub(crate) fn bounds(connection: &Connection) -> Result<Bounds, LedgerError> {
    let mut statement = connection.prepare_cached("SELECT last, trimmed FROM bounds")?;
    Ok(statement
        .query_row([], |row| Ok(Bounds { last: offset(row.get(0)?), trimmed: offset(row.get(1)?) }))?)
}

pub(crate) fn set_last(transaction: &Transaction<'_>, last: u64) -> Result<(), LedgerError> {
    transaction.prepare_cached("UPDATE bounds SET last = ?1")?.execute([stored(last)])?;
    Ok(())
}

/// Removes at most `limit` of the oldest envelopes up to and with `up_to`; true when none is left to remove.
pub(crate) fn trim(transaction: &Transaction<'_>, up_to: u64, limit: u64) -> Result<bool, LedgerError> {
    let bounds = bounds(transaction)?;
    if up_to > bounds.last {
        return Err(LedgerError::BeyondEnd { asked: up_to, last: bounds.last });
    }
    if up_to <= bounds.trimmed {
        return Ok(true);
    }
    let step = up_to.min(bounds.trimmed + limit);
    transaction.prepare_cached("DELETE FROM log WHERE position <= ?1")?.execute([stored(step)])?;
    transaction.prepare_cached("UPDATE bounds SET trimmed = ?1")?.execute([stored(step)])?;
    Ok(step == up_to)
}

/// Envelopes in their stored form from an offset on, ascending.
pub(crate) fn read(
    connection: &Connection,
    from: u64,
    limit: usize,
) -> Result<Vec<(u64, Vec<u8>)>, LedgerError> {
    let mut statement = connection.prepare_cached(
        "SELECT position, envelope FROM log WHERE position >= ?1 ORDER BY position LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![stored(from), limit], |row| {
        Ok((offset(row.get(0)?), row.get::<_, Vec<u8>>(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// SQLite integers are signed; offsets start at one and cannot reach half of what 64 bits hold.
pub(crate) fn stored(offset: u64) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}

pub(crate) fn offset(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}
