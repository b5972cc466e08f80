//! The room that composes the others: the company (one data folder), its jobs, the API, signing in, live events, the web
//! application. It must never compute a statistic or name a database.
//!
//! Begin with [`router`], the table of contents, and [`company`], what can be done with a data folder.

pub mod access;
pub mod automate;
pub mod company;
mod cursor;
pub mod http;
pub mod jobs;
pub mod live;
pub mod meter;
pub mod problem;
pub mod replay;
pub mod router;
pub mod routes;
pub mod sentence;
pub mod state;

pub use state::App;
pub use vihje_model::reason;

use std::future::Future;
use tokio::net::TcpListener;

/// Serves the application on a socket until `stop` resolves; then requests under way are finished, and so are commits.
/// Findings that are stale are computed again from the start.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    app.jobs().facts_changed();
    let ended = app.clone();
    let events = std::sync::Arc::clone(app.events());
    let ending = async move {
        stop.await;
        tracing::info!("stopping: requests under way are finished");
        // Streams of live events would otherwise never end.
        events.close();
    };
    let service = router::service(app).into_make_service();
    axum::serve(listener, service).with_graceful_shutdown(ending).await?;
    tokio::task::spawn_blocking(move || ended.stop()).await.map_err(std::io::Error::other)
}
