//! The backward scan of one customer: per basket with a first purchase, what was bought within the window after it.
//!
//! Near-linear in lines plus pairs: baskets without a first purchase only note when their items were bought.

use super::Question;
use vihje_model::Moment;

/// Marks an item that takes no part.
pub(crate) const NONE: u32 = u32::MAX;

/// Scratch for scanning one customer after another. Holds one number per item and a few per line of the customer.
pub(crate) struct Scan {
    /// Per item its place among the customer's items, or [`NONE`].
    place: Vec<u32>,
    /// The customer's items in order of first purchase.
    items: Vec<u32>,
    /// Per line the place of its item.
    places: Vec<u32>,
    /// Per place the line of the first purchase.
    first_line: Vec<usize>,
    /// Per place the next moment its item is bought, as the scan goes back in time.
    next: Vec<i64>,
    firsts: Vec<u32>,
    follow: Vec<u32>,
}

impl Scan {
    pub(crate) fn new(items: usize) -> Self {
        Self {
            place: vec![NONE; items],
            items: Vec::new(),
            places: Vec::new(),
            first_line: Vec::new(),
            next: Vec::new(),
            firsts: Vec::new(),
            follow: Vec::new(),
        }
    }

    /// Calls `visit(firsts, follow)` for every basket with items bought for the first time: those items, and the items
    /// bought in (t, t + `window`] (microseconds), of them those that the question is about: any, for the first time, or again.
    /// `number` renumbers items, [`NONE`] leaves one out.
    pub(crate) fn customer(
        &mut self,
        at: &[Moment],
        number: impl Fn(usize) -> u32,
        (window, question): (i64, Question),
        mut visit: impl FnMut(&[u32], &[u32]),
    ) {
        self.prepare(at.len(), number);
        let Self { items, places, first_line, next, firsts, follow, .. } = self;
        let mut end = at.len();
        while end > 0 {
            let moment = at[end - 1];
            let mut start = end - 1;
            while start > 0 && at[start - 1] == moment {
                start -= 1;
            }
            firsts.clear();
            for (line, &place) in (start..end).zip(&places[start..end]) {
                if place != NONE && first_line[place as usize] == line {
                    firsts.push(items[place as usize]);
                }
            }
            if !firsts.is_empty() {
                let limit = moment.0.saturating_add(window);
                let mut found = 0;
                for ((&item, &bought), &first) in items.iter().zip(next.iter()).zip(first_line.iter()) {
                    let asked = match question {
                        Question::Any => true,
                        Question::First => first >= end,
                        Question::Again => first < end,
                    };
                    follow[found] = item;
                    found += usize::from(asked && bought <= limit);
                }
                visit(firsts, &follow[..found]);
            }
            for &place in &places[start..end] {
                if place != NONE {
                    next[place as usize] = moment.0;
                }
            }
            end = start;
        }
        for &item in items.iter() {
            self.place[item as usize] = NONE;
        }
    }

    fn prepare(&mut self, lines: usize, number: impl Fn(usize) -> u32) {
        self.items.clear();
        self.places.clear();
        self.first_line.clear();
        for line in 0..lines {
            let item = number(line);
            if item == NONE {
                self.places.push(NONE);
                continue;
            }
            let place = &mut self.place[item as usize];
            if *place == NONE {
                *place = u32::try_from(self.items.len()).expect("items are numbered in 32 bits");
                self.items.push(item);
                self.first_line.push(line);
            }
            self.places.push(*place);
        }
        self.next.clear();
        self.next.resize(self.items.len(), i64::MAX);
        self.follow.clear();
        self.follow.resize(self.items.len() + 1, 0);
    }
}

/// The items that enough customers hold, renumbered without gaps.
#[derive(Debug)]
pub(crate) struct Eligible {
    /// Per item its new number, or [`NONE`].
    pub(crate) number: Vec<u32>,
    /// Per new number the item.
    pub(crate) items: Vec<u32>,
}

impl Eligible {
    /// Items held by at least `least` customers. O(lines).
    pub(crate) fn new(purchases: &vihje_model::Purchases, least: u32) -> Self {
        let mut held = vec![0_u32; purchases.items.len()];
        let mut last = vec![NONE; purchases.items.len()];
        for customer in 0..purchases.customers.len() {
            let mark = u32::try_from(customer).unwrap_or(NONE - 1);
            for &item in &purchases.item[purchases.lines_of(customer)] {
                let item = item as usize;
                if last[item] != mark {
                    last[item] = mark;
                    held[item] += 1;
                }
            }
        }
        let mut number = vec![NONE; held.len()];
        let mut items = Vec::new();
        for (item, _) in held.iter().enumerate().filter(|&(_, &count)| count >= least.max(1)) {
            number[item] = u32::try_from(items.len()).expect("items are numbered in 32 bits");
            items.push(u32::try_from(item).expect("items are numbered in 32 bits"));
        }
        Self { number, items }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}
