//! Stories of the history, each with a folder of its own.

mod bad_files;
mod columns;
mod doctor;
mod flush;
mod imports;
mod pages;
mod query;
mod real_data;
mod support;
