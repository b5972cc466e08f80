//! One search box over everything.

use crate::company::{AnalysisParameters, PatternRow};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::findings::{CustomerFilter, CustomerQuery, CustomerSort, PatternQuery};
use vihje_model::CustomerKey;

/// Results of each kind when no number is asked for.
const USUAL: u32 = 8;
/// Results of each kind at most.
const MOST: u32 = 50;

/// What to look for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// The text.
    pub q: String,
    /// Most results of each kind; 8 when not given.
    pub limit: Option<u32>,
}

/// What was found, best first. Screens are found by the web application itself.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Found {
    /// Customers and prospects.
    pub customers: Vec<FoundCustomer>,
    /// Products and categories.
    pub items: Vec<FoundItem>,
    /// Patterns at the default level.
    pub patterns: Vec<FoundPattern>,
}

/// A customer that was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FoundCustomer {
    /// The customer's key.
    pub key: CustomerKey,
    /// Id in the source.
    pub id: String,
    /// Name to show.
    pub name: String,
}

/// A product or category that was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FoundItem {
    /// Its level; 0 is the product itself.
    pub level: u8,
    /// Its name.
    pub name: String,
}

/// A pattern that was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FoundPattern {
    /// The pattern's id.
    pub id: String,
    /// What was bought.
    pub a: String,
    /// What is then bought.
    pub b: String,
}

/// One search over customers, products, categories and patterns.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchQuery), responses((status = 200, body = Found)))]
pub async fn search_everything(
    State(app): State<App>,
    Query(query): Query<SearchQuery>,
) -> Answer<Json<Found>> {
    app.read(move |company| {
        let text = query.q.trim();
        if text.is_empty() {
            return Ok(Json(Found::default()));
        }
        let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST) as usize;
        let filter = CustomerFilter { search: Some(text.to_owned()), ..CustomerFilter::default() };
        let customers = company.customers(&CustomerQuery {
            filter,
            sort: CustomerSort::Sales,
            limit,
            ..Default::default()
        })?;
        let mut found = Found {
            customers: customers
                .items
                .into_iter()
                .map(|row| FoundCustomer { key: row.key, id: row.id, name: row.name })
                .collect(),
            items: company
                .search_items(text, limit)?
                .into_iter()
                .map(|(level, name)| FoundItem { level, name })
                .collect(),
            patterns: Vec::new(),
        };
        if let Some(set) = company.pattern_set(&AnalysisParameters::default())? {
            let filter = PatternQuery { search: Some(text.to_owned()), ..PatternQuery::default() };
            let rows = company.shown_patterns(&set, &filter, None, limit)?.items;
            let rows = rows.iter().map(|row| PatternRow::of(&set, row));
            found.patterns = rows.map(|row| FoundPattern { id: row.id, a: row.a, b: row.b }).collect();
        }
        Ok(Json(found))
    })
    .await
}
