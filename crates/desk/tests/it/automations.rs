//! Automations at the desk: told once, sent until it arrives, paused when it never does.

use super::{day, desk};
use serde_json::json;
use vihje_desk::{
    Attempt, DeliveryQuery, DeliveryState, Desk, FiringQuery, FiringState, Judged, Mailer, NewDelivery,
    NewEndpoint, NewFiring, NewWorklist, Quiet, Security, Source, TaskEntry,
};
use vihje_model::automation::{Automation, Cause, Happening};
use vihje_model::{Currency, CustomerKey, Moment};

fn definition(name: &str) -> Automation {
    serde_json::from_value(json!({
        "name": name, "trigger": { "when": "event" }, "actions": [{ "do": "note", "text": "x" }]
    }))
    .unwrap()
}

fn event(offset: u64, id: &str) -> Happening {
    Happening {
        cause: Cause::Event { offset },
        customer: CustomerKey::of(id),
        at: day(0),
        kind: "visit".to_owned(),
        subject: String::new(),
        item: None,
        value: None,
        outbound: false,
        attributes: [].into(),
    }
}

fn entry(id: &str) -> TaskEntry {
    TaskEntry {
        customer: CustomerKey::of(id),
        customer_id: id.to_owned(),
        name: None,
        owner: None,
        reason: "late".to_owned(),
        parameters: json!({}),
        evidence: json!({}),
        value_minor: 100,
        currency: Currency::EUR,
        holdout: false,
    }
}

fn endpoint(desk: &Desk) -> i64 {
    let new = NewEndpoint { name: "CRM".to_owned(), url: "https://example.com".to_owned() };
    desk.add_endpoint(&new, "whsec_a", "ada", day(0)).unwrap().id
}

fn sent(desk: &Desk, endpoint: i64, id: &str, at: Moment) -> i64 {
    let delivery = NewDelivery {
        target: format!("webhook:{endpoint}"),
        recipient: "CRM".to_owned(),
        message_id: id.to_owned(),
        kind: "endpoint.ping".to_owned(),
        body: "{}".to_owned(),
    };
    desk.add_delivery(&delivery, at).unwrap()
}

fn failed(next: Option<Moment>) -> Attempt {
    Attempt {
        status: Some(500),
        problem: Some("refused-by-endpoint".to_owned()),
        next_at: next,
        ..Attempt::default()
    }
}

#[test]
fn one_cause_is_told_once_and_judged_once() {
    let (_folder, desk) = desk();
    let id = desk.add_automation(&definition("A"), "ada", day(0)).unwrap().id;
    let told = |offset, customer: &str| NewFiring { automation: id, happening: event(offset, customer) };
    let firings = [told(1, "a"), told(1, "b"), told(2, "a"), told(1, "a")];
    assert_eq!(desk.tell_firings(&firings, Some(("entries", 4)), day(1)).unwrap(), 3);
    assert_eq!(desk.tell_firings(&firings, None, day(2)).unwrap(), 0);
    assert_eq!(desk.automation_position("entries").unwrap(), Some(4));
    let waiting = desk.waiting_firings(10).unwrap();
    let judged = Judged {
        customer_id: "a".to_owned(),
        customer_name: None,
        state: FiringState::Fired,
        why: None,
        deeds: Vec::new(),
        task: Some(entry("a")),
        deliveries: Vec::new(),
    };
    assert!(desk.judge_firing(waiting[0].id, &judged, day(3)).unwrap());
    assert!(!desk.judge_firing(waiting[0].id, &judged, day(3)).unwrap(), "judged already");
    // The second firing for the same customer puts them on the list once.
    assert!(desk.judge_firing(waiting[2].id, &judged, day(3)).unwrap());
    let lists = desk.worklists().unwrap();
    assert_eq!((lists.len(), lists[0].source, lists[0].tasks), (1, Source::Automation, 1));
    let fired = desk.fired(id, CustomerKey::of("a"), day(2), day(4)).unwrap();
    assert_eq!((fired.for_customer, fired.in_all), (2, 0));
    desk.remove_automation(id, "ada", day(4)).unwrap();
    assert_eq!(desk.firings(&FiringQuery::default(), None, 10).unwrap().total, 3, "the log stays");
    assert_eq!(desk.forget_firings(day(5)).unwrap(), 2, "what waits is not forgotten");
}

#[test]
fn who_comes_on_a_list_again_is_another_entry() {
    let (_folder, desk) = desk();
    desk.sync_today([entry("a"), entry("b")], Quiet::default(), None, day(0)).unwrap();
    let entries = |after| desk.entries_after(after, Moment(i64::MIN), 10).unwrap();
    let first: Vec<String> = entries(0).into_iter().map(|(_, _, task)| task.customer_id).collect();
    assert_eq!(first, ["a", "b"]);
    let last = desk.last_entry().unwrap();
    desk.sync_today([entry("b")], Quiet::default(), None, day(1)).unwrap();
    assert!(entries(last).is_empty(), "who stays or leaves has not come");
    desk.sync_today([entry("a"), entry("b")], Quiet::default(), None, day(2)).unwrap();
    let again = entries(last);
    assert_eq!((again.len(), again[0].1.as_str(), again[0].2.customer_id.as_str()), (1, "today", "a"));
    let new = NewWorklist {
        name: "L".to_owned(),
        source: Source::Manual,
        parameters: json!({}),
        finding_set: None,
        holdout_share: 0.5,
        holdout_seed: 1,
    };
    let left_alone = TaskEntry { holdout: true, ..entry("c") };
    desk.add_worklist(&new, [left_alone, entry("d")], "ada", day(3)).unwrap();
    let told: Vec<String> = entries(again[0].0).into_iter().map(|(_, _, task)| task.customer_id).collect();
    assert_eq!(told, ["d"], "nobody hears of who is left alone");
}

