//! The truth follows from the parameters, and the lines drawn from the same parameters bear it out within chance.

use crate::{company, small};
use std::collections::HashMap;
use vihje_sim::{FAVOURITE, Settings, Shares, truth};

/// Standard deviations between a count of independent chances and its expectation; the variance is at most the mean.
fn deviations(observed: u64, expected: f64) -> f64 {
    (observed as f64 - expected) / expected.max(1.0).sqrt()
}

#[test]
fn the_buyers_of_a_buy_b_as_often_as_the_hazards_say() {
    for seed in 1..=3 {
        let truth = truth(&company(Settings { seed, ..small() }));
        assert_eq!(truth.patterns.len(), 8);
        for pattern in &truth.patterns {
            let off = deviations(pattern.bought, pattern.expected_bought);
            assert!(off.abs() < 4.0, "seed {seed}: {off:.1} deviations: {pattern:?}");
            let (hazard, ratio) = (pattern.hazard_ratio, pattern.standardised_ratio);
            assert!((ratio - 1.0).signum() == (hazard - 1.0).signum(), "{pattern:?}");
            assert!((ratio - 1.0).abs() <= (hazard - 1.0).abs() + 1e-9, "{pattern:?}");
        }
    }
}

#[test]
fn without_patterns_nothing_follows_anything() {
    let settings = Settings { pattern_factors: vec![1.0; 4], product_pattern_factors: vec![1.0], ..small() };
    for pattern in truth(&company(settings)).patterns {
        assert!((pattern.standardised_ratio - 1.0).abs() < 1e-12);
        assert!(deviations(pattern.bought, pattern.expected_bought).abs() < 4.0, "{pattern:?}");
    }
}

#[test]
fn campaigns_add_the_lines_they_say() {
    let settings = Settings {
        customers: 20_000,
        lines: 600_000,
        campaign_factors: vec![3.0, 1.0, 0.3],
        shares: Shares { holdout: 0.5, returned: 0.0, anonymous: 0.0, ..Shares::default() },
        ..small()
    };
    let company = company(settings);
    let folder = tempfile::tempdir().unwrap();
    let truth = company.write(folder.path(), vihje_sim::Packing::None, &mut |_| {}).unwrap();
    let categories = company.categories();
    let category_of = company.category_of_products();
    for campaign in &truth.campaigns {
        let mut lines = [(0_u64, 0_u64); 2]; // reached, held out: lines, people
        for (place, file) in ["exposures.csv", ".truth/holdouts.csv"].into_iter().enumerate() {
            let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
            for row in text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
                if row[0] != campaign.campaign {
                    continue;
                }
                let number: u64 = row[1][1..].parse().unwrap();
                lines[place].1 += 1;
                let bought = company.lines_of(number - 1).into_iter().filter(|line| {
                    let category = categories[category_of[line.product as usize]];
                    category == campaign.category
                        && line.at >= campaign.acts_from
                        && line.at < campaign.acts_until
                });
                lines[place].0 += bought.count() as u64;
            }
        }
        assert_eq!((lines[0].1, lines[1].1), (campaign.reached, campaign.held_out));
        let without = lines[1].0 as f64 * lines[0].1 as f64 / lines[1].1 as f64;
        let extra = lines[0].0 as f64 - without;
        // Two counts of people whose pace is uneven: their variance is some times their mean.
        let spread = 3.0 * (lines[0].0 as f64 + without * lines[0].1 as f64 / lines[1].1 as f64).sqrt();
        let off = (extra - campaign.expected_extra_lines).abs();
        assert!(off < 2.5 * spread, "{extra:.0} extra lines, spread {spread:.0}: {campaign:?}");
    }
}

#[test]
fn demographics_matter_as_planted() {
    let settings = Settings { customers: 10_000, lines: 500_000, favourites: 0.0, ..small() };
    let company = company(settings);
    let folder = tempfile::tempdir().unwrap();
    let truth = company.write(folder.path(), vihje_sim::Packing::None, &mut |_| {}).unwrap();
    let customers = std::fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    let columns = ["segment", "region", "age_band", "newsletter", "acquired_via", "language"];
    let categories = company.categories();
    let category_of = company.category_of_products();
    for planted in &truth.demographics {
        let column = columns.iter().position(|name| *name == planted.attribute).unwrap();
        let mut lines = [(0.0, 0.0); 2];
        for (number, row) in customers.lines().skip(1).enumerate() {
            let fields: Vec<&str> = row.rsplitn(7, ',').collect();
            let has = usize::from(fields[columns.len() - 1 - column] == planted.value);
            for line in company.lines_of(number as u64) {
                lines[has].1 += 1.0;
                let category = categories[category_of[line.product as usize]];
                lines[has].0 += f64::from(u8::from(category == planted.category));
            }
        }
        let ratio = (lines[1].0 / lines[1].1) / (lines[0].0 / lines[0].1);
        let error = (1.0 / lines[1].0 + 1.0 / lines[0].0).sqrt();
        let off = (ratio.ln() - planted.factor.ln()).abs();
        assert!(off < 5.0 * error + 0.05, "ratio {ratio:.3} of {lines:?}: {planted:?}");
    }
    assert_eq!(truth.attributes_without_effect, ["newsletter", "acquired_via", "language"]);
}

