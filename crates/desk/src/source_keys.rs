//! Keys by which other systems send events, by their hashes: whoever reads this file cannot send with one.

use crate::convert::{count, json, moment, parsed, some_moment, stored, words};
use crate::{Desk, DeskError, Result, audit};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use vihje_model::{Currency, Moment};

words! {
    /// What a sender speaks.
    Dialect {
        /// Segment's HTTP API, as RudderStack's and Customer.io's libraries speak it too.
        Segment = "segment",
        /// PostHog's capture API.
        Posthog = "posthog",
        /// Snowplow's tracker protocol.
        Snowplow = "snowplow",
        /// CloudEvents over HTTP.
        Cloudevents = "cloudevents",
    }
}

/// What a source may send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SourceSettings {
    /// Dialects it may speak; all when empty.
    #[serde(default)]
    pub dialects: Vec<Dialect>,
    /// Whether it may tell orders and products. A key that stands in a web page can be read there by anybody.
    #[serde(default = "yes")]
    pub sales: bool,
    /// Currency of amounts that name none; the company's when not given.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Web pages that may send with it, such as `https://shop.example.com`, or `*` for any; none when empty.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Events a second that are taken on average, 1 to 100,000.
    #[serde(default = "usual_rate")]
    pub per_second: u32,
}

/// Events a second of a source that was not given another rate.
pub const USUAL_RATE: u32 = 20_000;

/// Words that stand before the message ids of facts that the system itself tells, where a source's name would stand.
const OWN_WORDS: [&str; 8] =
    ["import", "undo", "merge", "unmerge", "settled", "task", "task-undone", "contact"];

fn yes() -> bool {
    true
}

fn usual_rate() -> u32 {
    USUAL_RATE
}

/// A source that sends events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceKey {
    /// Id.
    pub id: i64,
    /// The source's name.
    pub source: String,
    /// Hash of the key.
    pub key_hash: String,
    /// The key's first letters, to tell it from others.
    pub shown: String,
    /// Hash of the key before, and until when it still holds.
    pub earlier: Option<(String, Moment)>,
    /// What it may send.
    pub settings: SourceSettings,
    /// When it was made.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
    /// When the key was last changed for a new one.
    pub rotated_at: Option<Moment>,
    /// When it was taken back; it holds no more.
    pub revoked_at: Option<Moment>,
    /// Events that came with it, counted when they are written to the past.
    pub events: u64,
    /// Of them, those that were not understood.
    pub rejected: u64,
    /// When the last one came.
    pub last_event_at: Option<Moment>,
}

/// What came with a key since it was counted last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceCount {
    /// The key's id.
    pub id: i64,
    /// Events.
    pub events: u64,
    /// Of them, those that were not understood.
    pub rejected: u64,
    /// When the last one came.
    pub last_event_at: Moment,
}

const KEY: &str = "id, source, key_hash, shown, earlier_hash, earlier_until, dialects, sales, currency, origins, per_second,
    created_at, created_by, rotated_at, revoked_at, events, rejected, last_event_at";

impl Desk {
    /// Adds a source with a key.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when there is a source of that name, [`DeskError::Invalid`] for a name or setting that cannot be.
    pub fn add_source_key(
        &self,
        source: &str,
        (key_hash, shown): (&str, &str),
        settings: &SourceSettings,
        by: &str,
        now: Moment,
    ) -> Result<SourceKey> {
        let source = source.trim();
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
        if source.is_empty() || source.chars().count() > 60 || !source.chars().all(plain) {
            return Err(DeskError::Invalid(format!(
                "\"{source}\" is no name of a source: letters, digits, spaces, dots and dashes, at most 60"
            )));
        }
        if OWN_WORDS.contains(&source.to_lowercase().as_str()) {
            return Err(DeskError::Invalid(format!("\"{source}\" is a word that the system itself uses")));
        }
        let settings = settings.checked()?;
        self.write(|transaction| {
            let (dialects, origins) = settings.lists()?;
            let added = transaction
                .prepare_cached(&format!(
                    "INSERT INTO source_key (source, key_hash, shown, dialects, sales, currency, origins, per_second,
                         created_at, created_by)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING RETURNING {KEY}"
                ))?
                .query_row(
                    params![
                        source,
                        key_hash,
                        shown,
                        dialects,
                        settings.sales,
                        settings.currency.map(|currency| currency.code().to_owned()),
                        origins,
                        settings.per_second,
                        now.0,
                        by
                    ],
                    source_key,
                )
                .optional()?
                .ok_or_else(|| DeskError::Conflict(format!("there is already a source \"{source}\"")))?;
            record(transaction, &added, by, "source-key-made", now)?;
            Ok(added)
        })
    }

    /// Every key, the sources by name, those taken back last.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn source_keys(&self) -> Result<Vec<SourceKey>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {KEY} FROM source_key ORDER BY revoked_at IS NOT NULL, lower(source), id"
            ))?;
            let rows = statement.query_map([], source_key)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One key.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn source_key(&self, id: i64) -> Result<SourceKey> {
        self.read(|transaction| one(transaction, id))
    }

    /// Changes what a source may send.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Conflict`] when it was taken back, [`DeskError::Invalid`].
    pub fn change_source_key(
        &self,
        id: i64,
        settings: &SourceSettings,
        by: &str,
        now: Moment,
    ) -> Result<SourceKey> {
        let settings = settings.checked()?;
        self.write(|transaction| {
            held(transaction, id)?;
            let (dialects, origins) = settings.lists()?;
            transaction
                .prepare_cached(
                    "UPDATE source_key SET dialects = ?2, sales = ?3, currency = ?4, origins = ?5, per_second = ?6
                     WHERE id = ?1",
                )?
                .execute(params![
                    id,
                    dialects,
                    settings.sales,
                    settings.currency.map(|currency| currency.code().to_owned()),
                    origins,
                    settings.per_second
                ])?;
            let changed = one(transaction, id)?;
            record(transaction, &changed, by, "source-key-changed", now)?;
            Ok(changed)
        })
    }

    /// Gives a source a new key; the one before holds until `earlier_until`.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Conflict`] when it was taken back.
    pub fn rotate_source_key(
        &self,
        id: i64,
        (key_hash, shown): (&str, &str),
        earlier_until: Moment,
        by: &str,
        now: Moment,
    ) -> Result<SourceKey> {
        self.write(|transaction| {
            held(transaction, id)?;
            transaction
                .prepare_cached(
                    "UPDATE source_key SET earlier_hash = key_hash, earlier_until = ?4, key_hash = ?2, shown = ?3,
                         rotated_at = ?5 WHERE id = ?1",
                )?
                .execute(params![id, key_hash, shown, earlier_until.0, now.0])?;
            let rotated = one(transaction, id)?;
            record(transaction, &rotated, by, "source-key-rotated", now)?;
            Ok(rotated)
        })
    }

    /// Takes a key back: nothing is taken with it any more, nor with the one before it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Conflict`] when it was taken back before.
    pub fn revoke_source_key(&self, id: i64, by: &str, now: Moment) -> Result<SourceKey> {
        self.write(|transaction| {
            held(transaction, id)?;
            transaction
                .prepare_cached("UPDATE source_key SET revoked_at = ?2 WHERE id = ?1")?
                .execute(params![id, now.0])?;
            let revoked = one(transaction, id)?;
            record(transaction, &revoked, by, "source-key-revoked", now)?;
            Ok(revoked)
        })
    }

    /// Adds to the counts of keys.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn count_source_events(&self, counts: &[SourceCount]) -> Result<()> {
        self.write(|transaction| {
            let mut statement = transaction.prepare_cached(
                "UPDATE source_key SET events = events + ?2, rejected = rejected + ?3,
                     last_event_at = max(coalesce(last_event_at, ?4), ?4) WHERE id = ?1",
            )?;
            for seen in counts {
                let (events, rejected) = (stored(seen.events), stored(seen.rejected));
                statement.execute(params![seen.id, events, rejected, seen.last_event_at.0])?;
            }
            Ok(())
        })
    }
}

