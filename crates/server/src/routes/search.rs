//! One search box over everything.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vihje_model::CustomerKey;

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
pub async fn search_everything(State(app): State<App>, Query(query): Query<SearchQuery>) -> Answer<Json<Found>> {
    let _ = query;
    Err(app.not_ready())
}
