//! Where the events of other systems come in, one file a dialect. A request is answered well only when the ledger's receipt says
//! that the disk has its events. Callers are programs with a source's key, not people with a session.

#![allow(
    clippy::result_large_err,
    reason = "a problem is told once a request, and is the same in every room"
)]

pub mod cloudevents;
mod gate;
pub mod posthog;
pub mod segment;
pub mod snowplow;

pub(crate) use gate::{Quiet, gate};

use crate::company::{Company, Door, rejected_in};
use crate::problem::Failure;
use crate::state::App;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use futures_util::StreamExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vihje_desk::Dialect;
use vihje_intake::dialect::{self, LARGEST_BATCH, unpacked};
use vihje_ledger::{LedgerError, Receipt};
use vihje_model::{Envelope, Fact, Problem};

/// A body must have come within this time.
const BODY_WITHIN: Duration = Duration::from_secs(20);
/// A request waits this long for its turn before it is told to come again.
const TURN_WITHIN: Duration = Duration::from_secs(2);
/// Bodies up to this size are read where they came; larger ones on a thread that may block.
const SMALL: usize = 16 << 10;

/// Finds the events of a request; what its body is may stand in its head.
type Open = for<'a> fn(&'a Parts, &'a [u8]) -> Result<Box<dyn dialect::Request + 'a>, Problem>;

/// What is known of a request's events, however far it came.
#[derive(Default)]
struct Sent {
    door: Option<Arc<Door>>,
    events: u64,
    rejected: u64,
}

/// Why a request is not taken, and after how many seconds it may come again, where that helps.
struct Refused {
    failure: Failure,
    after: Option<u64>,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        let (status, after) = match problem.code.as_str() {
            "unknown-key" | "no-key" => (Some(StatusCode::UNAUTHORIZED), None),
            "dialect-not-allowed" | "origin-not-allowed" => (Some(StatusCode::FORBIDDEN), None),
            "body-too-large" | "too-many-events" => (Some(StatusCode::PAYLOAD_TOO_LARGE), None),
            "unsupported-encoding" => (Some(StatusCode::UNSUPPORTED_MEDIA_TYPE), None),
            "ledger-busy" | "too-many-requests" => (Some(StatusCode::TOO_MANY_REQUESTS), Some(1)),
            "disk-full" => (Some(StatusCode::SERVICE_UNAVAILABLE), Some(30)),
            "ledger-closed" => (Some(StatusCode::SERVICE_UNAVAILABLE), Some(5)),
            _ => (None, None),
        };
        let failure = match status {
            Some(status) => Failure::new(status, problem),
            None => Failure::from(problem),
        };
        Self { failure, after }
    }
}

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        Problem::from(error).into()
    }
}

impl From<crate::company::CompanyError> for Refused {
    fn from(error: crate::company::CompanyError) -> Self {
        Problem::from(error).into()
    }
}

impl axum::response::IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.failure.into_response();
        if let Some(after) = self.after {
            response.headers_mut().insert(header::RETRY_AFTER, after.into());
        }
        response
    }
}

/// Takes the events of a request in, or answers why not; `well` is the answer when they are on disk.
async fn take(app: &App, dialect: Dialect, open: Open, request: Request, well: Response) -> Response {
    let mut sent = Sent::default();
    let taken = taken(app, dialect, open, request, &mut sent).await;
    let source = sent.door.as_ref().map_or("", |door| &door.source);
    match taken {
        Ok(()) => {
            app.metrics().acknowledged(source, dialect, sent.events, sent.rejected);
            well
        }
        Err(refused) => {
            app.metrics().refused(source, dialect, refused.failure.status.as_u16(), sent.events);
            refused.into_response()
        }
    }
}

async fn taken(
    app: &App,
    dialect: Dialect,
    open: Open,
    request: Request,
    sent: &mut Sent,
) -> Result<(), Refused> {
    let turn = tokio::time::timeout(TURN_WITHIN, app.ingest_turn()).await;
    let Ok(Some(_turn)) = turn else {
        let _ = tokio::time::timeout(BODY_WITHIN, let_go(request.into_body())).await;
        let what = "Too many requests are being taken in at this moment.";
        return Err(Problem::new("too-many-requests", what, "Send it again in a moment.").into());
    };
    let (head, body) = request.into_parts();
    let body = tokio::time::timeout(BODY_WITHIN, to_bytes(body, LARGEST_BATCH)).await;
    let body = match body {
        Ok(Ok(body)) => body,
        Ok(Err(error)) if is_too_large(&error) => return Err(dialect::too_large().into()),
        Ok(Err(_)) => {
            let what = "The body broke off.";
            return Err(Problem::new("body-not-whole", what, "Send it again.").into());
        }
        Err(_) => {
            let problem = Problem::new("body-too-slow", "The body did not come in time.", "Send it again.");
            return Err(Refused {
                failure: Failure::new(StatusCode::REQUEST_TIMEOUT, problem),
                after: Some(1),
            });
        }
    };
    // Reading costs some microseconds an event: only a small body may hold up others for that.
    let small = body.len() <= SMALL && !body.starts_with(&[0x1f, 0x8b]);
    let company = Arc::clone(app.company());
    let span = tracing::Span::current();
    let work = move || {
        let _within = span.entered();
        let mut sent = Sent::default();
        (hand_over(&company, dialect, open, (&head, &body), &mut sent), sent)
    };
    let (receipt, known) = if small {
        work()
    } else {
        let apart = tokio::task::spawn_blocking(work).await;
        apart.map_err(|error| Refused { failure: Failure::internal(error), after: None })?
    };
    *sent = known;
    receipt?.await?;
    if let Some(door) = &sent.door {
        door.count(sent.events, sent.rejected, app.company().now());
    }
    Ok(())
}

