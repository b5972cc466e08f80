//! Where real data lie, a small generator of random numbers, and columns from plain rows.

use std::path::PathBuf;
use vihje_model::columns::ValueBasis;
use vihje_model::{Currency, CustomerKey, Moment, Purchases};

/// A file of the shared test data, or `None` said aloud.
pub(crate) fn data(path: &str) -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = std::env::var_os("VIHJE_TEST_DATA").map_or(here, PathBuf::from).join(path);
    if file.exists() {
        return Some(file);
    }
    println!("SKIPPED: {} is not there", file.display());
    None
}

/// Columns from rows (customer, moment, item, value), in any order.
pub(crate) fn purchases(mut rows: Vec<(u64, Moment, u32, i64)>, items: usize, as_of: Moment) -> Purchases {
    rows.sort_unstable();
    let mut columns = Purchases::empty(as_of);
    columns.starts.clear();
    for (customer, at, item, value) in rows.into_iter().filter(|row| row.1 < as_of) {
        if columns.customers.last() != Some(&CustomerKey(customer)) {
            columns.customers.push(CustomerKey(customer));
            columns.starts.push(columns.at.len() as u64);
        }
        columns.at.push(at);
        columns.item.push(item);
        columns.value.push(value);
    }
    columns.starts.push(columns.at.len() as u64);
    columns.items = (0..items).map(|item| format!("item {item:03}")).collect();
    columns.currency = Currency::EUR;
    columns.basis = ValueBasis::Sales;
    columns
}

/// SplitMix64 (Steele, Lea & Flood 2014): enough for a test world, equal on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }
}
