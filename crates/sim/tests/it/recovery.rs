//! The analyses find what was planted, near its true size, and false discoveries stay at the stated rate.

mod decline;
mod patterns;

use statrs::distribution::{Binomial, DiscreteCDF};

/// The most false ones that chance may bring among so many discoveries when each is false with the stated rate, at one
/// chance in a thousand.
fn most_false(discoveries: usize, rate: f64) -> u64 {
    Binomial::new(rate, discoveries as u64).unwrap().inverse_cdf(0.999)
}
