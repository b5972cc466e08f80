//! Events come in: by whose key, in which dialect, within which limits; what is answered, and what is then known.

use crate::support::{Reply, TestServer};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use vihje_model::CustomerKey;

/// A source and its key.
async fn source(server: &TestServer, name: &str, more: Value) -> (String, String) {
    let mut body = json!({ "source": name });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = server.post("/api/v1/streams", body).await.expect(201);
    (made["key"].as_str().unwrap().to_owned(), made["stream"]["id"].as_str().unwrap().to_owned())
}

async fn send(server: &TestServer, path: &str, headers: &[(&str, &str)], body: Value) -> Reply {
    server.ask(Method::POST, path, headers, Body::from(body.to_string())).await
}

fn bearer(key: &str) -> String {
    format!("Bearer {key}")
}

fn basic(key: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{key}:")))
}

/// What is on a customer's timeline, each thing as a word and what it is about.
async fn timeline(server: &TestServer, customer: &str) -> Vec<String> {
    server.judged().await;
    let key = CustomerKey::of(customer);
    let page = server.get(&format!("/api/v1/customers/{key}/timeline")).await.expect(200);
    let told = page["items"].as_array().unwrap().iter().map(|item| match item["kind"].as_str() {
        Some("sale") => format!(
            "sale {} {}",
            item["order"]["id"].as_str().unwrap(),
            item["order"]["total"]["amount"].as_str().unwrap()
        ),
        Some(kind) => {
            format!("{} {}", item["word"].as_str().unwrap_or(kind), item["subject"].as_str().unwrap_or("-"))
        }
        None => String::new(),
    });
    told.collect()
}

fn order() -> Value {
    json!({
        "type": "track", "userId": "ada", "event": "Order Completed", "messageId": "m1",
        "properties": { "order_id": "o1", "discount": 1, "products": [
            { "product_id": "p1", "name": "Coffee", "category": "Coffee", "price": 10, "quantity": 2 },
        ] },
    })
}

#[tokio::test]
async fn an_order_by_segments_api_is_on_the_customers_page_once() {
    let server = TestServer::signed_in().await;
    let (key, _) = source(&server, "shop", json!({})).await;
    let batch = json!({ "batch": [
        { "type": "identify", "userId": "ada", "traits": { "name": "Ada", "email": "ada@b.fi" }, "messageId": "m0" },
        order(),
        { "type": "page", "userId": "ada", "name": "Prices", "messageId": "m2" },
    ] });
    for _ in 0..2 {
        let reply = send(&server, "/v1/batch", &[("authorization", &basic(&key))], batch.clone()).await;
        assert_eq!(reply.expect(200), json!({ "success": true }));
    }
    let mut told = timeline(&server, "ada").await;
    // The join with the e-mail address is a fact of its own, which follows a moment later.
    told.retain(|what| !what.starts_with("merge"));
    told.sort();
    assert_eq!(told, ["order Order Completed", "sale o1 19", "visit Prices"]);
    let customer = server.get(&format!("/api/v1/customers/{}", CustomerKey::of("ada"))).await.expect(200);
    assert_eq!(customer["customer"]["name"], "Ada", "{customer}");
}

