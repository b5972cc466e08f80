//! Times that automations wait for, in the company's own zone. Pure: the moment is passed in.

use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use vihje_model::Moment;
use vihje_model::automation::Trigger;

/// The latest moment at which a schedule was due, at or before `now`; nothing for what is no schedule. On the day when clocks are
/// put forward an hour that does not exist comes an hour later.
pub(crate) fn latest(trigger: &Trigger, now: Moment, zone: &TimeZone) -> Option<Moment> {
    let today = Timestamp::from_microsecond(now.0).ok()?.to_zoned(zone.clone()).date();
    let mut day = today;
    // Eight days hold every day of the week, and today's hour may lie ahead.
    for _ in 0..=8 {
        if let Some(at) = on(trigger, day, zone)
            && at <= now
        {
            return Some(at);
        }
        day = day.yesterday().ok()?;
    }
    None
}

/// The moments at which a schedule was due after one moment and up to another, in order.
pub(crate) fn between(trigger: &Trigger, after: Moment, to: Moment, zone: &TimeZone) -> Vec<Moment> {
    let date = |moment: Moment| {
        Timestamp::from_microsecond(moment.0).map(|at| at.to_zoned(zone.clone()).date()).unwrap_or_default()
    };
    let mut moments = Vec::new();
    let (mut day, last) = (date(after), date(to));
    while day <= last {
        moments.extend(on(trigger, day, zone).filter(|at| *at > after && *at <= to));
        match day.checked_add(1.day()) {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    moments
}

/// The moment of a schedule on one day.
fn on(trigger: &Trigger, day: Date, zone: &TimeZone) -> Option<Moment> {
    let Trigger::Schedule { weekday, hour } = trigger else { return None };
    let wanted = weekday
        .is_none_or(|wanted| day.weekday().to_monday_one_offset() == i8::try_from(wanted).unwrap_or(0));
    if !wanted {
        return None;
    }
    let at = day.to_datetime(time(i8::try_from(*hour).ok()?, 0, 0, 0));
    Some(Moment(zone.to_ambiguous_zoned(at).compatible().ok()?.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn helsinki() -> TimeZone {
        TimeZone::get("Europe/Helsinki").unwrap()
    }

    fn schedule(weekday: Option<u8>, hour: u8) -> Trigger {
        Trigger::Schedule { weekday, hour }
    }

    #[test]
    fn an_hour_is_the_companys_own() {
        let eight = schedule(None, 8);
        let latest = |now: &str| latest(&eight, at(now), &helsinki()).unwrap().to_string();
        assert_eq!(latest("2026-01-15T06:00:00Z"), "2026-01-15T06:00:00Z");
        assert_eq!(latest("2026-01-15T05:59:59Z"), "2026-01-14T06:00:00Z");
        assert_eq!(latest("2026-07-15T05:00:00Z"), "2026-07-15T05:00:00Z", "summer time");
    }

    #[test]
    fn a_day_of_the_week_and_the_days_when_clocks_change() {
        let monday = schedule(Some(1), 3);
        let now = at("2026-01-15T12:00:00Z");
        assert_eq!(latest(&monday, now, &helsinki()).unwrap().to_string(), "2026-01-12T01:00:00Z");
        // Clocks go from three to four on 29 March 2026: the hour comes at four.
        let three = schedule(None, 3);
        let moments = between(&three, at("2026-03-28T00:00:00Z"), at("2026-03-30T12:00:00Z"), &helsinki());
        let told: Vec<String> = moments.iter().map(Moment::to_string).collect();
        assert_eq!(told, ["2026-03-28T01:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"]);
        let event = Trigger::Event { touches: vec![], subject: None, ours_too: false };
        assert_eq!(super::latest(&event, now, &helsinki()), None);
    }
}
