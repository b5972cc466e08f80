//! Imports: files that became facts, and taking them back.

use super::jobs::Job;
use super::{Page, Paging};
use crate::company::{Company, CompanyError, FileOutcome, ImportRequest};
use crate::cursor;
use crate::http::guard::Caller;
use crate::http::stream;
use crate::jobs::Lane;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_desk::ImportState;
use vihje_model::import::{Mapping, Outcome, Plan, RecordKind, Rejected};
use vihje_model::{Moment, Problem};

/// One import.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Import {
    /// The import's id.
    pub id: String,
    /// The file's name.
    pub file: String,
    /// What its rows were read as.
    pub kinds: Vec<RecordKind>,
    /// Where it stands; how far a running one is, its job tells.
    pub state: ImportState,
    /// What became of its rows.
    pub outcome: Option<Outcome>,
    /// Why it failed; nothing of it is visible then.
    pub problem: Option<Problem>,
    /// When it began.
    pub created_at: Moment,
    /// Who asked for it.
    pub by: String,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
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

/// One reading of one file and its mapping.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct FileMapping {
    /// The file's name, as looked at.
    pub file: String,
    /// Which reading of the file; the first when not given.
    #[serde(default)]
    pub reading: u32,
    /// How it is read.
    pub mapping: Mapping,
}

/// What a preview or an import gave.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportResult {
    /// One for each file.
    pub outcomes: Vec<FileOutcome>,
}

/// Says what an import would do, as a job. Nothing is imported.
#[utoipa::path(post, path = "/imports/preview", tag = "sources", responses((status = 202, body = Job)))]
pub async fn preview_import(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<NewImport>,
) -> Answer<(StatusCode, Json<Job>)> {
    let jobs = app.jobs().clone();
    app.read(move |company| {
        let requests = given.requests(company)?;
        let job =
            jobs.submit(Lane::Facts, "preview", &names(&requests), &caller.email, move |company, work| {
                result(company.preview(&requests, work)?)
            })?;
        Ok((StatusCode::ACCEPTED, Json(job)))
    })
    .await
}

/// Imports files of an upload, as a job. The upload is removed when all of them are imported.
#[utoipa::path(post, path = "/imports", tag = "sources", responses((status = 202, body = Job)))]
pub async fn create_import(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<NewImport>,
) -> Answer<(StatusCode, Json<Job>)> {
    let (jobs, after) = (app.jobs().clone(), app.jobs().clone());
    app.read(move |company| {
        let requests = given.requests(company)?;
        if let (Some(name), Some(first)) = (&given.save_mapping_as, given.files.first()) {
            company.desk().save_mapping(name, &first.mapping, &caller.email, company.now())?;
        }
        let by = caller.email.clone();
        let job =
            jobs.submit(Lane::Facts, "import", &names(&requests), &caller.email, move |company, work| {
                let imported = company.import(&requests, &by, work);
                // Also when a later file failed: the earlier ones are visible.
                after.facts_changed();
                let imported = imported?;
                company.drop_upload(&given.upload_id);
                result(imported)
            })?;
        Ok((StatusCode::ACCEPTED, Json(job)))
    })
    .await
}

impl NewImport {
    /// The plans of the files of the upload.
    fn requests(&self, company: &Company) -> Result<Vec<ImportRequest>, CompanyError> {
        if self.files.is_empty() {
            return Err(CompanyError::refused("no-files", "No file was chosen.", "Choose at least one."));
        }
        let plans = self
            .files
            .iter()
            .map(|file| company.upload_plan(&self.upload_id, &file.file, file.reading, &file.mapping));
        Ok(ImportRequest::group(plans.collect::<Result<Vec<_>, _>>()?))
    }
}

fn names(requests: &[ImportRequest]) -> String {
    requests.iter().map(|request| request.readings[0].file_name.as_str()).collect::<Vec<_>>().join(", ")
}

fn result(outcomes: Vec<FileOutcome>) -> Result<serde_json::Value, CompanyError> {
    serde_json::to_value(ImportResult { outcomes }).map_err(|error| CompanyError::Internal(error.to_string()))
}

