//! The batch: everything worked out anew from the list of all facts, in straight code. It is what the live state must equal.

use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use vihje_live::{ItemMap, Loader, NO_ITEM, OrderKey, Rates, ten_thousandths};
use vihje_model::columns::Purchases;
use vihje_model::fact::{LineKind, SaleLine, TouchPoint};
use vihje_model::id::stable_hash;
use vihje_model::identity::{Identified, IdentityRules, Merge, MergeUndone};
use vihje_model::order::{net, refund, replace};
use vihje_model::{CustomerKey, Fact, Moment, ProductKey};

/// The rates of the tests: kronor have one, dollars have none.
pub(crate) fn rates() -> Rates {
    let mut rates = Rates::new("EUR".parse().unwrap());
    rates.set("SEK".parse().unwrap(), "0.12345678".parse().unwrap());
    rates
}

/// What all facts so far come to.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) lines: Vec<SaleLine>,
    pub(crate) touches: Vec<TouchPoint>,
    /// Taken in, and by whom.
    pub(crate) joins: Vec<Merge>,
    pub(crate) undone: Vec<MergeUndone>,
    pub(crate) identified: Vec<Identified>,
    pub(crate) told: BTreeMap<String, BTreeSet<Option<String>>>,
}

impl Batch {
    pub(crate) fn of(facts: &[Fact]) -> Self {
        let mut batch = Self::default();
        for fact in facts {
            batch.take_in(fact);
        }
        batch
    }

    fn take_in(&mut self, fact: &Fact) {
        match fact {
            Fact::SaleLine(line) => self.lines.extend([line.clone()].into_iter().filter(is_kept)),
            Fact::Order(told) => {
                let before = self.known(&told.order, &told.customer);
                self.lines.extend(replace(&net(before), told).into_iter().filter(is_kept));
            }
            Fact::Refund(told) => {
                let before = self.known(&told.order, &told.customer);
                self.lines.extend(refund(&net(before), told).into_iter().filter(is_kept));
            }
            Fact::TouchPoint(touch) => self.touches.push(touch.clone()),
            Fact::TouchPointTakenBack(named) => {
                let fits = |touch: &TouchPoint| {
                    let has = |(name, value)| touch.attributes.get(name) == Some(value);
                    touch.customer == named.customer
                        && touch.at == named.at
                        && named.attributes.iter().all(has)
                };
                if let Some(place) = self.touches.iter().position(fits) {
                    self.touches.remove(place);
                }
            }
            Fact::Merged(merge)
                if self.root(&merge.from) == merge.from && self.root(&merge.into) != merge.from =>
            {
                self.joins.push(merge.clone());
            }
            Fact::MergeUndone(undone) => {
                self.joins.retain(|join| (&join.from, &join.into) != (&undone.from, &undone.into));
                self.undone.push(undone.clone());
            }
            Fact::Identified(told) => self.identified.push(told.clone()),
            _ => {}
        }
    }

    fn known(&mut self, order: &str, teller: &Option<String>) -> Vec<SaleLine> {
        let names = self.told.entry(order.to_owned()).or_default();
        names.insert(teller.clone());
        let of_order =
            |line: &&SaleLine| line.order.as_deref() == Some(order) && names.contains(&line.customer);
        self.lines.iter().filter(of_order).cloned().collect()
    }

    pub(crate) fn root(&self, name: &str) -> String {
        let taken = self.joins.iter().find(|join| join.from == name);
        taken.map_or_else(|| name.to_owned(), |join| self.root(&join.into))
    }

