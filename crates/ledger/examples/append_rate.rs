//! How fast the ledger takes events, each acknowledged only when it is on disk:
//! `cargo run --release -p vihje-ledger --example append_rate [folder]`. The folder should lie on the disk to be measured.
#![allow(clippy::print_stdout)]

use rust_decimal::Decimal;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use vihje_ledger::{Ledger, LedgerError};
use vihje_model::fact::{LineKind, SaleLine};
use vihje_model::{Currency, Envelope, Fact, Moment, Money};

fn sale(message: String, number: u64) -> Envelope {
    let at = Moment(1_700_000_000_000_000).plus_days((number % 365).cast_signed());
    Envelope {
        message_id: message,
        received_at: Moment(1_700_000_000_000_000),
        fact: Fact::SaleLine(SaleLine {
            customer: Some(format!("customer-{}", number % 10_000)),
            product: format!("product-{}", number % 500),
            order: Some(format!("order-{number}")),
            at,
            line: LineKind::Sale,
            quantity: Decimal::ONE,
            amount: Money::from_minor(1_250, Currency::EUR),
            discount: None,
            store: Some("web".to_owned()),
            sales_person: None,
        }),
    }
}

/// `threads` senders, each waiting for one request before it sends the next, for about `length`.
fn run(ledger: &Ledger, name: &str, threads: u64, batch: u64, length: Duration) -> Result<(), LedgerError> {
    let began = Instant::now();
    let counts: Vec<Result<(u64, Vec<Duration>), LedgerError>> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..threads)
            .map(|thread| {
                scope.spawn(move || {
                    let (mut sent, mut waits) = (0, Vec::new());
                    while began.elapsed() < length {
                        let ids = sent..sent + batch;
                        let request = ids.map(|id| sale(format!("{name}-{thread}-{id}"), id)).collect();
                        let asked = Instant::now();
                        ledger.append(request)?;
                        waits.push(asked.elapsed());
                        sent += batch;
                    }
                    Ok((sent, waits))
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().expect("a sender does not panic")).collect()
    });
    let took = began.elapsed().as_secs_f64();
    let (mut events, mut waits) = (0, Vec::new());
    for count in counts {
        let (sent, of_one) = count?;
        events += sent;
        waits.extend(of_one);
    }
    waits.sort_unstable();
    let at = |share: usize| waits[(waits.len() - 1) * share / 100];
    println!(
        "{threads:>3} senders x {batch:>4} events: {:>7.0} events/s; wait median {:.2?}, 99 % {:.2?}, longest {:.2?}",
        f64::from(u32::try_from(events).unwrap_or(u32::MAX)) / took,
        at(50),
        at(99),
        at(100),
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(base)?;
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path)?;
    let length = Duration::from_secs(5);
    run(&ledger, "one", 1, 1, length)?;
    run(&ledger, "single", 64, 1, length)?;
    run(&ledger, "batch1", 1, 100, length)?;
    run(&ledger, "batch4", 4, 100, length)?;
    run(&ledger, "batch16", 16, 100, length)?;
    let last = ledger.last_offset()?;
    let began = Instant::now();
    let mut from = 1;
    while from <= last {
        from += ledger.read(from, 10_000)?.len() as u64;
    }
    println!("read {last} events back in {:.2?}", began.elapsed());
    let began = Instant::now();
    ledger.trim(last)?;
    println!("trimmed them in {:.2?}", began.elapsed());
    let began = Instant::now();
    drop(ledger);
    drop(Ledger::open(&path)?);
    println!("closed and opened in {:.2?}", began.elapsed());
    Ok(())
}
