//! Exact pair counts, kept current: a customer's old purchases are taken out before they change, the new ones put in before
//! anybody reads. However many facts come in between, each customer is counted twice at most.

use crate::Live;
use crate::customer::CustomerPurchases;
use crate::items::ItemMap;
use rayon::prelude::*;
use std::collections::BTreeSet;
use vihje_insight::patterns::{CustomerLines, PairCounter, PairCounts};
use vihje_model::{CustomerKey, Moment};

pub(crate) struct Counting {
    counter: PairCounter,
    items: ItemMap,
    /// Customers whose purchases are not in the counter at present.
    out: BTreeSet<CustomerKey>,
}

fn lines(purchases: &CustomerPurchases) -> CustomerLines<'_> {
    CustomerLines { at: &purchases.at, item: &purchases.item }
}

/// Everything that was ever bought counts.
const ALWAYS: Moment = Moment(i64::MAX);

impl Live {
    /// Counts pairs of items from here on: customers who bought A for the first time and B within so many days. Reads all lines
    /// once, on all threads, each with counters of its own (64 MB up to 4,096 items).
    pub fn count_pairs(&mut self, items: ItemMap, window_days: u16) {
        let roots: BTreeSet<CustomerKey> = self.cells.keys().map(|key| self.identity.root(key)).collect();
        let roots: Vec<CustomerKey> = roots.into_iter().collect();
        let new = || PairCounter::new(items.len(), window_days);
        let part = roots.len().div_ceil(rayon::current_num_threads()).max(1);
        let counter = roots
            .par_chunks(part)
            .map(|roots| {
                let mut counter = new();
                for root in roots {
                    counter.add(lines(&self.purchases(*root, &items, ALWAYS)));
                }
                counter
            })
            .reduce_with(|mut sum, part| {
                sum.merge(&part);
                sum
            });
        let counter = counter.unwrap_or_else(new);
        self.counting = Some(Counting { counter, items, out: BTreeSet::new() });
    }

    /// The counts as they stand; nothing when none are kept. Linear in the items' square, or in the pairs where items are many.
    pub fn pair_counts(&mut self) -> Option<PairCounts> {
        let mut counting = self.counting.take()?;
        for root in std::mem::take(&mut counting.out) {
            counting.counter.add(lines(&self.purchases(root, &counting.items, ALWAYS)));
        }
        let counts = counting.counter.counts();
        self.counting = Some(counting);
        Some(counts)
    }

    /// A customer is about to change.
    pub(crate) fn before_change(&mut self, name: CustomerKey) {
        let Some(mut counting) = self.counting.take() else { return };
        let root = self.identity.root(name);
        if counting.out.insert(root) {
            counting.counter.subtract(lines(&self.purchases(root, &counting.items, ALWAYS)));
        }
        self.counting = Some(counting);
    }

    /// Names were joined or parted; all of them were told to [`Live::before_change`].
    pub(crate) fn after_joining(&mut self, names: &[CustomerKey]) {
        let Some(counting) = &mut self.counting else { return };
        for name in names {
            counting.out.remove(name);
        }
        for name in names {
            counting.out.insert(self.identity.root(*name));
        }
    }
}
