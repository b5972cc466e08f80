//! Patterns between categories, in companies with everything in them: season, taste, churn, decline, campaigns.

use super::most_false;
use crate::company;
use std::collections::{HashMap, HashSet};
use vihje_insight::patterns::{Evidence, Pair, Report, Settings as Question, find};
use vihje_model::Purchases;
use vihje_sim::{Level, PatternTruth, Settings, Truth, purchases, truth};

const SEEDS: u64 = 8;

fn settings(seed: u64) -> Settings {
    Settings {
        seed,
        customers: 4_000,
        lines: 250_000,
        products: 400,
        levels: vec![10, 80],
        pattern_factors: vec![1.5, 2.0, 2.5, 3.0, 4.0, 0.4, 2.0, 3.0],
        ..Settings::default()
    }
}

struct Found {
    truth: Truth,
    columns: Purchases,
    report: Report,
}

impl Found {
    fn of(settings: Settings) -> Self {
        let company = company(settings);
        let columns = purchases(&company, Level::Category, company.end());
        let question = Question {
            window_days: u16::try_from(company.settings().window_days).unwrap(),
            ..Question::for_customers(columns.customers.len())
        };
        let report = find(&columns, &question).unwrap();
        Self { truth: truth(&company), columns, report }
    }

    fn name(&self, item: u32) -> &str {
        &self.columns.items[item as usize]
    }

    fn pair(&self, planted: &PatternTruth) -> Option<&Pair> {
        self.report.pairs.iter().find(|p| self.name(p.a) == planted.from && self.name(p.b) == planted.to)
    }

    /// Discoveries, and those of them between categories that nothing planted joins. What is planted from A to B makes B's
    /// buyers earlier buyers of A, so both directions are tied; a pattern of products ties their categories.
    fn discoveries(&self) -> (usize, usize) {
        let mut tied = HashSet::new();
        for planted in &self.truth.patterns {
            let (a, b) = (planted.from_category.as_str(), planted.to_category.as_str());
            tied.extend([(a, b), (b, a)]);
        }
        let found = self.report.pairs.iter().filter(|pair| pair.evidence != Evidence::Unclear);
        let names: Vec<_> = found.map(|pair| (self.name(pair.a), self.name(pair.b))).collect();
        (names.len(), names.iter().filter(|names| !tied.contains(*names)).count())
    }
}

fn category_patterns(truth: &Truth) -> impl Iterator<Item = &PatternTruth> {
    truth.patterns.iter().filter(|planted| planted.level == "category")
}

#[test]
fn planted_patterns_are_found_with_a_lift_near_the_truth() {
    let (mut planted_pairs, mut found_pairs, mut inside) = (0, 0, 0);
    let mut by_factor: HashMap<String, (f64, f64)> = HashMap::new();
    for seed in 1..=SEEDS {
        let found = Found::of(settings(seed));
        for planted in category_patterns(&found.truth) {
            planted_pairs += 1;
            let Some(pair) = found.pair(planted) else { continue };
            assert_eq!(u64::from(pair.n_a), planted.index_customers, "{planted:?}");
            assert_eq!(u64::from(pair.n_ab), planted.bought, "{planted:?}");
            let side = if planted.hazard_ratio > 1.0 { Evidence::Above } else { Evidence::Below };
            found_pairs += u32::from(pair.evidence == side);
            let wrong = pair.evidence != side && pair.evidence != Evidence::Unclear;
            assert!(!wrong, "on the wrong side: {pair:?} of {planted:?}");
            let alike = planted.ratio_to_all_alike.unwrap();
            inside += u32::from(pair.lift_interval.low <= alike && alike <= pair.lift_interval.high);
            let sums = by_factor.entry(planted.hazard_ratio.to_string()).or_default();
            *sums = (sums.0 + f64::from(pair.n_ab), sums.1 + pair.expected * alike);
        }
    }
    // The two weakest factors may miss the correction for six thousand tests; the others must not.
    assert!(
        f64::from(found_pairs) >= 0.9 * f64::from(planted_pairs),
        "{found_pairs} of {planted_pairs} found"
    );
    // 95 % intervals, each missing on its own: at least 55 of 64 with 99.9 % if the method is honest.
    let missed = u64::from(planted_pairs - inside);
    assert!(missed <= most_false(planted_pairs as usize, 0.05), "{missed} of {planted_pairs} intervals miss");
    for (factor, (observed, expected)) in by_factor {
        let ratio = observed / expected;
        let tolerance = 4.0 / observed.sqrt() + 0.04;
        assert!((ratio - 1.0).abs() < tolerance, "factor {factor}: lift is {ratio:.3} of the truth");
    }
}

#[test]
fn false_discoveries_stay_at_the_stated_rate() {
    let (mut discoveries, mut wrong) = (0, 0);
    for seed in 1..=SEEDS {
        let (found, false_ones) = Found::of(settings(seed)).discoveries();
        (discoveries, wrong) = (discoveries + found, wrong + false_ones);
    }
    let most = most_false(discoveries, 0.05);
    assert!(discoveries > 40 && wrong as u64 <= most, "{wrong} false of {discoveries}, at most {most}");
}

#[test]
fn where_nothing_is_planted_nothing_is_found() {
    // Under the complete null the rate is the chance of finding anything at all: at most 5 in 100 companies.
    let mut companies_with_any = 0;
    for seed in 1..=SEEDS {
        let nothing = Settings {
            pattern_factors: vec![],
            product_pattern_factors: vec![],
            customers: 2_500,
            lines: 150_000,
            ..settings(100 + seed)
        };
        let found = Found::of(nothing);
        assert!(found.report.tested > 5_000);
        companies_with_any += usize::from(found.discoveries().0 > 0);
    }
    let most = most_false(usize::try_from(SEEDS).unwrap(), 0.05);
    assert!(companies_with_any as u64 <= most, "{companies_with_any} of {SEEDS} companies");
}

#[test]
fn lifts_of_unplanted_pairs_are_one_though_naive_lifts_are_not() {
    let found = Found::of(settings(1));
    let tied: HashSet<&str> = found
        .truth
        .patterns
        .iter()
        .flat_map(|planted| [planted.from_category.as_str(), planted.to_category.as_str()])
        .collect();
    let free = |pair: &&Pair| !tied.contains(found.name(pair.a)) && !tied.contains(found.name(pair.b));
    let pairs: Vec<&Pair> = found.report.pairs.iter().filter(free).collect();
    let observed: f64 = pairs.iter().map(|pair| f64::from(pair.n_ab)).sum();
    let expected: f64 = pairs.iter().map(|pair| pair.expected).sum();
    let naive: f64 = pairs.iter().filter_map(|pair| pair.naive_lift).sum::<f64>() / pairs.len() as f64;
    let adjusted = observed / expected;
    assert!((adjusted - 1.0).abs() < 0.02, "adjusted {adjusted:.4}");
    assert!(naive > 1.1, "naive {naive:.3}: activity must mislead for this test to say anything");
}
