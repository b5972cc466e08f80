//! Doors: the keys of sources as requests meet them, in memory, so that an event costs no reading of a database. Each counts what
//! came through it and holds its source to its rate. Must never hold a key itself: only its hash.

use super::{Company, CompanyError, Result};
use crate::http::passwords;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;
use vihje_desk::{Dialect, SourceCount, SourceKey, SourceSettings};
use vihje_model::{Currency, Moment};

/// One source's way in.
pub struct Door {
    /// The key's id.
    pub id: i64,
    /// The source's name.
    pub source: String,
    /// What it may send.
    pub settings: SourceSettings,
    bucket: Mutex<Bucket>,
    events: AtomicU64,
    rejected: AtomicU64,
    last: AtomicI64,
}

/// Events that may come at this moment. A batch may take more than there are; the next ones wait until that is made up for.
struct Bucket {
    left: f64,
    at: Instant,
}

/// Every door, by the hash of its key and by its source's name.
#[derive(Default)]
pub(super) struct Doors {
    held: RwLock<Arc<Held>>,
    /// The company's currency, until facts change.
    currency: RwLock<Option<Currency>>,
}

#[derive(Default)]
struct Held {
    by_hash: HashMap<String, (Arc<Door>, Option<Moment>)>,
    by_name: HashMap<String, Arc<Door>>,
}

impl Door {
    fn new(key: &SourceKey) -> Self {
        let left = f64::from(key.settings.per_second);
        Self {
            id: key.id,
            source: key.source.clone(),
            settings: key.settings.clone(),
            bucket: Mutex::new(Bucket { left, at: Instant::now() }),
            events: AtomicU64::new(0),
            rejected: AtomicU64::new(0),
            last: AtomicI64::new(0),
        }
    }

    /// Lets events in, or says after how many seconds they may come.
    #[allow(clippy::cast_precision_loss)] // events of one request
    pub(crate) fn admit(&self, events: usize, now: Instant) -> std::result::Result<(), u64> {
        let rate = f64::from(self.settings.per_second);
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.left = (bucket.left + passed * rate).min(rate);
        bucket.at = bucket.at.max(now);
        if bucket.left <= 0.0 {
            return Err(whole_seconds(-bucket.left / rate));
        }
        bucket.left -= events as f64;
        Ok(())
    }

    /// Whether a web page of this origin may send.
    pub(crate) fn lets(&self, origin: &str) -> bool {
        self.settings.origins.iter().any(|own| own == "*" || own.eq_ignore_ascii_case(origin))
    }

    /// Whether the source may speak a dialect.
    pub(crate) fn speaks(&self, dialect: Dialect) -> bool {
        self.settings.dialects.is_empty() || self.settings.dialects.contains(&dialect)
    }

    /// Counts what came.
    pub(crate) fn count(&self, events: u64, rejected: u64, at: Moment) {
        self.events.fetch_add(events, Ordering::Relaxed);
        self.rejected.fetch_add(rejected, Ordering::Relaxed);
        self.last.fetch_max(at.0, Ordering::Relaxed);
    }

    /// What came since it was last taken; nothing when nothing did.
    fn counted(&self, take: bool) -> Option<SourceCount> {
        let read = |count: &AtomicU64| {
            if take { count.swap(0, Ordering::Relaxed) } else { count.load(Ordering::Relaxed) }
        };
        let (events, rejected) = (read(&self.events), read(&self.rejected));
        let last_event_at = Moment(self.last.load(Ordering::Relaxed));
        (events > 0).then_some(SourceCount { id: self.id, events, rejected, last_event_at })
    }
}

/// At least one second: `Retry-After` knows no less.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most the events of a request
fn whole_seconds(seconds: f64) -> u64 {
    (seconds.ceil() as u64).max(1)
}

impl Company {
    /// The door of a key. Where the dialect has no room for a secret (Snowplow's application id) the source's name is as good,
    /// for sources that are said to speak it.
    ///
    /// # Errors
    /// `unknown-key`, or `dialect-not-allowed`.
    pub(crate) fn door(&self, key: &str, dialect: Dialect) -> Result<Arc<Door>> {
        let held = self.held_doors();
        let by_key = held.by_hash.get(&passwords::token_hash(key));
        let by_key =
            by_key.filter(|(_, until)| until.is_none_or(|until| self.now() < until)).map(|(door, _)| door);
        let by_name = || {
            let named = held.by_name.get(&key.to_lowercase());
            named.filter(|door| dialect == Dialect::Snowplow && door.settings.dialects.contains(&dialect))
        };
        let Some(door) = by_key.or_else(by_name) else {
            let what = "The request's key is not one of this system.";
            return Err(CompanyError::refused("unknown-key", what, "Take the key from Sources, Streams."));
        };
        if !door.speaks(dialect) {
            let what = format!("The source \"{}\" may not speak {dialect}.", door.source);
            return Err(CompanyError::refused(
                "dialect-not-allowed",
                what,
                "Change it under Sources, Streams.",
            ));
        }
        Ok(Arc::clone(door))
    }

