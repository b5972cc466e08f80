//! A simulated company with planted truth, for demonstrations, tests and load.
//!
//! [`Company::new`] draws calendar, catalogue and plantings from [`Settings`]; [`Company::write`] streams it into a folder
//! that `vihje import` reads, with the truth beside it; [`purchases`] gives the columns the methods read, in memory.
//! Every customer is drawn from a stream of randomness of their own, chosen by seed and customer number: equal settings
//! give equal bytes on any machine and any number of threads, and memory does not grow with the number of lines.
//!
//! Must never look at a clock, draw from the operating system, or compute a truth from the data it wrote.
//!
//! # The model
//! - Orders of a customer are a Poisson process on the clock of demand (season, weekday, growth). The pace is gamma
//!   distributed across customers; it may end (leaving) or fall to a fraction (decline) at a known moment.
//! - An order holds, of every product, a Poisson number of lines: `lines_per_order` times the product's share of demand
//!   in that month, times the factors that act on the customer then: favourites, demographics, campaigns, patterns, a
//!   lost line. So factors are exact hazard ratios of lines, and a factor on one product moves no other.
//! - Equal products of an order are put on one line. Orders without lines are not written.
//! - Each planted thing has categories of its own; favourites are drawn without regard to each other. Hence any two
//!   categories that no pattern joins are, given a customer's pace, independent.

mod alike;
mod calendar;
mod catalogue;
mod company;
mod csv;
mod draw;
mod orders;
mod people;
mod planted;
mod profile;
mod purchases;
mod rows;
mod settings;
mod truth;
#[rustfmt::skip]
mod words;
mod write;

pub use company::Company;
pub use orders::Line;
pub use profile::Fate;
pub use purchases::{Level, purchases, truth};
pub use settings::{FAVOURITE, Settings, SettingsError, Shares, Untidy};
pub use truth::{CampaignTruth, Counts, DemographicTruth, PatternTruth, Truth, UntidyCounts};
pub use write::{Packing, Progress, WriteError};
