//! Keys: a stable 64-bit hash of the source's own id, so that any shard, any database and any language computes the
//! same key alone. Must never depend on insertion order, process or version.

use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The second eight bytes of the MD5 digest read as a little-endian integer.
///
/// It is the value of DuckDB's `md5_number_lower(text)`, so a key can be computed where the data is. MD5 is used as a
/// well-spread, everywhere-available hash, not for secrecy. With 50 million ids the chance of any collision is about
/// 7e-5 (birthday bound); the history refuses a collision when it meets one.
pub fn stable_hash(text: &str) -> u64 {
    let digest = Md5::digest(text.as_bytes());
    let mut low = [0_u8; 8];
    low.copy_from_slice(&digest[8..16]);
    u64::from_le_bytes(low)
}

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = String, example = "00d1f3a9c4e27b68"))]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub u64);

        impl $name {
            /// The key of a source's own id. White space around the id is not part of it.
            pub fn of(source_id: &str) -> Self {
                Self(stable_hash(source_id.trim()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = KeyError;
            fn from_str(text: &str) -> Result<Self, KeyError> {
                match u64::from_str_radix(text, 16) {
                    Ok(value) if text.len() == 16 => Ok(Self(value)),
                    _ => Err(KeyError(text.to_owned())),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = KeyError;
            fn try_from(text: String) -> Result<Self, KeyError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(key: $name) -> String {
                key.to_string()
            }
        }
    };
}

key! {
    /// A customer or prospect. In text (API, URL) sixteen hexadecimal digits: JavaScript cannot hold 64-bit integers.
    CustomerKey
}
key! {
    /// A product. In text (API, URL) sixteen hexadecimal digits.
    ProductKey
}

/// A text that is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a key: expected sixteen hexadecimal digits")]
pub struct KeyError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_database_function() {
        // SELECT md5_number_lower('abc') in DuckDB 1.5.
        assert_eq!(stable_hash("abc"), 8_250_560_606_382_298_838);
    }

    #[test]
    fn text_form_round_trips() {
        let key = CustomerKey::of(" 17850 ");
        assert_eq!(key, CustomerKey::of("17850"));
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!("17850".parse::<CustomerKey>().is_err());
    }
}
