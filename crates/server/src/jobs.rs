//! Background work: two lanes, one for facts and one for findings, each one job at a time with a bounded queue. Jobs tell
//! where they are, can be stopped, and never die with the request that began them.
//!
//! Findings are computed again a moment after facts have changed: each further change within that moment puts it off, but not for
//! ever. Where facts never rest, findings are renewed as often as a tenth of one core allows.

use crate::company::{AnalysisParameters, Company, CompanyError, Progress, Work};
use crate::http::events::Events;
use crate::meter::Meter;
use crate::routes::jobs::{Job, JobProgress, JobState};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use vihje_model::Problem;

/// Jobs that may wait in a lane; more are refused.
const MOST_WAITING: usize = 64;
/// Ended jobs kept in memory for those who ask.
const ENDED_KEPT: usize = 50;
/// Facts must be quiet for this long before findings are computed again.
const DEBOUNCE: Duration = Duration::from_millis(1_500);
/// Facts that never rest are waited for this long, or for so many times what the last computing took.
const AT_MOST: Duration = Duration::from_secs(60);
const TIMES_TAKEN: u32 = 10;
/// The company is tended this often.
const TEND_EVERY: Duration = Duration::from_secs(600);
/// Progress is told at most this often.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Which queue a job waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Imports, previews, undo.
    Facts,
    /// Analyses.
    Findings,
}

/// How the background work does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) running: u64,
    pub(crate) waiting: u64,
    /// Jobs of this process that ended well.
    pub(crate) done: u64,
    pub(crate) failed: u64,
    pub(crate) cancelled: u64,
}

type Task = Box<dyn FnOnce(&Company, &Work) -> Result<Value, CompanyError> + Send>;

/// The background work of one company. Cheap to clone.
#[derive(Clone)]
pub struct Jobs(Arc<Inner>);

struct Inner {
    company: Arc<Company>,
    events: Arc<Events>,
    state: Mutex<State>,
    changed: Condvar,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// Called when findings were computed.
    listeners: Mutex<Vec<Box<dyn Fn() + Send>>>,
}

#[derive(Default)]
struct State {
    waiting: [VecDeque<(i64, Task)>; 2],
    known: BTreeMap<i64, Known>,
    refresh_at: Option<Instant>,
    /// The first change that is not computed yet.
    changed_at: Option<Instant>,
    /// How long the last computing took.
    refresh_took: Duration,
    /// Jobs that ended, counted since the start; those at work are counted when asked.
    ended: Figures,
    stopping: bool,
}

struct Known {
    job: Job,
    work: Work,
    told: Option<Instant>,
    meter: Meter,
}

impl Known {
    fn changes_findings(&self) -> bool {
        matches!(self.job.kind.as_str(), "refresh" | "analysis")
    }
}

