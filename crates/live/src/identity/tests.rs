//! Joins by hand: each rule, and what must never happen.

use super::*;
use vihje_model::Moment;
use vihje_model::identity::JoinRule;

/// Tells names of one person, in short: `c:` own id, `x:` external, `e:` e-mail, `a:` anonymous.
fn told(source: &str, names: &[&str]) -> Identified {
    let ids = names.iter().map(|name| {
        let (kind, value) = name.split_once(':').unwrap();
        let kind = match kind {
            "c" => IdKind::Customer,
            "x" => IdKind::External,
            "e" => IdKind::Email,
            "p" => IdKind::Phone,
            _ => IdKind::Anonymous,
        };
        Identifier { kind, value: value.to_owned() }
    });
    Identified { source: source.into(), ids: ids.collect(), outright: false, at: Moment(1) }
}

/// Applies facts and all that follows; in short what was done.
fn apply(identity: &mut Identity, facts: Vec<Fact>) -> Vec<String> {
    let mut done = Vec::new();
    let mut waiting = facts;
    while !waiting.is_empty() {
        for fact in std::mem::take(&mut waiting) {
            match fact {
                Fact::Merged(merge) => {
                    done.push(format!("{} > {}", merge.from, merge.into));
                    waiting.extend(identity.apply_merge(&merge));
                }
                Fact::MergeUndone(undone) => {
                    done.push(format!("{} | {}", undone.from, undone.into));
                    identity.apply_undone(&undone);
                }
                other => panic!("{other:?}"),
            }
        }
    }
    done
}

fn see(identity: &mut Identity, source: &str, names: &[&str]) -> Vec<String> {
    let facts = identity.observe(&told(source, names));
    apply(identity, facts)
}

fn is_one(identity: &Identity, a: &str, b: &str) -> bool {
    identity.root(CustomerKey::of(a)) == identity.root(CustomerKey::of(b))
}

#[test]
fn a_browser_belongs_to_the_first_customer_it_was_seen_with() {
    let mut identity = Identity::default();
    assert_eq!(see(&mut identity, "shop", &["a:b1", "c:7"]), ["anonymous:b1 > 7"]);
    assert!(see(&mut identity, "shop", &["c:7", "a:b1"]).is_empty());
    assert!(see(&mut identity, "shop", &["c:8", "a:b1"]).is_empty());
    assert!(is_one(&identity, "anonymous:b1", "7") && !is_one(&identity, "7", "8"));
    // A third own id: the browser stands in a library.
    assert_eq!(see(&mut identity, "shop", &["c:9", "a:b1"]), ["anonymous:b1 | 7"]);
    assert!(see(&mut identity, "shop", &["c:7", "a:b1"]).is_empty());
}

#[test]
fn what_is_awaited_is_not_told_twice_and_joins_no_two() {
    let mut identity = Identity::default();
    let first = identity.observe(&told("shop", &["c:7", "a:b1"]));
    assert_eq!(first.len(), 1);
    assert!(identity.observe(&told("shop", &["c:7", "a:b1"])).is_empty());
    assert!(identity.observe(&told("shop", &["c:8", "a:b1"])).is_empty());
    assert_eq!(apply(&mut identity, first), ["anonymous:b1 > 7"]);
    assert!(!is_one(&identity, "7", "8"));
}

#[test]
fn a_shared_address_joins_two_customers_of_different_sources_and_no_more() {
    let mut identity = Identity::default();
    assert_eq!(see(&mut identity, "shop", &["c:7", "e:a@b.fi"]), ["email:a@b.fi > 7"]);
    assert!(see(&mut identity, "shop", &["c:8", "e:b@b.fi", "p:+35840"]).len() == 2);
    assert_eq!(see(&mut identity, FILES, &["c:1007", "e:a@b.fi"]), ["1007 > 7"]);
    assert!(is_one(&identity, "1007", "7"));
    // The same source tells two: it keeps them apart on purpose.
    let other = see(&mut identity, "shop", &["c:9", "e:b@b.fi"]);
    assert!(other.is_empty(), "{other:?}");
    let suggested = identity.suggestions(10);
    assert_eq!(suggested.len(), 1);
    assert_eq!((suggested[0].first.as_str(), suggested[0].second.as_str()), ("8", "9"));
    assert_eq!(suggested[0].why, WhyNot::SameSource);
    // A third takes the address for shared, and the join by it back.
    assert_eq!(see(&mut identity, "crm", &["c:c7", "e:a@b.fi"]), ["email:a@b.fi | 7", "1007 | 7"]);
    assert!(!is_one(&identity, "1007", "7") && !is_one(&identity, "c7", "7"));
}

