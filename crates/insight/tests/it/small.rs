//! Small companies: a customer's own pace speaks before sixty others do, and what is told of one customer agrees.

use crate::support::{Dice, purchases};
use vihje_insight::decline::{Decline, Evidence, Rhythm, Settings, State, find};
use vihje_insight::rfm::Segment;
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{CustomerKey, Moment, Purchases};

const DAYS: f64 = 400.0;
/// Ordered eleven times, twenty days apart, and then not for 167 days.
const STOPPED: CustomerKey = CustomerKey(1_000);

fn at(day: f64) -> Moment {
    Moment((day * MICROS_PER_DAY as f64) as i64)
}

/// How customers wait, as a share of their usual gap.
#[derive(Debug, Clone, Copy)]
enum Habit {
    Random,
    Regular,
    Bursty,
    Mixed,
}

impl Habit {
    fn gap(self, dice: &mut Dice, customer: u64) -> f64 {
        match (self, customer % 3) {
            (Self::Regular, _) | (Self::Mixed, 0) => 0.8 + 0.4 * dice.unit(),
            (Self::Random, _) | (Self::Mixed, 1) => dice.exponential(1.0),
            (Self::Bursty | Self::Mixed, _) if dice.unit() < 0.5 => 0.02,
            (Self::Bursty | Self::Mixed, _) => 2.0 * dice.exponential(1.0),
        }
    }
}

/// Usual gaps of the sixty.
#[derive(Debug, Clone, Copy)]
enum Paces {
    /// From 5 to 90 days.
    Varied,
    /// Half of them from 60 to 120 days, and new ones all the time.
    Slow,
    /// All 45 days.
    Alike,
}

/// Sixty customers, and [`STOPPED`]. Of the sixty every `leaves`-th stops at day 300.
fn company(seed: u64, paces: Paces, habit: Habit, leaves: Option<u64>) -> Purchases {
    let mut dice = Dice(seed);
    let mut rows = Vec::new();
    for customer in 0..60_u64 {
        let usual = match paces {
            Paces::Alike => 45.0,
            Paces::Slow if customer % 2 == 0 => 60.0 + 60.0 * dice.unit(),
            Paces::Varied | Paces::Slow => 5.0 * 18.0_f64.powf(dice.unit()),
        };
        let mut day = dice.unit() * if matches!(paces, Paces::Slow) { 300.0 } else { usual };
        let end = if leaves.is_some_and(|each| customer % each == 0) { 300.0 } else { DAYS };
        while day < end {
            rows.push((customer, at(day), 0, 5_000));
            day += (usual * habit.gap(&mut dice, customer)).max(0.6);
        }
    }
    let mut day = DAYS - 167.5;
    for gap in [18.0, 22.0, 20.0, 17.0, 23.0, 20.0, 19.0, 21.0, 20.0, 20.0, 20.0] {
        rows.push((STOPPED.0, at(day), 0, 5_000));
        day -= gap;
    }
    purchases(rows, 1, at(DAYS))
}

fn stopped(decline: &Decline) -> (&Rhythm, Option<&Evidence>) {
    let rhythm = decline.customers.iter().find(|rhythm| rhythm.customer == STOPPED).unwrap();
    let row = decline.rows.iter().find(|row| row.customer == STOPPED);
    let late = |evidence: &&Evidence| matches!(evidence, Evidence::Late { .. });
    (rhythm, row.and_then(|row| row.evidence.iter().find(late)))
}

#[test]
fn a_clock_that_stopped_is_late_in_any_company_of_sixty() {
    for paces in [Paces::Varied, Paces::Slow, Paces::Alike] {
        for habit in [Habit::Random, Habit::Regular, Habit::Mixed, Habit::Bursty] {
            for seed in 1..=3 {
                let decline = find(&company(seed, paces, habit, None), &Settings::default());
                let (rhythm, late) = stopped(&decline);
                let what = format!("{paces:?} {habit:?} {seed}: {rhythm:?} {late:?}");
                assert_eq!(rhythm.usual_gap_days, Some(20.0), "{what}");
                // Ten own gaps; before, sixty who are alike made 36 days of these twenty.
                assert!((19.0..24.0).contains(&rhythm.mean_gap_days.unwrap()), "{what}");
                assert!(matches!(rhythm.state, State::Late | State::Lapsed), "{what}");
                assert!(late.is_some(), "{what}");
            }
        }
    }
}