impl Jobs {
    /// Begins to work.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(company: Arc<Company>, events: Arc<Events>) -> std::io::Result<Self> {
        let inner = Inner {
            company,
            events,
            state: Mutex::default(),
            changed: Condvar::new(),
            threads: Mutex::default(),
            listeners: Mutex::default(),
        };
        let jobs = Self(Arc::new(inner));
        for (lane, name) in [(Lane::Facts, "facts"), (Lane::Findings, "findings")] {
            let worker = jobs.clone();
            let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || worker.run(lane))?;
            jobs.0.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        }
        jobs.make_pages_ready();
        Ok(jobs)
    }

    /// Calls this whenever findings were computed.
    pub(crate) fn when_found(&self, call: impl Fn() + Send + 'static) {
        self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(call));
    }

    /// The first pattern page needs an index over all purchases: it is made before somebody waits for it.
    fn make_pages_ready(&self) {
        let ready = |company: &Company, work: &Work| company.make_pages_ready(work).map(|()| Value::Null);
        let wanted =
            self.0.company.pattern_set(&AnalysisParameters::default()).is_ok_and(|set| set.is_some());
        if wanted && let Err(error) = self.submit(Lane::Findings, "pages", "", "system", ready) {
            tracing::error!(%error, "the pages of patterns could not be made ready");
        }
    }

    /// Puts a job into a lane.
    ///
    /// # Errors
    /// `too-busy` when too many wait, or when the desk cannot be written.
    pub fn submit(
        &self,
        lane: Lane,
        kind: &str,
        subject: &str,
        by: &str,
        task: impl FnOnce(&Company, &Work) -> Result<Value, CompanyError> + Send + 'static,
    ) -> Result<Job, CompanyError> {
        let company = &self.0.company;
        if self.state().waiting[lane as usize].len() >= MOST_WAITING {
            return Err(CompanyError::refused(
                "too-busy",
                "Too many jobs wait already.",
                "Wait for some to end.",
            ));
        }
        let stored = company.desk().start_job(kind, &json!({ "subject": subject }), by, company.now())?;
        let id = stored.id;
        let jobs = self.clone();
        let work = Work::new(move |progress| jobs.progress(id, progress));
        let job = Job {
            id: id.to_string(),
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            state: JobState::Waiting,
            progress: JobProgress::default(),
            created_at: stored.started_at,
            started_at: None,
            finished_at: None,
            problem: None,
            result: None,
        };
        let mut state = self.state();
        state.known.insert(id, Known { job: job.clone(), work, told: None, meter: Meter::default() });
        state.waiting[lane as usize].push_back((id, Box::new(task)));
        drop(state);
        self.0.changed.notify_all();
        self.0.events.tell("job", &job);
        Ok(job)
    }

    /// Facts have changed: findings are computed again soon.
    pub fn facts_changed(&self) {
        self.state().put_off(Instant::now());
        self.0.changed.notify_all();
        self.0.events.tell("imports", &json!({}));
    }

    /// Jobs that wait or run, oldest first, then those that ended, newest first.
    pub fn list(&self) -> Vec<Job> {
        let state = self.state();
        let (live, ended): (Vec<_>, Vec<_>) =
            state.known.values().map(|known| known.job.clone()).partition(|job| job.finished_at.is_none());
        live.into_iter().chain(ended.into_iter().rev()).collect()
    }

    /// Jobs that wait or run.
    pub fn running(&self) -> Vec<Job> {
        self.list().into_iter().filter(|job| job.finished_at.is_none()).collect()
    }

    /// One job, also one of an earlier process.
    ///
    /// # Errors
    /// When there is no such job.
    pub fn get(&self, id: &str) -> Result<Job, CompanyError> {
        let number: i64 = id.parse().map_err(|_| CompanyError::not_found("job", id))?;
        if let Some(known) = self.state().known.get(&number) {
            return Ok(known.job.clone());
        }
        Ok(Job::from_stored(self.0.company.desk().job(number)?))
    }

    /// Tells a job to stop.
    ///
    /// # Errors
    /// When there is no such job or it has ended.
    pub fn cancel(&self, id: &str) -> Result<Job, CompanyError> {
        let job = self.get(id)?;
        if job.finished_at.is_some() {
            return Err(CompanyError::refused(
                "conflict",
                "This job has already ended.",
                "Load the list again.",
            ));
        }
        let number: i64 = id.parse().map_err(|_| CompanyError::not_found("job", id))?;
        let work = self.state().known.get(&number).map(|known| known.work.clone());
        if let Some(work) = work {
            work.cancel.cancel();
        }
        Ok(job)
    }

    /// How the background work does.
    pub(crate) fn figures(&self) -> Figures {
        let state = self.state();
        let running = state.known.values().filter(|known| known.job.state == JobState::Running).count();
        let waiting = state.waiting.iter().map(VecDeque::len).sum::<usize>();
        Figures { running: running as u64, waiting: waiting as u64, ..state.ended }
    }

    /// Whether nothing waits, runs or is about to.
    pub fn idle(&self) -> bool {
        let state = self.state();
        state.refresh_at.is_none() && state.known.values().all(|known| known.job.finished_at.is_some())
    }

    /// Waits until nothing waits, runs or is about to, or the time is up. True when idle.
    pub fn wait_idle(&self, at_most: Duration) -> bool {
        let end = Instant::now() + at_most;
        let mut state = self.state();
        loop {
            if state.refresh_at.is_none() && state.known.values().all(|known| known.job.finished_at.is_some())
            {
                return true;
            }
            let Some(left) = end.checked_duration_since(Instant::now()) else { return false };
            state = self.0.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Says that it is time to stop: what waits is dropped, what runs is told to end.
    pub(crate) fn ask_stop(&self) {
        {
            let mut state = self.state();
            state.stopping = true;
            state.known.values().for_each(|known| known.work.cancel.cancel());
        }
        self.0.changed.notify_all();
    }

    /// Stops: what waits is dropped, what runs is told to stop, and its end is waited for.
    pub fn stop(&self) {
        self.ask_stop();
        // Who listens may hold on to us.
        self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A panic of a job was logged where it was caught.
            let _ = thread.join();
        }
        // What tells progress holds on to us too.
        let mut state = self.state();
        state.known.clear();
        state.waiting.iter_mut().for_each(VecDeque::clear);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, lane: Lane) {
        while let Some(next) = self.next(lane) {
            match next {
                Next::Job(id, task) => self.perform(id, task),
                Next::Refresh(due) => {
                    let refresh = |company: &Company, work: &Work| company.refresh(work).map(|_| Value::Null);
                    if let Err(error) = self.submit(lane, "refresh", "", "system", refresh) {
                        tracing::error!(%error, "findings could not be computed again");
                    }
                    // Only now, so that nobody takes the moment between for idle; a later change keeps its turn.
                    let mut state = self.state();
                    if state.refresh_at == Some(due) {
                        (state.refresh_at, state.changed_at) = (None, None);
                    }
                }
                Next::Tend => match self.0.company.tend() {
                    Ok(true) => self.facts_changed(),
                    Ok(false) => {}
                    Err(error) => tracing::error!(%error, "the company could not be tended"),
                },
            }
        }
    }

    /// Blocks until there is something to do; nothing when it is time to stop.
    fn next(&self, lane: Lane) -> Option<Next> {
        let mut state = self.state();
        let tend_at = Instant::now() + TEND_EVERY;
        loop {
            if state.stopping {
                return None;
            }
            if let Some((id, task)) = state.waiting[lane as usize].pop_front() {
                return Some(Next::Job(id, task));
            }
            if lane == Lane::Facts {
                state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let due = state.refresh_at.unwrap_or(tend_at);
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Some(state.refresh_at.map_or(Next::Tend, Next::Refresh));
            }
            state = self.0.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn perform(&self, id: i64, task: Task) {
        let Some((kind, work)) = self.begin(id) else { return };
        let _span = tracing::error_span!("job", job = id, kind).entered();
        let company = Arc::clone(&self.0.company);
        let run = std::panic::AssertUnwindSafe(|| task(&company, &work));
        let result = match std::panic::catch_unwind(run) {
            Ok(result) => result,
            Err(_) => Err(CompanyError::Internal("a job panicked".to_owned())),
        };
        self.end(id, result.map_err(Problem::from));
    }

    fn begin(&self, id: i64) -> Option<(String, Work)> {
        let now = self.0.company.now();
        let mut state = self.state();
        let known = state.known.get_mut(&id)?;
        known.job.state = JobState::Running;
        known.job.started_at = Some(now);
        let (job, work) = (known.job.clone(), known.work.clone());
        drop(state);
        self.0.events.tell("job", &job);
        Some((job.kind, work))
    }

    fn end(&self, id: i64, result: Result<Value, Problem>) {
        let now = self.0.company.now();
        let found = self.state().known.get(&id).is_some_and(|known| known.changes_findings());
        if found {
            // Before anybody takes us for idle.
            self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|call| call());
        }
        if let Err(problem) = &result {
            tracing::warn!(code = %problem.code, what = %problem.what, "a job did not end well");
        }
        if let Err(error) = self.0.company.desk().finish_job(id, result.as_ref().map(|_| ()), now) {
            tracing::error!(%error, "the end of a job could not be written down");
        }
        let mut state = self.state();
        let Some(known) = state.known.get_mut(&id) else { return };
        let job = &mut known.job;
        job.finished_at = Some(now);
        let refreshed = (job.kind == "refresh").then(|| job.started_at.map_or(0, |began| now.0 - began.0));
        match result {
            Ok(value) => {
                job.state = JobState::Done;
                job.progress.fraction = 1.0;
                job.progress.seconds_left = None;
                job.result = Some(value).filter(|value| !value.is_null());
            }
            Err(problem) => {
                let cancelled = problem.code == "cancelled";
                job.state = if cancelled { JobState::Cancelled } else { JobState::Failed };
                job.problem = Some(problem);
            }
        }
        match state.known.get(&id).map(|known| known.job.state) {
            Some(JobState::Done) => state.ended.done += 1,
            Some(JobState::Cancelled) => state.ended.cancelled += 1,
            _ => state.ended.failed += 1,
        }
        if let Some(took) = refreshed.and_then(|took| u64::try_from(took).ok()) {
            state.refresh_took = Duration::from_micros(took);
        }
        let Some(known) = state.known.get(&id) else { return };
        let job = &known.job;
        let (job, changes) = (job.clone(), known.changes_findings());
        let ended: Vec<i64> = state
            .known
            .iter()
            .filter(|(_, known)| known.job.finished_at.is_some())
            .map(|(id, _)| *id)
            .collect();
        for old in ended.iter().take(ended.len().saturating_sub(ENDED_KEPT)) {
            state.known.remove(old);
        }
        drop(state);
        self.0.changed.notify_all();
        self.0.events.tell("job", &job);
        if changes {
            self.0.events.tell("findings", &json!({}));
            self.0.events.tell("tasks", &json!({}));
        }
    }

    fn progress(&self, id: i64, progress: Progress) {
        let mut state = self.state();
        let Some(known) = state.known.get_mut(&id) else { return };
        let speed = known.meter.at(Instant::now(), progress.step, progress.bytes);
        let shown = &mut known.job.progress;
        let new_step = shown.step != progress.step;
        progress.step.clone_into(&mut shown.step);
        shown.fraction = progress.fraction;
        shown.rows = progress.rows.or(shown.rows);
        shown.bytes = progress.bytes;
        shown.rate = speed.rate;
        shown.seconds_left = speed.left;
        if !new_step && known.told.is_some_and(|told| told.elapsed() < TELL_EVERY) {
            return;
        }
        known.told = Some(Instant::now());
        let job = known.job.clone();
        drop(state);
        self.0.events.tell("job", &job);
    }
}

impl State {
    /// Findings are computed once facts rest, or at last when they have not for long.
    fn put_off(&mut self, now: Instant) {
        let first = *self.changed_at.get_or_insert(now);
        let last = first + AT_MOST.max(self.refresh_took * TIMES_TAKEN);
        self.refresh_at = Some((now + DEBOUNCE).min(last.max(now)));
    }
}

enum Next {
    Job(i64, Task),
    Refresh(Instant),
    Tend,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_wait_for_facts_to_rest_but_not_for_ever() {
        let begin = Instant::now();
        let at = |seconds: u64| begin + Duration::from_secs(seconds);
        let mut state = State::default();
        for second in 0..100 {
            state.put_off(at(second));
            let due = state.refresh_at.unwrap();
            assert!(due <= (at(second) + DEBOUNCE).min(at(60).max(at(second))), "{second}");
        }
        // Where computing takes long, it is done less often.
        state = State { refresh_took: Duration::from_secs(30), ..State::default() };
        state.put_off(at(0));
        state.put_off(at(299));
        assert_eq!(state.refresh_at, Some(at(300)));
    }
}
