//! What a server still has after it was killed: every acknowledged event once, found through the program itself.

use crate::load::Told;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use vihje_bench::{Client, Server, say, text, thousands};

/// The longest that a server may take to bring its ledger's tail into the history.
const SETTLED_WITHIN: Duration = Duration::from_secs(900);

/// Starts the server again on the folder it was killed on, lets it bring everything into the history, and counts. Fails when an
/// acknowledged event is missing or any event is there twice.
pub(crate) fn check(vihje: &Path, data: &Path, session: &Client, told: &Told, run: char) -> Result<()> {
    let server = Server::start(vihje, data, Some(session), &data.with_file_name("again.log"))?;
    let began = Instant::now();
    let (mut before, mut events) = (None, touch_points(&server.client)?);
    // All of it is there once what was acknowledged is, and no more comes.
    while events < told.acknowledged_events() || before != Some(events) {
        ensure!(began.elapsed() < SETTLED_WITHIN, "{events} events after {SETTLED_WITHIN:?}");
        std::thread::sleep(Duration::from_millis(500));
        (before, events) = (Some(events), touch_points(&server.client)?);
    }
    let took = began.elapsed().as_secs_f64();
    server.stop()?;
    let found = requests(vihje, data, run)?;
    let expected = told.events as u64;
    let lost = told.acknowledged.iter().filter(|id| found.get(*id).is_none_or(|(_, once)| *once < expected));
    let (lost, doubled) = (lost.count(), found.values().filter(|(all, once)| all != once).count());
    ensure!(lost == 0, "{lost} acknowledged requests are not there whole");
    ensure!(doubled == 0, "events of {doubled} requests are there twice");
    say(&format!(
        "after kill -9 and a start, {took:.0} s later: all {} acknowledged events are there once, and {} that were not",
        thousands(told.acknowledged_events()),
        thousands(found.values().map(|(all, _)| all).sum::<u64>() - told.acknowledged_events())
    ))
}

fn touch_points(client: &Client) -> Result<u64> {
    client.get("/api/v1/status")?["counts"]["touch_points"].as_u64().context("the status counts nothing")
}

/// Events of each request of a run: all, and distinct ones.
fn requests(vihje: &Path, data: &Path, run: char) -> Result<HashMap<String, (u64, u64)>> {
    let sql = format!(
        "SELECT left(subject, {}) AS request, count(*) AS n, count(DISTINCT subject) AS once FROM touch_points
         WHERE subject LIKE '{run}____-________-___' GROUP BY 1",
        crate::wire::REQUEST_ID
    );
    let output = Command::new(vihje)
        .args(["query", &sql, "--json", "--limit", "0", "--data", text(data)?])
        .output()
        .context("the query cannot be started")?;
    ensure!(output.status.success(), "the query failed: {}", String::from_utf8_lossy(&output.stderr));
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).context("the query printed no JSON")?;
    let count = |row: &Value, name: &str| row[name].as_u64().context("no count");
    rows.iter()
        .map(|row| {
            let request = row["request"].as_str().context("no request")?.to_owned();
            Ok((request, (count(row, "n")?, count(row, "once")?)))
        })
        .collect()
}
