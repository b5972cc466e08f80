//! What client libraries put on the wire, as they put it there (`tests/wire`), and what it is read as.

use serde_json::{Value, json};
use std::path::Path;
use vihje_intake::dialect::{
    LARGEST_BATCH, Read, Request as _, Sender, Told, again, cloudevents, posthog, segment, snowplow, unpacked,
};
use vihje_model::fact::LineKind;
use vihje_model::{Currency, Envelope, Fact};

fn sender() -> Sender<'static> {
    let received_at = "2026-11-22T14:20:00Z".parse().unwrap();
    Sender { source: "shop", currency: Currency::EUR, received_at, sales: true, fresh: true }
}

fn wire(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A fact in one line.
fn line(envelope: &Envelope) -> String {
    match &envelope.fact {
        Fact::TouchPoint(touch) => {
            let direction = if touch.outbound { "out" } else { "in" };
            let subject = &touch.subject;
            format!("touch {} {} {direction} {subject}", touch.customer, touch.touch)
        }
        Fact::Customer(customer) => {
            let name = customer.name.as_deref().unwrap_or("-");
            format!("customer {} {name} {}", customer.id, customer.email.as_deref().unwrap_or("-"))
        }
        Fact::Identified(seen) => {
            let ids: Vec<_> = seen.ids.iter().map(ToString::to_string).collect();
            format!("{} {}", if seen.outright { "same" } else { "seen" }, ids.join(" "))
        }
        Fact::Order(order) => {
            let lines = order.lines.iter().map(|line| {
                let kind = if line.line == LineKind::Charge { "+" } else { "" };
                format!(
                    "{kind}{}x{}={} {}",
                    line.product, line.quantity, line.amount.amount, line.amount.currency
                )
            });
            let customer = order.customer.as_deref().unwrap_or("-");
            format!("order {} {customer} [{}]", order.order, lines.collect::<Vec<_>>().join(", "))
        }
        Fact::Refund(refund) => {
            let lines = refund.lines.iter().map(|line| {
                let quantity = line.quantity.map_or("all".to_owned(), |quantity| quantity.to_string());
                let amount = line.amount.map_or("?".to_owned(), |money| money.amount.to_string());
                format!("{}x{quantity}={amount}", line.product)
            });
            let total = refund.total.map_or("-".to_owned(), |money| money.amount.to_string());
            format!("refund {} {total} [{}]", refund.order, lines.collect::<Vec<_>>().join(", "))
        }
        Fact::Product(product) => {
            let levels: Vec<_> = product.levels.iter().flatten().map(String::as_str).collect();
            format!("product {} {} {}", product.id, product.name.as_deref().unwrap_or("-"), levels.join(">"))
        }
        Fact::EventRejected(rejected) => {
            format!("rejected {} {}", rejected.code, rejected.field.as_deref().unwrap_or("-"))
        }
        other => format!("{other:?}"),
    }
}

fn lines(read: Read) -> Vec<String> {
    read.into_envelopes().iter().map(line).collect()
}

/// One event of Segment's and what it comes to.
#[track_caller]
fn check(event: Value, expect: &[&str]) {
    let body = event.to_string();
    let read = segment::open(body.as_bytes(), None).unwrap().read(&sender());
    assert_eq!(lines(read), expect, "{body}");
}

fn touch(read: Read, subject: &str) -> vihje_model::fact::TouchPoint {
    let found = read.into_envelopes().into_iter().find_map(|envelope| match envelope.fact {
        Fact::TouchPoint(touch) if touch.subject == subject => Some(touch),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("there is no touch-point {subject}"))
}

const ORDER: &str = "order o1 u1 [p1x1=17.10 EUR, p2x2=5.40 EUR, +shippingx1=3.00 EUR]";

#[test]
fn what_the_libraries_of_segment_and_its_like_send_is_read_whole() {
    for (file, key) in [("segment-node.json", Some("KEY")), ("customerio-node.json", None)] {
        let body = wire(file);
        let request = segment::open(&body, None).unwrap();
        assert_eq!((request.events(), request.key().as_deref()), (7, key), "{file}");
        let expect = [
            "customer u1 A B a@b.fi",
            "seen u1 email:a@b.fi anonymous:an1",
            "touch u1 view in Product Viewed",
            "product p1 Drill ",
            "touch u1 visit in Home",
            "touch u1 visit in Main",
            ORDER,
            "touch u1 order in Order Completed",
            "product p1 Drill Tools",
            "product p2 Bits ",
            "customer u1 - -",
            "same u1 old anonymous:old",
        ];
        assert_eq!(lines(request.read(&sender())), expect, "{file}");
    }
    let body = wire("segment-python.json");
    let request = segment::open(&body, None).unwrap();
    assert_eq!(request.key().as_deref(), Some("KEY"));
    let told = lines(request.read(&sender()));
    assert_eq!(told[..2], ["customer u1 A B a@b.fi", "seen u1 email:a@b.fi anonymous:an1"]);
    assert_eq!(told.last().unwrap(), "same u1 old anonymous:old");
    for file in ["rudder-node.json", "rudder-python.json"] {
        let body = wire(file);
        let told = lines(segment::open(&body, None).unwrap().read(&sender()));
        assert!(told.iter().any(|line| line.starts_with("order o1 u1 [")), "{file}: {told:?}");
        assert!(!told.iter().any(|line| line.starts_with("rejected")), "{file}: {told:?}");
    }
}

#[test]
fn properties_context_and_campaign_are_kept_under_their_paths() {
    let event = json!({
        "type": "page", "anonymousId": "a", "name": "Prices", "category": "Docs",
        "properties": { "url": "https://x/prices", "title": "Price list" },
        "context": {
            "campaign": { "name": "Spring", "source": "news" }, "page": { "referrer": "https://y" },
            "library": { "name": "analytics.js" },
        },
    });
    let body = event.to_string();
    let touch = touch(segment::open(body.as_bytes(), None).unwrap().read(&sender()), "Prices");
    assert_eq!((touch.customer.as_str(), touch.campaign.as_deref()), ("anonymous:a", Some("Spring")));
    let told: Vec<_> = touch.attributes.iter().map(|(path, value)| format!("{path}={value}")).collect();
    let expect = [
        "category=Docs",
        "context.campaign.name=Spring",
        "context.campaign.source=news",
        "context.library.name=analytics.js",
        "context.page.referrer=https://y",
        "title=Price list",
        "url=https://x/prices",
    ];
    assert_eq!(told, expect);
}

#[test]
fn what_is_clear_is_accepted_however_untidy() {
    let order = |more: Value| {
        let mut properties =
            json!({ "order_id": 7, "products": [{ "sku": "s", "price": "10.00", "quantity": "3" }] });
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "action": "track", "user_id": 5, "event": "order_completed", "properties": properties })
    };
    let touch = "touch 5 order in order_completed";
    check(order(json!({})), &["order 7 5 [sx3=30.00 EUR]", touch]);
    check(order(json!({ "currency": "jpy" })), &["order 7 5 [sx3=30 JPY]", touch]);
    check(order(json!({ "discount": "-0.01" })), &["order 7 5 [sx3=29.99 EUR]", touch]);
    // The lines' discounts told again at the order are no second discount.
    let lines =
        json!([{ "id": "a", "price": 5, "discount": 1 }, { "name": "b", "price": 5, "discount": 0.5 }]);
    let told = ["order 7 5 [ax1=4.00 EUR, bx1=4.50 EUR]", touch, "product b b "];
    check(order(json!({ "products": lines, "discount": 1.5 })), &told);
    let bare = json!([{ "id": "a", "quantity": 2 }]);
    check(
        order(json!({ "products": bare, "total": 25, "tax": 2, "shipping": 3 })),
        &["order 7 5 [ax2=20.00 EUR, +shippingx1=3.00 EUR]", touch],
    );
    let cancelled = json!({ "type": "track", "userId": "u", "event": "Order Cancelled", "properties": { "order_id": "o" } });
    check(cancelled, &["order o u []", "touch u order in Order Cancelled"]);
    let refunded = |properties: Value| json!({ "type": "track", "userId": "u", "event": "Order Refunded", "properties": properties });
    let touch = "touch u order in Order Refunded";
    check(refunded(json!({ "order_id": "o", "total": 30 })), &["refund o 30.00 []", touch]);
    let back = json!([{ "product_id": "a", "price": 19, "quantity": 1 }, { "product_id": "b", "price": 3, "quantity": 2 }]);
    check(
        refunded(json!({ "order_id": "o", "total": 30, "products": back })),
        &["refund o - [ax1=?, bx2=?]", touch],
    );
    check(
        refunded(json!({ "order_id": "o", "total": 5, "products": back })),
        &["refund o - [ax1=3.80, bx2=1.20]", touch],
    );
    let mail = json!({ "type": "track", "userId": "u", "event": "Email Delivered", "properties": { "campaign_id": 12 } });
    check(mail, &["touch u email out Email Delivered"]);
    let left = json!({ "type": "track", "anonymousId": "a", "event": "Newsletter", "properties": { "email": "A@b.fi" } });
    check(left, &["touch email:a@b.fi event in Newsletter", "seen email:a@b.fi anonymous:a"]);
}

