//! What a file told and was known already. It is kept beside the facts and counts for nothing, until the import through which it
//! was known is taken back; then it becomes fact as if that import had never been. Must run within a transaction.
//!
//! For a line of sales x let c(k) be how often change k told it, L(k) how often the ledger had told it before k, and F(k) how
//! many of its copies earlier files had brought. Change k brings what is above that: max(0, c(k) - L(k) - F(k)). So F(k) is the
//! greatest c(j) - L(j) over the files j before k, or 0: each change's share follows from what is left, in any order of undoing.

use crate::error::Result;
use crate::schema::BY_LEDGER;
use duckdb::Connection;
use vihje_model::import::RecordKind;

/// A table of facts whose rows are told apart by content.
struct Facts {
    table: &'static str,
    /// What makes two rows the same.
    same: &'static [&'static str],
    /// A fact told twice is one fact, and the ledger's are no exception.
    once: bool,
}

const FACTS: [Facts; 3] = [
    Facts {
        table: "sale_lines",
        same: &["customer_key", "product_key", "sold_at", "quantity", "amount", "order_id"],
        once: false,
    },
    Facts {
        table: "touch_points",
        same: &["customer_key", "happened_at", "touch", "subject", "campaign", "attributes"],
        once: false,
    },
    Facts { table: "exposures", same: &["campaign", "customer_key", "exposed_at"], once: true },
];

/// What every import said of customers, products and campaigns, and the key it is said of.
const ROWS: [(&str, &str); 3] =
    [("customer_rows", "customer_key"), ("product_rows", "product_key"), ("campaign_rows", "id")];

/// Keeps the known rows of the ground at `place`, told by `import` (a literal) as change `seq`. Linear in them.
pub(crate) fn hold(conn: &Connection, place: &str, import: &str, seq: u64, kind: RecordKind) -> Result<()> {
    let known: u64 = conn.query_row(&format!("SELECT count(*) FROM {place}.known"), [], |row| row.get(0))?;
    if known == 0 {
        return Ok(());
    }
    let which = format!("IN (SELECT ord FROM {place}.known)");
    let facts = match kind {
        RecordKind::Sales => format!(
            "INSERT INTO main.held_sale_lines
             SELECT customer_key, product_key, sold_at, line_kind, quantity, amount, currency, value, discount, order_id,
                    store, sales_person, {seq}, ord
             FROM {place}.keyed WHERE ord {which} ORDER BY customer_key, sold_at;"
        ),
        RecordKind::Exposures => format!(
            "INSERT INTO main.held_exposures
             SELECT campaign, customer_key, exposed_at, {seq}, rowid FROM {place}.rows WHERE rowid {which};"
        ),
        RecordKind::TouchPoints => format!(
            "INSERT INTO main.held_touch_points
             SELECT customer_key, happened_at, touch, outbound, subject, campaign, attributes, {seq}, rowid
             FROM {place}.rows WHERE rowid {which};"
        ),
        RecordKind::Customers | RecordKind::Products | RecordKind::Campaigns => String::new(),
    };
    let (base, by_line) = (seq << 32, kind == RecordKind::Sales);
    conn.execute_batch(&format!(
        "{facts}
         INSERT INTO main.held_customer_rows
         SELECT customer_key, id, name, email, phone, owner, nullif(attributes::VARCHAR, '{{}}')::JSON, {base} + ord, {import},
                {by_line}
         FROM {place}.held_people;

         INSERT INTO main.held_product_rows
         SELECT product_key, id, name, level_1, level_2, level_3, level_4, price, cost, currency, stock,
                nullif(attributes::VARCHAR, '{{}}')::JSON, described, {base} + ord, {import}, {by_line}
         FROM {place}.held_goods;

         INSERT INTO main.held_campaign_rows
         SELECT id, name, campaign_type, starts, ends, cost, currency, audience, {base} + ord, {import}, {by_line}
         FROM {place}.held_efforts;"
    ))?;
    Ok(())
}

/// The condition that `import` (a literal) brought a fact.
pub(crate) fn by_import(import: &str) -> String {
    format!("seq IN (SELECT seq FROM main.imports WHERE import_id = {import})")
}

/// Before the facts of `import` (a literal) are deleted: forgets what it told and was known, and notes which facts of it
/// others told too. Linear in the import's facts and in what is held.
pub(crate) fn note(conn: &Connection, import: &str) -> Result<()> {
    let by_import = by_import(import);
    for (table, _) in ROWS {
        conn.execute_batch(&format!("DELETE FROM held_{table} WHERE import_id = {import}"))?;
    }
    for facts in &FACTS {
        let (table, same) = (facts.table, facts.same.join(", "));
        let shared = format!(
            "DELETE FROM held_{table} WHERE {by_import};
             CREATE OR REPLACE TEMP TABLE shared_{table} AS
             SELECT *, row_number() OVER () AS content FROM (
                 SELECT DISTINCT {same} FROM held_{table} h
                 WHERE EXISTS (SELECT 1 FROM {table} f WHERE f.{by_import} AND {}));",
            equal(facts.same, "f", "h")
        );
        conn.execute_batch(&shared)?;
    }
    Ok(())
}

