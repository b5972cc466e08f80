//! The curve by hand, against its like, and read from a part of the customers.

use super::*;
use crate::patterns::testing::bought;

fn settings() -> Settings {
    Settings { window_days: 10, min_customers: 1, min_support: 1, ..Settings::default() }
}

#[test]
fn buyers_by_hand() {
    // A is 0, B is 1; the last line is on day 20, so all is known up to day 21.
    let purchases = bought(&[
        &[(0, 0), (4, 1)],   // bought on day 4
        &[(0, 0), (30, 2)],  // never within ten days
        &[(25, 0), (30, 2)], // followed for six days
        &[(0, 0), (7, 1)],   // bought on day 7
    ]);
    let curve = curve(&purchases, 0, 1, &settings()).unwrap();
    let share = |day: usize| curve.buyers[day - 1].share;
    assert!((share(3) - 0.0).abs() < 1e-12);
    assert!((share(4) - 0.25).abs() < 1e-12);
    // Three at risk on day 5 and 6, two on day 7: 1 - 3/4 * 1/2.
    assert!((share(7) - 0.625).abs() < 1e-12);
    assert_eq!((curve.buyers[6].at_risk, curve.buyers.len()), (2, 10));
    assert!((curve.chance_left(4).unwrap() - 0.5).abs() < 1e-12);
    assert!((curve.chance_left(0).unwrap() - 0.625).abs() < 1e-12);
    assert_eq!(curve.chance_left(11), None);
}

#[test]
fn where_all_baskets_are_index_moments_the_like_are_the_buyers() {
    let purchases = bought(&[&[(0, 0)], &[(1, 0)], &[(20, 0), (21, 0), (22, 0)], &[(22, 0)]]);
    let curve = curve(&purchases, 0, 0, &settings()).unwrap();
    assert_eq!(curve.buyers.len(), curve.like.len());
    assert_eq!(curve.buyers[0].events, 1);
}

#[test]
fn the_like_are_weighed_by_new_items_and_by_where_the_buyers_fall() {
    // One stratum. Baskets with complete windows: three of customer 0 (items 1, 2, 1) and one of customer 1.
    // B (item 1) follows two of customer 0's three: chances 1 and 2 of 5.
    let purchases = bought(&[&[(0, 0), (2, 2), (2, 3), (5, 1)], &[(0, 4), (20, 5)]]);
    let settings = Settings {
        index_until: Some(vihje_model::Moment(10 * vihje_model::time::MICROS_PER_DAY)),
        ..settings()
    };
    let curve = curve(&purchases, 0, 1, &settings).unwrap();
    let last = curve.like.last().unwrap();
    assert!((last.share - 3.0 / 5.0).abs() < 1e-12, "{last:?}");
    assert!(last.interval.contains(last.share));
}

#[test]
fn a_part_of_the_customers_tells_what_all_of_them_do_within_its_interval() {
    // Everybody begins on a day of their own; six of seven buy A, a third of all B soon after. Keys are hashes, so
    // every sixth customer is anybody; here a generator mixes them.
    let mut state = 1_u64;
    let mut drawn = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((state >> 33) % below).unwrap()
    };
    let lines: Vec<Vec<(i64, u32)>> = (0..6_000)
        .map(|_| {
            let day = drawn(40);
            let mut lines = vec![(day, 2), (day + 1, u32::from(drawn(7) == 0) * 3)];
            if drawn(3) == 0 {
                lines.push((day + 3 + drawn(7), 1));
            }
            lines.push((day + 20, 4));
            lines
        })
        .collect();
    let purchases = bought(&lines.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let whole = Curves::new(&purchases, &settings()).unwrap();
    let part = Curves::reading(&purchases, &settings(), 1_000).unwrap();
    let (whole, part) = (whole.of(&purchases, 0, 1).unwrap(), part.of(&purchases, 0, 1).unwrap());
    assert_eq!((whole.buyers.len(), whole.like.len()), (part.buyers.len(), part.like.len()));
    let (all, some) = (whole.buyers.last().unwrap(), part.buyers.last().unwrap());
    assert!(some.at_risk < all.at_risk && some.interval.contains(all.share), "{all:?} {some:?}");
    let (all, some) = (whole.like.last().unwrap(), part.like.last().unwrap());
    assert!(some.interval.contains(all.share), "{all:?} {some:?}");
    let width = |step: &LikeStep| step.interval.high - step.interval.low;
    assert!(width(some) > width(all), "fewer witnesses, a wider interval");
}

#[test]
fn the_buyers_of_an_item_are_listed_once() {
    let purchases = bought(&[&[(0, 0), (1, 1), (2, 0)], &[(1, 1)], &[(0, 0)]]);
    let curves = Curves::new(&purchases, &settings()).unwrap();
    assert_eq!((curves.buyers_of(0), curves.buyers_of(1)), (&[0, 2][..], &[0, 1][..]));
    assert!(curves.buyers_of(7).is_empty());
}

#[test]
fn an_unknown_item_is_refused_and_a_rare_one_is_empty() {
    let purchases = bought(&[&[(0, 0), (1, 1)]]);
    assert_eq!(curve(&purchases, 0, 9, &settings()).unwrap_err(), PatternError::NoSuchItem(9));
    let rare = curve(&purchases, 0, 1, &Settings { min_customers: 5, ..settings() }).unwrap();
    assert!(rare.buyers.is_empty() && rare.like.is_empty());
}
