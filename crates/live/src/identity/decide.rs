//! Whether two names are joined, by the rules. The one place where it is decided.

use super::names::{HOLDERS, NOBODY, NameId};
use super::suggest::WhyNot;
use super::{Identity, Join, SYSTEM, joined_by, pair};
use vihje_model::identity::{IdKind, JoinRule, Merge, MergeUndone};
use vihje_model::{Fact, Moment};

impl Identity {
    /// Tells the join of a weak name and one it was seen with, if there is to be one; where the name turned out to be shared, that
    /// the joins by it are taken back.
    pub(super) fn decide(&mut self, weak: NameId, holder: NameId, at: Moment, facts: &mut Vec<Fact>) {
        if self.is_shared(weak) {
            self.part_all(weak, at, facts);
            return;
        }
        match self.verdict(weak, holder) {
            Ok(Some(join)) => {
                let evidence = self.names.value(weak).to_owned();
                self.tell(join, evidence, at, facts);
            }
            Err(WhyNot::Awaited) => self.postpone(weak, holder),
            Ok(None) | Err(_) => {}
        }
    }

    /// The join that a weak name and one of its holders call for; nothing where they are one customer already.
    pub(super) fn verdict(&self, weak: NameId, holder: NameId) -> Result<Option<Join>, WhyNot> {
        let kind = self.names.kind(weak);
        let rule = self.rule(weak).ok_or(WhyNot::NotByRule)?;
        let (weak_root, holder_root) = (self.forest.root(weak), self.forest.root(holder));
        if weak_root == holder_root {
            return Ok(None);
        }
        if self.is_shared(weak) {
            return Err(WhyNot::Shared);
        }
        let by = joined_by(kind).ok_or(WhyNot::NotByRule)?;
        let (from, into) = if weak_root == weak {
            (weak, holder)
        } else {
            self.customers(weak, rule, weak_root, holder_root)?
        };
        if self.are_parted(from, into) {
            return Err(WhyNot::TakenBack);
        }
        // What is awaited would be a root or a chain by the time this is applied.
        if self.awaits(weak, holder).is_some() {
            return Err(WhyNot::Awaited);
        }
        Ok(Some(Join { from, into, joined_by: by, shared: weak }))
    }

    /// Which of two customers who share a name goes into the other.
    fn customers(
        &self,
        weak: NameId,
        rule: JoinRule,
        earlier: NameId,
        later: NameId,
    ) -> Result<(NameId, NameId), WhyNot> {
        if !rule.joins_customers {
            return Err(WhyNot::NotByRule);
        }
        let carries = |root: NameId| self.names.holders(weak).any(|holder| holder == root);
        if !carries(earlier) || !carries(later) {
            return Err(WhyNot::ThroughAnother);
        }
        let sources = (self.sources(earlier), self.sources(later));
        // Of whom no source is known, nobody can say that they come from two.
        if sources.0 & sources.1 != 0 || sources.0 == 0 || sources.1 == 0 {
            return Err(WhyNot::SameSource);
        }
        let stronger = self.names.kind(later) < self.names.kind(earlier);
        Ok(if stronger { (earlier, later) } else { (later, earlier) })
    }

    /// The rule of a weak name; nothing where it joins nobody.
    pub(super) fn rule(&self, weak: NameId) -> Option<JoinRule> {
        let rule = self.rules.of(self.names.kind(weak)).filter(|rule| rule.joins)?;
        (!self.rules.is_barred(self.names.value(weak))).then_some(rule)
    }

    /// Whether more own ids, or more ids of other systems, share a weak name than its rule allows.
    pub(super) fn is_shared(&self, weak: NameId) -> bool {
        let Some(rule) = self.rules.of(self.names.kind(weak)) else { return false };
        let count = |kind| self.names.holders(weak).filter(|holder| self.names.kind(*holder) == kind).count();
        let most = count(IdKind::Customer).max(count(IdKind::External));
        most > usize::try_from(rule.at_most).unwrap_or(HOLDERS).min(HOLDERS)
    }