#[test]
fn no_chain_of_addresses_swallows_a_company() {
    let mut identity = Identity::default();
    see(&mut identity, "s0", &["c:0", "e:0@x.fi"]);
    for n in 1..40 {
        let (own, before, next) = (format!("c:{n}"), format!("e:{}@x.fi", n - 1), format!("e:{n}@x.fi"));
        see(&mut identity, &format!("s{n}"), &[&own, &before]);
        see(&mut identity, &format!("s{n}"), &[&own, &next]);
    }
    for n in 0..40 {
        let members = identity.members(CustomerKey::of(&n.to_string()));
        let own = members.iter().filter(|key| identity.kind(**key) == IdKind::Customer).count();
        assert!(own <= 2, "{own} customers became one");
    }
    assert!(identity.suggestions(100).iter().any(|found| found.why == WhyNot::ThroughAnother));
}

#[test]
fn names_of_nobody_join_nobody_and_persons_have_the_last_word() {
    let mut identity = Identity::default();
    assert!(see(&mut identity, "shop", &["c:7", "e:info@b.fi"]).is_empty());
    see(&mut identity, "shop", &["c:7", "e:a@b.fi"]);
    see(&mut identity, FILES, &["c:1007", "e:a@b.fi"]);
    let undone = MergeUndone { from: "1007".into(), into: "7".into(), by: "maija".into(), at: Moment(2) };
    apply(&mut identity, vec![Fact::MergeUndone(undone)]);
    assert!(see(&mut identity, FILES, &["c:1007", "e:a@b.fi"]).is_empty());
    assert!(!is_one(&identity, "1007", "7"));
    assert!(identity.review(&IdentityRules::default(), Moment(3), |_| true).is_empty());
    // Nor through a third name.
    let alias = Identified { outright: true, ..told("shop", &["c:7", "c:1007"]) };
    assert!(identity.observe(&alias).is_empty());
}

#[test]
fn an_alias_moves_a_whole_past() {
    let mut identity = Identity::default();
    see(&mut identity, "shop", &["e:a@b.fi", "a:b1"]);
    let alias = Identified { outright: true, ..told("shop", &["c:7", "e:a@b.fi"]) };
    let facts = identity.observe(&alias);
    assert_eq!(apply(&mut identity, facts), ["email:a@b.fi > 7"]);
    assert_eq!(identity.root(CustomerKey::of("anonymous:b1")), CustomerKey::of("7"));
    assert_eq!(identity.members(CustomerKey::of("7")).len(), 3);
}

#[test]
fn other_rules_take_back_and_add() {
    let mut identity = Identity::default();
    see(&mut identity, "shop", &["c:7", "e:a@b.fi"]);
    see(&mut identity, FILES, &["c:1007", "e:a@b.fi"]);
    let mut rules = IdentityRules::default();
    assert!(identity.review(&rules, Moment(2), |_| true).is_empty());
    rules.email.joins_customers = false;
    let facts = identity.review(&rules, Moment(2), |_| true);
    identity.set_rules(rules);
    assert_eq!(apply(&mut identity, facts), ["1007 | 7"]);
    rules = IdentityRules {
        email: JoinRule { joins: false, ..IdentityRules::default().email },
        ..Default::default()
    };
    let facts = identity.review(&rules, Moment(3), |_| true);
    identity.set_rules(rules);
    assert_eq!(apply(&mut identity, facts), ["email:a@b.fi | 7"]);
    let facts = identity.review(&IdentityRules::default(), Moment(4), |_| true);
    identity.set_rules(IdentityRules::default());
    assert_eq!(apply(&mut identity, facts), ["email:a@b.fi > 7", "1007 > 7"]);
}
