//! What `vihje doctor` asks of the desk. Reads only; finds everything it can and repairs nothing.

use crate::{Desk, DeskError, Result};
use rusqlite::Connection;
use vihje_model::Problem;

impl Desk {
    /// Everything that is wrong: damaged pages, broken references, finding sets whose rows are not all there. Empty when
    /// all is well. Reads the whole file; work goes on meanwhile.
    ///
    /// # Errors
    /// When the disk cannot be read at all.
    pub fn check(&self) -> Result<Vec<Problem>> {
        self.read(|transaction| {
            let mut problems = pages(transaction)?;
            if problems.is_empty() {
                problems.extend(references(transaction)?);
                problems.extend(sets(transaction)?);
            }
            Ok(problems)
        })
    }
}

fn pages(connection: &Connection) -> Result<Vec<Problem>> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let lines: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").map(DeskError::Damaged).map(Problem::from).collect())
}

fn references(connection: &Connection) -> Result<Vec<Problem>> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let broken: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(broken
        .into_iter()
        .map(|(table, parent)| {
            DeskError::Damaged(format!("a row of {table} names a {parent} that is not there"))
        })
        .map(Problem::from)
        .collect())
}

fn sets(connection: &Connection) -> Result<Vec<Problem>> {
    let mut statement = connection.prepare(
        "SELECT id, row_count,
             (SELECT count(*) FROM pattern_finding WHERE set_id = id)
             + (SELECT count(*) FROM replenishment_finding WHERE set_id = id)
             + (SELECT count(*) FROM due_finding WHERE set_id = id)
             + (SELECT count(*) FROM customer_finding WHERE set_id = id)
         FROM finding_set WHERE state = 'current'",
    )?;
    let counts: Vec<(i64, i64, i64)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    Ok(counts
        .into_iter()
        .filter(|(_, told, found)| told != found)
        .map(|(id, told, found)| {
            DeskError::Damaged(format!("finding set {id} has {found} rows instead of {told}"))
        })
        .map(Problem::from)
        .collect())
}
