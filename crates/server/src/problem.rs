//! The one error boundary: typed errors of the rooms become RFC 9457 problems here, and nowhere else.
//!
//! A handler returns a [`Failure`]; the outermost layer turns it into `application/problem+json` with the request's id.
//! Internal detail (paths, SQL) goes to the log, never to the caller.

use crate::company::CompanyError;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::Problem;
use vihje_model::problem::Place;

/// What handlers answer.
pub type Answer<T> = Result<T, Failure>;

/// Something that could not be done: an HTTP status and a problem in words.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Which status the caller gets.
    pub status: StatusCode,
    /// What happened and what to do.
    pub problem: Box<Problem>,
}

/// The body of an error answer (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `https://vihje.dev/problems/<code>`: an identifier, not a page.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, one sentence.
    pub detail: String,
    /// A stable code in kebab case.
    pub code: String,
    /// What to do about it; empty when nothing can be done.
    pub hint: String,
    /// Where in a file, where one is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The request's id, also in the log.
    pub request_id: String,
}

impl Failure {
    /// A failure with this status and problem.
    pub fn new(status: StatusCode, problem: Problem) -> Self {
        Self { status, problem: Box::new(problem) }
    }

    /// The request itself is at fault.
    pub fn bad_request(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Problem::new(code, what, hint))
    }

    /// There is no such thing.
    pub fn not_found(what: &str) -> Self {
        let problem = Problem::new(
            "not-found",
            format!("There is no such {what}."),
            "It may have been removed; go back and reload.",
        );
        Self::new(StatusCode::NOT_FOUND, problem)
    }

    /// The present state does not allow it.
    pub fn conflict(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, Problem::new(code, what, hint))
    }

    /// Our own fault: the detail is logged, the caller gets the request id.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed inside the server");
        let problem = Problem::new(
            "internal",
            "Something went wrong inside Vihje.",
            "Try again; if it happens again, look for the request id in the server's log.",
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, problem)
    }
}

impl From<Problem> for Failure {
    /// The one place where a code decides the status.
    fn from(problem: Problem) -> Self {
        let status = match problem.code.as_str() {
            "internal" | "desk-damaged" | "ledger-damaged" | "history-failed" => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            "not-found" => StatusCode::NOT_FOUND,
            "conflict" | "folder-in-use" | "cancelled" => StatusCode::CONFLICT,
            "wrong-credentials" | "sign-in-required" => StatusCode::UNAUTHORIZED,
            "not-allowed" | "missing-write-header" | "link-not-valid" => StatusCode::FORBIDDEN,
            "too-many-attempts" | "too-busy" | "ledger-busy" => StatusCode::TOO_MANY_REQUESTS,
            "disk-full" | "ledger-full" => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::BAD_REQUEST,
        };
        if status.is_server_error() {
            tracing::error!(code = %problem.code, what = %problem.what, "a request failed inside the server");
        }
        Self { status, problem: Box::new(problem) }
    }
}

impl From<CompanyError> for Failure {
    fn from(error: CompanyError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the problem body of a failed response, with the request's id.
pub(crate) fn render(mut response: Response, request_id: &str) -> Response {
    let failure = response.extensions().get::<Failure>().cloned();
    let status = response.status();
    let failure = match failure {
        Some(failure) => failure,
        None if is_bare_error(&response) => {
            let told = std::mem::take(response.body_mut());
            Failure::new(status, plain_problem(status, &told_by_framework(told)))
        }
        None => return response,
    };
    let problem = *failure.problem;
    let body = ProblemBody {
        kind: format!("https://vihje.dev/problems/{}", problem.code),
        title: failure.status.canonical_reason().unwrap_or("Error").to_owned(),
        status: failure.status.as_u16(),
        detail: problem.what,
        code: problem.code,
        hint: problem.hint,
        place: (problem.place != Place::default()).then_some(problem.place),
        request_id: request_id.to_owned(),
    };
    let mut rendered = (failure.status, Json(body)).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    rendered.headers_mut().insert(header::CONTENT_TYPE, kind);
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            rendered.headers_mut().append(name, value.clone());
        }
    }
    rendered
}

/// Errors of the framework itself (wrong method, unreadable JSON) come as plain text or empty.
fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    let textual = match response.headers().get(header::CONTENT_TYPE) {
        None => true,
        Some(kind) => kind.as_bytes().starts_with(b"text/plain"),
    };
    (status.is_client_error() || status.is_server_error()) && textual
}

/// What the framework says of a request that it could not read, without its own introduction; empty where it says nothing at once.
fn told_by_framework(body: Body) -> String {
    const LONGEST: usize = 4_096;
    let Some(Ok(bytes)) = to_bytes(body, LONGEST).now_or_never() else { return String::new() };
    let text = String::from_utf8_lossy(&bytes);
    let known = [
        "Failed to deserialize the JSON body into the target type: ",
        "Failed to parse the request body as JSON: ",
    ];
    known.iter().find_map(|beginning| text.strip_prefix(beginning)).unwrap_or_default().trim().to_owned()
}

fn plain_problem(status: StatusCode, told: &str) -> Problem {
    let (code, what, hint) = match status {
        StatusCode::NOT_FOUND => ("not-found", "There is nothing at this address.", "See /api/openapi.json."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("method-not-allowed", "This address does not take this method.", "See /api/openapi.json.")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "unsupported-media-type",
            "The body is not JSON.",
            "Send it with content-type: application/json.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("body-too-large", "The body is too large for this address.", "Files go to /api/v1/imports/look.")
        }
        status if status.is_client_error() && !told.is_empty() => {
            let what = format!("The request could not be read: {told}.");
            return Problem::new("bad-request", what, "Compare it with /api/openapi.json.");
        }
        status if status.is_client_error() => {
            ("bad-request", "The request could not be read.", "Compare it with /api/openapi.json.")
        }
        _ => (
            "internal",
            "Something went wrong inside Vihje.",
            "Try again; the server's log has the request id.",
        ),
    };
    Problem::new(code, what, hint)
}
