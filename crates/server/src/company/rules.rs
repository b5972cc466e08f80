//! Rules that watch for opportunities, as people change them: settings that cannot be are refused in words.

use super::{Company, CompanyError, Result};
use vihje_model::opportunity::{Rule, RuleBody};

impl Company {
    /// Adds a rule.
    ///
    /// # Errors
    /// Settings that cannot be, in words.
    pub fn add_rule(&self, rule: &Rule, by: &str) -> Result<Rule> {
        check(rule)?;
        Ok(self.desk.add_rule(rule, by, self.now())?)
    }

    /// Changes a rule.
    ///
    /// # Errors
    /// Settings that cannot be, in words; when there is no such rule.
    pub fn change_rule(&self, rule: Rule, by: &str) -> Result<Rule> {
        check(&rule)?;
        self.desk.change_rule(&rule, by, self.now())?;
        Ok(rule)
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// When there is no such rule.
    pub fn remove_rule(&self, id: i64, by: &str) -> Result<()> {
        Ok(self.desk.remove_rule(id, by, self.now())?)
    }
}

fn check(rule: &Rule) -> Result<()> {
    let name = rule.name.trim();
    within("name", "a name of 1 to 80 letters", !name.is_empty() && name.chars().count() <= 80)?;
    within("expires_hours", "1 to 8,760 hours", (1..=8_760).contains(&rule.expires_hours))?;
    within("quiet_days", "0 to 3,650 days", rule.quiet_days <= 3_650)?;
    within("contact_quiet_days", "0 to 365 days", rule.contact_quiet_days <= 365)?;
    within("min_value_minor", "no negative value", rule.min_value_minor >= 0)?;
    match &rule.body {
        RuleBody::Pattern { min_lift, min_confidence } => {
            within("min_lift", "a lift of 1 to 1,000", (1.0..=1_000.0).contains(min_lift))?;
            within("min_confidence", "a share of 0 to 1", (0.0..=1.0).contains(min_confidence))
        }
        RuleBody::BasketLeft { after_minutes, views } => {
            within("after_minutes", "1 minute to 30 days", (1..=43_200).contains(after_minutes))?;
            within("views", "0 to 100 views", *views <= 100)
        }
        RuleBody::PageVisited { pages } => {
            let some = pages.iter().any(|page| !page.trim().is_empty());
            let short = pages.iter().all(|page| page.chars().count() <= 200);
            within(
                "pages",
                "1 to 100 words of pages, each of at most 200 letters",
                some && short && pages.len() <= 100,
            )
        }
        RuleBody::CameBack { quiet_days } => {
            within("quiet_days", "1 to 3,650 days of silence", (1..=3_650).contains(quiet_days))
        }
        RuleBody::MoreThanUsual { factor, min_orders, .. } => {
            within("factor", "1.1 to 1,000 times", (1.1..=1_000.0).contains(factor))?;
            within("min_orders", "2 to 1,000 orders", (2..=1_000).contains(min_orders))
        }
        RuleBody::ExpectedOrder { .. } | RuleBody::NewProspect => Ok(()),
    }
}

fn within(field: &str, what: &str, holds: bool) -> Result<()> {
    if holds {
        return Ok(());
    }
    let says = format!("The rule's {} cannot be so.", field.replace('_', " "));
    Err(CompanyError::refused("invalid-value", says, format!("Choose {what}.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::opportunity::first_rules;

    #[test]
    fn the_first_rules_can_be_and_others_cannot() {
        let rules = first_rules();
        assert!(rules.iter().all(|rule| check(rule).is_ok()));
        let wrong = |change: &dyn Fn(&mut Rule)| {
            let mut rule = rules[0].clone();
            change(&mut rule);
            check(&rule).is_err()
        };
        assert!(wrong(&|rule| rule.name = " ".to_owned()));
        assert!(wrong(&|rule| rule.expires_hours = 0));
        assert!(wrong(&|rule| rule.body = RuleBody::Pattern { min_lift: f64::NAN, min_confidence: 0.1 }));
        assert!(wrong(&|rule| rule.body = RuleBody::PageVisited { pages: vec![" ".to_owned()] }));
        assert!(wrong(&|rule| rule.body = RuleBody::BasketLeft { after_minutes: 0, views: 0 }));
    }
}
