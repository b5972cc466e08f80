//! The tables of the history and their version. Must never change a table that has data without a numbered migration.
//!
//! Facts carry `seq`, the number of the change that brought them: `imports` says which file that was, and a change it does not
//! have came by the ledger. `customers`, `products` and `campaigns` hold what is true now; it is derived from `*_rows`, what each
//! import said, so that an import can be taken back: there later values replace earlier ones by `seq`.
//!
//! Facts keep the name of the customer they were told with. `merges` says which names are one, `aliases` what follows from it: the
//! customer of every name that is not one itself (see `resolve.rs`).
//!
//! What a file told and was known already lies in `held_*`: it counts for nothing until the import through which it was known
//! is taken back.

use crate::error::{Error, Result};
use duckdb::Connection;

/// The version of the tables below.
pub(crate) const VERSION: u32 = 4;

/// Each migration brings the schema from its index to the next version.
const MIGRATIONS: [&str; VERSION as usize] = [V1, V2, V3, V4];

const V1: &str = "
CREATE TYPE line_kind AS ENUM ('sale', 'return', 'charge');

CREATE TABLE sale_lines (
    customer_key UBIGINT,             -- md5_number_lower(trim(id)); NULL: anonymous
    product_key  UBIGINT NOT NULL,
    sold_at      TIMESTAMP NOT NULL,  -- UTC
    line         line_kind NOT NULL,
    quantity     DECIMAL(18, 4) NOT NULL,
    amount       DECIMAL(18, 4) NOT NULL,
    currency     VARCHAR NOT NULL,
    value        DECIMAL(18, 4) NOT NULL,  -- amount in the reporting currency
    discount     DECIMAL(18, 4),
    order_id     VARCHAR,
    store        VARCHAR,
    sales_person VARCHAR,
    import_id    VARCHAR NOT NULL
);

CREATE TABLE customer_rows (
    customer_key UBIGINT NOT NULL, id VARCHAR NOT NULL,
    name VARCHAR, email VARCHAR, phone VARCHAR, owner VARCHAR, attributes JSON,
    seq BIGINT NOT NULL, import_id VARCHAR NOT NULL
);
CREATE TABLE customers (
    customer_key UBIGINT NOT NULL, id VARCHAR NOT NULL,
    name VARCHAR, email VARCHAR, phone VARCHAR, owner VARCHAR, attributes JSON
);

CREATE TABLE product_rows (
    product_key UBIGINT NOT NULL, id VARCHAR NOT NULL, name VARCHAR,
    level_1 VARCHAR, level_2 VARCHAR, level_3 VARCHAR, level_4 VARCHAR,
    price DECIMAL(18, 4), cost DECIMAL(18, 4), currency VARCHAR, stock DECIMAL(18, 4), attributes JSON,
    described BOOLEAN NOT NULL,       -- false: only named by a sale line
    seq BIGINT NOT NULL, import_id VARCHAR NOT NULL
);
CREATE TABLE products (
    product_key UBIGINT NOT NULL, id VARCHAR NOT NULL, name VARCHAR,
    level_1 VARCHAR, level_2 VARCHAR, level_3 VARCHAR, level_4 VARCHAR,
    price DECIMAL(18, 4), cost DECIMAL(18, 4), currency VARCHAR, stock DECIMAL(18, 4), attributes JSON,
    described BOOLEAN NOT NULL
);

CREATE TABLE campaign_rows (
    id VARCHAR NOT NULL, name VARCHAR, campaign_type VARCHAR, starts TIMESTAMP, ends TIMESTAMP,
    cost DECIMAL(18, 4), currency VARCHAR, audience VARCHAR,
    seq BIGINT NOT NULL, import_id VARCHAR NOT NULL
);
CREATE TABLE campaigns (
    id VARCHAR NOT NULL, name VARCHAR, campaign_type VARCHAR, starts TIMESTAMP, ends TIMESTAMP,
    cost DECIMAL(18, 4), currency VARCHAR, audience VARCHAR
);

CREATE TABLE exposures (
    campaign VARCHAR NOT NULL, customer_key UBIGINT NOT NULL,
    exposed_at TIMESTAMP,             -- NULL: at the campaign's start
    import_id VARCHAR NOT NULL
);

CREATE TABLE touch_points (
    customer_key UBIGINT NOT NULL, happened_at TIMESTAMP NOT NULL, touch VARCHAR NOT NULL,
    outbound BOOLEAN NOT NULL, subject VARCHAR NOT NULL, campaign VARCHAR, attributes JSON,
    import_id VARCHAR NOT NULL
);

