//! Products as the rules need them: their item at a level, stock and price; and who refused contact.

use super::{attributes, decimal_or_null};
use crate::columns::Level;
use crate::error::Result;
use crate::open::History;
use rust_decimal::Decimal;
use vihje_model::fact::Attributes;
use vihje_model::{CustomerKey, ProductKey};

/// A product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductRow {
    /// Its key.
    pub key: ProductKey,
    /// Its name, or the id where there is none.
    pub name: String,
    /// Its item at the level asked for.
    pub item: Option<String>,
    /// Units in stock, where that is told.
    pub stock: Option<Decimal>,
    /// What one unit costs the buyer in the reporting currency: as the sources say, else the mean of what was paid.
    pub price: Option<Decimal>,
}

impl History {
    /// Every product. One pass over the lines where a product has no price of its own.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn each_product(&self, level: Level, mut each: impl FnMut(ProductRow)) -> Result<()> {
        let item = match level {
            Level::Product => "coalesce(p.name, p.id)".to_owned(),
            Level::Category(number) => format!("p.level_{}", number.clamp(1, 4)),
        };
        let conn = self.reader()?;
        let mut statement = conn.prepare(&format!(
            "WITH paid AS (
                 SELECT product_key, (sum(value) / sum(quantity))::DECIMAL(18, 4) AS price FROM main.sale_lines
                 WHERE line = 'sale' AND quantity > 0
                   AND product_key IN (SELECT product_key FROM main.products WHERE price IS NULL) GROUP BY product_key)
             SELECT p.product_key, coalesce(p.name, p.id), {item}, p.stock, coalesce(p.price, paid.price)
             FROM main.products p LEFT JOIN paid ON paid.product_key = p.product_key"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(ProductRow {
                key: ProductKey(row.get(0)?),
                name: row.get(1)?,
                item: row.get(2)?,
                stock: decimal_or_null(row, 3)?,
                price: decimal_or_null(row, 4)?,
            });
        }
        Ok(())
    }

    /// Customers whose attributes say anything of consent.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn each_consent(&self, mut each: impl FnMut(CustomerKey, Attributes)) -> Result<()> {
        let conn = self.reader()?;
        let mut statement = conn.prepare(
            "SELECT customer_key, attributes::VARCHAR FROM main.customers WHERE contains(lower(attributes::VARCHAR), 'consent')",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(CustomerKey(row.get(0)?), attributes(row.get(1)?));
        }
        Ok(())
    }
}
