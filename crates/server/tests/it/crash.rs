//! A process that dies: what was acknowledged is there, nothing is doubled, and a half import is not visible.

use crate::sinks::{next, web};
use crate::support::sales;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use vihje_model::automation::{Cause, Happening};
use vihje_model::fact::{Attributes, LineKind, SaleLine};
use vihje_model::{Currency, CustomerKey, Envelope, Fact, Moment, Money};
use vihje_server::App;
use vihje_server::company::{Company, ImportRequest, Looked, Options, Work};

const FOLDER: &str = "VIHJE_TEST_CRASH_FOLDER";
const POSTING: &str = "VIHJE_TEST_POSTING_FOLDER";

/// The child: imports a file again and again under other ids, appends facts and flushes, and prints what was acknowledged.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let company = Company::open(Path::new(&folder), &Options::default()).unwrap();
    for round in 0_u64.. {
        let envelope = Envelope {
            message_id: format!("m{round}-{}", std::process::id()),
            received_at: company.now(),
            fact: Fact::SaleLine(line(round)),
        };
        company.append(vec![envelope]).unwrap();
        println!("told");
        if round % 3 == 1 {
            company.flush().unwrap();
        }
        if round % 5 == 2 {
            let file = Path::new(&folder).join(format!("file-{}-{round}.csv", std::process::id()));
            std::fs::write(&file, sales().replace(",C", &format!(",R{round}P{}C", std::process::id())))
                .unwrap();
            let looked = company.look(&file, &company.look_options().unwrap()).unwrap();
            let requests = ImportRequest::group(looked.iter().filter_map(Looked::plan));
            company.import(&requests, "child", &Work::quiet()).unwrap();
        }
    }
}

/// The child: an automation that posts, told of one event again and again, with the process of before dead in the middle of it.
#[test]
fn posting_child() {
    let Some(folder) = std::env::var_os(POSTING) else { return };
    let app = App::new(Arc::new(Company::open(Path::new(&folder), &Options::default()).unwrap())).unwrap();
    let happening = Happening {
        cause: Cause::Event { offset: 1 },
        customer: CustomerKey::of("told"),
        at: Moment(1_700_000_000_000_000),
        kind: "visit".to_owned(),
        subject: "price list".to_owned(),
        item: None,
        value: None,
        outbound: false,
        attributes: Attributes::new(),
    };
    // What the pump does after a crash: it tells again what it had not noted as told.
    app.automations().happened(&[happening]).unwrap();
    println!("told");
    // Until it is killed, or stops by itself because everything has arrived.
    app.automations().wait_idle(Duration::from_secs(120));
}

