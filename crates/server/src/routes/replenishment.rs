//! Replenishment: A, then A again. The usual interval of each item, and who is due.

use super::Page;
use crate::company::DueItem;
use crate::cursor;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::findings::ReplenishmentFinding;
use vihje_model::{CustomerKey, Moment};

/// The report at one level.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Replenishment {
    /// The rows.
    pub items: Vec<ReplenishmentRow>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Items that meet the filters.
    pub total: u64,
    /// The level.
    pub level: u8,
    /// True for this moment; null before the first analysis.
    pub as_of: Option<Moment>,
}

/// One item that is bought again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReplenishmentRow {
    /// The product or category.
    pub item: String,
    /// Customers who bought it at least once.
    pub buyers: u64,
    /// Intervals between purchases seen.
    pub repeats: u64,
    /// Median days between purchases; null when fewer than half of the intervals are complete.
    pub median_days: Option<f64>,
    /// Lower quartile.
    pub q1_days: Option<f64>,
    /// Upper quartile.
    pub q3_days: Option<f64>,
    /// Customers now due.
    pub due: u64,
}

/// A customer who is due for an item.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DueCustomer {
    /// The customer's key.
    pub key: CustomerKey,
    /// Id in the source.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// What is due, and when.
    pub due: DueItem,
}

/// Filters of the report.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReplenishmentQuery {
    /// The product level; the default level when not given.
    pub level: Option<u8>,
    /// The item's name contains this.
    pub q: Option<String>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// Who is due for one item.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DueQuery {
    /// The item.
    pub item: String,
    /// The product level; the default level when not given.
    pub level: Option<u8>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// Items that are bought again, their usual interval, and how many customers are due.
#[utoipa::path(get, path = "/replenishment", tag = "findings", params(ReplenishmentQuery), responses((status = 200, body = Replenishment)))]
pub async fn list_replenishment(
    State(app): State<App>,
    Query(query): Query<ReplenishmentQuery>,
) -> Answer<Json<Replenishment>> {
    app.read(move |company| {
        let (level, set) = company.replenishment_set(query.level)?;
        let Some(set) = set else {
            return Ok(Json(Replenishment {
                items: Vec::new(),
                next_cursor: None,
                total: 0,
                level,
                as_of: None,
            }));
        };
        let limit = cursor::limit(query.limit);
        let page =
            company.desk().replenishments(set.id, query.q.as_deref(), query.cursor.as_deref(), limit)?;
        Ok(Json(Replenishment {
            items: page.items.into_iter().map(ReplenishmentRow::of).collect(),
            next_cursor: page.next,
            total: page.total,
            level,
            as_of: Some(set.meta.as_of),
        }))
    })
    .await
}

impl ReplenishmentRow {
    fn of(row: ReplenishmentFinding) -> Self {
        Self {
            item: row.item,
            buyers: row.customers,
            repeats: row.repeats,
            median_days: row.median_days,
            q1_days: row.first_quartile_days,
            q3_days: row.third_quartile_days,
            due: row.due,
        }
    }
}

/// Customers who are due for one item, the most probable first.
#[utoipa::path(get, path = "/replenishment/due", tag = "findings", params(DueQuery), responses((status = 200, body = Page<DueCustomer>)))]
pub async fn list_due_customers(
    State(app): State<App>,
    Query(query): Query<DueQuery>,
) -> Answer<Json<Page<DueCustomer>>> {
    app.read(move |company| {
        let (_, set) = company.replenishment_set(query.level)?;
        let Some(set) = set else { return Ok(Json(Page { items: Vec::new(), next_cursor: None, total: 0 })) };
        let limit = cursor::limit(query.limit);
        let page = company.desk().due_customers(set.id, &query.item, query.cursor.as_deref(), limit)?;
        let items = page.items.into_iter().map(|due| DueCustomer {
            key: due.customer,
            id: due.customer_id.clone(),
            name: due.name.clone().unwrap_or_else(|| due.customer_id.clone()),
            owner: due.owner.clone(),
            due: DueItem::of(due, set.currency),
        });
        Ok(Json(Page { items: items.collect(), next_cursor: page.next, total: page.total }))
    })
    .await
}
