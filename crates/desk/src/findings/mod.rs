//! Findings: the stored results of the analyses. A set of rows is loaded beside the current one, becomes current in one
//! transaction, and is swept away in small steps once a newer one has taken its place. Rows are never changed.

pub mod customers;
pub(crate) mod fold;
pub(crate) mod index;
pub mod list;
pub mod load;
pub mod patterns;
pub mod replenishment;
pub mod sets;

pub use customers::{CustomerFinding, CustomerRhythm, Standing};
pub use list::{CustomerFilter, CustomerPage, CustomerQuery, CustomerSort, Facet, Facets};
pub use load::Load;
pub use patterns::{PatternFinding, PatternQuery, PatternSort};
pub use replenishment::{DueCustomer, ReplenishmentFinding};
pub use sets::FindingSet;
