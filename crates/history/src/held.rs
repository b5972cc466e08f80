//! What a file told and was known already. It is kept beside the facts and counts for nothing, until the import through which it
//! was known is taken back; then it becomes fact as if that import had never been. Must run within a transaction.
//!
//! For a line of sales x let c(k) be how often change k told it, L(k) how often the ledger had told it before k, and F(k) how
//! many of its copies earlier files had brought. Change k brings what is above that: max(0, c(k) - L(k) - F(k)). So F(k) is the
//! greatest c(j) - L(j) over the files j before k, or 0: each change's share follows from what is left, in any order of undoing.

use crate::error::Result;
use crate::schema::BY_LEDGER;
use crate::sql::{self, literal, scalar};
use duckdb::Connection;
use vihje_model::Moment;
use vihje_model::import::{Outcome, RecordKind};

/// A table of facts whose rows are told apart by content.
struct Facts {
    table: &'static str,
    /// What makes two rows the same.
    same: &'static [&'static str],
    /// When it happened.
    at: &'static str,
    /// A fact told twice is one fact, and the ledger's are no exception.
    once: bool,
    /// How many are returns, charges, without a customer.
    of_them: &'static str,
}

const NONE_OF_THEM: &str = "0, 0, 0";

const FACTS: [Facts; 3] = [
    Facts {
        table: "sale_lines",
        same: &["customer_key", "product_key", "sold_at", "quantity", "amount", "order_id"],
        at: "sold_at",
        once: false,
        of_them: "count(*) FILTER (line = 'return'), count(*) FILTER (line = 'charge'),
                  count(*) FILTER (customer_key IS NULL)",
    },
    Facts {
        table: "touch_points",
        same: &["customer_key", "happened_at", "touch", "subject", "campaign", "attributes"],
        at: "happened_at",
        once: false,
        of_them: NONE_OF_THEM,
    },
    Facts {
        table: "exposures",
        same: &["campaign", "customer_key", "exposed_at"],
        at: "exposed_at",
        once: true,
        of_them: NONE_OF_THEM,
    },
];

/// What every import said of customers, products and campaigns, the key it is said of, and the kind of file that is about them.
const ROWS: [(&str, &str, RecordKind); 3] = [
    ("customer_rows", "customer_key", RecordKind::Customers),
    ("product_rows", "product_key", RecordKind::Products),
    ("campaign_rows", "id", RecordKind::Campaigns),
];

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
    for (table, ..) in ROWS {
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
    for (table, key, kind) in ROWS {
        return_rows(conn, table, key, kind)?;
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
         DELETE FROM held_{table} WHERE rowid IN (SELECT place FROM returned_{table});"
    ))?;
    tell_again(
        conn,
        &format!(
            "SELECT seq, count(*), epoch_us(min({at})), epoch_us(max({at})), {} FROM returned_{table} GROUP BY seq",
            facts.of_them,
            at = facts.at
        ),
    )
}

/// What lines of sales say goes with its line. Of what else is said of the keys of `undone`, a row that only repeats the one
/// before it stays held: it would be known still.
fn return_rows(conn: &Connection, table: &str, key: &str, kind: RecordKind) -> Result<()> {
    let (what, place_of) = match kind {
        RecordKind::Campaigns => ("campaign", "id"),
        RecordKind::Products => ("product", "key"),
        _ => ("customer", "key"),
    };
    let undone = format!("{key} IN (SELECT {place_of} FROM undone WHERE what = '{what}')");
    let with_line = match kind {
        RecordKind::Campaigns => "false".to_owned(),
        _ => format!(
            "EXISTS (SELECT 1 FROM returned_sale_lines r WHERE r.{key} = h.{key} AND r.seq = (h.seq >> 32)::UBIGINT)"
        ),
    };
    conn.execute_batch(&format!(
        "CREATE OR REPLACE TEMP TABLE returned_{table} AS
         WITH every AS (
             SELECT NULL::BIGINT AS place, {key}, seq, hash(*COLUMNS(* EXCLUDE (seq, import_id))) AS said
             FROM {table} WHERE {undone}
             UNION ALL
             SELECT rowid, {key}, seq, hash(*COLUMNS(* EXCLUDE (seq, import_id, by_line)))
             FROM held_{table} WHERE {undone} AND NOT by_line),
         new AS (
             SELECT place FROM every
             QUALIFY said IS DISTINCT FROM lag(said) OVER (PARTITION BY {key} ORDER BY seq))
         SELECT h.rowid AS place, * FROM held_{table} h
         WHERE CASE WHEN by_line THEN {with_line} ELSE h.rowid IN (SELECT place FROM new WHERE place IS NOT NULL) END;

         INSERT INTO {table} SELECT * EXCLUDE (place, by_line) FROM returned_{table};
         DELETE FROM held_{table} WHERE rowid IN (SELECT place FROM returned_{table});"
    ))?;
    // What files about something else say of a customer or product are not rows of theirs.
    let kind = sql::json(&kind);
    tell_again(
        conn,
        &format!(
            "SELECT i.seq, count(*), NULL::BIGINT, NULL::BIGINT, {NONE_OF_THEM}
             FROM returned_{table} r JOIN imports i ON i.seq = (r.seq >> 32)::UBIGINT
             WHERE NOT r.by_line AND i.kind = {} GROUP BY i.seq",
            literal(kind.trim_matches('"'))
        ),
    )?;
    Ok(conn.execute_batch(&format!("DROP TABLE returned_{table}"))?)
}

/// Counts rows that were known among what their import added, because they are its own now. `own` gives for each change: its
/// number, the rows, the first and the last moment of them, and of them the returns, the charges, those without a customer.
fn tell_again(conn: &Connection, own: &str) -> Result<()> {
    let mut statement = conn.prepare(own)?;
    let own = statement.query_map([], |row| {
        let moment = |at: Option<i64>| at.map(Moment);
        let added = Outcome {
            added: row.get(1)?,
            first: moment(row.get(2)?),
            last: moment(row.get(3)?),
            returns: row.get(4)?,
            charges: row.get(5)?,
            anonymous: row.get(6)?,
            ..Outcome::default()
        };
        Ok((row.get::<_, u64>(0)?, added))
    })?;
    for (seq, more) in own.collect::<duckdb::Result<Vec<_>>>()? {
        let before =
            scalar::<String>(conn, "SELECT max(outcome::VARCHAR) FROM imports WHERE seq = ?", &[&seq])?;
        let Some(mut outcome) = before.and_then(|text| serde_json::from_str::<Outcome>(&text).ok()) else {
            continue;
        };
        outcome.added += more.added;
        outcome.known = outcome.known.saturating_sub(more.added);
        outcome.returns += more.returns;
        outcome.charges += more.charges;
        outcome.anonymous += more.anonymous;
        outcome.first = [outcome.first, more.first].into_iter().flatten().min();
        outcome.last = outcome.last.max(more.last);
        conn.execute(
            "UPDATE imports SET outcome = ? WHERE seq = ?",
            duckdb::params![sql::json(&outcome), seq],
        )?;
    }
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
