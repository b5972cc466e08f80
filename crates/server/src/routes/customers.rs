//! Customers: the list, and one customer's page.

use super::Page;
use super::patterns::OpenPattern;
use super::tasks::{DueItem, Task};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use vihje_model::columns::ValueBasis;
use vihje_model::{CustomerKey, Moment, Money};

/// A customer in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CustomerRow {
    /// The customer's key.
    pub key: CustomerKey,
    /// Id in the source.
    pub id: String,
    /// Name to show; the id where there is none.
    pub name: String,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// How they stand.
    pub state: CustomerState,
    /// Orders in all.
    pub orders: u32,
    /// First order.
    pub first_order: Option<Moment>,
    /// Latest order.
    pub last_order: Option<Moment>,
    /// Sales in all, returns taken off.
    pub sales: Money,
    /// The customer's own median gap between orders, in days.
    pub usual_gap_days: Option<f64>,
    /// When the next order is expected.
    pub next_expected: Option<Expected>,
    /// What is at stake when they are on a list.
    pub value_at_risk: Option<Money>,
    /// Probability that the customer still buys.
    pub alive: Option<f64>,
    /// Expected value over the next year.
    pub expected_value: Option<Money>,
    /// Recency, frequency and money quintiles, 5 the best, such as `5-4-3`.
    pub rfm: Option<String>,
}

/// How a customer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustomerState {
    /// Has not bought yet.
    Prospect,
    /// First order within the last 90 days and no repeat yet.
    New,
    /// Buys as they usually do.
    Steady,
    /// Fewer orders than their rhythm says.
    Declining,
    /// Silent longer than usual.
    Late,
    /// Stopped one category.
    LostLine,
    /// Probably gone.
    Lapsed,
}

/// When the next order is expected: half of the time between `from` and `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Expected {
    /// Lower quartile.
    pub from: Moment,
    /// Median.
    pub at: Moment,
    /// Upper quartile.
    pub to: Moment,
}

/// Filters and order of the list of customers.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomersQuery {
    /// Name, id, e-mail or telephone contains this.
    pub q: Option<String>,
    /// `name`, `orders`, `sales`, `last_order`, `value_at_risk`, `expected_value` or `alive`; `sales` when not given.
    pub sort: Option<String>,
    /// `asc` or `desc`; what suits the sort when not given.
    pub order: Option<String>,
    /// Only customers who stand like this.
    pub state: Option<CustomerState>,
    /// Only this sales person's customers.
    pub owner: Option<String>,
    /// Only this RFM segment, such as `champions`.
    pub segment: Option<String>,
    /// Only with sales of at least this much.
    pub min_value: Option<f64>,
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}

/// A page of customers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Customers {
    /// The rows.
    pub items: Vec<CustomerRow>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Customers who meet the filters.
    pub total: u64,
    /// Computed columns are true for this moment.
    pub as_of: Moment,
    /// Every owner there is, for the filter; at most 200.
    pub owners: Vec<String>,
}

/// One customer's page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CustomerProfile {
    /// The row of the list.
    pub customer: CustomerRow,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Demographics and everything else the sources told.
    pub attributes: BTreeMap<String, String>,
    /// RFM segment, such as `champions`.
    pub segment: Option<String>,
    /// Expected orders over the next year.
    pub expected_orders: Option<f64>,
    /// What one order is worth, shrunk to the company's mean.
    pub value_per_order: Option<Money>,
    /// Whether values are margin or sales.
    pub basis: ValueBasis,
    /// Which lists the customer is on, and why.
    pub tasks: Vec<Task>,
    /// Patterns whose window is open.
    pub patterns: Vec<OpenPattern>,
    /// Items that are due.
    pub due: Vec<DueItem>,
    /// Computed values are true for this moment.
    pub as_of: Moment,
}

/// What a customer bought, by category.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CategoryRow {
    /// The category.
    pub category: String,
    /// Orders with it.
    pub orders: u32,
    /// Sales of it.
    pub sales: Money,
    /// Share of the customer's sales, 0 to 1.
    pub share: f64,
    /// When it was last bought.
    pub last_bought: Moment,
    /// Sales of each of the last 12 months, oldest first, in the reporting currency.
    pub months: Vec<f64>,
    /// True when they stopped buying it while still buying others.
    pub stopped: bool,
}

/// Which level.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LevelQuery {
    /// The level's number from `/levels`; the one analyses use when not given.
    pub level: Option<u8>,
}

/// The list of customers.
#[utoipa::path(get, path = "/customers", tag = "customers", params(CustomersQuery), responses((status = 200, body = Customers)))]
pub async fn list_customers(State(app): State<App>, Query(query): Query<CustomersQuery>) -> Answer<Json<Customers>> {
    let _ = query;
    Err(app.not_ready())
}

/// One customer: who they are, how they stand, on which lists and why.
#[utoipa::path(get, path = "/customers/{key}", tag = "customers", params(("key" = CustomerKey, Path)), responses((status = 200, body = CustomerProfile)))]
pub async fn get_customer(State(app): State<App>, Path(key): Path<CustomerKey>) -> Answer<Json<CustomerProfile>> {
    let _ = key;
    Err(app.not_ready())
}

/// What a customer bought, by category.
#[utoipa::path(get, path = "/customers/{key}/categories", tag = "customers", params(("key" = CustomerKey, Path), LevelQuery), responses((status = 200, body = Page<CategoryRow>)))]
pub async fn list_customer_categories(
    State(app): State<App>,
    Path(key): Path<CustomerKey>,
    Query(query): Query<LevelQuery>,
) -> Answer<Json<Page<CategoryRow>>> {
    let _ = (key, query);
    Err(app.not_ready())
}
