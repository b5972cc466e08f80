//! PostHog's capture API, and what its libraries ask beside it.

use super::take;
use crate::state::App;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use utoipa::ToSchema;
use vihje_desk::Dialect;
use vihje_intake::dialect::{self, Read, Sender, posthog};

/// The events are on disk.
#[derive(Debug, Serialize, ToSchema)]
pub struct Captured {
    /// Always 1.
    pub status: u8,
}

/// Takes a batch of events. The key is `api_key` in the body.
#[utoipa::path(post, path = "/batch/", tag = "ingest", request_body = Value, responses((status = 200, body = Captured)))]
pub async fn send_posthog_batch(State(app): State<App>, request: Request) -> Response {
    events(app, request).await
}

/// Takes one event, or a list.
#[utoipa::path(post, path = "/capture/", tag = "ingest", request_body = Value, responses((status = 200, body = Captured)))]
pub async fn capture(State(app): State<App>, request: Request) -> Response {
    events(app, request).await
}

async fn events(app: App, request: Request) -> Response {
    let well = Json(Captured { status: 1 }).into_response();
    let find: super::Open = |_, body| match posthog::unwrapped(body) {
        Cow::Borrowed(body) => Ok(Box::new(posthog::open(body)?)),
        Cow::Owned(json) => {
            // Read once to refuse what is no JSON; a form is rare.
            posthog::open(&json)?;
            Ok(Box::new(OfForm(json)))
        }
    };
    take(&app, Dialect::Posthog, find, request, well).await
}

/// The JSON of a form.
struct OfForm(Vec<u8>);

impl dialect::Request for OfForm {
    fn key(&self) -> Option<Cow<'_, str>> {
        let request = posthog::open(&self.0).ok()?;
        request.key().map(|key| Cow::Owned(key.into_owned()))
    }

    fn events(&self) -> usize {
        posthog::open(&self.0).map_or(0, |request| request.events())
    }

    fn read(&self, sender: &Sender<'_>) -> Read {
        posthog::open(&self.0).map(|request| request.read(sender)).unwrap_or_default()
    }
}

/// What the libraries ask about features: there are none here.
pub async fn get_flags() -> Json<Value> {
    Json(json!({
        "flags": {},
        "featureFlags": {},
        "featureFlagPayloads": {},
        "errorsWhileComputingFlags": false,
        "supportedCompression": ["gzip", "gzip-js"],
        "sessionRecording": false,
        "surveys": false,
        "toolbarParams": {},
        "isAuthenticated": false,
        "config": { "enable_collect_everything": true },
    }))
}
