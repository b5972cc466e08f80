//! Automations: when X happens to Y, do Z. What people define, what happens, and how one is held against the other.
//! Must never do anything: the server does, and the desk remembers.

mod check;
mod happening;
mod template;

pub use check::{LONGEST_TEXT, MOST_A_DAY};
pub use happening::{Cause, Happening, ORDER};
pub use template::{Escape, PLACEHOLDERS, Template, Values};

use crate::condition::Op;
use crate::{Condition, CustomerKey};
use serde::{Deserialize, Serialize};

/// What people define.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Automation {
    /// Its name.
    pub name: String,
    /// When it fires.
    pub trigger: Trigger,
    /// What must hold of what happened; all of them.
    #[serde(default)]
    pub tests: Vec<HappeningTest>,
    /// What must hold of the customer, as text: `orders >= 3 and owner is known`; empty for everybody.
    #[serde(default, with = "condition_text")]
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub who: Condition,
    /// What it does, in this order.
    pub actions: Vec<Action>,
    /// How often at most.
    #[serde(default)]
    pub limits: Limits,
}

/// When an automation fires.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum Trigger {
    /// A touch-point or an order was told.
    Event {
        /// Words of touch-points, any of them; `order` for an order. Any word when empty.
        #[serde(default)]
        touches: Vec<String>,
        /// Only when what it was about contains this, in any case.
        #[serde(default)]
        subject: Option<String>,
        /// Also what the company itself began, such as its own calls and letters.
        #[serde(default)]
        ours_too: bool,
    },
    /// An opportunity was seen.
    Opportunity {
        /// Of these rules; of any when empty.
        #[serde(default)]
        rules: Vec<i64>,
        /// With these reasons, by code; with any when empty.
        #[serde(default)]
        kinds: Vec<String>,
    },
    /// A customer came on a list.
    ListEntry {
        /// On lists from `today`, `pattern`, `replenishment`, `manual`; on any when empty.
        #[serde(default)]
        sources: Vec<String>,
        /// With these reasons, by code; with any when empty.
        #[serde(default)]
        reasons: Vec<String>,
    },
    /// A time has come, for every customer who meets the condition.
    Schedule {
        /// On this day of the week only, 1 for Monday to 7 for Sunday; every day when nothing.
        #[serde(default)]
        weekday: Option<u8>,
        /// At this hour of the company's day, 0 to 23.
        hour: u8,
    },
}

/// A test of what happened.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HappeningTest {
    /// `value`, `subject`, `item`, `kind`, or the name of an attribute, without regard to case.
    pub of: String,
    /// How.
    pub op: Op,
    /// Against what: one value, or several for `in`.
    #[serde(default)]
    pub values: Vec<String>,
}

/// What an automation does. Texts may hold placeholders such as `{{customer.name}}`.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// Puts the customer on the automation's own worklist.
    Task {
        /// Why, one sentence.
        text: String,
    },
    /// Tells another system.
    Webhook {
        /// The endpoint's number.
        endpoint: i64,
    },
    /// Sends a letter.
    Email {
        /// To whom: nothing for the customer, else an address such as a colleague's.
        #[serde(default)]
        to: Option<String>,
        /// Its subject.
        subject: String,
        /// Plain text.
        text: String,
        /// HTML; made from the plain text when nothing.
        #[serde(default)]
        html: Option<String>,
    },
    /// Sets an attribute of the customer.
    Attribute {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// Writes a note on the customer's timeline.
    Note {
        /// The note.
        text: String,
    },
}

impl Action {
    /// The word by which it is stored and shown.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Task { .. } => "task",
            Self::Webhook { .. } => "webhook",
            Self::Email { .. } => "email",
            Self::Attribute { .. } => "attribute",
            Self::Note { .. } => "note",
        }
    }
}

/// How often an automation fires at most.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// For one customer within `customer_days`.
    pub per_customer: u32,
    /// Days over which that is counted.
    pub customer_days: u32,
    /// In all within one day of the company.
    pub per_day: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_customer: 1, customer_days: 7, per_day: 100 }
    }
}

impl Automation {
    /// Whether this happening is one it waits for and passes the tests. What must hold of the customer is not looked at.
    /// Linear in tests and values; nothing is allocated but for comparing texts.
    pub fn waits_for(&self, happening: &Happening) -> bool {
        self.trigger.matches(happening) && self.tests.iter().all(|test| test.holds(happening))
    }

    /// Whether any of its actions writes to the customer by e-mail.
    pub fn writes_to_customer(&self) -> bool {
        self.actions.iter().any(|action| matches!(action, Action::Email { to: None, .. }))
    }
}

impl Trigger {
    /// The word by which it is stored and shown.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Event { .. } => "event",
            Self::Opportunity { .. } => "opportunity",
            Self::ListEntry { .. } => "list_entry",
            Self::Schedule { .. } => "schedule",
        }
    }

    /// Whether a happening is of this kind.
    pub fn matches(&self, happening: &Happening) -> bool {
        let among = |words: &[String], word: &str| {
            words.is_empty() || words.iter().any(|own| own.trim().eq_ignore_ascii_case(word))
        };
        match (self, &happening.cause) {
            (Self::Event { touches, subject, ours_too }, Cause::Event { .. }) => {
                // What an automation did never sets off another one: no circle can come of it.
                (*ours_too || !happening.outbound)
                    && !happening.attributes.contains_key(Happening::BY_AUTOMATION)
                    && among(touches, &happening.kind)
                    && subject.as_deref().is_none_or(|part| contains(&happening.subject, part))
            }
            (Self::Opportunity { rules, kinds }, Cause::Opportunity { rule, .. }) => {
                (rules.is_empty() || rules.contains(rule)) && among(kinds, &happening.kind)
            }
            (Self::ListEntry { sources, reasons }, Cause::ListEntry { .. }) => {
                let source = happening.attributes.get(Happening::SOURCE).map_or("", String::as_str);
                among(sources, source) && among(reasons, &happening.kind)
            }
            (Self::Schedule { .. }, Cause::Schedule { .. }) => true,
            _ => false,
        }
    }
}

