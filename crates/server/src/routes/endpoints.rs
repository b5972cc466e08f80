//! Endpoints: where webhooks go. A secret is told once, when it is made, and never again.

use super::automations::number;
use crate::automate::ALLOW_PRIVATE;
use crate::company::{Company, CompanyError};
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_desk::{DeliveryQuery, DeliveryState, NewEndpoint};
use vihje_model::Moment;

/// Where webhooks go.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Endpoint {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Whether nothing is sent there now.
    pub paused: bool,
    /// Why it was paused by itself: `gone`, `failing`.
    pub why_paused: Option<String>,
    /// Since when every attempt has failed.
    pub failing_since: Option<Moment>,
    /// The latest delivery that arrived.
    pub delivered_at: Option<Moment>,
    /// Deliveries that wait for it.
    pub waiting: u64,
    /// When it was made.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
}

/// All endpoints, and whether addresses that are not public are allowed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Endpoints {
    /// By name.
    pub items: Vec<Endpoint>,
    /// Whether webhooks may go to addresses of this machine and this network.
    pub allow_private: bool,
}

/// An endpoint as people give it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct EndpointGiven {
    /// Its name.
    pub name: String,
    /// Its address: `https://`.
    pub url: String,
}

/// An endpoint with its secret, which is told this once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EndpointMade {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// What signs webhooks: `whsec_…`.
    pub secret: String,
}

/// A delivery that was put into the box.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Posted {
    /// The delivery's number.
    pub delivery: i64,
}

/// Whether addresses that are not public are allowed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub struct PrivateAddresses {
    /// Whether webhooks may go to addresses of this machine and this network.
    pub allow_private: bool,
}

impl Endpoint {
    fn of(company: &Company, endpoint: vihje_desk::Endpoint) -> Result<Self, CompanyError> {
        let waiting = DeliveryQuery {
            state: Some(DeliveryState::Waiting),
            target: Some(format!("webhook:{}", endpoint.id)),
            firing: None,
        };
        Ok(Self {
            waiting: company.desk().deliveries(&waiting, None, 1)?.total,
            id: endpoint.id,
            name: endpoint.name,
            url: endpoint.url,
            paused: endpoint.paused,
            why_paused: endpoint.why_paused,
            failing_since: endpoint.failing_since,
            delivered_at: endpoint.delivered_at,
            created_at: endpoint.created_at,
            created_by: endpoint.created_by,
        })
    }
}

impl From<EndpointGiven> for NewEndpoint {
    fn from(given: EndpointGiven) -> Self {
        Self { name: given.name, url: given.url }
    }
}

/// All endpoints, by name.
#[utoipa::path(get, path = "/endpoints", tag = "automations", responses((status = 200, body = Endpoints)))]
pub async fn list_endpoints(State(app): State<App>) -> Answer<Json<Endpoints>> {
    app.read(|company| {
        let stored = company.desk().endpoints()?.into_iter();
        let items = stored.map(|endpoint| Endpoint::of(company, endpoint)).collect::<Result<_, _>>()?;
        let allow_private = company.desk().setting(ALLOW_PRIVATE)?.unwrap_or(false);
        Ok(Json(Endpoints { items, allow_private }))
    })
    .await
}

/// Makes an endpoint and tells its secret.
#[utoipa::path(post, path = "/endpoints", tag = "automations", request_body = EndpointGiven, responses((status = 201, body = EndpointMade)))]
pub async fn create_endpoint(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<EndpointGiven>,
) -> Answer<(StatusCode, Json<EndpointMade>)> {
    let made = app
        .read(move |company| {
            let (endpoint, secret) = company.add_endpoint(&given.into(), &caller.email)?;
            Ok(Json(EndpointMade { endpoint: Endpoint::of(company, endpoint)?, secret }))
        })
        .await?;
    Ok((StatusCode::CREATED, made))
}

/// Changes an endpoint's name and address.
#[utoipa::path(put, path = "/endpoints/{id}", tag = "automations", params(("id" = String, Path)), request_body = EndpointGiven, responses((status = 200, body = Endpoint)))]
pub async fn update_endpoint(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(given): Json<EndpointGiven>,
) -> Answer<Json<Endpoint>> {
    changed(&app, id, move |company, id| company.change_endpoint(id, &given.into(), &caller.email)).await
}

/// Takes an endpoint away; what waits for it is not sent.
#[utoipa::path(delete, path = "/endpoints/{id}", tag = "automations", params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete_endpoint(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    app.read(move |company| {
        Ok(company.desk().remove_endpoint(number("endpoint", &id)?, &caller.email, company.now())?)
    })
    .await?;
    app.automations().wake_senders();
    Ok(StatusCode::NO_CONTENT)
}

/// Sends nothing to an endpoint for now.
#[utoipa::path(post, path = "/endpoints/{id}/pause", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = Endpoint)))]
pub async fn pause_endpoint(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Endpoint>> {
    changed(&app, id, move |company, id| {
        Ok(company.desk().pause_endpoint(id, true, &caller.email, company.now())?)
    })
    .await
}

/// Sends to an endpoint again, also what waited.
#[utoipa::path(post, path = "/endpoints/{id}/resume", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = Endpoint)))]
pub async fn resume_endpoint(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Endpoint>> {
    changed(&app, id, move |company, id| {
        Ok(company.desk().pause_endpoint(id, false, &caller.email, company.now())?)
    })
    .await
}

/// Gives an endpoint a new secret and tells it; the one before also signs for a day.
#[utoipa::path(post, path = "/endpoints/{id}/rotate", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = EndpointMade)))]
pub async fn rotate_secret(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<EndpointMade>> {
    app.read(move |company| {
        let (endpoint, secret) = company.rotate_secret(number("endpoint", &id)?, &caller.email)?;
        Ok(Json(EndpointMade { endpoint: Endpoint::of(company, endpoint)?, secret }))
    })
    .await
}

/// Sends an endpoint a test.
#[utoipa::path(post, path = "/endpoints/{id}/ping", tag = "automations", params(("id" = String, Path)), responses((status = 202, body = Posted)))]
pub async fn ping_endpoint(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Answer<(StatusCode, Json<Posted>)> {
    let delivery = app.read(move |company| company.ping_endpoint(number("endpoint", &id)?)).await?;
    app.automations().wake_senders();
    Ok((StatusCode::ACCEPTED, Json(Posted { delivery })))
}

/// Allows, or forbids, webhooks to addresses of this machine and this network.
#[utoipa::path(put, path = "/endpoints/private", tag = "automations", request_body = PrivateAddresses, responses((status = 200, body = PrivateAddresses)))]
pub async fn allow_private_addresses(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<PrivateAddresses>,
) -> Answer<Json<PrivateAddresses>> {
    let automations = app.automations().clone();
    app.read(move |company| {
        company.desk().set_setting(ALLOW_PRIVATE, &given.allow_private, &caller.email, company.now())?;
        automations.allow_private(given.allow_private);
        Ok(Json(given))
    })
    .await
}

async fn changed(
    app: &App,
    id: String,
    change: impl FnOnce(&Company, i64) -> Result<vihje_desk::Endpoint, CompanyError> + Send + 'static,
) -> Answer<Json<Endpoint>> {
    let endpoint = app
        .read(move |company| Endpoint::of(company, change(company, number("endpoint", &id)?)?).map(Json))
        .await?;
    app.automations().wake_senders();
    Ok(endpoint)
}
