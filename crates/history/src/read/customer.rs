//! One customer: profile and orders.

use super::{attributes, decimal};
use crate::columns::Level;
use crate::error::Result;
use crate::open::History;
use crate::resolve::Names;
use rust_decimal::Decimal;
use serde::Serialize;
use vihje_model::fact::Attributes;
use vihje_model::{CustomerKey, Moment};

/// Who a customer is and how much they bought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
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
    /// Orders with anything sold; nought for a prospect.
    pub orders: u64,
    /// Sum of all lines in the reporting currency, returns taken off.
    pub value: Decimal,
    /// First sale.
    pub first: Option<Moment>,
    /// Last sale.
    pub last: Option<Moment>,
}

/// An order with its lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Order {
    /// Id in the source.
    pub order: Option<String>,
    /// Moment of the first line.
    pub at: Moment,
    /// Sum of the lines in the reporting currency.
    pub value: Decimal,
    /// Store or other place of sale.
    pub store: Option<String>,
    /// The lines.
    pub lines: Vec<OrderLine>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderLine {
    /// Id of the product in the source.
    pub product: String,
    /// Name of the product, or its id.
    pub name: String,
    /// The narrowest category the product has.
    pub category: Option<String>,
    /// `sale`, `return` or `charge`.
    pub line: String,
    /// In the product's own unit.
    pub quantity: Decimal,
    /// In the reporting currency.
    pub value: Decimal,
}

impl History {
    /// A customer or prospect by key, as known before `as_of`; `None` when there is none. The key of a name that was merged gives
    /// the customer it was merged into.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn customer(&self, key: CustomerKey, as_of: Moment) -> Result<Option<Profile>> {
        let conn = self.reader()?;
        let names = Names::of(&conn, key)?;
        let (key, own) = (names.canonical, names.condition("customer_key"));
        let found = conn.query_row(
            &format!(
            "SELECT c.id, coalesce(c.name, c.id), c.email, c.phone, c.owner, c.attributes::VARCHAR, b.orders, b.value,
                    b.first, b.last
             FROM customers c,
                  (SELECT count(DISTINCT coalesce(order_id, sold_at::VARCHAR)) FILTER (line = 'sale') AS orders,
                          sum(value) AS value, epoch_us(min(sold_at) FILTER (line = 'sale')) AS first,
                          epoch_us(max(sold_at) FILTER (line = 'sale')) AS last
                   FROM sale_lines WHERE {own} AND sold_at < make_timestamp(?)) b
             WHERE c.customer_key = ?"
            ),
            duckdb::params![as_of.0, key.0],
            |row| {
                Ok(Profile {
                    key,
                    id: row.get(0)?,
                    name: row.get(1)?,
                    email: row.get(2)?,
                    phone: row.get(3)?,
                    owner: row.get(4)?,
                    attributes: attributes(row.get(5)?),
                    orders: row.get(6)?,
                    value: decimal(row, 7)?,
                    first: row.get::<_, Option<i64>>(8)?.map(Moment),
                    last: row.get::<_, Option<i64>>(9)?.map(Moment),
                })
            },
        );
        match found {
            Err(duckdb::Error::QueryReturnedNoRows) => Ok(None),
            other => Ok(Some(other?)),
        }
    }

    /// What the customer bought before a moment, oldest first: when, the item at a level, and its value in the reporting currency.
    /// Lines of products without a category at the level are left out.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn bought(
        &self,
        key: CustomerKey,
        level: Level,
        as_of: Moment,
    ) -> Result<Vec<(Moment, String, Decimal)>> {
        let item = match level {
            Level::Product => "coalesce(p.name, p.id)".to_owned(),
            Level::Category(number) => format!("p.level_{}", number.clamp(1, 4)),
        };
        let conn = self.reader()?;
        let own = Names::of(&conn, key)?.condition("l.customer_key");
        let mut statement = conn.prepare(&format!(
            "SELECT epoch_us(l.sold_at), {item}, l.value FROM sale_lines l JOIN products p ON p.product_key = l.product_key
             WHERE {own} AND l.line = 'sale' AND l.quantity > 0 AND {item} IS NOT NULL AND l.sold_at < make_timestamp(?)
             ORDER BY l.sold_at, {item}"
        ))?;
        let rows =
            statement.query_map([as_of.0], |row| Ok((Moment(row.get(0)?), row.get(1)?, decimal(row, 2)?)))?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// The customer's orders before a moment, newest first, at most `limit`. For the next page ask for those before the last
    /// one's moment.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn orders(&self, key: CustomerKey, before: Moment, limit: usize) -> Result<Vec<Order>> {
        let conn = self.reader()?;
        let own = Names::of(&conn, key)?.condition("customer_key");
        let mut statement = conn.prepare(&format!(
            "WITH own AS (
                 SELECT *, coalesce(order_id, sold_at::VARCHAR) AS bundle FROM sale_lines
                 WHERE {own} AND sold_at < make_timestamp(?)),
             newest AS (
                 SELECT bundle, min(sold_at) AS began FROM own GROUP BY bundle ORDER BY began DESC, bundle LIMIT {limit})
             SELECT o.bundle, o.order_id, epoch_us(n.began), o.store, p.id, coalesce(p.name, p.id),
                    coalesce(p.level_4, p.level_3, p.level_2, p.level_1), o.line::VARCHAR, o.quantity, o.value
             FROM own o JOIN newest n ON n.bundle = o.bundle JOIN products p ON p.product_key = o.product_key
             ORDER BY n.began DESC, o.bundle, o.value DESC, p.id"
        ))?;
        let mut orders: Vec<(String, Order)> = Vec::new();
        let mut rows = statement.query(duckdb::params![before.0])?;
        while let Some(row) = rows.next()? {
            let bundle: String = row.get(0)?;
            if orders.last().is_none_or(|(last, _)| *last != bundle) {
                let (order, at, store) = (row.get(1)?, Moment(row.get(2)?), row.get(3)?);
                orders.push((bundle, Order { order, at, value: Decimal::ZERO, store, lines: Vec::new() }));
            }
            let line = OrderLine {
                product: row.get(4)?,
                name: row.get(5)?,
                category: row.get(6)?,
                line: row.get(7)?,
                quantity: decimal(row, 8)?,
                value: decimal(row, 9)?,
            };
            if let Some((_, order)) = orders.last_mut() {
                order.value += line.value;
                order.lines.push(line);
            }
        }
        Ok(orders.into_iter().map(|(_, order)| order).collect())
    }
}
