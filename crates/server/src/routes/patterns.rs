//! Patterns: bought A, then B within a window, more than their like.

use super::Page;
use super::worklists::Worklist;
use crate::company::{
    AnalysisParameters, CompanyError, PatternCurve, PatternMember, PatternQuestion, PatternRow, PatternSet,
    PatternWindow, WindowCounts, Work,
};
use crate::cursor;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::findings::{PatternQuery, PatternSort};
use vihje_model::{Moment, Money};

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
    /// Of them, those that are above their like (asked for `below`: below it) beyond doubt, after correction for testing many.
    pub clear: u64,
    /// Pairs of the set on this side of their like that are of charges, and therefore not listed, whatever the filters.
    pub left_out: u64,
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
    /// True for those whose buyers of A clearly buy B less often than their like (substitutes), in place of the others; the
    /// strongest first.
    pub below: Option<bool>,
    /// `lift` (the shrunk one, the strongest evidence first), `n_ab`, `confidence`, `open_now`, `value` (of open windows), `q`,
    /// `a` or `b`; `lift` when not given.
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
    /// Of those with an open window, who would be on a worklist made now: with a day and a chance left.
    pub to_call: u64,
    /// Of those with an open window, how many will follow, if they buy as the others did.
    pub expected_followers: f64,
    /// What one who followed brought by buying B within the window.
    pub value_of_follower: Money,
    /// What those who are expected to follow will bring: the product of the two.
    pub open_value: Money,
    /// What has come since. Null where it is not counted: of a channel, of a level with more than 4,096 items, of a question other
    /// than that of the patterns that opportunities go by, or while counting has just begun.
    pub now: Option<PatternNow>,
}

/// A pattern as facts have it that came since it was computed.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct PatternNow {
    /// Customers who bought A for the first time, then B within the window: `windows.bought` as it is now.
    pub bought: u64,
    /// Every fact up to here is counted.
    pub as_of: Moment,
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

/// Patterns for one set of parameters.
#[utoipa::path(get, path = "/patterns", tag = "findings", params(PatternsQuery), responses((status = 200, body = Patterns)))]
pub async fn list_patterns(
    State(app): State<App>,
    Query(query): Query<PatternsQuery>,
) -> Answer<Json<Patterns>> {
    let computing =
        app.jobs().running().iter().any(|job| matches!(job.kind.as_str(), "refresh" | "analysis"));
    app.read(move |company| {
        let set = company.pattern_set(&query.parameters()?)?;
        let Some(set) = set else {
            let state = if computing { PatternSetState::Computing } else { PatternSetState::None };
            return Ok(Json(Patterns {
                set: None,
                state,
                items: Vec::new(),
                next_cursor: None,
                total: 0,
                clear: 0,
                left_out: 0,
            }));
        };
        let state = if company.is_stale(&set)? { PatternSetState::Stale } else { PatternSetState::Current };
        let (filter, limit) = (query.for_desk()?, cursor::limit(query.limit));
        let page = company.shown_patterns(&set, &filter, query.cursor.as_deref(), limit)?;
        let shown = PatternSet::of(&set)?;
        let left_out = company.patterns_left_out(&set, filter.below)?;
        let clear = match filter.below {
            // Only clear ones are kept of that side.
            true => page.total,
            false => {
                let surely = PatternQuery { max_q: Some(shown.fdr), min_lift: Some(1.0), ..filter };
                company.shown_patterns(&set, &surely, None, 1)?.total
            }
        };
        Ok(Json(Patterns {
            clear,
            left_out,
            state,
            items: page.items.iter().map(|row| PatternRow::of(&set, row)).collect(),
            set: Some(shown),
            next_cursor: page.next,
            total: page.total,
        }))
    })
    .await
}

