//! The whole past at growing sizes: what each step from files to the first list takes in time, memory and disk, and that
//! no step grows faster than the data.
//!
//! Steps, all by the real program: *simulate* writes the company's CSV files; *import* brings the folder in; *first list*
//! is from the start of a server that has computed nothing to a list on Today; *all analyses* ends when nothing is left to
//! compute; *start* is from the start of a server with findings to the same list; *ready* is to the moment when its live state
//! stands too and events are judged.

use anyhow::{Context, Result, ensure};
use clap::Parser;
use std::path::{Path, PathBuf};
use vihje_bench::{
    Server, Target, disk_bytes, free_bytes, heading, measured, say, scratch, table, text, thousands, verdict,
    vihje,
};

#[derive(Parser)]
struct Arguments {
    /// Sale lines; sizes one after another, smallest first.
    #[arg(long, value_delimiter = ',', default_value = "1000000,10000000,100000000")]
    lines: Vec<u64>,
    /// Starts of the server with findings; the median is told.
    #[arg(long, default_value_t = 5)]
    starts: usize,
    /// Ends when the live state stands after the import: no analyses.
    #[arg(long)]
    only_ready: bool,
    /// The program; the one built beside this by default.
    #[arg(long)]
    vihje: Option<PathBuf>,
    /// Where the files go and are removed again; among the system's temporary files by default.
    #[arg(long)]
    within: Option<PathBuf>,
}

/// One customer a fiftieth of the lines: people who buy once a fortnight.
const LINES_A_CUSTOMER: u64 = 50;
/// Disk a line needs at the worst moment: CSV and history together while the import is staged.
const BYTES_A_LINE: u64 = 300;
/// A step may take this much more than its share of the growth: start-up costs and measurement are not exact.
const SLACK: f64 = 1.15;

/// What a step took.
#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    seconds: f64,
    peak_mb: f64,
    /// What lies on disk after it: the CSV files after simulating, the data folder after the others.
    disk: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("The past on disk: from files to the first list")?;
    let program = vihje(arguments.vihje.clone())?;
    let mut before: Option<(u64, Vec<Step>)> = None;
    for &lines in &arguments.lines {
        let folder = scratch(arguments.within.as_deref())?;
        check_space(folder.path(), lines)?;
        let steps = run(&program, folder.path(), lines, &arguments)?;
        show(lines, &steps)?;
        if let Some((fewer, earlier)) = &before {
            compare(*fewer, earlier, lines, &steps)?;
        }
        before = Some((lines, steps));
    }
    Ok(())
}

fn check_space(folder: &Path, lines: u64) -> Result<()> {
    let (needed, free) = (lines * BYTES_A_LINE, free_bytes(folder)?);
    let gigabytes = |bytes: u64| bytes.div_ceil(1_000_000_000);
    say(&format!(
        "\n{} lines need up to {} GB of disk; {} has {} GB free",
        thousands(lines),
        gigabytes(needed),
        folder.display(),
        free / 1_000_000_000
    ))?;
    ensure!(free > needed, "the disk is too small; name another folder with --within, or fewer lines");
    Ok(())
}

fn run(program: &Path, folder: &Path, lines: u64, arguments: &Arguments) -> Result<Vec<Step>> {
    let (files, data, log) = (folder.join("company"), folder.join("data"), folder.join("log"));
    let (customers, lines) = ((lines / LINES_A_CUSTOMER).max(1).to_string(), lines.to_string());
    let simulate = ["simulate", text(&files)?, "--customers", &customers, "--lines", &lines];
    let used = measured(&[&[text(program)?][..], &simulate].concat(), &log)?;
    let written = disk_bytes(&files)?;
    let mut steps =
        vec![Step { name: "simulate", seconds: used.seconds, peak_mb: used.peak_mb, disk: written }];
    let import = [text(program)?, "--json", "--data", text(&data)?, "import", text(&files)?];
    let used = measured(&import, &log)?;
    std::fs::remove_dir_all(&files).context("the CSV files cannot be removed")?;
    let mut step = |name, seconds, peak_mb| -> Result<()> {
        steps.push(Step { name, seconds, peak_mb, disk: disk_bytes(&data)? });
        Ok(())
    };
    step("import", used.seconds, used.peak_mb)?;
    let server = Server::start(program, &data, None, &log)?;
    if arguments.only_ready {
        let (seconds, told) = (server.ready()?, live_built(&log)?);
        step("ready, while the first list is made", seconds, server.peak_mb())?;
        say(&format!("live state: {told}"))?;
        server.kill()?;
        return Ok(steps);
    }
    step("first list", server.first_list()?, server.peak_mb())?;
    step("all analyses", server.all_found()?, server.peak_mb())?;
    let session = server.stop()?;
    let mut taken = Vec::new();
    for _ in 0..arguments.starts.max(1) {
        let server = Server::start(program, &data, Some(&session), &log)?;
        let listed = (server.first_list()?, server.peak_mb());
        taken.push((listed, (server.ready()?, server.peak_mb())));
        server.stop()?;
    }
    taken.sort_by(|one, other| one.0.0.total_cmp(&other.0.0));
    let (listed, ready) = taken[taken.len() / 2];
    step("start", listed.0, listed.1)?;
    step("ready", ready.0, ready.1)?;
    say(&format!("live state: {}", live_built(&log)?))?;
    Ok(steps)
}

/// What the server's log says of the live state it built.
fn live_built(log: &Path) -> Result<String> {
    let log = std::fs::read_to_string(log)?;
    let line = log.lines().rev().find(|line| line.contains("the live state is built"));
    let line: serde_json::Value =
        serde_json::from_str(line.context("the log does not tell of the live state")?)?;
    let field = |name: &str| line["fields"].get(name).or(line.get(name)).cloned().unwrap_or_default();
    Ok(format!(
        "{} lines, {} names, {} MB, built in {} ms",
        field("lines"),
        field("names"),
        field("megabytes"),
        field("took_ms")
    ))
}

#[allow(clippy::cast_precision_loss)] // bytes on disk, shown in MB
fn show(lines: u64, steps: &[Step]) -> Result<()> {
    let rows: Vec<Vec<String>> = steps
        .iter()
        .map(|step| {
            let bytes = step.disk as f64 / lines as f64;
            vec![
                step.name.to_owned(),
                format!("{:.2}", step.seconds),
                format!("{:.0}", step.peak_mb),
                format!("{:.0}", step.disk as f64 / 1e6),
                format!("{bytes:.0}"),
            ]
        })
        .collect();
    table(&[&format!("{} lines", thousands(lines)), "seconds", "peak MB", "disk MB", "bytes a line"], &rows)
}

/// Growth from one size to the next, beside the growth of the data.
#[allow(clippy::cast_precision_loss)]
fn compare(fewer: u64, earlier: &[Step], lines: u64, steps: &[Step]) -> Result<()> {
    let growth = lines as f64 / fewer as f64;
    let sizes = format!("{} to {} lines", thousands(fewer), thousands(lines));
    for (before, after) in earlier.iter().zip(steps) {
        let memory = after.peak_mb / before.peak_mb;
        let disk = after.disk as f64 / before.disk as f64;
        let what = format!("past, {}, {sizes}: memory {memory:.1} x, disk {disk:.1} x; time", after.name);
        verdict(&what, after.seconds / before.seconds, "x", Target::AtMost(growth * SLACK))?;
    }
    Ok(())
}
