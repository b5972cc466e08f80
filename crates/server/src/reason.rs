//! Reasons: why a customer is on a list, as a code and its numbers. Never a sentence: the web's message catalogue and the
//! command line render it in the reader's language.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::Moment;

/// Why a customer is on a list. In JSON `{"code": "late", "params": {...}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
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
        }
    }
}
