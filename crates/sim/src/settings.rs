//! What kind of company is simulated. Plain data: shown, saved beside the result, used again. Draws nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vihje_model::{Currency, Problem};

/// Everything that decides a simulated company. Equal settings give equal files, byte for byte, whatever the number of
/// threads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Start of all randomness.
    pub seed: u64,
    /// Customers and prospects; some never buy.
    pub customers: u64,
    /// Sale lines aimed at, anonymous lines counted and returns not; met within a few per cent by large companies.
    pub lines: u64,
    /// Products in the catalogue.
    pub products: u32,
    /// Number of groups at each level, the widest first, one to four levels. The second level (or the only one) is the
    /// *category*: patterns, campaigns and tastes act there.
    pub levels: Vec<u32>,
    /// First day.
    pub start: Date,
    /// First day after the last.
    pub end: Date,
    /// Currency of all money.
    pub currency: Currency,
    /// Mean number of lines of an order before equal products are put on one line.
    pub lines_per_order: f64,
    /// Shape of the gamma distribution of customers' pace; small is uneven. 0.6 spreads it over three orders of magnitude.
    pub activity_shape: f64,
    /// Growth of demand in a year; 0.05 is five per cent.
    pub yearly_growth: f64,
    /// Strength of the seasons: 0 is none, 1 is usual.
    pub season_strength: f64,
    /// Categories a customer likes, on average; a liked category is bought `FAVOURITE` times as readily.
    pub favourites: f64,
    /// Planted patterns between categories: each factor multiplies the hazard of B after the first A. Below one is a
    /// substitute.
    pub pattern_factors: Vec<f64>,
    /// Planted patterns between products.
    pub product_pattern_factors: Vec<f64>,
    /// Days a planted pattern acts after the first A.
    pub window_days: u32,
    /// Planted demographics: in the customers with the chosen attribute value the hazard of a category is multiplied.
    pub demographic_factors: Vec<f64>,
    /// Planted campaigns: the hazard of the campaign's category among those reached is multiplied; 1 works not at all.
    pub campaign_factors: Vec<f64>,
    /// How many are what.
    pub shares: Shares,
    /// Untidy rows in the sales file, as shares of its lines.
    pub untidy: Untidy,
}

/// A liked category is bought this many times as readily.
pub const FAVOURITE: f64 = 4.0;

/// How many are what, as shares between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shares {
    /// Customers who join during the time; the others are there from the first day.
    pub joining: f64,
    /// Mean hazard of leaving for ever, a year.
    pub churn_per_year: f64,
    /// Shape of the gamma distribution of that hazard across customers; small is uneven.
    pub churn_shape: f64,
    /// Customers whose pace falls at a known moment to a known fraction. They do not leave.
    pub declining: f64,
    /// Where in the time a decline begins, as a share of the whole time: uniform between the two.
    pub declining_between: (f64, f64),
    /// Customers who stop one of their favourite categories at a known moment and go on with the rest.
    pub lost_line: f64,
    /// Lines that come back.
    pub returned: f64,
    /// Lines without a customer.
    pub anonymous: f64,
    /// Products that enter after the start, and as many again that leave before the end.
    pub changing_products: f64,
    /// Of those a campaign is meant for, the share left alone at random.
    pub holdout: f64,
}

/// Untidy rows written in addition to the good ones, as shares of the good ones.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Untidy {
    /// Rows with too few or too many fields.
    pub ragged: f64,
    /// Rows whose date cannot be read.
    pub bad_dates: f64,
    /// Exact copies of the row before.
    pub duplicates: f64,
}

impl Untidy {
    /// What `vihje simulate --messy` asks for: 2 in 1,000 ragged, 1 in 1,000 with a bad date, 5 in 1,000 twice.
    pub fn messy() -> Self {
        Self { ragged: 0.002, bad_dates: 0.001, duplicates: 0.005 }
    }
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            joining: 0.3,
            churn_per_year: 0.1,
            churn_shape: 1.0,
            declining: 0.04,
            declining_between: (0.4, 0.97),
            lost_line: 0.04,
            returned: 0.02,
            anonymous: 0.05,
            changing_products: 0.08,
            holdout: 0.2,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            customers: 10_000,
            lines: 1_000_000,
            products: 2_000,
            levels: vec![12, 96],
            start: Date::constant(2023, 1, 1),
            end: Date::constant(2025, 1, 1),
            currency: Currency::EUR,
            lines_per_order: 4.0,
            activity_shape: 0.6,
            yearly_growth: 0.04,
            season_strength: 1.0,
            favourites: 3.0,
            pattern_factors: vec![1.5, 2.0, 2.5, 3.0, 4.0, 0.5],
            product_pattern_factors: vec![3.0, 6.0],
            window_days: 60,
            demographic_factors: vec![2.0, 2.0, 0.5],
            campaign_factors: vec![2.0, 1.5, 1.0, 1.0, 0.7, 3.0],
            shares: Shares::default(),
            untidy: Untidy::default(),
        }
    }
}

