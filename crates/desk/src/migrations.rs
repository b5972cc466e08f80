//! The history of the tables, one file each under `migrations/`. A file that was released is never changed.

use crate::Result;
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

const STEPS: &[M<'static>] = &[
    M::up(include_str!("../migrations/01_people.sql")),
    M::up(include_str!("../migrations/02_work.sql")),
    M::up(include_str!("../migrations/03_findings.sql")),
    M::up(include_str!("../migrations/04_tasks.sql")),
    M::up(include_str!("../migrations/05_rank.sql")),
    M::up(include_str!("../migrations/06_below.sql")),
    M::up(include_str!("../migrations/07_opportunities.sql")),
    M::up(include_str!("../migrations/08_source_keys.sql")),
    M::up(include_str!("../migrations/09_automations.sql")),
];

/// Brings the tables to the newest form, from any earlier one or from nothing; all steps or none.
pub(crate) fn run(connection: &mut Connection) -> Result<()> {
    Ok(Migrations::from_slice(STEPS).to_latest(connection)?)
}
