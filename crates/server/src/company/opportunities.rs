//! Opportunities as people meet them: lists, taking up, dismissing, and what joins Today.

use super::find::TaskBasis;
use super::{Company, CompanyError, Result};
use crate::reason::Reason;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vihje_desk::{Opportunity, OpportunityQuery, OpportunityState, RuleCounts, TaskEntry};
use vihje_model::fact::Customer;
use vihje_model::opportunity::{Rule, first_rules};
use vihje_model::{CustomerKey, Envelope, Fact, Moment, Money};

/// Days over which it is told how each rule does.
pub const RULE_DAYS: i64 = 90;

/// Why an opportunity is dismissed whose customer wants no contact at all.
const DO_NOT_CONTACT: &str = "do_not_contact";

/// An opportunity as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpportunityRow {
    /// Its id; ascending as they come.
    pub id: String,
    /// The rule that saw it.
    pub rule: i64,
    /// Its name; null once the rule was removed.
    pub rule_name: Option<String>,
    /// For whom: the customer's key.
    pub customer: CustomerKey,
    /// Id in the source.
    pub customer_id: String,
    /// Name to show; the id where there is none.
    pub name: String,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Why.
    pub reason: Reason,
    /// What there is to offer.
    pub item: Option<String>,
    /// What is to be won.
    pub value: Money,
    /// Whether it joins Today.
    pub hot: bool,
    /// When it was seen.
    pub at: Moment,
    /// From when on it is too late.
    pub expires_at: Moment,
    /// Where it stands.
    pub state: OpportunityState,
    /// When somebody acted on it, or it was overtaken.
    pub acted_at: Option<Moment>,
    /// Who.
    pub acted_by: Option<String>,
    /// Why it was dismissed: `not_relevant`, `already_handled`, `wrong_time`, `do_not_contact` or `other`.
    pub dismiss_reason: Option<String>,
    /// What was noted.
    pub note: Option<String>,
}

/// A rule, and how it does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
    /// What became of what it saw in the last 90 days; of what is open, whenever it was seen.
    pub counts: RuleCounts,
}

/// A page of opportunities.
#[derive(Debug, Clone)]
pub struct OpportunityPage {
    /// Newest first.
    pub items: Vec<OpportunityRow>,
    /// The cursor of the next page.
    pub next_cursor: Option<String>,
    /// How many meet the filters.
    pub total: u64,
}

impl Company {
    /// A page of opportunities, newest first.
    ///
    /// # Errors
    /// A cursor that is not one of this list, or a desk that cannot be read.
    pub fn opportunities(
        &self,
        query: &OpportunityQuery,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<OpportunityPage> {
        let names = self.rule_names()?;
        let page = self.desk.opportunities(query, cursor, limit)?;
        let items =
            page.items.into_iter().map(|one| OpportunityRow::of(one, &names)).collect::<Result<_>>()?;
        Ok(OpportunityPage { items, next_cursor: page.next, total: page.total })
    }

    /// Takes an opportunity up: it stands on Today for whoever works it.
    ///
    /// # Errors
    /// When there is none, or it is not open any more.
    pub fn accept_opportunity(&self, id: i64, note: Option<&str>, by: &str) -> Result<OpportunityRow> {
        let accepted = self.desk.accept_opportunity(id, note, by, self.now())?;
        self.put_on_today(std::slice::from_ref(&accepted))?;
        OpportunityRow::of(accepted, &self.rule_names()?)
    }

    /// Says that an opportunity is none, and why; it goes from Today. `do_not_contact` is a word of the customer: everything that is
    /// open of them goes, and their `consent` is `no` until somebody tells otherwise.
    ///
    /// # Errors
    /// When there is none, it is not open any more, or the reason is no short word.
    pub fn dismiss_opportunity(
        &self,
        id: i64,
        reason: &str,
        note: Option<&str>,
        by: &str,
    ) -> Result<OpportunityRow> {
        let reason = super::lists::word(reason)?;
        let dismissed = self.desk.dismiss_opportunity(id, &reason, note, by, self.now())?;
        if reason == DO_NOT_CONTACT {
            let open = OpportunityQuery {
                state: Some(OpportunityState::Open),
                customer: Some(dismissed.customer),
                ..OpportunityQuery::default()
            };
            for other in self.desk.opportunities(&open, None, MOST_ON_TODAY)?.items {
                self.desk.dismiss_opportunity(other.id, &reason, note, by, self.now())?;
            }
            self.tell_consent(&dismissed, "no")?;
        }
        self.take_from_today(&[dismissed.customer])?;
        OpportunityRow::of(dismissed, &self.rule_names()?)
    }

    /// Takes back that an opportunity was taken up or dismissed.
    ///
    /// # Errors
    /// When there is none, or nobody had acted on it.
    pub fn reopen_opportunity(&self, id: i64) -> Result<OpportunityRow> {
        let before = self.desk.opportunity(id)?;
        let opened = self.desk.reopen_opportunity(id, self.live_now()?)?;
        if before.dismiss_reason.as_deref() == Some(DO_NOT_CONTACT) {
            self.tell_consent(&opened, "")?;
        }
        if opened.hot && opened.state == OpportunityState::Open {
            self.put_on_today(std::slice::from_ref(&opened))?;
        } else {
            self.take_from_today(&[opened.customer])?;
        }
        OpportunityRow::of(opened, &self.rule_names()?)
    }

    /// A person tells whether a customer may be contacted.
    fn tell_consent(&self, about: &Opportunity, consent: &str) -> Result<()> {
        let attributes = [(vihje_model::consent::GENERAL.to_owned(), consent.to_owned())].into();
        let customer = Customer { id: about.customer_id.clone(), attributes, ..Customer::default() };
        let message_id = format!("consent:{}", uuid::Uuid::now_v7());
        self.append(vec![Envelope { message_id, received_at: self.now(), fact: Fact::Customer(customer) }])?;
        Ok(())
    }

    /// The rules, and how each did in the last days.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn rules(&self) -> Result<Vec<RuleRow>> {
        let mut counts = self.desk.rule_counts(self.live_now()?.plus_days(-RULE_DAYS))?;
        let rules = self.desk.rules()?.into_iter();
        Ok(rules.map(|rule| RuleRow { counts: counts.remove(&rule.id).unwrap_or_default(), rule }).collect())
    }

