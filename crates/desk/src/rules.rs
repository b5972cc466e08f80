//! Rules that watch for opportunities. A rule that is removed stays for the opportunities it saw.

use crate::convert::json;
use crate::{Desk, DeskError, Result, audit};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::json;
use vihje_model::Moment;
use vihje_model::opportunity::Rule;

const RULE: &str =
    "id, name, body, enabled, hot, expires_hours, quiet_days, contact_quiet_days, min_value_minor";

impl Desk {
    /// The rules, in the order made.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn rules(&self) -> Result<Vec<Rule>> {
        self.read(|transaction| {
            let mut statement = transaction
                .prepare_cached(&format!("SELECT {RULE} FROM rule WHERE removed_at IS NULL ORDER BY id"))?;
            let rows = statement.query_map([], rule)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Adds rules to a desk that never had any; does nothing otherwise.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn add_first_rules(&self, rules: &[Rule], now: Moment) -> Result<()> {
        self.write(|transaction| {
            let any: i64 = transaction.query_row("SELECT count(*) FROM rule", [], |row| row.get(0))?;
            if any == 0 {
                for rule in rules {
                    insert(transaction, rule, "system", now)?;
                }
            }
            Ok(())
        })
    }

    /// Adds a rule; its `id` is given here.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for an empty name; when the disk cannot be written.
    pub fn add_rule(&self, rule: &Rule, by: &str, now: Moment) -> Result<Rule> {
        check(rule)?;
        self.write(|transaction| {
            let added = Rule { id: insert(transaction, rule, by, now)?, ..rule.clone() };
            audit::record(transaction, by, "rule-added", &json!(added), now)?;
            Ok(added)
        })
    }

    /// Changes a rule. Opportunities it saw stay as they are.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Invalid`] for an empty name.
    pub fn change_rule(&self, rule: &Rule, by: &str, now: Moment) -> Result<()> {
        check(rule)?;
        self.write(|transaction| {
            let before = find(transaction, rule.id)?;
            transaction.execute(
                "UPDATE rule SET name = ?2, body = ?3, enabled = ?4, hot = ?5, expires_hours = ?6, quiet_days = ?7,
                     contact_quiet_days = ?8, min_value_minor = ?9, changed_at = ?10, changed_by = ?11
                 WHERE id = ?1",
                params![
                    rule.id,
                    rule.name.trim(),
                    body(rule)?,
                    rule.enabled,
                    rule.hot,
                    rule.expires_hours,
                    rule.quiet_days,
                    rule.contact_quiet_days,
                    rule.min_value_minor,
                    now.0,
                    by
                ],
            )?;
            audit::record(transaction, by, "rule-changed", &json!({"before": before, "after": rule}), now)
        })
    }

    /// Removes a rule; what it saw and nobody acted on is withdrawn.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn remove_rule(&self, id: i64, by: &str, now: Moment) -> Result<()> {
        self.write(|transaction| {
            let before = find(transaction, id)?;
            transaction.execute("UPDATE rule SET removed_at = ?2 WHERE id = ?1", params![id, now.0])?;
            transaction.execute(
                "UPDATE opportunity SET state = 'withdrawn', acted_at = ?2, acted_by = ?3
                 WHERE rule_id = ?1 AND state = 'open'",
                params![id, now.0, by],
            )?;
            audit::record(transaction, by, "rule-removed", &json!(before), now)
        })
    }
}

fn check(rule: &Rule) -> Result<()> {
    match rule.name.trim().is_empty() {
        true => Err(DeskError::Invalid("a rule needs a name".to_owned())),
        false => Ok(()),
    }
}

fn body(rule: &Rule) -> Result<String> {
    serde_json::to_string(&rule.body).map_err(|error| DeskError::Invalid(error.to_string()))
}

fn insert(transaction: &Transaction<'_>, rule: &Rule, by: &str, now: Moment) -> Result<i64> {
    Ok(transaction.query_row(
        "INSERT INTO rule (name, body, enabled, hot, expires_hours, quiet_days, contact_quiet_days, min_value_minor,
             changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id",
        params![
            rule.name.trim(),
            body(rule)?,
            rule.enabled,
            rule.hot,
            rule.expires_hours,
            rule.quiet_days,
            rule.contact_quiet_days,
            rule.min_value_minor,
            now.0,
            by
        ],
        |row| row.get(0),
    )?)
}

fn find(transaction: &Transaction<'_>, id: i64) -> Result<Rule> {
    transaction
        .prepare_cached(&format!("SELECT {RULE} FROM rule WHERE id = ?1 AND removed_at IS NULL"))?
        .query_row([id], rule)
        .optional()?
        .ok_or_else(|| DeskError::not_found("rule", id))
}

fn rule(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.get(0)?,
        name: row.get(1)?,
        body: json(row, 2)?,
        enabled: row.get(3)?,
        hot: row.get(4)?,
        expires_hours: row.get(5)?,
        quiet_days: row.get(6)?,
        contact_quiet_days: row.get(7)?,
        min_value_minor: row.get(8)?,
    })
}
