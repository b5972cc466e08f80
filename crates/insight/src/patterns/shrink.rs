//! Shrunken lift: gamma-Poisson shrinkage of observed over expected (DuMouchel 1999).

use serde::Serialize;

/// The distribution of true lifts over all pairs tested: a mixture of two gamma distributions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prior {
    /// Shape and rate of each part; the mean of a part is shape over rate.
    pub parts: [(f64, f64); 2],
    /// Weight of the first part.
    pub weight: f64,
}
