//! Orders told, told again, and refunded: by hand and by any sequence.

use super::*;
use crate::Currency;
use crate::fact::LineKind;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn line(product: &str, kind: LineKind, quantity: i64, cents: i64) -> SaleLine {
    SaleLine {
        customer: None,
        product: product.to_owned(),
        order: None,
        at: Moment(0),
        line: kind,
        quantity: Decimal::from(quantity),
        amount: Money::from_minor(cents, Currency::EUR),
        discount: None,
        store: None,
        sales_person: None,
    }
}

fn sale(product: &str, quantity: i64, cents: i64) -> SaleLine {
    line(product, LineKind::Sale, quantity, cents)
}

fn order(at: i64, customer: Option<&str>, lines: Vec<SaleLine>) -> OrderTold {
    OrderTold { order: "o".into(), customer: customer.map(Into::into), at: Moment(at), lines }
}

fn refunded(at: i64, lines: Vec<ReturnedLine>, total: Option<i64>) -> RefundTold {
    let total = total.map(|cents| Money::from_minor(cents, Currency::EUR));
    RefundTold { order: "o".into(), customer: None, at: Moment(at), lines, total }
}

fn returned(product: &str, quantity: Option<i64>, cents: Option<i64>) -> ReturnedLine {
    ReturnedLine {
        product: product.into(),
        quantity: quantity.map(Decimal::from),
        amount: cents.map(|cents| Money::from_minor(cents, Currency::EUR)),
    }
}

/// A line in short: customer, product, kind, quantity, amount.
fn short(lines: &[SaleLine]) -> Vec<String> {
    let word = |kind| match kind {
        LineKind::Sale => "sale",
        LineKind::Return => "return",
        LineKind::Charge => "charge",
    };
    let short = |line: &SaleLine| {
        let customer = line.customer.as_deref().unwrap_or("-");
        let (quantity, amount) = (line.quantity.normalize(), line.amount.amount.normalize());
        format!("{customer} {} {} {quantity} {amount}", line.product, word(line.line))
    };
    let mut short: Vec<String> = lines.iter().map(short).collect();
    short.sort();
    short
}

/// What was told so far.
#[derive(Default)]
struct Story(Vec<SaleLine>);

impl Story {
    fn order(&mut self, told: &OrderTold) -> Vec<String> {
        self.add(replace(&net(self.0.clone()), told))
    }

    fn refund(&mut self, told: &RefundTold) -> Vec<String> {
        self.add(refund(&net(self.0.clone()), told))
    }

    fn add(&mut self, lines: Vec<SaleLine>) -> Vec<String> {
        self.0.extend(lines.clone());
        short(&lines)
    }
}

#[test]
fn lines_that_are_gone_are_reversed_and_new_ones_added() {
    let mut story = Story::default();
    let postage = line("postage", LineKind::Charge, 1, 500);
    story.order(&order(1, Some("7"), vec![sale("tea", 1, 300), sale("cup", 2, 900), postage.clone()]));
    let again = order(2, Some("7"), vec![sale("tea", 1, 300), sale("cup", 1, 450)]);
    assert_eq!(story.order(&again), ["7 cup return -2 -9", "7 cup sale 1 4.5", "7 postage charge -1 -5"]);
    assert!(story.order(&again).is_empty());
    assert_eq!(story.order(&order(3, Some("7"), vec![])), ["7 cup return -1 -4.5", "7 tea return -1 -3"]);
    assert_eq!(net(story.0), []);
}

#[test]
fn an_order_moves_up_to_a_stronger_name_and_never_back() {
    let mut story = Story::default();
    let lines = vec![sale("tea", 1, 300)];
    story.order(&order(1, Some("anonymous:x"), lines.clone()));
    let known = order(2, Some("7"), lines.clone());
    assert_eq!(story.order(&known), ["7 tea sale 1 3", "anonymous:x tea return -1 -3"]);
    for name in [None, Some("anonymous:x"), Some("email:a@b.fi"), Some("9")] {
        assert!(story.order(&order(3, name, lines.clone())).is_empty(), "{name:?}");
    }
    let more = order(4, Some("anonymous:x"), vec![sale("tea", 1, 300), sale("cup", 1, 100)]);
    assert_eq!(story.order(&more), ["7 cup sale 1 1"]);
}

#[test]
fn products_come_back_in_part_and_never_more_than_is_left() {
    let mut story = Story::default();
    story.order(&order(1, Some("7"), vec![sale("tea", 3, 1000), sale("cup", 1, 200)]));
    let one = |at| refunded(at, vec![returned("tea", Some(1), None)], None);
    assert_eq!(story.refund(&one(2)), ["7 tea return -1 -3.33"]);
    assert_eq!(story.refund(&one(3)), ["7 tea return -1 -3.34"]);
    assert_eq!(story.refund(&one(4)), ["7 tea return -1 -3.33"]);
    assert!(story.refund(&one(5)).is_empty());
    assert_eq!(story.refund(&refunded(6, vec![], None)), ["7 cup return -1 -2"]);
    assert!(story.refund(&refunded(7, vec![], None)).is_empty());
}

#[test]
fn money_told_is_spread_by_the_largest_remainder() {
    let mut story = Story::default();
    story.order(&order(1, Some("7"), vec![sale("tea", 1, 100), sale("tea", 2, 100), sale("tea", 4, 100)]));
    let told = refunded(2, vec![returned("tea", None, Some(200))], None);
    assert_eq!(
        story.refund(&told),
        ["7 tea return -1 -0.67", "7 tea return -2 -0.67", "7 tea return -4 -0.66"]
    );
    assert_eq!(short(&net(story.0)), ["7 tea sale 0 1"]);
}

