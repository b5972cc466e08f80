//! The outermost layer: every request has an id, which every log line within it carries; every answer says it; every failure leaves
//! as a problem in words; every request is counted and is one log line, that for a file of the web application, for events or for
//! an operator's look only where debugging is asked for.

use crate::problem;
use crate::routes::ingest::Quiet;
use crate::state::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument as _;

/// The header that carries the request's id, in and out.
pub const REQUEST_ID: &str = "x-request-id";

/// What operators' programs look at every few seconds.
const LOOKS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Gives the request an id, runs it, renders its failure, writes its log line.
pub(crate) async fn boundary(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = request_id(&request);
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let asked = matched.is_none().then(|| request.uri().path().to_owned());
    let begun = Instant::now();
    let under_way = app.metrics().begin();
    // At the level of errors, so that no filter takes the id from a line that is told.
    let span = tracing::error_span!("request", request_id = %id);
    let response = next.run(request).instrument(span.clone()).await;
    drop(under_way);
    let mut response = problem::render(response, &id);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let status = response.status().as_u16();
    let took = begun.elapsed();
    app.metrics().answered(&method, matched.as_deref(), status, took);
    let _within = span.entered();
    let path = matched.as_deref().or(asked.as_deref()).unwrap_or_default();
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    // The files of the web application, which every page asks for by the dozen, and events that come in would drown the rest.
    let events = response.extensions().get::<Quiet>().is_some();
    let of_many = matched.as_deref().is_none_or(|route| LOOKS.contains(&route));
    if events || (of_many && status < 400) {
        tracing::debug!(%method, %path, status, took_ms, "answered one of many");
    } else {
        tracing::info!(%method, %path, status, took_ms, "answered a request");
    }
    response
}

/// The caller's own id where it is short and plain, else a new one.
fn request_id(request: &Request) -> String {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    match given {
        Some(id)
            if !id.is_empty()
                && id.len() <= 64
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
        {
            id.to_owned()
        }
        _ => uuid::Uuid::now_v7().to_string(),
    }
}
