//! What the benchmark programs share: where data and peers lie, how a time and a memory are taken, how figures are
//! printed. A benchmark is a program that prints both sides in one run; nothing here asserts a time.

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The repository.
pub fn repository() -> PathBuf {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR"));
    bench.parent().unwrap_or(bench).to_owned()
}

/// A file of the real data: under `VIHJE_TEST_DATA`, or beside the repository.
///
/// # Errors
/// When it is not there.
pub fn real_data(path: &str) -> Result<PathBuf> {
    let root = std::env::var_os("VIHJE_TEST_DATA")
        .map_or_else(|| repository().join("../shared/data"), PathBuf::from);
    let file = root.join(path);
    ensure!(file.exists(), "{} is not there; set VIHJE_TEST_DATA to the folder of real data", file.display());
    Ok(file)
}

/// What a peer's program under `bench/peers` printed: one JSON object.
///
/// # Errors
/// When the Python environment is not there, or the program fails or prints something else.
pub fn peer<T: DeserializeOwned>(script: &str, arguments: &[&str]) -> Result<T> {
    let python = repository().join(".cache/bench-venv/bin/python");
    ensure!(python.exists(), "{} is not there; run bench/setup.sh first", python.display());
    let program = repository().join("bench/peers").join(script);
    let output =
        Command::new(python).arg(program).args(arguments).stderr(std::process::Stdio::inherit()).output();
    let output = output.with_context(|| format!("{script} cannot be started"))?;
    ensure!(output.status.success(), "{script} failed: {}", output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("{script} printed no JSON object"))
}

/// Runs the work this many times: the median wall time in seconds and the last result.
pub fn timed<T>(runs: usize, mut work: impl FnMut() -> T) -> (f64, T) {
    let began = Instant::now();
    let mut result = work();
    let mut seconds = vec![began.elapsed().as_secs_f64()];
    for _ in 1..runs {
        let began = Instant::now();
        result = work();
        seconds.push(began.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    (seconds[seconds.len() / 2], result)
}

/// Highest resident memory of this process so far, in MB; zero where the system does not tell.
pub fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}

/// Prints a line; figures are all a benchmark is for.
///
/// # Errors
/// When standard output is closed.
pub fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{line}").context("standard output is closed")
}

/// The heading of a run: what, on what machine.
///
/// # Errors
/// When standard output is closed.
pub fn heading(what: &str) -> Result<()> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    say(&format!(
        "# {what}\n{} threads of {}, load before the run {}",
        rayon::current_num_threads(),
        cpu.unwrap_or("an unknown processor"),
        load.split(' ').next().unwrap_or("unknown")
    ))
}
