//! The company's own settings.

use crate::company::{Company, CompanyError};
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_desk::AsOf;
use vihje_model::time::MomentError;
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
    /// Words in the name of a category by which its products are charges: counted as purchases, never offered.
    pub charge_categories: Vec<String>,
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
    /// Words in the name of a category by which its products are charges, in place of those there were.
    pub charge_categories: Option<Vec<String>>,
}

impl CompanyInfo {
    pub(crate) fn of(company: &Company) -> Result<Self, CompanyError> {
        let settings = company.desk().company()?;
        let as_of_rule = match settings.as_of {
            AsOf::LatestFact => "latest-sale".to_owned(),
            AsOf::Now => "now".to_owned(),
            AsOf::Fixed(at) => at.to_string(),
        };
        Ok(Self {
            name: settings.name,
            time_zone: settings.time_zone,
            currency: company.currency()?,
            language: settings.language,
            as_of_rule,
            as_of: company.as_of()?,
            demo: company.is_demo()?,
            charge_categories: settings.charge_categories,
        })
    }
}

/// The company's settings.
#[utoipa::path(get, path = "/company", tag = "company", responses((status = 200, body = CompanyInfo)))]
pub async fn get_company(State(app): State<App>) -> Answer<Json<CompanyInfo>> {
    app.read(|company| Ok(Json(CompanyInfo::of(company)?))).await
}

/// Changes the company's settings; findings are computed again when they depend on them.
#[utoipa::path(patch, path = "/company", tag = "company", responses((status = 200, body = CompanyInfo)))]
pub async fn update_company(
    State(app): State<App>,
    caller: Caller,
    Json(changes): Json<CompanyChanges>,
) -> Answer<Json<CompanyInfo>> {
    let (info, again) = app.read(move |company| apply(company, changes, &caller.email)).await?;
    if again {
        app.jobs().facts_changed();
    }
    Ok(Json(info))
}

fn apply(company: &Company, changes: CompanyChanges, by: &str) -> Result<(CompanyInfo, bool), CompanyError> {
    let before = company.desk().company()?;
    let mut after = before.clone();
    after.name = changes.name.unwrap_or(after.name);
    after.time_zone = changes.time_zone.unwrap_or(after.time_zone);
    after.language = changes.language.unwrap_or(after.language);
    after.charge_categories = changes.charge_categories.unwrap_or(after.charge_categories);
    if let Some(currency) = changes.currency.filter(|currency| *currency != after.currency) {
        if company.history().currency()?.is_some() {
            let what = "The reporting currency cannot change once there are sales.";
            return Err(CompanyError::refused("currency-is-fixed", what, "Take the imports back first."));
        }
        after.currency = currency;
    }
    if let Some(rule) = changes.as_of_rule {
        after.as_of = match rule.as_str() {
            "latest-sale" => AsOf::LatestFact,
            "now" => AsOf::Now,
            fixed => AsOf::Fixed(fixed.parse().map_err(|error: MomentError| {
                let hint = "Choose `latest-sale`, `now` or a date.";
                CompanyError::refused("invalid-value", format!("{error}."), hint)
            })?),
        };
    }
    company.desk().set_company(&after, by, company.now())?;
    company.forget_currency();
    let again = (&before.time_zone, &before.as_of, &before.charge_categories)
        != (&after.time_zone, &after.as_of, &after.charge_categories);
    Ok((CompanyInfo::of(company)?, again))
}
