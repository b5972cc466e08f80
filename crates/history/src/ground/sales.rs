//! Sale lines: keys, lines already known, and the customers and products they name.
//!
//! Two lines are the same when order, customer, product, moment, quantity and amount are equal. A file may hold the same line
//! more than once, and each is kept; a line whose copy number is not above the number of equal lines in the history is known.

use super::{GOOD, Ground, loose};
use crate::error::Result;
use crate::sql::scalar;
use vihje_model::Moment;
use vihje_model::import::{Flag, Outcome};

/// What makes two lines the same, besides the moment, quantity and amount.
const SAME: &str = "s.sold_at = k.sold_at AND s.product_key = k.product_key AND s.quantity = k.quantity
    AND s.amount = k.amount AND s.customer_key IS NOT DISTINCT FROM k.customer_key
    AND s.order_id IS NOT DISTINCT FROM k.order_id";

/// The same of two rows of the file, as one number: equal for equal rows, and hardly ever for others.
const HASH: &str = "hash(order_id, customer_id, product_id, sold_at, quantity, amount)";

pub(super) fn settle(ground: &Ground<'_>) -> Result<Outcome> {
    ground.run(&format!(
        "CREATE OR REPLACE TABLE {{customer_ids}} AS
         SELECT customer_id, md5_number_lower(customer_id) AS customer_key
         FROM (SELECT DISTINCT customer_id FROM {{rows}} WHERE {GOOD} AND customer_id IS NOT NULL)"
    ))?;
    loose::product_ids(ground)?;
    ground.run(&format!(
        "CREATE OR REPLACE VIEW {{keyed}} AS
         SELECT r.rowid AS ord, c.customer_key, p.product_key, r.*
         FROM {{rows}} r
         LEFT JOIN {{customer_ids}} c ON c.customer_id = r.customer_id
         JOIN {{product_ids}} p ON p.told = r.product_id
         WHERE {GOOD}"
    ))?;
    if ground.by_content {
        find_known(ground)?;
    }
    let known = ground.count("SELECT count(*) FROM {known}")?;
    // Without known lines the join with them would only cost time.
    let new = if known == 0 { "true" } else { "ord NOT IN (SELECT ord FROM {known})" };
    ground.run(&format!(
        "CREATE OR REPLACE VIEW {{lines}} AS
         SELECT customer_key, product_key, sold_at, line_kind, quantity, amount, currency, value, discount, order_id, store,
                sales_person
         FROM {{keyed}} WHERE {new}"
    ))?;
    people(ground, "people", &added(known))?;
    goods(ground, "goods", &added(known))?;
    if known > 0 {
        let held = "rowid IN (SELECT ord FROM {known})";
        people(ground, "held_people", held)?;
        goods(ground, "held_goods", held)?;
    }
    let mut outcome = count(ground, known)?;
    if known > 0 {
        fill_gaps(ground, &mut outcome)?;
    }
    Ok(outcome)
}

/// Customers and products that something is said of.
const BOTH: &str = "SELECT (SELECT count(*) FROM {people}) + (SELECT count(*) FROM {goods})";

