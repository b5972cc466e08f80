//! Worklists: lists handed to sales people.

use super::tasks::TaskState;
use super::today::{TaskCounts, Today};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_model::Moment;

/// A list handed to sales people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Worklist {
    /// The list's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it came from: `pattern`.
    pub source: String,
    /// The pattern behind it, where there is one.
    pub pattern: Option<String>,
    /// When it was made.
    pub created_at: Moment,
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

/// All worklists, newest first. Today is not among them.
#[utoipa::path(get, path = "/worklists", tag = "tasks", responses((status = 200, body = Vec<Worklist>)))]
pub async fn list_worklists(State(app): State<App>) -> Answer<Json<Vec<Worklist>>> {
    Err(app.not_ready())
}

/// One worklist.
#[utoipa::path(get, path = "/worklists/{id}", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Worklist)))]
pub async fn get_worklist(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Worklist>> {
    let _ = id;
    Err(app.not_ready())
}

/// The tasks of a worklist.
#[utoipa::path(get, path = "/worklists/{id}/tasks", tag = "tasks", params(("id" = String, Path), WorklistTasksQuery), responses((status = 200, body = Today)))]
pub async fn list_worklist_tasks(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<WorklistTasksQuery>,
) -> Answer<Json<Today>> {
    let _ = (id, query);
    Err(app.not_ready())
}
