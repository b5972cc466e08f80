//! Endpoints: the addresses of other systems, with the secret that signs what they are sent. A secret leaves this room only for
//! signing, never for showing.

use crate::convert::{moment, some_moment};
use crate::{Desk, DeskError, Result, audit};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::json;
use vihje_model::Moment;

/// Days for which an endpoint may fail before it is paused.
const FAILING_DAYS: i64 = 3;

/// Where another system is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Whether nothing is sent there now.
    pub paused: bool,
    /// Why it was paused by itself: `gone` or `failing`.
    pub why_paused: Option<String>,
    /// Since when every attempt has failed.
    pub failing_since: Option<Moment>,
    /// The latest delivery that arrived.
    pub delivered_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
}

/// An endpoint as people give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEndpoint {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
}

const ENDPOINT: &str =
    "id, name, url, paused, why_paused, failing_since, delivered_at, created_at, created_by";

impl Desk {
    /// All endpoints, by name.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn endpoints(&self) -> Result<Vec<Endpoint>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {ENDPOINT} FROM endpoint WHERE removed_at IS NULL ORDER BY lower(name), id"
            ))?;
            let rows = statement.query_map([], endpoint)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One endpoint.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn endpoint(&self, id: i64) -> Result<Endpoint> {
        self.read(|transaction| find(transaction, id))
    }

    /// The secrets that sign what an endpoint is sent: the present one, and the one before it for as long as it holds.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn endpoint_secrets(&self, id: i64, now: Moment) -> Result<Vec<String>> {
        self.read(|transaction| {
            let (secret, old): (String, Option<String>) = transaction
                .query_row(
                    "SELECT secret, CASE WHEN old_until > ?2 THEN old_secret END FROM endpoint
                     WHERE id = ?1 AND removed_at IS NULL",
                    params![id, now.0],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?
                .ok_or_else(|| DeskError::not_found("endpoint", id))?;
            Ok(std::iter::once(secret).chain(old).collect())
        })
    }

    /// Keeps a new endpoint with this secret.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn add_endpoint(&self, new: &NewEndpoint, secret: &str, by: &str, now: Moment) -> Result<Endpoint> {
        self.write(|transaction| {
            let made = transaction.query_row(
                &format!(
                    "INSERT INTO endpoint (name, url, secret, created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5)
                     RETURNING {ENDPOINT}"
                ),
                params![new.name.trim(), new.url.trim(), secret, now.0, by],
                endpoint,
            )?;
            let details = json!({"endpoint": made.id, "name": made.name, "url": made.url});
            audit::record(transaction, by, "endpoint-made", &details, now)?;
            Ok(made)
        })
    }

    /// Changes an endpoint's name and address.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn change_endpoint(&self, id: i64, new: &NewEndpoint, by: &str, now: Moment) -> Result<Endpoint> {
        self.write(|transaction| {
            let before = find(transaction, id)?;
            transaction.execute(
                "UPDATE endpoint SET name = ?2, url = ?3, failing_since = NULL WHERE id = ?1",
                params![id, new.name.trim(), new.url.trim()],
            )?;
            let after = find(transaction, id)?;
            let details = json!({"endpoint": id, "before": before.url, "after": after.url});
            audit::record(transaction, by, "endpoint-changed", &details, now)?;
            Ok(after)
        })
    }

    /// Gives an endpoint a new secret; the one before also signs until `old_until`, so that the other side can change over.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn rotate_secret(
        &self,
        id: i64,
        secret: &str,
        old_until: Moment,
        by: &str,
        now: Moment,
    ) -> Result<Endpoint> {
        self.write(|transaction| {
            find(transaction, id)?;
            transaction.execute(
                "UPDATE endpoint SET old_secret = secret, old_until = ?3, secret = ?2 WHERE id = ?1",
                params![id, secret, old_until.0],
            )?;
            audit::record(transaction, by, "endpoint-secret-rotated", &json!({"endpoint": id}), now)?;
            find(transaction, id)
        })
    }

    /// Pauses an endpoint, or sends there again: what waits for it goes out then.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn pause_endpoint(&self, id: i64, paused: bool, by: &str, now: Moment) -> Result<Endpoint> {
        self.write(|transaction| {
            find(transaction, id)?;
            transaction.execute(
                "UPDATE endpoint SET paused = ?2, why_paused = NULL, failing_since = NULL WHERE id = ?1",
                params![id, paused],
            )?;
            let what = if paused { "endpoint-paused" } else { "endpoint-resumed" };
            audit::record(transaction, by, what, &json!({"endpoint": id}), now)?;
            find(transaction, id)
        })
    }

    /// Takes an endpoint away with its secrets; what waits for it is not sent any more.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn remove_endpoint(&self, id: i64, by: &str, now: Moment) -> Result<()> {
        self.write(|transaction| {
            find(transaction, id)?;
            transaction.execute(
                "UPDATE endpoint SET removed_at = ?2, secret = '', old_secret = NULL, paused = 1 WHERE id = ?1",
                params![id, now.0],
            )?;
            transaction.execute(
                "UPDATE delivery SET state = 'failed', problem = 'endpoint-removed', ended_at = ?2
                 WHERE target = ?1 AND state = 'waiting'",
                params![target_of(id), now.0],
            )?;
            audit::record(transaction, by, "endpoint-removed", &json!({"endpoint": id}), now)
        })
    }
}

