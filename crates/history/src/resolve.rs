//! Who is whom: wherever the past is read, names that were merged are one customer. Facts themselves keep the name they were told
//! with, so that a merge that is taken back leaves no trace in them.

use crate::error::Result;
use crate::open::History;
use crate::sql::scalar;
use duckdb::Connection;
use serde::Serialize;
use vihje_model::{CustomerKey, Moment};

/// All names of one customer.
pub(crate) struct Names {
    /// The one that the others were merged into.
    pub(crate) canonical: CustomerKey,
    /// The others.
    others: Vec<u64>,
}

impl Names {
    /// The names of the customer whom `key` is one of. One look into a small table.
    pub(crate) fn of(conn: &Connection, key: CustomerKey) -> Result<Self> {
        let canonical =
            scalar(conn, "SELECT max(canonical) FROM main.aliases WHERE customer_key = ?", &[&key.0])?;
        let canonical = CustomerKey(canonical.unwrap_or(key.0));
        let mut statement =
            conn.prepare("SELECT customer_key FROM main.aliases WHERE canonical = ? ORDER BY 1")?;
        let others = statement.query_map([canonical.0], |row| row.get(0))?.collect::<duckdb::Result<_>>()?;
        Ok(Self { canonical, others })
    }

    /// The condition that a fact is about this customer. Where there is one name the database finds its few blocks at once.
    pub(crate) fn condition(&self, column: &str) -> String {
        let key = self.canonical.0;
        if self.others.is_empty() {
            return format!("{column} = {key}");
        }
        let others: Vec<String> = self.others.iter().map(u64::to_string).collect();
        format!("{column} IN ({key}, {})", others.join(", "))
    }
}

/// A table of facts with the customer after all merges; `line_id` is the row's number. Where nothing was merged it is the table.
pub(crate) fn facts(conn: &Connection, table: &str) -> Result<String> {
    Ok(match any(conn)? {
        false => format!("(SELECT rowid AS line_id, * FROM main.{table})"),
        true => format!("(SELECT f.rowid AS line_id, {})", joined(table)),
    })
}

/// Whether any names are merged.
pub(crate) fn any(conn: &Connection) -> Result<bool> {
    let one: Option<u8> =
        scalar(conn, "SELECT max(one) FROM (SELECT 1 AS one FROM main.aliases LIMIT 1)", &[])?;
    Ok(one.is_some())
}

/// The rest of a `SELECT` that gives a table's columns with the customer after all merges.
pub(crate) fn joined(table: &str) -> String {
    format!(
        "f.* REPLACE (coalesce(a.canonical, f.customer_key) AS customer_key)
         FROM main.{table} f LEFT JOIN main.aliases a ON a.customer_key = f.customer_key"
    )
}

/// Two names that were merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeRow {
    /// The name that was taken in.
    pub from: String,
    /// The customer who has both.
    pub into: String,
    /// The word of `vihje_model::identity::JoinedBy`.
    pub joined_by: String,
    /// What they share, or who said so.
    pub evidence: String,
    /// When.
    pub merged_at: Moment,
    /// The ledger's offset of it.
    pub offset: u64,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
    /// By whom.
    pub undone_by: Option<String>,
}

/// A name told beside another of the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameRow {
    /// The strongest name told with it.
    pub holder: String,
    /// The name, as facts would name a person by it.
    pub name: String,
    /// The source that told it.
    pub source: String,
    /// Whether the sender said that they are one.
    pub outright: bool,
    /// When it was first told.
    pub told_at: Moment,
}

impl History {
    /// The customer whom a key stands for, after all merges: the key itself where it is not merged.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn canonical(&self, key: CustomerKey) -> Result<CustomerKey> {
        Ok(Names::of(&self.reader()?, key)?.canonical)
    }

    /// Every name of the customer whom a key stands for, that of the customer first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn names_of(&self, key: CustomerKey) -> Result<Vec<CustomerKey>> {
        let names = Names::of(&self.reader()?, key)?;
        Ok(std::iter::once(names.canonical).chain(names.others.into_iter().map(CustomerKey)).collect())
    }

    /// Every merge ever made, oldest first, those taken back among them.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn each_merge(&self, each: impl FnMut(MergeRow)) -> Result<()> {
        each_merge(&self.reader()?, each)
    }

    /// The newest merges before an offset, those taken back among them.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn merges(&self, before: Option<u64>, limit: usize) -> Result<Vec<MergeRow>> {
        let conn = self.reader()?;
        let before = before.unwrap_or(u64::MAX);
        let mut statement = conn.prepare(&format!(
            "{MERGES} WHERE ledger_offset < {before}::UBIGINT ORDER BY ledger_offset DESC LIMIT {limit}"
        ))?;
        let rows = statement.query_map([], merge)?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// The merges that brought a name, or its customer, together with others; oldest first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn merges_of(&self, key: CustomerKey) -> Result<Vec<MergeRow>> {
        let conn = self.reader()?;
        let names = Names::of(&conn, key)?;
        let mut statement = conn.prepare(&format!(
            "{MERGES} WHERE {} OR {} ORDER BY ledger_offset",
            names.condition("from_key"),
            names.condition("into_key")
        ))?;
        let rows = statement.query_map([], merge)?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// Every name told beside another, in the order told.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn each_name(&self, each: impl FnMut(NameRow)) -> Result<()> {
        each_name(&self.reader()?, each)
    }
}

pub(crate) fn each_merge(conn: &Connection, mut each: impl FnMut(MergeRow)) -> Result<()> {
    let mut statement = conn.prepare(&format!("{MERGES} ORDER BY ledger_offset"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(merge(row)?);
    }
    Ok(())
}

pub(crate) fn each_name(conn: &Connection, mut each: impl FnMut(NameRow)) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT holder_id, name_id, source, outright, epoch_us(told_at) FROM main.names
         ORDER BY ledger_offset, rowid",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(NameRow {
            holder: row.get(0)?,
            name: row.get(1)?,
            source: row.get(2)?,
            outright: row.get(3)?,
            told_at: Moment(row.get(4)?),
        });
    }
    Ok(())
}

const MERGES: &str = "
    SELECT from_id, into_id, joined_by, evidence, epoch_us(merged_at), ledger_offset, epoch_us(undone_at), undone_by
    FROM main.merges";

fn merge(row: &duckdb::Row<'_>) -> duckdb::Result<MergeRow> {
    Ok(MergeRow {
        from: row.get(0)?,
        into: row.get(1)?,
        joined_by: row.get(2)?,
        evidence: row.get(3)?,
        merged_at: Moment(row.get(4)?),
        offset: row.get(5)?,
        undone_at: row.get::<_, Option<i64>>(6)?.map(Moment),
        undone_by: row.get(7)?,
    })
}
