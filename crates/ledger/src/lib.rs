//! The ledger: the durable, append-only log of what was told to this system.
//!
//! It acknowledges only what the disk has, gives every fact an offset that is never used twice, and ignores a message id
//! it has seen before, even after the fact itself was trimmed. It never reads meaning into a fact, never edits one and
//! never answers for the past: the history does.

mod check;
mod error;
mod ids;
mod ledger;
mod meter;
mod progress;
mod queue;
mod receipt;
mod store;
mod writer;

pub use error::LedgerError;
pub use ledger::{Extent, Ledger, Settings};
pub use meter::Figures;
pub use receipt::{Appended, Placed, Receipt};
