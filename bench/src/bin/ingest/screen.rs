//! From the sending of an event to its opportunity on a screen: page views of customers that a rule takes up, while other events
//! come at a rate, and a listener on the server-sent events as a browser is one.

use crate::load::{self, Load, Told};
use crate::wire::Wire;
use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use vihje_bench::Client;
use vihje_model::CustomerKey;

/// Milliseconds between two page views that are waited for, on average.
const EVERY_MS: u64 = 40;

/// What was measured.
pub(crate) struct Seen {
    /// Milliseconds from the sending of each event to its opportunity.
    pub(crate) ms: Vec<f64>,
    /// Milliseconds from the sending of each event to its acknowledgement.
    pub(crate) acknowledged_ms: Vec<f64>,
    /// Events whose opportunity did not come.
    pub(crate) missing: usize,
    /// What the background came to.
    pub(crate) background: Told,
}

/// Sends so many page views of distinct customers beside a background of `rate` events a second.
pub(crate) fn run(client: &Client, key: &str, probes: u32, rate: f64) -> Result<Seen> {
    let heard = listen(client)?;
    let address = client.address().to_owned();
    #[allow(clippy::cast_precision_loss)] // some seconds
    let seconds = (u64::from(probes) * EVERY_MS) as f64 / 1e3 + 4.0;
    let load = Load { run: 'd', connections: 4, events: 10, seconds, rate: Some(rate) };
    std::thread::scope(|scope| {
        let background = scope.spawn(|| load::run(&load, &address, key));
        std::thread::sleep(Duration::from_secs(2));
        let sent = send(&address, key, probes)?;
        let Ok(background) = background.join() else { anyhow::bail!("the background fell over") };
        let mut found = HashMap::new();
        for (customer, at) in heard.try_iter() {
            found.entry(customer).or_insert(at);
        }
        let took = sent.iter().filter_map(|sent| {
            Some(found.get(&sent.customer)?.saturating_duration_since(sent.at).as_secs_f64() * 1e3)
        });
        let ms: Vec<f64> = took.collect();
        Ok(Seen {
            missing: sent.len() - ms.len(),
            ms,
            acknowledged_ms: sent.iter().map(|sent| sent.acknowledged_ms).collect(),
            background: background?,
        })
    })
}

struct Sent {
    customer: String,
    at: Instant,
    acknowledged_ms: f64,
}

/// One page view after the other, at moments that keep no step with anything.
fn send(address: &str, key: &str, probes: u32) -> Result<Vec<Sent>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut wire = Wire::connect(address).await?;
        let mut sent = Vec::new();
        for probe in 0..probes {
            let pause = EVERY_MS / 2 + u64::from(probe) * 7_919 % EVERY_MS;
            tokio::time::sleep(Duration::from_millis(pause)).await;
            let customer = format!("probe-{probe}");
            let body = format!(
                "{{\"messageId\":\"{customer}\",\"userId\":\"{customer}\",\"name\":\"Price list\",\
                 \"properties\":{{\"title\":\"Price list\",\"path\":\"/prices\"}}}}"
            );
            let request = format!(
                "POST /v1/page HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\n\
                 content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            let at = Instant::now();
            let answer = wire.ask(request.as_bytes()).await?;
            ensure!(answer.status == 200, "a page view was answered {}", answer.status);
            let acknowledged_ms = at.elapsed().as_secs_f64() * 1e3;
            sent.push(Sent { customer: CustomerKey::of(&customer).to_string(), at, acknowledged_ms });
        }
        // The last ones are on their way still.
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok(sent)
    })
}

/// Reads the server-sent events: the customer of each opportunity, and when it came.
fn listen(client: &Client) -> Result<Receiver<(String, Instant)>> {
    let mut stream = TcpStream::connect(client.address())?;
    stream.set_nodelay(true)?;
    let request = format!(
        "GET /api/v1/events HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\naccept: text/event-stream\r\n\r\n",
        client.address(),
        client.cookie()
    );
    stream.write_all(request.as_bytes())?;
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().context("no answer")??;
    ensure!(first.contains("200"), "the events were answered {first}");
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let at = Instant::now();
            let data = line.strip_prefix("data:").or_else(|| line.strip_prefix("data: "));
            let Some(data) = data else { continue };
            let Ok(data) = serde_json::from_str::<serde_json::Value>(data.trim()) else { continue };
            // Only opportunities name a customer.
            if let Some(customer) = data["customer"].as_str()
                && tell.send((customer.to_owned(), at)).is_err()
            {
                break;
            }
        }
    });
    Ok(told)
}
