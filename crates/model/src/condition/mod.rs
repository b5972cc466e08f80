//! Conditions: who belongs to a channel. Nested and/or/not over what is known of a customer.

mod parse;
mod print;
mod token;

pub use parse::ConditionError;

use serde::{Deserialize, Serialize};

/// A condition over one customer. In JSON `{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}` or one test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every part holds; an empty list always holds.
    All(Vec<Condition>),
    /// At least one part holds; an empty list never does.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// One test of one field.
    Test(Test),
}

/// One test of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// What is tested.
    pub field: Field,
    /// How.
    pub op: Op,
    /// Against what: one value, or several for [`Op::In`]. Text; numbers are compared as numbers by the ordering operators.
    pub values: Vec<String>,
}

/// What can be tested.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// An attribute of the customer (demographics), by name, without regard to case.
    Attribute(String),
    /// The sales person who owns the relation.
    Owner,
    /// Number of orders before the moment.
    Orders,
    /// Sales before the moment, in the reporting currency.
    Sales,
    /// Days since the last order.
    DaysSinceLast,
    /// Days since the first order.
    DaysSinceFirst,
    /// Bought the named product or category, at any level.
    Bought,
    /// Was reached by the campaign with this id.
    ReachedBy,
}

/// How a field is tested.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Equal, without regard to case.
    Is,
    /// Equal to one of several.
    In,
    /// Text contains, without regard to case.
    Contains,
    /// Less than.
    Less,
    /// Less than or equal.
    AtMost,
    /// Greater than.
    More,
    /// Greater than or equal.
    AtLeast,
    /// Known at all; takes no value.
    Known,
}

impl Condition {
    /// The condition everybody meets.
    pub fn everybody() -> Self {
        Self::All(Vec::new())
    }

    /// Whether this is the condition everybody meets.
    pub fn is_everybody(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }
}

impl Default for Condition {
    fn default() -> Self {
        Self::everybody()
    }
}
