//! Lines of Complete Journey as the pattern benchmarks compare them: written by the peer, read into columns.

use crate::{peer, real_data, repository, text};
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::Path;
use vihje_model::{CustomerKey, Moment, Purchases};

/// Has the peer write its lines at a level to a file and, when it is to `count`, run the counting statement over them.
///
/// # Errors
/// When the data or the peer is not there.
pub fn peer_lines<T: DeserializeOwned>(
    level: &str,
    window_days: u16,
    least: u32,
    to: &Path,
    count: bool,
) -> Result<T> {
    let sql = repository().join("bench/sql/patterns_reference.sql");
    let transactions = real_data("completejourney/transactions.parquet")?;
    let products = real_data("completejourney/products.parquet")?;
    let (window, least) = (window_days.to_string(), least.to_string());
    let threads = rayon::current_num_threads().to_string();
    let what = if count { "count" } else { "lines" };
    let files = [text(&sql)?, text(&transactions)?, text(&products)?];
    peer("patterns.py", &[&files[..], &[level, &window, &least, &threads, text(to)?, what]].concat())
}

/// Columns from a file of (customer, microseconds, item), with little more memory than they need.
///
/// # Errors
/// When the file cannot be read or is empty.
pub fn read_lines(file: &Path) -> Result<Purchases> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut lines: Vec<(CustomerKey, Moment, u32)> = Vec::new();
    let mut rows = csv::Reader::from_path(file)?;
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row)? {
        let next = u32::try_from(numbers.len())?;
        let item = match numbers.get(&row[2]) {
            Some(item) => *item,
            None => *numbers.entry(row[2].to_owned()).or_insert(next),
        };
        lines.push((CustomerKey::of(&row[0]), Moment(row[1].parse()?), item));
    }
    let mut items: Vec<String> = numbers.keys().cloned().collect();
    items.sort_unstable();
    let mut places = vec![0; items.len()];
    for (place, item) in items.iter().enumerate() {
        places[numbers[item] as usize] = u32::try_from(place)?;
    }
    lines.iter_mut().for_each(|line| line.2 = places[line.2 as usize]);
    lines.sort_unstable();
    let last = lines.iter().map(|line| line.1.0).max().context("the file has no lines")?;
    let mut purchases = Purchases { items, ..Purchases::empty(Moment(last + 1)) };
    for (customer, at, item) in lines {
        if purchases.customers.last() != Some(&customer) {
            purchases.customers.push(customer);
            purchases.starts.push(purchases.at.len() as u64);
        }
        purchases.at.push(at);
        purchases.item.push(item);
        *purchases.starts.last_mut().context("starts begin with zero")? = purchases.at.len() as u64;
    }
    purchases.value = vec![0; purchases.at.len()];
    Ok(purchases)
}
