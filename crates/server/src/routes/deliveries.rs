//! Deliveries: what was sent, what waits, what failed, and sending it again.

use super::Page;
use super::automations::number;
use super::firings::names;
use crate::automate::Letter;
use crate::cursor;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use vihje_desk::{DeliveryQuery, DeliveryState};
use vihje_model::Moment;

/// One delivery.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Delivery {
    /// Its number.
    pub id: i64,
    /// The firing it comes from; null of a test.
    pub firing: Option<i64>,
    /// The name of its automation; null of a test.
    pub automation_name: Option<String>,
    /// `webhook` or `email`.
    pub channel: String,
    /// The endpoint, of a webhook.
    pub endpoint: Option<i64>,
    /// To whom: the endpoint's name or an address.
    pub recipient: String,
    /// The same at every attempt: `webhook-id`.
    pub message_id: String,
    /// What it is: `automation.fired`, `endpoint.ping`, `letter`, `test`.
    pub kind: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts so far.
    pub attempts: u32,
    /// When the next attempt is due.
    pub next_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// The latest attempt.
    pub attempted_at: Option<Moment>,
    /// The status of the latest answer.
    pub status: Option<u16>,
    /// What went wrong at the latest attempt, as a code.
    pub problem: Option<String>,
    /// How long the latest attempt took, in milliseconds.
    pub took_ms: Option<u32>,
}

/// One delivery with what was sent and what was answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeliveryDetail {
    /// The delivery.
    pub delivery: Delivery,
    /// What is sent: JSON, or the text of a letter.
    pub body: String,
    /// The beginning of the latest answer.
    pub response: Option<String>,
}

/// Which deliveries.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveriesQuery {
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
    /// Only in this state.
    pub state: Option<DeliveryState>,
    /// Only to this endpoint.
    pub endpoint: Option<String>,
    /// Only of this firing.
    pub firing: Option<String>,
}

/// What to send again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReplayGiven {
    /// What was made since this moment and given up.
    pub since: Moment,
    /// Only to this endpoint.
    pub endpoint: Option<i64>,
}

/// How much is sent again.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Replayed {
    /// Deliveries.
    pub deliveries: u64,
}

impl Delivery {
    fn of(delivery: &vihje_desk::Delivery, names: &HashMap<i64, String>) -> Self {
        let endpoint = delivery.target.strip_prefix("webhook:").and_then(|id| id.parse().ok());
        Self {
            id: delivery.id,
            firing: delivery.firing,
            automation_name: delivery.automation.and_then(|id| names.get(&id).cloned()),
            channel: if endpoint.is_some() { "webhook" } else { "email" }.to_owned(),
            endpoint,
            recipient: delivery.recipient.clone(),
            message_id: delivery.message_id.clone(),
            kind: delivery.kind.clone(),
            state: delivery.state,
            attempts: delivery.attempts,
            next_at: delivery.next_at,
            created_at: delivery.created_at,
            attempted_at: delivery.attempted_at,
            status: delivery.status,
            problem: delivery.problem.clone(),
            took_ms: delivery.took_ms,
        }
    }
}

/// Deliveries, newest first.
#[utoipa::path(get, path = "/deliveries", tag = "automations", params(DeliveriesQuery), responses((status = 200, body = Page<Delivery>)))]
pub async fn list_deliveries(
    State(app): State<App>,
    Query(query): Query<DeliveriesQuery>,
) -> Answer<Json<Page<Delivery>>> {
    app.read(move |company| {
        let endpoint = query.endpoint.as_deref().map(|id| number("endpoint", id)).transpose()?;
        let firing = query.firing.as_deref().map(|id| number("firing", id)).transpose()?;
        let target = endpoint.map(|id| format!("webhook:{id}"));
        let filter = DeliveryQuery { state: query.state, target, firing };
        let page = company.desk().deliveries(&filter, query.cursor.as_deref(), cursor::limit(query.limit))?;
        let names = names(company)?;
        let items = page.items.iter().map(|delivery| Delivery::of(delivery, &names)).collect();
        Ok(Json(Page { items, next_cursor: page.next, total: page.total }))
    })
    .await
}

/// One delivery with what was sent and what was answered.
#[utoipa::path(get, path = "/deliveries/{id}", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = DeliveryDetail)))]
pub async fn get_delivery(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<DeliveryDetail>> {
    app.read(move |company| {
        let stored = company.desk().delivery(number("delivery", &id)?)?;
        let delivery = Delivery::of(&stored, &names(company)?);
        let letter =
            serde_json::from_str::<Letter>(&stored.body).ok().filter(|_| delivery.endpoint.is_none());
        let body = letter.map(|letter| format!("{}\n\n{}", letter.subject, letter.text));
        Ok(Json(DeliveryDetail { delivery, body: body.unwrap_or(stored.body), response: stored.response }))
    })
    .await
}

/// Sends a delivery again, now, under the same id.
#[utoipa::path(post, path = "/deliveries/{id}/replay", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = Delivery)))]
pub async fn replay_delivery(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Delivery>> {
    let delivery = app
        .read(move |company| {
            let id = number("delivery", &id)?;
            let stored = company.desk().replay_delivery(id, &caller.email, company.now())?;
            Ok(Json(Delivery::of(&stored, &names(company)?)))
        })
        .await?;
    app.automations().wake_senders();
    Ok(delivery)
}

/// Sends everything again that was given up since a moment.
#[utoipa::path(post, path = "/deliveries/replay", tag = "automations", request_body = ReplayGiven, responses((status = 200, body = Replayed)))]
pub async fn replay_deliveries(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<ReplayGiven>,
) -> Answer<Json<Replayed>> {
    let again = app
        .read(move |company| {
            let target = given.endpoint.map(|id| format!("webhook:{id}"));
            let now = company.now();
            Ok(company.desk().replay_failed(given.since, target.as_deref(), &caller.email, now)?)
        })
        .await?;
    app.automations().wake_senders();
    Ok(Json(Replayed { deliveries: again as u64 }))
}