CREATE TABLE imports (
    import_id VARCHAR NOT NULL, part UINTEGER NOT NULL, kind VARCHAR NOT NULL, file VARCHAR NOT NULL,
    imported_at TIMESTAMP NOT NULL, undone_at TIMESTAMP, header JSON NOT NULL, delimiter VARCHAR NOT NULL,
    outcome JSON NOT NULL, level_names JSON NOT NULL
);
CREATE TABLE rejected (
    import_id VARCHAR NOT NULL, part UINTEGER NOT NULL, line UBIGINT NOT NULL, col VARCHAR, code VARCHAR NOT NULL,
    reason VARCHAR NOT NULL, source_row VARCHAR NOT NULL
);

CREATE TABLE rates (currency VARCHAR NOT NULL, rate DECIMAL(18, 8) NOT NULL);
CREATE TABLE flushed (ledger_offset UBIGINT NOT NULL);
CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
";

/// `seq` of facts is the number of the change that brought them (0: before this version). `ord` is the row's place in its file.
/// `by_line`: told by lines of sales, and true only with them.
const V2: &str = "
ALTER TABLE sale_lines ADD COLUMN seq UBIGINT DEFAULT 0;
ALTER TABLE exposures ADD COLUMN seq UBIGINT DEFAULT 0;
ALTER TABLE touch_points ADD COLUMN seq UBIGINT DEFAULT 0;
ALTER TABLE imports ADD COLUMN seq UBIGINT DEFAULT 0;

CREATE TABLE held_sale_lines AS SELECT *, 0::BIGINT AS ord FROM sale_lines WHERE false;
CREATE TABLE held_exposures AS SELECT *, 0::BIGINT AS ord FROM exposures WHERE false;
CREATE TABLE held_touch_points AS SELECT *, 0::BIGINT AS ord FROM touch_points WHERE false;
CREATE TABLE held_customer_rows AS SELECT *, false AS by_line FROM customer_rows WHERE false;
CREATE TABLE held_product_rows AS SELECT *, false AS by_line FROM product_rows WHERE false;
CREATE TABLE held_campaign_rows AS SELECT *, false AS by_line FROM campaign_rows WHERE false;
";

/// A number in place of the import's id in every row, and order ids packed by a method that takes less time and less room. Facts
/// of the first version have no number yet: theirs is below those of all others.
const V3: &str = "
UPDATE imports SET seq = n
FROM (SELECT rowid AS place, row_number() OVER (ORDER BY imported_at, rowid) AS n FROM imports WHERE seq = 0) numbered
WHERE imports.rowid = numbered.place;
CREATE TEMP TABLE numbers AS SELECT import_id, min(seq) AS seq FROM imports GROUP BY import_id;

ALTER TABLE sale_lines RENAME TO sale_lines_before;
CREATE TABLE sale_lines (
    customer_key UBIGINT, product_key UBIGINT NOT NULL, sold_at TIMESTAMP NOT NULL, line line_kind NOT NULL,
    quantity DECIMAL(18, 4) NOT NULL, amount DECIMAL(18, 4) NOT NULL, currency VARCHAR NOT NULL, value DECIMAL(18, 4) NOT NULL,
    discount DECIMAL(18, 4), order_id VARCHAR USING COMPRESSION zstd, store VARCHAR, sales_person VARCHAR, seq UBIGINT NOT NULL
);
INSERT INTO sale_lines
SELECT l.* EXCLUDE (import_id, seq), CASE WHEN l.seq = 0 THEN coalesce(n.seq, 0) ELSE l.seq END
FROM sale_lines_before l LEFT JOIN numbers n ON n.import_id = l.import_id
ORDER BY l.customer_key, l.sold_at;
DROP TABLE sale_lines_before;

ALTER TABLE exposures RENAME TO exposures_before;
CREATE TABLE exposures (campaign VARCHAR NOT NULL, customer_key UBIGINT NOT NULL, exposed_at TIMESTAMP, seq UBIGINT NOT NULL);
INSERT INTO exposures
SELECT e.* EXCLUDE (import_id, seq), CASE WHEN e.seq = 0 THEN coalesce(n.seq, 0) ELSE e.seq END
FROM exposures_before e LEFT JOIN numbers n ON n.import_id = e.import_id;
DROP TABLE exposures_before;

ALTER TABLE touch_points RENAME TO touch_points_before;
CREATE TABLE touch_points (
    customer_key UBIGINT NOT NULL, happened_at TIMESTAMP NOT NULL, touch VARCHAR NOT NULL,
    outbound BOOLEAN NOT NULL, subject VARCHAR NOT NULL, campaign VARCHAR, attributes JSON, seq UBIGINT NOT NULL
);
INSERT INTO touch_points
SELECT t.* EXCLUDE (import_id, seq), CASE WHEN t.seq = 0 THEN coalesce(n.seq, 0) ELSE t.seq END
FROM touch_points_before t LEFT JOIN numbers n ON n.import_id = t.import_id
ORDER BY t.customer_key, t.happened_at;
DROP TABLE touch_points_before;
DROP TABLE numbers;
ALTER TABLE held_sale_lines DROP COLUMN import_id;
ALTER TABLE held_exposures DROP COLUMN import_id;
ALTER TABLE held_touch_points DROP COLUMN import_id;
";

