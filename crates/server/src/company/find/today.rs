//! Today: those in decline and the due, one row a customer, kept up to date from the findings.

use super::decline::{CustomerEvidence, Evidence};
use crate::company::{Company, CompanyError, Result};
use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vihje_desk::findings::{CustomerFilter, CustomerFinding, CustomerQuery, DueCustomer, Standing};
use vihje_desk::{Quiet, Synced, TaskEntry};
use vihje_model::columns::ValueBasis;
use vihje_model::{Analysis, Currency, CustomerKey};

/// Tasks on Today at most: the most valuable. More than any team works in a month.
const MOST: usize = 5_000;
/// Rows read from the desk at a time.
const PAGE: usize = 1_000;
/// Further reasons kept with a task.
const SECONDARY: usize = 4;

/// What the desk keeps with a task, beside its strongest reason.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskBasis {
    /// Further reasons, strongest first.
    pub secondary: Vec<Reason>,
    /// The numbers.
    pub evidence: Evidence,
    /// Margin or sales.
    pub basis: Option<ValueBasis>,
    /// How to reach the customer.
    pub email: Option<String>,
    /// How to reach the customer.
    pub phone: Option<String>,
}

impl Company {
    /// Brings Today up to the findings, without undoing or repeating what people did with it.
    ///
    /// # Errors
    /// When the desk cannot be read or written.
    pub fn sync_today(&self) -> Result<Synced> {
        let Some(set) = self.desk.current_set(Analysis::Decline, None)? else { return Ok(Synced::default()) };
        let mut due = self.due_by_customer()?;
        let mut entries = Vec::new();
        for finding in self.in_decline()? {
            let secondary = due.remove(&finding.customer).unwrap_or_default();
            entries.push(entry(finding, secondary, set.currency)?);
        }
        let room = MOST.saturating_sub(entries.len());
        let mut rest: Vec<_> = due.into_iter().collect();
        rest.sort_by_key(|(key, items)| (std::cmp::Reverse(worth(items)), *key));
        for (key, items) in rest.into_iter().take(room) {
            if let Some(finding) = self.desk.customer(key)? {
                entries.push(entry(finding, items, set.currency)?);
            }
        }
        Ok(self.desk.sync_today(entries, Quiet::default(), Some(set.id), self.now())?)
    }

    /// Those in decline, the most at risk first.
    fn in_decline(&self) -> Result<Vec<CustomerFinding>> {
        let standings = vec![Standing::Lapsed, Standing::Declining, Standing::Late, Standing::LostLine];
        let filter =
            CustomerFilter { standings, min_value_at_risk_minor: Some(1), ..CustomerFilter::default() };
        let mut query = CustomerQuery { filter, limit: PAGE, ..CustomerQuery::default() };
        let mut found = Vec::new();
        loop {
            let page = self.desk.customers(&query)?;
            found.extend(page.items);
            query.cursor = page.next;
            if query.cursor.is_none() || found.len() >= MOST {
                found.truncate(MOST);
                return Ok(found);
            }
        }
    }

    /// What each customer is due for, the most valuable first.
    fn due_by_customer(&self) -> Result<BTreeMap<CustomerKey, Vec<DueCustomer>>> {
        let mut found: BTreeMap<CustomerKey, Vec<DueCustomer>> = BTreeMap::new();
        let parameters = super::AnalysisParameters::default().decided(Analysis::Replenishment, self)?;
        let Some(set) = self.desk.current_set(Analysis::Replenishment, Some(&parameters.canonical()))? else {
            return Ok(found);
        };
        let mut items = None;
        loop {
            let page = self.desk.replenishments(set.id, None, items.as_deref(), PAGE)?;
            for item in page.items.iter().filter(|item| item.due > 0) {
                let mut customers = None;
                loop {
                    let page = self.desk.due_customers(set.id, &item.item, customers.as_deref(), PAGE)?;
                    // Those who come within the next days are no task yet.
                    for due in page.items.into_iter().filter(|due| due.due_at <= set.meta.as_of) {
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
        found
            .values_mut()
            .for_each(|due| due.sort_by_key(|due| (std::cmp::Reverse(due.value_minor), due.rank)));
        Ok(found)
    }
}

fn worth(due: &[DueCustomer]) -> i64 {
    due.iter().map(|due| due.value_minor).sum()
}

/// The task of a customer: why they are in decline, else what they are due for.
fn entry(finding: CustomerFinding, due: Vec<DueCustomer>, currency: Currency) -> Result<TaskEntry> {
    let unreadable =
        |error: serde_json::Error| CompanyError::Internal(format!("a finding cannot be read: {error}"));
    let known: CustomerEvidence = serde_json::from_value(finding.evidence).map_err(unreadable)?;
    let value_minor = if known.reasons.is_empty() { worth(&due) } else { finding.value_at_risk_minor };
    let mut reasons = known.reasons.into_iter().chain(due.iter().map(due_reason));
    let first = reasons.next().ok_or_else(|| CompanyError::Internal("a task without a reason".to_owned()))?;
    let basis = TaskBasis {
        secondary: reasons.take(SECONDARY).collect(),
        evidence: known.numbers,
        basis: known.basis,
        email: known.email,
        phone: known.phone,
    };
    Ok(TaskEntry {
        customer: finding.customer,
        customer_id: finding.customer_id,
        name: finding.name,
        owner: finding.owner,
        reason: first.code().to_owned(),
        parameters: first.params(),
        evidence: serde_json::to_value(basis).map_err(unreadable)?,
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
