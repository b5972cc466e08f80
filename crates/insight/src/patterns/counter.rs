//! Pair counts that are kept up to date: a customer's old contribution is taken out, the new one put in.
//!
//! A late, corrected or reversed line changes one customer's lines; his old lines are subtracted and his new lines added,
//! and the counts equal a full recount. Counters of disjoint customers merge by addition.

use super::Question;
use super::count::{CustomerLines, PairCounts};
use super::scan::Scan;
use std::collections::BTreeMap;
use std::collections::HashMap;
use vihje_model::time::MICROS_PER_DAY;

/// Up to so many items the counters are one dense square (64 MB); beyond, a map of the pairs that occur, as large as they are many.
pub const DENSE_ITEMS: usize = 4096;

/// Exact, updatable raw pair counts (see [`super::count()`] for what is counted).
///
/// Counts wrap, so taking out before putting in, in any order over shards, still ends at the true count.
pub struct PairCounter {
    window: i64,
    question: Question,
    items: usize,
    counts: Cells,
    scan: Scan,
}

enum Cells {
    Dense(Vec<u32>),
    Sparse(HashMap<u64, u32>),
}

impl Cells {
    fn change(&mut self, items: usize, a: u32, b: u32, by: u32) {
        match self {
            Self::Dense(cells) => {
                let cell = &mut cells[a as usize * items + b as usize];
                *cell = cell.wrapping_add(by);
            }
            Self::Sparse(cells) => {
                let key = u64::from(a) << 32 | u64::from(b);
                let cell = cells.entry(key).or_insert(0);
                *cell = cell.wrapping_add(by);
                if *cell == 0 {
                    cells.remove(&key);
                }
            }
        }
    }
}

impl PairCounter {
    /// Counts nothing yet, over item numbers below `items`. [`Question::First`] asks for customers who had not bought B before, or
    /// with, their first A; [`Question::Again`] for those who had.
    pub fn new(items: usize, window_days: u16, question: Question) -> Self {
        let counts = if items <= DENSE_ITEMS {
            Cells::Dense(vec![0; items * items])
        } else {
            Cells::Sparse(HashMap::new())
        };
        let window = i64::from(window_days) * MICROS_PER_DAY;
        Self { window, question, items, counts, scan: Scan::new(items) }
    }

    /// Puts a customer's lines in. O(lines + pairs).
    pub fn add(&mut self, customer: CustomerLines<'_>) {
        self.change(customer, 1);
    }

    /// Takes a customer's lines out: exactly those that were put in.
    pub fn subtract(&mut self, customer: CustomerLines<'_>) {
        self.change(customer, 1_u32.wrapping_neg());
    }

    /// Adds the counts of other customers.
    ///
    /// # Panics
    /// When the two count different numbers of items, windows or questions.
    pub fn merge(&mut self, other: &Self) {
        let same =
            self.items == other.items && self.window == other.window && self.question == other.question;
        assert!(same, "counters of one kind are merged");
        for (a, b, count) in other.cells() {
            self.counts.change(self.items, a, b, count);
        }
    }

    /// The count of one ordered pair; zero beyond the items. O(1).
    pub fn n_ab(&self, a: u32, b: u32) -> u32 {
        match &self.counts {
            Cells::Dense(cells) if (a as usize) < self.items && (b as usize) < self.items => {
                cells[a as usize * self.items + b as usize]
            }
            Cells::Dense(_) => 0,
            Cells::Sparse(cells) => cells.get(&(u64::from(a) << 32 | u64::from(b))).copied().unwrap_or(0),
        }
    }

    /// The counts as they stand.
    pub fn counts(&self) -> PairCounts {
        let mut rows: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for (a, b, count) in self.cells() {
            rows.entry(a).or_default().push((b, count));
        }
        for row in rows.values_mut() {
            row.sort_unstable();
        }
        PairCounts::from_rows(rows.into_iter().collect())
    }

