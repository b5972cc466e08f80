//! Sessions and one-time sign-in links, by the hash of their secret. Whoever reads this file cannot sign in with it.

use crate::convert::moment;
use crate::users::user;
use crate::{Desk, Result, User, audit};
use rusqlite::{OptionalExtension, params};
use serde_json::json;
use vihje_model::Moment;

/// A sign-in that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who signed in.
    pub user: User,
    /// When.
    pub created_at: Moment,
    /// Not valid at or after this moment.
    pub expires_at: Moment,
}

impl Desk {
    /// Begins a session and clears away those that have expired.
    ///
    /// # Errors
    /// When there is no such user or the disk cannot be written.
    pub fn open_session(&self, token_hash: &str, user: i64, expires_at: Moment, now: Moment) -> Result<()> {
        self.write(|transaction| {
            transaction.prepare_cached("DELETE FROM session WHERE expires_at <= ?1")?.execute([now.0])?;
            transaction
                .prepare_cached(
                    "INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![token_hash, user, now.0, expires_at.0])?;
            Ok(())
        })
    }

    /// The session with this token hash, when it holds and its user is active.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn session(&self, token_hash: &str, now: Moment) -> Result<Option<Session>> {
        self.read(|transaction| {
            Ok(transaction
                .prepare_cached(
                    "SELECT u.id, u.email, u.name, u.role, u.active, u.created_at, s.created_at, s.expires_at
                     FROM session s JOIN user_account u ON u.id = s.user_id
                     WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND u.active = 1",
                )?
                .query_row(params![token_hash, now.0], |row| {
                    Ok(Session { user: user(row)?, created_at: moment(row, 6)?, expires_at: moment(row, 7)? })
                })
                .optional()?)
        })
    }

    /// Ends a session; one that is not there is as good as ended.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn close_session(&self, token_hash: &str) -> Result<()> {
        self.write(|transaction| {
            transaction.prepare_cached("DELETE FROM session WHERE token_hash = ?1")?.execute([token_hash])?;
            Ok(())
        })
    }

    /// Makes a link that signs this user in once.
    ///
    /// # Errors
    /// When there is no such user or the disk cannot be written.
    pub fn add_sign_in_link(
        &self,
        link_hash: &str,
        user: i64,
        expires_at: Moment,
        by: &str,
        now: Moment,
    ) -> Result<()> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO sign_in_link (link_hash, user_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![link_hash, user, now.0, expires_at.0])?;
            audit::record(transaction, by, "sign-in-link-made", &json!({"user": user}), now)
        })
    }

    /// Uses a link up. Of any number of simultaneous uses exactly one gets the user; the others, and those too late,
    /// get nothing.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn use_sign_in_link(&self, link_hash: &str, now: Moment) -> Result<Option<User>> {
        self.write(|transaction| {
            let used: Option<i64> = transaction
                .prepare_cached(
                    "UPDATE sign_in_link SET used_at = ?2
                     WHERE link_hash = ?1 AND used_at IS NULL AND expires_at > ?2 RETURNING user_id",
                )?
                .query_row(params![link_hash, now.0], |row| row.get(0))
                .optional()?;
            let Some(id) = used else { return Ok(None) };
            let found = transaction
                .prepare_cached(&format!(
                    "SELECT {} FROM user_account WHERE id = ?1 AND active = 1",
                    crate::users::USER
                ))?
                .query_row([id], user)
                .optional()?;
            if let Some(user) = &found {
                audit::record(transaction, &user.email, "sign-in-link-used", &json!({}), now)?;
            }
            Ok(found)
        })
    }
}
