//! The live state at a million customers and fifty million lines: seconds to build it, bytes a customer and a line, and facts a
//! second, beside the plain layout of a map of vectors. Each figure is of a process of its own, so that memory is its own.

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::process::Command;
use std::time::Instant;
use vihje_bench::{Target, heading, peak_mb, say, thousands, verdict};
use vihje_insight::decline::Kind;
use vihje_insight::patterns::Question;
use vihje_live::{
    Came, CustomerKnown, Follows, ItemMap, Knowledge, Line, Live, Loader, OrderKey, ProductKnown, Rates,
};
use vihje_model::fact::{LineKind, SaleLine, TouchPoint};
use vihje_model::id::stable_hash;
use vihje_model::identity::{IdKind, Identified, Identifier, IdentityRules};
use vihje_model::opportunity::{Measure, Rule, RuleBody};
use vihje_model::{Currency, CustomerKey, Envelope, Fact, Moment, Money, ProductKey};

#[derive(Parser)]
struct Arguments {
    /// Simulated customers at full size.
    #[arg(long, default_value_t = 1_000_000)]
    customers: u64,
    /// Simulated lines at full size.
    #[arg(long, default_value_t = 50_000_000)]
    lines: u64,
    /// Facts applied after each build.
    #[arg(long, default_value_t = 300_000)]
    facts: u64,
    /// Measures one layout in this process and prints JSON; the program calls itself with it.
    #[arg(long, hide = true)]
    only: Option<Layout>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Layout {
    Live,
    Plain,
}

#[derive(Default, Serialize, Deserialize)]
struct Measured {
    customers: u64,
    lines: u64,
    load_seconds: f64,
    generate_seconds: f64,
    line_bytes: f64,
    customer_bytes: f64,
    identity_bytes: f64,
    peak_mb: f64,
    facts_per_second: f64,
    worst_microseconds: f64,
    seen: u64,
    count_seconds: f64,
    counted_facts_per_second: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some(layout) = arguments.only {
        let measured = match layout {
            Layout::Live => live(&arguments),
            Layout::Plain => plain(&arguments),
        };
        return say(&serde_json::to_string(&measured)?);
    }
    heading("Live state: vihje-live beside HashMap<u64, Vec<line>>")?;
    let mut rows = Vec::new();
    for part in [10, 2, 1] {
        let size = (arguments.customers / part, arguments.lines / part);
        for layout in ["live", "plain"] {
            let found = measure(layout, size, arguments.facts)?;
            show(layout, &found)?;
            rows.push((layout, found));
        }
    }
    let full =
        |layout| rows.iter().rev().find(|row| row.0 == layout).map(|row| &row.1).context("measured above");
    let (own, theirs) = (full("live")?, full("plain")?);
    verdict("live: seconds to build", own.load_seconds, "s", Target::AtMost(60.0))?;
    verdict("live: bytes a line", own.line_bytes, "bytes", Target::AtMost(14.0))?;
    verdict("live: bytes a customer besides", own.customer_bytes, "bytes", Target::AtMost(120.0))?;
    verdict("live: peak memory", own.peak_mb, "MB", Target::AtMost(1200.0))?;
    verdict(
        "live: memory against the plain layout",
        theirs.peak_mb / own.peak_mb,
        "times less",
        Target::AtLeast(2.0),
    )
}

fn measure(layout: &str, (customers, lines): (u64, u64), facts: u64) -> Result<Measured> {
    let output = Command::new(std::env::current_exe()?)
        .args(["--only", layout, "--customers", &customers.to_string(), "--lines", &lines.to_string()])
        .args(["--facts", &facts.to_string()])
        .output()?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn show(layout: &str, found: &Measured) -> Result<()> {
    say(&format!(
        "\n{layout}: {} customers, {} lines: built in {:.1} s beyond the {:.1} s of making the lines, peak {:.0} MB",
        thousands(found.customers),
        thousands(found.lines),
        found.load_seconds,
        found.generate_seconds,
        found.peak_mb
    ))?;
    say(&format!(
        "  {:.1} bytes a line, {:.0} bytes a customer besides, {:.0} bytes of names and joins",
        found.line_bytes, found.customer_bytes, found.identity_bytes
    ))?;
    if layout == "live" {
        say(&format!(
            "  {} facts/s with six rules ({:.1} µs each, worst {:.0} µs), {} opportunities; pairs counted in {:.1} s, then {} facts/s",
            thousands(found.facts_per_second as u64),
            1e6 / found.facts_per_second,
            found.worst_microseconds,
            thousands(found.seen),
            found.count_seconds,
            thousands(found.counted_facts_per_second as u64)
        ))?;
    }
    Ok(())
}

/// A small generator of well-mixed numbers (splitmix64, Steele, Lea and Flood 2014): the lines are made as they are needed and
/// held by nobody but the layout that is measured.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn share(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64
    }
}

