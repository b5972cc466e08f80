//! What the ledger promises, held against its public interface.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod crash;
mod full;
mod model;
mod story;

use vihje_model::fact::TouchPoint;
use vihje_model::{Envelope, Fact, Moment};

/// A short telling under this message id, received on this day.
fn told(message: &str, day: i64) -> Envelope {
    Envelope {
        message_id: message.to_owned(),
        received_at: Moment(0).plus_days(day),
        fact: Fact::TouchPoint(TouchPoint {
            customer: format!("customer of {message}"),
            at: Moment(1_000_000),
            touch: "visit".to_owned(),
            outbound: false,
            subject: "Päivää \u{1F44B} \"quoted\"".to_owned(),
            campaign: None,
            attributes: [("page".to_owned(), "/".to_owned())].into(),
        }),
    }
}

fn messages(rows: &[(u64, Envelope)]) -> Vec<(u64, &str)> {
    rows.iter().map(|(offset, envelope)| (*offset, envelope.message_id.as_str())).collect()
}
