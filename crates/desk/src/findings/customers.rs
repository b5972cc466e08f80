//! Customer findings: one row for every customer, whatever was found about them.

use super::index::IndexRow;
use crate::Result;
use crate::convert::{count, json, parsed, some_moment, stored, words};
use rusqlite::{CachedStatement, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use vihje_model::{CustomerKey, Moment};

words! {
    /// How a customer stands, by their own rhythm; the strongest kind of decline first.
    Standing {
        /// Low probability of being alive.
        Lapsed = "lapsed",
        /// Buys less than expected.
        Declining = "declining",
        /// Longer away than their own gaps allow.
        Late = "late",
        /// Stopped one category while still buying others.
        LostLine = "lost_line",
        /// The usual gap has passed and the next order is expected within two weeks.
        Due = "due",
        /// Keeps their rhythm.
        Steady = "steady",
        /// Buys more than expected.
        Growing = "growing",
        /// Too few orders for a rhythm.
        New = "new",
        /// Bought once, longer ago than most such customers take to come back.
        Once = "once",
        /// Has not bought yet.
        Prospect = "prospect",
    }
}

/// What was found about one customer. Money is in minor units of the set's currency, days are days of 24 hours,
/// probabilities are 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CustomerFinding {
    /// Who.
    pub customer: CustomerKey,
    /// Their id in the source.
    pub customer_id: String,
    /// Their name.
    pub name: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// A group they belong to, such as a region or a value class.
    pub segment: Option<String>,
    /// More that a search finds them by, such as e-mail address and telephone number.
    #[serde(default)]
    pub search: String,
    /// How they stand.
    pub standing: Standing,
    /// Orders so far.
    pub orders: u64,
    /// First order.
    pub first_at: Option<Moment>,
    /// Last order.
    pub last_at: Option<Moment>,
    /// Sales so far.
    pub sales_minor: i64,
    /// Their own usual gap between orders.
    pub usual_gap_days: Option<f64>,
    /// Next order expected at the earliest.
    pub next_from: Option<Moment>,
    /// Next order expected.
    pub next_at: Option<Moment>,
    /// Next order expected at the latest.
    pub next_to: Option<Moment>,
    /// Purchases expected in the window.
    pub expected: Option<f64>,
    /// Purchases seen in the window.
    pub observed: Option<u64>,
    /// Probability of so few or fewer.
    pub p: Option<f64>,
    /// False-discovery rate over all customers.
    pub q: Option<f64>,
    /// What is at risk; zero where nothing is.
    pub value_at_risk_minor: i64,
    /// Probability of being alive.
    pub p_alive: Option<f64>,
    /// Purchases expected from now on, over the horizon of the analysis.
    pub expected_purchases: Option<f64>,
    /// What those are worth.
    pub value_minor: Option<i64>,
    /// Recency, frequency and monetary class, such as `5-3-4`.
    pub rfm: Option<String>,
    /// Lost lines, curves, and whatever else explains it.
    pub evidence: Value,
}

const CUSTOMER: &str = "customer, customer_id, name, owner, segment, search, standing, orders, first_at, last_at,
    sales_minor, usual_gap_days, next_from, next_at, next_to, expected, observed, p, q, value_at_risk_minor, p_alive,
    expected_purchases, value_minor, rfm, evidence";

pub(crate) fn inserter<'t>(transaction: &'t Transaction<'_>) -> Result<CachedStatement<'t>> {
    Ok(transaction.prepare_cached(&format!(
        "INSERT INTO customer_finding (set_id, {CUSTOMER}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
             ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)"
    ))?)
}

pub(crate) fn insert(insert: &mut CachedStatement<'_>, set: i64, row: &CustomerFinding) -> Result<()> {
    insert.execute(params![
        set,
        row.customer.to_string(),
        row.customer_id,
        row.name,
        row.owner,
        row.segment,
        row.search,
        row.standing.word(),
        stored(row.orders),
        row.first_at.map(|moment| moment.0),
        row.last_at.map(|moment| moment.0),
        row.sales_minor,
        row.usual_gap_days,
        row.next_from.map(|moment| moment.0),
        row.next_at.map(|moment| moment.0),
        row.next_to.map(|moment| moment.0),
        row.expected,
        row.observed.map(stored),
        row.p,
        row.q,
        row.value_at_risk_minor,
        row.p_alive,
        row.expected_purchases,
        row.value_minor,
        row.rfm,
        row.evidence.to_string(),
    ])?;
    Ok(())
}

