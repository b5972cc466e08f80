//! Requests as the bytes that go over the wire, written once and only numbered anew, and a connection that sends them. A load
//! generator that encodes JSON would measure itself.

use anyhow::{Context, Result, ensure};
use std::io::Write as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Letters of a message id: run, connection, request, event, such as `b0012-00000345-067`.
const ID: usize = 18;
/// Letters of a message id that name its request.
pub(crate) const REQUEST_ID: usize = 14;
/// Customers that events are told of; every second event is of a browser without a name.
pub(crate) const CUSTOMERS: usize = 20_000;

/// A request of so many page views, all its numbers still to be set.
#[derive(Clone)]
pub(crate) struct Template {
    bytes: Vec<u8>,
    /// Where the message ids stand, by event.
    ids: Vec<Vec<usize>>,
    /// Where the five digits of each customer stand.
    customers: Vec<usize>,
    /// Where the JSON of each event begins and ends.
    events: Vec<(usize, usize)>,
}

impl Template {
    /// A batch of page views, or one with the route of its own. `run` is one letter that tells this run's messages from others.
    pub(crate) fn new(run: char, connection: usize, events: usize, key: &str) -> Result<Self> {
        ensure!(connection < 10_000 && (1..=1_000).contains(&events), "too many for a message id");
        let mut body = Vec::new();
        let (mut ids, mut customers, mut spans) = (Vec::new(), Vec::new(), Vec::new());
        let batch = events > 1;
        if batch {
            body.extend_from_slice(b"{\"batch\":[");
        }
        for event in 0..events {
            if event > 0 {
                body.push(b',');
            }
            let begin = body.len();
            let id = format!("{run}{connection:04}-00000000-{event:03}");
            let who = if event % 2 == 0 { "userId\":\"c" } else { "anonymousId\":\"browser-" };
            write!(body, "{{\"type\":\"page\",\"messageId\":\"")?;
            let mut places = vec![body.len()];
            write!(body, "{id}\",\"{who}")?;
            customers.push(body.len());
            write!(body, "00000\",\"name\":\"")?;
            places.push(body.len());
            write!(body, "{id}\",{REST}}}")?;
            ids.push(places);
            spans.push((begin, body.len()));
        }
        if batch {
            body.extend_from_slice(b"]}");
        }
        let path = if batch { "/v1/batch" } else { "/v1/page" };
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let shift = |place: usize| place + head.len();
        let mut bytes = head.clone().into_bytes();
        bytes.extend_from_slice(&body);
        Ok(Self {
            bytes,
            ids: ids.into_iter().map(|places| places.into_iter().map(shift).collect()).collect(),
            customers: customers.into_iter().map(shift).collect(),
            events: spans.into_iter().map(|(begin, end)| (shift(begin), shift(end))).collect(),
        })
    }

    /// The bytes of the request with this number.
    pub(crate) fn number(&mut self, request: u32) -> &[u8] {
        for places in &self.ids {
            for place in places {
                digits(&mut self.bytes[place + 6..place + REQUEST_ID], request as usize);
            }
        }
        for (event, place) in self.customers.iter().enumerate() {
            // A large prime spreads neighbours over all customers.
            let customer = (request as usize * 7_919 + event * 104_729) % CUSTOMERS;
            digits(&mut self.bytes[*place..place + 5], customer);
        }
        &self.bytes
    }

    /// Message id and JSON of each event, as numbered last.
    pub(crate) fn events(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.ids
            .iter()
            .zip(&self.events)
            .map(|(places, (begin, end))| (&self.bytes[places[0]..places[0] + ID], &self.bytes[*begin..*end]))
    }
}

/// What a page view carries beside its ids, as Segment's libraries send it.
const REST: &str = "\"properties\":{\"path\":\"/garden/tools\",\"url\":\"https://shop.example.com/garden/tools\",\
    \"referrer\":\"https://www.example.com/search\",\"category\":\"Garden\"},\"context\":{\"library\":{\"name\":\
    \"analytics-node\",\"version\":\"2.2.0\"},\"ip\":\"203.0.113.7\",\"locale\":\"fi-FI\"}";

fn digits(place: &mut [u8], mut number: usize) {
    for digit in place.iter_mut().rev() {
        // A remainder of ten fits a byte.
        *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

/// What a server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: bool,
}

/// One connection that is kept.
pub(crate) struct Wire {
    stream: TcpStream,
    got: Vec<u8>,
}

impl Wire {
    pub(crate) async fn connect(address: &str) -> Result<Self> {
        let stream =
            TcpStream::connect(address).await.with_context(|| format!("no connection to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, got: Vec::with_capacity(4_096) })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.got.clear();
        let head = loop {
            ensure!(self.stream.read_buf(&mut self.got).await? > 0, "the server closed the connection");
            if let Some(end) = self.got.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = std::str::from_utf8(&self.got[..head])?.to_ascii_lowercase();
        let status = text.get(9..12).and_then(|code| code.parse().ok()).context("no status")?;
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
        let length = field("content-length:").and_then(|value| value.trim().parse::<usize>().ok());
        let whole = head + length.context("an answer without a length")?;
        let retry_after = field("retry-after:").is_some();
        while self.got.len() < whole {
            ensure!(self.stream.read_buf(&mut self.got).await? > 0, "the server broke off");
        }
        Ok(Answer { status, retry_after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_request_is_whole_and_has_its_own_ids() {
        let mut template = Template::new('b', 12, 3, "k").unwrap();
        let request = String::from_utf8(template.number(345).to_vec()).unwrap();
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        assert!(head.ends_with(&format!("content-length: {}", body.len())), "{head}");
        let json: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(json["batch"][2]["messageId"], "b0012-00000345-002");
        assert_eq!(json["batch"][2]["name"], "b0012-00000345-002");
        let (id, event) = template.events().nth(1).unwrap();
        assert_eq!(id, b"b0012-00000345-001");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(event).unwrap(), json["batch"][1]);
        let single = Template::new('s', 0, 1, "k").unwrap().number(7).to_vec();
        let single = String::from_utf8(single).unwrap();
        assert!(single.starts_with("POST /v1/page "));
        assert!(single.contains("{\"type\":\"page\",\"messageId\":\"s0000-00000007-000\",\"userId\":\"c"));
    }
}
