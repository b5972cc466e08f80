//! Who is whom: the rules by which names join, the merges made, and their undoing.

use crate::company::MayBeOne;
use crate::cursor;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_history::MergeRow;
use vihje_model::Moment;
use vihje_model::identity::IdentityRules;

/// Two names that were made one customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergeShown {
    /// The name that was taken in, such as `anonymous:5f1c`.
    pub from: String,
    /// The customer who has both.
    pub into: String,
    /// Why: `anonymous`, `email`, `phone`, `external`, `alias` or `person`.
    pub joined_by: String,
    /// What they share, or who said so.
    pub evidence: String,
    /// When.
    pub merged_at: Moment,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
    /// By whom.
    pub undone_by: Option<String>,
}

/// A page of merges.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Merges {
    /// Newest first.
    pub items: Vec<MergeShown>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// Where a page of merges begins.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MergesQuery {
    /// From `next_cursor`.
    pub cursor: Option<u64>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// Two names.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct TwoNames {
    /// The name that is, or was, taken in.
    pub from: String,
    /// The customer who has both.
    pub into: String,
}

impl From<MergeRow> for MergeShown {
    fn from(row: MergeRow) -> Self {
        Self {
            from: row.from,
            into: row.into,
            joined_by: row.joined_by,
            evidence: row.evidence,
            merged_at: row.merged_at,
            undone_at: row.undone_at,
            undone_by: row.undone_by,
        }
    }
}

/// The rules by which names join.
#[utoipa::path(get, path = "/identity/rules", tag = "identity", responses((status = 200, body = IdentityRules)))]
pub async fn get_identity_rules(State(app): State<App>) -> Answer<Json<IdentityRules>> {
    app.read(|company| Ok(Json(company.identity_rules()?))).await
}

/// Changes the rules. Merges that they ask for are made and those that they forbid are taken back, for the past too.
#[utoipa::path(put, path = "/identity/rules", tag = "identity", request_body = IdentityRules, responses((status = 200, body = IdentityRules)))]
pub async fn set_identity_rules(
    State(app): State<App>,
    caller: Caller,
    Json(rules): Json<IdentityRules>,
) -> Answer<Json<IdentityRules>> {
    let set = rules.clone();
    app.read(move |company| company.set_identity_rules(&set, &caller.email)).await?;
    app.live().rules_changed();
    Ok(Json(rules))
}

/// The newest merges, those taken back among them.
#[utoipa::path(get, path = "/identity/merges", tag = "identity", params(MergesQuery), responses((status = 200, body = Merges)))]
pub async fn list_merges(State(app): State<App>, Query(query): Query<MergesQuery>) -> Answer<Json<Merges>> {
    app.read(move |company| {
        let limit = cursor::limit(query.limit);
        let mut rows = company.merges(query.cursor, limit + 1)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(|row| row.offset.to_string());
        Ok(Json(Merges { items: rows.into_iter().map(MergeShown::from).collect(), next_cursor }))
    })
    .await
}

/// Customers who may be one: they share a name, and the rules do not join them. For a person to judge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Suggestions {
    /// At most 200; those met first first.
    pub items: Vec<MayBeOne>,
}

/// Customers who may be one, as of some seconds ago.
#[utoipa::path(get, path = "/identity/suggestions", tag = "identity", responses((status = 200, body = Suggestions)))]
pub async fn list_suggestions(State(app): State<App>) -> Answer<Json<Suggestions>> {
    let suggestions = app.live().suggestions();
    app.read(move |company| Ok(Json(Suggestions { items: company.may_be_one(&suggestions)? }))).await
}

/// Makes one customer of two names, because a person says so.
#[utoipa::path(post, path = "/identity/merges", tag = "identity", request_body = TwoNames, responses((status = 204)))]
pub async fn create_merge(
    State(app): State<App>,
    caller: Caller,
    Json(names): Json<TwoNames>,
) -> Answer<StatusCode> {
    app.read(move |company| company.merge(&names.from, &names.into, &caller.email)).await?;
    app.jobs().facts_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a merge back: each name is a customer of its own again, and the two are never joined by themselves any more.
#[utoipa::path(post, path = "/identity/merges/undo", tag = "identity", request_body = TwoNames, responses((status = 204)))]
pub async fn undo_merge(
    State(app): State<App>,
    caller: Caller,
    Json(names): Json<TwoNames>,
) -> Answer<StatusCode> {
    app.read(move |company| company.undo_merge(&names.from, &names.into, &caller.email)).await?;
    app.jobs().facts_changed();
    Ok(StatusCode::NO_CONTENT)
}
