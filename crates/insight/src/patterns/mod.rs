//! Patterns: customers who bought A buy B within a window, more than their like.

mod baskets;
mod count;
mod counter;
mod curve;
mod direction;
mod find;
mod index;
mod like;
mod open;
#[cfg(test)]
mod oracle;
mod pairs;
mod report;
mod scan;
mod settings;
mod shards;
mod shrink;
#[cfg(test)]
mod simulated;
mod strata;
#[cfg(test)]
pub(crate) mod testing;

pub use count::{CustomerLines, PairCounts, count};
pub use counter::PairCounter;
pub use curve::{Curve, LikeStep, curve};
pub use find::find;
pub use open::{OpenCustomer, open_window};
pub use report::{Direction, Evidence, HeldOutCheck, HeldOutPair, Pair, Population, Report, TimeToB};
pub use settings::{LONGEST_WINDOW, MOST_ITEMS, PatternError, Question, Settings};
pub use shrink::Prior;

/// Fewest customers a stratum's month may have; months with fewer are merged with their neighbours, and a month gets at
/// most one activity class per so many customers.
pub const LEAST_STRATUM: u32 = 20;
