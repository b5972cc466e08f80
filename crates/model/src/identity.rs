//! Identity: how sources name a person, what joins two names to one customer, and the rules an administrator sets for it.
//! Must never decide a join: the room `live` does.

use crate::{CustomerKey, Moment};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of name an identifier is, the strongest first.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// The company's own id of a customer: the user id of the web shop, the customer number of the files.
    Customer,
    /// The id in another system, such as a CRM.
    External,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A browser or device before somebody signed in.
    Anonymous,
}

impl IdKind {
    /// Every kind, the strongest first.
    pub const ALL: [Self; 5] = [Self::Customer, Self::External, Self::Email, Self::Phone, Self::Anonymous];

    /// The word before the colon in a source id.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::External => "external",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Anonymous => "anonymous",
        }
    }

    /// The kind of name that a source id is.
    pub fn of(source_id: &str) -> Self {
        let weak = [Self::External, Self::Email, Self::Phone, Self::Anonymous];
        let prefix = source_id.split_once(':').map(|(prefix, _)| prefix);
        weak.into_iter().find(|kind| prefix == Some(kind.word())).unwrap_or(Self::Customer)
    }
}

/// One name of a person. Its value is tidy: e-mail addresses in lower case, telephone numbers as digits.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// What kind of name.
    pub kind: IdKind,
    /// The name; of an external one `system:id`.
    pub value: String,
}

impl Identifier {
    /// A name as it was told, made tidy; nothing where there is no name in it: blank, longer than 256 bytes, an e-mail address
    /// without `@`, a telephone number of fewer than five digits, or one of the words that programs write for "nobody".
    pub fn told(kind: IdKind, value: &str) -> Option<Self> {
        let value = value.trim();
        let nobody =
            ["null", "undefined", "none", "nil", "nan", "anonymous", "guest", "(not set)", "[object object]"];
        if value.is_empty() || value.len() > 256 || nobody.contains(&value.to_ascii_lowercase().as_str()) {
            return None;
        }
        let value = match kind {
            IdKind::Email => {
                let (local, domain) = value.rsplit_once('@')?;
                let plain = !local.is_empty() && !domain.is_empty() && !value.contains(char::is_whitespace);
                plain.then(|| value.to_lowercase())?
            }
            IdKind::Phone => tidy_phone(value)?,
            IdKind::Customer | IdKind::External | IdKind::Anonymous => value.to_owned(),
        };
        Some(Self { kind, value })
    }

    /// The id by which facts name this person: an own id as it is, any other with its kind before it (`email:a@b.fi`).
    pub fn source_id(&self) -> String {
        match self.kind {
            IdKind::Customer => self.value.clone(),
            kind => format!("{}:{}", kind.word(), self.value),
        }
    }

    /// The key of [`Identifier::source_id`].
    pub fn key(&self) -> CustomerKey {
        CustomerKey::of(&self.source_id())
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source_id())
    }
}

/// Digits, with a plus before an international number; `00` at its beginning is a plus.
fn tidy_phone(text: &str) -> Option<String> {
    let allowed =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !text.chars().all(allowed) || !(5..=18).contains(&digits.len()) {
        return None;
    }
    Some(match (text.starts_with('+'), digits.strip_prefix("00")) {
        (true, _) => format!("+{digits}"),
        (false, Some(rest)) => format!("+{rest}"),
        (false, None) => digits,
    })
}

/// Names that one sender told of one person at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identified {
    /// The source that told it.
    pub source: String,
    /// The names, the strongest first; two or more.
    pub ids: Vec<Identifier>,
    /// True when the sender says outright that they are one (`alias`), false when they only stood beside each other.
    pub outright: bool,
    /// When.
    pub at: Moment,
}

/// Why two names are one customer.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinedBy {
    /// A browser or device was seen with the customer.
    Anonymous,
    /// They share an e-mail address.
    Email,
    /// They share a telephone number.
    Phone,
    /// They share an id in another system.
    External,
    /// The sender said so outright.
    Alias,
    /// A person here said so.
    Person,
}