#[test]
fn what_is_not_clear_is_kept_apart_with_its_reason() {
    let track = |event: &str, properties: Value| json!({ "type": "track", "userId": "u", "event": event, "properties": properties });
    let ordered = |properties: Value| track("Order Completed", properties);
    let line = json!([{ "product_id": "p", "price": 2 }]);
    for (event, expect) in [
        (json!({ "type": "track", "event": "Registered" }), "rejected no-person -"),
        (json!({ "type": "track", "event": "Registered", "userId": "null" }), "rejected no-person -"),
        (json!({ "type": "track", "userId": "u" }), "rejected no-event-name event"),
        (json!({ "type": "walk", "userId": "u" }), "rejected unknown-type type"),
        (json!({ "userId": "u" }), "rejected unknown-type type"),
        (
            json!({ "type": "page", "userId": "u", "timestamp": "2031-01-01T00:00:00Z" }),
            "rejected impossible-time timestamp",
        ),
        (json!({ "type": "page", "userId": "u", "timestamp": 0 }), "rejected impossible-time timestamp"),
        (json!({ "type": "page", "userId": "u", "timestamp": "soon" }), "rejected unreadable-time timestamp"),
        (json!({ "type": "alias", "userId": "u" }), "rejected no-person -"),
        (ordered(json!({ "order_id": "o" })), "rejected no-products properties.products"),
        (
            ordered(json!({ "products": line, "currency": "BTC" })),
            "rejected unknown-currency properties.currency",
        ),
        (
            ordered(json!({ "products": line, "discount": 3 })),
            "rejected impossible-amount properties.discount",
        ),
        (ordered(json!({ "products": [{ "price": 2 }] })), "rejected no-product properties.products[0]"),
        (
            ordered(json!({ "products": [{ "id": 1, "price": "2 euros" }] })),
            "rejected not-a-number properties.products[0].price",
        ),
        (
            ordered(json!({ "products": [{ "id": 1 }, { "id": 2 }], "total": 4 })),
            "rejected no-price properties.products[0].price",
        ),
        (
            ordered(json!({ "products": [{ "id": 1, "price": 2, "quantity": 0 }] })),
            "rejected impossible-quantity properties.products[0].quantity",
        ),
        (track("Order Refunded", json!({ "total": 4 })), "rejected no-order-id properties.order_id"),
        (track("Long", json!({ "text": "x".repeat(33 << 10) })), "rejected event-too-large -"),
        (json!("track"), "rejected not-an-event -"),
    ] {
        // The good event beside it is taken.
        let batch =
            json!({ "batch": [event, { "type": "page", "userId": "u", "name": "Home" }] }).to_string();
        let read = segment::open(batch.as_bytes(), None).unwrap().read(&sender());
        assert_eq!(lines(read), [expect, "touch u visit in Home"], "{batch}");
    }
    for (body, code) in [
        ("", "not-json"),
        ("{\"batch\": [", "not-json"),
        ("[1]", "no-events"),
        ("{\"batch\": 1}", "no-events"),
    ] {
        assert_eq!(segment::open(body.as_bytes(), None).unwrap_err().code, code, "{body}");
    }
    let many = format!("{{\"batch\": [{}1]}}", "1,".repeat(5_000));
    assert_eq!(segment::open(many.as_bytes(), None).unwrap_err().code, "too-many-events");
}

