//! The conformance story of worklists, tasks and Today.

use super::{day, desk};
use serde_json::json;
use vihje_desk::{
    Action, Desk, DeskError, NewWorklist, Quiet, Source, Task, TaskEntry, TaskQuery, TaskState,
};
use vihje_model::{Currency, CustomerKey, Moment};

fn entry(customer: &str, value_minor: i64) -> TaskEntry {
    TaskEntry {
        customer: CustomerKey::of(customer),
        customer_id: customer.to_owned(),
        name: Some(format!("Name of {customer}")),
        owner: Some("Aino".to_owned()),
        reason: "declining".to_owned(),
        parameters: json!({"expected": 4.0, "observed": 1}),
        evidence: json!({"p": 0.01}),
        value_minor,
        currency: Currency::EUR,
        holdout: false,
    }
}

fn today(desk: &Desk, now: Moment) -> Vec<Task> {
    desk.today(&TaskQuery::default(), None, 100, now).unwrap().items
}

fn names(tasks: &[Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.customer_id.as_str()).collect()
}

fn done() -> Action {
    Action::Done { outcome: "reached".to_owned(), note: Some("Will order".to_owned()) }
}

fn sync(desk: &Desk, entries: Vec<TaskEntry>, now: Moment) -> vihje_desk::Synced {
    desk.sync_today(entries, Quiet { done_days: 30, skipped_days: 60 }, None, now).unwrap()
}

#[test]
fn today_keeps_the_order_it_is_given_and_follows_the_findings() {
    let (_folder, desk) = desk();
    assert!(today(&desk, day(0)).is_empty());
    let synced = sync(&desk, vec![entry("b", 30), entry("c", 20), entry("a", 10), entry("c", 50)], day(0));
    assert_eq!(synced.added, 3);
    assert_eq!(names(&today(&desk, day(0))), ["b", "c", "a"]);

    // "a" is worth more now, "b" is gone, "c" says what it said and stands elsewhere.
    let synced = sync(&desk, vec![entry("a", 15), entry("c", 20)], day(1));
    assert_eq!((synced.added, synced.refreshed, synced.unchanged, synced.withdrawn), (0, 1, 1, 1));
    let list = today(&desk, day(1));
    assert_eq!(names(&list), ["a", "c"]);
    assert_eq!((list[0].value_minor, list[0].created_at, list[0].refreshed_at), (15, day(0), day(1)));
    assert_eq!(list[1].refreshed_at, day(0));

    let synced = sync(&desk, vec![entry("b", 30)], day(2));
    assert_eq!((synced.added, synced.withdrawn), (1, 2));
    assert_eq!(names(&today(&desk, day(2))), ["b"]);
    assert_eq!(desk.worklists().unwrap().len(), 1);
}

#[test]
fn who_was_dealt_with_is_left_in_peace_for_a_while() {
    let (_folder, desk) = desk();
    sync(&desk, vec![entry("a", 10), entry("b", 9), entry("c", 8)], day(0));
    let list = today(&desk, day(0));
    desk.act(list[0].id, &done(), "aino", day(0)).unwrap();
    desk.act(list[1].id, &Action::Skip { reason: "knows".to_owned(), note: None }, "aino", day(0)).unwrap();
    let both = || vec![entry("a", 10), entry("b", 9), entry("c", 8)];
    assert_eq!(sync(&desk, both(), day(29)).quiet, 2);
    assert_eq!(names(&today(&desk, day(29))), ["c"]);
    assert_eq!(sync(&desk, both(), day(31)).quiet, 1);
    assert_eq!(names(&today(&desk, day(31))), ["a", "c"]);
    assert_eq!(sync(&desk, both(), day(61)).quiet, 0);
    assert_eq!(names(&today(&desk, day(61))), ["a", "b", "c"]);
    assert_eq!(desk.tasks_of_customer(CustomerKey::of("a")).unwrap().len(), 2, "the earlier task stays told");
}

