//! Events that were not understood: they lie in `rejected` under their source until somebody mends them or gives them up. Must
//! run in the transaction of the flush.

use crate::error::Result;
use crate::open::History;
use crate::sql::scalar;
use duckdb::Connection;
use serde::Serialize;
use vihje_model::fact::EventRejected;
use vihje_model::{Envelope, Fact, Moment};

/// Under which import id the rejected events of a source lie.
fn place_of(source: &str) -> String {
    format!("{EVENTS}{source}")
}

const EVENTS: &str = "events:";

/// An event that waits to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectedEvent {
    /// The ledger's offset of it, by which it is settled.
    pub offset: u64,
    /// When it came.
    pub received_at: Moment,
    /// What was told and what is wrong with it.
    pub event: EventRejected,
}

/// What lies beside the payload in `source_row`.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    dialect: String,
    received_at: Moment,
    payload: String,
}

/// Keeps what was rejected and removes what was settled. Returns how many were rejected.
pub(super) fn take_in(conn: &Connection, facts: &[&(u64, Envelope)]) -> Result<u64> {
    let mut rejected = 0;
    for (offset, envelope) in facts {
        match &envelope.fact {
            Fact::EventRejected(event) => {
                let kept = Kept {
                    dialect: event.dialect.clone(),
                    received_at: envelope.received_at,
                    payload: event.payload.clone(),
                };
                conn.execute(
                    "INSERT INTO main.rejected VALUES (?, 0, ?, ?, ?, ?, ?)",
                    duckdb::params![
                        place_of(&event.source),
                        offset,
                        event.field,
                        event.code,
                        event.reason,
                        crate::sql::json(&kept)
                    ],
                )?;
                rejected += 1;
            }
            Fact::EventSettled(settled) => {
                conn.execute(
                    "DELETE FROM main.rejected WHERE line = ? AND starts_with(import_id, ?)",
                    duckdb::params![settled.offset, EVENTS],
                )?;
            }
            _ => {}
        }
    }
    Ok(rejected)
}

impl History {
    /// Events of a source that wait to be mended, the newest first: at most `limit` before the offset `before`. With a code only
    /// those rejected for it.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn rejected_events(
        &self,
        source: &str,
        code: Option<&str>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<RejectedEvent>> {
        let conn = self.reader()?;
        let mut statement = conn.prepare(&format!(
            "SELECT line, col, code, reason, source_row FROM main.rejected
             WHERE import_id = $1 AND ($2::VARCHAR IS NULL OR code = $2) AND line < {}::UBIGINT
             ORDER BY line DESC LIMIT {limit}",
            before.unwrap_or(u64::MAX)
        ))?;
        let rows = statement.query_map(duckdb::params![place_of(source), code], |row| {
            let kept: String = row.get(4)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, kept))
        })?;
        let mut events = Vec::new();
        for row in rows {
            let (offset, field, code, reason, kept) = row?;
            let Ok(kept) = serde_json::from_str::<Kept>(&kept) else { continue };
            let source = source.to_owned();
            let event =
                EventRejected { source, dialect: kept.dialect, code, reason, field, payload: kept.payload };
            events.push(RejectedEvent { offset, received_at: kept.received_at, event });
        }
        Ok(events)
    }

    /// How many events of each source wait to be mended, by code: source, code, number.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn rejected_event_counts(&self) -> Result<Vec<(String, String, u64)>> {
        let conn = self.reader()?;
        let any: Option<u8> = scalar(
            &conn,
            "SELECT max(one) FROM (SELECT 1 AS one FROM main.rejected WHERE starts_with(import_id, ?) LIMIT 1)",
            &[&EVENTS],
        )?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        let mut statement = conn.prepare(
            "SELECT substr(import_id, length(?) + 1), code, count(*) FROM main.rejected
             WHERE starts_with(import_id, ?) GROUP BY ALL ORDER BY 1, 3 DESC, 2",
        )?;
        let rows =
            statement.query_map([EVENTS, EVENTS], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }
}
