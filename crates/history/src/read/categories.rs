//! What a customer buys, by category and month.

use super::decimal;
use crate::columns::Level;
use crate::error::{Error, Result};
use crate::open::History;
use crate::resolve::Names;
use rust_decimal::Decimal;
use serde::Serialize;
use vihje_model::{CustomerKey, Moment};

/// A customer's purchases of one category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryTrend {
    /// The category or product; `None` for products without a category.
    pub name: Option<String>,
    /// Value in the reporting currency over all months, returns taken off.
    pub value: Decimal,
    /// Number of sale lines.
    pub lines: u64,
    /// Last sale.
    pub last: Moment,
    /// First moment of each month (UTC) with a sale or return, and the value in it, oldest first.
    pub months: Vec<(Moment, Decimal)>,
}

impl History {
    /// A customer's purchases by category before `as_of`, greatest value first.
    ///
    /// # Errors
    /// `no-such-level` beyond four.
    pub fn categories(&self, key: CustomerKey, level: Level, as_of: Moment) -> Result<Vec<CategoryTrend>> {
        let name = match level {
            Level::Product => "coalesce(p.name, p.id)".to_owned(),
            Level::Category(number @ 1..=4) => format!("p.level_{number}"),
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
        let own = Names::of(&conn, key)?.condition("l.customer_key");
        let mut statement = conn.prepare(&format!(
            "SELECT {name} AS name, epoch_us(date_trunc('month', l.sold_at)::TIMESTAMP) AS month, sum(l.value),
                    count(*) FILTER (l.line = 'sale'), epoch_us(max(l.sold_at)),
                    sum(sum(l.value)) OVER (PARTITION BY {name}) AS total
             FROM sale_lines l JOIN products p ON p.product_key = l.product_key
             WHERE {own} AND l.sold_at < make_timestamp(?) AND l.line <> 'charge'
             GROUP BY 1, 2 ORDER BY total DESC, name, month"
        ))?;
        let mut trends: Vec<CategoryTrend> = Vec::new();
        let mut rows = statement.query(duckdb::params![as_of.0])?;
        while let Some(row) = rows.next()? {
            let name: Option<String> = row.get(0)?;
            if trends.last().is_none_or(|trend| trend.name != name) {
                let last = Moment(row.get(4)?);
                trends.push(CategoryTrend { name, value: Decimal::ZERO, lines: 0, last, months: Vec::new() });
            }
            let value = decimal(row, 2)?;
            if let Some(trend) = trends.last_mut() {
                trend.value += value;
                trend.lines += row.get::<_, u64>(3)?;
                trend.last = Moment(row.get(4)?);
                trend.months.push((Moment(row.get(1)?), value));
            }
        }
        Ok(trends)
    }
}