    /// A new company begins with rules that people then change.
    pub(crate) fn ensure_rules(&self) -> Result<()> {
        Ok(self.desk.add_first_rules(&first_rules(), self.now())?)
    }

    fn rule_names(&self) -> Result<BTreeMap<i64, String>> {
        Ok(self.desk.rules()?.into_iter().map(|rule| (rule.id, rule.name)).collect())
    }

    /// Puts opportunities at the head of Today, the newest first. Where the customer stands on it already, the opportunity is the
    /// first reason.
    pub(crate) fn put_on_today(&self, opportunities: &[Opportunity]) -> Result<()> {
        Ok(self.desk.head_today(&self.opportunity_entries(opportunities)?, self.now())?)
    }

    /// Takes customers from Today who stood there for an opportunity only; others fall back to their other reason.
    fn take_from_today(&self, customers: &[CustomerKey]) -> Result<()> {
        let held = self.todays_opportunities()?;
        let gone: Vec<CustomerKey> =
            customers.iter().copied().filter(|key| !held.iter().any(|one| one.customer == *key)).collect();
        if gone.is_empty() {
            return Ok(());
        }
        self.sync_today()?;
        Ok(())
    }

    /// Opportunities that stand on Today: those taken up and the hot ones that are open, of each customer the newest; newest first.
    pub(crate) fn todays_opportunities(&self) -> Result<Vec<Opportunity>> {
        let now = self.live_now()?;
        let mut found = Vec::new();
        for (state, hot) in [(OpportunityState::Open, Some(true)), (OpportunityState::Accepted, None)] {
            let query = OpportunityQuery { state: Some(state), hot, ..OpportunityQuery::default() };
            let page = self.desk.opportunities(&query, None, MOST_ON_TODAY)?;
            found.extend(page.items.into_iter().filter(|one| one.expires_at > now));
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.id));
        let mut seen = std::collections::HashSet::new();
        found.retain(|one| seen.insert(one.customer));
        Ok(found)
    }

    /// The task of each opportunity, in their order. The history is asked once for all of them.
    pub(crate) fn opportunity_entries(&self, opportunities: &[Opportunity]) -> Result<Vec<TaskEntry>> {
        let keys: Vec<CustomerKey> = opportunities.iter().map(|one| one.customer).collect();
        let (told, basis) = (self.history.customers_by_key(&keys)?, self.basis()?);
        let entry = |one: &Opportunity| {
            let told = told.get(&one.customer);
            let basis = TaskBasis {
                basis,
                email: told.and_then(|told| told.email.clone()),
                phone: told.and_then(|told| told.phone.clone()),
                opportunity: Some(one.id),
                ..TaskBasis::default()
            };
            Ok(TaskEntry {
                customer: one.customer,
                customer_id: one.customer_id.clone(),
                name: one.name.clone(),
                owner: one.owner.clone(),
                reason: one.reason.clone(),
                parameters: one.parameters.clone(),
                evidence: serde_json::to_value(basis)
                    .map_err(|error| CompanyError::Internal(error.to_string()))?,
                value_minor: one.value_minor,
                currency: one.currency,
                holdout: false,
            })
        };
        opportunities.iter().map(entry).collect()
    }
}

/// Opportunities of each kind that join Today at most.
const MOST_ON_TODAY: usize = 500;

impl OpportunityRow {
    fn of(stored: Opportunity, names: &BTreeMap<i64, String>) -> Result<Self> {
        let reason = json!({ "code": stored.reason, "params": stored.parameters });
        let reason = serde_json::from_value(reason)
            .map_err(|error| CompanyError::Internal(format!("an opportunity cannot be read: {error}")))?;
        Ok(Self {
            id: stored.id.to_string(),
            rule: stored.rule,
            rule_name: names.get(&stored.rule).cloned(),
            customer: stored.customer,
            name: stored.name.unwrap_or_else(|| stored.customer_id.clone()),
            customer_id: stored.customer_id,
            owner: stored.owner,
            reason,
            item: stored.item,
            value: Money::from_minor(stored.value_minor, stored.currency),
            hot: stored.hot,
            at: stored.at,
            expires_at: stored.expires_at,
            state: stored.state,
            acted_at: stored.acted_at,
            acted_by: stored.acted_by,
            dismiss_reason: stored.dismiss_reason,
            note: stored.note,
        })
    }
}
