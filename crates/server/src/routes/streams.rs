//! Streams: sources that send events, their keys, and the events that were not understood.

use super::Page;
use super::jobs::Job;
use crate::company::{Chosen, CompanyError, NewSourceKey};
use crate::cursor;
use crate::http::guard::Caller;
use crate::jobs::Lane;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use vihje_desk::{SourceKey, SourceSettings};
use vihje_history::RejectedEvent;
use vihje_model::Moment;

/// A source that sends events.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stream {
    /// Its id.
    pub id: String,
    /// The source's name.
    pub source: String,
    /// The key's first letters, to tell it from others.
    pub shown: String,
    /// Until when the key before this one holds, where it still does.
    pub earlier_until: Option<Moment>,
    /// What it may send.
    pub settings: SourceSettings,
    /// When it was made.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
    /// When the key was last changed for a new one.
    pub rotated_at: Option<Moment>,
    /// When it was taken back; nothing is taken with it any more.
    pub revoked_at: Option<Moment>,
    /// Events that came.
    pub events: u64,
    /// When the last one came.
    pub last_event_at: Option<Moment>,
    /// Events that wait to be mended, by the code of their reason.
    pub waiting: BTreeMap<String, u64>,
}

/// A source to add.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewStream {
    /// Its name, unique.
    pub source: String,
    /// What it may send.
    #[serde(flatten)]
    pub settings: SourceSettings,
}

/// A source with its key, which is shown this once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StreamWithKey {
    /// The key: it is not kept and cannot be shown again.
    pub key: String,
    /// The source.
    pub stream: Stream,
}

/// How a key is changed for a new one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Rotation {
    /// Hours that the key before holds, 0 to 720.
    #[serde(default)]
    pub grace_hours: u32,
}

/// An event that was not understood.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RejectedEventRow {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received_at: Moment,
    /// The dialect it was read in.
    pub dialect: String,
    /// A stable code.
    pub code: String,
    /// What is wrong, one sentence.
    pub reason: String,
    /// The member at fault, where one is.
    pub field: Option<String>,
    /// The event as it came.
    pub payload: String,
}

/// Which rejected events.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RejectedQuery {
    /// Only those with this code.
    pub code: Option<String>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// A rejected event, mended.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MendedEvent {
    /// The event as it should have come.
    pub payload: String,
}

/// Rejected events with a code.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct RejectedCode {
    /// The code.
    pub code: String,
}

/// How many rejected events were given up.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GivenUp {
    /// How many.
    pub events: u64,
}

impl Stream {
    fn of(key: SourceKey, now: Moment, counts: &[(String, String, u64)]) -> Self {
        let waiting = counts.iter().filter(|(source, ..)| *source == key.source);
        Self {
            id: key.id.to_string(),
            waiting: waiting.map(|(_, code, count)| (code.clone(), *count)).collect(),
            source: key.source,
            shown: key.shown,
            earlier_until: key.earlier.map(|(_, until)| until).filter(|until| *until > now),
            settings: key.settings,
            created_at: key.created_at,
            created_by: key.created_by,
            rotated_at: key.rotated_at,
            revoked_at: key.revoked_at,
            events: key.events,
            last_event_at: key.last_event_at,
        }
    }
}

impl StreamWithKey {
    fn of(new: NewSourceKey, now: Moment) -> Self {
        Self { key: new.key, stream: Stream::of(new.kept, now, &[]) }
    }
}

impl RejectedEventRow {
    fn of(rejected: RejectedEvent) -> Self {
        let event = rejected.event;
        Self {
            id: rejected.offset.to_string(),
            received_at: rejected.received_at,
            dialect: event.dialect,
            code: event.code,
            reason: event.reason,
            field: event.field,
            payload: event.payload,
        }
    }
}

/// The sources that send events, with what came from each.
#[utoipa::path(get, path = "/streams", tag = "sources", responses((status = 200, body = Vec<Stream>)))]
pub async fn list_streams(State(app): State<App>) -> Answer<Json<Vec<Stream>>> {
    app.read(|company| {
        let (counts, now) = (company.rejected_counts()?, company.now());
        let keys = company.source_keys()?.into_iter();
        Ok(Json(keys.map(|key| Stream::of(key, now, &counts)).collect()))
    })
    .await
}

/// Adds a source; the answer holds its key, which is shown this once.
#[utoipa::path(post, path = "/streams", tag = "sources", responses((status = 201, body = StreamWithKey)))]
pub async fn create_stream(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewStream>,
) -> Answer<(StatusCode, Json<StreamWithKey>)> {
    app.read(move |company| {
        let made = company.add_source(&new.source, &new.settings, &caller.email)?;
        Ok((StatusCode::CREATED, Json(StreamWithKey::of(made, company.now()))))
    })
    .await
}

/// Changes what a source may send.
#[utoipa::path(put, path = "/streams/{id}", tag = "sources", params(("id" = String, Path)), responses((status = 200, body = Stream)))]
pub async fn update_stream(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(settings): Json<SourceSettings>,
) -> Answer<Json<Stream>> {
    app.read(move |company| {
        let changed = company.change_source(number("source", &id)?, &settings, &caller.email)?;
        Ok(Json(Stream::of(changed, company.now(), &company.rejected_counts()?)))
    })
    .await
}

