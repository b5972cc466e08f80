//! Orders told whole become lines of sales: what is told is held against the lines known of that order, those of files among them.
//! What is the same stays, what is gone is reversed, what is new is added. Must run before the transaction of the flush, and read
//! nothing that another flush could change: flushes wait for each other.

use crate::error::Result;
use crate::sql::{literal, one_of};
use duckdb::Connection;
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap, HashSet};
use vihje_model::fact::{LineKind, SaleLine};
use vihje_model::order::{net, refund, replace};
use vihje_model::{Currency, CustomerKey, Envelope, Fact, Moment, Money};

/// Facts with every order told whole replaced by the lines it comes to, each at the offset of its order.
pub(super) struct Expanded {
    pub(super) facts: Vec<(u64, Envelope)>,
    /// Every order told whole, and under which name.
    told: BTreeSet<(String, Option<u64>)>,
}

/// Nothing where no order was told whole: the facts stay as they are. Linear in the facts and the lines of the customers named.
pub(super) fn expand(
    conn: &Connection,
    facts: &[&(u64, Envelope)],
    reporting: Currency,
) -> Result<Option<Expanded>> {
    let told: BTreeSet<(String, Option<u64>)> =
        facts.iter().filter_map(|(_, envelope)| order_of(&envelope.fact)).collect();
    if told.is_empty() {
        return Ok(None);
    }
    let mut book = Book {
        lines: known_lines(conn, &told)?,
        rated: rated(conn, reporting)?,
        tellers: tellers(conn, &told)?,
    };
    let orders: HashSet<&str> = told.iter().map(|(order, _)| order.as_str()).collect();
    let mut expanded = Vec::with_capacity(facts.len());
    for (offset, envelope) in facts {
        if let Some((order, customer)) = order_of(&envelope.fact) {
            book.tellers.entry(order).or_default().insert(customer);
        }
        let lines = match &envelope.fact {
            Fact::Order(order) => replace(&net(book.of(&order.order)), order),
            Fact::Refund(told) => refund(&net(book.of(&told.order)), told),
            other => {
                if let Fact::SaleLine(line) = other
                    && line.order.as_deref().is_some_and(|order| orders.contains(order.trim()))
                {
                    book.add(line.clone());
                }
                expanded.push((*offset, envelope.clone()));
                continue;
            }
        };
        for line in lines {
            book.add(line.clone());
            expanded.push((*offset, Envelope { fact: Fact::SaleLine(line), ..envelope.clone() }));
        }
    }
    drop(orders);
    Ok(Some(Expanded { facts: expanded, told }))
}

/// Remembers under which names the orders were told; in the transaction of the flush.
pub(super) fn remember(conn: &Connection, expanded: &Expanded) -> Result<()> {
    let mut insert = conn.prepare(
        "INSERT INTO main.orders_told SELECT $1, $2
         WHERE NOT EXISTS (SELECT 1 FROM main.orders_told WHERE order_id = $1 AND customer_key IS NOT DISTINCT FROM $2)",
    )?;
    for (order, customer) in &expanded.told {
        insert.execute(duckdb::params![order, customer])?;
    }
    Ok(())
}

fn order_of(fact: &Fact) -> Option<(String, Option<u64>)> {
    let (order, customer) = match fact {
        Fact::Order(told) => (&told.order, &told.customer),
        Fact::Refund(told) => (&told.order, &told.customer),
        _ => return None,
    };
    Some((order.trim().to_owned(), customer.as_deref().map(|id| CustomerKey::of(id).0)))
}

/// The lines known of each order, as they are told one after the other.
struct Book {
    lines: HashMap<String, Vec<SaleLine>>,
    /// Under which names each order was told whole so far: only their lines are the order's.
    tellers: HashMap<String, HashSet<Option<u64>>>,
    /// Currencies that have a rate; a line of another is rejected, and is no line of the order.
    rated: HashSet<String>,
}

impl Book {
    fn of(&self, order: &str) -> Vec<SaleLine> {
        let order = order.trim();
        let (Some(lines), Some(tellers)) = (self.lines.get(order), self.tellers.get(order)) else {
            return Vec::new();
        };
        let own =
            |line: &&SaleLine| tellers.contains(&line.customer.as_deref().map(|id| CustomerKey::of(id).0));
        lines.iter().filter(own).cloned().collect()
    }

    fn add(&mut self, line: SaleLine) {
        if let Some(order) = line.order.as_deref()
            && self.rated.contains(line.amount.currency.code())
        {
            self.lines.entry(order.trim().to_owned()).or_default().push(line);
        }
    }
}

