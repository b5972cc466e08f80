//! Jobs: long work in the background, how far it is and how it ended. The work itself is the server's.

use crate::convert::{json, moment, parsed, some_json, some_moment, stored, words};
use crate::{Desk, DeskError, Result};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use vihje_model::{Moment, Problem};

words! {
    /// Where a job stands.
    JobState {
        /// At work.
        Running = "running",
        /// Ended well.
        Done = "done",
        /// Ended badly.
        Failed = "failed",
        /// The process ended before the job did.
        Interrupted = "interrupted",
    }
}

/// A piece of long work.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Job {
    /// Id, ascending with time.
    pub id: i64,
    /// What kind of work, a short word.
    pub kind: String,
    /// With what.
    pub parameters: Value,
    /// Where it stands.
    pub state: JobState,
    /// Part done, 0 to 1.
    pub progress: f64,
    /// What is being done, in words.
    pub step: String,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// Who began it.
    pub created_by: String,
    /// When it began.
    pub started_at: Moment,
    /// When it ended.
    pub finished_at: Option<Moment>,
}

const JOB: &str = "id, kind, parameters, state, progress, step, problem, created_by, started_at, finished_at";

impl Desk {
    /// Begins a job.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn start_job(&self, kind: &str, parameters: &Value, by: &str, now: Moment) -> Result<Job> {
        self.write(|transaction| {
            Ok(transaction
                .prepare_cached(&format!(
                    "INSERT INTO job (kind, parameters, state, created_by, started_at)
                     VALUES (?1, ?2, 'running', ?3, ?4) RETURNING {JOB}"
                ))?
                .query_row(params![kind, parameters.to_string(), by, now.0], job)?)
        })
    }

    /// Tells how far a running job is. Of one that has ended nothing changes.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn job_progress(&self, id: i64, progress: f64, step: &str) -> Result<()> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "UPDATE job SET progress = ?2, step = ?3 WHERE id = ?1 AND state = 'running'",
                )?
                .execute(params![id, progress.clamp(0.0, 1.0), step])?;
            Ok(())
        })
    }

    /// Ends a running job, well or badly.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when it is not running.
    pub fn finish_job(&self, id: i64, result: Result<(), &Problem>, now: Moment) -> Result<Job> {
        let (state, problem) = match result {
            Ok(()) => (JobState::Done, None),
            Err(problem) => (JobState::Failed, Some(serde_json::to_string(problem)?)),
        };
        self.write(|transaction| {
            transaction
                .prepare_cached(&format!(
                    "UPDATE job SET state = ?2, problem = ?3, finished_at = ?4, step = '',
                         progress = CASE WHEN ?2 = 'done' THEN 1.0 ELSE progress END
                     WHERE id = ?1 AND state = 'running' RETURNING {JOB}"
                ))?
                .query_row(params![id, state.word(), problem, now.0], job)
                .optional()?
                .ok_or_else(|| DeskError::Conflict(format!("job {id} is not running")))
        })
    }

    /// One job.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn job(&self, id: i64) -> Result<Job> {
        self.read(|transaction| {
            transaction
                .prepare_cached(&format!("SELECT {JOB} FROM job WHERE id = ?1"))?
                .query_row([id], job)
                .optional()?
                .ok_or_else(|| DeskError::not_found("job", id))
        })
    }

    /// The newest jobs first; of one state when given.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn jobs(&self, state: Option<JobState>, limit: usize) -> Result<Vec<Job>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {JOB} FROM job WHERE ?1 IS NULL OR state = ?1 ORDER BY id DESC LIMIT ?2"
            ))?;
            let rows = statement.query_map(params![state.map(JobState::word), stored(limit)], job)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

pub(crate) fn interrupt(transaction: &Transaction<'_>, now: Moment) -> Result<usize> {
    Ok(transaction.execute(
        "UPDATE job SET state = 'interrupted', step = '', finished_at = ?1 WHERE state = 'running'",
        [now.0],
    )?)
}

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        parameters: json(row, 2)?,
        state: parsed(row, 3)?,
        progress: row.get(4)?,
        step: row.get(5)?,
        problem: some_json(row, 6)?,
        created_by: row.get(7)?,
        started_at: moment(row, 8)?,
        finished_at: some_moment(row, 9)?,
    })
}
