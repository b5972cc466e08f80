//! Deliveries: what is on its way out, attempt by attempt. When the next attempt is due is decided by the server; here it is kept,
//! so that it survives a restart.

use super::endpoints;
use super::firings::NewDelivery;
use crate::convert::{count, parsed, some_moment, stored, words};
use crate::page::{read_cursor, write_cursor};
use crate::{Desk, DeskError, Page, Result, audit};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::json;
use vihje_model::Moment;

words! {
    /// Where a delivery stands.
    DeliveryState {
        /// To be sent, for the first time or again.
        Waiting = "waiting",
        /// It arrived.
        Delivered = "delivered",
        /// Given up.
        Failed = "failed",
    }
}

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Ascending with time.
    pub id: i64,
    /// The firing it comes from; nothing for a test.
    pub firing: Option<i64>,
    /// The automation it comes from.
    pub automation: Option<i64>,
    /// `webhook:<endpoint>` or `email`.
    pub target: String,
    /// To whom.
    pub recipient: String,
    /// The same at every attempt.
    pub message_id: String,
    /// What it is.
    pub kind: String,
    /// What is sent.
    pub body: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts so far.
    pub attempts: u32,
    /// Attempts since it was last asked for: what the times of repeating count by.
    pub tries: u32,
    /// When the next attempt is due.
    pub next_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// The latest attempt.
    pub attempted_at: Option<Moment>,
    /// The status of the latest answer.
    pub status: Option<u16>,
    /// The beginning of the latest answer.
    pub response: Option<String>,
    /// What went wrong at the latest attempt, as a code.
    pub problem: Option<String>,
    /// How long the latest attempt took, in milliseconds.
    pub took_ms: Option<u32>,
}

/// A target with something to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The target.
    pub target: String,
    /// When its next delivery is due.
    pub at: Moment,
}

/// How an attempt went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempt {
    /// Whether it arrived.
    pub arrived: bool,
    /// Whether the other side said never to come again.
    pub gone: bool,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The beginning of the answer.
    pub response: Option<String>,
    /// What went wrong, as a code.
    pub problem: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// When it is to be tried again; nothing gives it up.
    pub next_at: Option<Moment>,
}

/// Which deliveries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryQuery {
    /// In this state.
    pub state: Option<DeliveryState>,
    /// To this target.
    pub target: Option<String>,
    /// Of this firing.
    pub firing: Option<i64>,
}

const DELIVERY: &str =
    "id, firing_id, automation_id, target, recipient, message_id, kind, body, state, attempts, tries,
    next_at, created_at, attempted_at, status, response, problem, took_ms";