/// One customer of a set.
pub(crate) fn find(
    transaction: &Transaction<'_>,
    set: i64,
    key: CustomerKey,
) -> Result<Option<CustomerFinding>> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT {CUSTOMER} FROM customer_finding WHERE set_id = ?1 AND customer = ?2"
    ))?;
    Ok(statement.query_row(params![set, key.to_string()], customer).optional()?)
}

/// What the list needs of every customer of a set, by key.
pub(crate) fn each(
    transaction: &Transaction<'_>,
    set: i64,
    mut visit: impl FnMut(&IndexRow<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "SELECT customer, customer_id, name, owner, segment, search, standing, orders, first_at, last_at, next_at,
             sales_minor, value_at_risk_minor, value_minor, p_alive
         FROM customer_finding WHERE set_id = ?1 ORDER BY customer",
    )?;
    let mut rows = statement.query([set])?;
    while let Some(row) = rows.next()? {
        visit(&IndexRow {
            customer: parsed(row, 0)?,
            customer_id: text(row, 1)?.unwrap_or_default(),
            name: text(row, 2)?,
            owner: text(row, 3)?,
            segment: text(row, 4)?,
            search: text(row, 5)?.unwrap_or_default(),
            standing: parsed(row, 6)?,
            orders: row.get(7)?,
            first_at: row.get(8)?,
            last_at: row.get(9)?,
            next_at: row.get(10)?,
            sales_minor: row.get(11)?,
            value_at_risk_minor: row.get(12)?,
            value_minor: row.get(13)?,
            p_alive: row.get(14)?,
        })?;
    }
    Ok(())
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<Option<&'r str>> {
    Ok(row.get_ref(column)?.as_str_or_null()?)
}

fn customer(row: &Row<'_>) -> rusqlite::Result<CustomerFinding> {
    Ok(CustomerFinding {
        customer: parsed(row, 0)?,
        customer_id: row.get(1)?,
        name: row.get(2)?,
        owner: row.get(3)?,
        segment: row.get(4)?,
        search: row.get(5)?,
        standing: parsed(row, 6)?,
        orders: count(row, 7)?,
        first_at: some_moment(row, 8)?,
        last_at: some_moment(row, 9)?,
        sales_minor: row.get(10)?,
        usual_gap_days: row.get(11)?,
        next_from: some_moment(row, 12)?,
        next_at: some_moment(row, 13)?,
        next_to: some_moment(row, 14)?,
        expected: row.get(15)?,
        observed: row.get::<_, Option<i64>>(16)?.map(|seen| u64::try_from(seen).unwrap_or(0)),
        p: row.get(17)?,
        q: row.get(18)?,
        value_at_risk_minor: row.get(19)?,
        p_alive: row.get(20)?,
        expected_purchases: row.get(21)?,
        value_minor: row.get(22)?,
        rfm: row.get(23)?,
        evidence: json(row, 24)?,
    })
}

/// What rules need to know of a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomerRhythm {
    /// Who.
    pub customer: CustomerKey,
    /// How they stand.
    pub standing: Standing,
    /// Orders in all.
    pub orders: u64,
    /// Sales in all, in minor units.
    pub sales_minor: i64,
    /// Their usual gap.
    pub usual_gap_days: Option<f64>,
    /// When the next order is expected.
    pub next_at: Option<Moment>,
    /// From when on it is later than their own gaps allow.
    pub next_to: Option<Moment>,
}

impl crate::Desk {
    /// Every customer of a set, in order of key, in short. One pass.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn each_rhythm(&self, set: i64, mut each: impl FnMut(CustomerRhythm)) -> Result<()> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT customer, standing, orders, sales_minor, usual_gap_days, next_at, next_to
                 FROM customer_finding WHERE set_id = ?1",
            )?;
            let mut rows = statement.query([set])?;
            while let Some(row) = rows.next()? {
                each(CustomerRhythm {
                    customer: parsed(row, 0)?,
                    standing: parsed(row, 1)?,
                    orders: count(row, 2)?,
                    sales_minor: row.get(3)?,
                    usual_gap_days: row.get(4)?,
                    next_at: some_moment(row, 5)?,
                    next_to: some_moment(row, 6)?,
                });
            }
            Ok(())
        })
    }
}
