//! An import is taken back in one transaction: the history is then as if it had never come.

use crate::commit::in_transaction;
use crate::error::{Error, Result};
use crate::open::History;
use crate::refresh::refresh;
use crate::{held, sql};
use vihje_model::Moment;
use vihje_model::fact::ImportRef;

/// What carries the id of its import, and the facts, which carry the number of the change.
const TOLD: [&str; 4] = ["customer_rows", "product_rows", "campaign_rows", "rejected"];
const FACTS: [&str; 3] = ["sale_lines", "exposures", "touch_points"];

impl History {
    /// Takes an import back, in one transaction: its facts vanish; customers and products it alone told of vanish; what it
    /// changed falls back to the value before. What another file told too, and was known through this import, becomes that
    /// file's. Linear in the import's facts and in what later files told again.
    ///
    /// # Errors
    /// `no-such-import` when there is none with this id, or it was undone before.
    pub fn undo(&self, import: &str, now: Moment) -> Result<ImportRef> {
        let (_turn, conn) = self.writer()?;
        let found = conn.query_row(
            "SELECT count(*), coalesce(string_agg(file, ', ' ORDER BY part), ''),
                    coalesce(sum((outcome->>'added')::UBIGINT), 0)::UBIGINT
             FROM imports WHERE import_id = ? AND undone_at IS NULL",
            [import],
            |row| Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?, row.get::<_, u64>(2)?)),
        )?;
        let (1.., file, rows) = found else {
            return Err(Error::refused(
                "no-such-import",
                format!("There is no import \"{import}\" to take back."),
                "Look at the list of imports for its id.",
            ));
        };
        let id = sql::literal(import);
        let changes = Self::changes(&conn)?;
        in_transaction(&conn, || {
            // What the import said is needed once more, to know what to derive again.
            conn.execute_batch(&format!(
                "CREATE OR REPLACE TEMP TABLE undone AS
                 SELECT DISTINCT 'customer' AS what, customer_key AS key, NULL::VARCHAR AS id FROM customer_rows WHERE import_id = {id}
                 UNION ALL SELECT DISTINCT 'product', product_key, NULL FROM product_rows WHERE import_id = {id}
                 UNION ALL SELECT DISTINCT 'campaign', NULL, id FROM campaign_rows WHERE import_id = {id};"
            ))?;
            held::note(&conn, &id)?;
            for table in TOLD {
                conn.execute_batch(&format!("DELETE FROM {table} WHERE import_id = {id}"))?;
            }
            for table in FACTS {
                conn.execute_batch(&format!("DELETE FROM {table} WHERE {}", held::by_import(&id)))?;
            }
            held::bring_back(&conn)?;
            refresh(
                &conn,
                "SELECT key FROM undone WHERE what = 'customer'",
                "SELECT key FROM undone WHERE what = 'product'",
                "SELECT id FROM undone WHERE what = 'campaign'",
            )?;
            conn.execute_batch(&format!(
                "DROP TABLE undone; UPDATE imports SET undone_at = {} WHERE import_id = {id} AND undone_at IS NULL",
                sql::moment(now)
            ))?;
            // The next first sales decide the reporting currency anew.
            let sales: Option<u8> =
                sql::scalar(&conn, "SELECT max(one) FROM (SELECT 1 AS one FROM sale_lines LIMIT 1)", &[])?;
            if sales.is_none() {
                Self::forget_meta(&conn, "currency")?;
            }
            Self::set_meta(&conn, "changes", &(changes + 1).to_string())
        })?;
        Ok(ImportRef { import: import.to_owned(), file, rows })
    }
}
