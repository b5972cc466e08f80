//! The program as operators run it: asked to stop under load, and its log read by another program.

use crate::program::{Client, Folder, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

/// Events of one request.
const BATCH: u64 = 20;
/// Requests that are acknowledged before the server is asked to stop.
const ENOUGH: usize = 40;

fn key(client: &Client) -> String {
    let mut made = client.post("/api/v1/streams", &json!({ "source": "shop" })).expect("a source is made");
    let made: Value = made.body_mut().read_json().expect("JSON");
    made["key"].as_str().expect("a key").to_owned()
}

/// Sends batches until the server takes none, and tells the subjects of those that were acknowledged.
fn send(client: &Client, key: &str, thread: u32, acknowledged: &mpsc::Sender<Vec<String>>) {
    for number in 0.. {
        let subjects: Vec<String> = (0..BATCH).map(|place| format!("{thread}-{number}-{place}")).collect();
        let events = subjects.iter().map(|subject| {
            json!({ "type": "track", "event": subject, "userId": format!("c{thread}"), "messageId": subject })
        });
        let body = json!({ "writeKey": key, "batch": events.collect::<Vec<_>>() });
        if client.post("/v1/batch", &body).is_err() || acknowledged.send(subjects).is_err() {
            break;
        }
    }
}

#[test]
fn a_server_asked_to_stop_under_load_ends_well_and_keeps_what_it_acknowledged_once() {
    let folder = Folder::new();
    let log = folder.path().join("log");
    let file = std::fs::File::create(&log).expect("the test's folder can be written");
    let mut cookie = None;
    let mut server = Server::telling(&folder, &mut cookie, &[], Stdio::from(file));
    let key = key(&server.client());
    let listening = server.client().get("/api/v1/events").expect("a stream that nobody ends");
    let (acknowledge, acknowledged) = mpsc::channel();
    let mut subjects: Vec<String> = Vec::new();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (client, key, acknowledge) = (server.client(), &key, acknowledge.clone());
            scope.spawn(move || send(&client, key, thread, &acknowledge));
        }
        drop(acknowledge);
        subjects.extend(acknowledged.iter().take(ENOUGH).flatten());
        server.ask_stop();
        subjects.extend(acknowledged.iter().flatten());
    });
    let log = || std::fs::read_to_string(&log).expect("written");
    assert_eq!(server.end(Duration::from_secs(30)), Some(0), "{}", log());
    assert!(log().contains("stopped: what was acknowledged is on disk"), "{}", log());
    assert!(!log().contains("cut off"), "{}", log());
    drop(listening);

    Server::start(&folder, &mut cookie).finish();
    let rows = folder.query("SELECT subject FROM touch_points");
    let found: Vec<&str> = rows.iter().filter_map(|row| row["subject"].as_str()).collect();
    let once: BTreeSet<&str> = found.iter().copied().collect();
    assert_eq!(found.len(), once.len(), "an event was doubled");
    let lost: Vec<&String> = subjects.iter().filter(|subject| !once.contains(subject.as_str())).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert!(subjects.len() >= ENOUGH * usize::try_from(BATCH).expect("small"));
    println!("{} acknowledged events are there once after the end", subjects.len());
}

#[test]
fn every_line_of_a_log_for_programs_is_json_and_tells_what_it_is_part_of() {
    let folder = Folder::new();
    let log = folder.path().join("log");
    let file = std::fs::File::create(&log).expect("the test's folder can be written");
    let mut server = Server::telling(&folder, &mut None, &["--log-format", "json"], Stdio::from(file));
    let id = server.client().get("/api/v1/session").expect("an answer").headers()["x-request-id"].clone();
    let key = key(&server.client());
    let event = json!({ "type": "page", "userId": "ada", "messageId": "m", "name": "Home" });
    let sent = server.client().post("/v1/batch", &json!({ "writeKey": key, "batch": [event] }));
    assert!(sent.is_ok());
    server.ask_stop();
    assert_eq!(server.end(Duration::from_secs(30)), Some(0));
    let log = std::fs::read_to_string(log).expect("written");
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect();
    let told = lines.iter().find(|line| line["span"]["request_id"] == id.to_str().expect("text"));
    let told = told.unwrap_or_else(|| panic!("no line of the request: {log}"));
    assert_eq!((&told["message"], &told["level"]), (&json!("answered a request"), &json!("INFO")));
    assert_eq!((&told["path"], &told["status"]), (&json!("/api/v1/session"), &json!(200)));
    assert!(!log.contains("/v1/batch"), "events are counted, not told one by one: {log}");
}
