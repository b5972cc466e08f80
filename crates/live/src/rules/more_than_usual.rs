//! An order larger than the customer's own usual one. The usual is the median of the earlier orders.

use super::{Scene, Sighting, Trigger};
use crate::line::{Line, OrderKey};
use vihje_model::Moment;
use vihje_model::fact::LineKind;
use vihje_model::opportunity::{Measure, OpportunityReason};

/// What makes lines one order: its id, else its moment.
fn order(line: &Line) -> (OrderKey, Moment) {
    if line.order == OrderKey::NONE { (line.order, line.at) } else { (line.order, Moment(0)) }
}

/// An order: what makes its lines one, their sum, and the moment of the last.
struct Sum {
    order: (OrderKey, Moment),
    amount: i64,
    at: Moment,
}

/// Sums per order of the lines that are asked for.
fn sums(lines: &[Line], asked: impl Fn(&Line) -> Option<i64>) -> Vec<Sum> {
    let asked = |line| Some(Sum { order: order(line), amount: asked(line)?, at: line.at });
    let mut sums: Vec<Sum> = lines.iter().filter_map(asked).collect();
    sums.sort_unstable_by_key(|sum| sum.order);
    sums.dedup_by(|line, sum| {
        let is_same = line.order == sum.order;
        if is_same {
            sum.amount = sum.amount.saturating_add(line.amount);
            sum.at = sum.at.max(line.at);
        }
        is_same
    });
    sums
}

#[allow(clippy::cast_precision_loss)] // amounts far below 2^53
fn median(mut amounts: Vec<i64>) -> f64 {
    amounts.sort_unstable();
    let half = amounts.len() / 2;
    if amounts.len() % 2 == 1 {
        amounts[half] as f64
    } else {
        (amounts[half - 1] as f64 + amounts[half] as f64) / 2.0
    }
}

/// One comparison: what was bought now, the usual, and the earlier orders.
#[allow(clippy::cast_precision_loss)] // amounts far below 2^53
fn compare(
    scene: &Scene<'_>,
    line: &Line,
    asked: impl Fn(&Line) -> Option<i64>,
) -> Option<(f64, f64, usize)> {
    let (this, sums) = (order(line), sums(scene.purchases(), asked));
    let (now, at) = sums.iter().find(|sum| sum.order == this).map(|sum| (sum.amount, sum.at))?;
    let earlier = sums.iter().filter(|sum| sum.order != this && sum.at < at);
    let earlier: Vec<i64> = earlier.map(|sum| sum.amount).collect();
    let orders = earlier.len();
    (orders > 0).then(|| (now as f64, median(earlier), orders))
}

#[allow(clippy::cast_possible_truncation)] // money rounded to minor units
pub(super) fn see(of: Measure, factor: f64, min_orders: u32, scene: &Scene<'_>) -> Option<Sighting> {
    let Trigger::Bought(lines) = scene.trigger else { return None };
    let mut sales = lines.iter().filter(|line| line.kind == LineKind::Sale && line.quantity > 0);
    let above = |now: f64, usual: f64, orders: usize| {
        orders >= min_orders as usize && usual > 0.0 && now > factor * usual
    };
    let minor = |value: f64| scene.live.rates.minor(value.round() as i64);
    match of {
        Measure::Value => {
            let line = sales.next_back()?;
            let (now, usual, orders) = compare(scene, line, |line| Some(line.value))?;
            let (now, usual) = (minor(now), minor(usual));
            let reason = reason(of, None, (now as f64, usual as f64), orders);
            above(now as f64, usual as f64, orders).then(|| sighting(None, reason, now - usual, line.at))
        }
        Measure::Quantity => sales
            .filter_map(|line| {
                let product = line.product;
                let asked = |other: &Line| (other.product == product).then_some(other.quantity);
                let (now, usual, orders) = compare(scene, line, asked)?;
                let (now, usual) = (now / 10_000.0, usual / 10_000.0);
                let known = scene.known().products.get(product as usize).map_or(0, |known| known.price_minor);
                // What is not known yet costs what was just paid for it.
                let paid = minor(line.value as f64 * 10_000.0 / line.quantity as f64);
                let each = if known > 0 { known } else { paid };
                let worth = ((now - usual) * each as f64).round() as i64;
                let name = scene.product_name(product);
                let reason = reason(of, Some(name.clone()), (now, usual), orders);
                above(now, usual, orders).then(|| sighting(Some(name), reason, worth, line.at))
            })
            .max_by_key(|sighting| sighting.value_minor),
    }
}

fn reason(
    of: Measure,
    product: Option<String>,
    (now, usual): (f64, f64),
    orders: usize,
) -> OpportunityReason {
    OpportunityReason::MoreThanUsual {
        of,
        product,
        now,
        usual,
        orders: u32::try_from(orders).unwrap_or(u32::MAX),
    }
}

fn sighting(item: Option<String>, reason: OpportunityReason, value_minor: i64, at: Moment) -> Sighting {
    Sighting { item, reason, value_minor, at, waits_on: None }
}