impl Desk {
    /// Keeps something to send at once, outside any firing; its id.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn add_delivery(&self, new: &NewDelivery, now: Moment) -> Result<i64> {
        self.write(|transaction| insert(transaction, None, new, now))
    }

    /// The targets that have something to send, each with the moment of its earliest; paused endpoints have nothing.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn due_targets(&self) -> Result<Vec<Due>> {
        self.read(|transaction| {
            // One look into the index a target, however much waits.
            let mut statement = transaction.prepare_cached(
                "SELECT target, at FROM (
                     SELECT target, (SELECT min(next_at) FROM delivery
                                     WHERE delivery.target = known.target AND state = 'waiting') AS at
                     FROM (SELECT 'webhook:' || id AS target FROM endpoint WHERE paused = 0 AND removed_at IS NULL
                           UNION ALL SELECT 'email') AS known
                 ) AS due WHERE at IS NOT NULL ORDER BY at",
            )?;
            let rows =
                statement.query_map([], |row| Ok(Due { target: row.get(0)?, at: Moment(row.get(1)?) }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The earliest deliveries to a target that are due.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn due_deliveries(&self, target: &str, now: Moment, limit: usize) -> Result<Vec<Delivery>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {DELIVERY} FROM delivery WHERE target = ?1 AND state = 'waiting' AND next_at <= ?2
                 ORDER BY next_at, id LIMIT ?3"
            ))?;
            let rows = statement.query_map(params![target, now.0, stored(limit)], delivery)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many deliveries there are in each state.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn delivery_counts(&self) -> Result<Vec<(DeliveryState, u64)>> {
        self.read(|transaction| {
            let mut statement =
                transaction.prepare_cached("SELECT count(*) FROM delivery WHERE state = ?1")?;
            let mut counts = Vec::new();
            for state in [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::Failed] {
                counts.push((state, statement.query_row([state.word()], |row| count(row, 0))?));
            }
            Ok(counts)
        })
    }

    /// Writes down how an attempt went.
    ///
    /// # Errors
    /// When the disk cannot be written; the delivery is then tried again.
    pub fn attempted(&self, id: i64, attempt: &Attempt, now: Moment) -> Result<()> {
        let state = match (attempt.arrived, attempt.next_at) {
            (true, _) => DeliveryState::Delivered,
            (false, Some(_)) => DeliveryState::Waiting,
            (false, None) => DeliveryState::Failed,
        };
        let next = attempt.next_at.filter(|_| !attempt.arrived);
        self.write(|transaction| {
            let target: Option<String> = transaction
                .prepare_cached(
                    "UPDATE delivery SET state = ?2, attempts = attempts + 1, tries = tries + 1, next_at = ?3,
                         attempted_at = ?4, ended_at = CASE WHEN ?2 = 'waiting' THEN NULL ELSE ?4 END,
                         status = ?5, response = ?6, problem = ?7, took_ms = ?8
                     WHERE id = ?1 RETURNING target",
                )?
                .query_row(
                    params![
                        id,
                        state.word(),
                        next.map(|at| at.0),
                        now.0,
                        attempt.status,
                        attempt.response,
                        attempt.problem,
                        attempt.took_ms
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            let Some(target) = target else { return Ok(()) };
            endpoints::note_attempt(transaction, &target, attempt.arrived, attempt.gone, now)
        })
    }

    /// One delivery.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn delivery(&self, id: i64) -> Result<Delivery> {
        self.read(|transaction| find(transaction, id))
    }

    /// Sends a delivery again, at once and with its times of repeating from the beginning, under the same id.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn replay_delivery(&self, id: i64, by: &str, now: Moment) -> Result<Delivery> {
        self.write(|transaction| {
            find(transaction, id)?;
            transaction.execute(
                "UPDATE delivery SET state = 'waiting', tries = 0, next_at = ?2, ended_at = NULL WHERE id = ?1",
                params![id, now.0],
            )?;
            audit::record(transaction, by, "delivery-replayed", &json!({"delivery": id}), now)?;
            find(transaction, id)
        })
    }

    /// Sends everything again that was given up and was made since a moment, to one target or to all. How many.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn replay_failed(&self, since: Moment, target: Option<&str>, by: &str, now: Moment) -> Result<usize> {
        self.write(|transaction| {
            let again = transaction.execute(
                "UPDATE delivery SET state = 'waiting', tries = 0, next_at = ?3, ended_at = NULL
                 WHERE state = 'failed' AND created_at >= ?1 AND (?2 IS NULL OR target = ?2)
                     AND coalesce(problem, '') <> 'endpoint-removed'",
                params![since.0, target, now.0],
            )?;
            let details = json!({"since": since, "target": target, "deliveries": again});
            audit::record(transaction, by, "deliveries-replayed", &details, now)?;
            Ok(again)
        })
    }

    /// A page of deliveries, newest first.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn deliveries(
        &self,
        query: &DeliveryQuery,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Delivery>> {
        let before = read_cursor(cursor)?.map_or(i64::MAX, |(id, _)| id);
        let filter =
            "(?1 IS NULL OR state = ?1) AND (?2 IS NULL OR target = ?2) AND (?3 IS NULL OR firing_id = ?3)";
        self.read(|transaction| {
            let state = query.state.map(DeliveryState::word);
            let total = transaction
                .prepare_cached(&format!("SELECT count(*) FROM delivery WHERE {filter}"))?
                .query_row(params![state, query.target, query.firing], |row| count(row, 0))?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {DELIVERY} FROM delivery WHERE {filter} AND id < ?4 ORDER BY id DESC LIMIT ?5"
            ))?;
            let wanted = params![state, query.target, query.firing, before, stored(limit + 1)];
            let items = statement.query_map(wanted, delivery)?.collect::<Result<_, _>>()?;
            Ok(Page::cut(items, limit, total, |delivery: &Delivery| write_cursor(delivery.id, "")))
        })
    }
}

/// Puts something into the box, due at once; its id. One with the same message id is there already.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    from: Option<(i64, i64)>,
    new: &NewDelivery,
    now: Moment,
) -> Result<i64> {
    let (firing, automation) = from.unzip();
    Ok(transaction
        .prepare_cached(
            "INSERT INTO delivery (firing_id, automation_id, target, recipient, message_id, kind, body, state, next_at,
                 created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', ?8, ?8) RETURNING id",
        )?
        .query_row(
            params![firing, automation, new.target, new.recipient, new.message_id, new.kind, new.body, now.0],
            |row| row.get(0),
        )?)
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<Delivery> {
    transaction
        .prepare_cached(&format!("SELECT {DELIVERY} FROM delivery WHERE id = ?1"))?
        .query_row([id], delivery)
        .optional()?
        .ok_or_else(|| DeskError::not_found("delivery", id))
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        id: row.get(0)?,
        firing: row.get(1)?,
        automation: row.get(2)?,
        target: row.get(3)?,
        recipient: row.get(4)?,
        message_id: row.get(5)?,
        kind: row.get(6)?,
        body: row.get(7)?,
        state: parsed(row, 8)?,
        attempts: row.get(9)?,
        tries: row.get(10)?,
        next_at: some_moment(row, 11)?,
        created_at: Moment(row.get(12)?),
        attempted_at: some_moment(row, 13)?,
        status: row.get(14)?,
        response: row.get(15)?,
        problem: row.get(16)?,
        took_ms: row.get(17)?,
    })
}
