//! Patterns: bought A, then B within a window, more than their like.

use super::worklists::Worklist;
use super::{Page, Paging};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_model::{Condition, CustomerKey, Moment, Money};

/// Patterns for one set of parameters.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Patterns {
    /// What was computed, and how good it is; null when nothing has been computed for these parameters.
    pub set: Option<PatternSet>,
    /// Whether these parameters have been computed.
    pub state: PatternSetState,
    /// The rows.
    pub items: Vec<PatternRow>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Patterns that meet the filters.
    pub total: u64,
}

/// Whether a set of patterns has been computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatternSetState {
    /// Computed, and no fact has changed since.
    Current,
    /// Computed; facts have changed since and it will be computed again.
    Stale,
    /// Being computed.
    Computing,
    /// Not computed: start it with `POST /analyses/patterns`.
    None,
}

/// What a set of patterns was computed from, and how good it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatternSet {
    /// The set's id.
    pub id: String,
    /// Its parameters.
    pub parameters: PatternParameters,
    /// True for this moment.
    pub as_of: Moment,
    /// When it was computed.
    pub computed_at: Moment,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// Pairs tested.
    pub tested: u64,
    /// Pairs reported.
    pub reported: u64,
    /// The false-discovery rate that reported pairs are held to.
    pub fdr: f64,
    /// How patterns found on the first part of history did on the later part.
    pub held_out: Option<HeldOut>,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatternParameters {
    /// The product level; 0 is the product itself.
    pub level: u8,
    /// The window, in days.
    pub window_days: u32,
    /// B for the first time, or again.
    pub question: PatternQuestion,
    /// Only customers who meet this condition; null is everybody.
    #[schema(value_type = Option<serde_json::Value>)]
    pub channel: Option<Condition>,
    /// Least number of customers behind a pattern.
    pub min_support: u32,
}

/// Which purchases of B count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatternQuestion {
    /// B for the first time.
    #[default]
    First,
    /// B, bought before or not.
    Again,
}

/// How patterns found on the first part of history did on the later part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HeldOut {
    /// Where history was cut.
    pub cut: Moment,
    /// Patterns found before the cut that could be tried after it.
    pub tried: u64,
    /// Of them, the share whose lift kept its direction.
    pub kept_share: f64,
    /// How much lifts shrink on later data: 1 not at all, 0 entirely.
    pub shrinkage: f64,
}

/// One pattern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatternRow {
    /// The pattern's id.
    pub id: String,
    /// What was bought.
    pub a: String,
    /// What is then bought.
    pub b: String,
    /// Customers who bought A and whose window is complete.
    pub n_a: u64,
    /// Of them, customers who then bought B within the window.
    pub n_ab: u64,
    /// `n_ab / n_a`.
    pub confidence: f64,
    /// Customers who would have bought B had they bought like their like.
    pub expected: f64,
    /// `n_ab / expected`.
    pub lift: f64,
    /// Lower end of the 95 % interval of the lift.
    pub lift_low: f64,
    /// Upper end of the 95 % interval of the lift.
    pub lift_high: f64,
    /// The lift shrunk by what later data showed.
    pub shrunk_lift: f64,
    /// The lift against everybody, for comparison: mostly "active people buy everything".
    pub naive_lift: f64,
    /// Probability of a count this far from expected by chance.
    pub p: f64,
    /// Among pairs as strong as this, the share expected to be false.
    pub q: f64,
    /// Median days from A to B; null when fewer than half buy B within the window.
    pub median_days: Option<f64>,
    /// Lower quartile of the days from A to B.
    pub q1_days: Option<f64>,
    /// Upper quartile of the days from A to B.
    pub q3_days: Option<f64>,
    /// n(A then B) / n(B then A).
    pub sequence_ratio: Option<f64>,
    /// The ratio that the two items' own trends would give.
    pub null_sequence_ratio: Option<f64>,
    /// The lift on later data.
    pub held_out_lift: Option<f64>,
    /// Customers who bought A, not B, and whose window is open.
    pub open_now: u64,
}

