//! What becomes of opportunities: overtaken by a purchase or not, told once a browser has a name, closed for who wants no contact.

use crate::live::{envelope, now, order, visit};
use crate::support::TestServer;
use rust_decimal::Decimal;
use serde_json::json;
use vihje_model::fact::{Customer, LineKind, SaleLine};
use vihje_model::identity::{IdKind, Identified, Identifier};
use vihje_model::order::OrderTold;
use vihje_model::{Currency, Envelope, Fact, Money};

/// An order of so many of one thing, so many days ago.
fn bought(customer: &str, days_ago: i64, quantity: i64) -> Envelope {
    let (id, at) = (format!("{customer}-{days_ago}"), now().plus_days(-days_ago));
    let line = SaleLine {
        customer: Some(customer.to_owned()),
        product: "nails".to_owned(),
        order: Some(id.clone()),
        at,
        line: LineKind::Sale,
        quantity: Decimal::from(quantity),
        amount: Money { amount: Decimal::from(5 * quantity), currency: Currency::EUR },
        discount: None,
        store: None,
        sales_person: None,
    };
    let told = OrderTold { order: id.clone(), customer: Some(customer.to_owned()), at, lines: vec![line] };
    envelope(&id, Fact::Order(told))
}

fn person(id: &str, name: &str) -> Envelope {
    let fact = Customer { id: id.to_owned(), name: Some(name.to_owned()), ..Customer::default() };
    envelope(&format!("{id} is {name}"), Fact::Customer(fact))
}

fn visit_at(customer: &str, path: &str) -> Envelope {
    let Fact::TouchPoint(mut touch) = visit(customer, "Shop") else {
        unreachable!("a visit is a touch-point")
    };
    touch.attributes.insert("path".to_owned(), path.to_owned());
    envelope(&format!("{customer} at {path}"), Fact::TouchPoint(touch))
}

fn identified(names: &[(IdKind, &str)]) -> Envelope {
    let ids =
        names.iter().map(|(kind, value)| Identifier { kind: *kind, value: (*value).to_owned() }).collect();
    let told = Identified { source: "shop".to_owned(), ids, outright: false, at: now() };
    envelope("identified", Fact::Identified(told))
}

#[tokio::test]
async fn more_than_usual_stands_and_is_worth_what_was_paid() {
    let server = TestServer::signed_in().await;
    let mut facts: Vec<Envelope> = (2..9).map(|weeks| bought("builder", 7 * weeks, 2)).collect();
    facts.push(bought("builder", 0, 20));
    server.tell(facts).await;
    let found = server.opportunities("kind=more_than_usual&state=all").await;
    let quantity = found.iter().find(|one| one["reason"]["params"]["of"] == "quantity").unwrap();
    assert_eq!(quantity["state"], "open", "{found:?}");
    assert_eq!(quantity["value"]["amount"], "90.00", "18 more than usual, at 5 each");
}

#[tokio::test]
async fn who_buys_is_no_new_prospect_any_more_and_is_called_by_name() {
    let server = TestServer::signed_in().await;
    server.tell(vec![person("np", "np"), visit_at("np", "/")]).await;
    assert_eq!(server.opportunities("kind=new_prospect").await.len(), 1);
    assert_eq!(server.get("/api/v1/today").await.expect(200)["items"][0]["reason"]["code"], "new_prospect");
    server.tell(vec![person("np", "Nina")]).await;
    assert_eq!(server.opportunities("kind=new_prospect").await[0]["name"], "Nina");
    assert_eq!(server.get("/api/v1/today").await.expect(200)["items"][0]["customer"]["name"], "Nina");
    server.tell(vec![envelope("o", order("O1", "np", "Tea"))]).await;
    assert_eq!(server.opportunities("kind=new_prospect&state=withdrawn").await.len(), 1);
    let today = server.get("/api/v1/today").await.expect(200);
    assert!(today["items"].as_array().unwrap().iter().all(|task| task["reason"]["code"] != "new_prospect"));
}

#[tokio::test]
async fn what_a_browser_looked_at_is_told_once_it_has_a_name() {
    let server = TestServer::signed_in().await;
    server.tell(vec![visit_at("anonymous:b1", "/price-list"), visit_at("anonymous:b2", "/price-list")]).await;
    assert!(server.opportunities("state=all").await.is_empty());
    let names = [(IdKind::Customer, "ax"), (IdKind::Anonymous, "b1")];
    server.tell(vec![person("ax", "Ax"), identified(&names)]).await;
    let found = server.opportunities("kind=page_visited").await;
    assert_eq!((found.len(), &found[0]["name"]), (1, &json!("Ax")), "{found:?}");
}

#[tokio::test]
async fn who_must_not_be_contacted_is_left_alone() {
    let server = TestServer::signed_in().await;
    server.tell(vec![person("np", "Nina"), visit_at("np", "/prices")]).await;
    let found = server.opportunities("").await;
    assert_eq!(found.len(), 2, "a new prospect at the prices: {found:?}");
    let id = found[0]["id"].as_str().unwrap();
    let dismiss = format!("/api/v1/opportunities/{id}/dismiss");
    server.post(&dismiss, json!({ "reason": "do_not_contact" })).await.expect(200);
    assert!(server.opportunities("").await.is_empty());
    server.tell(vec![visit_at("np", "/contact")]).await;
    assert!(server.opportunities("").await.is_empty(), "refused is refused");
    server.post(&format!("/api/v1/opportunities/{id}/reopen"), json!({})).await.expect(200);
    assert_eq!(server.opportunities("").await.len(), 1);
}

#[tokio::test]
async fn an_order_is_an_order_whatever_it_is_of() {
    let server = TestServer::signed_in().await;
    let mut sales = "customer_id,order_id,product_id,product_name,category,date,quantity,amount\n".to_owned();
    for day in 1..=9 {
        sales += &format!(
            "plain,P{day},1,Thing,,2024-01-0{day},1,5.00\nsorted,S{day},2,Nail,Nails,2024-01-0{day},1,5.00\n"
        );
    }
    server.import(&[("sales.csv", sales.as_bytes())]).await;
    let customers = server.get("/api/v1/customers").await.expect(200);
    let orders: Vec<_> = customers["items"].as_array().unwrap().iter().map(|one| &one["orders"]).collect();
    assert_eq!(orders, [&json!(9), &json!(9)], "{customers}");
}
