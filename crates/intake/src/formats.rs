//! How dates and numbers are written: candidate formats tried on the values themselves.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;

/// Date formats beyond ISO 8601, in `strptime` form. Where a text fits several, the sample decides, then the zone.
pub(crate) const DATE_FORMATS: &[&str] = &[
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y-%m-%d",
];

/// Times of day that may follow a date, after the space or `T` between them.
const TIME_FORMATS: &[&str] = &[
    "%H:%M:%S",
    "%H:%M",
    "%H:%M:%S%.f",
    "%H.%M",
    "%H.%M.%S",
    "klo %H.%M",
    "klo %H:%M",
    "%I:%M %p",
    "%I:%M:%S %p",
    "%H:%M:%S %z",
    "%H:%M %z",
    "%H:%M:%S UTC",
    "%H%M%S",
    "%H%M",
];

/// How one text is a moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// Empty for ISO 8601.
    pub(crate) format: String,
    /// The day it names.
    pub(crate) date: Date,
}

/// True for `2024-01-31`, `2024-01-31 10:00`, `2024-01-31T10:00:00Z` and the like.
pub(crate) fn iso(text: &str) -> Option<Date> {
    if !text.is_char_boundary(10.min(text.len())) || text.len() < 10 || text.as_bytes().get(4) != Some(&b'-')
    {
        return None;
    }
    let date: Date = text[..10].parse().ok()?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(date);
    }
    let time = rest.strip_prefix([' ', 'T'])?;
    let time = time.strip_suffix('Z').unwrap_or(time);
    let time = match time.find(['+', '-']) {
        Some(at) if is_offset(&time[at + 1..]) => &time[..at],
        Some(_) => return None,
        None => time,
    };
    format!("{date}T{time}").parse::<DateTime>().ok().map(DateTime::date)
}

/// `02`, `0200` or `02:00` after a sign.
fn is_offset(text: &str) -> bool {
    matches!(text.len(), 2 | 4 | 5) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

/// Every way this text can be read as a day, ISO first; empty when it is none.
pub(crate) fn readings(text: &str) -> Vec<Reading> {
    let text = text.trim();
    if let Some(date) = iso(text) {
        return vec![Reading { format: String::new(), date }];
    }
    if !(6..=40).contains(&text.len()) || !text.is_ascii() || !text.bytes().any(|byte| byte.is_ascii_digit())
    {
        return Vec::new();
    }
    // A plain number is a date only when its eight digits are one of this age.
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !(text.len() == 8 && compact(text)) {
        return Vec::new();
    }
    DATE_FORMATS.iter().filter_map(|format| read_as(text, format)).collect()
}

fn compact(text: &str) -> bool {
    matches!(&text[..2], "19" | "20")
}

/// The text by one date format, with whatever time of day follows it.
fn read_as(text: &str, format: &str) -> Option<Reading> {
    let (broken, used) = BrokenDownTime::parse_prefix(format, text).ok()?;
    let date = broken.to_date().ok()?;
    if format.contains("%Y") && !(1900..=2200).contains(&date.year()) {
        return None;
    }
    let rest = text.get(used..)?;
    if rest.is_empty() {
        return Some(Reading { format: format.to_owned(), date });
    }
    let (joint, time) = match rest.as_bytes()[0] {
        b' ' => (" ", &rest[1..]),
        b'T' => ("T", &rest[1..]),
        b',' => (", ", rest.strip_prefix(", ")?),
        _ => return None,
    };
    let time_format = time_format(time)?;
    Some(Reading { format: format!("{format}{joint}{time_format}"), date })
}

/// The format of a time of day, or nothing when the text is none.
pub(crate) fn time_format(text: &str) -> Option<&'static str> {
    TIME_FORMATS
        .iter()
        .copied()
        .find(|format| BrokenDownTime::parse_prefix(format, text).is_ok_and(|(_, used)| used == text.len()))
}

/// What a number looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// Its value, for telling money from quantity only; never stored.
    pub(crate) value: f64,
    /// Digits after the decimal mark.
    pub(crate) decimals: usize,
    /// What the marks say about the decimal mark.
    pub(crate) mark: Mark,
    /// The currency its sign names.
    pub(crate) sign: Option<&'static str>,
}

/// What a number's own marks say about decimal commas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// No mark.
    None,
    /// Certainly a decimal point.
    Point,
    /// Certainly a decimal comma.
    Comma,
    /// One comma before three digits: thousands or decimals.
    EitherComma,
    /// One point before three digits: decimals or thousands.
    EitherPoint,
}

/// Reads `-1 234,56 €`, `$1,234.56`, `(12.50)`, `12.50-` and plain numbers.
pub(crate) fn number(text: &str) -> Option<Number> {
    let inside = |text: &str| text.strip_prefix('(')?.strip_suffix(')').map(str::to_owned);
    let (bare, bracketed) = match inside(text.trim()) {
        Some(bare) => (bare, true),
        None => (text.trim().to_owned(), false),
    };
    let (text, sign) = without_sign(bare.trim());
    let (text, bracketed) = inside(text).map_or((text.to_owned(), bracketed), |bare| (bare, true));
    let negative = bracketed || text.starts_with(['-', '−']) || text.ends_with('-');
    let body = text.trim_matches(['-', '−', '+', ' ']);
    if !body.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '.' | ','))
        || !body.ends_with(|last: char| last.is_ascii_digit() || matches!(last, '.' | ','))
    {
        return None;
    }
    let plain: String = body.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    if plain.len() != body.len() && !grouped(body) {
        return None;
    }
    let (plain, decimals, mark) = marks(&plain)?;
    let value: f64 = plain.parse().ok()?;
    Some(Number { value: if negative { -value } else { value }, decimals, mark, sign })
}