const PRODUCTS: u64 = 20_000;
const ITEMS: u64 = 300;
const SECOND: i64 = 1_000_000;
/// Three years of seconds.
const SPAN: u64 = 3 * 365 * 86_400;
const NOW: Moment = Moment(SPAN as i64 * SECOND);

fn name(customer: u64) -> String {
    format!("C{customer:08}")
}

/// Products of a skewed demand: a tenth of them makes about half of the lines.
fn product(draw: &mut Draw) -> u32 {
    let share = draw.share();
    (share * share * share * PRODUCTS as f64) as u32
}

/// The lines of one customer in order of time: orders of one to five lines, one line in fifty a return. The numbers of lines are
/// geometric with the mean asked for, so that some have hundreds.
fn lines_of(customer: u64, mean: f64, each: &mut impl FnMut(Line)) {
    let mut draw = Draw(customer.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let count = (-(1.0 - draw.share()).ln() * mean) as u64;
    let mut at = (draw.below(SPAN / 2)) as i64;
    let orders = (count as f64 / 3.0).ceil().max(1.0);
    let gap = ((SPAN as i64 - at) as f64 / orders) as u64;
    let mut left = count;
    while left > 0 {
        let order = OrderKey::of_hash(draw.next());
        for _ in 0..(1 + draw.below(5)).min(left) {
            let number = product(&mut draw);
            let back = draw.below(50) == 0;
            let quantity = if draw.below(10) < 8 { 1 } else { 1 + draw.below(12) as i64 };
            let price = 99 + (u64::from(number) * 7919 % 4000) as i64;
            let sign = if back { -1 } else { 1 };
            each(Line {
                at: Moment(at * SECOND),
                product: number,
                kind: if back { LineKind::Return } else { LineKind::Sale },
                quantity: sign * quantity * 10_000,
                value: sign * quantity * price * 100,
                order,
                told: None,
            });
            left -= 1;
        }
        at = (at + (draw.below(2 * gap.max(1))) as i64).min(SPAN as i64 - 1);
    }
}

/// Seconds to make the lines and do nothing with them.
fn generating(arguments: &Arguments) -> f64 {
    let (mean, start, mut sum) = (mean(arguments), Instant::now(), 0_i64);
    for customer in 0..arguments.customers {
        lines_of(customer, mean, &mut |line| sum = sum.wrapping_add(line.value));
    }
    std::hint::black_box(sum);
    start.elapsed().as_secs_f64()
}

fn mean(arguments: &Arguments) -> f64 {
    arguments.lines as f64 / arguments.customers as f64 + 0.5
}

fn live(arguments: &Arguments) -> Measured {
    let generate_seconds = generating(arguments);
    let start = Instant::now();
    let mut loader = Loader::new(Rates::new(Currency::EUR), IdentityRules::default());
    for number in 0..PRODUCTS {
        loader.product(ProductKey::of(&format!("P{number}")));
    }
    let mean = mean(arguments);
    for customer in 0..arguments.customers {
        let key = CustomerKey::of(&name(customer));
        lines_of(customer, mean, &mut |line| loader.line(key, &line));
        let ids = [(IdKind::Customer, name(customer)), (IdKind::Email, format!("c{customer}@example.com"))];
        let ids = ids.map(|(kind, value)| Identifier { kind, value }).to_vec();
        loader.identified(&Identified { source: "files".into(), ids, outright: false, at: Moment(0) });
        if customer % 10 == 0 {
            loader.touch(&touch(customer, NOW), Came::ByLedger);
        }
    }
    let mut live = loader.finish(None);
    let load_seconds = start.elapsed().as_secs_f64() - generate_seconds;
    let footprint = live.footprint();
    let peak_mb = peak_mb(None);
    let customers = footprint.cells as f64;
    let (facts_per_second, worst_microseconds, seen) = apply(&mut live, arguments, 0);
    let start = Instant::now();
    let items = (0..PRODUCTS).map(|number| (ProductKey::of(&format!("P{number}")), (number % ITEMS) as u32));
    let items = ItemMap::new(live.products_mut(), items);
    live.count_pairs(items, 182, Question::First);
    live.count_more(usize::MAX);
    let count_seconds = start.elapsed().as_secs_f64();
    let (counted_facts_per_second, ..) = apply(&mut live, arguments, arguments.facts);
    Measured {
        customers: footprint.cells,
        lines: footprint.lines,
        load_seconds,
        generate_seconds,
        line_bytes: footprint.line_bytes as f64 / footprint.lines as f64,
        customer_bytes: (footprint.cell_bytes + footprint.touch_bytes) as f64 / customers,
        identity_bytes: footprint.identity_bytes as f64 / customers,
        peak_mb,
        facts_per_second,
        worst_microseconds,
        seen,
        count_seconds,
        counted_facts_per_second,
    }
}

/// What a programmer would write first: fields as they are, a vector a customer.
#[allow(dead_code)] // held, not read: its size is what is measured
struct PlainLine {
    at: i64,
    quantity: i64,
    value: i64,
    order: u64,
    product: u32,
    kind: LineKind,
}

fn plain(arguments: &Arguments) -> Measured {
    let generate_seconds = generating(arguments);
    let (start, mean) = (Instant::now(), mean(arguments));
    let mut held: HashMap<u64, Vec<PlainLine>> = HashMap::new();
    for customer in 0..arguments.customers {
        let lines = held.entry(stable_hash(&name(customer))).or_default();
        lines_of(customer, mean, &mut |line| {
            lines.push(PlainLine {
                at: line.at.0,
                quantity: line.quantity,
                value: line.value,
                order: line.order.number(),
                product: line.product,
                kind: line.kind,
            });
        });
    }
    let load_seconds = start.elapsed().as_secs_f64() - generate_seconds;
    let lines: usize = held.values().map(Vec::len).sum();
    let bytes: usize = held.values().map(|lines| lines.capacity() * size_of::<PlainLine>()).sum();
    Measured {
        customers: held.len() as u64,
        lines: lines as u64,
        load_seconds,
        generate_seconds,
        line_bytes: bytes as f64 / lines as f64,
        customer_bytes: (held.capacity() * (size_of::<(u64, Vec<PlainLine>)>() + 1)) as f64
            / held.len() as f64,
        peak_mb: peak_mb(None),
        ..Measured::default()
    }
}

fn touch(customer: u64, at: Moment) -> TouchPoint {
    TouchPoint {
        customer: name(customer),
        at,
        touch: "visit".into(),
        outbound: false,
        subject: "Pricing".into(),
        campaign: None,
        attributes: BTreeMap::from([("path".to_owned(), "/pricing".to_owned())]),
    }
}

/// Six rules, each with something to look at.
fn rules() -> Vec<Rule> {
    let bodies = [
        RuleBody::Pattern { min_lift: 1.5, min_confidence: 0.05 },
        RuleBody::BasketLeft { after_minutes: 30, views: 3 },
        RuleBody::PageVisited { pages: vec!["pricing".into()] },
        RuleBody::CameBack { quiet_days: 14 },
        RuleBody::MoreThanUsual { of: Measure::Value, factor: 2.0, min_orders: 5 },
        RuleBody::NewProspect,
    ];
    let rule = |(id, body): (i64, RuleBody)| Rule {
        id,
        name: String::new(),
        body,
        enabled: true,
        hot: false,
        expires_hours: 72,
        quiet_days: 30,
        contact_quiet_days: 3,
        min_value_minor: 0,
    };
    (1..).zip(bodies).map(rule).collect()
}

fn knowledge(customers: u64) -> Knowledge {
    let product = |number: u64| ProductKnown {
        product: ProductKey::of(&format!("P{number}")),
        name: format!("Product {number}"),
        price_minor: 500,
        barred: false,
        out_of_stock: false,
    };
    let follows = |number: u64| Follows {
        a: (number % ITEMS) as u32,
        b: (number * 7 % ITEMS) as u32,
        lift: 1.0 + (number % 20) as f64 / 10.0,
        confidence: 0.1,
        median_days: None,
        value_minor: 1000 + number as i64,
    };
    let known = |customer: u64| CustomerKnown {
        customer: CustomerKey::of(&name(customer)),
        value_per_order_minor: 3000,
        next_at: Some(NOW),
        next_to: Some(NOW),
        usual_gap_days: 20.0,
        standing: customer.is_multiple_of(5).then_some(Kind::Late),
    };
    Knowledge {
        as_of: NOW,
        items: (0..PRODUCTS)
            .map(|number| (ProductKey::of(&format!("P{number}")), (number % ITEMS) as u32))
            .collect(),
        item_names: (0..ITEMS).map(|item| format!("Item {item}")).collect(),
        patterns: (0..10 * ITEMS).map(follows).collect(),
        products: (0..PRODUCTS).map(product).collect(),
        customers: (0..customers).map(known).collect(),
        usual_order_minor: 3000,
        ..Knowledge::default()
    }
}

/// Facts a second, the worst of all in microseconds, and opportunities: seven of ten a line, one a late line, two a visit.
fn apply(live: &mut Live, arguments: &Arguments, from: u64) -> (f64, f64, u64) {
    live.set_rules(rules(), NOW);
    live.set_knowledge(knowledge(arguments.customers), NOW);
    let mut draw = Draw(from + 1);
    let (mut seconds, mut worst, mut seen) = (0.0, 0.0_f64, 0);
    for offset in from..from + arguments.facts {
        let customer = draw.below(arguments.customers);
        let now = Moment(NOW.0 + offset as i64 * 1000);
        let fact = match draw.below(10) {
            0 => Fact::SaleLine(sale(&mut draw, customer, Moment(now.0 - 86_400 * SECOND * 200))),
            1 | 2 => Fact::TouchPoint(touch(customer, now)),
            _ => Fact::SaleLine(sale(&mut draw, customer, now)),
        };
        let envelope = Envelope { message_id: String::new(), received_at: now, fact };
        let start = Instant::now();
        seen += live.apply(offset, &envelope, now).seen.len() as u64;
        let took = start.elapsed().as_secs_f64();
        seconds += took;
        worst = worst.max(took * 1e6);
    }
    (arguments.facts as f64 / seconds, worst, seen)
}

fn sale(draw: &mut Draw, customer: u64, at: Moment) -> SaleLine {
    SaleLine {
        customer: Some(name(customer)),
        product: format!("P{}", product(draw)),
        order: Some(draw.next().to_string()),
        at,
        line: LineKind::Sale,
        quantity: Decimal::ONE,
        amount: Money::from_minor(draw.below(5000) as i64, Currency::EUR),
        discount: None,
        store: None,
        sales_person: None,
    }
}
