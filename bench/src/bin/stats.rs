//! The whole of section 1 of the methods at `product_type` on Complete Journey, in a process that holds nothing else: wall
//! time and memory of all pair statistics over columns in memory; then the same by the real program from a data folder.

use anyhow::Result;
use clap::Parser;
use std::path::{Path, PathBuf};
use vihje_bench::{
    Target, heading, measured, peak_mb, peer_lines, read_lines, repository, say, scratch, text, thousands,
    timed, verdict, vihje,
};
use vihje_insight::patterns::{Settings, find};

#[derive(Parser)]
struct Arguments {
    /// Runs; the median is printed.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// The level of the product hierarchy.
    #[arg(long, default_value = "product_type")]
    level: String,
    /// The program; the one built beside this by default.
    #[arg(long)]
    vihje: Option<PathBuf>,
}

const WINDOW_DAYS: u16 = 182;
const LEAST: u32 = 25;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("All pair statistics on Complete Journey")?;
    let folder = scratch(None)?;
    let lines = folder.path().join("purchases.csv");
    let _: serde_json::Value = peer_lines(&arguments.level, WINDOW_DAYS, LEAST, &lines, false)?;
    in_memory(&lines, &arguments.level, arguments.runs)?;
    by_program(&vihje(arguments.vihje)?, &folder.path().join("data"), &arguments.level, arguments.runs)
}

fn in_memory(lines: &Path, level: &str, runs: usize) -> Result<()> {
    let purchases = read_lines(lines)?;
    let before = peak_mb(None);
    let settings = Settings { window_days: WINDOW_DAYS, ..Settings::default() };
    let (seconds, report) = timed(runs, || find(&purchases, &settings));
    let report = report?;
    let peak = peak_mb(None);
    say(&format!(
        "{} lines, {} items: {} pairs tested, {} reported; columns alone {before:.0} MB",
        thousands(purchases.at.len() as u64),
        purchases.items.len(),
        thousands(report.tested),
        thousands(report.pairs.len() as u64)
    ))?;
    verdict(&format!("all pair statistics at {level}"), seconds, "s", Target::AtMost(5.0))?;
    verdict(&format!("all pair statistics at {level}"), peak, "MB at most in memory", Target::AtMost(1_500.0))
}

/// `vihje analyse patterns` from an imported folder to its table: start, reading the columns and all.
fn by_program(program: &Path, data: &Path, level: &str, runs: usize) -> Result<()> {
    let (log, files) = (data.with_extension("log"), repository().join("demo/completejourney"));
    measured(&[text(program)?, "--json", "--data", text(data)?, "import", text(&files)?], &log)?;
    let analyse = [text(program)?, "--data", text(data)?, "analyse", "patterns", "--level", level];
    let mut used = Vec::new();
    for _ in 0..runs.clamp(1, 3) {
        used.push(measured(&analyse, &log)?);
    }
    used.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    let middle = used[used.len() / 2];
    say(&format!(
        "vihje analyse patterns --level {level}: {:.2} s from start to table, findings stored; peak {:.0} MB",
        middle.seconds, middle.peak_mb
    ))
}
