//! The program as a server, started as a user starts it, and one client signed in to it over loopback.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `vihje serve`; killed when dropped.
pub struct Server {
    child: Child,
    /// When the process was started.
    pub began: Instant,
    /// The administrator.
    pub client: Client,
}

/// Asks the server as the administrator, one request at a time over one connection.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    cookie: String,
}

impl Server {
    /// Starts it on a free port. Without a `session` of an earlier start, its one-time link makes the administrator.
    ///
    /// # Errors
    /// When it does not start or nobody can sign in.
    pub fn start(vihje: &Path, data: &Path, session: Option<&Client>, log: &Path) -> Result<Self> {
        let began = Instant::now();
        let mut child = Command::new(vihje)
            .args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(File::create(log)?)
            .spawn()
            .with_context(|| format!("{} cannot be started", vihje.display()))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line).with_context(|| {
            format!("the server did not start: {}", std::fs::read_to_string(log).unwrap_or_default())
        })?;
        let base = told["url"].as_str().context("the server told no address")?.to_owned();
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let cookie = session.map(|session| session.cookie.clone()).unwrap_or_default();
        let mut server = Self { child, began, client: Client { agent, base, cookie } };
        if let Some(link) = told["setup_link"].as_str() {
            server.client.set_up(link)?;
        }
        ensure!(!server.client.cookie.is_empty(), "the data folder has an administrator already");
        Ok(server)
    }

    /// Waits until Today has a list, and says how long after the start of the process that was, in seconds.
    ///
    /// # Errors
    /// When the server refuses or a job fails.
    pub fn first_list(&self) -> Result<f64> {
        self.when(|| {
            let over = self.refreshed()?;
            let list = self.client.get("/api/v1/today?limit=50")?;
            let there = list["items"].as_array().is_some_and(|items| !items.is_empty());
            ensure!(there || !over, "everything has been computed and the list is empty");
            Ok(there)
        })
    }

    /// Waits until everything has been computed; seconds after the start of the process.
    ///
    /// # Errors
    /// As [`Server::first_list`].
    pub fn all_found(&self) -> Result<f64> {
        self.when(|| self.refreshed())
    }

    /// Waits until events are judged as they come; seconds after the start of the process.
    ///
    /// # Errors
    /// When the server goes away.
    #[allow(clippy::disallowed_methods, reason = "readiness is asked for, as a load balancer does")]
    pub fn ready(&self) -> Result<f64> {
        loop {
            let answer = self.client.agent.get(format!("{}/readyz", self.client.base)).call()?;
            if answer.status() == 200 {
                return Ok(self.began.elapsed().as_secs_f64());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Seconds from the start of the process to the moment something is so: looked at now, and after each event that the
    /// server tells its browsers.
    fn when(&self, so: impl Fn() -> Result<bool>) -> Result<f64> {
        let mut answer = self.client.asked("/api/v1/events")?;
        let mut events = BufReader::new(answer.body_mut().as_reader());
        loop {
            if so()? {
                return Ok(self.began.elapsed().as_secs_f64());
            }
            let mut line = String::new();
            while !line.starts_with("data") {
                line.clear();
                ensure!(events.read_line(&mut line)? > 0, "the server closed the stream of events");
            }
        }
    }

    /// Whether the findings were brought up to date since the start.
    fn refreshed(&self) -> Result<bool> {
        let jobs = self.client.get("/api/v1/jobs")?;
        let mut refreshes = jobs.as_array().into_iter().flatten().filter(|job| job["kind"] == "refresh");
        if let Some(failed) = refreshes.clone().find(|job| job["state"] == "failed") {
            bail!("the analysis failed: {}", failed["problem"]);
        }
        Ok(refreshes.any(|job| job["state"] == "done"))
    }

    /// Highest resident memory of the server so far, in MB.
    pub fn peak_mb(&self) -> f64 {
        crate::peak_mb(Some(self.child.id()))
    }

    /// The id of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once (SIGKILL): nothing is finished, nothing is written down.
    ///
    /// # Errors
    /// When it had ended by itself.
    pub fn kill(mut self) -> Result<Client> {
        ensure!(self.child.try_wait()?.is_none(), "the server had ended by itself");
        self.child.kill()?;
        self.child.wait()?;
        Ok(self.client.clone())
    }

    /// Asks it to stop, as an operator would, and waits until it has.
    ///
    /// # Errors
    /// When it ends badly.
    pub fn stop(mut self) -> Result<Client> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status()?;
        ensure!(asked.success(), "the server cannot be told to stop");
        let ended = self.child.wait()?;
        ensure!(ended.success(), "the server ended badly: {ended}");
        Ok(self.client.clone())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Client {
    fn set_up(&mut self, link: &str) -> Result<()> {
        let token = link.split("token=").nth(1).context("the one-time link has no token")?;
        let body = json!({
            "token": token, "name": "Bench", "email": "bench@example.com", "password": "correct horse battery"
        });
        let url = format!("{}/api/v1/session/setup", self.base);
        let answer = self.agent.post(&url).header("x-vihje", "1").send_json(&body)?;
        let cookie = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok());
        cookie
            .and_then(|cookie| cookie.split(';').next())
            .context("no session")?
            .clone_into(&mut self.cookie);
        Ok(())
    }

    /// Host and port of the server.
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// The session, as a browser sends it.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    fn asked(&self, path: &str) -> Result<ureq::http::Response<ureq::Body>> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let mut answer = request.call()?;
        let status = answer.status();
        ensure!(status == 200, "{path} answered {status}: {}", answer.body_mut().read_to_string()?);
        Ok(answer)
    }

    /// The answer to a question, as JSON.
    ///
    /// # Errors
    /// When the server answers with anything but 200.
    pub fn get(&self, path: &str) -> Result<Value> {
        let text = self.asked(path)?.body_mut().with_config().limit(u64::MAX).read_to_string()?;
        serde_json::from_str(&text).with_context(|| format!("{path} answered no JSON"))
    }

    /// The address of the page so many pages of 100 down a list, or of the last one.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn deep(&self, list: &str, pages: usize) -> Result<String> {
        let limit = if list.contains("limit=") { "" } else { "limit=100" };
        let join = if list.contains('?') { "&" } else { "?" };
        let list = format!("{list}{join}{limit}").trim_end_matches(['&', '?']).replace("?&", "?");
        let mut page = list.clone();
        for _ in 0..pages {
            let answer = self.get(&page)?;
            let Some(cursor) = answer["next_cursor"].as_str() else { break };
            page = format!("{list}&cursor={}", encoded(cursor));
        }
        Ok(page)
    }

    /// Hands the strongest pattern to sales people as a worklist, so that there is one.
    ///
    /// # Errors
    /// When the server refuses; a company without a pattern is left as it is.
    pub fn make_list(&self) -> Result<()> {
        let patterns = self.get("/api/v1/patterns?limit=1")?;
        if let Some(id) = patterns.pointer("/items/0/id").and_then(Value::as_str) {
            self.post(&format!("/api/v1/patterns/{id}/list"), &json!({ "name": "Bench" }))?;
        }
        Ok(())
    }

    /// The session, to go on with after the server has started again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn store(&self, file: &Path) -> Result<()> {
        std::fs::write(file, &self.cookie).with_context(|| file.display().to_string())
    }

    /// A client with a stored session and no server yet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stored(file: &Path) -> Result<Self> {
        let cookie = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        Ok(Self { agent: ureq::agent(), base: String::new(), cookie })
    }

    /// Writes something; the answer as JSON.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}{path}", self.base);
        let request = self.agent.post(&url).header("cookie", &self.cookie).header("x-vihje", "1");
        let mut answer = request.send_json(body)?;
        let text = answer.body_mut().read_to_string()?;
        ensure!(answer.status().is_success(), "{path} answered {}: {text}", answer.status());
        serde_json::from_str(&text).with_context(|| format!("{path} answered no JSON"))
    }

    /// Seconds to the last byte of an answer, packed as a browser asks for it, and its bytes.
    ///
    /// # Errors
    /// When the server answers with anything but 200.
    pub fn time(&self, path: &str) -> Result<(f64, usize)> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let request = request.header("accept-encoding", "gzip");
        let began = Instant::now();
        let mut answer = request.call()?;
        let bytes = answer.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
        let seconds = began.elapsed().as_secs_f64();
        ensure!(answer.status() == 200, "{path} answered {}", answer.status());
        Ok((seconds, bytes.len()))
    }

    /// Seconds to the last byte of a download, its bytes and the line ends in it.
    ///
    /// # Errors
    /// When the server answers with anything but 200, or breaks off.
    pub fn download(&self, path: &str) -> Result<(f64, u64, u64)> {
        let began = Instant::now();
        let mut answer = self.asked(path)?;
        let mut reader = BufReader::with_capacity(1 << 16, answer.body_mut().as_reader());
        let (mut bytes, mut lines) = (0, 0);
        loop {
            let piece = reader.fill_buf()?;
            if piece.is_empty() {
                return Ok((began.elapsed().as_secs_f64(), bytes, lines));
            }
            lines += piece.iter().filter(|&&byte| byte == b'\n').count() as u64;
            let read = piece.len();
            bytes += read as u64;
            reader.consume(read);
        }
    }
}

/// A text as it stands in an address (RFC 3986, section 2.1).
pub fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
