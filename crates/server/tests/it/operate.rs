//! What operators are told: figures that move and can be read, to whom, and whether the server is ready.

use crate::support::{Reply, TestServer};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use vihje_server::Settings;
use vihje_server::company::Options;

const HERE: &str = "127.0.0.1:50000";

fn asking(from: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let peer: SocketAddr = from.parse().unwrap();
    let mut request = Request::builder().method(Method::GET).uri("/metrics").extension(ConnectInfo(peer));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

/// Samples of a page of OpenMetrics, by name and labels; fails where the page is not well formed.
fn samples(page: &str) -> BTreeMap<String, f64> {
    assert!(page.ends_with("# EOF\n"), "it has an end");
    let (mut samples, mut kinds, mut family) = (BTreeMap::new(), BTreeMap::new(), "");
    for line in page.lines().take_while(|line| *line != "# EOF") {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert!(kinds.insert(name, kind).is_none(), "{name} is described twice");
            family = name;
            continue;
        }
        if let Some(help) = line.strip_prefix("# HELP ") {
            assert!(help.split_once(' ').is_some_and(|(_, help)| help.len() > 5), "{line}");
            continue;
        }
        let (sample, value) = line.rsplit_once(' ').unwrap();
        let name = sample.split('{').next().unwrap();
        let suffix = name.strip_prefix(family).unwrap_or_else(|| panic!("{line} is not of {family}"));
        let allowed: &[&str] = match kinds[family] {
            "counter" => &["_total"],
            "gauge" => &[""],
            "histogram" => &["_bucket", "_sum", "_count"],
            kind => panic!("{family} is a {kind}"),
        };
        assert!(allowed.contains(&suffix), "{line} is none of {family}, a {}", kinds[family]);
        let value = value.parse().unwrap_or_else(|_| panic!("{line} has no number"));
        assert!(samples.insert(sample.to_owned(), value).is_none(), "{sample} is told twice");
    }
    histograms(&samples);
    samples
}

/// Buckets only grow, and the last holds all.
fn histograms(samples: &BTreeMap<String, f64>) {
    let mut by_series: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (sample, value) in samples.iter().filter(|(sample, _)| sample.contains("_bucket{")) {
        let (series, bound) = sample.split_once("le=\"").unwrap();
        let (bound, rest) = bound.split_once('"').unwrap();
        let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().unwrap() };
        by_series.entry(format!("{series}{rest}")).or_default().push((bound, *value));
    }
    assert!(by_series.len() >= 3, "there are histograms");
    for (series, mut buckets) in by_series {
        buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(buckets.is_sorted_by(|a, b| a.1 <= b.1), "{series} {buckets:?}");
        assert!(buckets.last().unwrap().0.is_infinite(), "{series}");
    }
}

/// Whether a sample is this number of things.
fn is(sample: f64, count: f64) -> bool {
    (sample - count).abs() < 0.5
}

impl TestServer {
    async fn figures(&self) -> BTreeMap<String, f64> {
        let reply = self.send(asking(HERE, &[])).await;
        reply.expect(200);
        let kind = reply.headers["content-type"].to_str().unwrap();
        assert!(kind.starts_with("application/openmetrics-text; version=1.0.0"), "{kind}");
        samples(&reply.text())
    }

    async fn ready(&self) -> Reply {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let reply = self.get("/readyz").await;
            if reply.status == StatusCode::OK || Instant::now() > end {
                return reply;
            }
            assert_eq!(reply.expect(503)["code"], "starting");
            tokio::task::yield_now().await;
        }
    }

    async fn shop(&self) -> String {
        let made = self.post("/api/v1/streams", json!({ "source": "shop" })).await.expect(201);
        made["key"].as_str().unwrap().to_owned()
    }

    async fn batch(&self, key: &str, batch: &[Value]) -> Reply {
        let body = json!({ "writeKey": key, "batch": batch });
        self.ask(Method::POST, "/v1/batch", &[], Body::from(body.to_string())).await
    }
}

fn visit(number: u32) -> Value {
    json!({ "type": "page", "userId": "ada", "messageId": format!("m{number}"), "name": "Home" })
}

