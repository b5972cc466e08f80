//! The live side: one thread follows the ledger in order of offset, judges each fact by the rules, and tells what came of it. A
//! second brings the ledger's tail into the history. Neither holds up the senders of events.
//!
//! Whatever the follower knows it can build again from the history and the ledger; what it told is at the desk. After a crash
//! it goes on where it was: what was judged twice is offered once.

mod build;
mod follow;
mod keep;
mod knowledge;
mod names;
mod pairs;

use crate::automate::Automations;
use crate::bell::Bell;
use crate::company::{Company, CompanyError};
use crate::http::events::Events;
use crate::jobs::Jobs;
use follow::Following;
use pairs::PairsNow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use vihje_live::identity::Suggestion;
use vihje_model::Durations;
use vihje_model::durations::Measured;
use vihje_model::opportunity::RuleBody;

/// Judged facts that wait for the history: more bring a flush at once.
const FLUSH_AT: u64 = 20_000;
/// The longest that judged facts wait for it.
const FLUSH_EVERY: Duration = Duration::from_secs(10);
/// How often the flusher looks.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// A handle to whoever follows the ledger. Cheap to clone.
#[derive(Clone)]
pub struct Follower(Arc<Shared>);

/// What the threads and the handle share.
pub(crate) struct Shared {
    company: Arc<Company>,
    events: Arc<Events>,
    jobs: Jobs,
    automations: Automations,
    stopping: Bell,
    /// Counts changes of rules.
    rules: AtomicU64,
    /// Counts changes of findings.
    findings: AtomicU64,
    /// Counts bulk changes of facts: files that came or went.
    rebuilds: AtomicU64,
    /// How many changes of rules and findings the follower has taken in.
    learned: AtomicU64,
    figures: Mutex<Figures>,
    /// How many customers bought A, then B, as last counted.
    pairs: Mutex<Arc<PairsNow>>,
    /// Customers who may be one, for a person to judge.
    suggestions: Mutex<Arc<Vec<Suggestion>>>,
    judged_after: Durations,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// How the live side does.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Whether the state is built.
    pub ready: bool,
    /// The ledger's offset of the last fact judged.
    pub position: u64,
    /// Facts judged by this process.
    pub judged: u64,
    /// Opportunities seen by this process.
    pub seen: u64,
    /// The same by the kind of rule, as in [`RuleBody::WORDS`].
    pub seen_by: [u64; RuleBody::WORDS.len()],
    /// Merges told by this process.
    pub merges: u64,
    /// Names in memory.
    pub customers: u64,
    /// Bytes of the state.
    pub bytes: u64,
    /// Seconds the last building of the state took.
    pub built_seconds: f64,
}

/// How far the live side is behind the ledger.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Lag {
    /// Facts on disk that are not judged.
    pub events: u64,
    /// How long ago the oldest of them was received.
    pub seconds: f64,
}

impl Follower {
    /// Begins to follow. The state is built in the background; until then the history waits for the facts that come.
    ///
    /// # Errors
    /// When the desk or the history cannot be read, or no thread can be started.
    pub fn start(
        company: Arc<Company>,
        events: Arc<Events>,
        jobs: Jobs,
        automations: Automations,
    ) -> Result<Self, CompanyError> {
        let judged = company.begin_following()?;
        let shared = Arc::new(Shared {
            company,
            events,
            jobs,
            automations,
            stopping: Bell::default(),
            rules: AtomicU64::new(0),
            findings: AtomicU64::new(0),
            rebuilds: AtomicU64::new(0),
            learned: AtomicU64::new(0),
            figures: Mutex::new(Figures { position: judged, ..Figures::default() }),
            pairs: Mutex::default(),
            suggestions: Mutex::default(),
            judged_after: Durations::default(),
            threads: Mutex::default(),
        });
        let follower = Self(shared);
        let (following, flushing) = (Arc::clone(&follower.0), Arc::clone(&follower.0));
        follower.spawn("live", move || Following::run(&following, judged))?;
        follower.spawn("flusher", move || flush_on(&flushing))?;
        Ok(follower)
    }

    fn spawn(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), CompanyError> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
        let thread = thread.map_err(|error| CompanyError::Internal(error.to_string()))?;
        self.0.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// Rules were changed: they hold from the next fact on.
    pub fn rules_changed(&self) {
        self.0.rules.fetch_add(1, Ordering::SeqCst);
    }

    /// Findings were computed anew.
    pub fn findings_changed(&self) {
        self.0.findings.fetch_add(1, Ordering::SeqCst);
    }

    /// Files came or went: the state is built anew in the background.
    pub fn files_changed(&self) {
        self.0.rebuilds.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether the follower goes by the latest rules and findings.
    pub fn is_current(&self) -> bool {
        let changes = self.0.rules.load(Ordering::SeqCst) + self.0.findings.load(Ordering::SeqCst);
        self.figures().ready && self.0.learned.load(Ordering::SeqCst) == changes
    }

    /// How the live side does.
    pub fn figures(&self) -> Figures {
        *self.0.figures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many customers bought A, then B, as last counted.
    pub(crate) fn pairs_now(&self) -> Arc<PairsNow> {
        Arc::clone(&self.0.pairs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Customers who may be one, for a person to judge, as of some seconds ago.
    pub(crate) fn suggestions(&self) -> Arc<Vec<Suggestion>> {
        Arc::clone(&self.0.suggestions.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How far it is behind the ledger. Reads one fact where it is.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    #[allow(clippy::cast_precision_loss)] // seconds for the eye
    pub fn lag(&self) -> Result<Lag, CompanyError> {
        let (company, judged) = (&self.0.company, self.figures().position);
        let events = company.ledger().figures().last.saturating_sub(judged);
        if events == 0 {
            return Ok(Lag::default());
        }
        let oldest = company.ledger().read(judged + 1, 1)?;
        let age = oldest.first().map_or(0, |(_, envelope)| company.now().0 - envelope.received_at.0);
        Ok(Lag { events, seconds: age.max(0) as f64 / 1e6 })
    }

    /// How long facts waited from their receipt to their judgement: of each round the one that waited longest.
    pub(crate) fn judged_after(&self) -> Measured {
        self.0.judged_after.read()
    }

    /// Says that it is time to stop.
    pub(crate) fn ask_stop(&self) {
        self.0.stopping.ring();
    }

    /// Stops: what is judged is written down, and both threads end.
    pub fn stop(&self) {
        self.ask_stop();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A panic was logged where it happened.
            let _ = thread.join();
        }
        // What was judged goes into the history; the rest waits in the ledger for the next who follows.
        if let Err(error) = self.0.company.flush_to(self.0.company.followed().judged()) {
            tracing::warn!(%error, "the ledger's tail could not be flushed at the end; it is at the next start");
        }
    }
}

impl Shared {
    fn is_stopping(&self) -> bool {
        self.stopping.is_rung()
    }
}

/// Brings judged facts into the history before they are many or old.
fn flush_on(shared: &Shared) {
    let mut last = Instant::now();
    let mut failed = false;
    while !shared.stopping.wait(LOOK_EVERY) {
        let waiting = shared.company.waiting_for_history();
        if waiting == 0
            || (waiting < FLUSH_AT && last.elapsed() < FLUSH_EVERY)
            || (failed && last.elapsed() < FLUSH_EVERY)
        {
            continue;
        }
        last = Instant::now();
        match shared.company.flush_to(shared.company.followed().judged()) {
            Ok(_) => failed = false,
            Err(error) => {
                failed = true;
                tracing::warn!(%error, "the ledger's tail could not be flushed; it is tried again");
            }
        }
    }
}
