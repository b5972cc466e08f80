//! Automations as people keep them. What they fired at is in `firings`, what is on its way out in `deliveries`, where it goes in
//! `endpoints` and `mailer`.

mod deliveries;
mod endpoints;
mod firings;
mod mailer;

pub use deliveries::{Attempt, Delivery, DeliveryQuery, DeliveryState, Due};
pub use endpoints::{Endpoint, NewEndpoint};
pub use firings::{Deed, DeedState, Fired, Firing, FiringQuery, FiringState, Judged, NewDelivery, NewFiring};
pub use mailer::{Mailer, Security, Unsubscribed};

use crate::convert::{count, json, moment, some_moment, stored};
use crate::{Desk, DeskError, Result, audit};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::json;
use vihje_model::Moment;
use vihje_model::automation::Automation;

/// An automation as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAutomation {
    /// Its number.
    pub id: i64,
    /// What was defined.
    pub definition: Automation,
    /// Whether it rests.
    pub paused: bool,
    /// Since when it is at work.
    pub resumed_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
    /// When it was last changed.
    pub changed_at: Moment,
    /// By whom.
    pub changed_by: String,
}

/// How often an automation fired.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FiredCounts {
    /// Since the beginning of the day.
    pub today: u64,
    /// Within seven days.
    pub week: u64,
    /// Held back by its limits within seven days.
    pub held: u64,
    /// The latest firing.
    pub last: Option<Moment>,
}

const AUTOMATION: &str = "id, definition, paused, resumed_at, created_at, created_by, changed_at, changed_by";

