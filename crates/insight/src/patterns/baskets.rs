//! One customer's history as baskets of distinct items, and the moments at which he may be looked at.

use super::Settings;
use super::scan::{Eligible, NONE};
use vihje_model::{Purchases, time::MICROS_PER_DAY};

/// A customer's baskets in order of time. Lines of equal moment are one basket; an item counts once in it.
pub(crate) struct Baskets {
    /// Per basket its moment in microseconds.
    pub(crate) at: Vec<i64>,
    /// Per basket where its items begin in `places`; one longer.
    pub(crate) start: Vec<usize>,
    /// Items of baskets, as places in `items`.
    pub(crate) places: Vec<u32>,
    /// The customer's items, as eligible numbers, in order of first purchase.
    pub(crate) items: Vec<u32>,
    /// Per place the basket of the first purchase; never descending.
    pub(crate) first: Vec<usize>,
    /// Per basket how many items were bought for the first time.
    fresh: Vec<u64>,
    /// Per place the basket that last took it in.
    last: Vec<usize>,
    /// Per eligible item its place, or [`NONE`].
    place_of: Vec<u32>,
}

impl Baskets {
    pub(crate) fn new(items: usize) -> Self {
        Self {
            at: Vec::new(),
            start: vec![0],
            places: Vec::new(),
            items: Vec::new(),
            first: Vec::new(),
            fresh: Vec::new(),
            last: Vec::new(),
            place_of: vec![NONE; items],
        }
    }

    /// Reads one customer; baskets without eligible items are left out. O(lines).
    pub(crate) fn read(&mut self, purchases: &Purchases, eligible: &Eligible, customer: usize) {
        for &item in &self.items {
            self.place_of[item as usize] = NONE;
        }
        self.at.clear();
        self.places.clear();
        self.items.clear();
        self.first.clear();
        self.fresh.clear();
        self.last.clear();
        self.start.clear();
        self.start.push(0);
        for line in purchases.lines_of(customer) {
            let item = eligible.number[purchases.item[line] as usize];
            if item != NONE {
                self.take(purchases.at[line].0, item);
            }
        }
    }

    fn take(&mut self, at: i64, item: u32) {
        if self.at.last() != Some(&at) {
            self.at.push(at);
            self.fresh.push(0);
            self.start.push(self.places.len());
        }
        let basket = self.at.len() - 1;
        let place = &mut self.place_of[item as usize];
        if *place == NONE {
            *place = u32::try_from(self.items.len()).expect("items are numbered in 32 bits");
            self.items.push(item);
            self.first.push(basket);
            self.fresh[basket] += 1;
            self.last.push(usize::MAX);
        }
        if self.last[*place as usize] != basket {
            self.last[*place as usize] = basket;
            self.places.push(*place);
            self.start[basket + 1] = self.places.len();
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.at.len()
    }

    /// Items bought for the first time: how many index moments, of any item, the basket is.
    pub(crate) fn chances(&self, basket: usize) -> u64 {
        self.fresh[basket]
    }

    /// Items bought in all baskets strictly before this one: the customer's activity as it was known then.
    pub(crate) fn activity_before(&self, basket: usize) -> usize {
        self.start[basket]
    }

    /// Places of the items in a basket.
    pub(crate) fn places_in(&self, basket: usize) -> &[u32] {
        &self.places[self.start[basket]..self.start[basket + 1]]
    }

    /// How many of the customer's items had been bought up to and with this basket: they are the first of `items`.
    pub(crate) fn known(&self, basket: usize) -> usize {
        self.first.partition_point(|first| *first <= basket)
    }
}

/// When a moment may be an index moment, and whether its window is complete.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    /// W in microseconds.
    pub(crate) window: i64,
    /// Index moments lie in `from..until`.
    pub(crate) from: i64,
    pub(crate) until: i64,
    /// The first purchase of all.
    pub(crate) begins: i64,
    /// Nothing at or after this is known.
    pub(crate) as_of: i64,
}

impl Frame {
    pub(crate) fn new(purchases: &Purchases, settings: &Settings) -> Self {
        let begins = purchases.at.iter().map(|at| at.0).min().unwrap_or(purchases.as_of.0);
        let washed = begins.saturating_add(i64::from(settings.washout_days) * MICROS_PER_DAY);
        Self {
            window: i64::from(settings.window_days) * MICROS_PER_DAY,
            from: settings.index_from.map_or(washed, |from| from.0.max(washed)),
            until: settings.index_until.map_or(purchases.as_of.0, |until| until.0.min(purchases.as_of.0)),
            begins,
            as_of: purchases.as_of.0,
        }
    }

    pub(crate) fn may_index(&self, at: i64) -> bool {
        self.from <= at && at < self.until
    }

    /// Whether all of (at, at + W] is known.
    pub(crate) fn complete(&self, at: i64) -> bool {
        at.saturating_add(self.window) < self.as_of
    }

    /// Days followed from `at`, counting a day begun, at most W.
    pub(crate) fn days_followed(&self, at: i64) -> u16 {
        days_up((self.as_of - at).min(self.window))
    }
}

/// Days from a positive number of microseconds, rounded up: day d holds (d - 1, d].
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // delays within a window fit eleven bits
pub(crate) fn days_up(micros: i64) -> u16 {
    // `i64::div_ceil` is unstable; the numbers are positive.
    ((micros + MICROS_PER_DAY - 1) / MICROS_PER_DAY) as u16
}
