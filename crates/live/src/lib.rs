//! The live state: what is held of each customer in memory, and what each fact makes of it within microseconds.
//!
//! [`Live`] is built from the history ([`Loader`]), then takes facts in the order of the ledger ([`Live::apply`]) and the passing of
//! time ([`Live::tick`]). It answers with opportunities, joins to tell, and customers that changed. At any moment it equals what a
//! batch over the same facts would give. Nothing here reads a file, waits, or looks at a clock: now is passed in.

mod apply;
mod cells;
mod counting;
mod customer;
pub mod identity;
mod items;
mod knowledge;
mod line;
mod lines;
mod load;
mod numbers;
mod offered;
mod orders;
mod packed;
mod rates;
mod rules;
mod timers;
mod touches;
mod unnamed;

pub use apply::Effects;
pub use cells::{Footprint, Totals};
pub use customer::{CustomerPurchases, CustomerState};
pub use identity::Identity;
pub use items::{ItemMap, NO_ITEM};
pub use knowledge::{CustomerKnown, Follows, Knowledge, ProductKnown};
pub use line::{Line, OrderKey};
pub use load::{Came, Loader};
pub use numbers::{NO_PRODUCT, Products};
pub use rates::{Rates, number, ten_thousandths};
pub use touches::{HELD as TOUCHES_HELD, Touch};

use cells::Cells;
use counting::Counting;
use knowledge::Known;
use numbers::Words;
use offered::Offered;
use orders::Orders;
use std::collections::BTreeSet;
use timers::Timers;
use unnamed::Unnamed;
use vihje_model::CustomerKey;
use vihje_model::opportunity::Rule;

/// The state of all customers.
pub struct Live {
    cells: Cells,
    products: Products,
    words: Words,
    identity: Identity,
    rates: Rates,
    orders: Orders,
    rules: Vec<Rule>,
    known: Known,
    offered: Offered,
    unnamed: Unnamed,
    timers: Timers,
    counting: Option<Counting>,
    /// Names whose touch-points the history knows better.
    reload: BTreeSet<CustomerKey>,
    position: Option<u64>,
}

impl Live {
    /// The ledger's offset of the last fact applied.
    pub fn position(&self) -> Option<u64> {
        self.position
    }

    /// Who is who.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Who is who, to put other rules to work.
    pub fn identity_mut(&mut self) -> &mut Identity {
        &mut self.identity
    }

    /// The products met so far.
    pub fn products(&self) -> &Products {
        &self.products
    }

    /// The products met so far, to make an [`ItemMap`].
    pub fn products_mut(&mut self) -> &mut Products {
        &mut self.products
    }

    /// The rates at work.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// Changes a rate for lines that come from here on.
    pub fn rates_mut(&mut self) -> &mut Rates {
        &mut self.rates
    }

    /// Customers, by the key they go by, in no order. Linear.
    pub fn customers(&self) -> BTreeSet<CustomerKey> {
        self.cells.keys().map(|name| self.identity.root(name)).collect()
    }

    /// What all customers come to, exactly and at once.
    pub fn totals(&self) -> Totals {
        self.cells.totals()
    }

    /// What it all takes. Linear in the names.
    pub fn footprint(&self) -> Footprint {
        let mut footprint = self.cells.footprint();
        footprint.identity_bytes = self.identity.heap() as u64;
        footprint.index_bytes = (self.orders.heap() + self.products.heap()) as u64;
        footprint
    }

    /// Names whose touch-points cannot be told from what is held: one that was taken back lies beyond it. The caller loads them
    /// anew from the history ([`Live::reload`]), once the history has this position.
    pub fn needs_reload(&self) -> Vec<CustomerKey> {
        self.reload.iter().copied().collect()
    }
}
