//! The rules that watch for opportunities: shown with how each does, and changed here.

use crate::company::RuleRow;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::opportunity::{Rule, RuleBody};

/// The rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpportunityRules {
    /// In the order made.
    pub items: Vec<RuleRow>,
}

/// A rule as people write it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewRule {
    /// Its name.
    pub name: String,
    /// What it watches for.
    pub body: RuleBody,
    /// Whether it is at work.
    pub enabled: bool,
    /// Whether its opportunities join Today.
    pub hot: bool,
    /// Hours until an opportunity of this rule is too late, 1 to 8,760.
    pub expires_hours: u32,
    /// Days in which the same is not offered to the same customer again, at most 3,650.
    pub quiet_days: u32,
    /// Days after the company's own contact in which a customer is left alone, at most 365.
    pub contact_quiet_days: u32,
    /// The least value, in minor units of the reporting currency.
    pub min_value_minor: i64,
}

impl NewRule {
    fn rule(self, id: i64) -> Rule {
        Rule {
            id,
            name: self.name,
            body: self.body,
            enabled: self.enabled,
            hot: self.hot,
            expires_hours: self.expires_hours,
            quiet_days: self.quiet_days,
            contact_quiet_days: self.contact_quiet_days,
            min_value_minor: self.min_value_minor,
        }
    }
}

/// The rules, and how each did in the last 90 days.
#[utoipa::path(get, path = "/rules", tag = "opportunities", responses((status = 200, body = OpportunityRules)))]
pub async fn list_rules(State(app): State<App>) -> Answer<Json<OpportunityRules>> {
    app.read(|company| Ok(Json(OpportunityRules { items: company.rules()? }))).await
}

/// Adds a rule; it watches from now on.
#[utoipa::path(post, path = "/rules", tag = "opportunities", request_body = NewRule, responses((status = 201, body = Rule)))]
pub async fn create_rule(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<NewRule>,
) -> Answer<(StatusCode, Json<Rule>)> {
    let added = app.read(move |company| company.add_rule(&given.rule(0), &caller.email)).await?;
    app.live().rules_changed();
    Ok((StatusCode::CREATED, Json(added)))
}

/// Changes a rule; what it saw before stays.
#[utoipa::path(put, path = "/rules/{id}", tag = "opportunities", params(("id" = i64, Path)), request_body = NewRule, responses((status = 200, body = Rule)))]
pub async fn update_rule(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<i64>,
    Json(given): Json<NewRule>,
) -> Answer<Json<Rule>> {
    let rule = given.rule(id);
    let changed = app.read(move |company| company.change_rule(rule, &caller.email)).await?;
    app.live().rules_changed();
    Ok(Json(changed))
}

/// Removes a rule; what it saw and nobody acted on is withdrawn.
#[utoipa::path(delete, path = "/rules/{id}", tag = "opportunities", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn delete_rule(State(app): State<App>, caller: Caller, Path(id): Path<i64>) -> Answer<StatusCode> {
    app.read(move |company| company.remove_rule(id, &caller.email)).await?;
    app.live().rules_changed();
    app.events().tell("opportunity", &serde_json::json!({}));
    Ok(StatusCode::NO_CONTENT)
}
