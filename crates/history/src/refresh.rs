//! What is true now of customers, products and campaigns, derived from what every import said of them: the latest value of each
//! member, attribute by attribute. Must run within a transaction, and never hold more in memory than a batch.

use crate::error::Result;
use crate::resolve;
use crate::sql::scalar;
use duckdb::Connection;

/// A table of what is true now.
struct Derived {
    /// Its name; what was said lies in the same name without its last letter and with `_rows`.
    table: &'static str,
    key: &'static str,
    /// Members whose latest value holds.
    members: &'static [&'static str],
    /// Whether keys are names of customers, which may have been merged.
    named: bool,
    /// Columns that follow from all rows of a key: the name and the SQL.
    merged: &'static [(&'static str, &'static str)],
}

/// Attributes merged in order.
const ATTRIBUTES: (&str, &str) = (
    "attributes",
    "CASE WHEN count(attributes) <= 1 THEN any_value(attributes)
          ELSE list_reduce(list(attributes ORDER BY seq) FILTER (attributes IS NOT NULL),
                           lambda old, new: json_merge_patch(old, new)) END",
);

const DERIVED: [Derived; 3] = [
    Derived {
        table: "customers",
        key: "customer_key",
        named: true,
        members: &["id", "name", "email", "phone", "owner"],
        merged: &[ATTRIBUTES],
    },
    Derived {
        table: "products",
        key: "product_key",
        named: false,
        members: &[
            "id", "name", "level_1", "level_2", "level_3", "level_4", "price", "cost", "currency", "stock",
        ],
        merged: &[ATTRIBUTES, ("described", "bool_or(described)")],
    },
    Derived {
        table: "campaigns",
        key: "id",
        named: false,
        members: &["name", "campaign_type", "starts", "ends", "cost", "currency", "audience"],
        merged: &[],
    },
];

/// Rows of keys that several rows tell of, merged at a time: texts being merged stay in memory.
const BATCH: u64 = 100_000;

/// Derives anew what is known of the customers, products and campaigns that the three queries name. One that no row tells of any
/// more vanishes. Linear in the rows of those keys; memory is that of one key and count each, and of a batch.
pub(crate) fn refresh(conn: &Connection, customers: &str, products: &str, campaigns: &str) -> Result<()> {
    let merged = resolve::any(conn)?;
    DERIVED
        .iter()
        .zip([customers, products, campaigns])
        .try_for_each(|(derived, keys)| Refresh { derived, merged: merged && derived.named }.run(conn, keys))
}

/// The deriving anew of one table; `merged` where some of its keys are names of one customer.
struct Refresh<'a> {
    derived: &'a Derived,
    merged: bool,
}

impl Refresh<'_> {
    fn run(&self, conn: &Connection, keys: &str) -> Result<()> {
        let (table, key, rows) = (self.derived.table, self.derived.key, self.rows());
        let named = match self.merged {
            // Whoever is touched under one name is derived anew under the customer's, and stands under no other.
            true => {
                "SELECT key FROM given UNION SELECT a.canonical FROM given g JOIN main.aliases a ON a.customer_key = g.key"
            }
            false => "SELECT key FROM given",
        };
        conn.execute_batch(&format!(
            "CREATE OR REPLACE TEMP TABLE given AS SELECT DISTINCT * FROM ({keys}) AS t(key);
             CREATE OR REPLACE TEMP TABLE touched AS {named};
             DROP TABLE given;
             DELETE FROM main.{table} WHERE {key} IN (SELECT key FROM touched);
             CREATE OR REPLACE TEMP TABLE told AS
             SELECT {key} AS key, count(*) AS rows FROM {rows} WHERE {key} IN (SELECT key FROM touched) GROUP BY {key};"
        ))?;
        // What one row says is taken as it is.
        conn.execute_batch(&format!(
            "INSERT INTO main.{table} SELECT {} FROM {rows} WHERE {key} IN (SELECT key FROM told WHERE rows = 1)",
            self.columns(|member| self.own(member).unwrap_or_else(|| member.to_owned()), |name, _| name.to_owned())
        ))?;
        let several: u64 =
            scalar(conn, "SELECT sum(rows)::UBIGINT FROM told WHERE rows > 1", &[])?.unwrap_or(0);
        let batches = several.div_ceil(BATCH);
        let latest = self.columns(
            |member| match self.own(member) {
                Some(own) => format!("max({own})"),
                None => format!("arg_max({member}, seq)"),
            },
            |_, sql| sql.to_owned(),
        );
        for batch in 0..batches {
            conn.execute_batch(&format!(
                "INSERT INTO main.{table} SELECT {latest} FROM {rows}
                 WHERE {key} IN (SELECT key FROM told WHERE rows > 1 AND hash(key) % {batches} = {batch}) GROUP BY {key}"
            ))?;
        }
        Ok(conn.execute_batch("DROP TABLE touched; DROP TABLE told;")?)
    }

    /// What was said; of customers under the name that the others were merged into.
    fn rows(&self) -> String {
        let table = format!("{}_rows", self.derived.table.trim_end_matches('s'));
        match self.merged {
            true => format!("(SELECT f.customer_key AS told_key, {})", resolve::joined(&table)),
            false => format!("main.{table}"),
        }
    }

    /// The id of a customer is that of the name the others were merged into, whatever was told last.
    fn own(&self, member: &str) -> Option<String> {
        let id = "CASE WHEN told_key = customer_key THEN id ELSE
                      (SELECT max(m.into_id) FROM main.merges m WHERE m.into_key = customer_key) END";
        (self.merged && member == "id").then(|| id.to_owned())
    }

    /// The columns of the table in its order.
    fn columns(&self, member: impl Fn(&str) -> String, merged: impl Fn(&str, &str) -> String) -> String {
        let key = std::iter::once(self.derived.key.to_owned());
        let members = self.derived.members.iter().map(|name| member(name));
        let merged = self.derived.merged.iter().map(|(name, sql)| merged(name, sql));
        key.chain(members).chain(merged).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn more_customers_than_a_batch_are_each_merged_once() {
        let conn = Connection::open_in_memory().unwrap();
        schema::migrate(&conn).unwrap();
        // Every customer is told of twice but the first, who is told of once.
        conn.execute_batch(
            "INSERT INTO customer_rows
             SELECT n, 'c' || n, CASE WHEN part = 0 THEN 'old ' || n END, NULL, 'p' || part, NULL,
                    CASE part WHEN 0 THEN '{\"a\": 1, \"b\": 1}' ELSE '{\"b\": 2}' END::JSON, part, 'i' || part
             FROM range(120000) AS c(n), range(2) AS r(part) WHERE n > 0 OR part = 0;",
        )
        .unwrap();
        refresh(
            &conn,
            "SELECT customer_key FROM customer_rows",
            "SELECT 0 WHERE false",
            "SELECT '' WHERE false",
        )
        .unwrap();
        let wrong: u64 = conn
            .query_row(
                "SELECT count(*) FROM customers
                 WHERE name <> 'old ' || customer_key OR phone <> CASE customer_key WHEN 0 THEN 'p0' ELSE 'p1' END
                    OR (attributes->>'b') <> CASE customer_key WHEN 0 THEN '1' ELSE '2' END OR (attributes->>'a') <> '1'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        let there: u64 = conn
            .query_row("SELECT count(DISTINCT customer_key) FROM customers", [], |row| row.get(0))
            .unwrap();
        let rows: u64 = conn.query_row("SELECT count(*) FROM customers", [], |row| row.get(0)).unwrap();
        assert_eq!((wrong, there, rows), (0, 120_000, 120_000));
    }
}
