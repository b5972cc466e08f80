//! PostHog's capture API: single events, lists and batches, as its libraries send them.
//! <https://posthog.com/docs/api/capture>

use super::escaped::unescaped;
use super::event::{Event, What};
use super::json::{Json, Members, Object};
use super::reject::Rejection;
use super::time::Times;
use super::{Problem, Read, Reader, Sender, Told, bounded, not_json};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::RawValue;
use std::borrow::Cow;
use vihje_model::identity::IdKind;

/// The dialect's name.
pub const NAME: &str = "posthog";

/// Members of an event's properties that are read elsewhere or say nothing of the deed.
const HIDDEN: [&str; 9] = [
    "$set",
    "$set_once",
    "token",
    "distinct_id",
    "$anon_distinct_id",
    "$insert_id",
    "$group_set",
    "$process_person_profile",
    "api_key",
];

/// A request whose events are found and not yet read.
#[derive(Debug)]
pub struct Request<'a> {
    key: Option<String>,
    events: Vec<&'a RawValue>,
    sent_at: Option<Json<'a>>,
}

/// The JSON of a body that is a form, as older libraries for browsers send it: `data=` and base64, or JSON.
pub fn unwrapped(body: &[u8]) -> Cow<'_, [u8]> {
    let Some(form) = body.strip_prefix(b"data=") else { return Cow::Borrowed(body) };
    let value = form.split(|byte| *byte == b'&').next().unwrap_or_default();
    let plain = unescaped(value);
    if plain.starts_with(b"{") || plain.starts_with(b"[") {
        return Cow::Owned(plain);
    }
    match STANDARD.decode(&plain) {
        Ok(json) => Cow::Owned(json),
        Err(_) => Cow::Borrowed(body),
    }
}

/// Finds the events of a request: one event, a list, or a batch.
///
/// # Errors
/// `not-json`, `no-events` or `too-many-events`.
pub fn open(body: &[u8]) -> Result<Request<'_>, Problem> {
    let whole: &RawValue = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
    if let Ok(events) = serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
        let key = events.first().and_then(|event| key_of(event.get()));
        return Ok(Request { key, events: bounded(events)?, sent_at: None });
    }
    let Ok(members) = serde_json::from_str::<Members<'_>>(whole.get()) else {
        let what = "The body is JSON but neither an event nor a list.";
        return Err(Problem::new("no-events", what, "Send an event or a batch of events."));
    };
    let Some(batch) = members.get("batch") else {
        return Ok(Request { key: key_of(whole.get()), events: vec![whole], sent_at: None });
    };
    let events = serde_json::from_str::<Vec<&RawValue>>(batch.get()).map_err(|_| {
        Problem::new("no-events", "The member \"batch\" is not a list.", "Send the events as a list.")
    })?;
    let key = members.text("api_key").or_else(|| members.text("token"));
    let key = key.or_else(|| events.first().and_then(|event| key_of(event.get())));
    let sent_at = members.get("sent_at").and_then(|raw| Json::parse(raw.get()).ok());
    Ok(Request { key, events: bounded(events)?, sent_at })
}

