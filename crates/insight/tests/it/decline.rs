//! Decline in a world with a planted truth: those who were made to decline are found, others at the stated rate.

use crate::support::{Dice, purchases};
use vihje_insight::decline::{Decline, Evidence, Kind, Settings, State, chart, find};
use vihje_insight::ranking::{Backtest, Finding, Length, Plan, Ranking, backtest};
use vihje_insight::rfm::Segment;
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{CustomerKey, Moment, Purchases};

const DAYS: f64 = 720.0;
const WINDOW: f64 = 91.0;

/// What was planted for a customer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plant {
    Steady,
    Declines,
    Stops,
    LosesLine,
}

fn plant(customer: u64) -> Plant {
    match customer % 20 {
        0 => Plant::Declines,
        1 => Plant::Stops,
        2 => Plant::LosesLine,
        _ => Plant::Steady,
    }
}

/// `n` customers for 720 days. Usual gap 4 to 16 days; in the last 91 days those who decline buy at a tenth of their pace,
/// those who stop buy nothing, and those who lose a line no longer buy item 0, which all buy in half of their orders.
/// `everybody` scales everybody's pace in the last window.
fn world(n: u64, seed: u64, everybody: f64) -> Purchases {
    let mut dice = Dice(seed);
    let mut rows = Vec::new();
    for customer in 0..n {
        let (gap, plant) = (4.0 + 12.0 * dice.unit(), plant(customer));
        let mut day = dice.unit() * 200.0;
        while day < DAYS {
            let late = day >= DAYS - WINDOW;
            let at = Moment((day * MICROS_PER_DAY as f64) as i64);
            if !(late && plant == Plant::Stops) {
                for item in 0..4 {
                    let bought = dice.unit() < 0.5;
                    if item == 1 || (bought && !(item == 0 && late && plant == Plant::LosesLine)) {
                        rows.push((customer, at, item, 500 + i64::from(item)));
                    }
                }
            }
            let slower = if late && plant == Plant::Declines { 10.0 } else { 1.0 };
            let next = day + dice.exponential(gap * slower / if late { everybody } else { 1.0 });
            // A change of pace takes hold at once (exponential gaps have no memory).
            day = if !late && next > DAYS - WINDOW {
                DAYS - WINDOW
                    + dice.exponential(gap * if plant == Plant::Declines { 10.0 } else { 1.0 } / everybody)
            } else {
                next
            };
        }
    }
    purchases(rows, 4, Moment((DAYS * MICROS_PER_DAY as f64) as i64))
}

