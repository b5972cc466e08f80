//! Findings: any computed result, with its evidence, its quality and the moment it is true for.

use crate::Moment;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The analyses there are.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Analysis {
    /// Bought A, then B within a window.
    Patterns,
    /// Bought A, then A again: the usual interval and who is due.
    Replenishment,
    /// Rhythm and decline of each customer.
    Decline,
    /// Alive probability, future purchases and value, RFM.
    Value,
}

impl Analysis {
    /// The word used in code, API and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Patterns => "patterns",
            Self::Replenishment => "replenishment",
            Self::Decline => "decline",
            Self::Value => "value",
        }
    }
}

impl fmt::Display for Analysis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What is stored with every set of findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingMeta {
    /// Which analysis.
    pub analysis: Analysis,
    /// Its parameters, in canonical JSON (sorted keys): equal text, equal question.
    pub parameters: String,
    /// Nothing at or after this moment was used.
    pub as_of: Moment,
    /// The last ledger offset the result includes.
    pub ledger_offset: u64,
    /// When it was computed.
    pub computed_at: Moment,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// How good it is, held against the plain baselines, as JSON of the analysis' own quality type.
    pub quality: serde_json::Value,
}
