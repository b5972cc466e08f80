//! What is written is well formed, as large as asked, and counted rightly in the truth.

use crate::{company, small};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use vihje_sim::{Company, Packing, Settings, SettingsError, Truth, Untidy};

struct Sale {
    order: String,
    at: String,
    customer: String,
    product: String,
    quantity: i64,
    minor: i64,
}

fn rows(folder: &Path, file: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn sales(folder: &Path) -> Vec<Sale> {
    let sale = |row: Vec<String>| {
        assert_eq!(row.len(), 9, "{row:?}");
        let [order, at, customer, product, quantity, amount, ..] = &row[..] else { panic!("short row") };
        Sale {
            order: order.clone(),
            at: at.clone(),
            customer: customer.clone(),
            product: product.clone(),
            quantity: quantity.parse().unwrap(),
            minor: amount.replace('.', "").parse().unwrap(),
        }
    };
    rows(folder, "sales.csv").into_iter().map(sale).collect()
}

fn written(settings: Settings) -> (tempfile::TempDir, Company, Truth) {
    let folder = tempfile::tempdir().unwrap();
    let company = company(settings);
    let truth = company.write(folder.path(), Packing::None, &mut |_| {}).unwrap();
    (folder, company, truth)
}

#[test]
fn the_counts_in_the_truth_are_those_of_the_file() {
    let (folder, _, truth) = written(small());
    let sales = sales(folder.path());
    let counts = &truth.counts;
    assert_eq!(sales.iter().filter(|sale| sale.quantity > 0).count() as u64, counts.sale_lines);
    assert_eq!(sales.iter().filter(|sale| sale.quantity < 0).count() as u64, counts.return_lines);
    assert_eq!(sales.iter().filter(|sale| sale.customer.is_empty()).count() as u64, counts.anonymous_lines);
    assert_eq!(sales.iter().map(|sale| sale.minor).sum::<i64>(), counts.amount_minor);
    assert_eq!(sales.iter().map(|sale| &sale.order).collect::<HashSet<_>>().len() as u64, counts.orders);
    let buyers: HashSet<&str> = sales.iter().map(|sale| sale.customer.as_str()).collect();
    assert_eq!(buyers.len() as u64 - 1, counts.customers_with_orders, "one of them is the empty name");
    assert_eq!(rows(folder.path(), "customers.csv").len() as u64, counts.customers);
    let text = std::fs::read_to_string(folder.path().join("truth.json")).unwrap();
    assert_eq!(serde_json::from_str::<Truth>(&text).unwrap().counts, truth.counts);
}

#[test]
fn the_company_is_as_large_as_asked() {
    let mut sums = (0.0, 0.0);
    for seed in 1..=4 {
        let settings = Settings { seed, customers: 3_000, lines: 90_000, ..small() };
        let asked = settings.lines as f64;
        let truth = vihje_sim::truth(&company(settings));
        sums = (sums.0 + truth.counts.sale_lines as f64, sums.1 + asked);
        let anonymous = truth.counts.anonymous_lines as f64 / truth.counts.sale_lines as f64;
        assert!((anonymous - 0.05).abs() < 0.01, "anonymous share {anonymous}");
    }
    // The pace of 12,000 customers, gamma of shape 0.6, has a standard error of 1.2 per cent.
    assert!((sums.0 / sums.1 - 1.0).abs() < 0.05, "{} lines of {}", sums.0, sums.1);
}

#[test]
fn every_return_reverses_a_line_of_its_order() {
    let (folder, _, truth) = written(small());
    let sales = sales(folder.path());
    let bought: HashMap<(&str, &str), &Sale> = sales
        .iter()
        .filter(|s| s.quantity > 0)
        .map(|s| ((s.order.as_str(), s.product.as_str()), s))
        .collect();
    let returns: Vec<&Sale> = sales.iter().filter(|sale| sale.quantity < 0).collect();
    assert!(returns.len() as u64 == truth.counts.return_lines && !returns.is_empty());
    for back in returns {
        let line = bought[&(back.order.as_str(), back.product.as_str())];
        assert_eq!(
            (line.quantity, line.minor, &line.customer),
            (-back.quantity, -back.minor, &back.customer)
        );
        assert!(line.at < back.at);
    }
    let share = truth.counts.return_lines as f64 / truth.counts.sale_lines as f64;
    assert!((share - 0.02).abs() < 0.004, "share of returns {share}");
}

#[test]
fn no_two_rows_are_equal_and_customers_are_in_order_of_time() {
    let (folder, ..) = written(small());
    let text = std::fs::read_to_string(folder.path().join("sales.csv")).unwrap();
    assert_eq!(text.lines().collect::<HashSet<_>>().len(), text.lines().count());
    let mut last: HashMap<String, String> = HashMap::new();
    for sale in sales(folder.path()).into_iter().filter(|sale| !sale.customer.is_empty()) {
        if let Some(before) = last.insert(sale.customer.clone(), sale.at.clone()) {
            assert!(before <= sale.at, "{} goes back in time", sale.customer);
        }
    }
}

#[test]
fn products_are_sold_only_while_they_are_in_the_catalogue() {
    let (folder, _, truth) = written(small());
    assert!(!truth.changing_products.is_empty());
    let mut inside = 0;
    for sale in sales(folder.path()).into_iter().filter(|sale| sale.quantity > 0) {
        if let Some((enters, leaves)) = truth.changing_products.get(&sale.product) {
            let at = sale.at.parse().unwrap();
            assert!(*enters <= at && at < *leaves, "{} sold at {}", sale.product, sale.at);
            inside += 1;
        }
    }
    assert!(inside > 0);
}

#[test]
fn untidy_rows_are_counted_and_the_good_ones_stay_as_they_were() {
    let (clean_folder, ..) = written(small());
    let (folder, _, truth) = written(Settings { untidy: Untidy::messy(), ..small() });
    let untidy = &truth.untidy;
    assert!(untidy.ragged > 0 && untidy.bad_dates > 0 && untidy.duplicates > 0);
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    let (mut ragged, mut bad_dates) = (0, 0);
    for line in std::fs::read_to_string(folder.path().join("sales.csv")).unwrap().lines() {
        let fields: Vec<&str> = line.split(',').collect();
        if fields.len() != 9 {
            ragged += 1;
        } else if fields[1] != "ordered_at" && fields[1].parse::<vihje_model::Moment>().is_err() {
            bad_dates += 1;
        } else {
            *times.entry(line.to_owned()).or_default() += 1;
        }
    }
    assert_eq!((ragged, bad_dates), (untidy.ragged, untidy.bad_dates));
    assert_eq!(times.values().map(|&n| n - 1).sum::<u64>(), untidy.duplicates);
    let clean = std::fs::read_to_string(clean_folder.path().join("sales.csv")).unwrap();
    assert_eq!(clean.lines().map(str::to_owned).collect::<HashSet<_>>(), times.into_keys().collect());
}

#[test]
fn settings_that_cannot_be_are_refused_by_name() {
    let setting = |settings: Settings| {
        let SettingsError { setting, .. } = Company::new(settings).unwrap_err();
        setting
    };
    assert_eq!(setting(Settings { customers: 0, ..small() }), "customers");
    assert_eq!(setting(Settings { products: 10, ..small() }), "products");
    assert_eq!(setting(Settings { levels: vec![2, 5], products: 10, ..small() }), "levels");
    assert_eq!(setting(Settings { end: small().start, ..small() }), "end");
    assert_eq!(setting(Settings { lines_per_order: f64::NAN, ..small() }), "lines_per_order");
}

#[test]
fn tiny_and_odd_companies_are_written_too() {
    let one = Settings {
        customers: 1,
        lines: 1,
        products: 60,
        levels: vec![48],
        end: jiff::civil::date(2023, 1, 2),
        ..Settings::default()
    };
    let deep = Settings { levels: vec![3, 40, 80, 160], currency: "JPY".parse().unwrap(), ..small() };
    for settings in [one, deep] {
        let (folder, _, truth) = written(settings);
        assert_eq!(sales(folder.path()).len() as u64, truth.counts.sale_lines + truth.counts.return_lines);
    }
}
