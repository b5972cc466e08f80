//! Reasons: why a customer is on a list, or an opportunity, as a code and its numbers. Never a sentence: the web's message catalogue
//! and the command line render it in the reader's language.

use crate::Moment;
use crate::opportunity::Measure;
use serde::{Deserialize, Serialize};

/// Why a customer is on a list. In JSON `{"code": "late", "params": {...}}`.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", content = "params", rename_all = "snake_case")]
pub enum Reason {
    /// Fewer orders than their own rhythm says.
    Declining {
        /// Orders expected in the window.
        orders_expected: f64,
        /// Orders seen in the window.
        orders_observed: u32,
        /// The window, in days.
        window_days: f64,
        /// Probability of seeing so few by chance.
        p: f64,
        /// The customer's own usual gap between orders, in days.
        usual_gap_days: Option<f64>,
        /// The latest order.
        last_order: Moment,
    },
    /// Silent longer than their own gap distribution allows.
    Late {
        /// Days since the latest order.
        days_since: f64,
        /// The customer's own usual gap, in days.
        usual_gap_days: f64,
        /// The longest gap that would not surprise, in days.
        upper_days: f64,
        /// Probability of a gap at least this long.
        p: f64,
    },
    /// Probably gone.
    Lapsed {
        /// Days since the latest order.
        days_since: f64,
        /// Probability that the customer still buys.
        p_alive: f64,
        /// Orders in all.
        orders: u32,
    },
    /// Stopped one category while still buying others.
    LostLine {
        /// The category.
        category: String,
        /// When it was last bought.
        last_bought: Moment,
        /// Orders with it to be expected in the window, given the orders made.
        orders_expected: f64,
        /// Orders with it in the window.
        orders_observed: u32,
        /// Probability of seeing so few by chance.
        p: f64,
    },
    /// Due to buy a product again.
    Due {
        /// The product or category.
        product: String,
        /// When it was last bought.
        last_bought: Moment,
        /// The usual interval, in days.
        usual_gap_days: f64,
        /// When the next purchase was expected.
        due_at: Moment,
        /// From here on it is later than the customer's own gaps allow.
        late_at: Option<Moment>,
    },
    /// Bought A, not yet B, and the window is open.
    Pattern {
        /// What was bought.
        a: String,
        /// What others then buy.
        b: String,
        /// Days left in the window.
        days_left: f64,
        /// How many times as often as their like.
        lift: f64,
    },
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
    /// An automation put them on its list.
    Automation {
        /// Its name.
        automation: String,
        /// Why, in the words of who made it.
        text: String,
    },
}

/// How often a week somebody comes who usually comes after so many days, where that says more than the days: more than twice
/// and not every day.
pub fn times_a_week(usual_gap_days: f64) -> Option<f64> {
    let times = (7.0 / usual_gap_days).round();
    (usual_gap_days < 2.5 && times < 7.0).then_some(times)
}

impl Reason {
    /// The catalogue's name of this reason's sentences: none at all reads differently from fewer, times a week from days.
    pub fn wording(&self) -> &'static str {
        match self {
            Self::Declining { orders_observed: 0, .. } => "declining_none",
            Self::Late { usual_gap_days, .. } if times_a_week(*usual_gap_days).is_some() => "late_often",
            Self::Due { usual_gap_days, .. } if times_a_week(*usual_gap_days).is_some() => "due_often",
            Self::BasketLeft { basket: false, .. } => "basket_left_viewed",
            Self::CameBack { by, .. } if by == "order" => "came_back_order",
            Self::ExpectedOrder { overdue: true, .. } => "expected_order_overdue",
            Self::MoreThanUsual { of: Measure::Quantity, .. } => "more_than_usual_quantity",
            other => other.code(),
        }
    }

    /// The numbers of this reason, as JSON.
    pub fn params(&self) -> serde_json::Value {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(mut members)) => members.remove("params").unwrap_or_default(),
            _ => serde_json::Value::Null,
        }
    }

    /// The stable code of this reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Declining { .. } => "declining",
            Self::Late { .. } => "late",
            Self::Lapsed { .. } => "lapsed",
            Self::LostLine { .. } => "lost_line",
            Self::Due { .. } => "due",
            Self::Pattern { .. } => "pattern",
            Self::BoughtA { .. } => "bought_a",
            Self::BasketLeft { .. } => "basket_left",
            Self::PageVisited { .. } => "page_visited",
            Self::CameBack { .. } => "came_back",
            Self::ExpectedOrder { .. } => "expected_order",
            Self::MoreThanUsual { .. } => "more_than_usual",
            Self::NewProspect { .. } => "new_prospect",
            Self::Automation { .. } => "automation",
        }
    }
}
