//! The list of customers: filtered, ordered, searched and counted in memory, its rows read from disk.

use super::customers::{self, CustomerFinding, Standing};
use super::fold::folded;
use super::index::{CustomerIndex, IndexBuilder, UNKNOWN};
use super::sets;
use crate::convert::words;
use crate::{Desk, DeskError, Result};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};
use vihje_model::finding::Analysis;
use vihje_model::{CustomerKey, Moment};

words! {
    /// How a list of customers is ordered. Those of whom it is not known come last, upwards and downwards.
    CustomerSort {
        /// Value at risk.
        ValueAtRisk = "value_at_risk",
        /// Sales so far.
        Sales = "sales",
        /// Value of the purchases still expected.
        Value = "value",
        /// Number of orders.
        Orders = "orders",
        /// First order.
        FirstOrder = "first_order",
        /// Last order.
        LastOrder = "last_order",
        /// Next order expected.
        NextExpected = "next_expected",
        /// Probability of being alive.
        Alive = "alive",
        /// Name, or id where there is none, without regard to case.
        Name = "name",
    }
}

/// Which customers. Parts that are empty hold for everybody.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CustomerFilter {
    /// One of these standings.
    pub standings: Vec<Standing>,
    /// One of these owners; the empty name for customers without one.
    pub owners: Vec<String>,
    /// One of these segments; the empty name for customers without one.
    pub segments: Vec<String>,
    /// At least this at risk, in minor units.
    pub min_value_at_risk_minor: Option<i64>,
    /// At least these sales, in minor units.
    pub min_sales_minor: Option<i64>,
    /// Last order at or after this moment.
    pub last_from: Option<Moment>,
    /// Last order before this moment.
    pub last_before: Option<Moment>,
    /// Next order expected before this moment.
    pub next_before: Option<Moment>,
    /// Name, id or search text contains each of these words, without regard to case and accents.
    pub search: Option<String>,
}

/// Which customers, in what order, from where on.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerQuery {
    /// Which.
    pub filter: CustomerFilter,
    /// Ordered by what.
    pub sort: CustomerSort,
    /// Largest first.
    pub descending: bool,
    /// From where on.
    pub cursor: Option<String>,
    /// Rows on the page.
    pub limit: usize,
}

impl Default for CustomerQuery {
    fn default() -> Self {
        Self {
            filter: CustomerFilter::default(),
            sort: CustomerSort::ValueAtRisk,
            descending: true,
            cursor: None,
            limit: 50,
        }
    }
}

/// One page of customers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CustomerPage {
    /// The finding set the rows are of; nothing when there is none yet.
    pub set: Option<i64>,
    /// The rows.
    pub items: Vec<CustomerFinding>,
    /// Ask with this for the next page. It holds its place when a newer set becomes current.
    pub next: Option<String>,
    /// Customers on all pages, under the same filter.
    pub total: u64,
}

/// Customers who share a name or standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Facet {
    /// The standing's word, the owner or the segment; empty for none.
    pub name: String,
    /// How many.
    pub customers: u64,
    /// What is at risk with them in all, in minor units.
    pub value_at_risk_minor: i64,
}

/// How the customers under a filter are made up; largest first, standings in their own order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Facets {
    /// All of them.
    pub total: u64,
    /// By standing.
    pub standings: Vec<Facet>,
    /// By owner.
    pub owners: Vec<Facet>,
    /// By segment.
    pub segments: Vec<Facet>,
}

