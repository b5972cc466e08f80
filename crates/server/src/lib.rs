//! The room that composes the others: the company (one data folder), its jobs, the API, signing in, live events, the web
//! application. It must never compute a statistic or name a database.
//!
//! Begin with [`router`], the table of contents, and [`company`], what can be done with a data folder.

pub mod access;
pub mod automate;
mod bell;
pub mod company;
mod cursor;
pub mod http;
pub mod jobs;
pub mod live;
pub mod meter;
mod metrics;
pub mod problem;
pub mod replay;
pub mod router;
pub mod routes;
pub mod sentence;
pub mod state;

pub use state::{App, Settings};
pub use vihje_model::reason;

use std::future::{Future, IntoFuture as _};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// Requests under way may take so long once the server is told to stop; and it says this often what it still waits for.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// Serves the application on a socket until `stop` resolves; then requests under way are finished, and so are commits: what was
/// acknowledged is on disk. Findings that are stale are computed again from the start.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    app.jobs().facts_changed();
    let minutes = tokio::spawn(metrics::tell_every_minute(app.clone()));
    let (ending, ended) = (app.clone(), app.clone());
    let (asked, stopping) = tokio::sync::oneshot::channel();
    let asked_to_stop = async move {
        stop.await;
        tracing::info!(requests = ending.metrics().under_way(), "stopping: requests under way are finished");
        ending.ask_stop();
        // Whoever listens has ended where this fails.
        let _ = asked.send(());
    };
    let service = router::service(app).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(asked_to_stop).into_future();
    tokio::select! {
        served = server => served?,
        () = too_long(stopping) => {
            let requests = ended.metrics().under_way();
            tracing::warn!(requests, "requests that did not end in time are cut off; nothing of them was acknowledged");
        }
    }
    minutes.abort();
    end(ended).await
}

/// Resolves when requests have had their time to end.
async fn too_long(stopping: tokio::sync::oneshot::Receiver<()>) {
    match stopping.await {
        Ok(()) => drop(tokio::time::timeout(STOP_WITHIN, std::future::pending::<()>()).await),
        Err(_) => std::future::pending().await,
    }
}

/// Ends the background work, and says what is waited for where that takes long.
async fn end(app: App) -> std::io::Result<()> {
    let ending = app.clone();
    let mut ended = tokio::task::spawn_blocking(move || ending.stop());
    loop {
        match tokio::time::timeout(STOP_WITHIN, &mut ended).await {
            Ok(ended) => break ended.map_err(std::io::Error::other)?,
            Err(_) => {
                let jobs: Vec<String> = app.jobs().running().into_iter().map(|job| job.kind).collect();
                tracing::warn!(waits_for = app.waits_for(), jobs = jobs.join(", "), "still stopping");
            }
        }
    }
    tracing::info!("stopped: what was acknowledged is on disk");
    Ok(())
}