impl HappeningTest {
    /// Whether it holds. What is not known meets no test.
    pub fn holds(&self, happening: &Happening) -> bool {
        let Some(found) = happening.named(&self.of) else { return false };
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let compared = |holds: fn(f64, f64) -> bool| {
            let wanted = self.values.first().and_then(|value| number(value));
            number(&found).zip(wanted).is_some_and(|(found, wanted)| holds(found, wanted))
        };
        let same = |value: &String| value.trim().to_lowercase() == found.trim().to_lowercase();
        match self.op {
            Op::Known => true,
            Op::Is => self.values.first().is_some_and(same),
            Op::In => self.values.iter().any(same),
            Op::Contains => self.values.first().is_some_and(|part| contains(&found, part)),
            Op::Less => compared(|found, wanted| found < wanted),
            Op::AtMost => compared(|found, wanted| found <= wanted),
            Op::More => compared(|found, wanted| found > wanted),
            Op::AtLeast => compared(|found, wanted| found >= wanted),
        }
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.trim().to_lowercase())
}

/// A condition by its text form.
mod condition_text {
    use crate::Condition;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(condition: &Condition, to: S) -> Result<S::Ok, S::Error> {
        if condition.is_everybody() { to.serialize_str("") } else { to.collect_str(condition) }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Condition, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// A customer as templates know them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Their key.
    pub key: Option<CustomerKey>,
    /// Their id in the source.
    pub id: String,
    /// Their name; the id where there is none.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Everything else.
    pub attributes: crate::fact::Attributes,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Currency, Moment, Money};

    fn view(value: i64) -> Happening {
        Happening {
            cause: Cause::Event { offset: 7 },
            customer: CustomerKey(1),
            at: Moment(0),
            kind: "page".to_owned(),
            subject: "Price list 2026".to_owned(),
            item: None,
            value: Some(Money::from_minor(value, Currency::EUR)),
            outbound: false,
            attributes: [("Plan".to_owned(), "Pro".to_owned())].into(),
        }
    }

    fn event(touches: &[&str], subject: Option<&str>) -> Trigger {
        let touches = touches.iter().map(|&word| word.to_owned()).collect();
        Trigger::Event { touches, subject: subject.map(str::to_owned), ours_too: false }
    }

    fn test(of: &str, op: Op, values: &[&str]) -> bool {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        HappeningTest { of: of.to_owned(), op, values }.holds(&view(1_250))
    }

    #[test]
    fn a_trigger_takes_what_it_names_and_everything_when_it_names_nothing() {
        assert!(event(&[], None).matches(&view(0)));
        assert!(event(&["visit", "Page"], Some("price LIST")).matches(&view(0)));
        assert!(!event(&["visit"], None).matches(&view(0)));
        assert!(!event(&[], Some("basket")).matches(&view(0)));
        assert!(!Trigger::Opportunity { rules: vec![], kinds: vec![] }.matches(&view(0)));
    }

    #[test]
    fn what_we_or_an_automation_did_sets_off_nothing() {
        let ours = Happening { outbound: true, ..view(0) };
        assert!(!event(&[], None).matches(&ours));
        let too = Trigger::Event { touches: vec![], subject: None, ours_too: true };
        assert!(too.matches(&ours));
        let attributes = [(Happening::BY_AUTOMATION.to_owned(), "3".to_owned())].into();
        assert!(!too.matches(&Happening { attributes, ..ours }));
    }

    #[test]
    fn tests_compare_texts_in_any_case_and_numbers_as_numbers() {
        assert!(test("plan", Op::Is, &["PRO"]) && test("PLAN", Op::In, &["free", "pro"]));
        assert!(test("value", Op::AtLeast, &["12.5"]) && !test("value", Op::More, &["12.5"]));
        assert!(test("subject", Op::Contains, &["LIST"]) && test("kind", Op::Is, &["page"]));
        assert!(!test("plan", Op::More, &["1"]), "a text is no number");
        assert!(
            !test("item", Op::Known, &[]) && !test("size", Op::Is, &["x"]),
            "what is not known meets no test"
        );
    }

    #[test]
    fn a_definition_is_read_back_as_it_was_written() {
        let automation = Automation {
            name: "Price list".to_owned(),
            trigger: event(&["page"], Some("price")),
            tests: vec![],
            who: "orders >= 3 and owner is known".parse().unwrap(),
            actions: vec![Action::Note { text: "Looked".to_owned() }],
            limits: Limits::default(),
        };
        let text = serde_json::to_value(&automation).unwrap();
        assert_eq!(text["who"], "orders >= 3 and owner is known");
        assert_eq!(text["trigger"]["when"], "event");
        assert_eq!(serde_json::from_value::<Automation>(text).unwrap(), automation);
        let short = serde_json::json!({
            "name": "n", "trigger": {"when": "schedule", "hour": 8}, "actions": [{"do": "note", "text": "x"}]
        });
        let read: Automation = serde_json::from_value(short).unwrap();
        assert!(read.who.is_everybody() && read.limits == Limits::default());
        let wrong = serde_json::json!({
            "name": "n", "trigger": {"when": "schedule", "hour": 8}, "who": "orders >", "actions": []
        });
        let error = serde_json::from_value::<Automation>(wrong).unwrap_err().to_string();
        assert!(error.contains("The condition is not clear at character 9"), "{error}");
    }
}