#[test]
fn an_event_told_again_has_the_same_id_and_one_without_an_id_gets_one_from_its_bytes() {
    let ids = |body: &str, received_at: &str| {
        let sender = Sender { received_at: received_at.parse().unwrap(), ..sender() };
        let read = segment::open(body.as_bytes(), None).unwrap().read(&sender);
        read.into_envelopes().into_iter().map(|envelope| envelope.message_id).collect::<Vec<_>>()
    };
    let (noon, later) = ("2026-11-22T12:00:00Z", "2026-11-22T18:00:00Z");
    let own = r#"{"type": "track", "userId": "u", "event": "Order Cancelled", "properties": {"order_id": 1}, "messageId": "m"}"#;
    assert_eq!(ids(own, noon), ["shop:m", "shop:m#1"]);
    let timed = r#"{"batch": [{"type": "page", "userId": "u", "timestamp": "2026-11-22T10:00:00Z"}]}"#;
    assert_eq!(ids(timed, noon), ids(timed, later));
    let bare = r#"{"batch": [{"type": "page", "userId": "u"}, {"type": "page", "userId": "u"}]}"#;
    assert_eq!(ids(bare, noon), ids(bare, noon));
    assert_ne!(
        ids(bare, noon),
        ids(bare, later),
        "without a time of its own it may be told again in earnest"
    );
    assert_ne!(ids(bare, noon)[0], ids(bare, noon)[1]);
    let bad = r#"{"type": "page", "messageId": "m"}"#;
    assert_eq!(ids(bad, noon), ["shop:m!no-person"], "mended, it may come under its own id");
}

