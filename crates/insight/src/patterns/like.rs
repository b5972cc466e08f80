//! Their like: how often customers of each stratum buy B in an equal window.
//!
//! The population of a stratum is every first purchase of anything in its months by customers of its activity, with a
//! complete window from that basket: a basket counts as many times as it holds items new to its customer. So both sides
//! stand at the till at the same time with the same past, trying something new, and if it did not matter what that is, the
//! first purchases of A would be a random draw from the population. A customer counts at most once per item, so a whale
//! weighs no more among the like than among buyers.

use super::Question;
use super::baskets::{Baskets, Frame};
use super::scan::{Eligible, NONE};
use super::shards::{add_all, by_customer};
use super::strata::Strata;
use crate::stats::as_real;
use vihje_model::Purchases;

/// Weight, in chances, of an item's overall rate in the rate of a stratum: matters only where almost nobody is left to
/// ask.
const PRIOR_CHANCES: f64 = 1.0;

/// Rates of buying B within the window.
pub(crate) struct Rates {
    items: usize,
    /// Per stratum and item the rate, between zero and one.
    rates: Vec<f64>,
    /// Per item the rate of all known customers from turns of the month; `None` when there was none to look from.
    pub(crate) naive: Vec<Option<f64>>,
    /// Customers with a basket whose window is complete.
    pub(crate) customers: u64,
}

/// Integer sums; shards add up.
struct Sums {
    /// Chances per stratum.
    chances: Vec<u64>,
    /// Chances followed by B within the window, per stratum and item.
    bought: Vec<u64>,
    /// Chances at which B had been bought before or was in the basket; only kept for B first or again.
    had: Vec<u64>,
    /// Turns of the month seen by known customers: all, then per item followed by B, then per item with B had.
    turns: u64,
    turns_bought: Vec<u64>,
    turns_had: Vec<u64>,
    customers: u64,
}

/// What stays the same for all customers.
struct Context<'a> {
    question: Question,
    frame: &'a Frame,
    strata: &'a Strata,
    items: usize,
}

/// A customer's baskets as runs of equal stratum, with chances summed up.
#[derive(Default)]
struct Runs {
    /// Chances of the baskets before each; baskets that are not in the population count nothing.
    before: Vec<u64>,
    /// Per basket its run.
    run: Vec<usize>,
    /// Per run its stratum and the basket after its last.
    runs: Vec<(u32, usize)>,
    /// Per place the basket it was last bought in, going forward.
    last: Vec<usize>,
}

impl Rates {
    /// One pass over all lines, each adding to the few strata of the window before it. O(lines x strata in a window).
    pub(crate) fn new(
        purchases: &Purchases,
        eligible: &Eligible,
        frame: &Frame,
        strata: &Strata,
        question: Question,
    ) -> Self {
        let context = Context { question, frame, strata, items: eligible.len() };
        let shards = by_customer(
            purchases.customers.len(),
            || (Baskets::new(context.items), Runs::default(), context.no_sums()),
            |(baskets, runs, sums), customers| {
                for customer in customers {
                    baskets.read(purchases, eligible, customer);
                    context.add(baskets, runs, sums);
                }
            },
        );
        let mut shards = shards.into_iter().map(|(_, _, sums)| sums);
        let mut sum = shards.next().expect("there is always a shard");
        for shard in shards {
            sum.merge(&shard);
        }
        context.rates(&sum)
    }

    /// The rates of one stratum, per item.
    pub(crate) fn of(&self, stratum: u32) -> &[f64] {
        &self.rates[stratum as usize * self.items..][..self.items]
    }
}

impl Sums {
    fn merge(&mut self, other: &Self) {
        add_all(&mut self.chances, &other.chances);
        add_all(&mut self.bought, &other.bought);
        add_all(&mut self.had, &other.had);
        add_all(&mut self.turns_bought, &other.turns_bought);
        add_all(&mut self.turns_had, &other.turns_had);
        self.turns += other.turns;
        self.customers += other.customers;
    }
}