impl PatternsQuery {
    /// The question.
    pub(crate) fn parameters(&self) -> Result<AnalysisParameters, CompanyError> {
        let channel = self.channel.as_deref().filter(|text| !text.trim().is_empty());
        let channel = channel.map(serde_json::from_str).transpose().map_err(|error| {
            let what = format!("The channel cannot be read: {error}.");
            CompanyError::refused(
                "invalid-condition",
                what,
                "Give a condition as JSON; see the API document.",
            )
        })?;
        Ok(AnalysisParameters {
            level: self.level,
            window_days: self.window_days,
            question: self.question,
            channel,
            ..AnalysisParameters::default()
        })
    }

    /// The filters, as the desk takes them.
    pub(crate) fn for_desk(&self) -> Result<PatternQuery, CompanyError> {
        let sort = match self.sort.as_deref() {
            None => None,
            Some("lift") => Some(PatternSort::Rank),
            Some("n_ab") => Some(PatternSort::Support),
            Some("q") => Some(PatternSort::Discovery),
            Some(word) => Some(word.parse().map_err(|_| {
                let what = format!("Patterns cannot be sorted by \"{word}\".");
                CompanyError::refused("invalid-value", what, "See /api/openapi.json for the words.")
            })?),
        };
        Ok(PatternQuery {
            sort,
            a: self.a.clone(),
            b: self.b.clone(),
            search: self.q.clone(),
            min_support: self.min_support.map(u64::from),
            below: self.below.unwrap_or(false),
            ..PatternQuery::default()
        })
    }
}

/// One pattern with its curve.
#[utoipa::path(get, path = "/patterns/{id}", tag = "findings", params(("id" = String, Path)), responses((status = 200, body = PatternDetail)))]
pub async fn get_pattern(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<PatternDetail>> {
    let pairs = app.live().pairs_now();
    app.read(move |company| {
        let (set, row) = company.pattern(&id)?;
        let shown = PatternSet::of(&set)?;
        let bought = pairs.bought(&shown.parameters, &row.a, &row.b);
        let ready = company.ready(&set, &row)?;
        let count = |window| ready.members.iter().filter(|member| member.window == window).count() as u64;
        Ok(Json(PatternDetail {
            pattern: PatternRow::of(&set, &row),
            now: bought.map(|bought| PatternNow { bought, as_of: pairs.as_of }),
            set: shown,
            curve: ready.curve.clone(),
            windows: WindowCounts {
                open: count(PatternWindow::Open),
                bought: count(PatternWindow::Bought),
                closed: count(PatternWindow::Closed),
            },
            to_call: ready.to_call(set.meta.as_of),
            expected_followers: ready.expected_followers(),
            value_of_follower: Money::from_minor(ready.of_one_follower(), set.currency),
            open_value: Money::from_minor(ready.open_value(), set.currency),
        }))
    })
    .await
}

/// Who is in a pattern.
#[utoipa::path(get, path = "/patterns/{id}/members", tag = "findings", params(("id" = String, Path), MembersQuery), responses((status = 200, body = Page<PatternMember>)))]
pub async fn list_pattern_members(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<MembersQuery>,
) -> Answer<Json<Page<PatternMember>>> {
    app.read(move |company| {
        let (window, limit) = (query.window.unwrap_or_default(), cursor::limit(query.limit));
        let page = company.pattern_members(&id, window, query.cursor.as_deref(), limit)?;
        Ok(Json(Page { items: page.items, next_cursor: page.next_cursor, total: page.total }))
    })
    .await
}

/// Makes a worklist of those who bought A, not B, and whose window is open.
#[utoipa::path(post, path = "/patterns/{id}/list", tag = "findings", params(("id" = String, Path)), responses((status = 201, body = Worklist)))]
pub async fn create_pattern_list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(list): Json<NewPatternList>,
) -> Answer<(StatusCode, Json<Worklist>)> {
    let made = app
        .read(move |company| {
            let made = company.make_pattern_list(&id, list.name.as_deref(), &caller.email, &Work::quiet())?;
            Worklist::of(company, made)
        })
        .await?;
    app.events().tell("tasks", &serde_json::json!({ "worklist": made.id }));
    Ok((StatusCode::CREATED, Json(made)))
}
