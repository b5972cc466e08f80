//! A customer's timeline, and logging a touch-point on it.

use crate::company::{NewContact, TimelineFilter, TimelineItem};
use crate::cursor;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_model::{CustomerKey, Moment};

/// A page of a timeline.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelinePage {
    /// What happened, newest first.
    pub items: Vec<TimelineItem>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// Filters of a timeline.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// Only these kinds, separated by commas: `sale`, `touch_point`, `exposure`, `task`, `merge`.
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
#[utoipa::path(get, path = "/customers/{key}/timeline", tag = "customers", params(("key" = CustomerKey, Path), TimelineQuery), responses((status = 200, body = TimelinePage)))]
pub async fn list_timeline(
    State(app): State<App>,
    Path(key): Path<CustomerKey>,
    Query(query): Query<TimelineQuery>,
) -> Answer<Json<TimelinePage>> {
    app.read(move |company| {
        let filter = TimelineFilter::parse(query.kind.as_deref())?;
        let page = company.timeline(key, &filter, query.cursor.as_deref(), cursor::limit(query.limit))?;
        Ok(Json(TimelinePage { items: page.items, next_cursor: page.next_cursor }))
    })
    .await
}

/// Logs a contact; it is on disk when this answers.
#[utoipa::path(post, path = "/customers/{key}/touch-points", tag = "customers", params(("key" = CustomerKey, Path)), responses((status = 201, body = TimelineItem)))]
pub async fn create_touch_point(
    State(app): State<App>,
    caller: Caller,
    Path(key): Path<CustomerKey>,
    Json(given): Json<NewTouchPoint>,
) -> Answer<(StatusCode, Json<TimelineItem>)> {
    app.read(move |company| {
        let outbound = given.outbound.unwrap_or(true);
        let contact = NewContact { touch: given.touch, subject: given.subject, outbound, at: given.at };
        let logged = company.log_contact(key, &contact, &caller.email)?;
        Ok((StatusCode::CREATED, Json(TimelineItem::of_touch_point(logged))))
    })
    .await
}
