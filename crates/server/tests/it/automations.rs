//! When X happens to Y, Z is done: once, within its limits, only where it may be, and everything is told.

use crate::sinks::{next, relay, web};
use crate::support::{TestServer, customers, sales};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use std::time::Duration;
use vihje_model::automation::{Cause, Happening};
use vihje_model::fact::{Attributes, Customer};
use vihje_model::{Currency, CustomerKey, Envelope, Fact, Moment, Money};

/// A server that knows sixty customers.
async fn company() -> TestServer {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes()), ("customers.csv", customers().as_bytes())]).await;
    server
}

fn visit(offset: u64, customer: &str) -> Happening {
    Happening {
        // The ledger of these companies is far behind, so what happened has reached the history already.
        cause: Cause::Opportunity { id: i64::try_from(offset).unwrap(), rule: 1 },
        customer: CustomerKey::of(customer),
        at: Moment(1_735_000_000_000_000),
        kind: "page_visited".to_owned(),
        subject: "Price list <2026>".to_owned(),
        item: Some("Coffee".to_owned()),
        value: Some(Money::from_minor(12_550, Currency::EUR)),
        outbound: false,
        attributes: Attributes::new(),
    }
}

fn definition(actions: Value) -> Value {
    json!({ "name": "Price list", "trigger": { "when": "event" }, "actions": actions })
}

/// An automation at work; its number.
async fn at_work(server: &TestServer, definition: Value) -> i64 {
    let made = server.post("/api/v1/automations", definition).await.expect(201);
    assert_eq!(made["paused"], true, "a new automation rests");
    let id = made["id"].as_i64().unwrap();
    server.post(&format!("/api/v1/automations/{id}/resume"), json!({})).await.expect(200);
    id
}

/// Tells that events happened, and waits until everything is done that comes of it.
async fn happens(server: &TestServer, happenings: Vec<Happening>) {
    let automations = server.app.automations().clone();
    let done = tokio::task::spawn_blocking(move || {
        let events = happenings.into_iter().map(|happening| match happening.cause {
            Cause::Opportunity { id, .. } => {
                Happening { cause: Cause::Event { offset: u64::try_from(id).unwrap() }, ..happening }
            }
            _ => happening,
        });
        automations.happened(&events.collect::<Vec<_>>()).unwrap();
        automations.wait_idle(Duration::from_secs(60))
    });
    assert!(done.await.unwrap(), "automations are left over");
}

async fn endpoint(server: &TestServer, url: &str) -> (i64, String) {
    server
        .write(Method::PUT, "/api/v1/endpoints/private", json!({ "allow_private": true }))
        .await
        .expect(200);
    let made = server.post("/api/v1/endpoints", json!({ "name": "CRM", "url": url })).await.expect(201);
    (made["endpoint"]["id"].as_i64().unwrap(), made["secret"].as_str().unwrap().to_owned())
}

async fn set_mailer(server: &TestServer, port: u16) {
    let settings = json!({
        "host": "127.0.0.1", "port": port, "security": "none", "from": "sales@example.com",
        "from_name": "Example", "public_url": "https://vihje.example.com"
    });
    let body = json!({ "settings": settings, "password": "not told" });
    let shown = server.write(Method::PUT, "/api/v1/mailer", body).await;
    assert_eq!(shown.expect(200)["has_password"], true);
    assert!(!shown.text().contains("not told"));
}

