//! Integration tests of the methods: published figures, real data and simulated worlds with a planted truth.

// A test may panic and tell; clippy.toml knows that only of functions marked as tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod decline;
mod lapse;
mod small;
mod support;
