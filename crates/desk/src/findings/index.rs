//! The customers of the current set in memory, column by column: what lists are filtered, ordered and searched by.
//!
//! One pass over a million rows takes milliseconds whatever is combined, where database indexes would be needed for every
//! combination, and would have to be written anew for every set. About 110 bytes a customer and 4 bytes for each order
//! that was asked for. It holds no more than the rows on disk say, and is never changed once built.

use super::customers::{CustomerFinding, Standing};
use super::fold::folded;
use super::list::CustomerSort;
use std::collections::HashMap;
use std::sync::OnceLock;
use vihje_model::CustomerKey;

/// Stands for "not known" in a column; no moment and no amount is this small.
pub(crate) const UNKNOWN: i64 = i64::MIN;

/// Ends each row's text, so that no search matches across two rows.
const END: char = '\u{1e}';
/// Between the parts of one row's text.
const PART: char = '\u{1f}';

/// What the index takes of one customer.
pub(crate) struct IndexRow<'a> {
    pub(crate) customer: CustomerKey,
    pub(crate) customer_id: &'a str,
    pub(crate) name: Option<&'a str>,
    pub(crate) owner: Option<&'a str>,
    pub(crate) segment: Option<&'a str>,
    pub(crate) search: &'a str,
    pub(crate) standing: Standing,
    pub(crate) orders: i64,
    pub(crate) first_at: Option<i64>,
    pub(crate) last_at: Option<i64>,
    pub(crate) next_at: Option<i64>,
    pub(crate) sales_minor: i64,
    pub(crate) value_at_risk_minor: i64,
    pub(crate) value_minor: Option<i64>,
    pub(crate) p_alive: Option<f64>,
}

impl<'a> From<&'a CustomerFinding> for IndexRow<'a> {
    fn from(row: &'a CustomerFinding) -> Self {
        Self {
            customer: row.customer,
            customer_id: &row.customer_id,
            name: row.name.as_deref(),
            owner: row.owner.as_deref(),
            segment: row.segment.as_deref(),
            search: &row.search,
            standing: row.standing,
            orders: crate::convert::stored(row.orders),
            first_at: row.first_at.map(|moment| moment.0),
            last_at: row.last_at.map(|moment| moment.0),
            next_at: row.next_at.map(|moment| moment.0),
            sales_minor: row.sales_minor,
            value_at_risk_minor: row.value_at_risk_minor,
            value_minor: row.value_minor,
            p_alive: row.p_alive,
        }
    }
}

/// Names by number; number zero is "none".
#[derive(Default)]
pub(crate) struct Dictionary {
    pub(crate) names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Dictionary {
    fn number(&mut self, name: Option<&str>) -> u32 {
        let name = name.unwrap_or_default();
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).expect("memory ends before four billion distinct names");
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }
}

/// One column of numbers for each of [`CustomerSort::ALL`] but the name.
#[derive(Default)]
pub(crate) struct CustomerIndex {
    pub(crate) set: i64,
    pub(crate) keys: Vec<u64>,
    pub(crate) standing: Vec<Standing>,
    pub(crate) owner: Vec<u32>,
    pub(crate) owners: Dictionary,
    pub(crate) segment: Vec<u32>,
    pub(crate) segments: Dictionary,
    columns: [Vec<i64>; CustomerSort::ALL.len() - 1],
    /// Of all rows, one after the other: the name (or id) in lower case, by which they are ordered; where it has more than plain
    /// letters, the name as a search compares it; then id and search text likewise.
    pub(crate) text: String,
    /// Where each row's text begins; one longer than the rows.
    pub(crate) starts: Vec<usize>,
    /// Rows in each order, those that are not known last; made when first asked for.
    orders: [OnceLock<Order>; CustomerSort::ALL.len()],
}

/// Row numbers in ascending order; the first `known` have a value.
pub(crate) struct Order {
    pub(crate) rows: Vec<u32>,
    pub(crate) known: usize,
}

#[derive(Default)]
pub(crate) struct IndexBuilder(CustomerIndex);

impl IndexBuilder {
    pub(crate) fn new(set: i64) -> Self {
        Self(CustomerIndex { set, starts: vec![0], ..CustomerIndex::default() })
    }

    pub(crate) fn add(&mut self, row: &IndexRow<'_>) {
        let index = &mut self.0;
        index.keys.push(row.customer.0);
        index.standing.push(row.standing);
        index.owner.push(index.owners.number(row.owner));
        index.segment.push(index.segments.number(row.segment));
        for sort in CustomerSort::ALL {
            if let Some(value) = value_of(row, *sort) {
                index.columns[*sort as usize].push(value);
            }
        }
        let name = row.name.unwrap_or(row.customer_id);
        push(&mut index.text, &name.to_lowercase());
        let searched = (!name.is_ascii()).then_some(name);
        for part in searched.into_iter().chain([row.customer_id, row.search]) {
            push(&mut index.text, &folded(part));
        }
        index.text.push(END);
        index.starts.push(index.text.len());
    }

