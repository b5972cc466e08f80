//! What the rules saw becomes opportunities at the desk, an event on the screens, and the head of Today.

use super::names::{Called, Names, about};
use crate::company::{Company, CompanyError};
use crate::http::events::Events;
use serde_json::json;
use std::collections::BTreeMap;
use vihje_desk::{NewOpportunity, Opportunity};
use vihje_model::identity::IdKind;
use vihje_model::opportunity::{Rule, Seen};
use vihje_model::{Currency, CustomerKey, Envelope, Fact, Moment};

/// What is needed to keep what was seen.
pub(super) struct Keeper<'a> {
    pub(super) company: &'a Company,
    pub(super) events: &'a Events,
    pub(super) names: &'a Names,
    pub(super) rules: &'a [Rule],
    pub(super) currency: Currency,
}

impl Keeper<'_> {
    /// Keeps what was seen in these facts, judged up to and with `position`. Returns what is new.
    ///
    /// # Errors
    /// When the disk is full; then nothing was kept, and it may be kept again.
    pub(super) fn keep(
        &self,
        seen: &[Seen],
        facts: &[(u64, Envelope)],
        position: u64,
        now: Moment,
    ) -> Result<Vec<Opportunity>, CompanyError> {
        let told = |one: &Seen| {
            // Facts come in order of offset.
            let place = facts.binary_search_by_key(&one.cause, |(offset, _)| *offset).ok()?;
            about(&facts[place].1.fact)
        };
        let asked: Vec<_> = seen.iter().map(|one| (one.customer, told(one))).collect();
        let called = self.names.of_all(self.company, &asked)?;
        let new: Vec<NewOpportunity> = seen
            .iter()
            .filter_map(|one| {
                let called = called.get(&one.customer)?.clone();
                self.opportunity(one, called)
            })
            .collect();
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let kept = self.company.desk().add_opportunities(&new, position, now)?;
        for one in &kept {
            self.events.tell("opportunity", &json!({ "id": one.id.to_string(), "customer": one.customer }));
        }
        let hot: Vec<Opportunity> = kept.iter().filter(|one| one.hot).cloned().collect();
        if !hot.is_empty() {
            self.company.put_on_today(&hot)?;
            self.events.tell("tasks", &json!({}));
        }
        Ok(kept)
    }

    /// Nobody can act on a browser without a name.
    fn opportunity(&self, seen: &Seen, called: Called) -> Option<NewOpportunity> {
        if IdKind::of(&called.id) == IdKind::Anonymous {
            return None;
        }
        let hot = self.rules.iter().any(|rule| rule.id == seen.rule && rule.hot);
        let parameters = seen.reason.params();
        Some(NewOpportunity {
            rule: seen.rule,
            customer: seen.customer,
            customer_id: called.id,
            name: called.name,
            owner: called.owner,
            reason: seen.reason.code().to_owned(),
            parameters,
            item: seen.item.clone(),
            value_minor: seen.value_minor,
            currency: self.currency,
            cause: seen.cause,
            hot,
            at: seen.at,
            expires_at: seen.expires_at,
        })
    }

    /// What customers bought by themselves is no opportunity any more. Returns how many were overtaken.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub(super) fn overtake(
        &self,
        bought: &BTreeMap<CustomerKey, Vec<String>>,
        now: Moment,
    ) -> Result<usize, CompanyError> {
        let mut overtaken = 0;
        for (customer, items) in bought {
            let reasons = ["basket_left", "expected_order", "new_prospect"];
            overtaken += self.company.desk().withdraw_opportunities(*customer, items, &reasons, now)?.len();
        }
        if overtaken > 0 {
            self.events.tell("opportunity", &json!({}));
            self.events.tell("tasks", &json!({}));
        }
        Ok(overtaken)
    }
}

/// Products that a fact tells as sold, by the customer it names.
pub(super) fn sold(fact: &Fact) -> Option<(&str, Vec<&str>)> {
    match fact {
        Fact::SaleLine(line) if line.quantity > rust_decimal::Decimal::ZERO => {
            Some((line.customer.as_deref()?, vec![line.product.as_str()]))
        }
        Fact::Order(told) if !told.lines.is_empty() => {
            let products = told.lines.iter().map(|line| line.product.as_str()).collect();
            Some((told.customer.as_deref()?, products))
        }
        _ => None,
    }
}
