//! How complete and how fresh everything is.

use super::jobs::Job;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::{Analysis, Moment};

/// How complete and how fresh everything is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Status {
    /// Computed screens are true for this moment.
    pub as_of: Moment,
    /// How much is known.
    pub counts: Counts,
    /// The latest sale.
    pub facts_through: Option<Moment>,
    /// Jobs that wait or run.
    pub jobs: Vec<Job>,
    /// What has been computed.
    pub findings: Vec<FindingStatus>,
    /// What is missing before the lists are good; empty when nothing is.
    pub missing: Vec<Missing>,
}

/// How much is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Customers who have bought.
    pub customers: u64,
    /// People and companies who have not bought yet.
    pub prospects: u64,
    /// Products.
    pub products: u64,
    /// Sale lines, returns and charges included.
    pub sale_lines: u64,
    /// Touch-points.
    pub touch_points: u64,
    /// Campaigns.
    pub campaigns: u64,
}

/// One computed set of findings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingStatus {
    /// Which analysis.
    pub analysis: Analysis,
    /// Its parameters, canonical JSON.
    pub parameters: String,
    /// True for this moment.
    pub as_of: Moment,
    /// When it was computed.
    pub computed_at: Moment,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// Facts have come or gone since.
    pub stale: bool,
}

/// Something that is missing, such as 212 of 500 sale lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Missing {
    /// `sales`, `customers_with_repeat_orders`, `history_days`, `product_levels` or `costs`.
    pub code: String,
    /// How much there is.
    pub have: u64,
    /// How much is needed.
    pub need: u64,
}

/// How complete and how fresh everything is.
#[utoipa::path(get, path = "/status", tag = "company", responses((status = 200, body = Status)))]
pub async fn get_status(State(app): State<App>) -> Answer<Json<Status>> {
    Err(app.not_ready())
}
