//! The simulated company is what it says: the same for the same settings, as large as asked, with a truth that the written
//! data bears out, and one the methods recover.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::print_stdout)] // a test tells what it counted

mod recovery;
mod same;
mod truth;
mod written;

use vihje_sim::{Company, Settings};

/// A small company that still has everything in it.
fn small() -> Settings {
    Settings { customers: 1_500, lines: 60_000, products: 400, levels: vec![6, 48], ..Settings::default() }
}

fn company(settings: Settings) -> Company {
    Company::new(settings).unwrap()
}
