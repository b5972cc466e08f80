//! Pages by cursor: the next page begins after the last row of this one, so rows that come and go do not shift it.

use crate::{DeskError, Result};
use serde::Serialize;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Ask with this for the next page; nothing on the last one. Opaque.
    pub next: Option<String>,
    /// Rows on all pages, under the same filter.
    pub total: u64,
}

impl<T> Page<T> {
    /// From one row more than asked for, which tells that there is a next page.
    pub(crate) fn cut(mut items: Vec<T>, limit: usize, total: u64, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next, total }
    }
}

/// The parts of a cursor: an integer that leads the order, and a text that settles ties.
pub(crate) fn write_cursor(lead: i64, tie: &str) -> String {
    format!("{lead}~{tie}")
}

pub(crate) fn read_cursor(cursor: Option<&str>) -> Result<Option<(i64, String)>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let parts = cursor.split_once('~').and_then(|(lead, tie)| Some((lead.parse().ok()?, tie.to_owned())));
    parts.map(Some).ok_or_else(|| DeskError::Invalid(format!("\"{cursor}\" is not a cursor of this list")))
}
