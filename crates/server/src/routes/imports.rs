//! Imports: files that became facts, and taking them back.

use super::jobs::{Job, JobProgress};
use super::{Page, Paging};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::Moment;
use vihje_model::import::{Mapping, Outcome, RecordKind, Rejected};

/// One import.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Import {
    /// The import's id.
    pub id: String,
    /// The file's name.
    pub file: String,
    /// What its rows are.
    pub kind: RecordKind,
    /// Where it stands.
    pub state: ImportState,
    /// What became of its rows.
    pub outcome: Option<Outcome>,
    /// When it was asked for.
    pub created_at: Moment,
    /// Who asked for it.
    pub by: Option<String>,
    /// How far it is, while it runs.
    pub progress: Option<JobProgress>,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Waits or runs.
    Running,
    /// Visible.
    Done,
    /// Failed; nothing of it is visible.
    Failed,
    /// Stopped half-way; nothing of it is visible.
    Interrupted,
    /// Taken back.
    Undone,
}

/// Files of an upload and how they are to be read.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewImport {
    /// From the upload.
    pub upload_id: String,
    /// The files, imported in this order.
    pub files: Vec<FileMapping>,
    /// Save the mapping of the first file under this name.
    pub save_mapping_as: Option<String>,
}

/// One file and its mapping.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct FileMapping {
    /// The file's name.
    pub file: String,
    /// How it is read.
    pub mapping: Mapping,
}

/// What a preview or an import gave.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportResult {
    /// One for each file.
    pub outcomes: Vec<FileOutcome>,
}

/// What became of one file's rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FileOutcome {
    /// The file's name.
    pub file: String,
    /// What its rows are.
    pub kind: RecordKind,
    /// Counts.
    pub outcome: Outcome,
    /// The first rejected rows, at most 20.
    pub rejected: Vec<Rejected>,
}

/// Says what an import would do, as a job. Nothing is imported.
#[utoipa::path(post, path = "/imports/preview", tag = "sources", responses((status = 202, body = Job)))]
pub async fn preview_import(State(app): State<App>, Json(given): Json<NewImport>) -> Answer<(StatusCode, Json<Job>)> {
    let _ = given;
    Err(app.not_ready())
}

/// Imports files of an upload, as a job.
#[utoipa::path(post, path = "/imports", tag = "sources", responses((status = 202, body = Job)))]
pub async fn create_import(State(app): State<App>, Json(given): Json<NewImport>) -> Answer<(StatusCode, Json<Job>)> {
    let _ = given;
    Err(app.not_ready())
}

/// All imports, newest first.
#[utoipa::path(get, path = "/imports", tag = "sources", params(Paging), responses((status = 200, body = Page<Import>)))]
pub async fn list_imports(State(app): State<App>, Query(paging): Query<Paging>) -> Answer<Json<Page<Import>>> {
    let _ = paging;
    Err(app.not_ready())
}

/// One import.
#[utoipa::path(get, path = "/imports/{id}", tag = "sources", params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn get_import(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Import>> {
    let _ = id;
    Err(app.not_ready())
}

/// The rows that were not imported, with line, column and reason.
#[utoipa::path(get, path = "/imports/{id}/rejected", tag = "sources", params(("id" = String, Path), Paging), responses((status = 200, body = Page<Rejected>)))]
pub async fn list_rejected(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Rejected>>> {
    let _ = (id, paging);
    Err(app.not_ready())
}

/// The rejected rows as a CSV file to fix and import again.
#[utoipa::path(get, path = "/imports/{id}/rejected.csv", tag = "sources", params(("id" = String, Path)), responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn download_rejected(State(app): State<App>, Path(id): Path<String>) -> Answer<Response> {
    let _ = id;
    Err(app.not_ready())
}

/// Takes an import back, as a job.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "sources", params(("id" = String, Path)), responses((status = 202, body = Job)))]
pub async fn undo_import(State(app): State<App>, Path(id): Path<String>) -> Answer<(StatusCode, Json<Job>)> {
    let _ = id;
    Err(app.not_ready())
}
