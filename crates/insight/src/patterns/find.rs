//! Finds patterns: composes counting, expectation, tests, shrinkage, direction and the held-out check.

use super::baskets::{Baskets, Frame};
use super::direction::Trends;
use super::index::{ENTRIES, View};
use super::like::Rates;
use super::pairs::{Bench, Draft, OfA, Side, Work};
use super::scan::Eligible;
use super::shards::{add_all, by_customer};
use super::shrink::{Evidenced, Prior, pooled};
use super::strata::Strata;
use super::{Evidence, HeldOutCheck, HeldOutPair, Pair, PatternError, Population, Report, Settings};
use crate::stats::{Interval, as_real, benjamini_hochberg_of, poisson_interval, wilson_interval};
use rayon::prelude::*;
use vihje_model::{Moment, Purchases};

/// All patterns of the purchases, by the settings.
///
/// Time O(lines + index customers x items bought within the window + pairs x strata); for the Complete Journey data at
/// `product_type` (1.4 million lines, 2 million pairs) 4 seconds of one core, shared by the threads there are. Memory: up to 256 MB of lists, 8 bytes
/// per item and stratum and per item and day of history, and some 400 bytes per pair reported.
///
/// # Errors
/// When the settings cannot be computed, see [`PatternError`]. A history that is too short is not an error: the report
/// then has no pairs and says so in its population.
pub fn find(purchases: &Purchases, settings: &Settings) -> Result<Report, PatternError> {
    find_in_blocks(purchases, settings, ENTRIES)
}

