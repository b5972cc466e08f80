//! What the rules make of facts and of time, each as a story; and whom they leave alone.

use crate::batch::rates;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use vihje_insight::decline::Kind;
use vihje_live::{CustomerKnown, Effects, Follows, Knowledge, Live, Loader, ProductKnown};
use vihje_model::fact::{Customer, LineKind, Product, SaleLine, TouchPoint};
use vihje_model::identity::{IdentityRules, JoinedBy, Merge};
use vihje_model::opportunity::{Measure, OpportunityReason, Rule, RuleBody, Seen};
use vihje_model::{CustomerKey, Envelope, Fact, Moment, Money, ProductKey};

const DAY: i64 = 86_400_000_000;
const MINUTE: i64 = 60_000_000;

/// A company whose clock is in days and minutes.
struct Company {
    live: Live,
    offset: u64,
}

fn rule(body: RuleBody) -> Rule {
    Rule {
        id: 1,
        name: body_name(&body).to_owned(),
        body,
        enabled: true,
        hot: false,
        expires_hours: 48,
        quiet_days: 30,
        contact_quiet_days: 3,
        min_value_minor: 0,
    }
}

fn body_name(body: &RuleBody) -> &'static str {
    match body {
        RuleBody::Pattern { .. } => "pattern",
        RuleBody::BasketLeft { .. } => "basket",
        _ => "other",
    }
}

fn knowledge() -> Knowledge {
    let product = |(id, price): (&str, i64)| ProductKnown {
        product: ProductKey::of(id),
        name: id.to_uppercase(),
        price_minor: price,
        barred: false,
        out_of_stock: false,
    };
    let follows = |a, b, lift, confidence, value_minor| Follows {
        a,
        b,
        lift,
        confidence,
        median_days: Some(9.0),
        value_minor,
    };
    Knowledge {
        as_of: Moment(100 * DAY),
        items: (0..4)
            .map(|item| (ProductKey::of(["tea", "cup", "pot", "jam"][item as usize]), item))
            .collect(),
        item_names: ["TEA", "CUP", "POT", "JAM"].map(str::to_owned).to_vec(),
        patterns: vec![
            follows(0, 1, 2.0, 0.3, 500),
            follows(0, 2, 3.0, 0.2, 4000),
            follows(0, 3, 1.1, 0.9, 9000),
        ],
        products: [("tea", 300), ("cup", 500), ("pot", 4000), ("jam", 450)].map(product).to_vec(),
        customers: vec![CustomerKnown {
            customer: CustomerKey::of("7"),
            value_per_order_minor: 2500,
            next_at: Some(Moment(101 * DAY)),
            next_to: Some(Moment(110 * DAY)),
            usual_gap_days: 20.0,
            standing: Some(Kind::Late),
        }],
        usual_order_minor: 2000,
        ..Knowledge::default()
    }
}

impl Company {
    fn new(rules: Vec<Rule>) -> Self {
        let mut live = Loader::new(rates(), IdentityRules::default()).finish(None);
        live.set_rules(rules, Moment(0));
        live.set_knowledge(knowledge(), Moment(100 * DAY));
        Self { live, offset: 0 }
    }

    fn tell(&mut self, fact: Fact, now: i64) -> Effects {
        self.offset += 1;
        let envelope = Envelope { message_id: self.offset.to_string(), received_at: Moment(now), fact };
        self.live.apply(self.offset, &envelope, Moment(now))
    }

    /// What is seen when a customer buys.
    fn buys(&mut self, customer: &str, product: &str, quantity: i64, cents: i64, at: i64) -> Vec<Seen> {
        self.tell(Fact::SaleLine(sale(customer, product, quantity, cents, at)), at).seen
    }

    fn touches(&mut self, customer: &str, touch: &str, about: &[(&str, &str)], at: i64) -> Vec<Seen> {
        let attributes: BTreeMap<_, _> =
            about.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let outbound = touch == "call";
        let subject = "Product Added".to_owned();
        let (customer, touch) = (customer.to_owned(), touch.to_owned());
        let touch =
            TouchPoint { customer, at: Moment(at), touch, outbound, subject, campaign: None, attributes };
        self.tell(Fact::TouchPoint(touch), at).seen
    }
}

