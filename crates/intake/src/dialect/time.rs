//! When an event happened: RFC 3339 or seconds or milliseconds since 1970, corrected by how wrong the sender's clock is, and
//! kept apart where it cannot be true.

use super::Sender;
use super::json::Json;
use super::reject::Rejection;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use std::str::FromStr as _;
use vihje_model::Moment;
use vihje_model::time::MICROS_PER_DAY;

/// 2000-01-01T00:00:00Z.
const FIRST: Moment = Moment(946_684_800_000_000);

/// What an event says of its time.
#[derive(Clone, Copy, Default)]
pub(super) struct Times<'a> {
    /// When it happened by the sender's clock, and the member that says so.
    pub(super) happened: Option<(&'a str, &'a Json<'a>)>,
    /// When it was sent by the same clock.
    pub(super) sent: Option<&'a Json<'a>>,
    /// When somebody before this system received it by a right clock.
    pub(super) received: Option<&'a Json<'a>>,
    /// True when `happened` has been corrected by somebody before.
    pub(super) corrected: bool,
}

impl Times<'_> {
    /// The moment it happened: `received - (sent - happened)` where both are told (Segment's rule for wrong clocks), else as
    /// told, else when it came. The second value says whether the event has a time of its own.
    pub(super) fn moment(&self, sender: &Sender<'_>) -> Result<(Moment, bool), Rejection> {
        let Some((field, told)) = self.happened else { return Ok((sender.received_at, false)) };
        let happened = parse(told).ok_or_else(|| {
            let reason = "The time cannot be read: expected RFC 3339 or seconds since 1970.";
            Rejection::new("unreadable-time", reason).at(field)
        })?;
        let received = match self.received.and_then(parse) {
            Some(received) => Some(received),
            None => sender.fresh.then_some(sender.received_at),
        };
        let at = match (self.sent.and_then(parse), received) {
            (Some(sent), Some(received)) if !self.corrected => {
                Moment(received.0.saturating_sub(sent.0.saturating_sub(happened.0)))
            }
            _ => happened,
        };
        if at < FIRST || at.0 > sender.received_at.0.saturating_add(MICROS_PER_DAY) {
            let reason = format!("The event is told to have happened at {at}, which cannot be.");
            return Err(Rejection::new("impossible-time", reason).at(field));
        }
        Ok((at, true))
    }
}

/// A moment in any of its forms.
pub(super) fn parse(json: &Json<'_>) -> Option<Moment> {
    match json {
        Json::Text(text) => of_text(text.trim()),
        Json::Whole(_) | Json::Real(_) => of_number(&json.text()?),
        _ => None,
    }
}

fn of_text(text: &str) -> Option<Moment> {
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Some(Moment(timestamp.as_microsecond()));
    }
    // A time without its zone is taken for UTC, as the libraries that leave it out mean it.
    if let Ok(civil) = text.parse::<DateTime>() {
        let zoned = civil.to_zoned(TimeZone::UTC).ok()?;
        return Some(Moment(zoned.timestamp().as_microsecond()));
    }
    of_number(text)
}

/// Seconds, milliseconds or microseconds since 1970, told apart by their size: seconds reach the year 5138 before they look
/// like milliseconds of 1973.
fn of_number(text: &str) -> Option<Moment> {
    let number = Decimal::from_str(text).ok()?;
    let (milli, micro) = (Decimal::from(100_000_000_000_i64), Decimal::from(100_000_000_000_000_i64));
    let factor = match number.abs() {
        size if size < milli => 1_000_000,
        size if size < micro => 1_000,
        _ => 1,
    };
    number.checked_mul(Decimal::from(factor))?.to_i64().map(Moment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::Currency;

    fn at(received: &str) -> Sender<'static> {
        Sender {
            source: "shop",
            currency: Currency::EUR,
            received_at: received.parse().unwrap(),
            sales: true,
            fresh: true,
        }
    }

    #[test]
    fn a_moment_in_any_form_is_the_same() {
        for told in [
            "\"2026-11-22T14:18:28Z\"",
            "\"2026-11-22T16:18:28.000+02:00\"",
            "\"2026-11-22T14:18:28\"",
            "\"2026-11-22 14:18:28\"",
            "1795357108",
            "\"1795357108\"",
            "1795357108000",
            "\"1795357108000\"",
            "1795357108.0",
        ] {
            let parsed = parse(&Json::parse(told).unwrap()).map(|moment| moment.to_string());
            assert_eq!(parsed.as_deref(), Some("2026-11-22T14:18:28Z"), "{told}");
        }
        assert_eq!(parse(&Json::parse("\"yesterday\"").unwrap()), None);
    }

    #[test]
    fn a_wrong_clock_is_corrected_where_it_tells_when_it_sent() {
        let (happened, sent) =
            (Json::Text("2020-01-01T00:00:00Z".into()), Json::Text("2020-01-01T00:00:05Z".into()));
        let times = Times { happened: Some(("timestamp", &happened)), sent: Some(&sent), ..Times::default() };
        let (moment, timed) = times.moment(&at("2026-11-22T14:00:10Z")).unwrap();
        assert_eq!((moment.to_string().as_str(), timed), ("2026-11-22T14:00:05Z", true));
        let kept = Times { corrected: true, ..times };
        assert_eq!(kept.moment(&at("2026-11-22T14:00:10Z")).unwrap().0.to_string(), "2020-01-01T00:00:00Z");
    }

    #[test]
    fn what_cannot_have_happened_is_kept_apart() {
        for (told, code) in [
            ("2026-11-24T00:00:00Z", "impossible-time"),
            ("1999-12-31T23:59:59Z", "impossible-time"),
            ("soon", "unreadable-time"),
        ] {
            let told = Json::Text(told.into());
            let times = Times { happened: Some(("timestamp", &told)), ..Times::default() };
            let refused = times.moment(&at("2026-11-22T14:00:00Z")).unwrap_err();
            assert_eq!((refused.code, refused.field.as_deref()), (code, Some("timestamp")));
        }
    }
}
