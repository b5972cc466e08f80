//! The team: sales people as the data names them, and the user each of them signs in as.

use crate::convert::{count, some_moment, stored};
use crate::{Desk, DeskError, Result, audit};
use rusqlite::params;
use serde::Serialize;
use vihje_model::Moment;

/// A sales person seen in the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SalesPerson {
    /// Name as the source writes it; customers' owners are these names.
    pub name: String,
    /// Customers they own.
    pub customers: u64,
    /// Their last sale.
    pub last_sale_at: Option<Moment>,
    /// The user they sign in as.
    pub user: Option<i64>,
}

/// What the data tells of a sales person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Name as the source writes it.
    pub name: String,
    /// Customers they own.
    pub customers: u64,
    /// Their last sale.
    pub last_sale_at: Option<Moment>,
}

impl Desk {
    /// Brings the team up to what the data tells. Those no longer seen stay, with no customers; users stay linked.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn sync_team(&self, seen: &[Seen], now: Moment) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("UPDATE sales_person SET customers = 0", [])?;
            let mut upsert = transaction.prepare_cached(
                "INSERT INTO sales_person (name, customers, last_sale_at, seen_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET customers = excluded.customers,
                     last_sale_at = excluded.last_sale_at, seen_at = excluded.seen_at",
            )?;
            for person in seen {
                let last = person.last_sale_at.map(|moment| moment.0);
                upsert.execute(params![person.name, stored(person.customers), last, now.0])?;
            }
            Ok(())
        })
    }

    /// The team, by name.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn team(&self) -> Result<Vec<SalesPerson>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT name, customers, last_sale_at, user_id FROM sales_person ORDER BY name",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(SalesPerson {
                    name: row.get(0)?,
                    customers: count(row, 1)?,
                    last_sale_at: some_moment(row, 2)?,
                    user: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Says which user a sales person signs in as, or that none does.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when no such sales person was seen.
    pub fn link_sales_person(&self, name: &str, user: Option<i64>, by: &str, now: Moment) -> Result<()> {
        self.write(|transaction| {
            let changed = transaction
                .execute("UPDATE sales_person SET user_id = ?2 WHERE name = ?1", params![name, user])?;
            if changed == 0 {
                return Err(DeskError::not_found("sales person", name));
            }
            let details = serde_json::json!({"sales_person": name, "user": user});
            audit::record(transaction, by, "sales-person-linked", &details, now)
        })
    }
}
