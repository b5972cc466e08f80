//! Automations: when X happens to Y, do Z. What they did is in `firings`.

use crate::automate::DryRun;
use crate::company::{Company, CompanyError};
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use vihje_desk::StoredAutomation;
use vihje_model::Moment;
use vihje_model::automation::{Automation, PLACEHOLDERS};

/// An automation with how often it fired.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AutomationRow {
    /// Its number.
    pub id: i64,
    /// What was defined.
    pub definition: Automation,
    /// Whether it rests.
    pub paused: bool,
    /// Since when it is at work; null of one that rests.
    pub resumed_at: Option<Moment>,
    /// Times it fired since the company's day began.
    pub fired_today: u64,
    /// Times it fired within seven days.
    pub fired_week: u64,
    /// Times it was held back within seven days.
    pub held_week: u64,
    /// When it last fired.
    pub last_fired: Option<Moment>,
    /// When it was last changed.
    pub changed_at: Moment,
    /// By whom.
    pub changed_by: String,
}

/// A definition that was looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AutomationChecked {
    /// Customers who meet what it asks of them, now.
    pub customers: u64,
}

/// Words to choose from when an automation is written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AutomationWords {
    /// Words of touch-points that were ever told, the most frequent first.
    pub touches: Vec<String>,
    /// Placeholders of texts.
    pub placeholders: Vec<String>,
    /// Rules of opportunities: number and name.
    pub rules: Vec<RuleName>,
    /// Whether letters can be sent.
    pub mailer: bool,
}

/// A rule of opportunities by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleName {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
}

impl AutomationRow {
    fn of(company: &Company, stored: StoredAutomation) -> Result<Self, CompanyError> {
        let now = company.now();
        let counts = company.desk().fired_counts(stored.id, company.start_of_day(now)?, now)?;
        Ok(Self {
            id: stored.id,
            definition: stored.definition,
            paused: stored.paused,
            resumed_at: stored.resumed_at,
            fired_today: counts.today,
            fired_week: counts.week,
            held_week: counts.held,
            last_fired: counts.last,
            changed_at: stored.changed_at,
            changed_by: stored.changed_by,
        })
    }
}

/// All automations, by name.
#[utoipa::path(get, path = "/automations", tag = "automations", responses((status = 200, body = Vec<AutomationRow>)))]
pub async fn list_automations(State(app): State<App>) -> Answer<Json<Vec<AutomationRow>>> {
    app.read(|company| {
        let stored = company.desk().automations()?.into_iter();
        stored.map(|stored| AutomationRow::of(company, stored)).collect::<Result<_, _>>().map(Json)
    })
    .await
}

/// One automation.
#[utoipa::path(get, path = "/automations/{id}", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = AutomationRow)))]
pub async fn get_automation(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<AutomationRow>> {
    app.read(move |company| {
        AutomationRow::of(company, company.desk().automation(number("automation", &id)?)?).map(Json)
    })
    .await
}

/// Makes an automation. It rests until it is resumed.
#[utoipa::path(post, path = "/automations", tag = "automations", request_body = Automation, responses((status = 201, body = AutomationRow)))]
pub async fn create_automation(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<Automation>,
) -> Answer<(StatusCode, Json<AutomationRow>)> {
    let made = changed(&app, move |company| company.save_automation(None, &new, &caller.email)).await?;
    Ok((StatusCode::CREATED, made))
}

/// Changes an automation.
#[utoipa::path(put, path = "/automations/{id}", tag = "automations", params(("id" = String, Path)), request_body = Automation, responses((status = 200, body = AutomationRow)))]
pub async fn update_automation(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(new): Json<Automation>,
) -> Answer<Json<AutomationRow>> {
    changed(&app, move |company| {
        company.save_automation(Some(number("automation", &id)?), &new, &caller.email)
    })
    .await
}

/// Takes an automation away. Its log stays.
#[utoipa::path(delete, path = "/automations/{id}", tag = "automations", params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete_automation(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let automations = app.automations().clone();
    app.read(move |company| {
        company.desk().remove_automation(number("automation", &id)?, &caller.email, company.now())?;
        automations.refresh()
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets an automation rest. What happens meanwhile is not caught up on.
#[utoipa::path(post, path = "/automations/{id}/pause", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = AutomationRow)))]
pub async fn pause_automation(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<AutomationRow>> {
    put_to_rest(&app, caller, id, true).await
}

/// Sets an automation to work.
#[utoipa::path(post, path = "/automations/{id}/resume", tag = "automations", params(("id" = String, Path)), responses((status = 200, body = AutomationRow)))]
pub async fn resume_automation(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<AutomationRow>> {
    put_to_rest(&app, caller, id, false).await
}

async fn put_to_rest(app: &App, caller: Caller, id: String, paused: bool) -> Answer<Json<AutomationRow>> {
    changed(app, move |company| {
        let id = number("automation", &id)?;
        Ok(company.desk().pause_automation(id, paused, &caller.email, company.now())?)
    })
    .await
}

async fn changed(
    app: &App,
    change: impl FnOnce(&Company) -> Result<StoredAutomation, CompanyError> + Send + 'static,
) -> Answer<Json<AutomationRow>> {
    let automations = app.automations().clone();
    app.read(move |company| {
        let stored = change(company)?;
        automations.refresh()?;
        AutomationRow::of(company, stored).map(Json)
    })
    .await
}

/// Looks at a definition without keeping it: says what is wrong, or how many customers meet it.
#[utoipa::path(post, path = "/automations/check", tag = "automations", request_body = Automation, responses((status = 200, body = AutomationChecked)))]
pub async fn check_automation(
    State(app): State<App>,
    Json(new): Json<Automation>,
) -> Answer<Json<AutomationChecked>> {
    app.read(move |company| {
        new.check()?;
        Ok(Json(AutomationChecked { customers: company.check_condition(&new)? }))
    })
    .await
}

/// What a definition would have done over the last thirty days. Nothing is written.
#[utoipa::path(post, path = "/automations/dry-run", tag = "automations", request_body = Automation, responses((status = 200, body = DryRun)))]
pub async fn try_automation(State(app): State<App>, Json(new): Json<Automation>) -> Answer<Json<DryRun>> {
    app.read(move |company| company.try_automation(&new).map(Json)).await
}

/// Words to choose from when an automation is written.
#[utoipa::path(get, path = "/automations/words", tag = "automations", responses((status = 200, body = AutomationWords)))]
pub async fn list_automation_words(State(app): State<App>) -> Answer<Json<AutomationWords>> {
    app.read(|company| {
        let rules = company.desk().rules()?.into_iter();
        Ok(Json(AutomationWords {
            touches: company.touch_words()?,
            placeholders: PLACEHOLDERS.iter().map(|name| (*name).to_owned()).collect(),
            rules: rules.map(|rule| RuleName { id: rule.id, name: rule.name }).collect(),
            mailer: company.desk().mailer()?.is_some(),
        }))
    })
    .await
}

/// The number in an address.
pub(crate) fn number(what: &str, id: &str) -> Result<i64, CompanyError> {
    id.parse().map_err(|_| CompanyError::not_found(what, id))
}
