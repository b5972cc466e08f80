//! At any moment, live equals batch: late lines, returns, orders told again, refunds, joins and their end, contacts taken back.

use crate::batch::{Batch, item, items, rates};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use vihje_insight::patterns::{Question, count};
use vihje_live::{Live, Loader, Totals};
use vihje_model::fact::{LineKind, SaleLine, TouchPoint, TouchPointRef};
use vihje_model::identity::{IdKind, Identified, Identifier, IdentityRules, JoinedBy, Merge, MergeUndone};
use vihje_model::order::{OrderTold, RefundTold, ReturnedLine};
use vihje_model::{CustomerKey, Envelope, Fact, Moment, Money};

const NAMES: [&str; 6] = ["1", "2", "3", "anonymous:a", "email:x@y.fi", "external:crm:9"];
const PRODUCTS: [&str; 5] = ["tea", "cup", "mug", "pot", "postage"];
const WINDOW: u16 = 10;

fn moment() -> impl Strategy<Value = Moment> {
    (0..40_i64, prop_oneof![3 => Just(0), 1 => 0..86_400_000_000_i64])
        .prop_map(|(day, rest)| Moment(day * 86_400_000_000 + rest))
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(&NAMES[..]).prop_map(str::to_owned)
}

fn money() -> impl Strategy<Value = Money> {
    let currency = prop::sample::select(vec!["EUR", "EUR", "EUR", "EUR", "SEK", "SEK", "USD"]);
    ((0..40_i64), currency).prop_map(|(quarters, currency)| Money {
        amount: Decimal::new(quarters * 25, 2),
        currency: currency.parse().unwrap(),
    })
}

fn line() -> impl Strategy<Value = SaleLine> {
    let kind = prop::sample::select(vec![
        LineKind::Sale,
        LineKind::Sale,
        LineKind::Sale,
        LineKind::Return,
        LineKind::Charge,
    ]);
    let order = prop::option::of(prop::sample::select(vec!["o1", "o2", "o3"]));
    let customer = prop::option::weighted(0.95, name());
    (customer, prop::sample::select(&PRODUCTS[..]), order, moment(), kind, 1..4_i64, money()).prop_map(
        |(customer, product, order, at, kind, quantity, mut money)| {
            let sign = if kind == LineKind::Return { -1 } else { 1 };
            money.amount *= Decimal::from(sign);
            SaleLine {
                order: order.map(str::to_owned),
                customer,
                product: product.to_owned(),
                at,
                line: kind,
                quantity: Decimal::from(sign * quantity),
                amount: money,
                discount: None,
                store: None,
                sales_person: None,
            }
        },
    )
}

/// The id of an order told whole and who tells it. Anonymous lines are not held, so what is told one by one of an order that is also
/// told anonymously cannot be told apart: those orders are others here, as they are in every dialect.
fn whole_order() -> impl Strategy<Value = (&'static str, Option<String>)> {
    prop_oneof![
        3 => (prop::sample::select(vec!["o1", "o2"]), name().prop_map(Some)),
        1 => (Just("guest"), prop::option::of(name())),
    ]
}

fn order() -> impl Strategy<Value = Fact> {
    let lines = prop::collection::vec(line().prop_filter("sold", |line| line.line != LineKind::Return), 0..4);
    (whole_order(), moment(), lines).prop_map(|((order, customer), at, lines)| {
        Fact::Order(OrderTold { order: order.into(), customer, at, lines })
    })
}

fn a_refund() -> impl Strategy<Value = Fact> {
    let line = (prop::sample::select(&PRODUCTS[..]), prop::option::of(1..4_i64), prop::option::of(money()))
        .prop_map(|(product, quantity, amount)| ReturnedLine {
            product: product.into(),
            quantity: quantity.map(Decimal::from),
            amount,
        });
    (whole_order(), moment(), prop::collection::vec(line, 0..3), prop::option::of(money())).prop_map(
        |((order, customer), at, lines, total)| {
            Fact::Refund(RefundTold { order: order.into(), customer, at, lines, total })
        },
    )
}

fn attributes() -> impl Strategy<Value = BTreeMap<String, String>> {
    let pair = (prop::sample::select(vec!["task", "path"]), prop::sample::select(vec!["1", "2"]));
    prop::collection::btree_map(
        pair.clone().prop_map(|pair| pair.0.to_owned()),
        pair.prop_map(|pair| pair.1.to_owned()),
        0..3,
    )
}