/// Known lines may say what nobody has said yet: the same file again, now with names. That is taken, and nothing that is
/// known is changed by it.
fn fill_gaps(ground: &Ground<'_>, outcome: &mut Outcome) -> Result<()> {
    let gaps = |members: &[&str]| -> (String, String) {
        let told: String = members
            .iter()
            .map(|member| format!("CASE WHEN k.{member} IS NULL THEN h.{member} END, "))
            .collect();
        let any = members.iter().map(|member| format!("k.{member} IS NULL AND h.{member} IS NOT NULL"));
        (told, any.collect::<Vec<_>>().join(" OR "))
    };
    // What is known of an attribute holds; the others are added.
    let attributes =
        "json_merge_patch(coalesce(h.attributes, '{}'::JSON), coalesce(k.attributes, '{}'::JSON))";
    let more = format!("{attributes} <> coalesce(k.attributes, '{{}}'::JSON)");
    let (person, any_of_person) = gaps(&["name", "email", "phone", "owner"]);
    let (product, any_of_product) = gaps(&["name", "level_1", "level_2", "level_3", "level_4"]);
    let before = ground.count(BOTH)?;
    ground.run(&format!(
        "INSERT INTO {{people}}
         SELECT h.customer_key, h.id, {person}{attributes}, h.ord
         FROM {{held_people}} h JOIN main.customers k ON k.customer_key = h.customer_key
         WHERE h.customer_key NOT IN (SELECT customer_key FROM {{people}}) AND ({any_of_person} OR {more});

         INSERT INTO {{goods}}
         SELECT h.product_key, h.id, {product}NULL, NULL, NULL, NULL, {attributes}, h.described, h.ord
         FROM {{held_goods}} h JOIN main.products k ON k.product_key = h.product_key
         WHERE h.product_key NOT IN (SELECT product_key FROM {{goods}}) AND ({any_of_product} OR {more});"
    ))?;
    let rows = ground.count(BOTH)? - before;
    if rows > 0 {
        let example =
            "What was missing of these customers and products stood in lines that were known.".to_owned();
        outcome.flags.push(Flag { code: "told-more".to_owned(), rows, example });
    }
    Ok(())
}

/// Fills `known`. Linear in the file and in the lines of the history within the file's time.
fn find_known(ground: &Ground<'_>) -> Result<()> {
    if ground.count("SELECT count(*) FROM (SELECT 1 FROM main.sale_lines LIMIT 1)")? == 0 {
        return Ok(());
    }
    let within = format!(
        "s.sold_at BETWEEN (SELECT min(sold_at) FROM {{rows}} WHERE {GOOD}) AND (SELECT max(sold_at) FROM {{rows}} WHERE {GOOD})"
    );
    if ground.count(&format!("SELECT count(*) FROM main.sale_lines s WHERE {within}"))? == 0 {
        return Ok(());
    }
    ground.run(&format!(
        "CREATE OR REPLACE TABLE {{copies}} AS
         SELECT rowid AS ord, row_number() OVER (
                    PARTITION BY order_id, customer_id, product_id, sold_at, quantity, amount ORDER BY rowid) AS copy
         FROM {{rows}}
         WHERE {GOOD} AND {HASH} IN (SELECT {HASH} FROM {{rows}} WHERE {GOOD} GROUP BY {HASH} HAVING count(*) > 1);

         INSERT INTO {{known}}
         SELECT k.ord FROM {{keyed}} k
         WHERE EXISTS (SELECT 1 FROM main.sale_lines s WHERE {SAME})
           AND k.ord NOT IN (SELECT ord FROM {{copies}});

         INSERT INTO {{known}}
         SELECT ord FROM (
             SELECT k.ord, any_value(c.copy) AS copy, count(*) AS there
             FROM {{keyed}} k
             JOIN {{copies}} c ON c.ord = k.ord
             JOIN main.sale_lines s ON {SAME}
             GROUP BY k.ord)
         WHERE copy <= there;"
    ))
}

/// Rows that are added.
fn added(known: u64) -> String {
    match known {
        0 => GOOD.to_owned(),
        _ => format!("{GOOD} AND rowid NOT IN (SELECT ord FROM {{known}})"),
    }
}

/// The customers of these rows, with what the lines say of them: the latest line's word holds.
fn people(ground: &Ground<'_>, into: &str, which: &str) -> Result<()> {
    if !has_column(ground, "customer_name")? {
        let ids = match which {
            GOOD => "SELECT customer_id FROM {customer_ids}".to_owned(),
            _ => format!("SELECT customer_id FROM {{rows}} WHERE {which} AND customer_id IS NOT NULL"),
        };
        return ground.name_people(into, &ids);
    }
    ground.run(&format!(
        "INSERT INTO {{{into}}}
         SELECT md5_number_lower(customer_id), customer_id, arg_max(customer_name, sold_at), arg_max(email, sold_at),
                arg_max(phone, sold_at), arg_max(owner, sold_at), arg_max(customer_attributes, sold_at),
                row_number() OVER ()
         FROM {{rows}} WHERE {which} AND customer_id IS NOT NULL GROUP BY customer_id"
    ))
}