    pub(crate) fn finish(self) -> CustomerIndex {
        let mut index = self.0;
        index.text.shrink_to_fit();
        index.starts.shrink_to_fit();
        index.columns.iter_mut().for_each(Vec::shrink_to_fit);
        index
    }
}

/// Probabilities are ordered by billionths.
#[allow(clippy::cast_possible_truncation)] // a probability times a billion fits
fn billionths(p: f64) -> i64 {
    (p * 1e9).round() as i64
}

fn value_of(row: &IndexRow<'_>, sort: CustomerSort) -> Option<i64> {
    Some(match sort {
        CustomerSort::ValueAtRisk => row.value_at_risk_minor,
        CustomerSort::Sales => row.sales_minor,
        CustomerSort::Value => row.value_minor.unwrap_or(UNKNOWN),
        CustomerSort::Orders => row.orders,
        CustomerSort::FirstOrder => row.first_at.unwrap_or(UNKNOWN),
        CustomerSort::LastOrder => row.last_at.unwrap_or(UNKNOWN),
        CustomerSort::NextExpected => row.next_at.unwrap_or(UNKNOWN),
        CustomerSort::Alive => row.p_alive.map_or(UNKNOWN, billionths),
        CustomerSort::Name => return None,
    })
}

fn push(text: &mut String, part: &str) {
    text.extend(part.chars().filter(|character| *character != END && *character != PART));
    text.push(PART);
}

impl CustomerIndex {
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The column of an order by number.
    pub(crate) fn column(&self, sort: CustomerSort) -> &[i64] {
        &self.columns[sort as usize]
    }

    /// The name, or the id where there is none, in lower case.
    pub(crate) fn name(&self, row: usize) -> &str {
        let text = &self.text[self.starts[row]..self.starts[row + 1]];
        text.split(PART).next().unwrap_or_default()
    }

    pub(crate) fn order(&self, sort: CustomerSort) -> &Order {
        self.orders[sort as usize].get_or_init(|| self.make_order(sort))
    }

    fn make_order(&self, sort: CustomerSort) -> Order {
        let count = u32::try_from(self.len()).expect("four billion customers do not fit in memory");
        let mut rows: Vec<u32> = (0..count).collect();
        if sort == CustomerSort::Name {
            return Order { known: rows.len(), rows: self.by_name(rows) };
        }
        let column = self.column(sort);
        rows.sort_unstable_by_key(|row| {
            let value = column[*row as usize];
            (value == UNKNOWN, value, self.keys[*row as usize])
        });
        let known = rows.partition_point(|row| column[*row as usize] != UNKNOWN);
        Order { rows, known }
    }

    /// Compares the first 16 bytes as one number, which settles nearly all pairs without a look at the text.
    fn by_name(&self, rows: Vec<u32>) -> Vec<u32> {
        let lead = |row: u32| {
            let name = self.name(row as usize).as_bytes();
            let mut first = [0; 16];
            let length = name.len().min(16);
            first[..length].copy_from_slice(&name[..length]);
            u128::from_be_bytes(first)
        };
        let mut leads: Vec<(u128, u32)> = rows.into_iter().map(|row| (lead(row), row)).collect();
        leads.sort_unstable_by(|(a, row_a), (b, row_b)| {
            let (row_a, row_b) = (*row_a as usize, *row_b as usize);
            a.cmp(b)
                .then_with(|| self.name(row_a).cmp(self.name(row_b)))
                .then_with(|| self.keys[row_a].cmp(&self.keys[row_b]))
        });
        leads.into_iter().map(|(_, row)| row).collect()
    }

    /// Makes every order at once, so that no page has to.
    pub(crate) fn make_orders(&self) {
        for sort in CustomerSort::ALL {
            self.order(*sort);
        }
    }

    /// Calls `found` with each row whose text holds all the words, in ascending order of row. The words are folded already.
    pub(crate) fn search(&self, words: &[String], mut found: impl FnMut(usize)) {
        // The longest word is met least often; the others are looked for only where it is.
        let Some((at, rarest)) = words.iter().enumerate().max_by_key(|(_, word)| word.len()) else { return };
        let finder = memchr::memmem::Finder::new(rarest.as_bytes());
        let bytes = self.text.as_bytes();
        let mut row = 0;
        let mut from = 0;
        while let Some(hit) = finder.find(&bytes[from..]) {
            row = self.row_at(from + hit, row);
            from = self.starts[row + 1];
            let text = &self.text[self.starts[row]..from];
            if words.iter().enumerate().all(|(other, word)| other == at || text.contains(word.as_str())) {
                found(row);
            }
        }
    }

    /// The row whose text holds this byte, at or after row `near`; by doubling steps, since hits lie close together.
    fn row_at(&self, byte: usize, near: usize) -> usize {
        let mut step = 1;
        while near + step < self.len() && self.starts[near + step] <= byte {
            step *= 2;
        }
        let end = (near + step).min(self.len());
        near + self.starts[near..=end].partition_point(|start| *start <= byte).min(end - near + 1) - 1
    }
}