#[test]
fn a_snoozed_task_comes_back_at_its_time_with_the_newest_reason() {
    let (_folder, desk) = desk();
    sync(&desk, vec![entry("a", 10), entry("b", 5)], day(0));
    let id = today(&desk, day(0))[0].id;
    let past = desk.act(id, &Action::Snooze { until: day(0) }, "aino", day(0));
    assert!(matches!(past, Err(DeskError::Invalid(_))));
    desk.act(id, &Action::Snooze { until: day(3) }, "aino", day(0)).unwrap();
    sync(&desk, vec![entry("a", 99), entry("b", 5)], day(1));
    assert_eq!(names(&today(&desk, day(2))), ["b"]);
    // No finding speaks of "a" any more, but it was promised to come back.
    assert_eq!(sync(&desk, vec![entry("b", 5)], day(2)).withdrawn, 0);
    let back = today(&desk, day(3));
    assert_eq!(names(&back), ["a", "b"]);
    assert_eq!((back[0].value_minor, back[0].snoozed_until), (99, None));
}

#[test]
fn every_action_can_be_undone_step_by_step() {
    let (_folder, desk) = desk();
    sync(&desk, vec![entry("a", 10)], day(0));
    let fresh = today(&desk, day(0)).remove(0);
    desk.act(fresh.id, &Action::Snooze { until: day(9) }, "aino", day(1)).unwrap();
    let snoozed =
        desk.act(fresh.id, &Action::Note { note: "on holiday".to_owned() }, "eero", day(2)).unwrap();
    assert_eq!((snoozed.state, snoozed.acted_by.as_deref()), (TaskState::Snoozed, Some("aino")));
    let closed = desk.act(fresh.id, &done(), "aino", day(3)).unwrap();
    assert_eq!((closed.state, closed.note.as_deref()), (TaskState::Done, Some("Will order")));
    assert_eq!((closed.acted_at, closed.snoozed_until), (Some(day(3)), None));
    assert!(matches!(desk.act(fresh.id, &done(), "eero", day(4)), Err(DeskError::Conflict(_))));

    assert_eq!(desk.undo(fresh.id, day(5)).unwrap(), snoozed);
    assert_eq!(desk.undo(fresh.id, day(5)).unwrap().note, None);
    assert_eq!(desk.undo(fresh.id, day(5)).unwrap(), fresh);
    assert!(matches!(desk.undo(fresh.id, day(5)), Err(DeskError::Conflict(_))));
    let changes = desk.task_changes(fresh.id).unwrap();
    let told: Vec<_> = changes.iter().map(|change| (change.action.as_str(), change.before)).collect();
    assert_eq!(
        told,
        [("snooze", TaskState::Open), ("note", TaskState::Snoozed), ("done", TaskState::Snoozed)]
    );
    assert!(changes.iter().all(|change| change.undone_at == Some(day(5))));
}

#[test]
fn what_was_done_cannot_be_undone_once_the_customer_is_on_the_list_again() {
    let (_folder, desk) = desk();
    sync(&desk, vec![entry("a", 10)], day(0));
    let first = today(&desk, day(0))[0].id;
    desk.act(first, &done(), "aino", day(0)).unwrap();
    sync(&desk, vec![entry("a", 10)], day(40));
    assert!(matches!(desk.undo(first, day(40)), Err(DeskError::Conflict(_))));
    assert_eq!(desk.task(first).unwrap().state, TaskState::Done);
    assert!(desk.task_changes(first).unwrap()[0].undone_at.is_none(), "all of the undo or nothing");
}

#[test]
fn counts_tell_what_is_left_and_what_the_day_brought() {
    let (_folder, desk) = desk();
    let of = |owner: &str, entry: TaskEntry| TaskEntry { owner: Some(owner.to_owned()), ..entry };
    let entries = vec![
        of("Aino", entry("a", 10)),
        of("Aino", entry("b", 9)),
        of("Eero", entry("c", 8)),
        of("Eero", entry("d", 7)),
    ];
    sync(&desk, entries, day(0));
    let list = desk.today_worklist().unwrap().unwrap();
    let tasks = today(&desk, day(0));
    desk.act(tasks[0].id, &done(), "aino", day(0)).unwrap();
    desk.act(tasks[2].id, &done(), "eero", day(1)).unwrap();
    desk.act(tasks[3].id, &Action::Snooze { until: day(5) }, "eero", day(1)).unwrap();
    let counts = desk.task_counts(list, None, day(1), day(2)).unwrap();
    assert_eq!((counts.left, counts.left_value_minor, counts.snoozed, counts.done_today), (1, 9, 1, 1));
    let aino = desk.task_counts(list, Some("Aino"), day(1), day(2)).unwrap();
    assert_eq!((aino.left, aino.snoozed, aino.done_today), (1, 0, 0));
    assert_eq!(desk.task_counts(list, None, day(1), day(5)).unwrap().left, 2, "the snoozed one woke");
}

