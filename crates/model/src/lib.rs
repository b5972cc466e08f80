//! The vocabulary of Vihje: facts, ids, money, time, conditions, columns, findings.
//!
//! Every room speaks these words and no other room's. Nothing here reads a file, opens a socket, looks at a clock or
//! waits: it is types, their checks, and their text forms.

pub mod automation;
pub mod columns;
pub mod condition;
pub mod consent;
pub mod durations;
pub mod fact;
pub mod finding;
pub mod id;
pub mod identity;
pub mod import;
pub mod money;
pub mod opportunity;
pub mod order;
pub mod problem;
pub mod reason;
pub mod spreadsheet;
pub mod time;

pub use columns::Purchases;
pub use condition::Condition;
pub use durations::Durations;
pub use fact::{Envelope, Fact};
pub use finding::{Analysis, FindingMeta};
pub use id::{CustomerKey, ProductKey};
pub use money::{Currency, Money};
pub use problem::Problem;
pub use time::Moment;
