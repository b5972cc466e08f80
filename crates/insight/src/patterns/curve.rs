//! The curve of one pair: share of A's buyers who have bought B, day by day, and the same for their like.

use super::baskets::{Baskets, Frame, days_up};
use super::scan::{Eligible, NONE};
use super::shards::{add_all, by_customer};
use super::strata::Strata;
use super::{PatternError, Question, Settings};
use crate::stats::{Interval, as_real};
use crate::survival::{DayTable, Running, Step};
use serde::Serialize;
use vihje_model::Purchases;

/// Days against cumulative share. Customers with open windows are followed as far as is known.
#[derive(Debug, Clone, Serialize)]
pub struct Curve {
    /// A: index into the items of the purchases.
    pub a: u32,
    /// B: index into the items of the purchases.
    pub b: u32,
    /// Buyers of A, from their first purchase of A.
    pub buyers: Vec<Step>,
    /// Their like, from baskets of the same months after the same earlier activity.
    pub like: Vec<LikeStep>,
}

/// One day of the curve of their like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LikeStep {
    /// Days since the start, from one.
    pub day: u16,
    /// Share that has bought by the end of this day.
    pub share: f64,
    /// 95 % interval of the share; the baskets of one customer count as one witness.
    pub interval: Interval,
}

impl Curve {
    /// The chance that a buyer of A who has not bought B by the end of `day` does so by the end of the window; `None`
    /// where nobody was followed that far.
    pub fn chance_left(&self, day: u16) -> Option<f64> {
        let last = self.buyers.last()?;
        let so_far = match day {
            0 => 0.0,
            day => self.buyers.get(usize::from(day) - 1)?.share,
        };
        (so_far < 1.0).then(|| (last.share - so_far) / (1.0 - so_far))
    }
}

/// Per stratum and day, baskets that had bought B and that are followed no longer; sums of integers.
struct Table {
    days: usize,
    /// Chances bought per stratum and day.
    events: Vec<u64>,
    /// Chances leaving after each day, bought or followed no longer.
    leaving: Vec<u64>,
    /// Chances per stratum, and the sum over customers of their squares.
    chances: Vec<u64>,
    squares: Vec<u64>,
    /// Index customers per stratum.
    index: Vec<u64>,
    buyers: Vec<(u16, Option<u16>)>,
}

/// The pair and how to look at it.
struct Pair<'a> {
    a: u32,
    b: u32,
    settings: &'a Settings,
    frame: &'a Frame,
    strata: &'a Strata,
}

/// Customers looked at on either side of a curve at most. A share of one half is then known within half a percentage point
/// (95 %), which the intervals say.
const MOST_READ: usize = 50_000;

/// What the curves of all pairs share, computed once, so that one curve takes as long whatever the number of customers.
#[derive(Debug)]
pub struct Curves {
    settings: Settings,
    eligible: Eligible,
    frame: Frame,
    strata: Strata,
    /// Per item where its buyers begin in `buyers`; one longer.
    starts: Vec<usize>,
    /// Customers by number, per item those who have ever bought it.
    buyers: Vec<u32>,
    most: usize,
}

impl Curves {
    /// Two passes over all lines; then four bytes for each customer and item.
    ///
    /// # Errors
    /// As [`super::find()`].
    pub fn new(purchases: &Purchases, settings: &Settings) -> Result<Self, PatternError> {
        Self::reading(purchases, settings, MOST_READ)
    }

    fn reading(purchases: &Purchases, settings: &Settings, most: usize) -> Result<Self, PatternError> {
        let eligible = Eligible::new(purchases, settings.min_customers);
        settings.check(eligible.len())?;
        let frame = Frame::new(purchases, settings);
        let strata = Strata::new(purchases, &eligible, &frame);
        let (starts, buyers) = buyers(purchases);
        Ok(Self { settings: settings.clone(), eligible, frame, strata, starts, buyers, most })
    }

    /// Everybody who has ever bought an item, by number, ascending; nobody for an item that is not there.
    pub fn buyers_of(&self, item: u32) -> &[u32] {
        match self.starts.get(item as usize..item as usize + 2) {
            Some(&[from, to]) => &self.buyers[from..to],
            _ => &[],
        }
    }

