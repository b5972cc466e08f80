//! Automations at work: they are told what happens, judge it, and send what comes of it.
//!
//! The way of a firing: something happens; what waits for it is written down at the desk (`look`, [`Automations::happened`]); it
//! is judged, and its task and what is to be sent are written down in one transaction (`judge`, `write`); what is to be sent is sent
//! and tried again until it arrives or is given up (`send`, `retry`, `webhook`, `mail`). Each step begins from what is on disk, so
//! a process may die between any two. Must never hold up who tells it: telling is one comparison when nothing waits, else one
//! transaction.

mod address;
mod clock;
mod dry_run;
mod judge;
mod look;
mod mail;
mod retry;
mod send;
mod unsubscribe;
mod webhook;
mod write;

pub(crate) use dry_run::dry_run;
pub use dry_run::{DryDay, DryExample, DryRun};

use crate::company::{Company, CompanyError, Result};
use crate::http::events::Events;
use look::waits_for_facts;
use send::Sender;
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use vihje_model::Moment;
use vihje_model::automation::{Automation, Happening};

pub(crate) use mail::Letter;
pub(crate) use send::ALLOW_PRIVATE;
pub(crate) use unsubscribe::Link;
pub(crate) use webhook::new_secret;
pub(crate) use write::{posted, webhook as webhook_delivery};

pub(crate) use address::is_public;
pub(crate) use mail::{escaped, html_of};

/// Lists, opportunities and clocks are looked at this often, besides whenever somebody says so.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// Firings whose event the history has not taken up yet are looked at again after this.
const SOON: Duration = Duration::from_millis(200);
/// The log is kept for so many days.
const LOG_DAYS: i64 = 180;
/// It is shortened this often.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// An automation that is at work.
#[derive(Debug, Clone)]
struct Enabled {
    id: i64,
    definition: Automation,
    resumed_at: Moment,
}

/// How automations do, since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Firings judged.
    pub(crate) judged: u64,
    /// Attempts to send that arrived, are to be made again, and were the last.
    pub(crate) attempts: [u64; 3],
}

/// The automations of one company. Cheap to clone.
#[derive(Clone)]
pub struct Automations(Arc<Inner>);

struct Inner {
    company: Arc<Company>,
    events: Arc<Events>,
    at_work: RwLock<Arc<[Enabled]>>,
    /// Whether any of them waits for facts: all that is looked at when something is told.
    waits_for_facts: AtomicBool,
    sender: Sender,
    judged: AtomicU64,
    signal: Mutex<Signal>,
    changed: Condvar,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct Signal {
    /// Something was told since judging last began.
    told: bool,
    judging: bool,
    stopping: bool,
}

impl Automations {
    /// Begins to judge and to send, with what an earlier process left.
    ///
    /// # Errors
    /// When the desk cannot be read, or no thread can be started.
    pub fn start(company: Arc<Company>, events: Arc<Events>) -> std::io::Result<Self> {
        let sender = Sender::new(&company).map_err(std::io::Error::other)?;
        let automations = Self(Arc::new(Inner {
            company,
            events,
            at_work: RwLock::new(Arc::from([])),
            waits_for_facts: AtomicBool::new(false),
            sender,
            judged: AtomicU64::new(0),
            signal: Mutex::new(Signal { told: true, ..Signal::default() }),
            changed: Condvar::new(),
            threads: Mutex::default(),
        }));
        automations.refresh().map_err(std::io::Error::other)?;
        automations.thread("automations", Self::judge)?;
        for _ in 0..send::SENDERS {
            automations.thread("deliveries", |own| {
                let inner = &own.0;
                inner.sender.run(&inner.company, || inner.events.tell("deliveries", &json!({})));
            })?;
        }
        Ok(automations)
    }

    fn thread(&self, name: &str, work: impl FnOnce(&Self) + Send + 'static) -> std::io::Result<()> {
        let own = self.clone();
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&own))?;
        self.0.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// Whether anything waits for facts of the ledger. One load: ask before a happening is made of a fact.
    pub fn waits(&self) -> bool {
        self.0.waits_for_facts.load(Ordering::Acquire)
    }

    /// Tells what happened. What waits for it is on disk when this returns, so tell it before the position of what was read is
    /// kept; telling it again changes nothing.
    ///
    /// # Errors
    /// When the desk cannot be written: nothing was kept.
    pub fn happened(&self, happenings: &[Happening]) -> Result<()> {
        if !self.waits() {
            return Ok(());
        }
        let at_work = self.at_work();
        let firings: Vec<_> =
            happenings.iter().flat_map(|happening| look::waiting(&at_work, happening.clone())).collect();
        if !firings.is_empty() {
            let company = &self.0.company;
            company.desk().tell_firings(&firings, None, company.now())?;
            self.wake();
        }
        Ok(())
    }

    /// Says that lists or opportunities have changed; they are looked at now instead of a little later.
    pub fn wake(&self) {
        self.signal().told = true;
        self.0.changed.notify_all();
    }

