//! The guard before each route: who is asking, may they, and does a write come from our own pages.

use crate::access::{self, Permission};
use crate::http::passwords::token_hash;
use crate::problem::Failure;
use crate::state::App;
use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use vihje_desk::Role;
use vihje_model::Problem;

/// The name of the session cookie.
pub const SESSION_COOKIE: &str = "vihje_session";
/// Writes must carry this header: a form or an image on another site cannot set it.
pub const WRITE_HEADER: &str = "x-vihje";

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user's id.
    pub id: i64,
    /// E-mail address; the name in the audit trail.
    pub email: String,
    /// Name to show.
    pub name: String,
    /// What they are.
    pub role: Role,
}

/// Lets a request through to its route, or answers why not.
pub(crate) async fn guard(permission: Permission, mut request: Request, next: Next) -> Response {
    match admit(permission, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

/// Lets an operator's request through: with the token of the settings, or, where they have none, from this machine.
pub(crate) async fn operator(request: Request, next: Next) -> Response {
    match watches(&request) {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

fn watches(request: &Request) -> Result<(), Failure> {
    let app = request.extensions().get::<App>();
    let app = app.ok_or_else(|| Failure::internal("the application is not in the request"))?;
    let Some(token) = &app.settings().metrics_token else {
        if is_near(request) {
            return Ok(());
        }
        let what = "Without a token the figures are told to this machine only.";
        let hint = "Set VIHJE_METRICS_TOKEN at the server and send it as a bearer token.";
        return Err(Failure::new(StatusCode::FORBIDDEN, Problem::new("not-from-afar", what, hint)));
    };
    let told = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let told = told.and_then(|value| value.split_once(' '));
    let told =
        told.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    // Hashes are compared, so that the time it takes tells nothing of the token.
    if told.is_some_and(|told| token_hash(told) == token_hash(token)) {
        return Ok(());
    }
    let what = "The request does not carry the token that the figures ask for.";
    let problem =
        Problem::new("wrong-token", what, "Send VIHJE_METRICS_TOKEN of the server as a bearer token.");
    Err(Failure::new(StatusCode::UNAUTHORIZED, problem))
}

/// Whether the request comes from this machine and through no proxy that tells of another.
fn is_near(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback())
        && !forwarded.iter().any(|name| request.headers().contains_key(*name))
}

async fn admit(permission: Permission, request: &mut Request) -> Result<(), Failure> {
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if writes && !request.headers().contains_key(WRITE_HEADER) {
        let what = "This request changes something and does not carry the header \"x-vihje: 1\".";
        let problem = Problem::new(
            "missing-write-header",
            what,
            "Add the header; it keeps other web sites from writing.",
        );
        return Err(Failure::new(StatusCode::FORBIDDEN, problem));
    }
    let app = request.extensions().get::<App>().cloned();
    let app = app.ok_or_else(|| Failure::internal("the application is not in the request"))?;
    let caller = match session_token(request.headers()) {
        Some(token) => app.read(move |company| company.caller(&token)).await?,
        None => None,
    };
    match &caller {
        _ if permission == Permission::Public => {}
        None => {
            let problem =
                Problem::new("sign-in-required", "You are not signed in.", "Sign in and try again.");
            return Err(Failure::new(StatusCode::UNAUTHORIZED, problem));
        }
        Some(caller) if access::may(caller.role, permission) => {}
        Some(_) => {
            let problem = Problem::new("not-allowed", "Your role may not do this.", "Ask an administrator.");
            return Err(Failure::new(StatusCode::FORBIDDEN, problem));
        }
    }
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    Ok(())
}

/// The session token of the request's cookie.
pub(crate) fn session_token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == SESSION_COOKIE).map(|(_, token)| token.to_owned())
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            let problem =
                Problem::new("sign-in-required", "You are not signed in.", "Sign in and try again.");
            Failure::new(StatusCode::UNAUTHORIZED, problem)
        })
    }
}
