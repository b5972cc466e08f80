//! Today: whom to contact, ranked by the value at risk.

use super::tasks::{Task, TaskState};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_model::{Moment, Money};

/// Today's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Today {
    /// The tasks, by rank.
    pub items: Vec<Task>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Tasks that meet the filters.
    pub total: u64,
    /// Counts over the whole list.
    pub counts: TaskCounts,
    /// The list is true for this moment.
    pub as_of: Moment,
    /// At stake in all open tasks; null before the first analysis.
    pub total_value_at_risk: Option<Money>,
    /// What the list is ordered by: `value_at_risk`, or `days_since_last_order` when the method does not beat that
    /// baseline on this company's own history.
    pub ordered_by: String,
}

/// Counts over a whole list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskCounts {
    /// To be done.
    pub open: u64,
    /// Done today.
    pub done_today: u64,
    /// Put off.
    pub snoozed: u64,
    /// Left out.
    pub skipped: u64,
}

/// Filters of Today.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TodayQuery {
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
    /// Only this sales person's customers.
    pub owner: Option<String>,
    /// Only tasks with this reason: `declining`, `late`, `lapsed`, `lost_line`, `due`, `pattern`.
    pub kind: Option<String>,
    /// Only tasks in this state; open when not given.
    pub state: Option<TaskState>,
    /// Only customers whose name or id contains this.
    pub q: Option<String>,
}

/// Today's list: whom to contact and why, the most at stake first.
#[utoipa::path(get, path = "/today", tag = "tasks", params(TodayQuery), responses((status = 200, body = Today)))]
pub async fn get_today(State(app): State<App>, Query(query): Query<TodayQuery>) -> Answer<Json<Today>> {
    let _ = query;
    Err(app.not_ready())
}