impl Desk {
    /// All automations, by name.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn automations(&self) -> Result<Vec<StoredAutomation>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {AUTOMATION} FROM automation WHERE removed_at IS NULL ORDER BY lower(name), id"
            ))?;
            let rows = statement.query_map([], automation)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One automation.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn automation(&self, id: i64) -> Result<StoredAutomation> {
        self.read(|transaction| find(transaction, id))
    }

    /// The names of all automations there ever were, for the log.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn automation_names(&self) -> Result<Vec<(i64, String)>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT id, name FROM automation")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a new automation. It rests until it is resumed.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] when it cannot be; [`DeskError::Conflict`] when the name is taken.
    pub fn add_automation(&self, new: &Automation, by: &str, now: Moment) -> Result<StoredAutomation> {
        self.write(|transaction| {
            name_is_free(transaction, new.name.trim(), 0)?;
            let id: i64 = transaction
                .prepare_cached(
                    "INSERT INTO automation (name, definition, paused, created_at, created_by, changed_at, changed_by)
                     VALUES (?1, ?2, 1, ?3, ?4, ?3, ?4) RETURNING id",
                )?
                .query_row(params![new.name.trim(), serde_json::to_string(new)?, now.0, by], |row| row.get(0))?;
            audit::record(transaction, by, "automation-made", &json!({"automation": id, "after": new}), now)?;
            find(transaction, id)
        })
    }

    /// Changes what an automation is. What it did stays told.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] when the name is taken.
    pub fn change_automation(
        &self,
        id: i64,
        new: &Automation,
        by: &str,
        now: Moment,
    ) -> Result<StoredAutomation> {
        self.write(|transaction| {
            let before = find(transaction, id)?.definition;
            name_is_free(transaction, new.name.trim(), id)?;
            transaction.execute(
                "UPDATE automation SET name = ?2, definition = ?3, changed_at = ?4, changed_by = ?5 WHERE id = ?1",
                params![id, new.name.trim(), serde_json::to_string(new)?, now.0, by],
            )?;
            let details = json!({"automation": id, "before": before, "after": new});
            audit::record(transaction, by, "automation-changed", &details, now)?;
            find(transaction, id)
        })
    }

    /// Lets an automation rest, or work again. What happens meanwhile is not caught up on; what waits when it is paused is held.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn pause_automation(&self, id: i64, paused: bool, by: &str, now: Moment) -> Result<StoredAutomation> {
        self.write(|transaction| {
            if find(transaction, id)?.paused != paused {
                transaction.execute(
                    "UPDATE automation SET paused = ?2, resumed_at = ?3 WHERE id = ?1",
                    params![id, paused, (!paused).then_some(now.0)],
                )?;
                let what = if paused { "automation-paused" } else { "automation-resumed" };
                audit::record(transaction, by, what, &json!({"automation": id}), now)?;
            }
            find(transaction, id)
        })
    }

    /// Takes an automation away. Its log stays.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn remove_automation(&self, id: i64, by: &str, now: Moment) -> Result<()> {
        self.write(|transaction| {
            find(transaction, id)?;
            transaction.execute(
                "UPDATE automation SET removed_at = ?2, paused = 1 WHERE id = ?1",
                params![id, now.0],
            )?;
            audit::record(transaction, by, "automation-removed", &json!({"automation": id}), now)
        })
    }

    /// How often an automation fired: since the day began, and within the seven days before now.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn fired_counts(&self, id: i64, day: Moment, now: Moment) -> Result<FiredCounts> {
        let week = now.plus_days(-7);
        self.read(|transaction| {
            let fired = |since: Moment| -> Result<u64> {
                let mut statement = transaction.prepare_cached(
                    "SELECT count(*) FROM firing WHERE automation_id = ?1 AND state = 'fired' AND judged_at >= ?2",
                )?;
                Ok(statement.query_row(params![id, since.0], |row| count(row, 0))?)
            };
            let held = transaction
                .prepare_cached(
                    "SELECT count(*) FROM firing WHERE automation_id = ?1 AND state = 'held' AND judged_at >= ?2",
                )?
                .query_row(params![id, week.0], |row| count(row, 0))?;
            let last = transaction
                .prepare_cached("SELECT max(judged_at) FROM firing WHERE automation_id = ?1 AND state = 'fired'")?
                .query_row([id], |row| some_moment(row, 0))?;
            Ok(FiredCounts { today: fired(day)?, week: fired(week)?, held, last })
        })
    }

    /// Up to where something was told; nothing before the first time.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn automation_position(&self, what: &str) -> Result<Option<i64>> {
        self.read(|transaction| {
            let mut statement =
                transaction.prepare_cached("SELECT position FROM automation_position WHERE what = ?1")?;
            Ok(statement.query_row([what], |row| row.get(0)).optional()?)
        })
    }

    /// The tasks that came on lists after the entry numbered `after` and were made at `since` or later, in order, without those
    /// left alone and those that automations made: each with its number and the word for where the list comes from.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn entries_after(
        &self,
        after: i64,
        since: Moment,
        limit: usize,
    ) -> Result<Vec<(i64, String, crate::Task)>> {
        crate::tasks::entries_after(self, after, since, stored(limit))
    }

    /// The opportunities after an id that were seen at `since` or later, in order.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn opportunities_after(
        &self,
        after: i64,
        since: Moment,
        limit: usize,
    ) -> Result<Vec<crate::Opportunity>> {
        crate::opportunities::after(self, after, since, limit)
    }

    /// The id of the latest opportunity.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn last_opportunity(&self) -> Result<i64> {
        self.read(|transaction| {
            Ok(transaction.query_row("SELECT coalesce(max(id), 0) FROM opportunity", [], |row| row.get(0))?)
        })
    }

    /// The number of the latest entry of any list.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn last_entry(&self) -> Result<i64> {
        self.read(|transaction| {
            Ok(transaction.query_row(
                "SELECT coalesce(max(entered), 0) FROM task WHERE entered IS NOT NULL",
                [],
                |row| row.get(0),
            )?)
        })
    }

    /// Forgets firings and deliveries that ended before a moment.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn forget_firings(&self, before: Moment) -> Result<usize> {
        self.write(|transaction| {
            let sent = transaction
                .execute("DELETE FROM delivery WHERE ended_at < ?1 AND state <> 'waiting'", [before.0])?;
            let fired = transaction
                .execute("DELETE FROM firing WHERE judged_at < ?1 AND state <> 'waiting'", [before.0])?;
            Ok(sent + fired)
        })
    }
}

fn name_is_free(transaction: &Transaction<'_>, name: &str, id: i64) -> Result<()> {
    let taken: bool = transaction.query_row(
        "SELECT count(*) > 0 FROM automation WHERE lower(name) = lower(?1) AND id <> ?2 AND removed_at IS NULL",
        params![name, id],
        |row| row.get(0),
    )?;
    if taken { Err(DeskError::Conflict(format!("there is an automation called \"{name}\""))) } else { Ok(()) }
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<StoredAutomation> {
    transaction
        .prepare_cached(&format!("SELECT {AUTOMATION} FROM automation WHERE id = ?1 AND removed_at IS NULL"))?
        .query_row([id], automation)
        .optional()?
        .ok_or_else(|| DeskError::not_found("automation", id))
}

fn automation(row: &Row<'_>) -> rusqlite::Result<StoredAutomation> {
    Ok(StoredAutomation {
        id: row.get(0)?,
        definition: json(row, 1)?,
        paused: row.get(2)?,
        resumed_at: some_moment(row, 3)?,
        created_at: moment(row, 4)?,
        created_by: row.get(5)?,
        changed_at: moment(row, 6)?,
        changed_by: row.get(7)?,
    })
}
