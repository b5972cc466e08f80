//! A few read connections, lent one at a time. No reader waits for the writer: the write-ahead log keeps its snapshot.

use crate::Result;
use rusqlite::Connection;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

pub(crate) struct Pool {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Pool {
    pub(crate) fn open(path: &Path, size: usize) -> Result<Self> {
        let connections = (0..size).map(|_| open_reader(path)).collect::<Result<_>>()?;
        Ok(Self { idle: Mutex::new(connections), returned: Condvar::new() })
    }

    /// Waits for a connection; it goes back when dropped.
    pub(crate) fn take(&self) -> Lent<'_> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = idle.pop() {
                return Lent { pool: self, connection: Some(connection) };
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn open_reader(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection
        .execute_batch("PRAGMA query_only = TRUE; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384;")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

pub(crate) struct Lent<'a> {
    pool: &'a Pool,
    connection: Option<Connection>,
}

impl Deref for Lent<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("the connection is given back only when this is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.pool.returned.notify_one();
        }
    }
}
