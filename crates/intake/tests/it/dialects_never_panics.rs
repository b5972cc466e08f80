//! Whatever bytes a sender puts on the wire, every dialect answers, each event once, and with memory in proportion.

use proptest::prelude::*;
use vihje_intake::dialect::{
    Read, Request as _, Sender, again, cloudevents, posthog, segment, snowplow, unpacked,
};
use vihje_model::Currency;

/// Members that the dialects look for, beside some that they do not.
const NAMES: &[&str] = &[
    "batch",
    "data",
    "type",
    "event",
    "userId",
    "user_id",
    "anonymousId",
    "distinct_id",
    "uid",
    "duid",
    "e",
    "properties",
    "traits",
    "context",
    "products",
    "items",
    "order_id",
    "price",
    "quantity",
    "discount",
    "total",
    "shipping",
    "currency",
    "timestamp",
    "sentAt",
    "originalTimestamp",
    "dtm",
    "stm",
    "time",
    "messageId",
    "uuid",
    "id",
    "source",
    "subject",
    "$set",
    "$anon_distinct_id",
    "alias",
    "previousId",
    "groupId",
    "externalIds",
    "email",
    "phone",
    "name",
    "category",
    "ue_px",
    "cx",
    "co",
    "ue_pr",
    "tr_id",
    "ti_id",
    "schema",
    "data_base64",
    "datacontenttype",
    "campaign",
    "x",
];
/// Values at the edges.
const TEXTS: &[&str] = &[
    "track",
    "identify",
    "page",
    "group",
    "alias",
    "Order Completed",
    "Order Refunded",
    "order.cancelled",
    "Product Viewed",
    "$identify",
    "$create_alias",
    "$groupidentify",
    "pv",
    "se",
    "tr",
    "ti",
    "ue",
    "EUR",
    "XXX",
    "",
    " ",
    "null",
    "0",
    "-1",
    "1e400",
    "999999999999999999999999999999",
    "0.1",
    "1,5",
    "2026-11-22T10:00:00Z",
    "-009999-01-02T01:59:59Z",
    "+275760-09-13T00:00:00Z",
    "1795357108",
    "99999999999999999999",
    "a@b.fi",
    "+358401234567",
    "u1",
    "\u{0}",
    "ä\u{10ffff}",
    "eyJzY2hlbWEiOiJpZ2x1OmEvYi9qIiwiZGF0YSI6e319",
    "application/json",
    "{\"userId\":1}",
    "NaN",
];

