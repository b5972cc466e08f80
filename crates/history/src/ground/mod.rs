//! Common ground of the wide door and the flush: checked rows of one kind on one side, what they add to the history on the
//! other. Nothing here changes a fact; [`crate::absorb`] does.
//!
//! A ground is a schema of its own with a table `rows` (see `stage/kinds.rs`) that [`settle`] turns into `people`, `goods`,
//! `efforts`, `exposures`, `touches` and the view `lines`: exactly what would be inserted. What is known already lies beside it in
//! `held_people`, `held_goods`, `held_efforts`, and as the rows of `known`.

mod facts;
mod loose;
mod records;
mod sales;

use crate::error::{Error, Result};
use crate::sql::scalar;
use duckdb::Connection;
use vihje_model::Moment;
use vihje_model::import::{Flag, Outcome, RecordKind};

/// Where the checked rows of one kind lie.
pub(crate) struct Ground<'a> {
    pub(crate) conn: &'a Connection,
    /// `database.schema`.
    pub(crate) place: &'a str,
    pub(crate) kind: RecordKind,
    /// Match products by name without regard to case, spaces and punctuation.
    pub(crate) loose: bool,
    /// Whether a line or touch-point equal to one of the history is the same one told again. True for files; facts that come
    /// by the ledger were told apart by their message ids already.
    pub(crate) by_content: bool,
}

/// The good rows of a ground.
pub(crate) const GOOD: &str = "bad = 0 AND NOT out";

/// Works out what the rows add, and counts it.
///
/// # Errors
/// Refuses two ids with one key.
pub(crate) fn settle(ground: &Ground<'_>) -> Result<Outcome> {
    ground.run(EMPTY)?;
    let mut outcome = match ground.kind {
        RecordKind::Sales => sales::settle(ground)?,
        RecordKind::Customers => records::customers(ground)?,
        RecordKind::Products => records::products(ground)?,
        RecordKind::Campaigns => records::campaigns(ground)?,
        RecordKind::Exposures => facts::exposures(ground)?,
        RecordKind::TouchPoints => facts::touch_points(ground)?,
    };
    ground.refuse_collisions()?;
    outcome.rows = ground.count("SELECT count(*) FROM {rows}")?;
    outcome.left_out = ground.count("SELECT count(*) FROM {rows} WHERE out")?;
    outcome.rejected = ground.count("SELECT count(*) FROM {rows} WHERE bad > 0")?;
    Ok(outcome)
}

/// What a ground adds, empty at first. `known` holds the rows already there.
const EMPTY: &str = "
    CREATE OR REPLACE TABLE {people}(customer_key UBIGINT, id VARCHAR, name VARCHAR, email VARCHAR, phone VARCHAR,
        owner VARCHAR, attributes JSON, ord BIGINT);
    CREATE OR REPLACE TABLE {goods}(product_key UBIGINT, id VARCHAR, name VARCHAR, level_1 VARCHAR, level_2 VARCHAR,
        level_3 VARCHAR, level_4 VARCHAR, price DECIMAL(18, 4), cost DECIMAL(18, 4), currency VARCHAR,
        stock DECIMAL(18, 4), attributes JSON, described BOOLEAN, ord BIGINT);
    CREATE OR REPLACE TABLE {efforts}(id VARCHAR, name VARCHAR, campaign_type VARCHAR, starts TIMESTAMP, ends TIMESTAMP,
        cost DECIMAL(18, 4), currency VARCHAR, audience VARCHAR, ord BIGINT);
    CREATE OR REPLACE TABLE {exposures}(campaign VARCHAR, customer_key UBIGINT, exposed_at TIMESTAMP);
    CREATE OR REPLACE TABLE {touches}(customer_key UBIGINT, happened_at TIMESTAMP, touch VARCHAR, outbound BOOLEAN,
        subject VARCHAR, campaign VARCHAR, attributes JSON);
    CREATE OR REPLACE TABLE {known}(ord BIGINT);
    CREATE OR REPLACE TABLE {held_people} AS FROM {people};
    CREATE OR REPLACE TABLE {held_goods} AS FROM {goods};
    CREATE OR REPLACE TABLE {held_efforts} AS FROM {efforts};";

