//! What is named to a customer is what can be sold to them; and what was read already is not sent again.

use crate::support::{TestServer, sales};
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::{Value, json};
use vihje_desk::findings::PatternQuery;
use vihje_server::company::AnalysisParameters;

/// As ever, but what was called cleaners are coupons.
fn with_coupons() -> String {
    sales().replace(",CLEANERS,", ",COUPON/MISC ITEMS,")
}

fn names(items: &Value, name: &str) -> Vec<String> {
    items.as_array().unwrap().iter().map(|item| item[name].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn coupons_count_but_are_neither_offered_nor_shown_as_patterns() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", with_coupons().as_bytes())]).await;
    let coupon = "COUPON/MISC ITEMS".to_owned();
    let company = server.app.company();
    let set = company.pattern_set(&AnalysisParameters::default()).unwrap().unwrap();
    let found = company.desk().patterns(set.id, &PatternQuery::default(), None, 1_000).unwrap().items;
    assert!(found.iter().any(|row| row.b == coupon), "the pattern of coupons is counted: {found:?}");

    let shown = server.get("/api/v1/patterns?limit=200").await.expect(200);
    let both = [names(&shown["items"], "a"), names(&shown["items"], "b")].concat();
    assert!(!both.is_empty() && !both.contains(&coupon), "{both:?}");
    assert_eq!(shown["total"], shown["items"].as_array().unwrap().len());
    let file = server.get("/api/v1/export/patterns.csv").await.text();
    assert!(file.lines().count() > 1 && !file.contains("COUPON"), "{file}");

    // What a charge is called is the company's own word.
    let none = json!({ "charge_categories": [] });
    server.write(Method::PATCH, "/api/v1/company", none).await.expect(200);
    server.wait().await;
    let shown = server.get("/api/v1/patterns?limit=200").await.expect(200);
    assert!(names(&shown["items"], "b").contains(&coupon), "{shown}");
}

#[tokio::test]
async fn who_has_gone_is_offered_nothing_that_was_due_long_ago_and_no_next_order() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", with_coupons().as_bytes())]).await;
    let today = server.get("/api/v1/today?scope=all&limit=200").await.expect(200);
    let as_of: vihje_model::Moment = today["as_of"].as_str().unwrap().parse().unwrap();
    for task in today["items"].as_array().unwrap() {
        let detail = server.get(&format!("/api/v1/tasks/{}", task["id"].as_str().unwrap())).await.expect(200);
        for offer in detail["suggestions"].as_array().unwrap().iter().filter(|one| one["kind"] == "due") {
            let due: vihje_model::Moment = offer["due_at"].as_str().unwrap().parse().unwrap();
            let gap = offer["usual_gap_days"].as_f64().unwrap();
            assert!(as_of.days_since(due) <= 2.0 * gap, "{offer}");
            assert_ne!(offer["item"], "COUPON/MISC ITEMS");
        }
    }
    let customers = server.get("/api/v1/customers?limit=200").await.expect(200);
    let rows = customers["items"].as_array().unwrap();
    let lapsed: Vec<&Value> = rows.iter().filter(|row| row["state"] == "lapsed").collect();
    assert!(!lapsed.is_empty() && lapsed.iter().all(|row| row["next_expected"].is_null()), "{lapsed:?}");
    assert!(rows.iter().any(|row| !row["next_expected"].is_null()), "{customers}");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let path = "/api/v1/today?limit=5";
    let first = server.get(path).await;
    let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
    let again =
        || async { server.ask(Method::GET, path, &[("if-none-match", tag.as_str())], Body::empty()).await };
    let same = again().await;
    assert_eq!((same.status.as_u16(), same.bytes.len()), (304, 0));
    assert_eq!(same.headers[header::ETAG].to_str().unwrap(), tag);
    let id = first.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    server.post(&format!("/api/v1/tasks/{id}/skip"), json!({})).await.expect(200);
    let changed = again().await;
    assert_ne!(changed.expect(200)["items"][0]["id"], id);
    assert_ne!(changed.headers[header::ETAG].to_str().unwrap(), tag);
}

