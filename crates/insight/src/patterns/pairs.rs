//! One A against every B: counts, expectation, tests, and the curve to the day for the pairs worth showing.

use super::index::{Index, Moment, Part, View};
use super::like::Rates;
use super::shrink::Evidenced;
use super::{Question, Settings, TimeToB};
use crate::stats::{as_real, poisson_two_sided};
use crate::survival::{cumulative, day_reached};

/// Above so many tests only p-values up to [`KEPT_P`] are kept; q-values up to it stay exact.
pub(crate) const MANY_TESTS: u64 = 20_000_000;
/// See [`MANY_TESTS`].
pub(crate) const KEPT_P: f64 = 0.2;

/// Observed and expected in one part of history.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Side {
    pub(crate) n_a: u32,
    pub(crate) n_ab: u32,
    pub(crate) expected: f64,
}

impl Side {
    fn plus(self, other: Self) -> Self {
        Self {
            n_a: self.n_a + other.n_a,
            n_ab: self.n_ab + other.n_ab,
            expected: self.expected + other.expected,
        }
    }

    /// Whether it was tested: the same filter for all B, or by the question only, never by the outcome.
    fn tested(self, least: u32) -> bool {
        self.n_a >= least.max(1) && self.expected > 0.0
    }

    fn p(self) -> f64 {
        poisson_two_sided(u64::from(self.n_ab), self.expected)
    }

    /// Enough customers to show: bought, or would have been expected to.
    fn shows(self, least: u32) -> bool {
        self.n_ab >= least || (self.below() && self.expected >= f64::from(least))
    }

    pub(crate) fn evidenced(self) -> Evidenced {
        Evidenced::new(self.n_a, self.n_ab, self.expected)
    }

    pub(crate) fn below(self) -> bool {
        f64::from(self.n_ab) < self.expected
    }
}

/// A pair before the tests of all pairs are known.
pub(crate) struct Draft {
    /// Eligible numbers.
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) early: Side,
    pub(crate) late: Side,
    pub(crate) p: f64,
    /// The p-value on the early part alone, when the rule could have been found there.
    pub(crate) early_p: Option<f64>,
    pub(crate) time: TimeToB,
}

impl Draft {
    pub(crate) fn whole(&self) -> Side {
        self.early.plus(self.late)
    }
}

/// All that is learnt of one A.
#[derive(Default)]
pub(crate) struct OfA {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) tested: u64,
    pub(crate) p_values: Vec<f64>,
    pub(crate) early_tested: u64,
    pub(crate) early_p_values: Vec<f64>,
    /// Observed and expected of some pairs tested, whatever came of them.
    pub(crate) sample: Vec<Evidenced>,
    /// Per B, ascending: customers who bought A, then B within the window, both for the first time.
    pub(crate) firsts: Vec<(u32, u32)>,
}

/// Counts of one B.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    all: u32,
    parts: [u32; 2],
    firsts: u32,
    had_all: u32,
    had: [u32; 2],
}

/// Scratch of one thread.
pub(crate) struct Bench {
    cells: Vec<Cell>,
    expected: [Vec<f64>; 2],
    /// Per B its place among the drafts, or none.
    place: Vec<u32>,
    days: DayBuffer,
}

/// Days of many B's side by side.
#[derive(Default)]
struct DayBuffer {
    /// Per draft where its entries begin, one longer; likewise of `had`.
    starts: Vec<usize>,
    had_starts: Vec<usize>,
    /// Day bought, days followed.
    bought: Vec<(u16, u16)>,
    /// Days followed of those who had B.
    had: Vec<u16>,
    events: Vec<u32>,
    at_risk: Vec<u32>,
    change: Vec<i64>,
    share: Vec<f64>,
}

/// What the work on one A needs to know.
pub(crate) struct Work<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) rates: &'a Rates,
    pub(crate) settings: &'a Settings,
    pub(crate) index: &'a Index,
    /// All ordered pairs, to know how many p-values there may be and how to sample them.
    pub(crate) pairs: u64,
}

const NONE: u32 = u32::MAX;

impl Bench {
    pub(crate) fn new(items: usize) -> Self {
        Self {
            cells: vec![Cell::default(); items],
            expected: [vec![0.0; items], vec![0.0; items]],
            place: vec![NONE; items],
            days: DayBuffer::default(),
        }
    }
}

