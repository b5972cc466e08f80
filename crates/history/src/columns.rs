//! The past as the methods read it: purchases in columns, ordered by customer and time. One query, streamed straight into the
//! columns; never a second copy of the lines.
//!
//! A purchase is a line of kind `sale` with a quantity above zero, of an identified customer, that no return takes back (see
//! `reversals.rs`), of a product that has a category at the chosen level, or of any where every line is asked for.

use crate::error::{Error, Result};
use crate::open::History;
use crate::{conditions, resolve, reversals, sql};
use duckdb::Connection;
use duckdb::arrow::array::{AsArray, StructArray};
use duckdb::arrow::datatypes::{Decimal128Type, Int64Type, UInt32Type, UInt64Type};
use serde::{Deserialize, Serialize};
use vihje_model::columns::ValueBasis;
use vihje_model::{Condition, Currency, CustomerKey, Moment, Purchases};

/// What counts as an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Every product by itself.
    Product,
    /// The category at a level, counted from one, the widest, to four.
    Category(u8),
}

/// A level there is to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelInfo {
    /// Which.
    pub level: Level,
    /// The company's own name of it.
    pub name: String,
    /// How many categories or products it has.
    pub items: u64,
}

/// Which purchases.
#[derive(Debug, Clone)]
pub struct ColumnsQuery {
    /// What counts as an item.
    pub level: Level,
    /// Nothing at or after this moment.
    pub as_of: Moment,
    /// Only customers who meet this.
    pub channel: Condition,
    /// Lines of products without a category at the level too, with the item [`NO_ITEM`]: an order is an order.
    pub every_line: bool,
}

/// The item of a line whose product has none at the level.
pub const NO_ITEM: u32 = u32::MAX;

impl History {
    /// The purchases before `as_of` of the customers in the channel. 20 bytes a line in the answer; the database sorts on disk
    /// what does not fit its memory. O(n log n).
    ///
    /// # Errors
    /// `no-such-level` beyond four; what [`History::count_members`] refuses.
    pub fn purchases(&self, query: &ColumnsQuery) -> Result<Purchases> {
        let conn = self.reader()?;
        // One transaction, so that row numbers stay what they are between the steps.
        conn.execute_batch("BEGIN")?;
        let result = read(&conn, query);
        conn.execute_batch("ROLLBACK")?;
        result
    }

    /// Whether any product has no category at a level.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn has_uncategorised(&self, level: Level) -> Result<bool> {
        let Level::Category(number) = level else { return Ok(false) };
        let sql =
            format!("SELECT EXISTS (SELECT 1 FROM products WHERE level_{} IS NULL)", number.clamp(1, 4));
        Ok(self.reader()?.query_row(&sql, [], |row| row.get(0))?)
    }

    /// The levels that have anything, from the widest to the single product, with the names the imports gave them.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn levels(&self) -> Result<Vec<LevelInfo>> {
        let conn = self.reader()?;
        let counts: Vec<u64> = conn.query_row(
            "SELECT count(DISTINCT level_1), count(DISTINCT level_2), count(DISTINCT level_3), count(DISTINCT level_4),
                    count(*) FROM products",
            [],
            |row| (0..5).map(|index| row.get(index)).collect(),
        )?;
        let names: Option<String> = sql::scalar(
            &conn,
            "SELECT arg_max(level_names::VARCHAR, imported_at) FROM imports
             WHERE undone_at IS NULL AND json_array_length(level_names) > 0",
            &[],
        )?;
        let names: Vec<String> = names.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let mut levels = Vec::new();
        for (number, &items) in (1..=4_u8).zip(&counts).filter(|(_, items)| **items > 0) {
            let name =
                names.get(usize::from(number) - 1).cloned().unwrap_or_else(|| format!("level {number}"));
            levels.push(LevelInfo { level: Level::Category(number), name, items });
        }
        levels.push(LevelInfo { level: Level::Product, name: "product".to_owned(), items: counts[4] });
        Ok(levels)
    }
}

fn read(conn: &Connection, query: &ColumnsQuery) -> Result<Purchases> {
    let items = items(conn, query.level)?;
    let currency =
        History::meta(conn, "currency")?.and_then(|code| code.parse().ok()).unwrap_or(Currency::EUR);
    let moment = sql::moment(query.as_of);
    let basis = basis(conn, currency, &moment)?;
    let reversed = reversals::find(conn, query.as_of)?;
    let mut filter = String::new();
    if reversed > 0 {
        filter.push_str(" AND l.line_id NOT IN (SELECT line FROM reversed)");
    }
    let mut params = Vec::new();
    if !query.channel.is_everybody() {
        let members = conditions::members(conn, &query.channel, query.as_of)?;
        filter.push_str(&format!(" AND l.customer_key IN ({})", members.sql));
        params = members.params;
    }
    let (value, cost) = match basis {
        ValueBasis::Sales => ("l.value", ""),
        ValueBasis::Margin => (
            "(l.value - l.quantity * p.cost)::DECIMAL(18, 4)",
            "JOIN main.products p ON p.product_key = l.product_key",
        ),
    };
    let lines = resolve::facts(conn, "sale_lines")?;
    let join = if query.every_line { "LEFT JOIN" } else { "JOIN" };
    let mut statement = conn.prepare(&format!(
        "SELECT l.customer_key, epoch_us(l.sold_at) AS sold_at, coalesce(i.item, {NO_ITEM})::UINTEGER AS item, {value} AS value
         FROM {lines} l {join} item i ON i.product_key = l.product_key {cost}
         WHERE l.line = 'sale' AND l.quantity > 0 AND l.customer_key IS NOT NULL AND l.sold_at < {moment}{filter}
         ORDER BY l.customer_key, l.sold_at, item"
    ))?;
    let mut purchases = Purchases { currency, basis, items, ..Purchases::empty(query.as_of) };
    purchases.starts.clear();
    // The iterator would panic on an error in the middle; stepping by hand returns it.
    drop(statement.stream_arrow(duckdb::params_from_iter(params))?);
    while let Some(batch) = statement.step()? {
        append(&mut purchases, &batch);
    }
    purchases.starts.push(purchases.at.len() as u64);
    drop_unused(&mut purchases);
    Ok(purchases)
}