/// Filters and order of patterns.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PatternsQuery {
    /// The product level from `/levels`; the default level when not given.
    pub level: Option<u8>,
    /// The window, in days; 182 when not given.
    pub window_days: Option<u32>,
    /// B for the first time, or again.
    pub question: Option<PatternQuestion>,
    /// Only customers who meet this condition, as JSON.
    pub channel: Option<String>,
    /// Only patterns with at least this `n_ab`.
    pub min_support: Option<u32>,
    /// A or B contains this.
    pub q: Option<String>,
    /// A is this.
    pub a: Option<String>,
    /// B is this.
    pub b: Option<String>,
    /// `lift`, `n_ab`, `confidence`, `open_now` or `q`; `lift` (the shrunk one) when not given.
    pub sort: Option<String>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// One pattern's page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatternDetail {
    /// The row of the list.
    pub pattern: PatternRow,
    /// The set it belongs to.
    pub set: PatternSet,
    /// Time from A to B, against their like.
    pub curve: PatternCurve,
    /// Customers by where they are in the window.
    pub windows: WindowCounts,
    /// What the purchases of B of those with an open window are worth, if they buy like the others did.
    pub open_value: Option<Money>,
}

/// The share that has bought B by each day after A; windows not complete are censored (Kaplan-Meier).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatternCurve {
    /// Days after A.
    pub days: Vec<f64>,
    /// Share of the buyers of A.
    pub buyers: Vec<f64>,
    /// Lower end of the 95 % interval.
    pub buyers_low: Vec<f64>,
    /// Upper end of the 95 % interval.
    pub buyers_high: Vec<f64>,
    /// Share of their like.
    pub like: Vec<f64>,
}

/// Customers by where they are in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct WindowCounts {
    /// Bought A, not B, window open.
    pub open: u64,
    /// Bought B within the window.
    pub bought: u64,
    /// Window over without B.
    pub closed: u64,
}

/// Where a customer is in a pattern's window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatternWindow {
    /// Bought A, not B, window open.
    #[default]
    Open,
    /// Bought B within the window.
    Bought,
    /// Window over without B.
    Closed,
}

/// One customer in a pattern.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatternMember {
    /// The customer's key.
    pub key: CustomerKey,
    /// Id in the source.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// First purchase of A.
    pub bought_a_at: Moment,
    /// Purchase of B, where there is one.
    pub bought_b_at: Option<Moment>,
    /// When the window closes.
    pub closes_at: Moment,
    /// Days left; negative when it has closed.
    pub days_left: f64,
    /// The customer's sales so far.
    pub sales: Option<Money>,
}

/// Filters of a pattern's members.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MembersQuery {
    /// Where in the window; open when not given.
    pub window: Option<PatternWindow>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// A name for a new worklist.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct NewPatternList {
    /// Its name; "A, then B" when not given.
    pub name: Option<String>,
}

/// A pattern that is open for a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpenPattern {
    /// The pattern's id.
    pub pattern: String,
    /// What they bought.
    pub a: String,
    /// What buyers of A go on to buy.
    pub b: String,
    /// When they bought A.
    pub bought_a_at: Moment,
    /// Days left in the window.
    pub days_left: f64,
    /// The shrunk lift.
    pub lift: f64,
    /// Share of the buyers of A who then bought B.
    pub confidence: f64,
}

/// Patterns for one set of parameters.
#[utoipa::path(get, path = "/patterns", tag = "findings", params(PatternsQuery), responses((status = 200, body = Patterns)))]
pub async fn list_patterns(State(app): State<App>, Query(query): Query<PatternsQuery>) -> Answer<Json<Patterns>> {
    let _ = query;
    Err(app.not_ready())
}

/// One pattern with its curve.
#[utoipa::path(get, path = "/patterns/{id}", tag = "findings", params(("id" = String, Path)), responses((status = 200, body = PatternDetail)))]
pub async fn get_pattern(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<PatternDetail>> {
    let _ = id;
    Err(app.not_ready())
}

/// Who is in a pattern.
#[utoipa::path(get, path = "/patterns/{id}/members", tag = "findings", params(("id" = String, Path), MembersQuery), responses((status = 200, body = Page<PatternMember>)))]
pub async fn list_pattern_members(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<MembersQuery>,
) -> Answer<Json<Page<PatternMember>>> {
    let _ = (id, query, Paging::default());
    Err(app.not_ready())
}

/// Makes a worklist of those who bought A, not B, and whose window is open.
#[utoipa::path(post, path = "/patterns/{id}/list", tag = "findings", params(("id" = String, Path)), responses((status = 201, body = Worklist)))]
pub async fn create_pattern_list(
    State(app): State<App>,
    Path(id): Path<String>,
    Json(list): Json<NewPatternList>,
) -> Answer<(StatusCode, Json<Worklist>)> {
    let _ = (id, list);
    Err(app.not_ready())
}
