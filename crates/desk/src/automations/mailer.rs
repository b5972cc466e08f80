//! The mailer: how letters leave the house, and who wants none. The password and the key of the links leave this room only for use,
//! never for showing.

use crate::convert::{json, words};
use crate::{Desk, Result, audit};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use vihje_model::{CustomerKey, Moment};

words! {
    /// How the connection to the relay is kept from others.
    Security {
        /// It begins plain and is turned to TLS before anything is said.
        Starttls = "starttls",
        /// TLS from the first byte.
        Tls = "tls",
        /// Not at all: only for a relay on this machine or in this house.
        None = "none",
    }
}

/// How letters leave the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Mailer {
    /// The relay's name.
    pub host: String,
    /// Its port: 587 for STARTTLS, 465 for TLS, 25 for a local one.
    pub port: u16,
    /// How the connection is kept from others.
    pub security: Security,
    /// Whom to sign in as; nobody when empty.
    #[serde(default)]
    pub user: String,
    /// The address that letters come from.
    pub from: String,
    /// The name beside it.
    #[serde(default)]
    pub from_name: String,
    /// Where answers go; to `from` when empty.
    #[serde(default)]
    pub reply_to: String,
    /// The address under which customers reach this server, for unsubscribing: `https://vihje.example.com`.
    pub public_url: String,
}

/// Somebody who wants no letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribed {
    /// The address, in lower case.
    pub address: String,
    /// Since when.
    pub at: Moment,
    /// How it was told: `link`, `one-click`.
    pub how: String,
}

impl Desk {
    /// How letters leave the house; nothing before it was set.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn mailer(&self) -> Result<Option<Mailer>> {
        self.read(|transaction| {
            Ok(transaction
                .query_row("SELECT settings FROM mailer WHERE settings <> ''", [], |row| json(row, 0))
                .optional()?)
        })
    }

    /// The password of the relay; nothing where none was set.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn mailer_password(&self) -> Result<Option<String>> {
        self.read(|transaction| {
            Ok(transaction
                .query_row("SELECT password FROM mailer", [], |row| row.get(0))
                .optional()?
                .flatten())
        })
    }

    /// Sets how letters leave the house. `password`: nothing leaves the one before, an empty one takes it away. It is in no audit
    /// trail.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn set_mailer(&self, mailer: &Mailer, password: Option<&str>, by: &str, now: Moment) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO mailer (id, settings, password, token_key, changed_at, changed_by)
                 VALUES (1, ?1, nullif(?2, ''), '', ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at,
                     changed_by = excluded.changed_by,
                     password = CASE WHEN ?2 IS NULL THEN mailer.password ELSE excluded.password END",
                params![serde_json::to_string(mailer)?, password, now.0, by],
            )?;
            let details = json!({"mailer": mailer, "password_changed": password.is_some()});
            audit::record(transaction, by, "mailer-changed", &details, now)
        })
    }

    /// The key that signs the links for unsubscribing: `fresh` is kept when there is none yet.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn link_key(&self, fresh: &str, now: Moment) -> Result<String> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO mailer (id, settings, token_key, changed_at, changed_by) VALUES (1, '', ?1, ?2, 'system')
                 ON CONFLICT (id) DO UPDATE SET token_key = excluded.token_key WHERE mailer.token_key = ''",
                params![fresh, now.0],
            )?;
            Ok(transaction.query_row("SELECT token_key FROM mailer", [], |row| row.get(0))?)
        })
    }

    /// Notes that nobody at this address wants letters any more. False when that was known.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn unsubscribe(&self, address: &str, customer: CustomerKey, how: &str, now: Moment) -> Result<bool> {
        self.write(|transaction| {
            let noted = transaction.execute(
                "INSERT INTO unsubscribe (address, customer, at, how) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                params![tidy(address), customer.to_string(), now.0, how],
            )?;
            Ok(noted > 0)
        })
    }

    /// Whether nobody at this address wants letters, and since when.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn unsubscribed(&self, address: &str) -> Result<Option<Unsubscribed>> {
        self.read(|transaction| {
            Ok(transaction
                .prepare_cached("SELECT address, at, how FROM unsubscribe WHERE address = ?1")?
                .query_row([tidy(address)], |row| {
                    Ok(Unsubscribed { address: row.get(0)?, at: Moment(row.get(1)?), how: row.get(2)? })
                })
                .optional()?)
        })
    }
}

fn tidy(address: &str) -> String {
    address.trim().to_lowercase()
}
