//! Opportunities: the live feed, taking up and dismissing. That a new one came is told by the live events (`opportunity`).

use crate::company::{Company, CompanyError, OpportunityRow};
use crate::cursor;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::{OpportunityQuery, OpportunityState};
use vihje_model::opportunity::RuleBody;
use vihje_model::{CustomerKey, Moment};

/// A page of opportunities.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Opportunities {
    /// Newest first.
    pub items: Vec<OpportunityRow>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// How many meet the filters.
    pub total: u64,
    /// The moment of the feed: the present, or the latest event of a demonstration.
    pub now: Moment,
}

/// Filters of the feed.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OpportunitiesQuery {
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
    /// Only in this state; open when not given, all with `all`.
    pub state: Option<String>,
    /// Only this sales person's customers.
    pub owner: Option<String>,
    /// Only of this rule.
    pub rule: Option<i64>,
    /// Only for this reason, such as `basket_left`.
    pub kind: Option<String>,
    /// Only of this customer.
    pub customer: Option<CustomerKey>,
    /// Only where at least this is to be won, in whole units of the reporting currency.
    pub min_value: Option<u32>,
}

/// Taking an opportunity up.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct Acceptance {
    /// One line on it.
    pub note: Option<String>,
}

/// Dismissing an opportunity.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Dismissal {
    /// `not_relevant`, `already_handled`, `wrong_time`, `do_not_contact`, `other` or another short word.
    pub reason: String,
    /// One line on it.
    pub note: Option<String>,
}

impl OpportunitiesQuery {
    /// The filters, as the desk takes them.
    pub(crate) fn for_desk(&self, company: &Company) -> Result<OpportunityQuery, CompanyError> {
        let state = match self.state.as_deref() {
            None => Some(OpportunityState::Open),
            Some("all") => None,
            Some(word) => Some(cursor::word(word, "state", OpportunityState::ALL)?),
        };
        if let Some(kind) = self.kind.as_deref().filter(|kind| !RuleBody::REASONS.contains(kind)) {
            let what = format!("\"{kind}\" is no reason of an opportunity.");
            let hint = format!("Choose one of {}.", RuleBody::REASONS.join(", "));
            return Err(CompanyError::refused("invalid-value", what, hint));
        }
        let units = 10_i64.pow(company.currency()?.minor_digits());
        Ok(OpportunityQuery {
            state,
            owner: self.owner.clone(),
            rule: self.rule,
            reason: self.kind.clone(),
            customer: self.customer,
            min_value_minor: self.min_value.map(|value| i64::from(value).saturating_mul(units)),
            hot: None,
            since: None,
        })
    }
}

/// Something to act on now, newest first.
#[utoipa::path(get, path = "/opportunities", tag = "opportunities", params(OpportunitiesQuery), responses((status = 200, body = Opportunities)))]
pub async fn list_opportunities(
    State(app): State<App>,
    Query(query): Query<OpportunitiesQuery>,
) -> Answer<Json<Opportunities>> {
    app.read(move |company| {
        let filter = query.for_desk(company)?;
        let page = company.opportunities(&filter, query.cursor.as_deref(), cursor::limit(query.limit))?;
        let now = company.live_now()?;
        Ok(Json(Opportunities { items: page.items, next_cursor: page.next_cursor, total: page.total, now }))
    })
    .await
}

/// Takes an opportunity up: it stands on Today.
#[utoipa::path(post, path = "/opportunities/{id}/accept", tag = "opportunities", params(("id" = i64, Path)), responses((status = 200, body = OpportunityRow)))]
pub async fn accept_opportunity(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(given): Json<Acceptance>,
) -> Answer<Json<OpportunityRow>> {
    change(app, move |company| company.accept_opportunity(id, given.note.as_deref(), &caller.email)).await
}

/// Says that an opportunity is none, and why.
#[utoipa::path(post, path = "/opportunities/{id}/dismiss", tag = "opportunities", params(("id" = i64, Path)), responses((status = 200, body = OpportunityRow)))]
pub async fn dismiss_opportunity(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(given): Json<Dismissal>,
) -> Answer<Json<OpportunityRow>> {
    change(app, move |company| {
        company.dismiss_opportunity(id, &given.reason, given.note.as_deref(), &caller.email)
    })
    .await
}

/// Takes back that an opportunity was taken up or dismissed.
#[utoipa::path(post, path = "/opportunities/{id}/reopen", tag = "opportunities", params(("id" = i64, Path)), responses((status = 200, body = OpportunityRow)))]
pub async fn reopen_opportunity(State(app): State<App>, Path(id): Path<i64>) -> Answer<Json<OpportunityRow>> {
    change(app, move |company| company.reopen_opportunity(id)).await
}

/// Changes one and tells the screens that show it.
async fn change(
    app: App,
    act: impl FnOnce(&crate::company::Company) -> crate::company::Result<OpportunityRow> + Send + 'static,
) -> Answer<Json<OpportunityRow>> {
    let changed = app.read(act).await?;
    app.events().tell("opportunity", &serde_json::json!({ "id": changed.id }));
    app.events().tell("tasks", &serde_json::json!({}));
    Ok(Json(changed))
}
