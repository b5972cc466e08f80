//! How numbers are written for people: with their units, never with more digits than they have.

use vihje_desk::findings::CustomerFinding;
use vihje_model::{Currency, Moment, Money};

/// A number with so many decimals; nothing where there is none.
pub(crate) fn number(value: Option<f64>, decimals: usize) -> String {
    value.map(|value| format!("{value:.decimals$}")).unwrap_or_default()
}

/// A share of one as a percentage.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map(|share| format!("{:.0} %", share * 100.0)).unwrap_or_default()
}

/// A length of time in days.
pub(crate) fn days(value: Option<f64>) -> String {
    value.map(|days| format!("{days:.0} d")).unwrap_or_default()
}

/// Minor units as money.
pub(crate) fn money(minor: i64, currency: Currency) -> String {
    let money = Money::from_minor(minor, currency);
    format!("{} {}", money.amount, money.currency)
}

/// The date of a moment, in UTC.
pub(crate) fn date(moment: Moment) -> String {
    moment.to_string().chars().take(10).collect()
}

/// A customer's name, or the id where there is none.
pub(crate) fn customer(row: &CustomerFinding) -> String {
    row.name.clone().unwrap_or_else(|| row.customer_id.clone())
}
