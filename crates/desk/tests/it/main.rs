//! What the desk promises, held against its public interface.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod automations;
mod customers;
mod findings;
mod migrations;
mod story;
mod today;

use serde_json::json;
use tempfile::TempDir;
use vihje_desk::Desk;
use vihje_desk::findings::{CustomerFinding, Standing};
use vihje_model::finding::Analysis;
use vihje_model::{Currency, CustomerKey, FindingMeta, Moment};

/// A desk in a folder of its own, which lasts as long as the test.
fn desk() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path().join("desk.db")).unwrap();
    (folder, desk)
}

fn day(number: i64) -> Moment {
    Moment(1_700_000_000_000_000).plus_days(number)
}

fn meta(analysis: Analysis, parameters: &str) -> FindingMeta {
    FindingMeta {
        analysis,
        parameters: parameters.to_owned(),
        as_of: day(0),
        ledger_offset: 7,
        computed_at: day(0),
        took_ms: 12,
        quality: json!({"precision": 0.5}),
    }
}

/// A customer with nothing remarkable.
fn customer(id: &str) -> CustomerFinding {
    CustomerFinding {
        customer: CustomerKey::of(id),
        customer_id: id.to_owned(),
        name: None,
        owner: None,
        segment: None,
        search: String::new(),
        standing: Standing::Steady,
        orders: 3,
        first_at: Some(day(-300)),
        last_at: Some(day(-10)),
        sales_minor: 10_000,
        usual_gap_days: Some(30.5),
        next_from: Some(day(10)),
        next_at: Some(day(20)),
        next_to: Some(day(30)),
        expected: Some(2.5),
        observed: Some(2),
        p: Some(0.4),
        q: Some(0.9),
        value_at_risk_minor: 0,
        p_alive: Some(0.95),
        expected_purchases: Some(4.2),
        value_minor: Some(5_000),
        rfm: Some("5-3-4".to_owned()),
        evidence: json!({"lines": []}),
    }
}

/// Loads and publishes these customers.
fn publish(desk: &Desk, customers: impl IntoIterator<Item = CustomerFinding>) -> i64 {
    let mut load = desk.load(&meta(Analysis::Decline, "{}"), Currency::EUR).unwrap();
    load.customers(customers).unwrap();
    load.publish().unwrap().id
}
