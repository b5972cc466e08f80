//! The conformance story of people and work: any backend of the desk must pass it.

use super::{day, desk};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use vihje_desk::{AsOf, Company, Desk, DeskError, ImportState, JobState, NewImport, NewUser, Role, Seen};
use vihje_model::Problem;
use vihje_model::import::{Column, Mapping, Outcome, RecordKind, Target};

fn administrator(desk: &Desk) -> i64 {
    let new = NewUser {
        email: "Aino@example.com".to_owned(),
        name: "Aino".to_owned(),
        role: Role::Administrator,
        password_hash: None,
    };
    desk.add_user(&new, "system", day(0)).unwrap().id
}

#[test]
fn settings_have_defaults_and_every_change_is_on_the_trail() {
    let (_folder, desk) = desk();
    assert_eq!(desk.company().unwrap(), Company::default());
    let company = Company {
        name: "Kauppa Oy".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        currency: "SEK".parse().unwrap(),
        language: "fi".to_owned(),
        level_names: vec!["Osasto".to_owned(), "Ryhmä".to_owned()],
        charge_categories: vec!["coupon".to_owned()],
        as_of: AsOf::Fixed(day(3)),
    };
    desk.set_company(&company, "aino", day(1)).unwrap();
    desk.set_company(&company, "aino", day(2)).unwrap();
    assert_eq!(desk.company().unwrap(), company);
    let trail = desk.audit_trail(Some("setting-changed"), None, 100).unwrap();
    assert_eq!(trail.total, 7, "seven settings changed once");
    assert!(trail.items.iter().all(|entry| entry.who == "aino" && entry.at == day(1)));
    assert!(trail.items.iter().any(|entry| entry.details["after"] == json!("fi")));

    let wrong = Company { time_zone: "Europe/Nowhere".to_owned(), ..company.clone() };
    assert!(matches!(desk.set_company(&wrong, "aino", day(3)), Err(DeskError::Invalid(_))));
    assert_eq!(desk.company().unwrap(), company);

    desk.set_setting("today.length", &40_u32, "aino", day(3)).unwrap();
    assert_eq!(desk.setting::<u32>("today.length").unwrap(), Some(40));
    assert_eq!(desk.setting::<u32>("today.width").unwrap(), None);
}

