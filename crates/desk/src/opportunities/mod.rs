//! Opportunities: what the rules saw, and what people made of it. Here are the shapes and the ways in; lists are in `list`,
//! acting in `act`.

mod act;
mod list;

pub use list::{Offered, OpportunityQuery, RuleCounts};

use crate::convert::{json, moment, parsed, some_moment, stored, words};
use crate::{Desk, Result};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use vihje_model::{Currency, CustomerKey, Moment};

words! {
    /// Where an opportunity stands.
    OpportunityState {
        /// Nobody has acted on it and there is still time.
        Open = "open",
        /// Somebody took it up.
        Accepted = "accepted",
        /// Somebody said that it is none.
        Dismissed = "dismissed",
        /// Too late.
        Expired = "expired",
        /// Overtaken by what happened, such as the customer buying it by themselves.
        Withdrawn = "withdrawn",
    }
}

/// An opportunity to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct NewOpportunity {
    /// The rule that saw it.
    pub rule: i64,
    /// For whom.
    pub customer: CustomerKey,
    /// Their id in the source.
    pub customer_id: String,
    /// Their name.
    pub name: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Why, as a stable code.
    pub reason: String,
    /// What the sentence needs beside the code.
    pub parameters: Value,
    /// What there is to offer.
    pub item: Option<String>,
    /// What is to be won, in minor units.
    pub value_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// The ledger's offset of what made it seen.
    pub cause: u64,
    /// Whether it joins Today.
    pub hot: bool,
    /// When.
    pub at: Moment,
    /// From when on it is too late.
    pub expires_at: Moment,
}

/// An opportunity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Opportunity {
    /// Id; ascending as they come.
    pub id: i64,
    /// The rule that saw it.
    pub rule: i64,
    /// For whom.
    pub customer: CustomerKey,
    /// Their id in the source.
    pub customer_id: String,
    /// Their name.
    pub name: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Why, as a stable code.
    pub reason: String,
    /// What the sentence needs beside the code.
    pub parameters: Value,
    /// What there is to offer.
    pub item: Option<String>,
    /// What is to be won, in minor units.
    pub value_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Whether it joined Today.
    pub hot: bool,
    /// When it was seen.
    pub at: Moment,
    /// From when on it is too late.
    pub expires_at: Moment,
    /// Where it stands.
    pub state: OpportunityState,
    /// When somebody last acted on it, or it was overtaken.
    pub acted_at: Option<Moment>,
    /// Who.
    pub acted_by: Option<String>,
    /// Why it was dismissed, as a code.
    pub dismiss_reason: Option<String>,
    /// What was noted.
    pub note: Option<String>,
}

const OPPORTUNITY: &str =
    "id, rule_id, customer, customer_id, name, owner, reason, parameters, item, value_minor,
    currency, hot, at, expires_at, state, acted_at, acted_by, dismiss_reason, note";

/// The setting that holds the ledger's offset up to which facts were judged.
const JUDGED: &str = "live.judged";

impl Desk {
    /// Keeps what the rules saw in the facts up to and with the offset `judged`, in one transaction. What is there already (the
    /// same rule, customer, item and cause) is passed over. Returns those that are new.
    ///
    /// # Errors
    /// When the disk cannot be written; then nothing was kept.
    pub fn add_opportunities(
        &self,
        new: &[NewOpportunity],
        judged: u64,
        now: Moment,
    ) -> Result<Vec<Opportunity>> {
        self.write(|transaction| {
            let mut added = Vec::new();
            for one in new {
                if let Some(id) = insert(transaction, one)? {
                    added.push(find(transaction, id)?);
                }
            }
            transaction
                .prepare_cached(
                    "INSERT INTO setting (key, value, changed_at, changed_by) VALUES (?1, ?2, ?3, 'system')
                     ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
                )?
                .execute(params![JUDGED, judged.to_string(), now.0])?;
            Ok(added)
        })
    }

    /// The ledger's offset up to which facts were judged; nothing before the first.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn judged(&self) -> Result<Option<u64>> {
        self.setting(JUDGED)
    }

    /// One opportunity.
    ///
    /// # Errors
    /// [`DeskError::NotFound`](crate::DeskError::NotFound).
    pub fn opportunity(&self, id: i64) -> Result<Opportunity> {
        self.read(|transaction| find(transaction, id))
    }
}

/// The opportunities after an id that were seen at a moment or later, in order.
pub(crate) fn after(desk: &Desk, after: i64, since: Moment, limit: usize) -> Result<Vec<Opportunity>> {
    desk.read(|transaction| {
        let mut statement = transaction.prepare_cached(&format!(
            "SELECT {OPPORTUNITY} FROM opportunity WHERE id > ?1 AND at >= ?2 ORDER BY id LIMIT ?3"
        ))?;
        let rows = statement.query_map(params![after, since.0, stored(limit)], opportunity)?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

fn insert(transaction: &Transaction<'_>, new: &NewOpportunity) -> Result<Option<i64>> {
    Ok(transaction
        .prepare_cached(
            "INSERT INTO opportunity (rule_id, customer, customer_id, name, owner, reason, parameters, item, value_minor,
                 currency, cause, hot, at, expires_at, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'open')
             ON CONFLICT DO NOTHING RETURNING id",
        )?
        .query_row(
            params![
                new.rule,
                new.customer.to_string(),
                new.customer_id,
                new.name,
                new.owner,
                new.reason,
                new.parameters.to_string(),
                new.item.as_deref().unwrap_or_default(),
                new.value_minor,
                new.currency.code(),
                stored(new.cause),
                new.hot,
                new.at.0,
                new.expires_at.0
            ],
            |row| row.get(0),
        )
        .optional()?)
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<Opportunity> {
    transaction
        .prepare_cached(&format!("SELECT {OPPORTUNITY} FROM opportunity WHERE id = ?1"))?
        .query_row([id], opportunity)
        .optional()?
        .ok_or_else(|| crate::DeskError::not_found("opportunity", id))
}

fn opportunity(row: &Row<'_>) -> rusqlite::Result<Opportunity> {
    Ok(Opportunity {
        id: row.get(0)?,
        rule: row.get(1)?,
        customer: parsed(row, 2)?,
        customer_id: row.get(3)?,
        name: row.get(4)?,
        owner: row.get(5)?,
        reason: row.get(6)?,
        parameters: json(row, 7)?,
        item: Some(row.get::<_, String>(8)?).filter(|item| !item.is_empty()),
        value_minor: row.get(9)?,
        currency: parsed(row, 10)?,
        hot: row.get(11)?,
        at: moment(row, 12)?,
        expires_at: moment(row, 13)?,
        state: parsed(row, 14)?,
        acted_at: some_moment(row, 15)?,
        acted_by: row.get(16)?,
        dismiss_reason: row.get(17)?,
        note: row.get(18)?,
    })
}