fn touch() -> impl Strategy<Value = Fact> {
    let word = prop::sample::select(vec!["visit", "email", "call", "basket"]);
    (name(), moment(), word, any::<bool>(), attributes()).prop_map(
        |(customer, at, touch, outbound, attributes)| {
            let (touch, subject) = (touch.to_owned(), String::new());
            Fact::TouchPoint(TouchPoint {
                customer,
                at,
                touch,
                outbound,
                subject,
                campaign: None,
                attributes,
            })
        },
    )
}

fn identified() -> impl Strategy<Value = Fact> {
    let ids = prop::collection::vec(prop::sample::select(&NAMES[..]), 2..4);
    (ids, prop::sample::select(vec!["shop", "crm", "files"]), any::<bool>()).prop_map(
        |(names, source, outright)| {
            let mut ids: Vec<Identifier> = names.iter().map(|name| identifier(name)).collect();
            ids.sort();
            ids.dedup();
            Fact::Identified(Identified { source: source.into(), ids, outright, at: Moment(0) })
        },
    )
}

fn identifier(name: &str) -> Identifier {
    let kind = IdKind::of(name);
    let value = if kind == IdKind::Customer { name } else { name.split_once(':').unwrap().1 };
    Identifier { kind, value: value.to_owned() }
}

#[derive(Debug, Clone)]
enum Step {
    Fact(Fact),
    /// Takes back one of the touch-points before.
    TakeBack(prop::sample::Index, bool),
    /// Takes back one of the joins that hold.
    Part(prop::sample::Index, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let merge = (name(), name()).prop_map(|(from, into)| {
        let evidence = "maija".to_owned();
        Fact::Merged(Merge { from, into, joined_by: JoinedBy::Person, evidence, at: Moment(0) })
    });
    prop_oneof![
        8 => line().prop_map(|line| Step::Fact(Fact::SaleLine(line))),
        4 => order().prop_map(Step::Fact),
        2 => a_refund().prop_map(Step::Fact),
        4 => touch().prop_map(Step::Fact),
        2 => identified().prop_map(Step::Fact),
        2 => merge.prop_map(Step::Fact),
        2 => (any::<prop::sample::Index>(), any::<bool>()).prop_map(|(which, bare)| Step::TakeBack(which, bare)),
        2 => (any::<prop::sample::Index>(), any::<bool>()).prop_map(|(which, person)| Step::Part(which, person)),
    ]
}

impl Step {
    /// The fact it is after the facts before.
    fn fact(self, batch: &Batch) -> Option<Fact> {
        match self {
            Self::Fact(fact) => Some(fact),
            Self::TakeBack(which, bare) => {
                let touch = (!batch.touches.is_empty()).then(|| which.get(&batch.touches))?;
                let attributes = if bare { BTreeMap::new() } else { touch.attributes.clone() };
                let customer = touch.customer.clone();
                Some(Fact::TouchPointTakenBack(TouchPointRef { customer, at: touch.at, attributes }))
            }
            Self::Part(which, person) => {
                let join = (!batch.joins.is_empty()).then(|| which.get(&batch.joins))?;
                let by = if person { "maija" } else { vihje_live::identity::SYSTEM };
                let (from, into) = (join.from.clone(), join.into.clone());
                Some(Fact::MergeUndone(MergeUndone { from, into, by: by.into(), at: Moment(0) }))
            }
        }
    }
}

/// The live state beside the list of all facts: the ledger.
struct Company {
    live: Live,
    ledger: Vec<Fact>,
    map: vihje_live::ItemMap,
}

impl Company {
    fn new() -> Self {
        let mut live = Loader::new(rates(), IdentityRules::default()).finish(None);
        let map = items(&mut live);
        live.count_pairs(map.clone(), WINDOW, Question::Any);
        Self { live, ledger: Vec::new(), map }
    }

