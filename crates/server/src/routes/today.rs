//! Today: whom to contact, in the order that the decline analysis found best.

use super::tasks::Task;
use crate::company::{Company, CompanyError};
use crate::cursor;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::{Page, TaskQuery, TaskState};
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
    /// What Today is ordered by: `value_at_risk`, or `days_since_last_order` or `rfm` where the method does not beat that
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
}

/// Today's list: whom to contact and why, by rank.
#[utoipa::path(get, path = "/today", tag = "tasks", params(TodayQuery), responses((status = 200, body = Today)))]
pub async fn get_today(State(app): State<App>, Query(query): Query<TodayQuery>) -> Answer<Json<Today>> {
    app.read(move |company| {
        let worklist = company.desk().today_worklist()?;
        let filter =
            TaskQuery { state: query.state, owner: query.owner, reason: query.kind, min_value_minor: None };
        Today::page(company, worklist, &filter, query.cursor.as_deref(), query.limit).map(Json)
    })
    .await
}

impl Today {
    /// A page of a worklist's tasks; of none, an empty one.
    pub(crate) fn page(
        company: &Company,
        worklist: Option<i64>,
        filter: &TaskQuery,
        cursor: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Self, CompanyError> {
        let (before, own) = cursor::split(cursor)?;
        let (now, today) = (company.now(), company.desk().today_worklist()?);
        let (page, counts) = match worklist {
            Some(id) => {
                let day = company.start_of_day(now)?;
                let counts = company.desk().task_counts(id, filter.owner.as_deref(), day, now)?;
                (company.desk().tasks(id, filter, own.as_deref(), cursor::limit(limit), now)?, counts)
            }
            None => (Page { items: Vec::new(), next: None, total: 0 }, vihje_desk::TaskCounts::default()),
        };
        let next_cursor = cursor::join(before, page.items.len(), page.next);
        let ranks = (1_u32..).skip(usize::try_from(before).unwrap_or(0));
        let items = page.items.into_iter().zip(ranks).map(|(task, rank)| Task::of(task, rank, today));
        Ok(Self {
            items: items.collect::<Result<_, _>>()?,
            next_cursor,
            total: page.total,
            counts: TaskCounts::of(&counts),
            as_of: company.findings_as_of()?,
            total_value_at_risk: worklist
                .map(|_| {
                    Ok::<_, CompanyError>(Money::from_minor(counts.left_value_minor, company.currency()?))
                })
                .transpose()?,
            // Lists that were made once are ordered by what is to be won.
            ordered_by: if worklist == today { company.ordered_by()? } else { "value_at_risk".to_owned() },
        })
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
