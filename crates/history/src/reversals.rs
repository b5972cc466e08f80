//! Which sales were taken back. Must never guess: a return takes back a whole line or none.
//!
//! A return takes back the sale of the same customer and product with the same quantity: the latest one of the same order, or
//! else the latest one before the return, each sale once. A return that fits none changes no purchase; it still counts in
//! money wherever values are summed.

use crate::error::Result;
use crate::sql;
use duckdb::Connection;
use vihje_model::Moment;

/// A sale that may still be taken back.
struct Open {
    row: i64,
    order: Option<String>,
}

/// Fills the temporary table `reversed` with the rows of the sales taken back before `as_of`, and returns how many there are.
/// Linear in the lines of those customers and products that have returns.
pub(crate) fn find(conn: &Connection, as_of: Moment) -> Result<u64> {
    conn.execute_batch("CREATE OR REPLACE TEMP TABLE reversed(line BIGINT)")?;
    let moment = sql::moment(as_of);
    conn.execute_batch(&format!(
        "CREATE OR REPLACE TEMP TABLE returned AS
         SELECT DISTINCT customer_key, product_key, -quantity AS quantity FROM main.sale_lines
         WHERE line = 'return' AND quantity < 0 AND customer_key IS NOT NULL AND sold_at < {moment}"
    ))?;
    let mut statement = conn.prepare(&format!(
        "SELECT l.rowid, l.line = 'return', l.order_id,
                dense_rank() OVER (ORDER BY l.customer_key, l.product_key, r.quantity) AS same
         FROM main.sale_lines l
         JOIN returned r ON r.customer_key = l.customer_key AND r.product_key = l.product_key
                        AND abs(l.quantity) = r.quantity
         WHERE l.sold_at < {moment} AND ((l.line = 'sale' AND l.quantity > 0) OR (l.line = 'return' AND l.quantity < 0))
         ORDER BY same, l.sold_at, l.line, l.rowid"
    ))?;
    let mut appender = conn.appender("reversed")?;
    let (mut group, mut open, mut count) = (0_u64, Vec::<Open>::new(), 0);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let same = row.get(3)?;
        if same != group {
            group = same;
            open.clear();
        }
        let order: Option<String> = row.get(2)?;
        if !row.get::<_, bool>(1)? {
            open.push(Open { row: row.get(0)?, order });
            continue;
        }
        let own = open.iter().rposition(|sale| sale.order.is_some() && sale.order == order);
        if let Some(index) = own.or_else(|| open.len().checked_sub(1)) {
            appender.append_row([open.remove(index).row])?;
            count += 1;
        }
    }
    appender.flush()?;
    Ok(count)
}
