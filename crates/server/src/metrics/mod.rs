//! What operators watch: counters of what comes in and goes out, added to where it happens, and a page of all figures in the text
//! format of OpenMetrics 1.0, which Prometheus reads. Must never cost a request more than a few additions, nor hold a name that a
//! stranger can choose: labels are routes, sources, dialects and states.

mod minute;
mod page;
mod process;

pub(crate) use minute::tell_every_minute;
pub(crate) use page::page;

use prometheus_client::encoding::{EncodeLabelSet, EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::{MetricType, TypedMetric};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use vihje_desk::Dialect;
use vihje_model::Durations;
use vihje_model::durations::{BOUNDS, Measured};

/// The counters of one application.
#[derive(Default)]
pub(crate) struct Metrics {
    answered: Family<Answered, Counter>,
    seconds: Family<Route, Seconds>,
    under_way: AtomicU64,
    acknowledged: Family<From, Counter>,
    rejected: Family<From, Counter>,
    refused: Family<Refused, Counter>,
    stream: [AtomicU64; 3],
}

/// A route, as the document writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Route {
    method: &'static str,
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct From {
    source: String,
    dialect: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    source: String,
    dialect: &'static str,
    status: u16,
}

/// Events since the start, of all sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stream {
    pub(crate) acknowledged: u64,
    pub(crate) rejected: u64,
    pub(crate) refused: u64,
}

/// Durations as a histogram of the page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seconds(Arc<Durations>);

impl TypedMetric for Seconds {
    const TYPE: MetricType = MetricType::Histogram;
}

impl EncodeMetric for Seconds {
    fn encode(&self, encoder: MetricEncoder<'_>) -> fmt::Result {
        write_histogram(encoder, &self.0.read())
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}

fn write_histogram(mut encoder: MetricEncoder<'_>, measured: &Measured) -> fmt::Result {
    let bounds = BOUNDS.iter().copied().chain([f64::INFINITY]);
    let buckets: Vec<(f64, u64)> = bounds.zip(measured.counts).collect();
    encoder.encode_histogram::<NoLabelSet>(measured.seconds, measured.count(), &buckets, None)
}

/// A request under way; it is one less when this goes, however that comes.
pub(crate) struct UnderWay<'a>(&'a AtomicU64);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    /// A request begins.
    pub(crate) fn begin(&self) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(&self.under_way)
    }

    /// Requests that are not answered yet.
    pub(crate) fn under_way(&self) -> u64 {
        self.under_way.load(Ordering::Relaxed)
    }

    /// A request was answered; `route` is nothing for a file of the web application and for what there is not.
    pub(crate) fn answered(
        &self,
        method: &axum::http::Method,
        route: Option<&str>,
        status: u16,
        took: Duration,
    ) {
        let (method, route) = (known(method), route.unwrap_or("other").to_owned());
        let answered = Answered { method, route: route.clone(), status };
        self.answered.get_or_create(&answered).inc();
        self.seconds.get_or_create(&Route { method, route }).0.add(took);
    }

    /// Events are on disk; some of them were not understood, and kept.
    pub(crate) fn acknowledged(&self, source: &str, dialect: Dialect, events: u64, rejected: u64) {
        let from = From { source: source.to_owned(), dialect: dialect.word() };
        self.acknowledged.get_or_create(&from).inc_by(events);
        if rejected > 0 {
            self.rejected.get_or_create(&from).inc_by(rejected);
        }
        self.stream[0].fetch_add(events, Ordering::Relaxed);
        self.stream[1].fetch_add(rejected, Ordering::Relaxed);
    }

    /// Events were not taken; of a request whose events were not counted, one.
    pub(crate) fn refused(&self, source: &str, dialect: Dialect, status: u16, events: u64) {
        let refused = Refused { source: source.to_owned(), dialect: dialect.word(), status };
        self.refused.get_or_create(&refused).inc_by(events.max(1));
        self.stream[2].fetch_add(events.max(1), Ordering::Relaxed);
    }

    /// Events of all sources together.
    pub(crate) fn stream(&self) -> Stream {
        let read = |place: usize| self.stream[place].load(Ordering::Relaxed);
        Stream { acknowledged: read(0), rejected: read(1), refused: read(2) }
    }
}

/// A method's name; those that nobody serves are one.
fn known(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
