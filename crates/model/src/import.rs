//! Imports: what a file is, how its columns map to facts, what became of its rows.
//!
//! `intake` makes a [`Plan`] from a look at the file; `history` carries it out through the wide door; the server and the
//! command line show both. A plan is plain data (TOML, JSON): shown, saved and used again.

use crate::{Currency, Moment};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What the rows of a file are.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Products with levels, price, cost, stock. Imported first: other kinds name them.
    Products,
    /// Customers and prospects with any attributes.
    Customers,
    /// Campaigns with dates, cost, type and audience.
    Campaigns,
    /// Sale lines.
    Sales,
    /// Who was reached by which campaign.
    Exposures,
    /// Touch-points.
    TouchPoints,
}

/// How a file is written.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Format {
    /// Delimited text: comma, tab, semicolon or another single byte.
    Csv {
        /// The character between fields.
        delimiter: char,
        /// False when the first line is already data.
        header: bool,
        /// `utf-8`, `utf-16` or `latin-1`.
        encoding: String,
    },
    /// One JSON object a line; nested names are joined with a dot.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// A sheet of an Office Open XML workbook.
    Xlsx {
        /// The sheet's name.
        sheet: String,
    },
}

/// How a file is packed.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// What programs write for a value that is not there, whatever stands in the column.
pub const ABSENT: [&str; 5] = ["NULL", "null", "\\N", "NaN", "nan"];
/// What they write for it besides, where neither a name nor an attribute stands: those may be such words.
pub const ABSENT_CODE: [&str; 4] = ["NA", "N/A", "n/a", "None"];

/// What one column becomes. The kind of record decides which are allowed and which must be there.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Id of the customer or prospect (sales, customers, exposures, touch-points).
    CustomerId,
    /// Name of the customer. Allowed on sales too: the latest line's value holds.
    CustomerName,
    /// E-mail address of the customer. Allowed on sales too: the latest line's value holds.
    Email,
    /// Telephone number of the customer. Allowed on sales too: the latest line's value holds.
    Phone,
    /// Sales person who owns the customer.
    Owner,
    /// An attribute of the customer, by this name. Allowed on sales too: the latest line's value holds.
    CustomerAttribute(String),
    /// Id of the product (sales, products).
    ProductId,
    /// Name of the product. Allowed on sales too: the most frequent name holds.
    ProductName,
    /// Category of the product at a level counted from one, the widest; on products and sales.
    Level(u8),
    /// Price of one unit.
    Price,
    /// Cost of one unit.
    Cost,
    /// Units in stock.
    Stock,
    /// An attribute of the product, by this name.
    ProductAttribute(String),
    /// Id of the order.
    OrderId,
    /// When it happened (sales, touch-points, exposures). Two columns, date and time of day, may both map here: they are
    /// joined by a space, in the file's order, and `date_format` then describes the joined text.
    At,
    /// Quantity; one where there is no such column. Negative means a return.
    Quantity,
    /// Price of one unit as sold; the amount is quantity times this where there is no amount.
    UnitPrice,
    /// Amount of the whole line after discounts.
    Amount,
    /// Discount already taken off the amount, or still to be where [`Rules::take_discount_off`] says so. Several columns may map
    /// here: they are added.
    Discount,
    /// Currency of the money in this row.
    Currency,
    /// Store or other place of sale.
    Store,
    /// Who sold it.
    SalesPerson,
    /// Id of the campaign (campaigns, exposures, touch-points).
    CampaignId,
    /// Name of the campaign.
    CampaignName,
    /// Type of the campaign.
    CampaignType,
    /// First day of the campaign.
    Starts,
    /// Last day of the campaign.
    Ends,
    /// What the campaign cost.
    CampaignCost,
    /// Whom the campaign was meant for.
    Audience,
    /// Kind of touch-point.
    Touch,
    /// One line on the touch-point.
    Subject,
    /// An attribute of the touch-point, by this name.
    TouchAttribute(String),
    /// Not imported.
    Ignore,
}

/// One column and what it becomes.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name in the header, or `column1` … where there is none.
    pub name: String,
    /// What it becomes.
    pub target: Target,
}

/// How a kind of record is read from a file: shown, saved under a name, used again.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// What the rows are.
    pub kind: RecordKind,
    /// Every column of the file, in the file's order.
    pub columns: Vec<Column>,
    /// Values for targets that no column holds, such as a currency or a single product.
    #[serde(default)]
    pub constants: Vec<Constant>,
    /// How dates are written, in `strptime` form; empty where they are ISO 8601 or typed; one of [`date_number`] where
    /// they are numbers.
    #[serde(default)]
    pub date_format: String,
    /// Time zone of moments that do not say their own, an IANA name.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// True where numbers are written `1.234,56`.
    #[serde(default)]
    pub decimal_comma: bool,
    /// Which rows are kept and what they are.
    #[serde(default)]
    pub rules: Rules,
    /// Names of the product levels, from the widest.
    #[serde(default)]
    pub level_names: Vec<String>,
}

fn utc() -> String {
    "UTC".to_owned()
}

/// Values of [`Mapping::date_format`] for moments that are written as numbers.
pub mod date_number {
    /// Days since 30 December 1899, with the time of day as a fraction: what a spreadsheet keeps.
    pub const EXCEL: &str = "excel";
    /// Seconds since the beginning of 1970 in UTC.
    pub const UNIX: &str = "unix";
    /// Milliseconds since the beginning of 1970 in UTC.
    pub const UNIX_MS: &str = "unix_ms";
    /// All of them.
    pub const ALL: [&str; 3] = [EXCEL, UNIX, UNIX_MS];
}

