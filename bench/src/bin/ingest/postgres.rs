//! The peer: PostgreSQL that keeps the same events durably, by a prepared statement of as many rows as a batch has events, over
//! as many connections. Its requests are bytes written once too (frontend/backend protocol 3.0, extended query).

use crate::load::Told;
use crate::wire::Template;
use anyhow::{Context, Result, bail, ensure};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use vihje_bench::text;

/// A server of its own in a folder of its own; stopped when dropped.
pub(crate) struct Postgres {
    child: Child,
    socket: PathBuf,
}

impl Postgres {
    /// Makes a fresh cluster and starts it; nothing but its memory is set away from the defaults, so a commit is on disk.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        // It refuses to run as root.
        let user = root()?.then_some("postgres");
        let data = folder.join("postgres");
        std::fs::create_dir_all(&data)?;
        // Its own user must reach the folder, and own it.
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
        if let Some(user) = user {
            let owned = Command::new("chown").arg(user).arg(&data).status()?;
            ensure!(owned.success(), "the folder cannot be given to {user}");
        }
        let (cluster, socket) = (data.join("cluster"), data.clone());
        let made =
            command(user, "initdb", &["-D", text(&cluster)?, "-A", "trust", "-U", "bench", "-E", "UTF8"])
                .stdout(Stdio::null())
                .output()
                .context("initdb cannot be started")?;
        ensure!(made.status.success(), "initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        let settings = ["-c", "shared_buffers=1GB", "-c", "listen_addresses=", "-c", "max_connections=200"];
        let place = ["-D", text(&cluster)?, "-k", text(&socket)?];
        let child = command(user, "postgres", &[&place[..], &settings[..]].concat())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.join("postgres.log"))?)
            .spawn()?;
        let server = Self { child, socket: socket.join(".s.PGSQL.5432") };
        let until = Instant::now() + Duration::from_secs(30);
        while server.connect().is_err() {
            ensure!(Instant::now() < until, "PostgreSQL did not start; see postgres.log");
            std::thread::sleep(Duration::from_millis(100));
        }
        let mut session = server.connect()?;
        let table = "CREATE TABLE events (id text PRIMARY KEY, event jsonb NOT NULL)";
        session.simple(table)?;
        for (setting, value) in [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")] {
            ensure!(session.simple(&format!("SHOW {setting}"))? == value, "{setting} is not {value}");
        }
        Ok(server)
    }

    fn connect(&self) -> Result<Session> {
        let mut session = Session { stream: UnixStream::connect(&self.socket)?, got: Vec::new() };
        let mut start = Vec::from(196_608_i32.to_be_bytes());
        start.extend_from_slice(b"user\0bench\0database\0postgres\0\0");
        session.stream.write_all(&sized(&start)?)?;
        session.ready()?;
        Ok(session)
    }

    /// Sends batches over connections, each as fast as it is answered.
    pub(crate) fn run(&self, connections: usize, events: usize, seconds: f64) -> Result<Told> {
        let begin = Instant::now();
        let end = begin + Duration::from_secs_f64(seconds);
        let mut told = Told { events, ..Told::default() };
        std::thread::scope(|scope| -> Result<()> {
            let senders: Vec<_> =
                (0..connections).map(|number| scope.spawn(move || self.send(number, events, end))).collect();
            for sender in senders {
                let Ok(sent) = sender.join() else { bail!("a sender fell over") };
                let (ids, ms) = sent?;
                told.acknowledged.extend(ids);
                told.ms.extend(ms);
            }
            Ok(())
        })?;
        told.seconds = begin.elapsed().as_secs_f64();
        let count = self.connect()?.simple("SELECT count(*) FROM events")?;
        ensure!(count == told.acknowledged_events().to_string(), "PostgreSQL keeps {count} events");
        Ok(told)
    }

    fn send(&self, connection: usize, events: usize, end: Instant) -> Result<(Vec<String>, Vec<f64>)> {
        let mut session = self.connect()?;
        session.prepare(&insert(events)?)?;
        let mut template = Template::new('p', connection, events, "none")?;
        let (mut ids, mut ms, mut message) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0_u32.. {
            let sent = Instant::now();
            if sent >= end {
                break;
            }
            template.number(number);
            message.clear();
            execute(&mut message, &template)?;
            session.stream.write_all(&message)?;
            session.ready()?;
            ms.push(sent.elapsed().as_secs_f64() * 1e3);
            ids.push(format!("p{connection:04}-{number:08}"));
        }
        Ok((ids, ms))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // At once, but with its own processes: killed outright it would leave them to find out.
        let _ = Command::new("kill").args(["-QUIT", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// A program of PostgreSQL's, run as the user that it may run as.
fn command(user: Option<&str>, program: &str, arguments: &[&str]) -> Command {
    let Some(user) = user else {
        let mut command = Command::new(program);
        command.args(arguments);
        return command;
    };
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--regid", user, "--clear-groups", program]).args(arguments);
    command
}

fn root() -> Result<bool> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    Ok(line.is_some_and(|ids| ids.split_whitespace().nth(1) == Some("0")))
}

/// `INSERT` of so many rows.
fn insert(events: usize) -> Result<String> {
    let mut sql = String::from("INSERT INTO events VALUES ");
    for event in 0..events {
        let comma = if event > 0 { "," } else { "" };
        write!(sql, "{comma}(${},${}::jsonb)", 2 * event + 1, 2 * event + 2)?;
    }
    Ok(sql + " ON CONFLICT DO NOTHING")
}

/// Bind, Execute and Sync of the prepared statement with the events of a request.
fn execute(message: &mut Vec<u8>, template: &Template) -> Result<()> {
    message.push(b'B');
    let begin = message.len();
    // The length is set below; unnamed portal, unnamed statement, all parameters as text.
    message.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0]);
    let count = 2 * u16::try_from(template.events().count())?;
    message.extend_from_slice(&count.to_be_bytes());
    for (id, event) in template.events() {
        for value in [id, event] {
            message.extend_from_slice(&u32::try_from(value.len())?.to_be_bytes());
            message.extend_from_slice(value);
        }
    }
    message.extend_from_slice(&[0, 0]);
    let length = u32::try_from(message.len() - begin)?;
    message[begin..begin + 4].copy_from_slice(&length.to_be_bytes());
    message.extend_from_slice(b"E\0\0\0\x09\0\0\0\0\0S\0\0\0\x04");
    Ok(())
}

