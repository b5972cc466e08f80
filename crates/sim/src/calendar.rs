//! The company's time: days, months, opening hours, and how demand runs through them (season, weekday, growth).
//! Demand is a clock of its own: one unit is an average day. Knows nothing of customers.

use crate::settings::Settings;
use jiff::civil::Date;
use vihje_model::Moment;
use vihje_model::time::MICROS_PER_DAY;

/// Demand on Monday to Sunday against the average day.
const WEEKDAYS: [f64; 7] = [0.85, 0.85, 0.9, 1.0, 1.25, 1.4, 0.75];
/// Demand in January to December against the average month, at season strength one.
const MONTHS: [f64; 12] = [0.86, 0.88, 0.95, 0.98, 1.02, 1.03, 0.97, 0.96, 0.98, 1.02, 1.10, 1.25];
/// The shop opens at eight and closes after twelve hours.
const OPENS: f64 = 8.0 / 24.0;
const OPEN_FOR: f64 = 12.0 / 24.0;

/// Days and months of the simulated time.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    start: i64,
    /// Demand from the start to each day's beginning; one longer than the days.
    demand: Vec<f64>,
    /// Which month of the time each day lies in.
    month: Vec<u16>,
    /// First moment of each month of the time, and the end.
    pub(crate) month_starts: Vec<Moment>,
    /// Month of the year, 0 to 11, of each month of the time.
    pub(crate) month_of_year: Vec<u8>,
    /// `2024-03-05` of each day.
    text: Vec<[u8; 10]>,
}

/// The twelve indices of demand over the year at a strength.
pub(crate) fn month_indices(strength: f64) -> [f64; 12] {
    MONTHS.map(|index| (1.0 + (index - 1.0) * strength).max(0.05))
}

impl Calendar {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // months of at most fifty years; days of a few thousand
    pub(crate) fn new(settings: &Settings) -> Self {
        let start = first_moment(settings.start);
        let indices = month_indices(settings.season_strength);
        let mut calendar = Self {
            start: start.0,
            demand: vec![0.0],
            month: Vec::new(),
            month_starts: Vec::new(),
            month_of_year: Vec::new(),
            text: Vec::new(),
        };
        for (number, date) in settings.start.series(jiff::Span::new().days(1)).enumerate() {
            if date >= settings.end {
                break;
            }
            if number == 0 || date.day() == 1 {
                calendar.month_starts.push(start.plus_days(number as i64));
                calendar.month_of_year.push(date.month() as u8 - 1);
            }
            calendar.month.push(calendar.month_starts.len() as u16 - 1);
            let mut text = [0; 10];
            text.copy_from_slice(date.to_string().as_bytes());
            calendar.text.push(text);
            let weekday = WEEKDAYS[date.weekday().to_monday_zero_offset() as usize];
            let growth = libm::pow(1.0 + settings.yearly_growth, number as f64 / 365.25);
            let today = weekday * growth * indices[date.month() as usize - 1];
            calendar.demand.push(calendar.demand[number] + today);
        }
        let days = calendar.days() as f64;
        let average = calendar.demand.last().copied().unwrap_or(1.0) / days;
        calendar.demand.iter_mut().for_each(|demand| *demand /= average);
        calendar.month_starts.push(calendar.end());
        calendar
    }

    pub(crate) fn days(&self) -> usize {
        self.month.len()
    }

    pub(crate) fn start(&self) -> Moment {
        Moment(self.start)
    }

    #[allow(clippy::cast_possible_wrap)] // a few thousand days
    pub(crate) fn end(&self) -> Moment {
        self.start().plus_days(self.days() as i64)
    }

    /// The moment at a share of the whole time, 0 the start and 1 the end.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // within fifty years, exact in an f64
    pub(crate) fn at_share(&self, share: f64) -> Moment {
        Moment(self.start + (share * (self.end().0 - self.start) as f64) as i64)
    }