/// The target of what is sent to an endpoint.
pub(super) fn target_of(id: i64) -> String {
    format!("webhook:{id}")
}

/// Notes how an attempt at a target went. One that has failed for days, or says that it is gone, is paused.
pub(super) fn note_attempt(
    transaction: &Transaction<'_>,
    target: &str,
    arrived: bool,
    gone: bool,
    now: Moment,
) -> Result<()> {
    let Some(id) = target.strip_prefix("webhook:").and_then(|id| id.parse::<i64>().ok()) else {
        return Ok(());
    };
    if arrived {
        transaction
            .prepare_cached("UPDATE endpoint SET failing_since = NULL, delivered_at = ?2 WHERE id = ?1")?
            .execute(params![id, now.0])?;
        return Ok(());
    }
    transaction
        .prepare_cached("UPDATE endpoint SET failing_since = coalesce(failing_since, ?2) WHERE id = ?1")?
        .execute(params![id, now.0])?;
    let since = now.plus_days(-FAILING_DAYS);
    let paused = transaction
        .prepare_cached(
            "UPDATE endpoint SET paused = 1, why_paused = CASE WHEN ?2 THEN 'gone' ELSE 'failing' END
             WHERE id = ?1 AND paused = 0 AND (?2 OR failing_since <= ?3)",
        )?
        .execute(params![id, gone, since.0])?;
    if paused > 0 {
        let why = if gone { "gone" } else { "failing" };
        audit::record(transaction, "system", "endpoint-paused", &json!({"endpoint": id, "why": why}), now)?;
    }
    Ok(())
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<Endpoint> {
    transaction
        .prepare_cached(&format!("SELECT {ENDPOINT} FROM endpoint WHERE id = ?1 AND removed_at IS NULL"))?
        .query_row([id], endpoint)
        .optional()?
        .ok_or_else(|| DeskError::not_found("endpoint", id))
}

fn endpoint(row: &Row<'_>) -> rusqlite::Result<Endpoint> {
    Ok(Endpoint {
        id: row.get(0)?,
        name: row.get(1)?,
        url: row.get(2)?,
        paused: row.get(3)?,
        why_paused: row.get(4)?,
        failing_since: some_moment(row, 5)?,
        delivered_at: some_moment(row, 6)?,
        created_at: moment(row, 7)?,
        created_by: row.get(8)?,
    })
}
