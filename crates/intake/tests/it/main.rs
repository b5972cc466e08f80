//! What intake promises, told with files: what is recognised, what is refused, what is handed to the history.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod bad_files;
mod headers;
mod never_panics;
mod prepared;
mod real_data;
mod saved;
mod support;
