//! Events in real time against the real program: how many it takes durably, from batches and one by one, beside PostgreSQL keeping
//! the same events; how soon an opportunity is on a screen; what happens beyond what it can take. After each load the server is
//! killed outright, started again, and every event that it acknowledged must be there once: else the program fails.
//!
//! Server, peer and load share the machine. The load is one thread that sends bytes written beforehand.

#![allow(
    clippy::disallowed_methods,
    reason = "a load generator keeps time: it paces what it sends and asks again after a while"
)]

mod kept;
mod load;
mod postgres;
mod screen;
mod watch;
mod wire;

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use load::{Load, Told, quantile};
use postgres::Postgres;
use serde_json::json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use vihje_bench::{Server, Target, heading, load_average, say, scratch, table, thousands, verdict, vihje};
use watch::{Watch, Watched};

#[derive(Parser)]
struct Arguments {
    /// Seconds of the load of batches, and of the peer's.
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
    /// Connections that send batches.
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Page views whose opportunity is waited for.
    #[arg(long, default_value_t = 600)]
    probes: u32,
    /// Which parts; all by default.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Events a second that overload offers at least: twice what thousands of connections can hand over here.
    #[arg(long, default_value_t = 140_000.0)]
    offer: f64,
    /// The program; the one built beside this by default.
    #[arg(long)]
    vihje: Option<PathBuf>,
    /// Where the files go and are removed again; among the system's temporary files by default.
    #[arg(long)]
    within: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    Batches,
    Postgres,
    Singles,
    Screen,
    Overload,
}

/// Events a batch.
const BATCH: usize = 100;
/// Seconds of the load of single events.
const SINGLES_SECONDS: f64 = 20.0;
/// Seconds of overload, and the connections that offer it: more than the server answers at once.
const OVERLOAD: (f64, usize) = (30.0, 2_400);
/// Events a second beside the page views that are waited for.
const BACKGROUND: f64 = 2_000.0;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("Events in real time: vihje serve over HTTP on loopback, beside PostgreSQL 15")?;
    let program = vihje(arguments.vihje.clone())?;
    let folder = scratch(arguments.within.as_deref())?;
    let asked = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let bench = Bench { program: &program, folder: folder.path() };
    let mut rows = Vec::new();
    let mut taken = None;
    if asked(Part::Batches) {
        let load = Load::free('b', arguments.connections, BATCH, arguments.seconds);
        let (told, watched) = bench.load("batches", &load)?;
        rows.push(row("vihje, batches of 100", &told, Some(&watched)));
        taken = Some(told.rate());
    }
    if asked(Part::Postgres) {
        let server = Postgres::start(folder.path())?;
        let told = server.run(arguments.connections, BATCH, arguments.seconds)?;
        rows.push(row("PostgreSQL, the same", &told, None));
        drop(server);
        if let Some(taken) = taken {
            say(&format!("{:.2} times as many events a second as PostgreSQL", taken / told.rate()))?;
        }
    }
    let mut verdicts = Vec::new();
    if let Some(taken) = taken {
        verdicts.push((
            "durable ingest, batches of 100",
            taken,
            "events a second",
            Target::AtLeast(30_000.0),
        ));
    }
    if asked(Part::Singles) {
        let (told, watched) = bench.load("singles", &Load::free('s', 64, 1, SINGLES_SECONDS))?;
        rows.push(row("vihje, one event a request", &told, Some(&watched)));
        let what = "durable ingest, one event a request";
        verdicts.push((what, told.rate(), "events a second", Target::AtLeast(5_000.0)));
    }
    if asked(Part::Overload) {
        let rate = taken.map_or(arguments.offer, |taken| (2.0 * taken).max(arguments.offer));
        let (seconds, connections) = OVERLOAD;
        let load = Load { rate: Some(rate), ..Load::free('o', connections, BATCH, seconds) };
        let (told, watched) = bench.load("overload", &load)?;
        let failure = told.failure.as_deref().unwrap_or_default();
        ensure!(
            told.failed == 0,
            "{} requests were neither taken nor told to come again: {failure}",
            told.failed
        );
        rows.push(row("vihje, overload", &told, Some(&watched)));
        let growth = overload(&told, &watched, rate)?;
        verdicts.push((
            "memory under overload, second half",
            growth,
            "times the first",
            Target::AtMost(1.25),
        ));
        verdicts.push(("overload, p99 of what is taken", told.quantile(0.99), "ms", Target::AtMost(5_000.0)));
    }
    if asked(Part::Screen) {
        let (middle, late) = bench.screen(arguments.probes, &mut rows)?;
        verdicts.push(("event to screen at 2,000 events/s, p50", middle, "ms", Target::AtMost(10.0)));
        verdicts.push(("event to screen at 2,000 events/s, p99", late, "ms", Target::AtMost(50.0)));
    }
    say("")?;
    let heads =
        ["", "events/s", "requests", "p50 ms", "p99 ms", "refused", "processor s", "peak MB", "load average"];
    table(&heads, &rows)?;
    verdicts.into_iter().try_for_each(|(what, figure, unit, target)| verdict(what, figure, unit, target))
}

