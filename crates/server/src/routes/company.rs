//! The company's own settings.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::{Currency, Moment};

/// What the screens need to know of the company.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CompanyInfo {
    /// Its name.
    pub name: String,
    /// Days are cut in this IANA time zone.
    pub time_zone: String,
    /// The reporting currency.
    pub currency: Currency,
    /// Language of the screens for those who chose none: `en` or `fi`.
    pub language: String,
    /// How `as_of` is found: `latest-sale`, `now`, or a fixed moment.
    pub as_of_rule: String,
    /// Every computed screen is true for this moment.
    pub as_of: Moment,
    /// True for the demonstration.
    pub demo: bool,
}

/// Changes to the company's settings; what is not given stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct CompanyChanges {
    /// A new name.
    pub name: Option<String>,
    /// A new IANA time zone.
    pub time_zone: Option<String>,
    /// A new reporting currency; only while there are no sales.
    pub currency: Option<Currency>,
    /// `en` or `fi`.
    pub language: Option<String>,
    /// `latest-sale`, `now`, or a fixed moment.
    pub as_of_rule: Option<String>,
}

/// The company's settings.
#[utoipa::path(get, path = "/company", tag = "company", responses((status = 200, body = CompanyInfo)))]
pub async fn get_company(State(app): State<App>) -> Answer<Json<CompanyInfo>> {
    Err(app.not_ready())
}

/// Changes the company's settings; findings are computed again when they depend on them.
#[utoipa::path(patch, path = "/company", tag = "company", responses((status = 200, body = CompanyInfo)))]
pub async fn update_company(State(app): State<App>, Json(changes): Json<CompanyChanges>) -> Answer<Json<CompanyInfo>> {
    let _ = changes;
    Err(app.not_ready())
}