/// Under which names these orders were told before.
fn tellers(
    conn: &Connection,
    told: &BTreeSet<(String, Option<u64>)>,
) -> Result<HashMap<String, HashSet<Option<u64>>>> {
    let orders = one_of("order_id", told.iter().map(|(order, _)| order.as_str()));
    let mut statement =
        conn.prepare(&format!("SELECT order_id, customer_key FROM main.orders_told WHERE {orders}"))?;
    let mut rows = statement.query([])?;
    let mut tellers: HashMap<String, HashSet<Option<u64>>> = HashMap::new();
    while let Some(row) = rows.next()? {
        tellers.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(tellers)
}

fn rated(conn: &Connection, reporting: Currency) -> Result<HashSet<String>> {
    let mut statement = conn.prepare("SELECT DISTINCT currency FROM main.rates")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    let mut rated: HashSet<String> = rows.collect::<duckdb::Result<_>>()?;
    rated.insert(reporting.code().to_owned());
    Ok(rated)
}

/// Lines of these orders: those of the customers who are told of now, and of those under whom the orders were told before.
fn known_lines(
    conn: &Connection,
    told: &BTreeSet<(String, Option<u64>)>,
) -> Result<HashMap<String, Vec<SaleLine>>> {
    let asked: Vec<String> = told
        .iter()
        .map(|(order, customer)| {
            format!(
                "({}, {})",
                literal(order),
                customer.map_or("NULL".to_owned(), |key| format!("{key}::UBIGINT"))
            )
        })
        .collect();
    conn.execute_batch(&format!(
        "CREATE OR REPLACE TEMP TABLE asked AS
         SELECT order_id, customer_key FROM (VALUES {}) AS v(order_id, customer_key)
         UNION SELECT t.order_id, t.customer_key FROM main.orders_told t WHERE {}",
        asked.join(", "),
        one_of("t.order_id", told.iter().map(|(order, _)| order.as_str()))
    ))?;
    let mut lines: HashMap<String, Vec<SaleLine>> = HashMap::new();
    // Apart, so that the database finds the blocks of the customers without looking at all anonymous lines.
    for on in ["l.customer_key = a.customer_key", "a.customer_key IS NULL AND l.customer_key IS NULL"] {
        read(conn, on, &mut lines)?;
    }
    conn.execute_batch("DROP TABLE asked")?;
    Ok(lines)
}

fn read(conn: &Connection, on: &str, lines: &mut HashMap<String, Vec<SaleLine>>) -> Result<()> {
    let mut statement = conn.prepare(&format!(
        "WITH found AS (
             SELECT DISTINCT l.rowid AS line_id, l.* FROM asked a JOIN main.sale_lines l ON {on} AND l.order_id = a.order_id),
         people AS (
             SELECT customer_key, min(id) AS id FROM main.customer_rows
             WHERE customer_key IN (SELECT customer_key FROM found) GROUP BY customer_key)
         SELECT f.order_id, c.id, p.id, epoch_us(f.sold_at), f.line::VARCHAR, f.quantity, f.amount, f.currency, f.discount,
                f.store, f.sales_person
         FROM found f JOIN main.products p ON p.product_key = f.product_key
         LEFT JOIN people c ON c.customer_key = f.customer_key ORDER BY f.line_id"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line = line(row)?;
        if let Some(order) = &line.order {
            lines.entry(order.clone()).or_default().push(line);
        }
    }
    Ok(())
}

fn line(row: &duckdb::Row<'_>) -> Result<SaleLine> {
    let decimal = |index| -> Result<Option<Decimal>> {
        let found: Option<duckdb::types::Decimal> = row.get(index)?;
        Ok(found
            .map(|found| Decimal::from_i128_with_scale(found.value(), u32::from(found.scale())).normalize()))
    };
    let (kind, currency): (String, String) = (row.get(4)?, row.get(7)?);
    Ok(SaleLine {
        order: row.get(0)?,
        customer: row.get(1)?,
        product: row.get(2)?,
        at: Moment(row.get(3)?),
        line: match kind.as_str() {
            "return" => LineKind::Return,
            "charge" => LineKind::Charge,
            _ => LineKind::Sale,
        },
        quantity: decimal(5)?.unwrap_or_default(),
        amount: Money {
            amount: decimal(6)?.unwrap_or_default(),
            currency: currency.parse().unwrap_or(Currency::EUR),
        },
        discount: decimal(8)?,
        store: row.get(9)?,
        sales_person: row.get(10)?,
    })
}
