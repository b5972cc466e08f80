//! Real time: facts in by the ledger, opportunities out, on the screens and on Today; also after a stop in between.

use crate::support::{TestServer, customers};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use vihje_model::fact::{Customer, LineKind, SaleLine, TouchPoint};
use vihje_model::identity::{IdKind, Identified, Identifier};
use vihje_model::order::OrderTold;
use vihje_model::{Currency, Envelope, Fact, Moment, Money};

/// A year of 240 customers who buy bread every ten days. At their own time each buys one thing for the garden; who buys a grill
/// mostly buys charcoal two orders later, and hardly anybody else does. The first four have bought none of it yet.
fn sales() -> String {
    let mut text =
        String::from("customer_id,order_id,product_id,product_name,category,date,quantity,amount\n");
    let start: jiff::civil::Date = "2024-01-01".parse().unwrap();
    for customer in 0..240_usize {
        let thing = ["Grill", "Lamp", "Chair", "Hose", "Spade"][customer % 5];
        for order in 0..36_usize {
            let day = i64::try_from(customer % 10 + 10 * order).unwrap();
            let date = start.checked_add(jiff::Span::new().days(day)).unwrap();
            let mut line = |product: &str| {
                let id = format!("C{customer},O{customer}-{order}");
                writeln!(text, "{id},{product},{product},{},{date},1,4.00", product.to_uppercase()).unwrap();
            };
            line("Bread");
            let first = 2 + (customer / 5) % 16;
            let charcoal = if thing == "Grill" { customer % 25 != 0 } else { customer % 40 == 7 };
            if customer >= 4 && order == first {
                line(thing);
            }
            if customer >= 4 && order == first + 2 && charcoal {
                line("Charcoal");
            }
        }
    }
    text
}

pub(crate) fn now() -> Moment {
    Moment(jiff::Timestamp::now().as_microsecond())
}

pub(crate) fn envelope(id: &str, fact: Fact) -> Envelope {
    Envelope { message_id: id.to_owned(), received_at: now(), fact }
}

pub(crate) fn order(id: &str, customer: &str, product: &str) -> Fact {
    let line = SaleLine {
        customer: Some(customer.to_owned()),
        product: product.to_owned(),
        order: Some(id.to_owned()),
        at: now(),
        line: LineKind::Sale,
        quantity: Decimal::ONE,
        amount: Money { amount: Decimal::from(4), currency: Currency::EUR },
        discount: None,
        store: None,
        sales_person: None,
    };
    let customer = Some(customer.to_owned());
    Fact::Order(OrderTold { order: id.to_owned(), customer, at: now(), lines: vec![line] })
}

pub(crate) fn visit(customer: &str, title: &str) -> Fact {
    Fact::TouchPoint(TouchPoint {
        customer: customer.to_owned(),
        at: now(),
        touch: "visit".to_owned(),
        outbound: false,
        subject: title.to_owned(),
        campaign: None,
        attributes: BTreeMap::from([("title".to_owned(), title.to_owned())]),
    })
}

impl TestServer {
    /// Tells facts, and waits until they are judged.
    pub(crate) async fn tell(&self, facts: Vec<Envelope>) {
        let app = self.app.clone();
        tokio::task::spawn_blocking(move || {
            let begun = Instant::now();
            while !app.live().is_current() {
                assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", app.live().figures());
                std::thread::yield_now();
            }
            app.company().append(facts).unwrap();
            let last = app.company().ledger().last_offset().unwrap();
            // Joins follow as facts of their own.
            while app.live().figures().position < last.max(app.company().ledger().last_offset().unwrap()) {
                assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", app.live().figures());
                std::thread::yield_now();
            }
        })
        .await
        .unwrap();
    }

    pub(crate) async fn opportunities(&self, query: &str) -> Vec<Value> {
        let page = self.get(&format!("/api/v1/opportunities?{query}")).await.expect(200);
        page["items"].as_array().unwrap().clone()
    }
}

/// The page of the pattern from grill to charcoal, once its buyers are counted as asked for.
async fn counted(server: &TestServer, is_there: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let found = server.get("/api/v1/patterns?a=GRILL&b=CHARCOAL").await.expect(200);
        let id = found["items"][0]["id"].as_str().unwrap();
        let page = server.get(&format!("/api/v1/patterns/{id}")).await.expect(200);
        if is_there(&page) {
            return page;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{page}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn buyers_of_b_are_counted_as_they_come() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes()), ("customers.csv", customers().as_bytes())]).await;
    let before = counted(&server, |page| !page["now"].is_null()).await;
    let analysed = before["windows"]["bought"].as_u64().unwrap();
    assert!(analysed > 20, "{before}");
    assert_eq!(before["now"]["bought"], analysed, "nothing has come since");
    server.tell(vec![envelope("m1", order("N1", "C3", "Grill"))]).await;
    server.tell(vec![envelope("m2", order("N2", "C3", "Charcoal"))]).await;
    counted(&server, |page| page["now"]["bought"] == analysed + 1).await;
    // What is counted bit by bit is what the analysis finds.
    let after = counted(&server, |page| page["windows"]["bought"] == analysed + 1).await;
    assert!(after["now"].is_null() || after["now"]["bought"] == analysed + 1, "{after}");
}

