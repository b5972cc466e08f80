//! Building the state from the past. Linear: each row is packed as it comes and never looked at again.

use crate::Live;
use crate::cells::Cells;
use crate::identity::Identity;
use crate::knowledge::Known;
use crate::line::Line;
use crate::numbers::{NO_PRODUCT, Products, Words};
use crate::offered::Offered;
use crate::orders::Orders;
use crate::rates::Rates;
use crate::timers::Timers;
use crate::touches::Touch;
use crate::unnamed::Unnamed;
use std::collections::BTreeSet;
use vihje_model::fact::TouchPoint;
use vihje_model::identity::{Identified, IdentityRules, Merge, MergeUndone};
use vihje_model::{CustomerKey, ProductKey};

/// Which way a touch-point came into the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// By the ledger: it can be taken back.
    ByLedger,
    /// By a file.
    ByFile,
}

/// Builds a [`Live`]. Rows of one kind may come in any order of customers; those of one customer in order of time are fastest.
pub struct Loader {
    live: Live,
}

impl Loader {
    /// An empty state.
    pub fn new(rates: Rates, rules: IdentityRules) -> Self {
        Self {
            live: Live {
                cells: Cells::new(),
                products: Products::default(),
                words: Words::default(),
                identity: Identity::new(rules),
                rates,
                orders: Orders::default(),
                rules: Vec::new(),
                known: Known::default(),
                offered: Offered::default(),
                unnamed: Unnamed::default(),
                timers: Timers::default(),
                counting: None,
                reload: BTreeSet::new(),
                position: None,
            },
        }
    }

    /// The number of a product, for the lines.
    pub fn product(&mut self, product: ProductKey) -> u32 {
        self.live.products.number(product)
    }

    /// A source id as the history has it. Those of own ids may be left out; those of any other kind (`email:…`) are needed.
    pub fn name(&mut self, source_id: &str) {
        self.live.identity.met(source_id);
    }

    /// Names told of one person: by the history's links, or a customer's row with his address (the source of all files is
    /// [`crate::identity::FILES`]).
    pub fn identified(&mut self, told: &Identified) {
        self.live.identity.known(told);
    }

    /// A join that holds, in any order. What follows from the rules comes with
    /// [`Identity::review`](crate::Identity::review) once all is loaded.
    pub fn merged(&mut self, merge: &Merge) {
        self.live.identity.apply_merge(merge);
    }

    /// A pair that was parted some time, so that it is not joined by itself again.
    pub fn undone(&mut self, undone: &MergeUndone) {
        self.live.identity.keep_apart(undone);
    }

    /// A line of an identified customer.
    pub fn line(&mut self, name: CustomerKey, line: &Line) {
        self.live.cells.push_line(name, line);
    }

    /// An order that was told whole, by the 64-bit hash of its id (`md5_number_lower`), and a name under which it was told.
    pub fn order(&mut self, order_hash: u64, name: CustomerKey) {
        self.live.orders.add(order_hash, name);
    }

    /// A touch-point of the last ninety days or so.
    pub fn touch(&mut self, touch: &TouchPoint, came: Came) {
        self.touch_of(CustomerKey::of(&touch.customer), touch, came);
    }

    /// The same of a name that is known by its key; the touch-point's own `customer` is not looked at.
    pub fn touch_of(&mut self, name: CustomerKey, touch: &TouchPoint, came: Came) {
        let short = self.live.short(touch, came == Came::ByLedger);
        self.live.cells.push_touch(name, short);
    }

    /// How many touch-points a name had before those that are loaded.
    pub fn earlier_touches(&mut self, name: CustomerKey, count: u32) {
        self.live.cells.at(name).touches.get_or_insert_default().add_earlier(count);
    }

    /// The state as of a position in the ledger; facts up to it are in what was loaded.
    pub fn finish(mut self, position: Option<u64>) -> Live {
        self.live.cells.shrink();
        self.live.identity.shrink();
        self.live.orders.shrink();
        self.live.position = position;
        self.live
    }
}

impl Live {
    /// A touch-point in short.
    pub(crate) fn short(&mut self, touch: &TouchPoint, by_ledger: bool) -> Touch {
        let word = self.words.number(&touch.touch);
        let product = crate::touches::about(touch).product;
        let product = product.map_or(NO_PRODUCT, |product| self.products.number(ProductKey::of(product)));
        Touch::of(touch, word, product, by_ledger)
    }

    /// Puts a name's touch-points in place of those held: the latest, as the history has them, and how many there were before.
    pub fn reload<'a>(
        &mut self,
        name: CustomerKey,
        touches: impl IntoIterator<Item = (&'a TouchPoint, Came)>,
        earlier: u32,
    ) {
        let short: Vec<Touch> =
            touches.into_iter().map(|(touch, came)| self.short(touch, came == Came::ByLedger)).collect();
        let cell = self.cells.at(name);
        cell.touches = None;
        if !short.is_empty() || earlier > 0 {
            let touches = cell.touches.get_or_insert_default();
            touches.add_earlier(earlier);
            short.into_iter().for_each(|touch| touches.push(touch));
        }
        self.reload.remove(&name);
    }
}
