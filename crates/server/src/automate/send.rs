//! Sending: a few threads that take what is due from the box at the desk, a few at a time for each target, so that one that is slow
//! holds up no other. What is in the box survives; what is under way when the process dies is sent again under the same id.

use super::judge::person;
use super::mail::{self, Letter};
use super::retry::wait_after;
use super::webhook::{Answered, Post, Poster};
use crate::company::{Company, Result};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use vihje_desk::{Attempt, Delivery, Due};
use vihje_model::Moment;
use vihje_model::consent::{self, Contact};

/// Threads that send.
pub(crate) const SENDERS: usize = 8;
/// Of them, at most so many at one target.
const PER_TARGET: usize = 2;
/// The desk is looked at again this often, whatever happens.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// A delivery whose end could not be written down rests for this long.
const REST: Duration = Duration::from_secs(30);
/// The setting that allows webhooks to addresses that are not public.
pub(crate) const ALLOW_PRIVATE: &str = "webhooks.allow_private";

/// The box, and those who empty it.
pub(crate) struct Sender {
    poster: Poster,
    allow_private: Arc<AtomicBool>,
    state: Mutex<State>,
    changed: Condvar,
    attempts: [AtomicU64; 3],
}

#[derive(Default)]
struct State {
    /// Deliveries that nobody may take: under way, or resting until a moment.
    taken: HashMap<i64, (String, Option<Instant>)>,
    stopping: bool,
}

impl Sender {
    pub(crate) fn new(company: &Company) -> Result<Self> {
        let allowed = company.desk().setting(ALLOW_PRIVATE)?.unwrap_or(false);
        let allow_private = Arc::new(AtomicBool::new(allowed));
        Ok(Self {
            poster: Poster::new(Arc::clone(&allow_private)),
            allow_private,
            state: Mutex::default(),
            changed: Condvar::new(),
            attempts: Default::default(),
        })
    }

    /// Allows, or forbids, addresses that are not public.
    pub(crate) fn allow_private(&self, allowed: bool) {
        self.allow_private.store(allowed, Ordering::Relaxed);
    }

    /// Something new lies in the box.
    pub(crate) fn wake(&self) {
        self.changed.notify_all();
    }

    /// Lets what is under way end, and takes nothing more.
    pub(crate) fn stop(&self) {
        self.state().stopping = true;
        self.changed.notify_all();
    }

    /// Attempts since the start: that arrived, that are to be made again, and that were the last.
    pub(crate) fn attempts(&self) -> [u64; 3] {
        [0, 1, 2].map(|place: usize| self.attempts[place].load(Ordering::Relaxed))
    }

    fn count(&self, attempt: &Attempt) {
        let place = match (attempt.arrived, attempt.next_at) {
            (true, _) => 0,
            (false, Some(_)) => 1,
            (false, None) => 2,
        };
        self.attempts[place].fetch_add(1, Ordering::Relaxed);
    }

    /// Whether anything is under way.
    pub(crate) fn idle(&self) -> bool {
        self.state().taken.values().all(|(_, resting)| resting.is_some())
    }

