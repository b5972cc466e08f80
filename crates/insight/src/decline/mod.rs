//! Rhythm and decline: each customer against the own pace.
//!
//! Everything is learnt from purchases before `as_of`, from all customers together, and shrunk to them where a customer's
//! own past is short. Nothing here reads a clock or draws at random.

mod output;

pub use output::{
    Decline, DeclineRow, Evidence, Kind, NextOrder, Pace, Population, Range, Rhythm, SeasonNote, State,
    Window,
};
