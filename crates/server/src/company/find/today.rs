//! Today: those in decline and the due, one row a customer, kept up to date from the findings, in the order that the
//! backtest of the decline analysis says.

use super::decline::{CustomerEvidence, Evidence};
use crate::company::offers::{can_be_offered, in_order_of_offer};
use crate::company::{Company, CompanyError, Result};
use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use vihje_desk::findings::{CustomerFilter, CustomerFinding, CustomerQuery, DueCustomer, Standing};
use vihje_desk::{Quiet, Synced, TaskEntry};
use vihje_insight::ranking::Ranking;
use vihje_model::columns::ValueBasis;
use vihje_model::{Analysis, Currency, CustomerKey};

/// Tasks on Today at most: the first in the order used. More than any team works in a month.
const MOST: usize = 5_000;
/// Rows read from the desk at a time.
const PAGE: usize = 1_000;
/// Further reasons kept with a task.
const SECONDARY: usize = 4;

/// What the desk keeps with a task, beside its strongest reason.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskBasis {
    /// Further reasons why the customer is in decline, strongest first.
    pub secondary: Vec<Reason>,
    /// The numbers.
    pub evidence: Evidence,
    /// Margin or sales.
    pub basis: Option<ValueBasis>,
    /// How to reach the customer.
    pub email: Option<String>,
    /// How to reach the customer.
    pub phone: Option<String>,
    /// The opportunity for which the task stands on Today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opportunity: Option<i64>,
}

/// What Today is ordered by. Every task has what each order asks for, so those in decline and the due stand on one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The most at risk, or to be won, first.
    ValueAtRisk,
    /// The method's own: chance of a drop and value at stake together; who is only due comes after those in decline.
    Chance,
    /// The longest since the last order first, then by sales.
    Recency,
    /// The lowest recency fifth first, then frequency and monetary fifths together, then sales.
    Rfm,
}

/// Ascending, what is called first; the key settles ties.
pub(super) type Place = (i64, i64, i64, CustomerKey);

impl Order {
    /// The order of a ranking of the backtest.
    pub(super) fn of(ranking: Ranking) -> Self {
        match ranking {
            Ranking::ValueAtRisk => Self::ValueAtRisk,
            Ranking::Method => Self::Chance,
            Ranking::Recency => Self::Recency,
            Ranking::Rfm => Self::Rfm,
        }
    }

    /// As it stands in the quality of a finding set, and in the API.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::ValueAtRisk => "value_at_risk",
            Self::Chance => "vihje",
            Self::Recency => "days_since_last_order",
            Self::Rfm => "rfm",
        }
    }

    fn from_word(word: &str) -> Self {
        let known = [Self::Chance, Self::Recency, Self::Rfm].into_iter().find(|order| order.word() == word);
        known.unwrap_or(Self::ValueAtRisk)
    }

    /// The place of a customer in decline.
    pub(super) fn place_of(self, finding: &CustomerFinding) -> Place {
        self.place(finding, finding.value_at_risk_minor)
    }

    /// The place of a customer with so much at stake.
    fn place(self, finding: &CustomerFinding, value_minor: i64) -> Place {
        let last = finding.last_at.map_or(i64::MAX, |at| at.0);
        let (first, second, third) = match self {
            Self::ValueAtRisk => (-value_minor, 0, 0),
            Self::Chance => match finding.evidence.get("priority").and_then(serde_json::Value::as_f64) {
                // Positive reals order as their bits do.
                Some(priority) => (i64::MIN, -priority.max(0.0).to_bits().cast_signed(), -value_minor),
                None => (0, 0, -value_minor),
            },
            Self::Recency => (last, -finding.sales_minor, 0),
            Self::Rfm => {
                let (recency, rest) = fifths(finding.rfm.as_deref().unwrap_or_default());
                (recency, -rest, -finding.sales_minor)
            }
        };
        (first, second, third, finding.customer)
    }
}

/// The recency fifth, and the frequency and monetary fifths together, of a class such as `5-3-4`.
fn fifths(class: &str) -> (i64, i64) {
    let mut fifths = class.split('-').map(|fifth| fifth.parse::<i64>().unwrap_or(0));
    (fifths.next().unwrap_or(0), fifths.sum())
}

