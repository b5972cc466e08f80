//! Tests only: the definitions of a report, written out the slow and plain way, against the report itself.

use super::baskets::Frame;
use super::find::find_in_blocks;
use super::scan::Eligible;
use super::strata::Strata;
use super::testing::bought;
use super::{Pair, Question, Settings, find};
use crate::survival::DayTable;
use proptest::prelude::*;
use std::collections::BTreeMap;
use vihje_model::{Purchases, time::MICROS_PER_DAY};

/// One basket: moment, items, activity before.
type Basket = (i64, Vec<u32>, usize);

struct Plain<'a> {
    frame: Frame,
    strata: &'a Strata,
    question: Question,
    window_days: u16,
    customers: Vec<Vec<Basket>>,
}

/// What the definitions give for one pair.
#[derive(Debug, PartialEq)]
struct Expected {
    n_a: u32,
    n_ab: u32,
    expected: f64,
    followed: u32,
    bought: u32,
    median: Option<u16>,
    firsts: u32,
}

impl Plain<'_> {
    fn asked(&self, baskets: &[Basket], at: i64, b: u32) -> bool {
        let had = baskets.iter().any(|(t, items, _)| *t <= at && items.contains(&b));
        match self.question {
            Question::Any => true,
            Question::First => !had,
            Question::Again => had,
        }
    }

    fn delay(&self, baskets: &[Basket], at: i64, b: u32) -> Option<i64> {
        let next = baskets.iter().find(|(t, items, _)| *t > at && items.contains(&b))?.0 - at;
        (next <= self.frame.window).then_some(next)
    }

    /// Share of chances, per stratum, that are followed by B, drawn to the overall share by one chance.
    fn rates(&self, b: u32) -> BTreeMap<u32, f64> {
        let mut sums: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for baskets in &self.customers {
            for (at, items, before) in baskets {
                if self.frame.may_index(*at) && self.frame.complete(*at) {
                    let sum = sums.entry(self.strata.of(*at, *before)).or_default();
                    if self.asked(baskets, *at, b) {
                        let known =
                            |item: &u32| baskets.iter().any(|(t, items, _)| t < at && items.contains(item));
                        let chances = items.iter().filter(|item| !known(item)).count() as f64;
                        sum.0 += if self.delay(baskets, *at, b).is_some() { chances } else { 0.0 };
                        sum.1 += chances;
                    }
                }
            }
        }
        let all = sums.values().fold((0.0, 0.0), |all, sum| (all.0 + sum.0, all.1 + sum.1));
        let overall = if all.1 > 0.0 { all.0 / all.1 } else { 0.0 };
        sums.into_iter().map(|(stratum, sum)| (stratum, (sum.0 + overall) / (sum.1 + 1.0))).collect()
    }

    fn pair(&self, a: u32, b: u32) -> Expected {
        let rates = self.rates(b);
        let mut found =
            Expected { n_a: 0, n_ab: 0, expected: 0.0, followed: 0, bought: 0, median: None, firsts: 0 };
        let mut table = DayTable::new(self.window_days);
        for baskets in &self.customers {
            let Some((at, _, before)) = baskets.iter().find(|(_, items, _)| items.contains(&a)) else {
                continue;
            };
            if !self.frame.may_index(*at) {
                continue;
            }
            let delay = self.delay(baskets, *at, b);
            let had = baskets.iter().any(|(t, items, _)| t <= at && items.contains(&b));
            found.firsts += u32::from(delay.is_some() && !had);
            if !self.asked(baskets, *at, b) {
                continue;
            }
            found.followed += 1;
            found.bought += u32::from(delay.is_some());
            match delay {
                Some(delay) => table.bought(super::baskets::days_up(delay)),
                None => table.followed(self.frame.days_followed(*at)),
            }
            if self.frame.complete(*at) {
                found.n_a += 1;
                found.n_ab += u32::from(delay.is_some());
                found.expected += rates[&self.strata.of(*at, *before)];
            }
        }
        found.median = table.curve().iter().find(|step| step.share > 0.5 - 1e-12).map(|step| step.day);
        found
    }
}

fn baskets(purchases: &Purchases, customer: usize) -> Vec<Basket> {
    let mut baskets: Vec<Basket> = Vec::new();
    for line in purchases.lines_of(customer) {
        let (at, item) = (purchases.at[line].0, purchases.item[line]);
        if baskets.last().is_none_or(|(last, _, _)| *last != at) {
            let before = baskets.iter().map(|(_, items, _)| items.len()).sum();
            baskets.push((at, Vec::new(), before));
        }
        let basket = &mut baskets.last_mut().unwrap().1;
        if !basket.contains(&item) {
            basket.push(item);
        }
    }
    baskets
}

