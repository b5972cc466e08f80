//! The published figures on the CDNOW sample, to their printed digits, and what must hold for any customer.

use crate::support::{data, purchases};
use proptest::prelude::*;
use vihje_insight::lapse::{
    Fit, Law, Model, Note, Spend, Summary, Tally, WEEK, fit, fit_spend, spends, summarise,
};
use vihje_model::{Moment, Purchases};

/// Purchases of the CDNOW sample (Fader & Hardie 2001) before a date. Customers are numbered by `sample_id`.
fn cdnow(as_of: &str) -> Option<Purchases> {
    let mut reader = csv::Reader::from_path(data("cdnow/cdnow_sample.csv")?).unwrap();
    let rows = reader
        .deserialize::<(u64, u64, String, u32, f64)>()
        .map(|row| {
            let (_, sample, date, _, dollars) = row.unwrap();
            (sample, date.parse().unwrap(), 0, (dollars * 100.0).round() as i64)
        })
        .collect();
    Some(purchases(rows, 1, as_of.parse().unwrap()))
}

fn calibration() -> Option<(Purchases, Vec<Summary>)> {
    let purchases = cdnow("1997-10-01")?;
    let summaries = summarise(&purchases, WEEK);
    Some((purchases, summaries))
}

/// Equal when rounded to as many digits as were printed.
fn printed(value: f64, published: f64, digits: i32) {
    let unit = 10_f64.powi(-digits);
    assert!((value - published).abs() <= 0.5 * unit + 1e-9, "{value} is not {published} to {digits} digits");
}

fn check(fit: &Fit, published: [f64; 4]) {
    assert_eq!(fit.note, Note::Firm);
    for (parameter, published) in fit.parameters.iter().zip(published) {
        printed(parameter.value, published, 3);
        let (low, high) = parameter.interval.unwrap();
        assert!(low < parameter.value && parameter.value < high);
    }
}

#[test]
fn the_summary_equals_the_published_one_for_every_customer() {
    let Some((purchases, summaries)) = calibration() else { return };
    let spends = spends(&purchases, false);
    let file = data("cdnow/cdnow_sample_summary_39w.csv").unwrap();
    let mut same = 0;
    for row in csv::Reader::from_path(file).unwrap().deserialize::<(u64, u32, f64, f64, f64)>() {
        let (sample, x, t_x, t, spend) = row.unwrap();
        let place = purchases.customers.iter().position(|key| key.0 == sample).unwrap();
        let own = summaries[place];
        assert_eq!(own.x, x, "customer {sample}");
        printed(own.t_x, t_x, 2);
        printed(own.t, t, 2);
        printed(spends[place].map_or(0.0, |spend| spend.mean / 100.0), spend, 2);
        same += 1;
    }
    assert_eq!((same, summaries.len()), (2357, 2357));
}

#[test]
fn bg_nbd_gives_the_published_figures() {
    // Fader, Hardie & Lee 2005, "Counting your customers the easy way", table 2 and section 5.
    let Some((_, summaries)) = calibration() else { return };
    let fit = fit(Law::BgNbd, &Tally::new(&summaries));
    check(&fit, [0.243, 4.414, 0.793, 2.426]);
    printed(fit.log_likelihood, -9582.43, 2);
    let one = Summary { x: 2, t_x: 30.43, t: 38.86 };
    printed(fit.model.expected_of(&one, 39.0), 1.226, 3);
}

#[test]
fn pareto_nbd_gives_the_published_figures() {
    // Fader, Hardie & Lee 2005, table 2.
    let Some((_, summaries)) = calibration() else { return };
    let fit = fit(Law::ParetoNbd, &Tally::new(&summaries));
    check(&fit, [0.553, 10.578, 0.606, 11.669]);
    printed(fit.log_likelihood, -9594.98, 2);
}

#[test]
fn mbg_nbd_gives_the_published_figures() {
    // Batislam, Denizel & Filiztekin 2007, as reproduced by lifetimes (tests named "close_to_Hardie_paper").
    let Some((_, summaries)) = calibration() else { return };
    let fit = fit(Law::MbgNbd, &Tally::new(&summaries));
    check(&fit, [0.525, 6.183, 0.891, 1.614]);
}

#[test]
fn gamma_gamma_gives_the_published_figures() {
    // Fader & Hardie 2013, "The Gamma-Gamma model of monetary value", section 5: dollars.
    let Some((purchases, _)) = calibration() else { return };
    let dollars: Vec<Spend> = spends(&purchases, false)
        .into_iter()
        .flatten()
        .map(|spend| Spend { mean: spend.mean / 100.0, ..spend })
        .collect();
    let fit = fit_spend(&dollars);
    assert_eq!((fit.note, fit.customers), (Note::Firm, 946));
    for (parameter, published) in fit.parameters.iter().zip([6.25, 3.74, 15.44]) {
        printed(parameter.value, published, 2);
    }
    // The likelihood there, as CLVTools tests it (R, `test_correctness_gg`).
    printed(fit.log_likelihood, -4055.9177, 4);
}