impl Company {
    /// Brings Today up to the findings, without undoing or repeating what people did with it.
    ///
    /// # Errors
    /// When the desk cannot be read or written.
    pub fn sync_today(&self) -> Result<Synced> {
        let Some(set) = self.desk.current_set(Analysis::Decline, None)? else { return Ok(Synced::default()) };
        let order = Order::from_word(&self.ordered_by()?);
        let mut due = self.due_by_customer()?;
        let mut placed = Vec::new();
        for finding in self.in_decline(order)? {
            let secondary = due.remove(&finding.customer).unwrap_or_default();
            let place = order.place_of(&finding);
            placed.push((place, entry(finding, secondary, set.currency)?));
        }
        let room = MOST.saturating_sub(placed.len());
        let mut rest: Vec<_> = due.into_iter().collect();
        rest.sort_by_key(|(key, items)| (Reverse(worth(items)), *key));
        for (key, items) in rest.into_iter().take(room) {
            if let Some(finding) = self.desk.customer(key)? {
                let place = order.place(&finding, worth(&items));
                placed.push((place, entry(finding, items, set.currency)?));
            }
        }
        placed.sort_by_key(|(place, _)| *place);
        let entries = self.opportunities_first(placed.into_iter().map(|(_, entry)| entry).collect())?;
        Ok(self.desk.sync_today(entries, Quiet::default(), Some(set.id), self.now())?)
    }

    /// Opportunities before everything else, the newest first. Of a customer who is listed anyway the other reasons come second.
    fn opportunities_first(&self, listed: Vec<TaskEntry>) -> Result<Vec<TaskEntry>> {
        let opportunities = self.todays_opportunities()?;
        if opportunities.is_empty() {
            return Ok(listed);
        }
        let unreadable =
            |error: serde_json::Error| CompanyError::Internal(format!("a task cannot be read: {error}"));
        let other: BTreeMap<CustomerKey, &TaskEntry> =
            listed.iter().map(|entry| (entry.customer, entry)).collect();
        let mut entries = Vec::with_capacity(opportunities.len() + listed.len());
        let asked = opportunities.iter().zip(self.opportunity_entries(&opportunities)?);
        for (one, mut entry) in asked {
            if let Some(other) = other.get(&one.customer) {
                let mut basis: TaskBasis =
                    serde_json::from_value(other.evidence.clone()).map_err(unreadable)?;
                let reason = serde_json::json!({ "code": other.reason, "params": other.parameters });
                basis.secondary.insert(0, serde_json::from_value(reason).map_err(unreadable)?);
                basis.secondary.truncate(SECONDARY);
                basis.opportunity = Some(one.id);
                entry.evidence = serde_json::to_value(basis).map_err(unreadable)?;
            }
            entries.push(entry);
        }
        // The desk takes the first entry of a customer.
        entries.extend(listed);
        Ok(entries)
    }

    /// Those in decline who come first in this order.
    fn in_decline(&self, order: Order) -> Result<Vec<CustomerFinding>> {
        let standings = vec![Standing::Lapsed, Standing::Declining, Standing::Late, Standing::LostLine];
        let filter =
            CustomerFilter { standings, min_value_at_risk_minor: Some(1), ..CustomerFilter::default() };
        let mut query = CustomerQuery { filter, limit: PAGE, ..CustomerQuery::default() };
        let mut found: Vec<CustomerFinding> = Vec::new();
        loop {
            let page = self.desk.customers(&query)?;
            found.extend(page.items);
            query.cursor = page.next;
            let enough = order == Order::ValueAtRisk && found.len() >= MOST;
            if enough || query.cursor.is_none() || found.len() >= 2 * MOST {
                // The desk reads them by value at risk; another order has to see them all, but keeps only its first.
                found.sort_by_cached_key(|finding| order.place_of(finding));
                found.truncate(MOST);
            }
            if enough || query.cursor.is_none() {
                return Ok(found);
            }
        }
    }

    /// What each customer is due for and can be offered, in the order of offer.
    fn due_by_customer(&self) -> Result<BTreeMap<CustomerKey, Vec<DueCustomer>>> {
        let mut found: BTreeMap<CustomerKey, Vec<DueCustomer>> = BTreeMap::new();
        let parameters = super::AnalysisParameters::default().decided(Analysis::Replenishment, self)?;
        let Some(set) = self.desk.current_set(Analysis::Replenishment, Some(&parameters.canonical()))? else {
            return Ok(found);
        };
        let barred = self.barred(parameters.level.unwrap_or(0))?;
        let mut items = None;
        loop {
            let page = self.desk.replenishments(set.id, None, items.as_deref(), PAGE)?;
            for item in page.items.iter().filter(|item| item.due > 0) {
                let mut customers = None;
                loop {
                    let page = self.desk.due_customers(set.id, &item.item, customers.as_deref(), PAGE)?;
                    // Those who come within the next days are no task yet.
                    let now = set.meta.as_of;
                    let is_due = |due: &DueCustomer| due.due_at <= now && can_be_offered(due, &barred, now);
                    for due in page.items.into_iter().filter(is_due) {
                        found.entry(due.customer).or_default().push(due);
                    }
                    customers = page.next;
                    if customers.is_none() {
                        break;
                    }
                }
            }
            items = page.next;
            if items.is_none() {
                break;
            }
        }
        found.values_mut().for_each(|due| in_order_of_offer(due, set.meta.as_of));
        Ok(found)
    }
}

