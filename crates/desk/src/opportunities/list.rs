//! Lists of opportunities, newest first, and how each rule does.

use super::{OPPORTUNITY, Opportunity, OpportunityState, opportunity};
use crate::convert::{count, moment, parsed};
use crate::{Desk, DeskError, Page, Result};
use rusqlite::{ToSql, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vihje_model::{CustomerKey, Moment};

/// Which opportunities; all when nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct OpportunityQuery {
    /// Where they stand.
    pub state: Option<OpportunityState>,
    /// Only of this owner.
    pub owner: Option<String>,
    /// Only of this rule.
    pub rule: Option<i64>,
    /// Only for this reason.
    pub reason: Option<String>,
    /// Only of this customer.
    pub customer: Option<CustomerKey>,
    /// Only where at least this is to be won, in minor units.
    pub min_value_minor: Option<i64>,
    /// Only those that join Today, or only the others.
    pub hot: Option<bool>,
    /// Only those seen at or after this moment.
    pub since: Option<Moment>,
}

/// What was offered to whom, so that it is not offered again too soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The rule.
    pub rule: i64,
    /// The customer.
    pub customer: CustomerKey,
    /// What.
    pub item: String,
    /// When.
    pub at: Moment,
}

/// How a rule does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RuleCounts {
    /// Open now.
    pub open: u64,
    /// Taken up.
    pub accepted: u64,
    /// Dismissed.
    pub dismissed: u64,
    /// Expired.
    pub expired: u64,
    /// Overtaken.
    pub withdrawn: u64,
    /// Dismissed, by reason.
    pub dismissed_for: BTreeMap<String, u64>,
}

/// The condition of a query and its values.
fn filter(query: &OpportunityQuery) -> (String, Vec<Box<dyn ToSql>>) {
    let mut parts = vec!["1 = 1".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut add = |test: &str, value: Option<Box<dyn ToSql>>| {
        if let Some(value) = value {
            values.push(value);
            parts.push(format!("{test} ?{}", values.len()));
        }
    };
    let boxed = |value: i64| -> Box<dyn ToSql> { Box::new(value) };
    let text = |value: String| -> Box<dyn ToSql> { Box::new(value) };
    add("state =", query.state.map(|state| text(state.word().to_owned())));
    add("owner =", query.owner.clone().map(text));
    add("rule_id =", query.rule.map(boxed));
    add("reason =", query.reason.clone().map(text));
    add("customer =", query.customer.map(|key| text(key.to_string())));
    add("value_minor >=", query.min_value_minor.map(boxed));
    add("hot =", query.hot.map(|hot| boxed(i64::from(hot))));
    add("at >=", query.since.map(|since| boxed(since.0)));
    (parts.join(" AND "), values)
}

impl Desk {
    /// A page of opportunities, newest first.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] when the cursor is not one of this list; when the disk cannot be read.
    pub fn opportunities(
        &self,
        query: &OpportunityQuery,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Opportunity>> {
        let before = match cursor {
            None => i64::MAX,
            Some(cursor) => cursor
                .parse()
                .map_err(|_| DeskError::Invalid("the cursor is not one of this list".to_owned()))?,
        };
        let (condition, values) = filter(query);
        self.read(|transaction| {
            let bound: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
            let total = transaction
                .prepare_cached(&format!("SELECT count(*) FROM opportunity WHERE {condition}"))?
                .query_row(bound.as_slice(), |row| count(row, 0))?;
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {OPPORTUNITY} FROM opportunity WHERE {condition} AND id < {before} ORDER BY id DESC LIMIT {}",
                limit + 1
            ))?;
            let rows = statement.query_map(bound.as_slice(), opportunity)?;
            let mut items: Vec<Opportunity> = rows.collect::<Result<_, _>>()?;
            let more = items.len() > limit;
            items.truncate(limit);
            let next = items.last().filter(|_| more).map(|last| last.id.to_string());
            Ok(Page { items, next, total })
        })
    }

    /// What was offered since a moment, whatever became of it.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn offered_since(&self, since: Moment) -> Result<Vec<Offered>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT rule_id, customer, item, at FROM opportunity WHERE at >= ?1 ORDER BY id",
            )?;
            let rows = statement.query_map([since.0], |row| {
                Ok(Offered {
                    rule: row.get(0)?,
                    customer: parsed(row, 1)?,
                    item: row.get(2)?,
                    at: moment(row, 3)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How each rule did with what it saw since a moment; what is open now is counted whenever it was seen.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn rule_counts(&self, since: Moment) -> Result<BTreeMap<i64, RuleCounts>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT rule_id, state, coalesce(dismiss_reason, ''), count(*) FROM opportunity
                 WHERE at >= ?1 OR state = 'open' GROUP BY 1, 2, 3",
            )?;
            let mut counts: BTreeMap<i64, RuleCounts> = BTreeMap::new();
            let mut rows = statement.query(params![since.0])?;
            while let Some(row) = rows.next()? {
                let of_rule = counts.entry(row.get(0)?).or_default();
                let number: u64 = count(row, 3)?;
                match parsed(row, 1)? {
                    OpportunityState::Open => of_rule.open += number,
                    OpportunityState::Accepted => of_rule.accepted += number,
                    OpportunityState::Dismissed => {
                        of_rule.dismissed += number;
                        *of_rule.dismissed_for.entry(row.get(2)?).or_default() += number;
                    }
                    OpportunityState::Expired => of_rule.expired += number,
                    OpportunityState::Withdrawn => of_rule.withdrawn += number,
                }
            }
            Ok(counts)
        })
    }
}
