//! Tests only: replenishment by hand and on a simulated shop.

use super::*;
use crate::patterns::testing::bought;

fn settings() -> Settings {
    Settings { horizon_days: 7, min_customers: 1, ..Settings::default() }
}

/// Customers who buy item 0 every `own` days, as (own, from, until).
fn regulars(customers: &[(i64, i64, i64)]) -> Purchases {
    let histories: Vec<Vec<(i64, u32)>> = customers
        .iter()
        .map(|&(own, from, until)| {
            (from..until).step_by(usize::try_from(own).unwrap()).map(|day| (day, 0)).collect()
        })
        .collect();
    let lines: Vec<&[(i64, u32)]> = histories.iter().map(Vec::as_slice).collect();
    bought(&lines)
}

#[test]
fn the_usual_interval_counts_the_open_gaps() {
    // Three gaps of ten days end; as of day 21, customer 1's gap has been open for 21 days and others for 1 and 11.
    let purchases = bought(&[&[(0, 0), (10, 0), (20, 0)], &[(0, 0)], &[(0, 0), (10, 0), (10, 0)]]);
    let report = replenishment(&purchases, &settings());
    let item = &report.items[0];
    assert_eq!((item.customers, item.repeat_customers, item.gaps), (3, 2, 3));
    // At risk on day 10: the three that end, 11 and 21 days open; 3 of 5 end.
    assert_eq!(item.quartile_days, [Some(10), Some(10), None]);
    assert_eq!(item.quartile_days_of_returning, [Some(10); 3]);
    assert!(item.again_after_first > 0.5 && item.again_after_first < 0.75);
}

#[test]
fn a_customers_own_interval_is_drawn_to_the_items() {
    // Ten customers of ten days; one of 30 with many gaps, one of 30 with a single gap.
    let mut customers = vec![(10, 0, 200); 10];
    customers.push((30, 19, 200));
    customers.push((30, 169, 200));
    let report = replenishment(&regulars(&customers), &Settings { horizon_days: 40, ..settings() });
    let interval = |customer| report.due.iter().find(|row| row.customer == customer).unwrap().interval_days;
    assert!((interval(0) - 10.0).abs() < 1.5, "{}", interval(0));
    assert!(interval(10) > 25.0 && interval(10) < 30.0, "{}", interval(10));
    assert!(interval(11) > 10.0 && interval(11) < interval(10), "{}", interval(11));
    for row in &report.due {
        assert!(row.expected_between[0] <= row.expected_at && row.expected_at <= row.expected_between[1]);
        assert!((0.0..=1.0).contains(&row.chance) && row.chance <= row.still_buys + 1e-12);
    }
}

#[test]
fn long_silence_means_stopped_not_more_due() {
    // Twenty weekly buyers who vary by days; one silent for a fortnight, one for half a year.
    let weekly = |until: i64| -> Vec<(i64, u32)> {
        (0..until / 7).map(|week| (week * 7 + week * week % 5, 0)).collect()
    };
    let mut histories: Vec<_> = (0..20).map(|_| weekly(365)).collect();
    histories.push(weekly(353));
    histories.push(weekly(180));
    let lines: Vec<&[(i64, u32)]> = histories.iter().map(Vec::as_slice).collect();
    let report = replenishment(&bought(&lines), &settings());
    let row = |customer| report.due.iter().find(|row| row.customer == customer).unwrap();
    assert_eq!((row(20).status, row(21).status), (Status::Overdue, Status::Overdue));
    assert!(row(20).chance > 2.0 * row(21).chance, "{:?} {:?}", row(20), row(21));
    assert!(row(21).still_buys < 0.5);
}

#[test]
fn due_comes_before_recent_where_customers_are_regular() {
    // 200 customers, every 28 days, each at his own phase: recency lists those who have just bought.
    let customers: Vec<_> = (0..200).map(|phase| (28, phase % 28, 400)).collect();
    let report = replenishment(&regulars(&customers), &Settings { length: 50, ..settings() });
    let backtest = report.backtest.unwrap();
    assert_eq!(report.ranked_by, Ranking::Chance);
    assert!(backtest.beats_baseline && backtest.hit_rate > 0.9, "{backtest:?}");
    assert!(backtest.recency_hit_rate < 0.2 && (backtest.base_rate - 0.25).abs() < 0.02, "{backtest:?}");
    assert!(report.due_total >= report.due.len() as u64);
    assert!(report.due.windows(2).all(|rows| rows[0].chance >= rows[1].chance));
}

#[test]
fn a_day_apart_is_a_restock_and_less_is_not() {
    let purchases = bought(&[&[(0, 0), (0, 0), (1, 0)], &[(0, 1)]]);
    let report = replenishment(&purchases, &settings());
    assert_eq!(report.items.len(), 1, "item 1 was never bought again");
    assert_eq!(report.items[0].gaps, 1);
    assert_eq!(report.due[0].restocks, 2);
    assert!(serde_json::to_string(&report).is_ok());
}

#[test]
fn nobody_is_answered() {
    let report = replenishment(&Purchases::empty(Moment(0)), &Settings::default());
    assert!(report.items.is_empty() && report.due.is_empty() && report.backtest.is_none());
}
