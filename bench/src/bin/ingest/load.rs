//! The load: many connections that each send one request after the other, as fast as they are answered or at a rate. Runs on
//! one thread, so that most of the machine is the server's.

use crate::wire::{REQUEST_ID, Template, Wire};
use anyhow::{Context, Result};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// What is sent.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    /// One letter that tells the messages of this load from all others.
    pub(crate) run: char,
    /// Connections.
    pub(crate) connections: usize,
    /// Events a request.
    pub(crate) events: usize,
    /// For how long.
    pub(crate) seconds: f64,
    /// Events a second of all connections together; as fast as they are answered when not given.
    pub(crate) rate: Option<f64>,
}

impl Load {
    /// As fast as it is answered.
    pub(crate) fn free(run: char, connections: usize, events: usize, seconds: f64) -> Self {
        Self { run, connections, events, seconds, rate: None }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Ids of the requests that were answered well.
    pub(crate) acknowledged: HashSet<String>,
    /// Milliseconds of each of these.
    pub(crate) ms: Vec<f64>,
    /// Requests refused with the time to come again.
    pub(crate) refused: u64,
    /// Requests that failed in any other way.
    pub(crate) failed: u64,
    /// How the first of them failed.
    pub(crate) failure: Option<String>,
    /// Requests that a connection could not send in time, because an earlier one was not answered.
    pub(crate) unsent: u64,
    /// How long it took.
    pub(crate) seconds: f64,
    /// Events a request.
    pub(crate) events: usize,
}

impl Told {
    /// Acknowledged events a second.
    #[allow(clippy::cast_precision_loss)] // counts of one run
    pub(crate) fn rate(&self) -> f64 {
        (self.acknowledged.len() * self.events) as f64 / self.seconds
    }

    /// Events acknowledged.
    pub(crate) fn acknowledged_events(&self) -> u64 {
        (self.acknowledged.len() * self.events) as u64
    }

    /// A quantile of the milliseconds of a request.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        quantile(&self.ms, share)
    }

    fn fail(&mut self, how: String) {
        self.failed += 1;
        self.failure.get_or_insert(how);
    }

    fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.ms.extend(other.ms);
        self.refused += other.refused;
        self.failed += other.failed;
        self.failure = self.failure.take().or(other.failure);
        self.unsent += other.unsent;
    }
}

/// The value below which this share of all lies; the nearest rank. Zero of none.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // an index
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
}

/// Sends a load to a server and waits for its end.
pub(crate) fn run(load: &Load, address: &str, key: &str) -> Result<Told> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut senders = Vec::new();
        let begin = Instant::now();
        for connection in 0..load.connections {
            let template = Template::new(load.run, connection, load.events, key)?;
            let (load, address) = (load.clone(), address.to_owned());
            senders
                .push(tokio::spawn(async move { send(&load, connection, template, &address, begin).await }));
        }
        let mut told = Told { events: load.events, ..Told::default() };
        for sender in senders {
            told.add(sender.await.context("a sender fell over")??);
        }
        told.seconds = begin.elapsed().as_secs_f64();
        Ok(told)
    })
}

/// One connection's requests until the time is up.
async fn send(
    load: &Load,
    connection: usize,
    mut template: Template,
    address: &str,
    begin: Instant,
) -> Result<Told> {
    let mut told = Told::default();
    let pace = load.rate.map(|rate| Pace::new(load, connection, rate));
    let mut wire = Wire::connect(address).await?;
    let end = begin + Duration::from_secs_f64(load.seconds);
    let mut turn = 0;
    for number in 0_u32.. {
        if let Some(pace) = &pace {
            let late = pace.turn_at(begin.elapsed()).saturating_sub(turn);
            told.unsent += late;
            turn += late;
            tokio::time::sleep_until((begin + pace.moment(turn)).into()).await;
            turn += 1;
        }
        let sent = Instant::now();
        if sent >= end {
            break;
        }
        let request = template.number(number);
        match wire.ask(request).await {
            Ok(answer) if answer.status == 200 => {
                told.ms.push(sent.elapsed().as_secs_f64() * 1e3);
                let id = template.events().next().map(|(id, _)| &id[..REQUEST_ID]).unwrap_or_default();
                told.acknowledged.insert(String::from_utf8_lossy(id).into_owned());
            }
            Ok(answer) if matches!(answer.status, 429 | 503) && answer.retry_after => told.refused += 1,
            Ok(answer) => told.fail(format!("status {}", answer.status)),
            Err(error) => {
                told.fail(format!("{error:#}"));
                wire = Wire::connect(address).await?;
            }
        }
    }
    Ok(told)
}

/// When the requests of one connection are due, so that all connections together send at the rate.
struct Pace {
    first: f64,
    every: f64,
}

impl Pace {
    #[allow(clippy::cast_precision_loss)] // counts of one run
    fn new(load: &Load, connection: usize, rate: f64) -> Self {
        let every = (load.connections * load.events) as f64 / rate;
        Self { first: every * connection as f64 / load.connections as f64, every }
    }

    #[allow(clippy::cast_precision_loss)]
    fn moment(&self, turn: u64) -> Duration {
        Duration::from_secs_f64(self.first + self.every * turn as f64)
    }

    /// The first turn that is not over yet.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // turns of one run
    fn turn_at(&self, elapsed: Duration) -> u64 {
        ((elapsed.as_secs_f64() - self.first) / self.every).floor().max(0.0) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_spread_evenly_over_the_time() {
        let load = Load { run: 'b', connections: 4, events: 10, seconds: 1.0, rate: Some(400.0) };
        let pace = Pace::new(&load, 1, 400.0);
        assert_eq!(pace.moment(0), Duration::from_millis(25));
        assert_eq!(pace.moment(3), Duration::from_millis(325));
        assert_eq!((pace.turn_at(Duration::ZERO), pace.turn_at(Duration::from_millis(230))), (0, 2));
    }

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        let values = [4.0, 1.0, 3.0, 2.0];
        let found = [0.5, 0.99, 0.0].map(|share| quantile(&values, share));
        assert!(found.iter().zip([2.0, 4.0, 1.0]).all(|(found, right)| (found - right).abs() < 1e-12));
        assert!(quantile(&[], 0.5).abs() < 1e-12);
    }
}