    /// Whether any source may send from web pages of this origin.
    pub(crate) fn lets_origin(&self, origin: &str) -> bool {
        self.held_doors().by_name.values().any(|door| door.lets(origin))
    }

    /// The currency of amounts that name none.
    pub(crate) fn currency_of(&self, door: &Door) -> Result<Currency> {
        if let Some(currency) = door.settings.currency {
            return Ok(currency);
        }
        let known = *self.doors.currency.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(currency) = known {
            return Ok(currency);
        }
        let currency = self.currency()?;
        *self.doors.currency.write().unwrap_or_else(PoisonError::into_inner) = Some(currency);
        Ok(currency)
    }

    /// Forgets the company's currency: it may have changed.
    pub(crate) fn forget_currency(&self) {
        *self.doors.currency.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Takes the keys anew from the desk. A door whose settings are as before keeps its counts and its rate.
    pub(super) fn hang_doors(&self) -> Result<()> {
        self.count_source_events()?;
        let keys = self.desk.source_keys()?;
        let before = self.held_doors();
        let mut held = Held::default();
        for key in keys.iter().filter(|key| key.revoked_at.is_none()) {
            let kept = before.by_name.get(&key.source.to_lowercase());
            let kept = kept.filter(|door| door.id == key.id && door.settings == key.settings);
            let door = kept.cloned().unwrap_or_else(|| Arc::new(Door::new(key)));
            held.by_name.insert(key.source.to_lowercase(), Arc::clone(&door));
            if let Some((hash, until)) = &key.earlier {
                held.by_hash.insert(hash.clone(), (Arc::clone(&door), Some(*until)));
            }
            held.by_hash.insert(key.key_hash.clone(), (door, None));
        }
        *self.doors.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(held);
        Ok(())
    }

    /// Writes down how many events came. What came since is lost with the process; the events are not.
    pub(crate) fn count_source_events(&self) -> Result<()> {
        let held = self.held_doors();
        let counts: Vec<_> = held.by_name.values().filter_map(|door| door.counted(true)).collect();
        if counts.is_empty() {
            return Ok(());
        }
        Ok(self.desk.count_source_events(&counts)?)
    }

    /// Every key with what came up to now.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn source_keys(&self) -> Result<Vec<SourceKey>> {
        let mut keys = self.desk.source_keys()?;
        let held = self.held_doors();
        for fresh in held.by_name.values().filter_map(|door| door.counted(false)) {
            if let Some(key) = keys.iter_mut().find(|key| key.id == fresh.id) {
                key.events += fresh.events;
                key.rejected += fresh.rejected;
                key.last_event_at = key.last_event_at.max(Some(fresh.last_event_at));
            }
        }
        Ok(keys)
    }

    fn held_doors(&self) -> Arc<Held> {
        Arc::clone(&self.doors.held.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn door(per_second: u32, origins: &[&str]) -> Door {
        let origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
        let settings =
            SourceSettings { dialects: Vec::new(), sales: true, currency: None, origins, per_second };
        let at = Moment(0);
        Door::new(&SourceKey {
            id: 1,
            source: "shop".to_owned(),
            key_hash: String::new(),
            shown: String::new(),
            earlier: None,
            settings,
            created_at: at,
            created_by: String::new(),
            rotated_at: None,
            revoked_at: None,
            events: 0,
            rejected: 0,
            last_event_at: None,
        })
    }

    #[test]
    fn a_source_is_held_to_its_rate_and_told_when_to_come_again() {
        let door = door(10, &[]);
        let begin = Instant::now() + Duration::from_secs(1);
        assert_eq!(door.admit(10, begin), Ok(()));
        assert_eq!(door.admit(1, begin), Err(1));
        assert_eq!(door.admit(50, begin + Duration::from_secs(1)), Ok(()), "a batch is taken whole");
        assert_eq!(door.admit(1, begin + Duration::from_secs(1)), Err(4));
        assert_eq!(door.admit(1, begin + Duration::from_secs(6)), Ok(()));
    }

    #[test]
    fn only_web_pages_that_are_named_may_send() {
        assert!(!door(1, &[]).lets("https://a.fi"));
        assert!(door(1, &["https://a.fi"]).lets("https://A.fi"));
        assert!(!door(1, &["https://a.fi"]).lets("https://a.fi.evil.com"));
        assert!(door(1, &["*"]).lets("https://b.fi"));
    }
}
