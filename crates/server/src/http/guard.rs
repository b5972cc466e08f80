//! The guard before each route: who is asking, may they, and does a write come from our own pages.

use crate::access::{self, Permission};
use crate::problem::Failure;
use crate::state::App;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
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
