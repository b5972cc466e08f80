//! Who may come in: the first administrator, passwords, sessions, one-time links.

use super::{Company, CompanyError, Result};
use crate::http::guard::Caller;
use crate::http::passwords::{self, LONGEST_PASSWORD, SHORTEST_PASSWORD};
use std::time::Instant;
use vihje_desk::{NewUser, Role, User};

/// A session ends after so many days.
pub const SESSION_DAYS: i64 = 30;
/// A one-time link is good for so many days.
const LINK_DAYS: i64 = 7;
const SETUP_TOKEN: &str = "setup.token_hash";

/// A session that has begun: the token goes into the cookie and nowhere else.
#[derive(Clone)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// The secret of the session.
    pub token: String,
}

impl Company {
    /// The token of a new one-time link that makes the first administrator; nothing when there is one. Links printed
    /// earlier no longer work.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn setup_token(&self) -> Result<Option<String>> {
        if self.has_administrator()? {
            return Ok(None);
        }
        let token = new_token()?;
        self.desk().set_setting(SETUP_TOKEN, &passwords::token_hash(&token), "system", self.now())?;
        Ok(Some(token))
    }

    /// Whether somebody can sign in.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn has_administrator(&self) -> Result<bool> {
        Ok(self.desk().users()?.iter().any(|user| user.active && user.role == Role::Administrator))
    }

    /// Makes the first administrator from the one-time link and signs them in.
    ///
    /// # Errors
    /// `link-not-valid`, `password-too-short`, or an address that is none.
    pub fn set_up(&self, token: &str, name: &str, email: &str, password: &str) -> Result<SignedIn> {
        let _one_at_a_time = self.setup_turn();
        let expected: Option<String> = self.desk().setting::<Option<String>>(SETUP_TOKEN)?.flatten();
        if self.has_administrator()? || expected.as_deref() != Some(passwords::token_hash(token).as_str()) {
            return Err(link_not_valid());
        }
        check_password(password)?;
        let hash = passwords::hash(password).map_err(|error| CompanyError::Internal(error.to_string()))?;
        let user = self.add_administrator(name, email, Some(hash))?;
        self.desk().set_setting(SETUP_TOKEN, &Option::<String>::None, "system", self.now())?;
        self.open_session(user)
    }

    /// Makes an administrator who signs in by links only, for the demonstration.
    ///
    /// # Errors
    /// When the address is taken or none.
    pub fn add_administrator(&self, name: &str, email: &str, password_hash: Option<String>) -> Result<User> {
        let name = if name.trim().is_empty() { email } else { name.trim() };
        let new = NewUser {
            email: email.to_owned(),
            name: name.to_owned(),
            role: Role::Administrator,
            password_hash,
        };
        Ok(self.desk().add_user(&new, "system", self.now())?)
    }

    /// The token of a new link that signs this user in once.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn sign_in_token(&self, user: &User) -> Result<String> {
        let token = new_token()?;
        let (now, until) = (self.now(), self.now().plus_days(LINK_DAYS));
        self.desk().add_sign_in_link(&passwords::token_hash(&token), user.id, until, "system", now)?;
        Ok(token)
    }

    /// Follows a one-time link.
    ///
    /// # Errors
    /// `link-not-valid`.
    pub fn follow_link(&self, token: &str) -> Result<SignedIn> {
        match self.desk().use_sign_in_link(&passwords::token_hash(token), self.now())? {
            Some(user) => self.open_session(user),
            None => Err(link_not_valid()),
        }
    }

    /// Signs in with a password.
    ///
    /// # Errors
    /// `too-many-attempts`, or `wrong-credentials` without saying which of the two is wrong.
    pub fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn> {
        if let Some(seconds) = self.throttle().wait(email, Instant::now()) {
            let what =
                format!("Too many failed sign-ins for this address; the next is taken in {seconds} s.");
            return Err(CompanyError::refused("too-many-attempts", what, "Wait, then try again."));
        }
        let found = self.desk().user_to_sign_in(email)?;
        let hash = found.as_ref().and_then(|(_, hash)| hash.as_deref());
        let right = password.len() <= LONGEST_PASSWORD && passwords::verify(password, hash);
        match found {
            Some((user, _)) if right => {
                self.throttle().succeeded(email);
                self.open_session(user)
            }
            _ => {
                self.throttle().failed(email, Instant::now());
                let what = "The e-mail address or the password is wrong.";
                Err(CompanyError::refused("wrong-credentials", what, "Check both and try again."))
            }
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn sign_out(&self, token: &str) -> Result<()> {
        Ok(self.desk().close_session(&passwords::token_hash(token))?)
    }

    /// Who holds this session token, if anybody.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn caller(&self, token: &str) -> Result<Option<Caller>> {
        let session = self.desk().session(&passwords::token_hash(token), self.now())?;
        Ok(session.map(|session| Caller {
            id: session.user.id,
            email: session.user.email,
            name: session.user.name,
            role: session.user.role,
        }))
    }

    fn open_session(&self, user: User) -> Result<SignedIn> {
        let token = new_token()?;
        let (now, until) = (self.now(), self.now().plus_days(SESSION_DAYS));
        self.desk().open_session(&passwords::token_hash(&token), user.id, until, now)?;
        self.desk().audit(&user.email, "signed-in", &serde_json::json!({}), now)?;
        Ok(SignedIn { user, token })
    }
}

fn new_token() -> Result<String> {
    passwords::token().map_err(|error| CompanyError::Internal(error.to_string()))
}

fn link_not_valid() -> CompanyError {
    let what = "This link has been used, has expired, or was replaced by a newer one.";
    CompanyError::refused(
        "link-not-valid",
        what,
        "Restart `vihje serve` for a new link, or sign in with a password.",
    )
}

fn check_password(password: &str) -> Result<()> {
    if password.chars().count() < SHORTEST_PASSWORD {
        let what = format!("The password has fewer than {SHORTEST_PASSWORD} characters.");
        return Err(CompanyError::refused("password-too-short", what, "Choose a longer one."));
    }
    if password.len() > LONGEST_PASSWORD {
        let what = format!("The password is longer than {LONGEST_PASSWORD} bytes.");
        return Err(CompanyError::refused("password-too-long", what, "Choose a shorter one."));
    }
    Ok(())
}
