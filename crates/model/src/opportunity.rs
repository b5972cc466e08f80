//! Opportunities: what a rule saw, for whom, and why it is worth acting on now. Rules are data; the room `live` evaluates them.

pub use crate::reason::Reason as OpportunityReason;
use crate::reason::Reason;
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

impl RuleBody {
    /// Every kind of rule, by its word.
    pub const WORDS: [&str; 7] = [
        "pattern",
        "basket_left",
        "page_visited",
        "came_back",
        "expected_order",
        "more_than_usual",
        "new_prospect",
    ];

    /// The reasons that rules give, in the order of their kinds.
    pub const REASONS: [&str; 7] = [
        "bought_a",
        "basket_left",
        "page_visited",
        "came_back",
        "expected_order",
        "more_than_usual",
        "new_prospect",
    ];

    /// The kind's place in [`RuleBody::WORDS`].
    pub fn kind(&self) -> usize {
        match self {
            Self::Pattern { .. } => 0,
            Self::BasketLeft { .. } => 1,
            Self::PageVisited { .. } => 2,
            Self::CameBack { .. } => 3,
            Self::ExpectedOrder { .. } => 4,
            Self::MoreThanUsual { .. } => 5,
            Self::NewProspect => 6,
        }
    }
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

/// What a rule saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The rule.
    pub rule: i64,
    /// For whom; the customer after all joins.
    pub customer: CustomerKey,
    /// The ledger's offset of the fact that made it seen; of what only time brought, the moment it waits on (the last order, the last
    /// look at a basket) in microseconds, so that it is the same after every start.
    pub cause: u64,
    /// What there is to offer: the name of a product or category.
    pub item: Option<String>,
    /// Why.
    pub reason: Reason,
    /// What is to be won, in minor units of the reporting currency.
    pub value_minor: i64,
    /// When.
    pub at: Moment,
    /// From when on it is too late.
    pub expires_at: Moment,
}

/// The rules that a new company begins with.
pub fn first_rules() -> Vec<Rule> {
    let rule = |name: &str, body: RuleBody, hot: bool, expires_hours: u32, quiet_days: u32| Rule {
        id: 0,
        name: name.to_owned(),
        body,
        enabled: true,
        hot,
        expires_hours,
        quiet_days,
        contact_quiet_days: 3,
        min_value_minor: 0,
    };
    let pages =
        ["pricing", "price list", "prices", "contact", "quote", "demo", "hinnasto", "hinnat", "yhteystiedot"];
    let page_visited = RuleBody::PageVisited { pages: pages.map(str::to_owned).to_vec() };
    vec![
        rule(
            "Bought A, the pattern says B",
            RuleBody::Pattern { min_lift: 1.5, min_confidence: 0.05 },
            false,
            336,
            90,
        ),
        rule("Left in the basket", RuleBody::BasketLeft { after_minutes: 30, views: 3 }, true, 48, 14),
        rule("Price list or contact page", page_visited, true, 24, 7),
        rule("Came back", RuleBody::CameBack { quiet_days: 60 }, true, 72, 30),
        rule("Order overdue", RuleBody::ExpectedOrder { overdue_only: true }, false, 168, 30),
        rule(
            "Larger order than usual",
            RuleBody::MoreThanUsual { of: Measure::Value, factor: 2.0, min_orders: 5 },
            false,
            72,
            30,
        ),
        rule(
            "More of a product than usual",
            RuleBody::MoreThanUsual { of: Measure::Quantity, factor: 3.0, min_orders: 5 },
            false,
            72,
            30,
        ),
        rule("First touch-point of a new prospect", RuleBody::NewProspect, true, 72, 365),
    ]
}
