//! The replay: the later part of the demonstration's data told as it happened, by a clock that can be paused and hurried. The facts
//! go the way of all others: into the ledger, to whoever follows it, into the history.
//!
//! Where the replay stands is kept at the desk, and every row has a message id of its own: a stop in between loses and doubles
//! nothing.

mod rows;

use crate::bell::Bell;
use crate::company::{Company, CompanyError, Pace, Result};
use crate::http::events::Events;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use utoipa::ToSchema;
use vihje_model::Moment;

/// Seconds of the demonstration in a second of ours, from pause to a day in two seconds.
pub const SPEEDS: [f64; 7] = [0.0, 1.0, 60.0, 600.0, 3_600.0, 14_400.0, 43_200.0];
/// An hour a second: a day takes 24 seconds.
pub const USUAL_SPEED: f64 = 3_600.0;
/// How often the clock is looked at.
const STEP: Duration = Duration::from_millis(250);
/// The longest time that is told at once, so that a hurried clock still tells day by day.
const AT_ONCE_MICROS: i64 = 6 * 3_600 * 1_000_000;
/// Where it stands is kept this often, in steps.
const KEEP_EVERY: u32 = 8;
/// The setting that holds where it stands.
const AT: &str = "replay.at";
/// The folder's file with the rows to tell.
const FILE: &str = "replay.parquet";

/// Where the replay stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ReplayState {
    /// The moment of the demonstration.
    pub at: Moment,
    /// Its last moment.
    pub ends: Moment,
    /// Seconds of its time in a second of ours; 0 when paused.
    pub speed: f64,
    /// Whether everything was told.
    pub over: bool,
}

/// A new speed of the replay.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub struct ReplayChange {
    /// Seconds of its time in a second of ours: 0 (paused), 1, 60, 600, 3600, 14400 or 43200.
    pub speed: f64,
}

/// The replay of one company. Cheap to clone.
#[derive(Clone)]
pub struct Replay(Arc<Inner>);

struct Inner {
    company: Arc<Company>,
    events: Arc<Events>,
    file: PathBuf,
    ends: Moment,
    stopping: Bell,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Cuts a file of sales of the demonstration: the rows before the moment go to `earlier`, the others become what is replayed.
/// Returns whether there are any of those.
///
/// # Errors
/// When the file is none of the demonstration's, or the disk is full.
pub fn prepare(company: &Company, sales: &Path, from: Moment, earlier: &Path) -> Result<bool> {
    let later = company.folder().join(FILE);
    let (_, rows) = company.history().cut_parquet(sales, rows::MOMENT, from, (earlier, &later))?;
    if rows == 0 {
        std::fs::remove_file(&later).map_err(|error| CompanyError::file(&later, error))?;
        return Ok(false);
    }
    company.desk().set_setting(AT, &from, "system", company.now())?;
    Ok(true)
}

impl Replay {
    /// Begins, or goes on, where the company has something to replay.
    ///
    /// # Errors
    /// When the file or the desk cannot be read.
    pub fn start(company: Arc<Company>, events: Arc<Events>) -> Result<Option<Self>> {
        let file = company.folder().join(FILE);
        let Some(at) = company.desk().setting::<Moment>(AT)?.filter(|_| file.exists()) else {
            return Ok(None);
        };
        let Some((_, ends)) = company.history().parquet_span(&file, rows::MOMENT)? else { return Ok(None) };
        let speed = if at > ends { 0.0 } else { USUAL_SPEED };
        company.set_pace(Pace { at: at.min(Moment(ends.0 + 1)), speed });
        let inner =
            Inner { company, events, file, ends, stopping: Bell::default(), thread: Mutex::default() };
        let replay = Self(Arc::new(inner));
        let own = Arc::clone(&replay.0);
        let thread = std::thread::Builder::new().name("replay".to_owned()).spawn(move || own.run(at));
        let thread = thread.map_err(|error| CompanyError::Internal(error.to_string()))?;
        *replay.0.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
        Ok(Some(replay))
    }

    /// Where it stands.
    pub fn state(&self) -> ReplayState {
        let inner = &self.0;
        let pace = inner.company.pace().unwrap_or(Pace { at: inner.ends, speed: 0.0 });
        ReplayState {
            at: pace.at.min(inner.ends),
            ends: inner.ends,
            speed: pace.speed,
            over: pace.at > inner.ends,
        }
    }

    /// Changes the speed; 0 pauses.
    ///
    /// # Errors
    /// A speed that is none.
    pub fn change(&self, speed: f64) -> Result<ReplayState> {
        if !SPEEDS.iter().any(|known| (known - speed).abs() < f64::EPSILON) {
            let what = format!("{speed} is no speed of the replay.");
            return Err(CompanyError::refused(
                "invalid-value",
                what,
                "Choose 0, 1, 60, 600, 3600, 14400 or 43200.",
            ));
        }
        let state = self.state();
        if !state.over {
            self.0.company.set_pace(Pace { at: state.at, speed });
        }
        let state = self.state();
        self.0.events.tell("replay", &state);
        Ok(state)
    }

    /// Says that it is time to stop.
    pub(crate) fn ask_stop(&self) {
        self.0.stopping.ring();
    }

    /// Stops telling; where it stands is kept.
    pub fn stop(&self) {
        self.ask_stop();
        let thread = self.0.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A panic was logged where it happened.
            let _ = thread.join();
        }
    }
}

impl Inner {
    fn run(&self, mut told: Moment) {
        let mut steps = 0_u32;
        while told <= self.ends && !self.stopping.wait(STEP) {
            let now = self.company.pace().map_or(told, |pace| pace.at);
            while told < now && told <= self.ends && !self.stopping.is_rung() {
                let until = now.min(Moment(told.0 + AT_ONCE_MICROS));
                if let Err(error) = self.tell(told, until) {
                    tracing::warn!(%error, "the replay could not tell what happened; it is tried again");
                    break;
                }
                told = until;
            }
            steps += 1;
            if steps.is_multiple_of(KEEP_EVERY) {
                self.keep(told);
                self.events.tell("replay", &json!({ "at": told }));
            }
        }
        self.keep(told);
        if told > self.ends {
            self.company.set_pace(Pace { at: Moment(self.ends.0 + 1), speed: 0.0 });
            self.events.tell("replay", &json!({ "at": told, "over": true }));
        }
    }

    fn keep(&self, told: Moment) {
        if let Err(error) = self.company.desk().set_setting(AT, &told, "system", self.company.now()) {
            tracing::warn!(%error, "where the replay stands could not be kept");
        }
    }

    /// Tells what happened in `[from, until)`.
    fn tell(&self, from: Moment, until: Moment) -> Result<()> {
        let rows = self.company.history().parquet_between(
            &self.file,
            rows::MOMENT,
            &rows::COLUMNS,
            (from, until),
        )?;
        let envelopes = rows::facts(&rows, self.company.currency()?, self.company.now());
        if !envelopes.is_empty() {
            self.company.submit(&envelopes)?.wait()?;
        }
        Ok(())
    }
}
