//! Rhythm and decline: each customer against the own pace.
//!
//! Everything is learnt from purchases before `as_of`, from all customers together, and shrunk to them where a customer's
//! own past is short. Nothing here reads a clock or draws at random.

mod alive;
mod chart;
mod gaps;
mod learn;
mod lost;
mod orders;
mod output;
mod pace;
mod rows;
mod season;
mod seen;
mod settings;

pub use chart::{Chart, Period, chart};
pub use gaps::GapLaw;
pub(crate) use learn::{Assessment, Learnt, half_of};
pub(crate) use orders::Orders;
pub use output::{
    Decline, DeclineRow, Evidence, Kind, NextOrder, Pace, Population, Range, Rhythm, SeasonNote, State,
    Tempo, Window,
};
pub(crate) use rows::{Verdicts, certainty, priority};
pub use seen::{SeenGaps, seen_gaps};
pub use settings::Settings;

use crate::rfm::{RfmInput, cells};
use rayon::prelude::*;
use vihje_model::Purchases;

/// Rhythm of every customer, and those in decline.
///
/// Uses nothing at or after `purchases.as_of`. Time is linear in lines with one sort of each customer's lines by category;
/// memory beside the result is about 12 bytes an order and 200 bytes a customer.
pub fn find(purchases: &Purchases, settings: &Settings) -> Decline {
    let orders = Orders::new(purchases);
    let learnt = Learnt::new(&orders, 0, settings);
    let known: Vec<(usize, Assessment)> = (0..orders.customers())
        .into_par_iter()
        .filter_map(|customer| learnt.assess_with_next(&orders, customer).map(|known| (customer, known)))
        .collect();
    let verdicts = Verdicts::new(purchases, &orders, &learnt, &known, settings);
    let customers = rhythms(purchases, &known, &verdicts);
    let rows = verdicts.rows(purchases, &orders, &learnt, &known, settings);
    Decline {
        population: population(purchases, &orders, &learnt, &known),
        customers,
        rows,
        lines_tested: verdicts.lines_tested,
    }
}

fn rhythms(purchases: &Purchases, known: &[(usize, Assessment)], verdicts: &Verdicts) -> Vec<Rhythm> {
    let inputs: Vec<RfmInput> = known
        .iter()
        .map(|(_, a)| RfmInput { recency_days: f64::from(a.last_age), orders: a.orders, value: a.value })
        .collect();
    let cells = cells(&inputs);
    (0..known.len())
        .into_par_iter()
        .map(|i| {
            let (customer, a) = &known[i];
            let lines = purchases.lines_of(*customer);
            let last_order = purchases.at[lines.end - 1];
            let worth = |orders: f64| rows::minor(orders * a.order_value);
            let state = verdicts.state(i, a);
            Rhythm {
                customer: purchases.customers[*customer],
                orders: a.orders,
                first_order: purchases.at[lines.start],
                last_order,
                value: a.value,
                usual_gap_days: a.usual_gap,
                mean_gap_days: a.mean_gap,
                next_order: a.next.map(|days| chart::moments(days, last_order, purchases.as_of)),
                window: a.window,
                p_alive: a.p_alive,
                orders_next_year: a.next_year,
                order_value: worth(1.0),
                value_next_year: worth(a.next_year),
                value_next_year_range: Range {
                    low: worth(a.next_year_range[0]),
                    high: worth(a.next_year_range[1]),
                },
                rfm: if state == State::New { cells[i].of_newcomer() } else { cells[i] },
                drop_probability: a.drop,
                state,
            }
        })
        .collect()
}

fn population(
    purchases: &Purchases,
    orders: &Orders,
    learnt: &Learnt,
    known: &[(usize, Assessment)],
) -> Population {
    let first = known.iter().map(|(customer, _)| purchases.at[purchases.lines_of(*customer).start]).min();
    Population {
        as_of: purchases.as_of,
        currency: purchases.currency,
        basis: purchases.basis,
        customers: known.len() as u64,
        orders: (0..orders.customers()).map(|customer| orders.before(customer, 0).len() as u64).sum(),
        first_order: first,
        tempo: Tempo {
            window_days: u32::try_from(learnt.window).unwrap_or(0),
            season: learnt.season.oldest_first(),
            season_note: learnt.season.note,
            pace: learnt.pace,
            gaps: learnt.gaps,
        },
        alive: learnt.alive.clone(),
        spend: learnt.spend.clone(),
        credibility: learnt.credibility,
    }
}