#[test]
fn money_without_products_is_a_charge_until_it_is_everything() {
    let mut story = Story::default();
    story.order(&order(1, Some("7"), vec![sale("tea", 1, 300), sale("cup", 2, 900)]));
    assert_eq!(story.refund(&refunded(2, vec![], Some(500))), ["7 refund charge -1 -5"]);
    let rest = ["7 cup return -2 -9", "7 refund charge 1 5", "7 tea return -1 -3"];
    assert_eq!(story.refund(&refunded(3, vec![], Some(700))), rest);
    assert!(story.refund(&refunded(4, vec![], Some(100))).is_empty());
    story.order(&order(5, Some("7"), vec![sale("tea", 1, 300)]));
    story.refund(&refunded(6, vec![], Some(100)));
    let tea = refunded(7, vec![returned("tea", None, None)], None);
    assert_eq!(story.refund(&tea), ["7 refund charge 1 1", "7 tea return -1 -3"]);
    assert!(refund(&[], &refunded(1, vec![returned("tea", None, None)], None)).is_empty());
}

#[test]
fn numbers_the_history_cannot_keep_are_left_out() {
    let mut huge = sale("tea", 1, 100);
    huge.amount.amount = Decimal::MAX;
    let story = replace(&[], &order(1, None, vec![huge.clone(), huge, sale("cup", 1, 5)]));
    assert_eq!(short(&story), ["- cup sale 1 0.05"]);
}

type Sums = BTreeMap<(String, bool), (Decimal, Decimal)>;

fn sums(lines: &[SaleLine]) -> Sums {
    let mut sums = Sums::new();
    for line in lines {
        let sum = sums.entry((line.product.clone(), line.line == LineKind::Charge)).or_default();
        sum.0 += line.quantity;
        sum.1 += line.amount.amount;
    }
    sums.retain(|_, sum| !sum.0.is_zero() || !sum.1.is_zero());
    sums
}

#[derive(Debug, Clone)]
enum Telling {
    Order(OrderTold),
    Refund(RefundTold),
}

fn tellings(refunds: u32) -> impl Strategy<Value = Vec<Telling>> {
    let names =
        prop::sample::select(vec![None, Some("anonymous:x"), Some("email:a@b.fi"), Some("7"), Some("9")]);
    let product = prop::sample::select(vec!["tea", "cup"]);
    let lines = prop_oneof![
        4 => (product.clone(), 1..4_i64, 0..6_i64).prop_map(|(p, q, cents)| sale(p, q, cents * 50)),
        1 => (1..3_i64, 0..4_i64).prop_map(|(q, cents)| line("postage", LineKind::Charge, q, cents)),
    ];
    let order = (names, prop::collection::vec(lines, 0..4))
        .prop_map(|(name, lines)| Telling::Order(order(1, name, lines)));
    let back = (product, prop::option::of(1..4_i64), prop::option::of(1..400_i64))
        .prop_map(|(product, quantity, cents)| returned(product, quantity, cents));
    let refund = (prop::collection::vec(back, 0..3), prop::option::of(1..400_i64))
        .prop_map(|(lines, total)| Telling::Refund(refunded(1, lines, total)));
    prop::collection::vec(prop_oneof![3 => order, refunds => refund], 0..12)
}

proptest! {
    #[test]
    fn the_last_telling_is_what_stands(tellings in tellings(0)) {
        let mut story = Story::default();
        for telling in tellings {
            let Telling::Order(told) = telling else { continue };
            story.order(&told);
            let standing = net(story.0.clone());
            prop_assert_eq!(sums(&standing), sums(&told.lines));
            prop_assert!(story.order(&told).is_empty(), "told twice adds nothing");
        }
    }

    #[test]
    fn with_refunds_between_nothing_is_invented(tellings in tellings(3), turn in any::<prop::sample::Index>()) {
        let mut story = Story::default();
        for telling in tellings {
            let before = sums(&net(story.0.clone()));
            match telling {
                Telling::Order(told) => {
                    story.order(&told);
                    prop_assert_eq!(sums(&net(story.0.clone())), sums(&told.lines));
                    prop_assert!(story.order(&told).is_empty(), "told twice adds nothing");
                }
                Telling::Refund(told) => {
                    story.refund(&told);
                    let money = |sums: &Sums| sums.values().map(|sum| sum.1).sum::<Decimal>();
                    let after = sums(&net(story.0.clone()));
                    prop_assert!(money(&after) <= money(&before) && money(&after) >= Decimal::ZERO);
                    for ((product, charge), sum) in &after {
                        let was = before.get(&(product.clone(), *charge)).map_or(Decimal::ZERO, |sum| sum.0);
                        prop_assert!(*charge || (sum.0 >= Decimal::ZERO && sum.0 <= was), "{}", product);
                    }
                }
            }
            // Lines of one moment have no order.
            let mut turned = story.0.clone();
            if !turned.is_empty() {
                let by = turn.index(turned.len());
                turned.rotate_left(by);
            }
            prop_assert_eq!(sums(&net(turned)), sums(&net(story.0.clone())));
            prop_assert_eq!(sums(&story.0), sums(&net(story.0.clone())));
        }
    }
}
