//! Decline, in companies where a part of the customers falls to a fraction of their pace, or stops a favourite category,
//! just as the window that is looked at begins; others leave at any time, join, follow seasons.

use super::most_false;
use crate::company;
use std::collections::{HashMap, HashSet};
use vihje_insight::decline::{Decline, Evidence, Settings as Question, find};
use vihje_insight::special::gamma_poisson_cdf;
use vihje_model::{CustomerKey, Purchases};
use vihje_sim::{Company, Fate, Level, Settings, Shares, purchases};

const SEEDS: u64 = 4;
const WINDOW: f64 = 91.0;

/// Two years; declines begin 91 days before the end.
fn settings(seed: u64) -> Settings {
    let begins = 1.0 - WINDOW / 731.0;
    Settings {
        seed,
        customers: 4_000,
        lines: 900_000,
        products: 200,
        levels: vec![6, 48],
        activity_shape: 1.5,
        shares: Shares {
            declining: 0.06,
            lost_line: 0.06,
            declining_between: (begins, begins),
            ..Shares::default()
        },
        ..Settings::default()
    }
}

struct Found {
    company: Company,
    columns: Purchases,
    fates: HashMap<CustomerKey, Fate>,
    decline: Decline,
}

impl Found {
    fn of(settings: Settings) -> Self {
        let company = company(settings);
        let columns = purchases(&company, Level::Category, company.end());
        let numbers = 0..company.settings().customers;
        let fates = numbers.map(|n| (CustomerKey::of(&company.customer_id(n)), company.fate_of(n))).collect();
        let decline = find(&columns, &Question::default());
        Self { company, columns, fates, decline }
    }

    /// Neither gone nor slower: whoever lost a line still comes as often.
    fn keeps_pace(&self, customer: CustomerKey) -> bool {
        matches!(self.fates[&customer], Fate::Steady | Fate::LosesLine(..))
    }

    /// All evidence of a kind, and how many of it are against customers who keep their pace.
    fn against_the_steady(&self, is: impl Fn(&Evidence) -> bool) -> (usize, usize) {
        let rows = self.decline.rows.iter().filter(|row| row.evidence.iter().any(&is));
        let customers: Vec<CustomerKey> = rows.map(|row| row.customer).collect();
        (customers.len(), customers.iter().filter(|&&customer| self.keeps_pace(customer)).count())
    }
}

/// Sums over the seeds, `(all, false)`.
fn over_seeds(count: impl Fn(&Found) -> (usize, usize)) -> (usize, usize) {
    let each = (1..=SEEDS).map(|seed| count(&Found::of(settings(seed))));
    each.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
}

fn stays_at_the_rate((all, wrong): (usize, usize), least: usize) {
    let rate = Question::default().false_discovery_rate;
    let most = most_false(all, rate);
    println!("{wrong} false of {all}; at most {most}");
    assert!(all >= least, "only {all} found");
    assert!(wrong as u64 <= most, "{wrong} false of {all}; at a rate of {rate} at most {most}");
}

#[test]
fn those_called_declining_are() {
    let is = |evidence: &Evidence| matches!(evidence, Evidence::Declining { .. });
    stays_at_the_rate(over_seeds(|found| found.against_the_steady(is)), 40);
}

#[test]
fn those_called_late_are() {
    let is = |evidence: &Evidence| matches!(evidence, Evidence::Late { .. });
    stays_at_the_rate(over_seeds(|found| found.against_the_steady(is)), 40);
}

#[test]
fn those_called_late_are_where_customers_come_seldom() {
    let is = |evidence: &Evidence| matches!(evidence, Evidence::Late { .. });
    let (mut all, mut wrong) = (0, 0);
    for seed in 1..=SEEDS {
        let seldom = Settings {
            customers: 6_000,
            lines: 400_000,
            activity_shape: 0.6,
            levels: vec![10, 80],
            ..settings(seed)
        };
        let (found, steady) = Found::of(seldom).against_the_steady(is);
        (all, wrong) = (all + found, wrong + steady);
    }
    stays_at_the_rate((all, wrong), 40);
}

