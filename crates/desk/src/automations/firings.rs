//! Firings: what automations were told of, how it was judged, and what was done. The log, and at the same time the box from which
//! work is taken: what is written here is done once, whatever dies between.

use crate::convert::{json, moment, parsed, some_moment, stored, words};
use crate::page::{read_cursor, write_cursor};
use crate::tasks::{self, TaskEntry};
use crate::{Desk, DeskError, Page, Result};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use vihje_model::automation::Happening;
use vihje_model::{CustomerKey, Moment};

words! {
    /// Where a firing stands.
    FiringState {
        /// Not judged yet.
        Waiting = "waiting",
        /// It was done, as far as its deeds say.
        Fired = "fired",
        /// Held back; `why` says by what.
        Held = "held",
        /// It could not be done.
        Failed = "failed",
    }
}

words! {
    /// What became of one action.
    DeedState {
        /// Done.
        Done = "done",
        /// On its way out; the deliveries tell the rest.
        Sent = "sent",
        /// Left out on purpose; `why` says for what.
        LeftOut = "left_out",
        /// It could not be done.
        Failed = "failed",
    }
}

/// What became of one action of a firing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Deed {
    /// `task`, `webhook`, `email`, `attribute`, `note`.
    pub action: String,
    /// What became of it.
    pub state: DeedState,
    /// A code, where it was left out or failed.
    pub why: Option<String>,
}

/// A happening for an automation.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFiring {
    /// The automation.
    pub automation: i64,
    /// What happened.
    pub happening: Happening,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Firing {
    /// Ascending with time.
    pub id: i64,
    /// The automation.
    pub automation: i64,
    /// What happened.
    pub happening: Happening,
    /// The customer's id in the source; nothing before it was judged.
    pub customer_id: Option<String>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// When it was told.
    pub told_at: Moment,
    /// Where it stands.
    pub state: FiringState,
    /// A code, where it was held back or failed.
    pub why: Option<String>,
    /// What became of each action.
    pub deeds: Vec<Deed>,
    /// When it was judged.
    pub judged_at: Option<Moment>,
}

/// How a firing was judged, and what comes of it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The customer's id in the source.
    pub customer_id: String,
    /// Their name.
    pub customer_name: Option<String>,
    /// Where it stands from here on.
    pub state: FiringState,
    /// A code, where it was held back or failed.
    pub why: Option<String>,
    /// What became of each action.
    pub deeds: Vec<Deed>,
    /// The task that comes of it.
    pub task: Option<TaskEntry>,
    /// What is to be sent.
    pub deliveries: Vec<NewDelivery>,
}

/// Something to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// `webhook:<endpoint>` or `email`.
    pub target: String,
    /// To whom, as people see it: an address or an endpoint's name.
    pub recipient: String,
    /// What tells it from every other: the same at every attempt.
    pub message_id: String,
    /// What it is, such as `automation.fired`.
    pub kind: String,
    /// What is sent.
    pub body: String,
}

/// How often an automation fired where its limits look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fired {
    /// For the customer.
    pub for_customer: u32,
    /// In all.
    pub in_all: u32,
}

/// Which lines of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FiringQuery {
    /// Of this automation.
    pub automation: Option<i64>,
    /// In this state.
    pub state: Option<FiringState>,
    /// Of this customer.
    pub customer: Option<CustomerKey>,
}

const FIRING: &str =
    "id, automation_id, happening, customer_id, customer_name, told_at, state, why, deeds, judged_at";