/// A value that every row has.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// What it is.
    pub target: Target,
    /// Its value, read like a column's. `{name}` stands for what the column of that name holds in the row, so that a
    /// value can be put together (`{First Name} {Last Name}`) or one column serve twice; see [`Constant::parts`].
    pub value: String,
}

/// A piece of a [`Constant`]'s value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'a> {
    /// This text as it stands.
    Text(&'a str),
    /// What the column of this name holds in the row; nothing where it is empty.
    Column(&'a str),
}

impl Constant {
    /// The value's pieces, in order. The row's value is the pieces joined, with white space at the ends and doubled white
    /// space dropped; when every column named is empty in a row, that row has no value. A brace without its partner is
    /// text.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        let mut rest = self.value.as_str();
        while let Some((open, close)) =
            rest.find('{').and_then(|open| rest[open..].find('}').map(|length| (open, open + length)))
        {
            if open > 0 {
                parts.push(Part::Text(&rest[..open]));
            }
            parts.push(Part::Column(&rest[open + 1..close]));
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
        parts
    }
}

/// Which rows are kept and what they are. All patterns are regular expressions that must match the whole text, without
/// regard to case.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Only rows whose column has one of these values are of this kind; the others are counted as left out.
    pub only: Option<OnlyWhere>,
    /// Product ids that are charges (postage, fees), not products.
    pub charge_products: Option<String>,
    /// Order ids that are returns, beside negative quantities.
    pub return_orders: Option<String>,
    /// Match products by id or name without regard to case, spaces and punctuation ("GTXPro" is "GTX Pro").
    pub loose_product_names: bool,
    /// Rows that lack a required value (no customer, no moment) are counted as left out instead of rejected.
    pub leave_out_incomplete: bool,
    /// Orders of which a row has one of these values are left out with all their rows: what stands on an order's first row
    /// alone says something of the whole order. Where no values are listed, any will do. A row without an order stands for
    /// itself.
    pub cancelled: Vec<OnlyWhere>,
    /// Name of a column that tells what was paid back of a whole order. That belongs to none of its lines, so that nothing is
    /// taken off; the orders are counted in a flag.
    pub refunded: Option<String>,
    /// The discount is not yet taken off: the amount is what the columns give less the discount.
    pub take_discount_off: bool,
    /// Units of the reporting currency for one unit of another currency.
    pub rates: BTreeMap<Currency, Decimal>,
}

/// A filter on one column.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlyWhere {
    /// The column's name.
    pub column: String,
    /// The values that are kept.
    pub values: Vec<String>,
}

/// One file and how it is read. A file may be read more than once, for several kinds of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Where the file lies.
    pub path: PathBuf,
    /// Its name as the user gave it.
    pub file_name: String,
    /// How it is written.
    pub format: Format,
    /// How it is packed.
    pub compression: Compression,
    /// How its rows become facts.
    pub mapping: Mapping,
}

/// How far a file has been read, in bytes as they lie on the disk (packed where the file is packed).
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BytesRead {
    /// Bytes read.
    pub read: u64,
    /// Bytes of the whole file.
    pub total: u64,
}

/// A few rows of a file as text, for a look at it: numbers with a decimal point, moments as ISO 8601, nothing as "".
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Names of the columns, in the file's order; nested names are joined with a dot.
    pub header: Vec<String>,
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
    /// Rows in the whole file, where that is known without reading it.
    pub total: Option<u64>,
}

/// What became of a file's rows, or what would become of them.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The import's id; empty for a dry run.
    pub import: String,
    /// Rows in the file, the header not counted.
    pub rows: u64,
    /// New facts.
    pub added: u64,
    /// Already known.
    pub known: u64,
    /// Left out by a rule, such as deals not won.
    pub left_out: u64,
    /// Rejected, each with line, column and reason.
    pub rejected: u64,
    /// Of the added: returns.
    pub returns: u64,
    /// Of the added: charges.
    pub charges: u64,
    /// Of the added: without a customer.
    pub anonymous: u64,
    /// Things worth a look that stopped nothing: products never described, names matched loosely, far dates.
    pub flags: Vec<Flag>,
    /// First and last moment of the added facts.
    pub first: Option<Moment>,
    /// First and last moment of the added facts.
    pub last: Option<Moment>,
    /// Milliseconds it took.
    pub took_ms: u64,
}

/// Something worth a look.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// A stable code in kebab case.
    pub code: String,
    /// How many rows.
    pub rows: u64,
    /// One of them, in words.
    pub example: String,
}

/// A row that was not imported.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Line in the file, counted from one with the header as line one.
    pub line: u64,
    /// The column at fault, where one is.
    pub column: Option<String>,
    /// A stable code in kebab case, such as `not-a-number`.
    pub code: String,
    /// The reason, one sentence.
    pub reason: String,
    /// The whole row as it stood.
    pub row: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_may_be_put_together_from_columns() {
        let parts = |value: &str| -> Vec<String> {
            let constant = Constant { target: Target::CustomerName, value: value.to_owned() };
            constant.parts().iter().map(|part| format!("{part:?}")).collect()
        };
        assert_eq!(parts("CD"), ["Text(\"CD\")"]);
        assert_eq!(
            parts("{First Name} {Last}"),
            ["Column(\"First Name\")", "Text(\" \")", "Column(\"Last\")"]
        );
        assert_eq!(parts("a } {b"), ["Text(\"a } {b\")"]);
        assert!(parts("").is_empty());
    }
}
