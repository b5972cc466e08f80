//! The peers, and other programs run under a clock. Only drives them; what they do lies in `bench/peers`.

use crate::{repository, text};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of a program cost, as `bench/peers/measure.py` took it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Used {
    /// Wall time.
    pub seconds: f64,
    /// Processor time of the program and its children.
    pub processor_seconds: f64,
    /// Highest resident memory of any one process.
    pub peak_mb: f64,
}

fn python() -> Result<PathBuf> {
    let python = repository().join(".cache/bench-venv/bin/python");
    ensure!(python.exists(), "{} is not there; run bench/setup.sh first", python.display());
    Ok(python)
}

/// What a peer's program under `bench/peers` printed: one JSON object.
///
/// # Errors
/// When the Python environment is not there, or the program fails or prints something else.
pub fn peer<T: DeserializeOwned>(script: &str, arguments: &[&str]) -> Result<T> {
    let program = repository().join("bench/peers").join(script);
    let output = Command::new(python()?).arg(program).args(arguments).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("{script} cannot be started"))?;
    ensure!(output.status.success(), "{script} failed: {}", output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("{script} printed no JSON object"))
}

/// An import is done, but some rows were rejected.
const SOME_REJECTED: i32 = 3;

/// Runs a program to its end and says what it cost. What it prints goes to a log file of the caller's.
///
/// # Errors
/// When it cannot be started or fails; the end of the log is in the error.
pub fn measured(command: &[&str], log: &Path) -> Result<Used> {
    let program = repository().join("bench/peers/measure.py");
    let notes = std::fs::File::create(log).with_context(|| log.display().to_string())?;
    let output = Command::new(python()?).arg(program).args(command).stderr(notes).output()?;
    if !matches!(output.status.code(), Some(0 | SOME_REJECTED)) {
        let notes = std::fs::read_to_string(log).unwrap_or_default();
        let lines: Vec<&str> = notes.lines().collect();
        let end = lines[lines.len().saturating_sub(5)..].join("\n");
        anyhow::bail!("{} failed ({}): {end}", command.join(" "), output.status);
    }
    serde_json::from_slice(&output.stdout).context("measure.py printed no JSON object")
}

/// DuckDB's own `CREATE TABLE AS` of a CSV file into a new database file, with as many threads as we use.
///
/// # Errors
/// As [`measured`].
pub fn create_table(csv: &Path, database: &Path, log: &Path) -> Result<Used> {
    let script = repository().join("bench/peers/create_table.py");
    let (python, threads) = (python()?, rayon::current_num_threads().to_string());
    measured(&[text(&python)?, text(&script)?, text(csv)?, text(database)?, &threads], log)
}
