//! Who is in a pattern now: bought A, not B since, and the window is still open.

use super::baskets::Frame;
use super::curve::curve;
use super::{PatternError, Question, Settings};
use serde::Serialize;
use vihje_model::{CustomerKey, Moment, Purchases};

/// A customer who may yet buy B.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpenCustomer {
    /// Number of the customer in the purchases.
    pub customer: usize,
    /// His key.
    pub key: CustomerKey,
    /// When he first bought A.
    pub bought_at: Moment,
    /// When the window closes.
    pub closes_at: Moment,
    /// Days left until then, whole and part.
    pub days_left: f64,
    /// The chance that he buys B before it closes, by the curve of earlier buyers; `None` where the curve does not
    /// reach.
    pub chance: Option<f64>,
    /// Whether he had bought B before, or with, A.
    pub had_b: bool,
}

/// Customers who first bought A within the last W days and have not bought B after it, in order of customer. For B first
/// (or again) only those who had not (had) bought B before or with A.
///
/// O(lines), with the curve for the chances.
///
/// # Errors
/// As [`super::curve()`].
pub fn open_window(
    purchases: &Purchases,
    a: u32,
    b: u32,
    settings: &Settings,
) -> Result<Vec<OpenCustomer>, PatternError> {
    let curve = curve(purchases, a, b, settings)?;
    let frame = Frame::new(purchases, settings);
    let open = (0..purchases.customers.len()).filter_map(|customer| {
        let lines = purchases.lines_of(customer);
        let history = || lines.clone().map(|line| (purchases.item[line], purchases.at[line].0));
        let first_a = history().find(|(item, _)| *item == a)?.1;
        let closes = first_a.saturating_add(frame.window);
        if !frame.may_index(first_a) || closes < frame.as_of {
            return None;
        }
        let had_b = history().any(|(item, at)| item == b && at <= first_a);
        let bought_b = history().any(|(item, at)| item == b && at > first_a);
        let asked = match settings.question {
            Question::Any => true,
            Question::First => !had_b,
            Question::Again => had_b,
        };
        (asked && !bought_b).then(|| OpenCustomer {
            customer,
            key: purchases.customers[customer],
            bought_at: Moment(first_a),
            closes_at: Moment(closes),
            days_left: Moment(closes).days_since(purchases.as_of),
            chance: curve.chance_left(frame.days_followed(first_a)),
            had_b,
        })
    });
    Ok(open.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::testing::bought;
    use vihje_model::time::MICROS_PER_DAY;

    #[test]
    fn by_hand() {
        // The last line is on day 20: as of day 21 windows of ten days are open for A bought from day 11 on.
        let purchases = bought(&[
            &[(10, 0), (20, 2)],          // closed yesterday
            &[(11, 0)],                   // closes now
            &[(15, 0), (16, 1)],          // bought B
            &[(3, 1), (15, 0)],           // had B before
            &[(1, 0), (15, 0)],           // first bought A long ago
            &[(18, 0), (18, 1), (19, 3)], // B in the same basket
        ]);
        let settings = Settings { window_days: 10, min_customers: 1, ..Settings::default() };
        let who = |question| {
            let settings = Settings { question, ..settings.clone() };
            let open = open_window(&purchases, 0, 1, &settings).unwrap();
            open.iter().map(|customer| customer.customer).collect::<Vec<_>>()
        };
        assert_eq!(who(Question::Any), [1, 3, 5]);
        assert_eq!(who(Question::First), [1]);
        assert_eq!(who(Question::Again), [3, 5]);
        let open = open_window(&purchases, 0, 1, &settings).unwrap();
        assert_eq!(open[1].closes_at, Moment(25 * MICROS_PER_DAY));
        assert!((open[1].days_left - 4.0).abs() < 1e-12 && open[1].had_b);
        assert!(
            open.iter().all(|customer| customer.chance.is_none_or(|chance| (0.0..=1.0).contains(&chance)))
        );
    }
}
