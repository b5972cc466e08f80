//! The tables of the history and their version. Must never change a table that has data without a numbered migration.
//!
//! Facts carry the id of the import that brought them (`''` for facts that came by the ledger) and a running number `seq`,
//! by which later values replace earlier ones. `customers`, `products` and `campaigns` hold what is true now; it is derived
//! from `*_rows`, what each import said, so that an import can be taken back.
//!
//! What a file told and was known already lies in `held_*`: it counts for nothing until the import through which it was known
//! is taken back.

use crate::error::{Error, Result};
use duckdb::Connection;

/// The version of the tables below.
pub(crate) const VERSION: u32 = 2;

/// Each migration brings the schema from its index to the next version.
const MIGRATIONS: [&str; VERSION as usize] = [V1, V2];

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
             INSERT INTO sale_lines VALUES (1, 2, now(), 'sale', 1, 3.5, 'EUR', 3.5, NULL, 'o1', NULL, NULL, 'i1');",
        )
        .unwrap();
        migrate(&conn).unwrap();
        assert_eq!(version(&conn).unwrap(), VERSION);
        let seq: u64 = conn.query_row("SELECT seq FROM sale_lines", [], |row| row.get(0)).unwrap();
        let held: u64 = conn.query_row("SELECT count(*) FROM held_sale_lines", [], |row| row.get(0)).unwrap();
        assert_eq!((seq, held), (0, 0));
        migrate(&conn).unwrap();
    }
}
