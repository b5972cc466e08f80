//! The room that composes the others: the company (one data folder), its jobs, the API, signing in, live events, the web
//! application. It must never compute a statistic or name a database.

pub mod access;
pub mod problem;
pub mod reason;
pub mod router;
pub mod routes;
pub mod state;