impl Context<'_> {
    fn no_sums(&self) -> Sums {
        let cells = self.strata.count * self.items;
        let (had, turns_had) = if self.question == Question::Any { (0, 0) } else { (cells, self.items) };
        Sums {
            chances: vec![0; self.strata.count],
            bought: vec![0; cells],
            had: vec![0; had],
            turns: 0,
            turns_bought: vec![0; self.items],
            turns_had: vec![0; turns_had],
            customers: 0,
        }
    }

    fn add(&self, baskets: &Baskets, runs: &mut Runs, sums: &mut Sums) {
        runs.read(baskets, self.frame, self.strata);
        let Some(&begins) = baskets.at.first() else { return };
        sums.customers += u64::from(runs.before.last().is_some_and(|chances| *chances > 0));
        runs.cover(0, baskets.len(), |stratum, chances| sums.chances[stratum as usize] += chances);
        sums.turns += self.turns(begins, i64::MAX);
        let mut from = 0;
        for basket in 0..baskets.len() {
            let at = baskets.at[basket];
            while baskets.at[from] < at.saturating_sub(self.frame.window) {
                from += 1;
            }
            for &place in baskets.places_in(basket) {
                let item = baskets.items[place as usize] as usize;
                let before = std::mem::replace(&mut runs.last[place as usize], basket);
                let first = before == usize::MAX;
                if first && self.question != Question::Any {
                    runs.cover(basket, baskets.len(), |stratum, chances| {
                        sums.had[stratum as usize * self.items + item] += chances;
                    });
                    sums.turns_had[item] += self.turns(at, i64::MAX);
                }
                if !self.question.asks(first) {
                    continue;
                }
                let since = if first { from } else { from.max(before) };
                runs.cover(since, basket, |stratum, chances| {
                    sums.bought[stratum as usize * self.items + item] += chances;
                });
                let earliest = if first { begins } else { baskets.at[before] };
                sums.turns_bought[item] += self.turns(earliest.max(at.saturating_sub(self.frame.window)), at);
            }
        }
    }

    /// Turns of the month in [from, until) from which a window is complete.
    fn turns(&self, from: i64, until: i64) -> u64 {
        let until = until.min(self.frame.until).min(self.frame.as_of.saturating_sub(self.frame.window));
        let from = from.max(self.frame.from);
        let turns = self.strata.turns();
        let before = |moment: i64| turns.partition_point(|turn| *turn < moment);
        before(until).saturating_sub(before(from)) as u64
    }

    /// Those whom the question is about, out of all and those who had B.
    fn asked(&self, all: u64, had: Option<&u64>) -> u64 {
        match (self.question, had) {
            (Question::First, Some(had)) => all - had,
            (Question::Again, Some(had)) => *had,
            _ => all,
        }
    }

    fn rates(&self, sums: &Sums) -> Rates {
        let overall: Vec<f64> = (0..self.items)
            .map(|item| {
                let (mut bought, mut asked) = (0, 0);
                for (stratum, chances) in sums.chances.iter().enumerate() {
                    let cell = stratum * self.items + item;
                    bought += sums.bought[cell];
                    asked += self.asked(*chances, sums.had.get(cell));
                }
                if asked == 0 { 0.0 } else { as_real(bought) / as_real(asked) }
            })
            .collect();
        let cells = sums.bought.iter().enumerate().map(|(cell, &bought)| {
            let asked = self.asked(sums.chances[cell / self.items], sums.had.get(cell));
            (as_real(bought) + PRIOR_CHANCES * overall[cell % self.items]) / (as_real(asked) + PRIOR_CHANCES)
        });
        let naive = sums.turns_bought.iter().enumerate().map(|(item, &bought)| {
            let asked = self.asked(sums.turns, sums.turns_had.get(item));
            (asked > 0).then(|| as_real(bought) / as_real(asked))
        });
        Rates { items: self.items, rates: cells.collect(), naive: naive.collect(), customers: sums.customers }
    }
}

impl Runs {
    fn read(&mut self, baskets: &Baskets, frame: &Frame, strata: &Strata) {
        self.before.clear();
        self.run.clear();
        self.runs.clear();
        self.last.clear();
        self.last.resize(baskets.items.len(), usize::MAX);
        let mut chances = 0;
        self.before.push(0);
        for (basket, &at) in baskets.at.iter().enumerate() {
            let counts = frame.may_index(at) && frame.complete(at);
            let stratum = if counts { strata.of(at, baskets.activity_before(basket)) } else { NONE };
            if self.runs.last().is_none_or(|(last, _)| *last != stratum) {
                self.runs.push((stratum, basket));
            }
            if let Some((_, end)) = self.runs.last_mut() {
                *end = basket + 1;
            }
            self.run.push(self.runs.len() - 1);
            chances += if counts { baskets.chances(basket) } else { 0 };
            self.before.push(chances);
        }
    }

    /// Calls `add(stratum, chances)` for the baskets `from..until`, run by run.
    fn cover(&self, from: usize, until: usize, mut add: impl FnMut(u32, u64)) {
        let mut basket = from;
        while basket < until {
            let (stratum, end) = self.runs[self.run[basket]];
            let end = end.min(until);
            if stratum != NONE {
                add(stratum, self.before[end] - self.before[basket]);
            }
            basket = end;
        }
    }
}

impl Question {
    /// Whether a purchase of B, the customer's first or not, answers the question.
    pub(crate) fn asks(self, first: bool) -> bool {
        match self {
            Self::Any => true,
            Self::First => first,
            Self::Again => !first,
        }
    }
}
