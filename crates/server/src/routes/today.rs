//! Today: whom to contact, in the order that the decline analysis found best; a day's work of it, or all that is due.

use super::tasks::Task;
use crate::company::{Company, CompanyError};
use crate::cursor;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::{TaskQuery, TaskState};
use vihje_model::{Moment, Money};

/// Today's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Today {
    /// The tasks, by rank.
    pub items: Vec<Task>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Tasks of this view: of a day's work those left of it, else all that meet the filters.
    pub total: u64,
    /// All that is due: open tasks that meet the filters.
    pub due: u64,
    /// How far the caller's day is; null of other lists than Today.
    pub day: Option<Day>,
    /// Counts over the whole list.
    pub counts: TaskCounts,
    /// The list is true for this moment.
    pub as_of: Moment,
    /// At stake in the open tasks of this view; null before the first analysis.
    pub total_value_at_risk: Option<Money>,
    /// What Today is ordered by: `value_at_risk`, or `vihje` (chance and value together), `days_since_last_order` or
    /// `rfm` where that finds declining customers clearly better on this company's own history.
    pub ordered_by: String,
}

/// How far the caller's day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Day {
    /// Tasks they do a day.
    pub length: u32,
    /// Done, snoozed and skipped by them since the day began.
    pub done: u64,
    /// Left of the day; fewer than the length leaves when no more are due.
    pub left: u64,
}

/// How many tasks the caller does a day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub struct DayLength {
    /// 1 to 500; 25 for who chose none.
    pub length: u32,
}

/// Which part of Today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// What is left of the caller's day: the first by rank.
    #[default]
    Day,
    /// All that is due.
    All,
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
    /// Left out today.
    pub skipped_today: u64,
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
    /// `day`: what is left of the caller's day, when not given; `all`: all that is due. Of open tasks only.
    #[param(inline)]
    pub scope: Option<Scope>,
}

impl TodayQuery {
    /// Only the first so many, when a day's work is asked for.
    pub(crate) fn first(&self, left: u64) -> Option<u64> {
        let open = self.state.is_none_or(|state| state == TaskState::Open);
        (open && self.scope.unwrap_or_default() == Scope::Day).then_some(left)
    }

    pub(crate) fn for_desk(&self) -> TaskQuery {
        TaskQuery {
            state: self.state,
            owner: self.owner.clone(),
            reason: self.kind.clone(),
            min_value_minor: None,
        }
    }
}

/// A day's work, or all that is due: whom to contact and why, by rank.
#[utoipa::path(get, path = "/today", tag = "tasks", params(TodayQuery), responses((status = 200, body = Today)))]
pub async fn get_today(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<TodayQuery>,
) -> Answer<Json<Today>> {
    app.read(move |company| {
        let filter = query.for_desk();
        let day = company.day(caller.id, &caller.email, &filter)?;
        let worklist = company.desk().today_worklist()?;
        let first = query.first(day.left);
        let page = Page { cursor: query.cursor.as_deref(), limit: query.limit, first };
        let mut today = Today::page(company, worklist, &filter, page)?;
        today.day = Some(Day { length: day.length, done: day.done, left: day.left });
        Ok(Json(today))
    })
    .await
}

/// Sets how many tasks the caller does a day.
#[utoipa::path(put, path = "/today/length", tag = "tasks", request_body = DayLength, responses((status = 200, body = DayLength)))]
pub async fn set_day_length(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<DayLength>,
) -> Answer<Json<DayLength>> {
    app.read(move |company| {
        company.set_day_length(caller.id, given.length, &caller.email)?;
        Ok(Json(given))
    })
    .await
}

/// Which part of a list is asked for.
pub(crate) struct Page<'a> {
    pub(crate) cursor: Option<&'a str>,
    pub(crate) limit: Option<u32>,
    /// Only the first so many.
    pub(crate) first: Option<u64>,
}

impl Today {
    /// A page of a worklist's tasks; of none, an empty one.
    pub(crate) fn page(
        company: &Company,
        worklist: Option<i64>,
        filter: &TaskQuery,
        page: Page<'_>,
    ) -> Result<Self, CompanyError> {
        let (before, own) = cursor::split(page.cursor)?;
        let (now, today) = (company.now(), company.desk().today_worklist()?);
        let mut view = Self {
            items: Vec::new(),
            next_cursor: None,
            total: 0,
            due: 0,
            day: None,
            counts: TaskCounts::default(),
            as_of: company.findings_as_of()?,
            total_value_at_risk: None,
            // Lists that were made once are ordered by what is to be won.
            ordered_by: if worklist == today { company.ordered_by()? } else { "value_at_risk".to_owned() },
        };
        let Some(id) = worklist else { return Ok(view) };
        let left = page.first.map_or(u64::MAX, |first| first.saturating_sub(before));
        let limit = cursor::limit(page.limit).min(usize::try_from(left).unwrap_or(usize::MAX));
        let tasks = company.desk().tasks(id, filter, own.as_deref(), limit, now)?;
        let next = tasks.next.filter(|_| (tasks.items.len() as u64) < left);
        view.next_cursor = cursor::join(before, tasks.items.len(), next);
        let ranks = (1_u32..).skip(usize::try_from(before).unwrap_or(0));
        let items = tasks.items.into_iter().zip(ranks).map(|(task, rank)| Task::of(task, rank, today));
        view.items = items.collect::<Result<_, _>>()?;
        view.total = page.first.map_or(tasks.total, |first| first.min(tasks.total));
        let open = TaskQuery { state: None, ..filter.clone() };
        let (_, value_minor) = company.desk().first_tasks(id, &open, page.first, now)?;
        view.due = company.desk().first_tasks(id, &open, None, now)?.0;
        view.total_value_at_risk = Some(Money::from_minor(value_minor, company.currency()?));
        let day = company.start_of_day(now)?;
        view.counts = TaskCounts::of(&company.desk().task_counts(id, filter.owner.as_deref(), day, now)?);
        Ok(view)
    }
}

impl TaskCounts {
    pub(crate) fn of(counts: &vihje_desk::TaskCounts) -> Self {
        Self {
            open: counts.left,
            done_today: counts.done_today,
            snoozed: counts.snoozed,
            skipped_today: counts.skipped_today,
        }
    }
}
