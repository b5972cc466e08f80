//! Segment's HTTP API, server and browser, which RudderStack's and Customer.io's libraries speak too.
//! <https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/>

use super::event::{Event, What};
use super::json::{Json, Members, Object};
use super::reject::Rejection;
use super::time::Times;
use super::{Problem, Read, Reader, Sender, Told, bounded, not_json};
use serde_json::value::RawValue;
use std::borrow::Cow;
use vihje_model::identity::IdKind;

/// The dialect's name.
pub const NAME: &str = "segment";

/// The kind of event that a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// `/v1/track`.
    Track,
    /// `/v1/identify`.
    Identify,
    /// `/v1/page`.
    Page,
    /// `/v1/screen`.
    Screen,
    /// `/v1/group`.
    Group,
    /// `/v1/alias`.
    Alias,
}

impl Call {
    fn word(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Identify => "identify",
            Self::Page => "page",
            Self::Screen => "screen",
            Self::Group => "group",
            Self::Alias => "alias",
        }
    }

    fn of(word: &str) -> Option<What> {
        Some(match word.to_ascii_lowercase().as_str() {
            "track" => What::Track,
            "identify" => What::Identify,
            "page" => What::Page,
            "screen" => What::Screen,
            "group" => What::Group,
            "alias" => What::Alias,
            _ => return None,
        })
    }
}

/// A request whose events are found and not yet read.
#[derive(Debug)]
pub struct Request<'a> {
    key: Option<String>,
    events: Vec<&'a RawValue>,
    call: Option<Call>,
    sent_at: Option<Json<'a>>,
    context: Option<Json<'a>>,
}

/// Finds the events of a request. `call` is the route's kind; with none the body is a batch, or an event that says its type.
///
/// # Errors
/// `not-json`, `no-events` or `too-many-events`.
pub fn open(body: &[u8], call: Option<Call>) -> Result<Request<'_>, Problem> {
    let whole: &RawValue = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
    let Ok(members) = serde_json::from_str::<Members<'_>>(whole.get()) else {
        let what = "The body is JSON but not an object.";
        return Err(Problem::new("no-events", what, "Send an event or a batch of events."));
    };
    let key = members.text("writeKey").or_else(|| members.text("write_key"));
    let batch = if call.is_none() { members.get("batch") } else { None };
    let Some(batch) = batch else {
        return Ok(Request { key, events: vec![whole], call, sent_at: None, context: None });
    };
    let events = serde_json::from_str::<Vec<&RawValue>>(batch.get()).map_err(|_| {
        Problem::new("no-events", "The member \"batch\" is not a list.", "Send the events as a list.")
    })?;
    let part = |name| members.get(name).and_then(|raw| Json::parse(raw.get()).ok());
    Ok(Request { key, events: bounded(events)?, call, sent_at: part("sentAt"), context: part("context") })
}

impl super::Request for Request<'_> {
    fn key(&self) -> Option<Cow<'_, str>> {
        self.key.as_deref().map(Cow::Borrowed)
    }

    fn events(&self) -> usize {
        self.events.len()
    }

    fn read(&self, sender: &Sender<'_>) -> Read {
        let reader = Reader { dialect: NAME, sender };
        let each = self.events.iter().enumerate();
        Read {
            events: each
                .map(|(place, raw)| {
                    reader.of_object(raw.get(), place, |object| self.told(&reader, place, raw.get(), object))
                })
                .collect(),
        }
    }
}

