//! The command line: every flag and what it means. The reference in `docs/reference/cli.md` is generated from here.

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use vihje_model::import::RecordKind;

/// Open-source sales intelligence: from what customers do to the next right thing to do.
#[derive(Debug, Parser)]
#[command(name = "vihje", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done; 1 it failed and says why; 2 the command line is wrong; \
                        3 done, but some rows were rejected; 4 doctor found something wrong.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) shared: Shared,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags every command takes.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// The folder that holds everything; made when it is not there.
    #[arg(long, global = true, env = "VIHJE_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Settings file; flags and VIHJE_... variables win over it.
    #[arg(long, global = true, env = "VIHJE_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How log lines are written; JSON with --json and text without when nothing is said.
    #[arg(long, global = true, value_enum, env = "VIHJE_LOG_FORMAT", value_name = "FORMAT")]
    pub(crate) log_format: Option<LogFormat>,
    /// Print JSON for programs instead of tables and sentences.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// A JSON object a line.
    Json,
    /// A sentence with its fields.
    Text,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the system: the web application, the API and the background work.
    Serve(Serve),
    /// Bring in files: CSV, TSV, JSON lines, Parquet, XLSX, gzip and zstd; one file or a folder.
    Import(Import),
    /// Find patterns, decline, value or replenishment and print them.
    Analyse(Analyse),
    /// Write a list to CSV or XLSX.
    Export(Export),
    /// Ask the past in SQL, reading only, over the documented views.
    Query(Query),
    /// Copy the whole data folder to a new folder; stop the server of it first, since one process at a time has a folder open.
    Backup(Backup),
    /// Make a data folder out of a backup.
    Restore(Restore),
    /// Check a data folder and say what is wrong.
    Doctor,
    /// Write the files of a simulated company, with the truth beside them.
    Simulate(Simulate),
    /// Load the demonstration data, analyse it and open Today.
    Demo(Demo),
    /// Print the generated reference of commands, settings and views.
    #[command(hide = true)]
    Reference(Reference),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "VIHJE_LISTEN", value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["paths", "list", "undo", "rejected"]))]
pub(crate) struct Import {
    /// Files or folders.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Say what would happen and change nothing.
    #[arg(long, requires = "paths")]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "NAME", help = preset_help())]
    pub(crate) preset: Option<String>,
    /// What the rows are, where the columns do not say it.
    #[arg(long, value_enum, value_name = "KIND", conflicts_with_all = ["preset", "mapping"])]
    pub(crate) kind: Option<Kind>,
    /// Read every file by this mapping file.
    #[arg(long, value_name = "FILE", conflicts_with = "preset")]
    pub(crate) mapping: Option<PathBuf>,
    /// Write the mapping that was guessed to this file, to change it and use it with --mapping.
    #[arg(long, value_name = "FILE", requires = "paths")]
    pub(crate) save_mapping: Option<PathBuf>,
    /// Currency of amounts that do not say their own, such as EUR.
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
    /// Time zone of moments that do not say their own, such as Europe/Helsinki.
    #[arg(long, value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
    /// Show the imports there are.
    #[arg(long)]
    pub(crate) list: bool,
    /// With --list: print CSV for programs.
    #[arg(long, requires = "list", conflicts_with = "json")]
    pub(crate) csv: bool,
    /// Take an import back.
    #[arg(long, value_name = "IMPORT")]
    pub(crate) undo: Option<String>,
    /// Write the rejected rows of an import to --to, to mend and import again.
    #[arg(long, value_name = "IMPORT", requires = "to")]
    pub(crate) rejected: Option<String>,
    /// File for --rejected.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Lines of orders, invoices or receipts.
    Sales,
    /// Customers and prospects.
    Customers,
    /// Products with categories, prices and stock.
    Products,
    /// Campaigns.
    Campaigns,
    /// Who was reached by which campaign.
    Exposures,
    /// Visits, calls, messages.
    TouchPoints,
}