fn scalar() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![
        4 => prop::sample::select(TEXTS).prop_map(serde_json::Value::from),
        1 => any::<i64>().prop_map(serde_json::Value::from),
        1 => any::<u64>().prop_map(serde_json::Value::from),
        1 => any::<f64>().prop_map(serde_json::Value::from),
        1 => (-10_i64..1000).prop_map(serde_json::Value::from),
        1 => any::<bool>().prop_map(serde_json::Value::from),
        1 => Just(serde_json::Value::Null),
    ]
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    scalar().prop_recursive(6, 120, 8, |inner| {
        let member = (prop::sample::select(NAMES).prop_map(str::to_owned), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(serde_json::Value::from),
            prop::collection::vec(member, 0..10)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Requests of libraries.
const WIRE: &[&str] = &["segment-node", "rudder-python", "posthog-node", "snowplow-node", "snowplow-python"];

/// What libraries really sent, with bytes changed, cut out or put in twice.
fn nearly_real() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0_u8..4);
    (prop::sample::select(WIRE), prop::collection::vec(change, 1..12)).prop_map(|(file, changes)| {
        let path = format!("{}/tests/wire/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let mut bytes = std::fs::read(path).unwrap();
        for (at, byte, deed) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match deed {
                0 => bytes[at] = byte,
                1 => bytes[at] = b"{}[]\",:0eE-.\\"[usize::from(byte) % 13],
                2 => drop(bytes.drain(at..(at + usize::from(byte)).min(bytes.len()))),
                _ => bytes.truncate(at),
            }
        }
        bytes
    })
}

fn read_all(bytes: &[u8]) {
    let received_at = "2026-11-22T14:20:00Z".parse().unwrap();
    let sender = Sender { source: "shop", currency: Currency::EUR, received_at, sales: true, fresh: true };
    let mut read = Vec::new();
    let mut take = |events: usize, told: Read| {
        assert_eq!(told.events.len(), events);
        read.push(told);
    };
    for call in [None, Some(segment::Call::Identify), Some(segment::Call::Alias)] {
        if let Ok(request) = segment::open(bytes, call) {
            take(request.events(), request.read(&sender));
        }
    }
    if let Ok(request) = posthog::open(bytes) {
        take(request.events(), request.read(&sender));
    }
    if let Ok(request) = snowplow::open(bytes) {
        take(request.events(), request.read(&sender));
    }
    if let Ok(request) = cloudevents::open(bytes) {
        take(request.events(), request.read(&sender));
    }
    let _ = unpacked(&[b"\x1f\x8b\x08", bytes].concat());
    let text = String::from_utf8_lossy(bytes);
    let request =
        cloudevents::open_binary([("type", text.as_ref()), ("subject", "%C3%%%4")], Some(&text), bytes);
    take(1, request.read(&sender));
    let request = snowplow::open_query([("e".into(), text.clone()), ("ue_px".into(), text.clone())]);
    take(1, request.read(&sender));
    for told in read {
        let rejected: Vec<_> = told.rejected().cloned().collect();
        for rejected in rejected.into_iter().take(3) {
            // What was kept can be read again, to the same end or to a plain refusal.
            let _ = again(&rejected.dialect, &rejected.payload, &sender);
        }
        let envelopes = told.into_envelopes();
        assert!(envelopes.iter().all(|envelope| envelope.message_id.starts_with("shop:")));
        let size: usize = envelopes.iter().map(|envelope| serde_json::to_vec(envelope).unwrap().len()).sum();
        assert!(size <= 64 * bytes.len() + (64 << 10), "{size} bytes of facts out of {}", bytes.len());
    }
}

/// So many cases as `PROPTEST_CASES` says; few otherwise. `make fuzz` goes deeper.
fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(400) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn on_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_all(&bytes);
    }

    #[test]
    fn on_any_json(json in any_json()) {
        read_all(json.to_string().as_bytes());
    }

    #[test]
    fn on_any_json_in_a_batch(events in prop::collection::vec(any_json(), 0..4)) {
        let events = serde_json::Value::from(events);
        read_all(serde_json::json!({ "batch": events, "data": events }).to_string().as_bytes());
        read_all(events.to_string().as_bytes());
    }

    #[test]
    fn on_what_libraries_send_with_bytes_changed(bytes in nearly_real()) {
        read_all(&bytes);
    }
}

#[test]
fn on_nesting_without_end_and_numbers_without_measure() {
    for open in ["[", "{\"a\":", "{\"batch\":[", "{\"data\":", "{\"properties\":{\"products\":["] {
        read_all(open.repeat(50_000).as_bytes());
    }
    let deep = format!("{}1{}", "[".repeat(40_000), "]".repeat(40_000));
    read_all(format!("{{\"batch\": [{{\"type\": \"track\", \"userId\": {deep}}}]}}").as_bytes());
    let digits = "9".repeat(20_000);
    for number in [digits.as_str(), "1e999999999", "-0.0000000000000000000000000000000001", "1E-400"] {
        let event = format!(
            "{{\"type\": \"track\", \"userId\": {number}, \"event\": \"Order Completed\", \"timestamp\": {number}, \
             \"properties\": {{\"products\": [{{\"id\": {number}, \"price\": {number}, \"quantity\": {number}}}]}}}}"
        );
        read_all(event.as_bytes());
        read_all(format!("{{\"batch\": [{event}]}}").as_bytes());
    }
}