impl Desk {
    /// A page of customers of the current set.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn customers(&self, query: &CustomerQuery) -> Result<CustomerPage> {
        let mut index = self.customer_index()?;
        loop {
            let Some(shown) = index else {
                return Ok(CustomerPage { set: None, items: Vec::new(), next: None, total: 0 });
            };
            let chosen = Chosen::of(&shown, &query.filter);
            let mut rows = page(&shown, &chosen, query)?;
            let next = (rows.len() > query.limit).then(|| {
                rows.truncate(query.limit);
                rows.last().map(|row| cursor(&shown, query.sort, *row as usize))
            });
            let keys: Vec<CustomerKey> =
                rows.iter().map(|row| CustomerKey(shown.keys[*row as usize])).collect();
            let items = self.rows(shown.set, &keys)?;
            // Rows can be missing only when a newer set took this one's place and it was swept away meanwhile.
            if items.len() == keys.len() {
                let total = chosen.total as u64;
                return Ok(CustomerPage { set: Some(shown.set), items, next: next.flatten(), total });
            }
            index = self.newer_index(&shown)?;
        }
    }

    /// What was found about one customer in the current set.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn customer(&self, key: CustomerKey) -> Result<Option<CustomerFinding>> {
        self.read(|transaction| match sets::current(transaction, Analysis::Decline, None)? {
            Some(set) => customers::find(transaction, set.id, key),
            None => Ok(None),
        })
    }

    /// How the customers under a filter are made up.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn customer_facets(&self, filter: &CustomerFilter) -> Result<Facets> {
        let Some(index) = self.customer_index()? else { return Ok(Facets::default()) };
        let chosen = Chosen::of(&index, filter);
        let mut standings = vec![(0_u64, 0_i64); Standing::ALL.len()];
        let mut owners = vec![(0_u64, 0_i64); index.owners.names.len()];
        let mut segments = vec![(0_u64, 0_i64); index.segments.names.len()];
        let at_risk = index.column(CustomerSort::ValueAtRisk);
        for row in (0..index.len()).filter(|row| chosen.holds(*row)) {
            let places = [
                &mut standings[index.standing[row] as usize],
                &mut owners[index.owner[row] as usize],
                &mut segments[index.segment[row] as usize],
            ];
            for (count, value) in places {
                *count += 1;
                *value = value.saturating_add(at_risk[row]);
            }
        }
        let words: Vec<String> = Standing::ALL.iter().map(|standing| standing.word().to_owned()).collect();
        Ok(Facets {
            total: chosen.total as u64,
            standings: facets(&words, &standings),
            owners: largest_first(facets(&index.owners.names, &owners)),
            segments: largest_first(facets(&index.segments.names, &segments)),
        })
    }

    /// Reads the current customers and makes every order of them, so that the first page after a start is as quick as any.
    /// To be called in the background at start.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn warm_customers(&self) -> Result<()> {
        if let Some(index) = self.customer_index()? {
            index.make_orders();
        }
        Ok(())
    }

    fn rows(&self, set: i64, keys: &[CustomerKey]) -> Result<Vec<CustomerFinding>> {
        self.read(|transaction| {
            let mut found = Vec::with_capacity(keys.len());
            for key in keys {
                found.extend(customers::find(transaction, set, *key)?);
            }
            Ok(found)
        })
    }

    /// The index of the current set; read from disk once after a start.
    fn customer_index(&self) -> Result<Option<Arc<CustomerIndex>>> {
        if let Some(index) = self.customers.read().unwrap_or_else(PoisonError::into_inner).as_ref() {
            return Ok(Some(Arc::clone(index)));
        }
        let built = self.read(|transaction| {
            let Some(set) = sets::current(transaction, Analysis::Decline, None)? else { return Ok(None) };
            let mut builder = IndexBuilder::new(set.id);
            customers::each(transaction, set.id, |row| {
                builder.add(row);
                Ok(())
            })?;
            Ok(Some(Arc::new(builder.finish())))
        })?;
        if let Some(index) = &built {
            self.show_customers(Arc::clone(index));
        }
        Ok(built)
    }

    fn newer_index(&self, than: &CustomerIndex) -> Result<Option<Arc<CustomerIndex>>> {
        match self.customer_index()? {
            Some(index) if index.set != than.set => Ok(Some(index)),
            _ => Err(DeskError::Damaged(format!("rows of finding set {} are missing", than.set))),
        }
    }
}

fn facets(names: &[String], counts: &[(u64, i64)]) -> Vec<Facet> {
    let all = names.iter().zip(counts).filter(|(_, (customers, _))| *customers > 0);
    all.map(|(name, (customers, value))| Facet {
        name: name.clone(),
        customers: *customers,
        value_at_risk_minor: *value,
    })
    .collect()
}

fn largest_first(mut facets: Vec<Facet>) -> Vec<Facet> {
    facets.sort_by(|a, b| b.customers.cmp(&a.customers).then_with(|| a.name.cmp(&b.name)));
    facets
}

/// The rows a filter holds for, as bits.
struct Chosen {
    /// Nothing when the filter holds for everybody.
    bits: Option<Vec<u64>>,
    total: usize,
}

impl Chosen {
    fn of(index: &CustomerIndex, filter: &CustomerFilter) -> Self {
        if *filter == CustomerFilter::default() {
            return Self { bits: None, total: index.len() };
        }
        let test = RowTest::new(index, filter);
        let mut bits = vec![0_u64; index.len().div_ceil(64)];
        let mut total = 0;
        let mut set = |row: usize| {
            if test.holds(row) {
                bits[row / 64] |= 1 << (row % 64);
                total += 1;
            }
        };
        let words = filter.search.iter().flat_map(|text| text.split_whitespace()).map(folded);
        let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            (0..index.len()).for_each(set);
        } else {
            index.search(&words, &mut set);
        }
        Self { bits: Some(bits), total }
    }

    fn holds(&self, row: usize) -> bool {
        self.bits.as_ref().is_none_or(|bits| bits[row / 64] & (1 << (row % 64)) != 0)
    }
}

/// A filter made ready for one index: names are numbers, unknown names are nobody's.
struct RowTest<'a> {
    index: &'a CustomerIndex,
    standings: Option<[bool; Standing::ALL.len()]>,
    owners: Option<Vec<bool>>,
    segments: Option<Vec<bool>>,
    /// Column, from, before.
    ranges: Vec<(&'a [i64], i64, i64)>,
}

