//! Patterns clearly below their like: kept, and listed only when asked for.

use crate::support::TestServer;
use axum::http::Method;
use serde_json::{Value, json};
use std::fmt::Write;

/// A year of 240 customers who buy bread every ten days, and jam and cheese once each. At their own time half of them buy butter
/// and the others margarine; one in ten buys the other too, a month later.
fn sales() -> String {
    let mut text =
        String::from("customer_id,order_id,product_id,product_name,category,date,quantity,amount\n");
    let start: jiff::civil::Date = "2024-01-01".parse().unwrap();
    for customer in 0..240_usize {
        for order in 0..36 {
            let day = i64::try_from(customer % 10 + 10 * order).unwrap();
            let date = start.checked_add(jiff::Span::new().days(day)).unwrap();
            let mut line = |product: &str| {
                let id = format!("C{customer},O{customer}-{order}");
                writeln!(text, "{id},{product},{product},{},{date},1,4.00", product.to_uppercase()).unwrap();
            };
            let first = 2 + (customer / 2) % 16;
            line("Bread");
            if order == 1 + (customer * 7) % 15 {
                line("Jam");
            }
            if order == 1 + (customer * 11) % 13 {
                line("Cheese");
            }
            if order == first {
                line(if customer % 2 == 0 { "Butter" } else { "Margarine" });
            }
            if order == first + 3 && customer % 20 < 2 {
                line(if customer % 2 == 0 { "Margarine" } else { "Butter" });
            }
        }
    }
    text
}

/// The pairs of a page, as "A B".
fn pairs(page: &Value) -> Vec<String> {
    let rows = page["items"].as_array().unwrap().iter();
    rows.map(|row| format!("{} {}", row["a"].as_str().unwrap(), row["b"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn substitutes_are_listed_when_asked_for() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let usual = server.get("/api/v1/patterns?limit=200").await.expect(200);
    let below = server.get("/api/v1/patterns?limit=200&below=true").await.expect(200);
    assert!(pairs(&below).contains(&"BUTTER MARGARINE".to_owned()), "{below}");
    assert!(!pairs(&usual).contains(&"BUTTER MARGARINE".to_owned()), "{usual}");
    assert_eq!(below["total"], below["items"].as_array().unwrap().len());
    for row in below["items"].as_array().unwrap() {
        assert!(row["lift_high"].as_f64().unwrap() < 1.0 && row["q"].as_f64().unwrap() <= 0.05, "{row}");
        let page = server.get(&format!("/api/v1/patterns/{}", row["id"].as_str().unwrap())).await.expect(200);
        assert_eq!((&row["below"], &page["pattern"]["below"]), (&json!(true), &json!(true)));
    }
    // What the title counts is what the usual list holds, and on the other side all are clear.
    assert_eq!(usual["set"]["kept"], usual["total"]);
    assert_eq!((&below["set"]["below"], &below["clear"]), (&below["total"], &below["total"]));
    let file = server.get("/api/v1/export/patterns.csv?below=true").await;
    let called = file.headers["content-disposition"].to_str().unwrap();
    assert!(called.contains("patterns-bought-less-"), "{called}");
    assert_eq!(file.text().lines().count(), 1 + below["items"].as_array().unwrap().len());
}

#[tokio::test]
async fn no_list_is_made_of_a_substitute() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let below = server.get("/api/v1/patterns?below=true&a=BUTTER&b=MARGARINE").await.expect(200);
    let id = below["items"][0]["id"].as_str().unwrap();
    let refused = server.post(&format!("/api/v1/patterns/{id}/list"), json!({})).await.expect(400);
    assert_eq!(refused["code"], "bought-less", "{refused}");
    let lists = server.get("/api/v1/worklists").await.expect(200);
    assert!(lists.as_array().unwrap().iter().all(|list| list["source"] != "pattern"), "{lists}");
}

#[tokio::test]
async fn pairs_of_charges_are_counted_as_left_out_on_the_side_they_are_on() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let whole = server.get("/api/v1/patterns?limit=200&below=true").await.expect(200);
    assert_eq!(whole["left_out"], 0);
    let of_butter = pairs(&whole).iter().filter(|pair| pair.contains("BUTTER")).count() as u64;
    assert!(of_butter > 0, "{whole}");
    let charges = json!({ "charge_categories": ["butter"] });
    server.write(Method::PATCH, "/api/v1/company", charges).await.expect(200);
    server.wait().await;
    let left = server.get("/api/v1/patterns?below=true&q=nothing").await.expect(200);
    assert_eq!((&left["total"], &left["left_out"]), (&json!(0), &json!(of_butter)), "whatever the filters");
    let left = server.get("/api/v1/patterns?below=true").await.expect(200);
    assert_eq!(left["total"].as_u64().unwrap() + of_butter, left["set"]["below"].as_u64().unwrap());
}

#[tokio::test]
async fn every_order_that_the_columns_offer_is_one() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    for (sort, column) in [("n_ab", "n_ab"), ("confidence", "confidence"), ("open_now", "open_now")] {
        let page = server.get(&format!("/api/v1/patterns?sort={sort}&below=true")).await.expect(200);
        let values = page["items"].as_array().unwrap().iter().map(|row| row[column].as_f64().unwrap());
        assert!(values.is_sorted_by(|one, next| one >= next), "{sort}: {page}");
    }
}
