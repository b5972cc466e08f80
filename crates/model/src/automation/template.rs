//! Templates: texts with placeholders such as `{{customer.name}}`. Read once and checked; filling one in cannot fail.
//!
//! A placeholder that nothing is known for becomes an empty text. Values are escaped where the text is HTML, so that a name
//! can never become markup.

use super::{Happening, Person};
use crate::Problem;

/// Every placeholder there is, but for attributes: `{{customer.attribute.NAME}}` and `{{event.NAME}}`.
pub const PLACEHOLDERS: [&str; 16] = [
    "customer.name",
    "customer.id",
    "customer.email",
    "customer.phone",
    "customer.owner",
    "customer.link",
    "reason",
    "value",
    "item",
    "subject",
    "kind",
    "at",
    "automation",
    "company",
    "unsubscribe",
    "today",
];

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// As they are.
    Text,
    /// On one line: line ends become spaces. For subjects, which must never hold one.
    Line,
    /// As text within HTML.
    Html,
}

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Placeholder(String),
}

/// What a template is filled with.
#[derive(Debug, Clone)]
pub struct Values<'a> {
    /// The customer.
    pub person: &'a Person,
    /// What happened.
    pub happening: &'a Happening,
    /// Why, one sentence.
    pub reason: &'a str,
    /// What it is worth, as it is written in the company's language.
    pub value: &'a str,
    /// The moment, as it is written in the company's time zone.
    pub at: &'a str,
    /// The day of today.
    pub today: &'a str,
    /// The automation's name.
    pub automation: &'a str,
    /// The company's name.
    pub company: &'a str,
    /// The customer's page.
    pub link: &'a str,
    /// Where the customer unsubscribes; empty outside letters.
    pub unsubscribe: &'a str,
}

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    /// `unknown-placeholder` names the one that is none; `open-placeholder` where braces are not closed.
    pub fn read(text: &str) -> Result<Self, Box<Problem>> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inside, next)) = after.split_once("}}") else {
                let shown: String = after.chars().take(40).collect();
                let what = format!("The placeholder \"{{{{{shown}\" is not closed.");
                return Err(Box::new(Problem::new("open-placeholder", what, "Close it with }}.")));
            };
            let name = inside.trim();
            if !is_placeholder(name) {
                let what = format!("There is no placeholder {{{{{name}}}}}.");
                let hint =
                    format!("Use one of {}, customer.attribute.NAME or event.NAME.", PLACEHOLDERS.join(", "));
                return Err(Box::new(Problem::new("unknown-placeholder", what, hint)));
            }
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Placeholder(name.to_owned()));
            rest = next;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self(parts))
    }

    /// The text with its placeholders filled in.
    pub fn fill(&self, values: &Values<'_>, escape: Escape) -> String {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(own) => text.push_str(own),
                Part::Placeholder(name) => escaped(&mut text, values.named(name), escape),
            }
        }
        text
    }

    /// Whether it holds this placeholder.
    pub fn holds(&self, name: &str) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Placeholder(own) if own == name))
    }
}

fn is_placeholder(name: &str) -> bool {
    let attribute = name.strip_prefix("customer.attribute.").or_else(|| name.strip_prefix("event."));
    PLACEHOLDERS.contains(&name) || attribute.is_some_and(|attribute| !attribute.trim().is_empty())
}

impl Values<'_> {
    fn named(&self, name: &str) -> &str {
        let person = self.person;
        match name {
            "customer.name" => &person.name,
            "customer.id" => &person.id,
            "customer.email" => person.email.as_deref().unwrap_or_default(),
            "customer.phone" => person.phone.as_deref().unwrap_or_default(),
            "customer.owner" => person.owner.as_deref().unwrap_or_default(),
            "customer.link" => self.link,
            "reason" => self.reason,
            "value" => self.value,
            "item" => self.happening.item.as_deref().unwrap_or_default(),
            "subject" => &self.happening.subject,
            "kind" => &self.happening.kind,
            "at" => self.at,
            "today" => self.today,
            "automation" => self.automation,
            "company" => self.company,
            "unsubscribe" => self.unsubscribe,
            other => {
                let (name, attributes) = match other.strip_prefix("customer.attribute.") {
                    Some(name) => (name, &person.attributes),
                    None => (other.trim_start_matches("event."), &self.happening.attributes),
                };
                let found = attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
                found.map(|(_, value)| value.as_str()).unwrap_or_default()
            }
        }
    }
}

fn escaped(text: &mut String, value: &str, escape: Escape) {
    match escape {
        Escape::Text => text.push_str(value),
        Escape::Line => text.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c })),
        Escape::Html => push_html(text, value),
    }
}

/// Appends a value as text within HTML, in an element or a quoted attribute.
fn push_html(text: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automation::Cause;
    use crate::{CustomerKey, Moment};

    fn fill(text: &str, escape: Escape) -> String {
        let person = Person {
            name: "<b>Ann & Co</b>".to_owned(),
            attributes: [("Industry".to_owned(), "Paint\r\nBcc: x".to_owned())].into(),
            ..Person::default()
        };
        let happening = Happening {
            cause: Cause::Schedule { at: Moment(0) },
            customer: CustomerKey(1),
            at: Moment(0),
            kind: String::new(),
            subject: "Basket".to_owned(),
            item: None,
            value: None,
            outbound: false,
            attributes: [("page".to_owned(), "{{reason}}".to_owned())].into(),
        };
        let values = Values {
            person: &person,
            happening: &happening,
            reason: "because",
            value: "12 €",
            at: "",
            today: "",
            automation: "A",
            company: "C",
            link: "",
            unsubscribe: "",
        };
        Template::read(text).unwrap().fill(&values, escape)
    }

    #[test]
    fn values_are_filled_in_and_never_become_markup_headers_or_placeholders() {
        assert_eq!(
            fill("Hello {{ customer.name }}, {{reason}}!", Escape::Text),
            "Hello <b>Ann & Co</b>, because!"
        );
        assert_eq!(fill("<p>{{customer.name}}</p>", Escape::Html), "<p>&lt;b&gt;Ann &amp; Co&lt;/b&gt;</p>");
        assert_eq!(fill("{{customer.attribute.industry}}", Escape::Line), "Paint  Bcc: x");
        assert_eq!(fill("{{event.page}}", Escape::Text), "{{reason}}", "what is filled in is not read again");
        assert_eq!(fill("[{{item}}{{event.none}}]", Escape::Text), "[]");
    }

    #[test]
    fn what_is_no_placeholder_is_told() {
        let error = Template::read("Hi {{customer.nmae}}").unwrap_err();
        assert_eq!(error.code, "unknown-placeholder");
        assert_eq!(error.what, "There is no placeholder {{customer.nmae}}.");
        assert!(error.hint.contains("customer.name"));
        assert_eq!(Template::read("Hi {{customer.name").unwrap_err().code, "open-placeholder");
        assert_eq!(Template::read("{{event.}}").unwrap_err().code, "unknown-placeholder");
        assert!(Template::read("no } braces { here").is_ok());
    }
}
