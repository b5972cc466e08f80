//! Alive or lapsed, and how many purchases are still to come: the "buy till you die" models.
//!
//! | model | a customer leaves | source |
//! | --- | --- | --- |
//! | BG/NBD | after a repeat purchase | Fader, Hardie & Lee 2005 |
//! | MBG/NBD | after any purchase, the first too | Batislam, Denizel & Filiztekin 2007; Hoppe & Wagner 2007 |
//! | Pareto/NBD | at any time | Schmittlein, Morrison & Colombo 1987; Fader & Hardie 2005 |
//! | Gamma-Gamma | (value per purchase) | Fader & Hardie 2013 |
//! | credibility | (the same, where it may be below zero) | Bühlmann 1967 |
//!
//! BG/NBD calls every customer without a repeat alive with certainty: for those, use one of the other two. Nothing here
//! reads a clock; the time unit is that of the summaries passed in.

mod credibility;
mod fit;
mod geometric;
mod optimise;
mod pareto;
mod spend;
mod summary;

pub use credibility::{Credibility, Spread};
pub use fit::{Fit, Note, Parameter, fit};
pub(crate) use optimise::minimise;
pub use spend::{GammaGamma, SpendFit, fit_spend};
pub use summary::{Spend, Summary, Tally, WEEK, spends, summarise};
pub(crate) use summary::{days_before, summary_of};

use serde::Serialize;

/// Which law a customer's leaving follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// BG/NBD: parameters r, alpha, a, b.
    BgNbd,
    /// MBG/NBD: parameters r, alpha, a, b.
    MbgNbd,
    /// Pareto/NBD: parameters r, alpha, s, beta.
    ParetoNbd,
}

impl Law {
    /// The names of the four parameters, in their order.
    pub fn names(self) -> [&'static str; 4] {
        match self {
            Self::BgNbd | Self::MbgNbd => ["r", "alpha", "a", "b"],
            Self::ParetoNbd => ["r", "alpha", "s", "beta"],
        }
    }
}

/// A law with its parameters: what can be asked about a customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Model {
    /// The law.
    pub law: Law,
    /// Its parameters in the order of [`Law::names`], all positive; alpha and beta in the time unit of the summaries.
    pub parameters: [f64; 4],
}

impl Model {
    /// The probability that the customer still is one, in [0, 1].
    pub fn alive(&self, customer: &Summary) -> f64 {
        match self.law {
            Law::BgNbd => geometric::alive(&self.parameters, 0.0, customer),
            Law::MbgNbd => geometric::alive(&self.parameters, 1.0, customer),
            Law::ParetoNbd => pareto::alive(&self.parameters, customer),
        }
    }

    /// Expected repeat purchases of a new customer in the first `t` units of time.
    pub fn expected(&self, t: f64) -> f64 {
        let t = t.max(0.0);
        match self.law {
            Law::BgNbd => geometric::expected(&self.parameters, 0.0, t),
            Law::MbgNbd => geometric::expected(&self.parameters, 1.0, t),
            Law::ParetoNbd => pareto::expected(&self.parameters, t),
        }
    }

    /// Expected purchases of this customer in the next `t` units of time.
    pub fn expected_of(&self, customer: &Summary, t: f64) -> f64 {
        let t = t.max(0.0);
        match self.law {
            Law::BgNbd => geometric::expected_of(&self.parameters, 0.0, customer, t),
            Law::MbgNbd => geometric::expected_of(&self.parameters, 1.0, customer, t),
            Law::ParetoNbd => pareto::expected_of(&self.parameters, customer, t),
        }
    }

    /// Expected purchases of the next `t` units of time, each worth less by `discount` per unit of time it lies ahead
    /// (0.002 a week is about 10 % a year), summed over `steps` equal parts.
    pub fn discounted(&self, customer: &Summary, t: f64, discount: f64, steps: u32) -> f64 {
        let steps = steps.max(1);
        let (mut known, mut sum) = (0.0, 0.0);
        for step in 1..=steps {
            let end = t * f64::from(step) / f64::from(steps);
            let middle = t * (f64::from(step) - 0.5) / f64::from(steps);
            let reached = self.expected_of(customer, end);
            sum += (reached - known).max(0.0) / (1.0 + discount).powf(middle);
            known = reached;
        }
        sum
    }

    /// The log-likelihood of a tally, without the terms that no parameter touches.
    pub fn log_likelihood(&self, tally: &Tally) -> f64 {
        fit::log_likelihood(self.law, tally, &self.parameters).0
    }
}
