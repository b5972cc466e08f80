//! Names that are one customer, orders told whole, events that were not understood: as they come by the ledger.

use crate::support::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use vihje_history::{ColumnsQuery, Level, TimelineKind, TimelineQuery};
use vihje_model::fact::{Customer, EventRejected, EventSettled, LineKind, SaleLine, TouchPoint};
use vihje_model::identity::{IdKind, Identified, Identifier, JoinedBy, Merge, MergeUndone};
use vihje_model::order::{OrderTold, RefundTold, ReturnedLine};
use vihje_model::{Condition, Currency, CustomerKey, Envelope, Fact, Moment, Money};

struct Told {
    home: Home,
    offset: u64,
}

impl Told {
    fn new() -> Self {
        Self { home: Home::new(), offset: 0 }
    }

    /// Tells facts in one flush.
    fn tell(&mut self, facts: impl IntoIterator<Item = Fact>) {
        let mut told = Vec::new();
        for fact in facts {
            self.offset += 1;
            let message_id = format!("m{}", self.offset);
            told.push((self.offset, Envelope { message_id, received_at: now(), fact }));
        }
        self.home.history.flush(&told).unwrap();
        assert!(self.home.history.check().unwrap().is_empty());
    }

    /// Customers with their purchases: name or id, and how many lines.
    fn purchases(&self) -> Vec<(String, usize)> {
        let query = ColumnsQuery {
            level: Level::Product,
            as_of: "2030-01-01".parse().unwrap(),
            channel: Condition::default(),
            every_line: false,
        };
        let purchases = self.home.history.purchases(&query).unwrap();
        let mut found: Vec<(String, usize)> = (0..purchases.customers.len())
            .map(|index| {
                let key = purchases.customers[index];
                let profile = self.home.history.customer(key, query.as_of).unwrap().unwrap();
                (profile.id, purchases.lines_of(index).len())
            })
            .collect();
        found.sort();
        found
    }

    fn timeline(&self, id: &str, kinds: &[TimelineKind]) -> Vec<vihje_history::TimelineEntry> {
        let before = "2030-01-01".parse().unwrap();
        let query = TimelineQuery { kinds: kinds.to_vec(), before, skip: 0, limit: 100 };
        self.home.history.timeline(CustomerKey::of(id), &query).unwrap().entries
    }

    fn text(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        self.home.history.query(sql, vihje_history::QueryLimits::default()).unwrap().rows
    }
}

fn at(day: u32) -> Moment {
    format!("2026-03-{day:02}").parse().unwrap()
}

fn euro(cents: i64) -> Money {
    Money { amount: Decimal::new(cents, 2), currency: Currency::EUR }
}

fn line(product: &str, quantity: i64, cents: i64) -> SaleLine {
    SaleLine {
        customer: None,
        product: product.to_owned(),
        order: None,
        at: at(1),
        line: LineKind::Sale,
        quantity: Decimal::from(quantity),
        amount: euro(cents),
        discount: None,
        store: None,
        sales_person: None,
    }
}

fn order(id: &str, customer: &str, day: u32, lines: Vec<SaleLine>) -> Fact {
    Fact::Order(OrderTold { order: id.to_owned(), customer: Some(customer.to_owned()), at: at(day), lines })
}

fn visit(customer: &str, day: u32) -> Fact {
    Fact::TouchPoint(TouchPoint {
        customer: customer.to_owned(),
        at: at(day),
        touch: "visit".to_owned(),
        outbound: false,
        subject: "Prices".to_owned(),
        campaign: None,
        attributes: BTreeMap::from([("page.path".to_owned(), "/prices".to_owned())]),
    })
}

fn merge(from: &str, into: &str) -> Fact {
    Fact::Merged(Merge {
        from: from.to_owned(),
        into: into.to_owned(),
        joined_by: JoinedBy::Anonymous,
        evidence: from.to_owned(),
        at: at(9),
    })
}

fn undone(from: &str, into: &str) -> Fact {
    Fact::MergeUndone(MergeUndone {
        from: from.to_owned(),
        into: into.to_owned(),
        by: "ada@example.com".to_owned(),
        at: at(10),
    })
}

