//! `vihje import` of simulated sale lines beside DuckDB's own `CREATE TABLE AS` from the same file, in one run: wall time
//! and highest resident memory of both processes.
//!
//! Ours is the whole import into a fresh folder: recognising the file, mapping, checks, rejects, de-duplication, durable.
//! The two take turns, A B B A, so that a disk or processor that slows down hits both; the medians are compared.

use anyhow::{Context, Result, ensure};
use clap::Parser;
use std::path::{Path, PathBuf};
use std::process::Command;
use vihje_bench::{
    Target, Used, create_table, disk_bytes, heading, measured, say, scratch, text, thousands, verdict, vihje,
};
use vihje_sim::{Company, Packing, Settings};

#[derive(Parser)]
struct Arguments {
    /// Sale lines; one size or several.
    #[arg(long, value_delimiter = ',', default_value = "10000000")]
    lines: Vec<u64>,
    /// Times that A B B A is run.
    #[arg(long, default_value_t = 1)]
    rounds: usize,
    /// The program; the one built beside this by default.
    #[arg(long)]
    vihje: Option<PathBuf>,
    /// Where the files go and are removed again; among the system's temporary files by default.
    #[arg(long)]
    within: Option<PathBuf>,
}

/// Lines of one customer, as in `past`.
const LINES_A_CUSTOMER: u64 = 50;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("Import of simulated sale lines: vihje import beside DuckDB 2.0.0 from PyPI")?;
    let program = vihje(arguments.vihje)?;
    for lines in arguments.lines {
        let folder = scratch(arguments.within.as_deref())?;
        compare(&program, folder.path(), lines, arguments.rounds)?;
    }
    Ok(())
}

fn compare(program: &Path, folder: &Path, lines: u64, rounds: usize) -> Result<()> {
    let customers = (lines / LINES_A_CUSTOMER).max(1);
    let settings = Settings { lines, customers, products: 5_000, ..Settings::default() };
    let truth = Company::new(settings)?.write(folder, Packing::None, &mut |_| {})?;
    let rows = truth.counts.sale_lines + truth.counts.return_lines;
    let sales = folder.join("sales.csv");
    say(&format!("\n{} rows, {} MB of CSV", thousands(rows), std::fs::metadata(&sales)?.len() / 1_000_000))?;
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for turn in 0..4 * rounds {
        match turn % 4 {
            1 | 2 => here.push(ours(program, folder, &sales, rows)?),
            _ => there.push(theirs(folder, &sales)?),
        }
    }
    let (ours, theirs) = (median(&here, |used| used.seconds), median(&there, |used| used.seconds));
    let peak = here.iter().map(|used| used.peak_mb).fold(0.0, f64::max);
    #[allow(clippy::cast_precision_loss)] // rows are far below 2^53
    let rate = rows as f64 / ours;
    say(&format!("medians: {ours:.2} s here, {theirs:.2} s there; {rate:.0} lines a second here"))?;
    let what = format!("import of {} lines", thousands(rows));
    verdict(&what, ours / theirs, "times DuckDB's CREATE TABLE AS", Target::AtMost(3.0))?;
    verdict(&what, peak, "MB at most in memory", Target::AtMost(2_000.0))
}

/// One import into a fresh folder, which must then hold every row.
fn ours(program: &Path, folder: &Path, sales: &Path, rows: u64) -> Result<Used> {
    let data = folder.join("data");
    let command = [text(program)?, "--json", "--data", text(&data)?, "import", text(sales)?];
    let used = measured(&command, &folder.join("import.log"))?;
    let count = ["query", "SELECT count(*) AS n FROM sale_lines", "--json", "--data", text(&data)?];
    let told = Command::new(program).args(count).output()?;
    let told: serde_json::Value =
        serde_json::from_slice(&told.stdout).context("the query printed no JSON")?;
    ensure!(told[0]["n"].as_u64() == Some(rows), "of {rows} rows the history holds {}", told[0]["n"]);
    tell("here", &used, &data)?;
    std::fs::remove_dir_all(&data).context("the data folder cannot be removed")?;
    Ok(used)
}

fn theirs(folder: &Path, sales: &Path) -> Result<Used> {
    let database = folder.join("peer.duckdb");
    let used = create_table(sales, &database, &folder.join("peer.log"))?;
    tell("there", &used, &database)?;
    std::fs::remove_file(&database).context("the peer's file cannot be removed")?;
    Ok(used)
}

fn tell(side: &str, used: &Used, kept: &Path) -> Result<()> {
    let Used { seconds, processor_seconds, peak_mb } = used;
    let disk = disk_bytes(kept)? / 1_000_000;
    say(&format!(
        "{side}: {seconds:.2} s, {processor_seconds:.1} s of processor, peak {peak_mb:.0} MB, {disk} MB on disk"
    ))
}

fn median(runs: &[Used], of: impl Fn(&Used) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { 0.5 * (values[middle - 1] + values[middle]) }
}
