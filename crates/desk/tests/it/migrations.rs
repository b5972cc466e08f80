//! From nothing and from every earlier form of the tables to the newest, with what was in them.

use super::day;
use rusqlite::Connection;
use vihje_desk::{Desk, DeskError, TaskQuery};

/// The released steps, in order.
const STEPS: [&str; 5] = [
    include_str!("../../migrations/01_people.sql"),
    include_str!("../../migrations/02_work.sql"),
    include_str!("../../migrations/03_findings.sql"),
    include_str!("../../migrations/04_tasks.sql"),
    include_str!("../../migrations/05_rank.sql"),
];

#[test]
fn every_earlier_form_becomes_the_newest_and_keeps_what_it_held() {
    for steps in 1..=STEPS.len() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let old = Connection::open(&path).unwrap();
        STEPS[..steps].iter().for_each(|step| old.execute_batch(step).unwrap());
        old.execute_batch(&format!(
            "PRAGMA user_version = {steps}; INSERT INTO audit (at, who, what, details) VALUES (0, 'old', 'told', '{{}}')"
        ))
        .unwrap();
        drop(old);
        let desk = Desk::open(&path).unwrap();
        assert_eq!(desk.audit_trail(None, None, 10).unwrap().items[0].who, "old");
        desk.start_job("decline", &serde_json::json!({}), "new", day(0)).unwrap();
        assert_eq!(desk.today_worklist().unwrap(), None);
        assert_eq!(desk.check().unwrap(), []);
        drop(desk);
        Desk::open(&path).unwrap();
    }
}

#[test]
fn tasks_of_before_ranks_stay_in_the_order_of_their_value() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let old = Connection::open(&path).unwrap();
    STEPS[..4].iter().for_each(|step| old.execute_batch(step).unwrap());
    old.execute_batch(
        "PRAGMA user_version = 4;
         INSERT INTO worklist (id, name, source, parameters, created_at, created_by)
         VALUES (1, '', 'today', '{}', 0, 'system'), (2, 'Mine', 'manual', '{}', 0, 'aino');
         INSERT INTO task (worklist_id, customer, customer_id, reason, parameters, evidence, value_minor, currency, state,
             created_at, refreshed_at)
         SELECT list, printf('%016x', value), value, 'late', '{}', '{}', value, 'EUR', 'open', 0, 0
         FROM (SELECT 1 AS list, 5 AS value UNION ALL SELECT 1, 9 UNION ALL SELECT 1, 7
               UNION ALL SELECT 2, 3 UNION ALL SELECT 2, 8)",
    )
    .unwrap();
    drop(old);
    let desk = Desk::open(&path).unwrap();
    let values = |list| -> Vec<i64> {
        let page = desk.tasks(list, &TaskQuery::default(), None, 10, day(0)).unwrap();
        page.items.iter().map(|task| task.value_minor).collect()
    };
    assert_eq!((values(1), values(2)), (vec![9, 7, 5], vec![8, 3]));
}

#[test]
fn a_file_of_a_newer_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    drop(Desk::open(&path).unwrap());
    let file = Connection::open(&path).unwrap();
    file.execute_batch("PRAGMA user_version = 99").unwrap();
    assert_eq!(Desk::open(&path).err(), Some(DeskError::TooNew));
    let version: i64 = file.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    std::fs::write(&path, "not a database, but long enough to have a header of one".repeat(100)).unwrap();
    assert!(matches!(Desk::open(&path).err(), Some(DeskError::Damaged(_))));
}
