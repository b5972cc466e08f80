//! Tasks: one customer to contact, why, and what came of it.

use crate::company::{
    Company, CompanyError, Contact, CustomerRow, DueItem, Evidence, ItemHistory, OpenPattern, TaskBasis,
    TimelineFilter, TimelineItem,
};
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::reason::Reason;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use vihje_desk::{Action, TaskState};
use vihje_model::columns::ValueBasis;
use vihje_model::{CustomerKey, Moment, Money};

/// Timeline items shown beside a task.
const LATEST: usize = 10;

/// One customer to contact, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Task {
    /// The task's id.
    pub id: String,
    /// The worklist it belongs to: `today` or a worklist's id.
    pub worklist: String,
    /// Whom to contact.
    pub customer: TaskCustomer,
    /// The strongest reason.
    pub reason: Reason,
    /// Further reasons why they are in decline, strongest first. What they are due for stands in `suggestions`.
    pub secondary: Vec<Reason>,
    /// The numbers behind the reason.
    pub evidence: Evidence,
    /// What is at stake; null where it cannot be valued.
    pub value_at_risk: Option<Money>,
    /// Whether the value is margin or sales.
    pub basis: ValueBasis,
    /// Place on the list, from 1; 0 outside of a list.
    pub rank: u32,
    /// Where it stands.
    pub state: TaskState,
    /// Comes back on this moment, when snoozed.
    pub snoozed_until: Option<Moment>,
    /// What came of it.
    pub outcome: Option<String>,
    /// What the sales person wrote.
    pub note: Option<String>,
    /// Latest action on it.
    pub acted_at: Option<Moment>,
}

/// Whom to contact, and how.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaskCustomer {
    /// The customer's key.
    pub key: CustomerKey,
    /// Id in the source.
    pub id: String,
    /// Name to show; the id where there is none.
    pub name: String,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// A task with everything needed to act on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskDetail {
    /// The task.
    pub task: Task,
    /// Its numbers are true for this moment.
    pub as_of: Moment,
    /// The customer in short.
    pub summary: CustomerRow,
    /// The latest touch-points and orders, newest first.
    pub latest: Vec<TimelineItem>,
    /// How the customer has bought what the task is about, of who is due for it.
    pub item: Option<ItemHistory>,
    /// What to offer: B of the pattern the list was made from, while it is open; what is due now, the most valuable first; what is
    /// due soon; what patterns name. Each item once.
    pub suggestions: Vec<Suggestion>,
}

/// What to offer, best first.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Suggestion {
    /// Something they buy regularly and that is due.
    Due(DueItem),
    /// Something that buyers of what they bought go on to buy.
    Pattern(OpenPattern),
}

impl Suggestion {
    /// What the list was made for, then what is due, then what patterns name; each item once, by the first that names it.
    fn each_once(own: Option<OpenPattern>, due: Vec<DueItem>, patterns: Vec<OpenPattern>) -> Vec<Self> {
        let mut named = HashSet::new();
        let own = own.into_iter().map(|open| (open.b.clone(), Self::Pattern(open)));
        let due = due.into_iter().map(|due| (due.item.clone(), Self::Due(due)));
        let patterns = patterns.into_iter().map(|open| (open.b.clone(), Self::Pattern(open)));
        own.chain(due)
            .chain(patterns)
            .filter_map(|(item, offer)| named.insert(item).then_some(offer))
            .collect()
    }
}

/// What came of a task.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct Completion {
    /// `reached`, `no_answer`, `sold`, `not_interested`, `other`.
    pub outcome: Option<String>,
    /// How: `call`, `email`, `visit`, `survey`, `other`; `call` when not given.
    pub contact: Option<String>,
    /// One line on it.
    pub note: Option<String>,
}

/// Until when.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Snooze {
    /// The task comes back at this moment.
    pub until: Moment,
}

/// Why not.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct Skip {
    /// A code such as `not_now`, `wrong_reason`, `no_such_customer`; `other` when not given.
    pub reason: Option<String>,
    /// One line on it.
    pub note: Option<String>,
}

