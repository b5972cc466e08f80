//! One file per command. A command turns flags into calls on the open data folder and prints what comes back.

pub(crate) mod analyse;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod keep;
pub(crate) mod query;
pub(crate) mod reference;
pub(crate) mod serve;
pub(crate) mod simulate;
