//! `vihje serve`: the web application, the API and the background work, until it is told to stop.

use crate::args::Serve;
use crate::open::Opened;
use crate::output::line;
use crate::settings::Settings;
use anyhow::{Context, Result};
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{Signal, SignalKind, signal};
use vihje_server::App;
use vihje_server::company::Company;

/// What the server tells when it listens.
#[derive(Serialize)]
struct Listening {
    url: String,
    /// One-time link that makes the administrator; only before there is one.
    setup_link: Option<String>,
    /// One-time link that signs in; the demonstration's.
    sign_in_link: Option<String>,
}

/// Threads that still read when everything has ended are left to end with the process after so long.
const LEFT: Duration = Duration::from_secs(2);

/// Serves until Ctrl-C or SIGTERM.
pub(crate) fn run(args: &Serve, opened: &Opened, settings: &Settings) -> Result<()> {
    listen(opened.company()?, settings.listen(args.listen)?, opened.json, settings, None)
}

/// Serves an open company. `sign_in` is the token of a link that signs in at once.
pub(crate) fn listen(
    company: Arc<Company>,
    address: SocketAddr,
    as_json: bool,
    settings: &Settings,
    sign_in: Option<String>,
) -> Result<()> {
    let own = vihje_server::Settings { metrics_token: settings.metrics_token() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async move {
        // A connection is an open file, and the usual 1,024 are soon taken. Where the system says no, those it has must do.
        let _ = rlimit::increase_nofile_limit(u64::MAX);
        // Before anybody is told where to send them.
        let signals = Signals::heard()?;
        let socket = bound(address).with_context(|| {
            format!("Cannot listen on {address}. Choose another address and port with --listen.")
        })?;
        let url = format!("http://{}", socket.local_addr()?);
        let setup = company.setup_token()?;
        let told = Listening {
            setup_link: setup.map(|token| format!("{url}/?token={token}")),
            sign_in_link: sign_in.map(|token| format!("{url}/api/v1/session/link?token={token}")),
            url,
        };
        tell(&told, as_json)?;
        vihje_server::serve(App::with(company, own)?, socket, signals.asked())
            .await
            .context("The server stopped.")
    });
    runtime.shutdown_timeout(LEFT);
    served
}

/// Listens on an address. Browsers and senders come back by the thousand when a server has been away: they wait in line, and are not
/// turned away (as far as the system's own limit, `somaxconn`, lets them).
fn bound(address: SocketAddr) -> std::io::Result<TcpListener> {
    const WAITING: u32 = 4_096;
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

fn tell(told: &Listening, as_json: bool) -> Result<()> {
    if as_json {
        return line(&serde_json::to_string(told)?);
    }
    line(&format!("Vihje runs at {}", told.url))?;
    if let Some(link) = &told.setup_link {
        line("There is no administrator yet. This link makes one; it works once:")?;
        line(&format!("  {link}"))?;
    }
    if let Some(link) = &told.sign_in_link {
        line("Open Today with this link; it signs you in and works once:")?;
        line(&format!("  {link}"))?;
    }
    line("Stop it with Ctrl-C.")
}

/// The signals by which a process is asked to stop, heard from the moment this is made.
struct Signals {
    interrupts: Signal,
    terminations: Signal,
}

impl Signals {
    fn heard() -> Result<Self> {
        let heard = |kind| signal(kind).context("The system's signals cannot be heard.");
        Ok(Self {
            interrupts: heard(SignalKind::interrupt())?,
            terminations: heard(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupts.recv() => {}
            _ = self.terminations.recv() => {}
        }
    }

    /// Ends when the process is asked to stop. Whoever asks again means at once: what is on disk stays there.
    async fn asked(mut self) {
        self.next().await;
        tokio::spawn(async move {
            self.next().await;
            tracing::warn!("asked to stop again: stopping at once");
            std::process::exit(1);
        });
    }
}
