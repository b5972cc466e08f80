//! Live events to the browser.

use crate::problem::Answer;
use crate::state::App;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// Server-sent events: `job` (a job), `findings` (an analysis is new), `tasks` (a list changed), `imports` (facts changed).
/// Resumes after the id in `Last-Event-ID`.
#[utoipa::path(get, path = "/events", tag = "jobs", responses((status = 200, content_type = "text/event-stream", body = String)))]
pub async fn stream_events(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    let _ = headers;
    Err(app.not_ready())
}
