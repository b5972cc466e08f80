//! The program is killed for real (SIGKILL), at random moments, while it imports and while it takes facts. Nothing
//! acknowledged may be lost and nothing doubled. A few kills here; `make soak` sets VIHJE_KILLS=200.

use crate::program::{Folder, Server, vihje};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Kills in the short form.
const FEW: u32 = 3;

pub(crate) fn kills() -> u32 {
    std::env::var("VIHJE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW)
}

/// Equal runs of a test draw other moments: the time of day is the seed, and it is printed.
pub(crate) fn moments() -> impl FnMut(Duration) -> Duration {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let mut state = u64::from(clock.subsec_nanos()) | 1;
    println!("moments drawn from seed {state}");
    move |longest| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        longest.mul_f64((state >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// Waits until the child ends, or kills it when the moment has come. Tells whether it ended by itself with success.
fn run_until(mut child: Child, moment: Duration) -> bool {
    let output = child.stdout.take().expect("piped");
    let (ended, end) = mpsc::channel();
    // The pipe closes when the process is gone, whichever way.
    let reader = std::thread::spawn(move || {
        let text = std::io::read_to_string(output);
        let _ = ended.send(());
        text
    });
    let _ = end.recv_timeout(moment);
    let _ = child.kill(); // SIGKILL; an error means that it has ended
    let status = child.wait().expect("a started child can be waited for");
    let _ = reader.join();
    status.success()
}

fn sales_file(folder: &Path, part: u32, lines: u32) -> std::path::PathBuf {
    let mut text = String::from("order_id,customer_id,product_id,date,quantity,amount\n");
    for line in 0..lines {
        let day = 1 + line % 28;
        let _ = writeln!(
            text,
            "o{part}-{},c{},p{},2024-{:02}-{day:02},1,{}.50",
            line / 3,
            line % 997,
            line % 71,
            1 + part % 12,
            line % 90 + 1
        );
    }
    let path = folder.join(format!("sales-{part}.csv"));
    std::fs::write(&path, text).expect("the test's folder can be written");
    path
}

fn lines_in(folder: &Folder) -> u64 {
    let rows = folder.query("SELECT count(*) AS n, count(DISTINCT order_id || '/' || product || '/' || customer) AS d FROM sale_lines");
    let number = |name: &str| rows[0][name].as_u64().or_else(|| rows[0][name].as_str()?.parse().ok());
    let all = number("n").expect("a count");
    assert_eq!(Some(all), number("d"), "a line was doubled");
    all
}

#[test]
fn a_killed_import_is_there_whole_or_not_at_all() {
    const LINES: u32 = 30_000;
    let folder = Folder::new();
    let begun = Instant::now();
    let first = sales_file(folder.path(), 0, LINES);
    assert!(folder.run(&["import", &first.display().to_string()]).success);
    let usual = begun.elapsed();
    let mut expected = lines_in(&folder);
    let per_file = expected;
    let mut draw = moments();
    for part in 1..=kills() {
        let file = sales_file(folder.path(), part, LINES);
        let mut command = vihje(folder.path());
        let child = command.arg("import").arg(&file).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let acknowledged = run_until(child.expect("the program starts"), draw(usual));
        let found = lines_in(&folder);
        assert!(
            found == expected || found == expected + per_file,
            "kill {part}: {found} lines, half an import"
        );
        assert!(!acknowledged || found == expected + per_file, "kill {part}: an acknowledged import is lost");
        // Bringing the file in again adds what is missing and nothing else.
        assert!(
            folder.run(&["import", &file.display().to_string()]).success,
            "kill {part}: cannot import again"
        );
        expected += per_file;
        assert_eq!(lines_in(&folder), expected, "kill {part}: after importing again");
        std::fs::remove_file(file).expect("the test's own file");
    }
    let doctor = folder.run(&["doctor"]);
    assert!(doctor.success, "doctor found: {}", doctor.text);
}

#[test]
fn a_killed_server_keeps_every_acknowledged_fact_once() {
    let folder = Folder::new();
    let sales = sales_file(folder.path(), 0, 300);
    assert!(folder.run(&["import", &sales.display().to_string()]).success);
    let mut acknowledged = BTreeSet::new();
    let mut draw = moments();
    let mut sign_in = None;
    for round in 1..=kills() {
        let mut server = Server::start(&folder, &mut sign_in);
        let customer = vihje_model::CustomerKey::of("c0").to_string();
        let (stop, stopped) = mpsc::channel::<()>();
        let (acknowledge, acknowledgements) = mpsc::channel();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let acknowledge = acknowledge.clone();
                let client = server.client();
                let customer = &customer;
                scope.spawn(move || {
                    for number in 0.. {
                        let subject = format!("{round}-{thread}-{number}");
                        let body =
                            serde_json::json!({ "touch": "note", "subject": subject, "outbound": true });
                        let path = format!("/api/v1/customers/{customer}/touch-points");
                        if client.post(&path, &body).is_err() || acknowledge.send(subject).is_err() {
                            break; // the server is gone
                        }
                    }
                });
            }
            drop(acknowledge);
            let _ = stopped.recv_timeout(Duration::from_millis(100) + draw(Duration::from_millis(900)));
            server.kill();
            drop(stop);
        });
        acknowledged.extend(acknowledgements);
        // What was not judged when it was killed is by the next who follows.
        Server::start(&folder, &mut sign_in).finish();
        let told = told_subjects(&folder);
        let once: BTreeSet<String> = told.iter().cloned().collect();
        assert_eq!(told.len(), once.len(), "kill {round}: a fact was doubled");
        let lost: Vec<&String> = acknowledged.difference(&once).collect();
        assert!(lost.is_empty(), "kill {round}: acknowledged and lost: {lost:?}");
    }
    assert!(!acknowledged.is_empty(), "no fact was acknowledged: the test proved nothing");
    println!("{} acknowledged facts survived {} kills", acknowledged.len(), kills());
}

fn told_subjects(folder: &Folder) -> Vec<String> {
    let rows = folder.query("SELECT subject FROM touch_points WHERE touch = 'note'");
    rows.iter().filter_map(|row| row["subject"].as_str().map(str::to_owned)).collect()
}

/// The rows of a JSON answer.
pub(crate) fn rows(answer: &str) -> Vec<Value> {
    serde_json::from_str(answer).unwrap_or_else(|error| panic!("not JSON ({error}): {answer}"))
}
