//! Into the history: what a ground adds becomes fact, and what is true now is derived again. Must run within a transaction.

use crate::error::Result;
use crate::held;
use crate::refresh::refresh;
use crate::sql::{literal, scalar};
use duckdb::Connection;
use vihje_model::Currency;
use vihje_model::import::RecordKind;

/// Whose facts are inserted.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    /// Id of the import; empty for the ledger.
    pub(crate) import: &'a str,
    /// Number of the change, above that of every earlier one; later values replace earlier ones by it.
    pub(crate) seq: u64,
    /// The reporting currency.
    pub(crate) currency: Currency,
}

/// Inserts what the ground at `place` adds.
pub(crate) fn absorb(conn: &Connection, place: &str, told: Told<'_>, kind: RecordKind) -> Result<()> {
    let (import, seq) = (literal(told.import), told.seq);
    let base = seq << 32;
    held::hold(conn, place, &import, seq, kind)?;
    if kind == RecordKind::Sales {
        let all_alike = all_alike(conn, place, told.currency)?;
        let put =
            |column: &str| all_alike.iter().find(|(name, _)| *name == column).map(|(_, value)| value.clone());
        let columns = LINE.map(|column| put(column).unwrap_or_else(|| column.to_owned())).join(", ");
        let sorted: Vec<&str> = LINE.into_iter().filter(|column| put(column).is_none()).collect();
        // Lines of one customer lie together, so that a customer's page reads a few blocks and not all.
        conn.execute_batch(&format!(
            "INSERT INTO main.sale_lines
             SELECT {columns}, {seq}
             FROM (SELECT {} FROM {place}.lines ORDER BY customer_key, sold_at)",
            sorted.join(", ")
        ))?;
    }
    conn.execute_batch(&format!(
        "INSERT INTO main.customer_rows
         SELECT customer_key, id, name, email, phone, owner, nullif(attributes::VARCHAR, '{{}}')::JSON, {base} + ord, {import}
         FROM {place}.people;

         INSERT INTO main.product_rows
         SELECT product_key, id, name, level_1, level_2, level_3, level_4, price, cost, currency, stock,
                nullif(attributes::VARCHAR, '{{}}')::JSON, described, {base} + ord, {import}
         FROM {place}.goods;

         INSERT INTO main.campaign_rows
         SELECT id, name, campaign_type, starts, ends, cost, currency, audience, {base} + ord, {import} FROM {place}.efforts;

         INSERT INTO main.exposures SELECT campaign, customer_key, exposed_at, {seq} FROM {place}.exposures;

         INSERT INTO main.touch_points
         SELECT customer_key, happened_at, touch, outbound, subject, campaign, attributes, {seq}
         FROM {place}.touches
         ORDER BY customer_key, happened_at;"
    ))?;
    // A bare name of a customer or product that is there already changes nothing.
    refresh(
        conn,
        &format!(
            "SELECT customer_key FROM {place}.people p
             WHERE coalesce(name, email, phone, owner, nullif(attributes::VARCHAR, '{{}}')) IS NOT NULL
                OR NOT EXISTS (SELECT 1 FROM main.customers c WHERE c.customer_key = p.customer_key)"
        ),
        &format!(
            "SELECT product_key FROM {place}.goods p
             WHERE described OR NOT EXISTS (SELECT 1 FROM main.products c WHERE c.product_key = p.product_key)"
        ),
        &format!("SELECT id FROM {place}.efforts"),
    )
}

/// The columns of a ground's `lines`, in the order of `sale_lines`.
const LINE: [&str; 12] = [
    "customer_key",
    "product_key",
    "sold_at",
    "line_kind",
    "quantity",
    "amount",
    "currency",
    "value",
    "discount",
    "order_id",
    "store",
    "sales_person",
];

/// Columns that one value, or the value of another column, fills in every row: they need not be carried through the sort. Each
/// with the SQL of its value.
fn all_alike(conn: &Connection, place: &str, reporting: Currency) -> Result<Vec<(&'static str, String)>> {
    let good = crate::ground::GOOD;
    // Mostly the first rows decide, and no more are read.
    let any = |when: &str| -> Result<bool> {
        let sql =
            format!("SELECT count(*) FROM (SELECT 1 FROM {place}.rows WHERE {good} AND {when} LIMIT 1)");
        Ok(scalar::<u64>(conn, &sql, &[])?.unwrap_or(0) > 0)
    };
    let mut alike = Vec::new();
    let first =
        format!("SELECT any_value(currency) FROM (SELECT currency FROM {place}.rows WHERE {good} LIMIT 1)");
    if let Some(currency) = scalar::<String>(conn, &first, &[])?.map(|currency| literal(&currency))
        && !any(&format!("currency IS DISTINCT FROM {currency}"))?
    {
        // In the reporting currency the value is the amount.
        if currency == literal(reporting.code()) {
            alike.push(("value", "amount".to_owned()));
        }
        alike.push(("currency", currency));
    }
    for column in ["discount", "order_id", "store", "sales_person"] {
        if !any(&format!("{column} IS NOT NULL"))? {
            alike.push((column, "NULL".to_owned()));
        }
    }
    Ok(alike)
}
