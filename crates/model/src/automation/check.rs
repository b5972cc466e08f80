//! Whether a definition can be: everything that a person may get wrong is told when it is saved, not when it fires.

use super::{Action, Automation, HappeningTest, Limits, Template, Trigger};
use crate::Problem;
use crate::condition::Op;

/// Firings of one automation within one day at most.
pub const MOST_A_DAY: u32 = 10_000;
/// Bytes of one text at most.
pub const LONGEST_TEXT: usize = 20_000;
/// Actions of one automation at most.
const MOST_ACTIONS: usize = 10;
/// Characters of a name at most.
const LONGEST_NAME: usize = 120;
/// Days over which firings for one customer are counted at most.
const LONGEST_DAYS: u32 = 366;

impl Automation {
    /// Whether it can be. Endpoints and rules are the desk's to know.
    ///
    /// # Errors
    /// The first thing that is wrong, in words.
    pub fn check(&self) -> Result<(), Box<Problem>> {
        let name = self.name.trim().chars().count();
        if name == 0 || name > LONGEST_NAME {
            return Err(wrong("The automation needs a name.", "Give one of at most 120 characters."));
        }
        self.trigger.check()?;
        self.tests.iter().try_for_each(HappeningTest::check)?;
        self.limits.check()?;
        if self.actions.is_empty() || self.actions.len() > MOST_ACTIONS {
            return Err(wrong("The automation does nothing.", "Add an action; ten at most."));
        }
        self.actions.iter().try_for_each(Action::check)
    }
}

impl Trigger {
    fn check(&self) -> Result<(), Box<Problem>> {
        match self {
            Self::Schedule { weekday, hour }
                if *hour > 23 || weekday.is_some_and(|day| !(1..=7).contains(&day)) =>
            {
                Err(wrong(
                    "There is no such hour or day of the week.",
                    "Choose an hour from 0 to 23 and a day from 1, Monday, to 7, Sunday.",
                ))
            }
            _ => Ok(()),
        }
    }
}

impl HappeningTest {
    fn check(&self) -> Result<(), Box<Problem>> {
        if self.of.trim().is_empty() {
            return Err(wrong("A test does not say of what.", "Choose value, subject, or an attribute."));
        }
        let ordering = matches!(self.op, Op::Less | Op::AtMost | Op::More | Op::AtLeast);
        let numbers = self.values.iter().all(|value| value.trim().parse::<f64>().is_ok_and(f64::is_finite));
        if self.op != Op::Known && self.values.is_empty() {
            let what = format!("The test of \"{}\" has nothing to compare with.", self.of.trim());
            return Err(wrong(&what, "Give a value."));
        }
        if ordering && !numbers {
            let what = format!("The test of \"{}\" compares with what is not a number.", self.of.trim());
            return Err(wrong(&what, "Compare with a number such as 12 or 12.5."));
        }
        Ok(())
    }
}

impl Limits {
    fn check(&self) -> Result<(), Box<Problem>> {
        let days = (1..=LONGEST_DAYS).contains(&self.customer_days);
        let total = (1..=MOST_A_DAY).contains(&self.per_day);
        if days && total && self.per_customer > 0 {
            return Ok(());
        }
        Err(wrong(
            "The limits cannot be.",
            "Allow at least one for a customer within 1 to 366 days, and 1 to 10,000 a day in all.",
        ))
    }
}

impl Action {
    fn check(&self) -> Result<(), Box<Problem>> {
        match self {
            Self::Task { text } | Self::Note { text } => filled(text, "text"),
            Self::Webhook { .. } => Ok(()),
            Self::Email { to, subject, text, html } => {
                filled(subject, "subject")?;
                filled(text, "text")?;
                html.as_deref().map_or(Ok(()), |html| filled(html, "HTML"))?;
                match to.as_deref().map(str::trim) {
                    Some(address) if !is_address(address) => {
                        let what = format!("\"{address}\" is not an e-mail address.");
                        Err(wrong(&what, "Give one such as anna@example.com, or choose the customer."))
                    }
                    _ => Ok(()),
                }
            }
            Self::Attribute { name, value } => {
                let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
                if name.trim().is_empty() || name.len() > 60 || !plain {
                    return Err(wrong("The attribute has no name.", "Use letters, digits, - and _."));
                }
                Template::read(value).map(|_| ()).and_then(|()| short(value))
            }
        }
    }
}

fn filled(text: &str, what: &str) -> Result<(), Box<Problem>> {
    if text.trim().is_empty() {
        return Err(wrong(&format!("An action has no {what}."), "Write it, or take the action out."));
    }
    Template::read(text)?;
    short(text)
}

fn short(text: &str) -> Result<(), Box<Problem>> {
    if text.len() > LONGEST_TEXT {
        return Err(wrong("A text is too long.", "Use at most 20,000 characters."));
    }
    Ok(())
}

/// Whether a text can be one e-mail address; a relay knows more.
fn is_address(text: &str) -> bool {
    let plain =
        !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'));
    plain && text.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}

fn wrong(what: &str, hint: &str) -> Box<Problem> {
    Box::new(Problem::new("automation-not-clear", what, hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Condition;

    fn with(action: Action) -> Automation {
        Automation {
            name: "A".to_owned(),
            trigger: Trigger::Schedule { weekday: None, hour: 8 },
            tests: Vec::new(),
            who: Condition::everybody(),
            actions: vec![action],
            limits: Limits::default(),
        }
    }

    fn note(text: &str) -> Action {
        Action::Note { text: text.to_owned() }
    }

    fn email(to: Option<&str>, subject: &str) -> Action {
        let to = to.map(str::to_owned);
        Action::Email { to, subject: subject.to_owned(), text: "Hi".to_owned(), html: None }
    }

    #[test]
    fn what_cannot_be_is_told_when_it_is_saved() {
        assert_eq!(with(note("{{customer.name}} looked")).check(), Ok(()));
        let code = |automation: Automation| automation.check().unwrap_err().code;
        assert_eq!(code(with(note("{{nobody}}"))), "unknown-placeholder");
        assert_eq!(code(with(note("  "))), "automation-not-clear");
        assert_eq!(code(with(email(None, " "))), "automation-not-clear");
        assert_eq!(code(with(email(Some("a@b.fi, c@d.fi"), "x"))), "automation-not-clear");
        assert!(with(email(Some("a@b.fi"), "x")).check().is_ok());
        assert_eq!(code(Automation { actions: vec![], ..with(note("x")) }), "automation-not-clear");
        let hour = Trigger::Schedule { weekday: Some(8), hour: 8 };
        assert_eq!(code(Automation { trigger: hour, ..with(note("x")) }), "automation-not-clear");
        let limits = Limits { per_day: 0, ..Limits::default() };
        assert_eq!(code(Automation { limits, ..with(note("x")) }), "automation-not-clear");
        let test = HappeningTest { of: "value".to_owned(), op: Op::More, values: vec!["much".to_owned()] };
        assert_eq!(code(Automation { tests: vec![test], ..with(note("x")) }), "automation-not-clear");
    }
}
