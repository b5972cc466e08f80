//! Signing in and out, the first administrator, and who is asking.

use super::company::CompanyInfo;
use crate::access::Role;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
    /// The name they sign in with.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// `en` or `fi`; null follows the browser.
    pub language: Option<String>,
}

/// A name and a password.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    /// The name.
    pub name: String,
    /// The password.
    pub password: String,
}

/// The first administrator.
#[derive(Deserialize, ToSchema)]
pub struct Setup {
    /// The token of the one-time link.
    pub token: String,
    /// The name to sign in with.
    pub name: String,
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
    let _ = headers;
    Err(app.not_ready())
}

/// Signs in; the cookie `vihje_session` is set.
#[utoipa::path(post, path = "/session", tag = "session", responses((status = 200, body = Session)))]
pub async fn create_session(State(app): State<App>, Json(given): Json<Credentials>) -> Answer<Response> {
    let _ = (given.name, given.password);
    Err(app.not_ready())
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
pub async fn delete_session(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    let _ = headers;
    Err(app.not_ready())
}

/// Makes the first administrator from the one-time link and signs them in.
#[utoipa::path(post, path = "/session/setup", tag = "session", responses((status = 200, body = Session)))]
pub async fn setup_administrator(State(app): State<App>, Json(setup): Json<Setup>) -> Answer<Response> {
    let _ = (setup.token, setup.name, setup.password);
    Err(app.not_ready())
}

/// Follows a one-time sign-in link (the demonstration prints one) and goes to the first screen.
#[utoipa::path(get, path = "/session/link", tag = "session", params(Link), responses((status = 303)))]
pub async fn follow_link(State(app): State<App>, Query(link): Query<Link>) -> Answer<Response> {
    let _ = link.token;
    Err(app.not_ready())
}
