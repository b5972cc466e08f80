//! Money: a decimal amount and an ISO 4217 currency. Never a float. Kernels use integers of minor units.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An ISO 4217 alphabetic code.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = String, example = "EUR"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro, the default of a new company until its first import says otherwise.
    pub const EUR: Self = Self(*b"EUR");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the decimal point of the minor unit (ISO 4217 column "minor unit"): 2 for most, 0 for yen, 3 for
    /// dinars.
    pub fn minor_digits(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;
    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        let upper = text.trim().to_ascii_uppercase();
        match <[u8; 3]>::try_from(upper.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(CurrencyError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;
    fn try_from(text: String) -> Result<Self, CurrencyError> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that is not a currency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a currency: expected three letters such as EUR")]
pub struct CurrencyError(String);

/// An amount of one currency. In JSON `{"amount": "12.50", "currency": "EUR"}`.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The amount, exact.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// From an integer of minor units (cents).
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { amount: Decimal::new(minor, currency.minor_digits()), currency }
    }

    /// The nearest integer of minor units, halves to even; `None` beyond what 64 bits hold.
    pub fn to_minor(&self) -> Option<i64> {
        use rust_decimal::prelude::ToPrimitive;
        let scale = Decimal::from(10_i64.pow(self.currency.minor_digits()));
        self.amount.checked_mul(scale)?.round().to_i64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_round_trip() {
        let yen: Currency = "jpy".parse().unwrap();
        assert_eq!(Money::from_minor(1250, Currency::EUR).amount.to_string(), "12.50");
        assert_eq!(Money::from_minor(1250, yen).amount.to_string(), "1250");
        assert_eq!(Money::from_minor(-5, Currency::EUR).to_minor(), Some(-5));
        assert!("euro".parse::<Currency>().is_err());
    }
}