/// All imports, newest first.
#[utoipa::path(get, path = "/imports", tag = "sources", params(Paging), responses((status = 200, body = Page<Import>)))]
pub async fn list_imports(
    State(app): State<App>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Import>>> {
    app.read(move |company| {
        let page = company.imports(paging.cursor.as_deref(), cursor::limit(paging.limit))?;
        let items = page.items.into_iter().map(Import::of).collect();
        Ok(Json(Page { items, next_cursor: page.next, total: page.total }))
    })
    .await
}

/// One import.
#[utoipa::path(get, path = "/imports/{id}", tag = "sources", params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn get_import(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Import>> {
    app.read(move |company| Ok(Json(Import::of(company.import_now(&id)?)))).await
}

impl Import {
    fn of(stored: vihje_desk::Import) -> Self {
        let plans: Vec<Plan> = serde_json::from_value(stored.plan).unwrap_or_default();
        Self {
            id: stored.id,
            file: stored.file_name,
            kinds: plans.iter().map(|plan| plan.mapping.kind).collect(),
            state: stored.state,
            outcome: stored.outcome,
            problem: stored.problem,
            created_at: stored.created_at,
            by: stored.created_by,
            finished_at: stored.finished_at,
            undone_at: stored.undone_at,
        }
    }
}

/// The rows that were not imported, with line, column and reason.
#[utoipa::path(get, path = "/imports/{id}/rejected", tag = "sources", params(("id" = String, Path), Paging), responses((status = 200, body = Page<Rejected>)))]
pub async fn list_rejected(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Rejected>>> {
    app.read(move |company| {
        let import = company.desk().import(&id)?;
        let total = import.outcome.map_or(0, |outcome| outcome.rejected);
        let after = match &paging.cursor {
            Some(cursor) => cursor.parse().map_err(|_| CompanyError::invalid_cursor(cursor))?,
            None => 0,
        };
        let limit = cursor::limit(paging.limit);
        let items = company.history().rejected_rows(&id, after, limit)?;
        let next_cursor =
            (items.len() == limit).then(|| items.last().map(|row| row.line.to_string())).flatten();
        Ok(Json(Page { items, next_cursor, total }))
    })
    .await
}

/// The rejected rows as a file to fix and import again: the header as it was, just those rows, the reason in a last column.
#[utoipa::path(get, path = "/imports/{id}/rejected.csv", tag = "sources", params(("id" = String, Path)), responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn download_rejected(State(app): State<App>, Path(id): Path<String>) -> Answer<Response> {
    let turn = app.download_turn()?;
    let (file, mut written) = app
        .read(move |company| {
            let file = tempfile::Builder::new().prefix("rejected-").tempfile_in(company.scratch());
            let file = file.map_err(|error| {
                CompanyError::refused("disk-full", format!("{error}."), "Free some space.")
            })?;
            company.export_rejected(&id, file.path())?;
            // The engine puts a new file in the place of this one: what was opened before it wrote is empty.
            let written = std::fs::File::open(file.path());
            let written = written.map_err(|error| CompanyError::Internal(error.to_string()))?;
            Ok((file, written))
        })
        .await?;
    let heads = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"rejected.csv\""),
    ];
    let body = stream::body(turn, move |pipe| {
        let copied = std::io::copy(&mut written, pipe).map(|_| ());
        drop(file);
        copied
    });
    Ok((heads, body).into_response())
}

/// Takes an import back, as a job.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "sources", params(("id" = String, Path)), responses((status = 202, body = Job)))]
pub async fn undo_import(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<(StatusCode, Json<Job>)> {
    let (jobs, after) = (app.jobs().clone(), app.jobs().clone());
    app.read(move |company| {
        let import = company.desk().import(&id)?;
        let by = caller.email.clone();
        let job = jobs.submit(Lane::Facts, "undo", &import.file_name, &caller.email, move |company, _| {
            company.undo(&id, &by)?;
            after.facts_changed();
            Ok(serde_json::Value::Null)
        })?;
        Ok((StatusCode::ACCEPTED, Json(job)))
    })
    .await
}
