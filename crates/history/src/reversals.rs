//! Which sales were taken back. Must never guess: a return takes back a whole line or none.
//!
//! A return takes back the sale of the same customer and product with the same quantity: the latest one of the same order with the
//! same amount, else the latest one of the same order, else the latest one before the return, each sale once. A return that fits
//! none changes no purchase; it still counts in money wherever values are summed. Which of two sales is the later follows from
//! what they say and not from where they lie: moment, amount, order.

use crate::error::Result;
use crate::{resolve, sql};
use duckdb::Connection;
use vihje_model::Moment;

/// A sale that may still be taken back.
struct Open {
    row: i64,
    order: Option<String>,
    /// In ten-thousandths.
    amount: i128,
}

/// Fills the temporary table `reversed` with the rows of the sales taken back before `as_of`, and returns how many there are.
/// Linear in the lines of those customers and products that have returns.
pub(crate) fn find(conn: &Connection, as_of: Moment) -> Result<u64> {
    conn.execute_batch("CREATE OR REPLACE TEMP TABLE reversed(line BIGINT)")?;
    let moment = sql::moment(as_of);
    let lines = resolve::facts(conn, "sale_lines")?;
    conn.execute_batch(&format!(
        "CREATE OR REPLACE TEMP TABLE returned AS
         SELECT DISTINCT customer_key, product_key, -quantity AS quantity FROM {lines}
         WHERE line = 'return' AND quantity < 0 AND customer_key IS NOT NULL AND sold_at < {moment}"
    ))?;
    let mut statement = conn.prepare(&format!(
        "SELECT l.line_id, l.line = 'return', l.order_id, (l.amount * 10000)::HUGEINT,
                dense_rank() OVER (ORDER BY l.customer_key, l.product_key, r.quantity) AS same
         FROM {lines} l
         JOIN returned r ON r.customer_key = l.customer_key AND r.product_key = l.product_key
                        AND abs(l.quantity) = r.quantity
         WHERE l.sold_at < {moment} AND ((l.line = 'sale' AND l.quantity > 0) OR (l.line = 'return' AND l.quantity < 0))
         ORDER BY same, l.sold_at, l.line, l.amount, l.order_id NULLS FIRST, l.line_id"
    ))?;
    let mut appender = conn.appender("reversed")?;
    let (mut group, mut open, mut count) = (0_u64, Vec::<Open>::new(), 0);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let same = row.get(4)?;
        if same != group {
            group = same;
            open.clear();
        }
        let (order, amount): (Option<String>, i128) = (row.get(2)?, row.get(3)?);
        if !row.get::<_, bool>(1)? {
            open.push(Open { row: row.get(0)?, order, amount });
            continue;
        }
        let of_order = |sale: &Open| sale.order.is_some() && sale.order == order;
        let exact = open.iter().rposition(|sale| of_order(sale) && sale.amount == -amount);
        let own = exact.or_else(|| open.iter().rposition(of_order));
        if let Some(index) = own.or_else(|| open.len().checked_sub(1)) {
            appender.append_row([open.remove(index).row])?;
            count += 1;
        }
    }
    appender.flush()?;
    Ok(count)
}
