//! Cursors that also know how many rows came before, so that rows can be numbered.

use crate::company::CompanyError;

/// Rows on a page when none are asked for.
const USUAL: u32 = 50;
/// Rows on a page at most.
const MOST: u32 = 200;

/// Rows on a page: 1 to 200, 50 when not given.
pub(crate) fn limit(asked: Option<u32>) -> usize {
    asked.unwrap_or(USUAL).clamp(1, MOST) as usize
}

/// Splits a cursor into the rows before it and the room's own cursor.
pub(crate) fn split(cursor: Option<&str>) -> Result<(u64, Option<String>), CompanyError> {
    let Some(cursor) = cursor else { return Ok((0, None)) };
    let parts = cursor.split_once('.').and_then(|(before, own)| Some((before.parse().ok()?, own.to_owned())));
    match parts {
        Some((before, own)) => Ok((before, Some(own))),
        None => Err(CompanyError::invalid_cursor(cursor)),
    }
}

/// The cursor of the next page.
pub(crate) fn join(before: u64, rows: usize, own: Option<String>) -> Option<String> {
    own.map(|own| format!("{}.{own}", before + rows as u64))
}

/// The word of an enumeration that a query names.
pub(crate) fn word<T: std::str::FromStr + std::fmt::Display>(
    given: &str,
    name: &str,
    all: &[T],
) -> Result<T, CompanyError> {
    given.parse().map_err(|_| {
        let known: Vec<String> = all.iter().map(ToString::to_string).collect();
        let what = format!("\"{given}\" is no {name}.");
        CompanyError::refused("invalid-value", what, format!("Choose one of {}.", known.join(", ")))
    })
}
