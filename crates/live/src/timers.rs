//! What only time brings: when to look at whom again. Derived from the state, so it can be built anew; looking once too often does
//! no harm, because what is due is judged by the state and not by the timer.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use vihje_model::{CustomerKey, Moment};

/// Why to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// A basket may have been left: it has been silent for so many minutes.
    Basket(u32),
    /// An order is expected.
    Order,
    /// An order is later than expected.
    Overdue,
}

/// Looks to be taken, the earliest first.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    looks: BinaryHeap<Reverse<(Moment, CustomerKey, Due)>>,
    /// One look a customer and kind, however many facts call for it.
    waiting: BTreeSet<(CustomerKey, Due)>,
}

impl Timers {
    /// Adds a look, unless one of this kind is waiting. O(log n).
    pub(crate) fn add(&mut self, at: Moment, customer: CustomerKey, due: Due) {
        if self.waiting.insert((customer, due)) {
            self.looks.push(Reverse((at, customer, due)));
        }
    }

    /// The next look that is due by now.
    pub(crate) fn next(&mut self, now: Moment) -> Option<(CustomerKey, Due)> {
        self.looks.peek().filter(|Reverse((at, _, _))| *at <= now)?;
        let Reverse((_, customer, due)) = self.looks.pop()?;
        self.waiting.remove(&(customer, due));
        Some((customer, due))
    }

    /// Takes out the looks that fit. O(n log n).
    pub(crate) fn clear(&mut self, fits: impl Fn(Due) -> bool) {
        self.looks.retain(|Reverse((_, _, due))| !fits(*due));
        self.waiting.retain(|(_, due)| !fits(*due));
    }

    /// When the next look is due.
    pub(crate) fn next_at(&self) -> Option<Moment> {
        self.looks.peek().map(|Reverse((at, _, _))| *at)
    }
}
