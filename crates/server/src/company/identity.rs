//! Who is whom, as people see and change it: the rules by which names join, the merges made, and their undoing. A merge and its
//! undoing are facts; what follows from them is worked out where facts are judged and where the past is read.

use super::{Company, CompanyError, Result};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vihje_history::MergeRow;
use vihje_live::identity::{Suggestion, WhyNot};
use vihje_model::identity::{IdentityRules, JoinRule, JoinedBy, Merge, MergeUndone};
use vihje_model::{CustomerKey, Envelope, Fact};

/// The setting that holds the rules.
const RULES: &str = "identity.rules";
/// Own ids that may share a name, whatever anybody sets: more is no person.
const MOST_SHARING: u32 = 20;
/// Names that join nobody, at most.
const MOST_NEVER: usize = 1_000;

/// Two customers who may be one, for a person to judge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MayBeOne {
    /// The one met first, as its source names it.
    pub first: String,
    /// What the first is called.
    pub first_name: String,
    /// The other.
    pub second: String,
    /// What the other is called.
    pub second_name: String,
    /// The kind of name they share: `email`, `phone`, `external` or `anonymous`.
    pub kind: String,
    /// The name they share.
    pub shared: String,
    /// Why they are not joined by themselves: `not_by_rule`, `same_source`, or `through_another`: they share it only by way of a third.
    pub why: String,
}

impl Company {
    /// The rules by which names join.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn identity_rules(&self) -> Result<IdentityRules> {
        Ok(self.desk.setting(RULES)?.unwrap_or_default())
    }

    /// Changes the rules. Whoever follows the ledger tells the merges that they ask for and takes back those that they forbid.
    ///
    /// # Errors
    /// Rules that cannot be, in words.
    pub fn set_identity_rules(&self, rules: &IdentityRules, by: &str) -> Result<()> {
        let each = [rules.anonymous, rules.email, rules.phone, rules.external];
        if !each.iter().all(|rule: &JoinRule| (1..=MOST_SHARING).contains(&rule.at_most)) {
            let what = "A name can be shared by 1 to 20 customers before it joins nobody.";
            return Err(CompanyError::refused("invalid-value", what, "Choose a number from 1 to 20."));
        }
        let long = rules.never.iter().any(|name| name.chars().count() > 256);
        if rules.never.len() > MOST_NEVER || long {
            let what = "The list of names that join nobody is too long.";
            return Err(CompanyError::refused(
                "invalid-value",
                what,
                "Keep at most 1,000 names of at most 256 letters; a * stands for any letters.",
            ));
        }
        self.desk.set_setting(RULES, rules, by, self.now())?;
        Ok(self.desk.audit(by, "identity-rules-changed", &serde_json::json!(rules), self.now())?)
    }

    /// The newest merges, those taken back among them.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn merges(&self, before: Option<u64>, limit: usize) -> Result<Vec<MergeRow>> {
        self.settle();
        Ok(self.history.merges(before, limit)?)
    }

    /// Of pairs that may be one, those whose both customers are known: with their names, in the order given. One question to the
    /// history.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub(crate) fn may_be_one(&self, suggestions: &[Suggestion]) -> Result<Vec<MayBeOne>> {
        let keys: BTreeSet<CustomerKey> =
            suggestions.iter().flat_map(|one| [one.customers.0, one.customers.1]).collect();
        let known = self.history.customers_by_key(&keys.into_iter().collect::<Vec<_>>())?;
        let shown = |one: &Suggestion| {
            let why = match one.why {
                WhyNot::NotByRule => "not_by_rule",
                WhyNot::SameSource => "same_source",
                WhyNot::ThroughAnother => "through_another",
                // Judged by a person, by the rules, or about to be.
                WhyNot::TakenBack | WhyNot::Shared | WhyNot::Awaited => return None,
            };
            let (first, second) = (known.get(&one.customers.0)?, known.get(&one.customers.1)?);
            // Joined meanwhile.
            (first.id != second.id).then(|| MayBeOne {
                first: first.id.clone(),
                first_name: first.name.clone(),
                second: second.id.clone(),
                second_name: second.name.clone(),
                kind: one.kind.word().to_owned(),
                shared: one.shared.clone(),
                why: why.to_owned(),
            })
        };
        Ok(suggestions.iter().filter_map(shown).collect())
    }

    /// Makes one customer of two names, because a person says so. On disk when this returns.
    ///
    /// # Errors
    /// When nothing is known of either, they are one already, or the disk is full.
    pub fn merge(&self, from: &str, into: &str, by: &str) -> Result<()> {
        self.settle();
        let (from_key, into_key) = (CustomerKey::of(from), CustomerKey::of(into));
        let (own, other) = (self.history.canonical(from_key)?, self.history.canonical(into_key)?);
        if own == other {
            let what = format!("\"{from}\" and \"{into}\" are one customer already.");
            return Err(CompanyError::refused("conflict", what, "Nothing needs to be done."));
        }
        if own != from_key {
            let what = format!("\"{from}\" belongs to another customer already.");
            return Err(CompanyError::refused("conflict", what, "Take that merge back first."));
        }
        for (id, key) in [(from, own), (into, other)] {
            if self.history.customer(key, self.now())?.is_none() {
                return Err(CompanyError::not_found("customer", id));
            }
        }
        let merge = Merge {
            from: from.trim().to_owned(),
            into: into.trim().to_owned(),
            joined_by: JoinedBy::Person,
            evidence: by.to_owned(),
            at: self.live_now()?,
        };
        self.tell_identity(Fact::Merged(merge))
    }

    /// Takes a merge back: each name is a customer of its own again. On disk when this returns.
    ///
    /// # Errors
    /// When there is no such merge, or it was taken back before.
    pub fn undo_merge(&self, from: &str, into: &str, by: &str) -> Result<()> {
        self.settle();
        let known = self.history.merges_of(CustomerKey::of(from))?;
        let stands =
            |merge: &&MergeRow| merge.from == from && merge.into == into && merge.undone_at.is_none();
        if !known.iter().any(|merge| stands(&merge)) {
            return Err(CompanyError::not_found("merge", &format!("{from} into {into}")));
        }
        let undone = MergeUndone {
            from: from.to_owned(),
            into: into.to_owned(),
            by: by.to_owned(),
            at: self.live_now()?,
        };
        self.tell_identity(Fact::MergeUndone(undone))
    }

    fn tell_identity(&self, fact: Fact) -> Result<()> {
        let message_id = format!("identity:{}", uuid::Uuid::now_v7());
        self.append(vec![Envelope { message_id, received_at: self.now(), fact }])?;
        Ok(())
    }
}
