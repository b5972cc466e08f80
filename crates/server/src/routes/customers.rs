//! Customers: the list, and one customer's page.

use super::Page;
use super::tasks::Task;
use crate::company::{CategoryRow, CompanyError, CustomerRow, DueItem, OpenPattern};
use crate::cursor;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use utoipa::{IntoParams, ToSchema};
use vihje_desk::TaskState;
use vihje_desk::findings::{CustomerFilter, CustomerQuery, CustomerSort, Standing};
use vihje_model::columns::ValueBasis;
use vihje_model::{Currency, CustomerKey, Moment, Money};

/// Owners offered for the filter.
const MOST_OWNERS: usize = 200;

/// Filters and order of the list of customers.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomersQuery {
    /// Name, id, e-mail or telephone contains this.
    pub q: Option<String>,
    /// `name`, `orders`, `sales`, `first_order`, `last_order`, `next_expected`, `value_at_risk`, `expected_value` or `alive`;
    /// `sales` when not given.
    pub sort: Option<String>,
    /// `asc` or `desc`; what suits the sort when not given.
    pub order: Option<String>,
    /// Only customers who stand like this.
    pub state: Option<Standing>,
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

/// Which level.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LevelQuery {
    /// The level's number from `/levels`; the one analyses use when not given.
    pub level: Option<u8>,
}

/// The list of customers.
#[utoipa::path(get, path = "/customers", tag = "customers", params(CustomersQuery), responses((status = 200, body = Customers)))]
pub async fn list_customers(
    State(app): State<App>,
    Query(query): Query<CustomersQuery>,
) -> Answer<Json<Customers>> {
    app.read(move |company| {
        let page = company.customers(&query.for_desk(company.currency()?)?)?;
        let facets = company.desk().customer_facets(&CustomerFilter::default())?;
        let owners = facets.owners.into_iter().map(|owner| owner.name).filter(|name| !name.is_empty());
        Ok(Json(Customers {
            items: page.items,
            next_cursor: page.next_cursor,
            total: page.total,
            as_of: company.findings_as_of()?,
            owners: owners.take(MOST_OWNERS).collect(),
        }))
    })
    .await
}

impl CustomersQuery {
    /// As the desk takes it.
    pub(crate) fn for_desk(&self, currency: Currency) -> Result<CustomerQuery, CompanyError> {
        let sort = match self.sort.as_deref() {
            None => CustomerSort::Sales,
            Some("expected_value") => CustomerSort::Value,
            Some(word) => word.parse().map_err(|_| {
                let what = format!("The list cannot be sorted by \"{word}\".");
                CompanyError::refused("invalid-value", what, "See /api/openapi.json for the words.")
            })?,
        };
        let descending = match self.order.as_deref() {
            None => sort != CustomerSort::Name,
            Some(order) => order == "desc",
        };
        let min_sales_minor = self
            .min_value
            .and_then(Decimal::from_f64)
            .and_then(|amount| Money { amount, currency }.to_minor());
        let filter = CustomerFilter {
            standings: self.state.into_iter().collect(),
            owners: self.owner.iter().cloned().collect(),
            segments: self.segment.iter().cloned().collect(),
            min_sales_minor,
            search: self.q.clone(),
            ..CustomerFilter::default()
        };
        let limit = cursor::limit(self.limit);
        Ok(CustomerQuery { filter, sort, descending, cursor: self.cursor.clone(), limit })
    }
}

/// One customer: who they are, how they stand, on which lists and why.
#[utoipa::path(get, path = "/customers/{key}", tag = "customers", params(("key" = CustomerKey, Path)), responses((status = 200, body = CustomerProfile)))]
pub async fn get_customer(
    State(app): State<App>,
    Path(key): Path<CustomerKey>,
) -> Answer<Json<CustomerProfile>> {
    app.read(move |company| {
        let known = company.known(key)?;
        let told = company.told(key)?;
        let today = company.desk().today_worklist()?;
        let tasks = company.desk().tasks_of_customer(key)?.into_iter();
        // Of a closed list only what was done is told.
        let lists: HashSet<i64> = company.desk().worklists()?.iter().map(|list| list.id).collect();
        let stands = |task: &vihje_desk::Task| match task.state {
            TaskState::Open | TaskState::Snoozed => lists.contains(&task.worklist),
            TaskState::Done | TaskState::Skipped => true,
            TaskState::Withdrawn => false,
        };
        let tasks = tasks.filter(stands).map(|task| Task::of(task, 0, today));
        Ok(Json(CustomerProfile {
            customer: known.row,
            email: told.email,
            phone: told.phone,
            attributes: told.attributes,
            segment: known.segment,
            expected_orders: known.expected_orders,
            value_per_order: known.evidence.numbers.value_per_order,
            basis: known.evidence.basis.unwrap_or(ValueBasis::Sales),
            tasks: tasks.collect::<Result<_, _>>()?,
            patterns: known.patterns,
            due: known.due,
            as_of: known.as_of,
        }))
    })
    .await
}

/// What a customer bought, by category.
#[utoipa::path(get, path = "/customers/{key}/categories", tag = "customers", params(("key" = CustomerKey, Path), LevelQuery), responses((status = 200, body = Page<CategoryRow>)))]
pub async fn list_customer_categories(
    State(app): State<App>,
    Path(key): Path<CustomerKey>,
    Query(query): Query<LevelQuery>,
) -> Answer<Json<Page<CategoryRow>>> {
    app.read(move |company| {
        let items = company.categories(key, query.level)?;
        Ok(Json(Page { total: items.len() as u64, items, next_cursor: None }))
    })
    .await
}
