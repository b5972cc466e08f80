//! How long the wide door takes beside the database's own `CREATE TABLE AS` from the same file, in one run.
//!
//! `cargo run --release -p vihje-history --example import_speed -- ROWS [FOLDER]` writes a CSV of so many lines to the folder
//! (default: the system's temporary one), prints a table of steps, and removes everything. An assertion on time it is not.

#![allow(clippy::print_stdout)]

use duckdb::{Config, Connection};
use std::path::Path;
use std::time::Instant;
use vihje_history::{ColumnsQuery, History, Level, Options, QueryLimits, StageOptions, TimelineQuery};
use vihje_model::import::{Column, Compression, Format, Mapping, Plan, RecordKind, Rules, Target};
use vihje_model::{Condition, Currency, Moment};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let rows: u64 = words.next().and_then(|word| word.parse().ok()).unwrap_or(10_000_000);
    let parent = words.next().map_or_else(std::env::temp_dir, Into::into);
    let folder = tempfile::Builder::new().prefix("vihje-speed-").tempdir_in(parent)?;
    let file = folder.path().join("lines.csv");
    step("write the CSV", || write(&file, rows))?;
    println!("{:>40} {:>9.1} MB", "size", std::fs::metadata(&file)?.len() as f64 / 1e6);
    let own = step("the database's own CREATE TABLE AS", || own(folder.path(), &file))?;
    let began = Instant::now();
    let history = History::open(&folder.path().join("data"), &Options::default())?;
    let options = StageOptions::new("2030-01-01".parse()?, Currency::EUR);
    let staged = step("stage", || Ok(history.stage(&plan(&file), &options)?))?;
    let outcome = step("commit", || Ok(history.commit(staged.1, "first")?))?;
    let took = began.elapsed().as_secs_f64();
    println!("{:>40} {:>9.2} x", "import : own", took / own.0);
    println!("{:>40} {:>9}", "lines added", outcome.1.added);
    let query = ColumnsQuery {
        level: Level::Product,
        as_of: "2030-01-01".parse()?,
        channel: Condition::everybody(),
        every_line: false,
    };
    let purchases = step("purchases in columns", || Ok(history.purchases(&query)?))?.1;
    println!("{:>40} {:>9}", "customers", purchases.customers.len());
    let key = purchases.customers[purchases.customers.len() / 2];
    drop(purchases);
    let late: Moment = "2030-01-01".parse()?;
    step("a customer's profile", || Ok(history.customer(key, query.as_of)?))?;
    step("a customer's orders", || Ok(history.orders(key, query.as_of, 20)?))?;
    let timeline = TimelineQuery { kinds: Vec::new(), before: query.as_of, skip: 0, limit: 50 };
    step("a customer's timeline", || Ok(history.timeline(key, &timeline)?))?;
    step("a customer's categories", || Ok(history.categories(key, Level::Product, query.as_of)?))?;
    step("overview", || Ok(history.overview()?))?;
    let sql = "SELECT product, sum(value) FROM sale_lines GROUP BY product ORDER BY 2 DESC LIMIT 10";
    step("SQL: best products", || Ok(history.query(sql, QueryLimits::default())?))?;
    let again = step("stage the same file again", || Ok(history.stage(&plan(&file), &options)?))?.1;
    println!("{:>40} {:>9}", "lines known", again.outcome().known);
    drop(again);
    step("undo", || Ok(history.undo("first", late)?))?;
    for line in std::fs::read_to_string("/proc/self/status").unwrap_or_default().lines() {
        if let Some(peak) = line.strip_prefix("VmHWM:") {
            println!("{:>40} {:>12}", "peak memory", peak.trim());
        }
    }
    Ok(())
}

/// Runs a step and prints how long it took, in wall time and processor time of all threads.
fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<(f64, T)> {
    let (began, before) = (Instant::now(), processor_seconds());
    let result = work()?;
    let (wall, processor) = (began.elapsed().as_secs_f64(), processor_seconds() - before);
    println!("{name:>40} {wall:>9.3} s wall {processor:>9.2} s processor");
    Ok((wall, result))
}

/// User and system time of this process (Linux; nought elsewhere), in ticks of a hundredth of a second.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = after_name.split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Lines of about three to an order and ten to a customer, over six years.
fn write(file: &Path, rows: u64) -> Outcome<()> {
    let conn = Connection::open_in_memory()?;
    conn.execute_batch(&format!(
        "SET threads = 2; SET preserve_insertion_order = false;
         COPY (SELECT 'O' || (i // 3) AS order_id, 'C' || (hash(i // 3) % {customers}) AS customer,
                      'P' || (hash(i * 7) % 20000) AS product,
                      strftime(TIMESTAMP '2019-01-01' + to_seconds((i * 200000000) // {rows}), '%Y-%m-%d %H:%M:%S') AS sold,
                      1 + hash(i * 3) % 5 AS quantity, ((100 + hash(i * 11) % 10000) / 100.0)::DECIMAL(18, 2) AS amount,
                      'Store ' || (hash(i // 3) % 200) AS store
               FROM range({rows}) t(i)) TO '{}' (HEADER)",
        file.display(),
        customers = (rows / 10).max(1)
    ))?;
    Ok(())
}

fn own(folder: &Path, file: &Path) -> Outcome<()> {
    let config = Config::default().max_memory("1200MB")?.threads(2)?;
    let path = folder.join("own.duckdb");
    let conn = Connection::open_with_flags(&path, config)?;
    conn.execute_batch(&format!(
        "CREATE TABLE lines AS SELECT * FROM read_csv('{}'); CHECKPOINT;",
        file.display()
    ))?;
    drop(conn);
    Ok(std::fs::remove_file(path)?)
}

fn plan(file: &Path) -> Plan {
    let columns = [
        ("order_id", Target::OrderId),
        ("customer", Target::CustomerId),
        ("product", Target::ProductId),
        ("sold", Target::At),
        ("quantity", Target::Quantity),
        ("amount", Target::Amount),
        ("store", Target::Store),
    ];
    Plan {
        path: file.to_owned(),
        file_name: "lines.csv".to_owned(),
        format: Format::Csv { delimiter: ',', header: true, encoding: "utf-8".to_owned() },
        compression: Compression::None,
        mapping: Mapping {
            kind: RecordKind::Sales,
            columns: columns.map(|(name, target)| Column { name: name.to_owned(), target }).to_vec(),
            constants: Vec::new(),
            date_format: String::new(),
            time_zone: "UTC".to_owned(),
            decimal_comma: false,
            rules: Rules::default(),
            level_names: Vec::new(),
        },
    }
}