#[test]
fn a_rejected_event_is_kept_as_it_came_and_can_be_mended() {
    let body =
        r#"{ "event": "Hello", "timestamp": "2026-11-20T10:00:00Z", "sentAt": "2026-11-20T10:00:01Z" }"#;
    let read = segment::open(body.as_bytes(), Some(segment::Call::Track)).unwrap().read(&sender());
    let Told::Rejected(envelope) = &read.events[0] else { panic!("{read:?}") };
    let Fact::EventRejected(rejected) = &envelope.fact else { panic!("{envelope:?}") };
    assert_eq!((rejected.dialect.as_str(), rejected.source.as_str()), ("segment", "shop"));
    let mended = rejected.payload.replace("\"event\"", "\"userId\": \"u\", \"event\"");
    let again = again(&rejected.dialect, &mended, &sender()).unwrap().into_envelopes();
    let Fact::TouchPoint(touch) = &again[0].fact else { panic!("{again:?}") };
    assert_eq!((touch.customer.as_str(), touch.at.to_string().as_str()), ("u", "2026-11-20T10:00:00Z"));
}

#[test]
fn posthogs_libraries_are_read_whole() {
    let body = wire("posthog-node.json");
    let request = posthog::open(&body).unwrap();
    assert_eq!(request.key().as_deref(), Some("KEY"));
    let expect = [
        "customer u1 A B a@b.fi",
        "seen u1 email:a@b.fi",
        "touch u1 visit in https://x/y",
        ORDER,
        "touch u1 order in Order Completed",
        "product p1 Drill Tools",
        "product p2 Bits ",
        "same u1 an1",
        "customer external:company:g1 Initech -",
    ];
    assert_eq!(lines(request.read(&sender())), expect);
    let body = wire("posthog-python.json");
    let told = lines(posthog::open(&body).unwrap().read(&sender()));
    for expect in ["customer u1 - a@b.fi", "touch u1 visit in https://x/y", "same an1 u1"] {
        assert!(told.iter().any(|line| line == expect), "{expect}: {told:?}");
    }
    let browser = json!([
        { "event": "$pageview", "properties": { "token": "KEY", "distinct_id": "d", "$device_id": "d", "$current_url": "u", "title": "T" } },
        { "event": "$identify", "properties": { "distinct_id": "ada", "$anon_distinct_id": "d", "$device_id": "d" }, "$set": { "email": "ada@b.fi" } },
    ])
    .to_string();
    let request = posthog::open(browser.as_bytes()).unwrap();
    assert_eq!(request.key().as_deref(), Some("KEY"));
    let expect =
        ["touch anonymous:d visit in T", "customer ada - ada@b.fi", "same ada email:ada@b.fi anonymous:d"];
    assert_eq!(lines(request.read(&sender())), expect);
}