/// The settings contradict each other or lie out of range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {reason}")]
pub struct SettingsError {
    /// The field of [`Settings`] at fault.
    pub setting: &'static str,
    /// Why, one sentence.
    pub reason: String,
}

impl From<SettingsError> for Problem {
    fn from(error: SettingsError) -> Self {
        Problem::new("bad-simulation-setting", error.to_string(), "Change the setting and simulate again.")
    }
}

impl Settings {
    /// Number of categories: groups at the second level, or at the only one.
    pub fn categories(&self) -> u32 {
        self.levels.get(1).or(self.levels.first()).copied().unwrap_or(0)
    }

    /// Categories that something planted needs to itself, so that one truth never blurs another.
    pub(crate) fn planted_categories(&self) -> usize {
        2 * (self.pattern_factors.len() + self.product_pattern_factors.len())
            + self.demographic_factors.len()
            + self.campaign_factors.len()
    }

    /// Says what cannot be simulated.
    pub fn check(&self) -> Result<(), SettingsError> {
        let bad = |setting, reason: &str| Err(SettingsError { setting, reason: reason.to_owned() });
        if self.customers == 0 || self.customers > 1 << 40 {
            return bad("customers", "must be at least one");
        }
        if self.lines == 0 {
            return bad("lines", "must be at least one");
        }
        if self.levels.is_empty() || self.levels.len() > 4 || self.levels[0] == 0 {
            return bad("levels", "one to four levels, each with at least one group");
        }
        if self.levels.windows(2).any(|pair| pair[0] > pair[1]) {
            return bad("levels", "a narrower level has at least as many groups as the level above it");
        }
        if self.products < self.levels.last().copied().unwrap_or(1) || self.products > 4_000_000 {
            return bad("products", "at least one for each group of the narrowest level, at most 4,000,000");
        }
        if self.start >= self.end || self.end.year() - self.start.year() > 50 {
            return bad("end", "must lie after the start, at most fifty years");
        }
        if (self.categories() as usize) < self.planted_categories() {
            return bad(
                "levels",
                "every planted pattern, demographic and campaign needs categories of its own",
            );
        }
        self.check_numbers()
    }

    fn check_numbers(&self) -> Result<(), SettingsError> {
        let within = |setting, value: f64, low: f64, high: f64| {
            if (low..=high).contains(&value) {
                return Ok(());
            }
            Err(SettingsError { setting, reason: format!("{value} is not between {low} and {high}") })
        };
        within("lines_per_order", self.lines_per_order, 0.05, 1_000.0)?;
        within("activity_shape", self.activity_shape, 0.05, 1_000.0)?;
        within("yearly_growth", self.yearly_growth, -0.9, 10.0)?;
        within("season_strength", self.season_strength, 0.0, 1.5)?;
        within("favourites", self.favourites, 0.0, 50.0)?;
        within("window_days", f64::from(self.window_days), 1.0, 3_660.0)?;
        for factors in [
            &self.pattern_factors,
            &self.product_pattern_factors,
            &self.demographic_factors,
            &self.campaign_factors,
        ] {
            factors.iter().try_for_each(|&factor| within("factors", factor, 0.0, 1_000.0))?;
        }
        let shares = &self.shares;
        within("churn_per_year", shares.churn_per_year, 0.0, 100.0)?;
        within("churn_shape", shares.churn_shape, 0.05, 1_000.0)?;
        within("declining_between", shares.declining_between.0, 0.0, shares.declining_between.1)?;
        within("declining_between", shares.declining_between.1, 0.0, 1.0)?;
        within("declining and lost_line together", shares.declining + shares.lost_line, 0.0, 1.0)?;
        within("anonymous", shares.anonymous, 0.0, 0.99)?;
        let rest = [
            shares.joining,
            shares.declining,
            shares.lost_line,
            shares.returned,
            shares.changing_products,
            shares.holdout,
            self.untidy.ragged,
            self.untidy.bad_dates,
            self.untidy.duplicates,
        ];
        rest.iter().try_for_each(|&share| within("shares", share, 0.0, 1.0))
    }
}