    /// A fact, and the joins that follow from it.
    fn tell(&mut self, fact: Fact) {
        let mut waiting = vec![fact];
        while let Some(fact) = waiting.pop() {
            let offset = self.ledger.len() as u64;
            let envelope =
                Envelope { message_id: offset.to_string(), received_at: Moment(0), fact: fact.clone() };
            self.ledger.push(fact);
            waiting.extend(self.live.apply(offset, &envelope, Moment(0)).merges.into_iter().rev());
            // Told twice by a ledger read again: nothing changes.
            assert_eq!(self.live.apply(offset, &envelope, Moment(0)), Default::default());
            // Whoever changed is counted at once, later, or much later.
            self.live.count_more(usize::try_from(offset % 3).unwrap());
        }
    }
}

fn check(live: &Live, map: &vihje_live::ItemMap, batch: &Batch, as_of: Moment) -> Result<(), TestCaseError> {
    let own = batch.lines.iter().filter(|line| line.customer.is_some());
    let value = |line: &SaleLine| i128::from(rates().money(line.amount).unwrap().0);
    let totals = Totals { lines: own.clone().count() as u64, value: own.map(value).sum() };
    prop_assert_eq!(live.totals(), totals);
    for name in NAMES {
        let key = CustomerKey::of(name);
        prop_assert_eq!(live.identity().root(key), CustomerKey::of(&batch.root(name)), "{}", name);
        for as_of in [as_of, Moment(i64::MAX)] {
            let found = live.purchases(key, map, as_of);
            let found: Vec<_> = found
                .at
                .iter()
                .zip(&found.item)
                .zip(&found.value)
                .map(|((at, item), value)| (*at, *item, *value))
                .collect();
            prop_assert_eq!(
                found,
                batch.purchases(name, &item, as_of),
                "purchases of {} before {}",
                name,
                as_of
            );
        }
        let customer = live.customer(key);
        let found = (customer.touch_count(), customer.last_outbound(), customer.last_inbound());
        prop_assert_eq!(found, batch.contacts(name), "contacts of {}", name);
    }
    Ok(())
}

proptest! {
    #[test]
    fn live_equals_batch_after_every_fact(steps in prop::collection::vec(step(), 0..50), as_of in moment()) {
        let mut company = Company::new();
        for step in steps {
            let Some(fact) = step.fact(&Batch::of(&company.ledger)) else { continue };
            company.tell(fact);
            check(&company.live, &company.map, &Batch::of(&company.ledger), as_of)?;
        }
        let batch = Batch::of(&company.ledger);
        let recount: Vec<_> = count(&batch.columns(&item, 3), WINDOW, 1).iter().collect();
        prop_assert_eq!(company.live.pair_counts().unwrap().iter().collect::<Vec<_>>(), recount);
    }

    #[test]
    fn counts_are_exact_whenever_they_are_read(steps in prop::collection::vec(step(), 0..50)) {
        let mut company = Company::new();
        for step in steps {
            let Some(fact) = step.fact(&Batch::of(&company.ledger)) else { continue };
            company.tell(fact);
            let batch = Batch::of(&company.ledger);
            let recount: Vec<_> = count(&batch.columns(&item, 3), WINDOW, 1).iter().collect();
            prop_assert_eq!(company.live.pair_counts().unwrap().iter().collect::<Vec<_>>(), recount);
        }
    }

    #[test]
    fn a_state_that_is_built_goes_on_as_one_that_was_there(
        before in prop::collection::vec(step(), 0..40), after in prop::collection::vec(step(), 0..15), as_of in moment()) {
        let mut company = Company::new();
        for step in before {
            let Some(fact) = step.fact(&Batch::of(&company.ledger)) else { continue };
            company.tell(fact);
        }
        let mut built = Batch::of(&company.ledger).load(&NAMES);
        let map = items(&mut built);
        check(&built, &map, &Batch::of(&company.ledger), as_of)?;
        // What the rules still call for is told at the start, as it would be by the server.
        for fact in built.identity().review(&IdentityRules::default(), Moment(0), |_| true) {
            company.tell(fact);
        }
        let mut rebuilt = Company { live: Batch::of(&company.ledger).load(&NAMES), ledger: company.ledger, map };
        rebuilt.map = items(&mut rebuilt.live);
        for step in after {
            let Some(fact) = step.fact(&Batch::of(&rebuilt.ledger)) else { continue };
            rebuilt.tell(fact);
            check(&rebuilt.live, &rebuilt.map, &Batch::of(&rebuilt.ledger), as_of)?;
        }
    }
}
