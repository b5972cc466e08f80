//! What the analyses found, as the rules need it: read from the desk and the history, true as of the latest findings.

use crate::company::{Company, CompanyError, PatternParameters, PatternSet};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};
use vihje_desk::findings::{CustomerRhythm, PatternFinding, PatternQuery, Standing};
use vihje_insight::decline::Kind;
use vihje_live::{CustomerKnown, Follows, Knowledge, NO_ITEM, ProductKnown};
use vihje_model::consent::{Contact, refused};
use vihje_model::{Analysis, Currency, Money, ProductKey};

/// Patterns read at a time.
const PAGE: usize = 2_000;
/// Patterns that rules look at, at most: the strongest.
const MOST_PATTERNS: usize = 50_000;

/// Pairs of items to count: those of the patterns that rules look at.
pub(super) struct Counted {
    /// The question that the patterns answer.
    pub(super) parameters: PatternParameters,
    /// The items by name, ascending: their places are their numbers, so that these stay the same while the catalogue does.
    pub(super) names: Vec<String>,
    /// The item of each product.
    pub(super) items: Vec<(ProductKey, u32)>,
    /// The pairs.
    pub(super) pairs: Vec<(u32, u32)>,
}

/// Reads it all, and which pairs to count, if any. Linear in the customers, products and patterns.
///
/// # Errors
/// When the desk or the history cannot be read.
pub(super) fn read(company: &Company) -> Result<(Knowledge, Option<Counted>), CompanyError> {
    let currency = company.currency()?;
    let mut knowledge = Knowledge { as_of: company.findings_as_of()?, ..Knowledge::default() };
    let offered = patterns(company, &mut knowledge)?;
    let level = offered.as_ref().map_or_else(|| company.default_level(), |offered| Ok(offered.level))?;
    products(company, level, currency, &mut knowledge)?;
    let counted = offered.map(|parameters| counted(&knowledge, parameters));
    customers(company, &mut knowledge)?;
    company.history().each_consent(|key, attributes| {
        if refused(&attributes, Contact::Any) {
            knowledge.refused.push(key);
        }
    })?;
    Ok((knowledge, counted))
}

fn counted(knowledge: &Knowledge, parameters: PatternParameters) -> Counted {
    let mut names = knowledge.item_names.clone();
    names.sort_unstable();
    let number = |item: u32| {
        let place = names.binary_search(&knowledge.item_names[item as usize]);
        place.ok().and_then(|place| u32::try_from(place).ok()).unwrap_or(NO_ITEM)
    };
    let numbers: Vec<u32> = (0_u32..).take(names.len()).map(number).collect();
    let number = |item: u32| numbers[item as usize];
    Counted {
        parameters,
        items: knowledge.items.iter().map(|(product, item)| (*product, number(*item))).collect(),
        pairs: knowledge.patterns.iter().map(|follows| (number(follows.a), number(follows.b))).collect(),
        names,
    }
}

