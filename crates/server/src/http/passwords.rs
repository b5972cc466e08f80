//! Secrets: hashing passwords, drawing tokens, slowing down guessers. Nothing here is ever logged.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Shortest password that is taken.
pub const SHORTEST_PASSWORD: usize = 10;
/// Longest password that is taken, in bytes; longer ones would only cost time.
pub const LONGEST_PASSWORD: usize = 1024;

/// The PHC text of a password: Argon2id with the crate's recommended costs (19 MiB, 2 passes) and a random salt.
///
/// # Errors
/// When the system has no randomness.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
}

/// Whether the password is the one that was hashed. Without a hash the same time is spent, so that an address that is
/// not known cannot be told from one that is.
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let known = stored.is_some();
    match PasswordHash::new(stored.unwrap_or(NOBODY)) {
        Ok(hash) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known,
        Err(_) => false,
    }
}

/// A new token: 256 random bits as hexadecimal digits.
///
/// # Errors
/// When the system has no randomness.
pub fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// What is stored of a token: its SHA-256. Tokens have full entropy, so a slow hash would add nothing.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Failed sign-ins of late, by address. After a few failures each further one doubles the wait.
#[derive(Default)]
pub struct Throttle {
    failures: Mutex<HashMap<String, (u32, Instant)>>,
}

/// Failures that cost nothing.
const FREE_FAILURES: u32 = 5;
/// A quiet time this long clears an address.
const CLEARED_AFTER: Duration = Duration::from_secs(15 * 60);
/// Addresses remembered at most; beyond it the quiet ones are forgotten first.
const MOST_ADDRESSES: usize = 10_000;

impl Throttle {
    /// Seconds to wait before the next try for this address, if any.
    pub fn wait(&self, address: &str, now: Instant) -> Option<u64> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, latest) = failures.get(&key(address))?;
        let over = count.checked_sub(FREE_FAILURES)?;
        let wait = Duration::from_secs(1 << over.min(9)).min(CLEARED_AFTER);
        let left = wait.checked_sub(now.saturating_duration_since(*latest))?;
        (!left.is_zero()).then(|| left.as_secs() + 1)
    }

    /// A try failed.
    pub fn failed(&self, address: &str, now: Instant) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MOST_ADDRESSES {
            failures.retain(|_, (_, latest)| now.saturating_duration_since(*latest) < CLEARED_AFTER);
        }
        if failures.len() >= MOST_ADDRESSES {
            failures.clear();
        }
        let entry = failures.entry(key(address)).or_insert((0, now));
        if now.saturating_duration_since(entry.1) >= CLEARED_AFTER {
            entry.0 = 0;
        }
        *entry = (entry.0 + 1, now);
    }

    /// A try succeeded.
    pub fn succeeded(&self, address: &str) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(&key(address));
    }
}

fn key(address: &str) -> String {
    address.trim().to_lowercase().chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_verifies_and_another_does_not() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse", Some(&stored)));
        assert!(!verify("correct horsf", Some(&stored)));
        assert!(!verify("correct horse", None));
    }

    #[test]
    fn guessing_gets_slower_and_success_clears_it() {
        let throttle = Throttle::default();
        let now = Instant::now();
        for _ in 0..FREE_FAILURES - 1 {
            throttle.failed("a@b", now);
        }
        assert_eq!(throttle.wait("a@b", now), None);
        throttle.failed("A@b ", now);
        assert_eq!(throttle.wait("a@b", now), Some(2));
        throttle.failed("a@b", now);
        assert_eq!(throttle.wait("a@b", now), Some(3));
        assert_eq!(throttle.wait("a@b", now + Duration::from_secs(3)), None);
        assert_eq!(throttle.wait("c@d", now), None);
        throttle.succeeded("a@b");
        assert_eq!(throttle.wait("a@b", now), None);
    }

    #[test]
    fn tokens_differ_and_are_stored_as_hashes() {
        let (one, two) = (token().unwrap(), token().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 64);
        assert_ne!(token_hash(&one), one);
    }
}
