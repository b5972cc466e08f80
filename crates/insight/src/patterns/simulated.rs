//! Tests only: a simulated shop whose truth is known. Does the adjusted lift recover what was planted, and does nothing
//! come up where nothing was planted?

use super::testing::bought_at;
use super::{Evidence, Report, Settings, find};

/// A seeded source of numbers (Steele, Lea, Flood 2014, SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn gap(&mut self, rate: f64) -> f64 {
        -(1.0 - self.next()).ln() / rate
    }
}

/// A shop in which customers differ in pace, basket size and how long they stay, and items in popularity and season.
struct Shop {
    seed: u64,
    customers: usize,
    days: f64,
    items: u32,
    /// (A, B, times): after the first A, baskets within the window hold B so many times as often.
    planted: Vec<(u32, u32, f64)>,
}

const WINDOW: u16 = 90;

impl Shop {
    fn chance(&self, item: u32, day: f64) -> f64 {
        let season = 1.0 + 0.6 * (std::f64::consts::TAU * (day / 365.0 + f64::from(item % 5) / 5.0)).sin();
        // Popular items first; from 20 on rare ones, for planting: where everybody buys B no lift can be large.
        let rare = if item < 20 { 1.0 } else { 0.15 };
        rare * season * 0.25 / (1.0 + f64::from(item)).powf(0.9)
    }

    fn history(&self, dice: &mut Dice) -> Vec<(i64, u32)> {
        // From one basket in four months to three a week; two in five customers come or go within the time.
        let pace = 0.008 * (50.0_f64).powf(dice.next());
        let size = 0.4 + 1.6 * dice.next();
        let from = if dice.next() < 0.2 { dice.next() * self.days } else { 0.0 };
        let until = if dice.next() < 0.2 { dice.next() * self.days } else { self.days };
        let mut lines = Vec::new();
        let mut first = vec![f64::INFINITY; self.items as usize];
        let mut day = from + dice.gap(pace);
        while day < until {
            for item in 0..self.items {
                let follows = |(a, b, _): &&(u32, u32, f64)| {
                    let since = day - first[*a as usize];
                    *b == item && since > 0.0 && since <= f64::from(WINDOW)
                };
                let times = self.planted.iter().find(follows).map_or(1.0, |(_, _, times)| *times);
                if dice.next() < size * times * self.chance(item, day) {
                    first[item as usize] = first[item as usize].min(day);
                    // Hours apart, so that equal days are different baskets.
                    lines.push((day, item));
                }
            }
            day += dice.gap(pace);
        }
        lines.into_iter().map(|(day, item)| ((day * 86_400e6) as i64, item)).collect()
    }

    fn report(&self, settings: &Settings) -> Report {
        let mut dice = Dice(self.seed);
        let histories: Vec<Vec<(i64, u32)>> = (0..self.customers).map(|_| self.history(&mut dice)).collect();
        let lines: Vec<&[(i64, u32)]> = histories.iter().map(Vec::as_slice).collect();
        find(&bought_at(&lines), settings).unwrap()
    }
}

fn settings() -> Settings {
    Settings { window_days: WINDOW, min_support: 10, ..Settings::default() }
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    // Under no pattern every discovery is false, so the false-discovery rate is the chance of any discovery at all.
    let (mut worlds_with_any, mut naive_above, mut pairs) = (0, 0, 0);
    let (mut observed, mut expected) = (0.0, 0.0);
    for seed in 0..20 {
        let shop = Shop { seed, customers: 800, days: 540.0, items: 24, planted: Vec::new() };
        let report = shop.report(&settings());
        assert!(report.tested > 300, "{}", report.tested);
        worlds_with_any += u32::from(report.pairs.iter().any(|pair| pair.evidence != Evidence::Unclear));
        for pair in &report.pairs {
            pairs += 1;
            naive_above += u32::from(pair.naive_lift.is_some_and(|lift| lift > 1.2));
            observed += f64::from(pair.n_ab);
            expected += pair.expected;
        }
    }
    // One in twenty is allowed; three or more of twenty would come by chance once in thirteen.
    assert!(worlds_with_any <= 2, "{worlds_with_any} of 20 worlds without a pattern showed one");
    assert!((observed / expected - 1.0_f64).abs() < 0.02, "{observed} of {expected}");
    assert!(f64::from(naive_above) > 0.5 * f64::from(pairs), "naive lift finds {naive_above} of {pairs}");
}

