//! The outermost layer: every request has an id, every answer says it, every failure leaves as a problem in words, and
//! every request is one log line, that for a file of the web application or for events only where debugging is asked for.

use crate::problem;
use crate::routes::ingest::Quiet;
use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument as _;

/// The header that carries the request's id, in and out.
pub const REQUEST_ID: &str = "x-request-id";

/// Gives the request an id, runs it, renders its failure, writes its log line.
pub(crate) async fn boundary(request: Request, next: Next) -> Response {
    let id = request_id(&request);
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let path = matched.clone().unwrap_or_else(|| request.uri().path().to_owned());
    let begun = Instant::now();
    let span = tracing::info_span!("request", %id);
    let response = next.run(request).instrument(span).await;
    let mut response = problem::render(response, &id);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let status = response.status().as_u16();
    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    // The files of the web application, which every page asks for by the dozen, and events that come in would drown the rest.
    let many = response.extensions().get::<Quiet>().is_some();
    if many || (matched.is_none() && status < 400) {
        tracing::debug!(%id, %method, %path, status, took_ms, "answered one of many");
    } else {
        tracing::info!(%id, %method, %path, status, took_ms, "answered a request");
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