impl Work<'_> {
    /// Everything about item `a` (eligible number), which has place `place` in the block.
    pub(crate) fn run(&self, a: u32, place: usize, bench: &mut Bench) -> OfA {
        let n_a = self.count(place, bench);
        let mut of_a = OfA::default();
        for b in 0..bench.cells.len() {
            let cell = bench.cells[b];
            if b == a as usize {
                continue;
            }
            if cell.firsts > 0 {
                of_a.firsts.push((number(b), cell.firsts));
            }
            let side = |part: usize| Side {
                n_a: self.asked(n_a[part], cell.had[part]),
                n_ab: cell.parts[part],
                expected: bench.expected[part][b].max(0.0),
            };
            self.test(a, number(b), side(0), side(1), &mut of_a);
        }
        self.follow(place, bench, &mut of_a.drafts);
        of_a
    }

    /// Counts and expectations of every B; index customers of A early and late.
    fn count(&self, place: usize, bench: &mut Bench) -> [u32; 2] {
        bench.cells.fill(Cell::default());
        for expected in &mut bench.expected {
            expected.fill(0.0);
        }
        let mut of_stratum = vec![[0_u32; 2]; self.view.strata.count];
        let mut n_a = [0; 2];
        for moment in self.index.moments(place) {
            let part = match moment.part {
                Part::Early => Some(0),
                Part::Late => Some(1),
                Part::Open => None,
            };
            if let Some(part) = part {
                n_a[part] += 1;
                of_stratum[moment.stratum as usize][part] += 1;
                for followed in self.index.followed(moment) {
                    let cell = &mut bench.cells[followed.item()];
                    cell.all += 1;
                    cell.firsts += followed.first();
                    cell.parts[part] += 1;
                }
            } else {
                for followed in self.index.followed(moment) {
                    let cell = &mut bench.cells[followed.item()];
                    cell.all += 1;
                    cell.firsts += followed.first();
                }
            }
            self.count_had(moment, part, bench);
        }
        if self.view.question != Question::Again {
            self.expect(&of_stratum, bench);
        }
        n_a
    }

    /// Those who had B: not asked for B first, the only ones asked for B again.
    fn count_had(&self, moment: &Moment, part: Option<usize>, bench: &mut Bench) {
        let sign = if self.view.question == Question::First { -1.0 } else { 1.0 };
        let rates = self.rates.of(moment.stratum);
        for &item in self.index.had(moment) {
            let cell = &mut bench.cells[item as usize];
            cell.had_all += 1;
            if let Some(part) = part {
                cell.had[part] += 1;
                bench.expected[part][item as usize] += sign * rates[item as usize];
            }
        }
    }

    /// Adds the sum over strata of n_A(s) r_B(s).
    fn expect(&self, of_stratum: &[[u32; 2]], bench: &mut Bench) {
        for (stratum, counts) in (0..).zip(of_stratum) {
            for (part, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let weight = f64::from(count);
                for (sum, rate) in bench.expected[part].iter_mut().zip(self.rates.of(stratum)) {
                    *sum += weight * rate;
                }
            }
        }
    }

    fn asked(&self, all: u32, had: u32) -> u32 {
        match self.view.question {
            Question::Any => all,
            Question::First => all - had,
            Question::Again => had,
        }
    }

    fn test(&self, a: u32, b: u32, early: Side, late: Side, of_a: &mut OfA) {
        let least = self.settings.min_support;
        let whole = early.plus(late);
        if !whole.tested(least) {
            return;
        }
        let keep = |p: f64| self.pairs <= MANY_TESTS || p <= KEPT_P;
        let p = whole.p();
        of_a.tested += 1;
        if keep(p) {
            of_a.p_values.push(p);
        }
        let mut early_p = None;
        if early.tested(least) && late.n_a > 0 {
            let found = early.p();
            of_a.early_tested += 1;
            if keep(found) {
                of_a.early_p_values.push(found);
            }
            early_p = early.shows(least).then_some(found);
        }
        if sampled(a, b, self.pairs) {
            of_a.sample.push(whole.evidenced());
        }
        // Below expectation a pair is shown only when significant, which it cannot be beyond the rate itself.
        let shown = whole.n_ab >= least || (whole.shows(least) && p <= self.settings.fdr);
        if shown || early_p.is_some_and(|p| p <= self.settings.fdr) {
            of_a.drafts.push(Draft { a, b, early, late, p, early_p, time: TimeToB::unknown() });
        }
    }

    /// Fills in the time to B of the drafts.
    fn follow(&self, place: usize, bench: &mut Bench, drafts: &mut [Draft]) {
        let Bench { cells, place: place_of, days, .. } = bench;
        days.starts.clear();
        days.had_starts.clear();
        let (mut bought, mut had) = (0, 0);
        for (number, draft) in (0..).zip(drafts.iter()) {
            place_of[draft.b as usize] = number;
            days.starts.push(bought);
            days.had_starts.push(had);
            bought += cells[draft.b as usize].all as usize;
            had += cells[draft.b as usize].had_all as usize;
        }
        days.bought.resize(bought, (0, 0));
        days.had.resize(had, 0);
        let (mut free, mut had_free) = (days.starts.clone(), days.had_starts.clone());
        days.starts.push(bought);
        days.had_starts.push(had);
        let last = usize::from(self.settings.window_days);
        let mut followed_to = vec![0_u32; last + 1];
        for moment in self.index.moments(place) {
            followed_to[usize::from(moment.days)] += 1;
            for followed in self.index.followed(moment) {
                let number = place_of[followed.item()];
                if number != NONE {
                    let free = &mut free[number as usize];
                    days.bought[*free] = (followed.day(), moment.days);
                    *free += 1;
                }
            }
            for &item in self.index.had(moment) {
                let number = place_of[item as usize];
                if number != NONE {
                    let free = &mut had_free[number as usize];
                    days.had[*free] = moment.days;
                    *free += 1;
                }
            }
        }
        for (number, draft) in drafts.iter_mut().enumerate() {
            draft.time = days.time(number, &followed_to, self.view.question);
            place_of[draft.b as usize] = NONE;
        }
    }
}