    /// Demand from the start to a moment, in average days.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // a moment within the time; others are clamped
    pub(crate) fn demand_until(&self, moment: Moment) -> f64 {
        let micros = moment.0.clamp(self.start, self.end().0) - self.start;
        let day = (micros / MICROS_PER_DAY) as usize;
        if day >= self.days() {
            return self.demand[self.days()];
        }
        let of_day = (micros % MICROS_PER_DAY) as f64 / MICROS_PER_DAY as f64;
        let open = ((of_day - OPENS) / OPEN_FOR).clamp(0.0, 1.0);
        self.demand[day] + open * (self.demand[day + 1] - self.demand[day])
    }

    /// The moment, in whole seconds within opening hours, at which demand since the start reaches this much.
    /// `from_day` is a day not after it, to begin the search at; `None` after the end.
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // seconds of fifty years
    pub(crate) fn when_demand_reaches(&self, demand: f64, from_day: usize) -> Option<(usize, Moment)> {
        let day = from_day + self.demand[from_day + 1..].partition_point(|&until| until <= demand);
        if day >= self.days() {
            return None;
        }
        let within = (demand - self.demand[day]) / (self.demand[day + 1] - self.demand[day]);
        let second = (86_400.0 * (OPENS + OPEN_FOR * within)) as i64;
        Some((day, Moment(self.start + day as i64 * MICROS_PER_DAY + second * 1_000_000)))
    }

    /// Which month of the time a moment within it lies in.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the time
    pub(crate) fn month_at(&self, moment: Moment) -> usize {
        let day = ((moment.0 - self.start).max(0) / MICROS_PER_DAY) as usize;
        usize::from(self.month[day.min(self.days() - 1)])
    }

    /// Number of months the time touches.
    pub(crate) fn months(&self) -> usize {
        self.month_of_year.len()
    }

    /// Appends `2024-03-05T14:22:31Z`; a moment beyond the time is written as its last day.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // two decimal digits
    pub(crate) fn write(&self, moment: Moment, out: &mut Vec<u8>) {
        let micros = (moment.0 - self.start).max(0);
        let day = ((micros / MICROS_PER_DAY) as usize).min(self.days() - 1);
        let second = micros % MICROS_PER_DAY / 1_000_000;
        out.extend_from_slice(&self.text[day]);
        for (mark, value) in [(b'T', second / 3_600), (b':', second / 60 % 60), (b':', second % 60)] {
            out.extend_from_slice(&[mark, b'0' + (value / 10) as u8, b'0' + (value % 10) as u8]);
        }
        out.push(b'Z');
    }

    /// `2024-03-05` of the day a moment lies in.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
    pub(crate) fn date(&self, moment: Moment) -> &str {
        let day = (moment.0 - self.start).max(0) / MICROS_PER_DAY;
        std::str::from_utf8(&self.text[(day as usize).min(self.days() - 1)]).unwrap_or("")
    }
}

/// The first moment of a date in UTC.
fn first_moment(date: Date) -> Moment {
    let days = date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days());
    Moment(0).plus_days(i64::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demand_and_moments_are_inverse() {
        let calendar = Calendar::new(&Settings::default());
        assert_eq!(calendar.days(), 731);
        assert_eq!(calendar.months(), 24);
        assert_eq!(calendar.start().to_string(), "2023-01-01T00:00:00Z");
        assert_eq!(calendar.end().to_string(), "2025-01-01T00:00:00Z");
        for demand in [0.0, 0.3, 17.9, 400.25, 730.5] {
            let (day, at) = calendar.when_demand_reaches(demand, 0).unwrap();
            assert!((calendar.demand_until(at) - demand).abs() < 1e-3, "{demand} on day {day}");
            let mut text = Vec::new();
            calendar.write(at, &mut text);
            assert_eq!(String::from_utf8(text).unwrap(), at.to_string());
        }
        assert_eq!(calendar.when_demand_reaches(731.1, 0), None);
    }
}