#[tokio::test]
async fn a_task_of_a_patterns_list_offers_what_the_list_is_about_first() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let patterns = server.get("/api/v1/patterns?a=GRINDERS&b=CLEANERS").await.expect(200);
    let row = &patterns["items"][0];
    let list =
        server.post(&format!("/api/v1/patterns/{}/list", row["id"].as_str().unwrap()), json!({})).await;
    let list = list.expect(201)["id"].as_str().unwrap().to_owned();
    let tasks = server.get(&format!("/api/v1/worklists/{list}/tasks")).await.expect(200);
    let tasks = tasks["items"].as_array().unwrap();
    assert!(!tasks.is_empty(), "{row}");
    for task in tasks {
        let detail = server.get(&format!("/api/v1/tasks/{}", task["id"].as_str().unwrap())).await.expect(200);
        let offers = detail["suggestions"].as_array().unwrap();
        assert_eq!((&offers[0]["kind"], &offers[0]["b"]), (&json!("pattern"), &row["b"]), "{offers:?}");
        assert_eq!(offers[0]["pattern"], row["id"]);
        let again = offers.iter().filter(|one| one["b"] == row["b"] || one["item"] == row["b"]).count();
        assert_eq!(again, 1, "each item once: {offers:?}");
    }
}

#[tokio::test]
async fn a_closed_list_is_not_among_the_lists_until_it_is_taken_out_again() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let patterns = server.get("/api/v1/patterns?a=GRINDERS&b=CLEANERS").await.expect(200);
    let id = patterns["items"][0]["id"].as_str().unwrap().to_owned();
    let list = server.post(&format!("/api/v1/patterns/{id}/list"), json!({})).await.expect(201);
    let list = list["id"].as_str().unwrap().to_owned();
    let task = server.get(&format!("/api/v1/worklists/{list}/tasks")).await.expect(200)["items"][0].clone();
    let customer = format!("/api/v1/customers/{}", task["customer"]["key"].as_str().unwrap());
    let lists_of = async || {
        let page = server.get(&customer).await.expect(200);
        names(&page["tasks"], "worklist").iter().filter(|one| **one == list).count()
    };
    assert_eq!(lists_of().await, 1);
    let closed = server.post(&format!("/api/v1/worklists/{list}/close"), json!({})).await.expect(200);
    assert!(closed["closed_at"].is_string(), "{closed}");
    assert_eq!(server.get("/api/v1/worklists").await.expect(200), json!([]));
    assert_eq!(lists_of().await, 0, "what was not done is no longer a reason to call");
    let trail = server.app.company().desk().audit_trail(Some("worklist-archived"), None, 5).unwrap();
    assert_eq!((trail.total, trail.items[0].who.as_str()), (1, "ada@example.com"));
    server.post(&format!("/api/v1/worklists/{list}/reopen"), json!({})).await.expect(200);
    assert_eq!(server.get("/api/v1/worklists").await.expect(200)[0]["closed_at"], Value::Null);
    assert_eq!(lists_of().await, 1);
    server.post("/api/v1/worklists/999/close", json!({})).await.expect(404);
}

#[tokio::test]
async fn a_channel_of_an_attribute_that_nobody_has_is_refused_with_those_there_are() {
    let server = TestServer::signed_in().await;
    let people = "customer_id,name,age_group,town\nC1,Anna,45-54,Turku\nC2,Bo,25-34,\n";
    server.import(&[("customers.csv", people.as_bytes()), ("sales.csv", sales().as_bytes())]).await;
    let known = server.get("/api/v1/attributes").await.expect(200);
    assert_eq!(known, json!(["age_group", "town"]));
    let ask = async |name: &str| {
        let test = json!({ "test": { "field": { "attribute": name }, "op": "is", "values": ["45-54"] } });
        server.post("/api/v1/analyses/patterns", json!({ "channel": { "not": { "any": [test] } } })).await
    };
    let refused = ask("agee_group").await.expect(400);
    assert_eq!(refused["code"], "no-such-attribute");
    assert_eq!(refused["detail"], "No customer has an attribute \"agee_group\".");
    assert_eq!(refused["hint"], "There are: age_group, town.");
    ask("AGE_GROUP").await.expect(202);
    ask("email").await.expect(202);
    server.wait().await;
}

#[tokio::test]
async fn a_task_of_who_is_due_says_how_often_the_item_was_bought() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let today = server.get("/api/v1/today?scope=all&limit=200").await.expect(200);
    let mut seen = 0;
    for task in today["items"].as_array().unwrap() {
        let detail = server.get(&format!("/api/v1/tasks/{}", task["id"].as_str().unwrap())).await.expect(200);
        let item = &detail["item"];
        assert_eq!(item.is_object(), task["reason"]["code"] == "due", "{detail}");
        if item.is_object() {
            seen += 1;
            assert_eq!(item["item"], task["reason"]["params"]["product"]);
            let number = |name: &str| item[name].as_u64().unwrap();
            assert!(number("times") > 1, "{item}");
            assert!((1..=number("longest_gap_days")).contains(&number("shortest_gap_days")), "{item}");
        }
    }
    assert!(seen > 0, "somebody is due: {today}");
}
