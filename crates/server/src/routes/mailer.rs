//! The mailer: how letters leave the house. The password goes in and never comes out.

use super::endpoints::Posted;
use crate::http::guard::Caller;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_desk::Mailer;

/// How letters leave the house.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailerShown {
    /// The settings; null before they were made.
    pub settings: Option<Mailer>,
    /// Whether a password is kept.
    pub has_password: bool,
}

/// How letters are to leave the house.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MailerGiven {
    /// The settings.
    pub settings: Mailer,
    /// A new password; null leaves the one before, an empty one takes it away.
    pub password: Option<String>,
}

/// Where a test letter goes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct TestLetter {
    /// An address.
    pub to: String,
}

/// How letters leave the house.
#[utoipa::path(get, path = "/mailer", tag = "automations", responses((status = 200, body = MailerShown)))]
pub async fn get_mailer(State(app): State<App>) -> Answer<Json<MailerShown>> {
    app.read(|company| {
        let (settings, password) = (company.desk().mailer()?, company.desk().mailer_password()?);
        Ok(Json(MailerShown { settings, has_password: password.is_some() }))
    })
    .await
}

/// Sets how letters leave the house.
#[utoipa::path(put, path = "/mailer", tag = "automations", request_body = MailerGiven, responses((status = 200, body = MailerShown)))]
pub async fn update_mailer(
    State(app): State<App>,
    caller: Caller,
    Json(given): Json<MailerGiven>,
) -> Answer<Json<MailerShown>> {
    let shown = app
        .read(move |company| {
            company.set_mailer(&given.settings, given.password.as_deref(), &caller.email)?;
            let has_password = company.desk().mailer_password()?.is_some();
            Ok(Json(MailerShown { settings: company.desk().mailer()?, has_password }))
        })
        .await?;
    app.automations().wake_senders();
    Ok(shown)
}

/// Sends a test letter.
#[utoipa::path(post, path = "/mailer/test", tag = "automations", request_body = TestLetter, responses((status = 202, body = Posted)))]
pub async fn test_mailer(
    State(app): State<App>,
    Json(given): Json<TestLetter>,
) -> Answer<(StatusCode, Json<Posted>)> {
    let delivery = app.read(move |company| company.test_mailer(&given.to)).await?;
    app.automations().wake_senders();
    Ok((StatusCode::ACCEPTED, Json(Posted { delivery })))
}
