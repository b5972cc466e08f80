//! A customer's rhythm: orders by period against what was to be expected, and when the next one is.

use super::customers::Expected;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::{CustomerKey, Moment, Money};

/// A customer's rhythm.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Rhythm {
    /// How long a period is: `week`, `month` or `quarter`, chosen by the customer's own gap.
    pub unit: String,
    /// Periods from the first order to `as_of`, oldest first; the last may be incomplete.
    pub periods: Vec<Period>,
    /// Moments of the orders, oldest first; the latest 500.
    pub orders: Vec<Moment>,
    /// Gaps between orders.
    pub gaps: Option<Gaps>,
    /// When the next order is expected.
    pub next_expected: Option<Expected>,
    /// True for this moment.
    pub as_of: Moment,
}

/// Orders of one period against what was to be expected.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Period {
    /// First moment.
    pub from: Moment,
    /// First moment after it.
    pub to: Moment,
    /// Orders seen.
    pub orders: u32,
    /// Sales.
    pub sales: Money,
    /// Orders to be expected from everything before the period; null before the second order.
    pub expected: Option<f64>,
    /// Lower end of the 90 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 90 % interval.
    pub upper: Option<f64>,
}

/// Gaps between orders, in days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Gaps {
    /// How many.
    pub count: u32,
    /// Lower quartile.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub q3: f64,
    /// Longest.
    pub longest: f64,
    /// Days since the latest order.
    pub current: f64,
}

/// A customer's rhythm.
#[utoipa::path(get, path = "/customers/{key}/rhythm", tag = "customers", params(("key" = CustomerKey, Path)), responses((status = 200, body = Rhythm)))]
pub async fn get_rhythm(State(app): State<App>, Path(key): Path<CustomerKey>) -> Answer<Json<Rhythm>> {
    let _ = key;
    Err(app.not_ready())
}
