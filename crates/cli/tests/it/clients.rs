//! The client libraries of others, unmodified, against a started server: what each sent is found again, whole, on the customer's
//! page. They are installed by `make clients` (part of `make test`); where they are not, the tests say so aloud.

use crate::program::{Client, Folder, Server};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use vihje_model::CustomerKey;

/// Who sends, and what its library has no word for.
struct Library {
    name: &'static str,
    lacks: &'static [&'static str],
}

const NODE: &[Library] = &[
    Library { name: "segment", lacks: &[] },
    Library { name: "customerio", lacks: &[] },
    Library { name: "rudderstack", lacks: &[] },
    Library { name: "posthog", lacks: &["company"] },
    Library { name: "snowplow", lacks: &["company"] },
];
const PYTHON: &[Library] = &[
    Library { name: "segment", lacks: &[] },
    Library { name: "rudderstack", lacks: &[] },
    Library { name: "posthog", lacks: &["company"] },
    Library { name: "snowplow", lacks: &["company"] },
    Library { name: "cloudevents", lacks: &["company"] },
];

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients")
}

fn python() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.cache/clients/bin/python")
}

/// Whether what a test needs is there. `VIHJE_CLIENTS=1` (as `make test` sets it) makes it a fault when it is not.
fn installed(needed: &Path) -> bool {
    if needed.exists() {
        return true;
    }
    assert!(std::env::var_os("VIHJE_CLIENTS").is_none(), "{} is not there: make clients", needed.display());
    println!("SKIPPED: {} is not there; `make clients` installs it", needed.display());
    false
}

/// A server with the administrator signed in, and a key for a source of this name.
fn started(folder: &Folder) -> (Server, Client) {
    let server = Server::start(folder, &mut None);
    let client = server.client();
    (server, client)
}

fn key(client: &Client, source: &str) -> String {
    let body = json!({ "source": source, "currency": "EUR", "origins": ["*"] });
    let mut made = client.post("/api/v1/streams", &body).expect("a source is made");
    let made: Value = made.body_mut().read_json().expect("JSON");
    made["key"].as_str().expect("a key").to_owned()
}

/// A customer's timeline with an order on it. What is acknowledged is on disk; it is on the page a moment later, when the log has
/// been followed up to it.
fn timeline(client: &Client, user: &str) -> Value {
    let path = format!("/api/v1/customers/{}/timeline?limit=100", CustomerKey::of(user));
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let page = json(client, &path);
        let items = page["items"].as_array().expect("a timeline");
        if items.iter().any(|item| item["kind"] == "sale") {
            return page;
        }
        assert!(Instant::now() < end, "{user}: no sale: {page:#}");
        std::thread::yield_now();
    }
}

