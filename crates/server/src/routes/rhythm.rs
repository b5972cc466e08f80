//! A customer's rhythm: orders by period against what was to be expected, and when the next one is.

use crate::company::Expected;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use vihje_insight::decline::{SeenGaps, seen_gaps};
use vihje_model::{CustomerKey, Moment, Money};

/// Orders drawn at most.
const MOST_ORDERS: usize = 500;

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
    /// Orders to be expected from everything before the period; null until the customer has begun.
    pub expected: Option<f64>,
    /// Lower end of the 80 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 80 % interval.
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
    app.read(move |company| {
        let currency = company.currency()?;
        let shown = company.rhythm(key)?;
        let periods = shown.chart.periods.iter().map(|period| Period {
            from: period.start,
            to: period.end,
            orders: period.orders,
            sales: Money::from_minor(period.value, currency),
            expected: period.expected,
            lower: period.band.map(|band| f64::from(band.low)),
            upper: period.band.map(|band| f64::from(band.high)),
        });
        let next = shown.chart.next_order;
        Ok(Json(Rhythm {
            unit: shown.unit.to_owned(),
            periods: periods.collect(),
            gaps: seen_gaps(&shown.orders, shown.as_of).map(Gaps::of),
            orders: shown.orders.iter().rev().take(MOST_ORDERS).rev().copied().collect(),
            next_expected: next.map(|next| Expected { from: next.low, at: next.expected, to: next.high }),
            as_of: shown.as_of,
        }))
    })
    .await
}

impl Gaps {
    fn of(seen: SeenGaps) -> Self {
        let SeenGaps { count, q1, median, q3, longest, current } = seen;
        Self { count, q1, median, q3, longest, current }
    }
}