/// Tells what became of an overload; how many times the memory of its first half the second took.
fn overload(told: &Told, watched: &Watched, rate: f64) -> Result<f64> {
    let answered = told.acknowledged.len() as u64 + told.refused;
    #[allow(clippy::cast_precision_loss)] // counts of one run
    let share = 100.0 * told.refused as f64 / answered.max(1) as f64;
    let (first, second) = watched.halves();
    say(&format!(
        "overload: {rate:.0} events/s were due; of {} requests sent {share:.1} % were refused with Retry-After, and {} more waited \
         for an answer to the one before; {first:.0} MB at most in the first half, {second:.0} MB in the second",
        thousands(answered),
        thousands(told.unsent)
    ))?;
    Ok(second / first.max(1.0))
}

fn row(what: &str, told: &Told, watched: Option<&Watched>) -> Vec<String> {
    vec![
        what.to_owned(),
        format!("{:.0}", told.rate()),
        thousands(told.acknowledged.len() as u64),
        format!("{:.1}", told.quantile(0.5)),
        format!("{:.1}", told.quantile(0.99)),
        thousands(told.refused),
        watched.map_or_else(String::new, |watched| format!("{:.1}", watched.processor_seconds)),
        watched.map_or_else(String::new, |watched| format!("{:.0}", watched.peak_mb())),
        load_average(),
    ]
}

struct Bench<'a> {
    program: &'a Path,
    folder: &'a Path,
}

impl Bench<'_> {
    /// A server on a fresh folder, and the key of its source.
    fn start(&self, name: &str) -> Result<(Server, PathBuf, String)> {
        let data = self.folder.join(name).join("data");
        std::fs::create_dir_all(&data)?;
        let server = Server::start(self.program, &data, None, &data.with_file_name("log"))?;
        let made =
            server.client.post("/api/v1/streams", &json!({ "source": "Bench", "per_second": 100_000 }))?;
        let key = made["key"].as_str().context("the source has no key")?.to_owned();
        Ok((server, data, key))
    }

    /// One load on a fresh folder; then the server is killed and what it kept is counted.
    fn load(&self, name: &str, load: &Load) -> Result<(Told, Watched)> {
        let (server, data, key) = self.start(name)?;
        let watch = Watch::start(server.process());
        let told = load::run(load, server.client.address(), &key)?;
        let watched = watch.end()?;
        let session = server.kill()?;
        say(&format!(
            "{name}: {:.0} events/s acknowledged for {:.0} s; load average {}",
            told.rate(),
            told.seconds,
            load_average()
        ))?;
        kept::check(self.program, &data, &session, &told, load.run)?;
        std::fs::remove_dir_all(self.folder.join(name))?;
        Ok((told, watched))
    }

    /// From event to screen, in a company that knows its customers; the middle and the 99th of a hundred, in milliseconds.
    fn screen(&self, probes: u32, rows: &mut Vec<Vec<String>>) -> Result<(f64, f64)> {
        let data = self.folder.join("screen").join("data");
        std::fs::create_dir_all(&data)?;
        let sales = data.with_file_name("sales.csv");
        std::fs::write(&sales, past(probes)?)?;
        let imported = Command::new(self.program)
            .args(["import".as_ref(), sales.as_os_str(), "--data".as_ref(), data.as_os_str()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(imported.success(), "the sales could not be imported");
        let (server, _, key) = self.start("screen")?;
        server.all_found()?;
        let watch = Watch::start(server.process());
        let seen = screen::run(&server.client, &key, probes, BACKGROUND)?;
        let watched = watch.end()?;
        rows.push(row("vihje, background", &seen.background, Some(&watched)));
        let (middle, late) = (quantile(&seen.ms, 0.5), quantile(&seen.ms, 0.99));
        say(&format!(
            "event to screen: {} page views beside {:.0} events/s, {} without an opportunity: acknowledged p50 {:.1} ms, p99 {:.1} \
             ms; on the screen p50 {middle:.1} ms, p99 {late:.1} ms, worst {:.1} ms; load average {}",
            seen.ms.len(),
            seen.background.rate(),
            seen.missing,
            quantile(&seen.acknowledged_ms, 0.5),
            quantile(&seen.acknowledged_ms, 0.99),
            quantile(&seen.ms, 1.0),
            load_average()
        ))?;
        ensure!(seen.missing == 0, "{} of {probes} opportunities did not come", seen.missing);
        server.stop()?;
        Ok((middle, late))
    }
}

/// A year of orders of the customers who will look at the price list, and one of each whom the background tells of, as a file.
fn past(probes: u32) -> Result<String> {
    let mut text = String::from("customer_id,order_id,product_id,date,quantity,amount\n");
    for customer in 0..wire::CUSTOMERS {
        let (product, month, day) = (customer % 40, 1 + customer % 12, 1 + customer % 28);
        writeln!(text, "c{customer:05},C{customer},P{product},2025-{month:02}-{day:02},1,20.00")?;
    }
    for customer in 0..probes {
        for order in 0..12_u32 {
            let (product, month, day) = ((customer + order) % 40, order + 1, 1 + customer % 28);
            writeln!(
                text,
                "probe-{customer},O{customer}-{order},P{product},2025-{month:02}-{day:02},1,20.00"
            )?;
        }
    }
    Ok(text)
}