    /// The curve of one ordered pair of the purchases these were made of; empty where nobody bought A, or the item is held
    /// by too few customers.
    ///
    /// The like are the baskets of [`super`]'s strata, each stratum weighed as A's buyers fall into it (direct
    /// standardisation), followed to B or as far as is known. Of more than 50,000 customers, and of more than 50,000 buyers
    /// of A, every second, third … is read; the intervals are those of what was read. O(lines of those read).
    ///
    /// # Errors
    /// When an item does not exist.
    pub fn of(&self, purchases: &Purchases, a: u32, b: u32) -> Result<Curve, PatternError> {
        for item in [a, b] {
            if item as usize >= purchases.items.len() {
                return Err(PatternError::NoSuchItem(item));
            }
        }
        let numbers = (self.eligible.number[a as usize], self.eligible.number[b as usize]);
        if numbers.0 == NONE || numbers.1 == NONE {
            return Ok(Curve { a, b, buyers: Vec::new(), like: Vec::new() });
        }
        let (settings, frame, strata) = (&self.settings, &self.frame, &self.strata);
        let pair = Pair { a: numbers.0, b: numbers.1, settings, frame, strata };
        let buyers = self.buyers_of(a);
        let (all, apart) = (purchases.customers.len(), buyers.len());
        let (step, step_apart) = (all.div_ceil(self.most).max(1), apart.div_ceil(self.most).max(1));
        let mut sum = pair.read(self, purchases, all.div_ceil(step), |at| (at * step, Side::Like));
        sum.merge(pair.read(self, purchases, apart.div_ceil(step_apart), |at| {
            (buyers[at * step_apart] as usize, Side::Buyers)
        }));
        Ok(Curve { a, b, buyers: sum.buyers(), like: sum.like() })
    }
}

/// The buyers of each item: where they begin, and who they are.
fn buyers(purchases: &Purchases) -> (Vec<usize>, Vec<u32>) {
    let items = purchases.items.len();
    let each = |visit: &mut dyn FnMut(usize, u32)| {
        let mut last = vec![NONE; items];
        for (number, customer) in (0_u32..).zip(0..purchases.customers.len()) {
            for &item in &purchases.item[purchases.lines_of(customer)] {
                if std::mem::replace(&mut last[item as usize], number) != number {
                    visit(item as usize, number);
                }
            }
        }
    };
    let mut starts = vec![0_usize; items + 1];
    each(&mut |item, _| starts[item + 1] += 1);
    for item in 0..items {
        starts[item + 1] += starts[item];
    }
    let mut next = starts.clone();
    let mut buyers = vec![0; starts[items]];
    each(&mut |item, customer| {
        buyers[next[item]] = customer;
        next[item] += 1;
    });
    (starts, buyers)
}

/// The curve of one ordered pair, as [`Curves::of`]. O(lines).
///
/// # Errors
/// As [`super::find()`], and when an item does not exist.
pub fn curve(purchases: &Purchases, a: u32, b: u32, settings: &Settings) -> Result<Curve, PatternError> {
    Curves::new(purchases, settings)?.of(purchases, a, b)
}

/// What a customer is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Their baskets belong to the like.
    Like,
    /// Their first purchase of A begins a curve.
    Buyers,
}

