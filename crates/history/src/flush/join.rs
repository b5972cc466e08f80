//! Names that are one customer: what is told of them becomes `names`, `merges` and `aliases`. Must run in the transaction of the
//! flush, in the order of the ledger.

use crate::error::Result;
use crate::sql::{self, scalar};
use duckdb::Connection;
use std::collections::BTreeSet;
use vihje_model::identity::{Identified, Merge, MergeUndone};
use vihje_model::{CustomerKey, Envelope, Fact};

/// Takes in what these facts say of names. Returns the keys of the customers of whom something else is true now.
pub(super) fn take_in(conn: &Connection, facts: &[&(u64, Envelope)]) -> Result<BTreeSet<u64>> {
    let mut touched = BTreeSet::new();
    for (offset, envelope) in facts {
        match &envelope.fact {
            Fact::Identified(told) => remember(conn, *offset, told)?,
            Fact::Merged(merge) => join(conn, *offset, merge, &mut touched)?,
            Fact::MergeUndone(undone) => part(conn, undone, &mut touched)?,
            _ => {}
        }
    }
    Ok(touched)
}

/// Each name once for a holder and a source.
fn remember(conn: &Connection, offset: u64, told: &Identified) -> Result<()> {
    let Some((holder, names)) = told.ids.split_first() else { return Ok(()) };
    let mut insert = conn.prepare_cached(
        "INSERT INTO main.names
         SELECT $1, $2, $3, $4, $5, make_timestamp($6), $7
         WHERE NOT EXISTS (SELECT 1 FROM main.names WHERE holder_key = $1 AND name_id = $3 AND source = $4
                             AND outright >= $5)",
    )?;
    for name in names {
        insert.execute(duckdb::params![
            holder.key().0,
            holder.source_id(),
            name.source_id(),
            told.source,
            told.outright,
            told.at.0,
            offset
        ])?;
    }
    Ok(())
}

/// A name that is not a customer's own any more cannot be taken in twice, and nobody can be taken into himself: such a merge
/// changes nothing.
fn join(conn: &Connection, offset: u64, merge: &Merge, touched: &mut BTreeSet<u64>) -> Result<()> {
    let from = CustomerKey::of(&merge.from).0;
    let into = CustomerKey::of(&merge.into).0;
    let root = canonical(conn, into)?;
    if canonical(conn, from)? != from || root == from {
        return Ok(());
    }
    conn.execute(
        "INSERT INTO main.merges VALUES (?, ?, ?, ?, ?, ?, make_timestamp(?), ?, NULL, NULL)",
        duckdb::params![
            from,
            merge.from.trim(),
            into,
            merge.into.trim(),
            sql::json(&merge.joined_by).trim_matches('"'),
            merge.evidence,
            merge.at.0,
            offset
        ],
    )?;
    conn.execute("UPDATE main.aliases SET canonical = ? WHERE canonical = ?", duckdb::params![root, from])?;
    conn.execute("INSERT INTO main.aliases VALUES (?, ?)", duckdb::params![from, root])?;
    touched.extend([from, root]);
    Ok(())
}

/// The name goes, with all that was taken into it.
fn part(conn: &Connection, undone: &MergeUndone, touched: &mut BTreeSet<u64>) -> Result<()> {
    let from = CustomerKey::of(&undone.from).0;
    let into = CustomerKey::of(&undone.into).0;
    let root = canonical(conn, from)?;
    let parted = conn.execute(
        "UPDATE main.merges SET undone_at = make_timestamp(?), undone_by = ?
         WHERE from_key = ? AND into_key = ? AND undone_at IS NULL",
        duckdb::params![undone.at.0, undone.by, from, into],
    )?;
    if parted == 0 {
        return Ok(());
    }
    conn.execute(
        "UPDATE main.aliases SET canonical = $1 WHERE customer_key IN (
             WITH RECURSIVE below(key) AS (
                 SELECT $1::UBIGINT
                 UNION SELECT m.from_key FROM main.merges m JOIN below b ON m.into_key = b.key WHERE m.undone_at IS NULL)
             SELECT key FROM below)",
        [from],
    )?;
    conn.execute("DELETE FROM main.aliases WHERE customer_key = ?", [from])?;
    touched.extend([from, root]);
    Ok(())
}

fn canonical(conn: &Connection, key: u64) -> Result<u64> {
    let found = scalar(conn, "SELECT max(canonical) FROM main.aliases WHERE customer_key = ?", &[&key])?;
    Ok(found.unwrap_or(key))
}
