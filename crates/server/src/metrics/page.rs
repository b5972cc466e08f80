//! The page of figures: what was counted since the start, and what the rooms say of themselves at the moment of asking.

use super::{Metrics, process, write_histogram};
use crate::automate;
use crate::company::Result;
use crate::jobs;
use crate::live;
use crate::state::App;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeGaugeValue, NoLabelSet, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;
use std::fmt;
use vihje_desk::DeliveryState;
use vihje_model::durations::Measured;
use vihje_model::opportunity::RuleBody;

/// What the rooms say at one moment.
#[derive(Debug)]
struct Moment {
    under_way: u64,
    listeners: u64,
    ledger: vihje_ledger::Figures,
    live: live::Figures,
    lag: live::Lag,
    judged_after: Measured,
    flushed: u64,
    history_waits: u64,
    flushes: Measured,
    jobs: jobs::Figures,
    automations: automate::Figures,
    firings_waiting: u64,
    deliveries: Vec<(DeliveryState, u64)>,
    resident: Option<u64>,
}

/// Writes the page. Reads two rows of the desk, one of the ledger and one of the history, and counters.
///
/// # Errors
/// When a room cannot be read.
pub(crate) fn page(app: &App) -> Result<String> {
    let moment = Moment::now(app)?;
    let mut registry = Registry::default();
    app.metrics().register(&mut registry);
    registry.register_collector(Box::new(moment));
    let mut page = String::new();
    text::encode(&mut page, &registry)
        .map_err(|error| crate::company::CompanyError::Internal(error.to_string()))?;
    Ok(page)
}

impl Metrics {
    fn register(&self, registry: &mut Registry) {
        let mut add = |name: &str, help: &str, family: &prometheus_client::metrics::family::Family<_, _>| {
            registry.register(name, help, family.clone());
        };
        add("vihje_events_acknowledged", "Events on disk, by source and dialect", &self.acknowledged);
        add("vihje_events_rejected", "Events of them that were not understood and wait", &self.rejected);
        let help = "Events that were not taken; 429 and 503 may be sent again";
        registry.register("vihje_events_refused", help, self.refused.clone());
        let help =
            "Requests answered; the route is other for files of the web application and what there is not";
        registry.register("vihje_http_requests", help, self.answered.clone());
        let help = "Seconds until the answer begins";
        registry.register("vihje_http_request_seconds", help, self.seconds.clone());
    }
}

impl Moment {
    fn now(app: &App) -> Result<Self> {
        let company = app.company();
        Ok(Self {
            under_way: app.metrics().under_way(),
            listeners: app.events().listeners(),
            ledger: company.ledger().figures(),
            live: app.live().figures(),
            lag: app.live().lag()?,
            judged_after: app.live().judged_after(),
            flushed: company.history().flushed_offset()?.unwrap_or(0),
            history_waits: company.waiting_for_history(),
            flushes: company.flushes(),
            jobs: app.jobs().figures(),
            automations: app.automations().figures(),
            firings_waiting: company.desk().count_waiting_firings()?,
            deliveries: company.desk().delivery_counts()?,
            resident: process::resident_bytes(),
        })
    }
}

impl Collector for Moment {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut page = Page(encoder);
        page.gauge("vihje_http_requests_under_way", "Requests not answered yet", self.under_way)?;
        page.gauge("vihje_event_streams", "Screens that listen to server-sent events", self.listeners)?;
        self.ledger(&mut page)?;
        self.live(&mut page)?;
        page.gauge("vihje_history_offset", "Last offset in the history", self.flushed)?;
        page.gauge(
            "vihje_history_waiting_events",
            "Judged events not in the history yet",
            self.history_waits,
        )?;
        page.histogram("vihje_history_flush_seconds", "Seconds of bringing events into it", &self.flushes)?;
        self.work(&mut page)?;
        match self.resident {
            Some(bytes) => page.gauge("process_resident_memory_bytes", "Memory the process holds", bytes),
            None => Ok(()),
        }
    }
}

