//! The web application, embedded when this binary was built. Files whose name holds their hash are kept by browsers for
//! ever; any other address is the application's own and gets its first page.

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Vihje</title>\
     <p>This Vihje was built without its web application. Run <code>make web</code>, then build again. \
     The API is at <a href=\"/api/openapi.json\">/api/openapi.json</a>.</p></html>";

/// A file of the web application, or its first page.
pub(crate) async fn file(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    // Whoever sends something to a wrong address must not take the first page for a receipt.
    if path.starts_with("api/") || !matches!(method, Method::GET | Method::HEAD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match Dist::get(path).filter(|_| !path.is_empty()) {
        Some(file) => answer(path, file, &headers),
        None if path.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        None => match Dist::get("index.html") {
            Some(page) => answer("index.html", page, &headers),
            None => Html(NOT_BUILT).into_response(),
        },
    }
}

fn answer(path: &str, file: rust_embed::EmbeddedFile, headers: &HeaderMap) -> Response {
    let etag = format!(
        "\"{}\"",
        uuid::Uuid::from_slice(&file.metadata.sha256_hash()[..16]).unwrap_or_default().simple()
    );
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
    }
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = file.metadata.mimetype().to_owned();
    let heads =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache.to_owned()), (header::ETAG, etag)];
    (heads, file.data).into_response()
}
