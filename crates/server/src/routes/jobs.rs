//! Background jobs: what waits, runs and ran.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::{Moment, Problem};

/// One piece of background work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// The job's id.
    pub id: String,
    /// What it does: `import`, `preview`, `undo`, `refresh`, `patterns`, `decline`, `value`, `replenishment`, `export`.
    pub kind: String,
    /// What it works on, such as a file's name.
    pub subject: String,
    /// Where it stands.
    pub state: JobState,
    /// How far it is.
    pub progress: JobProgress,
    /// When it was asked for.
    pub created_at: Moment,
    /// When it began.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// What it gave: `outcomes` and `rejected` (first rows) of an import or preview, `imports` ids.
    #[schema(value_type = Option<super::imports::ImportResult>)]
    pub result: Option<serde_json::Value>,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits its turn.
    Waiting,
    /// Runs.
    Running,
    /// Did what it was asked.
    Done,
    /// Could not.
    Failed,
    /// Was told to stop.
    Cancelled,
    /// The server stopped while it ran; nothing of it is visible.
    Interrupted,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JobProgress {
    /// The step, a stable code such as `reading`, `checking`, `decline`, `patterns`.
    pub step: String,
    /// Steps done, of `total`; in rows or parts of work.
    pub done: u64,
    /// All there is; null when it is not known.
    pub total: Option<u64>,
    /// Done a second.
    pub rate: Option<f64>,
    /// Seconds left, as far as known.
    pub seconds_left: Option<f64>,
}

/// Jobs that wait or run, then the latest 50 that ended.
#[utoipa::path(get, path = "/jobs", tag = "jobs", responses((status = 200, body = Vec<Job>)))]
pub async fn list_jobs(State(app): State<App>) -> Answer<Json<Vec<Job>>> {
    Err(app.not_ready())
}

/// One job.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(("id" = String, Path)), responses((status = 200, body = Job)))]
pub async fn get_job(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Job>> {
    let _ = id;
    Err(app.not_ready())
}

/// Tells a job to stop; nothing of it stays.
#[utoipa::path(delete, path = "/jobs/{id}", tag = "jobs", params(("id" = String, Path)), responses((status = 202, body = Job)))]
pub async fn cancel_job(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Job>> {
    let _ = id;
    Err(app.not_ready())
}
