//! The past as the live state is built from it: every line and the recent touch-points, names and merges, all of one moment. One
//! pass each, streamed; nothing is held here.

use super::attributes;
use crate::error::Result;
use crate::flush;
use crate::open::History;
use crate::resolve::{MergeRow, NameRow};
use crate::schema::BY_LEDGER;
use crate::sql::{self, literal};
use duckdb::Connection;
use duckdb::arrow::array::{Array, AsArray, StructArray};
use duckdb::arrow::datatypes::{Int64Type, UInt8Type, UInt64Type};
use rust_decimal::Decimal;
use vihje_model::fact::{LineKind, TouchPoint};
use vihje_model::id::stable_hash;
use vihje_model::{Currency, CustomerKey, Moment, ProductKey};

/// A line of an identified customer, in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveLine {
    /// The name it was told of.
    pub customer: CustomerKey,
    /// What.
    pub product: ProductKey,
    /// When.
    pub at: Moment,
    /// Sale, return or charge.
    pub kind: LineKind,
    /// How much.
    pub quantity: i64,
    /// In the reporting currency.
    pub value: i64,
    /// The hash of the order's id ([`stable_hash`], which is the database's `md5_number_lower`).
    pub order: Option<u64>,
    /// The amount as told, where it was told in another currency.
    pub told: Option<(Currency, i64)>,
}

/// What the live state is built from.
#[derive(Debug)]
pub enum LiveRow {
    /// A line.
    Line(LiveLine),
    /// An order that was told whole, by the hash of its id, and a name under which it was told.
    Order(u64, CustomerKey),
    /// A touch-point since the moment asked for; its `customer` is empty where the name is only known by its key.
    Touch(CustomerKey, Box<TouchPoint>, bool),
    /// How many touch-points a name had before.
    Earlier(CustomerKey, u32),
    /// What a file said of how to reach a customer: id, e-mail address, telephone number.
    Person(String, Option<String>, Option<String>),
    /// A name told beside another.
    Name(NameRow),
    /// A merge, or one that was taken back.
    Merge(MergeRow),
}

/// What is true of all of it.
#[derive(Debug, Clone)]
pub struct LiveHead {
    /// The last ledger offset in it.
    pub offset: Option<u64>,
    /// The reporting currency, once there is one.
    pub currency: Option<Currency>,
    /// Units of the reporting currency for one unit of another.
    pub rates: Vec<(Currency, Decimal)>,
}

impl History {
    /// What is true of the past as a whole, as of the moment of asking.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn live_head(&self) -> Result<LiveHead> {
        head(&self.reader()?)
    }

    /// Gives everything that the live state is built from, as of one moment: first what is true of all, then the rows; lines in
    /// the order in which they lie, which is mostly that of customer and time. Touch-points of names that nobody is known by (a
    /// browser nobody signed in with) are left out. Linear.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn each_live(
        &self,
        touches_since: Moment,
        first: impl FnOnce(&LiveHead),
        mut each: impl FnMut(LiveRow),
    ) -> Result<LiveHead> {
        let conn = self.reader()?;
        // One transaction: all of it is true for one moment, and for one offset of the ledger.
        conn.execute_batch("BEGIN TRANSACTION READ ONLY")?;
        let given = (|| {
            let head = head(&conn)?;
            first(&head);
            people(&conn, &mut each)?;
            self.names_and_merges(&conn, &mut each)?;
            orders(&conn, &mut each)?;
            lines(&conn, head.currency.unwrap_or(Currency::EUR), &mut each)?;
            touches(&conn, touches_since, &mut each)?;
            Ok(head)
        })();
        conn.execute_batch("ROLLBACK")?;
        given
    }

    /// The latest touch-points told of one name, oldest first, each with whether it came by the ledger; and how many there were
    /// before them.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn touches_of(&self, name: CustomerKey, at_most: usize) -> Result<(Vec<(TouchPoint, bool)>, u32)> {
        let conn = self.reader()?;
        let count: u32 = conn.query_row(
            "SELECT count(*)::UINTEGER FROM main.touch_points WHERE customer_key = ?",
            [name.0],
            |row| row.get(0),
        )?;
        let mut statement = conn.prepare(&format!(
            "SELECT customer_key, epoch_us(happened_at), touch, outbound, subject, campaign, attributes::VARCHAR, {BY_LEDGER}
             FROM main.touch_points WHERE customer_key = ? ORDER BY happened_at DESC LIMIT {at_most}"
        ))?;
        let mut rows = statement.query([name.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (_, touch, by_ledger) = touch(row)?;
            found.push((touch, by_ledger));
        }
        found.reverse();
        let earlier = count.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
        Ok((found, earlier))
    }

    fn names_and_merges(&self, conn: &Connection, each: &mut impl FnMut(LiveRow)) -> Result<()> {
        crate::resolve::each_name(conn, |name| each(LiveRow::Name(name)))?;
        crate::resolve::each_merge(conn, |merge| each(LiveRow::Merge(merge)))
    }
}

