//! A day's work: of all that is due, as many tasks as one person does in a day. Must never change what is due or its order.

use super::{Company, CompanyError, Result};
use vihje_desk::{TaskQuery, TaskState};

/// Tasks to do a day, for who chose no number.
pub const USUAL_DAY: u32 = 25;
/// Tasks a day at most.
pub const LONGEST_DAY: u32 = 500;

/// How far one person's day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Tasks to do a day.
    pub length: u32,
    /// Done, snoozed and skipped by this person since the day began.
    pub done: u64,
    /// Left of the day: never more than is due.
    pub left: u64,
}

/// The setting that holds a person's own number.
fn setting(user: i64) -> String {
    format!("today.length.{user}")
}

impl Company {
    /// Tasks that this person does a day.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn day_length(&self, user: i64) -> Result<u32> {
        Ok(self.desk.setting(&setting(user))?.unwrap_or(USUAL_DAY))
    }

    /// Sets how many tasks this person does a day: 1 to [`LONGEST_DAY`].
    ///
    /// # Errors
    /// `invalid-value`, or a desk that cannot be written.
    pub fn set_day_length(&self, user: i64, length: u32, by: &str) -> Result<()> {
        if !(1..=LONGEST_DAY).contains(&length) {
            let what = format!("{length} is not a number of tasks for a day.");
            let hint = format!("Choose one from 1 to {LONGEST_DAY}.");
            return Err(CompanyError::refused("invalid-value", what, hint));
        }
        Ok(self.desk.set_setting(&setting(user), &length, by, self.now())?)
    }

    /// How far the day of a person is, whose tasks are those of Today that meet the filter. Whatever they acted on counts, also
    /// outside of the filter: a day has so many hours.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn day(&self, user: i64, email: &str, filter: &TaskQuery) -> Result<Day> {
        let length = self.day_length(user)?;
        let Some(today) = self.desk.today_worklist()? else { return Ok(Day { length, done: 0, left: 0 }) };
        let begin = self.start_of_day(self.now())?;
        let done = self.desk.acted_since(today, email, begin)?;
        let open = TaskQuery { state: Some(TaskState::Open), ..filter.clone() };
        let room = u64::from(length).saturating_sub(done);
        let (left, _) = self.desk.first_tasks(today, &open, Some(room), self.now())?;
        Ok(Day { length, done, left })
    }
}
