//! Telling what came of facts: to automations, to the ledger, to the desk and the screens, in this order, and only then do the facts
//! count as judged. Whatever fails is told again as a whole; must never pass over what it could not tell.

use super::super::keep::Keeper;
use super::super::names::about;
use super::{Following, build};
use crate::company::CompanyError;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use vihje_model::automation::Happening;
use vihje_model::opportunity::Seen;
use vihje_model::{CustomerKey, Envelope, Fact, Moment};

/// What came of facts that were applied: it is told as a whole, again where that failed. Each part may be told twice.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) facts: Vec<(u64, Envelope)>,
    pub(super) seen: Vec<Seen>,
    /// Joins, with the offset of the fact that brought them.
    pub(super) merges: Vec<(u64, Fact)>,
    pub(super) bought: BTreeMap<CustomerKey, Vec<String>>,
    /// Whether findings stand on any of the facts.
    pub(super) changes_findings: bool,
}

impl Following<'_> {
    /// Tells what came of facts; what cannot be told is kept until it can.
    pub(super) fn tell(&mut self, judged: Judged) -> Result<(), CompanyError> {
        let told = self.try_tell(&judged);
        if told.is_err() {
            self.untold = Some(judged);
        }
        told
    }

    fn try_tell(&mut self, judged: &Judged) -> Result<(), CompanyError> {
        let now = self.shared.company.live_now()?;
        self.tell_automations(&judged.facts)?;
        self.tell_merges(&judged.merges)?;
        self.keep(&judged.seen, &judged.facts, now)?;
        self.rename(&judged.facts)?;
        if !judged.bought.is_empty() {
            self.keeper(|keeper| keeper.overtake(&judged.bought, now))?;
        }
        if judged.facts.is_empty() {
            return Ok(());
        }
        let position = self.live.position().unwrap_or(0);
        self.judged = self.judged.max(position);
        self.shared.company.followed().judged_to(self.judged);
        self.figures.judged += judged.facts.len() as u64;
        self.figures.position = position;
        self.measure(&judged.facts);
        if judged.changes_findings && self.told_facts.elapsed() >= Duration::from_secs(1) {
            self.told_facts = Instant::now();
            self.shared.jobs.facts_changed();
        }
        self.tell_figures();
        Ok(())
    }

    /// How long the fact that waited longest did.
    fn measure(&self, facts: &[(u64, Envelope)]) {
        let company = &self.shared.company;
        let received = facts.iter().map(|(_, envelope)| envelope.received_at.0).min();
        if let Some(received) = received {
            let waited = u64::try_from(company.now().0 - received).unwrap_or(0);
            self.shared.judged_after.add(Duration::from_micros(waited));
        }
    }

    /// What waits for these facts is written down before they count as judged.
    fn tell_automations(&self, facts: &[(u64, Envelope)]) -> Result<(), CompanyError> {
        if !self.shared.automations.waits() {
            return Ok(());
        }
        let new = facts.iter().filter(|(offset, _)| *offset > self.judged);
        let happenings: Vec<Happening> = new
            .filter_map(|(offset, envelope)| {
                let customer = self.live.identity().root(CustomerKey::of(about(&envelope.fact)?));
                Happening::of_fact(*offset, envelope, customer)
            })
            .collect();
        self.shared.automations.happened(&happenings)
    }

    /// Joins are facts of their own: they hold once they come back by the ledger.
    pub(super) fn tell_merges(&mut self, merges: &[(u64, Fact)]) -> Result<(), CompanyError> {
        if merges.is_empty() {
            return Ok(());
        }
        let received_at = self.shared.company.now();
        let envelopes = merges.iter().zip(0_u32..).map(|((cause, fact), place)| Envelope {
            message_id: format!("identity:{cause}:{place}:{}", joined_names(fact)),
            received_at,
            fact: fact.clone(),
        });
        self.shared.company.append(envelopes.collect())?;
        self.figures.merges += merges.len() as u64;
        Ok(())
    }

    /// Who was told by name is called so wherever they stand.
    fn rename(&self, facts: &[(u64, Envelope)]) -> Result<(), CompanyError> {
        let told = facts.iter().filter_map(|(_, envelope)| match &envelope.fact {
            Fact::Customer(customer) => {
                let name = customer.name.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
                Some((self.live.identity().root(CustomerKey::of(&customer.id)), name.to_owned()))
            }
            _ => None,
        });
        let told: Vec<(CustomerKey, String)> = told.collect();
        if told.is_empty() { Ok(()) } else { Ok(self.shared.company.desk().rename_customers(&told)?) }
    }

    fn keep(&mut self, seen: &[Seen], facts: &[(u64, Envelope)], now: Moment) -> Result<(), CompanyError> {
        if seen.is_empty() {
            return Ok(());
        }
        let position = self.live.position().unwrap_or(0);
        let kept = self.keeper(|keeper| keeper.keep(seen, facts, position, now))?;
        if !kept.is_empty() {
            self.shared.automations.wake();
        }
        self.figures.seen += kept.len() as u64;
        for one in &kept {
            if let Some(rule) = self.rules.iter().find(|rule| rule.id == one.rule) {
                self.figures.seen_by[rule.body.kind()] += 1;
            }
        }
        Ok(())
    }

    fn keeper<T>(
        &self,
        work: impl FnOnce(&Keeper<'_>) -> Result<T, CompanyError>,
    ) -> Result<T, CompanyError> {
        work(&Keeper {
            company: &self.shared.company,
            events: &self.shared.events,
            names: &self.names,
            rules: &self.rules,
            currency: build::currency(&self.live),
        })
    }
}

/// The two names of a join, for its message id.
fn joined_names(fact: &Fact) -> String {
    match fact {
        Fact::Merged(merge) => format!("{}>{}", merge.from, merge.into),
        Fact::MergeUndone(undone) => format!("{}<{}", undone.from, undone.into),
        _ => String::new(),
    }
}
