//! Stories of the history, each with a folder of its own.

// The helpers of the stories are tests too: what fails there fails the story.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod bad_files;
mod columns;
mod doctor;
mod flush;
mod imports;
mod joined;
mod pages;
mod query;
mod real_data;
mod rules;
mod support;
mod undo;
