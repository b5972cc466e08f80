//! How fast the desk loads the findings of a million customers, hands out pages of them, and keeps Today:
//! `cargo run --release -p vihje-desk --example customer_list [customers] [folder]`.
#![allow(clippy::print_stdout)]

use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use vihje_desk::findings::{CustomerFilter, CustomerFinding, CustomerQuery, CustomerSort, Standing};
use vihje_desk::{Desk, Quiet, TaskEntry, TaskQuery};
use vihje_model::finding::Analysis;
use vihje_model::{Currency, CustomerKey, FindingMeta, Moment};

const FIRST: [&str; 12] =
    ["Aino", "Eero", "Helmi", "Onni", "Sofia", "Väinö", "Liam", "Olivia", "Noah", "Emma", "Mia", "Leo"];
const LAST: [&str; 10] = [
    "Virtanen", "Korhonen", "Nieminen", "Mäkinen", "Smith", "Jones", "Garcia", "Müller", "Rossi", "Nakamura",
];
const NOW: Moment = Moment(1_700_000_000_000_000);

/// A well-spread number for each customer (Steele, Lea and Flood 2014, splitmix64).
fn spread(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn customer(number: u64) -> CustomerFinding {
    let id = format!("CUST-{number:07}");
    let mix = spread(number);
    let pick = |bits: u32, of: u64| (mix >> bits) % of;
    let amount = |bits: u32, of: u64| pick(bits, of).cast_signed();
    let days = amount(3, 700);
    let text = |index: u64, of: &[&str]| of[usize::try_from(index).unwrap_or(0)].to_owned();
    let standing = Standing::ALL[usize::try_from(pick(7, 9)).unwrap_or(0)];
    CustomerFinding {
        customer: CustomerKey::of(&id),
        name: Some(format!(
            "{} {} {}",
            text(pick(11, 12), &FIRST),
            text(pick(15, 10), &LAST),
            number % 5_000
        )),
        search: format!("{}.{number}@example.com", text(pick(11, 12), &FIRST)),
        customer_id: id,
        owner: Some(format!("Sales person {}", pick(19, 120))),
        segment: Some(format!("Region {}", pick(23, 25))),
        standing,
        orders: pick(27, 60),
        first_at: Some(NOW.plus_days(-days - 400)),
        last_at: Some(NOW.plus_days(-days)),
        sales_minor: amount(9, 5_000_000),
        usual_gap_days: Some(30.5),
        next_from: Some(NOW.plus_days(10 - days / 4)),
        next_at: Some(NOW.plus_days(20 - days / 4)),
        next_to: Some(NOW.plus_days(30 - days / 4)),
        expected: Some(4.25),
        observed: Some(pick(31, 6)),
        p: Some(0.03),
        q: Some(0.08),
        value_at_risk_minor: if standing < Standing::Steady { amount(13, 400_000) } else { 0 },
        p_alive: Some(0.93),
        expected_purchases: Some(3.5),
        value_minor: Some(amount(17, 900_000)),
        rfm: Some("4-3-5".to_owned()),
        evidence: json!({"window_days": 182, "season": 1.04}),
    }
}

/// What this thread spent on the processor, where the system tells (Linux): tells work from waiting on a busy machine.
fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// The median and the longest of 15 runs after a first one, which may have to make an order.
fn measure(name: &str, mut run: impl FnMut() -> vihje_desk::Result<u64>) -> vihje_desk::Result<()> {
    let began = Instant::now();
    let found = run()?;
    let first = began.elapsed();
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..15 {
        let began = Instant::now();
        run()?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    println!(
        "{name:<46} {found:>8} rows; first {first:>9.2?}, median {:>9.2?}, longest {:>9.2?}",
        times[7], times[14]
    );
    Ok(())
}

fn pages(desk: &Desk) -> vihje_desk::Result<()> {
    let list = |filter: CustomerFilter, sort, descending| {
        let query = CustomerQuery { filter, sort, descending, cursor: None, limit: 50 };
        desk.customers(&query).map(|page| page.total)
    };
    let all = CustomerFilter::default;
    let search = |text: &str| CustomerFilter { search: Some(text.to_owned()), ..all() };
    measure("by value at risk", || list(all(), CustomerSort::ValueAtRisk, true))?;
    measure("by name", || list(all(), CustomerSort::Name, false))?;
    measure("by last order", || list(all(), CustomerSort::LastOrder, false))?;
    let late = CustomerFilter { standings: vec![Standing::Late], ..all() };
    measure("late, by next expected", || list(late.clone(), CustomerSort::NextExpected, false))?;
    let one = CustomerFilter {
        standings: vec![Standing::Lapsed],
        owners: vec!["Sales person 7".to_owned()],
        segments: vec!["Region 3".to_owned()],
        min_sales_minor: Some(4_000_000),
        ..all()
    };
    measure("lapsed of one owner and region over 40,000", || list(one.clone(), CustomerSort::Sales, true))?;
    measure("search \"a\"", || list(search("a"), CustomerSort::ValueAtRisk, true))?;
    measure("search \"virtanen aino\"", || list(search("virtanen aino"), CustomerSort::ValueAtRisk, true))?;
    measure("search \"0765432\"", || list(search("0765432"), CustomerSort::ValueAtRisk, true))?;
    measure("search for nobody", || list(search("zzzz"), CustomerSort::ValueAtRisk, true))?;
    measure("facets of everybody", || desk.customer_facets(&all()).map(|facets| facets.total))?;
    let middle = walk(desk, 400)?;
    measure("the 401st page by sales", || desk.customers(&middle).map(|page| page.total))
}

fn walk(desk: &Desk, pages: usize) -> vihje_desk::Result<CustomerQuery> {
    let mut query = CustomerQuery { sort: CustomerSort::Sales, ..CustomerQuery::default() };
    for _ in 0..pages {
        query.cursor = desk.customers(&query)?.next;
    }
    Ok(query)
}

fn today(desk: &Desk, tasks: u64) -> vihje_desk::Result<()> {
    let entries = |shift: i64| {
        (0..tasks).map(move |number| {
            let found = customer(number);
            TaskEntry {
                customer: found.customer,
                customer_id: found.customer_id,
                name: found.name,
                owner: found.owner,
                reason: "declining".to_owned(),
                parameters: json!({"expected": 4.25, "observed": 1}),
                evidence: found.evidence,
                value_minor: found.sales_minor + shift,
                currency: Currency::EUR,
                holdout: false,
            }
        })
    };
    for (name, shift) in [("new", 0), ("the same", 0), ("all changed", 1)] {
        let began = Instant::now();
        desk.sync_today(entries(shift), Quiet::default(), None, NOW)?;
        println!("Today of {tasks} customers brought up to date, {name}: {:.2?}", began.elapsed());
    }
    let query = TaskQuery { owner: Some("Sales person 7".to_owned()), ..TaskQuery::default() };
    measure("Today", || desk.today(&TaskQuery::default(), None, 50, NOW).map(|page| page.total))?;
    measure("Today of one owner", || desk.today(&query, None, 50, NOW).map(|page| page.total))?;
    let list = desk.today_worklist()?.unwrap_or(0);
    measure("counts of Today", || desk.task_counts(list, None, NOW, NOW).map(|counts| counts.left))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let customers: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |count| count.parse())?;
    let base = std::env::args_os().nth(2).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(base)?;
    let path = folder.path().join("desk.db");
    let desk = Desk::open(&path)?;
    let meta = FindingMeta {
        analysis: Analysis::Decline,
        parameters: "{}".to_owned(),
        as_of: NOW,
        ledger_offset: 0,
        computed_at: NOW,
        took_ms: 0,
        quality: json!({}),
    };
    let mut rows: Vec<CustomerFinding> = (0..customers).map(customer).collect();
    rows.sort_unstable_by_key(|row| row.customer);
    let (began, worked) = (Instant::now(), on_processor());
    let mut load = desk.load(&meta, Currency::EUR)?;
    load.customers(rows)?;
    println!(
        "{customers} customers loaded in {:.2?}, on the processor {:.2?}",
        began.elapsed(),
        on_processor() - worked
    );
    let (began, worked) = (Instant::now(), on_processor());
    load.publish()?;
    println!(
        "ordered and published in {:.2?}, on the processor {:.2?}",
        began.elapsed(),
        on_processor() - worked
    );
    println!("file: {} MB", std::fs::metadata(&path)?.len() >> 20);
    pages(&desk)?;
    today(&desk, customers.min(20_000))?;
    drop(desk);
    let began = Instant::now();
    let desk = Desk::open(&path)?;
    desk.customers(&CustomerQuery::default())?;
    println!("first page after a restart: {:.2?}", began.elapsed());
    let began = Instant::now();
    desk.warm_customers()?;
    println!("all other orders: {:.2?}", began.elapsed());
    desk.load(&meta, Currency::EUR)?.publish()?;
    let (began, mut steps, mut longest) = (Instant::now(), 0, Duration::ZERO);
    loop {
        let step = Instant::now();
        let finished = desk.sweep_sets(20_000)?;
        longest = longest.max(step.elapsed());
        steps += 1;
        if finished {
            break;
        }
    }
    println!("the old set swept away in {:.2?}, {steps} steps, the longest {longest:.2?}", began.elapsed());
    Ok(())
}
