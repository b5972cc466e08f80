//! What a purchase is worth where some customers bring less than nothing: a gamma law has no room for them, a normal one has.
//! Linear empirical Bayes (Bühlmann 1967): a customer's own mean is believed as far as the spread between customers exceeds
//! what its own purchases leave open.

use rayon::prelude::*;
use serde::Serialize;

/// Purchases by which the variance common to all is believed beside a customer's own.
const BELIEVED: f64 = 4.0;

/// The values of one customer's purchases in three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// Purchases.
    pub x: f64,
    /// Their mean value.
    pub mean: f64,
    /// Sum of squared distances from it.
    pub squares: f64,
}

impl Spread {
    /// Of these values. Two passes, so that large means lose nothing.
    #[allow(clippy::cast_precision_loss)] // counts, and money far below 2^53 minor units
    pub fn of(values: &[i64]) -> Self {
        let x = values.len() as f64;
        let mean = values.iter().map(|value| *value as f64).sum::<f64>() / x.max(1.0);
        let squares = values.iter().map(|value| (*value as f64 - mean).powi(2)).sum();
        Self { x, mean, squares }
    }
}

/// The law of means across customers, each with a variance of its own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Credibility {
    /// Mean across customers.
    pub mean: f64,
    /// Variance of customers' true means.
    pub between: f64,
    /// Variance of one customer's purchases, of all customers together.
    pub within: f64,
}

impl Credibility {
    /// By moments: the variance within is pooled; that between is what the spread of means has more than their purchases
    /// explain. Linear in customers; the same for any number of threads.
    pub fn fit(customers: &[Spread]) -> Self {
        let sum = |of: &(dyn Fn(&Spread) -> f64 + Sync)| -> f64 {
            let parts: Vec<f64> =
                customers.par_chunks(4096).map(|part| part.iter().map(of).sum::<f64>()).collect();
            parts.iter().sum()
        };
        let free = sum(&|c| (c.x - 1.0).max(0.0));
        let within = if free > 0.0 { sum(&|c| c.squares) / free } else { 0.0 };
        let start = Self { mean: 0.0, between: 0.0, within };
        let several = sum(&|c| f64::from(u8::from(c.x >= 2.0)));
        if several < 2.0 {
            let n = sum(&|_| 1.0).max(1.0);
            return Self { mean: sum(&|c| c.mean) / n, ..start };
        }
        let of_several =
            |of: &(dyn Fn(&Spread) -> f64 + Sync)| sum(&|c| if c.x >= 2.0 { of(c) } else { 0.0 });
        let middle = of_several(&|c| c.mean) / several;
        let spread = of_several(&|c| (c.mean - middle).powi(2)) / (several - 1.0);
        let between = (spread - of_several(&|c| start.variance(c) / c.x) / several).max(0.0);
        let law = Self { mean: middle, between, within };
        let weights = sum(&|c| law.weight(c));
        if weights > 0.0 { Self { mean: sum(&|c| law.weight(c) * c.mean) / weights, ..law } } else { law }
    }

    /// The variance of one purchase of this customer: the own, drawn to that of all.
    fn variance(&self, customer: &Spread) -> f64 {
        let free = (customer.x - 1.0).max(0.0);
        (BELIEVED * self.within + customer.squares) / (BELIEVED + free)
    }

    /// How far a customer's own mean is believed, 0 to 1.
    fn weight(&self, customer: &Spread) -> f64 {
        if self.between <= 0.0 || customer.x <= 0.0 {
            return 0.0;
        }
        self.between / (self.between + self.variance(customer) / customer.x)
    }

    /// Expected value of a purchase of this customer; may be below zero.
    pub fn expected(&self, customer: &Spread) -> f64 {
        let weight = self.weight(customer);
        weight * customer.mean + (1.0 - weight) * self.mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_purchases_speak_for_themselves_and_few_are_drawn_to_all() {
        // Customers of means -300, -200 ... 600 whose purchases lie fifty around them.
        let customers: Vec<Spread> = (0_i64..100)
            .map(|n| {
                let own = (n % 10) * 100 - 300;
                let values: Vec<i64> = (0..40).map(|k| own + if k % 2 == 0 { 50 } else { -50 }).collect();
                Spread::of(&values)
            })
            .collect();
        let law = Credibility::fit(&customers);
        assert!((law.mean - 150.0).abs() < 1.0 && (law.between.sqrt() - 288.0).abs() < 5.0, "{law:?}");
        assert!((law.expected(&customers[0]) + 300.0).abs() < 2.0);
        let once = law.expected(&Spread::of(&[-300]));
        assert!(once > -300.0 && once < 0.0, "{once}");
        assert!((law.expected(&Spread::default()) - law.mean).abs() < 1e-9);
    }

    #[test]
    fn customers_alike_are_worth_the_same() {
        let customers: Vec<Spread> = (0..50).map(|n| Spread::of(&[90 + n % 3, 110 - n % 3])).collect();
        let law = Credibility::fit(&customers);
        assert!(law.between.abs() < 1e-9);
        assert!((law.expected(&customers[7]) - law.mean).abs() < 1e-9);
    }
}
