//! Many customers: all of them in order of key, those in a pattern's window, and names by key.

use super::{attributes, decimal};
use crate::columns::Level;
use crate::conditions;
use crate::error::{Error, Result};
use crate::open::History;
use crate::{resolve, reversals};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::HashMap;
use vihje_model::fact::Attributes;
use vihje_model::{Condition, CustomerKey, Moment, ProductKey};

/// A customer as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CustomerRow {
    /// The key.
    pub key: CustomerKey,
    /// Id in the source.
    pub id: String,
    /// Name, or the id where there is none.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Demographics and everything else.
    pub attributes: Attributes,
}

/// Who bought A, not B since, and still may within the window.
#[derive(Debug, Clone)]
pub struct PatternQuery {
    /// What A and B are names of.
    pub level: Level,
    /// The item bought.
    pub a: String,
    /// The item not bought since.
    pub b: String,
    /// Days after the first purchase of A in which B is expected.
    pub window_days: u32,
    /// The moment of the question.
    pub as_of: Moment,
    /// True when the customer must never have bought B before A either.
    pub first_time: bool,
    /// Only customers who meet this.
    pub channel: Condition,
}

/// A customer whose window is open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PatternMember {
    /// The key.
    pub key: CustomerKey,
    /// First purchase of A.
    pub bought_a: Moment,
    /// End of the window.
    pub closes: Moment,
    /// Value of all sales before the moment, in the reporting currency.
    pub value: Decimal,
}

/// The first columns of a row as a customer.
fn customer(row: &duckdb::Row<'_>) -> duckdb::Result<CustomerRow> {
    Ok(CustomerRow {
        key: CustomerKey(row.get(0)?),
        id: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        phone: row.get(4)?,
        owner: row.get(5)?,
        attributes: attributes(row.get(6)?),
    })
}

