//! The conformance story of findings: loaded unseen, swapped at once, swept in steps.

use super::{customer, day, desk, meta, publish};
use serde_json::json;
use vihje_desk::findings::{
    CustomerQuery, DueCustomer, PatternFinding, PatternQuery, PatternSort, ReplenishmentFinding,
};
use vihje_desk::{Desk, DeskError};
use vihje_model::finding::Analysis;
use vihje_model::{Currency, CustomerKey};

fn pattern(a: &str, b: &str, lift: f64, n_ab: u64) -> PatternFinding {
    PatternFinding {
        rank: 0,
        level: "category".to_owned(),
        a: a.to_owned(),
        b: b.to_owned(),
        n_a: 100,
        n_ab,
        confidence: 0.3,
        expected: 20.0,
        lift,
        lift_low: lift * 0.8,
        lift_high: lift * 1.2,
        p: 0.001,
        q: 0.01,
        naive_lift: 3.0,
        first_quartile_days: Some(10.0),
        median_days: Some(40.0),
        third_quartile_days: None,
        sequence_ratio: Some(1.5),
        sequence_expected: Some(1.0),
        held_out_lift: Some(1.4),
        shrunk_lift: Some(1.3),
        open_customers: 12,
        value_minor: 5_000,
        evidence: json!({"curve": [[0, 0.0], [30, 0.1]]}),
        below: false,
    }
}

#[test]
fn patterns_are_listed_filtered_and_found_by_pair() {
    let (_folder, desk) = desk();
    let mut load = desk.load(&meta(Analysis::Patterns, "{\"window\":182}"), Currency::EUR).unwrap();
    let rows = [
        pattern("Charcoal", "Lighter fluid", 2.1, 30),
        pattern("Paint", "Brushes", 1.8, 60),
        pattern("Tea", "Honey", 2.5, 40),
    ];
    load.patterns(rows.clone()).unwrap();
    let set = load.publish().unwrap();
    assert_eq!((set.rows, set.meta), (3, meta(Analysis::Patterns, "{\"window\":182}")));

    let list = |query: &PatternQuery| {
        let page = desk.patterns(set.id, query, None, 10).unwrap();
        assert_eq!(page.total, page.items.len() as u64);
        page.items.into_iter().map(|row| row.a).collect::<Vec<_>>()
    };
    assert_eq!(list(&PatternQuery::default()), ["Charcoal", "Paint", "Tea"]);
    let by_lift = PatternQuery { sort: Some(PatternSort::Lift), ..PatternQuery::default() };
    assert_eq!(list(&by_lift), ["Tea", "Charcoal", "Paint"]);
    assert_eq!(list(&PatternQuery { min_lift: Some(2.0), ..by_lift.clone() }), ["Tea", "Charcoal"]);
    assert_eq!(list(&PatternQuery { min_support: Some(60), ..by_lift.clone() }), ["Paint"]);
    assert_eq!(list(&PatternQuery { search: Some("FLUID".to_owned()), ..by_lift.clone() }), ["Charcoal"]);
    let without = vec!["Charcoal".to_owned(), "no such item".to_owned()];
    assert_eq!(list(&PatternQuery { without, ..by_lift.clone() }), ["Tea", "Paint"]);
    assert_eq!(list(&PatternQuery { max_q: Some(0.001), ..by_lift.clone() }), Vec::<String>::new());

    let first = desk.patterns(set.id, &by_lift, None, 2).unwrap();
    let second = desk.patterns(set.id, &by_lift, first.next.as_deref(), 2).unwrap();
    assert_eq!((second.items[0].a.as_str(), second.next), ("Paint", None));

    let found = desk.pattern(set.id, "Tea", "Honey").unwrap();
    assert_eq!(found, PatternFinding { rank: 3, ..rows[2].clone() });
    assert!(matches!(desk.pattern(set.id, "Honey", "Tea"), Err(DeskError::NotFound { .. })));
}

#[test]
fn patterns_below_their_like_are_listed_only_when_asked_for() {
    let (_folder, desk) = desk();
    let mut load = desk.load(&meta(Analysis::Patterns, "{}"), Currency::EUR).unwrap();
    let butter = PatternFinding { below: true, ..pattern("Butter", "Margarine", 0.4, 12) };
    load.patterns([pattern("Tea", "Honey", 2.5, 40), butter.clone()]).unwrap();
    let set = load.publish().unwrap();
    let list = |below| desk.patterns(set.id, &PatternQuery { below, ..PatternQuery::default() }, None, 10);
    let names = |below| list(below).unwrap().items.into_iter().map(|row| row.a).collect::<Vec<_>>();
    assert_eq!((names(false), names(true)), (vec!["Tea".to_owned()], vec!["Butter".to_owned()]));
    assert_eq!(list(true).unwrap().total, 1);
    let found = desk.pattern(set.id, "Butter", "Margarine").unwrap();
    assert_eq!(found, PatternFinding { rank: 2, ..butter });
}

