//! How much there is, and how fresh it is.

use crate::error::Result;
use crate::open::History;
use serde::Serialize;
use vihje_model::Moment;

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableCount {
    /// The table's name, as in the documented views.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Moment of the latest fact, where facts have one.
    pub latest: Option<Moment>,
}

/// Everything there is, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Rows and latest moment of each table.
    pub tables: Vec<TableCount>,
    /// Moment of the earliest sale.
    pub first_sale: Option<Moment>,
    /// Moment of the latest sale.
    pub last_sale: Option<Moment>,
    /// Grows with every change of facts: findings with a lower number are out of date.
    pub changes: u64,
    /// The last ledger offset included.
    pub flushed_offset: Option<u64>,
}

const COUNTS: &str = "
    SELECT 'customers', count(*), NULL FROM customers
    UNION ALL SELECT 'products', count(*), NULL FROM products
    UNION ALL SELECT 'sale_lines', count(*), epoch_us(max(sold_at)) FROM sale_lines
    UNION ALL SELECT 'touch_points', count(*), epoch_us(max(happened_at)) FROM touch_points
    UNION ALL SELECT 'campaigns', count(*), epoch_us(max(starts)) FROM campaigns
    UNION ALL SELECT 'exposures', count(*), epoch_us(max(exposed_at)) FROM exposures
    UNION ALL SELECT 'imports', count(*), epoch_us(max(imported_at)) FROM imports
    UNION ALL SELECT 'rejected', count(*), NULL FROM rejected";

impl History {
    /// Counts and freshness of every table. Reads one column of each.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn overview(&self) -> Result<Overview> {
        let conn = self.reader()?;
        let mut statement = conn.prepare(COUNTS)?;
        let rows = statement.query_map([], |row| {
            Ok(TableCount {
                table: row.get(0)?,
                rows: row.get(1)?,
                latest: row.get::<_, Option<i64>>(2)?.map(Moment),
            })
        })?;
        let tables = rows.collect::<duckdb::Result<_>>()?;
        let (first, last): (Option<i64>, Option<i64>) = conn.query_row(
            "SELECT epoch_us(min(sold_at)), epoch_us(max(sold_at)) FROM sale_lines",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Overview {
            tables,
            first_sale: first.map(Moment),
            last_sale: last.map(Moment),
            changes: Self::changes(&conn)?,
            flushed_offset: self.flushed_offset()?,
        })
    }
}
