//! From the ledger: exactly once, every kind of fact.

use crate::support::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use vihje_model::fact::{
    Campaign, Customer, Exposure, LineKind, Product, SaleLine, TouchPoint, TouchPointRef,
};
use vihje_model::{Currency, Envelope, Fact, Money};

fn told(offset: u64, fact: Fact) -> (u64, Envelope) {
    (offset, Envelope { message_id: format!("m{offset}"), received_at: now(), fact })
}

fn line(customer: &str, product: &str, at: &str, quantity: i64) -> SaleLine {
    SaleLine {
        customer: (!customer.is_empty()).then(|| customer.to_owned()),
        product: product.to_owned(),
        order: Some("o1".to_owned()),
        at: at.parse().unwrap(),
        line: if quantity < 0 { LineKind::Return } else { LineKind::Sale },
        quantity: Decimal::from(quantity),
        amount: Money { amount: Decimal::new(350 * quantity, 2), currency: Currency::EUR },
        discount: None,
        store: None,
        sales_person: None,
    }
}

fn customer(id: &str, attributes: &[(&str, &str)]) -> Customer {
    let attributes: BTreeMap<_, _> = attributes.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
    Customer { id: id.to_owned(), attributes, ..Customer::default() }
}

fn every_kind() -> Vec<(u64, Envelope)> {
    let product = Product {
        id: "tea".to_owned(),
        name: Some("Green tea".to_owned()),
        levels: vec![Some("DRINKS".to_owned()), None],
        price: Some(Decimal::new(350, 2)),
        cost: None,
        currency: Some(Currency::EUR),
        stock: None,
        attributes: BTreeMap::new(),
    };
    let campaign = Campaign {
        id: "13".to_owned(),
        name: None,
        campaign_type: Some("Type A".to_owned()),
        starts: Some("2025-02-01".parse().unwrap()),
        ends: None,
        cost: None,
        audience: None,
    };
    let touch = TouchPoint {
        customer: "ben".to_owned(),
        at: "2025-03-02".parse().unwrap(),
        touch: "call".to_owned(),
        outbound: true,
        subject: "Offer".to_owned(),
        campaign: Some("13".to_owned()),
        attributes: BTreeMap::new(),
    };
    vec![
        told(1, Fact::Product(product)),
        told(2, Fact::Customer(customer("anna", &[("city", "Turku"), ("age", "30")]))),
        told(3, Fact::SaleLine(line(" anna ", "tea", "2025-03-01", 2))),
        told(4, Fact::SaleLine(line("anna", "tea", "2025-03-01", 2))),
        told(5, Fact::SaleLine(line("anna", "tea", "2025-03-03", -2))),
        told(6, Fact::Customer(customer("anna", &[("city", "Oulu")]))),
        told(7, Fact::Campaign(campaign)),
        told(8, Fact::Exposure(Exposure { campaign: "13".to_owned(), customer: "ben".to_owned(), at: None })),
        told(9, Fact::TouchPoint(touch)),
    ]
}

#[test]
fn every_kind_of_fact_arrives_once() {
    let home = Home::new();
    assert_eq!(home.history.flushed_offset().unwrap(), None);
    let flushed = home.history.flush(&every_kind()).unwrap();
    assert_eq!((flushed.added, flushed.known, flushed.rejected, flushed.offset), (9, 0, 0, Some(9)));
    // The same again, as after a crash between flushing and trimming, and one more.
    let mut again = every_kind();
    again.push(told(10, Fact::SaleLine(line("", "cup", "2025-03-04", 1))));
    let flushed = home.history.flush(&again).unwrap();
    assert_eq!((flushed.added, flushed.known, flushed.offset), (1, 9, Some(10)));
    assert_eq!(home.history.flushed_offset().unwrap(), Some(10));
    assert_eq!(home.ask("SELECT customer, product_name, level_1, line, quantity, value FROM sale_lines ORDER BY sold_at, line"), [
        "anna|Green tea|DRINKS|sale|2.0000|7.0000",
        "anna|Green tea|DRINKS|sale|2.0000|7.0000",
        "anna|Green tea|DRINKS|return|-2.0000|-7.0000",
        "|cup||sale|1.0000|3.5000"
    ]);
    assert_eq!(
        home.ask("SELECT id, attributes->>'city', attributes->>'age' FROM customers ORDER BY id"),
        ["anna|Oulu|30", "ben||"]
    );
    assert_eq!(home.ask("SELECT customer, exposed_at FROM exposures"), ["ben|2025-02-01 00:00:00"]);
    assert_eq!(
        home.ask("SELECT customer, touch, outbound, subject, campaign FROM touch_points"),
        ["ben|call|true|Offer|13"]
    );
    assert!(home.history.check().unwrap().is_empty());
}

