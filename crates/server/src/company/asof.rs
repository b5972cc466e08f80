//! The moment for which computed screens are true.

use super::{Company, Result};
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