#[test]
fn those_called_lapsed_are_gone_as_often_as_said() {
    let question = Question::default();
    let (all, wrong) = over_seeds(|found| {
        let rows = found.decline.rows.iter();
        let lapsed = rows.filter(|row| row.evidence.iter().any(|e| matches!(e, Evidence::Lapsed { .. })));
        let customers: Vec<CustomerKey> = lapsed.map(|row| row.customer).collect();
        let there = |customer: &&CustomerKey| !matches!(found.fates[*customer], Fate::Leaves(_));
        (customers.len(), customers.iter().filter(there).count())
    });
    let most = most_false(all, question.alive_below);
    println!("{wrong} still customers of {all}; at most {most}");
    assert!(all > 100 && wrong as u64 <= most, "{wrong} of {all} are still customers, at most {most}");
}

#[test]
fn lost_lines_are_lost() {
    let (mut all, mut wrong) = (0, 0);
    for seed in 1..=SEEDS {
        let found = Found::of(settings(seed));
        let categories = found.company.categories();
        for row in &found.decline.rows {
            for evidence in &row.evidence {
                let Evidence::LostLine { name, .. } = evidence else { continue };
                all += 1;
                let lost = match found.fates[&row.customer] {
                    Fate::LosesLine(_, category) => categories[category] == name,
                    _ => false,
                };
                wrong += usize::from(!lost);
            }
        }
    }
    stays_at_the_rate((all, wrong), 10);
}

#[test]
fn the_list_holds_the_decliners_that_a_plain_test_finds() {
    let (mut plain, mut held) = (0, 0);
    for seed in 1..=SEEDS {
        let found = Found::of(settings(seed));
        let listed: HashSet<CustomerKey> = found.decline.rows.iter().map(|row| row.customer).collect();
        for customer in plainly_declining(&found) {
            if matches!(found.fates[&customer], Fate::Declines(..)) {
                plain += 1;
                held += usize::from(listed.contains(&customer));
            }
        }
    }
    assert!(plain > 40, "the plain test finds only {plain}: the companies are too small to say anything");
    println!("{held} of the {plain} that a plain test finds");
    assert!(f64::from(held as u32) >= 0.9 * f64::from(plain), "{held} of {plain}");
}

/// Gamma-Poisson with the true shape, orders before the window against orders in it, Benjamini and Hochberg at the same
/// rate, over those whom no order at all would betray.
fn plainly_declining(found: &Found) -> Vec<CustomerKey> {
    let columns = &found.columns;
    let cut = found.company.end().plus_days(-91);
    let shape = found.company.settings().activity_shape;
    let mut known = Vec::new();
    for (customer, key) in columns.customers.iter().enumerate() {
        let mut orders = columns.at[columns.lines_of(customer)].to_vec();
        orders.dedup();
        if orders[0] < cut {
            let before = orders.partition_point(|&at| at < cut);
            known.push((*key, before as f64, orders.len() - before, cut.days_since(orders[0])));
        }
    }
    let rate = shape * known.iter().map(|k| k.3).sum::<f64>() / known.iter().map(|k| k.1).sum::<f64>();
    let mut tests: Vec<(f64, CustomerKey)> = Vec::new();
    for (key, before, seen, days) in known {
        let expected = (shape + before) / (rate + days) * WINDOW;
        if gamma_poisson_cdf(0, shape + before, expected) <= 0.05 {
            tests.push((gamma_poisson_cdf(u32::try_from(seen).unwrap(), shape + before, expected), key));
        }
    }
    tests.sort_by(|a, b| a.0.total_cmp(&b.0));
    let allowed = |place: usize| 0.1 * (place + 1) as f64 / tests.len() as f64;
    let last = (0..tests.len()).rev().find(|&place| tests[place].0 <= allowed(place));
    tests[..last.map_or(0, |place| place + 1)].iter().map(|test| test.1).collect()
}
