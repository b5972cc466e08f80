//! The routes, one file a resource: handlers, and the types of their answers beside them. Nothing here computes; it reads
//! from the company and shapes.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub mod analyses;
pub mod attributes;
pub mod automations;
pub mod company;
pub mod customers;
pub mod deliveries;
pub mod endpoints;
pub mod events;
pub mod exports;
pub mod firings;
pub mod health;
pub mod identity;
pub mod imports;
pub mod ingest;
pub mod jobs;
pub mod levels;
pub mod mailer;
pub mod metrics;
pub mod opportunities;
pub mod patterns;
pub mod quality;
pub mod replay;
pub mod replenishment;
pub mod rhythm;
pub mod rules;
pub mod search;
pub mod session;
pub mod sources;
pub mod status;
pub mod streams;
pub mod tasks;
pub mod timeline;
pub mod today;
pub mod unsubscribe;
pub mod uploads;
pub mod worklists;

/// One page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Pass it back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Rows in the whole list.
    pub total: u64,
}

/// Which part of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
}
