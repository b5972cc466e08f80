//! Names, e-mail addresses and telephone numbers of customers, and the names of those who sell to them. Addresses are in
//! domains reserved for examples (RFC 2606); numbers begin with a code no country has.

use crate::draw::Draw;
use crate::words::{FAMILY, FORMS, GIVEN, TRADES};

/// How a customer is called and reached.
pub(crate) struct Contact {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) owner: &'static str,
}

const OWNERS: [&str; 12] = [
    "Anneli Koski",
    "Bertil Öhman",
    "Carmen Ortiz",
    "Daniel Frost",
    "Eeva Lahti",
    "Frida Nyström",
    "Goran Babić",
    "Hanna Salo",
    "Ivo Pereira",
    "Johanna Weiss",
    "Kalle Ranta",
    "Leila Haddad",
];

/// Draws a contact: a person for a household, a company otherwise.
pub(crate) fn contact(number: u64, household: bool, draw: &mut Draw) -> Contact {
    let (given, family) = (*draw.pick(&GIVEN), *draw.pick(&FAMILY));
    let name = if household {
        format!("{given} {family}")
    } else {
        format!("{family} {} {}", draw.pick(&TRADES), draw.pick(&FORMS))
    };
    let domain = if household { "example.org" } else { "example.com" };
    Contact {
        name,
        email: format!("c{}@{domain}", number + 1),
        phone: format!("+999 {:03} {:04}", draw.below(1_000), draw.below(10_000)),
        owner: OWNERS[draw.below(OWNERS.len())],
    }
}
