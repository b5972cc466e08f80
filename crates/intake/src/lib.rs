//! Looks at files and says what they are: packing, format, encoding, delimiter, kind of record, and what each column
//! means, with the reasons in words. Makes the [`vihje_model::import::Plan`] that `history` carries out. And reads what client
//! libraries send ([`dialect`]).
//!
//! Must never name a database, load a file whole, or write anything but its own temporary files. A file that cannot be
//! used is refused here, before anything of it is kept.

#![allow(clippy::result_large_err, reason = "a problem is told once a file, and is the same in every room")]

mod check;
mod delimited;
pub mod dialect;
mod edges;
mod formats;
mod guess;
mod json;
mod look;
mod looked;
mod magic;
mod names;
mod open;
mod prepare;
mod preset;
mod profile;
mod refusal;
mod ruled;
mod saved;
mod text;
mod transcode;
mod workbook;

pub use check::{allowed, check};
pub use guess::guess;
pub use look::{LookOptions, ParquetSampler, look};
pub use looked::{ColumnGuess, Looked, Origin, Question};
pub use prepare::{Prepared, prepare, prepare_telling};
pub use preset::{PresetInfo, presets};
pub use refusal::Refusal;
pub use ruled::rules_in_words;
pub use saved::{SavedMapping, fingerprint};
pub use vihje_model::import::Sample;
pub use vihje_model::spreadsheet::neutralise;