impl History {
    /// Customers and prospects in order of key, at most `limit` after `after` (`None` for the first page).
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn customers(&self, after: Option<CustomerKey>, limit: usize) -> Result<Vec<CustomerRow>> {
        let conn = self.reader()?;
        let above = after.map_or_else(String::new, |key| format!("WHERE customer_key > {}", key.0));
        let mut statement = conn.prepare(&format!(
            "SELECT customer_key, id, coalesce(name, id), email, phone, owner, attributes::VARCHAR
             FROM customers {above} ORDER BY customer_key LIMIT {limit}"
        ))?;
        let rows = statement.query_map([], customer)?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// Names of products by key; a product without a name is called by its id.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn product_names(&self, keys: &[ProductKey]) -> Result<HashMap<ProductKey, String>> {
        let conn = self.reader()?;
        let list: Vec<String> = keys.iter().map(|key| key.0.to_string()).collect();
        let mut statement = conn.prepare(
            "SELECT product_key, coalesce(name, id) FROM products
             WHERE product_key IN (SELECT unnest(string_split(?, ','))::UBIGINT)",
        )?;
        if list.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = statement.query_map([list.join(",")], |row| Ok((ProductKey(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// Customers and prospects by the key that was asked; a key that was merged stands for the customer it was merged into. Keys of
    /// nobody are left out. One question, however many they are.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn customers_by_key(&self, keys: &[CustomerKey]) -> Result<HashMap<CustomerKey, CustomerRow>> {
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let conn = self.reader()?;
        let list: Vec<String> = keys.iter().map(|key| key.0.to_string()).collect();
        let mut statement = conn.prepare(
            "SELECT c.customer_key, c.id, coalesce(c.name, c.id), c.email, c.phone, c.owner, c.attributes::VARCHAR, k.key
             FROM (SELECT unnest(string_split(?, ','))::UBIGINT AS key) k
             LEFT JOIN main.aliases a ON a.customer_key = k.key
             JOIN main.customers c ON c.customer_key = coalesce(a.canonical, k.key)",
        )?;
        let rows =
            statement.query_map([list.join(",")], |row| Ok((CustomerKey(row.get(7)?), customer(row)?)))?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// Keys of the customers and prospects who meet a condition, ascending.
    ///
    /// # Errors
    /// As [`History::count_members`].
    pub fn members(&self, condition: &Condition, as_of: Moment) -> Result<Vec<CustomerKey>> {
        let conn = self.reader()?;
        let members = conditions::members(&conn, condition, as_of)?;
        let mut statement = conn.prepare(&format!("{} ORDER BY 1", members.sql))?;
        let rows = statement
            .query_map(duckdb::params_from_iter(members.params), |row| Ok(CustomerKey(row.get(0)?)))?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// Customers who first bought A within the window before the moment and have not bought B since: those to offer B, greatest
    /// value first. Purchases are those of [`History::purchases`].
    ///
    /// # Errors
    /// `no-such-level` beyond four; what [`History::count_members`] refuses.
    pub fn pattern_members(&self, query: &PatternQuery) -> Result<Vec<PatternMember>> {
        let item = match query.level {
            Level::Product => "coalesce(name, id)".to_owned(),
            Level::Category(number @ 1..=4) => format!("level_{number}"),
            Level::Category(number) => {
                let what = format!("There is no level {number}.");
                return Err(Error::refused(
                    "no-such-level",
                    what,
                    "Choose a level from 1 to 4, or single products.",
                ));
            }
        };
        let conn = self.reader()?;
        // One transaction, so that row numbers stay what they are between the steps; it ends with the connection.
        conn.execute_batch("BEGIN")?;
        reversals::find(&conn, query.as_of)?;
        let members = conditions::members(&conn, &query.channel, query.as_of)?;
        let lines = resolve::facts(&conn, "sale_lines")?;
        let never_before = if query.first_time { "OR first_b < first_a" } else { "" };
        let mut params = vec![
            duckdb::types::Value::BigInt(query.as_of.0),
            duckdb::types::Value::Text(query.a.clone()),
            duckdb::types::Value::Text(query.b.clone()),
        ];
        params.extend(members.params);
        let window = i64::from(query.window_days) * vihje_model::time::MICROS_PER_DAY;
        let mut statement = conn.prepare(&format!(
            "WITH asked AS (SELECT make_timestamp(?) AS as_of, ? AS a, ? AS b),
             own AS (
                 SELECT l.customer_key, min(l.sold_at) FILTER ({item} = asked.a) AS first_a,
                        min(l.sold_at) FILTER ({item} = asked.b) AS first_b,
                        max(l.sold_at) FILTER ({item} = asked.b) AS last_b
                 FROM {lines} l JOIN products p ON p.product_key = l.product_key, asked
                 WHERE l.line = 'sale' AND l.quantity > 0 AND l.sold_at < asked.as_of
                   AND l.line_id NOT IN (SELECT line FROM reversed)
                   AND l.customer_key IN ({members}) AND {item} IN (asked.a, asked.b)
                 GROUP BY l.customer_key),
             chosen AS (
                 SELECT customer_key, first_a FROM own, asked
                 WHERE first_a > asked.as_of - to_microseconds({window})
                   AND NOT coalesce(last_b > first_a {never_before}, false))
             SELECT c.customer_key, epoch_us(any_value(c.first_a)), sum(l.value) AS value
             FROM chosen c JOIN {lines} l ON l.customer_key = c.customer_key, asked
             WHERE l.sold_at < asked.as_of
             GROUP BY c.customer_key ORDER BY value DESC, c.customer_key",
            members = members.sql
        ))?;
        let rows = statement.query_map(duckdb::params_from_iter(params), |row| {
            let bought_a = Moment(row.get(1)?);
            Ok(PatternMember {
                key: CustomerKey(row.get(0)?),
                bought_a,
                closes: bought_a.plus_days(i64::from(query.window_days)),
                value: decimal(row, 2)?,
            })
        })?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }
}
