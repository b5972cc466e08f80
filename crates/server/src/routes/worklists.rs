//! Worklists: lists handed to sales people.

use super::today::{Page, TaskCounts, Today};
use crate::company::{Company, CompanyError};
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::{Source, TaskQuery, TaskState};
use vihje_model::Moment;

/// A list handed to sales people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Worklist {
    /// The list's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it came from: `pattern`, `replenishment` or `manual`.
    pub source: String,
    /// The pattern behind it, where there is one.
    pub pattern: Option<String>,
    /// When it was made.
    pub created_at: Moment,
    /// Since when it is closed; null of one that is worked on.
    pub closed_at: Option<Moment>,
    /// Its tasks are true for this moment.
    pub as_of: Moment,
    /// Its tasks by state.
    pub counts: TaskCounts,
}

/// Filters of a worklist's tasks.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorklistTasksQuery {
    /// Only tasks in this state; open when not given.
    pub state: Option<TaskState>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

impl Worklist {
    pub(crate) fn of(company: &Company, list: vihje_desk::Worklist) -> Result<Self, CompanyError> {
        let now = company.now();
        let counts = company.desk().task_counts(list.id, None, company.start_of_day(now)?, now)?;
        let text = |name: &str| list.parameters[name].as_str().map(str::to_owned);
        Ok(Self {
            id: list.id.to_string(),
            source: list.source.word().to_owned(),
            pattern: text("pattern"),
            as_of: text("as_of").and_then(|text| text.parse().ok()).unwrap_or(list.created_at),
            name: list.name,
            created_at: list.created_at,
            closed_at: list.archived_at,
            counts: TaskCounts::of(&counts),
        })
    }
}

/// All worklists that are not closed, newest first. Today is not among them.
#[utoipa::path(get, path = "/worklists", tag = "tasks", responses((status = 200, body = Vec<Worklist>)))]
pub async fn list_worklists(State(app): State<App>) -> Answer<Json<Vec<Worklist>>> {
    app.read(|company| {
        let lists = company.desk().worklists()?.into_iter().filter(|list| list.source != Source::Today);
        lists.map(|list| Worklist::of(company, list)).collect::<Result<_, _>>().map(Json)
    })
    .await
}

/// One worklist.
#[utoipa::path(get, path = "/worklists/{id}", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Worklist)))]
pub async fn get_worklist(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Worklist>> {
    app.read(move |company| Worklist::of(company, company.desk().worklist(number(&id)?)?).map(Json)).await
}

/// Closes a worklist: it is no longer among the lists, what was done with its tasks stays told.
#[utoipa::path(post, path = "/worklists/{id}/close", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Worklist)))]
pub async fn close_worklist(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Worklist>> {
    put_away(&app, caller, id, true).await
}

/// Takes a closed worklist out again.
#[utoipa::path(post, path = "/worklists/{id}/reopen", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Worklist)))]
pub async fn reopen_worklist(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Worklist>> {
    put_away(&app, caller, id, false).await
}

async fn put_away(app: &App, caller: Caller, id: String, away: bool) -> Answer<Json<Worklist>> {
    let list = app
        .read(move |company| {
            let list = company.desk().archive_worklist(number(&id)?, away, &caller.email, company.now())?;
            Worklist::of(company, list)
        })
        .await?;
    app.events().tell("tasks", &serde_json::json!({ "worklist": list.id }));
    Ok(Json(list))
}

/// The tasks of a worklist.
#[utoipa::path(get, path = "/worklists/{id}/tasks", tag = "tasks", params(("id" = String, Path), WorklistTasksQuery), responses((status = 200, body = Today)))]
pub async fn list_worklist_tasks(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<WorklistTasksQuery>,
) -> Answer<Json<Today>> {
    app.read(move |company| {
        let id = company.desk().worklist(number(&id)?)?.id;
        let filter = TaskQuery { state: query.state, ..TaskQuery::default() };
        let page = Page { cursor: query.cursor.as_deref(), limit: query.limit, first: None };
        Today::page(company, Some(id), &filter, page).map(Json)
    })
    .await
}

pub(crate) fn number(id: &str) -> Result<i64, CompanyError> {
    id.parse().map_err(|_| CompanyError::not_found("worklist", id))
}
