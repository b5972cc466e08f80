//! What the values of a column look like: numbers, dates, addresses, how often they repeat.

use crate::formats::{self, Mark, Number};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};
use vihje_model::import::date_number::{EXCEL, UNIX, UNIX_MS};
use vihje_model::import::{ABSENT, ABSENT_CODE};

/// Counts over the sampled values of one column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Values that are not empty.
    pub(crate) filled: usize,
    /// Values looked at.
    pub(crate) seen: usize,
    /// Different values.
    pub(crate) distinct: usize,
    /// Numbers, of the filled.
    pub(crate) numbers: usize,
    /// Numbers without decimals.
    pub(crate) integers: usize,
    /// Numbers below zero.
    pub(crate) negatives: usize,
    /// Numbers with exactly two decimals.
    pub(crate) cents: usize,
    /// Numbers certainly written with a decimal comma, and certainly with a point.
    pub(crate) commas: usize,
    /// See `commas`.
    pub(crate) points: usize,
    /// Numbers with one comma before three digits.
    pub(crate) either: usize,
    /// Currency of the first sign seen.
    pub(crate) sign: Option<&'static str>,
    /// Values with that sign.
    pub(crate) signed: usize,
    /// Largest number.
    pub(crate) largest: f64,
    /// E-mail addresses.
    pub(crate) emails: usize,
    /// Telephone numbers.
    pub(crate) phones: usize,
    /// Three-letter currency codes that are in use.
    pub(crate) currencies: usize,
    /// Texts of three letters, as codes of currencies are.
    pub(crate) codes: usize,
    /// Numbers that may be days as a spreadsheet counts them, of 1955 to 2078.
    pub(crate) day_numbers: usize,
    /// Whole numbers that may be seconds since 1970, of 2000 to 2100.
    pub(crate) seconds: usize,
    /// The same in milliseconds.
    pub(crate) milliseconds: usize,
    /// Times of day without a date.
    pub(crate) times: usize,
    /// Date formats and how many values each reads.
    pub(crate) dates: BTreeMap<String, Vec<Date>>,
    /// Some values, in the file's order.
    pub(crate) examples: Vec<String>,
}

/// Codes common enough to be taken for a currency without being asked.
const CURRENCIES: &[&str] = &[
    "EUR", "USD", "GBP", "SEK", "NOK", "DKK", "CHF", "PLN", "CZK", "HUF", "JPY", "CNY", "CAD", "AUD", "NZD",
    "INR", "BRL", "MXN", "ZAR", "TRY", "RUB", "UAH", "SGD", "HKD", "KRW", "ISK", "RON", "BGN",
];

/// Seconds since 1970 from 2000 to 2100.
const EPOCH: std::ops::Range<f64> = 946_684_800.0..4_102_444_800.0;

impl Profile {
    /// Looks at the values of a column. Time is linear in the values; memory in the distinct ones.
    pub(crate) fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut profile = Self::default();
        let mut distinct = HashSet::new();
        for value in values {
            profile.seen += 1;
            let value = value.trim();
            if value.is_empty() || ABSENT.contains(&value) || ABSENT_CODE.contains(&value) {
                continue;
            }
            profile.filled += 1;
            profile.add(value);
            if distinct.insert(value) && profile.examples.len() < 3 {
                profile.examples.push(value.chars().take(80).collect());
            }
        }
        profile.distinct = distinct.len();
        profile
    }

    fn add(&mut self, value: &str) {
        if let Some(number) = formats::number(value) {
            self.add_number(number);
        }
        for reading in formats::readings(value) {
            self.dates.entry(reading.format).or_default().push(reading.date);
        }
        self.emails += usize::from(is_email(value));
        self.phones += usize::from(is_phone(value));
        self.currencies += usize::from(CURRENCIES.contains(&value));
        self.codes += usize::from(value.len() == 3 && value.bytes().all(|byte| byte.is_ascii_alphabetic()));
        self.times += usize::from(
            value.len() <= 12 && value.contains([':', '.']) && formats::time_format(value).is_some(),
        );
    }

    fn add_number(&mut self, number: Number) {
        self.numbers += 1;
        self.integers += usize::from(number.decimals == 0);
        self.negatives += usize::from(number.value < 0.0);
        self.cents += usize::from(number.decimals == 2);
        self.commas += usize::from(number.mark == Mark::Comma);
        self.points += usize::from(number.mark == Mark::Point);
        self.either += usize::from(number.mark == Mark::EitherComma);
        let whole = number.decimals == 0;
        self.day_numbers += usize::from((20_000.0..65_000.0).contains(&number.value));
        self.seconds += usize::from(whole && EPOCH.contains(&number.value));
        self.milliseconds += usize::from(whole && EPOCH.contains(&(number.value / 1000.0)));
        self.sign = self.sign.or(number.sign);
        self.signed += usize::from(number.sign.is_some() && number.sign == self.sign);
        self.largest = self.largest.max(number.value.abs());
    }

    /// Share of the filled values, zero when there are none.
    pub(crate) fn share(&self, count: usize) -> f64 {
        if self.filled == 0 { 0.0 } else { count as f64 / self.filled as f64 }
    }

    /// Nearly every value is a number.
    pub(crate) fn is_number(&self) -> bool {
        self.share(self.numbers) >= 0.9
    }

    /// Nearly every value is a moment by one format.
    pub(crate) fn is_date(&self) -> bool {
        self.dates.values().any(|dates| self.share(dates.len()) >= 0.9)
    }

    /// Share of the values that are moments by the format that reads the most.
    pub(crate) fn share_of_dates(&self) -> f64 {
        self.share(self.dates.values().map(Vec::len).max().unwrap_or(0))
    }

    /// How nearly all values may be moments written as numbers; only a name can say that they are.
    pub(crate) fn date_number(&self) -> Option<&'static str> {
        let counts = [(EXCEL, self.day_numbers), (UNIX, self.seconds), (UNIX_MS, self.milliseconds)];
        counts.into_iter().find(|(_, count)| self.share(*count) >= 0.9).map(|(format, _)| format)
    }

    /// Nearly every value is a time of day and no date.
    pub(crate) fn is_time(&self) -> bool {
        self.share(self.times) >= 0.9 && !self.is_date() && self.share(self.cents) < 0.9
    }

    /// Nearly every value is an e-mail address.
    pub(crate) fn is_email(&self) -> bool {
        self.share(self.emails) >= 0.8
    }

    /// Nearly every value occurs once.
    pub(crate) fn is_unique(&self) -> bool {
        self.filled > 0 && self.distinct as f64 >= 0.98 * self.filled as f64
    }
}

/// `someone@host.tld` without white space.
fn is_email(value: &str) -> bool {
    value.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !value.contains(char::is_whitespace)
    })
}

/// A plus or a zero, then seven to fifteen digits with the usual joints.
fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && value.starts_with(['+', '0', '('])
        && value.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/'))
}