fn sale(customer: &str, product: &str, quantity: i64, cents: i64, at: i64) -> SaleLine {
    SaleLine {
        customer: Some(customer.into()),
        product: product.into(),
        order: None,
        at: Moment(at),
        line: LineKind::Sale,
        quantity: Decimal::from(quantity),
        amount: Money::from_minor(cents, "EUR".parse().unwrap()),
        discount: None,
        store: None,
        sales_person: None,
    }
}

fn pattern() -> Rule {
    rule(RuleBody::Pattern { min_lift: 1.5, min_confidence: 0.1 })
}

fn items(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(|seen| seen.item.as_deref().unwrap_or("-")).collect()
}

#[test]
fn the_pattern_with_the_most_to_expect_is_offered_and_then_the_next() {
    let mut company = Company::new(vec![pattern()]);
    let seen = company.buys("7", "tea", 1, 300, 100 * DAY);
    assert_eq!(items(&seen), ["POT"]);
    let found = &seen[0];
    assert_eq!((found.cause, found.value_minor, found.at), (1, 4000, Moment(100 * DAY)));
    assert_eq!(found.expires_at, Moment(102 * DAY));
    assert!(matches!(&found.reason, OpportunityReason::BoughtA { a, b, .. } if a == "TEA" && b == "POT"));
    // One thing at a time: nothing more while the pot may still be acted on.
    assert!(company.buys("7", "tea", 1, 300, 101 * DAY).is_empty());
    // The pot was offered: the next best. Then nothing is left (jam's lift is too small).
    assert_eq!(items(&company.buys("7", "tea", 1, 300, 103 * DAY)), ["CUP"]);
    assert!(company.buys("7", "tea", 1, 300, 106 * DAY).is_empty());
    // A month later the same may be offered again.
    assert_eq!(items(&company.buys("7", "tea", 1, 300, 140 * DAY)), ["POT"]);
}

#[test]
fn what_is_bought_out_of_stock_or_worth_little_is_not_offered() {
    let mut company = Company::new(vec![pattern()]);
    assert!(company.buys("8", "pot", 1, 4000, 99 * DAY).is_empty());
    assert_eq!(items(&company.buys("8", "tea", 1, 300, 100 * DAY)), ["CUP"]);
    let gone = Product {
        id: "pot".into(),
        name: None,
        levels: vec![],
        price: None,
        cost: None,
        currency: None,
        stock: Some(Decimal::ZERO),
        attributes: BTreeMap::new(),
    };
    company.tell(Fact::Product(gone), 100 * DAY);
    assert_eq!(items(&company.buys("9", "tea", 1, 300, 100 * DAY)), ["CUP"]);
    // Knowledge that does not include that fact yet does not bring the pot back.
    company.live.set_knowledge(Knowledge { through: Some(1), ..knowledge() }, Moment(100 * DAY));
    assert_eq!(items(&company.buys("10", "tea", 1, 300, 100 * DAY)), ["CUP"]);
    company.live.set_rules(vec![Rule { min_value_minor: 501, ..pattern() }], Moment(100 * DAY));
    assert!(company.buys("11", "tea", 1, 300, 100 * DAY).is_empty());
    // What is told too late is no opportunity any more.
    company.live.set_rules(vec![pattern()], Moment(100 * DAY));
    let late = Fact::SaleLine(sale("12", "tea", 1, 300, 97 * DAY));
    assert!(company.tell(late, 100 * DAY).seen.is_empty());
}

#[test]
fn whoever_refused_or_was_just_called_is_left_alone() {
    let mut company = Company::new(vec![pattern()]);
    company.touches("7", "call", &[], 98 * DAY);
    assert!(company.buys("7", "tea", 1, 300, 100 * DAY).is_empty());
    assert_eq!(items(&company.buys("7", "tea", 1, 300, 102 * DAY)), ["POT"]);
    let attributes = |consent: &str| [("consent".to_owned(), consent.to_owned())].into();
    let customer =
        |consent| Customer { id: "8".into(), attributes: attributes(consent), ..Customer::default() };
    company.tell(Fact::Customer(customer("no")), 100 * DAY);
    assert!(company.buys("8", "tea", 1, 300, 102 * DAY).is_empty());
    company.tell(Fact::Customer(customer("yes")), 100 * DAY);
    assert_eq!(items(&company.buys("8", "tea", 1, 300, 102 * DAY)), ["POT"]);
}

