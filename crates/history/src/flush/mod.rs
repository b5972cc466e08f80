//! From the ledger into the history: facts and the ledger's offset in one transaction, so that a crash at any instruction
//! loses nothing and doubles nothing.
//!
//! Facts take the same way as files (a ground per kind, settled, absorbed), with one difference: a line or touch-point of the
//! ledger is never taken for one that is there already, because the ledger tells messages apart by their ids.

mod back;
mod events;
mod join;
mod orders;
mod tell;

use crate::absorb::{Told, absorb};
use crate::commit::in_transaction;
use crate::error::Result;
use crate::ground::{Ground, settle};
use crate::open::History;
use crate::refresh::refresh;
use crate::sql;
use duckdb::Connection;
use rust_decimal::Decimal;
use std::sync::atomic::Ordering;
use vihje_model::import::RecordKind;
use vihje_model::{Currency, Envelope, Fact};

pub use events::RejectedEvent;

/// What a flush did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flushed {
    /// Facts that are now in the history and were not before.
    pub added: u64,
    /// Customers, products and campaigns that said nothing new, exposures told before, and facts flushed before.
    pub known: u64,
    /// Touch-points that were taken back.
    pub taken_back: u64,
    /// Facts that cannot be kept as they are; they stand in `rejected` under the import `ledger`, by their offset.
    pub rejected: u64,
    /// The last ledger offset the history includes.
    pub offset: Option<u64>,
}

/// The import id under which facts of the ledger are rejected.
pub const LEDGER: &str = "ledger";

impl History {
    /// Inserts facts of the ledger, in order of offset. Facts at or before [`History::flushed_offset`] are passed over.
    ///
    /// # Errors
    /// When the disk is full or two ids have one key; then nothing was inserted and the offset stands.
    pub fn flush(&self, facts: &[(u64, Envelope)]) -> Result<Flushed> {
        let (_turn, conn) = self.writer()?;
        let before = offset(&conn)?;
        let new: Vec<&(u64, Envelope)> =
            facts.iter().filter(|(at, _)| before.is_none_or(|before| *at > before)).collect();
        let passed = facts.len() - new.len();
        let Some(last) = new.iter().map(|(at, _)| *at).max() else {
            return Ok(Flushed { known: passed as u64, offset: before, ..Flushed::default() });
        };
        let database = format!("flush_{}", self.inner.stages.fetch_add(1, Ordering::SeqCst));
        conn.execute_batch(&format!("ATTACH ':memory:' AS {database}"))?;
        let result = insert(&conn, &database, &new, last);
        // A database in memory that cannot be detached now goes with the process.
        let _ = conn.execute_batch(&format!("DETACH {database}"));
        let mut flushed = result?;
        flushed.known += passed as u64;
        Ok(flushed)
    }

    /// The last ledger offset the history includes, if any.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn flushed_offset(&self) -> Result<Option<u64>> {
        offset(&self.reader()?)
    }

    /// Sets the rate of a currency for lines that come by the ledger: units of the reporting currency for one unit.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub fn set_rate(&self, currency: Currency, rate: Decimal) -> Result<()> {
        let (_turn, conn) = self.writer()?;
        in_transaction(&conn, || crate::commit::set_rate(&conn, currency.code(), &rate.to_string()))
    }
}

pub(crate) fn offset(conn: &Connection) -> Result<Option<u64>> {
    Ok(sql::scalar(conn, "SELECT max(ledger_offset) FROM flushed", &[])?)
}

/// The kinds in the order in which they name each other.
const KINDS: [(RecordKind, &str); 6] = [
    (RecordKind::Products, "products"),
    (RecordKind::Customers, "customers"),
    (RecordKind::Campaigns, "campaigns"),
    (RecordKind::Sales, "sales"),
    (RecordKind::Exposures, "exposures"),
    (RecordKind::TouchPoints, "touch_points"),
];

fn insert(conn: &Connection, database: &str, facts: &[&(u64, Envelope)], last: u64) -> Result<Flushed> {
    let currency = reporting_currency(conn, facts)?;
    let expanded = orders::expand(conn, facts, currency)?;
    let owned: Vec<&(u64, Envelope)>;
    let facts = match &expanded {
        Some(expanded) => {
            owned = expanded.facts.iter().collect();
            owned.as_slice()
        }
        None => facts,
    };
    let mut flushed = Flushed { offset: Some(last), ..Flushed::default() };
    let mut places = Vec::new();
    for (kind, schema) in KINDS {
        let place = format!("{database}.{schema}");
        if tell::rows(conn, &place, kind, facts, currency)? == 0 {
            continue;
        }
        let ground = Ground { conn, place: &place, kind, loose: false, by_content: false };
        let outcome = settle(&ground)?;
        flushed.added += outcome.added;
        flushed.known += outcome.known;
        flushed.rejected += outcome.rejected;
        places.push((place, kind));
    }
    let changes = History::changes(conn)?;
    in_transaction(conn, || {
        for (index, (place, kind)) in (1..).zip(&places) {
            absorb(conn, place, Told { import: "", seq: changes + index, currency }, *kind)?;
            tell::reject(conn, place, *kind, facts)?;
        }
        if let Some(expanded) = &expanded {
            orders::remember(conn, expanded)?;
        }
        flushed.taken_back = back::take_out(conn, facts)?;
        flushed.rejected += events::take_in(conn, facts)?;
        let touched = join::take_in(conn, facts)?;
        if !touched.is_empty() {
            let keys: Vec<String> = touched.iter().map(|key| format!("({key}::UBIGINT)")).collect();
            let customers = format!("SELECT * FROM (VALUES {}) AS v(key)", keys.join(", "));
            refresh(conn, &customers, "SELECT 0::UBIGINT WHERE false", "SELECT '' WHERE false")?;
        }
        if places.iter().any(|(_, kind)| *kind == RecordKind::Sales) {
            History::set_meta(conn, "currency", currency.code())?;
        }
        conn.execute("DELETE FROM main.flushed", [])?;
        conn.execute("INSERT INTO main.flushed VALUES (?)", [last])?;
        History::set_meta(conn, "changes", &(changes + 1 + places.len() as u64).to_string())
    })?;
    Ok(flushed)
}

/// The history's reporting currency; before any sale, that of the first line.
fn reporting_currency(conn: &Connection, facts: &[&(u64, Envelope)]) -> Result<Currency> {
    let known = History::meta(conn, "currency")?.and_then(|code| code.parse().ok());
    let told = facts.iter().find_map(|(_, envelope)| match &envelope.fact {
        Fact::SaleLine(line) => Some(line.amount.currency),
        Fact::Order(order) => order.lines.first().map(|line| line.amount.currency),
        _ => None,
    });
    Ok(known.or(told).unwrap_or(Currency::EUR))
}