#[tokio::test]
async fn who_buys_a_is_offered_b_and_who_buys_b_is_offered_it_no_more() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes()), ("customers.csv", customers().as_bytes())]).await;
    server.tell(vec![envelope("m1", order("N1", "C3", "Grill"))]).await;
    let found = server.opportunities("kind=bought_a").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let one = &found[0];
    assert_eq!((&one["name"], &one["owner"]), (&json!("Customer 3"), &json!("Owner 0")));
    assert_eq!(one["reason"]["params"]["a"], "GRILL");
    assert_eq!((&one["item"], &one["state"]), (&json!("CHARCOAL"), &json!("open")));
    assert!(one["reason"]["params"]["lift"].as_f64().unwrap() > 1.5);
    assert!(one["value"]["amount"].as_str().unwrap().parse::<f64>().unwrap() > 0.0, "{one}");
    // The same again is not offered twice, and what was bought is offered no more.
    server.tell(vec![envelope("m2", order("N2", "C3", "Grill"))]).await;
    assert_eq!(server.opportunities("kind=bought_a").await.len(), 1);
    server.tell(vec![envelope("m3", order("N3", "C3", "Charcoal"))]).await;
    let all = server.opportunities("kind=bought_a&state=all").await;
    assert_eq!((all.len(), &all[0]["state"]), (1, &json!("withdrawn")));
}

#[tokio::test]
async fn a_hot_one_heads_today_and_what_becomes_of_the_task_becomes_of_it() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes()), ("customers.csv", customers().as_bytes())]).await;
    server
        .tell(vec![envelope("v1", visit("C20", "Our price list")), envelope("v2", visit("C21", "Home"))])
        .await;
    let found = server.opportunities("kind=page_visited").await;
    assert_eq!((found.len(), &found[0]["customer_id"]), (1, &json!("C20")));
    let today = server.get("/api/v1/today?scope=all").await.expect(200);
    let first = &today["items"][0];
    assert_eq!((&first["customer"]["id"], &first["reason"]["code"]), (&json!("C20"), &json!("page_visited")));
    let task = first["id"].as_str().unwrap();
    server.post(&format!("/api/v1/tasks/{task}/skip"), json!({ "reason": "not_relevant" })).await.expect(200);
    let dismissed = server.opportunities("state=dismissed").await;
    assert_eq!((dismissed.len(), &dismissed[0]["dismiss_reason"]), (1, &json!("not_relevant")));
    let rules = server.get("/api/v1/rules").await.expect(200);
    let rule =
        rules["items"].as_array().unwrap().iter().find(|rule| rule["id"] == dismissed[0]["rule"]).unwrap();
    assert_eq!(rule["counts"]["dismissed_for"]["not_relevant"], 1);
    server.post(&format!("/api/v1/tasks/{task}/reopen"), json!({})).await.expect(200);
    assert_eq!(server.opportunities("kind=page_visited").await.len(), 1, "open again");
}

#[tokio::test]
async fn a_browser_becomes_its_customer_with_all_it_did_and_is_parted_again() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let at = now();
    let ids = [(IdKind::Customer, "C30"), (IdKind::Anonymous, "b1")];
    let ids = ids.map(|(kind, text)| Identifier::told(kind, text).unwrap()).to_vec();
    server.tell(vec![envelope("a1", visit("anonymous:b1", "Grills"))]).await;
    let identified = Identified { source: "shop".to_owned(), ids, outright: false, at };
    server.tell(vec![envelope("a2", Fact::Identified(identified))]).await;
    let key = vihje_model::CustomerKey::of("C30");
    let timeline =
        server.get(&format!("/api/v1/customers/{key}/timeline?kind=touch_point,merge")).await.expect(200);
    let items = timeline["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{timeline}");
    let merge = items.iter().find(|item| item["kind"] == "merge").unwrap();
    assert_eq!(merge["merge"]["from"], "anonymous:b1");
    let visited = items.iter().find(|item| item["kind"] == "touch_point").unwrap();
    assert_eq!(visited["attributes"]["title"], "Grills");
    let names = json!({ "from": "anonymous:b1", "into": "C30" });
    server.post("/api/v1/identity/merges/undo", names.clone()).await.expect(204);
    server.post("/api/v1/identity/merges/undo", names).await.expect(404);
    let timeline =
        server.get(&format!("/api/v1/customers/{key}/timeline?kind=touch_point")).await.expect(200);
    assert_eq!(timeline["items"], json!([]), "{timeline}");
}