#[test]
fn an_endpoint_that_fails_for_days_is_paused_and_what_waits_goes_out_when_it_is_resumed() {
    let (_folder, desk) = desk();
    let id = endpoint(&desk);
    let delivery = sent(&desk, id, "m1", day(0));
    let due = || desk.due_targets().unwrap().len();
    assert_eq!(due(), 1);
    desk.attempted(delivery, &failed(Some(day(2))), day(0)).unwrap();
    assert!(desk.due_deliveries(&format!("webhook:{id}"), day(1), 5).unwrap().is_empty());
    desk.attempted(delivery, &failed(Some(day(4))), day(2)).unwrap();
    assert!(!desk.endpoint(id).unwrap().paused, "two days are not three");
    desk.attempted(delivery, &failed(Some(day(5))), day(4)).unwrap();
    let paused = desk.endpoint(id).unwrap();
    assert_eq!(
        (paused.paused, paused.why_paused.as_deref(), paused.failing_since),
        (true, Some("failing"), Some(day(0)))
    );
    assert_eq!(due(), 0, "nothing is sent there");
    desk.pause_endpoint(id, false, "ada", day(6)).unwrap();
    assert_eq!(due(), 1);
    let arrived = Attempt { arrived: true, status: Some(200), ..Attempt::default() };
    desk.attempted(delivery, &arrived, day(6)).unwrap();
    let one = desk.delivery(delivery).unwrap();
    assert_eq!((one.state, one.attempts), (DeliveryState::Delivered, 4));
    let well = desk.endpoint(id).unwrap();
    assert_eq!((well.failing_since, well.delivered_at), (None, Some(day(6))));
}

#[test]
fn what_was_given_up_is_replayed_from_a_moment_on_with_its_times_anew() {
    let (_folder, desk) = desk();
    let id = endpoint(&desk);
    let (old, new) = (sent(&desk, id, "m1", day(0)), sent(&desk, id, "m2", day(5)));
    for delivery in [old, new] {
        desk.attempted(delivery, &failed(None), day(6)).unwrap();
    }
    assert_eq!(desk.replay_failed(day(1), None, "ada", day(7)).unwrap(), 1);
    let again = desk.delivery(new).unwrap();
    assert_eq!(
        (again.state, again.attempts, again.tries, again.next_at),
        (DeliveryState::Waiting, 1, 0, Some(day(7)))
    );
    assert_eq!(desk.delivery(old).unwrap().state, DeliveryState::Failed);
    desk.remove_endpoint(id, "ada", day(8)).unwrap();
    let given_up = DeliveryQuery { state: Some(DeliveryState::Failed), ..DeliveryQuery::default() };
    assert_eq!(desk.deliveries(&given_up, None, 10).unwrap().total, 2);
    assert_eq!(desk.replay_failed(day(4), None, "ada", day(9)).unwrap(), 0, "there is nowhere to send it");
}

#[test]
fn secrets_are_in_no_audit_trail_and_an_old_one_holds_for_its_time() {
    let (_folder, desk) = desk();
    let id = endpoint(&desk);
    desk.rotate_secret(id, "whsec_b", day(1), "ada", day(0)).unwrap();
    assert_eq!(desk.endpoint_secrets(id, day(0)).unwrap(), ["whsec_b", "whsec_a"]);
    assert_eq!(desk.endpoint_secrets(id, day(1)).unwrap(), ["whsec_b"]);
    let mailer = Mailer {
        host: "relay".to_owned(),
        port: 25,
        security: Security::None,
        user: "u".to_owned(),
        from: "a@b.fi".to_owned(),
        from_name: String::new(),
        reply_to: String::new(),
        public_url: "https://b.fi".to_owned(),
    };
    desk.set_mailer(&mailer, Some("hush"), "ada", day(0)).unwrap();
    desk.set_mailer(&mailer, None, "ada", day(1)).unwrap();
    assert_eq!(desk.mailer_password().unwrap().as_deref(), Some("hush"), "not given leaves it");
    let trail = serde_json::to_string(&desk.audit_trail(None, None, 50).unwrap()).unwrap();
    for secret in ["hush", "whsec_a", "whsec_b"] {
        assert!(!trail.contains(secret), "{secret} is in the audit trail");
    }
    desk.set_mailer(&mailer, Some(""), "ada", day(2)).unwrap();
    assert_eq!(desk.mailer_password().unwrap(), None, "an empty one takes it away");
    assert_eq!(desk.link_key("k1", day(3)).unwrap(), "k1");
    assert_eq!(desk.link_key("k2", day(3)).unwrap(), "k1", "a key stays");
    assert!(desk.unsubscribe(" Ann@B.fi ", CustomerKey(1), "link", day(3)).unwrap());
    assert!(!desk.unsubscribe("ann@b.FI", CustomerKey(1), "link", day(4)).unwrap());
    assert_eq!(desk.unsubscribed("ANN@b.fi").unwrap().unwrap().at, day(3));
}
