//! Every list and page of the web application over a simulated company of a million customers: the real program, its API
//! over HTTP on loopback, one client. Says which is slowest.
//!
//! What is asked comes from the OpenAPI document: a route that this program has no question for stops it. Lists are asked
//! with their filters, orders and search words, at their first page and deep down, several times; pages of one thing
//! (a customer, a task, a pattern, an import) for two dozen different ones, and their first opening counts by itself.

mod facts;
mod probes;
mod times;

use anyhow::{Context, Result};
use clap::Parser;
use facts::Facts;
use std::path::{Path, PathBuf};
use times::Times;
use vihje_bench::{
    Client, Server, Target, disk_bytes, heading, measured, say, scratch, table, text, thousands, verdict,
    vihje,
};

#[derive(Parser)]
struct Arguments {
    /// Sale lines.
    #[arg(long, default_value_t = 20_000_000)]
    lines: u64,
    /// Customers; some never buy.
    #[arg(long, default_value_t = 1_000_000)]
    customers: u64,
    /// Times each question is asked.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// A folder to prepare the company in and to find it prepared the next time; removed at the end when not given.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// The program; the one built beside this by default.
    #[arg(long)]
    vihje: Option<PathBuf>,
}

/// The API's document, as the repository holds it.
const DOCUMENT: &str = include_str!("../../../../crates/server/openapi.json");

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("Lists and pages of the web application, over HTTP on loopback, one client")?;
    let program = vihje(arguments.vihje)?;
    let temporary = if arguments.keep.is_none() { Some(scratch(None)?) } else { None };
    let folder = match (&arguments.keep, &temporary) {
        (Some(keep), _) => keep.as_path(),
        (None, Some(folder)) => folder.path(),
        (None, None) => anyhow::bail!("there is no folder to work in"),
    };
    let data = folder.join("data");
    if !folder.join("prepared").exists() {
        prepare(&program, folder, arguments.customers, arguments.lines)?;
    }
    let session = Client::stored(&folder.join("session"))?;
    let server = Server::start(&program, &data, Some(&session), &folder.join("log"))?;
    server.all_found()?;
    let document = serde_json::from_str(DOCUMENT).context("the document is no JSON")?;
    let facts = Facts::gather(&server.client)?;
    let probes = probes::of_document(&document, &facts, &|path, pages| server.client.deep(path, pages))?;
    let mut times = Times::new(&probes);
    for _ in 0..arguments.rounds.max(1) {
        for (number, probe) in probes.iter().enumerate() {
            for path in &probe.paths {
                times.add(number, server.client.time(path)?.0);
            }
        }
    }
    times.tell(&probes)?;
    downloads(&server.client, &probes::downloads(&facts))?;
    say(&format!("the server's highest memory: {:.0} MB", server.peak_mb()))?;
    let (slowest, seconds) = times.slowest(&probes);
    let what = format!("slowest list or page at {} customers, {slowest}", thousands(facts.total));
    verdict(&what, seconds * 1e3, "ms", Target::AtMost(150.0))?;
    server.stop().map(|_| ())
}

/// Simulates, imports and analyses; what was left half done is begun again.
fn prepare(program: &Path, folder: &Path, customers: u64, lines: u64) -> Result<()> {
    let (files, data, log) = (folder.join("company"), folder.join("data"), folder.join("log"));
    std::fs::create_dir_all(folder)?;
    for stale in [&files, &data] {
        if stale.exists() {
            std::fs::remove_dir_all(stale)?;
        }
    }
    let (customers, lines) = (customers.to_string(), lines.to_string());
    // Untidy rows, so that there are rejected ones to page through.
    let sizes = ["--customers", &customers, "--lines", &lines, "--messy"];
    let simulated =
        measured(&[&[text(program)?, "simulate", text(&files)?], &sizes[..]].concat(), &log)?.seconds;
    let import = [text(program)?, "--json", "--data", text(&data)?, "import", text(&files)?];
    let imported = measured(&import, &log)?.seconds;
    std::fs::remove_dir_all(&files)?;
    let server = Server::start(program, &data, None, &log)?;
    let analysed = server.all_found()?;
    server.client.make_list()?;
    server.stop()?.store(&folder.join("session"))?;
    std::fs::write(folder.join("prepared"), "")?;
    say(&format!(
        "prepared: simulated in {simulated:.0} s, imported in {imported:.0} s, analysed in {analysed:.0} s, {} MB on disk",
        disk_bytes(&data)? / 1_000_000
    ))
}

/// Downloads are not pages: they may take their time, so their rate is told.
fn downloads(client: &Client, paths: &[String]) -> Result<()> {
    let mut rows = Vec::new();
    let mut last_lines = 0;
    for path in paths {
        let (seconds, bytes, lines) = client.download(path)?;
        // A workbook is packed: it has the rows of the CSV file before it.
        if !path.contains(".xlsx") {
            last_lines = lines.saturating_sub(1);
        }
        #[allow(clippy::cast_precision_loss)] // rows of a download
        let rate = last_lines as f64 / seconds;
        rows.push(vec![
            path.clone(),
            thousands(last_lines),
            format!("{:.1}", bytes as f64 / 1e6),
            format!("{seconds:.2}"),
            format!("{rate:.0}"),
        ]);
    }
    say("")?;
    table(&["download", "rows", "MB", "seconds", "rows/s"], &rows)
}
