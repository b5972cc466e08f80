//! The desk: the operational database. People, settings, imports, jobs, findings, worklists and tasks, the audit trail.
//!
//! It stores and hands out; it computes no finding, renders no sentence, looks at no clock (the moment is passed in) and
//! knows no HTTP. Secrets reach it only as hashes, but for those that others must be shown: what signs webhooks, and the relay's
//! password. Money is integers of minor units beside a currency.

mod audit;
mod automations;
mod check;
mod convert;
mod desk;
mod error;
pub mod findings;
mod imports;
mod jobs;
mod mappings;
mod migrations;
mod opportunities;
mod page;
mod pool;
mod rules;
mod sessions;
mod settings;
mod source_keys;
mod tasks;
mod team;
mod today;
mod users;
mod worklists;

pub use audit::AuditEntry;
pub use automations::{
    Attempt, Deed, DeedState, Delivery, DeliveryQuery, DeliveryState, Due, Endpoint, Fired, FiredCounts,
    Firing, FiringQuery, FiringState, Judged, Mailer, NewDelivery, NewEndpoint, NewFiring, Security,
    StoredAutomation, Unsubscribed,
};
pub use desk::{Desk, Recovered};
pub use error::DeskError;
pub use imports::{Import, ImportState, NewImport};
pub use jobs::{Job, JobState};
pub use mappings::{SavedMapping, header_fingerprint};
pub use opportunities::{
    NewOpportunity, Offered, Opportunity, OpportunityQuery, OpportunityState, RuleCounts,
};
pub use page::Page;
pub use sessions::Session;
pub use settings::{AsOf, Company};
pub use source_keys::{Dialect, SourceCount, SourceKey, SourceSettings, USUAL_RATE};
pub use tasks::{Action, Task, TaskChange, TaskCounts, TaskEntry, TaskQuery, TaskState};
pub use team::{SalesPerson, Seen};
pub use today::{Quiet, Synced};
pub use users::{NewUser, Role, User};
pub use worklists::{NewWorklist, Source, Worklist};

/// Results of this room.
pub type Result<T, E = DeskError> = std::result::Result<T, E>;