impl From<Kind> for RecordKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Sales => Self::Sales,
            Kind::Customers => Self::Customers,
            Kind::Products => Self::Products,
            Kind::Campaigns => Self::Campaigns,
            Kind::Exposures => Self::Exposures,
            Kind::TouchPoints => Self::TouchPoints,
        }
    }
}

/// The help of `--preset`, from the presets there are.
fn preset_help() -> String {
    let names: Vec<String> = vihje_intake::presets().into_iter().map(|preset| preset.name).collect();
    format!("Read the files as those of a well-known program or data set: {}", names.join(", "))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnalysisName {
    /// Bought A, then B within a window.
    Patterns,
    /// Who buys less than their own rhythm says.
    Decline,
    /// What customers will be worth.
    Value,
    /// Bought A, then A again: the usual interval and who is due.
    Replenishment,
}

#[derive(Debug, Args)]
pub(crate) struct Analyse {
    /// Which analysis.
    #[arg(value_enum)]
    pub(crate) analysis: AnalysisName,
    /// Product level by name or number, 1 the widest; `product` for single products. The last level by default.
    #[arg(long)]
    pub(crate) level: Option<String>,
    /// Days that count as "within"; 182 for patterns by default.
    #[arg(long, value_name = "DAYS")]
    pub(crate) window: Option<u32>,
    /// Only customers who meet this condition, such as "age in ('45-54','55-64') and sales >= 100".
    #[arg(long, value_name = "CONDITION")]
    pub(crate) channel: Option<String>,
    /// Patterns: B again after A, instead of B for the first time.
    #[arg(long)]
    pub(crate) again: bool,
    /// Patterns: those whose buyers of A clearly buy B less often than their like, as of substitutes; instead of more often.
    #[arg(long)]
    pub(crate) below: bool,
    /// Patterns: fewest customers who bought A and then B; chosen by the number of customers by default.
    #[arg(long, value_name = "N")]
    pub(crate) support: Option<u32>,
    /// As it was known at this moment, or at the end of this day; the end of the last day with sales by default.
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// Rows to print.
    #[arg(long, value_name = "ROWS", default_value_t = 20)]
    pub(crate) top: usize,
    /// Print CSV for programs: plain numbers, shares from 0 to 1, ISO days, the currency in a column of its own.
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// today, opportunities, customers, patterns or replenishment.
    pub(crate) list: String,
    /// File to write; .csv or .xlsx.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// One SELECT.
    pub(crate) sql: String,
    /// Print CSV.
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// Rows to print at most; 0 for all.
    #[arg(long, default_value_t = 1000)]
    pub(crate) limit: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// New folder to write.
    pub(crate) to: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Folder that `vihje backup` wrote.
    pub(crate) from: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// New folder to write.
    pub(crate) to: PathBuf,
    /// Customers in all.
    #[arg(long, default_value_t = 2_000)]
    pub(crate) customers: u64,
    /// Sale lines, about.
    #[arg(long, default_value_t = 200_000)]
    pub(crate) lines: u64,
    /// Equal seeds give equal companies.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Add ragged rows, bad dates and repeated rows, as real files have.
    #[arg(long)]
    pub(crate) messy: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder with the demonstration's Parquet files.
    #[arg(long, value_name = "DIR", default_value = "demo/completejourney")]
    pub(crate) from: PathBuf,
    /// Address and port to listen on.
    #[arg(long, env = "VIHJE_LISTEN", value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Load what was sold before this day only, and replay the rest as a live stream.
    #[arg(long, value_name = "DATE")]
    pub(crate) replay_from: Option<vihje_model::Moment>,
    /// Load and analyse, print the list, and stop.
    #[arg(long)]
    pub(crate) no_serve: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Reference {
    /// Which reference.
    #[arg(value_enum)]
    pub(crate) of: ReferenceOf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReferenceOf {
    /// Commands and flags.
    Cli,
    /// Settings file.
    Settings,
    /// Views for SQL.
    Views,
}
