//! A customer's timeline, and logging a touch-point on it.

use super::Page;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_model::{CustomerKey, Moment, Money};

/// One thing that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelineItem {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: TimelineKind,
    /// The order, where it is a sale.
    pub order: Option<Order>,
    /// The touch-point's word (`call`, `email`, `visit` …), or the action on a task (`done`, `snoozed`, `skipped`).
    pub word: Option<String>,
    /// True when the brand began it.
    pub outbound: Option<bool>,
    /// One line of what it was about.
    pub subject: Option<String>,
    /// The campaign's name.
    pub campaign: Option<String>,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// An order, or a return.
    Sale,
    /// A touch-point.
    TouchPoint,
    /// Reached by a campaign.
    Exposure,
    /// A task on one of our lists.
    Task,
}

/// One order with its lines.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Order {
    /// Id in the source.
    pub id: Option<String>,
    /// Lines, at most 100; `more_lines` counts the rest.
    pub lines: Vec<OrderLine>,
    /// Lines not shown.
    pub more_lines: u32,
    /// Sum of all lines.
    pub total: Money,
    /// Of it, what came back; zero or negative.
    pub returns: Money,
    /// Where it was sold.
    pub store: Option<String>,
}

/// One line of an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderLine {
    /// The product's name; its id where there is none.
    pub product: String,
    /// How much; negative on a return.
    pub quantity: Decimal,
    /// Amount of the line; negative on a return.
    pub amount: Money,
}

/// Filters of a timeline.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// Only these kinds, separated by commas: `sale`, `touch_point`, `exposure`, `task`.
    pub kind: Option<String>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// A contact to log.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewTouchPoint {
    /// `call`, `email`, `visit`, `survey`, `note` or another short word.
    pub touch: String,
    /// One line of what it was about.
    pub subject: String,
    /// True when we began it; true when not given.
    pub outbound: Option<bool>,
    /// When; now when not given.
    pub at: Option<Moment>,
}

/// What happened with a customer, newest first.
#[utoipa::path(get, path = "/customers/{key}/timeline", tag = "customers", params(("key" = CustomerKey, Path), TimelineQuery), responses((status = 200, body = Page<TimelineItem>)))]
pub async fn list_timeline(
    State(app): State<App>,
    Path(key): Path<CustomerKey>,
    Query(query): Query<TimelineQuery>,
) -> Answer<Json<Page<TimelineItem>>> {
    let _ = (key, query);
    Err(app.not_ready())
}

/// Logs a contact; it is on disk when this answers.
#[utoipa::path(post, path = "/customers/{key}/touch-points", tag = "customers", params(("key" = CustomerKey, Path)), responses((status = 201, body = TimelineItem)))]
pub async fn create_touch_point(
    State(app): State<App>,
    Path(key): Path<CustomerKey>,
    Json(touch_point): Json<NewTouchPoint>,
) -> Answer<(StatusCode, Json<TimelineItem>)> {
    let _ = (key, touch_point);
    Err(app.not_ready())
}