/// The products of these rows, with what the lines say of them: the most frequent word holds.
fn goods(ground: &Ground<'_>, into: &str, which: &str) -> Result<()> {
    let told = if has_column(ground, "product_name")? {
        format!(
            "SELECT product_id, mode(product_name) AS name, mode(level_1) AS level_1, mode(level_2) AS level_2,
                    mode(level_3) AS level_3, mode(level_4) AS level_4, mode(product_attributes) AS attributes
             FROM {{rows}} WHERE {which} GROUP BY product_id"
        )
    } else {
        // Of all good rows the ids are known already.
        let ids = match which {
            GOOD => "SELECT told AS product_id FROM {product_ids}".to_owned(),
            _ => format!("SELECT DISTINCT product_id FROM {{rows}} WHERE {which}"),
        };
        format!(
            "SELECT product_id, NULL AS name, NULL AS level_1, NULL AS level_2, NULL AS level_3, NULL AS level_4,
                    NULL::JSON AS attributes
             FROM ({ids})"
        )
    };
    ground.run(&format!(
        "INSERT INTO {{{into}}}
         SELECT p.product_key, p.id, max(t.name), max(t.level_1), max(t.level_2), max(t.level_3), max(t.level_4),
                NULL, NULL, NULL, NULL, max(t.attributes::VARCHAR)::JSON,
                bool_or(coalesce(t.name, t.level_1, t.level_2, t.level_3, t.level_4) IS NOT NULL), row_number() OVER ()
         FROM ({told}) t JOIN {{product_ids}} p ON p.told = t.product_id
         GROUP BY p.product_key, p.id"
    ))
}

fn has_column(ground: &Ground<'_>, column: &str) -> Result<bool> {
    let (database, schema) = ground.place.split_once('.').unwrap_or((ground.place, "main"));
    let found: Option<u64> = scalar(
        ground.conn,
        "SELECT count(*) FROM duckdb_columns()
         WHERE database_name = ? AND schema_name = ? AND table_name = 'rows' AND column_name = ?",
        &[&database, &schema, &column],
    )?;
    Ok(found.unwrap_or(0) > 0)
}

fn count(ground: &Ground<'_>, known: u64) -> Result<Outcome> {
    let added = added(known);
    let mut outcome = ground.conn.query_row(
        &ground.at_place(&format!(
            "SELECT count(*), count(*) FILTER (line_kind = 'return'), count(*) FILTER (line_kind = 'charge'),
                    count(*) FILTER (customer_id IS NULL), epoch_us(min(sold_at)), epoch_us(max(sold_at))
             FROM {{rows}} WHERE {added}"
        )),
        [],
        |row| {
            Ok(Outcome {
                added: row.get(0)?,
                returns: row.get(1)?,
                charges: row.get(2)?,
                anonymous: row.get(3)?,
                first: row.get::<_, Option<i64>>(4)?.map(Moment),
                last: row.get::<_, Option<i64>>(5)?.map(Moment),
                known,
                ..Outcome::default()
            })
        },
    )?;
    ground.flag(
        "matched-loosely",
        "SELECT sum(lines)::UBIGINT, any_value('\"' || told || '\" was read as \"' || id || '\".')
         FROM {product_ids} WHERE loosely",
        &mut outcome,
    )?;
    // Who keeps no products file has nothing to mend.
    ground.flag(
        "unknown-product",
        "SELECT sum(lines)::UBIGINT, any_value('\"' || p.id || '\" is not described by any products file.')
         FROM {product_ids} p JOIN {goods} g ON g.product_key = p.product_key
         WHERE NOT p.described AND NOT g.described AND EXISTS (SELECT 1 FROM main.products WHERE described)",
        &mut outcome,
    )?;
    Ok(outcome)
}
