//! Message ids: what makes a repetition known. The source stands before each, so that ids of different senders never meet.

use super::Sender;
use super::reject::Rejection;
use md5::{Digest as _, Md5};
use std::fmt::Write as _;
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{Envelope, Fact};

/// Longest id of a sender that is kept as it is; a longer one is kept as its digest.
const LONGEST: usize = 200;
const MICROS_PER_HOUR: i64 = MICROS_PER_DAY / 24;

/// The id of an event. One without an id of its own gets one out of its bytes and its place in the request, so that the
/// same request sent again doubles nothing; where it has no time of its own either, the hour of receipt is part of it, for
/// the same short text may be told again in earnest.
pub(super) fn own(
    sender: &Sender<'_>,
    told: Option<&str>,
    payload: &str,
    place: usize,
    timed: bool,
) -> String {
    match told.map(str::trim).filter(|id| !id.is_empty()) {
        Some(id) if id.len() <= LONGEST => format!("{}:{id}", sender.source),
        Some(id) => format!("{}:{}", sender.source, digest(&[id])),
        None => {
            let hour = if timed { 0 } else { sender.received_at.0.div_euclid(MICROS_PER_HOUR) };
            format!("{}:={}", sender.source, digest(&[payload, &place.to_string(), &hour.to_string()]))
        }
    }
}

/// The id under which a rejection is kept. It is not that of the event, which may come again mended.
pub(super) fn rejected(sender: &Sender<'_>, rejection: &Rejection, payload: &str, place: usize) -> String {
    let own = own(sender, rejection.message_id.as_deref(), payload, place, true);
    format!("{own}!{}", rejection.code)
}

/// One envelope for each fact. The first has the event's own id. What is told with many events and says nothing new (names of
/// one person, a product's name) has an id out of what it says and the day or hour, so that the ledger keeps it once.
pub(super) fn envelopes(sender: &Sender<'_>, own: &str, facts: Vec<Fact>) -> Vec<Envelope> {
    let mut told = Vec::with_capacity(facts.len());
    for (index, fact) in facts.into_iter().enumerate() {
        let message_id = match &fact {
            Fact::Identified(seen) if !seen.outright => {
                let mut names = String::new();
                seen.ids.iter().for_each(|id| {
                    let _ = writeln!(names, "{id}");
                });
                let day = seen.at.0.div_euclid(MICROS_PER_DAY).to_string();
                format!("{}:who:{}", sender.source, digest(&[&names, &day]))
            }
            Fact::Product(product) if index > 0 => {
                let said = serde_json::to_string(product).unwrap_or_else(|_| product.id.clone());
                let hour = sender.received_at.0.div_euclid(MICROS_PER_HOUR).to_string();
                format!("{}:product:{}", sender.source, digest(&[&said, &hour]))
            }
            _ if index == 0 => own.to_owned(),
            _ => format!("{own}#{index}"),
        };
        told.push(Envelope { message_id, received_at: sender.received_at, fact });
    }
    told
}

fn digest(parts: &[&str]) -> String {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(part.as_bytes());
        md5.update([0]);
    }
    let mut text = String::with_capacity(32);
    for byte in md5.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