#[test]
fn what_was_planted_is_found_at_its_size() {
    let planted = vec![(20, 30, 4.0), (21, 31, 4.0), (22, 32, 4.0), (23, 33, 4.0)];
    let (mut observed, mut expected, mut naive) = (0.0, 0.0, 0.0);
    let (mut found, mut false_ones, mut kept) = (0, 0, Vec::new());
    for seed in 100..103 {
        let shop = Shop { seed, customers: 4000, days: 540.0, items: 36, planted: planted.clone() };
        let report = shop.report(&settings());
        for pair in &report.pairs {
            let is_planted = planted.iter().any(|(a, b, _)| (*a, *b) == (pair.a, pair.b));
            if is_planted {
                observed += f64::from(pair.n_ab);
                expected += pair.expected;
                naive += pair.naive_lift.unwrap() / 12.0;
                found += u32::from(pair.evidence == Evidence::Above);
                assert!(pair.shrunken_lift > 1.3 && pair.shrunken_lift < pair.lift_interval.high, "{pair:?}");
            } else {
                false_ones += u32::from(pair.evidence != Evidence::Unclear);
            }
        }
        kept.push(report.held_out.unwrap());
    }
    // Four times as often per basket is somewhat less than four times as many customers; their like hold some of A's
    // buyers too.
    let lift = observed / expected;
    assert!((2.4..4.1).contains(&lift), "{lift}");
    assert!(naive > 1.25 * lift, "naive {naive}, adjusted {lift}");
    assert_eq!(found, 12);
    assert!(false_ones <= 2, "{false_ones} false beside {found} true");
    assert!(kept.iter().all(|check| check.kept_sign == check.checked && check.checked >= 1), "{kept:?}");
}

#[test]
fn a_small_company_gets_an_answer() {
    let shop = Shop { seed: 7, customers: 50, days: 540.0, items: 12, planted: Vec::new() };
    let settings = Settings { window_days: WINDOW, ..Settings::for_customers(50) };
    let report = shop.report(&settings);
    assert!(report.tested > 0 && !report.pairs.is_empty());
    for pair in &report.pairs {
        assert!(pair.lift_interval.low < pair.shrunken_lift && pair.shrunken_lift < pair.lift_interval.high);
        assert!((pair.shrunken_lift - 1.0).abs() < 0.7, "{pair:?}");
    }
}

#[test]
fn a_whale_moves_nothing() {
    // One customer buys everything every day: as many lines as all others together.
    let shop = Shop { seed: 5, customers: 400, days: 400.0, items: 16, planted: Vec::new() };
    let mut dice = Dice(shop.seed);
    let mut histories: Vec<Vec<(i64, u32)>> = (0..400).map(|_| shop.history(&mut dice)).collect();
    let day = vihje_model::time::MICROS_PER_DAY;
    histories.push((0..400).flat_map(|at| (0..16).map(move |item| (at * day + 1, item))).collect());
    let lines: Vec<&[(i64, u32)]> = histories.iter().map(Vec::as_slice).collect();
    let report = find(&bought_at(&lines), &settings()).unwrap();
    let (observed, expected) = report
        .pairs
        .iter()
        .fold((0.0, 0.0), |sum, pair| (sum.0 + f64::from(pair.n_ab), sum.1 + pair.expected));
    assert!((observed / expected - 1.0_f64).abs() < 0.05, "{observed} of {expected}");
    assert!(report.pairs.iter().all(|pair| pair.evidence == Evidence::Unclear));
}

#[test]
fn threads_change_nothing() {
    let shop = Shop { seed: 3, customers: 300, days: 400.0, items: 12, planted: vec![(5, 6, 3.0)] };
    let report = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        serde_json::to_string(&pool.install(|| shop.report(&settings()))).unwrap()
    };
    let one = report(1);
    assert_eq!(one, report(2));
    assert_eq!(one, report(3));
}