/// Names that are one customer, names told beside each other, and whose lines the orders are that were told whole.
const V4: &str = "
CREATE TABLE merges (
    from_key UBIGINT NOT NULL, from_id VARCHAR NOT NULL, into_key UBIGINT NOT NULL, into_id VARCHAR NOT NULL,
    joined_by VARCHAR NOT NULL, evidence VARCHAR NOT NULL, merged_at TIMESTAMP NOT NULL, ledger_offset UBIGINT NOT NULL,
    undone_at TIMESTAMP, undone_by VARCHAR
);
CREATE TABLE aliases (customer_key UBIGINT NOT NULL, canonical UBIGINT NOT NULL);
CREATE TABLE names (
    holder_key UBIGINT NOT NULL, holder_id VARCHAR NOT NULL, name_id VARCHAR NOT NULL, source VARCHAR NOT NULL,
    outright BOOLEAN NOT NULL, told_at TIMESTAMP NOT NULL, ledger_offset UBIGINT NOT NULL
);
CREATE TABLE orders_told (order_id VARCHAR NOT NULL, customer_key UBIGINT);
";

/// The condition that a fact came by the ledger and not by a file.
pub(crate) const BY_LEDGER: &str = "seq NOT IN (SELECT seq FROM main.imports)";

/// Creates the tables of a new history, or brings those of an older one up to date, each step in one transaction.
///
/// # Errors
/// Refuses a history written by a newer Vihje.
pub(crate) fn migrate(conn: &Connection) -> Result<()> {
    let found = version(conn)?;
    if found > VERSION {
        return Err(Error::refused(
            "history-is-newer",
            format!("This folder's history has version {found}; this Vihje reads up to {VERSION}."),
            "Use the newer Vihje that wrote it.",
        ));
    }
    for step in found..VERSION {
        let sql = MIGRATIONS[step as usize];
        let next = step + 1;
        conn.execute_batch(&format!(
            "BEGIN; {sql}
             DELETE FROM meta WHERE key = 'schema';
             INSERT INTO meta VALUES ('schema', '{next}'); COMMIT;"
        ))?;
    }
    Ok(())
}

/// The schema version found, 0 for an empty database.
pub(crate) fn version(conn: &Connection) -> Result<u32> {
    let tables: u64 = conn.query_row(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta' AND database_name = current_database()",
        [],
        |row| row.get(0),
    )?;
    if tables == 0 {
        return Ok(0);
    }
    let text: Option<String> =
        conn.query_row("SELECT max(value) FROM meta WHERE key = 'schema'", [], |row| row.get(0))?;
    Ok(text.and_then(|text| text.parse().ok()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_of_the_first_version_keeps_its_facts() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(V1).unwrap();
        conn.execute_batch(
            "INSERT INTO meta VALUES ('schema', '1');
             INSERT INTO imports VALUES
                 ('i0', 0, 'customers', 'c.csv', '2026-01-01', NULL, '[]', ',', '{}', '[]'),
                 ('i1', 0, 'sales', 's.csv', '2026-01-02', NULL, '[]', ',', '{}', '[]');
             INSERT INTO sale_lines VALUES
                 (1, 2, now(), 'sale', 1, 3.5, 'EUR', 3.5, NULL, 'o1', NULL, NULL, 'i1'),
                 (3, 2, now(), 'sale', 1, 4.5, 'EUR', 4.5, NULL, 'o2', NULL, NULL, '');
             INSERT INTO touch_points VALUES (1, now(), 'call', true, '', NULL, NULL, 'i0');",
        )
        .unwrap();
        migrate(&conn).unwrap();
        assert_eq!(version(&conn).unwrap(), VERSION);
        let told = |sql: &str| -> Vec<Option<String>> {
            let mut statement = conn.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().collect::<duckdb::Result<_>>().unwrap()
        };
        let of_import = "(SELECT import_id FROM imports i WHERE i.seq = t.seq)";
        let lines = format!(
            "SELECT order_id || ' ' || coalesce({of_import}, 'ledger') FROM sale_lines t ORDER BY order_id"
        );
        assert_eq!(told(&lines), [Some("o1 i1".to_owned()), Some("o2 ledger".to_owned())]);
        assert_eq!(told(&format!("SELECT {of_import} FROM touch_points t")), [Some("i0".to_owned())]);
        assert!(told("SELECT order_id FROM held_sale_lines").is_empty());
        migrate(&conn).unwrap();
    }
}
