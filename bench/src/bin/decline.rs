//! The decline list against "longest since the last order" and RFM, as the product itself reports it on real data: each set
//! is imported and analysed by the program, and its backtest printed.

use anyhow::{Context, Result, ensure};
use clap::Parser;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use vihje_bench::{heading, real_data, repository, say};

#[derive(Parser)]
struct Arguments {
    /// The program; the release build of this repository by default.
    #[arg(long)]
    vihje: Option<PathBuf>,
}

/// What `vihje analyse decline --json` says of its quality.
#[derive(Deserialize)]
struct Answer {
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    quality: Quality,
}

#[derive(Deserialize)]
struct Quality {
    finding: String,
    ordered_by: String,
    listed: Option<u64>,
    cuts: Vec<String>,
    horizon_days: f64,
    scores: Vec<Score>,
}

#[derive(Deserialize)]
struct Score {
    length: u64,
    method: String,
    precision: f64,
    value_captured: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("The decline list on the past of two companies, beside two lists anybody could make")?;
    let beside = std::env::current_exe()?.with_file_name("vihje");
    let vihje = arguments.vihje.unwrap_or(beside);
    judge(&vihje, "Complete Journey", &repository().join("demo/completejourney"))?;
    judge(&vihje, "Online Retail", &real_data("online_retail/online_retail.csv.gz")?)
}

fn judge(vihje: &Path, name: &str, files: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    run(Command::new(vihje).arg("import").arg(files).arg("--data").arg(&data))?;
    let said = run(Command::new(vihje).args(["analyse", "decline", "--json", "--data"]).arg(&data))?;
    let quality = serde_json::from_slice::<Answer>(&said).context("analyse printed no JSON")?.meta.quality;
    say(&format!(
        "\n{name}: {} past moments, {} days ahead of each; {} in decline now; the finding is \"{}\", Today is ordered by \"{}\"",
        quality.cuts.len(),
        quality.horizon_days,
        quality.listed.unwrap_or(0),
        quality.finding,
        quality.ordered_by
    ))?;
    let mut rows: BTreeMap<&str, Vec<&Score>> = BTreeMap::new();
    for score in &quality.scores {
        rows.entry(&score.method).or_default().push(score);
    }
    for (method, mut scores) in rows {
        scores.sort_by_key(|score| score.length);
        let cells: Vec<String> = scores
            .iter()
            .map(|s| {
                format!("{:>4}: {:4.1} % {:4.1} %", s.length, 100.0 * s.precision, 100.0 * s.value_captured)
            })
            .collect();
        say(&format!("{method:<22} {}", cells.join("   ")))?;
    }
    say(
        "for each length of list: those listed who fell to half or less, and the share of all lost value on the list",
    )
}

fn run(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.output().with_context(|| format!("{command:?} cannot be started"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}