#[test]
fn few_are_called_late_who_are_not() {
    let (mut all, mut wrong) = (0, 0);
    for seed in 0..240 {
        let paces = [Paces::Varied, Paces::Slow, Paces::Alike][seed as usize % 3];
        let habit = [Habit::Random, Habit::Mixed, Habit::Regular, Habit::Bursty][seed as usize % 4];
        let decline = find(&company(seed, paces, habit, Some(10)), &Settings::default());
        for row in &decline.rows {
            if row.evidence.iter().any(|evidence| matches!(evidence, Evidence::Late { .. })) {
                all += 1;
                wrong += u32::from(row.customer != STOPPED && row.customer.0 % 10 != 0);
            }
        }
    }
    println!("{wrong} false of {all}");
    assert!(all > 700, "only {all} found");
    // A tenth is borne; three standard deviations more.
    let most = 0.1 * f64::from(all) + 3.0 * f64::sqrt(0.09 * f64::from(all));
    assert!(f64::from(wrong) <= most, "{wrong} of {all}");
}

#[test]
fn who_is_silent_against_regular_gaps_is_not_told_as_still_buying() {
    for (seed, paces) in (1..=6).zip([Paces::Varied, Paces::Slow, Paces::Alike].into_iter().cycle()) {
        // Six of sixty stop; the seventh of those who stopped is a clock of twenty days, silent for 167.
        let decline = find(&company(seed, paces, Habit::Regular, Some(10)), &Settings::default());
        let (rhythm, late) = stopped(&decline);
        assert!(late.is_some() && rhythm.p_alive < 0.2, "{paces:?} {seed}: {rhythm:?}");
        assert!(rhythm.orders_next_year < 0.2 * 365.0 / 20.0, "{rhythm:?}");
        let steady = decline.customers.iter().filter(|rhythm| rhythm.state == State::Steady);
        let (count, alive) = steady.fold((0.0, 0.0), |sum, rhythm| (sum.0 + 1.0, sum.1 + rhythm.p_alive));
        assert!(alive / count > 0.9, "{paces:?} {seed}: {alive} of {count}");
    }
}

#[test]
fn a_newcomer_among_frequent_buyers_is_not_lost() {
    let mut rows = Vec::new();
    for customer in 0..60_u64 {
        rows.extend(
            (0..100).map(|week| {
                (customer, at(DAYS - 1.0 - (customer % 7) as f64 - 7.0 * f64::from(week)), 0, 900)
            }),
        );
    }
    let newcomer = 1_000;
    rows.push((newcomer, at(DAYS - 30.0), 0, 900));
    let decline = find(&purchases(rows, 1, at(DAYS)), &Settings::default());
    let new = decline.customers.iter().find(|rhythm| rhythm.customer == CustomerKey(newcomer)).unwrap();
    assert_eq!((new.orders, new.rfm.recency, new.rfm.segment), (1, 1, Segment::New), "{new:?}");
}

#[test]
fn what_is_told_of_a_customer_agrees() {
    for (seed, habit) in (0..12).zip([Habit::Random, Habit::Mixed, Habit::Bursty].into_iter().cycle()) {
        let decline = find(&company(seed, Paces::Slow, habit, Some(6)), &Settings::default());
        for rhythm in &decline.customers {
            assert_eq!(rhythm.usual_gap_days.is_some(), rhythm.orders > 1, "{rhythm:?}");
            if rhythm.orders == 1 {
                assert!(
                    matches!(rhythm.state, State::New | State::Once | State::Steady | State::Lapsed),
                    "{rhythm:?}"
                );
                let overdue = rhythm.next_order.is_some_and(|next| next.due <= at(DAYS));
                assert!(rhythm.state != State::New || rhythm.window.is_none() || !overdue, "{rhythm:?}");
            }
        }
        for row in &decline.rows {
            let rhythm = &decline.customers[row.index as usize];
            for evidence in &row.evidence {
                let Evidence::Late { days_since_last, usual_gap_days, allowed_days, .. } = evidence else {
                    continue;
                };
                assert_eq!(Some(*usual_gap_days), rhythm.usual_gap_days);
                assert!(usual_gap_days < allowed_days && allowed_days <= days_since_last, "{evidence:?}");
                assert!(rhythm.next_order.is_some_and(|next| next.due < at(DAYS)), "{rhythm:?}");
            }
        }
    }
}
