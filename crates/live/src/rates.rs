//! Money as the history keeps it: ten-thousandths, converted by its rates, rounded as its database rounds (halves away from zero).

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;
use vihje_model::{Currency, Money};

/// One beyond what DECIMAL(18, 4) holds, in ten-thousandths.
const LIMIT: i128 = 1_000_000_000_000_000_000;

/// A number as DECIMAL(18, 4): in ten-thousandths, halves away from zero; nothing beyond fourteen digits before the point.
pub fn ten_thousandths(number: Decimal) -> Option<i64> {
    let number = number.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
    let scaled = number.checked_mul(Decimal::from(10_000))?.to_i64()?;
    (i128::from(scaled).abs() < LIMIT).then_some(scaled)
}

/// Ten-thousandths as a number.
pub fn number(ten_thousandths: i64) -> Decimal {
    Decimal::new(ten_thousandths, 4)
}

/// What money of other currencies is worth in the reporting currency.
#[derive(Debug, Clone)]
pub struct Rates {
    /// The reporting currency.
    pub reporting: Currency,
    /// Units of the reporting currency for one unit, in 10^-8, as DECIMAL(18, 8).
    rates: BTreeMap<Currency, i64>,
}

impl Rates {
    /// Only the reporting currency is known.
    pub fn new(reporting: Currency) -> Self {
        Self { reporting, rates: BTreeMap::new() }
    }

    /// Sets the units of the reporting currency for one unit of another, rounded to eight decimals.
    pub fn set(&mut self, currency: Currency, rate: Decimal) {
        let rate = rate.round_dp_with_strategy(8, RoundingStrategy::MidpointAwayFromZero);
        if let Some(rate) = rate.checked_mul(Decimal::from(100_000_000)).and_then(|rate| rate.to_i64()) {
            self.rates.insert(currency, rate);
        }
    }

    /// The value of an amount of ten-thousandths; nothing without a rate, or beyond what the history keeps.
    pub fn value(&self, amount: i64, currency: Currency) -> Option<i64> {
        if currency == self.reporting {
            return Some(amount);
        }
        let product = i128::from(amount) * i128::from(*self.rates.get(&currency)?);
        let value = halves_away(product, 100_000_000);
        (value.abs() < LIMIT).then(|| i64::try_from(value).ok()).flatten()
    }

    /// Money in ten-thousandths of the reporting currency, and as told where that is another.
    #[allow(clippy::type_complexity)] // a value and, rarely, what it was told as
    pub fn money(&self, money: Money) -> Option<(i64, Option<(Currency, i64)>)> {
        let amount = ten_thousandths(money.amount)?;
        let value = self.value(amount, money.currency)?;
        Some((value, (money.currency != self.reporting).then_some((money.currency, amount))))
    }

    /// Ten-thousandths of the reporting currency in its minor units, halves to even, as the history gives them.
    pub fn minor(&self, value: i64) -> i64 {
        let unit = 10_i64.pow(4 - self.reporting.minor_digits().min(4));
        let (whole, rest) = (value.div_euclid(unit), value.rem_euclid(unit));
        let up = rest * 2 > unit || (rest * 2 == unit && whole.rem_euclid(2) == 1);
        whole + i64::from(up)
    }
}

/// A quotient rounded to the nearest whole, halves away from zero.
pub(crate) fn halves_away(number: i128, by: i128) -> i128 {
    let (whole, rest) = (number / by, number % by);
    whole + if rest.abs() * 2 >= by { number.signum() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_as_the_database() {
        // SELECT '1.00005'::DECIMAL(18,4), ('-1.0001'::DECIMAL(38,4) * '0.5'::DECIMAL(18,8))::DECIMAL(18,4) in DuckDB 1.5.
        assert_eq!(ten_thousandths("1.00005".parse().unwrap()), Some(10_001));
        assert_eq!(ten_thousandths("-1.00005".parse().unwrap()), Some(-10_001));
        assert_eq!(ten_thousandths("99999999999999.99995".parse().unwrap()), None);
        let mut rates = Rates::new(Currency::EUR);
        let sek = "SEK".parse().unwrap();
        assert_eq!(rates.value(1, sek), None);
        rates.set(sek, "0.5".parse().unwrap());
        assert_eq!((rates.value(10_001, sek), rates.value(-10_001, sek)), (Some(5001), Some(-5001)));
        let told = Money { amount: "2".parse().unwrap(), currency: sek };
        assert_eq!(rates.money(told), Some((10_000, Some((sek, 20_000)))));
        assert_eq!([12_500, 12_550, 12_450, -12_550].map(|value| rates.minor(value)), [125, 126, 124, -126]);
    }
}