fn json(client: &Client, path: &str) -> Value {
    let mut answer = client.get(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    answer.body_mut().read_json().expect("JSON")
}

fn run(command: &mut Command) {
    let ran = command.stdin(Stdio::null()).output().expect("the program starts");
    let (out, error) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{command:?}\n{out}\n{error}");
}

/// The story that every library tells, as it stands on the customer's page.
fn found_whole(client: &Client, user: &str, library: &Library) {
    let key = CustomerKey::of(user);
    let page = timeline(client, user);
    let items = page["items"].as_array().expect("a timeline");
    let sale = items.iter().find(|item| item["kind"] == "sale").expect("a sale");
    let amount = |told: &Value| told["amount"].as_str().and_then(|text| text.parse::<f64>().ok());
    assert_eq!(sale["order"]["id"], format!("{user}-1"));
    assert_eq!(amount(&sale["order"]["total"]), Some(25.5), "{user}: {sale:#}");
    let lines = sale["order"]["lines"].as_array().expect("lines");
    let mut lines: Vec<_> =
        lines.iter().map(|line| (line["product"].as_str(), amount(&line["amount"]))).collect();
    lines.sort_by(|one, other| one.0.cmp(&other.0));
    let expect = [("Bits", 5.4), ("Drill", 17.1), ("shipping", 3.0)];
    assert_eq!(lines, expect.map(|(product, amount)| (Some(product), Some(amount))), "{user}");
    let touch = |word: &str| {
        let found = items.iter().find(|item| item["kind"] == "touch_point" && item["word"] == word);
        found.unwrap_or_else(|| panic!("{user}: no {word}: {page:#}")).clone()
    };
    assert_eq!(
        touch("visit")["attributes"]["url"].as_str().map(|url| url.contains("/prices")),
        Some(true),
        "{user}"
    );
    let viewed = touch("view");
    assert_eq!(
        (&viewed["attributes"]["product_id"], &viewed["attributes"]["price"]),
        (&json!("drill"), &json!("19")),
        "{user}"
    );
    assert!(
        touch("order")["attributes"]["products.1.name"] == "Bits",
        "{user}: the order's members are kept"
    );
    let profile = json(client, &format!("/api/v1/customers/{key}"));
    assert_eq!(profile["customer"]["name"], "Ada Byron", "{user}: {profile:#}");
    assert_eq!(profile["email"], format!("{}@example.com", user.to_lowercase()), "{user}");
    assert_eq!(profile["attributes"]["plan"], "pro", "{user}");
    if !library.lacks.contains(&"company") {
        assert_eq!(profile["attributes"]["company"], "Acme", "{user}");
        assert_eq!(profile["attributes"]["group.employees"], "12", "{user}");
    }
}

fn nothing_rejected(client: &Client) {
    let streams = json(client, "/api/v1/streams");
    for stream in streams.as_array().expect("streams") {
        assert_eq!(stream["waiting"], json!({}), "{stream:#}");
        assert!(stream["events"].as_u64() >= Some(4), "{stream:#}");
    }
}

fn every(libraries: &[Library], language: &str, program: impl Fn() -> Command) {
    let folder = Folder::new();
    let (_server, client) = started(&folder);
    for library in libraries {
        let user = format!("{}-{language}", library.name);
        let key = key(&client, &user);
        run(program().args([library.name, client.address(), &key, &user]));
        found_whole(&client, &user, library);
    }
    nothing_rejected(&client);
}

#[test]
fn libraries_for_node_are_understood_whole() {
    if installed(&clients().join("node_modules/@segment/analytics-node")) {
        every(NODE, "node", || {
            let mut command = Command::new("node");
            command.arg(clients().join("send.mjs"));
            command
        });
    }
}

#[test]
fn libraries_for_python_are_understood_whole() {
    if installed(&python()) {
        every(PYTHON, "python", || {
            let mut command = Command::new(python());
            command.arg(clients().join("send.py"));
            command
        });
    }
}

#[test]
fn the_library_for_browsers_is_understood_whole() {
    let chromium =
        std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    let driver = clients().join("../../web/node_modules/playwright-core");
    let library = clients().join("node_modules/@segment/analytics-next");
    if !(installed(&library) && installed(&driver) && installed(&chromium)) {
        return;
    }
    let folder = Folder::new();
    let (_server, client) = started(&folder);
    let key = key(&client, "browser");
    let mut command = Command::new("node");
    command.arg(clients().join("browser.mjs")).args([client.address(), &key, "ada"]);
    run(&mut command);
    let ada = timeline(&client, "ada");
    let items = ada["items"].as_array().expect("a timeline");
    let sale = items.iter().find(|item| item["kind"] == "sale").expect("a sale");
    assert_eq!(sale["order"]["id"], "ada-1");
    let order = items.iter().find(|item| item["word"] == "order").expect("the order's touch-point");
    assert_eq!(order["attributes"]["context.campaign.name"], "spring", "{order:#}");
    let profile = json(&client, &format!("/api/v1/customers/{}", CustomerKey::of("ada")));
    assert_eq!(profile["customer"]["name"], "Ada Byron");
    assert_eq!(profile["attributes"]["company"], "Acme");
    nothing_rejected(&client);
}
