//! Snowplow's tracker protocol, version 2, by POST and by GET.
//! <https://docs.snowplow.io/docs/events/going-deeper/event-parameters/>
//!
//! A transaction and its items are events of their own; they are joined where one request has them, as trackers send them.

use super::event::{Event, What};
use super::json::{Json, Members, Object};
use super::reject::Rejection;
use super::time::Times;
use super::{LARGEST_EVENT, Problem, Read, Reader, Sender, Told, bounded, not_json};
use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde_json::value::RawValue;
use std::borrow::Cow;
use vihje_model::identity::IdKind;

/// The dialect's name.
pub const NAME: &str = "snowplow";

/// Trackers leave the padding away or write it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Parameters by the names that every dialect shares.
const SHARED: [(&str, &str); 22] = [
    ("url", "url"),
    ("page", "title"),
    ("refr", "referrer"),
    ("se_ca", "category"),
    ("se_ac", "action"),
    ("se_la", "label"),
    ("se_pr", "property"),
    ("se_va", "value"),
    ("p", "context.platform"),
    ("tv", "context.library.version"),
    ("tna", "context.library.namespace"),
    ("aid", "context.app.id"),
    ("ua", "context.userAgent"),
    ("lang", "context.locale"),
    ("tz", "context.timezone"),
    ("ip", "context.ip"),
    ("res", "context.screen.resolution"),
    ("vp", "context.screen.viewport"),
    ("sid", "context.session.id"),
    ("vid", "context.session.number"),
    ("cs", "context.characterSet"),
    ("ds", "context.page.size"),
];
/// Parameters that are read elsewhere.
const READ: [&str; 20] = [
    "e", "eid", "uid", "duid", "nuid", "tnuid", "dtm", "stm", "ttm", "cx", "co", "ue_px", "ue_pr", "tr_id",
    "tr_cu", "tr_af", "tr_tt", "tr_sh", "tr_tx", "rtm",
];

/// A request whose events are found and not yet read.
#[derive(Debug)]
pub struct Request<'a> {
    events: Vec<Cow<'a, str>>,
}

/// Finds the events in the body of a POST.
///
/// # Errors
/// `not-json`, `no-events` or `too-many-events`.
pub fn open(body: &[u8]) -> Result<Request<'_>, Problem> {
    let none = || {
        let what = "The body has no list \"data\" of events.";
        Problem::new("no-events", what, "Send a payload_data object of the tracker protocol.")
    };
    let members: Members<'_> = match serde_json::from_slice(body) {
        Ok(members) => members,
        Err(error) if error.is_data() => return Err(none()),
        Err(error) => return Err(not_json(&error)),
    };
    let data = members.get("data").ok_or_else(none)?;
    let events: Vec<&RawValue> = serde_json::from_str(data.get()).map_err(|_| none())?;
    let events = bounded(events)?.into_iter().map(|event| Cow::Borrowed(event.get())).collect();
    Ok(Request { events })
}

/// The event in the parameters of a GET.
pub fn open_query<'q>(pairs: impl IntoIterator<Item = (Cow<'q, str>, Cow<'q, str>)>) -> Request<'static> {
    let members: serde_json::Map<String, serde_json::Value> =
        pairs.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
    Request { events: vec![Cow::Owned(serde_json::Value::Object(members).to_string())] }
}

/// One event by itself, or a transaction with its items as a list.
pub(super) fn open_one(payload: &str) -> Result<Request<'_>, Problem> {
    let whole: &RawValue = serde_json::from_str(payload).map_err(|error| not_json(&error))?;
    let events = serde_json::from_str::<Vec<&RawValue>>(whole.get()).unwrap_or_else(|_| vec![whole]);
    Ok(Request { events: bounded(events)?.into_iter().map(|event| Cow::Borrowed(event.get())).collect() })
}

/// One event, parsed.
struct Parsed<'a> {
    raw: &'a str,
    json: Result<Json<'a>, Rejection>,
}

