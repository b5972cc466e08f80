//! Exact pair counts, kept current: a customer's old purchases are taken out before they change, the new ones put in before
//! anybody reads. However many facts come in between, each customer is counted twice at most.

use crate::Live;
use crate::customer::CustomerPurchases;
use crate::items::ItemMap;
use std::collections::BTreeSet;
use vihje_insight::patterns::{CustomerLines, PairCounter, PairCounts, Question};
use vihje_model::{CustomerKey, Moment};

pub(crate) struct Counting {
    counter: PairCounter,
    items: ItemMap,
    window_days: u16,
    question: Question,
    /// Customers whose purchases are not in the counter at present.
    out: BTreeSet<CustomerKey>,
}

impl Counting {
    fn add(&mut self, live: &Live, root: CustomerKey) {
        self.counter.add(lines(&live.purchases(root, &self.items, ALWAYS)));
    }
}

fn lines(purchases: &CustomerPurchases) -> CustomerLines<'_> {
    CustomerLines { at: &purchases.at, item: &purchases.item }
}

/// Everything that was ever bought counts.
const ALWAYS: Moment = Moment(i64::MAX);

impl Live {
    /// Counts pairs of items from here on: customers who bought A for the first time and B within so many days. Nobody is counted
    /// yet: [`Live::count_more`] reads their lines bit by bit. Where the same is counted already nothing changes. Linear in the
    /// names; the counters take four bytes a pair of items up to 4,096 items (64 MB), beyond that as much as there are pairs.
    pub fn count_pairs(&mut self, items: ItemMap, window_days: u16, question: Question) {
        let same = |counting: &Counting| {
            counting.items == items && (counting.window_days, counting.question) == (window_days, question)
        };
        if self.counting.as_ref().is_some_and(same) {
            return;
        }
        let counter = PairCounter::new(items.len(), window_days, question);
        let out = self.customers();
        self.counting = Some(Counting { counter, items, window_days, question, out });
    }

    /// Counts no pairs any more.
    pub fn count_no_pairs(&mut self) {
        self.counting = None;
    }

    /// Counts so many customers more: those not counted yet, and those who changed. Whether all are counted now.
    /// O(lines + pairs) of these customers.
    pub fn count_more(&mut self, customers: usize) -> bool {
        let Some(mut counting) = self.counting.take() else { return true };
        for _ in 0..customers {
            let Some(root) = counting.out.pop_first() else { break };
            counting.add(self, root);
        }
        let all = counting.out.is_empty();
        self.counting = Some(counting);
        all
    }

    /// How many customers bought A, then B; nothing while some are not counted. O(1).
    pub fn pair_count(&self, a: u32, b: u32) -> Option<u32> {
        let counting = self.counting.as_ref().filter(|counting| counting.out.is_empty())?;
        Some(counting.counter.n_ab(a, b))
    }

    /// All counts as they stand; nothing when none are kept. Counts whoever is not; then linear in the items' square, or in the
    /// pairs where items are many.
    pub fn pair_counts(&mut self) -> Option<PairCounts> {
        self.count_more(usize::MAX);
        self.counting.as_ref().map(|counting| counting.counter.counts())
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