fn worth(due: &[DueCustomer]) -> i64 {
    due.iter().map(|due| due.value_minor).sum()
}

/// The task of a customer: why they are in decline, else what they are due for first. What else they are due for is offered
/// with the task and no reason of its own.
fn entry(mut finding: CustomerFinding, due: Vec<DueCustomer>, currency: Currency) -> Result<TaskEntry> {
    let unreadable =
        |error: serde_json::Error| CompanyError::Internal(format!("a finding cannot be read: {error}"));
    let mut known: CustomerEvidence = serde_json::from_value(finding.evidence.take()).map_err(unreadable)?;
    let value_minor = if known.reasons.is_empty() { worth(&due) } else { finding.value_at_risk_minor };
    let mut reasons = std::mem::take(&mut known.reasons).into_iter().chain(due.first().map(due_reason));
    let first = reasons.next().ok_or_else(|| CompanyError::Internal("a task without a reason".to_owned()))?;
    known.reasons = reasons.filter(|reason| !matches!(reason, Reason::Due { .. })).take(SECONDARY).collect();
    task_entry(finding, &first, known, value_minor, currency)
}

/// The task of a customer for this reason, with what else is known of them; the reasons there come second.
pub(super) fn task_entry(
    finding: CustomerFinding,
    reason: &Reason,
    known: CustomerEvidence,
    value_minor: i64,
    currency: Currency,
) -> Result<TaskEntry> {
    let basis = TaskBasis {
        secondary: known.reasons,
        evidence: known.numbers,
        basis: known.basis,
        email: known.email,
        phone: known.phone,
        opportunity: None,
    };
    let evidence = serde_json::to_value(basis).map_err(|error| CompanyError::Internal(error.to_string()))?;
    Ok(TaskEntry {
        customer: finding.customer,
        customer_id: finding.customer_id,
        name: finding.name,
        owner: finding.owner,
        reason: reason.code().to_owned(),
        parameters: reason.params(),
        evidence,
        value_minor,
        currency,
        holdout: false,
    })
}

fn due_reason(due: &DueCustomer) -> Reason {
    Reason::Due {
        product: due.item.clone(),
        last_bought: due.last_at,
        usual_gap_days: due.gap_days,
        due_at: due.due_at,
        late_at: due.late_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::Moment;

    fn finding(id: &str, last: i64, sales_minor: i64, rfm: &str) -> CustomerFinding {
        CustomerFinding {
            last_at: Some(Moment(0).plus_days(last)),
            sales_minor,
            rfm: Some(rfm.to_owned()),
            ..crate::company::past::nobody(CustomerKey::of(id), id.to_owned())
        }
    }

    #[test]
    fn each_order_calls_first_whom_its_baseline_would() {
        let likely = |priority: f64, finding: CustomerFinding| CustomerFinding {
            evidence: serde_json::json!({ "priority": priority }),
            ..finding
        };
        let rows = [
            (likely(0.5, finding("a", 10, 900, "1-1-1")), 5),
            (finding("b", 20, 100, "1-5-4"), 70),
            (likely(80.0, finding("c", 10, 999, "3-5-5")), 30),
            (finding("d", 40, 500, "5-5-5"), 60),
        ];
        let called = |order: Order| {
            let mut rows: Vec<_> = rows.iter().collect();
            rows.sort_by_key(|(finding, value)| order.place(finding, *value));
            rows.iter().map(|(finding, _)| finding.customer_id.as_str()).collect::<String>()
        };
        assert_eq!(called(Order::ValueAtRisk), "bdca");
        assert_eq!(called(Order::Chance), "cabd", "by what the method says, then the due by value");
        assert_eq!(called(Order::Recency), "cabd", "of those as long silent, the one with more sales");
        assert_eq!(called(Order::Rfm), "bacd");
    }

    #[test]
    fn the_words_of_orders_are_read_back() {
        for ranking in vihje_insight::ranking::RANKINGS {
            assert_eq!(Order::from_word(Order::of(ranking).word()), Order::of(ranking));
        }
        assert_eq!(Order::from_word("replenishment"), Order::ValueAtRisk);
    }
}
