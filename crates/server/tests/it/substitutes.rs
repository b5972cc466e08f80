//! Patterns clearly below their like: kept, and listed only when asked for.

use crate::support::TestServer;
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

#[tokio::test]
async fn substitutes_are_listed_when_asked_for() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let usual = server.get("/api/v1/patterns?limit=200").await.expect(200);
    let below = server.get("/api/v1/patterns?limit=200&below=true").await.expect(200);
    let pairs = |page: &serde_json::Value| -> Vec<String> {
        let rows = page["items"].as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["a"].as_str().unwrap(), row["b"].as_str().unwrap())).collect()
    };
    assert!(pairs(&below).contains(&"BUTTER MARGARINE".to_owned()), "{below}");
    assert!(!pairs(&usual).contains(&"BUTTER MARGARINE".to_owned()), "{usual}");
    assert_eq!(below["total"], below["items"].as_array().unwrap().len());
    for row in below["items"].as_array().unwrap() {
        assert!(row["lift_high"].as_f64().unwrap() < 1.0 && row["q"].as_f64().unwrap() <= 0.05, "{row}");
        server.get(&format!("/api/v1/patterns/{}", row["id"].as_str().unwrap())).await.expect(200);
    }
    // What the title counts is what the usual list holds.
    assert_eq!(usual["set"]["kept"], usual["total"]);
    let file = server.get("/api/v1/export/patterns.csv?below=true").await.text();
    assert_eq!(file.lines().count(), 1 + below["items"].as_array().unwrap().len(), "{file}");
}
