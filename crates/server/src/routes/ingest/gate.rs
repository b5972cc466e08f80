//! What every route for events passes: cross-origin requests (Fetch standard, 3.2) by the origins of the sources, and the mark
//! that its answers are too many for the log.

use super::origin;
use crate::state::App;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// A response that is told to the log only where debugging is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quiet;

/// Answers what a browser asks beforehand, and lets web pages of known origins read the answers.
pub(crate) async fn gate(request: Request, next: Next) -> Response {
    let app = request.extensions().get::<App>().cloned();
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let known = origin(request.headers())
        .filter(|origin| app.as_ref().is_some_and(|app| app.company().lets_origin(origin)));
    let known = known.and_then(|origin| HeaderValue::from_str(origin).ok());
    let mut response = if *request.method() == Method::OPTIONS {
        if known.is_some() { StatusCode::NO_CONTENT } else { StatusCode::FORBIDDEN }.into_response()
    } else {
        next.run(request).await
    };
    response.extensions_mut().insert(Quiet);
    if let Some(origin) = known {
        open_to(response.headers_mut(), origin, asked);
    }
    response
}

/// Nothing here is answered by a cookie, so that a page with credentials learns no more than one without.
fn open_to(headers: &mut HeaderMap, origin: HeaderValue, asked: Option<HeaderValue>) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    if let Some(asked) = asked {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
}
