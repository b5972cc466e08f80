//! The rules: what a fact or the passing of time makes worth acting on. One module per kind of rule; a further kind is one more
//! module and one more arm in [`see`]. Must never offer what was bought, is out of stock, was offered, or to whom it is not wanted.

pub(crate) mod basket_left;
mod came_back;
mod expected_order;
mod more_than_usual;
mod new_prospect;
mod page_visited;
mod pattern;

use crate::Live;
use crate::customer::CustomerState;
use crate::knowledge::{CustomerKnown, Known};
use crate::line::Line;
use crate::timers::Due;
use crate::touches::Touch;
use std::cell::OnceCell;
use vihje_model::fact::TouchPoint;
use vihje_model::opportunity::{OpportunityReason, Rule, RuleBody, Seen};
use vihje_model::{CustomerKey, Moment};

/// What made us look.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Trigger<'a> {
    /// Lines came; those of one fact.
    Bought(&'a [Line]),
    /// A touch-point came.
    Touched(&'a TouchPoint, Touch),
    /// Time passed.
    Time(Due),
    /// Names were joined.
    Joined,
}

/// What a rule sees of.
pub(crate) struct Scene<'a> {
    pub(crate) live: &'a Live,
    pub(crate) customer: CustomerState<'a>,
    pub(crate) trigger: Trigger<'a>,
    pub(crate) now: Moment,
    purchases: OnceCell<Vec<Line>>,
}

/// What a rule saw, before the company's settings have their say.
pub(crate) struct Sighting {
    pub(crate) item: Option<String>,
    pub(crate) reason: OpportunityReason,
    pub(crate) value_minor: i64,
    /// When that was which makes it an opportunity.
    pub(crate) at: Moment,
    /// In place of the fact's offset, where no fact but time brought it: the moment it waits on.
    pub(crate) waits_on: Option<Moment>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(live: &'a Live, name: CustomerKey, trigger: Trigger<'a>, now: Moment) -> Self {
        Self { live, customer: live.customer(name), trigger, now, purchases: OnceCell::new() }
    }

    /// What the customer bought and kept, by moment; worked out once.
    pub(crate) fn purchases(&self) -> &[Line] {
        self.purchases.get_or_init(|| self.customer.purchases(Moment(i64::MAX)))
    }

    pub(crate) fn known(&self) -> &'a Known {
        &self.live.known
    }

    /// What the analyses found of the customer.
    pub(crate) fn known_customer(&self) -> Option<&'a CustomerKnown> {
        self.known().customer(&self.customer.names)
    }

    /// What an order of this customer is usually worth; of anybody when nothing is known.
    pub(crate) fn value_per_order(&self) -> i64 {
        let own = self.known_customer().map(|known| known.value_per_order_minor).filter(|value| *value > 0);
        own.unwrap_or(self.known().usual_order_minor)
    }

    /// The name of a product.
    pub(crate) fn product_name(&self, number: u32) -> String {
        let named = self.known().products.get(number as usize).and_then(|product| product.name.as_deref());
        named.map_or_else(
            || self.live.products.key(number).map_or_else(String::new, |key| key.to_string()),
            str::to_owned,
        )
    }

    /// Whether a rule may offer this at all now: not offered lately, and worth enough.
    pub(crate) fn is_open(&self, rule: &Rule, item: Option<&str>, value_minor: i64) -> bool {
        let quiet_from = self.now.plus_days(-i64::from(rule.quiet_days));
        let offered =
            rule.quiet_days > 0 && self.live.offered.since(rule.id, &self.customer.names, item, quiet_from);
        !offered && value_minor >= rule.min_value_minor
    }

    /// One thing at a time: who has been offered something is not offered more by the same rule before that is over.
    fn has_an_offer(&self, rule: &Rule) -> bool {
        let lasts = i64::from(rule.expires_hours) * 3_600_000_000;
        let over = Moment(self.now.0.saturating_sub(lasts));
        rule.quiet_days > 0 && self.live.offered.anything_since(rule.id, &self.customer.names, over)
    }

    /// Whether the customer is to be left alone: refused, or contacted lately.
    fn is_left_alone(&self, rule: &Rule) -> bool {
        let refused = self.known().is_refused(&self.customer.names);
        let quiet_from = self.now.plus_days(-i64::from(rule.contact_quiet_days));
        let contacted = self.customer.last_outbound().is_some_and(|at| at >= quiet_from);
        refused || (rule.contact_quiet_days > 0 && contacted)
    }

    /// Whether what was seen before may still be told, to whom the customer has turned out to be.
    pub(crate) fn may_be_told(&self, rule: &Rule, seen: &Seen) -> bool {
        let stands = rule.enabled && seen.expires_at > self.now;
        stands
            && !self.is_left_alone(rule)
            && !self.has_an_offer(rule)
            && self.is_open(rule, seen.item.as_deref(), seen.value_minor)
    }

    /// What one rule makes of it.
    pub(crate) fn judge(&self, rule: &Rule, cause: u64) -> Option<Seen> {
        // The cheap questions first: a rule may read all purchases.
        if !rule.enabled || self.is_left_alone(rule) || self.has_an_offer(rule) {
            return None;
        }
        let sighting = see(rule, self)?;
        let lasts = i64::from(rule.expires_hours) * 3_600_000_000;
        let expires_at = Moment(sighting.at.0.saturating_add(lasts));
        if expires_at <= self.now || !self.is_open(rule, sighting.item.as_deref(), sighting.value_minor) {
            return None;
        }
        Some(Seen {
            rule: rule.id,
            customer: self.customer.key,
            cause: sighting.waits_on.map_or(cause, |moment| moment.0.cast_unsigned()),
            item: sighting.item,
            reason: sighting.reason,
            value_minor: sighting.value_minor,
            at: sighting.at,
            expires_at,
        })
    }
}

/// What a rule sees in a scene, by its kind.
fn see(rule: &Rule, scene: &Scene<'_>) -> Option<Sighting> {
    match &rule.body {
        RuleBody::Pattern { min_lift, min_confidence } => {
            pattern::see(rule, *min_lift, *min_confidence, scene)
        }
        RuleBody::BasketLeft { after_minutes, views } => basket_left::see(*after_minutes, *views, scene),
        RuleBody::PageVisited { pages } => page_visited::see(pages, scene),
        RuleBody::CameBack { quiet_days } => came_back::see(*quiet_days, scene),
        RuleBody::ExpectedOrder { overdue_only } => expected_order::see(*overdue_only, scene),
        RuleBody::MoreThanUsual { of, factor, min_orders } => {
            more_than_usual::see(*of, *factor, *min_orders, scene)
        }
        RuleBody::NewProspect => new_prospect::see(scene),
    }
}