/// After they are deleted: what others told of the noted facts becomes fact, with what their lines say of customers and
/// products, and what is told of the keys of the temporary table `undone` is told again.
pub(crate) fn bring_back(conn: &Connection) -> Result<()> {
    for facts in &FACTS {
        return_facts(conn, facts)?;
    }
    for (table, key) in ROWS {
        let told = match table {
            "campaign_rows" => "id IN (SELECT id FROM undone WHERE what = 'campaign')".to_owned(),
            _ => {
                let what = table.trim_end_matches("_rows");
                format!(
                    "CASE WHEN by_line
                          THEN EXISTS (SELECT 1 FROM returned_sale_lines r
                                       WHERE r.{key} = h.{key} AND r.seq = (h.seq >> 32)::UBIGINT)
                          ELSE {key} IN (SELECT key FROM undone WHERE what = '{what}') END"
                )
            }
        };
        conn.execute_batch(&format!(
            "CREATE OR REPLACE TEMP TABLE returned_{table} AS SELECT h.rowid AS place, * FROM held_{table} h WHERE {told};
             INSERT INTO {table} SELECT * EXCLUDE (place, by_line) FROM returned_{table};
             DELETE FROM held_{table} WHERE rowid IN (SELECT place FROM returned_{table});
             DROP TABLE returned_{table};"
        ))?;
    }
    FACTS.iter().try_for_each(|facts| {
        Ok(conn.execute_batch(&format!("DROP TABLE shared_{0}; DROP TABLE returned_{0}", facts.table))?)
    })
}

/// Moves what each change is due now from the held rows to the facts: of equal ones of a file the last, as it would have been.
fn return_facts(conn: &Connection, facts: &Facts) -> Result<()> {
    let table = facts.table;
    let (told, ledger) = match facts.once {
        true => ("least(count(*), 1)", "false"),
        false => ("count(*)", BY_LEDGER),
    };
    let on = equal(facts.same, "f", "s");
    conn.execute_batch(&format!(
        "CREATE OR REPLACE TEMP TABLE returned_{table} AS
         WITH every AS (
             SELECT s.content, f.seq, {ledger} AS ledger, true AS shown
             FROM {table} f JOIN shared_{table} s ON {on}
             UNION ALL
             SELECT s.content, f.seq, {ledger}, false FROM held_{table} f JOIN shared_{table} s ON {on}),
         change AS (
             SELECT content, seq, ledger, {told} AS told, count(*) FILTER (shown) AS shown
             FROM every GROUP BY content, seq, ledger),
         after_ledger AS (
             SELECT *, told - coalesce(sum(told) FILTER (ledger) OVER earlier, 0) AS above
             FROM change
             WINDOW earlier AS (PARTITION BY content ORDER BY seq, ledger ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
         due AS (
             SELECT content, seq,
                    greatest(above - greatest(coalesce(max(above) FILTER (NOT ledger) OVER earlier, 0), 0), 0) - shown AS missing
             FROM after_ledger
             WINDOW earlier AS (PARTITION BY content ORDER BY seq, ledger ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
             QUALIFY NOT ledger)
         SELECT * EXCLUDE (content, missing, last) FROM (
             SELECT f.rowid AS place, f.*, s.content, d.missing,
                    row_number() OVER (PARTITION BY s.content, f.seq ORDER BY f.ord DESC) AS last
             FROM held_{table} f JOIN shared_{table} s ON {on}
             JOIN due d ON d.content = s.content AND d.seq = f.seq)
         WHERE last <= missing;

         INSERT INTO {table} SELECT * EXCLUDE (place, ord) FROM returned_{table};
         DELETE FROM held_{table} WHERE rowid IN (SELECT place FROM returned_{table});

         UPDATE imports SET outcome = json_merge_patch(outcome, json_object(
                    'added', (outcome->>'added')::BIGINT + r.rows, 'known', (outcome->>'known')::BIGINT - r.rows))
         FROM (SELECT seq, count(*) AS rows FROM returned_{table} GROUP BY seq) r WHERE imports.seq = r.seq;"
    ))?;
    Ok(())
}

/// The condition that two rows are the same; what is not told equals what is not told.
fn equal(columns: &[&str], one: &str, other: &str) -> String {
    let parts: Vec<String> = columns
        .iter()
        .map(|column| format!("{one}.{column} IS NOT DISTINCT FROM {other}.{column}"))
        .collect();
    parts.join(" AND ")
}
