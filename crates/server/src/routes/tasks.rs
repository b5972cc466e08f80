//! Tasks: one customer to contact, why, and what came of it.

use super::patterns::OpenPattern;
use super::timeline::TimelineItem;
use crate::problem::Answer;
use crate::reason::Reason;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::columns::ValueBasis;
use vihje_model::{CustomerKey, Moment, Money};

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
    /// Further reasons, strongest first.
    pub secondary: Vec<Reason>,
    /// The numbers behind the reason.
    pub evidence: Evidence,
    /// What is at stake; null where it cannot be valued.
    pub value_at_risk: Option<Money>,
    /// Whether the value is margin or sales.
    pub basis: ValueBasis,
    /// Place on the list, from 1.
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

/// The numbers behind a reason; null where the analysis does not give one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Evidence {
    /// Orders in all.
    pub orders: Option<u32>,
    /// First order.
    pub first_order: Option<Moment>,
    /// Latest order.
    pub last_order: Option<Moment>,
    /// Days since the latest order.
    pub days_since: Option<f64>,
    /// The customer's own median gap, in days.
    pub usual_gap_days: Option<f64>,
    /// Orders expected in the window.
    pub orders_expected: Option<f64>,
    /// Orders seen in the window.
    pub orders_observed: Option<u32>,
    /// The window, in days.
    pub window_days: Option<f64>,
    /// Probability of this little by chance.
    pub p_value: Option<f64>,
    /// Among reasons as strong as this one, the share expected to be false alarms.
    pub q_value: Option<f64>,
    /// Probability that the customer still buys.
    pub alive: Option<f64>,
    /// What one order of theirs is worth, shrunk to the company's mean.
    pub value_per_order: Option<Money>,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// To be done.
    Open,
    /// Done.
    Done,
    /// Comes back later.
    Snoozed,
    /// Left out, with a reason.
    Skipped,
}

/// A task with everything needed to act on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskDetail {
    /// The task.
    pub task: Task,
    /// Its numbers are true for this moment.
    pub as_of: Moment,
    /// The customer in short.
    pub summary: super::customers::CustomerRow,
    /// The latest touch-points and orders, newest first.
    pub latest: Vec<TimelineItem>,
    /// What to offer.
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

/// An item that is due for a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DueItem {
    /// The product or category.
    pub item: String,
    /// When it was last bought.
    pub last_bought: Moment,
    /// The usual interval, in days.
    pub usual_gap_days: f64,
    /// When the next purchase is expected.
    pub due_at: Moment,
    /// Probability of buying it within the next usual interval.
    pub probability: f64,
    /// What a purchase of it is worth.
    pub value: Option<Money>,
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
    /// One line.
    pub reason: Option<String>,
}

/// One task with everything needed to act on it.
#[utoipa::path(get, path = "/tasks/{id}", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = TaskDetail)))]
pub async fn get_task(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<TaskDetail>> {
    let _ = id;
    Err(app.not_ready())
}

/// Marks a task done; the contact becomes a touch-point on the customer's timeline.
#[utoipa::path(post, path = "/tasks/{id}/done", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn complete_task(
    State(app): State<App>,
    Path(id): Path<String>,
    Json(completion): Json<Completion>,
) -> Answer<Json<Task>> {
    let _ = (id, completion);
    Err(app.not_ready())
}

/// Puts a task off.
#[utoipa::path(post, path = "/tasks/{id}/snooze", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn snooze_task(State(app): State<App>, Path(id): Path<String>, Json(snooze): Json<Snooze>) -> Answer<Json<Task>> {
    let _ = (id, snooze);
    Err(app.not_ready())
}

/// Leaves a task out.
#[utoipa::path(post, path = "/tasks/{id}/skip", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn skip_task(State(app): State<App>, Path(id): Path<String>, Json(skip): Json<Skip>) -> Answer<Json<Task>> {
    let _ = (id, skip);
    Err(app.not_ready())
}

/// Takes the latest action on a task back.
#[utoipa::path(post, path = "/tasks/{id}/reopen", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = Task)))]
pub async fn reopen_task(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Task>> {
    let _ = id;
    Err(app.not_ready())
}
