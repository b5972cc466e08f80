//! The program as a user runs it: a data folder of its own, commands, and a server on a free port.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The program on a data folder within `folder`.
pub(crate) fn vihje(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vihje"));
    command.current_dir(folder).env_remove("VIHJE_CONFIG").env("VIHJE_DATA", folder.join("data"));
    command
}

/// What a command came to.
pub(crate) struct Ran {
    pub(crate) success: bool,
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) text: String,
    /// Standard error.
    pub(crate) notes: String,
}

/// A folder that goes away with the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file into the folder and gives its name.
    pub(crate) fn file(&self, name: &str, content: &str) -> String {
        std::fs::write(self.path().join(name), content).expect("the test's folder can be written");
        name.to_owned()
    }

    /// Runs one command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let output = vihje(self.path()).args(args).stdin(Stdio::null()).output().expect("the program starts");
        Ran {
            success: output.status.success(),
            code: output.status.code(),
            text: String::from_utf8_lossy(&output.stdout).into_owned(),
            notes: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The rows of a query.
    pub(crate) fn query(&self, sql: &str) -> Vec<Value> {
        let ran = self.run(&["query", sql, "--json", "--limit", "0"]);
        assert!(ran.success, "{sql}: {}", ran.notes);
        crate::crash::rows(&ran.text)
    }
}

/// A running server and the administrator signed in to it.
pub(crate) struct Server {
    child: Child,
    client: Client,
}

/// Asks the server as the administrator.
#[derive(Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    base: String,
    cookie: String,
}

impl Server {
    /// Starts it on a free port. The first start's one-time link makes the administrator; `cookie` keeps the session.
    pub(crate) fn start(folder: &Folder, cookie: &mut Option<String>) -> Self {
        Self::telling(folder, cookie, &[], Stdio::null())
    }

    /// The same with more flags, and with its log in `log`.
    pub(crate) fn telling(folder: &Folder, cookie: &mut Option<String>, flags: &[&str], log: Stdio) -> Self {
        let mut command = vihje(folder.path());
        command
            .args(["serve", "--json", "--listen", "127.0.0.1:0"])
            .args(flags)
            .env_remove("VIHJE_LOG")
            .stdout(Stdio::piped())
            .stderr(log);
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        output.read_line(&mut line).expect("the server tells where it is");
        let told: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        let base = told["url"].as_str().expect("an address").trim_end_matches('/').to_owned();
        let mut client = Client { agent: agent(), base, cookie: cookie.clone().unwrap_or_default() };
        if cookie.is_none() {
            client.set_up(told["setup_link"].as_str().expect("a one-time link"));
            *cookie = Some(client.cookie.clone());
        }
        Self { child, client }
    }

    /// Starts it on a free port as people do, with its log in a file, and asks it as a stranger.
    pub(crate) fn logging(folder: &Folder, log: &Path) -> Self {
        let log = std::fs::File::create(log).expect("the test's folder can be written");
        let mut command = vihje(folder.path());
        command.args(["serve", "--listen", "127.0.0.1:0"]).env_remove("VIHJE_LOG");
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::from(log)).spawn().expect("the program starts");
        let told = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        // All that it tells is read: it would take a closed pipe for the end of the wish to hear.
        let told: Vec<String> = told.take_while(|line| !line.starts_with("Stop it")).collect();
        let base = told[0].rsplit(' ').next().expect("an address").to_owned();
        Self { child, client: Client { agent: agent(), base, cookie: String::new() } }
    }

    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// SIGTERM, as an operator's program sends it. Returns at once.
    pub(crate) fn ask_stop(&self) {
        let sent = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(sent.expect("kill can be run").success());
    }

    /// Waits for its end by itself; its exit code. One that lasts longer is killed, and has none.
    pub(crate) fn end(&mut self, within: Duration) -> Option<i32> {
        let (ended, end) = mpsc::channel::<()>();
        let id = self.child.id().to_string();
        let watch = std::thread::spawn(move || {
            if end.recv_timeout(within) == Err(mpsc::RecvTimeoutError::Timeout) {
                let _ = Command::new("kill").args(["-9", &id]).status();
            }
        });
        let status = self.child.wait().expect("it can be waited for");
        drop(ended);
        watch.join().expect("the watch does not panic");
        status.code()
    }

    /// Lets it judge what is on disk, and ends it well: then the history has all of it.
    pub(crate) fn finish(mut self) {
        let until = Instant::now() + Duration::from_secs(60);
        let figures =
            || -> Option<String> { self.client.get("/metrics").ok()?.body_mut().read_to_string().ok() };
        let judged =
            |page: &str| page.contains("vihje_live_ready 1\n") && page.contains("vihje_live_lag_events 0\n");
        while !figures().is_some_and(|page| judged(&page)) {
            assert!(Instant::now() < until, "what is on disk is not judged: {:?}", figures());
        }
        self.ask_stop();
        assert_eq!(self.end(Duration::from_secs(30)), Some(0));
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it can be waited for");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(true).max_redirects(0).build().into()
}

impl Client {
    fn set_up(&mut self, link: &str) {
        let token = link.split("token=").nth(1).expect("the link has a token");
        let body = serde_json::json!({
            "token": token, "name": "Aino", "email": "aino@example.com", "password": "correct horse battery"
        });
        let answer = self.post("/api/v1/session/setup", &body).expect("the administrator is made");
        let cookie =
            answer.headers().get("set-cookie").and_then(|value| value.to_str().ok()).expect("a session");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    }

    /// Where the server is.
    pub(crate) fn address(&self) -> &str {
        &self.base
    }

    /// Asks for a page; an answer of any status is one.
    pub(crate) fn get(&self, path: &str) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie).call()
    }

    pub(crate) fn post(
        &self,
        path: &str,
        body: &Value,
    ) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let url = format!("{}{path}", self.base);
        self.agent.post(&url).header("cookie", &self.cookie).header("x-vihje", "1").send_json(body)
    }
}
