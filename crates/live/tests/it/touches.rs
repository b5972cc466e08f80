//! Touch-points beyond those that are held: the state says that it does not know, and takes what the history knows.

use crate::batch::rates;
use std::collections::BTreeMap;
use vihje_live::{Came, Loader};
use vihje_model::fact::{TouchPoint, TouchPointRef};
use vihje_model::identity::IdentityRules;
use vihje_model::{CustomerKey, Envelope, Fact, Moment};

fn call(minute: i64) -> TouchPoint {
    TouchPoint {
        customer: "1".into(),
        at: Moment(minute * 60_000_000),
        touch: "call".into(),
        outbound: true,
        subject: String::new(),
        campaign: None,
        attributes: BTreeMap::new(),
    }
}

fn envelope(offset: u64, fact: Fact) -> Envelope {
    Envelope { message_id: offset.to_string(), received_at: Moment(0), fact }
}

#[test]
fn what_is_no_longer_held_is_loaded_again() {
    let mut live = Loader::new(rates(), IdentityRules::default()).finish(None);
    let mut told: Vec<TouchPoint> = (0..100).map(call).collect();
    for (offset, touch) in (0..).zip(&told) {
        live.apply(offset, &envelope(offset, Fact::TouchPoint(touch.clone())), Moment(0));
    }
    let name = CustomerKey::of("1");
    assert_eq!((live.customer(name).touch_count(), live.needs_reload()), (100, vec![]));
    let back = TouchPointRef { customer: "1".into(), at: told[3].at, attributes: BTreeMap::new() };
    live.apply(100, &envelope(100, Fact::TouchPointTakenBack(back)), Moment(0));
    assert_eq!(live.needs_reload(), [name]);
    told.remove(3);
    live.reload(name, told[50..].iter().map(|touch| (touch, Came::ByLedger)), 50);
    assert_eq!((live.customer(name).touch_count(), live.needs_reload()), (99, vec![]));
    assert_eq!(live.customer(name).last_outbound(), Some(Moment(99 * 60_000_000)));
    // Nobody is held who was never told of.
    let nobody = TouchPointRef { customer: "2".into(), at: Moment(0), attributes: BTreeMap::new() };
    live.apply(101, &envelope(101, Fact::TouchPointTakenBack(nobody)), Moment(0));
    assert!(live.needs_reload().is_empty());
}

#[test]
fn what_a_file_told_cannot_be_taken_back_by_the_ledger() {
    let mut loader = Loader::new(rates(), IdentityRules::default());
    loader.touch(&call(1), Came::ByFile);
    let mut live = loader.finish(Some(7));
    let back = TouchPointRef { customer: "1".into(), at: call(1).at, attributes: BTreeMap::new() };
    live.apply(8, &envelope(8, Fact::TouchPointTakenBack(back)), Moment(0));
    assert_eq!(live.customer(CustomerKey::of("1")).touch_count(), 1);
}
