//! Acting on opportunities: taken up, dismissed with a reason, taken back; overtaken by time or by what happened.

use super::{Opportunity, OpportunityState, find};
use crate::{Desk, DeskError, Result};
use rusqlite::params;
use vihje_model::{CustomerKey, Moment};

impl Desk {
    /// Takes an open opportunity up.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] when it is not open any more.
    pub fn accept_opportunity(
        &self,
        id: i64,
        note: Option<&str>,
        by: &str,
        now: Moment,
    ) -> Result<Opportunity> {
        self.close(id, OpportunityState::Accepted, (None, note), by, now)
    }

    /// Says that an open opportunity is none, and why.
    ///
    /// # Errors
    /// As [`Desk::accept_opportunity`]; [`DeskError::Invalid`] without a reason.
    pub fn dismiss_opportunity(
        &self,
        id: i64,
        reason: &str,
        note: Option<&str>,
        by: &str,
        now: Moment,
    ) -> Result<Opportunity> {
        if reason.trim().is_empty() {
            return Err(DeskError::Invalid("an opportunity is dismissed for a reason".to_owned()));
        }
        self.close(id, OpportunityState::Dismissed, (Some(reason), note), by, now)
    }

    fn close(
        &self,
        id: i64,
        state: OpportunityState,
        (reason, note): (Option<&str>, Option<&str>),
        by: &str,
        now: Moment,
    ) -> Result<Opportunity> {
        self.write(|transaction| {
            let before = find(transaction, id)?;
            if before.state != OpportunityState::Open {
                return Err(DeskError::Conflict(format!("opportunity {id} is already {}", before.state)));
            }
            let note = note.map(str::trim).filter(|note| !note.is_empty());
            transaction
                .prepare_cached(
                    "UPDATE opportunity SET state = ?2, dismiss_reason = ?3, note = ?4, acted_by = ?5, acted_at = ?6
                     WHERE id = ?1",
                )?
                .execute(params![id, state.word(), reason, note, by, now.0])?;
            find(transaction, id)
        })
    }

    /// Takes back that an opportunity was taken up or dismissed: it is open again, or expired where its time is over.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] when nobody had acted on it.
    pub fn reopen_opportunity(&self, id: i64, now: Moment) -> Result<Opportunity> {
        self.write(|transaction| {
            let before = find(transaction, id)?;
            if !matches!(before.state, OpportunityState::Accepted | OpportunityState::Dismissed) {
                return Err(DeskError::Conflict(format!("opportunity {id} is {}", before.state)));
            }
            let state = match before.expires_at > now {
                true => OpportunityState::Open,
                false => OpportunityState::Expired,
            };
            transaction
                .prepare_cached(
                    "UPDATE opportunity SET state = ?2, dismiss_reason = NULL, note = NULL, acted_by = NULL, acted_at = NULL
                     WHERE id = ?1",
                )?
                .execute(params![id, state.word()])?;
            find(transaction, id)
        })
    }

    /// Open opportunities whose time is over expire. Returns how many.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn expire_opportunities(&self, now: Moment) -> Result<usize> {
        let any = self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT 1 FROM opportunity WHERE state = 'open' AND expires_at <= ?1 LIMIT 1",
            )?;
            Ok(statement.exists([now.0])?)
        })?;
        if !any {
            return Ok(0);
        }
        self.write(|transaction| {
            Ok(transaction
                .prepare_cached(
                    "UPDATE opportunity SET state = 'expired', acted_at = ?1 WHERE state = 'open' AND expires_at <= ?1",
                )?
                .execute([now.0])?)
        })
    }

    /// Calls customers what they are called now, in what is open of them. O(names).
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn rename_customers(&self, called: &[(CustomerKey, String)]) -> Result<()> {
        self.write(|transaction| {
            for (customer, name) in called {
                let customer = customer.to_string();
                for sql in [
                    "UPDATE opportunity SET name = ?2 WHERE customer = ?1 AND state IN ('open', 'accepted') AND name IS NOT ?2",
                    "UPDATE task SET name = ?2 WHERE customer = ?1 AND state IN ('open', 'snoozed') AND name IS NOT ?2",
                ] {
                    transaction.prepare_cached(sql)?.execute(params![customer, name])?;
                }
            }
            Ok(())
        })
    }

    /// Open opportunities of a customer for one of these items, and those without an item for one of these reasons, are
    /// overtaken: the customer bought it. Returns the ids.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn withdraw_opportunities(
        &self,
        customer: CustomerKey,
        items: &[String],
        reasons: &[&str],
        now: Moment,
    ) -> Result<Vec<i64>> {
        let open: Vec<(i64, String, String)> = self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT id, item, reason FROM opportunity WHERE customer = ?1 AND state = 'open'",
            )?;
            let rows = statement
                .query_map([customer.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let overtaken: Vec<(i64, String)> = open
            .into_iter()
            // More than usual was bought: that very purchase is the reason.
            .filter(|(_, item, reason)| {
                (items.contains(item) && reason != "more_than_usual") || reasons.contains(&reason.as_str())
            })
            .map(|(id, _, reason)| (id, reason))
            .collect();
        if overtaken.is_empty() {
            return Ok(Vec::new());
        }
        self.write(|transaction| {
            for (id, reason) in &overtaken {
                transaction
                    .prepare_cached(
                        "UPDATE opportunity SET state = 'withdrawn', acted_at = ?2 WHERE id = ?1 AND state = 'open'",
                    )?
                    .execute(params![id, now.0])?;
                // Who stands on Today for another reason too is there again when the list is next brought up to date.
                transaction
                    .prepare_cached(
                        "UPDATE task SET state = 'withdrawn', refreshed_at = ?3 WHERE customer = ?1 AND state = 'open'
                           AND reason = ?2 AND worklist_id IN (SELECT id FROM worklist WHERE source = 'today')",
                    )?
                    .execute(params![customer.to_string(), reason, now.0])?;
            }
            Ok(())
        })?;
        Ok(overtaken.into_iter().map(|(id, _)| id).collect())
    }
}
