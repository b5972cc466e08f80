//! What every handler is given, and how work that blocks is run: on blocking threads, a bounded number at a time.

use crate::automate::Automations;
use crate::company::{Company, CompanyError};
use crate::http::events::{Event, Events};
use crate::jobs::Jobs;
use crate::live::Follower;
use crate::metrics::Metrics;
use crate::problem::{Answer, Failure};
use crate::replay::Replay;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast::Receiver;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use vihje_model::Problem;

/// Requests at work in the databases at the same moment; more wait their turn.
const AT_WORK: usize = 32;
/// Passwords hashed at the same moment: each takes 19 MiB and a core.
const AT_HASHING: usize = 2;

/// Requests whose events are taken in at the same moment; each holds at most a few megabytes.
const AT_INGEST: usize = 256;

/// Downloads under way at the same moment: each holds a thread for as long as its reader takes.
const AT_DOWNLOAD: usize = 64;
/// Browsers that listen to live events at the same moment.
const AT_LISTENING: u64 = 10_000;

/// How the application is run.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The bearer token that `/metrics` asks for; without one it answers this machine only.
    pub metrics_token: Option<String>,
}

/// The application, cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    company: Arc<Company>,
    jobs: Jobs,
    automations: Automations,
    events: Arc<Events>,
    live: Follower,
    replay: Option<Replay>,
    work: Semaphore,
    hashing: Semaphore,
    ingest: Semaphore,
    downloads: Arc<Semaphore>,
    metrics: Metrics,
    settings: Settings,
    stopping: AtomicBool,
    /// What is waited for at the end.
    waits_for: Mutex<&'static str>,
}

impl App {
    /// The application over an open company, with its background work begun.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn new(company: Arc<Company>) -> Result<Self, CompanyError> {
        Self::with(company, Settings::default())
    }

    /// [`App::new`] with settings.
    ///
    /// # Errors
    /// As [`App::new`].
    pub fn with(company: Arc<Company>, settings: Settings) -> Result<Self, CompanyError> {
        let first = u64::try_from(company.now().0 / 1_000).unwrap_or(1);
        let events = Arc::new(Events::new(first));
        let internal = |error: std::io::Error| CompanyError::Internal(error.to_string());
        let jobs = Jobs::start(Arc::clone(&company), Arc::clone(&events)).map_err(internal)?;
        let automations = Automations::start(Arc::clone(&company), Arc::clone(&events)).map_err(internal)?;
        let (work, hashing) = (Semaphore::new(AT_WORK), Semaphore::new(AT_HASHING));
        let live =
            Follower::start(Arc::clone(&company), Arc::clone(&events), jobs.clone(), automations.clone())?;
        let told = live.clone();
        jobs.when_found(move || told.findings_changed());
        let ingest = Semaphore::new(AT_INGEST);
        let replay = Replay::start(Arc::clone(&company), Arc::clone(&events))?;
        Ok(Self(Arc::new(Inner {
            company,
            jobs,
            automations,
            events,
            live,
            replay,
            work,
            hashing,
            ingest,
            downloads: Arc::new(Semaphore::new(AT_DOWNLOAD)),
            metrics: Metrics::default(),
            settings,
            stopping: AtomicBool::new(false),
            waits_for: Mutex::new(""),
        })))
    }

    /// The company.
    pub fn company(&self) -> &Arc<Company> {
        &self.0.company
    }

    /// The background work.
    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// The automations at work.
    pub fn automations(&self) -> &Automations {
        &self.0.automations
    }

    /// The live events.
    pub fn events(&self) -> &Arc<Events> {
        &self.0.events
    }

    /// Says that it is time to stop, and returns at once: streams end, the replay, jobs and deliveries begin nothing more. Facts are
    /// judged on, since requests under way may wait for that.
    pub fn ask_stop(&self) {
        self.0.stopping.store(true, Ordering::SeqCst);
        // Streams of live events would otherwise never end.
        self.0.events.close();
        if let Some(replay) = &self.0.replay {
            replay.ask_stop();
        }
        self.0.jobs.ask_stop();
        self.0.automations.ask_stop();
    }

    /// Ends the background work: what was judged is written down, what runs is told to stop.
    pub fn stop(&self) {
        self.ask_stop();
        if let Some(replay) = &self.0.replay {
            self.wait_for("the replay");
            replay.stop();
        }
        self.wait_for("the judging of facts, and the history that takes them");
        self.0.live.stop();
        self.wait_for("a job");
        self.0.jobs.stop();
        self.wait_for("automations, and what they send");
        self.0.automations.stop();
        self.wait_for("");
    }

    fn wait_for(&self, what: &'static str) {
        *self.0.waits_for.lock().unwrap_or_else(PoisonError::into_inner) = what;
    }

    /// What [`App::stop`] waits for at this moment; nothing when it does not.
    pub fn waits_for(&self) -> &'static str {
        *self.0.waits_for.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it was told to stop.
    pub fn is_stopping(&self) -> bool {
        self.0.stopping.load(Ordering::SeqCst)
    }

    /// How it is run.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The replay of the demonstration, where there is one.
    pub fn replay(&self) -> Option<&Replay> {
        self.0.replay.as_ref()
    }

    /// Whoever follows the ledger.
    pub fn live(&self) -> &Follower {
        &self.0.live
    }

    /// A turn to take events in; nothing once the application is closing.
    pub(crate) async fn ingest_turn(&self) -> Option<SemaphorePermit<'_>> {
        self.0.ingest.acquire().await.ok()
    }

    /// A turn to be sent a download, to be kept until its end.
    pub(crate) fn download_turn(&self) -> Answer<OwnedSemaphorePermit> {
        Arc::clone(&self.0.downloads)
            .try_acquire_owned()
            .map_err(|_| busy("Too many downloads are under way."))
    }

    /// The live events, for one more who listens.
    pub(crate) fn listen(&self, after: Option<u64>) -> Answer<(Vec<Event>, Receiver<Event>)> {
        if self.0.events.listeners() >= AT_LISTENING {
            return Err(busy("Too many browsers listen already."));
        }
        Ok(self.0.events.listen(after))
    }

    /// Runs short work on a blocking thread.
    pub(crate) async fn read<T, F>(&self, work: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&Company) -> Result<T, CompanyError> + Send + 'static,
    {
        self.run(&self.0.work, work).await
    }

    /// Runs work that hashes a password.
    pub(crate) async fn hash<T, F>(&self, work: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&Company) -> Result<T, CompanyError> + Send + 'static,
    {
        self.run(&self.0.hashing, work).await
    }

    async fn run<T, F>(&self, gate: &Semaphore, work: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&Company) -> Result<T, CompanyError> + Send + 'static,
    {
        let _turn = gate.acquire().await.map_err(Failure::internal)?;
        let company = Arc::clone(&self.0.company);
        // The request's id goes with the work to its thread.
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&company)))
            .await
            .map_err(Failure::internal)?;
        done.map_err(Failure::from)
    }
}

fn busy(what: &str) -> Failure {
    Problem::new("too-busy", what, "Try again in a moment.").into()
}
