//! Orders as systems tell them in real time: not line by line but as a whole, told again when they change. What an order comes
//! to in lines of sales is worked out where its earlier lines are known, by [`replace()`] and [`refund()`] over its [`net()`]
//! lines, so that every room comes to the same ones. Must never depend on the order in which lines of one moment are read back.

mod net;
mod refund;
mod replace;
#[cfg(test)]
mod tests;

use crate::fact::SaleLine;
use crate::{Moment, Money};
pub use net::{net, net_by};
pub use refund::{REFUND, refund};
pub use replace::replace;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What an order is from here on. Told again, it replaces what was told before: lines that are the same stay, lines that are
/// gone are reversed, new lines are added (see [`replace()`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderTold {
    /// The order's id in the source. One id is one order, whoever tells it.
    pub order: String,
    /// The customer's id; nothing for an anonymous sale.
    pub customer: Option<String>,
    /// When it was told to be so.
    pub at: Moment,
    /// All its lines, sales and charges; none when it was cancelled. Their `order`, `customer` and `at` are those above.
    pub lines: Vec<SaleLine>,
}

/// Something of an order came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundTold {
    /// The order's id in the source.
    pub order: String,
    /// The customer's id.
    pub customer: Option<String>,
    /// When.
    pub at: Moment,
    /// What came back; nothing when the source names no products: then all that is left of the order, or `total` of it.
    pub lines: Vec<ReturnedLine>,
    /// The money given back where no products are named; of the whole order when nothing.
    pub total: Option<Money>,
}

/// One product that came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnedLine {
    /// The product's id in the source.
    pub product: String,
    /// How much, above zero; all of it when nothing.
    pub quantity: Option<Decimal>,
    /// The money given back, above zero; in proportion to the quantity when nothing.
    pub amount: Option<Money>,
}
