//! `ETag` and `If-None-Match` (RFC 9110, 8.8.3 and 13.1.2): who asks again for what has not changed is told so and gets no body.
//!
//! The tag is a digest of the body, so it can never be wrong. It saves the way and the reading, not the looking up.

use crate::problem::Failure;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

/// Tags an answer in JSON; anything else passes as it is.
pub(crate) async fn etag(request: Request, next: Next) -> Response {
    let known: Vec<HeaderValue> = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || !is_json(response.headers()) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    // Whole already: handlers answer with JSON from memory.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Failure::internal("an answer could not be read").into_response();
    };
    let digest = uuid::Uuid::from_slice(&Sha256::digest(&bytes)[..16]).unwrap_or_default();
    let tag = format!("\"{}\"", digest.simple());
    if let Ok(value) = HeaderValue::from_str(&tag) {
        head.headers.insert(header::ETAG, value);
    }
    if known.iter().any(|value| names(value, &tag)) {
        head.status = StatusCode::NOT_MODIFIED;
        head.headers.remove(header::CONTENT_TYPE);
        head.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, Body::from(bytes))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/json"))
}

/// Whether a list of tags names this one, by weak comparison: a proxy that packs bodies makes tags weak.
fn names(list: &HeaderValue, tag: &str) -> bool {
    let tags = list.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.map(|known| known.strip_prefix("W/").unwrap_or(known)).any(|known| known == tag || known == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_a_list_weak_or_strong() {
        let names = |list| names(&HeaderValue::from_static(list), "\"a1\"");
        assert!(names("\"a1\"") && names("\"b\", W/\"a1\"") && names("*"));
        assert!(!names("\"a12\"") && !names("a1") && !names(""));
    }
}