pub(crate) fn find_in_blocks(
    purchases: &Purchases,
    settings: &Settings,
    entries: u64,
) -> Result<Report, PatternError> {
    let eligible = Eligible::new(purchases, settings.min_customers);
    settings.check(eligible.len())?;
    let frame = Frame::new(purchases, settings);
    let strata = Strata::new(purchases, &eligible, &frame);
    let rates = Rates::new(purchases, &eligible, &frame, &strata, settings.question);
    let late_from = match settings.held_out_from {
        Some(moment) => Some(moment.0),
        None => half_time(purchases, &eligible, &frame, &strata),
    };
    let view = View::new(purchases, &eligible, &strata, settings, late_from);
    let of_all = run(&view, &rates, settings, entries);
    let mut tests = Tests::default();
    let mut firsts = Vec::with_capacity(of_all.len());
    let mut drafts = Vec::new();
    for of_a in of_all {
        tests.add(&of_a);
        drafts.extend(of_a.drafts);
        firsts.push(of_a.firsts);
    }
    let found = Found {
        settings,
        eligible: &eligible,
        rates: &rates,
        prior: Prior::fit(&tests.sample),
        q: Adjusted::new(tests.p_values, tests.tested),
        early_q: Adjusted::new(tests.early_p_values, tests.early_tested),
        trends: Trends::new(purchases, &eligible, &frame),
        firsts,
        limits: Limits::of(&drafts),
    };
    let held_out = late_from.map(|from| found.check(&drafts, Moment(from)));
    let mut pairs: Vec<Pair> = drafts.par_iter().filter_map(|draft| found.pair(draft)).collect();
    pairs.par_sort_by(|x, y| {
        let order = x.evidence.cmp(&y.evidence).then(y.shrunken_lift.total_cmp(&x.shrunken_lift));
        order.then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    Ok(Report {
        settings: settings.clone(),
        as_of: purchases.as_of,
        population: Population {
            customers: purchases.customers.len() as u64,
            lines: purchases.at.len() as u64,
            items: u32::try_from(eligible.len()).expect("items are numbered in 32 bits"),
            strata: u32::try_from(strata.count).expect("strata are numbered in 32 bits"),
            first: (!purchases.at.is_empty()).then_some(Moment(frame.begins)),
            complete_before: Moment(frame.as_of.saturating_sub(frame.window).min(frame.until)),
            customers_complete: rates.customers,
        },
        tested: tests.tested,
        pairs,
        held_out,
        prior: found.prior,
    })
}

/// Every A against every B, block by block, in order of A.
fn run(view: &View<'_>, rates: &Rates, settings: &Settings, entries: u64) -> Vec<OfA> {
    let items = view.eligible.len();
    let mut of_all = Vec::with_capacity(items);
    for block in view.blocks(entries) {
        let index = view.index(&block);
        let work = Work { view, rates, settings, index: &index, pairs: (items * items) as u64 };
        let first = block.start;
        of_all.par_extend(block.into_par_iter().with_max_len(4).map_init(
            || Bench::new(items),
            |bench, a| work.run(u32::try_from(a).expect("items are numbered in 32 bits"), a - first, bench),
        ));
    }
    of_all
}

/// The turn of the month that comes nearest to halving the index moments with complete windows; `None` when all lie in
/// one month.
fn half_time(purchases: &Purchases, eligible: &Eligible, frame: &Frame, strata: &Strata) -> Option<i64> {
    let turns = strata.turns();
    let shards = by_customer(
        purchases.customers.len(),
        || (Baskets::new(eligible.len()), vec![0_u64; turns.len() + 1]),
        |(baskets, months), customers| {
            for customer in customers {
                baskets.read(purchases, eligible, customer);
                let firsts = baskets.first.iter().map(|basket| baskets.at[*basket]);
                for at in firsts.filter(|at| frame.may_index(*at) && frame.complete(*at)) {
                    months[turns.partition_point(|turn| *turn <= at)] += 1;
                }
            }
        },
    );
    let mut months = vec![0; turns.len() + 1];
    for (_, shard) in &shards {
        add_all(&mut months, shard);
    }
    let total: u64 = months.iter().sum();
    let mut before = 0;
    let mut best = None;
    for (&turn, &month) in turns.iter().zip(&months) {
        before += month;
        if before > 0 && before < total {
            let miss = (2 * before).abs_diff(total);
            if best.is_none_or(|(least, _)| miss < least) {
                best = Some((miss, turn));
            }
        }
    }
    best.map(|(_, turn)| turn)
}

/// The tests of all pairs.
#[derive(Default)]
struct Tests {
    tested: u64,
    p_values: Vec<f64>,
    early_tested: u64,
    early_p_values: Vec<f64>,
    sample: Vec<Evidenced>,
}

impl Tests {
    fn add(&mut self, of_a: &OfA) {
        self.tested += of_a.tested;
        self.p_values.extend(&of_a.p_values);
        self.early_tested += of_a.early_tested;
        self.early_p_values.extend(&of_a.early_p_values);
        self.sample.extend(&of_a.sample);
    }
}

/// Adjusted p-values by p-value.
struct Adjusted {
    /// Ascending, with the adjusted p-value of each.
    p: Vec<f64>,
    q: Vec<f64>,
}

impl Adjusted {
    fn new(mut p: Vec<f64>, tests: u64) -> Self {
        p.par_sort_unstable_by(f64::total_cmp);
        let q = benjamini_hochberg_of(&p, tests);
        Self { p, q }
    }

    fn of(&self, p: f64) -> f64 {
        self.q.get(self.p.partition_point(|other| *other < p)).copied().unwrap_or(1.0)
    }
}

/// Exact limits of the counts that occur, computed once each.
struct Limits {
    counts: Vec<u32>,
    limits: Vec<Interval>,
}

impl Limits {
    fn of(drafts: &[Draft]) -> Self {
        let mut counts: Vec<u32> =
            drafts.iter().flat_map(|draft| [draft.whole().n_ab, draft.late.n_ab]).collect();
        counts.par_sort_unstable();
        counts.dedup();
        let limits = counts.par_iter().map(|count| poisson_interval(u64::from(*count), 0.95)).collect();
        Self { counts, limits }
    }

    fn get(&self, count: u32) -> Interval {
        self.limits
            [self.counts.binary_search(&count).expect("limits were computed for all counts of the drafts")]
    }
}

/// All that is needed to turn drafts into pairs.
struct Found<'a> {
    settings: &'a Settings,
    eligible: &'a Eligible,
    rates: &'a Rates,
    prior: Prior,
    q: Adjusted,
    early_q: Adjusted,
    trends: Trends,
    firsts: Vec<Vec<(u32, u32)>>,
    limits: Limits,
}

impl Found<'_> {
    /// The finished pair; `None` when it was only kept for the held-out check.
    fn pair(&self, draft: &Draft) -> Option<Pair> {
        let whole = draft.whole();
        let q = self.q.of(draft.p);
        let evidence = match (q <= self.settings.fdr, whole.below()) {
            (false, _) => Evidence::Unclear,
            (true, false) => Evidence::Above,
            (true, true) => Evidence::Below,
        };
        if whole.n_ab < self.settings.min_support && evidence != Evidence::Below {
            return None;
        }
        Some(Pair {
            a: self.eligible.items[draft.a as usize],
            b: self.eligible.items[draft.b as usize],
            n_a: whole.n_a,
            n_ab: whole.n_ab,
            confidence: f64::from(whole.n_ab) / f64::from(whole.n_a),
            expected: whole.expected,
            lift: f64::from(whole.n_ab) / whole.expected,
            lift_interval: self.limits.get(whole.n_ab).over(whole.expected),
            p: draft.p,
            q,
            evidence,
            naive_lift: self.naive_lift(draft),
            shrunken_lift: self.prior.shrunken(whole.evidenced()),
            time: draft.time.clone(),
            direction: self.trends.direction(
                draft.a,
                draft.b,
                self.firsts_of(draft.a, draft.b),
                self.firsts_of(draft.b, draft.a),
            ),
            held_out: self.held_out(draft.late),
        })
    }

    fn naive_lift(&self, draft: &Draft) -> Option<f64> {
        let whole = draft.whole();
        let rate = self.rates.naive[draft.b as usize].filter(|rate| *rate > 0.0)?;
        Some(f64::from(whole.n_ab) / f64::from(whole.n_a) / rate)
    }

    fn held_out(&self, late: Side) -> Option<HeldOutPair> {
        let expects = late.expected > 0.0;
        (late.n_a > 0).then(|| HeldOutPair {
            n_a: late.n_a,
            n_ab: late.n_ab,
            expected: late.expected,
            lift: expects.then(|| f64::from(late.n_ab) / late.expected),
            interval: expects.then(|| self.limits.get(late.n_ab).over(late.expected)),
        })
    }

    fn firsts_of(&self, a: u32, b: u32) -> u32 {
        let row = &self.firsts[a as usize];
        row.binary_search_by_key(&b, |(item, _)| *item).map_or(0, |found| row[found].1)
    }

    fn check(&self, drafts: &[Draft], from: Moment) -> HeldOutCheck {
        let is_rule = |draft: &&Draft| draft.early_p.is_some_and(|p| self.early_q.of(p) <= self.settings.fdr);
        let rules: Vec<&Draft> = drafts.iter().filter(is_rule).collect();
        let checked: Vec<&&Draft> = rules.iter().filter(|rule| rule.late.expected >= 1.0).collect();
        let above: Vec<&&&Draft> = checked.iter().filter(|rule| !rule.early.below()).collect();
        let kept = checked.iter().filter(|rule| rule.early.below() == rule.late.below()).count() as u64;
        let among = checked.len() as u64;
        HeldOutCheck {
            from,
            rules: rules.len() as u64,
            checked: among,
            kept_sign: kept,
            share: (among > 0).then(|| as_real(kept) / as_real(among)),
            interval: (among > 0).then(|| wilson_interval(kept, among, 0.95)),
            lift_found: pooled(above.iter().map(|rule| (rule.early.n_ab, rule.early.expected))),
            lift_held_out: pooled(above.iter().map(|rule| (rule.late.n_ab, rule.late.expected))),
            naive_share: self.naive_share(drafts, checked.len()),
        }
    }

    /// Of the `length` pairs of largest naive lift on the early part (and enough customers there), the share above
    /// expectation in the late part.
    fn naive_share(&self, drafts: &[Draft], length: usize) -> Option<f64> {
        let naive = |draft: &Draft| {
            let rate = self.rates.naive[draft.b as usize].filter(|rate| *rate > 0.0)?;
            Some(f64::from(draft.early.n_ab) / f64::from(draft.early.n_a.max(1)) / rate)
        };
        let mut ranked: Vec<(f64, &Draft)> = drafts
            .iter()
            .filter(|draft| draft.early.n_ab >= self.settings.min_support && draft.late.expected >= 1.0)
            .filter_map(|draft| Some((naive(draft)?, draft)))
            .collect();
        ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1.a, x.1.b).cmp(&(y.1.a, y.1.b))));
        ranked.truncate(length);
        let kept = ranked.iter().filter(|(_, draft)| !draft.late.below()).count();
        (!ranked.is_empty()).then(|| as_real(kept as u64) / as_real(ranked.len() as u64))
    }
}