#[test]
fn a_form_of_posthogs_is_its_json() {
    for body in ["{\"a\":1}", "data=%7B%22a%22%3A1%7D", "data=eyJhIjoxfQ%3D%3D&compression=base64"] {
        assert_eq!(posthog::unwrapped(body.as_bytes()).as_ref(), b"{\"a\":1}", "{body}");
    }
}

#[test]
fn snowplows_trackers_are_read_whole() {
    for file in ["snowplow-node.json", "snowplow-python.json"] {
        let body = wire(file);
        let request = snowplow::open(&body).unwrap();
        assert_eq!(request.key().as_deref(), Some("KEY"));
        let told = lines(request.read(&sender()));
        let action = if file == "snowplow-node.json" { "add-to-basket" } else { "add" };
        let expect = [
            "touch u1 visit in T",
            "seen u1 anonymous:d1",
            &format!("touch u1 event in {action}"),
            "seen u1 anonymous:d1",
            "touch u1 event in signed_up",
            "seen u1 anonymous:d1",
        ];
        assert_eq!(told, expect, "{file}");
        let signed_up = touch(request.read(&sender()), "signed_up");
        assert_eq!(signed_up.attributes["plan"], "pro", "{file}");
    }
    let pairs = [("e", "pv"), ("aid", "shop"), ("duid", "d"), ("url", "https://x"), ("page", "Prices")];
    let request = snowplow::open_query(pairs.map(|(name, value)| (name.into(), value.into())));
    assert_eq!(lines(request.read(&sender())), ["touch anonymous:d visit in Prices"]);
}

#[test]
fn a_snowplow_transaction_is_joined_with_its_items() {
    let item = |sku: &str| json!({ "e": "ti", "ti_id": "t1", "ti_sk": sku, "ti_nm": sku, "ti_pr": "5", "ti_qu": "2", "duid": "d" });
    let order = json!({ "e": "tr", "tr_id": "t1", "tr_tt": "20", "tr_cu": "SEK", "uid": "u", "eid": "x" });
    let body = json!({ "data": [order, item("a"), item("b")] }).to_string();
    let expect = [
        "order t1 u [ax2=10.00 SEK, bx2=10.00 SEK]",
        "touch u order in Order Completed",
        "product a a ",
        "product b b ",
    ];
    assert_eq!(lines(snowplow::open(body.as_bytes()).unwrap().read(&sender())), expect);
    let alone = json!({ "data": [item("a")] }).to_string();
    assert_eq!(
        lines(snowplow::open(alone.as_bytes()).unwrap().read(&sender())),
        ["rejected no-transaction ti_id"]
    );
    let entity = |schema: &str, data: Value| json!({ "schema": format!("iglu:com.snowplowanalytics.snowplow.ecommerce/{schema}/jsonschema/1-0-0"), "data": data });
    let event = json!({ "data": entity("snowplow_ecommerce_action", json!({ "type": "transaction" })), "schema": "iglu:x/unstruct_event/jsonschema/1-0-0" });
    let context = json!({ "schema": "iglu:x/contexts/jsonschema/1-0-0", "data": [
        entity("product", json!({ "id": "a", "name": "A", "category": "C", "price": 4, "currency": "EUR", "quantity": 1 })),
        entity("transaction", json!({ "transaction_id": "t2", "revenue": 4, "currency": "EUR" })),
    ] });
    let body =
        json!({ "data": [{ "e": "ue", "uid": "u", "ue_pr": event.to_string(), "co": context.to_string() }] })
            .to_string();
    let expect = ["order t2 u [ax1=4.00 EUR]", "touch u order in Order Completed", "product a A C"];
    assert_eq!(lines(snowplow::open(body.as_bytes()).unwrap().read(&sender())), expect);
}

