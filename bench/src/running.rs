//! What a run costs: wall time, memory, disk.

use anyhow::{Context, Result, ensure};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

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

/// Highest resident memory so far of a process, in MB: of this one, or of one by its id. Zero where the system does not
/// tell.
pub fn peak_mb(process: Option<u32>) -> f64 {
    let who = process.map_or_else(|| "self".to_owned(), |id| id.to_string());
    let status = std::fs::read_to_string(format!("/proc/{who}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}

/// Resident memory of a process at this moment, in MB. Zero where the system does not tell.
pub fn resident_mb(process: u32) -> f64 {
    let told = std::fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
    let pages = told.split(' ').nth(1).and_then(|pages| pages.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4_096.0 / f64::from(1 << 20)
}

/// Processor seconds of a process so far, of all its threads. Zero where the system does not tell.
pub fn processor_seconds(process: u32) -> f64 {
    let told = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name stands in brackets and may hold blanks; user and system time are the 12th and 13th after it, in hundredths.
    let after = told.rsplit_once(") ").map_or("", |(_, after)| after);
    let ticks = after.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// How much else is at work: the system's average of the last minute.
pub fn load_average() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or("unknown").to_owned()
}

/// Bytes a file, or a folder with everything in it, takes on disk.
///
/// # Errors
/// When something in it cannot be read.
pub fn disk_bytes(path: &Path) -> Result<u64> {
    let meta = std::fs::symlink_metadata(path).with_context(|| path.display().to_string())?;
    if !meta.is_dir() {
        return Ok(meta.blocks() * 512);
    }
    let mut sum = 0;
    for entry in std::fs::read_dir(path)? {
        sum += disk_bytes(&entry?.path())?;
    }
    Ok(sum)
}

/// Bytes free on the disk of a folder.
///
/// # Errors
/// When `df` does not tell.
pub fn free_bytes(folder: &Path) -> Result<u64> {
    let told = Command::new("df").args(["-Pk", "--"]).arg(folder).output().context("df cannot be started")?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let free = told.lines().nth(1).and_then(|line| line.split_whitespace().nth(3));
    let kb: u64 = free.and_then(|kb| kb.parse().ok()).with_context(|| format!("df said: {told}"))?;
    Ok(kb * 1024)
}

/// The program that is measured: as given, or the one built beside this.
///
/// # Errors
/// When it is not there.
pub fn vihje(given: Option<PathBuf>) -> Result<PathBuf> {
    let program = match given {
        Some(program) => program,
        None => std::env::current_exe()?.with_file_name("vihje"),
    };
    ensure!(program.exists(), "{} is not there; run make build first", program.display());
    Ok(program)
}