fn found(decline: &Decline, kinds: &[Kind]) -> Vec<u64> {
    let has = |e: &Evidence| kinds.contains(&e.kind());
    decline.rows.iter().filter(|row| row.evidence.iter().any(has)).map(|row| row.customer.0).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[test]
fn planted_decline_is_found_and_false_alarms_stay_at_the_stated_rate() {
    let decline = find(&world(3000, 7, 1.0), &Settings::default());
    let listed = found(&decline, &[Kind::Declining, Kind::Late, Kind::Lapsed]);
    let wrong = listed.iter().filter(|c| !matches!(plant(**c), Plant::Declines | Plant::Stops)).count();
    let planted = 300;
    let right = listed.len() - wrong;
    assert!(share(right, planted) > 0.75, "{right} of {planted} found");
    assert!(share(wrong, listed.len()) < 0.13, "{wrong} of {} are false alarms", listed.len());
}

#[test]
fn planted_lost_lines_are_found_and_false_alarms_stay_at_the_stated_rate() {
    let decline = find(&world(3000, 11, 1.0), &Settings::default());
    let listed = found(&decline, &[Kind::LostLine]);
    let wrong = listed.iter().filter(|c| plant(**c) != Plant::LosesLine).count();
    let right = listed.len() - wrong;
    assert!(decline.lines_tested > 1000 && right > 30, "{right} found of {} tests", decline.lines_tested);
    assert!(share(wrong, listed.len()) < 0.13, "{wrong} of {} are false alarms", listed.len());
    for row in decline.rows.iter().filter(|row| row.kind == Kind::LostLine) {
        assert!(row.value_at_risk > 0 && row.gap_orders > 0.0);
    }
}

#[test]
fn what_happens_to_everybody_is_nobodys_decline() {
    let (usual, quiet) =
        (find(&world(3000, 5, 1.0), &Settings::default()), find(&world(3000, 5, 0.5), &Settings::default()));
    let false_alarms = |decline: &Decline| {
        let listed = found(decline, &[Kind::Declining]);
        listed.iter().filter(|c| !matches!(plant(**c), Plant::Declines | Plant::Stops)).count()
    };
    assert!(
        false_alarms(&quiet) <= false_alarms(&usual) + 30,
        "{} and {}",
        false_alarms(&quiet),
        false_alarms(&usual)
    );
}

#[test]
fn every_number_is_in_its_bounds() {
    for n in [0, 1, 2, 5, 50, 400] {
        let columns = world(n, 3, 1.0);
        let decline = find(&columns, &Settings::default());
        assert_eq!(decline.customers.len() as u64, n);
        for customer in &decline.customers {
            let unit = 0.0..=1.0;
            assert!(unit.contains(&customer.p_alive) && customer.orders_next_year >= 0.0, "{customer:?}");
            assert!(customer.drop_probability.is_none_or(|p| unit.contains(&p)));
            let range = customer.value_next_year_range;
            assert!(range.low <= range.high && customer.first_order <= customer.last_order);
            if let Some(next) = customer.next_order {
                assert!(next.low <= next.expected && next.expected <= next.high && next.low >= columns.as_of);
            }
            if let Some(window) = customer.window {
                assert!(unit.contains(&window.p_value) && window.expected.is_finite());
            }
        }
        for row in &decline.rows {
            assert!(
                (0.0..=1.0).contains(&row.probability) && row.priority.is_finite() && row.value_at_risk >= 0
            );
            assert_eq!(row.kind, row.evidence[0].kind());
            assert_eq!(decline.customers[row.index as usize].customer, row.customer);
            assert!(row.evidence.windows(2).all(|pair| pair[0].kind() <= pair[1].kind()));
        }
        // serde_json writes NaN and infinity as null, so a whole number in its place shows there was none.
        let text = serde_json::to_string(&decline.customers).unwrap();
        assert!(!text.contains("\"p_alive\":null") && !text.contains("\"orders_next_year\":null"));
    }
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let columns = world(2500, 13, 1.0);
    let with = |threads: usize| -> (Decline, Backtest) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            (find(&columns, &Settings::default()), backtest(&columns, &Settings::default(), &Plan::default()))
        })
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn the_future_changes_nothing() {
    let columns = world(300, 17, 1.0);
    let cut = columns.as_of.plus_days(-91);
    let before = |keep: &dyn Fn(Moment) -> bool| {
        let mut rows = Vec::new();
        for customer in 0..columns.customers.len() {
            for line in columns.lines_of(customer).filter(|line| keep(columns.at[*line])) {
                rows.push((
                    columns.customers[customer].0,
                    columns.at[line],
                    columns.item[line],
                    columns.value[line],
                ));
            }
        }
        purchases(rows, 4, cut)
    };
    let (known, all) = (before(&|at| at < cut), before(&|_| true));
    assert_eq!(find(&known, &Settings::default()), find(&all, &Settings::default()));
}

#[test]
fn a_new_customer_is_new_and_the_interval_is_wide() {
    let mut rows: Vec<(u64, Moment, u32, i64)> = Vec::new();
    let columns = world(300, 19, 1.0);
    for customer in 0..columns.customers.len() {
        for line in columns.lines_of(customer) {
            rows.push((
                columns.customers[customer].0,
                columns.at[line],
                columns.item[line],
                columns.value[line],
            ));
        }
    }
    rows.push((1_000_000, columns.as_of.plus_days(-2), 0, 900));
    let decline = find(&purchases(rows, 4, columns.as_of), &Settings::default());
    let new = decline.customers.iter().find(|c| c.customer == CustomerKey(1_000_000)).unwrap();
    assert_eq!((new.orders, new.state, new.window), (1, State::New, None));
    let next = new.next_order.unwrap();
    assert!(next.high.days_since(next.low) > 20.0, "{next:?}");
    assert!(new.value_next_year > 0 && new.rfm.segment != Segment::Lost);
    assert!(decline.rows.iter().all(|row| row.customer != new.customer));
}

#[test]
fn the_chart_shows_the_band_and_the_fall() {
    let columns = world(200, 23, 1.0);
    let decline = find(&columns, &Settings::default());
    let stopped = columns.customers.iter().position(|key| plant(key.0) == Plant::Stops).unwrap();
    let chart = chart(&columns, stopped, &decline.population.tempo, 91, 6);
    assert_eq!(chart.periods.len(), 6);
    let last = chart.periods[5];
    assert_eq!((last.orders, last.end), (0, columns.as_of));
    assert!(last.expected.unwrap() > 1.0 && last.band.unwrap().high >= last.band.unwrap().low);
    assert_eq!(chart.next_order.unwrap().low, decline.customers[stopped].next_order.unwrap().low);
    let bought: u32 = chart.periods.iter().map(|period| period.orders).sum();
    assert!(bought <= decline.customers[stopped].orders);
}