#[test]
fn the_trail_is_read_page_by_page() {
    let (_folder, desk) = desk();
    for number in 0..7 {
        desk.audit("aino", "export-made", &json!({"number": number}), day(number)).unwrap();
    }
    let first = desk.audit_trail(None, None, 4).unwrap();
    desk.audit("aino", "export-made", &json!({"number": 99}), day(9)).unwrap();
    let second = desk.audit_trail(None, first.next.as_deref(), 4).unwrap();
    let numbers: Vec<_> = first
        .items
        .iter()
        .chain(&second.items)
        .map(|entry| entry.details["number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, [6, 5, 4, 3, 2, 1, 0], "what came meanwhile shifts nothing");
    assert_eq!(second.next, None);
    assert!(matches!(desk.audit_trail(None, Some("nonsense"), 4), Err(DeskError::Invalid(_))));
}

#[test]
fn a_user_signs_in_until_the_session_ends() {
    let (_folder, desk) = desk();
    let aino = administrator(&desk);
    assert!(matches!(
        desk.add_user(
            &NewUser {
                email: "aino@EXAMPLE.com".to_owned(),
                name: String::new(),
                role: Role::Analyst,
                password_hash: None
            },
            "system",
            day(0)
        ),
        Err(DeskError::Conflict(_))
    ));
    desk.set_password_hash(aino, "$argon2id$...", "aino", day(0)).unwrap();
    let (user, hash) = desk.user_to_sign_in(" AINO@example.com").unwrap().unwrap();
    assert_eq!((user.id, hash.as_deref()), (aino, Some("$argon2id$...")));

    desk.open_session("token", aino, day(10), day(1)).unwrap();
    assert_eq!(desk.session("token", day(9)).unwrap().unwrap().user.id, aino);
    assert_eq!(desk.session("token", day(10)).unwrap(), None, "expired");
    assert_eq!(desk.session("other", day(2)).unwrap(), None);
    desk.close_session("token").unwrap();
    assert_eq!(desk.session("token", day(2)).unwrap(), None);
}

#[test]
fn the_last_administrator_stays_and_who_may_not_sign_in_is_out_at_once() {
    let (_folder, desk) = desk();
    let aino = administrator(&desk);
    let demoted = desk.change_user(aino, Role::Analyst, true, "aino", day(1));
    assert!(matches!(demoted, Err(DeskError::Conflict(_))));
    assert_eq!(desk.user(aino).unwrap().role, Role::Administrator);
    let new = NewUser {
        email: "eero@example.com".to_owned(),
        name: "Eero".to_owned(),
        role: Role::Administrator,
        password_hash: None,
    };
    let eero = desk.add_user(&new, "aino", day(1)).unwrap().id;
    desk.open_session("eero's", eero, day(10), day(1)).unwrap();
    desk.change_user(eero, Role::SalesPerson, false, "aino", day(2)).unwrap();
    assert_eq!(desk.session("eero's", day(3)).unwrap(), None);
    assert_eq!(desk.user_to_sign_in("eero@example.com").unwrap(), None);
    assert_eq!(desk.users().unwrap().len(), 2);
}

#[test]
fn a_sign_in_link_works_once_and_in_time() {
    let (_folder, desk) = desk();
    let aino = administrator(&desk);
    desk.add_sign_in_link("link", aino, day(1), "system", day(0)).unwrap();
    desk.add_sign_in_link("late", aino, day(1), "system", day(0)).unwrap();
    assert_eq!(desk.use_sign_in_link("late", day(1)).unwrap(), None);
    let used = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                if desk.use_sign_in_link("link", day(0)).unwrap().is_some() {
                    used.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    assert_eq!(used.into_inner(), 1);
    assert_eq!(desk.use_sign_in_link("never made", day(0)).unwrap(), None);
}

#[test]
fn an_import_runs_ends_and_is_taken_back() {
    let (_folder, desk) = desk();
    let new = NewImport {
        id: "01".to_owned(),
        file_name: "sales.csv".to_owned(),
        file_hash: "abc".to_owned(),
        plan: json!({"kind": "sales"}),
    };
    desk.begin_import(&new, "aino", day(0)).unwrap();
    assert!(matches!(desk.begin_import(&new, "aino", day(0)), Err(DeskError::Conflict(_))));
    desk.import_progress("01", 0.5, "reading").unwrap();
    let running = desk.import("01").unwrap();
    assert_eq!((running.state, running.step.as_str()), (ImportState::Running, "reading"));
    assert!((running.progress - 0.5).abs() < 1e-12);
    assert!(desk.imports_of_file("abc").unwrap().is_empty(), "not visible yet");
    assert!(matches!(desk.undo_import("01", "aino", day(0)), Err(DeskError::Conflict(_))));

    let outcome = Outcome { import: "01".to_owned(), rows: 10, added: 9, rejected: 1, ..Outcome::default() };
    desk.finish_import("01", &outcome, day(1)).unwrap();
    assert_eq!(desk.imports_of_file("abc").unwrap()[0].outcome, Some(outcome));
    let undone = desk.undo_import("01", "aino", day(2)).unwrap();
    assert_eq!((undone.state, undone.undone_by.as_deref()), (ImportState::Undone, Some("aino")));
    assert!(matches!(desk.import("02"), Err(DeskError::NotFound { .. })));
    assert_eq!(desk.imports(None, 10).unwrap().total, 1);
}

#[test]
fn what_a_killed_process_left_running_is_seen_at_the_next_start() {
    let (folder, desk) = desk();
    let job = desk.start_job("patterns", &json!({"window": 182}), "aino", day(0)).unwrap().id;
    let done = desk.start_job("decline", &json!({}), "aino", day(0)).unwrap().id;
    let failed = desk.start_job("value", &json!({}), "aino", day(0)).unwrap().id;
    desk.job_progress(job, 0.25, "counting pairs").unwrap();
    desk.finish_job(done, Ok(()), day(0)).unwrap();
    let problem = Problem::new("no-sales", "There are no sales.", "Import some.");
    desk.finish_job(failed, Err(&problem), day(0)).unwrap();
    let new = NewImport {
        id: "01".to_owned(),
        file_name: "sales.csv".to_owned(),
        file_hash: "abc".to_owned(),
        plan: json!({}),
    };
    desk.begin_import(&new, "aino", day(0)).unwrap();
    drop(desk);

    let desk = Desk::open(folder.path().join("desk.db")).unwrap();
    let recovered = desk.recover(day(1)).unwrap();
    assert_eq!((recovered.jobs, recovered.imports, recovered.finding_sets), (1, 1, 0));
    let interrupted = desk.job(job).unwrap();
    assert_eq!((interrupted.state, interrupted.finished_at), (JobState::Interrupted, Some(day(1))));
    assert_eq!(desk.job(failed).unwrap().problem, Some(problem));
    assert_eq!(desk.jobs(Some(JobState::Done), 10).unwrap()[0].id, done);
    assert_eq!(desk.import("01").unwrap().problem.unwrap().code, "import-interrupted");
    assert!(matches!(desk.finish_job(job, Ok(()), day(2)), Err(DeskError::Conflict(_))));
    assert_eq!(desk.recover(day(2)).unwrap(), vihje_desk::Recovered::default());
}

#[test]
fn the_same_header_is_recognised_next_time() {
    let (_folder, desk) = desk();
    let column = |name: &str, target| Column { name: name.to_owned(), target };
    let mapping: Mapping = serde_json::from_value(json!({
        "kind": RecordKind::Sales,
        "columns": [column("Cust. No", Target::CustomerId), column("Amount", Target::Amount)],
    }))
    .unwrap();
    desk.save_mapping("Monthly sales", &mapping, "aino", day(0)).unwrap();
    let found = desk.mappings_for_header(["cust. no ", "AMOUNT"]).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].mapping, mapping);
    assert!(desk.mappings_for_header(["Amount", "Cust. No"]).unwrap().is_empty());
    desk.save_mapping("Monthly sales", &mapping, "eero", day(1)).unwrap();
    assert_eq!(desk.mappings().unwrap().len(), 1);
    desk.remove_mapping("Monthly sales", "aino", day(2)).unwrap();
    assert!(matches!(desk.remove_mapping("Monthly sales", "aino", day(2)), Err(DeskError::NotFound { .. })));
}

#[test]
fn the_team_follows_the_data_and_keeps_its_users() {
    let (_folder, desk) = desk();
    let aino = administrator(&desk);
    let seen = |name: &str, customers| Seen { name: name.to_owned(), customers, last_sale_at: Some(day(-1)) };
    desk.sync_team(&[seen("A. Virtanen", 10), seen("E. Korhonen", 5)], day(0)).unwrap();
    desk.link_sales_person("A. Virtanen", Some(aino), "aino", day(0)).unwrap();
    desk.sync_team(&[seen("A. Virtanen", 12)], day(1)).unwrap();
    let team = desk.team().unwrap();
    assert_eq!((team[0].customers, team[0].user), (12, Some(aino)));
    assert_eq!((team[1].name.as_str(), team[1].customers), ("E. Korhonen", 0));
    assert!(desk.link_sales_person("Nobody", None, "aino", day(1)).is_err());
}

#[test]
fn a_backup_of_a_running_desk_is_whole() {
    let (folder, desk) = desk();
    administrator(&desk);
    let copy = folder.path().join("copy.db");
    std::thread::scope(|scope| {
        let working = scope.spawn(|| {
            (0..50)
                .for_each(|number| desk.audit("aino", "worked", &json!({"number": number}), day(0)).unwrap());
        });
        desk.backup_to(&copy).unwrap();
        working.join().unwrap();
    });
    assert!(matches!(desk.backup_to(&copy), Err(DeskError::Conflict(_))), "a backup never replaces a file");
    let copied = Desk::open(&copy).unwrap();
    assert_eq!(copied.check().unwrap(), []);
    assert_eq!(copied.users().unwrap(), desk.users().unwrap());
}
