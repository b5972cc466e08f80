//! Live events to the browser.

use crate::http::events::Event;
use crate::problem::Answer;
use crate::state::App;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event as Frame, KeepAlive, Sse};
use futures_util::stream::{self, Stream, StreamExt as _};
use std::convert::Infallible;
use tokio::sync::broadcast::error::RecvError;

/// Server-sent events: `job` (a job), `findings` (an analysis is new), `tasks` (a list changed), `imports` (facts changed),
/// `opportunity` (the feed changed), `automations`, `deliveries` and `replay` (the demonstration's clock).
/// Resumes after the id in `Last-Event-ID`; where that is too long ago it begins with `missed`: load anew what is shown.
#[utoipa::path(get, path = "/events", tag = "jobs", responses((status = 200, content_type = "text/event-stream", body = String)))]
pub async fn stream_events(
    State(app): State<App>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Frame, Infallible>>>> {
    let after = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let (missed, live) = app.listen(after)?;
    let live = stream::unfold(live, |mut live| async move {
        loop {
            match live.recv().await {
                Ok(event) => return Some((event, live)),
                // A browser that fell behind asks for what it shows anyway when the next event comes.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    });
    let frames = stream::iter(missed).chain(live).map(|event| Ok(frame(&event)));
    Ok(Sse::new(frames).keep_alive(KeepAlive::default()))
}

fn frame(event: &Event) -> Frame {
    Frame::default().id(event.id.to_string()).event(event.name).data(&*event.data)
}
