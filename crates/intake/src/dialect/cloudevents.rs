//! CloudEvents 1.0 over HTTP: structured, binary and batch mode. <https://github.com/cloudevents/spec>
//!
//! What an event is about stands in its `data`: the members that Segment's events have, or any object. The person is named by
//! the data, by an extension (`userid`, `anonymousid`), or else by the event's `subject`.

use super::event::{Event, What};
use super::json::{Json, Object};
use super::reject::Rejection;
use super::time::Times;
use super::{Problem, Read, Reader, Sender, Told, bounded, not_json, words};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::RawValue;
use std::borrow::Cow;
use vihje_model::identity::IdKind;

/// The dialect's name.
pub const NAME: &str = "cloudevents";

const CUSTOMER: &[&str] =
    &["userId", "user_id", "userid", "customerId", "customer_id", "customerid", "customer_number"];
const ANONYMOUS: &[&str] = &["anonymousId", "anonymous_id", "anonymousid", "session_id", "sessionId"];

/// A request whose events are found and not yet read.
#[derive(Debug)]
pub struct Request<'a> {
    events: Vec<Cow<'a, str>>,
}

/// Finds the events of a structured or batch body.
///
/// # Errors
/// `not-json` or `too-many-events`.
pub fn open(body: &[u8]) -> Result<Request<'_>, Problem> {
    let whole: &RawValue = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
    let events = serde_json::from_str::<Vec<&RawValue>>(whole.get()).unwrap_or_else(|_| vec![whole]);
    Ok(Request { events: bounded(events)?.into_iter().map(|event| Cow::Borrowed(event.get())).collect() })
}

/// The event of binary mode: attributes are headers (without `ce-`), the body is its data.
pub fn open_binary<'h>(
    attributes: impl IntoIterator<Item = (&'h str, &'h str)>,
    content_type: Option<&str>,
    body: &[u8],
) -> Request<'static> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut members: Vec<String> = attributes
        .into_iter()
        .map(|(name, value)| format!("{}:{}", quoted(name), quoted(&unescaped(value))))
        .collect();
    if let Some(kind) = content_type {
        members.push(format!("\"datacontenttype\":{}", quoted(kind)));
    }
    // Raw, so that the data stands in the event as it was told.
    match serde_json::from_slice::<&RawValue>(body) {
        Ok(data) => members.push(format!("\"data\":{}", data.get())),
        Err(_) if body.is_empty() => {}
        Err(_) => match std::str::from_utf8(body) {
            Ok(text) => members.push(format!("\"data\":{}", quoted(text))),
            Err(_) => members.push(format!("\"data_base64\":\"{}\"", STANDARD.encode(body))),
        },
    }
    Request { events: vec![Cow::Owned(format!("{{{}}}", members.join(",")))] }
}

/// Headers write what is not plain as `%C3%A4`.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('%') {
        return Cow::Borrowed(value);
    }
    Cow::Owned(String::from_utf8_lossy(&super::escaped::unescaped(value.as_bytes())).into_owned())
}

impl super::Request for Request<'_> {
    /// Keys stand in the header only.
    fn key(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn events(&self) -> usize {
        self.events.len()
    }

    fn read(&self, sender: &Sender<'_>) -> Read {
        let reader = Reader { dialect: NAME, sender };
        let each = self.events.iter().enumerate();
        Read {
            events: each
                .map(|(place, raw)| reader.of_object(raw, place, |object| told(&reader, place, raw, object)))
                .collect(),
        }
    }
}

fn told(reader: &Reader<'_>, place: usize, raw: &str, object: &Object<'_>) -> Told {
    let id = message_id(object);
    let packed = packed_data(object);
    let of_event = |rejection: Rejection| rejection.of(id.as_deref());
    let unpacked = match packed.as_deref().map(Json::parse).transpose() {
        Ok(unpacked) => unpacked,
        Err(error) => return reader.rejected(raw, place, of_event(Rejection::unreadable(&error).at("data"))),
    };
    let data = unpacked.as_ref().or_else(|| object.get("data"));
    let extensions = extensions(object);
    let read = event(object, data, &extensions, reader.sender);
    let read = read.map(|event| Event { message_id: id.as_deref().map(Cow::Borrowed), ..event });
    reader.told(raw, place, read.map_err(of_event))
}

/// Data that is JSON within text or base64.
fn packed_data(object: &Object<'_>) -> Option<String> {
    if let Some(packed) = object.text(&["data_base64"]) {
        return String::from_utf8(STANDARD.decode(packed.as_bytes()).ok()?).ok();
    }
    let json = object.text(&["datacontenttype"]).is_some_and(|kind| kind.contains("json"));
    match object.get("data") {
        Some(Json::Text(text)) if json && text.trim_start().starts_with('{') => {
            Some(text.clone().into_owned())
        }
        _ => None,
    }
}

