//! What `vihje doctor` asks of the ledger. Reads only; finds everything it can and repairs nothing.

use crate::ids::Lookup;
use crate::ledger::{decode, message_key};
use crate::{Ledger, LedgerError, store};
use rusqlite::Connection;
use vihje_model::Problem;

/// Envelopes looked at in one read.
const PAGE: usize = 10_000;

impl Ledger {
    /// Everything that is wrong: damaged pages, missing offsets, unreadable events, events whose message id is not
    /// remembered. Empty when all is well. Reads the whole tail; appends go on meanwhile.
    ///
    /// # Errors
    /// When the disk cannot be read at all.
    pub fn check(&self) -> Result<Vec<Problem>, LedgerError> {
        let mut reader = self.reader();
        // One snapshot, so that an append between two statements does not look like damage.
        let snapshot = reader.transaction()?;
        let mut problems = pages(&snapshot)?;
        if problems.is_empty() {
            problems.extend(offsets(&snapshot)?);
            problems.extend(events(&snapshot)?);
        }
        Ok(problems)
    }
}

fn pages(connection: &Connection) -> Result<Vec<Problem>, LedgerError> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let lines: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").map(LedgerError::Damaged).map(Problem::from).collect())
}

fn offsets(connection: &Connection) -> Result<Vec<Problem>, LedgerError> {
    let bounds = store::bounds(connection)?;
    let (events, first, last): (u64, u64, u64) = connection.query_row(
        "SELECT count(*), coalesce(min(position), 0), coalesce(max(position), 0) FROM log",
        [],
        |row| {
            let get = |column| row.get::<_, i64>(column).map(|value| u64::try_from(value).unwrap_or(0));
            Ok((get(0)?, get(1)?, get(2)?))
        },
    )?;
    let whole = match bounds.last.checked_sub(bounds.trimmed) {
        Some(0) => events == 0,
        Some(expected) => events == expected && first == bounds.trimmed + 1 && last == bounds.last,
        None => false,
    };
    let told = format!(
        "offsets {} to {} should be there, but {events} events from {first} to {last} are",
        bounds.trimmed + 1,
        bounds.last
    );
    Ok(if whole { Vec::new() } else { vec![LedgerError::Damaged(told).into()] })
}

fn events(connection: &Connection) -> Result<Vec<Problem>, LedgerError> {
    let mut ids = Lookup::new(connection)?;
    let mut problems = Vec::new();
    let mut from = 0;
    loop {
        let page = store::read(connection, from, PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(problems) };
        from = last + 1;
        for (offset, stored) in page {
            let envelope = match decode(offset, &stored) {
                Ok(envelope) => envelope,
                Err(error) => {
                    problems.push(error.into());
                    continue;
                }
            };
            if !ids.remembers(message_key(&envelope.message_id), offset)? {
                let told = format!("the message id of the event at offset {offset} is not remembered");
                problems.push(LedgerError::Damaged(told).into());
            }
        }
    }
}
