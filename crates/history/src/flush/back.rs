//! Touch-points that are taken back: each such fact takes out the one it names, if it is there, and nothing else. Only those
//! of the ledger can be named; what a file told goes with its import.

use crate::error::Result;
use crate::schema::BY_LEDGER;
use duckdb::{Connection, ToSql};
use vihje_model::fact::TouchPointRef;
use vihje_model::{Envelope, Fact};

/// Takes out what these facts name; must run in the transaction that inserts them, after it, so that a touch-point and its
/// taking back may come together. Returns how many went.
pub(super) fn take_out(conn: &Connection, facts: &[&(u64, Envelope)]) -> Result<u64> {
    let mut gone = 0;
    for (_, envelope) in facts {
        if let Fact::TouchPointTakenBack(named) = &envelope.fact {
            gone += take_out_one(conn, named)?;
        }
    }
    Ok(gone)
}

fn take_out_one(conn: &Connection, named: &TouchPointRef) -> Result<u64> {
    let customer = named.customer.trim();
    let path = |name: &String| format!("$.\"{}\"", name.replace('"', "\"\""));
    let members: Vec<(String, &String)> =
        named.attributes.iter().map(|(name, value)| (path(name), value)).collect();
    let with = " AND json_extract_string(attributes, ?) = ?".repeat(members.len());
    let mut params: Vec<&dyn ToSql> = vec![&customer, &named.at.0];
    params.extend(members.iter().flat_map(|(path, value)| [path as &dyn ToSql, value]));
    let sql = format!(
        "DELETE FROM main.touch_points WHERE rowid = (
             SELECT min(rowid) FROM main.touch_points
             WHERE {BY_LEDGER} AND customer_key = md5_number_lower(?) AND happened_at = make_timestamp(?){with})"
    );
    Ok(conn.execute(&sql, params.as_slice())? as u64)
}
