//! Is the history sound, and a copy of it while it runs.

use crate::error::{Error, Result};
use crate::open::History;
use crate::{schema, sql, views};
use std::path::Path;
use vihje_model::Problem;

/// Questions whose answer is a number of things that are wrong.
const CHECKS: [(&str, &str, &str); 9] = [
    (
        "customer-keys-not-unique",
        "customers share a key",
        "SELECT count(*) FROM (SELECT customer_key FROM customers GROUP BY customer_key HAVING count(*) > 1)",
    ),
    (
        "product-keys-not-unique",
        "products share a key",
        "SELECT count(*) FROM (SELECT product_key FROM products GROUP BY product_key HAVING count(*) > 1)",
    ),
    (
        "customer-unknown",
        "customers of sale lines are not in the list of customers",
        "SELECT count(*) FROM (SELECT DISTINCT coalesce(a.canonical, l.customer_key) AS key
                               FROM sale_lines l LEFT JOIN aliases a ON a.customer_key = l.customer_key
                               WHERE l.customer_key IS NOT NULL)
         WHERE key NOT IN (SELECT customer_key FROM customers)",
    ),
    (
        "product-unknown",
        "products of sale lines are not in the list of products",
        "SELECT count(*) FROM (SELECT DISTINCT product_key FROM sale_lines)
         WHERE product_key NOT IN (SELECT product_key FROM products)",
    ),
    (
        "import-unknown",
        "imports brought facts but are not in the list of imports",
        "SELECT count(*) FROM (
             SELECT DISTINCT import_id FROM customer_rows UNION SELECT DISTINCT import_id FROM product_rows
             UNION SELECT DISTINCT import_id FROM campaign_rows UNION SELECT DISTINCT import_id FROM held_customer_rows)
         WHERE import_id <> '' AND import_id NOT IN (SELECT import_id FROM imports WHERE undone_at IS NULL)",
    ),
    (
        "import-undone",
        "imports were taken back and still have facts",
        "SELECT count(*) FROM imports WHERE undone_at IS NOT NULL AND seq IN (
             SELECT seq FROM sale_lines UNION SELECT seq FROM exposures UNION SELECT seq FROM touch_points
             UNION SELECT seq FROM held_sale_lines UNION SELECT seq FROM held_exposures UNION SELECT seq FROM held_touch_points)",
    ),
    (
        "key-wrong",
        "customers have a key that is not that of their id",
        "SELECT count(*) FROM customers WHERE customer_key <> md5_number_lower(id)",
    ),
    (
        "alias-without-merge",
        "names stand for another customer without a merge that says so",
        "SELECT count(*) FROM aliases WHERE customer_key NOT IN (SELECT from_key FROM merges WHERE undone_at IS NULL)
             OR canonical IN (SELECT customer_key FROM aliases)",
    ),
    ("offset-not-one", "ledger offsets are remembered instead of one", "SELECT greatest(count(*) - 1, 0) FROM flushed"),
];

impl History {
    /// What is wrong with the history, for `vihje doctor`; empty when all is well. Reads everything once.
    ///
    /// # Errors
    /// When the history cannot be read at all.
    pub fn check(&self) -> Result<Vec<Problem>> {
        let conn = self.reader()?;
        let mut problems = Vec::new();
        let version = schema::version(&conn)?;
        if version != schema::VERSION {
            problems.push(Problem::new(
                "history-version",
                format!("The history has version {version} instead of {}.", schema::VERSION),
                "Open the folder with `vihje serve` once; it brings the history up to date.",
            ));
        }
        for (code, what, question) in CHECKS {
            let wrong: u64 = sql::scalar(&conn, question, &[])?.unwrap_or(0);
            if wrong > 0 {
                problems.push(Problem::new(code, format!("{wrong} {what}."), "Restore the last backup."));
            }
        }
        for view in &views::VIEWS {
            if let Err(error) = conn.prepare(&format!("SELECT * FROM {}.{}", views::SCHEMA, view.name)) {
                let what = format!("The view {} does not compile: {error}.", view.name);
                problems.push(Problem::new(
                    "view-broken",
                    what,
                    "Open the folder with the newest Vihje once.",
                ));
            }
        }
        Ok(problems)
    }

    /// Writes a copy of the history as it is at this moment into `folder`, which must not have one. Writers wait meanwhile,
    /// readers do not.
    ///
    /// # Errors
    /// `backup-exists` when there is a history in the folder already; when the disk is full.
    pub fn backup_to(&self, folder: &Path) -> Result<()> {
        let (_turn, conn) = self.writer()?;
        let file = folder.join("history.duckdb");
        if file.exists() {
            return Err(Error::refused(
                "backup-exists",
                format!("There is a history in {} already.", folder.display()),
                "Choose an empty folder.",
            ));
        }
        std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
        conn.execute_batch(&format!("ATTACH {} AS backup", sql::literal(&file.display().to_string())))?;
        let name: String = conn.query_row("SELECT current_database()", [], |row| row.get(0))?;
        let copied = conn.execute_batch(&format!("COPY FROM DATABASE {} TO backup", sql::ident(&name)));
        let detached = conn.execute_batch("DETACH backup");
        if copied.is_err() || detached.is_err() {
            // Half a copy is no backup.
            let _ = std::fs::remove_file(&file);
        }
        copied?;
        Ok(detached?)
    }
}