fn head(conn: &Connection) -> Result<LiveHead> {
    let currency = History::meta(conn, "currency")?.and_then(|code| code.parse().ok());
    let mut statement = conn.prepare("SELECT currency, rate FROM main.rates")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, super::decimal(row, 1)?)))?;
    let mut rates = Vec::new();
    for row in rows {
        let (code, rate) = row?;
        if let Ok(currency) = code.parse() {
            rates.push((currency, rate));
        }
    }
    Ok(LiveHead { offset: flush::offset(conn)?, currency, rates })
}

fn people(conn: &Connection, each: &mut impl FnMut(LiveRow)) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT DISTINCT id, email, phone FROM main.customer_rows
         WHERE import_id <> '' AND (email IS NOT NULL OR phone IS NOT NULL)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(LiveRow::Person(row.get(0)?, row.get(1)?, row.get(2)?));
    }
    Ok(())
}

fn orders(conn: &Connection, each: &mut impl FnMut(LiveRow)) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT md5_number_lower(order_id), customer_key FROM main.orders_told WHERE customer_key IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(LiveRow::Order(row.get(0)?, CustomerKey(row.get(1)?)));
    }
    Ok(())
}

fn lines(conn: &Connection, reporting: Currency, each: &mut impl FnMut(LiveRow)) -> Result<()> {
    let reporting = literal(reporting.code());
    let mut statement = conn.prepare(&format!(
        "SELECT customer_key, product_key, epoch_us(sold_at), enum_code(line)::UTINYINT, (quantity * 10000)::BIGINT,
                (value * 10000)::BIGINT, nullif(trim(order_id), ''), (amount * 10000)::BIGINT,
                CASE WHEN currency <> {reporting} THEN currency END
         FROM main.sale_lines WHERE customer_key IS NOT NULL"
    ))?;
    // Stepping by hand returns an error in the middle, where the iterator would panic.
    drop(statement.stream_arrow([])?);
    let mut latest = LatestOrder::default();
    while let Some(batch) = statement.step()? {
        batch_of_lines(&batch, &mut latest, each);
    }
    Ok(())
}

/// The hash of the order that the lines just read are of: it is the same for many in a row. Worked out here, since the database's
/// `md5_number_lower` goes by way of texts of bits and took half of the time that all lines take.
#[derive(Default)]
struct LatestOrder {
    id: String,
    hash: u64,
}

impl LatestOrder {
    fn hash(&mut self, id: &str) -> u64 {
        if self.id != id {
            self.id.replace_range(.., id);
            self.hash = stable_hash(id);
        }
        self.hash
    }
}

fn batch_of_lines(batch: &StructArray, latest: &mut LatestOrder, each: &mut impl FnMut(LiveRow)) {
    let keys = |column: usize| batch.column(column).as_primitive::<UInt64Type>();
    let numbers = |column: usize| batch.column(column).as_primitive::<Int64Type>();
    let (customers, products, orders) = (keys(0), keys(1), batch.column(6).as_string::<i32>());
    let (at, quantity, value, amount) = (numbers(2), numbers(4), numbers(5), numbers(7));
    let kinds = batch.column(3).as_primitive::<UInt8Type>();
    let currencies = batch.column(8).as_string::<i32>();
    for row in 0..batch.len() {
        let told = currencies.is_valid(row).then(|| currencies.value(row).parse().ok()).flatten();
        each(LiveRow::Line(LiveLine {
            customer: CustomerKey(customers.value(row)),
            product: ProductKey(products.value(row)),
            at: Moment(at.value(row)),
            kind: match kinds.value(row) {
                0 => LineKind::Sale,
                1 => LineKind::Return,
                _ => LineKind::Charge,
            },
            quantity: quantity.value(row),
            value: value.value(row),
            order: orders.is_valid(row).then(|| latest.hash(orders.value(row))),
            told: told.map(|currency| (currency, amount.value(row))),
        }));
    }
}

fn touches(conn: &Connection, since: Moment, each: &mut impl FnMut(LiveRow)) -> Result<()> {
    let known = "(customer_key IN (SELECT customer_key FROM main.customers)
                  OR customer_key IN (SELECT customer_key FROM main.aliases))";
    let since = sql::moment(since);
    let mut statement = conn.prepare(&format!(
        "SELECT customer_key, count(*)::UINTEGER FROM main.touch_points WHERE happened_at < {since} AND {known} GROUP BY 1"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(LiveRow::Earlier(CustomerKey(row.get(0)?), row.get(1)?));
    }
    let mut statement = conn.prepare(&format!(
        "SELECT customer_key, epoch_us(happened_at), touch, outbound, subject, campaign, attributes::VARCHAR, {BY_LEDGER}
         FROM main.touch_points WHERE happened_at >= {since} AND {known} ORDER BY customer_key, happened_at"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (key, touch, by_ledger) = touch(row)?;
        each(LiveRow::Touch(key, Box::new(touch), by_ledger));
    }
    Ok(())
}

fn touch(row: &duckdb::Row<'_>) -> Result<(CustomerKey, TouchPoint, bool)> {
    let touch = TouchPoint {
        customer: String::new(),
        at: Moment(row.get(1)?),
        touch: row.get(2)?,
        outbound: row.get(3)?,
        subject: row.get(4)?,
        campaign: row.get(5)?,
        attributes: attributes(row.get(6)?),
    };
    Ok((CustomerKey(row.get(0)?), touch, row.get(7)?))
}
