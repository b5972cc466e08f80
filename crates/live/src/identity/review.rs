//! What other rules would make of what is known. Must never change anything: the facts do.

use super::{Identity, Join};
use vihje_model::identity::IdentityRules;
use vihje_model::{CustomerKey, Fact, Moment};

impl Identity {
    /// The joins that these rules would take back and add, in that order, as facts for the ledger. With the rules at work this is
    /// what is missing, for instance after a state was built from the past. What a person parted stays parted; what the system
    /// parted may come together again when the rules now allow it. An address that one customer has and nobody told a fact under
    /// (`is_told`) is no customer to be taken in: files would bring a join for every address. O(names).
    pub fn review(
        &self,
        rules: &IdentityRules,
        at: Moment,
        is_told: impl Fn(CustomerKey) -> bool,
    ) -> Vec<Fact> {
        let mut trial = self.clone();
        trial.rules = rules.clone();
        trial.postponed.clear();
        trial.take_awaited();
        let mut facts = Vec::new();
        let barred: Vec<Join> = trial.forest.joins().into_iter().filter(|join| !trial.allows(join)).collect();
        for join in barred {
            trial.part(join, at, &mut facts);
            trial.forest.remove(join.from, join.into);
        }
        trial.parted.retain(|_, by_person| *by_person);
        for weak in self.names.held() {
            if trial.is_shared(weak) {
                continue;
            }
            let has_one = self.names.holders(weak).nth(1).is_none();
            if has_one && trial.forest.root(weak) == weak && !is_told(self.names.key(weak)) {
                continue;
            }
            for holder in self.names.holders(weak) {
                trial.decide(weak, holder, at, &mut facts);
                trial.take_awaited();
            }
        }
        facts
    }

    /// As if what is awaited held.
    fn take_awaited(&mut self) {
        self.ends.clear();
        for join in std::mem::take(&mut self.awaited).into_values() {
            self.forest.add(join);
        }
    }

    /// Puts other rules to work. The joins change only as their facts are applied, see [`Identity::review`].
    pub fn set_rules(&mut self, rules: IdentityRules) {
        self.rules = rules;
    }

    /// Whether the rules allow a join that holds.
    fn allows(&self, join: &Join) -> bool {
        if !join.is_by_rule() {
            return true;
        }
        let between_customers = join.from != join.shared;
        let by_rule = self.rule(join.shared).is_some_and(|rule| rule.joins_customers || !between_customers);
        by_rule && !self.is_shared(join.shared)
    }
}
