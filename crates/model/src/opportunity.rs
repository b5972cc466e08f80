//! Opportunities: what a rule saw, for whom, and why it is worth acting on now. Rules are data; the room `live` evaluates them.

use crate::{CustomerKey, Moment};
use serde::{Deserialize, Serialize};

/// What a rule watches for, with its settings.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "watches", rename_all = "snake_case")]
pub enum RuleBody {
    /// Bought A, and a pattern says that B follows.
    Pattern {
        /// The least shrunk lift of the pattern.
        min_lift: f64,
        /// The least share of A's buyers who then buy B, 0 to 1.
        min_confidence: f64,
    },
    /// Viewed or put into the basket, and not bought.
    BasketLeft {
        /// Minutes of silence after which it counts as left.
        after_minutes: u32,
        /// Views of one product that count as interest; 0 when only baskets do.
        views: u32,
    },
    /// Looked at a page that people look at before they buy, such as the price list.
    PageVisited {
        /// Words in the page's path, address or title, any of them, in any case.
        pages: Vec<String>,
    },
    /// A customer in decline, late or lapsed came back: visited, answered, or bought.
    CameBack {
        /// Days of silence before it at least.
        quiet_days: u32,
    },
    /// The next order is expected, by the customer's own rhythm.
    ExpectedOrder {
        /// Told once the expected day has come, or only when it is overdue.
        overdue_only: bool,
    },
    /// An order larger than the customer's own usual one.
    MoreThanUsual {
        /// What is compared.
        of: Measure,
        /// How many times the usual.
        factor: f64,
        /// Earlier orders that make something usual at least.
        min_orders: u32,
    },
    /// The first touch-point of somebody who has not bought.
    NewProspect,
}

/// What of an order is compared.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Its value.
    Value,
    /// The quantity of one product.
    Quantity,
}

/// A rule as people keep it.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it watches for.
    pub body: RuleBody,
    /// Whether it is at work.
    pub enabled: bool,
    /// Whether its opportunities join Today.
    pub hot: bool,
    /// Hours until an opportunity of this rule is too late.
    pub expires_hours: u32,
    /// Days in which the same is not offered to the same customer again.
    pub quiet_days: u32,
    /// Days after the company's own contact in which a customer is left alone.
    pub contact_quiet_days: u32,
    /// The least value, in minor units of the reporting currency.
    pub min_value_minor: i64,
}

/// Why something is worth acting on. In JSON `{"code": "basket_left", "params": {...}}`.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", content = "params", rename_all = "snake_case")]
pub enum OpportunityReason {
    /// Bought A; B follows.
    BoughtA {
        /// What was bought.
        a: String,
        /// What others then buy.
        b: String,
        /// When.
        bought_at: Moment,
        /// How many times as often as their like.
        lift: f64,
        /// The share of A's buyers who then buy B.
        confidence: f64,
        /// Days to B for half of those who buy it.
        median_days: Option<f64>,
    },
    /// Put into the basket, or viewed again and again, and left.
    BasketLeft {
        /// What, the latest first.
        products: Vec<String>,
        /// True when it was in a basket, false when it was only viewed.
        basket: bool,
        /// Times it was viewed or put in.
        times: u32,
        /// The last of them.
        last_at: Moment,
    },
    /// Looked at a page.
    PageVisited {
        /// Title or path of it.
        page: String,
        /// Times within a day.
        times: u32,
        /// The last of them.
        last_at: Moment,
    },
    /// Came back.
    CameBack {
        /// How they were judged: `declining`, `late`, `lapsed` or `lost_line`.
        standing: String,
        /// Days since the last order before.
        days_since_order: f64,
        /// What they did: the touch-point's word, or `order`.
        by: String,
    },
    /// The next order is due.
    ExpectedOrder {
        /// The latest order.
        last_order: Moment,
        /// Their usual gap in days.
        usual_gap_days: f64,
        /// When the next was expected.
        expected_at: Moment,
        /// True when later than their own gaps allow.
        overdue: bool,
    },
    /// Bought more than usual.
    MoreThanUsual {
        /// What was compared.
        of: Measure,
        /// The product, where one is compared.
        product: Option<String>,
        /// What was bought: minor units of value, or a quantity.
        now: f64,
        /// The usual, in the same unit.
        usual: f64,
        /// Orders that make it usual.
        orders: u32,
    },
    /// Somebody new.
    NewProspect {
        /// What they did first: the touch-point's word.
        by: String,
        /// What it was about.
        subject: String,
    },
}

impl OpportunityReason {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BoughtA { .. } => "bought_a",
            Self::BasketLeft { .. } => "basket_left",
            Self::PageVisited { .. } => "page_visited",
            Self::CameBack { .. } => "came_back",
            Self::ExpectedOrder { .. } => "expected_order",
            Self::MoreThanUsual { .. } => "more_than_usual",
            Self::NewProspect { .. } => "new_prospect",
        }
    }
}

/// What a rule saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The rule.
    pub rule: i64,
    /// For whom; the customer after all joins.
    pub customer: CustomerKey,
    /// The ledger's offset of the fact that made it seen; of what only time brought, that of the customer's last fact.
    pub cause: u64,
    /// What there is to offer: the name of a product or category.
    pub item: Option<String>,
    /// Why.
    pub reason: OpportunityReason,
    /// What is to be won, in minor units of the reporting currency.
    pub value_minor: i64,
    /// When.
    pub at: Moment,
    /// From when on it is too late.
    pub expires_at: Moment,
}
