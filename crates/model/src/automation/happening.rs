//! Happenings: what automations wait for, whatever brought it.

use crate::fact::{Attributes, LineKind, SaleLine, TouchPoint};
use crate::order::OrderTold;
use crate::{CustomerKey, Envelope, Fact, Moment, Money};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The word of an order among touch-points.
pub const ORDER: &str = "order";

/// Something that happened to a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// What brought it. An automation fires once for one cause and customer.
    pub cause: Cause,
    /// To whom; the customer after all joins.
    pub customer: CustomerKey,
    /// When.
    pub at: Moment,
    /// The touch-point's word, or the code of the opportunity's or the task's reason; empty for a schedule.
    pub kind: String,
    /// One line of what it was about.
    pub subject: String,
    /// The product or category it is about.
    pub item: Option<String>,
    /// What it is worth.
    pub value: Option<Money>,
    /// True when the brand began it.
    pub outbound: bool,
    /// Everything else.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
}

/// What brought a happening.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Cause {
    /// A fact, by its offset in the ledger.
    Event {
        /// The offset.
        offset: u64,
    },
    /// An opportunity.
    Opportunity {
        /// Its number.
        id: i64,
        /// The rule that saw it.
        rule: i64,
    },
    /// A task that came on a list.
    ListEntry {
        /// The task.
        task: i64,
        /// How many entries there had been before, over all lists: a task that comes on its list again is another entry.
        entered: i64,
    },
    /// A time that came.
    Schedule {
        /// The moment it was set for.
        at: Moment,
    },
}

impl fmt::Display for Cause {
    /// What tells it from every other cause.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event { offset } => write!(f, "event:{offset}"),
            Self::Opportunity { id, .. } => write!(f, "opportunity:{id}"),
            Self::ListEntry { entered, .. } => write!(f, "entry:{entered}"),
            Self::Schedule { at } => write!(f, "schedule:{}", at.0),
        }
    }
}

impl Happening {
    /// The attribute by which a fact says that an automation made it.
    pub const BY_AUTOMATION: &'static str = "automation";
    /// The attribute by which a list's entry says where the list comes from.
    pub const SOURCE: &'static str = "source";

    /// What a fact of the ledger is to automations; nothing for facts they do not wait for. `customer` is the customer after
    /// all joins.
    pub fn of_fact(offset: u64, envelope: &Envelope, customer: CustomerKey) -> Option<Self> {
        let cause = Cause::Event { offset };
        match &envelope.fact {
            Fact::TouchPoint(touch_point) => Some(Self::of_touch_point(cause, touch_point, customer)),
            Fact::Order(order) => Self::of_order(cause, order, customer),
            Fact::SaleLine(line) => Self::of_line(cause, line, customer),
            _ => None,
        }
    }

    /// A touch-point as automations see it.
    pub fn of_touch_point(cause: Cause, touch_point: &TouchPoint, customer: CustomerKey) -> Self {
        let named = |name: &str| touch_point.attributes.get(name).cloned();
        Self {
            cause,
            customer,
            at: touch_point.at,
            kind: touch_point.touch.clone(),
            subject: touch_point.subject.clone(),
            item: named("product_name").or_else(|| named("product")),
            value: None,
            outbound: touch_point.outbound,
            attributes: touch_point.attributes.clone(),
        }
    }

    fn of_order(cause: Cause, order: &OrderTold, customer: CustomerKey) -> Option<Self> {
        let sold = order.lines.iter().find(|line| line.line == LineKind::Sale)?;
        let own = order.lines.iter().filter(|line| line.amount.currency == sold.amount.currency);
        let amount = own.map(|line| line.amount.amount).sum();
        let value = Some(Money { amount, currency: sold.amount.currency });
        let mut happening = Self::of_line(cause, sold, customer)?;
        happening.attributes.insert("order".to_owned(), order.order.clone());
        Some(Self { at: order.at, value, ..happening })
    }

    fn of_line(cause: Cause, line: &SaleLine, customer: CustomerKey) -> Option<Self> {
        line.customer.as_ref().filter(|_| line.line == LineKind::Sale)?;
        let mut attributes = Attributes::new();
        let named = [("order", &line.order), ("store", &line.store), ("sales_person", &line.sales_person)];
        for (name, value) in named {
            if let Some(value) = value {
                attributes.insert(name.to_owned(), value.clone());
            }
        }
        Some(Self {
            cause,
            customer,
            at: line.at,
            kind: ORDER.to_owned(),
            subject: line.order.clone().unwrap_or_default(),
            item: Some(line.product.clone()),
            value: Some(line.amount),
            outbound: false,
            attributes,
        })
    }

    /// What is known of it by name: `value`, `subject`, `item`, `kind`, or an attribute in any case; nothing when empty.
    pub(super) fn named(&self, name: &str) -> Option<Cow<'_, str>> {
        let name = name.trim();
        let own = match name.to_ascii_lowercase().as_str() {
            "value" => return self.value.map(|value| Cow::Owned(value.amount.to_string())),
            "subject" => Some(self.subject.as_str()),
            "item" => self.item.as_deref(),
            "kind" => Some(self.kind.as_str()),
            _ => self
                .attributes
                .iter()
                .find(|(own, _)| own.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str()),
        };
        own.filter(|text| !text.trim().is_empty()).map(Cow::Borrowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;
    use rust_decimal::Decimal;

    fn line(product: &str, kind: LineKind, minor: i64) -> SaleLine {
        SaleLine {
            customer: Some("c".to_owned()),
            product: product.to_owned(),
            order: Some("o1".to_owned()),
            at: Moment(5),
            line: kind,
            quantity: Decimal::ONE,
            amount: Money::from_minor(minor, Currency::EUR),
            discount: None,
            store: Some("web".to_owned()),
            sales_person: None,
        }
    }

    #[test]
    fn an_order_is_worth_all_its_lines_and_a_return_is_no_order() {
        let lines = vec![line("post", LineKind::Charge, 500), line("tea", LineKind::Sale, 1_000)];
        let order =
            OrderTold { order: "o1".to_owned(), customer: Some("c".to_owned()), at: Moment(9), lines };
        let told = |fact| {
            let envelope = Envelope { message_id: "m".to_owned(), received_at: Moment(10), fact };
            Happening::of_fact(3, &envelope, CustomerKey(1))
        };
        let happening = told(Fact::Order(order.clone())).unwrap();
        assert_eq!((happening.kind.as_str(), happening.at), (ORDER, Moment(9)));
        assert_eq!(happening.value, Some(Money::from_minor(1_500, Currency::EUR)));
        assert_eq!(happening.item.as_deref(), Some("tea"));
        assert_eq!(happening.named("STORE").as_deref(), Some("web"));
        assert_eq!(
            told(Fact::Order(OrderTold { lines: vec![], ..order })),
            None,
            "a cancelled order is none"
        );
        assert_eq!(told(Fact::SaleLine(line("tea", LineKind::Return, -1_000))), None);
        assert_eq!(happening.cause.to_string(), "event:3");
    }
}
