//! Mappings that were saved under a name, and the fingerprint by which a file with the same header finds its mapping.

use crate::names;
use serde::{Deserialize, Serialize};
use vihje_model::Problem;
use vihje_model::id::stable_hash;
use vihje_model::import::Mapping;

/// A mapping with a name, for every file with the same header.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// The name it was saved under.
    pub name: String,
    /// Fingerprint of the header it fits.
    pub fingerprint: String,
    /// The mapping.
    pub mapping: Mapping,
}

/// The same sixteen hexadecimal digits for headers that read alike, whatever their case, joints and order.
pub fn fingerprint(header: &[String]) -> String {
    let mut keys: Vec<String> = header.iter().map(|name| names::key(name)).collect();
    keys.sort_unstable();
    format!("{:016x}", stable_hash(&keys.join("\n")))
}

impl SavedMapping {
    /// Saves a mapping under a name.
    pub fn new(name: impl Into<String>, mapping: Mapping) -> Self {
        let header: Vec<String> = mapping.columns.iter().map(|column| column.name.clone()).collect();
        Self { name: name.into(), fingerprint: fingerprint(&header), mapping }
    }

    /// As TOML, to be shown, kept and edited.
    ///
    /// # Errors
    /// When a value cannot be written as TOML, which the model's types do not allow.
    pub fn to_toml(&self) -> Result<String, Problem> {
        toml::to_string_pretty(self)
            .map_err(|error| Problem::new("mapping-not-writable", error.to_string(), ""))
    }

    /// Reads what [`Self::to_toml`] wrote, or a person.
    ///
    /// # Errors
    /// `mapping-unreadable` with the line and reason. The mapping itself is not checked; see [`crate::check`].
    pub fn from_toml(text: &str) -> Result<Self, Problem> {
        toml::from_str(text).map_err(|error| {
            let mut problem = Problem::new(
                "mapping-unreadable",
                format!("The mapping cannot be read: {}.", error.message()),
                "Compare it with the reference in docs/guide/import.md.",
            );
            problem.place.line = error.span().map(|span| 1 + text[..span.start].matches('\n').count() as u64);
            problem
        })
    }
}
