//! Which names are one customer: the joins that hold. Must never decide a join.

use super::names::{NOBODY, NameId};
use crate::numbers::KeyMap;
use vihje_model::identity::JoinedBy;

/// One join that holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Join {
    pub(crate) from: NameId,
    pub(crate) into: NameId,
    pub(crate) joined_by: JoinedBy,
    /// The weak name they share; [`NOBODY`] where it was an alias or a person.
    pub(crate) shared: NameId,
}

/// The joins and the customers they make: trees, as the history keeps them. A name that was taken in belongs to the customer of the
/// name that took it, and cannot be taken in again before that is undone; its root is the name the customer goes by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forest {
    /// The join by which a name was taken in.
    joins: KeyMap<u64, Join>,
    /// The names that were taken into a name.
    taken: KeyMap<u64, Vec<NameId>>,
    /// The root of every name that is not its own.
    roots: KeyMap<u64, NameId>,
    /// All names of a root that has more than its own.
    members: KeyMap<u64, Vec<NameId>>,
}

impl Forest {
    /// The name a customer goes by.
    pub(crate) fn root(&self, name: NameId) -> NameId {
        self.roots.get(&u64::from(name)).copied().unwrap_or(name)
    }

    /// All names of the customer of a root, itself first.
    pub(crate) fn members(&self, root: NameId) -> Vec<NameId> {
        self.members.get(&u64::from(root)).cloned().unwrap_or_else(|| vec![root])
    }

    /// The join by which a name was taken in.
    pub(crate) fn join(&self, from: NameId) -> Option<Join> {
        self.joins.get(&u64::from(from)).copied()
    }

    /// Every join that holds, by the name that was taken in.
    pub(crate) fn joins(&self) -> Vec<Join> {
        let mut joins: Vec<Join> = self.joins.values().copied().collect();
        joins.sort_unstable_by_key(|join| join.from);
        joins
    }

    /// How many joins hold.
    pub(crate) fn len(&self) -> usize {
        self.joins.len()
    }

    /// Adds a join; false where it changes nothing, because the name was taken in already or would be taken into itself. O(names of
    /// the customer of `from`).
    pub(crate) fn add(&mut self, join: Join) -> bool {
        let into = self.root(join.into);
        if self.root(join.from) != join.from || into == join.from {
            return false;
        }
        self.joins.insert(u64::from(join.from), join);
        self.taken.entry(u64::from(join.into)).or_default().push(join.from);
        let moved = self.members.remove(&u64::from(join.from)).unwrap_or_else(|| vec![join.from]);
        for name in &moved {
            self.roots.insert(u64::from(*name), into);
        }
        self.members.entry(u64::from(into)).or_insert_with(|| vec![into]).extend(moved);
        true
    }

    /// Takes out the join of one name into another: the name goes with all that was taken into it. False where there is none.
    /// O(names of the customer).
    pub(crate) fn remove(&mut self, from: NameId, into: NameId) -> bool {
        if self.join(from).is_none_or(|join| join.into != into) {
            return false;
        }
        let root = self.root(from);
        self.joins.remove(&u64::from(from));
        if let Some(taken) = self.taken.get_mut(&u64::from(into)) {
            taken.retain(|name| *name != from);
        }
        let mut gone = vec![from];
        let mut at = 0;
        while let Some(name) = gone.get(at) {
            gone.extend(self.taken.get(&u64::from(*name)).cloned().unwrap_or_default());
            at += 1;
        }
        for name in &gone {
            self.roots.insert(u64::from(*name), from);
        }
        self.roots.remove(&u64::from(from));
        if let Some(members) = self.members.get_mut(&u64::from(root)) {
            members.retain(|name| self.roots.get(&u64::from(*name)) == Some(&root) || *name == root);
            if members.len() == 1 {
                self.members.remove(&u64::from(root));
            }
        }
        if gone.len() > 1 {
            self.members.insert(u64::from(from), gone);
        }
        true
    }

    pub(crate) fn heap(&self) -> usize {
        let members: usize = self.members.values().map(|members| members.capacity() * 4 + 40).sum();
        let taken: usize = self.taken.values().map(|taken| taken.capacity() * 4 + 40).sum();
        self.joins.capacity() * 25 + self.roots.capacity() * 17 + members + taken
    }
}

impl Join {
    /// Whether a rule made it, rather than a person or the sender outright.
    pub(crate) fn is_by_rule(&self) -> bool {
        self.shared != NOBODY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn join(from: NameId, into: NameId) -> Join {
        Join { from, into, joined_by: JoinedBy::Person, shared: NOBODY }
    }

    proptest! {
        #[test]
        fn taking_joins_out_leaves_what_the_others_make(told in prop::collection::vec((0..8_u32, 0..8_u32, any::<bool>()), 0..40)) {
            let mut forest = Forest::default();
            let mut held: Vec<(u32, u32)> = Vec::new();
            for (from, into, undone) in told {
                let root = |held: &[(u32, u32)], mut name: u32| {
                    while let Some((_, into)) = held.iter().find(|(from, _)| *from == name) {
                        name = *into;
                    }
                    name
                };
                if undone {
                    prop_assert_eq!(forest.remove(from, into), held.contains(&(from, into)));
                    held.retain(|pair| *pair != (from, into));
                } else {
                    let takes = root(&held, from) == from && root(&held, into) != from;
                    prop_assert_eq!(forest.add(join(from, into)), takes);
                    held.extend(takes.then_some((from, into)));
                }
                let roots: Vec<u32> = (0..8).map(|name| root(&held, name)).collect();
                for name in 0..8 {
                    prop_assert_eq!(forest.root(name), roots[name as usize]);
                    let mut members = forest.members(forest.root(name));
                    members.sort_unstable();
                    let expected: Vec<u32> = (0..8).filter(|other| roots[*other as usize] == roots[name as usize]).collect();
                    prop_assert_eq!(members, expected);
                }
            }
        }
    }
}