/// Makes the table `item` (product to item number) and returns the items' names in order.
fn items(conn: &Connection, level: Level) -> Result<Vec<String>> {
    let name = match level {
        // Two products may share a name; their ids tell them apart.
        Level::Product => {
            "CASE WHEN count(*) OVER (PARTITION BY coalesce(name, id)) > 1 THEN name || ' (' || id || ')'
                  ELSE coalesce(name, id) END"
                .to_owned()
        }
        Level::Category(number @ 1..=4) => format!("level_{number}"),
        Level::Category(number) => {
            return Err(Error::refused(
                "no-such-level",
                format!("There is no level {number}."),
                "Choose one of the levels the products have, 1 to 4, or single products.",
            ));
        }
    };
    conn.execute_batch(&format!(
        "CREATE OR REPLACE TEMP TABLE named AS SELECT product_key, {name} AS name FROM main.products;
         CREATE OR REPLACE TEMP TABLE item_name AS
         SELECT name, (row_number() OVER (ORDER BY name) - 1)::UINTEGER AS item
         FROM (SELECT DISTINCT name FROM named WHERE name IS NOT NULL);
         CREATE OR REPLACE TEMP TABLE item AS
         SELECT n.product_key, i.item FROM named n JOIN item_name i ON i.name = n.name;"
    ))?;
    let mut statement = conn.prepare("SELECT name FROM item_name ORDER BY item")?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<duckdb::Result<_>>()?)
}

/// Margin where every product sold has a cost in the reporting currency, else sales.
fn basis(conn: &Connection, currency: Currency, moment: &str) -> Result<ValueBasis> {
    let any: Option<bool> = sql::scalar(conn, "SELECT bool_or(cost IS NOT NULL) FROM main.products", &[])?;
    if any != Some(true) {
        return Ok(ValueBasis::Sales);
    }
    let unknown: Option<u64> = sql::scalar(
        conn,
        &format!(
            "SELECT count(*) FROM main.products p
             WHERE (p.cost IS NULL OR coalesce(p.currency, ?) <> ?)
               AND p.product_key IN (SELECT product_key FROM main.sale_lines WHERE line = 'sale' AND sold_at < {moment})"
        ),
        &[&currency.code(), &currency.code()],
    )?;
    Ok(if unknown == Some(0) { ValueBasis::Margin } else { ValueBasis::Sales })
}

/// Ten thousandths to minor units, halves to even.
fn to_minor(value: i128, digits: u32) -> i64 {
    let unit = 10_i128.pow(4 - digits.min(4));
    let (whole, rest) = (value.div_euclid(unit), value.rem_euclid(unit));
    let up = match (rest * 2).cmp(&unit) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => whole.rem_euclid(2) == 1,
        std::cmp::Ordering::Less => false,
    };
    i64::try_from(whole + i128::from(up)).expect("eighteen digits fit in 64 bits")
}

/// Adds a batch of (customer, moment, item, value), already in order.
fn append(purchases: &mut Purchases, batch: &StructArray) {
    let customers = batch.column(0).as_primitive::<UInt64Type>();
    let moments = batch.column(1).as_primitive::<Int64Type>();
    let items = batch.column(2).as_primitive::<UInt32Type>();
    let values = batch.column(3).as_primitive::<Decimal128Type>();
    let digits = purchases.currency.minor_digits();
    let before = purchases.at.len() as u64;
    for (index, &customer) in (before..).zip(customers.values().iter()) {
        if purchases.customers.last() != Some(&CustomerKey(customer)) {
            purchases.customers.push(CustomerKey(customer));
            purchases.starts.push(index);
        }
    }
    purchases.at.extend(moments.values().iter().map(|&at| Moment(at)));
    purchases.item.extend_from_slice(items.values());
    purchases.value.extend(values.values().iter().map(|&value| to_minor(value, digits)));
}

/// Takes out the items nobody bought, and numbers the others anew.
fn drop_unused(purchases: &mut Purchases) {
    let mut number = vec![u32::MAX; purchases.items.len()];
    for &item in purchases.item.iter().filter(|item| **item != NO_ITEM) {
        number[item as usize] = 0;
    }
    for (next, number) in (0..).zip(number.iter_mut().filter(|number| **number == 0)) {
        *number = next;
    }
    let mut kept = number.iter();
    purchases.items.retain(|_| kept.next() != Some(&u32::MAX));
    for item in purchases.item.iter_mut().filter(|item| **item != NO_ITEM) {
        *item = number[*item as usize];
    }
}

#[cfg(test)]
mod tests {
    use super::to_minor;

    #[test]
    fn values_are_rounded_half_to_even() {
        let cents = [(12_500, 125), (12_550, 126), (12_450, 124), (-12_550, -126), (-12_549, -125)];
        for (value, expected) in cents {
            assert_eq!(to_minor(value, 2), expected, "{value}");
        }
        assert_eq!(to_minor(12_500, 0), 1);
        assert_eq!(to_minor(12_505, 3), 1250);
    }
}