    /// Reads again which automations are at work. To be called whenever one was changed.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn refresh(&self) -> Result<()> {
        let stored = self.0.company.desk().automations()?.into_iter().filter(|stored| !stored.paused);
        let at_work: Arc<[Enabled]> = stored
            .map(|stored| Enabled {
                id: stored.id,
                definition: stored.definition,
                resumed_at: stored.resumed_at.unwrap_or(stored.created_at),
            })
            .collect();
        let facts = at_work.iter().any(|enabled| waits_for_facts(&enabled.definition.trigger));
        *self.0.at_work.write().unwrap_or_else(PoisonError::into_inner) = at_work;
        self.0.waits_for_facts.store(facts, Ordering::Release);
        self.wake();
        self.0.events.tell("automations", &json!({}));
        Ok(())
    }

    /// Says that something new is to be sent, or that an endpoint is open again.
    pub fn wake_senders(&self) {
        self.0.sender.wake();
        self.0.events.tell("deliveries", &json!({}));
    }

    /// Allows, or forbids, webhooks to addresses that are not public.
    pub(crate) fn allow_private(&self, allowed: bool) {
        self.0.sender.allow_private(allowed);
    }

    /// Waits until everything told was judged and what is due was sent, or the time is up. True when so.
    pub fn wait_idle(&self, at_most: Duration) -> bool {
        let end = Instant::now() + at_most;
        let mut signal = self.signal();
        loop {
            let desk = self.0.company.desk();
            let now = self.0.company.now();
            let waits = desk.count_waiting_firings().is_ok_and(|waiting| waiting > 0);
            let due = desk.due_targets().is_ok_and(|due| due.iter().any(|due| due.at <= now));
            if !signal.told && !signal.judging && !waits && !due && self.0.sender.idle() {
                return true;
            }
            let Some(left) = end.checked_duration_since(Instant::now()) else { return false };
            let nap = left.min(Duration::from_millis(20));
            signal = self.0.changed.wait_timeout(signal, nap).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// How they do.
    pub(crate) fn figures(&self) -> Figures {
        Figures { judged: self.0.judged.load(Ordering::Relaxed), attempts: self.0.sender.attempts() }
    }

    /// Says that it is time to stop.
    pub(crate) fn ask_stop(&self) {
        self.signal().stopping = true;
        self.0.changed.notify_all();
        self.0.sender.stop();
    }

    /// Stops: what is being judged or sent ends, the rest stays in its box.
    pub fn stop(&self) {
        self.ask_stop();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A thread that panicked has said so on its way.
            let _ = thread.join();
        }
    }

    fn at_work(&self) -> Arc<[Enabled]> {
        Arc::clone(&self.0.at_work.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn signal(&self) -> MutexGuard<'_, Signal> {
        self.0.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks and judges until it is time to stop.
    fn judge(&self) {
        let mut forget_at = Instant::now();
        let mut wait = Duration::ZERO;
        while self.next(wait) {
            let round = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.round()));
            wait = match round {
                Ok(Ok(wait)) => wait,
                Ok(Err(error)) => {
                    tracing::error!(%error, "automations could not be judged; it is tried again");
                    LOOK_EVERY
                }
                Err(_) => {
                    tracing::error!("judging automations panicked; it is tried again");
                    LOOK_EVERY
                }
            };
            if Instant::now() >= forget_at {
                forget_at = Instant::now() + FORGET_EVERY;
                let company = &self.0.company;
                if let Err(error) = company.desk().forget_firings(company.now().plus_days(-LOG_DAYS)) {
                    tracing::error!(%error, "the log of automations could not be shortened");
                }
            }
            self.signal().judging = false;
            self.0.changed.notify_all();
        }
    }

    /// Waits until there is something to look at, or for so long; false when it is time to stop.
    fn next(&self, wait: Duration) -> bool {
        let end = Instant::now() + wait;
        let mut signal = self.signal();
        loop {
            if signal.stopping {
                return false;
            }
            let left = end.saturating_duration_since(Instant::now());
            if signal.told || left.is_zero() {
                signal.told = false;
                signal.judging = true;
                return true;
            }
            signal = self.0.changed.wait_timeout(signal, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Looks once, judges all that waits; how long to wait before it is looked again.
    fn round(&self) -> Result<Duration> {
        look::look(&self.0.company, &self.at_work())?;
        loop {
            let round = judge::judge(&self.0.company)?;
            self.0.judged.fetch_add(round.judged as u64, Ordering::Relaxed);
            if round.judged > 0 {
                self.0.sender.wake();
                self.0.events.tell("automations", &json!({}));
                self.0.events.tell("tasks", &json!({}));
            }
            if self.signal().stopping {
                return Ok(LOOK_EVERY);
            }
            if round.judged == 0 {
                return Ok(if round.early > 0 { SOON } else { LOOK_EVERY });
            }
        }
    }
}

impl From<Box<vihje_model::Problem>> for CompanyError {
    fn from(problem: Box<vihje_model::Problem>) -> Self {
        Self::Refused(problem)
    }
}