/// The strongest patterns of the level that lists use, and the question that they answer.
fn patterns(company: &Company, knowledge: &mut Knowledge) -> Result<Option<PatternParameters>, CompanyError> {
    let Some((_, set)) = company.offered_patterns()? else { return Ok(None) };
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |name: &str| {
        let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
        *names.entry(name.to_owned()).or_insert(next)
    };
    let mut cursor = None;
    loop {
        let page = company.shown_patterns(&set, &PatternQuery::default(), cursor.as_deref(), PAGE)?;
        for found in &page.items {
            let (a, b) = (number(&found.a), number(&found.b));
            knowledge.patterns.push(follows(found, a, b));
        }
        cursor = page.next;
        if cursor.is_none() || knowledge.patterns.len() >= MOST_PATTERNS {
            break;
        }
    }
    let mut item_names = vec![String::new(); names.len()];
    for (name, number) in names {
        item_names[number as usize] = name;
    }
    knowledge.item_names = item_names;
    knowledge.through = Some(set.meta.ledger_offset);
    Ok(Some(PatternSet::of(&set)?.parameters))
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a mean for the eye
fn follows(found: &PatternFinding, a: u32, b: u32) -> Follows {
    let buyers = found.open_customers.max(1) as f64;
    Follows {
        a,
        b,
        lift: found.shrunk_lift.unwrap_or(found.lift),
        confidence: found.confidence,
        median_days: found.median_days,
        value_minor: (found.value_minor as f64 / buyers).round() as i64,
    }
}

fn products(
    company: &Company,
    level: u8,
    currency: Currency,
    knowledge: &mut Knowledge,
) -> Result<(), CompanyError> {
    let barred = company.barred(level)?;
    let mut numbers: HashMap<String, u32> = knowledge.item_names.iter().cloned().zip(0..).collect();
    let minor =
        |price: Option<Decimal>| price.and_then(|amount| Money { amount, currency }.to_minor()).unwrap_or(0);
    let (mut items, mut known, mut names): (Vec<(ProductKey, u32)>, Vec<ProductKnown>, Vec<String>) =
        Default::default();
    let first = u32::try_from(knowledge.item_names.len()).unwrap_or(u32::MAX);
    company.history().each_product(crate::company::level_of(level), |row| {
        let is_charge = row.item.as_ref().is_some_and(|item| barred.is_charge(item));
        if let Some(item) = row.item {
            let next = first + u32::try_from(names.len()).unwrap_or(0);
            let number = *numbers.entry(item.clone()).or_insert_with(|| {
                names.push(item);
                next
            });
            items.push((row.key, number));
        }
        known.push(ProductKnown {
            product: row.key,
            name: row.name,
            price_minor: minor(row.price),
            barred: is_charge,
            out_of_stock: row.stock.is_some_and(|stock| stock <= Decimal::ZERO),
        });
    })?;
    knowledge.item_names.extend(names);
    value_patterns(knowledge, &items, &known);
    (knowledge.items, knowledge.products) = (items, known);
    Ok(())
}

/// Where nobody's window is open the finding has no value of its own: the chance of B times what B usually costs.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a mean for the eye
fn value_patterns(knowledge: &mut Knowledge, items: &[(ProductKey, u32)], known: &[ProductKnown]) {
    let prices: HashMap<ProductKey, i64> = known.iter().map(|one| (one.product, one.price_minor)).collect();
    let mut of_item = vec![(0_i64, 0_i64); knowledge.item_names.len()];
    for (product, item) in items {
        if let Some(price) = prices.get(product).filter(|price| **price > 0) {
            let sum = &mut of_item[*item as usize];
            *sum = (sum.0.saturating_add(*price), sum.1 + 1);
        }
    }
    for pattern in knowledge.patterns.iter_mut().filter(|pattern| pattern.value_minor == 0) {
        let (sum, count) = of_item[pattern.b as usize];
        pattern.value_minor = (pattern.confidence * sum as f64 / count.max(1) as f64).round() as i64;
    }
}

fn customers(company: &Company, knowledge: &mut Knowledge) -> Result<(), CompanyError> {
    let Some(set) = company.desk().current_set(Analysis::Decline, None)? else { return Ok(()) };
    let (mut orders, mut sales) = (0_u64, 0_i64);
    company.desk().each_rhythm(set.id, |row| {
        orders += row.orders;
        sales = sales.saturating_add(row.sales_minor);
        knowledge.customers.push(known(&row));
    })?;
    knowledge.usual_order_minor = sales / i64::try_from(orders.max(1)).unwrap_or(i64::MAX);
    Ok(())
}

#[allow(clippy::cast_possible_truncation)] // days for the eye
fn known(row: &CustomerRhythm) -> CustomerKnown {
    CustomerKnown {
        customer: row.customer,
        value_per_order_minor: row.sales_minor / i64::try_from(row.orders.max(1)).unwrap_or(i64::MAX),
        next_at: row.next_at,
        next_to: row.next_to,
        usual_gap_days: row.usual_gap_days.unwrap_or(0.0) as f32,
        standing: match row.standing {
            Standing::Lapsed => Some(Kind::Lapsed),
            Standing::Declining => Some(Kind::Declining),
            Standing::Late => Some(Kind::Late),
            Standing::LostLine => Some(Kind::LostLine),
            _ => None,
        },
    }
}