impl Desk {
    /// Writes down what automations are to be judged for, on disk when this returns. One that was told already is not told
    /// again. With `position` it also notes up to where something was told, in the same transaction.
    ///
    /// # Errors
    /// When the disk cannot be written; nothing was kept then.
    pub fn tell_firings(
        &self,
        firings: &[NewFiring],
        position: Option<(&str, i64)>,
        now: Moment,
    ) -> Result<usize> {
        self.write(|transaction| {
            let mut told = 0;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO firing (automation_id, cause, customer, happening, at, told_at, state, deeds)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', '[]') ON CONFLICT DO NOTHING",
            )?;
            for NewFiring { automation, happening } in firings {
                told += insert.execute(params![
                    automation,
                    happening.cause.to_string(),
                    happening.customer.to_string(),
                    serde_json::to_string(happening)?,
                    happening.at.0,
                    now.0,
                ])?;
            }
            if let Some((what, position)) = position {
                transaction
                    .prepare_cached(
                        "INSERT INTO automation_position (what, position) VALUES (?1, ?2)
                         ON CONFLICT (what) DO UPDATE SET position = excluded.position",
                    )?
                    .execute(params![what, position])?;
            }
            Ok(told)
        })
    }

    /// The oldest firings that wait to be judged.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn waiting_firings(&self, limit: usize) -> Result<Vec<Firing>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {FIRING} FROM firing WHERE state = 'waiting' ORDER BY id LIMIT ?1"
            ))?;
            let rows = statement.query_map([stored(limit)], firing)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Firings that wait to be judged.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn count_waiting_firings(&self) -> Result<u64> {
        self.read(|transaction| {
            Ok(transaction.query_row("SELECT count(*) FROM firing WHERE state = 'waiting'", [], |row| {
                crate::convert::count(row, 0)
            })?)
        })
    }

    /// Forgets firings whose customers do not meet the condition: they are no firings.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn drop_firings(&self, ids: &[i64]) -> Result<()> {
        self.write(|transaction| {
            let mut statement =
                transaction.prepare_cached("DELETE FROM firing WHERE id = ?1 AND state = 'waiting'")?;
            for id in ids {
                statement.execute([id])?;
            }
            Ok(())
        })
    }

    /// How often an automation fired for a customer since one moment, and in all since another.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn fired(&self, automation: i64, customer: CustomerKey, since: Moment, day: Moment) -> Result<Fired> {
        self.read(|transaction| {
            let for_customer = transaction
                .prepare_cached(
                    "SELECT count(*) FROM firing
                     WHERE automation_id = ?1 AND customer = ?2 AND state = 'fired' AND judged_at > ?3",
                )?
                .query_row(params![automation, customer.to_string(), since.0], |row| row.get(0))?;
            let in_all = transaction
                .prepare_cached(
                    "SELECT count(*) FROM firing WHERE automation_id = ?1 AND state = 'fired' AND judged_at >= ?2",
                )?
                .query_row(params![automation, day.0], |row| row.get(0))?;
            Ok(Fired { for_customer, in_all })
        })
    }

    /// Ends the judging of a firing: its state, its task, what is to be sent, all or nothing. False when it was judged before.
    /// A customer who stands on the automation's list already stays there once.
    ///
    /// # Errors
    /// When the disk cannot be written; the firing then waits as before.
    pub fn judge_firing(&self, id: i64, judged: &Judged, now: Moment) -> Result<bool> {
        self.write(|transaction| {
            let automation: Option<i64> = transaction
                .prepare_cached(
                    "UPDATE firing SET state = ?2, why = ?3, deeds = ?4, customer_id = ?5, customer_name = ?6, judged_at = ?7
                     WHERE id = ?1 AND state = 'waiting' RETURNING automation_id",
                )?
                .query_row(
                    params![
                        id,
                        judged.state.word(),
                        judged.why,
                        serde_json::to_string(&judged.deeds)?,
                        judged.customer_id,
                        judged.customer_name,
                        now.0
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            let Some(automation) = automation else { return Ok(false) };
            if let Some(entry) = &judged.task {
                let list = own_worklist(transaction, automation, now)?;
                tasks::insert(transaction, list, entry, 0, now)?;
                tasks::rank_by_value(transaction, list)?;
            }
            for delivery in &judged.deliveries {
                super::deliveries::insert(transaction, Some((id, automation)), delivery, now)?;
            }
            Ok(true)
        })
    }

    /// A page of the log, newest first.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn firings(&self, query: &FiringQuery, cursor: Option<&str>, limit: usize) -> Result<Page<Firing>> {
        let before = read_cursor(cursor)?.map_or(i64::MAX, |(id, _)| id);
        let customer = query.customer.map(|key| key.to_string());
        let filter = "(?1 IS NULL OR automation_id = ?1) AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR customer = ?3)";
        self.read(|transaction| {
            let state = query.state.map(FiringState::word);
            let total = transaction
                .prepare_cached(&format!("SELECT count(*) FROM firing WHERE {filter}"))?
                .query_row(params![query.automation, state, customer], |row| {
                crate::convert::count(row, 0)
            })?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {FIRING} FROM firing WHERE {filter} AND id < ?4 ORDER BY id DESC LIMIT ?5"
            ))?;
            let wanted = params![query.automation, state, customer, before, stored(limit + 1)];
            let items = statement.query_map(wanted, firing)?.collect::<Result<_, _>>()?;
            Ok(Page::cut(items, limit, total, |firing: &Firing| write_cursor(firing.id, "")))
        })
    }
}

/// The worklist of an automation, made when it is not there or was put away.
fn own_worklist(transaction: &Transaction<'_>, automation: i64, now: Moment) -> Result<i64> {
    let (name, list): (String, Option<i64>) = transaction.query_row(
        "SELECT name, (SELECT id FROM worklist WHERE id = automation.worklist_id AND archived_at IS NULL)
         FROM automation WHERE id = ?1",
        [automation],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if let Some(list) = list {
        return Ok(list);
    }
    let list: i64 = transaction.query_row(
        "INSERT INTO worklist (name, source, parameters, created_at, created_by)
         VALUES (?1, 'automation', ?2, ?3, 'system') RETURNING id",
        params![name, serde_json::json!({"automation": automation}).to_string(), now.0],
        |row| row.get(0),
    )?;
    let kept = transaction
        .execute("UPDATE automation SET worklist_id = ?2 WHERE id = ?1", params![automation, list])?;
    if kept == 1 { Ok(list) } else { Err(DeskError::not_found("automation", automation)) }
}

fn firing(row: &Row<'_>) -> rusqlite::Result<Firing> {
    Ok(Firing {
        id: row.get(0)?,
        automation: row.get(1)?,
        happening: json(row, 2)?,
        customer_id: row.get(3)?,
        customer_name: row.get(4)?,
        told_at: moment(row, 5)?,
        state: parsed(row, 6)?,
        why: row.get(7)?,
        deeds: json(row, 8)?,
        judged_at: some_moment(row, 9)?,
    })
}
