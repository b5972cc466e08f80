//! Users and their roles. A password is here only as a hash made elsewhere, and is never handed out with the user.

use crate::convert::{moment, parsed, words};
use crate::{Desk, DeskError, Result, audit};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::json;
use vihje_model::Moment;

words! {
    /// What a user is here for; what each may see and do is decided by the server, in one place.
    Role {
        /// Everything.
        Administrator = "administrator",
        /// The team's lists, patterns, verdicts and what follow-up earned.
        Manager = "manager",
        /// Their own lists and customers.
        SalesPerson = "sales_person",
        /// Sources, methods and data; no tasks.
        Analyst = "analyst",
    }
}

/// A person who signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct User {
    /// Id.
    pub id: i64,
    /// E-mail address, unique without regard to case.
    pub email: String,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// False when sign-in was taken away.
    pub active: bool,
    /// Since when.
    pub created_at: Moment,
}

/// A person to add.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// E-mail address.
    pub email: String,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Hash of the password in PHC form; nothing while only a link signs in.
    pub password_hash: Option<String>,
}

pub(crate) const USER: &str = "id, email, name, role, active, created_at";

impl Desk {
    /// Adds a user.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when the e-mail address is taken, [`DeskError::Invalid`] when it is none.
    pub fn add_user(&self, new: &NewUser, by: &str, now: Moment) -> Result<User> {
        let email = new.email.trim();
        if !email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) {
            return Err(DeskError::Invalid(format!("\"{email}\" is not an e-mail address")));
        }
        self.write(|transaction| {
            let user = transaction
                .prepare_cached(&format!(
                    "INSERT INTO user_account (email, name, role, password_hash, created_at)
                     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING {USER}"
                ))?
                .query_row(params![email, new.name, new.role.word(), new.password_hash, now.0], user)
                .optional()?
                .ok_or_else(|| DeskError::Conflict(format!("there is already a user {email}")))?;
            let details = json!({"user": user.email, "role": user.role});
            audit::record(transaction, by, "user-added", &details, now)?;
            Ok(user)
        })
    }

    /// All users, by name.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn users(&self) -> Result<Vec<User>> {
        self.read(|transaction| {
            let mut statement =
                transaction.prepare_cached(&format!("SELECT {USER} FROM user_account ORDER BY name, id"))?;
            let rows = statement.query_map([], user)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One user.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn user(&self, id: i64) -> Result<User> {
        self.read(|transaction| {
            transaction
                .prepare_cached(&format!("SELECT {USER} FROM user_account WHERE id = ?1"))?
                .query_row([id], user)
                .optional()?
                .ok_or_else(|| DeskError::not_found("user", id))
        })
    }

    /// The active user with this e-mail address and the hash of the password, to check a sign-in.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn user_to_sign_in(&self, email: &str) -> Result<Option<(User, Option<String>)>> {
        self.read(|transaction| {
            Ok(transaction
                .prepare_cached(&format!(
                    "SELECT {USER}, password_hash FROM user_account WHERE lower(email) = lower(?1) AND active = 1"
                ))?
                .query_row([email.trim()], |row| Ok((user(row)?, row.get(6)?)))
                .optional()?)
        })
    }

    /// Sets the hash of the password and ends every session of the user.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn set_password_hash(&self, id: i64, hash: &str, by: &str, now: Moment) -> Result<()> {
        self.write(|transaction| {
            let changed = transaction
                .prepare_cached("UPDATE user_account SET password_hash = ?2 WHERE id = ?1")?
                .execute(params![id, hash])?;
            if changed == 0 {
                return Err(DeskError::not_found("user", id));
            }
            transaction.prepare_cached("DELETE FROM session WHERE user_id = ?1")?.execute([id])?;
            audit::record(transaction, by, "password-set", &json!({"user": id}), now)
        })
    }

    /// Changes role and whether the user may sign in; a user who may not loses every session at once.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] when no active administrator would be left.
    pub fn change_user(&self, id: i64, role: Role, active: bool, by: &str, now: Moment) -> Result<User> {
        self.write(|transaction| {
            let user = transaction
                .prepare_cached(&format!(
                    "UPDATE user_account SET role = ?2, active = ?3 WHERE id = ?1 RETURNING {USER}"
                ))?
                .query_row(params![id, role.word(), active], user)
                .optional()?
                .ok_or_else(|| DeskError::not_found("user", id))?;
            let administrators: i64 = transaction.query_row(
                "SELECT count(*) FROM user_account WHERE role = 'administrator' AND active = 1",
                [],
                |row| row.get(0),
            )?;
            if administrators == 0 {
                return Err(DeskError::Conflict("at least one administrator must be left".to_owned()));
            }
            if !active {
                transaction.prepare_cached("DELETE FROM session WHERE user_id = ?1")?.execute([id])?;
            }
            let details = json!({"user": user.email, "role": role, "active": active});
            audit::record(transaction, by, "user-changed", &details, now)?;
            Ok(user)
        })
    }
}

pub(crate) fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        role: parsed(row, 3)?,
        active: row.get(4)?,
        created_at: moment(row, 5)?,
    })
}