#[test]
fn pages_follow_one_another_whatever_is_done_meanwhile() {
    let (_folder, desk) = desk();
    sync(&desk, (0..25).map(|number| entry(&format!("c{number}"), number % 4)).collect(), day(0));
    let whole = names(&today(&desk, day(0))).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let query = TaskQuery {
        owner: Some("Aino".to_owned()),
        reason: Some("declining".to_owned()),
        ..TaskQuery::default()
    };
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = desk.today(&query, cursor.as_deref(), 4, day(0)).unwrap();
        // The first of each page is dealt with before the next page is asked for.
        desk.act(page.items[0].id, &done(), "aino", day(0)).unwrap();
        seen.extend(page.items.into_iter().map(|task| task.customer_id));
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, whole);
    for wrong in ["nonsense", "3", "3~x"] {
        assert!(matches!(desk.today(&query, Some(wrong), 4, day(0)), Err(DeskError::Invalid(_))), "{wrong}");
    }
    let nobody = TaskQuery { min_value_minor: Some(100), ..TaskQuery::default() };
    assert_eq!(desk.today(&nobody, None, 4, day(0)).unwrap().total, 0);
}

#[test]
fn a_worklist_is_made_once_and_its_holdout_is_never_a_task() {
    let (_folder, desk) = desk();
    let new = NewWorklist {
        name: "Bought charcoal, not lighter fluid".to_owned(),
        source: Source::Pattern,
        parameters: json!({"a": "Charcoal", "b": "Lighter fluid"}),
        finding_set: Some(3),
        holdout_share: 0.1,
        holdout_seed: 42,
    };
    let left_alone = TaskEntry { holdout: true, ..entry("b", 99) };
    let entries = vec![entry("a", 10), left_alone, entry("a", 7), entry("c", 11)];
    let made = desk.add_worklist(&new, entries, "aino", day(0)).unwrap();
    assert_eq!((made.tasks, made.left, made.source), (2, 2, Source::Pattern));
    let page = desk.tasks(made.id, &TaskQuery::default(), None, 10, day(0)).unwrap();
    assert_eq!(page.total, 2);
    assert_eq!(
        page.items.iter().map(|task| task.value_minor).collect::<Vec<_>>(),
        [11, 10],
        "the largest first"
    );
    assert!(desk.tasks_of_customer(CustomerKey::of("b")).unwrap().is_empty());
    desk.act(page.items[0].id, &done(), "aino", day(0)).unwrap();
    assert_eq!(desk.worklist(made.id).unwrap().left, 1);
    desk.archive_worklist(made.id, true, "aino", day(1)).unwrap();
    assert!(desk.worklists().unwrap().is_empty());
    let closed = desk.audit_trail(Some("worklist-archived"), None, 10).unwrap();
    assert_eq!((closed.total, closed.items[0].details["worklist"].as_i64()), (1, Some(made.id)));
    assert_eq!(desk.archive_worklist(made.id, false, "aino", day(1)).unwrap().archived_at, None);
    assert_eq!(desk.worklists().unwrap().len(), 1);
    assert!(matches!(desk.archive_worklist(99, true, "aino", day(1)), Err(DeskError::NotFound { .. })));
    assert_eq!(desk.audit_trail(Some("worklist-archived"), None, 10).unwrap().total, 2);
    let nameless = NewWorklist { name: " ".to_owned(), ..new };
    assert!(matches!(desk.add_worklist(&nameless, [], "aino", day(0)), Err(DeskError::Invalid(_))));
}
