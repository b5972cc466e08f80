//! The figures that operators watch.

use crate::metrics;
use crate::problem::Answer;
use crate::state::App;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

/// What Prometheus asks for and reads.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// All figures, in the text format of OpenMetrics 1.0. Answers this machine only, unless the settings have a token.
#[utoipa::path(get, path = "/metrics", tag = "operators",
    responses((status = 200, content_type = "application/openmetrics-text", body = String)))]
pub async fn get_metrics(State(app): State<App>) -> Answer<impl IntoResponse> {
    let asked = app.clone();
    let page = app.read(move |_| metrics::page(&asked)).await?;
    Ok(([(header::CONTENT_TYPE, OPENMETRICS)], page))
}