/// Two names are one customer from here on, for the past too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The name that is taken into the other.
    pub from: String,
    /// The customer who has both.
    pub into: String,
    /// Why.
    pub joined_by: JoinedBy,
    /// What they share, or who said so.
    pub evidence: String,
    /// When.
    pub at: Moment,
}

/// A merge did not hold: each name is a customer of its own again, and they are not joined by themselves any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeUndone {
    /// The name that had been taken in.
    pub from: String,
    /// The customer who had both.
    pub into: String,
    /// Who took it back; `system` where a name turned out to be shared by many.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// What one kind of name may join.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRule {
    /// Whether this kind of name joins at all.
    pub joins: bool,
    /// Whether it may make one customer of two own ids that come from different sources.
    pub joins_customers: bool,
    /// Own ids that may share one such name; a name with more is shared, and joins nobody.
    pub at_most: u32,
}

/// The rules by which names join.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityRules {
    /// Browsers and devices.
    pub anonymous: JoinRule,
    /// E-mail addresses.
    pub email: JoinRule,
    /// Telephone numbers.
    pub phone: JoinRule,
    /// Ids in other systems.
    pub external: JoinRule,
    /// Names that join nobody: whole ones, or with `*` at the beginning or end (`info@*`).
    pub never: Vec<String>,
}

impl Default for IdentityRules {
    fn default() -> Self {
        let rule = |joins_customers| JoinRule { joins: true, joins_customers, at_most: 2 };
        let never = ["info@*", "sales@*", "office@*", "noreply@*", "no-reply@*", "test@*"];
        Self {
            anonymous: rule(false),
            email: rule(true),
            phone: rule(false),
            external: rule(true),
            never: never.map(str::to_owned).to_vec(),
        }
    }
}

impl IdentityRules {
    /// The rule of a kind of name; own ids have none.
    pub fn of(&self, kind: IdKind) -> Option<JoinRule> {
        match kind {
            IdKind::Customer => None,
            IdKind::External => Some(self.external),
            IdKind::Email => Some(self.email),
            IdKind::Phone => Some(self.phone),
            IdKind::Anonymous => Some(self.anonymous),
        }
    }

    /// Whether a name is on the list of those that join nobody.
    pub fn is_barred(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        self.never
            .iter()
            .map(|pattern| pattern.trim().to_lowercase())
            .filter(|pattern| !pattern.is_empty())
            .any(|pattern| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
                (Some(end), None) => value.ends_with(end),
                (None, Some(begin)) => value.starts_with(begin),
                (Some(_), Some(_)) => value.contains(pattern.trim_matches('*')),
                (None, None) => value == pattern,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied_and_nobody_is_nobody() {
        let told = |kind, text| Identifier::told(kind, text).map(|id| id.source_id());
        assert_eq!(told(IdKind::Email, " Ada@Example.COM ").as_deref(), Some("email:ada@example.com"));
        assert_eq!(told(IdKind::Phone, "00358 40-123 4567").as_deref(), Some("phone:+358401234567"));
        assert_eq!(told(IdKind::Phone, "(040) 123").as_deref(), Some("phone:040123"));
        assert_eq!(told(IdKind::Customer, "17850").as_deref(), Some("17850"));
        for (kind, text) in [
            (IdKind::Email, "ada"),
            (IdKind::Phone, "12-3"),
            (IdKind::Phone, "call me"),
            (IdKind::Customer, "undefined"),
            (IdKind::Anonymous, " "),
        ] {
            assert_eq!(told(kind, text), None, "{text}");
        }
        assert_eq!(IdKind::of("anonymous:a"), IdKind::Anonymous);
        assert_eq!(IdKind::of("https://x"), IdKind::Customer);
    }

    #[test]
    fn patterns_of_names_that_join_nobody() {
        let rules = IdentityRules {
            never: vec!["info@*".into(), "*@test.fi".into(), "x@y.fi".into(), " ".into()],
            ..IdentityRules::default()
        };
        let barred: Vec<bool> =
            ["INFO@a.fi", "ada@test.fi", "x@y.fi", "ada@y.fi"].map(|name| rules.is_barred(name)).to_vec();
        assert_eq!(barred, [true, true, true, false]);
    }
}
