//! Orders told whole, and refunds: worked out by the same functions as in the history, from the lines held of the order.

use crate::Live;
use crate::line::{Line, OrderKey};
use crate::numbers::KeyMap;
use crate::rates::{number, ten_thousandths};
use vihje_model::fact::SaleLine;
use vihje_model::id::stable_hash;
use vihje_model::identity::IdKind;
use vihje_model::order::{OrderTold, RefundTold, net_by, refund, replace};
use vihje_model::{Currency, CustomerKey, Moment, Money, ProductKey};

/// Orders told whole, by the hash of their ids, and the names under which they were told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Orders {
    first: KeyMap<u64, CustomerKey>,
    /// Further names of the few orders that have them.
    more: KeyMap<u64, Vec<CustomerKey>>,
}

impl Orders {
    pub(crate) fn add(&mut self, order: u64, name: CustomerKey) {
        if *self.first.entry(order).or_insert(name) != name {
            let more = self.more.entry(order).or_default();
            if !more.contains(&name) {
                more.push(name);
            }
        }
    }

    fn names(&self, order: u64) -> impl Iterator<Item = CustomerKey> + '_ {
        self.first.get(&order).into_iter().chain(self.more.get(&order).into_iter().flatten()).copied()
    }

    pub(crate) fn shrink(&mut self) {
        self.first.shrink_to_fit();
    }

    pub(crate) fn heap(&self) -> usize {
        self.first.capacity() * (size_of::<(u64, CustomerKey)>() + 1) + self.more.len() * 64
    }
}

impl Live {
    /// The lines an order told whole comes to, by name.
    pub(crate) fn order_lines(&mut self, told: &OrderTold) -> Vec<(CustomerKey, Line)> {
        let before = self.net_lines(&told.order, told.customer.as_deref());
        let told = OrderTold {
            customer: told.customer.as_deref().and_then(|name| self.stand_in_of(name)),
            lines: told.lines.iter().map(by_key).collect(),
            ..told.clone()
        };
        let lines = replace(&before, &told);
        self.as_lines(lines)
    }

    /// The lines a refund comes to, by name.
    pub(crate) fn refund_lines(&mut self, told: &RefundTold) -> Vec<(CustomerKey, Line)> {
        let before = self.net_lines(&told.order, told.customer.as_deref());
        let mut by_key = told.clone();
        for line in &mut by_key.lines {
            line.product = ProductKey::of(&line.product).to_string();
        }
        let mut lines = refund(&before, &by_key);
        for line in lines.iter_mut().filter(|line| line.product == vihje_model::order::REFUND) {
            line.product = ProductKey::of(&line.product).to_string();
        }
        self.as_lines(lines)
    }

    /// What stands of an order: its lines under all names under which it was told whole, this telling among them, whatever way the
    /// lines came. The same names as in the history, but for anonymous lines: they come to nothing once the order has a name, unless
    /// they were told one by one beside it.
    fn net_lines(&mut self, order: &str, teller: Option<&str>) -> Vec<SaleLine> {
        let key = OrderKey::of(order);
        let hash = stable_hash(order.trim());
        if let Some(teller) = teller.filter(|teller| !teller.trim().is_empty()) {
            self.orders.add(hash, CustomerKey::of(teller));
        }
        let names: Vec<CustomerKey> = self.orders.names(hash).collect();
        let mut lines = Vec::new();
        for name in names {
            let Some(cell) = self.cells.get(name) else { continue };
            let of_order = cell.lines.iter().filter(|line| line.order == key);
            lines.extend(of_order.map(|line| self.as_sale_line(name, order, &line)));
        }
        net_by(lines, |name| key_of(name).unwrap_or(CustomerKey(0)))
    }

    /// A name by its key: the text itself is not held of own ids. Its kind stays, because an order belongs to the strongest.
    fn stand_in(&self, name: CustomerKey) -> String {
        match self.identity.kind(name) {
            IdKind::Customer => name.to_string(),
            kind => format!("{}:{name}", kind.word()),
        }
    }

    fn stand_in_of(&mut self, source_id: &str) -> Option<String> {
        if source_id.trim().is_empty() {
            return None;
        }
        self.identity.met(source_id);
        Some(self.stand_in(CustomerKey::of(source_id)))
    }

    fn as_sale_line(&self, name: CustomerKey, order: &str, line: &Line) -> SaleLine {
        let (currency, amount) = line.told.unwrap_or((self.rates.reporting, line.value));
        SaleLine {
            customer: Some(self.stand_in(name)),
            product: self.products.key(line.product).map_or_else(String::new, |key| key.to_string()),
            order: Some(order.to_owned()),
            at: line.at,
            line: line.kind,
            quantity: number(line.quantity),
            amount: Money { amount: number(amount), currency },
            discount: None,
            store: None,
            sales_person: None,
        }
    }

    fn as_lines(&mut self, lines: Vec<SaleLine>) -> Vec<(CustomerKey, Line)> {
        let mut found = Vec::with_capacity(lines.len());
        for line in lines {
            let name = line.customer.as_deref().and_then(key_of);
            let (Some(name), Ok(product)) = (name, line.product.parse::<ProductKey>()) else { continue };
            let product = self.products.number(product);
            if let Some(line) = self.line(&line, product) {
                found.push((name, line));
            }
        }
        found
    }

    /// A line as it is held; nothing where the history rejects it: without a rate, or with a number too large.
    pub(crate) fn line(&self, line: &SaleLine, product: u32) -> Option<Line> {
        let (value, told): (i64, Option<(Currency, i64)>) = self.rates.money(line.amount)?;
        let order = line.order.as_deref().map_or(OrderKey::NONE, OrderKey::of);
        let quantity = ten_thousandths(line.quantity)?;
        Some(Line { at: Moment(line.at.0), product, kind: line.line, quantity, value, order, told })
    }
}

/// The key in what stands for a name.
fn key_of(stand_in: &str) -> Option<CustomerKey> {
    stand_in.rsplit(':').next()?.parse().ok()
}

/// A line told of a product by its key.
fn by_key(line: &SaleLine) -> SaleLine {
    SaleLine { product: ProductKey::of(&line.product).to_string(), ..line.clone() }
}
