//! What was offered to whom and when, so that nobody is offered the same twice within the quiet days of its rule.

use crate::numbers::KeyMap;
use vihje_model::id::stable_hash;
use vihje_model::{CustomerKey, Moment};

/// Offers that are remembered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offered {
    latest: KeyMap<u64, Moment>,
    /// Up to when what is old was forgotten.
    forgotten: Moment,
}

/// Stands for every item: no product is called so.
const ANYTHING: Option<&str> = Some("\u{0}");

/// A rule, a customer's name and an item as one number.
fn key(rule: i64, customer: CustomerKey, item: Option<&str>) -> u64 {
    let item = item.map_or(0, stable_hash);
    customer.0 ^ item.rotate_left(17) ^ rule.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Offered {
    pub(crate) fn remember(&mut self, rule: i64, customer: CustomerKey, item: Option<&str>, at: Moment) {
        for what in [item, ANYTHING] {
            let latest = self.latest.entry(key(rule, customer, what)).or_insert(at);
            *latest = (*latest).max(at);
        }
    }

    /// Whether anything was offered by a rule under any of these names at or after a moment.
    pub(crate) fn anything_since(&self, rule: i64, names: &[CustomerKey], moment: Moment) -> bool {
        self.since(rule, names, ANYTHING, moment)
    }

    /// Whether it was offered under any of these names at or after a moment.
    pub(crate) fn since(&self, rule: i64, names: &[CustomerKey], item: Option<&str>, moment: Moment) -> bool {
        names.iter().any(|name| self.latest.get(&key(rule, *name, item)).is_some_and(|at| *at >= moment))
    }

    /// Forgets what was offered before a moment; looks once a day of that moment.
    pub(crate) fn forget_before(&mut self, moment: Moment) {
        if moment >= self.forgotten.plus_days(1) {
            self.latest.retain(|_, at| *at >= moment);
            self.forgotten = moment;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.latest.len()
    }
}
