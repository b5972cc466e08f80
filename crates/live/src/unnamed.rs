//! Pages that browsers looked at before anybody was known by them: told once the browser gets a name, if it is not too late then.
//! Bounded: the oldest are forgotten.

use crate::numbers::KeyMap;
use std::collections::VecDeque;
use vihje_model::CustomerKey;
use vihje_model::opportunity::Seen;

/// Browsers remembered.
const HELD: usize = 20_000;

/// What was seen of whom, the latest of each rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unnamed {
    seen: KeyMap<u64, Vec<Seen>>,
    order: VecDeque<u64>,
}

impl Unnamed {
    /// Keeps what a rule saw, in place of what it saw of this browser before.
    pub(crate) fn keep(&mut self, seen: Seen) {
        let key = seen.customer.0;
        let held = self.seen.entry(key).or_insert_with(|| {
            self.order.push_back(key);
            Vec::new()
        });
        held.retain(|other| other.rule != seen.rule);
        held.push(seen);
        if self.order.len() > HELD
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
    }

    /// What was seen under a name; it is forgotten.
    pub(crate) fn take(&mut self, name: CustomerKey) -> Vec<Seen> {
        let found = self.seen.remove(&name.0).unwrap_or_default();
        if !found.is_empty() {
            self.order.retain(|key| *key != name.0);
        }
        found
    }
}
