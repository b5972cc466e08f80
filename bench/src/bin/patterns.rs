//! Pattern counts on Complete Journey beside DuckDB's self-join, at category and type level.
//!
//! Both sides hold the same lines in memory before the clock starts: DuckDB as a table, we as columns.

use anyhow::Result;
use clap::Parser;
use serde::Deserialize;
use vihje_bench::{Target, heading, peer_lines, read_lines, say, scratch, timed, verdict};
use vihje_insight::patterns::count;

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
    let folder = scratch(None)?;
    let lines = folder.path().join("purchases.csv");
    let theirs: Peer = peer_lines(level, WINDOW_DAYS, LEAST, &lines, true)?;
    let purchases = read_lines(&lines)?;
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
    let target = Target::AtLeast(if level == "product_type" { 60.0 } else { 100.0 });
    verdict(&format!("pattern counts at {level}, {equal}"), s / seconds, "times as fast", target)
}