#[test]
fn the_backtest_counts_by_hand() {
    // Customer 0 buys every ten days and stops at the origin; 1..20 go on. Five dollars an order.
    let day = |day: i64| Moment(day * MICROS_PER_DAY);
    let mut rows = Vec::new();
    for customer in 0..20_u64 {
        let until = if customer == 0 { 400 - 91 } else { 400 };
        rows.extend((0..until).step_by(10).map(|d| (customer, day(d + (customer % 5) as i64), 0, 500)));
    }
    let lengths = [20, 10, 1].map(Length::Customers).into_iter().chain([Length::Share(0.05)]).collect();
    let plan = Plan { origins: 1, lengths };
    let test = backtest(&purchases(rows, 1, day(400)), &Settings::default(), &plan);
    let origin = test.origins[0];
    assert_eq!((test.horizon_days, origin.at, origin.eligible, origin.dropped), (91, day(309), 20, 1));
    // 31 orders in the 309 days from the first: 31 / 309 * 91 orders of 500 lost.
    assert_eq!(origin.value_lost, (31.0_f64 / 309.0 * 91.0 * 500.0).round() as i64);
    let compared: Vec<Length> = test.lengths.iter().map(|at| at.length).collect();
    let told = "a list of all twenty compares nothing, and one customer is 5 % of twenty";
    assert_eq!(compared, [Length::Customers(10), Length::Customers(1)], "{told}");
    for score in &test.lengths[0].scores {
        assert_eq!((score.listed, score.right as f64), (10, score.value_captured));
    }
    let first = test.lengths[1].scores[0];
    assert_eq!((first.ranking, first.listed), (Ranking::ValueAtRisk, 1));
    assert_eq!((test.verdict.finding, test.verdict.order), (Finding::TooLittle, Ranking::ValueAtRisk));
}

#[test]
fn value_at_risk_is_tried_on_those_who_were_in_decline() {
    // Of a hundred who buy every week, ten stop 40 days before the origin.
    let day = |day: i64| Moment(day * MICROS_PER_DAY);
    let worth = |customer: u64| 500 * (1 + customer as i64);
    let mut rows = Vec::new();
    for customer in 0..100_u64 {
        let until = if customer < 10 { 309 - 40 } else { 400 };
        rows.extend((0..until).step_by(7).map(|d| (customer, day(d), 0, worth(customer))));
    }
    let then = find(&purchases(rows.clone(), 1, day(309)), &Settings::default());
    let mut by_value: Vec<_> = then.rows.iter().map(|row| (row.value_at_risk, row.customer.0)).collect();
    by_value.sort_unstable();
    let dearest: Vec<u64> = by_value.iter().rev().take(3).map(|row| row.1).collect();
    assert_eq!(by_value.len(), 10, "those who stopped are in decline and nobody else");
    let plan = Plan { origins: 1, lengths: [3, 20].map(Length::Customers).to_vec() };
    let test = backtest(&purchases(rows, 1, day(400)), &Settings::default(), &plan);
    let named: Vec<u64> = test.lengths.iter().map(|at| at.named).collect();
    assert_eq!((test.origins[0].dropped, named), (10, vec![3, 10]));
    let three = test.lengths[0].scores[0];
    let lost = |customers: &[u64]| customers.iter().map(|customer| worth(*customer)).sum::<i64>() as f64;
    let captured = lost(&dearest) / lost(&(0..10).collect::<Vec<_>>());
    assert_eq!((three.ranking, three.listed, three.right), (Ranking::ValueAtRisk, 3, 3));
    assert!((three.value_captured - captured).abs() < 1e-9, "{three:?} {dearest:?}");
}

#[test]
fn weight_of_value_moves_the_rich_up() {
    let mut decline = find(&world(600, 29, 1.0), &Settings::default());
    let stake = |decline: &Decline| decline.rows[..5].iter().map(|row| row.stake).sum::<f64>();
    decline.weigh(0.0);
    let certain = stake(&decline);
    assert!(decline.rows.is_sorted_by(|a, b| a.certainty >= b.certainty));
    decline.weigh(1.0);
    assert!(stake(&decline) > certain);
    decline.weigh(Settings::default().value_weight);
    assert_eq!(decline, find(&world(600, 29, 1.0), &Settings::default()));
}
