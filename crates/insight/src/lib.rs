//! The methods: pure functions over columns. Slices in, results out.
//!
//! Nothing here reads a file, waits, looks at a clock, or draws randomness but from a seed passed in. Equal facts,
//! parameters and seed give equal results, whatever the number of threads.

pub mod decline;
pub mod lapse;
pub mod patterns;
pub mod ranking;
pub mod replenishment;
pub mod returns;
pub mod rfm;
pub mod special;
pub mod stats;
pub mod survival;