    /// Sources that told of the own ids and ids of other systems of a customer.
    fn sources(&self, root: NameId) -> u32 {
        let strong = |name: &NameId| self.names.kind(*name) <= IdKind::External;
        let members = self.forest.members(root).into_iter().filter(strong);
        members.fold(self.names.sources(root), |all, name| all | self.names.sources(name))
    }

    /// Whether a join would bring together two names that were parted.
    pub(super) fn are_parted(&self, from: NameId, into: NameId) -> bool {
        if self.parted.is_empty() {
            return false;
        }
        let members = |name| self.forest.members(self.forest.root(name));
        let others = members(into);
        members(from).iter().any(|a| others.iter().any(|b| self.parted.contains_key(&pair(*a, *b))))
    }

    /// The name of which a join is awaited that would change the verdict.
    fn awaits(&self, weak: NameId, holder: NameId) -> Option<NameId> {
        let names = [weak, self.forest.root(weak), self.forest.root(holder)];
        names.into_iter().find(|name| self.ends.contains_key(&u64::from(*name)))
    }

    fn postpone(&mut self, weak: NameId, holder: NameId) {
        if let Some(name) = self.awaits(weak, holder) {
            let postponed = self.postponed.entry(u64::from(name)).or_default();
            if !postponed.contains(&(weak, holder)) && postponed.len() < HOLDERS {
                postponed.push((weak, holder));
            }
        }
    }

    /// A join is not awaited any more. Returns what is to be judged again.
    pub(super) fn settle(&mut self, from: NameId, into: NameId) -> Vec<(NameId, NameId)> {
        let mut again = Vec::new();
        if self.awaited.remove(&(from, into)).is_none() {
            return again;
        }
        for end in [from, into].map(u64::from) {
            let count = self.ends.entry(end).or_default();
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.ends.remove(&end);
                again.extend(self.postponed.remove(&end).unwrap_or_default());
            }
        }
        again
    }

    /// Tells that names are one, outright: all of the customer who has the one goes into the other.
    pub(super) fn alias(
        &mut self,
        from: NameId,
        into: NameId,
        evidence: &str,
        at: Moment,
        facts: &mut Vec<Fact>,
    ) {
        let from = self.forest.root(from);
        if from != self.forest.root(into)
            && !self.awaited.contains_key(&(from, into))
            && !self.are_parted(from, into)
        {
            let join = Join { from, into, joined_by: vihje_model::identity::JoinedBy::Alias, shared: NOBODY };
            self.tell(join, evidence.to_owned(), at, facts);
        }
    }

    fn tell(&mut self, join: Join, evidence: String, at: Moment, facts: &mut Vec<Fact>) {
        if self.awaited.insert((join.from, join.into), join).is_none() {
            for end in [join.from, join.into].map(u64::from) {
                *self.ends.entry(end).or_default() += 1;
            }
        }
        facts.push(Fact::Merged(Merge {
            from: self.names.text(join.from).to_owned(),
            into: self.names.text(join.into).to_owned(),
            joined_by: join.joined_by,
            evidence,
            at,
        }));
    }

    /// Tells that every join by a weak name is taken back.
    pub(super) fn part_all(&mut self, weak: NameId, at: Moment, facts: &mut Vec<Fact>) {
        let ends = [weak].into_iter().chain(self.names.holders(weak));
        let joins: Vec<Join> =
            ends.filter_map(|name| self.forest.join(name)).filter(|join| join.shared == weak).collect();
        for join in joins {
            self.part(join, at, facts);
        }
    }

    /// Tells that a join is taken back by the system, once.
    pub(super) fn part(&mut self, join: Join, at: Moment, facts: &mut Vec<Fact>) {
        if self.parting.insert((join.from, join.into)) {
            facts.push(Fact::MergeUndone(MergeUndone {
                from: self.names.text(join.from).to_owned(),
                into: self.names.text(join.into).to_owned(),
                by: SYSTEM.to_owned(),
                at,
            }));
        }
    }
}
