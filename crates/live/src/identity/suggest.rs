//! Customers who may be one, for a person to judge. Must never join them.

use super::Identity;
use vihje_model::CustomerKey;
use vihje_model::identity::IdKind;

/// Why two customers who share a name are not joined by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// The rules do not join by this name, or not two customers.
    NotByRule,
    /// Both were told by one source, which keeps them apart, or it is not known by which.
    SameSource,
    /// They share it only through a third name.
    ThroughAnother,
    /// They were parted before.
    TakenBack,
    /// More share the name than the rules allow.
    Shared,
    /// A join of one of them was decided and does not hold yet.
    Awaited,
}

/// Two customers who share a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The one who was seen with the name first, as the source names it.
    pub first: String,
    /// The other.
    pub second: String,
    /// The customers they belong to.
    pub customers: (CustomerKey, CustomerKey),
    /// What kind of name they share.
    pub kind: IdKind,
    /// The name they share.
    pub shared: String,
    /// Why they are not joined.
    pub why: WhyNot,
}

impl Identity {
    /// Customers who share a name and are two, those met first first, at most so many. Names that too many share suggest nobody.
    /// O(names that several share).
    pub fn suggestions(&self, at_most: usize) -> Vec<Suggestion> {
        let mut found: Vec<Suggestion> = Vec::new();
        for weak in self.names.held_by_several() {
            if self.is_shared(weak) || self.rules.is_barred(self.names.value(weak)) {
                continue;
            }
            let holders: Vec<_> = self.names.holders(weak).collect();
            for second in &holders[1..] {
                let customers = (self.forest.root(holders[0]), self.forest.root(*second));
                if customers.0 == customers.1 {
                    continue;
                }
                if found.len() == at_most {
                    return found;
                }
                // A join that is merely awaited will come; one the rules call for has its fact on the way.
                let why = match self.verdict(weak, *second) {
                    // A person's word comes before any rule's.
                    _ if self.are_parted(customers.0, customers.1) => WhyNot::TakenBack,
                    Err(why) => why,
                    Ok(_) => continue,
                };
                found.push(Suggestion {
                    first: self.names.text(holders[0]).to_owned(),
                    second: self.names.text(*second).to_owned(),
                    customers: (self.names.key(customers.0), self.names.key(customers.1)),
                    kind: self.names.kind(weak),
                    shared: self.names.value(weak).to_owned(),
                    why,
                });
            }
        }
        found
    }
}