async fn log(server: &TestServer) -> Vec<Value> {
    server.get("/api/v1/firings").await.expect(200)["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_an_attribute_and_a_note_come_of_one_event_once() {
    let server = company().await;
    let actions = json!([
        { "do": "task", "text": "{{customer.name}} looked at {{subject}}, worth {{value}}" },
        { "do": "attribute", "name": "interest", "value": "{{item}}" },
        { "do": "note", "text": "Looked at {{subject}}" },
    ]);
    let id = at_work(&server, definition(actions)).await;
    happens(&server, vec![visit(1, "C7"), visit(1, "C7")]).await;
    happens(&server, vec![visit(1, "C7")]).await;
    let told = log(&server).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0]["state"], &told[0]["cause"]), (&json!("fired"), &json!("event")));
    assert_eq!(told[0]["customer_name"], "Customer 7");
    let lists = server.get("/api/v1/worklists").await.expect(200);
    let list = lists.as_array().unwrap().iter().find(|list| list["source"] == "automation").unwrap();
    let path = format!("/api/v1/worklists/{}/tasks", list["id"].as_str().unwrap());
    let tasks = server.get(&path).await.expect(200);
    assert_eq!(tasks["items"].as_array().unwrap().len(), 1);
    let reason = &tasks["items"][0]["reason"];
    assert_eq!(reason["code"], "automation");
    assert_eq!(reason["params"]["text"], "Customer 7 looked at Price list <2026>, worth 125.50 EUR");
    let page = format!("/api/v1/customers/{}", CustomerKey::of("C7"));
    let timeline = server.get(&format!("{page}/timeline?kind=touch_point")).await.expect(200);
    let notes = timeline["items"].as_array().unwrap();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert_eq!(notes[0]["subject"], "Looked at Price list <2026>");
    let told = server.get(&page).await.text();
    assert!(told.contains("\"interest\"") && told.contains("Coffee"), "{told}");
    let row = server.get(&format!("/api/v1/automations/{id}")).await.expect(200);
    assert_eq!((&row["fired_today"], &row["fired_week"]), (&json!(1), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_limits_and_rest_hold_back_and_the_log_says_why() {
    let server = company().await;
    let mut new = definition(json!([{ "do": "note", "text": "x" }]));
    new["who"] = json!("owner is 'Owner 1'");
    new["tests"] = json!([{ "of": "value", "op": "at_least", "values": ["100"] }]);
    new["limits"] = json!({ "per_customer": 1, "customer_days": 7, "per_day": 2 });
    let id = at_work(&server, new).await;
    let cheap = Happening { value: Some(Money::from_minor(99, Currency::EUR)), ..visit(1, "C1") };
    // C1, C4, C7 and C10 are of owner 1; C2 is not, and nobody is C999.
    let told = ["C1", "C1", "C4", "C7", "C2", "C999"];
    let mut all: Vec<Happening> = told.iter().zip(2..).map(|(who, offset)| visit(offset, who)).collect();
    all.push(cheap);
    happens(&server, all).await;
    let mut states: Vec<String> = log(&server)
        .await
        .iter()
        .map(|one| {
            format!("{} {} {}", one["customer_name"].as_str().unwrap_or("?"), one["state"], one["why"])
        })
        .collect();
    states.sort();
    let expected = [
        "Customer 1 \"fired\" null",
        "Customer 1 \"held\" \"per_customer\"",
        "Customer 4 \"fired\" null",
        "Customer 7 \"held\" \"per_day\"",
    ];
    assert_eq!(states, expected);
    server.post(&format!("/api/v1/automations/{id}/pause"), json!({})).await.expect(200);
    assert!(!server.app.automations().waits());
    happens(&server, vec![visit(50, "C10")]).await;
    assert_eq!(log(&server).await.len(), 4, "one that rests is told nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_signed_tried_again_under_the_same_id_and_can_be_replayed() {
    let server = company().await;
    let (url, posted) = web(|count| Some(if count == 0 { "503 Service Unavailable" } else { "200 OK" }));
    let (endpoint, secret) = endpoint(&server, &url).await;
    assert!(secret.starts_with("whsec_"));
    let shown = server.get("/api/v1/endpoints").await;
    assert!(!shown.text().contains(&secret), "a secret is told once");
    at_work(&server, definition(json!([{ "do": "webhook", "endpoint": endpoint }]))).await;
    happens(&server, vec![visit(1, "C3")]).await;
    let first = next(&posted);
    let deliveries = server.get("/api/v1/deliveries").await.expect(200);
    let one = &deliveries["items"][0];
    assert_eq!(
        (&one["state"], &one["attempts"], &one["status"]),
        (&json!("waiting"), &json!(1), &json!(503))
    );
    let wait: Moment = one["next_at"].as_str().unwrap().parse().unwrap();
    let since: Moment = one["attempted_at"].as_str().unwrap().parse().unwrap();
    assert!(
        (4_000_000..7_000_000).contains(&(wait.0 - since.0)),
        "the second attempt comes after five seconds"
    );
    let id = one["id"].as_i64().unwrap();
    server.post(&format!("/api/v1/deliveries/{id}/replay"), json!({})).await.expect(200);
    let second = next(&posted);
    assert_eq!(first.headers["webhook-id"], second.headers["webhook-id"]);
    assert_eq!(first.headers["webhook-id"], one["message_id"].as_str().unwrap());
    assert_eq!(first.body, second.body);
    let body: Value = serde_json::from_str(&second.body).unwrap();
    assert_eq!(body["type"], "automation.fired");
    assert_eq!(body["data"]["customer"]["name"], "Customer 3");
    assert_eq!(body["data"]["happened"]["value"], 125.5);
    happens(&server, vec![]).await;
    let detail = server.get(&format!("/api/v1/deliveries/{id}")).await.expect(200);
    assert_eq!((&detail["delivery"]["state"], &detail["response"]), (&json!("delivered"), &json!("ok")));
    assert_eq!(detail["body"], Value::from(second.body));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_gone_is_paused_and_one_that_redirects_is_not_followed() {
    let server = company().await;
    let (url, posted) =
        web(|count| Some(if count == 0 { "302 Found\r\nlocation: http://127.0.0.1:9/" } else { "410 Gone" }));
    let (id, _) = endpoint(&server, &url).await;
    server.post(&format!("/api/v1/endpoints/{id}/ping"), json!({})).await.expect(202);
    next(&posted);
    happens(&server, vec![]).await;
    let one = server.get("/api/v1/deliveries").await.expect(200)["items"][0].clone();
    assert_eq!((&one["problem"], &one["status"]), (&json!("redirected"), &json!(302)));
    server.post(&format!("/api/v1/endpoints/{id}/ping"), json!({})).await.expect(202);
    next(&posted);
    happens(&server, vec![]).await;
    let shown = server.get("/api/v1/endpoints").await.expect(200)["items"][0].clone();
    assert_eq!((&shown["paused"], &shown["why_paused"]), (&json!(true), &json!("gone")));
    let failed = server.get("/api/v1/deliveries?state=failed").await.expect(200);
    assert_eq!((&failed["total"], &failed["items"][0]["problem"]), (&json!(1), &json!("gone")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_address_is_refused_when_saved_and_when_a_name_leads_to_it() {
    let server = company().await;
    let given = |url: &str| json!({ "name": "Inside", "url": url });
    for url in [
        "https://127.0.0.1/",
        "https://localhost/x",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/",
    ] {
        let refused = server.post("/api/v1/endpoints", given(url)).await.expect(400);
        assert_eq!(refused["code"], "private-address", "{url}");
    }
    // Saved while it was allowed, then forbidden: what counts is the moment of sending.
    let (url, posted) = web(|_| Some("200 OK"));
    let (id, _) = endpoint(&server, &url.replace("127.0.0.1", "localhost")).await;
    let forbid = json!({ "allow_private": false });
    server.write(Method::PUT, "/api/v1/endpoints/private", forbid).await.expect(200);
    server.post(&format!("/api/v1/endpoints/{id}/ping"), json!({})).await.expect(202);
    happens(&server, vec![]).await;
    let one = server.get("/api/v1/deliveries").await.expect(200)["items"][0].clone();
    assert_eq!((&one["problem"], &one["status"]), (&json!("private-address"), &Value::Null));
    assert!(posted.try_recv().is_err(), "it was connected to");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_endpoint_holds_up_no_other() {
    let server = company().await;
    let (slow, asked) = web(|_| None);
    let (quick, posted) = web(|_| Some("200 OK"));
    let (slow, _) = endpoint(&server, &slow).await;
    let (quick, _) = endpoint(&server, &quick).await;
    for _ in 0..12 {
        server.post(&format!("/api/v1/endpoints/{slow}/ping"), json!({})).await.expect(202);
    }
    next(&asked);
    server.post(&format!("/api/v1/endpoints/{quick}/ping"), json!({})).await.expect(202);
    next(&posted);
    let waiting = server.get(&format!("/api/v1/deliveries?state=waiting&endpoint={slow}")).await.expect(200);
    assert_eq!(waiting["total"], 12, "nothing of the slow one has arrived yet");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_can_be_unsubscribed_by_one_click_and_no_more_are_sent() {
    let server = company().await;
    let (port, letters) = relay();
    let letter = json!([{ "do": "email", "subject": "Your price list, {{customer.name}}",
        "text": "Hello {{customer.name}},\n\nhere it is.", "html": "<p>Hello {{customer.name}}</p>" }]);
    let mut new = definition(letter);
    new["limits"] = json!({ "per_customer": 10, "customer_days": 1, "per_day": 10 });
    let early = server.post("/api/v1/automations", new.clone()).await.expect(400);
    assert_eq!(early["code"], "no-mailer");
    set_mailer(&server, port).await;
    at_work(&server, new).await;
    // The name of C0 is `=HYPERLINK(1)`; that of C5 is markup from here on.
    let told = Customer { id: "C5".to_owned(), name: Some("<i>Ann</i>".to_owned()), ..Customer::default() };
    let refused = Customer {
        id: "C6".to_owned(),
        attributes: [("consent_email".to_owned(), "no".to_owned())].into(),
        ..Customer::default()
    };
    let envelope = |customer: Customer| Envelope {
        message_id: format!("m-{}", customer.id),
        received_at: Moment(1_735_000_000_000_000),
        fact: Fact::Customer(customer),
    };
    server.app.company().append(vec![envelope(told), envelope(refused)]).unwrap();
    happens(&server, vec![visit(1, "C5"), visit(2, "C6")]).await;
    let letter = next(&letters).replace("\r\n ", " ").replace("=\r\n", "");
    assert!(letter.contains("<c5@example.com>"), "{letter}");
    assert!(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{letter}");
    assert!(letter.contains("&lt;i&gt;Ann&lt;/i&gt;"), "{letter}");
    let states: Vec<Value> = log(&server).await.iter().map(|one| one["deeds"][0]["why"].clone()).collect();
    assert_eq!(states, [json!("no_consent"), Value::Null]);
    let list = letter.lines().find(|line| line.starts_with("List-Unsubscribe:")).unwrap();
    let link = list.split_once("<https://vihje.example.com").unwrap().1.split_once('>').unwrap().0;
    let look = server.get(link).await;
    assert!(look.status.is_success() && look.text().contains("c5@example.com"), "{}", look.text());
    happens(&server, vec![visit(3, "C5")]).await;
    next(&letters);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    for _ in 0..2 {
        let click = Body::from("List-Unsubscribe=One-Click");
        let done = server.ask(Method::POST, link, &headers, click).await;
        assert!(done.status.is_success(), "{}", done.text());
    }
    let forged = server.ask(Method::POST, &format!("{link}x"), &headers, Body::empty()).await;
    assert_eq!(forged.status.as_u16(), 400);
    happens(&server, vec![visit(4, "C5")]).await;
    let latest = log(&server).await[0].clone();
    assert_eq!(latest["deeds"][0]["state"], "left_out", "{latest}");
    assert!(letters.try_recv().is_err(), "a letter was sent to somebody who wants none");
    let page = format!("/api/v1/customers/{}", CustomerKey::of("C5"));
    let timeline = server.get(&format!("{page}/timeline?kind=touch_point")).await.expect(200);
    let told: Vec<&Value> = timeline["items"].as_array().unwrap().iter().map(|item| &item["word"]).collect();
    assert_eq!(told, [&json!("unsubscribed")], "told once");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_on_a_list_is_told_once_and_a_test_letter_arrives() {
    let server = TestServer::signed_in().await;
    let (port, letters) = relay();
    set_mailer(&server, port).await;
    server.post("/api/v1/mailer/test", json!({ "to": "anna@example.com" })).await.expect(202);
    assert!(next(&letters).contains("To: anna@example.com"));
    let entry = json!({ "name": "Declining", "trigger": { "when": "list_entry", "sources": ["today"] },
        "actions": [{ "do": "attribute", "name": "listed", "value": "{{reason}}" }],
        "limits": { "per_customer": 1, "customer_days": 7, "per_day": 1000 } });
    at_work(&server, entry).await;
    happens(&server, vec![]).await;
    server.import(&[("sales.csv", sales().as_bytes()), ("customers.csv", customers().as_bytes())]).await;
    server.app.automations().wake();
    happens(&server, vec![]).await;
    let today = server.get("/api/v1/today?scope=all&limit=200").await.expect(200);
    let due = usize::try_from(today["due"].as_u64().unwrap()).unwrap();
    let told = server.get("/api/v1/firings?limit=200").await.expect(200);
    assert!(due > 0);
    assert_eq!(told["total"].as_u64().unwrap(), due as u64);
    let one = &told["items"][0];
    assert_eq!((&one["cause"], &one["state"]), (&json!("list_entry"), &json!("fired")));
    assert!(one["subject"].as_str().unwrap().len() > 20, "{one}");
    server.app.automations().wake();
    happens(&server, vec![]).await;
    let again = server.get("/api/v1/firings?limit=1").await.expect(200);
    assert_eq!(again["total"], told["total"], "looked at again, nobody is told twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_what_would_have_fired_and_writes_nothing() {
    let server = company().await;
    let mut new = definition(json!([{ "do": "note", "text": "x" }]));
    new["trigger"] = json!({ "when": "event", "touches": ["order"] });
    new["limits"] = json!({ "per_customer": 1, "customer_days": 30, "per_day": 1000 });
    let run = server.post("/api/v1/automations/dry-run", new.clone()).await.expect(200);
    // Of sixty customers five have left; each of the others orders every ten days.
    assert_eq!((&run["fired"], &run["customers"]), (&json!(55), &json!(55)), "{run}");
    assert!(run["held_for_customer"].as_u64().unwrap() >= 55);
    assert!((30..=31).contains(&run["days"].as_array().unwrap().len()));
    let by_day: u64 = run["days"].as_array().unwrap().iter().map(|day| day["fired"].as_u64().unwrap()).sum();
    assert_eq!(by_day, 55);
    assert_eq!(run["examples"].as_array().unwrap().len(), 50);
    assert!(run["examples"][0]["name"].as_str().unwrap().contains("Customer"));
    new["tests"] = json!([{ "of": "value", "op": "more", "values": ["1000000"] }]);
    let none = server.post("/api/v1/automations/dry-run", new.clone()).await.expect(200);
    assert_eq!((&none["fired"], &none["held_for_day"]), (&json!(0), &json!(0)));
    new["tests"] = json!([]);
    new["trigger"] = json!({ "when": "schedule", "hour": 8 });
    new["who"] = json!("owner is 'Owner 2'");
    let daily = server.post("/api/v1/automations/dry-run", new).await.expect(200);
    assert_eq!((&daily["fired"], &daily["customers"]), (&json!(20), &json!(20)), "{daily}");
    assert!(log(&server).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_told_in_words_when_it_is_saved() {
    let server = company().await;
    let code = async |new: Value| server.post("/api/v1/automations", new).await.expect(400)["code"].clone();
    assert_eq!(
        code(definition(json!([{ "do": "note", "text": "{{custmer.name}}" }]))).await,
        "unknown-placeholder"
    );
    assert_eq!(code(definition(json!([]))).await, "automation-not-clear");
    let mut who = definition(json!([{ "do": "note", "text": "x" }]));
    who["who"] = json!("orders > 'many'");
    assert_eq!(code(who.clone()).await, "condition-not-a-number");
    who["who"] = json!("orders >= 3");
    let met = server.post("/api/v1/automations/check", who).await.expect(200);
    assert_eq!(met["customers"], 60);
    let gone = definition(json!([{ "do": "webhook", "endpoint": 99 }]));
    server.post("/api/v1/automations", gone).await.expect(404);
}
