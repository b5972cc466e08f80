//! A customer's rhythm: orders by period against what was to be expected, and when the next one is.

use crate::company::Expected;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::{CustomerKey, Moment, Money};

/// Orders drawn at most.
const MOST_ORDERS: usize = 500;

/// A customer's rhythm.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Rhythm {
    /// How long a period is: `week`, `month` or `quarter`, chosen by the customer's own gap.
    pub unit: String,
    /// Periods from the first order to `as_of`, oldest first; the last may be incomplete.
    pub periods: Vec<Period>,
    /// Moments of the orders, oldest first; the latest 500.
    pub orders: Vec<Moment>,
    /// Gaps between orders.
    pub gaps: Option<Gaps>,
    /// When the next order is expected.
    pub next_expected: Option<Expected>,
    /// True for this moment.
    pub as_of: Moment,
}

/// Orders of one period against what was to be expected.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Period {
    /// First moment.
    pub from: Moment,
    /// First moment after it.
    pub to: Moment,
    /// Orders seen.
    pub orders: u32,
    /// Sales.
    pub sales: Money,
    /// Orders to be expected from everything before the period; null until the customer has begun.
    pub expected: Option<f64>,
    /// Lower end of the 80 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 80 % interval.
    pub upper: Option<f64>,
}

/// Gaps between orders, in days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Gaps {
    /// How many.
    pub count: u32,
    /// Lower quartile.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub q3: f64,
    /// Longest.
    pub longest: f64,
    /// Days since the latest order.
    pub current: f64,
}

/// A customer's rhythm.
#[utoipa::path(get, path = "/customers/{key}/rhythm", tag = "customers", params(("key" = CustomerKey, Path)), responses((status = 200, body = Rhythm)))]
pub async fn get_rhythm(State(app): State<App>, Path(key): Path<CustomerKey>) -> Answer<Json<Rhythm>> {
    app.read(move |company| {
        let currency = company.currency()?;
        let shown = company.rhythm(key)?;
        let periods = shown.chart.periods.iter().map(|period| Period {
            from: period.start,
            to: period.end,
            orders: period.orders,
            sales: Money::from_minor(period.value, currency),
            expected: period.expected,
            lower: period.band.map(|band| f64::from(band.low)),
            upper: period.band.map(|band| f64::from(band.high)),
        });
        let next = shown.chart.next_order;
        Ok(Json(Rhythm {
            unit: shown.unit.to_owned(),
            periods: periods.collect(),
            gaps: gaps(&shown.orders, shown.as_of),
            orders: shown.orders.iter().rev().take(MOST_ORDERS).rev().copied().collect(),
            next_expected: next.map(|next| Expected { from: next.low, at: next.expected, to: next.high }),
            as_of: shown.as_of,
        }))
    })
    .await
}

/// Quartiles of the gaps between orders (type 7 of Hyndman and Fan 1996); nothing before the second order.
fn gaps(orders: &[Moment], as_of: Moment) -> Option<Gaps> {
    let mut gaps: Vec<f64> = orders.windows(2).map(|pair| pair[1].days_since(pair[0])).collect();
    gaps.sort_by(f64::total_cmp);
    let (latest, longest) = (orders.last()?, gaps.last()?);
    Some(Gaps {
        count: u32::try_from(gaps.len()).unwrap_or(u32::MAX),
        q1: quantile(&gaps, 0.25),
        median: quantile(&gaps, 0.5),
        q3: quantile(&gaps, 0.75),
        longest: *longest,
        current: as_of.days_since(*latest),
    })
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a place in a short list
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (sorted[high] - sorted[low]) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_a_steady_customer_are_all_alike() {
        let start: Moment = "2024-01-01".parse().unwrap();
        let orders: Vec<Moment> = (0..5).map(|week| start.plus_days(7 * week)).collect();
        let gaps = gaps(&orders, start.plus_days(38)).unwrap();
        assert_eq!(
            (gaps.count, gaps.median.round(), gaps.q3.round(), gaps.current.round()),
            (4, 7.0, 7.0, 10.0)
        );
        assert_eq!(super::gaps(&orders[..1], start), None);
    }
}
