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