#[test]
fn an_offer_is_remembered_under_every_name() {
    let mut company = Company::new(vec![pattern()]);
    let merge = Merge {
        from: "email:a@b.fi".into(),
        into: "7".into(),
        joined_by: JoinedBy::Email,
        evidence: "a@b.fi".into(),
        at: Moment(0),
    };
    assert_eq!(items(&company.buys("email:a@b.fi", "tea", 1, 300, 100 * DAY)), ["POT"]);
    company.tell(Fact::Merged(merge), 100 * DAY);
    let seen = company.buys("7", "tea", 1, 300, 103 * DAY);
    assert_eq!((items(&seen), seen[0].customer), (vec!["CUP"], CustomerKey::of("7")));
    // And after a start, from what the desk remembers.
    let mut company = Company::new(vec![pattern()]);
    company.live.remember_offered(1, CustomerKey::of("7"), Some("POT"), Moment(97 * DAY));
    assert_eq!(items(&company.buys("7", "tea", 1, 300, 100 * DAY)), ["CUP"]);
}

#[test]
fn a_basket_is_left_once_it_has_been_silent() {
    let basket = rule(RuleBody::BasketLeft { after_minutes: 30, views: 3 });
    let mut company = Company::new(vec![basket.clone()]);
    let at = |minute: i64| 100 * DAY + minute * MINUTE;
    company.touches("7", "basket", &[("product_id", "pot")], at(0));
    company.touches("7", "basket", &[("product_id", "cup")], at(20));
    assert!(company.live.tick(Moment(at(31))).is_empty(), "he was still at it");
    assert_eq!(company.live.next_tick(), Some(Moment(at(50))));
    let seen = company.live.tick(Moment(at(50)));
    assert_eq!((items(&seen), seen[0].value_minor), (vec!["CUP"], 4500));
    let OpportunityReason::BasketLeft { products, basket: true, times: 2, last_at } = &seen[0].reason else {
        panic!("{:?}", seen[0].reason)
    };
    assert_eq!((products.join(" "), last_at), ("CUP POT".to_owned(), &Moment(at(20))));
    assert_eq!(seen[0].cause, at(20).cast_unsigned());
    // Bought: no basket is left.
    company.touches("8", "basket", &[("product_id", "pot")], at(60));
    company.buys("8", "pot", 1, 4000, at(70));
    // Viewed twice is not interest yet; three times is.
    for minute in [60, 61, 62] {
        company.touches("9", "view", &[("product_id", "jam")], at(minute));
    }
    company.touches("10", "view", &[("product_id", "jam")], at(62));
    let seen = company.live.tick(Moment(at(120)));
    assert_eq!((items(&seen), seen[0].customer), (vec!["JAM"], CustomerKey::of("9")));
    // The timers are derived from what is held: a rule put to work later sees what is left.
    company.touches("11", "basket", &[("product_id", "tea")], at(120));
    company.live.set_rules(vec![Rule { id: 2, ..basket }], Moment(at(121)));
    let seen = company.live.tick(Moment(at(151)));
    assert!(seen.iter().any(|seen| seen.rule == 2 && seen.customer == CustomerKey::of("11")));
}

#[test]
fn the_price_list_is_visited() {
    let mut company =
        Company::new(vec![rule(RuleBody::PageVisited { pages: vec!["Pricing".into(), " ".into()] })]);
    assert!(company.touches("7", "visit", &[("path", "/news"), ("title", "News")], 100 * DAY).is_empty());
    let seen = company.touches(
        "7",
        "visit",
        &[("path", "/pricing"), ("title", "What it costs")],
        100 * DAY + MINUTE,
    );
    assert_eq!(seen[0].value_minor, 2500);
    let OpportunityReason::PageVisited { page, times: 1, .. } = &seen[0].reason else {
        panic!("{:?}", seen[0])
    };
    assert_eq!(page, "What it costs");
    // Another such page a minute later is the same visit.
    assert!(company.touches("7", "visit", &[("path", "/pricing")], 100 * DAY + 2 * MINUTE).is_empty());
    assert!(company.touches("7", "visit", &[("path", "/pricing")], 103 * DAY).len() == 1);
}

