//! What is shown of a customer: the row of the list, the page, the timeline's contact, and who is due for what.

use super::find::CustomerEvidence;
use super::patterns::OpenPattern;
use super::{Company, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_desk::findings::{CustomerFinding, CustomerQuery, Standing};
use vihje_model::{Currency, CustomerKey, Moment, Money};

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
    pub state: Standing,
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

/// When the next order is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Expected {
    /// Low end of the 80 % interval.
    pub from: Moment,
    /// Median.
    pub at: Moment,
    /// High end of the 80 % interval.
    pub to: Moment,
}

/// An item that is due for a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DueItem {
    /// The product or category.
    pub item: String,
    /// When it was last bought.
    pub last_bought: Moment,
    /// The usual interval, in days.
    pub usual_gap_days: f64,
    /// When the next purchase is expected.
    pub due_at: Moment,
    /// From here on it is later than the customer's own gaps allow.
    pub late_at: Option<Moment>,
    /// What a purchase of it is worth.
    pub value: Option<Money>,
}

/// A page of customers.
#[derive(Debug, Clone)]
pub struct CustomerPages {
    /// The rows.
    pub items: Vec<CustomerRow>,
    /// The cursor of the next page.
    pub next_cursor: Option<String>,
    /// Customers who meet the filters.
    pub total: u64,
}

/// Everything that is known of one customer.
#[derive(Debug, Clone)]
pub struct Known {
    /// The row of the list.
    pub row: CustomerRow,
    /// RFM segment.
    pub segment: Option<String>,
    /// Expected orders over the next year.
    pub expected_orders: Option<f64>,
    /// The numbers, the reasons, how to reach them.
    pub evidence: CustomerEvidence,
    /// Patterns whose window is open.
    pub patterns: Vec<OpenPattern>,
    /// Items that are due and can be offered, in the order of offer.
    pub due: Vec<DueItem>,
    /// True for this moment.
    pub as_of: Moment,
}

impl CustomerRow {
    pub(crate) fn of(finding: &CustomerFinding, currency: Currency) -> Self {
        let money = |minor| Money::from_minor(minor, currency);
        let expected = match (finding.next_from, finding.next_at, finding.next_to) {
            (Some(from), Some(at), Some(to)) => Some(Expected { from, at, to }),
            _ => None,
        };
        Self {
            key: finding.customer,
            name: finding.name.clone().unwrap_or_else(|| finding.customer_id.clone()),
            id: finding.customer_id.clone(),
            owner: finding.owner.clone(),
            state: finding.standing,
            orders: u32::try_from(finding.orders).unwrap_or(u32::MAX),
            first_order: finding.first_at,
            last_order: finding.last_at,
            sales: money(finding.sales_minor),
            usual_gap_days: finding.usual_gap_days,
            next_expected: expected,
            value_at_risk: (finding.value_at_risk_minor > 0).then(|| money(finding.value_at_risk_minor)),
            alive: finding.p_alive,
            expected_value: finding.value_minor.map(money),
            rfm: finding.rfm.clone(),
        }
    }
}

impl Company {
    /// A page of customers from the current findings.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the desk cannot be read.
    pub fn customers(&self, query: &CustomerQuery) -> Result<CustomerPages> {
        let page = self.desk.customers(query)?;
        let currency = self.currency()?;
        let items = page.items.iter().map(|finding| CustomerRow::of(finding, currency)).collect();
        Ok(CustomerPages { items, next_cursor: page.next, total: page.total })
    }

    /// Everything that is known of one customer. One whom no analysis has seen yet is shown with what the sources told.
    ///
    /// # Errors
    /// `not-found` when there is no such customer.
    pub fn known(&self, key: CustomerKey) -> Result<Known> {
        let (currency, as_of) = (self.currency()?, self.findings_as_of()?);
        let (finding, evidence) = self.finding(key)?;
        Ok(Known {
            row: CustomerRow::of(&finding, currency),
            segment: finding.segment,
            expected_orders: finding.expected_purchases,
            evidence,
            patterns: self.open_patterns(key)?,
            due: self.due_of(key, currency)?,
            as_of,
        })
    }

    /// What was found about a customer, or what the sources told where nothing was.
    pub(crate) fn finding(&self, key: CustomerKey) -> Result<(CustomerFinding, CustomerEvidence)> {
        // An address may still name one of two names that have become one customer since.
        let key = self.history.canonical(key)?;
        let finding = self.desk.customer(key)?.map_or_else(|| self.unseen(key), Ok)?;
        let evidence = serde_json::from_value(finding.evidence.clone()).unwrap_or_default();
        Ok((finding, evidence))
    }

    /// The source's id of a customer.
    ///
    /// # Errors
    /// `not-found`.
    pub fn customer_id(&self, key: CustomerKey) -> Result<String> {
        Ok(self.finding(key)?.0.customer_id)
    }

    fn due_of(&self, key: CustomerKey, currency: Currency) -> Result<Vec<DueItem>> {
        Ok(self.offers_of(key)?.into_iter().map(|due| DueItem::of(due, currency)).collect())
    }
}

impl DueItem {
    pub(crate) fn of(due: vihje_desk::findings::DueCustomer, currency: Currency) -> Self {
        Self {
            item: due.item,
            last_bought: due.last_at,
            usual_gap_days: due.gap_days,
            due_at: due.due_at,
            late_at: due.late_at,
            value: (due.value_minor != 0).then(|| Money::from_minor(due.value_minor, currency)),
        }
    }
}
