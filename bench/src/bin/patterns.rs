//! Pattern counts on Complete Journey beside DuckDB's self-join, at category and type level, then the whole of section 1:
//! all pair statistics, their time and memory.
//!
//! Both sides hold the same lines in memory before the clock starts: DuckDB as a table, we as columns.

use anyhow::{Context, Result};
use clap::Parser;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use vihje_bench::{heading, peak_mb, peer, real_data, repository, say, timed};
use vihje_insight::patterns::{Settings, count, find};
use vihje_model::{CustomerKey, Moment, Purchases};

#[derive(Parser)]
struct Arguments {
    /// Runs of ours; the median is printed. The peer runs once.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Levels to compare at.
    #[arg(long, value_delimiter = ',', default_value = "product_category,product_type")]
    levels: Vec<String>,
}

#[derive(Deserialize)]
struct Peer {
    lines: usize,
    pairs: u64,
    total: u64,
    seconds: f64,
    peak_mb: f64,
}

const WINDOW_DAYS: u16 = 182;
const LEAST: u32 = 25;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("Patterns on Complete Journey: vihje-insight beside DuckDB 2.0.0 from PyPI")?;
    for level in &arguments.levels {
        compare(level, arguments.runs)?;
    }
    Ok(())
}

fn compare(level: &str, runs: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let lines = folder.path().join("purchases.csv");
    let sql = repository().join("bench/sql/patterns_reference.sql");
    let (transactions, products) =
        (real_data("completejourney/transactions.parquet")?, real_data("completejourney/products.parquet")?);
    let text = |path: &Path| path.to_str().map(str::to_owned).context("a path is not text");
    let (window, least) = (WINDOW_DAYS.to_string(), LEAST.to_string());
    let threads = rayon::current_num_threads().to_string();
    let paths = [text(&sql)?, text(&transactions)?, text(&products)?, text(&lines)?];
    let [sql, transactions, products, out] = paths.each_ref().map(String::as_str);
    let arguments = [sql, transactions, products, level, &window, &least, &threads, out];
    let theirs: Peer = peer("patterns.py", &arguments)?;
    let purchases = read(&lines)?;
    let (seconds, counts) = timed(runs, || count(&purchases, WINDOW_DAYS, LEAST));
    let (pairs, total) = (counts.pairs_at_least(LEAST), counts.total_at_least(LEAST));
    say(&format!(
        "\n{level}: {} lines here, {} there; {} items",
        purchases.at.len(),
        theirs.lines,
        purchases.items.len()
    ))?;
    say(&format!("here:  {pairs} pairs, total {total}, {seconds:.3} s"))?;
    let (p, t, s, mb) = (theirs.pairs, theirs.total, theirs.seconds, theirs.peak_mb);
    say(&format!("there: {p} pairs, total {t}, {s:.2} s, peak {mb:.0} MB"))?;
    let equal = if (pairs, total) == (p, t) { "the counts are equal" } else { "THE COUNTS DIFFER" };
    say(&format!("{equal}; {:.0} times as fast", s / seconds))?;
    let before = peak_mb();
    let settings = Settings { window_days: WINDOW_DAYS, ..Settings::default() };
    let (seconds, report) = timed(runs.min(3), || find(&purchases, &settings));
    let report = report?;
    say(&format!(
        "all statistics: {seconds:.2} s, {} pairs tested, {} reported; peak {:.0} MB (columns and counts alone {before:.0} MB)",
        report.tested,
        report.pairs.len(),
        peak_mb()
    ))
}

/// The peer's lines as columns.
fn read(file: &Path) -> Result<Purchases> {
    let mut customers: BTreeMap<CustomerKey, Vec<(Moment, String)>> = BTreeMap::new();
    for row in csv::Reader::from_path(file)?.records() {
        let row = row?;
        let line = (Moment(row[1].parse()?), row[2].to_owned());
        customers.entry(CustomerKey::of(&row[0])).or_default().push(line);
    }
    let mut items: Vec<String> = customers.values().flatten().map(|(_, item)| item.clone()).collect();
    items.sort_unstable();
    items.dedup();
    let last = customers.values().flatten().map(|(at, _)| at.0).max().unwrap_or(0);
    let mut purchases = Purchases { items, ..Purchases::empty(Moment(last + 1)) };
    for (customer, mut lines) in customers {
        lines.sort();
        purchases.customers.push(customer);
        for (at, item) in lines {
            purchases.at.push(at);
            let number = purchases.items.partition_point(|known| *known < item);
            purchases.item.push(u32::try_from(number)?);
        }
        purchases.starts.push(purchases.at.len() as u64);
    }
    purchases.value = vec![0; purchases.at.len()];
    Ok(purchases)
}
