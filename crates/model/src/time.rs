//! Time: moments are UTC with microseconds; days are cut in the company's own time zone.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Microseconds in a day of 24 hours.
pub const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A moment: microseconds since 1970-01-01T00:00:00Z. In JSON an RFC 3339 text in UTC.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = String, format = DateTime))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(pub i64);

impl Moment {
    /// The moment `days` times 24 hours later (or earlier, when negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(MICROS_PER_DAY)))
    }

    /// Whole and part days from `earlier` to this moment.
    #[allow(clippy::cast_precision_loss)] // microseconds of any two dates within 285 years are exact in an f64
    pub fn days_since(self, earlier: Self) -> f64 {
        (self.0 - earlier.0) as f64 / MICROS_PER_DAY as f64
    }

    /// The first moment after the day this moment lies in, in the company's time zone.
    #[must_use]
    pub fn end_of_day(self, zone: &TimeZone) -> Self {
        let Ok(moment) = Timestamp::from_microsecond(self.0) else { return self };
        let date = moment.to_zoned(zone.clone()).date();
        match date.tomorrow().and_then(|next| next.to_zoned(zone.clone())) {
            Ok(next) => Self(next.timestamp().as_microsecond()),
            Err(_) => self,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_microsecond(self.0) {
            Ok(moment) => write!(f, "{moment}"),
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = MomentError;
    /// Reads RFC 3339 (`2017-12-31T23:59:59Z`) or a plain date, which is its first moment in UTC.
    fn from_str(text: &str) -> Result<Self, MomentError> {
        let text = text.trim();
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Ok(Self(moment.as_microsecond()));
        }
        text.parse::<jiff::civil::Date>()
            .and_then(|date| date.to_zoned(TimeZone::UTC))
            .map(|day| Self(day.timestamp().as_microsecond()))
            .map_err(|_| MomentError(text.to_owned()))
    }
}

impl TryFrom<String> for Moment {
    type Error = MomentError;
    fn try_from(text: String) -> Result<Self, MomentError> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

/// A text that is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a time: expected a date such as 2017-12-31 or a time such as 2017-12-31T23:59:59Z")]
pub struct MomentError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_in_the_companys_own_zone() {
        let evening: Moment = "2017-12-31T22:30:00Z".parse().unwrap();
        let helsinki = TimeZone::get("Europe/Helsinki").unwrap();
        assert_eq!(evening.end_of_day(&TimeZone::UTC).to_string(), "2018-01-01T00:00:00Z");
        assert_eq!(evening.end_of_day(&helsinki).to_string(), "2018-01-01T22:00:00Z");
    }

    #[test]
    fn a_plain_date_is_its_first_moment() {
        assert_eq!("2017-12-31".parse(), Ok(Moment(1_514_678_400_000_000)));
        assert!("31.12.2017".parse::<Moment>().is_err());
    }
}
