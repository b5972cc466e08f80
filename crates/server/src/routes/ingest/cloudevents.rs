//! CloudEvents over HTTP: the mode is told by the head.

use super::take;
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use vihje_desk::Dialect;
use vihje_intake::dialect::cloudevents;

/// Takes one event (structured or binary mode) or a batch. The key is a bearer token.
#[utoipa::path(post, path = "/events", tag = "ingest", request_body = Value, responses((status = 204)))]
pub async fn send_cloudevents(State(app): State<App>, request: Request) -> Response {
    let find: super::Open = |head, body| {
        let kind = text(&head.headers, header::CONTENT_TYPE.as_str());
        let in_head = head.headers.contains_key("ce-type") || head.headers.contains_key("ce-specversion");
        if kind.is_some_and(|kind| kind.trim_start().starts_with("application/cloudevents")) || !in_head {
            return Ok(Box::new(cloudevents::open(body)?));
        }
        let attributes = head
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().strip_prefix("ce-")?, value.to_str().ok()?)));
        Ok(Box::new(cloudevents::open_binary(attributes, kind, body)))
    };
    take(&app, Dialect::Cloudevents, find, request, StatusCode::NO_CONTENT.into_response()).await
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
