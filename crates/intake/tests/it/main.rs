//! What intake promises, told with files: what is recognised, what is refused, what is handed to the history.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so aloud")]
#![allow(clippy::result_large_err, reason = "a problem is told once a file, and is the same in every room")]

mod bad_files;
mod dialects;
mod dialects_never_panics;
mod headers;
mod never_panics;
mod prepared;
mod real_data;
mod saved;
mod shapes;
mod support;
