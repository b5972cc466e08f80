//! Background jobs: what waits, runs and ran.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::import::BytesRead;
use vihje_model::{Moment, Problem};

/// One piece of background work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// The job's id.
    pub id: String,
    /// What it does: `import`, `preview`, `undo`, `refresh` (all findings again) or `analysis`.
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
    /// The step, a stable word: `reading`, `checking`, `matching`, `writing`, `loading`, `decline`, `backtest`, `replenishment`,
    /// `patterns`, `storing`, `pages`.
    pub step: String,
    /// Part of the whole that is done, 0 to 1: by files and steps, not by time.
    pub fraction: f64,
    /// Rows of the file at hand, once known.
    pub rows: Option<u64>,
    /// How far the file has been read in this step, where that is measured.
    pub bytes: Option<BytesRead>,
    /// Bytes a second in this step, where they are measured.
    pub rate: Option<f64>,
    /// Seconds until this step has read its file, where that is measured.
    pub seconds_left: Option<f64>,
}

impl Job {
    /// A job of an earlier process, as the desk remembers it.
    pub(crate) fn from_stored(job: vihje_desk::Job) -> Self {
        use vihje_desk::JobState as Stored;
        let state = match (job.state, &job.problem) {
            (Stored::Running, _) => JobState::Running,
            (Stored::Done, _) => JobState::Done,
            (Stored::Failed, Some(problem)) if problem.code == "cancelled" => JobState::Cancelled,
            (Stored::Failed, _) => JobState::Failed,
            (Stored::Interrupted, _) => JobState::Interrupted,
        };
        let subject = job.parameters["subject"].as_str().unwrap_or_default().to_owned();
        Self {
            id: job.id.to_string(),
            kind: job.kind,
            subject,
            state,
            progress: JobProgress { step: job.step, fraction: job.progress, ..JobProgress::default() },
            created_at: job.started_at,
            started_at: Some(job.started_at),
            finished_at: job.finished_at,
            problem: job.problem,
            result: None,
        }
    }
}

/// Jobs that wait or run, then the latest 50 that ended.
#[utoipa::path(get, path = "/jobs", tag = "jobs", responses((status = 200, body = Vec<Job>)))]
pub async fn list_jobs(State(app): State<App>) -> Json<Vec<Job>> {
    Json(app.jobs().list())
}

/// One job.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(("id" = String, Path)), responses((status = 200, body = Job)))]
pub async fn get_job(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Job>> {
    let jobs = app.jobs().clone();
    app.read(move |_| jobs.get(&id).map(Json)).await
}

/// Tells a job to stop; nothing of it stays.
#[utoipa::path(delete, path = "/jobs/{id}", tag = "jobs", params(("id" = String, Path)), responses((status = 202, body = Job)))]
pub async fn cancel_job(State(app): State<App>, Path(id): Path<String>) -> Answer<(StatusCode, Json<Job>)> {
    let jobs = app.jobs().clone();
    app.read(move |_| Ok((StatusCode::ACCEPTED, Json(jobs.cancel(&id)?)))).await
}