impl Task {
    /// The desk's task as the screens see it, at this place of the list.
    pub(crate) fn of(task: vihje_desk::Task, rank: u32, today: Option<i64>) -> Result<Self, CompanyError> {
        let unreadable =
            |error: serde_json::Error| CompanyError::Internal(format!("a task cannot be read: {error}"));
        let reason = serde_json::json!({ "code": task.reason, "params": task.parameters });
        let basis: TaskBasis = serde_json::from_value(task.evidence).map_err(unreadable)?;
        let worklist =
            if today == Some(task.worklist) { "today".to_owned() } else { task.worklist.to_string() };
        Ok(Self {
            id: task.id.to_string(),
            worklist,
            customer: TaskCustomer {
                key: task.customer,
                name: task.name.unwrap_or_else(|| task.customer_id.clone()),
                id: task.customer_id,
                owner: task.owner,
                email: basis.email,
                phone: basis.phone,
            },
            reason: serde_json::from_value(reason).map_err(unreadable)?,
            secondary: basis.secondary,
            evidence: basis.evidence,
            value_at_risk: (task.value_minor != 0)
                .then(|| Money::from_minor(task.value_minor, task.currency)),
            basis: basis.basis.unwrap_or(ValueBasis::Sales),
            rank,
            state: task.state,
            snoozed_until: task.snoozed_until,
            outcome: task.outcome.or(task.skip_reason),
            note: task.note,
            acted_at: task.acted_at,
        })
    }
}

/// One task with everything needed to act on it.
#[utoipa::path(get, path = "/tasks/{id}", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = TaskDetail)))]
pub async fn get_task(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<TaskDetail>> {
    app.read(move |company| {
        let stored = company.desk().task(number(&id)?)?;
        let known = company.known(stored.customer)?;
        let own = company.pattern_of_list(stored.worklist, stored.customer)?;
        let task = Task::of(stored, 0, company.desk().today_worklist()?)?;
        let item = match &task.reason {
            Reason::Due { product, .. } => company.item_history(task.customer.key, product)?,
            _ => None,
        };
        let latest = company.timeline(task.customer.key, &TimelineFilter::default(), None, LATEST)?.items;
        let suggestions = Suggestion::each_once(own, known.due, known.patterns);
        Ok(Json(TaskDetail { task, as_of: known.as_of, summary: known.row, latest, item, suggestions }))
    })
    .await
}

/// Marks a task done; the contact becomes a touch-point on the customer's timeline.
#[utoipa::path(post, path = "/tasks/{id}/done", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn complete_task(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(given): Json<Completion>,
) -> Answer<Json<Task>> {
    let contact = Contact { outcome: given.outcome, contact: given.contact, note: given.note };
    act(&app, id, move |company, id| company.complete_task(id, &contact, &caller.email)).await
}

/// Puts a task off.
#[utoipa::path(post, path = "/tasks/{id}/snooze", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn snooze_task(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(snooze): Json<Snooze>,
) -> Answer<Json<Task>> {
    let action = Action::Snooze { until: snooze.until };
    act(&app, id, move |company, id| Ok(company.desk().act(id, &action, &caller.email, company.now())?)).await
}

/// Leaves a task out.
#[utoipa::path(post, path = "/tasks/{id}/skip", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn skip_task(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(skip): Json<Skip>,
) -> Answer<Json<Task>> {
    let reason = skip.reason.unwrap_or_else(|| "other".to_owned());
    act(&app, id, move |company, id| company.skip_task(id, &reason, skip.note, &caller.email)).await
}

/// Takes the latest action on a task back.
#[utoipa::path(post, path = "/tasks/{id}/reopen", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn reopen_task(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Task>> {
    act(&app, id, Company::reopen_task).await
}

async fn act(
    app: &App,
    id: String,
    deed: impl FnOnce(&Company, i64) -> Result<vihje_desk::Task, CompanyError> + Send + 'static,
) -> Answer<Json<Task>> {
    let work =
        move |company: &Company| Task::of(deed(company, number(&id)?)?, 0, company.desk().today_worklist()?);
    let task = app.read(work).await?;
    app.events().tell("tasks", &serde_json::json!({ "task": task.id, "worklist": task.worklist }));
    Ok(Json(task))
}

fn number(id: &str) -> Result<i64, CompanyError> {
    id.parse().map_err(|_| CompanyError::not_found("task", id))
}