impl Request<'_> {
    fn told(&self, reader: &Reader<'_>, place: usize, raw: &str, object: &Object<'_>) -> Told {
        let read = self.event(object, reader.sender);
        let read = read.map_err(|rejection| rejection.of(message_id(object).as_deref()));
        reader.told(&self.kept(object, raw), place, read)
    }

    /// The event as it is kept where it is rejected: with its type, which may have been the route's.
    fn kept<'r>(&self, object: &Object<'_>, raw: &'r str) -> Cow<'r, str> {
        match self.call {
            Some(call) if object.any(&["type", "action"]).is_none() => {
                let rest = raw.trim_start().trim_start_matches('{').trim_start();
                let comma = if rest.starts_with('}') { "" } else { "," };
                Cow::Owned(format!("{{\"type\":\"{}\"{comma}{rest}", call.word()))
            }
            _ => Cow::Borrowed(raw),
        }
    }

    fn event<'e>(&'e self, object: &'e Object<'e>, sender: &Sender<'_>) -> Result<Event<'e>, Rejection> {
        let what = self.what(object)?;
        let happened = ["originalTimestamp", "timestamp", "original_timestamp"];
        let received = object.any(&["receivedAt", "received_at"]);
        // Who passes events on tells both times; `timestamp` alone beside `receivedAt` is the corrected one.
        let found = happened.into_iter().find_map(|name| Some((name, object.get(name)?)));
        let times = Times {
            happened: found,
            sent: object.any(&["sentAt", "sent_at"]).or(self.sent_at.as_ref()),
            received,
            corrected: received.is_some() && found.is_some_and(|(name, _)| name == "timestamp"),
        };
        let mut event = Event::new(what, times.moment(sender)?);
        event.message_id = message_id(object);
        event.name = if what == What::Track {
            let name = object.text(&["event", "name"]).ok_or_else(|| {
                Rejection::new("no-event-name", "The event does not say what was done.").at("event")
            })?;
            Some(name)
        } else {
            object.text(&["name", "event"])
        };
        let context = object.get("context").or(self.context.as_ref());
        let properties = object.object("properties");
        self.who(&mut event, object, context, properties);
        event.group = object.text(&["groupId", "group_id"]);
        event.properties = properties;
        let own = object.object("traits");
        event.traits.extend(own);
        if what == What::Identify {
            event.traits.extend(context.and_then(|context| context.object()?.object("traits")));
            // Some libraries tell what they know of a person as properties.
            event.traits.extend(properties.filter(|_| own.is_none()));
        }
        for (name, path) in [("category", "category"), ("channel", "context.channel")] {
            event.beside.extend(object.get(name).map(|value| (path, value)));
        }
        if let (Some(traits), What::Track | What::Page | What::Screen) = (object.get("traits"), what) {
            event.beside.push(("traits", traits));
        }
        event.beside.extend(context.map(|context| ("context", context)));
        Ok(event)
    }

    fn what(&self, object: &Object<'_>) -> Result<What, Rejection> {
        let told = object.text(&["type", "action"]);
        let word = told.as_deref().or(self.call.map(Call::word)).ok_or_else(|| {
            Rejection::new("unknown-type", "The event does not say of which type it is.").at("type")
        })?;
        Call::of(word).ok_or_else(|| {
            let shown: String = word.chars().take(40).collect();
            let reason = format!("\"{shown}\" is none of track, identify, page, screen, group and alias.");
            Rejection::new("unknown-type", reason).at("type")
        })
    }

    fn who(
        &self,
        event: &mut Event<'_>,
        object: &Object<'_>,
        context: Option<&Json<'_>>,
        properties: Option<&Object<'_>>,
    ) {
        let names = &mut event.names;
        let anonymous = object.any(&["anonymousId", "anonymous_id", "anonymousID"]);
        names.add(IdKind::Customer, object.any(&["userId", "user_id", "userID"]));
        names.add(IdKind::Anonymous, anonymous);
        // The traits of a group are its own, not the person's.
        if event.what != What::Group
            && let Some(traits) = object.object("traits")
        {
            names.traits(traits);
        }
        let context = context.and_then(Json::object);
        if let Some(traits) = context.and_then(|context| context.object("traits")) {
            names.traits(traits);
        }
        names.external(context.and_then(|context| context.get("externalIds")));
        if !names.has(IdKind::Customer)
            && let Some(properties) = properties
        {
            // Who is not signed in and leaves an address is told by it.
            names.add(IdKind::Email, properties.get("email"));
        }
        if event.what == What::Alias {
            event.outright = true;
            // An earlier name may have been an own id or an anonymous one: events came under either.
            let previous = object.any(&["previousId", "previous_id"]);
            let same = previous.and_then(Json::text) == anonymous.and_then(Json::text);
            if !same {
                names.add(IdKind::Customer, previous);
            }
            names.add(IdKind::Anonymous, previous);
        }
    }
}

fn message_id<'e>(object: &'e Object<'_>) -> Option<Cow<'e, str>> {
    object.text(&["messageId", "message_id", "messageID"])
}