#[test]
fn a_line_without_a_rate_is_kept_apart_and_a_rate_lets_the_next_in() {
    let home = Home::new();
    let mut krona = line("anna", "tea", "2025-03-01", 1);
    krona.amount.currency = "SEK".parse().unwrap();
    let facts = [
        told(1, Fact::SaleLine(line("anna", "tea", "2025-03-01", 1))),
        told(2, Fact::SaleLine(krona.clone())),
    ];
    let flushed = home.history.flush(&facts).unwrap();
    assert_eq!((flushed.added, flushed.rejected), (1, 1));
    let rejected = &home.history.rejected_rows(vihje_history::LEDGER, 0, 9).unwrap()[0];
    assert_eq!((rejected.line, rejected.code.as_str()), (2, "no-rate"));
    let kept: Envelope = serde_json::from_str(&rejected.row).unwrap();
    assert_eq!(kept, facts[1].1);
    home.history.set_rate("SEK".parse().unwrap(), Decimal::new(9, 2)).unwrap();
    assert_eq!(home.history.flush(&[told(3, kept.fact)]).unwrap().added, 1);
    assert_eq!(home.ask("SELECT value FROM sale_lines WHERE currency = 'SEK'"), ["0.3150"]);
}

#[test]
fn a_file_that_tells_what_the_ledger_told_is_known() {
    let home = Home::new();
    home.history.flush(&[told(1, Fact::SaleLine(line("anna", "tea", "2025-03-01", 2)))]).unwrap();
    let row = "o1,anna,tea,2025-03-01,2,7.00\n";
    let path = home.write("s.csv", format!("{HEADER}{row}{row}"));
    let staged = home.stage(&sales(&path)).unwrap();
    assert_eq!((staged.outcome().added, staged.outcome().known), (1, 1));
    // A fact that comes between the look and the commit is seen by the commit.
    home.history.flush(&[told(2, Fact::SaleLine(line("anna", "tea", "2025-03-01", 2)))]).unwrap();
    let outcome = home.history.commit(staged, "i1").unwrap();
    assert_eq!((outcome.added, outcome.known), (0, 2));
}

fn call(task: &str) -> TouchPoint {
    TouchPoint {
        customer: "ben".to_owned(),
        at: "2025-03-02".parse().unwrap(),
        touch: "call".to_owned(),
        outbound: true,
        subject: String::new(),
        campaign: None,
        attributes: BTreeMap::from([
            ("task".to_owned(), task.to_owned()),
            ("by".to_owned(), "eve".to_owned()),
        ]),
    }
}

fn taken_back(task: &str) -> Fact {
    let TouchPoint { customer, at, .. } = call(task);
    let attributes = BTreeMap::from([("task".to_owned(), task.to_owned())]);
    Fact::TouchPointTakenBack(TouchPointRef { customer, at, attributes })
}

#[test]
fn a_touch_point_that_is_taken_back_goes_alone_and_once() {
    let home = Home::new();
    let calls = ["1", "2", "2"].map(|task| Fact::TouchPoint(call(task)));
    let facts: Vec<_> = (1..).zip(calls).map(|(offset, fact)| told(offset, fact)).collect();
    assert_eq!(home.history.flush(&facts).unwrap().added, 3);
    let left = || home.ask("SELECT attributes->>'task' FROM touch_points ORDER BY 1");
    let back = [told(4, taken_back("2")), told(5, taken_back("3"))];
    assert_eq!(
        home.history.flush(&back).unwrap().taken_back,
        1,
        "one of two alike; of the third there is none"
    );
    assert_eq!(left(), ["1", "2"]);
    assert_eq!(home.history.flush(&back).unwrap().taken_back, 0, "facts flushed before are passed over");
    assert_eq!(left(), ["1", "2"]);
    // Told and taken back before either was flushed.
    let both = [told(6, Fact::TouchPoint(call("4"))), told(7, taken_back("4"))];
    assert_eq!(home.history.flush(&both).unwrap().taken_back, 1);
    assert_eq!(left(), ["1", "2"]);
}
