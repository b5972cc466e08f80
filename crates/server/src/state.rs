//! What every handler is given.

use crate::problem::Failure;
use axum::http::StatusCode;
use vihje_model::Problem;

/// The application, cheap to clone.
#[derive(Clone)]
pub struct App {}

impl App {
    /// The answer of a route whose room is not furnished yet.
    pub(crate) fn not_ready(&self) -> Failure {
        Failure::new(StatusCode::SERVICE_UNAVAILABLE, Problem::new("not-ready", "Not ready yet.", ""))
    }
}