/// The tables of a ground that SQL templates may name in braces.
const TABLES: [&str; 15] = [
    "rows",
    "people",
    "goods",
    "efforts",
    "exposures",
    "touches",
    "known",
    "lines",
    "keyed",
    "copies",
    "customer_ids",
    "product_ids",
    "held_people",
    "held_goods",
    "held_efforts",
];

impl Ground<'_> {
    /// The template with each `{table}` at its place.
    pub(crate) fn at_place(&self, template: &str) -> String {
        TABLES.iter().fold(template.to_owned(), |sql, table| {
            sql.replace(&format!("{{{table}}}"), &format!("{}.{table}", self.place))
        })
    }

    pub(crate) fn run(&self, template: &str) -> Result<()> {
        Ok(self.conn.execute_batch(&self.at_place(template))?)
    }

    pub(crate) fn count(&self, template: &str) -> Result<u64> {
        Ok(scalar(self.conn, &self.at_place(template), &[])?.unwrap_or(0))
    }

    /// The flag when any row deserves it; `template` gives the number of rows and one example.
    pub(crate) fn flag(&self, code: &str, template: &str, outcome: &mut Outcome) -> Result<()> {
        let found: (Option<u64>, Option<String>) =
            self.conn.query_row(&self.at_place(template), [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if let (Some(rows @ 1..), Some(example)) = found {
            outcome.flags.push(Flag { code: code.to_owned(), rows, example });
        }
        Ok(())
    }

    /// First and last moment of what is added.
    pub(crate) fn span(&self, template: &str, outcome: &mut Outcome) -> Result<()> {
        let (first, last): (Option<i64>, Option<i64>) =
            self.conn.query_row(&self.at_place(template), [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        outcome.first = first.map(Moment);
        outcome.last = last.map(Moment);
        Ok(())
    }

    /// Adds every customer that a fact names, to `people` or to `held_people`.
    pub(crate) fn name_people(&self, into: &str, ids: &str) -> Result<()> {
        self.run(&format!(
            "INSERT INTO {{{into}}}
             SELECT md5_number_lower(id), id, NULL, {}, {}, NULL, NULL, row_number() OVER ()
             FROM (SELECT DISTINCT customer_id AS id FROM ({ids}))",
            after("email:"),
            after("phone:"),
        ))
    }

    /// Two ids with one key would mix two customers or products for ever.
    fn refuse_collisions(&self) -> Result<()> {
        let sides = [("{people}", "customer_key", "customers"), ("{goods}", "product_key", "products")];
        for (new, key, known) in sides {
            let sql = self.at_place(&format!(
                "SELECT min(id) || '\" and \"' || max(id)
                 FROM (SELECT {key}, id FROM {new}
                       UNION ALL SELECT {key}, id FROM main.{known} WHERE {key} IN (SELECT {key} FROM {new}))
                 GROUP BY {key} HAVING min(id) <> max(id) LIMIT 1"
            ));
            let found: Option<String> = match self.conn.query_row(&sql, [], |row| row.get(0)) {
                Err(duckdb::Error::QueryReturnedNoRows) => None,
                other => other?,
            };
            if let Some(pair) = found {
                return Err(Error::refused(
                    "key-collision",
                    format!("The ids \"{pair}\" of {known} have the same 64-bit key."),
                    "Change one of the two ids at the source; they cannot be told apart.",
                ));
            }
        }
        Ok(())
    }
}

/// An address or number that is itself the name of a customer.
fn after(prefix: &str) -> String {
    format!("CASE WHEN starts_with(id, '{prefix}') THEN substr(id, {}) END", prefix.len() + 1)
}
