//! What the screens read: the customer's page, lists of customers, names, freshness. Only reads, each a query or two.

mod categories;
mod customer;
mod lists;
mod live;
mod overview;
mod products;
mod timeline;

pub use categories::CategoryTrend;
pub use customer::{Order, OrderLine, Profile};
pub use lists::{CustomerRow, PatternMember, PatternQuery};
pub use live::{LiveHead, LiveLine, LiveRow};
pub use overview::{Overview, TableCount};
pub use products::ProductRow;
pub use timeline::{TimelineEntry, TimelineKind, TimelinePage, TimelineQuery};

use rust_decimal::Decimal;
use vihje_model::fact::Attributes;

/// Attributes from their JSON text.
fn attributes(text: Option<String>) -> Attributes {
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// A decimal column without trailing zeros; nought where it is NULL.
fn decimal(row: &duckdb::Row<'_>, index: usize) -> duckdb::Result<Decimal> {
    Ok(decimal_or_null(row, index)?.unwrap_or_default())
}

/// A decimal column without trailing zeros.
fn decimal_or_null(row: &duckdb::Row<'_>, index: usize) -> duckdb::Result<Option<Decimal>> {
    let found: Option<duckdb::types::Decimal> = row.get(index)?;
    Ok(found.map(|found| Decimal::from_i128_with_scale(found.value(), u32::from(found.scale())).normalize()))
}
