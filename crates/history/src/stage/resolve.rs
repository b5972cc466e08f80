//! What a stage would add to the history as it is now.

use super::Staged;
use crate::History;
use crate::error::Result;
use crate::ground::{GOOD, Ground, settle};
use crate::sql::scalar;
use vihje_model::import::RecordKind;

/// Works out (again) what the stage adds, and its outcome.
pub(crate) fn resolve(staged: &mut Staged) -> Result<()> {
    staged.tell("matching", 0.55, None);
    let changes = History::meta(&staged.conn, "changes")?;
    staged.changes = changes.and_then(|text| text.parse().ok()).unwrap_or(0);
    let place = format!("{}.main", staged.name);
    let mapping = &staged.plan.mapping;
    let ground = Ground {
        conn: &staged.conn,
        place: &place,
        kind: mapping.kind,
        loose: mapping.rules.loose_product_names,
        by_content: true,
    };
    let mut outcome = settle(&ground)?;
    // Rows that were broken as rows never reached the table of rows.
    let all: u64 = scalar(&staged.conn, &format!("SELECT count(*) FROM {place}.rejected"), &[])?.unwrap_or(0);
    outcome.rows += all - outcome.rejected;
    outcome.rejected = all;
    outcome.took_ms = u64::try_from(staged.began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if let Some(column) = mapping.rules.refunded.as_ref().filter(|_| mapping.kind == RecordKind::Sales) {
        let column = column.replace('\'', "''");
        ground.flag(
            "refunds-not-taken-off",
            &format!(
                "SELECT count(DISTINCT coalesce(order_id, ord::VARCHAR)),
                        'Orders with something in \"{column}\" are counted whole: it does not say which lines were paid back. One of them is ' || any_value(coalesce(order_id, '')) || '.'
                 FROM (SELECT order_id, rowid AS ord FROM {{rows}} WHERE {GOOD} AND refunded <> 0)"
            ),
            &mut outcome,
        )?;
    }
    staged.outcome = outcome;
    Ok(())
}
