//! The one integration binary of the command line: the shape of the house, and the program as a user runs it.

#![allow(clippy::print_stdout)] // a test tells what it drew and what it proved

mod clients;
mod crash;
mod crash_ingest;
mod edges;
mod operate;
mod plain;
mod program;
mod stories;
