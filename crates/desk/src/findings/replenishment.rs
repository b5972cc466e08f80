//! Replenishment findings: the usual interval of each item, and the customers who are due for it.

use crate::convert::{count, json, moment, parsed, some_moment, stored};
use crate::page::{read_cursor, write_cursor};
use crate::{Desk, Page, Result};
use rusqlite::{CachedStatement, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use vihje_model::{CustomerKey, Moment};

/// How one item is bought again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReplenishmentFinding {
    /// Place in the set's default order, from one; given by the desk.
    #[serde(default)]
    pub rank: u64,
    /// Product level, by its name.
    pub level: String,
    /// What is bought again.
    pub item: String,
    /// Customers who bought it.
    pub customers: u64,
    /// Intervals seen.
    pub repeats: u64,
    /// Days within which a quarter of the intervals ended.
    pub first_quartile_days: Option<f64>,
    /// Days within which half of the intervals ended.
    pub median_days: Option<f64>,
    /// Days within which three quarters of the intervals ended.
    pub third_quartile_days: Option<f64>,
    /// Customers due now.
    pub due: u64,
    /// What they are worth in all, in minor units.
    pub value_minor: i64,
    /// Curves and whatever else its page shows.
    pub evidence: Value,
}

/// A customer who is due for an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DueCustomer {
    /// Place in the set, from one; given by the desk.
    #[serde(default)]
    pub rank: u64,
    /// What they are due for.
    pub item: String,
    /// Who.
    pub customer: CustomerKey,
    /// Their id in the source.
    pub customer_id: String,
    /// Their name.
    pub name: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// When they last bought it.
    pub last_at: Moment,
    /// When they are expected to buy it again.
    pub due_at: Moment,
    /// When they are later than their own gaps allow.
    pub late_at: Option<Moment>,
    /// Their own usual gap in days.
    pub gap_days: f64,
    /// What the purchase is worth, in minor units.
    pub value_minor: i64,
}

const ITEM: &str =
    "rank, level, item, customers, repeats, first_quartile_days, median_days, third_quartile_days, due,
    value_minor, evidence";
const DUE: &str =
    "rank, item, customer, customer_id, name, owner, last_at, due_at, late_at, gap_days, value_minor";

impl Desk {
    /// A page of a set's items, in the order of the analysis; those whose name contains `search` when given.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn replenishments(
        &self,
        set: i64,
        search: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ReplenishmentFinding>> {
        let after = read_cursor(cursor)?.map_or(0, |(rank, _)| rank);
        let search = search.map(|text| text.trim().to_lowercase());
        self.read(|transaction| {
            let filter = "set_id = ?1 AND (?2 IS NULL OR instr(lower(item), ?2) > 0)";
            let total = transaction
                .prepare_cached(&format!("SELECT count(*) FROM replenishment_finding WHERE {filter}"))?
                .query_row(params![set, search], |row| count(row, 0))?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {ITEM} FROM replenishment_finding WHERE {filter} AND rank > ?3 ORDER BY rank LIMIT ?4"
            ))?;
            let rows = statement.query_map(params![set, search, after, stored(limit + 1)], item)?;
            let items = rows.collect::<Result<_, _>>()?;
            Ok(Page::cut(items, limit, total, |row: &ReplenishmentFinding| {
                write_cursor(stored(row.rank), "")
            }))
        })
    }

    /// A page of the customers due for an item, in the order of the analysis.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn due_customers(
        &self,
        set: i64,
        item: &str,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<DueCustomer>> {
        let after = read_cursor(cursor)?.map_or(0, |(rank, _)| rank);
        self.read(|transaction| {
            let total = transaction
                .prepare_cached("SELECT count(*) FROM due_finding WHERE set_id = ?1 AND item = ?2")?
                .query_row(params![set, item], |row| count(row, 0))?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {DUE} FROM due_finding WHERE set_id = ?1 AND item = ?2 AND rank > ?3 ORDER BY rank LIMIT ?4"
            ))?;
            let rows = statement.query_map(params![set, item, after, stored(limit + 1)], due)?;
            let items = rows.collect::<Result<_, _>>()?;
            Ok(Page::cut(items, limit, total, |row: &DueCustomer| write_cursor(stored(row.rank), "")))
        })
    }

    /// What one customer is due for, the earliest first.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn due_of_customer(&self, set: i64, customer: CustomerKey) -> Result<Vec<DueCustomer>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {DUE} FROM due_finding WHERE set_id = ?1 AND customer = ?2 ORDER BY due_at, rank"
            ))?;
            let rows = statement.query_map(params![set, customer.to_string()], due)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

pub(crate) fn inserter<'t>(transaction: &'t Transaction<'_>) -> Result<CachedStatement<'t>> {
    Ok(transaction.prepare_cached(&format!(
        "INSERT INTO replenishment_finding (set_id, {ITEM})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    ))?)
}

pub(crate) fn insert(
    insert: &mut CachedStatement<'_>,
    set: i64,
    rank: u64,
    row: &ReplenishmentFinding,
) -> Result<()> {
    insert.execute(params![
        set,
        stored(rank),
        row.level,
        row.item,
        stored(row.customers),
        stored(row.repeats),
        row.first_quartile_days,
        row.median_days,
        row.third_quartile_days,
        stored(row.due),
        row.value_minor,
        row.evidence.to_string(),
    ])?;
    Ok(())
}

pub(crate) fn due_inserter<'t>(transaction: &'t Transaction<'_>) -> Result<CachedStatement<'t>> {
    Ok(transaction.prepare_cached(&format!(
        "INSERT INTO due_finding (set_id, {DUE}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    ))?)
}

pub(crate) fn insert_due(
    insert: &mut CachedStatement<'_>,
    set: i64,
    rank: u64,
    row: &DueCustomer,
) -> Result<()> {
    insert.execute(params![
        set,
        stored(rank),
        row.item,
        row.customer.to_string(),
        row.customer_id,
        row.name,
        row.owner,
        row.last_at.0,
        row.due_at.0,
        row.late_at.map(|moment| moment.0),
        row.gap_days,
        row.value_minor,
    ])?;
    Ok(())
}

fn item(row: &Row<'_>) -> rusqlite::Result<ReplenishmentFinding> {
    Ok(ReplenishmentFinding {
        rank: count(row, 0)?,
        level: row.get(1)?,
        item: row.get(2)?,
        customers: count(row, 3)?,
        repeats: count(row, 4)?,
        first_quartile_days: row.get(5)?,
        median_days: row.get(6)?,
        third_quartile_days: row.get(7)?,
        due: count(row, 8)?,
        value_minor: row.get(9)?,
        evidence: json(row, 10)?,
    })
}

fn due(row: &Row<'_>) -> rusqlite::Result<DueCustomer> {
    Ok(DueCustomer {
        rank: count(row, 0)?,
        item: row.get(1)?,
        customer: parsed(row, 2)?,
        customer_id: row.get(3)?,
        name: row.get(4)?,
        owner: row.get(5)?,
        last_at: moment(row, 6)?,
        due_at: moment(row, 7)?,
        late_at: some_moment(row, 8)?,
        gap_days: row.get(9)?,
        value_minor: row.get(10)?,
    })
}