    #[allow(clippy::cast_possible_truncation)] // item numbers are 32 bits
    fn cells(&self) -> Box<dyn Iterator<Item = (u32, u32, u32)> + '_> {
        let items = self.items;
        match &self.counts {
            Cells::Dense(cells) => Box::new(
                cells
                    .iter()
                    .enumerate()
                    .filter(|(_, count)| **count != 0)
                    .map(move |(cell, count)| ((cell / items) as u32, (cell % items) as u32, *count)),
            ),
            Cells::Sparse(cells) => {
                Box::new(cells.iter().map(|(key, count)| ((key >> 32) as u32, *key as u32, *count)))
            }
        }
    }

    fn change(&mut self, customer: CustomerLines<'_>, by: u32) {
        let (items, counts) = (self.items, &mut self.counts);
        self.scan.customer(
            customer.at,
            |line| customer.item[line],
            (self.window, self.question),
            |firsts, follow| {
                for &a in firsts {
                    for &b in follow.iter().filter(|b| **b != a) {
                        counts.change(items, a, b, by);
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::{count, testing::bought};
    use proptest::prelude::*;

    type Line = (i64, u32);

    /// One change of one customer's history.
    #[derive(Debug, Clone)]
    enum Change {
        Arrives(usize, Line),
        Reverses(usize, prop::sample::Index),
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let arrives =
            (0..5_usize, 0..40_i64, 0..6_u32).prop_map(|(c, day, item)| Change::Arrives(c, (day, item)));
        let reverses =
            (0..5_usize, any::<prop::sample::Index>()).prop_map(|(c, line)| Change::Reverses(c, line));
        prop::collection::vec(prop_oneof![3 => arrives, 1 => reverses], 0..120)
    }

    fn update(counter: &mut PairCounter, old: &[Line], new: &[Line]) {
        let (old, new) = (bought(&[old]), bought(&[new]));
        counter.subtract(CustomerLines::of(&old, 0));
        counter.add(CustomerLines::of(&new, 0));
    }

    /// The question as it is said: whether a customer bought B within ten days after the first A.
    fn is_counted(lines: &[Line], a: u32, b: u32, question: Question) -> bool {
        let Some((first_a, _)) = lines.iter().find(|(_, item)| *item == a) else { return false };
        let had = lines.iter().any(|(day, item)| *item == b && day <= first_a);
        let follows = lines.iter().any(|(day, item)| *item == b && day > first_a && *day <= first_a + 10);
        let asked = match question {
            Question::Any => true,
            Question::First => !had,
            Question::Again => had,
        };
        asked && follows
    }

    proptest! {
        /// Lines come in any order of time, late or not, and reversals take lines away again.
        #[test]
        fn any_sequence_of_changes_equals_a_recount(changes in changes(), items in prop_oneof![Just(6), Just(5000)]) {
            let mut held: Vec<Vec<Line>> = vec![Vec::new(); 5];
            let mut counter = PairCounter::new(items, 10, Question::Any);
            for change in changes {
                let (customer, new) = match change {
                    Change::Arrives(customer, line) => {
                        let mut new = held[customer].clone();
                        new.push(line);
                        new.sort_unstable();
                        (customer, new)
                    }
                    Change::Reverses(customer, line) => {
                        let mut new = held[customer].clone();
                        if !new.is_empty() {
                            new.remove(line.index(new.len()));
                        }
                        (customer, new)
                    }
                };
                update(&mut counter, &held[customer], &new);
                held[customer] = new;
            }
            let lines: Vec<&[Line]> = held.iter().map(Vec::as_slice).collect();
            let recount: Vec<_> = count(&bought(&lines), 10, 1).iter().collect();
            prop_assert_eq!(counter.counts().iter().collect::<Vec<_>>(), recount);
        }

        /// First and again are told apart as they are said, and together are any.
        #[test]
        fn each_question_counts_whom_it_is_about(histories in prop::collection::vec(
            prop::collection::vec((0..40_i64, 0..6_u32), 0..20), 0..8)) {
            let histories: Vec<Vec<Line>> =
                histories.into_iter().map(|mut lines| { lines.sort_unstable(); lines }).collect();
            let lines: Vec<&[Line]> = histories.iter().map(Vec::as_slice).collect();
            let whole = bought(&lines);
            for question in [Question::Any, Question::First, Question::Again] {
                let mut counter = PairCounter::new(6, 10, question);
                (0..lines.len()).for_each(|customer| counter.add(CustomerLines::of(&whole, customer)));
                for (a, b) in (0..6).flat_map(|a| (0..6).map(move |b| (a, b))).filter(|(a, b)| a != b) {
                    let said = histories.iter().filter(|lines| is_counted(lines, a, b, question)).count();
                    prop_assert_eq!(counter.n_ab(a, b) as usize, said, "{} then {}, {:?}", a, b, question);
                }
            }
        }

        #[test]
        fn shards_merge_to_the_whole(histories in prop::collection::vec(
            prop::collection::vec((0..40_i64, 0..6_u32), 0..20), 0..12), cut in 0..12_usize) {
            let histories: Vec<Vec<Line>> =
                histories.into_iter().map(|mut lines| { lines.sort_unstable(); lines }).collect();
            let lines: Vec<&[Line]> = histories.iter().map(Vec::as_slice).collect();
            let whole = bought(&lines);
            let mut shards = [PairCounter::new(6, 10, Question::Any), PairCounter::new(6, 10, Question::Any)];
            for customer in 0..lines.len() {
                shards[usize::from(customer >= cut)].add(CustomerLines::of(&whole, customer));
            }
            let [mut first, second] = shards;
            first.merge(&second);
            prop_assert_eq!(first.counts().iter().collect::<Vec<_>>(),
                count(&whole, 10, 1).iter().collect::<Vec<_>>());
        }
    }
}
