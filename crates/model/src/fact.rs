//! Facts: what happened, told once and never edited. An updated or returned order is a reversing line and new lines.

use crate::identity::{Identified, Merge, MergeUndone};
use crate::order::{OrderTold, RefundTold};
use crate::{Currency, Moment, Money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Free attributes of a person, company or product (demographics, size, region), as the source names them.
pub type Attributes = BTreeMap<String, String>;

/// A fact with what the sender said about the telling of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The sender's own id for this message; a message id seen before is accepted and ignored.
    pub message_id: String,
    /// When this system received it.
    pub received_at: Moment,
    /// What happened.
    pub fact: Fact,
}

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// One line of an order, or a line that reverses one.
    SaleLine(SaleLine),
    /// A contact of a customer or prospect with the brand.
    TouchPoint(TouchPoint),
    /// A touch-point told before did not happen after all.
    TouchPointTakenBack(TouchPointRef),
    /// What is known of a customer or prospect; later values replace earlier ones attribute by attribute.
    Customer(Customer),
    /// What is sold.
    Product(Product),
    /// A marketing or sales effort.
    Campaign(Campaign),
    /// A customer reached by a campaign.
    Exposure(Exposure),
    /// A bulk file became visible in the history (the wide door).
    Imported(ImportRef),
    /// An import was taken back.
    ImportUndone(ImportRef),
    /// What an order is from here on.
    Order(OrderTold),
    /// Something of an order came back.
    Refund(RefundTold),
    /// Names that are, or may be, of one person.
    Identified(Identified),
    /// Two names are one customer.
    Merged(Merge),
    /// A merge did not hold.
    MergeUndone(MergeUndone),
    /// An event that cannot be kept as it is, kept as it came.
    EventRejected(EventRejected),
    /// A rejected event was mended and told again, or given up.
    EventSettled(EventSettled),
}

/// An event that was not understood. It is on disk like any fact, so that its sender can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRejected {
    /// The source that sent it.
    pub source: String,
    /// The dialect it was read in, such as `segment`.
    pub dialect: String,
    /// A stable code.
    pub code: String,
    /// What is wrong, one sentence.
    pub reason: String,
    /// The member at fault, as a path such as `properties.products[2].price`, where one is.
    pub field: Option<String>,
    /// The event as it came: JSON where it was JSON.
    pub payload: String,
}

/// What became of a rejected event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSettled {
    /// The offset at which it was rejected.
    pub offset: u64,
    /// Who settled it.
    pub by: String,
}

/// What a line of a sale is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Something was sold.
    Sale,
    /// Something came back, or a line was reversed. Not a purchase; its quantity and amount are negative.
    Return,
    /// Postage, fees, adjustments: money, but no product. Not a purchase.
    Charge,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaleLine {
    /// The customer's id in the source; `None` for an anonymous sale, which counts for products, not for customers.
    pub customer: Option<String>,
    /// The product's id in the source.
    pub product: String,
    /// The order's id in the source. Lines of one order at one moment are one basket.
    pub order: Option<String>,
    /// When it was sold.
    pub at: Moment,
    /// Sale, return or charge.
    pub line: LineKind,
    /// How much, in the product's own unit. Negative on a return.
    pub quantity: Decimal,
    /// The whole line's amount after discounts. Negative on a return.
    pub amount: Money,
    /// Discount already taken off `amount`, positive.
    pub discount: Option<Decimal>,
    /// Store, web shop or other place of sale.
    pub store: Option<String>,
    /// Who sold it.
    pub sales_person: Option<String>,
}

/// Which touch-point is meant: of this customer, at this moment, with at least these attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchPointRef {
    /// The customer's or prospect's id in the source.
    pub customer: String,
    /// When it was told to have happened.
    pub at: Moment,
    /// Attributes it was told with, enough to tell it from others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: Attributes,
}

/// How a touch-point happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TouchPoint {
    /// The customer's or prospect's id in the source.
    pub customer: String,
    /// When.
    pub at: Moment,
    /// Visit, e-mail, call, store, ad, survey, support, note, coupon, outcome …: a short lower-case word.
    pub touch: String,
    /// True when the brand began it, false when the customer did.
    pub outbound: bool,
    /// One line of what it was about.
    pub subject: String,
    /// The campaign it belongs to, by the source's id.
    pub campaign: Option<String>,
    /// Everything else the source told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: Attributes,
}

/// A customer or prospect.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// Id in the source.
    pub id: String,
    /// Name to show; the id is shown where there is none.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// Demographics and everything else.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: Attributes,
}

/// What is sold, in a hierarchy of levels from the widest to the narrowest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Id in the source.
    pub id: String,
    /// Name to show.
    pub name: Option<String>,
    /// Categories from the widest to the narrowest, at most four; the names of the levels are the company's.
    pub levels: Vec<Option<String>>,
    /// Price of one unit.
    pub price: Option<Decimal>,
    /// Cost of one unit.
    pub cost: Option<Decimal>,
    /// Currency of price and cost.
    pub currency: Option<Currency>,
    /// Units in stock.
    pub stock: Option<Decimal>,
    /// Brand, size and everything else.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: Attributes,
}

/// A marketing or sales effort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Id in the source.
    pub id: String,
    /// Name to show.
    pub name: Option<String>,
    /// Type, as the source names it.
    pub campaign_type: Option<String>,
    /// First moment.
    pub starts: Option<Moment>,
    /// First moment after it.
    pub ends: Option<Moment>,
    /// What it cost in all.
    pub cost: Option<Money>,
    /// Whom it was meant for, in words.
    pub audience: Option<String>,
}

/// A customer reached by a campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exposure {
    /// The campaign's id in the source.
    pub campaign: String,
    /// The customer's id in the source.
    pub customer: String,
    /// When; the campaign's start where the source does not say.
    pub at: Option<Moment>,
}

/// A bulk file, by its import's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRef {
    /// The import's id.
    pub import: String,
    /// The file's name.
    pub file: String,
    /// Rows that became visible, or that were taken back.
    pub rows: u64,
}
