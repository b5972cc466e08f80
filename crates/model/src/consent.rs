//! Consent: whether a customer may be contacted, as far as the sources told. The one place where it is read.
//!
//! A company tells it by attributes of the customer: `consent` for every way of contact, `consent_email` and `consent_phone`
//! for one. `no`, `false`, `0` and the like refuse; what is not told refuses nothing.

use crate::fact::Attributes;

/// A way to contact a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Contact {
    /// By e-mail.
    Email,
    /// By telephone.
    Phone,
    /// By any of them: refused only where every way is.
    Any,
}

/// The attribute that tells consent to every way of contact.
pub const GENERAL: &str = "consent";
/// The attribute that tells consent to e-mail.
pub const EMAIL: &str = "consent_email";
/// The attribute that tells consent to calls.
pub const PHONE: &str = "consent_phone";

/// Words that refuse, in lower case.
const REFUSING: [&str; 8] = ["no", "false", "0", "n", "f", "off", "ei", "nej"];

/// Whether the customer refused to be contacted so. What is told of the one way of contact decides over what is told in
/// general. Names of attributes are known in any case.
pub fn refused(attributes: &Attributes, by: Contact) -> bool {
    let general = told(attributes, GENERAL);
    let one = |name| told(attributes, name).or(general).is_some_and(|allowed| !allowed);
    match by {
        Contact::Email => one(EMAIL),
        Contact::Phone => one(PHONE),
        Contact::Any => one(EMAIL) && one(PHONE),
    }
}

/// Consent as told by one attribute; nothing where it is missing or empty.
fn told(attributes: &Attributes, name: &str) -> Option<bool> {
    let found = attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    let value = found.map(|(_, value)| value.trim().to_lowercase()).filter(|value| !value.is_empty())?;
    Some(!REFUSING.contains(&value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(told: &[(&str, &str)], by: Contact) -> bool {
        let attributes = told.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        refused(&attributes, by)
    }

    #[test]
    fn silence_refuses_nothing_and_the_one_way_decides_over_the_general_word() {
        assert!(!check(&[], Contact::Email));
        assert!(!check(&[("consent", " ")], Contact::Any));
        assert!(check(&[("consent", "No")], Contact::Email));
        assert!(check(&[("Consent_Email", "false")], Contact::Email));
        assert!(!check(&[("consent_email", "false")], Contact::Phone));
        assert!(!check(&[("consent", "0"), ("consent_email", "yes")], Contact::Email));
        assert!(check(&[("consent", "0"), ("consent_email", "yes")], Contact::Phone));
    }

    #[test]
    fn any_is_refused_only_where_every_way_is() {
        assert!(!check(&[("consent_phone", "no")], Contact::Any));
        assert!(check(&[("consent_phone", "no"), ("consent_email", "ei")], Contact::Any));
        assert!(check(&[("consent", "no")], Contact::Any));
    }
}