impl Moment {
    fn ledger(&self, page: &mut Page<'_>) -> fmt::Result {
        let ledger = &self.ledger;
        page.gauge("vihje_ledger_offset", "Last offset on disk", ledger.last)?;
        page.gauge(
            "vihje_ledger_waiting_events",
            "Events that wait for the disk",
            ledger.waiting_events as u64,
        )?;
        page.gauge(
            "vihje_ledger_waiting_bytes",
            "Bytes that wait for the disk",
            ledger.waiting_bytes as u64,
        )?;
        page.counter("vihje_ledger_events", "Facts committed", ledger.events)?;
        page.counter("vihje_ledger_repeated_events", "Facts whose message id was known", ledger.repeated)?;
        page.counter("vihje_ledger_failed_commits", "Commits that failed", ledger.failures)?;
        page.histogram("vihje_ledger_commit_seconds", "Seconds of a commit", &ledger.commits)
    }

    fn live(&self, page: &mut Page<'_>) -> fmt::Result {
        let live = &self.live;
        page.gauge("vihje_live_ready", "1 when the live state is built", u64::from(live.ready))?;
        page.gauge("vihje_live_offset", "Last offset judged", live.position)?;
        page.gauge("vihje_live_lag_events", "Facts on disk that are not judged", self.lag.events)?;
        page.gauge("vihje_live_lag_seconds", "Age of the oldest of them", self.lag.seconds)?;
        let help =
            "Seconds from a fact's receipt to its judgement; of each round the fact that waited longest";
        page.histogram("vihje_live_judged_seconds", help, &self.judged_after)?;
        page.counter("vihje_live_judged_events", "Facts judged", live.judged)?;
        page.counter("vihje_live_merges", "Names joined by rule", live.merges)?;
        let rules = RuleBody::WORDS.into_iter().zip(live.seen_by);
        page.counters("vihje_live_opportunities", "Opportunities seen", "rule", rules)?;
        page.gauge("vihje_live_names", "Names in memory", live.customers)?;
        page.gauge("vihje_live_bytes", "Bytes of the live state", live.bytes)?;
        page.gauge("vihje_live_build_seconds", "Seconds the last building took", live.built_seconds)
    }

    fn work(&self, page: &mut Page<'_>) -> fmt::Result {
        let jobs = &self.jobs;
        page.gauge("vihje_jobs_running", "Jobs at work", jobs.running)?;
        page.gauge("vihje_jobs_waiting", "Jobs that wait their turn", jobs.waiting)?;
        let ended = [("done", jobs.done), ("failed", jobs.failed), ("cancelled", jobs.cancelled)];
        page.counters("vihje_jobs_ended", "Jobs that ended", "state", ended)?;
        page.counter("vihje_automation_firings", "Firings judged", self.automations.judged)?;
        page.gauge("vihje_automation_firings_waiting", "Firings that wait", self.firings_waiting)?;
        let [arrived, again, given_up] = self.automations.attempts;
        let attempts = [("delivered", arrived), ("again", again), ("given_up", given_up)];
        page.counters("vihje_delivery_attempts", "Webhooks and letters sent", "outcome", attempts)?;
        let states = self.deliveries.iter().map(|(state, count)| (state.word(), *count));
        page.gauges("vihje_deliveries", "Webhooks and letters that are kept", "state", states)
    }
}

/// Writes one figure after the other.
struct Page<'a>(DescriptorEncoder<'a>);

impl Page<'_> {
    fn gauge(&mut self, name: &str, help: &str, value: impl EncodeGaugeValue) -> fmt::Result {
        self.0.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(&value)
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) -> fmt::Result {
        let mut encoder = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        encoder.encode_counter::<NoLabelSet, _, u64>(&value, None)
    }

    fn counters<'v>(
        &mut self,
        name: &str,
        help: &str,
        label: &str,
        values: impl IntoIterator<Item = (&'v str, u64)>,
    ) -> fmt::Result {
        let mut encoder = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (word, value) in values {
            let labels = [(label, word)];
            encoder.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&value, None)?;
        }
        Ok(())
    }

    fn gauges<'v>(
        &mut self,
        name: &str,
        help: &str,
        label: &str,
        values: impl IntoIterator<Item = (&'v str, u64)>,
    ) -> fmt::Result {
        let mut encoder = self.0.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (word, value) in values {
            let labels = [(label, word)];
            encoder.encode_family(&labels)?.encode_gauge(&value)?;
        }
        Ok(())
    }

    fn histogram(&mut self, name: &str, help: &str, measured: &Measured) -> fmt::Result {
        write_histogram(self.0.encode_descriptor(name, help, None, MetricType::Histogram)?, measured)
    }
}