#[tokio::test]
async fn what_came_while_nobody_followed_is_judged_at_the_next_start_and_once() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    server.tell(vec![envelope("m0", visit("C40", "Home"))]).await;
    server.app.stop();
    // On disk, and the process ends before anybody has judged it.
    server.app.company().ledger().append(vec![envelope("m1", order("N1", "C3", "Grill"))]).unwrap();
    let server = server.restart().await;
    server.tell(vec![envelope("m2", visit("C40", "Home"))]).await;
    assert_eq!(server.opportunities("kind=bought_a").await.len(), 1);
    let server = server.restart().await;
    server.tell(vec![envelope("m3", visit("C40", "Home"))]).await;
    assert_eq!(server.opportunities("kind=bought_a&state=all").await.len(), 1);
}

#[tokio::test]
async fn rules_are_changed_and_refused_in_words() {
    let server = TestServer::signed_in().await;
    let rules = server.get("/api/v1/rules").await.expect(200);
    assert!(rules["items"].as_array().unwrap().len() >= 7, "{rules}");
    let rule = json!({
        "name": "Catalogue", "body": { "watches": "page_visited", "pages": ["catalogue"] }, "enabled": true, "hot": false,
        "expires_hours": 24, "quiet_days": 1, "contact_quiet_days": 0, "min_value_minor": 0
    });
    let added = server.post("/api/v1/rules", rule.clone()).await.expect(201);
    let fact = Fact::Customer(Customer {
        id: "new".to_owned(),
        name: Some("Newcomer".to_owned()),
        ..Customer::default()
    });
    server.tell(vec![envelope("c", fact), envelope("v", visit("new", "The Catalogue 2026"))]).await;
    let found = server.opportunities("kind=page_visited").await;
    assert_eq!((found.len(), &found[0]["name"]), (1, &json!("Newcomer")));
    let file = server.get("/api/v1/export/opportunities.csv?kind=page_visited&language=en").await.text();
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines.len(), 2, "{file}");
    assert!(lines[0].ends_with("value_EUR,rule,state,acted,acted_by,dismissed_because,note"), "{file}");
    assert!(lines[1].contains(",new,Newcomer,") && lines[1].contains(",Catalogue,Open,"), "{file}");
    let mut wrong = rule;
    wrong["expires_hours"] = json!(0);
    let refused = server.post("/api/v1/rules", wrong).await.expect(400);
    assert_eq!(refused["code"], "invalid-value");
    let id = added["id"].as_i64().unwrap();
    server.write(axum::http::Method::DELETE, &format!("/api/v1/rules/{id}"), json!({})).await.expect(204);
    assert_eq!(server.opportunities("kind=page_visited&state=withdrawn").await.len(), 1);
}

/// Suggestions are made some seconds after the names: asked for until they are so.
async fn suggested(server: &TestServer, is_so: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let begun = Instant::now();
    loop {
        let found = server.get("/api/v1/identity/suggestions").await.expect(200);
        let items = found["items"].as_array().unwrap();
        if is_so(items) {
            return items.clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{found}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn two_numbers_with_one_address_are_left_to_a_person() {
    let server = TestServer::signed_in().await;
    let person = |id: &str| {
        Fact::Customer(Customer {
            id: id.to_owned(),
            name: Some(format!("Maija {id}")),
            email: Some("maija@example.com".to_owned()),
            ..Customer::default()
        })
    };
    server.tell(vec![envelope("1", person("A1")), envelope("2", person("A2"))]).await;
    let found = suggested(&server, |items| !items.is_empty()).await;
    assert_eq!(
        found,
        [json!({
            "first": "A1", "first_name": "Maija A1", "second": "A2", "second_name": "Maija A2",
            "kind": "email", "shared": "maija@example.com", "why": "same_source"
        })]
    );
    let two = json!({ "from": "A2", "into": "A1" });
    server.post("/api/v1/identity/merges", two.clone()).await.expect(204);
    suggested(&server, <[Value]>::is_empty).await;
    let merges = server.get("/api/v1/identity/merges").await.expect(200);
    let one = &merges["items"][0];
    assert_eq!(
        (&one["from"], &one["into"], &one["joined_by"]),
        (&json!("A2"), &json!("A1"), &json!("person"))
    );
    // Who takes them apart knows that they are two: only the next pair is asked about.
    server.post("/api/v1/identity/merges/undo", two).await.expect(204);
    let person = |id: &str| {
        let phone = Some("+358401234567".to_owned());
        Fact::Customer(Customer { id: id.to_owned(), phone, ..Customer::default() })
    };
    server.tell(vec![envelope("3", person("B1")), envelope("4", person("B2"))]).await;
    let found = suggested(&server, |items| !items.is_empty()).await;
    let pairs: Vec<_> = found.iter().map(|one| (&one["first"], &one["second"], &one["why"])).collect();
    assert_eq!(pairs, [(&json!("B1"), &json!("B2"), &json!("not_by_rule"))]);
}