impl<'a> Parsed<'a> {
    fn of(raw: &'a str) -> Self {
        if raw.len() > LARGEST_EVENT {
            return Self { raw, json: Err(Rejection::too_large(raw.len())) };
        }
        let json = Json::parse(raw).map_err(|error| Rejection::unreadable(&error));
        let json = json.and_then(|json| match json {
            Json::Object(_) => Ok(json),
            _ => Err(Rejection::new("not-an-event", "An event is an object with members.")),
        });
        Self { raw, json }
    }

    fn object(&self) -> Option<&Object<'a>> {
        self.json.as_ref().ok()?.object()
    }

    fn is(&self, kind: &str) -> bool {
        self.object().is_some_and(|object| object.text(&["e"]).as_deref() == Some(kind))
    }
}

impl super::Request for Request<'_> {
    /// The application's id.
    fn key(&self) -> Option<Cow<'_, str>> {
        serde_json::from_str::<Members<'_>>(self.events.first()?).ok()?.text("aid").map(Cow::Owned)
    }

    fn events(&self) -> usize {
        self.events.len()
    }

    fn read(&self, sender: &Sender<'_>) -> Read {
        let reader = Reader { dialect: NAME, sender };
        let parsed: Vec<Parsed<'_>> = self.events.iter().map(|raw| Parsed::of(raw)).collect();
        let each = parsed.iter().enumerate();
        Read { events: each.map(|(place, event)| told(&reader, place, event, &parsed)).collect() }
    }
}

fn told(reader: &Reader<'_>, place: usize, event: &Parsed<'_>, all: &[Parsed<'_>]) -> Told {
    let object = match &event.json {
        Ok(Json::Object(object)) => object,
        Ok(_) => return Told::Facts(Vec::new()),
        Err(rejection) => return reader.rejected(event.raw, place, rejection.clone()),
    };
    let transaction = object.text(&["ti_id", "tr_id"]);
    let of_it = |other: &&Parsed<'_>, kind: &str, name: &str| {
        other.is(kind) && other.object().and_then(|object| object.text(&[name])) == transaction
    };
    if event.is("ti") {
        if all.iter().any(|other| of_it(&other, "tr", "tr_id")) {
            // It is told with its transaction.
            return Told::Facts(Vec::new());
        }
        let reason = "The item came without its transaction, so its order is not known.";
        let rejection = Rejection::new("no-transaction", reason).at("ti_id");
        return reader.rejected(event.raw, place, rejection.of(object.text(&["eid"]).as_deref()));
    }
    let items: Vec<&Parsed<'_>> = match event.is("tr") {
        true => all.iter().filter(|other| of_it(other, "ti", "ti_id")).collect(),
        false => Vec::new(),
    };
    let kept = match items.as_slice() {
        [] => Cow::Borrowed(event.raw),
        items => {
            let texts: Vec<&str> =
                std::iter::once(event.raw).chain(items.iter().map(|item| item.raw)).collect();
            Cow::Owned(format!("[{}]", texts.join(",")))
        }
    };
    let items: Vec<&Object<'_>> = items.into_iter().filter_map(Parsed::object).collect();
    let of_event = |rejection: Rejection| rejection.of(object.text(&["eid"]).as_deref());
    let decoded = match Decoded::of(object) {
        Ok(decoded) => decoded,
        Err(rejection) => return reader.rejected(&kept, place, of_event(rejection)),
    };
    let unfolded = match Unfolded::of(object, &decoded, &items) {
        Ok(unfolded) => unfolded,
        Err(rejection) => return reader.rejected(&kept, place, of_event(rejection)),
    };
    reader.told(&kept, place, unfolded.event(object, reader.sender).map_err(of_event))
}

/// The texts of an event's self-describing parts.
struct Decoded {
    event: Option<String>,
    context: Option<String>,
}

impl Decoded {
    fn of(object: &Object<'_>) -> Result<Self, Rejection> {
        Ok(Self { event: part(object, "ue_px", "ue_pr")?, context: part(object, "cx", "co")? })
    }
}

