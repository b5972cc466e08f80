//! The server's stories, in one binary.
#![allow(clippy::unwrap_used)] // helpers of tests are tests
#![allow(clippy::print_stdout)] // a test tells what it drew

mod access;
mod automations;
mod crash;
mod exports;
mod imports;
mod ingest;
mod live;
mod live_rules;
mod offers;
mod openapi;
mod operate;
mod problems;
mod real_data;
mod sessions;
mod sinks;
mod substitutes;
mod support;
mod today;
mod uploads;
mod web;
