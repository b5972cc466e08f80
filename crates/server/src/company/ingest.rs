//! Sources that send events: their keys, and the events that were not understood. An event that is mended goes the same way as a
//! new one, and settles the old one in the same commit.

use super::doors::Door;
use super::{Company, CompanyError, Result, Work};
use crate::http::passwords;
use vihje_desk::{SourceKey, SourceSettings};
use vihje_history::RejectedEvent;
use vihje_intake::dialect::{Read, Sender, Told, again};
use vihje_ledger::Receipt;
use vihje_model::fact::{EventRejected, EventSettled};
use vihje_model::{Envelope, Fact, Problem};

/// Letters of a key that are shown to tell it from others.
const SHOWN: usize = 10;
/// Hours that a key holds at most after it was changed for a new one.
const LONGEST_GRACE_HOURS: u32 = 24 * 30;
/// Rejected events read again in one step.
const STEP: usize = 500;

/// A new key, the only time that it is shown.
#[derive(Debug, Clone)]
pub struct NewSourceKey {
    /// The key.
    pub key: String,
    /// What is kept of it.
    pub kept: SourceKey,
}

/// What became of rejected events that were read again.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
pub struct Replayed {
    /// Events that are understood now.
    pub understood: u64,
    /// Events that are not understood still.
    pub left: u64,
}

impl Company {
    /// Hands envelopes to the ledger. Nothing is on disk before the receipt resolves.
    ///
    /// # Errors
    /// `ledger-busy` when too much waits.
    pub(crate) fn submit(&self, envelopes: &[Envelope]) -> Result<Receipt> {
        Ok(self.ledger.submit(envelopes)?)
    }

    /// Adds a source and makes its key.
    ///
    /// # Errors
    /// A name that is taken or none, or a setting that cannot be.
    pub fn add_source(&self, source: &str, settings: &SourceSettings, by: &str) -> Result<NewSourceKey> {
        let (key, hash) = new_key()?;
        let kept = self.desk.add_source_key(source, (&hash, shown(&key)), settings, by, self.now())?;
        self.hang_doors()?;
        Ok(NewSourceKey { key, kept })
    }

    /// Changes what a source may send.
    ///
    /// # Errors
    /// When there is no such key, it was taken back, or a setting cannot be.
    pub fn change_source(&self, id: i64, settings: &SourceSettings, by: &str) -> Result<SourceKey> {
        let changed = self.desk.change_source_key(id, settings, by, self.now())?;
        self.hang_doors()?;
        Ok(changed)
    }

    /// Gives a source a new key; the one before holds for some hours more, so that its senders can be changed one by one.
    ///
    /// # Errors
    /// When there is no such key, it was taken back, or the hours are too many.
    pub fn rotate_source(&self, id: i64, grace_hours: u32, by: &str) -> Result<NewSourceKey> {
        if grace_hours > LONGEST_GRACE_HOURS {
            let what =
                format!("A key holds at most {LONGEST_GRACE_HOURS} hours beside the one that follows it.");
            return Err(CompanyError::refused("invalid-value", what, "Choose fewer hours."));
        }
        let (key, hash) = new_key()?;
        let now = self.now();
        let until = vihje_model::Moment(now.0 + i64::from(grace_hours) * 3_600_000_000);
        let kept = self.desk.rotate_source_key(id, (&hash, shown(&key)), until, by, now)?;
        self.hang_doors()?;
        Ok(NewSourceKey { key, kept })
    }

    /// Takes a key back.
    ///
    /// # Errors
    /// When there is no such key or it was taken back before.
    pub fn revoke_source(&self, id: i64, by: &str) -> Result<SourceKey> {
        let revoked = self.desk.revoke_source_key(id, by, self.now())?;
        self.hang_doors()?;
        Ok(revoked)
    }

    /// Events of a source that were not understood, the newest first.
    ///
    /// # Errors
    /// When there is no such source or the history cannot be read.
    pub fn rejected_events(
        &self,
        id: i64,
        code: Option<&str>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<RejectedEvent>> {
        let source = self.desk.source_key(id)?.source;
        self.settle();
        Ok(self.history.rejected_events(&source, code, before, limit)?)
    }

    /// How many events of each source wait, by code: source, code, number.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn rejected_counts(&self) -> Result<Vec<(String, String, u64)>> {
        self.settle();
        Ok(self.history.rejected_event_counts()?)
    }

    /// Tells a rejected event again, mended. The rejected one is settled in the same commit.
    ///
    /// # Errors
    /// When there is no such event, or it is not understood still: then nothing has changed, and the problem says why.
    pub fn mend_event(&self, id: i64, offset: u64, payload: &str, by: &str) -> Result<()> {
        let (key, event) = self.rejected_event(id, offset)?;
        let read = self.read_again(&key, &event, payload)?;
        if let Some(rejected) = read.rejected().next() {
            return Err(still_rejected(rejected));
        }
        let now = self.now();
        self.append(settling(read, offset, by, now))?;
        let details = serde_json::json!({ "source": key.source, "offset": offset });
        Ok(self.desk.audit(by, "event-mended", &details, now)?)
    }

