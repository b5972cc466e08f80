//! Loading a set: rows go in by chunks, each its own short transaction, unseen until the set is published. A load that is
//! dropped unpublished leaves nothing but rows to sweep.

use super::customers::{self, CustomerFinding};
use super::index::{CustomerIndex, IndexBuilder};
use super::patterns::{self, PatternFinding};
use super::replenishment::{self, DueCustomer, ReplenishmentFinding};
use super::sets::{self, FindingSet};
use crate::{Desk, Result};
use rusqlite::Transaction;
use std::sync::{Arc, PoisonError};
use vihje_model::finding::Analysis;
use vihje_model::{Currency, FindingMeta};

/// Rows in one transaction: long enough to be quick, short enough that other writers wait under a tenth of a second.
const CHUNK: usize = 10_000;

/// A set on its way in.
pub struct Load<'a> {
    desk: &'a Desk,
    set: i64,
    rows: u64,
    patterns: u64,
    replenishments: u64,
    due: u64,
    index: IndexBuilder,
    published: bool,
}

impl Desk {
    /// Begins a set of findings, which nobody sees before [`Load::publish`].
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn load(&self, meta: &FindingMeta, currency: Currency) -> Result<Load<'_>> {
        let set = self.write(|transaction| sets::begin(transaction, meta, currency))?;
        Ok(Load {
            desk: self,
            set,
            rows: 0,
            patterns: 0,
            replenishments: 0,
            due: 0,
            index: IndexBuilder::new(set),
            published: false,
        })
    }
}

impl Load<'_> {
    /// Adds patterns; the order of all calls together is their default order, best first.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn patterns(&mut self, rows: impl IntoIterator<Item = PatternFinding>) -> Result<()> {
        let (set, mut rank) = (self.set, self.patterns);
        self.chunks(rows, |transaction, chunk| {
            let mut insert = patterns::inserter(transaction)?;
            for row in chunk {
                rank += 1;
                patterns::insert(&mut insert, set, rank, row)?;
            }
            Ok(())
        })?;
        self.patterns = rank;
        Ok(())
    }

    /// Adds replenishment findings; the order is their default order.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn replenishments(&mut self, rows: impl IntoIterator<Item = ReplenishmentFinding>) -> Result<()> {
        let (set, mut rank) = (self.set, self.replenishments);
        self.chunks(rows, |transaction, chunk| {
            let mut insert = replenishment::inserter(transaction)?;
            for row in chunk {
                rank += 1;
                replenishment::insert(&mut insert, set, rank, row)?;
            }
            Ok(())
        })?;
        self.replenishments = rank;
        Ok(())
    }

    /// Adds customers who are due for an item; the order is their order within the item.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn due(&mut self, rows: impl IntoIterator<Item = DueCustomer>) -> Result<()> {
        let (set, mut rank) = (self.set, self.due);
        self.chunks(rows, |transaction, chunk| {
            let mut insert = replenishment::due_inserter(transaction)?;
            for row in chunk {
                rank += 1;
                replenishment::insert_due(&mut insert, set, rank, row)?;
            }
            Ok(())
        })?;
        self.due = rank;
        Ok(())
    }

    /// Adds customers, each once. Quickest in ascending order of key, the order in which they lie on disk.
    ///
    /// # Errors
    /// When a customer comes twice or the disk cannot be written.
    pub fn customers(&mut self, rows: impl IntoIterator<Item = CustomerFinding>) -> Result<()> {
        let set = self.set;
        let mut index = std::mem::take(&mut self.index);
        let done = self.chunks(rows, |transaction, chunk| {
            let mut insert = customers::inserter(transaction)?;
            for row in chunk {
                customers::insert(&mut insert, set, row)?;
                index.add(&row.into());
            }
            Ok(())
        });
        self.index = index;
        done
    }

    /// Makes the set current in place of the earlier one for the same analysis and parameters.
    ///
    /// # Errors
    /// When the disk cannot be written; the earlier set is then still current.
    pub fn publish(mut self) -> Result<FindingSet> {
        let (set, rows) = (self.set, self.rows);
        let index = std::mem::take(&mut self.index).finish();
        index.make_orders();
        let published = self.desk.write(|transaction| sets::publish(transaction, set, rows))?;
        self.published = true;
        if published.meta.analysis == Analysis::Decline {
            self.desk.show_customers(Arc::new(index));
        }
        Ok(published)
    }

    fn chunks<T>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
        mut insert: impl FnMut(&Transaction<'_>, &[T]) -> Result<()>,
    ) -> Result<()> {
        let mut rows = rows.into_iter();
        let mut chunk = Vec::with_capacity(CHUNK);
        loop {
            chunk.extend(rows.by_ref().take(CHUNK));
            if chunk.is_empty() {
                return Ok(());
            }
            self.desk.write(|transaction| insert(transaction, &chunk))?;
            self.rows += chunk.len() as u64;
            chunk.clear();
        }
    }
}

impl Drop for Load<'_> {
    fn drop(&mut self) {
        if !self.published {
            // When even this fails, the next start marks the set as abandoned.
            let _ = self.desk.write(|transaction| sets::abandon(transaction, self.set));
        }
    }
}

impl Desk {
    /// Puts a newer index in place; those at work with the older one keep it.
    pub(crate) fn show_customers(&self, index: Arc<CustomerIndex>) {
        let mut shown = self.customers.write().unwrap_or_else(PoisonError::into_inner);
        if shown.as_ref().is_none_or(|current| current.set < index.set) {
            *shown = Some(index);
        }
    }
}