fn posting(folder: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::posting_child", "--exact", "--nocapture", "--test-threads=1"])
        .env(POSTING, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Killed while the other side has the request and has not answered: after the restart it arrives under the same id, and the
/// automation has fired once, though the event was told three times.
#[test]
fn a_webhook_that_was_under_way_when_the_process_died_arrives_under_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let (url, posted) = web(|count| (count > 1).then_some("200 OK"));
    {
        let company = Company::open(folder.path(), &Options::default()).unwrap();
        let fact = Fact::SaleLine(line(1));
        company
            .append(vec![Envelope { message_id: "m".to_owned(), received_at: company.now(), fact }])
            .unwrap();
        company.flush().unwrap();
        company.desk().set_setting("webhooks.allow_private", &true, "test", company.now()).unwrap();
        let new = vihje_desk::NewEndpoint { name: "CRM".to_owned(), url };
        let (endpoint, _) = company.add_endpoint(&new, "test").unwrap();
        let definition = serde_json::json!({ "name": "Visits", "trigger": { "when": "event" },
            "actions": [{ "do": "webhook", "endpoint": endpoint.id }, { "do": "note", "text": "visited" }] });
        let made =
            company.save_automation(None, &serde_json::from_value(definition).unwrap(), "test").unwrap();
        company.desk().pause_automation(made.id, false, "test", company.now()).unwrap();
    }
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut child = posting(folder.path());
        ids.push(next(&posted).headers["webhook-id"].clone());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let mut last = posting(folder.path());
    ids.push(next(&posted).headers["webhook-id"].clone());
    assert!(last.wait().unwrap().success());
    assert_eq!(ids, vec![ids[0].clone(); 3]);
    let company = Company::open(folder.path(), &Options::default()).unwrap();
    let log = company.desk().firings(&vihje_desk::FiringQuery::default(), None, 10).unwrap();
    assert_eq!((log.total, log.items[0].state), (1, vihje_desk::FiringState::Fired));
    let sent = company.desk().deliveries(&vihje_desk::DeliveryQuery::default(), None, 10).unwrap();
    assert_eq!((sent.total, sent.items[0].state), (1, vihje_desk::DeliveryState::Delivered));
    let notes = "SELECT count(*) FROM touch_points WHERE touch = 'note'";
    let answer = company.query(notes, vihje_history::QueryLimits::default()).unwrap();
    assert_eq!(answer.rows[0][0].as_deref(), Some("1"));
}

fn line(round: u64) -> SaleLine {
    SaleLine {
        customer: Some("told".to_owned()),
        product: format!("T{round}-{}", std::process::id()),
        order: None,
        at: Moment(1_700_000_000_000_000 + i64::try_from(round).unwrap()),
        line: LineKind::Sale,
        quantity: 1.into(),
        amount: Money::from_minor(100, Currency::EUR),
        discount: None,
        store: None,
        sales_person: None,
    }
}

/// Numbers from zero to one, other ones at every run of the test; what they were drawn from is printed.
fn drawn() -> impl FnMut() -> f64 {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut state = u64::from(clock.subsec_nanos()) | 1;
    println!("moments drawn from seed {state}");
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Kills the child at moments drawn anew, and counts after each.
#[test]
fn a_killed_process_loses_nothing_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let kills: u64 = std::env::var("VIHJE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let (mut acknowledged, mut drawn) = (0, drawn());
    for _ in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["crash::child", "--exact", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (tell, told) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok).filter(|line| line.contains("told"));
            // Nobody listens any more once the moment has come.
            lines.fold(0_u64, |count, _| {
                let _ = tell.send(());
                count + 1
            })
        });
        // The moment of the kill: after so many acknowledgements and a little later, in the middle of what comes next.
        for _ in 0..3 + (drawn() * 11.0) as u64 {
            told.recv().unwrap();
        }
        let moment = Instant::now() + Duration::from_millis(60).mul_f64(drawn());
        while let Some(left) = moment.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            if told.recv_timeout(left).is_err() {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged += reader.join().unwrap();
        check(folder.path(), acknowledged);
    }
}

fn check(folder: &Path, acknowledged: u64) {
    let company = Company::open(folder, &Options::default()).unwrap();
    let count = |sql: &str| -> u64 {
        let answer = company.query(sql, vihje_history::QueryLimits::default()).unwrap();
        answer.rows[0][0].as_deref().unwrap().parse().unwrap()
    };
    let told = count("SELECT count(*) FROM sale_lines WHERE customer = 'told'");
    let distinct = count("SELECT count(DISTINCT product) FROM sale_lines WHERE customer = 'told'");
    assert!(told >= acknowledged, "{acknowledged} were acknowledged, {told} are there");
    assert_eq!(told, distinct, "a fact was doubled");
    let done = company.desk().imports(None, 1_000).unwrap().items.into_iter();
    let visible: u64 = done
        .filter(|import| import.state == vihje_desk::ImportState::Done)
        .filter_map(|import| import.outcome)
        .map(|outcome| outcome.added)
        .sum();
    let imported = count("SELECT count(*) FROM sale_lines WHERE import_id <> ''");
    assert_eq!(visible, imported, "the desk and the history disagree on what is visible");
    let health = company.doctor().unwrap();
    assert!(health.problems.is_empty(), "{:?}", health.problems);
}