/// A body with its length before it.
fn sized(body: &[u8]) -> Result<Vec<u8>> {
    let mut message = Vec::from(u32::try_from(body.len() + 4)?.to_be_bytes());
    message.extend_from_slice(body);
    Ok(message)
}

/// One connection.
struct Session {
    stream: UnixStream,
    got: Vec<u8>,
}

impl Session {
    fn ask(&mut self, kind: u8, body: &[u8]) -> Result<()> {
        let mut message = vec![kind];
        message.extend(sized(body)?);
        self.stream.write_all(&message)?;
        Ok(())
    }

    /// Runs a statement; the first value of its answer as text, or nothing.
    fn simple(&mut self, sql: &str) -> Result<String> {
        self.ask(b'Q', format!("{sql}\0").as_bytes())?;
        self.ready()
    }

    fn prepare(&mut self, sql: &str) -> Result<()> {
        self.ask(b'P', format!("\0{sql}\0\0\0").as_bytes())?;
        self.ask(b'S', &[])?;
        self.ready().map(|_| ())
    }

    /// Reads up to `ReadyForQuery`; the first value of the first row.
    fn ready(&mut self) -> Result<String> {
        let mut value = None;
        loop {
            let mut head = [0; 5];
            self.stream.read_exact(&mut head)?;
            let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
            self.got.resize(length.checked_sub(4).context("a broken message")? as usize, 0);
            self.stream.read_exact(&mut self.got)?;
            match head[0] {
                b'Z' => return Ok(value.unwrap_or_default()),
                b'E' => bail!("PostgreSQL: {}", String::from_utf8_lossy(&self.got).replace('\0', " ")),
                b'D' if value.is_none() => {
                    // Two bytes of columns, four of length, the value.
                    value = Some(String::from_utf8_lossy(self.got.get(6..).unwrap_or_default()).into_owned());
                }
                _ => {}
            }
        }
    }
}