#[test]
fn what_a_browser_did_before_its_visitor_signed_in_is_the_customers() {
    let mut told = Told::new();
    told.tell([visit("anonymous:b1", 1), visit("anna", 2)]);
    assert_eq!(
        told.text("SELECT id FROM customers"),
        [[Some("anna".to_owned())]],
        "a browser is no customer"
    );
    told.tell([merge("anonymous:b1", "anna")]);
    let visits = told.timeline("anna", &[TimelineKind::TouchPoint]);
    assert_eq!(visits.len(), 2);
    assert_eq!(visits[1].attributes["told_of"], "anonymous:b1");
    assert_eq!(visits[1].attributes["page.path"], "/prices");
    assert_eq!(told.timeline("anonymous:b1", &[TimelineKind::TouchPoint]), visits, "either name leads there");
    let merged = told.timeline("anna", &[TimelineKind::Merge]);
    assert_eq!((merged[0].title.as_str(), merged[0].what.as_deref()), ("anonymous:b1", Some("anonymous")));
    told.tell([undone("anonymous:b1", "anna")]);
    assert_eq!(told.timeline("anna", &[TimelineKind::TouchPoint]).len(), 1);
    assert_eq!(told.timeline("anna", &[TimelineKind::Merge])[0].attributes["undone_by"], "ada@example.com");
}

#[test]
fn two_customers_become_one_and_two_again() {
    let mut told = Told::new();
    let named = |id: &str, city: &str, email: Option<&str>| {
        Fact::Customer(Customer {
            id: id.to_owned(),
            email: email.map(str::to_owned),
            attributes: BTreeMap::from([("city".to_owned(), city.to_owned())]),
            ..Customer::default()
        })
    };
    told.tell([named("u1", "Turku", None), named("c1", "Oulu", Some("a@b.fi"))]);
    told.tell([
        order("o1", "u1", 1, vec![line("tea", 1, 350)]),
        order("o2", "c1", 2, vec![line("tea", 1, 350), line("cup", 1, 900)]),
    ]);
    assert_eq!(told.purchases(), [("c1".to_owned(), 2), ("u1".to_owned(), 1)]);
    let before = told.text("SELECT * FROM customers ORDER BY id");
    told.tell([merge("c1", "u1")]);
    assert_eq!(told.purchases(), [("u1".to_owned(), 3)]);
    let one = told.text("SELECT id, email, attributes->>'city' FROM customers");
    assert_eq!(one, [["u1", "a@b.fi", "Oulu"].map(|cell| Some(cell.to_owned()))]);
    assert_eq!(told.home.history.canonical(CustomerKey::of("c1")).unwrap(), CustomerKey::of("u1"));
    let keys = ["c1", "u1", "nobody"].map(CustomerKey::of);
    let found = told.home.history.customers_by_key(&keys).unwrap();
    let found =
        keys.map(|key| found.get(&key).map(|customer| (customer.id.as_str(), customer.email.as_deref())));
    assert_eq!(found, [Some(("u1", Some("a@b.fi"))), Some(("u1", Some("a@b.fi"))), None]);
    assert!(told.home.history.customers_by_key(&[]).unwrap().is_empty());
    // What is told later of the name that was taken in is the customer's too.
    told.tell([named("c1", "Espoo", None), merge("anonymous:b", "c1"), merge("c1", "u1")]);
    assert_eq!(
        told.text("SELECT id, attributes->>'city' FROM customers"),
        [["u1", "Espoo"].map(|cell| Some(cell.to_owned()))]
    );
    assert_eq!(told.home.history.names_of(CustomerKey::of("u1")).unwrap().len(), 3);
    told.tell([undone("c1", "u1"), named("c1", "Oulu", None)]);
    assert_eq!(told.purchases(), [("c1".to_owned(), 2), ("u1".to_owned(), 1)]);
    assert_eq!(told.text("SELECT * FROM customers ORDER BY id"), before);
    assert_eq!(
        told.home.history.canonical(CustomerKey::of("anonymous:b")).unwrap(),
        CustomerKey::of("c1"),
        "it goes with its own"
    );
}

#[test]
fn a_merge_in_a_circle_or_of_a_name_already_merged_changes_nothing() {
    let mut told = Told::new();
    told.tell([
        visit("a", 1),
        visit("b", 1),
        visit("c", 1),
        merge("a", "b"),
        merge("b", "a"),
        merge("a", "c"),
        merge("c", "c"),
    ]);
    let names = |id: &str| told.home.history.canonical(CustomerKey::of(id)).unwrap();
    assert_eq!([names("a"), names("b"), names("c")], ["b", "b", "c"].map(CustomerKey::of));
}

#[test]
fn names_told_beside_each_other_are_kept_once() {
    let mut told = Told::new();
    let ids = ["u1", "anonymous:b1"];
    let identified = Fact::Identified(Identified {
        source: "shop".to_owned(),
        ids: vec![
            Identifier::told(IdKind::Customer, ids[0]).unwrap(),
            Identifier::told(IdKind::Anonymous, "b1").unwrap(),
        ],
        outright: false,
        at: at(1),
    });
    told.tell([identified.clone(), identified.clone()]);
    told.tell([identified]);
    let mut names = Vec::new();
    told.home.history.each_name(|name| names.push((name.holder, name.name, name.source))).unwrap();
    assert_eq!(names, [("u1".to_owned(), "anonymous:b1".to_owned(), "shop".to_owned())]);
}

