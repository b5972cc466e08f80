//! Channels: what is known of customers that a condition can ask for. A condition on what nobody has is refused and never
//! answered with an empty list.

use super::{Company, CompanyError, Result};
use std::time::Duration;
use vihje_history::QueryLimits;
use vihje_model::Condition;
use vihje_model::condition::Field;

/// What every customer may have, and can be asked for as an attribute too.
const OWN: [&str; 4] = ["id", "name", "email", "phone"];
/// Names of attributes told in a refusal.
const TOLD: usize = 30;

impl Company {
    /// The names of the attributes that customers have, in alphabetical order. One pass over the customers.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn customer_attributes(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT unnest(json_keys(attributes)) AS name FROM customers
                   WHERE attributes IS NOT NULL ORDER BY name";
        let limits = QueryLimits { rows: 10_000, time: Duration::from_secs(60) };
        let rows = self.history.query(sql, limits)?.rows;
        Ok(rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect())
    }

    /// Refuses a condition on an attribute that nobody has.
    ///
    /// # Errors
    /// `no-such-attribute`, with those there are.
    pub(crate) fn refuse_unknown_attributes(&self, channel: Option<&Condition>) -> Result<()> {
        let mut asked = Vec::new();
        channel.into_iter().for_each(|condition| attributes_in(condition, &mut asked));
        asked.retain(|name| !OWN.iter().any(|own| own.eq_ignore_ascii_case(name)));
        if asked.is_empty() {
            return Ok(());
        }
        let known = self.customer_attributes()?;
        let is_known = |name: &str| known.iter().any(|known| known.to_lowercase() == name.to_lowercase());
        let Some(unknown) = asked.into_iter().find(|name| !is_known(name)) else { return Ok(()) };
        let what = format!("No customer has an attribute \"{unknown}\".");
        let hint = match known.len() {
            0 => "No attributes of customers are known; import a customer file that has some.".to_owned(),
            1..=TOLD => format!("There are: {}.", known.join(", ")),
            more => format!("There are {more}, such as: {}.", known[..TOLD].join(", ")),
        };
        Err(CompanyError::refused("no-such-attribute", what, hint))
    }
}

/// The attributes that a condition asks for, wherever in it.
fn attributes_in<'a>(condition: &'a Condition, found: &mut Vec<&'a str>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| attributes_in(part, found));
        }
        Condition::Not(part) => attributes_in(part, found),
        Condition::Test(test) => {
            if let Field::Attribute(name) = &test.field {
                found.push(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_wherever_they_stand() {
        let condition: Condition =
            "(age is 45-54 or owner is Aino) and not (income is known)".parse().unwrap();
        let mut found = Vec::new();
        attributes_in(&condition, &mut found);
        assert_eq!(found, ["age", "income"]);
    }
}
