//! Snowplow's tracker protocol. It knows no secret: the application's id is the source's name, or its key.

use super::take;
use crate::state::App;
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use vihje_desk::Dialect;
use vihje_intake::dialect::snowplow;

/// One transparent point.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;";

/// Takes a batch of events. The application's id (`aid`) is the name of a source that speaks Snowplow, or its key.
#[utoipa::path(post, path = "/com.snowplowanalytics.snowplow/tp2", tag = "ingest", request_body = Value, responses((status = 200, content_type = "text/plain", body = String)))]
pub async fn send_snowplow(State(app): State<App>, request: Request) -> Response {
    let well = (StatusCode::OK, "ok").into_response();
    take(&app, Dialect::Snowplow, |_, body| Ok(Box::new(snowplow::open(body)?)), request, well).await
}

/// Takes one event in the query; the answer is a picture of one point.
#[utoipa::path(get, path = "/i", tag = "ingest", responses((status = 200, content_type = "image/gif", body = Vec<u8>)))]
pub async fn send_snowplow_pixel(State(app): State<App>, request: Request) -> Response {
    let heads = [(header::CONTENT_TYPE, "image/gif"), (header::CACHE_CONTROL, "no-store")];
    let well = (heads, GIF).into_response();
    let find: super::Open = |head, _| {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&head.uri).map(|Query(pairs)| pairs);
        let pairs = pairs.unwrap_or_default().into_iter();
        Ok(Box::new(snowplow::open_query(pairs.map(|(name, value)| (name.into(), value.into())))))
    };
    take(&app, Dialect::Snowplow, find, request, well).await
}
