//! Links by which a customer unsubscribes: whom and which address, and a seal that only this server can make.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use vihje_model::CustomerKey;

/// What a link says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) customer: CustomerKey,
    pub(crate) address: String,
}

impl Link {
    /// The last part of the link, sealed with this key.
    pub(crate) fn token(&self, key: &str) -> String {
        let said = BASE64_URL_SAFE_NO_PAD.encode(format!("{}{}", self.customer, self.address));
        let seal = BASE64_URL_SAFE_NO_PAD.encode(mac(key, &said).finalize().into_bytes());
        format!("{said}.{seal}")
    }

    /// What a token says; nothing when this server did not make it.
    pub(crate) fn read(token: &str, key: &str) -> Option<Self> {
        let (said, seal) = token.split_once('.')?;
        let seal = BASE64_URL_SAFE_NO_PAD.decode(seal).ok()?;
        // Compared in a time that says nothing.
        mac(key, said).verify_slice(&seal).ok()?;
        let said = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(said).ok()?).ok()?;
        let (customer, address) = said.split_at_checked(16)?;
        Some(Self { customer: customer.parse().ok()?, address: address.to_owned() })
    }
}

fn mac(key: &str, said: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key of any length makes a seal");
    mac.update(b"unsubscribe\0");
    mac.update(said.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_here_is_read() {
        let link = Link { customer: CustomerKey(7), address: "ääkkönen+x@example.com".to_owned() };
        let token = link.token("key");
        assert_eq!(Link::read(&token, "key"), Some(link.clone()));
        assert_eq!(Link::read(&token, "other"), None);
        let forged = Link { customer: CustomerKey(8), ..link }.token("other");
        let seal = token.split_once('.').unwrap().1;
        let mixed = format!("{}.{seal}", forged.split_once('.').unwrap().0);
        assert_eq!(Link::read(&mixed, "key"), None);
        for none in ["", ".", "a.b", "ä.ö"] {
            assert_eq!(Link::read(none, "key"), None, "{none}");
        }
    }
}
