//! Signing in and out, the first administrator, and who is asking.

use super::company::CompanyInfo;
use crate::company::{Company, SESSION_DAYS, SignedIn};
use crate::http::guard::{self, SESSION_COOKIE};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::Role;

/// Where the caller stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// No administrator exists yet: follow the one-time link.
    Setup,
    /// Sign in first.
    SignedOut,
    /// Signed in.
    SignedIn,
}

/// Who is asking, and for which company.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Session {
    /// Where the caller stands.
    pub state: SessionState,
    /// The user, when signed in.
    pub user: Option<User>,
    /// The company, when signed in.
    pub company: Option<CompanyInfo>,
}

/// A user of the system.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// The user's id.
    pub id: String,
    /// The e-mail address they sign in with.
    pub email: String,
    /// Name to show.
    pub name: String,
    /// What they are.
    pub role: Role,
}

/// An e-mail address and a password.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// The first administrator.
#[derive(Deserialize, ToSchema)]
pub struct Setup {
    /// The token of the one-time link.
    pub token: String,
    /// Name to show.
    pub name: String,
    /// The e-mail address to sign in with.
    pub email: String,
    /// The password, at least 10 characters.
    pub password: String,
}

/// A one-time link.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Link {
    /// Its token.
    pub token: String,
}

/// Who is asking.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = Session)))]
pub async fn get_session(State(app): State<App>, headers: HeaderMap) -> Answer<Json<Session>> {
    let token = guard::session_token(&headers);
    app.read(move |company| {
        let caller = token.map(|token| company.caller(&token)).transpose()?.flatten();
        let Some(caller) = caller else {
            let state =
                if company.has_administrator()? { SessionState::SignedOut } else { SessionState::Setup };
            return Ok(Json(Session { state, user: None, company: None }));
        };
        let user =
            User { id: caller.id.to_string(), email: caller.email, name: caller.name, role: caller.role };
        let company = Some(CompanyInfo::of(company)?);
        Ok(Json(Session { state: SessionState::SignedIn, user: Some(user), company }))
    })
    .await
}

/// Signs in; the cookie `vihje_session` is set.
#[utoipa::path(post, path = "/session", tag = "session", responses((status = 200, body = Session)))]
pub async fn create_session(
    State(app): State<App>,
    headers: HeaderMap,
    Json(given): Json<Credentials>,
) -> Answer<Response> {
    let signed_in = app.hash(move |company| company.sign_in(&given.email, &given.password)).await?;
    answer(&app, &headers, signed_in).await
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
pub async fn delete_session(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    if let Some(token) = guard::session_token(&headers) {
        app.read(move |company| company.sign_out(&token)).await?;
    }
    let cookie = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Makes the first administrator from the one-time link and signs them in.
#[utoipa::path(post, path = "/session/setup", tag = "session", responses((status = 200, body = Session)))]
pub async fn setup_administrator(
    State(app): State<App>,
    headers: HeaderMap,
    Json(setup): Json<Setup>,
) -> Answer<Response> {
    let work =
        move |company: &Company| company.set_up(&setup.token, &setup.name, &setup.email, &setup.password);
    let signed_in = app.hash(work).await?;
    answer(&app, &headers, signed_in).await
}

/// Follows a one-time sign-in link (the demonstration prints one) and goes to the first screen.
#[utoipa::path(get, path = "/session/link", tag = "session", params(Link), responses((status = 303)))]
pub async fn follow_link(
    State(app): State<App>,
    headers: HeaderMap,
    Query(link): Query<Link>,
) -> Answer<Response> {
    let signed_in = app.read(move |company| company.follow_link(&link.token)).await?;
    let cookie = [(header::SET_COOKIE, cookie(&headers, &signed_in.token))];
    Ok((cookie, Redirect::to("/")).into_response())
}

async fn answer(app: &App, headers: &HeaderMap, signed_in: SignedIn) -> Answer<Response> {
    let company = app.read(CompanyInfo::of).await?;
    let user = User {
        id: signed_in.user.id.to_string(),
        email: signed_in.user.email,
        name: signed_in.user.name,
        role: signed_in.user.role,
    };
    let session = Session { state: SessionState::SignedIn, user: Some(user), company: Some(company) };
    Ok(([(header::SET_COOKIE, cookie(headers, &signed_in.token))], Json(session)).into_response())
}

/// The session cookie: never readable by scripts, never sent from other sites, encrypted where the proxy encrypts.
fn cookie(headers: &HeaderMap, token: &str) -> String {
    let encrypted = headers.get("x-forwarded-proto").is_some_and(|scheme| scheme.as_bytes() == b"https");
    let secure = if encrypted { "; Secure" } else { "" };
    let seconds = SESSION_DAYS * 24 * 3600;
    format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}