/// A part that is told packed or plain.
fn part(object: &Object<'_>, packed: &str, plain: &str) -> Result<Option<String>, Rejection> {
    if let Some(text) = object.text(&[packed]) {
        let bytes = BASE64.decode(text.replace('+', "-").replace('/', "_").as_bytes()).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        return text
            .map(Some)
            .ok_or_else(|| Rejection::new("unreadable-event", "The part is not base64 of text.").at(packed));
    }
    Ok(object.text(&[plain]).map(Cow::into_owned))
}

/// An event with its parts read, under the names that every dialect shares.
struct Unfolded<'e> {
    what: What,
    name: Option<String>,
    properties: Object<'e>,
    traits: Vec<Object<'e>>,
}

impl<'e> Unfolded<'e> {
    fn of(object: &Object<'e>, decoded: &'e Decoded, items: &[&Object<'e>]) -> Result<Self, Rejection> {
        let kind = object.text(&["e"]).ok_or_else(|| {
            Rejection::new("unknown-type", "The event does not say of which type it is.").at("e")
        })?;
        let mut told =
            Self { what: What::Track, name: None, properties: Object::default(), traits: Vec::new() };
        match kind.as_ref() {
            "pv" => told.what = What::Page,
            "pp" => told.name = Some("Page Ping".to_owned()),
            "se" => told.name = object.text(&["se_ac", "se_ca"]).map(Cow::into_owned),
            "tr" => told.transaction(object, items),
            "ue" => told.self_describing(decoded)?,
            other => {
                let shown: String = other.chars().take(40).collect();
                let reason = format!("\"{shown}\" is none of pv, pp, se, tr, ti and ue.");
                return Err(Rejection::new("unknown-type", reason).at("e"));
            }
        }
        for (own, value) in &object.0 {
            if let Some((_, shared)) = SHARED.iter().find(|(name, _)| name == own) {
                told.properties.0.push((Cow::Borrowed(shared), value.clone()));
            } else if !READ.contains(&own.as_ref()) {
                told.properties.0.push((own.clone(), value.clone()));
            }
        }
        if let Some(context) = &decoded.context {
            told.entities(context)?;
        }
        Ok(told)
    }

    fn transaction(&mut self, object: &Object<'e>, items: &[&Object<'e>]) {
        self.name = Some("Order Completed".to_owned());
        let take = |from: &Object<'e>, names: &[(&str, &'static str)]| {
            let found = names
                .iter()
                .filter_map(|(own, shared)| Some((Cow::Borrowed(*shared), from.get(own)?.clone())));
            found.collect::<Vec<_>>()
        };
        const ORDER: [(&str, &str); 6] = [
            ("tr_id", "order_id"),
            ("tr_cu", "currency"),
            ("tr_af", "affiliation"),
            ("tr_tt", "total"),
            ("tr_sh", "shipping"),
            ("tr_tx", "tax"),
        ];
        const ITEM: [(&str, &str); 5] = [
            ("ti_sk", "sku"),
            ("ti_nm", "name"),
            ("ti_ca", "category"),
            ("ti_pr", "price"),
            ("ti_qu", "quantity"),
        ];
        self.properties.0.extend(take(object, &ORDER));
        let items = items.iter().map(|item| Json::Object(Object(take(item, &ITEM)))).collect();
        self.properties.0.push((Cow::Borrowed("products"), Json::List(items)));
    }

    /// `{"schema": "iglu:…/unstruct_event/…", "data": {"schema": "iglu:com.acme/signed_up/jsonschema/1-0-0", "data": {…}}}`
    fn self_describing(&mut self, decoded: &'e Decoded) -> Result<(), Rejection> {
        let text = decoded.event.as_deref().ok_or_else(|| {
            Rejection::new("unreadable-event", "The event has no self-describing part.").at("ue_px")
        })?;
        let json = Json::parse(text).map_err(|error| Rejection::unreadable(&error).at("ue_px"))?;
        let (name, data) = described(&json).and_then(|(_, inner)| described(inner)).ok_or_else(|| {
            Rejection::new("unreadable-event", "The part does not describe itself.").at("ue_px")
        })?;
        let data = data.object().cloned().unwrap_or_default();
        match name.as_str() {
            "screen_view" => {
                self.what = What::Screen;
                self.name = data.text(&["name"]).map(Cow::into_owned);
            }
            "snowplow_ecommerce_action" => self.name = Some(shop_action(&data)),
            "identify" => {
                self.what = What::Identify;
                self.traits.push(data);
                return Ok(());
            }
            _ => self.name = Some(name.clone()),
        }
        self.properties.0.extend(data.0);
        Ok(())
    }

    /// Entities beside the event: what it is about in the shop, the person, and whatever else.
    fn entities(&mut self, text: &'e str) -> Result<(), Rejection> {
        let json = Json::parse(text).map_err(|error| Rejection::unreadable(&error).at("cx"))?;
        let list =
            json.object().and_then(|object| object.get("data")).and_then(Json::list).unwrap_or_default();
        let mut products = Vec::new();
        for (name, data) in list.iter().filter_map(described) {
            let Some(object) = data.object() else { continue };
            match name.as_str() {
                "product" => products.push(Json::Object(object.clone())),
                "transaction" | "refund" => {
                    let shared = object.0.iter().map(|(own, value)| match own.as_ref() {
                        "revenue" => (Cow::Borrowed("total"), value.clone()),
                        "discount_amount" => (Cow::Borrowed("discount"), value.clone()),
                        "refund_amount" => (Cow::Borrowed("total"), value.clone()),
                        _ => (own.clone(), value.clone()),
                    });
                    self.properties.0.extend(shared);
                }
                "user" | "identify" => self.traits.push(object.clone()),
                other => self.properties.0.push((Cow::Owned(format!("context.{other}")), data.clone())),
            }
        }
        if !products.is_empty() && self.properties.get("products").is_none() {
            self.properties.0.push((Cow::Borrowed("products"), Json::List(products)));
        }
        Ok(())
    }

    fn event<'r>(&'r self, object: &'r Object<'r>, sender: &Sender<'_>) -> Result<Event<'r>, Rejection> {
        let happened = ["ttm", "dtm"].iter().find_map(|name| Some((*name, object.get(name)?)));
        // The true timestamp is right by definition; the device's is corrected by when it was sent.
        let times = Times {
            happened,
            sent: object.get("stm"),
            corrected: happened.is_some_and(|(name, _)| name == "ttm"),
            ..Times::default()
        };
        let mut event = Event::new(self.what, times.moment(sender)?);
        event.message_id = object.text(&["eid"]);
        event.name = self.name.as_deref().map(Cow::Borrowed);
        let names = &mut event.names;
        names.add(IdKind::Customer, object.get("uid"));
        for device in ["duid", "nuid", "tnuid"] {
            names.add(IdKind::Anonymous, object.get(device));
        }
        for traits in &self.traits {
            names.traits(traits);
            names.add(IdKind::Customer, traits.any(&["user_id", "userId"]));
        }
        event.traits.extend(&self.traits);
        event.properties = Some(&self.properties);
        event.anonymous_sale = true;
        Ok(event)
    }
}

/// The last word of a self-describing part's schema, and its data.
fn described<'j, 'a>(json: &'j Json<'a>) -> Option<(String, &'j Json<'a>)> {
    let object = json.object()?;
    let schema = object.text(&["schema"])?;
    let name = schema.split('/').nth(1)?.to_owned();
    Some((name, object.get("data")?))
}

/// Snowplow's e-commerce actions by the names that Segment gave them.
fn shop_action(data: &Object<'_>) -> String {
    let action = data.text(&["type"]).unwrap_or_default();
    let name = match action.as_ref() {
        "product_view" => "Product Viewed",
        "list_view" => "Product List Viewed",
        "list_click" => "Product Clicked",
        "add_to_cart" => "Product Added",
        "remove_from_cart" => "Product Removed",
        "checkout_step" => "Checkout Step Completed",
        "transaction" => "Order Completed",
        "refund" => "Order Refunded",
        "promo_view" => "Promotion Viewed",
        "promo_click" => "Promotion Clicked",
        other => other,
    };
    name.to_owned()
}