#[test]
fn the_holdout_of_cdnow_is_foretold() {
    // Fader, Hardie & Lee 2005, section 5: correlations .626 (BG/NBD) and .630 (Pareto/NBD) over the 39 weeks to
    // 1998-06-30; cumulative repeat sales of the cohort at the end of them under by 4 % (BG/NBD).
    let Some((known, summaries)) = calibration() else { return };
    let later = cdnow("1998-07-01").unwrap();
    let all = summarise(&later, WEEK);
    assert_eq!(later.customers, known.customers);
    let actual: Vec<f64> = all.iter().zip(&summaries).map(|(a, b)| f64::from(a.x - b.x)).collect();
    let total: f64 = all.iter().map(|s| f64::from(s.x)).sum();
    assert!((total - 4339.0).abs() < 1e-9);
    let tally = Tally::new(&summaries);
    for (law, published) in [(Law::BgNbd, 0.626), (Law::ParetoNbd, 0.630)] {
        let model = fit(law, &tally).model;
        let expected: Vec<f64> = summaries.iter().map(|s| model.expected_of(s, 39.0)).collect();
        printed(correlation(&expected, &actual), published, 3);
        if law == Law::BgNbd {
            let ratio = all.iter().map(|s| model.expected(s.t)).sum::<f64>() / total;
            printed(100.0 * (1.0 - ratio), 4.0, 0);
        }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let cross: f64 = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    let square = |x: &[f64], mean: f64| x.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    cross / (square(a, mean_a) * square(b, mean_b)).sqrt()
}

#[test]
fn a_fit_does_not_depend_on_the_number_of_threads() {
    let summaries: Vec<Summary> = (0..30_000_u32)
        .map(|i| Summary {
            x: i % 9,
            t_x: f64::from(i % 9) * f64::from(1 + i % 37) / 7.0,
            t: 52.0 + f64::from(i % 90),
        })
        .collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let tally = Tally::new(&summaries);
            [Law::BgNbd, Law::MbgNbd, Law::ParetoNbd].map(|law| fit(law, &tally))
        })
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn bg_nbd_calls_those_without_a_repeat_alive_and_the_others_do_not() {
    let once = Summary { x: 0, t_x: 0.0, t: 100.0 };
    let alive = |law, parameters| Model { law, parameters }.alive(&once);
    assert!(alive(Law::BgNbd, [0.243, 4.414, 0.793, 2.426]) >= 1.0);
    assert!(alive(Law::MbgNbd, [0.525, 6.183, 0.891, 1.614]) < 0.5);
    assert!(alive(Law::ParetoNbd, [0.553, 10.578, 0.606, 11.669]) < 0.5);
}

#[test]
fn fifty_customers_do_not_run_away() {
    let Some((_, summaries)) = calibration() else { return };
    for start in [0, 50, 900, 1_800] {
        let tally = Tally::new(&summaries[start..start + 50]);
        for law in [Law::BgNbd, Law::MbgNbd, Law::ParetoNbd] {
            let fit = fit(law, &tally);
            assert!(fit.model.parameters.iter().all(|p| (1e-3..1e5).contains(p)), "{fit:?}");
        }
    }
}

#[test]
fn nothing_at_or_after_as_of_is_counted() {
    let day = |date: &str| -> Moment { date.parse().unwrap() };
    let rows = vec![(1, day("2020-01-01"), 0, 100), (1, day("2020-01-29"), 0, 300)];
    let columns = purchases(rows, 1, day("2020-01-30"));
    assert_eq!(summarise(&columns, WEEK), [Summary { x: 1, t_x: 4.0, t: 4.0 }]);
    assert_eq!(spends(&columns, true), [Some(Spend { x: 2, mean: 200.0 })]);
}

fn models() -> impl Strategy<Value = Model> {
    let laws = prop_oneof![Just(Law::BgNbd), Just(Law::MbgNbd), Just(Law::ParetoNbd)];
    (laws, [-2.5..2.5_f64, -1.0..4.0, -2.5..2.5, -1.5..4.0])
        .prop_map(|(law, logs)| Model { law, parameters: logs.map(f64::exp) })
}

proptest! {
    #[test]
    fn probabilities_and_counts_stay_in_bounds(
        model in models(), x in 0..400_u32, t in 0.0..200.0_f64, share in 0.0..1.0_f64, ahead in 0.0..300.0_f64,
    ) {
        let customer = Summary { x, t_x: if x == 0 { 0.0 } else { t * share }, t };
        let alive = model.alive(&customer);
        prop_assert!((0.0..=1.0).contains(&alive), "{alive}");
        let (near, far) = (model.expected_of(&customer, ahead), model.expected_of(&customer, ahead + 10.0));
        prop_assert!(near.is_finite() && near >= 0.0);
        prop_assert!(far >= near * (1.0 - 1e-6) - 1e-9, "{near} then {far}");
        prop_assert!(model.discounted(&customer, ahead, 0.002, 12) <= near * (1.0 + 1e-6) + 1e-9);
        prop_assert!(model.expected(ahead).is_finite());
    }

    #[test]
    fn a_longer_silence_never_makes_a_customer_more_alive(model in models(), x in 0..100_u32, t_x in 0.0..50.0_f64) {
        let t_x = if x == 0 { 0.0 } else { t_x };
        let alive = |silent: f64| model.alive(&Summary { x, t_x, t: t_x + silent });
        prop_assert!(alive(20.0) <= alive(5.0) + 1e-9);
        prop_assert!(alive(5.0) <= alive(0.0) + 1e-9);
    }
}