#[tokio::test]
async fn every_dialect_has_its_door_and_its_answer() {
    let server = TestServer::signed_in().await;
    let (key, _) =
        source(&server, "shop", json!({ "dialects": ["segment", "posthog", "snowplow", "cloudevents"] }))
            .await;
    let written = json!({ "userId": "u", "writeKey": key });
    for (path, more) in [
        ("/v1/track", json!({ "event": "Track" })),
        ("/v1/t", json!({ "event": "T" })),
        ("/v1/identify", json!({ "traits": { "name": "Ada" } })),
        ("/v1/page", json!({ "name": "Page" })),
        ("/v1/screen", json!({ "name": "Screen" })),
        ("/v1/group", json!({ "groupId": "g", "traits": { "name": "Acme" } })),
        ("/v1/alias", json!({ "previousId": "old" })),
        ("/v1/b", json!({ "batch": [{ "type": "page", "name": "B", "userId": "u" }] })),
    ] {
        let mut body = written.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(send(&server, path, &[], body).await.expect(200)["success"], true, "{path}");
    }
    let captured = json!({ "api_key": key, "event": "Captured", "distinct_id": "u" });
    assert_eq!(send(&server, "/capture/", &[], captured.clone()).await.expect(200)["status"], 1);
    let batch = json!({ "api_key": key, "batch": [{ "event": "Batched", "distinct_id": "u" }] });
    assert_eq!(send(&server, "/batch/", &[], batch).await.expect(200)["status"], 1);
    assert_eq!(send(&server, "/flags/?v=2", &[], json!({})).await.expect(200)["featureFlags"], json!({}));
    let plow = json!({ "data": [{ "e": "se", "se_ac": "plough", "aid": "Shop", "uid": "u" }] });
    assert_eq!(send(&server, "/com.snowplowanalytics.snowplow/tp2", &[], plow).await.text(), "ok");
    let pixel = server.get(&format!("/i?e=pv&aid={key}&uid=u&page=Pixel%20page")).await;
    assert_eq!((pixel.status.as_u16(), pixel.headers["content-type"].to_str().unwrap()), (200, "image/gif"));
    let event = json!({ "specversion": "1.0", "id": "1", "source": "till", "type": "cloud", "subject": "u" });
    let heads =
        [("authorization", bearer(&key)), ("content-type", "application/cloudevents+json".to_owned())];
    let heads: Vec<_> = heads.iter().map(|(name, value)| (*name, value.as_str())).collect();
    send(&server, "/events", &heads, event).await.expect(204);
    let heads = [
        ("authorization", bearer(&key)),
        ("ce-type", "binary".into()),
        ("ce-id", "2".into()),
        ("ce-source", "till".into()),
    ];
    let heads: Vec<_> = heads.iter().map(|(name, value)| (*name, value.as_str())).collect();
    send(&server, "/events", &heads, json!({ "customer_id": "u" })).await.expect(204);
    let mut told = timeline(&server, "u").await;
    told.retain(|line| !line.starts_with("merge"));
    told.sort();
    let expect = [
        "event Batched",
        "event Captured",
        "event T",
        "event Track",
        "event binary",
        "event cloud",
        "event plough",
        "visit B",
        "visit Page",
        "visit Pixel page",
        "visit Screen",
    ];
    assert_eq!(told, expect);
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_so_and_nothing_is_kept() {
    let server = TestServer::signed_in().await;
    let (key, _) = source(&server, "shop", json!({ "dialects": ["segment"] })).await;
    let auth = basic(&key);
    let page = json!({ "userId": "u", "name": "Home" });
    assert_eq!(send(&server, "/v1/page", &[], page.clone()).await.expect(401)["code"], "no-key");
    let wrong = [("authorization", "Bearer vk_wrong")];
    assert_eq!(send(&server, "/v1/page", &wrong, page.clone()).await.expect(401)["code"], "unknown-key");
    let other = json!({ "api_key": key, "event": "e", "distinct_id": "u" });
    assert_eq!(send(&server, "/capture/", &[], other).await.expect(403)["code"], "dialect-not-allowed");
    let heads = [("authorization", auth.as_str())];
    let broken = server.ask(Method::POST, "/v1/batch", &heads, Body::from("{\"batch\": [")).await;
    assert_eq!(broken.expect(400)["code"], "not-json");
    let long = json!({ "batch": [], "more": "x".repeat(600 << 10) });
    assert_eq!(send(&server, "/v1/batch", &heads, long).await.expect(413)["code"], "body-too-large");
    // Whoever misses the address gets no first page for a receipt.
    server.ask(Method::POST, "/v2/batch", &heads, Body::from("{}")).await.expect(404);
    assert_eq!(server.app.company().ledger().last_offset().unwrap(), 0);
}

#[tokio::test]
async fn a_source_that_sends_too_quickly_is_told_when_to_come_again() {
    let server = TestServer::signed_in().await;
    let (key, _) = source(&server, "shop", json!({ "per_second": 1 })).await;
    let heads = [("authorization", bearer(&key))];
    let heads = [(heads[0].0, heads[0].1.as_str())];
    let events: Vec<Value> =
        (0..600).map(|n| json!({ "type": "page", "userId": "u", "name": n.to_string() })).collect();
    send(&server, "/v1/batch", &heads, json!({ "batch": events })).await.expect(200);
    let refused = send(&server, "/v1/page", &heads, json!({ "userId": "u" })).await;
    assert_eq!(refused.expect(429)["code"], "too-many-requests");
    let after: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((500..=600).contains(&after), "{after}");
}

#[tokio::test]
async fn keys_are_shown_once_changed_with_grace_and_taken_back() {
    let server = TestServer::signed_in().await;
    let (first, id) = source(&server, "shop", json!({})).await;
    let taken = json!({ "source": "Shop" });
    assert_eq!(server.post("/api/v1/streams", taken).await.expect(409)["code"], "conflict");
    let status = async |key: &str| {
        let auth = bearer(key);
        send(&server, "/v1/page", &[("authorization", &auth)], json!({ "userId": "u" })).await.status.as_u16()
    };
    let rotate = async |hours: u32| {
        let path = format!("/api/v1/streams/{id}/rotate");
        let made = server.post(&path, json!({ "grace_hours": hours })).await.expect(200);
        made["key"].as_str().unwrap().to_owned()
    };
    let second = rotate(1).await;
    assert_eq!((status(&first).await, status(&second).await), (200, 200));
    let third = rotate(0).await;
    assert_eq!((status(&first).await, status(&second).await, status(&third).await), (401, 401, 200));
    let streams = server.get("/api/v1/streams").await;
    assert!(!streams.text().contains(&third), "a key is shown once");
    assert_eq!(streams.expect(200)[0]["events"], 3);
    server.write(Method::DELETE, &format!("/api/v1/streams/{id}"), json!({})).await.expect(200);
    assert_eq!(status(&third).await, 401);
    let (again, _) = source(&server, "shop", json!({})).await;
    assert_eq!(status(&again).await, 200, "the name is free again");
}

#[tokio::test]
async fn web_pages_send_from_the_origins_that_are_named() {
    let server = TestServer::signed_in().await;
    let (key, _) = source(&server, "web", json!({ "origins": ["https://shop.fi"], "sales": false })).await;
    let ask = async |method: Method, origin: &str| {
        let heads = [
            ("origin", origin),
            ("access-control-request-headers", "content-type"),
            ("content-type", "text/plain"),
        ];
        let body = json!({ "writeKey": key, "anonymousId": "a", "name": "Home" });
        server.ask(method, "/v1/p", &heads, Body::from(body.to_string())).await
    };
    let before = ask(Method::OPTIONS, "https://shop.fi").await;
    assert_eq!(
        (before.status.as_u16(), before.headers["access-control-allow-origin"].as_bytes()),
        (204, &b"https://shop.fi"[..])
    );
    assert_eq!(before.headers["access-control-allow-headers"], "content-type");
    let sent = ask(Method::POST, "https://shop.fi").await;
    assert_eq!(
        (sent.status.as_u16(), sent.headers["access-control-allow-origin"].as_bytes()),
        (200, &b"https://shop.fi"[..])
    );
    assert_eq!(ask(Method::OPTIONS, "https://evil.fi").await.status, 403);
    let refused = ask(Method::POST, "https://evil.fi").await;
    assert_eq!(refused.expect(403)["code"], "origin-not-allowed");
    assert!(!refused.headers.contains_key("access-control-allow-origin"));
    let heads = [("host", "vihje.shop.fi"), ("x-forwarded-proto", "https"), ("origin", "https://shop.fi")];
    let settings = server
        .ask(Method::GET, &format!("/v1/projects/{key}/settings"), &heads, Body::empty())
        .await
        .expect(200);
    assert_eq!(settings["integrations"]["Segment.io"]["apiHost"], "vihje.shop.fi/v1");
    assert_eq!(server.get("/v1/projects/none/settings").await.status, 401);
}

#[tokio::test]
async fn rejected_events_are_shown_mended_replayed_and_given_up() {
    let server = TestServer::signed_in().await;
    let (key, id) = source(&server, "shop", json!({ "sales": false })).await;
    let auth = bearer(&key);
    let nobody =
        |n: u32| json!({ "type": "page", "name": format!("Lost {n}"), "messageId": format!("l{n}") });
    let batch = json!({ "batch": [nobody(1), nobody(2), nobody(3), order(), { "type": "page", "userId": "ada", "name": "Home" }] });
    send(&server, "/v1/batch", &[("authorization", &auth)], batch).await.expect(200);
    let streams = server.get("/api/v1/streams").await.expect(200);
    assert_eq!(streams[0]["waiting"], json!({ "no-person": 3, "sales-not-allowed": 1 }));
    assert_eq!(streams[0]["events"], 5);
    let list = |query: &str| format!("/api/v1/streams/{id}/rejected{query}");
    let page = server.get(&list("?code=no-person&limit=2")).await.expect(200);
    assert_eq!((page["items"].as_array().unwrap().len(), page["total"].as_u64()), (2, Some(3)));
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = server.get(&list(&format!("?code=no-person&cursor={cursor}"))).await.expect(200);
    let oldest = &rest["items"][0];
    assert_eq!(oldest["payload"].as_str().unwrap(), nobody(1).to_string());

    let mend = format!("{}/{}/mend", list(""), oldest["id"].as_str().unwrap());
    let still = server.post(&mend, json!({ "payload": oldest["payload"] })).await.expect(400);
    assert_eq!(still["code"], "still-rejected");
    let mended = oldest["payload"].as_str().unwrap().replace("\"type\"", "\"userId\":\"ada\",\"type\"");
    server.post(&mend, json!({ "payload": mended })).await.expect(204);
    server.post(&mend, json!({ "payload": mended })).await.expect(404);
    let given = server.post(&list("/give-up"), json!({ "code": "no-person" })).await.expect(200);
    assert_eq!(given["events"], 2);

    let settings = json!({ "sales": true });
    server.write(Method::PUT, &format!("/api/v1/streams/{id}"), settings).await.expect(200);
    let job = server.post(&list("/replay"), json!({ "code": "sales-not-allowed" })).await.expect(202);
    server.wait().await;
    let job = server.get(&format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(job["result"], json!({ "understood": 1, "left": 0 }), "{job}");
    let mut told = timeline(&server, "ada").await;
    told.sort();
    assert_eq!(told, ["order Order Completed", "sale o1 19", "visit Home", "visit Lost 1"]);
    assert_eq!(server.get(&list("")).await.expect(200)["total"], 0);
}
