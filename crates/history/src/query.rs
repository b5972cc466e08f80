//! `vihje query`: one `SELECT` over the documented views, read-only, with a limit of rows and of time.

use crate::error::{Error, Result};
use crate::open::{Cancel, History};
use crate::{guard, views};
use std::time::Duration;

/// Rows of an answer, every value as it would be written in a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// True for each column that holds numbers; for right alignment.
    pub numeric: Vec<bool>,
    /// Values as text; `None` is NULL.
    pub rows: Vec<Vec<Option<String>>>,
    /// True when there were more rows than were asked for.
    pub more: bool,
}

/// How much a query may take.
#[derive(Debug, Clone, Copy)]
pub struct QueryLimits {
    /// Rows returned at most.
    pub rows: usize,
    /// Time after which the query is stopped.
    pub time: Duration,
}

impl Default for QueryLimits {
    /// 10,000 rows, one minute.
    fn default() -> Self {
        Self { rows: 10_000, time: Duration::from_secs(60) }
    }
}

impl History {
    /// Answers one `SELECT` over the documented views ([`crate::views_reference`]).
    ///
    /// # Errors
    /// Refuses anything but one `SELECT` over the views; `query-too-slow` after the time is up.
    pub fn query(&self, sql: &str, limits: QueryLimits) -> Result<Answer> {
        let mut columns = Vec::new();
        let mut numeric = Vec::new();
        let mut rows = Vec::new();
        let more = self.query_each(sql, limits, |names, numbers, row| {
            if columns.is_empty() {
                columns = names.to_vec();
                numeric = numbers.to_vec();
            }
            if let Some(row) = row {
                rows.push(row);
            }
        })?;
        Ok(Answer { columns, numeric, rows, more })
    }

    /// Like [`History::query`], handing over each row as it comes; the first call has no row, only the columns' names and
    /// whether they hold numbers. Returns whether there were more rows than the limit.
    ///
    /// # Errors
    /// As [`History::query`].
    pub fn query_each(
        &self,
        sql: &str,
        limits: QueryLimits,
        mut each: impl FnMut(&[String], &[bool], Option<Vec<Option<String>>>),
    ) -> Result<bool> {
        let conn = self.reader()?;
        let sql = sql.trim().trim_end_matches(';');
        guard::check(&conn, sql)?;
        conn.execute_batch(&format!("SET schema = '{}'; BEGIN TRANSACTION READ ONLY;", views::SCHEMA))?;
        let cancel = Cancel::default();
        cancel.watch(&conn);
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        let alarm = cancel.clone();
        let watchman = std::thread::spawn(move || {
            if waiting.recv_timeout(limits.time) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                alarm.cancel();
            }
        });
        let result = run(&conn, sql, limits.rows, &mut each);
        drop(done);
        let _ = watchman.join();
        result.map_err(|error| match error {
            _ if cancel.is_cancelled() => Error::refused(
                "query-too-slow",
                format!("The query was stopped after {} s.", limits.time.as_secs()),
                "Narrow it down, or ask for a longer time.",
            ),
            Error::Database(cause) => Error::refused("query-failed", cause.to_string(), "Correct the SQL."),
            other => other,
        })
    }
}

fn run(
    conn: &duckdb::Connection,
    sql: &str,
    limit: usize,
    each: &mut impl FnMut(&[String], &[bool], Option<Vec<Option<String>>>),
) -> Result<bool> {
    let (names, numeric) = shape(conn, sql)?;
    // The database writes every type as text better than a second copy of its rules here would.
    let mut statement = conn
        .prepare(&format!("SELECT COLUMNS(*)::VARCHAR FROM ({sql}\n) LIMIT {}", limit.saturating_add(1)))?;
    let mut rows = statement.query([])?;
    each(&names, &numeric, None);
    let mut given = 0;
    while let Some(row) = rows.next()? {
        if given == limit {
            return Ok(true);
        }
        given += 1;
        let values = (0..names.len()).map(|index| row.get(index)).collect::<duckdb::Result<Vec<_>>>()?;
        each(&names, &numeric, Some(values));
    }
    Ok(false)
}

/// Names of the answer's columns, and whether each holds numbers.
fn shape(conn: &duckdb::Connection, sql: &str) -> Result<(Vec<String>, Vec<bool>)> {
    let mut statement = conn.prepare(&format!("DESCRIBE SELECT * FROM ({sql}\n)"))?;
    let columns = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut shape = (Vec::new(), Vec::new());
    for column in columns {
        let (name, kind) = column?;
        shape.0.push(name);
        shape.1.push(kind.starts_with("DECIMAL") || NUMBERS.contains(&kind.as_str()));
    }
    Ok(shape)
}

const NUMBERS: [&str; 12] = [
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "FLOAT",
    "DOUBLE",
];
