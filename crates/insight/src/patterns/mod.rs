//! Patterns: customers who bought A buy B within a window, more than their like. Must never use a purchase at or after
//! the purchases' `as_of`, nor anything a customer did after an index moment to say who was like him at it.
//!
//! **Index moment** t_A(c): customer c's first purchase of A (at least `washout_days` after history begins). **Outcome**: c
//! buys B in (t_A, t_A + W]. Lines of equal moment are one basket, so B in the same basket is no outcome. A window is
//! *complete* when all of it lies before `as_of`; `n_A`, `n_AB`, expectation and tests take complete windows only, curves
//! take all and censor.
//!
//! **Expected.** Strata s are the calendar month (UTC) of the index moment times the class of activity, items bought
//! strictly before it, in tenths of the month's first purchases. The population of s is every basket j in it with a
//! complete window, weighed by w_j, the number of items the customer bought in it for the first time:
//!
//! ```text
//! r_B(s) = (sum_j w_j [B follows j within W] + r_B) / (sum_j w_j + 1)      r_B: the same over all strata, unsmoothed
//! E_AB   = sum_s n_A(s) r_B(s)         adjusted lift = n_AB / E_AB
//! ```
//!
//! Why baskets and not calendar days: a buyer of A stands at the till; customers who have left, or only come twice a
//! year, do not, and against them everything looks like a pattern. Why first purchases: that is what an index moment is.
//! If it did not matter what is bought for the first time, A's index moments would be a random draw from those of all
//! items, whatever customers' paces and basket sizes; over all A together observed equals expected. A customer counts
//! at most once per item on either side, so whales do not drown the others. Buyers of A belong to the population too, so
//! lifts of what nearly everybody buys are cautious.
//!
//! **Evidence.** n_AB is a sum of independent yes or no over customers, whose variance is below Poisson's; the exact Poisson
//! interval (Garwood 1936) and the two-sided p-value that it inverts are therefore cautious. Two-sided, because pairs below
//! expectation are reported too. q-values (Benjamini and Hochberg 1995) are over all ordered pairs of items with at least
//! `min_support` index customers: a filter on A alone (for B first or again on the pair's index customers), never on n_AB.
//! The lift to show is shrunk (DuMouchel 1999), see [`Prior`]. Standardised ratios: Breslow and Day 1987, ch. 2.
//!
//! **Naive lift** is confidence over the share of known customers who buy B in an equal window from a turn of the month.
//!
//! **Held out.** Tests are repeated on index moments before `held_out_from`, rules found there are looked at on the moments
//! after it: other customers, later months, other strata. Windows of both parts may overlap in time, so it is a check on other
//! buyers later, not on a later age.
//!
//! Raw counts without completeness, as published, are [`count()`] and [`PairCounter`].

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
pub use counter::{DENSE_ITEMS, PairCounter};
pub use curve::{Curve, Curves, LikeStep, curve};
pub use find::find;
pub use open::{OpenCustomer, open_window};
pub use report::{Direction, Evidence, HeldOutCheck, HeldOutPair, Pair, Population, Report, TimeToB};
pub use settings::{LONGEST_WINDOW, MOST_ITEMS, PatternError, Question, Settings};
pub use shrink::{Part, Prior};

/// Fewest customers a stratum's month may have; months with fewer are merged with their neighbours, and a month gets at
/// most one activity class per so many customers.
pub const LEAST_STRATUM: u32 = 20;