    /// The purchases of the customer who has a name: (moment, item, cents), sorted.
    pub(crate) fn purchases(
        &self,
        name: &str,
        items: &dyn Fn(&str) -> u32,
        as_of: Moment,
    ) -> Vec<(Moment, u32, i64)> {
        let root = self.root(name);
        let own = |line: &&SaleLine| {
            line.at < as_of && line.customer.as_ref().is_some_and(|own| self.root(own) == root)
        };
        let mut lines: Vec<&SaleLine> = self.lines.iter().filter(own).collect();
        lines.sort_by_key(|line| {
            (line.at, line.line == LineKind::Return, line.amount.amount, line.order.clone())
        });
        let mut open: Vec<&SaleLine> = Vec::new();
        for line in lines {
            match line.line {
                LineKind::Sale if line.quantity > Decimal::ZERO => open.push(line),
                LineKind::Return if line.quantity < Decimal::ZERO => {
                    let same =
                        |sale: &&&SaleLine| sale.product == line.product && sale.quantity == -line.quantity;
                    let own =
                        |sale: &&&SaleLine| same(sale) && sale.order.is_some() && sale.order == line.order;
                    let exact = |sale: &&&SaleLine| own(sale) && sale.amount.amount == -line.amount.amount;
                    let place =
                        |fits: &dyn Fn(&&&SaleLine) -> bool| open.iter().rposition(|sale| fits(&sale));
                    if let Some(place) = place(&exact).or_else(|| place(&own)).or_else(|| place(&same)) {
                        open.remove(place);
                    }
                }
                _ => {}
            }
        }
        let rates = rates();
        let value = |line: &SaleLine| rates.minor(rates.money(line.amount).unwrap().0);
        let row = |line: &SaleLine| (line.at, items(&line.product), value(line));
        let mut rows: Vec<_> = open.into_iter().map(row).filter(|row| row.1 != NO_ITEM).collect();
        rows.sort_unstable();
        rows
    }

    /// The columns of all customers.
    pub(crate) fn columns(&self, items: &dyn Fn(&str) -> u32, count: u32) -> Purchases {
        let names: BTreeSet<String> =
            self.lines.iter().filter_map(|line| Some(self.root(line.customer.as_deref()?))).collect();
        let mut columns = Purchases::empty(Moment(i64::MAX));
        columns.items = (0..count).map(|item| item.to_string()).collect();
        columns.starts.clear();
        for name in &names {
            columns.starts.push(columns.at.len() as u64);
            columns.customers.push(CustomerKey::of(name));
            for (at, item, value) in self.purchases(name, items, Moment(i64::MAX)) {
                columns.at.push(at);
                columns.item.push(item);
                columns.value.push(value);
            }
        }
        columns.starts.push(columns.at.len() as u64);
        columns
    }

    /// Touch-points of a customer: how many, and the latest from and to the company.
    pub(crate) fn contacts(&self, name: &str) -> (u64, Option<Moment>, Option<Moment>) {
        let root = self.root(name);
        let own: Vec<_> = self.touches.iter().filter(|touch| self.root(&touch.customer) == root).collect();
        let last = |outbound: bool| {
            own.iter().filter(|touch| touch.outbound == outbound).map(|touch| touch.at).max()
        };
        (own.len() as u64, last(true), last(false))
    }

    /// A state built from what all this came to, as from the history.
    pub(crate) fn load(&self, names: &[&str]) -> vihje_live::Live {
        let mut loader = Loader::new(rates(), IdentityRules::default());
        for name in names {
            loader.name(name);
        }
        for (order, tellers) in &self.told {
            for teller in tellers.iter().flatten() {
                loader.order(stable_hash(order), CustomerKey::of(teller));
            }
        }
        self.identified.iter().for_each(|told| loader.identified(told));
        self.joins.iter().for_each(|merge| loader.merged(merge));
        self.undone.iter().for_each(|undone| loader.undone(undone));
        let rates = rates();
        let mut lines: Vec<&SaleLine> = self.lines.iter().filter(|line| line.customer.is_some()).collect();
        lines.sort_by_key(|line| (line.customer.clone(), line.at));
        for line in lines {
            let (value, told) = rates.money(line.amount).unwrap();
            let packed = vihje_live::Line {
                at: line.at,
                product: loader.product(ProductKey::of(&line.product)),
                kind: line.line,
                quantity: ten_thousandths(line.quantity).unwrap(),
                value,
                order: line.order.as_deref().map_or(OrderKey::NONE, OrderKey::of),
                told,
            };
            loader.line(CustomerKey::of(line.customer.as_deref().unwrap()), &packed);
        }
        self.touches.iter().for_each(|touch| loader.touch(touch, vihje_live::Came::ByLedger));
        loader.finish(None)
    }
}

/// Lines the history keeps: in a currency with a rate.
fn is_kept(line: &SaleLine) -> bool {
    rates().money(line.amount).is_some()
}

/// Products as items: every product but the last has one, two share one.
pub(crate) fn item(product: &str) -> u32 {
    match product {
        "tea" => 0,
        "cup" | "mug" => 1,
        "pot" => 2,
        _ => NO_ITEM,
    }
}

/// The same as a map.
pub(crate) fn items(live: &mut vihje_live::Live) -> ItemMap {
    let named = ["tea", "cup", "mug", "pot"].map(|product| (ProductKey::of(product), item(product)));
    ItemMap::new(live.products_mut(), named)
}