#[test]
fn replenishment_tells_who_is_due_for_what() {
    let (_folder, desk) = desk();
    let item = |item: &str| ReplenishmentFinding {
        rank: 0,
        level: "category".to_owned(),
        item: item.to_owned(),
        customers: 50,
        repeats: 120,
        first_quartile_days: Some(20.0),
        median_days: Some(28.0),
        third_quartile_days: Some(41.0),
        due: 2,
        value_minor: 900,
        evidence: json!({}),
    };
    let due = |item: &str, who: &str, at: i64| DueCustomer {
        rank: 0,
        item: item.to_owned(),
        customer: CustomerKey::of(who),
        customer_id: who.to_owned(),
        name: Some(format!("Name of {who}")),
        owner: None,
        last_at: day(-30),
        due_at: day(at),
        late_at: None,
        gap_days: 28.5,
        value_minor: 450,
    };
    let mut load = desk.load(&meta(Analysis::Replenishment, "{}"), Currency::EUR).unwrap();
    load.replenishments([item("Coffee"), item("Filters")]).unwrap();
    load.due([due("Coffee", "c1", 3), due("Coffee", "c2", 1), due("Filters", "c1", 2)]).unwrap();
    let set = load.publish().unwrap();
    assert_eq!(set.rows, 5);
    assert_eq!(desk.replenishments(set.id, Some("filt"), None, 10).unwrap().items[0].item, "Filters");
    let first = desk.due_customers(set.id, "Coffee", None, 1).unwrap();
    let second = desk.due_customers(set.id, "Coffee", first.next.as_deref(), 1).unwrap();
    assert_eq!((first.total, first.items[0].customer_id.as_str()), (2, "c1"));
    assert_eq!((second.items[0].customer_id.as_str(), second.next), ("c2", None));
    let of_one: Vec<_> = desk.due_of_customer(set.id, CustomerKey::of("c1")).unwrap();
    assert_eq!(of_one.iter().map(|row| row.item.as_str()).collect::<Vec<_>>(), ["Filters", "Coffee"]);
    assert_eq!(desk.check().unwrap(), []);
}

fn shown(desk: &Desk) -> Vec<String> {
    let page = desk.customers(&CustomerQuery::default()).unwrap();
    page.items.into_iter().map(|row| row.customer_id).collect()
}

#[test]
fn a_new_set_is_unseen_until_published_and_the_old_one_stays_readable_until_swept() {
    let (_folder, desk) = desk();
    assert_eq!(desk.customers(&CustomerQuery::default()).unwrap().set, None);
    let first = publish(&desk, [customer("a")]);
    assert_eq!(shown(&desk), ["a"]);

    let mut load = desk.load(&meta(Analysis::Decline, "{}"), Currency::EUR).unwrap();
    load.customers([customer("b"), customer("c")]).unwrap();
    assert_eq!(shown(&desk), ["a"]);
    let second = load.publish().unwrap().id;
    assert_eq!(shown(&desk).len(), 2);
    assert_eq!(desk.current_set(Analysis::Decline, None).unwrap().unwrap().id, second);
    assert!(second > first);

    let mut steps = 0;
    while !desk.sweep_sets(1).unwrap() {
        steps += 1;
    }
    assert_eq!(steps, 2, "one row, then the set itself");
    assert_eq!(shown(&desk).len(), 2);
    assert_eq!(desk.check().unwrap(), []);
}

#[test]
fn a_load_that_is_dropped_or_killed_leaves_the_old_set_and_nothing_else() {
    let (folder, desk) = desk();
    let kept = publish(&desk, [customer("a")]);
    let mut dropped = desk.load(&meta(Analysis::Decline, "{}"), Currency::EUR).unwrap();
    dropped.customers([customer("b")]).unwrap();
    drop(dropped);
    let mut killed = desk.load(&meta(Analysis::Decline, "{}"), Currency::EUR).unwrap();
    killed.customers([customer("c")]).unwrap();
    std::mem::forget(killed);

    let desk = Desk::open(folder.path().join("desk.db")).unwrap();
    assert_eq!(desk.recover(day(1)).unwrap().finding_sets, 1);
    assert_eq!(shown(&desk), ["a"]);
    while !desk.sweep_sets(100).unwrap() {}
    let sets: Vec<i64> = desk.sets().unwrap().iter().map(|set| set.id).collect();
    assert_eq!(sets, [kept]);
    assert_eq!(desk.check().unwrap(), []);
}

#[test]
fn other_parameters_are_another_question() {
    let (_folder, desk) = desk();
    for parameters in ["{\"window\":30}", "{\"window\":182}", "{\"window\":30}"] {
        let mut load = desk.load(&meta(Analysis::Patterns, parameters), Currency::EUR).unwrap();
        load.patterns([pattern("A", "B", 2.0, 30)]).unwrap();
        load.publish().unwrap();
    }
    let sets = desk.sets().unwrap();
    assert_eq!(sets.len(), 2);
    let of = |parameters| desk.current_set(Analysis::Patterns, Some(parameters)).unwrap();
    assert_eq!(of("{\"window\":30}").unwrap().id, sets[0].id);
    assert_eq!(of("{\"window\":90}"), None);
    assert_eq!(desk.retire_sets(Analysis::Patterns, 1).unwrap(), 1);
    assert_eq!(desk.sets().unwrap().len(), 1);
}
