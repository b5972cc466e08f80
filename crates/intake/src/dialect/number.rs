//! Decimal numbers out of JSON: told as numbers or as text. What is not clearly a number is none; nothing is guessed.

use super::json::Json;
use super::reject::Rejection;
use rust_decimal::Decimal;
use std::str::FromStr as _;

/// Beyond this no amount and no quantity is meant in earnest, and the tables of the past hold no more.
const LIMIT: i64 = 1_000_000_000_000;
/// Digits kept after the point, as the tables of the past keep them.
const DIGITS: u32 = 4;

/// The number of a member; nothing where nothing is told.
pub(super) fn decimal(told: Option<&Json<'_>>, field: &str) -> Result<Option<Decimal>, Rejection> {
    let Some(json) = told.filter(|json| !json.is_nothing()) else { return Ok(None) };
    let number = match json {
        Json::Whole(whole) => Decimal::try_from_i128_with_scale(*whole, 0).ok(),
        // The shortest text of the float is the text that was told (see `json`).
        Json::Real(real) if real.abs() < 1e15 => Decimal::from_str(&real.to_string()).ok(),
        Json::Text(text) => of_text(text.trim()),
        _ => None,
    };
    match number.map(|number| number.round_dp(DIGITS)) {
        Some(number) if number.abs() <= Decimal::from(LIMIT) => Ok(Some(number)),
        _ => Err(Rejection::new("not-a-number", "The value is not a number that can be used.").at(field)),
    }
}

/// `12.50`, `12,50`, `-3`; a comma before three digits could be either and is refused.
fn of_text(text: &str) -> Option<Decimal> {
    let plain = |text: &str| {
        let digits = text.trim_start_matches(['-', '+']);
        let only = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        (only && digits.bytes().any(|byte| byte.is_ascii_digit())).then(|| Decimal::from_str(text).ok())?
    };
    match text.split_once(',') {
        None => plain(text),
        Some((whole, part)) if matches!(part.len(), 1 | 2) && !whole.contains('.') => {
            plain(&format!("{whole}.{part}"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_whether_told_as_numbers_or_as_text() {
        for (json, expect) in [
            ("27.5", Some("27.5")),
            ("0.1", Some("0.1")),
            ("1234567890.12", Some("1234567890.12")),
            ("-3", Some("-3")),
            ("\"19.99\"", Some("19.99")),
            ("\" 19,9 \"", Some("19.9")),
            ("1.00005", Some("1.0000")),
            ("null", None),
            ("\"\"", None),
        ] {
            let told = Json::parse(json).unwrap();
            let number = decimal(Some(&told), "price").unwrap();
            assert_eq!(number.map(|number| number.to_string()).as_deref(), expect, "{json}");
        }
        for json in ["\"1,299\"", "\"19 EUR\"", "true", "[]", "1e300", "99999999999999", "\"1.2.3\"", "\"-\""]
        {
            let told = Json::parse(json).unwrap();
            assert_eq!(decimal(Some(&told), "price").unwrap_err().code, "not-a-number", "{json}");
        }
    }
}