/// Reads a body to its end and keeps nothing of it: a connection that is closed upon a sender who is still writing would take the
/// answer away from him.
async fn let_go(body: Body) {
    let (mut pieces, mut left) = (body.into_data_stream(), LARGEST_BATCH);
    while let Some(Ok(piece)) = pieces.next().await {
        left = left.saturating_sub(piece.len());
        if left == 0 {
            return;
        }
    }
}

fn hand_over(
    company: &Company,
    dialect: Dialect,
    open: Open,
    (head, packed): (&Parts, &Bytes),
    sent: &mut Sent,
) -> Result<Receipt, Refused> {
    if let Some(encoding) =
        head.headers.get(header::CONTENT_ENCODING).and_then(|encoding| encoding.to_str().ok())
        && !["gzip", "x-gzip", "identity", ""].contains(&encoding.trim().to_ascii_lowercase().as_str())
    {
        let what = format!("The body is packed with \"{encoding}\".");
        return Err(
            Problem::new("unsupported-encoding", what, "Pack it with gzip, or send it as it is.").into()
        );
    }
    let body = unpacked(packed)?;
    let request = open(head, &body)?;
    sent.events = request.events() as u64;
    let door = door_of(company, dialect, &head.headers, request.as_ref())?;
    sent.door = Some(Arc::clone(&door));
    if let Some(origin) = origin(&head.headers)
        && !door.lets(origin)
    {
        let what = format!("The source \"{}\" takes nothing from the web pages of {origin}.", door.source);
        let hint = "Add the page's origin under Sources, Streams.";
        return Err(Problem::new("origin-not-allowed", what, hint).into());
    }
    if let Err(after) = door.admit(request.events(), Instant::now()) {
        let what = format!(
            "The source \"{}\" sends more than {} events a second.",
            door.source, door.settings.per_second
        );
        let problem = Problem::new("too-many-requests", what, "Send it again after the time in Retry-After.");
        return Err(Refused {
            failure: Failure::new(StatusCode::TOO_MANY_REQUESTS, problem),
            after: Some(after),
        });
    }
    let read = request.read(&door.sender(company)?);
    (sent.events, sent.rejected) = (read.events.len() as u64, rejected_in(&read));
    let mut envelopes = read.into_envelopes();
    if sent.rejected > 0 {
        let keys = [key_in(&head.headers), request.key().map(|key| key.into_owned())];
        keys.into_iter().flatten().for_each(|key| mask(&mut envelopes, &key));
    }
    company.in_live_time(&mut envelopes);
    Ok(company.submit(&envelopes)?)
}

/// Takes the key out of what is kept of events that were not understood: people read them.
fn mask(envelopes: &mut [Envelope], key: &str) {
    for envelope in envelopes {
        if let Fact::EventRejected(rejected) = &mut envelope.fact
            && !key.is_empty()
            && rejected.payload.contains(key)
        {
            rejected.payload = rejected.payload.replace(key, "…");
        }
    }
}

/// The door of the key in the head, or else of that in the body.
fn door_of(
    company: &Company,
    dialect: Dialect,
    headers: &HeaderMap,
    request: &dyn dialect::Request,
) -> Result<Arc<Door>, Refused> {
    let told = [key_in(headers), request.key().map(|key| key.into_owned())];
    let mut refused = None;
    for key in told.into_iter().flatten() {
        match company.door(&key, dialect) {
            Ok(door) => return Ok(door),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.map_or_else(
        || {
            let hint = "Send the source's key as the client library says.";
            Problem::new("no-key", "The request carries no key.", hint).into()
        },
        Refused::from,
    ))
}

/// The key of `Authorization`: a bearer, or the user of basic authorization.
fn key_in(headers: &HeaderMap) -> Option<String> {
    let (scheme, value) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(value.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = base64::engine::general_purpose::STANDARD.decode(value.trim()).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    let user = pair.split_once(':').map_or(pair.as_str(), |(user, _)| user);
    (!user.is_empty()).then(|| user.to_owned())
}

/// The origin of the web page that asks, where one does.
fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok())
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string().contains("length limit exceeded") {
            return true;
        }
        cause = error.source();
    }
    false
}
