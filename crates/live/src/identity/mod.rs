//! Identity: which names are one customer. Decides joins by the administrator's rules and tells them as facts; a join holds only
//! once its fact is applied. Must never join through a chain: two customers who share nothing but a third stay two.

mod decide;
mod forest;
mod names;
mod review;
mod suggest;
#[cfg(test)]
mod tests;

use crate::numbers::KeyMap;
use forest::{Forest, Join};
use names::{NOBODY, NameId, Names};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
pub use suggest::{Suggestion, WhyNot};
use vihje_model::identity::{IdKind, Identified, Identifier, IdentityRules, JoinedBy, Merge, MergeUndone};
use vihje_model::{CustomerKey, Fact};

/// Who took back a join because its name turned out to be shared by many.
pub const SYSTEM: &str = "system";

/// The source that all files are.
pub const FILES: &str = "files";

/// Names, who was seen with whom, and the joins that hold.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    rules: IdentityRules,
    /// Behind a counter, so that a review of other rules does not copy them.
    names: Arc<Names>,
    forest: Forest,
    /// Pairs that were parted, the lower first, and whether a person did it. They are never joined by themselves again.
    parted: BTreeMap<(NameId, NameId), bool>,
    /// Joins that were told and not applied yet, and how many of them a name is an end of.
    awaited: BTreeMap<(NameId, NameId), Join>,
    ends: KeyMap<u64, u32>,
    /// Joins whose end was told and not applied yet.
    parting: BTreeSet<(NameId, NameId)>,
    /// Weak names and holders to be judged again once nothing is awaited of a name.
    postponed: KeyMap<u64, Vec<(NameId, NameId)>>,
}