#[test]
fn cloud_events_are_read_in_every_mode() {
    let order = json!({ "order_id": "o", "customer_id": "c", "products": [{ "id": "p", "price": 4 }] });
    let event = json!({
        "specversion": "1.0", "id": "1", "source": "/till/3", "type": "com.acme.order.completed",
        "time": "2026-11-22T12:00:00Z", "data": order,
    });
    let expect = ["order o c [px1=4.00 EUR]", "touch c order in order completed"];
    let structured = event.to_string();
    let read = cloudevents::open(structured.as_bytes()).unwrap().read(&sender());
    assert_eq!(read.clone().into_envelopes()[0].message_id, "shop:/till/3/1");
    assert_eq!(lines(read), expect);
    let batch = json!([event, { "id": "2", "type": "com.acme.page", "source": "s", "subject": "c", "data": { "title": "T" } }]).to_string();
    let told = lines(cloudevents::open(batch.as_bytes()).unwrap().read(&sender()));
    assert_eq!(told, [expect[0], expect[1], "touch c visit in T"]);
    let heads = [
        ("id", "1"),
        ("source", "/till/3"),
        ("type", "com.acme.order.completed"),
        ("time", "2026-11-22T12:00:00Z"),
    ];
    let binary = cloudevents::open_binary(heads, Some("application/json"), order.to_string().as_bytes());
    assert_eq!(lines(binary.read(&sender())), expect);
    let nobody = json!({ "id": "1", "source": "s", "type": "order.completed", "data": { "order_id": 1, "products": [{ "id": "p", "price": 4 }] } });
    let told = lines(cloudevents::open(nobody.to_string().as_bytes()).unwrap().read(&sender()));
    assert_eq!(told, ["order 1 - [px1=4.00 EUR]"], "a till need not know its customers");
    let identify = json!({ "id": "1", "source": "s", "type": "identify", "data": { "userId": "u", "traits": { "email": "u@b.fi", "plan": "pro" } } });
    let told = lines(cloudevents::open(identify.to_string().as_bytes()).unwrap().read(&sender()));
    assert_eq!(told, ["customer u - u@b.fi", "seen u email:u@b.fi"]);
}

#[test]
fn a_key_that_may_not_tell_sales_tells_none() {
    let sender = Sender { sales: false, ..sender() };
    let event = |name: &str, properties: Value| {
        let event =
            json!({ "type": "track", "userId": "u", "event": name, "properties": properties }).to_string();
        lines(segment::open(event.as_bytes(), None).unwrap().read(&sender))
    };
    let order = json!({ "order_id": "o", "products": [{ "product_id": "p", "name": "P", "price": 2 }] });
    assert_eq!(event("Order Completed", order), ["rejected sales-not-allowed -"]);
    let view = json!({ "product_id": "p", "name": "Not its name" });
    assert_eq!(event("Product Viewed", view), ["touch u view in Product Viewed"]);
}

#[test]
fn a_packed_body_is_unpacked_within_its_limit() {
    let pack = |bytes: &[u8]| crate::support::gzip(bytes);
    assert_eq!(unpacked(b"{}").unwrap().as_ref(), b"{}");
    assert_eq!(unpacked(&pack(b"{\"a\": 1}")).unwrap().as_ref(), b"{\"a\": 1}");
    let bomb = pack(&vec![b' '; 20 << 20]);
    assert!(bomb.len() < LARGEST_BATCH);
    assert_eq!(unpacked(&bomb).unwrap_err().code, "body-too-large");
    assert_eq!(unpacked(&vec![b' '; LARGEST_BATCH + 1]).unwrap_err().code, "body-too-large");
    assert_eq!(unpacked(&pack(b"{}")[..12]).unwrap_err().code, "broken-gzip");
}