#[tokio::test]
async fn figures_can_be_read_and_move_with_what_happens() {
    let server = TestServer::signed_in().await;
    server.ready().await.expect(200);
    let key = server.shop().await;
    let before = server.figures().await;
    let unclear = json!({ "type": "track", "messageId": "m3" });
    server.batch(&key, &[visit(1), visit(2), unclear]).await.expect(200);
    server.batch(&key, &[visit(1)]).await.expect(200);
    server.batch("vk_none", &[visit(4), visit(5)]).await.expect(401);
    let end = Instant::now() + Duration::from_secs(30);
    let now = loop {
        let now = server.figures().await;
        if now["vihje_live_lag_events"] == 0.0 && now["vihje_live_judged_events_total"] >= 3.0 {
            break now;
        }
        assert!(Instant::now() < end, "{now:?}");
    };
    let moved = |sample: &str| {
        now.get(sample).unwrap_or_else(|| panic!("{sample} is not told: {now:#?}"))
            - before.get(sample).unwrap_or(&0.0)
    };
    let shop = "{source=\"shop\",dialect=\"segment\"}";
    let expect = [
        (format!("vihje_events_acknowledged_total{shop}"), 4.0),
        (format!("vihje_events_rejected_total{shop}"), 1.0),
        ("vihje_events_refused_total{source=\"\",dialect=\"segment\",status=\"401\"}".to_owned(), 2.0),
        ("vihje_ledger_repeated_events_total".to_owned(), 1.0),
        ("vihje_http_requests_total{method=\"POST\",route=\"/v1/batch\",status=\"200\"}".to_owned(), 2.0),
        ("vihje_http_request_seconds_count{method=\"POST\",route=\"/v1/batch\"}".to_owned(), 3.0),
    ];
    for (sample, by) in expect {
        assert!(is(moved(&sample), by), "{sample} moved by {}", moved(&sample));
    }
    assert!(moved("vihje_ledger_events_total") >= 3.0 && moved("vihje_ledger_commit_seconds_count") >= 2.0);
    assert!(is(now["vihje_live_offset"], now["vihje_ledger_offset"]) && is(now["vihje_live_ready"], 1.0));
    assert!(is(now["vihje_http_requests_under_way"], 1.0), "the page's own");
    let families: BTreeSet<&str> = now.keys().filter_map(|name| name.split('{').next()).collect();
    for name in
        ["vihje_history_offset", "vihje_jobs_running", "vihje_deliveries", "vihje_live_opportunities_total"]
    {
        assert!(families.contains(name), "{name}");
    }
    assert!(!cfg!(target_os = "linux") || now["process_resident_memory_bytes"] > 1e6);
}

#[tokio::test]
async fn figures_are_for_this_machine_or_for_who_has_the_token() {
    let server = TestServer::new();
    let code = |reply: Reply, status| reply.expect(status)["code"].clone();
    assert_eq!(server.send(asking("[::1]:9", &[])).await.status, StatusCode::OK);
    assert_eq!(code(server.send(asking("10.0.0.7:9", &[])).await, 403), "not-from-afar");
    let forwarded = asking(HERE, &[("x-forwarded-for", "10.0.0.7")]);
    assert_eq!(code(server.send(forwarded).await, 403), "not-from-afar", "a proxy on this machine");

    let settings = Settings { metrics_token: Some("open sesame".to_owned()) };
    let server = TestServer::with(tempfile::tempdir().unwrap(), &Options::default(), settings);
    for wrong in [&[][..], &[("authorization", "Bearer sesame")], &[("authorization", "Basic open sesame")]] {
        assert_eq!(code(server.send(asking(HERE, wrong)).await, 401), "wrong-token");
    }
    let right = asking("10.0.0.7:9", &[("authorization", "Bearer open sesame")]);
    assert_eq!(server.send(right).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_server_whose_disk_refuses_or_that_stops_is_not_ready_but_lives() {
    let mut options = Options::default();
    options.ledger.max_bytes = Some(400 << 10);
    let mut server = TestServer::with(tempfile::tempdir().unwrap(), &options, Settings::default());
    server.set_up().await;
    server.ready().await.expect(200);
    let key = server.shop().await;
    let mut number = 0;
    let refused = loop {
        let batch: Vec<Value> = (0..200).map(|index| visit(number * 200 + index)).collect();
        number += 1;
        let reply = server.batch(&key, &batch).await;
        if reply.status != StatusCode::OK {
            break reply;
        }
        assert!(number < 1_000, "the disk never refused");
    };
    assert_eq!(refused.expect(503)["code"], "disk-full");
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(server.get("/readyz").await.expect(503)["code"], "disk-full");
    let now = server.figures().await;
    let refused = now["vihje_events_refused_total{source=\"shop\",dialect=\"segment\",status=\"503\"}"];
    assert!(is(refused, 200.0), "{refused}");
    assert!(now["vihje_ledger_failed_commits_total"] >= 1.0);
    server.get("/healthz").await.expect(200);

    server.app.ask_stop();
    assert_eq!(server.get("/readyz").await.expect(503)["code"], "stopping");
    server.get("/healthz").await.expect(200);
}
