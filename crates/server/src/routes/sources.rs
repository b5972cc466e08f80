//! Sources: what is known of each kind, and how fresh it is.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::Moment;
use vihje_model::import::RecordKind;

/// What is known of one kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// The kind.
    pub kind: RecordKind,
    /// Rows.
    pub rows: u64,
    /// The first fact's moment, where the kind has moments.
    pub first: Option<Moment>,
    /// The latest fact's moment, where the kind has moments.
    pub last: Option<Moment>,
    /// Imports that are visible.
    pub imports: u64,
    /// Rows rejected in them.
    pub rejected: u64,
}

/// What is known of each kind, and how fresh it is.
#[utoipa::path(get, path = "/sources", tag = "sources", responses((status = 200, body = Vec<Source>)))]
pub async fn list_sources(State(app): State<App>) -> Answer<Json<Vec<Source>>> {
    Err(app.not_ready())
}