/// Changes a key for a new one, which is shown this once; the one before holds for the hours given.
#[utoipa::path(post, path = "/streams/{id}/rotate", tag = "sources", params(("id" = String, Path)), responses((status = 200, body = StreamWithKey)))]
pub async fn rotate_stream(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(given): Json<Rotation>,
) -> Answer<Json<StreamWithKey>> {
    app.read(move |company| {
        let made = company.rotate_source(number("source", &id)?, given.grace_hours, &caller.email)?;
        Ok(Json(StreamWithKey::of(made, company.now())))
    })
    .await
}

/// Takes a key back: nothing is taken with it any more.
#[utoipa::path(delete, path = "/streams/{id}", tag = "sources", params(("id" = String, Path)), responses((status = 200, body = Stream)))]
pub async fn revoke_stream(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Stream>> {
    app.read(move |company| {
        let revoked = company.revoke_source(number("source", &id)?, &caller.email)?;
        Ok(Json(Stream::of(revoked, company.now(), &company.rejected_counts()?)))
    })
    .await
}

/// Events of a source that were not understood, the newest first.
#[utoipa::path(get, path = "/streams/{id}/rejected", tag = "sources", params(("id" = String, Path), RejectedQuery), responses((status = 200, body = Page<RejectedEventRow>)))]
pub async fn list_rejected_events(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<RejectedQuery>,
) -> Answer<Json<Page<RejectedEventRow>>> {
    app.read(move |company| {
        let before = match &query.cursor {
            Some(cursor) => Some(cursor.parse().map_err(|_| CompanyError::invalid_cursor(cursor))?),
            None => None,
        };
        let (id, limit) = (number("source", &id)?, cursor::limit(query.limit));
        let code = query.code.as_deref();
        let rows = company.rejected_events(id, code, before, limit)?;
        let source = company.desk().source_key(id)?.source;
        let counts = company.history().rejected_event_counts()?;
        let mine = counts.iter().filter(|(own, of, _)| *own == source && code.is_none_or(|code| code == of));
        let total = mine.map(|(_, _, count)| count).sum();
        let last = rows.last().map(|row| row.offset.to_string());
        let next_cursor = last.filter(|_| rows.len() == limit);
        Ok(Json(Page { items: rows.into_iter().map(RejectedEventRow::of).collect(), next_cursor, total }))
    })
    .await
}

/// Tells a rejected event again, mended; it goes the way of a new one. A payload that is not understood still changes nothing.
#[utoipa::path(post, path = "/streams/{id}/rejected/{event}/mend", tag = "sources", params(("id" = String, Path), ("event" = String, Path)), responses((status = 204)))]
pub async fn mend_rejected_event(
    State(app): State<App>,
    caller: Caller,
    Path((id, event)): Path<(String, String)>,
    Json(mended): Json<MendedEvent>,
) -> Answer<StatusCode> {
    let jobs = app.jobs().clone();
    app.read(move |company| {
        let event = number("rejected event", &event)?;
        company.mend_event(number("source", &id)?, event, &mended.payload, &caller.email)?;
        jobs.facts_changed();
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Gives one rejected event up.
#[utoipa::path(delete, path = "/streams/{id}/rejected/{event}", tag = "sources", params(("id" = String, Path), ("event" = String, Path)), responses((status = 200, body = GivenUp)))]
pub async fn give_up_rejected_event(
    State(app): State<App>,
    caller: Caller,
    Path((id, event)): Path<(String, String)>,
) -> Answer<Json<GivenUp>> {
    app.read(move |company| {
        let chosen = Chosen::One(number("rejected event", &event)?);
        let events = company.give_up_events(number("source", &id)?, &chosen, &caller.email)?;
        Ok(Json(GivenUp { events }))
    })
    .await
}

/// Gives up all rejected events of a source with a code.
#[utoipa::path(post, path = "/streams/{id}/rejected/give-up", tag = "sources", params(("id" = String, Path)), responses((status = 200, body = GivenUp)))]
pub async fn give_up_rejected_events(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(given): Json<RejectedCode>,
) -> Answer<Json<GivenUp>> {
    app.read(move |company| {
        let chosen = Chosen::Code(given.code);
        let events = company.give_up_events(number("source", &id)?, &chosen, &caller.email)?;
        Ok(Json(GivenUp { events }))
    })
    .await
}

/// Reads all rejected events of a source with a code again, as a job: for when the source's settings have changed.
#[utoipa::path(post, path = "/streams/{id}/rejected/replay", tag = "sources", params(("id" = String, Path)), responses((status = 202, body = Job)))]
pub async fn replay_rejected_events(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(given): Json<RejectedCode>,
) -> Answer<(StatusCode, Json<Job>)> {
    let (jobs, after) = (app.jobs().clone(), app.jobs().clone());
    app.read(move |company| {
        let id = number("source", &id)?;
        let source = company.desk().source_key(id)?.source;
        let by = caller.email.clone();
        let job = jobs.submit(Lane::Facts, "replay", &source, &caller.email, move |company, work| {
            let replayed = company.replay_events(id, &given.code, &by, work)?;
            after.facts_changed();
            serde_json::to_value(replayed).map_err(|error| CompanyError::Internal(error.to_string()))
        })?;
        Ok((StatusCode::ACCEPTED, Json(job)))
    })
    .await
}

fn number<T: std::str::FromStr>(what: &str, id: &str) -> Result<T, CompanyError> {
    id.parse().map_err(|_| CompanyError::not_found(what, id))
}
