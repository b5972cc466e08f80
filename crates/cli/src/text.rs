//! How values are written: for people with their units and never with more digits than they have, for programs plainly.

use crate::output::Cell;
use crate::progress;
use jiff::civil::Date;
use vihje_desk::findings::CustomerFinding;
use vihje_model::{Currency, Money};

/// A number, shown with so many decimals; nothing where there is none.
pub(crate) fn number(value: Option<f64>, decimals: usize) -> Cell {
    cell(value, |value| format!("{value:.decimals$}"), |value| value.to_string())
}

/// A share of one: a percentage for people.
pub(crate) fn share(value: Option<f64>) -> Cell {
    cell(value, |share| format!("{:.0} %", share * 100.0), |share| share.to_string())
}

/// A length of time in days.
pub(crate) fn days(value: Option<f64>) -> Cell {
    cell(value, |days| format!("{days:.0} d"), |days| days.to_string())
}

/// A count: in groups of three for people.
pub(crate) fn counted(value: u64) -> Cell {
    Cell { shown: progress::counted(value), plain: value.to_string() }
}

/// Minor units as money: the amount alone for programs, whose currency stands in a column of its own.
pub(crate) fn money(minor: Option<i64>, currency: Currency) -> Cell {
    let money = minor.map(|minor| Money::from_minor(minor, currency));
    cell(money, |money| format!("{} {}", money.amount, money.currency), |money| money.amount.to_string())
}

/// An interval for people; for programs its ends stand in columns of their own.
pub(crate) fn interval(low: f64, high: f64) -> Cell {
    Cell { shown: format!("{low:.2}–{high:.2}"), plain: String::new() }
}

/// A day.
pub(crate) fn day(value: Option<Date>) -> Cell {
    Cell::text(value.map(|day| day.to_string()).unwrap_or_default())
}

/// A customer's name, or the id where there is none.
pub(crate) fn customer(row: &CustomerFinding) -> Cell {
    Cell::text(row.name.as_ref().unwrap_or(&row.customer_id))
}

/// What went wrong and what caused it, each told once: a cause follows a whole sentence as a sentence of its own, and anything
/// else after a colon.
pub(crate) fn sentences<'a>(chain: impl Iterator<Item = &'a (dyn std::error::Error + 'static)>) -> String {
    let mut told = String::new();
    for cause in chain {
        let cause = cause.to_string();
        let cause = cause.trim();
        if told.is_empty() {
            told.push_str(cause);
        } else if told.ends_with(['.', '!', '?']) {
            let mut letters = cause.chars();
            told.push(' ');
            told.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            told.push_str(letters.as_str());
        } else if !told.ends_with(cause) {
            told.push_str(": ");
            told.push_str(cause);
        }
    }
    if !told.ends_with(['.', '!', '?', '\n']) {
        told.push('.');
    }
    told
}

fn cell<T: Copy>(value: Option<T>, shown: impl FnOnce(T) -> String, plain: impl FnOnce(T) -> String) -> Cell {
    Cell { shown: value.map(shown).unwrap_or_default(), plain: value.map(plain).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_follows_a_sentence_as_a_sentence() {
        let check = |texts: &[&'static str], expected: &str| {
            let mut texts = texts.iter().rev();
            let first = anyhow::anyhow!(*texts.next().unwrap());
            let error = texts.fold(first, |error, text| error.context(*text));
            assert_eq!(sentences(error.chain()), expected);
        };
        check(
            &["Choose another port with --listen.", "address in use"],
            "Choose another port with --listen. Address in use.",
        );
        check(
            &["the file is not right", "line 3", "a number is missing."],
            "the file is not right: line 3: a number is missing.",
        );
        check(&["It failed."], "It failed.");
    }

    #[test]
    fn people_get_units_and_programs_get_numbers() {
        let check =
            |cell: Cell, shown: &str, plain: &str| assert_eq!((&*cell.shown, &*cell.plain), (shown, plain));
        check(share(Some(0.541)), "54 %", "0.541");
        check(days(Some(39.6)), "40 d", "39.6");
        check(counted(541_909), "541,909", "541909");
        check(money(Some(-53_135), Currency::EUR), "-531.35 EUR", "-531.35");
        check(number(Some(0.000_012_5), 4), "0.0000", "0.0000125");
        check(interval(4.3, 7.208), "4.30–7.21", "");
        check(number(None, 2), "", "");
    }
}