    /// Sends until it is time to stop; `told` hears of every attempt.
    pub(crate) fn run(&self, company: &Company, told: impl Fn()) {
        while let Some(delivery) = self.take(company) {
            let now = company.now();
            let attempt = self.guarded(company, &delivery, now);
            self.count(&attempt);
            let written = company.desk().attempted(delivery.id, &attempt, company.now());
            let resting = written.err().map(|error| {
                tracing::error!(delivery = delivery.id, %error, "the end of an attempt could not be written down");
                Instant::now() + REST
            });
            let mut state = self.state();
            state.taken.remove(&delivery.id);
            if let Some(until) = resting {
                state.taken.insert(delivery.id, (delivery.target.clone(), Some(until)));
            }
            drop(state);
            self.changed.notify_all();
            told();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next delivery that is due; waits for one. Nothing when it is time to stop.
    fn take(&self, company: &Company) -> Option<Delivery> {
        let mut state = self.state();
        loop {
            if state.stopping {
                return None;
            }
            let clock = Instant::now();
            state.taken.retain(|_, (_, resting)| resting.is_none_or(|until| until > clock));
            let wait = match next(company, &state) {
                Ok(Next::Now(delivery)) => {
                    state.taken.insert(delivery.id, (delivery.target.clone(), None));
                    return Some(*delivery);
                }
                Ok(Next::In(wait)) => wait.min(LOOK_EVERY),
                Err(error) => {
                    tracing::error!(%error, "the box of deliveries could not be read");
                    LOOK_EVERY
                }
            };
            state = self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// One attempt; what goes wrong inside, a panic of a library too, is an attempt that failed.
    fn guarded(&self, company: &Company, delivery: &Delivery, now: Moment) -> Attempt {
        let attempt = std::panic::AssertUnwindSafe(|| self.attempt(company, delivery, now));
        match std::panic::catch_unwind(attempt) {
            Ok(Ok(attempt)) => return attempt,
            Ok(Err(error)) => {
                tracing::error!(delivery = delivery.id, %error, "a delivery could not be prepared");
            }
            Err(_) => tracing::error!(delivery = delivery.id, "a delivery panicked"),
        }
        let failed = Attempt { problem: Some("internal".to_owned()), ..Attempt::default() };
        Attempt { next_at: next_at(company, delivery, None), ..failed }
    }

    fn attempt(&self, company: &Company, delivery: &Delivery, now: Moment) -> Result<Attempt> {
        let Answered { mut attempt, asked } = match endpoint_of(&delivery.target) {
            Some(id) => self.post(company, delivery, id, now)?,
            None => Answered { attempt: letter(company, delivery)?, asked: None },
        };
        if !attempt.arrived && !attempt.gone {
            attempt.next_at = next_at(company, delivery, asked);
        }
        Ok(attempt)
    }

    fn post(&self, company: &Company, delivery: &Delivery, id: i64, now: Moment) -> Result<Answered> {
        let endpoint = company.desk().endpoint(id)?;
        let secrets = company.desk().endpoint_secrets(id, now)?;
        let post = Post {
            url: &endpoint.url,
            id: &delivery.message_id,
            timestamp: now.0.div_euclid(1_000_000),
            body: &delivery.body,
            secrets: &secrets,
        };
        Ok(self.poster.post(&post))
    }
}

enum Next {
    Now(Box<Delivery>),
    In(Duration),
}

fn next(company: &Company, state: &State) -> Result<Next> {
    let now = company.now();
    let mut wait = LOOK_EVERY;
    for Due { target, at } in company.desk().due_targets()? {
        if at > now {
            let micros = u64::try_from(at.0 - now.0).unwrap_or(0);
            return Ok(Next::In(wait.min(Duration::from_micros(micros + 1_000))));
        }
        let busy =
            state.taken.values().filter(|(busy, resting)| *busy == target && resting.is_none()).count();
        if busy >= PER_TARGET {
            continue;
        }
        let due = company.desk().due_deliveries(&target, now, state.taken.len() + 1)?;
        if let Some(free) = due.into_iter().find(|delivery| !state.taken.contains_key(&delivery.id)) {
            return Ok(Next::Now(Box::new(free)));
        }
        // All that is due here is under way or rests.
        wait = wait.min(REST);
    }
    Ok(Next::In(wait))
}

/// When a delivery is tried again after one more failure; nothing when it is given up.
fn next_at(company: &Company, delivery: &Delivery, asked: Option<Duration>) -> Option<Moment> {
    let wait = wait_after(delivery.tries + 1, dice(), asked)?;
    Some(Moment(company.now().0.saturating_add(i64::try_from(wait.as_micros()).ok()?)))
}

fn endpoint_of(target: &str) -> Option<i64> {
    target.strip_prefix("webhook:")?.parse().ok()
}

/// Hands a letter over, unless the customer has meanwhile said that they want none.
fn letter(company: &Company, delivery: &Delivery) -> Result<Attempt> {
    let given_up = |code: &str| Attempt { gone: true, problem: Some(code.to_owned()), ..Attempt::default() };
    let Ok(letter) = serde_json::from_str::<Letter>(&delivery.body) else { return Ok(given_up("letter")) };
    if company.desk().unsubscribed(&letter.to)?.is_some() {
        return Ok(given_up("unsubscribed"));
    }
    if let Some(customer) = letter.customer
        && let Some(person) = person(company, customer)?
        && consent::refused(&person.attributes, Contact::Email)
    {
        return Ok(given_up("no_consent"));
    }
    let Some(mailer) = company.desk().mailer()? else { return Ok(given_up("no_mailer")) };
    let password = company.desk().mailer_password()?;
    Ok(mail::send(&letter, &mailer, password.as_deref(), &delivery.message_id))
}

/// From 0 to 1. Without randomness every wait is the same, which does no harm.
fn dice() -> f64 {
    getrandom::u32().map_or(0.5, |drawn| f64::from(drawn) / f64::from(u32::MAX))
}
