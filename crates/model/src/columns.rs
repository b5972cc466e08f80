//! Columns: the past in the shape the methods read, in memory, sorted by customer and time.

use crate::{Currency, CustomerKey, Moment};

/// What [`Purchases::value`] holds.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueBasis {
    /// Sales less cost; every product sold has a known cost.
    Margin,
    /// Sales; used where costs are not known.
    Sales,
}

impl ValueBasis {
    /// The word for it, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Margin => "margin",
            Self::Sales => "sales",
        }
    }
}

/// Purchases of identified customers up to a moment: returns and charges are left out, and so are anonymous lines.
///
/// Compressed sparse rows: customer `c` owns the lines `starts[c]..starts[c + 1]` of the line columns, in order of time.
/// 20 bytes a line and 16 bytes a customer.
#[derive(Debug, Clone)]
pub struct Purchases {
    /// Customers in ascending order of key.
    pub customers: Vec<CustomerKey>,
    /// First line of each customer; one longer than `customers`.
    pub starts: Vec<u64>,
    /// When each line was sold. Lines of equal moment of one customer are one basket.
    pub at: Vec<Moment>,
    /// What was sold: an index into `items`.
    pub item: Vec<u32>,
    /// Value of each line in minor units of `currency`.
    pub value: Vec<i64>,
    /// Names of the items at the chosen level, ascending; the item of a line without a category is never listed.
    pub items: Vec<String>,
    /// The reporting currency.
    pub currency: Currency,
    /// Whether `value` is margin or sales.
    pub basis: ValueBasis,
    /// Nothing at or after this moment is in here.
    pub as_of: Moment,
}

impl Purchases {
    /// Nobody bought anything.
    pub fn empty(as_of: Moment) -> Self {
        Self {
            customers: Vec::new(),
            starts: vec![0],
            at: Vec::new(),
            item: Vec::new(),
            value: Vec::new(),
            items: Vec::new(),
            currency: Currency::EUR,
            basis: ValueBasis::Sales,
            as_of,
        }
    }

    /// The line numbers of one customer.
    #[allow(clippy::cast_possible_truncation)] // line counts fit the address space they are stored in
    pub fn lines_of(&self, customer: usize) -> std::ops::Range<usize> {
        self.starts[customer] as usize..self.starts[customer + 1] as usize
    }

    /// The purchases of every `step`-th customer, from the first on. Keys are scattered as if drawn, so this is a random sample,
    /// and the same one each time. Linear in the customers and in the lines kept.
    ///
    /// # Panics
    /// When `step` is zero.
    pub fn systematic_sample(&self, step: usize) -> Self {
        let mut sample = Self {
            items: self.items.clone(),
            currency: self.currency,
            basis: self.basis,
            ..Self::empty(self.as_of)
        };
        for customer in (0..self.customers.len()).step_by(step) {
            let lines = self.lines_of(customer);
            sample.customers.push(self.customers[customer]);
            sample.at.extend_from_slice(&self.at[lines.clone()]);
            sample.item.extend_from_slice(&self.item[lines.clone()]);
            sample.value.extend_from_slice(&self.value[lines]);
            sample.starts.push(sample.at.len() as u64);
        }
        sample
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_keeps_whole_customers() {
        let all = Purchases {
            customers: (0..5).map(CustomerKey).collect(),
            starts: vec![0, 2, 2, 3, 5, 6],
            at: (0..6).map(Moment).collect(),
            item: vec![0; 6],
            value: (10..16).collect(),
            items: vec!["tea".to_owned()],
            ..Purchases::empty(Moment(9))
        };
        let sample = all.systematic_sample(2);
        assert_eq!(sample.customers, [CustomerKey(0), CustomerKey(2), CustomerKey(4)]);
        assert_eq!((sample.starts, sample.value), (vec![0, 2, 3, 4], vec![10, 11, 12, 15]));
        assert_eq!(all.systematic_sample(1).starts, all.starts);
    }
}