#[test]
fn decliners_fall_to_their_fraction_and_the_lost_line_stops() {
    let settings = Settings {
        customers: 4_000,
        lines: 400_000,
        yearly_growth: 0.0,
        season_strength: 0.0,
        shares: Shares { declining: 0.3, lost_line: 0.3, declining_between: (0.5, 0.5), ..Shares::default() },
        ..small()
    };
    let company = company(settings);
    let folder = tempfile::tempdir().unwrap();
    let truth = company.write(folder.path(), vihje_sim::Packing::None, &mut |_| {}).unwrap();
    let told = std::fs::read_to_string(folder.path().join(".truth/customers.csv")).unwrap();
    let categories = company.categories();
    let category_of = company.category_of_products();
    let mut fates: HashMap<&str, u64> = HashMap::new();
    let (mut orders_after, mut expected_after) = (0_u64, 0.0);
    for (number, row) in told.lines().skip(1).enumerate() {
        let fields: Vec<&str> = row.split(',').collect();
        *fates.entry(fields[3]).or_default() += 1;
        let lines = company.lines_of(number as u64);
        if fields[3] == "loses_line" {
            let at = fields[4].parse().unwrap();
            assert!(fields[7].split(';').any(|favourite| favourite == fields[6]));
            let after = lines.iter().filter(|line| line.at >= at && line.quantity > 0);
            assert!(after.clone().all(|line| categories[category_of[line.product as usize]] != fields[6]));
        }
        if fields[3] == "declines" {
            let at = fields[4].parse().unwrap();
            let mut after: Vec<u32> =
                lines.iter().filter(|l| l.at >= at && l.quantity > 0).map(|line| line.order).collect();
            after.dedup();
            orders_after += after.len() as u64;
            let (pace, to): (f64, f64) = (fields[1].parse().unwrap(), fields[5].parse().unwrap());
            // An order of no lines is not seen: with a mean of four and more, under two in a hundred.
            expected_after += pace * to * company.end().days_since(at);
        }
    }
    assert_eq!(fates["declines"], truth.counts.declining);
    assert_eq!(fates["loses_line"], truth.counts.losing_a_line);
    assert_eq!(fates["leaves"], truth.counts.leaving);
    let ratio = orders_after as f64 / expected_after;
    assert!((0.95..=1.01).contains(&ratio), "{orders_after} orders of {expected_after:.0}");
    assert!((truth.favourite_factor - FAVOURITE).abs() < 1e-12);
}

#[test]
fn demand_follows_season_and_growth() {
    let settings = Settings {
        customers: 4_000,
        lines: 400_000,
        yearly_growth: 0.5,
        shares: Shares {
            joining: 0.0,
            churn_per_year: 0.0,
            declining: 0.0,
            lost_line: 0.0,
            ..Shares::default()
        },
        ..small()
    };
    let company = company(settings);
    let truth = truth(&company);
    let mut months = [[0.0_f64; 12]; 2];
    for number in 0..company.settings().customers {
        let mut orders: Vec<_> = company.lines_of(number);
        orders.retain(|line| line.quantity > 0);
        orders.dedup_by_key(|line| line.order);
        for line in orders {
            let text = line.at.to_string();
            let (year, month): (usize, usize) = (text[..4].parse().unwrap(), text[5..7].parse().unwrap());
            months[year - 2023][month - 1] += 1.0;
        }
    }
    let years: Vec<f64> = months.iter().map(|year| year.iter().sum()).collect();
    assert!((years[1] / years[0] - 1.5).abs() < 0.06, "growth {}", years[1] / years[0]);
    let december_to_january = months[0][11] / months[0][0];
    let planted = truth.season[11] / truth.season[0] * 1.5_f64.powf(11.0 / 12.0);
    assert!((december_to_january / planted - 1.0).abs() < 0.12, "{december_to_january} of {planted}");
}