impl DayBuffer {
    /// Kaplan-Meier of one draft. `followed_to`: index customers of A by days followed.
    fn time(&mut self, number: usize, followed_to: &[u32], question: Question) -> TimeToB {
        let bought = &self.bought[self.starts[number]..self.starts[number + 1]];
        let had = &self.had[self.had_starts[number]..self.had_starts[number + 1]];
        // At risk on day d: asked and followed to d or longer, less those who bought before d. Somebody who bought on
        // day e and is followed to f is missing from the days e + 1 to f; who must not be asked, from 1 to f.
        let asked_all = i64::from(question != Question::Again);
        let asked_had = match question {
            Question::Any => 0,
            Question::First => -1,
            Question::Again => 1,
        };
        self.events.clear();
        self.events.resize(followed_to.len(), 0);
        self.change.clear();
        self.change.resize(followed_to.len() + 1, 0);
        for (day, count) in followed_to.iter().enumerate() {
            self.change[0] += asked_all * i64::from(*count);
            self.change[day + 1] -= asked_all * i64::from(*count);
        }
        for &days in had {
            self.change[0] += asked_had;
            self.change[usize::from(days) + 1] -= asked_had;
        }
        for &(day, days) in bought {
            self.events[usize::from(day)] += 1;
            self.change[usize::from(day) + 1] -= 1;
            self.change[usize::from(days) + 1] += 1;
        }
        self.at_risk.clear();
        let mut left = 0_i64;
        for change in &self.change[..followed_to.len()] {
            left += change;
            self.at_risk.push(u32::try_from(left).expect("those at risk are customers, at least none"));
        }
        cumulative(&self.at_risk, &self.events, &mut self.share);
        let end = self.share.last().copied().unwrap_or(0.0);
        let quarters = [0.25, 0.5, 0.75];
        let of_buyers = |level: f64| (end > 0.0).then(|| day_reached(&self.share, level * end)).flatten();
        TimeToB {
            followed: self.at_risk.first().copied().unwrap_or(0),
            bought: number_of(bought.len()),
            quartile_days: quarters.map(|level| day_reached(&self.share, level)),
            quartile_days_of_buyers: quarters.map(of_buyers),
        }
    }
}

impl TimeToB {
    fn unknown() -> Self {
        Self { followed: 0, bought: 0, quartile_days: [None; 3], quartile_days_of_buyers: [None; 3] }
    }
}

/// About 20,000 pairs out of `pairs`, by a hash of their numbers: the same on any machine.
fn sampled(a: u32, b: u32, pairs: u64) -> bool {
    let mixed = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let share = 20_000.0 / as_real(pairs.max(1));
    as_real(mixed >> 11) < share * as_real(1 << 53)
}

fn number(b: usize) -> u32 {
    number_of(b)
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).expect("items and customers are numbered in 32 bits")
}