impl<'a> RowTest<'a> {
    fn new(index: &'a CustomerIndex, filter: &CustomerFilter) -> Self {
        let numbers = |names: &[String], dictionary: &super::index::Dictionary| {
            (!names.is_empty()).then(|| {
                let mut chosen = vec![false; dictionary.names.len()];
                names
                    .iter()
                    .filter_map(|name| dictionary.find(name))
                    .for_each(|at| chosen[at as usize] = true);
                chosen
            })
        };
        let standings = (!filter.standings.is_empty()).then(|| {
            let mut chosen = [false; Standing::ALL.len()];
            filter.standings.iter().for_each(|standing| chosen[*standing as usize] = true);
            chosen
        });
        // "Not known" is the smallest number, so a lower end one above it leaves it out.
        let any = UNKNOWN + 1;
        let moment = |moment: Option<Moment>, otherwise| moment.map_or(otherwise, |moment| moment.0);
        let mut ranges = Vec::new();
        if let Some(least) = filter.min_value_at_risk_minor {
            ranges.push((index.column(CustomerSort::ValueAtRisk), least, i64::MAX));
        }
        if let Some(least) = filter.min_sales_minor {
            ranges.push((index.column(CustomerSort::Sales), least, i64::MAX));
        }
        if filter.last_from.is_some() || filter.last_before.is_some() {
            let last = index.column(CustomerSort::LastOrder);
            ranges.push((last, moment(filter.last_from, any), moment(filter.last_before, i64::MAX)));
        }
        if let Some(before) = filter.next_before {
            ranges.push((index.column(CustomerSort::NextExpected), any, before.0));
        }
        Self {
            index,
            standings,
            owners: numbers(&filter.owners, &index.owners),
            segments: numbers(&filter.segments, &index.segments),
            ranges,
        }
    }

    fn holds(&self, row: usize) -> bool {
        self.standings.as_ref().is_none_or(|chosen| chosen[self.index.standing[row] as usize])
            && self.owners.as_ref().is_none_or(|chosen| chosen[self.index.owner[row] as usize])
            && self.segments.as_ref().is_none_or(|chosen| chosen[self.index.segment[row] as usize])
            && self.ranges.iter().all(|(column, from, before)| (*from..*before).contains(&column[row]))
    }
}

/// The rows of a page and one more, in order.
fn page(index: &CustomerIndex, chosen: &Chosen, query: &CustomerQuery) -> Result<Vec<u32>> {
    let order = index.order(query.sort);
    let (known, unknown) = order.rows.split_at(order.known);
    let start = query.cursor.as_deref().map(|text| Place::read(text, query.sort)).transpose()?;
    let want = query.limit + 1;
    let keep = |row: &&u32| chosen.holds(**row as usize);
    let mut rows: Vec<u32> = Vec::with_capacity(want.min(1_024));
    let in_unknown = start.as_ref().is_some_and(|place| place.value == UNKNOWN);
    if !in_unknown {
        let before =
            |row: &u32| start.as_ref().is_some_and(|place| place.compare(index, query.sort, *row).is_lt());
        let upto =
            |row: &u32| start.as_ref().is_none_or(|place| place.compare(index, query.sort, *row).is_le());
        if query.descending {
            let end = if start.is_some() { known.partition_point(before) } else { known.len() };
            rows.extend(known[..end].iter().rev().filter(keep).take(want));
        } else {
            let begin = if start.is_some() { known.partition_point(upto) } else { 0 };
            rows.extend(known[begin..].iter().filter(keep).take(want));
        }
    }
    let begin = match &start {
        Some(place) if in_unknown => unknown.partition_point(|row| index.keys[*row as usize] <= place.key.0),
        _ => 0,
    };
    let left = want - rows.len();
    rows.extend(unknown[begin..].iter().filter(keep).take(left));
    Ok(rows)
}

/// Where a page ended: the value ordered by and the customer. It needs no row to be there any more.
struct Place {
    value: i64,
    name: String,
    key: CustomerKey,
}

impl Place {
    fn read(text: &str, sort: CustomerSort) -> Result<Self> {
        let wrong = || DeskError::Invalid(format!("\"{text}\" is not a cursor of this list"));
        let mut parts = text.splitn(4, '~');
        let mut part = || parts.next().ok_or_else(wrong);
        if part()? != sort.word() {
            return Err(wrong());
        }
        let key = part()?.parse().map_err(|_| wrong())?;
        let value = part()?.parse().map_err(|_| wrong())?;
        Ok(Self { value, key, name: part()?.to_owned() })
    }

    /// How a row lies to this place, in ascending order.
    fn compare(&self, index: &CustomerIndex, sort: CustomerSort, row: u32) -> std::cmp::Ordering {
        let row = row as usize;
        let leading = if sort == CustomerSort::Name {
            index.name(row).cmp(&self.name)
        } else {
            index.column(sort)[row].cmp(&self.value)
        };
        leading.then_with(|| index.keys[row].cmp(&self.key.0))
    }
}

fn cursor(index: &CustomerIndex, sort: CustomerSort, row: usize) -> String {
    let (value, name) =
        if sort == CustomerSort::Name { (0, index.name(row)) } else { (index.column(sort)[row], "") };
    format!("{sort}~{}~{value}~{name}", CustomerKey(index.keys[row]))
}
