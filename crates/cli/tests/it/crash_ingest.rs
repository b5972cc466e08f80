//! The program takes events while it is killed for real (SIGKILL), and while its disk is full. What it acknowledged is there once,
//! what it judged is offered once, and it goes on by itself. A few kills here; `make soak` sets VIHJE_KILLS=200.

use crate::crash::{kills, moments};
use crate::program::{Client, Folder, Server};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Clients that send at the same time.
const SENDERS: usize = 4;
/// Events a batch; the first of each is a look at the price list by somebody new.
const BATCH: usize = 20;
/// The longest that the server may take to judge what it has, and to feel that its disk is full or has room.
const SETTLED_WITHIN: Duration = Duration::from_secs(120);

/// One client: it numbers its batches, and sends one again and again until it is acknowledged, as client libraries do.
struct Sender {
    number: usize,
    next: usize,
    acknowledged: usize,
}

impl Sender {
    fn name(&self, batch: usize) -> String {
        format!("{}-{batch}", self.number)
    }

    fn body(&self) -> Value {
        let name = self.name(self.next);
        let events = (0..BATCH).map(|place| {
            let (who, title) = match place {
                0 => (format!("new-{name}"), "Price list"),
                _ => (format!("known-{}", place * self.number), "Home"),
            };
            json!({ "type": "page", "messageId": format!("{name}-{place}"), "userId": who,
                "name": format!("{name}-{place}"), "properties": { "title": title } })
        });
        json!({ "batch": events.collect::<Vec<_>>() })
    }

    /// Sends until told to stop. Returns how often the server had no room.
    fn send(&mut self, stream: &Stream, stop: &AtomicBool) -> u64 {
        let mut full = 0;
        while !stop.load(Ordering::SeqCst) {
            match stream.post(&self.body()) {
                Some((200, _)) => {
                    self.next += 1;
                    self.acknowledged = self.next;
                }
                Some((503 | 429, true)) => full += 1,
                Some((status, after)) => panic!("answered {status}, with Retry-After: {after}"),
                None => break, // the server is gone
            }
        }
        full
    }
}

/// Where events go, with a source's key.
struct Stream {
    agent: ureq::Agent,
    url: String,
    key: String,
}

impl Stream {
    fn new(client: &Client, key: &str) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Self { agent, url: format!("{}/v1/batch", client.address()), key: key.to_owned() }
    }

    /// The status, and whether it says when to come again; nothing when there is no server.
    fn post(&self, body: &Value) -> Option<(u16, bool)> {
        let request = self.agent.post(&self.url).header("authorization", format!("Bearer {}", self.key));
        let mut answer = request.send_json(body).ok()?;
        // An answer that broke off is none.
        answer.body_mut().read_to_string().ok()?;
        Some((answer.status().as_u16(), answer.headers().contains_key("retry-after")))
    }
}

fn get(client: &Client, path: &str) -> Value {
    let mut answer = client.get(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&answer.body_mut().read_to_string().expect("an answer")).expect("JSON")
}

fn new_key(client: &Client) -> String {
    let mut made = client.post("/api/v1/streams", &json!({ "source": "Shop" })).expect("a source");
    let made: Value =
        serde_json::from_str(&made.body_mut().read_to_string().expect("an answer")).expect("JSON");
    made["key"].as_str().expect("a key").to_owned()
}

/// Lets all senders send until the moment that `until` returns.
fn under_load(senders: &mut [Sender], client: &Client, key: &str, until: impl FnOnce()) -> u64 {
    let stop = AtomicBool::new(false);
    let (stop, mut full) = (&stop, 0);
    std::thread::scope(|scope| {
        let at_work: Vec<_> = senders
            .iter_mut()
            .map(|sender| {
                let stream = Stream::new(client, key);
                scope.spawn(move || sender.send(&stream, stop))
            })
            .collect();
        until();
        stop.store(true, Ordering::SeqCst);
        for sender in at_work {
            full += sender.join().expect("every answer is one of those that are meant");
        }
    });
    full
}

/// Waits until every acknowledged look at the price list was judged, and says what came of it. What is judged is in the history
/// once the server has stopped.
fn judged(client: &Client, senders: &[Sender]) -> BTreeMap<String, u32> {
    let names = || senders.iter().flat_map(|sender| (0..sender.acknowledged).map(|batch| sender.name(batch)));
    let expected = names().count() as u64;
    let (mut known, mut until) = (0, Instant::now() + SETTLED_WITHIN);
    loop {
        // The status waits for the facts that are on their way.
        get(client, "/api/v1/status");
        let page = get(client, "/api/v1/opportunities?limit=1&state=all&kind=page_visited");
        let total = page["total"].as_u64().expect("a total");
        if total > known {
            (known, until) = (total, Instant::now() + SETTLED_WITHIN);
        }
        if total >= expected {
            let visits = visits(client);
            if names().all(|name| visits.contains_key(&format!("new-{name}"))) {
                return visits;
            }
        }
        assert!(
            Instant::now() < until,
            "of {expected} looks at the price list {total} were judged, and no more came"
        );
    }
}