#[test]
fn an_order_told_again_is_what_was_told_last() {
    let mut told = Told::new();
    let lines = || told_lines(&[("tea", 2, 700), ("cup", 1, 900)]);
    told.tell([order("o1", "anna", 1, lines())]);
    told.tell([order("o1", "anna", 1, lines()), order("o1", "anna", 2, lines())]);
    assert_eq!(
        told.text("SELECT count(*) FROM sale_lines"),
        [[Some("2".to_owned())]],
        "told again adds nothing"
    );
    // The cup costs less, and a spoon comes with it.
    told.tell([order("o1", "anna", 3, told_lines(&[("tea", 2, 700), ("cup", 1, 800), ("spoon", 1, 100)]))]);
    assert_eq!(net(&told), [("cup", 1, "8"), ("spoon", 1, "1"), ("tea", 2, "7")].map(row));
    assert_eq!(told.purchases(), [("anna".to_owned(), 3)]);
    told.tell([Fact::Refund(RefundTold {
        order: "o1".to_owned(),
        customer: Some("anna".to_owned()),
        at: at(4),
        lines: vec![ReturnedLine { product: "cup".to_owned(), quantity: None, amount: None }],
        total: None,
    })]);
    assert_eq!(net(&told), [("spoon", 1, "1"), ("tea", 2, "7")].map(row));
    assert_eq!(told.purchases(), [("anna".to_owned(), 2)]);
    told.tell([order("o1", "anna", 5, Vec::new())]);
    assert_eq!(net(&told), Vec::<Vec<Option<String>>>::new(), "cancelled");
    assert_eq!(told.purchases(), []);
}

#[test]
fn an_order_told_by_a_browser_and_again_by_the_shop_counts_once() {
    let mut told = Told::new();
    told.tell([
        order("o1", "anonymous:b1", 1, told_lines(&[("tea", 1, 350)])),
        order("o1", "anna", 1, told_lines(&[("tea", 1, 350)])),
    ]);
    told.tell([order("o1", "anonymous:b1", 1, told_lines(&[("tea", 1, 350)]))]);
    assert_eq!(told.purchases(), [("anna".to_owned(), 1)]);
    assert_eq!(net(&told), [("tea", 1, "3.5")].map(row));
}

fn told_lines(lines: &[(&str, i64, i64)]) -> Vec<SaleLine> {
    lines.iter().map(|&(product, quantity, cents)| line(product, quantity, cents)).collect()
}

fn row((product, quantity, value): (&str, i64, &str)) -> Vec<Option<String>> {
    vec![Some(product.to_owned()), Some(quantity.to_string()), Some(value.to_owned())]
}

/// What stands of all orders, by product.
fn net(told: &Told) -> Vec<Vec<Option<String>>> {
    let rows = told.text(
        "SELECT product, sum(quantity)::BIGINT, sum(value) FROM sale_lines
         GROUP BY product HAVING sum(quantity) <> 0 OR sum(value) <> 0 ORDER BY product",
    );
    let tidy = |cell: Option<String>| {
        cell.map(|cell| cell.parse::<Decimal>().map_or(cell, |number| number.normalize().to_string()))
    };
    rows.into_iter().map(|row| row.into_iter().map(tidy).collect()).collect()
}

#[test]
fn events_that_were_not_understood_wait_until_they_are_settled() {
    let mut told = Told::new();
    let rejected = |code: &str| {
        Fact::EventRejected(EventRejected {
            source: "shop".to_owned(),
            dialect: "segment".to_owned(),
            code: code.to_owned(),
            reason: "It says nobody.".to_owned(),
            field: Some("userId".to_owned()),
            payload: "{\"event\": \"<b>\"}".to_owned(),
        })
    };
    told.tell([rejected("no-person"), rejected("impossible-time"), rejected("no-person")]);
    let counts = told.home.history.rejected_event_counts().unwrap();
    assert_eq!(counts[0], ("shop".to_owned(), "no-person".to_owned(), 2));
    let page = told.home.history.rejected_events("shop", Some("no-person"), None, 1).unwrap();
    assert_eq!((page[0].offset, page[0].event.payload.as_str()), (3, "{\"event\": \"<b>\"}"));
    told.tell([Fact::EventSettled(EventSettled { offset: 3, by: "ada@example.com".to_owned() })]);
    let left = told.home.history.rejected_events("shop", None, None, 10).unwrap();
    assert_eq!(left.iter().map(|event| event.offset).collect::<Vec<_>>(), [2, 1]);
    assert!(told.home.history.rejected_events("other", None, None, 10).unwrap().is_empty());
}