fn agree(purchases: &Purchases, settings: &Settings) -> Result<(), TestCaseError> {
    let eligible = Eligible::new(purchases, 1);
    let frame = Frame::new(purchases, settings);
    let strata = Strata::new(purchases, &eligible, &frame);
    let plain = Plain {
        frame,
        strata: &strata,
        question: settings.question,
        window_days: settings.window_days,
        customers: (0..purchases.customers.len()).map(|customer| baskets(purchases, customer)).collect(),
    };
    let report = find(purchases, settings).unwrap();
    let in_blocks = find_in_blocks(purchases, settings, 7).unwrap();
    prop_assert_eq!(serde_json::to_string(&report).unwrap(), serde_json::to_string(&in_blocks).unwrap());
    let found: BTreeMap<(u32, u32), &Pair> =
        report.pairs.iter().map(|pair| ((pair.a, pair.b), pair)).collect();
    let items = u32::try_from(purchases.items.len()).unwrap();
    for (a, b) in (0..items).flat_map(|a| (0..items).map(move |b| (a, b))).filter(|(a, b)| a != b) {
        let expected = plain.pair(a, b);
        let Some(pair) = found.get(&(a, b)) else {
            prop_assert!(expected.n_ab == 0 || expected.expected <= 0.0, "{} {} {:?}", a, b, expected);
            continue;
        };
        prop_assert_eq!((pair.n_a, pair.n_ab), (expected.n_a, expected.n_ab));
        prop_assert!((pair.expected - expected.expected).abs() < 1e-9, "{:?} {:?}", pair, expected);
        prop_assert_eq!((pair.time.followed, pair.time.bought), (expected.followed, expected.bought));
        prop_assert_eq!(pair.time.quartile_days[1], expected.median);
        prop_assert!(pair.lift_interval.contains(pair.lift) && pair.q >= pair.p);
        if settings.question != Question::Again {
            let firsts = (expected.firsts, plain.pair(b, a).firsts);
            let direction = pair.direction.as_ref().map(|found| (found.a_then_b, found.b_then_a));
            prop_assert_eq!(direction.unwrap_or((0, 0)), firsts);
        }
        let text = serde_json::to_string(pair).unwrap();
        prop_assert!(!text.contains("lift\":null,\"lift_interval"), "{}", text);
    }
    Ok(())
}

fn histories() -> impl Strategy<Value = Vec<Vec<(i64, u32)>>> {
    let lines = prop::collection::vec((0..150_i64, 0..5_u32), 0..14).prop_map(|mut lines| {
        lines.sort_unstable();
        lines
    });
    prop::collection::vec(lines, 1..70)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_report_is_what_its_definitions_say(
        histories in histories(),
        question in prop_oneof![Just(Question::Any), Just(Question::First), Just(Question::Again)],
        window_days in prop_oneof![Just(1_u16), Just(30), Just(400)],
        washout_days in prop_oneof![Just(0_u16), Just(40)],
    ) {
        let lines: Vec<&[(i64, u32)]> = histories.iter().map(Vec::as_slice).collect();
        let settings = Settings {
            window_days, washout_days, question, min_support: 1, min_customers: 1, ..Settings::default()
        };
        agree(&bought(&lines), &settings)?;
    }
}

#[test]
fn by_hand() {
    // All in January, one stratum (fewer than twenty customers), window ten days, all windows complete but the last.
    // Baskets (chances): c0 {0}, {1}; c1 {0, 2}, {1}; c2 {2}, {1}; c3 {0}; c4 far later, to close the windows.
    let purchases =
        bought(&[&[(0, 0), (4, 1)], &[(0, 0), (0, 2), (6, 1)], &[(1, 2), (3, 1)], &[(2, 0)], &[(30, 4)]]);
    let settings = Settings { window_days: 10, min_support: 1, min_customers: 1, ..Settings::default() };
    let report = find(&purchases, &settings).unwrap();
    let pair = report.pairs.iter().find(|pair| (pair.a, pair.b) == (0, 1)).unwrap();
    // Chances with complete windows: c0 1 + 1, c1 2 + 1, c2 1 + 1, c3 1 = 8; followed by item 1: 1 + 2 + 1 = 4.
    // The rate is (4 + 4/8) / (8 + 1) = 1/2, expected 3 x 1/2, two bought.
    assert_eq!((pair.n_a, pair.n_ab), (3, 2));
    assert!((pair.expected - 1.5).abs() < 1e-12 && (pair.lift - 4.0 / 3.0).abs() < 1e-12);
    assert_eq!(pair.time.quartile_days, [Some(4), Some(6), None]);
    assert_eq!(pair.time.quartile_days_of_buyers, [Some(4), Some(4), Some(6)]);
    assert_eq!(report.population.customers_complete, 4);
    assert_eq!(report.population.strata, 1);
    assert!(report.held_out.is_none(), "all index moments lie in one month");
}

#[test]
fn histories_too_short_or_empty_are_answered() {
    let nobody = Purchases::empty(vihje_model::Moment(0));
    let report = find(&nobody, &Settings::default()).unwrap();
    assert_eq!((report.tested, report.pairs.len(), report.population.first), (0, 0, None));
    let at_once: Vec<Vec<(i64, u32)>> = (0..60).map(|_| vec![(5, 0), (5, 1)]).collect();
    let lines: Vec<&[(i64, u32)]> = at_once.iter().map(Vec::as_slice).collect();
    let report = find(&bought(&lines), &Settings::default()).unwrap();
    assert_eq!((report.tested, report.population.customers_complete), (0, 0));
    // The same, long ago: windows are complete, nobody bought again, nothing was expected.
    let mut purchases = bought(&lines);
    purchases.as_of = vihje_model::Moment(1000 * MICROS_PER_DAY);
    let report = find(&purchases, &Settings::default()).unwrap();
    assert_eq!((report.tested, report.pairs.len(), report.population.customers_complete), (0, 0, 60));
    assert!(find(&purchases, &Settings { window_days: 0, ..Settings::default() }).is_err());
    assert!(find(&purchases, &Settings { fdr: f64::NAN, ..Settings::default() }).is_err());
}