#[test]
fn a_customer_in_decline_comes_back_after_a_silence() {
    let mut company = Company::new(vec![rule(RuleBody::CameBack { quiet_days: 14 })]);
    company.buys("7", "tea", 1, 300, 50 * DAY);
    let seen = company.touches("7", "visit", &[], 100 * DAY);
    let OpportunityReason::CameBack { standing, by, .. } = &seen[0].reason else { panic!("{:?}", seen[0]) };
    assert_eq!((standing.as_str(), by.as_str(), seen[0].value_minor), ("late", "visit", 2500));
    // There already.
    company
        .live
        .set_rules(vec![Rule { id: 2, ..rule(RuleBody::CameBack { quiet_days: 14 }) }], Moment(100 * DAY));
    assert!(company.buys("7", "tea", 1, 300, 101 * DAY).is_empty());
    // Of whom nothing is known, nobody says that he was gone.
    company.buys("8", "tea", 1, 300, 50 * DAY);
    assert!(company.touches("8", "visit", &[], 100 * DAY).is_empty());
}

#[test]
fn an_order_is_expected_and_then_overdue() {
    let due = |id, overdue_only| Rule { id, ..rule(RuleBody::ExpectedOrder { overdue_only }) };
    let mut company = Company::new(vec![due(1, false), due(2, true)]);
    company.buys("7", "tea", 1, 300, 81 * DAY);
    assert!(company.live.tick(Moment(101 * DAY - 1)).is_empty());
    let seen = company.live.tick(Moment(101 * DAY));
    let expected = OpportunityReason::ExpectedOrder {
        last_order: Moment(81 * DAY),
        usual_gap_days: 20.0,
        expected_at: Moment(101 * DAY),
        overdue: false,
    };
    assert_eq!((seen.len(), seen[0].rule, &seen[0].reason, seen[0].value_minor), (1, 1, &expected, 2500));
    let seen = company.live.tick(Moment(110 * DAY));
    assert_eq!((seen.len(), seen[0].rule), (1, 2));
    // Whoever ordered since is not waited for.
    let mut company = Company::new(vec![due(1, false)]);
    company.buys("7", "tea", 1, 300, 81 * DAY);
    company.buys("7", "tea", 1, 300, 100 * DAY + 1);
    assert!(company.live.tick(Moment(101 * DAY)).is_empty());
}

#[test]
fn an_order_larger_than_usual_stands_out() {
    let value =
        Rule { id: 1, ..rule(RuleBody::MoreThanUsual { of: Measure::Value, factor: 2.0, min_orders: 3 }) };
    let quantity =
        Rule { id: 2, ..rule(RuleBody::MoreThanUsual { of: Measure::Quantity, factor: 2.0, min_orders: 3 }) };
    let mut company = Company::new(vec![value, quantity]);
    for day in 90..93 {
        assert!(company.buys("7", "tea", 2, 600, day * DAY).is_empty());
    }
    assert!(company.buys("7", "tea", 4, 1200, 94 * DAY).is_empty(), "twice is not more than twice");
    let seen = company.buys("7", "tea", 5, 1500, 95 * DAY);
    let reasons: Vec<_> =
        seen.iter().map(|seen| (seen.rule, seen.value_minor, seen.reason.clone())).collect();
    let more = |of, product: Option<&str>, now, usual| OpportunityReason::MoreThanUsual {
        of,
        product: product.map(str::to_owned),
        now,
        usual,
        orders: 4,
    };
    let by_value = (1, 900, more(Measure::Value, None, 1500.0, 600.0));
    let by_quantity = (2, 900, more(Measure::Quantity, Some("TEA"), 5.0, 2.0));
    assert_eq!(reasons, [by_value, by_quantity]);
}

#[test]
fn a_prospect_is_new_once_and_only_with_a_name() {
    let mut company = Company::new(vec![rule(RuleBody::NewProspect)]);
    assert!(company.touches("anonymous:b", "visit", &[], 100 * DAY).is_empty());
    let seen = company.touches("email:a@b.fi", "form", &[], 100 * DAY);
    assert!(matches!(&seen[0].reason, OpportunityReason::NewProspect { by, .. } if by == "form"));
    assert_eq!(seen[0].value_minor, 2000);
    assert!(company.touches("email:a@b.fi", "visit", &[], 101 * DAY).is_empty());
    company.buys("9", "tea", 1, 300, 100 * DAY);
    assert!(company.touches("9", "visit", &[], 101 * DAY).is_empty());
}

#[test]
fn a_rule_at_rest_sees_nothing() {
    let mut company = Company::new(vec![Rule { enabled: false, ..pattern() }]);
    assert!(company.buys("7", "tea", 1, 300, 100 * DAY).is_empty());
}
