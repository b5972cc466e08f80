//! The server's stories, in one binary.

mod access;
mod crash;
mod exports;
mod imports;
mod openapi;
mod problems;
mod real_data;
mod sessions;
mod support;
mod today;
mod uploads;
mod web;