/// Everything beside the data, under `cloudevent`.
fn extensions<'a>(object: &Object<'a>) -> Json<'a> {
    const APART: [&str; 5] = ["data", "data_base64", "id", "time", "specversion"];
    let kept = object.0.iter().filter(|(name, _)| !APART.contains(&name.as_ref())).cloned();
    Json::Object(Object(kept.collect()))
}

/// Producer and id together say which event it is.
fn message_id(object: &Object<'_>) -> Option<String> {
    let id = object.text(&["id"])?;
    Some(match object.text(&["source"]) {
        Some(source) => format!("{source}/{id}"),
        None => id.into_owned(),
    })
}

fn event<'e>(
    object: &'e Object<'e>,
    data: Option<&'e Json<'e>>,
    extensions: &'e Json<'e>,
    sender: &Sender<'_>,
) -> Result<Event<'e>, Rejection> {
    let kind = object.text(&["type"]).ok_or_else(|| {
        Rejection::new("unknown-type", "The event does not say of which type it is.").at("type")
    })?;
    let inside = data.and_then(Json::object);
    let happened = match object.get("time") {
        Some(time) => Some(("time", time)),
        None => inside.and_then(|data| Some(("data.timestamp", data.get("timestamp")?))),
    };
    let at = Times { happened, ..Times::default() }.moment(sender)?;
    let (what, name) = kind_of(&kind, inside);
    let mut event = Event::new(what, at);
    event.name = Some(name);
    let properties = inside.and_then(|data| data.object("properties")).or(inside);
    if !matches!(what, What::Identify | What::Group | What::Company) {
        event.properties = properties;
    }
    let traits = inside.and_then(|data| data.object("traits"));
    event.traits.extend(traits.or(properties));
    who(&mut event, object, inside, traits);
    event.group = inside.and_then(|data| data.text(&["groupId", "group_id"]));
    event.beside.push(("cloudevent", extensions));
    event.beside.extend(inside.and_then(|data| data.get("context")).map(|context| ("context", context)));
    if let Some(data) = data.filter(|data| data.object().is_none()) {
        event.beside.push(("data", data));
    }
    event.anonymous_sale = true;
    Ok(event)
}

/// What the type says: its last words (`com.acme.order.completed`), or the event that the data names.
fn kind_of<'e>(kind: &str, data: Option<&Object<'e>>) -> (What, Cow<'e, str>) {
    let parts: Vec<&str> = kind.split(['.', '/', ':']).filter(|part| !part.is_empty()).collect();
    let last = parts.last().copied().unwrap_or_default();
    let what = match words::plain(last).as_str() {
        "identify" | "identified" => What::Identify,
        "page" | "pageview" | "pageviewed" => What::Page,
        "screen" | "screenview" | "screenviewed" => What::Screen,
        "group" => What::Group,
        "alias" => What::Alias,
        _ => What::Track,
    };
    let named = data
        .and_then(|data| data.text(&["event", "name"]))
        .filter(|_| what != What::Track || last == "track");
    if let Some(name) = named {
        return (what, Cow::Owned(name.into_owned()));
    }
    // The words of the vocabulary may be the last part or the last two.
    let two = parts.len().checked_sub(2).map(|from| parts[from..].join(" "));
    let known = two.filter(|two| is_known(two));
    let name = known.unwrap_or_else(|| if is_known(last) { last.to_owned() } else { kind.to_owned() });
    let name = if matches!(what, What::Page | What::Screen) { String::new() } else { name };
    (what, Cow::Owned(name))
}

fn is_known(name: &str) -> bool {
    let plain = words::plain(name);
    words::of_event(What::Track, &plain).0 != "event" || words::of_order(&plain, true, true).is_some()
}

fn who(event: &mut Event<'_>, object: &Object<'_>, data: Option<&Object<'_>>, traits: Option<&Object<'_>>) {
    let names = &mut event.names;
    for told in [Some(object), data].into_iter().flatten() {
        names.add(IdKind::Customer, told.any(CUSTOMER));
        names.add(IdKind::Anonymous, told.any(ANONYMOUS));
        names.external(told.get("externalIds"));
    }
    for told in [data, traits, data.and_then(|data| data.object("customer"))].into_iter().flatten() {
        names.traits(told);
    }
    if let Some(customer) = data.and_then(|data| data.object("customer")) {
        names.add(IdKind::Customer, customer.any(&["id", "customer_id", "user_id"]));
    }
    if names.is_empty() && event.what != What::Company {
        names.add(IdKind::Customer, object.get("subject"));
    }
    if event.what == What::Alias {
        let previous = data.and_then(|data| data.any(&["previousId", "previous_id"]));
        event.names.add(IdKind::Customer, previous);
        event.names.add(IdKind::Anonymous, previous);
        event.outright = true;
    }
}
