//! Dialects: what the client libraries of others put on the wire, read into facts. Each has a module with `open`, which finds
//! the key and the events of a request, and `read`, which turns them into envelopes.
//!
//! Pure: bytes in, envelopes out; no IO and no clock (the moment of receipt is passed in). One bad event never stops the good
//! ones of its request: it becomes a [`Fact::EventRejected`] that holds it as it came. Nothing here may panic or take memory
//! out of proportion, whatever the bytes.

pub mod cloudevents;
mod ecommerce;
mod escaped;
mod event;
mod flatten;
mod json;
mod message;
mod names;
mod number;
mod order;
mod packed;
pub mod posthog;
mod reject;
pub mod segment;
pub mod snowplow;
mod time;
mod words;

use event::Event;
use json::{Json, Object};
pub use packed::{too_large, unpacked};
use reject::Rejection;
use std::borrow::Cow;
use vihje_model::fact::EventRejected;
use vihje_model::{Currency, Envelope, Fact, Moment, Problem};

/// Bytes of one event at most, as Segment has it.
pub const LARGEST_EVENT: usize = 32 << 10;
/// Bytes of one request at most after unpacking, as Segment has it.
pub const LARGEST_BATCH: usize = 500 << 10;
/// Events of one request at most; what the bytes above leave room for in earnest.
pub const MOST_EVENTS: usize = 5_000;

/// Who sends, and when it came.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The source's name: it stands before every message id, so that ids of different senders never meet.
    pub source: &'a str,
    /// The currency of amounts that name none.
    pub currency: Currency,
    /// When the request came.
    pub received_at: Moment,
    /// Whether the source may tell orders and products.
    pub sales: bool,
    /// Whether the request came just now, so that its `sentAt` tells how wrong the sender's clock is.
    pub fresh: bool,
}

/// A request whose events are found and not yet read.
pub trait Request {
    /// The key that the body itself carries.
    fn key(&self) -> Option<Cow<'_, str>>;
    /// How many events it holds.
    fn events(&self) -> usize;
    /// Reads every event.
    fn read(&self, sender: &Sender<'_>) -> Read;
}

/// What a request told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Read {
    /// One for each event, in order.
    pub events: Vec<Told>,
}

/// What one event came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Facts; none where an event says nothing (an item that was taken into its order).
    Facts(Vec<Envelope>),
    /// It was not understood; the envelope holds a [`Fact::EventRejected`].
    Rejected(Box<Envelope>),
}

impl Read {
    /// Every envelope, in order.
    pub fn into_envelopes(self) -> Vec<Envelope> {
        let envelopes = self.events.into_iter().flat_map(|told| match told {
            Told::Facts(envelopes) => envelopes,
            Told::Rejected(envelope) => vec![*envelope],
        });
        envelopes.collect()
    }

    /// Events that were not understood.
    pub fn rejected(&self) -> impl Iterator<Item = &EventRejected> {
        self.events.iter().filter_map(|told| match told {
            Told::Rejected(envelope) => match &envelope.fact {
                Fact::EventRejected(rejected) => Some(rejected),
                _ => None,
            },
            Told::Facts(_) => None,
        })
    }
}

/// Reads one event again, mended or as it was kept when it was rejected.
///
/// # Errors
/// A dialect that is not known, or a text that is no JSON.
pub fn again(dialect: &str, payload: &str, sender: &Sender<'_>) -> Result<Read, Problem> {
    let sender = Sender { fresh: false, ..*sender };
    match dialect {
        segment::NAME => segment::open(payload.as_bytes(), None).map(|request| request.read(&sender)),
        posthog::NAME => posthog::open(payload.as_bytes()).map(|request| request.read(&sender)),
        snowplow::NAME => snowplow::open_one(payload).map(|request| request.read(&sender)),
        cloudevents::NAME => cloudevents::open(payload.as_bytes()).map(|request| request.read(&sender)),
        other => {
            let what = format!("\"{other}\" is not a dialect that is read here.");
            Err(Problem::new("unknown-dialect", what, "Give the event up."))
        }
    }
}

/// What one event came to, in a dialect.
struct Reader<'a> {
    dialect: &'static str,
    sender: &'a Sender<'a>,
}

impl Reader<'_> {
    /// Envelopes of an event that was read, or its rejection. `place` is the event's place in its request.
    fn told(&self, payload: &str, place: usize, read: Result<Event<'_>, Rejection>) -> Told {
        let facts = read.and_then(|event| {
            let own = message::own(self.sender, event.message_id.as_deref(), payload, place, event.timed);
            Ok((event.facts(self.sender, &own)?, own))
        });
        match facts {
            Ok((facts, own)) => Told::Facts(message::envelopes(self.sender, &own, facts)),
            Err(rejection) => self.rejected(payload, place, rejection),
        }
    }

    /// An event that is an object of at most [`LARGEST_EVENT`] bytes; any other is rejected.
    fn of_object(&self, raw: &str, place: usize, told: impl FnOnce(&Object<'_>) -> Told) -> Told {
        if raw.len() > LARGEST_EVENT {
            return self.rejected(raw, place, Rejection::too_large(raw.len()));
        }
        match Json::parse(raw) {
            Ok(Json::Object(object)) => told(&object),
            Ok(_) => {
                let rejection = Rejection::new("not-an-event", "An event is an object with members.");
                self.rejected(raw, place, rejection)
            }
            Err(error) => self.rejected(raw, place, Rejection::unreadable(&error)),
        }
    }

    fn rejected(&self, payload: &str, place: usize, rejection: Rejection) -> Told {
        let message_id = message::rejected(self.sender, &rejection, payload, place);
        let fact = Fact::EventRejected(EventRejected {
            source: self.sender.source.to_owned(),
            dialect: self.dialect.to_owned(),
            code: rejection.code.to_owned(),
            reason: rejection.reason,
            field: rejection.field,
            payload: payload.to_owned(),
        });
        let received_at = self.sender.received_at;
        Told::Rejected(Box::new(Envelope { message_id, received_at, fact }))
    }
}

/// A body that is no JSON at all.
fn not_json(error: &serde_json::Error) -> Problem {
    let what = format!("The body is not JSON: {error}.");
    Problem::new("not-json", what, "Send JSON; packed bodies need the header content-encoding: gzip.")
}

fn bounded<T>(events: Vec<T>) -> Result<Vec<T>, Problem> {
    if events.len() > MOST_EVENTS {
        let what = format!("The request holds {} events; at most {MOST_EVENTS} are taken.", events.len());
        return Err(Problem::new("too-many-events", what, "Send fewer events a request."));
    }
    Ok(events)
}