impl SourceSettings {
    /// The same with origins as browsers write them.
    fn checked(&self) -> Result<Self> {
        if !(1..=100_000).contains(&self.per_second) {
            return Err(DeskError::Invalid("a rate is 1 to 100,000 events a second".to_owned()));
        }
        if self.origins.len() > 50 {
            return Err(DeskError::Invalid("at most 50 web pages may send with one key".to_owned()));
        }
        let mut origins = Vec::with_capacity(self.origins.len());
        for told in &self.origins {
            let origin = told.trim().trim_end_matches('/').to_ascii_lowercase();
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            let is_host = |host: &str| !host.is_empty() && !host.contains(['/', ' ', '?', '#', '@', '"']);
            if origin != "*" && !host.is_some_and(is_host) {
                let reason =
                    format!("\"{told}\" is no origin: expected one such as https://shop.example.com");
                return Err(DeskError::Invalid(reason));
            }
            origins.push(origin);
        }
        Ok(Self { origins, ..self.clone() })
    }

    fn lists(&self) -> Result<(String, String)> {
        Ok((serde_json::to_string(&self.dialects)?, serde_json::to_string(&self.origins)?))
    }
}

fn one(transaction: &Transaction<'_>, id: i64) -> Result<SourceKey> {
    let mut statement = transaction.prepare_cached(&format!("SELECT {KEY} FROM source_key WHERE id = ?1"))?;
    let found = statement.query_row([id], source_key).optional()?;
    found.ok_or_else(|| DeskError::not_found("source", id))
}

/// The key, unless it was taken back.
fn held(transaction: &Transaction<'_>, id: i64) -> Result<SourceKey> {
    let key = one(transaction, id)?;
    if key.revoked_at.is_some() {
        return Err(DeskError::Conflict(format!("the key of \"{}\" was taken back", key.source)));
    }
    Ok(key)
}

fn record(transaction: &Transaction<'_>, key: &SourceKey, by: &str, what: &str, now: Moment) -> Result<()> {
    let details = json!({ "source": key.source, "shown": key.shown, "settings": key.settings });
    audit::record(transaction, by, what, &details, now)
}

fn source_key(row: &Row<'_>) -> rusqlite::Result<SourceKey> {
    let earlier: Option<String> = row.get(4)?;
    let currency: Option<String> = row.get(8)?;
    Ok(SourceKey {
        id: row.get(0)?,
        source: row.get(1)?,
        key_hash: row.get(2)?,
        shown: row.get(3)?,
        earlier: earlier.zip(some_moment(row, 5)?),
        settings: SourceSettings {
            dialects: json(row, 6)?,
            sales: row.get(7)?,
            currency: currency.map(|_| parsed(row, 8)).transpose()?,
            origins: json(row, 9)?,
            per_second: count(row, 10)?,
        },
        created_at: moment(row, 11)?,
        created_by: row.get(12)?,
        rotated_at: some_moment(row, 13)?,
        revoked_at: some_moment(row, 14)?,
        events: count(row, 15)?,
        rejected: count(row, 16)?,
        last_event_at: some_moment(row, 17)?,
    })
}