    /// Gives rejected events up: one, or all with a code. Returns how many.
    ///
    /// # Errors
    /// When there is no such event or source.
    pub fn give_up_events(&self, id: i64, what: &Chosen, by: &str) -> Result<u64> {
        let key = self.desk.source_key(id)?;
        let (now, mut given) = (self.now(), 0);
        let mut before = None;
        loop {
            let events = match what {
                Chosen::One(offset) => vec![self.rejected_event(id, *offset)?.1],
                Chosen::Code(code) => self.history.rejected_events(&key.source, Some(code), before, STEP)?,
            };
            let Some(last) = events.last().map(|event| event.offset) else { break };
            given += events.len() as u64;
            let nothing = Read::default();
            let facts = events.iter().flat_map(|event| settling(nothing.clone(), event.offset, by, now));
            self.append(facts.collect())?;
            if matches!(what, Chosen::One(_)) {
                break;
            }
            before = Some(last);
        }
        let details = serde_json::json!({ "source": key.source, "events": given });
        self.desk.audit(by, "events-given-up", &details, now)?;
        Ok(given)
    }

    /// Reads all rejected events of a source with a code again, as they came: a newer version may understand them, or the key
    /// may be allowed more.
    ///
    /// # Errors
    /// When there is no such source or the disk cannot be written; what was settled before stays so.
    pub fn replay_events(&self, id: i64, code: &str, by: &str, work: &Work) -> Result<Replayed> {
        let key = self.desk.source_key(id)?;
        self.settle();
        let (mut replayed, mut before) = (Replayed::default(), None);
        loop {
            work.step("reading", 0.0)?;
            let events = self.history.rejected_events(&key.source, Some(code), before, STEP)?;
            let Some(last) = events.last().map(|event| event.offset) else { break };
            let mut facts = Vec::new();
            for event in &events {
                match self.read_again(&key, event, &event.event.payload) {
                    Ok(read) if read.rejected().next().is_none() => {
                        replayed.understood += 1;
                        facts.extend(settling(read, event.offset, by, self.now()));
                    }
                    _ => replayed.left += 1,
                }
            }
            if !facts.is_empty() {
                self.append(facts)?;
            }
            before = Some(last);
        }
        let details =
            serde_json::json!({ "source": key.source, "code": code, "understood": replayed.understood });
        self.desk.audit(by, "events-replayed", &details, self.now())?;
        Ok(replayed)
    }

    fn rejected_event(&self, id: i64, offset: u64) -> Result<(SourceKey, RejectedEvent)> {
        let key = self.desk.source_key(id)?;
        self.settle();
        let found = self.history.rejected_events(&key.source, None, Some(offset.saturating_add(1)), 1)?;
        let event = found.into_iter().find(|event| event.offset == offset);
        let event = event.ok_or_else(|| CompanyError::not_found("rejected event", &offset.to_string()))?;
        Ok((key, event))
    }

    /// As it would have been read when it came, by the source's settings of now.
    fn read_again(&self, key: &SourceKey, event: &RejectedEvent, payload: &str) -> Result<Read> {
        let currency = key.settings.currency.map_or_else(|| self.currency(), Ok)?;
        let sender = Sender {
            source: &key.source,
            currency,
            received_at: event.received_at,
            sales: key.settings.sales,
            fresh: false,
        };
        Ok(again(&event.event.dialect, payload, &sender)?)
    }
}

/// Which rejected events are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// The one at this offset.
    One(u64),
    /// All with this code.
    Code(String),
}

/// Facts of an event told again, and that the rejected one is settled.
fn settling(read: Read, offset: u64, by: &str, now: vihje_model::Moment) -> Vec<Envelope> {
    let mut told: Vec<Envelope> = read.into_envelopes();
    for envelope in &mut told {
        envelope.received_at = now;
    }
    let fact = Fact::EventSettled(EventSettled { offset, by: by.to_owned() });
    told.push(Envelope { message_id: format!("settled:{offset}"), received_at: now, fact });
    told
}

fn still_rejected(rejected: &EventRejected) -> CompanyError {
    let place = rejected.field.as_deref().map(|field| format!(" ({field})")).unwrap_or_default();
    let what = format!("The event is not understood still{place}: {}", rejected.reason);
    Problem::new("still-rejected", what, "Mend the member that is named and try again.").into()
}

/// A key, and what is kept of it.
fn new_key() -> Result<(String, String)> {
    let token = passwords::token().map_err(|error| CompanyError::Internal(error.to_string()))?;
    let key = format!("vk_{}", &token[..40]);
    let hash = passwords::token_hash(&key);
    Ok((key, hash))
}

fn shown(key: &str) -> &str {
    key.get(..SHOWN).unwrap_or(key)
}

/// How many of what was read were not understood.
pub(crate) fn rejected_in(read: &Read) -> u64 {
    read.events.iter().filter(|told| matches!(told, Told::Rejected(_))).count() as u64
}

impl Door {
    /// Who sends through it.
    pub(crate) fn sender(&self, company: &Company) -> Result<Sender<'_>> {
        let currency = company.currency_of(self)?;
        let (received_at, sales) = (company.now(), self.settings.sales);
        Ok(Sender { source: &self.source, currency, received_at, sales, fresh: true })
    }
}