/// Customers with an opportunity from the price list, and how many of them each has.
fn visits(client: &Client) -> BTreeMap<String, u32> {
    let (mut found, mut cursor) = (BTreeMap::new(), String::new());
    loop {
        let page =
            get(client, &format!("/api/v1/opportunities?limit=200&state=all&kind=page_visited{cursor}"));
        for row in page["items"].as_array().expect("rows") {
            *found.entry(row["customer_id"].as_str().expect("an id").to_owned()).or_insert(0) += 1;
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

/// Every acknowledged event once in the history, and one opportunity for every acknowledged look at the price list.
fn check(folder: &Folder, senders: &[Sender], visits: &BTreeMap<String, u32>) -> usize {
    let told = folder.query("SELECT subject FROM touch_points");
    let told: Vec<&str> = told.iter().filter_map(|row| row["subject"].as_str()).collect();
    let once: BTreeSet<&str> = told.iter().copied().collect();
    assert_eq!(told.len(), once.len(), "an event was doubled");
    for sender in senders {
        for batch in 0..sender.acknowledged {
            let name = sender.name(batch);
            for place in 0..BATCH {
                let event = format!("{name}-{place}");
                assert!(once.contains(event.as_str()), "{event} was acknowledged and is lost");
            }
            let offered = visits.get(&format!("new-{name}"));
            assert_eq!(offered, Some(&1), "opportunities of the customer of batch {name}");
        }
    }
    assert!(visits.values().all(|count| *count == 1), "an opportunity was doubled");
    let doctor = folder.run(&["doctor"]);
    assert!(doctor.success, "doctor found: {}", doctor.text);
    told.len()
}

fn senders() -> Vec<Sender> {
    (0..SENDERS).map(|number| Sender { number, next: 0, acknowledged: 0 }).collect()
}

#[test]
fn events_that_a_killed_server_acknowledged_are_kept_and_judged_once() {
    let folder = Folder::new();
    let (mut sign_in, mut key, mut senders, mut draw) = (None, None, senders(), moments());
    // A machine that is busy may not come to the first acknowledgement before some of them.
    let mut at_work = 0;
    for _ in 0..kills() {
        let mut server = Server::start(&folder, &mut sign_in);
        let client = server.client();
        let key = key.get_or_insert_with(|| new_key(&client));
        let before: usize = senders.iter().map(|sender| sender.acknowledged).sum();
        let moment = Duration::from_millis(200) + draw(Duration::from_millis(900));
        let (never, told) = mpsc::channel::<()>();
        under_load(&mut senders, &client, key, || {
            let _ = told.recv_timeout(moment);
            server.kill();
        });
        drop(never);
        let after: usize = senders.iter().map(|sender| sender.acknowledged).sum();
        at_work += u32::from(after > before);
    }
    assert!(2 * at_work > kills(), "only {at_work} of {} kills came upon a server at work", kills());
    let server = Server::start(&folder, &mut sign_in);
    let visits = judged(&server.client(), &senders);
    server.finish();
    let told = check(&folder, &senders, &visits);
    println!("{told} events and {} opportunities survived {} kills", visits.len(), kills());
}

/// A small file system of its own; unmounted when dropped.
struct Small<'a>(&'a Path);

impl<'a> Small<'a> {
    fn mount(at: &'a Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).expect("the test's folder can be written");
        let options = format!("size={size}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "none"]).arg(at).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self(at))
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_crash_loses_no_event_and_goes_on_once_there_is_room() {
    let folder = Folder::new();
    let data = folder.path().join("data");
    let Some(small) = Small::mount(&data, "64m") else {
        println!(
            "SKIPPED: no file system may be mounted here; the ledger's own test of a full disk stands in for it"
        );
        return;
    };
    let (mut sign_in, mut senders) = (None, senders());
    let server = Server::start(&folder, &mut sign_in);
    let client = server.client();
    let key = new_key(&client);
    // Room for little more than what is there.
    let ballast = data.join("ballast");
    std::fs::write(&ballast, vec![1; 48 << 20]).expect("room for the ballast");
    let full = under_load(&mut senders, &client, &key, || fill(&client, &key));
    assert!(full > 0, "nobody was told that there is no room");
    let before: usize = senders.iter().map(|sender| sender.acknowledged).sum();
    assert!(before > 0, "nothing was acknowledged before the disk was full");
    std::fs::remove_file(&ballast).expect("the ballast is there");
    under_load(&mut senders, &client, &key, || accept(&client, &key));
    let visits = judged(&client, &senders);
    server.finish();
    let told = check(&folder, &senders, &visits);
    println!("{told} events survived a full disk, {} of them acknowledged before it", before * BATCH);
    drop(small);
}

/// Returns once the server has no room: an event of its own is refused again and again.
fn fill(client: &Client, key: &str) {
    wait_for(client, key, "full", |status, after| status == 503 && after);
}

/// Returns once the server takes events again.
fn accept(client: &Client, key: &str) {
    wait_for(client, key, "free", |status, _| status == 200);
}

fn wait_for(client: &Client, key: &str, word: &str, so: impl Fn(u16, bool) -> bool) {
    let stream = Stream::new(client, key);
    let until = Instant::now() + SETTLED_WITHIN;
    let (mut in_a_row, mut number) = (0, 0);
    while in_a_row < 20 {
        assert!(Instant::now() < until, "the disk did not come to be {word}");
        number += 1;
        // Of a size that no batch of the senders falls below.
        let event = json!({ "type": "page", "messageId": format!("{word}-{number}"), "anonymousId": "browser",
            "name": format!("{word}-{number}"), "properties": { "note": "n".repeat(8_000) } });
        let (status, after) = stream.post(&json!({ "batch": [event] })).expect("the server lives");
        in_a_row = if so(status, after) { in_a_row + 1 } else { 0 };
    }
}