impl Identity {
    /// Nobody is known yet.
    pub fn new(rules: IdentityRules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// The rules at work.
    pub fn rules(&self) -> &IdentityRules {
        &self.rules
    }

    /// The customer a name belongs to: the key it goes by. O(1).
    pub fn root(&self, key: CustomerKey) -> CustomerKey {
        self.names.find(key).map_or(key, |name| self.names.key(self.forest.root(name)))
    }

    /// The keys of all names of the customer that a name belongs to, that of the root first.
    pub fn members(&self, key: CustomerKey) -> Vec<CustomerKey> {
        let Some(name) = self.names.find(key) else { return vec![key] };
        let members = self.forest.members(self.forest.root(name));
        members.into_iter().map(|name| self.names.key(name)).collect()
    }

    /// What kind of name a key is of; names never told by text are own ids.
    pub fn kind(&self, key: CustomerKey) -> IdKind {
        self.names.find(key).map_or(IdKind::Customer, |name| self.names.kind(name))
    }

    /// How many joins hold.
    pub fn joins(&self) -> usize {
        self.forest.len()
    }

    /// Remembers a name that has a kind of its own, so that its kind is known by its key. Own ids need not be told.
    pub fn met(&mut self, source_id: &str) {
        if IdKind::of(source_id.trim()) != IdKind::Customer {
            self.names_mut().place(source_id);
        }
    }

    /// Takes in who was seen with whom, and decides nothing: for what is known already when the state is built.
    pub fn known(&mut self, told: &Identified) {
        self.take_in(told);
    }

    /// Takes in names that were told of one person (by an empty source where it is not known), and tells what follows from it: [`Fact::Merged`] and [`Fact::MergeUndone`] for
    /// the ledger. Nothing holds before those are applied.
    pub fn observe(&mut self, told: &Identified) -> Vec<Fact> {
        let pairs = self.take_in(told);
        let mut facts = Vec::new();
        for (weak, holder) in pairs {
            self.decide(weak, holder, told.at, &mut facts);
        }
        if told.outright {
            let ids: Vec<NameId> =
                told.ids.iter().map(|id| self.names_mut().place(&id.source_id())).collect();
            for from in ids.iter().skip(1) {
                self.alias(*from, ids[0], &told.source, told.at, &mut facts);
            }
        }
        facts
    }

    /// Notes names, sources and holders; returns the pairs of weak name and holder, in the order told. The holder is the first of the
    /// strongest names.
    fn take_in(&mut self, told: &Identified) -> Vec<(NameId, NameId)> {
        let mut ids: Vec<&Identifier> = told.ids.iter().collect();
        ids.sort_by_key(|id| id.kind);
        let Some(strongest) = ids.first().map(|id| id.kind) else { return Vec::new() };
        let places: Vec<(IdKind, NameId)> =
            ids.iter().map(|id| (id.kind, self.names_mut().place(&id.source_id()))).collect();
        if !told.source.is_empty() {
            for (_, place) in &places {
                self.names_mut().told_by(*place, &told.source);
            }
        }
        let holder = places[0].1;
        let mut pairs = Vec::new();
        for (_, weak) in places.into_iter().filter(|(kind, _)| *kind != strongest) {
            self.names_mut().held_by(weak, holder);
            pairs.push((weak, holder));
        }
        pairs
    }

    /// A join holds from here on, unless the name was taken in already. Returns what follows: what waited for it is judged again,
    /// and a join by a name that meanwhile turned out to be shared is taken back.
    pub fn apply_merge(&mut self, merge: &Merge) -> Vec<Fact> {
        let (from, into) = (self.names_mut().place(&merge.from), self.names_mut().place(&merge.into));
        let shared = kind_of(merge.joined_by)
            .and_then(|kind| Identifier::told(kind, &merge.evidence))
            .map_or(NOBODY, |name| self.names_mut().place(&name.source_id()));
        let settled = self.settle(from, into);
        self.forest.add(Join { from, into, joined_by: merge.joined_by, shared });
        let mut facts = Vec::new();
        if shared != NOBODY && self.is_shared(shared) {
            self.part_all(shared, merge.at, &mut facts);
        }
        for (weak, holder) in settled {
            self.decide(weak, holder, merge.at, &mut facts);
        }
        facts
    }

    /// A join does not hold any more, and the pair is not joined by itself again.
    pub fn apply_undone(&mut self, undone: &MergeUndone) {
        let (from, into) = (self.names_mut().place(&undone.from), self.names_mut().place(&undone.into));
        self.forest.remove(from, into);
        self.settle(from, into);
        self.parting.remove(&(from, into));
        self.keep_apart(undone);
    }

    /// A pair was parted some time and is not joined by itself again, whether it is one now or not.
    pub(crate) fn keep_apart(&mut self, undone: &MergeUndone) {
        let (from, into) = (self.names_mut().place(&undone.from), self.names_mut().place(&undone.into));
        let by_person = undone.by != SYSTEM;
        *self.parted.entry(pair(from, into)).or_default() |= by_person;
    }

    fn names_mut(&mut self) -> &mut Names {
        Arc::make_mut(&mut self.names)
    }

    pub(crate) fn shrink(&mut self) {
        self.names_mut().shrink();
    }

    pub(crate) fn heap(&self) -> usize {
        self.names.heap() + self.forest.heap() + self.parted.len() * 24
    }
}

fn pair(a: NameId, b: NameId) -> (NameId, NameId) {
    (a.min(b), a.max(b))
}

/// The kind of name a rule joined by.
fn kind_of(joined_by: JoinedBy) -> Option<IdKind> {
    match joined_by {
        JoinedBy::Anonymous => Some(IdKind::Anonymous),
        JoinedBy::Email => Some(IdKind::Email),
        JoinedBy::Phone => Some(IdKind::Phone),
        JoinedBy::External => Some(IdKind::External),
        JoinedBy::Alias | JoinedBy::Person => None,
    }
}

fn joined_by(kind: IdKind) -> Option<JoinedBy> {
    match kind {
        IdKind::Customer => None,
        IdKind::External => Some(JoinedBy::External),
        IdKind::Email => Some(JoinedBy::Email),
        IdKind::Phone => Some(JoinedBy::Phone),
        IdKind::Anonymous => Some(JoinedBy::Anonymous),
    }
}