impl Pair<'_> {
    /// Reads so many customers, each named by `who` with what they are read for.
    fn read(
        &self,
        curves: &Curves,
        purchases: &Purchases,
        count: usize,
        who: impl Fn(usize) -> (usize, Side) + Sync,
    ) -> Table {
        let shards = by_customer(
            count,
            || (Baskets::new(curves.eligible.len()), self.table()),
            |(baskets, table), places| {
                for place in places {
                    let (customer, side) = who(place);
                    baskets.read(purchases, &curves.eligible, customer);
                    self.add(baskets, table, side);
                }
            },
        );
        let mut shards = shards.into_iter().map(|(_, table)| table);
        let mut sum = shards.next().expect("there is always a shard");
        shards.for_each(|shard| sum.merge(shard));
        sum
    }

    fn table(&self) -> Table {
        let (strata, days) = (self.strata.count, usize::from(self.settings.window_days) + 1);
        Table {
            days,
            events: vec![0; strata * days],
            leaving: vec![0; strata * days],
            chances: vec![0; strata],
            squares: vec![0; strata],
            index: vec![0; strata],
            buyers: Vec::new(),
        }
    }

    fn add(&self, baskets: &Baskets, table: &mut Table, side: Side) {
        let place_of = |item| baskets.items.iter().position(|other| *other == item);
        let (place_a, place_b) = (place_of(self.a), place_of(self.b));
        let first_of = |place: Option<usize>| place.map(|place| baskets.first[place]);
        let (first_a, first_b) = (first_of(place_a), first_of(place_b));
        let mut next = None;
        // Chances of the customer in the stratum he is in; his strata follow one another and do not come again.
        let mut held = (NONE, 0_u64);
        for basket in (0..baskets.len()).rev() {
            let at = baskets.at[basket];
            let had = first_b.is_some_and(|first| first <= basket);
            let asked = match self.settings.question {
                Question::Any => true,
                Question::First => !had,
                Question::Again => had,
            };
            if asked && self.frame.may_index(at) {
                let days = self.frame.days_followed(at);
                let bought =
                    next.map(|next| next - at).filter(|delay| *delay <= self.frame.window).map(days_up);
                let stratum = self.strata.of(at, baskets.activity_before(basket));
                if side == Side::Buyers {
                    if first_a == Some(basket) {
                        table.index[stratum as usize] += 1;
                        table.buyers.push((days, bought));
                    }
                } else {
                    let chances = baskets.chances(basket);
                    table.basket(stratum, chances, days, bought);
                    if held.0 != stratum {
                        table.witness(held);
                        held = (stratum, 0);
                    }
                    held.1 += chances;
                }
            }
            let holds_b = |place: &u32| Some(*place as usize) == place_b;
            if place_b.is_some() && baskets.places_in(basket).iter().any(holds_b) {
                next = Some(at);
            }
        }
        table.witness(held);
    }
}

impl Table {
    fn basket(&mut self, stratum: u32, chances: u64, days: u16, bought: Option<u16>) {
        let row = stratum as usize * self.days;
        self.chances[stratum as usize] += chances;
        if let Some(day) = bought {
            self.events[row + usize::from(day)] += chances;
        }
        self.leaving[row + usize::from(bought.unwrap_or(days))] += chances;
    }

    fn witness(&mut self, (stratum, chances): (u32, u64)) {
        if stratum != NONE {
            self.squares[stratum as usize] += chances * chances;
        }
    }

    fn merge(&mut self, other: Self) {
        add_all(&mut self.events, &other.events);
        add_all(&mut self.leaving, &other.leaving);
        add_all(&mut self.chances, &other.chances);
        add_all(&mut self.squares, &other.squares);
        add_all(&mut self.index, &other.index);
        self.buyers.extend(other.buyers);
    }

    fn buyers(&self) -> Vec<Step> {
        let mut table = DayTable::new(u16::try_from(self.days - 1).expect("windows are checked"));
        for &(days, bought) in &self.buyers {
            match bought {
                Some(day) => table.bought(day),
                None => table.followed(days),
            }
        }
        table.curve()
    }

    /// The like, each basket weighed so that a stratum weighs as many as it has index customers.
    fn like(&self) -> Vec<LikeStep> {
        let (mut events, mut leaving) = (vec![0.0; self.days], vec![0.0; self.days]);
        let (mut all, mut squares) = (0.0, 0.0);
        // A stratum of which nobody was read says nothing.
        let told = |stratum: usize| self.index[stratum] > 0 && self.chances[stratum] > 0;
        for (stratum, &index) in self.index.iter().enumerate().filter(|(stratum, _)| told(*stratum)) {
            let weight = as_real(index) / as_real(self.chances[stratum]);
            all += as_real(index);
            squares += weight * weight * as_real(self.squares[stratum]);
            for day in 0..self.days {
                events[day] += weight * as_real(self.events[stratum * self.days + day]);
                leaving[day] += weight * as_real(self.leaving[stratum * self.days + day]);
            }
        }
        if all <= 0.0 {
            return Vec::new();
        }
        // So many independent customers would know as much (Kish 1965, eq. 11.7.6).
        let witnesses = all / squares;
        let mut left = all - leaving[0];
        let mut running = Running::default();
        let mut steps = Vec::new();
        for (day, (events, leaving)) in (0_u16..).zip(events.into_iter().zip(leaving)).skip(1) {
            // What is left after all have gone is rounding.
            if left <= 1e-9 * all {
                break;
            }
            let (share, interval) = running.step(left * witnesses, events * witnesses);
            steps.push(LikeStep { day, share, interval });
            left -= leaving;
        }
        steps
    }
}

#[cfg(test)]
mod tests;