/// Spaces and apostrophes only stand before groups of three digits: `1 234`, never `12 34` (a phone, a list).
fn grouped(body: &str) -> bool {
    let whole = body.split(['.', ',']).next().unwrap_or(body);
    whole.split([' ', '\u{a0}', '\u{202f}', '\'']).skip(1).all(|group| group.len() == 3)
}

/// Normal form with a decimal point, digits after it, and what the marks say.
fn marks(plain: &str) -> Option<(String, usize, Mark)> {
    if plain.chars().any(|c| !c.is_ascii_digit() && c != '.' && c != ',') {
        return None;
    }
    let (points, commas) = (plain.matches('.').count(), plain.matches(',').count());
    let after = |mark: char| plain.rfind(mark).map_or(0, |at| plain.len() - at - 1);
    let groups = |mark: char| {
        let whole = plain.split(if mark == ',' { '.' } else { ',' }).next().unwrap_or(plain);
        whole.split(mark).skip(1).all(|group| group.len() == 3)
    };
    match (points, commas) {
        (0, 0) => Some((plain.to_owned(), 0, Mark::None)),
        (1, 0) if after('.') == 3 && plain.len() <= 7 && !plain.starts_with('0') => {
            Some((plain.to_owned(), 3, Mark::EitherPoint))
        }
        (1, 0) => Some((plain.to_owned(), after('.'), Mark::Point)),
        (0, 1) if after(',') == 3 && plain.len() <= 7 && !plain.starts_with('0') => {
            Some((plain.replace(',', "."), 3, Mark::EitherComma))
        }
        (0, 1) => Some((plain.replace(',', "."), after(','), Mark::Comma)),
        (1, _) if plain.rfind('.') > plain.rfind(',') && groups(',') => {
            Some((plain.replace(',', ""), after('.'), Mark::Point))
        }
        (_, 1) if plain.rfind(',') > plain.rfind('.') && groups('.') => {
            Some((plain.replace('.', "").replace(',', "."), after(','), Mark::Comma))
        }
        (0, _) if groups(',') => Some((plain.replace(',', ""), 0, Mark::Point)),
        (_, 0) if groups('.') => Some((plain.replace('.', ""), 0, Mark::Comma)),
        _ => None,
    }
}

/// Takes a currency sign or code off either end.
fn without_sign(text: &str) -> (&str, Option<&'static str>) {
    const SIGNS: &[(&str, &str)] = &[
        ("€", "EUR"),
        ("R$", "BRL"),
        ("$", "USD"),
        ("£", "GBP"),
        ("¥", "JPY"),
        ("EUR", "EUR"),
        ("USD", "USD"),
        ("GBP", "GBP"),
        ("SEK", "SEK"),
        ("NOK", "NOK"),
        ("DKK", "DKK"),
        ("CHF", "CHF"),
        ("kr", "SEK"),
    ];
    for (sign, code) in SIGNS {
        let rest = text.strip_suffix(sign).or_else(|| text.strip_prefix(sign));
        if let Some(rest) = rest {
            return (rest.trim(), Some(code));
        }
        if let Some(rest) = text.strip_prefix('-').and_then(|after| after.strip_prefix(sign)) {
            return (rest.trim(), Some(code)); // "-$5": the sign of the number matters less here than that it is one
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (text, expected) in [
            ("12", Some((12.0, 0, Mark::None))),
            ("-12.50", Some((-12.5, 2, Mark::Point))),
            ("1 234,56 €", Some((1234.56, 2, Mark::Comma))),
            ("1.234,56", Some((1234.56, 2, Mark::Comma))),
            ("$1,234.56", Some((1234.56, 2, Mark::Point))),
            ("1,234", Some((1.234, 3, Mark::EitherComma))),
            ("1.234", Some((1.234, 3, Mark::EitherPoint))),
            ("0,250", Some((0.25, 3, Mark::Comma))),
            ("1,234,567", Some((1_234_567.0, 0, Mark::Point))),
            ("12,50-", Some((-12.5, 2, Mark::Comma))),
            ("(12.50)", Some((-12.5, 2, Mark::Point))),
            ("($12.50)", Some((-12.5, 2, Mark::Point))),
            ("€(12,50)", Some((-12.5, 2, Mark::Comma))),
            ("2024-01-01", None),
            ("12 34 56", None),
            ("85123A", None),
            ("1.2.2024", None),
            ("", None),
            ("-", None),
        ] {
            let found = number(text).map(|number| (number.value, number.decimals, number.mark));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn dates_as_people_write_them() {
        for (text, expected) in [
            ("2024-01-31", vec![""]),
            ("2024-01-31T10:00:00Z", vec![""]),
            ("2024-01-31 10:00:00+02:00", vec![""]),
            ("2023-01-05 10:11:12 +0200", vec!["%Y-%m-%d %H:%M:%S %z"]),
            ("31.1.2024", vec!["%d.%m.%Y"]),
            ("31.1.2024 klo 14.30", vec!["%d.%m.%Y klo %H.%M"]),
            ("31.01.24", vec!["%d.%m.%y"]),
            ("13/02/2024", vec!["%d/%m/%Y"]),
            ("02/13/2024", vec!["%m/%d/%Y"]),
            ("02/03/2024 1:05 PM", vec!["%d/%m/%Y %I:%M %p", "%m/%d/%Y %I:%M %p"]),
            ("20240131", vec!["%Y%m%d"]),
            ("Jan 31, 2024", vec!["%b %d, %Y"]),
            ("31-Jan-2024", vec!["%d-%b-%Y"]),
            ("12345678", vec![]),
            ("536365", vec![]),
            ("hello", vec![]),
            ("45/45/2024", vec![]),
        ] {
            let found: Vec<String> = readings(text).into_iter().map(|reading| reading.format).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