/// The key that an event itself carries.
fn key_of(event: &str) -> Option<String> {
    let members: Members<'_> = serde_json::from_str(event).ok()?;
    let own = members.text("api_key").or_else(|| members.text("token"));
    own.or_else(|| serde_json::from_str::<Members<'_>>(members.get("properties")?.get()).ok()?.text("token"))
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
        // What the deed tells of itself, without what is told of the person.
        let told = object.object("properties").map(|properties| {
            let own = properties.0.iter().filter(|(name, _)| !HIDDEN.contains(&name.as_ref()));
            Object(own.cloned().collect())
        });
        let told = told.map(seen_as_page);
        let read = self.event(object, told.as_ref(), reader.sender);
        let read = read.map_err(|rejection| rejection.of(message_id(object).as_deref()));
        reader.told(raw, place, read)
    }

    fn event<'e>(
        &'e self,
        object: &'e Object<'e>,
        told: Option<&'e Object<'e>>,
        sender: &Sender<'_>,
    ) -> Result<Event<'e>, Rejection> {
        let name = object.text(&["event"]).ok_or_else(|| {
            Rejection::new("no-event-name", "The event does not say what was done.").at("event")
        })?;
        let what = match name.as_ref() {
            "$pageview" => What::Page,
            "$screen" => What::Screen,
            "$identify" | "$set" => What::Identify,
            "$create_alias" | "$merge_dangerously" => What::Alias,
            "$groupidentify" => What::Company,
            _ => What::Track,
        };
        let happened = ["timestamp", "$timestamp"].iter().find_map(|name| Some((*name, object.get(name)?)));
        let sent = object.any(&["sent_at"]).or(self.sent_at.as_ref());
        let times = Times { happened, sent, ..Times::default() };
        let mut event = Event::new(what, times.moment(sender)?);
        event.message_id = message_id(object);
        event.name = match what {
            What::Page => None,
            What::Screen => told.and_then(|told| told.text(&["$screen_name"])),
            _ => Some(name),
        };
        let properties = object.object("properties");
        let inner = |name| properties.and_then(|properties| properties.object(name));
        event.traits = [object.object("$set"), inner("$set"), object.object("$set_once"), inner("$set_once")]
            .into_iter()
            .flatten()
            .collect();
        match what {
            What::Company => {
                let group = inner("$group_set");
                event.traits.extend(group);
                let told = |name| properties.and_then(|properties| properties.text(&[name]));
                if let (Some(kind), Some(key)) = (told("$group_type"), told("$group_key")) {
                    event.group = Some(Cow::Owned(format!("{kind}:{key}")));
                }
            }
            _ => who(&mut event, object, properties),
        }
        event.properties = told;
        if !matches!(what, What::Track | What::Page | What::Screen) {
            event
                .beside
                .extend(told.and_then(|told| told.get("$lib")).map(|lib| ("context.library.name", lib)));
        }
        Ok(event)
    }
}

/// The members of a page under the names that every dialect shares, beside their own.
fn seen_as_page(mut told: Object<'_>) -> Object<'_> {
    const SHARED: [(&str, &str); 5] = [
        ("$current_url", "url"),
        ("$pathname", "path"),
        ("$title", "title"),
        ("$referrer", "referrer"),
        ("$lib", "context.library.name"),
    ];
    for (own, shared) in SHARED {
        if told.get(shared).is_none()
            && let Some(value) = told.get(own).cloned()
        {
            told.0.push((Cow::Borrowed(shared), value));
        }
    }
    told
}

fn who(event: &mut Event<'_>, object: &Object<'_>, properties: Option<&Object<'_>>) {
    let inner = |names: &[&str]| properties.and_then(|properties| properties.any(names));
    let distinct = object.any(&["distinct_id", "$distinct_id"]).or_else(|| inner(&["distinct_id"]));
    let before = inner(&["$anon_distinct_id"]);
    let text = |json: Option<&Json<'_>>| json.and_then(Json::text).map(Cow::into_owned);
    // A browser that nobody has signed in on goes by its device id, and says that it has no person.
    let device = text(inner(&["$device_id"]));
    let nobody = inner(&["$is_identified", "$process_person_profile"]) == Some(&Json::Bool(false));
    let unknown = text(distinct) == device || nobody;
    let kind = if unknown { IdKind::Anonymous } else { IdKind::Customer };
    let names = &mut event.names;
    names.add(kind, distinct);
    names.add(IdKind::Customer, inner(&["$user_id"]));
    names.add(IdKind::Anonymous, before);
    if device.is_some() {
        names.add(IdKind::Anonymous, inner(&["$device_id"]));
    }
    for traits in event.traits.clone() {
        event.names.traits(traits);
    }
    if event.what == What::Alias {
        event.names.add(IdKind::Customer, inner(&["alias"]));
        event.names.add(IdKind::Customer, inner(&["distinct_id"]));
    }
    event.outright = event.what == What::Alias || (event.what == What::Identify && before.is_some());
}

fn message_id<'e>(object: &'e Object<'_>) -> Option<Cow<'e, str>> {
    let inner = object.object("properties").and_then(|properties| properties.text(&["$insert_id"]));
    object.text(&["uuid", "message_id", "messageId"]).or(inner)
}
