//! Integration tests of the methods: published figures, real data and simulated worlds with a planted truth.

mod decline;
mod lapse;
mod support;
