//! Segment's HTTP API, for servers and browsers; the libraries of RudderStack and Customer.io speak it too.

use super::{Open, Refused, origin, take};
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use vihje_desk::Dialect;
use vihje_intake::dialect::segment::{Call, open};
use vihje_model::Problem;

/// The events are on disk.
#[derive(Debug, Serialize, ToSchema)]
pub struct Success {
    /// Always true.
    pub success: bool,
}

async fn events(app: App, find: Open, request: Request) -> Response {
    take(&app, Dialect::Segment, find, request, Json(Success { success: true }).into_response()).await
}

/// Takes a batch of events, each with its `type`; at most 500 KB, gzip or plain. The key is the user of basic authorization, a
/// bearer token, or `writeKey` in the body. Events that are not understood are kept and shown under Sources.
#[utoipa::path(post, path = "/v1/batch", tag = "ingest", request_body = Value, responses((status = 200, body = Success)))]
pub async fn send_batch(State(app): State<App>, request: Request) -> Response {
    events(app, |_, body| Ok(Box::new(open(body, None)?)), request).await
}

/// Takes one thing that somebody did.
#[utoipa::path(post, path = "/v1/track", tag = "ingest", request_body = Value, responses((status = 200, body = Success)))]
pub async fn send_track(State(app): State<App>, request: Request) -> Response {
    events(app, |_, body| Ok(Box::new(open(body, Some(Call::Track))?)), request).await
}

/// Takes what is known of a person.
#[utoipa::path(post, path = "/v1/identify", tag = "ingest", request_body = Value, responses((status = 200, body = Success)))]
pub async fn send_identify(State(app): State<App>, request: Request) -> Response {
    events(app, |_, body| Ok(Box::new(open(body, Some(Call::Identify))?)), request).await
}

/// Takes one page that somebody saw.
#[utoipa::path(post, path = "/v1/page", tag = "ingest", request_body = Value, responses((status = 200, body = Success)))]
pub async fn send_page(State(app): State<App>, request: Request) -> Response {
    events(app, |_, body| Ok(Box::new(open(body, Some(Call::Page))?)), request).await
}

/// Takes one screen that somebody saw.
#[utoipa::path(post, path = "/v1/screen", tag = "ingest", request_body = Value, responses((status = 200, body = Success)))]
pub async fn send_screen(State(app): State<App>, request: Request) -> Response {
    events(app, |_, body| Ok(Box::new(open(body, Some(Call::Screen))?)), request).await
}

/// Takes what is known of a person's company.
#[utoipa::path(post, path = "/v1/group", tag = "ingest", request_body = Value, responses((status = 200, body = Success)))]
pub async fn send_group(State(app): State<App>, request: Request) -> Response {
    events(app, |_, body| Ok(Box::new(open(body, Some(Call::Group))?)), request).await
}

/// Takes two names that are one person.
#[utoipa::path(post, path = "/v1/alias", tag = "ingest", request_body = Value, responses((status = 200, body = Success)))]
pub async fn send_alias(State(app): State<App>, request: Request) -> Response {
    events(app, |_, body| Ok(Box::new(open(body, Some(Call::Alias))?)), request).await
}

/// What Segment's library for browsers asks before it sends: where to, and nothing else to load.
#[utoipa::path(get, path = "/v1/projects/{key}/settings", tag = "ingest", params(("key" = String, Path, description = "The source's key")), responses((status = 200, body = Value)))]
pub async fn get_settings(State(app): State<App>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    let door = match app.company().door(&key, Dialect::Segment) {
        Ok(door) => door,
        Err(error) => return Refused::from(error).into_response(),
    };
    if let Some(origin) = origin(&headers)
        && !door.lets(origin)
    {
        let what = format!("The source \"{}\" takes nothing from the web pages of {origin}.", door.source);
        let problem =
            Problem::new("origin-not-allowed", what, "Add the page's origin under Sources, Streams.");
        return Refused::from(problem).into_response();
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("x-forwarded-host").or(text(header::HOST.as_str())).unwrap_or("localhost");
    let protocol = text("x-forwarded-proto").unwrap_or("http");
    let every = json!({ "__default": { "enabled": true, "integrations": {} } });
    Json(json!({
        "integrations": {
            "Segment.io": {
                "apiKey": key,
                "apiHost": format!("{host}/v1"),
                "protocol": protocol,
                "unbundledIntegrations": [],
                "addBundledMetadata": false,
                "maybeBundledConfigIds": {},
                "versionSettings": { "version": "4.4.7", "componentTypes": ["browser"] },
            },
        },
        "plan": { "track": every, "identify": every, "group": every },
        "edgeFunction": {},
        "analyticsNextEnabled": true,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": { "sampleRate": 0 },
        "legacyVideoPluginsEnabled": false,
        "remotePlugins": [],
    }))
    .into_response()
}
