//! The moment for which computed screens are true.

use super::{Company, CompanyError, Result};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use vihje_desk::AsOf;
use vihje_model::Moment;

impl Company {
    /// The moment up to which analyses look: by default the end of the day, in the company's zone, of the latest sale, and
    /// never later than now.
    ///
    /// # Errors
    /// When the desk or the history cannot be read.
    pub fn as_of(&self) -> Result<Moment> {
        let company = self.desk.company()?;
        let now = self.now();
        Ok(match company.as_of {
            AsOf::Now => now,
            AsOf::Fixed(at) => at,
            AsOf::LatestFact => match self.latest_sale()? {
                Some(latest) => latest.end_of_day(&zone(&company.time_zone)).min(now),
                None => now,
            },
        })
    }

    /// The last day that an analysis true as of this moment has seen, in the company's zone: the moment itself is the first that
    /// it has not. This is how every screen and command names it.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn last_day(&self, as_of: Moment) -> Result<Date> {
        Ok(self.words(None)?.day(Moment(as_of.0.saturating_sub(1))))
    }

    /// The first moment after a day of the company's.
    ///
    /// # Errors
    /// When the desk cannot be read, or the calendar ends there.
    pub fn end_of(&self, day: Date) -> Result<Moment> {
        let zone = self.zone()?;
        let next = day.tomorrow().and_then(|next| next.to_zoned(zone)).map_err(|_| {
            let what = format!("There is no day after {day}.");
            CompanyError::refused("invalid-value", what, "Choose an earlier day.")
        })?;
        Ok(Moment(next.timestamp().as_microsecond()))
    }

    /// The moment of the latest sale line.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn latest_sale(&self) -> Result<Option<Moment>> {
        Ok(self.totals()?.last_sale)
    }

    /// The first moment of the company's day that a moment lies in.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn start_of_day(&self, at: Moment) -> Result<Moment> {
        let end = at.end_of_day(&self.zone()?);
        // A day has 23 to 25 hours: the end of the day before lies a day and an hour before this one's end.
        Ok(Moment(end.plus_days(-1).0 - 2 * 3_600_000_000).end_of_day(&self.zone()?))
    }

    /// The company's time zone.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn zone(&self) -> Result<TimeZone> {
        Ok(zone(&self.desk.company()?.time_zone))
    }
}

/// The desk refuses zones that are none; one that this system's table has lost is read as UTC.
fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}
