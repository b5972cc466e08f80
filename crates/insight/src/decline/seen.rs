//! The gaps between one customer's orders as they were, without a model.

use vihje_model::Moment;

/// Gaps between orders, in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeenGaps {
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

/// Quartiles of the gaps between orders, oldest first (type 7 of Hyndman and Fan 1996); nothing before the second order.
/// O(n log n).
pub fn seen_gaps(orders: &[Moment], as_of: Moment) -> Option<SeenGaps> {
    let mut gaps: Vec<f64> = orders.windows(2).map(|pair| pair[1].days_since(pair[0])).collect();
    gaps.sort_by(f64::total_cmp);
    let (latest, longest) = (orders.last()?, gaps.last()?);
    Some(SeenGaps {
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
        let gaps = seen_gaps(&orders, start.plus_days(38)).unwrap();
        assert_eq!(
            (gaps.count, gaps.median.round(), gaps.q3.round(), gaps.current.round()),
            (4, 7.0, 7.0, 10.0)
        );
        assert_eq!(seen_gaps(&orders[..1], start), None);
    }
}
