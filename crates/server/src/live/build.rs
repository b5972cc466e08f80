//! The live state, built from the history: what one moment of the past and one offset of the ledger say.

use crate::company::{Company, CompanyError};
use std::time::Instant;
use vihje_history::{LiveHead, LiveLine, LiveRow, NameRow};
use vihje_live::identity::FILES;
use vihje_live::{Came, Line, Live, Loader, OrderKey, Rates};
use vihje_model::fact::TouchPoint;
use vihje_model::identity::{IdKind, Identified, Identifier, JoinedBy, Merge, MergeUndone};
use vihje_model::{Currency, CustomerKey, Moment};

/// Touch-points that rules look back on.
const TOUCH_DAYS: i64 = 90;

/// Builds the state. Linear in the lines, and in the touch-points of the last days.
///
/// # Errors
/// When the history or the desk cannot be read.
pub(super) fn build(company: &Company) -> Result<Live, CompanyError> {
    let began = Instant::now();
    let rules = company.identity_rules()?;
    let currency = company.currency()?;
    let since = company.live_now()?.plus_days(-TOUCH_DAYS);
    let mut loader = Loader::new(Rates::new(currency), rules);
    let mut head = None;
    let mut touches = Vec::new();
    let mut lines = 0_u64;
    let told = company.history().each_live(
        since,
        |first| head = Some(first.clone()),
        |row| match row {
            LiveRow::Line(line) => {
                lines += 1;
                add_line(&mut loader, &line);
            }
            LiveRow::Touch(key, touch, by_ledger) => touches.push((key, touch, by_ledger)),
            other => add(&mut loader, other),
        },
    )?;
    for (key, touch, by_ledger) in &touches {
        loader.touch_of(*key, touch, came(*by_ledger));
    }
    let mut live = loader.finish(Some(told.offset.unwrap_or(0)));
    set_rates(&mut live, &told);
    let footprint = live.footprint();
    tracing::info!(
        lines,
        names = footprint.cells,
        megabytes = footprint.bytes() >> 20,
        took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        "the live state is built"
    );
    Ok(live)
}

fn set_rates(live: &mut Live, head: &LiveHead) {
    for (currency, rate) in &head.rates {
        live.rates_mut().set(*currency, *rate);
    }
}

fn came(by_ledger: bool) -> Came {
    if by_ledger { Came::ByLedger } else { Came::ByFile }
}

fn add_line(loader: &mut Loader, line: &LiveLine) {
    let packed = Line {
        at: line.at,
        product: loader.product(line.product),
        kind: line.kind,
        quantity: line.quantity,
        value: line.value,
        order: line.order.map_or(OrderKey::NONE, OrderKey::of_hash),
        told: line.told,
    };
    loader.line(line.customer, &packed);
}

fn add(loader: &mut Loader, row: LiveRow) {
    match row {
        LiveRow::Order(order, name) => loader.order(order, name),
        LiveRow::Earlier(name, count) => loader.earlier_touches(name, count),
        LiveRow::Person(id, email, phone) => {
            loader.name(&id);
            let told = [(IdKind::Email, email), (IdKind::Phone, phone)];
            let reach = told.into_iter().filter_map(|(kind, text)| Identifier::told(kind, &text?));
            let ids: Vec<Identifier> = identifier(&id).into_iter().chain(reach).collect();
            if ids.len() > 1 {
                loader.identified(&Identified {
                    source: FILES.to_owned(),
                    ids,
                    outright: false,
                    at: Moment(0),
                });
            }
        }
        LiveRow::Name(name) => {
            if let Some(told) = identified(&name) {
                loader.identified(&told);
            }
        }
        LiveRow::Merge(row) => match row.undone_at {
            Some(at) => {
                let by = row.undone_by.unwrap_or_default();
                loader.undone(&MergeUndone { from: row.from, into: row.into, by, at });
            }
            None => loader.merged(&Merge {
                joined_by: joined_by(&row.joined_by),
                from: row.from,
                into: row.into,
                evidence: row.evidence,
                at: row.merged_at,
            }),
        },
        LiveRow::Line(_) | LiveRow::Touch(..) => {}
    }
}

fn identified(name: &NameRow) -> Option<Identified> {
    let ids = vec![identifier(&name.holder)?, identifier(&name.name)?];
    Some(Identified { source: name.source.clone(), ids, outright: name.outright, at: name.told_at })
}

/// A source id taken apart into its kind and value.
pub(super) fn identifier(source_id: &str) -> Option<Identifier> {
    let kind = IdKind::of(source_id);
    let value = match kind {
        IdKind::Customer => source_id,
        _ => source_id.split_once(':')?.1,
    };
    Identifier::told(kind, value)
}

fn joined_by(word: &str) -> JoinedBy {
    serde_json::from_value(serde_json::Value::from(word)).unwrap_or(JoinedBy::Person)
}

/// The latest touch-points of one name, put in place of those held.
pub(super) fn reload(live: &mut Live, name: CustomerKey, rows: &[(TouchPoint, bool)], earlier: u32) {
    live.reload(name, rows.iter().map(|(touch, by_ledger)| (touch, came(*by_ledger))), earlier);
}

/// The reporting currency as the rates have it.
pub(super) fn currency(live: &Live) -> Currency {
    live.rates().reporting
}
