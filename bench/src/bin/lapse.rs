//! Fits of BG/NBD and Pareto/NBD on CDNOW beside the `lifetimes` package, then on simulated customers alone.
//!
//! Both sides start from what a purchase log gives per customer: frequency, recency, age in weeks. Ours is timed from
//! there to the parameters with their standard errors; the peer from there to the parameters.

use anyhow::{Context, Result};
use clap::Parser;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use vihje_bench::{Target, heading, peak_mb, peer, real_data, say, thousands, timed, verdict};
use vihje_insight::lapse::{Law, Tally, WEEK, fit, summarise};
use vihje_model::{CustomerKey, Moment, Purchases};
use vihje_sim::{Company, Level, Settings, Shares, purchases};

#[derive(Parser)]
struct Arguments {
    /// Runs of each fit on CDNOW; the median is printed.
    #[arg(long, default_value_t = 11)]
    runs: usize,
    /// Simulated customers; a third of them never buys and is not fitted.
    #[arg(long, default_value_t = 1_500_000)]
    customers: u64,
}

#[derive(Deserialize)]
struct Peer {
    customers: usize,
    bg_nbd: PeerFit,
    pareto_nbd: PeerFit,
}

#[derive(Deserialize)]
struct PeerFit {
    seconds: f64,
    parameters: Vec<f64>,
}

const LAST_DAY: &str = "1997-09-30";
const AS_OF: &str = "1997-10-01";

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    heading("Lapse models: vihje-insight beside lifetimes 0.11.3")?;
    for file in ["cdnow/cdnow_sample.csv", "cdnow/cdnow_full.csv.gz"] {
        on_cdnow(&real_data(file)?, arguments.runs)?;
    }
    on_simulated(arguments.customers, arguments.runs.min(3))
}

fn on_cdnow(file: &Path, runs: usize) -> Result<()> {
    let summaries = summarise(&read_cdnow(file)?, WEEK);
    let path = file.to_str().context("the path is not text")?;
    let theirs: Peer = peer("lapse.py", &[path, LAST_DAY, &runs.min(5).to_string()])?;
    say(&format!("\n{path}, 39 weeks: {} customers here, {} there", summaries.len(), theirs.customers))?;
    for (law, theirs) in [(Law::BgNbd, &theirs.bg_nbd), (Law::ParetoNbd, &theirs.pareto_nbd)] {
        let (seconds, found) = timed(runs, || fit(law, &Tally::new(&summaries)));
        say(&format!(
            "{law:?}: {:.2} ms here, {:.1} ms there: {:.0} times as fast. {} here, {} there. LL {:.2}",
            seconds * 1e3,
            theirs.seconds * 1e3,
            theirs.seconds / seconds,
            numbers(&found.model.parameters),
            numbers(&theirs.parameters),
            found.log_likelihood
        ))?;
        let file = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let what = format!("{law:?} on {file}");
        verdict(&what, theirs.seconds / seconds, "times as fast", Target::AtLeast(20.0))?;
    }
    Ok(())
}

fn on_simulated(customers: u64, runs: usize) -> Result<()> {
    let settings = Settings {
        customers,
        lines: customers * 6,
        lines_per_order: 1.0,
        favourites: 0.0,
        activity_shape: 0.9,
        season_strength: 0.0,
        yearly_growth: 0.0,
        shares: Shares {
            churn_per_year: 0.7,
            churn_shape: 0.6,
            declining: 0.0,
            lost_line: 0.0,
            ..Shares::default()
        },
        ..Settings::default()
    };
    let company = Company::new(settings)?;
    let lines = purchases(&company, Level::Group(0), company.end());
    let (seconds, summaries) = timed(3, || summarise(&lines, WEEK));
    say(&format!(
        "\nSimulated: {} customers with {} lines; summaries in {:.0} ms",
        summaries.len(),
        lines.at.len(),
        seconds * 1e3
    ))?;
    for law in [Law::BgNbd, Law::MbgNbd, Law::ParetoNbd] {
        let (seconds, found) = timed(runs, || fit(law, &Tally::new(&summaries)));
        let parameters = numbers(&found.model.parameters);
        say(&format!("{law:?}: {seconds:.2} s, {} steps, {parameters}, {:?}", found.steps, found.note))?;
        let what = format!("{law:?} on {} customers", thousands(summaries.len() as u64));
        verdict(&what, seconds, "s", Target::AtMost(3.0))?;
    }
    say(&format!("Peak memory of everything here, simulation included: {:.0} MB", peak_mb(None)))
}

fn numbers(values: &[f64]) -> String {
    values.iter().map(|value| format!("{value:.3}")).collect::<Vec<_>>().join(" ")
}

/// Purchases of the calibration time; the items do not matter to these models.
fn read_cdnow(file: &Path) -> Result<Purchases> {
    let opened = std::fs::File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let packed = file.extension().is_some_and(|ending| ending == "gz");
    let text: Box<dyn Read> =
        if packed { Box::new(flate2::read::GzDecoder::new(opened)) } else { Box::new(opened) };
    let mut rows = csv::Reader::from_reader(text);
    let as_of: Moment = AS_OF.parse()?;
    let mut customers: BTreeMap<CustomerKey, Vec<Moment>> = BTreeMap::new();
    let date = rows.headers()?.iter().position(|name| name == "date").context("no column date")?;
    for row in rows.records() {
        let row = row?;
        let at: Moment = row[date].parse()?;
        if at < as_of {
            customers.entry(CustomerKey::of(&row[0])).or_default().push(at);
        }
    }
    let mut purchases = Purchases { items: vec!["CDs".to_owned()], ..Purchases::empty(as_of) };
    for (customer, mut moments) in customers {
        moments.sort_unstable();
        purchases.customers.push(customer);
        purchases.at.extend(moments);
        purchases.starts.push(purchases.at.len() as u64);
    }
    purchases.item = vec![0; purchases.at.len()];
    purchases.value = vec![0; purchases.at.len()];
    Ok(purchases)
}
