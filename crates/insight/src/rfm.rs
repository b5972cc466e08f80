//! Recency, frequency, monetary value: fifths of the customers by each, and a word for each corner.
//!
//! The plain method a sales team would try first. Holds no model and no time but the ages passed in.

use serde::Serialize;

/// What RFM looks at, one entry a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RfmInput {
    /// Days since the last order.
    pub recency_days: f64,
    /// Orders.
    pub orders: u32,
    /// Value, minor units.
    pub value: i64,
}

/// Fifths from 1 (worst) to 5 (best) and the segment's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct RfmCell {
    /// Recency: 5 bought last.
    pub recency: u8,
    /// Frequency: 5 orders most.
    pub frequency: u8,
    /// Monetary value: 5 is worth most.
    pub monetary: u8,
    /// The word.
    pub segment: Segment,
}

/// Words for corners of the recency and frequency square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// Bought lately and often.
    Champions,
    /// Buys often.
    Loyal,
    /// Lately, more than once.
    Promising,
    /// Lately, for the first time or nearly.
    New,
    /// In the middle of everything.
    NeedsAttention,
    /// Bought often, not lately.
    AtRisk,
    /// Bought most often, not for long.
    CannotLose,
    /// Seldom and not lately.
    Hibernating,
    /// Seldom and long ago.
    Lost,
}

impl RfmCell {
    /// The same fifths, with a word for somebody who has only begun: where nearly everybody bought this week, who began last month is
    /// in the lowest recency fifth and has not gone anywhere.
    pub fn of_newcomer(self) -> Self {
        let segment = match self.segment {
            Segment::Champions | Segment::Loyal | Segment::Promising => self.segment,
            _ => Segment::New,
        };
        Self { segment, ..self }
    }
}

/// The cell of every customer, in the order given. One sort for each of the three; equal customers share a fifth.
///
/// A fifth is `1 + floor(5 · share)` with `share` the middle rank of its ties among `n`: with one customer it is 3, with
/// all alike everybody is 3, so small companies get no false extremes.
pub fn cells(inputs: &[RfmInput]) -> Vec<RfmCell> {
    let recency = fifths(inputs, |a, b| b.recency_days.total_cmp(&a.recency_days));
    let frequency = fifths(inputs, |a, b| a.orders.cmp(&b.orders));
    let monetary = fifths(inputs, |a, b| a.value.cmp(&b.value));
    (0..inputs.len())
        .map(|i| RfmCell {
            recency: recency[i],
            frequency: frequency[i],
            monetary: monetary[i],
            segment: segment(recency[i], frequency[i]),
        })
        .collect()
}

fn fifths(
    inputs: &[RfmInput],
    order: impl Fn(&RfmInput, &RfmInput) -> std::cmp::Ordering + Sync + Send,
) -> Vec<u8> {
    use rayon::slice::ParallelSliceMut;
    let mut ranked: Vec<u32> = (0..u32::try_from(inputs.len()).unwrap_or(u32::MAX)).collect();
    ranked.par_sort_unstable_by(|&a, &b| order(&inputs[a as usize], &inputs[b as usize]).then(a.cmp(&b)));
    let mut fifth = vec![0_u8; inputs.len()];
    let mut start = 0;
    while start < ranked.len() {
        let same = |&i: &u32| order(&inputs[ranked[start] as usize], &inputs[i as usize]).is_eq();
        let end = start + ranked[start..].iter().take_while(|i| same(i)).count();
        // The middle of ranks start..end as a share of n, in whole numbers: (start + end) / 2n.
        let of_five = 1 + 5 * (start + end) / (2 * ranked.len());
        for &i in &ranked[start..end] {
            fifth[i as usize] = u8::try_from(of_five.min(5)).unwrap_or(5);
        }
        start = end;
    }
    fifth
}

/// The word for a corner; the division is the one in common use (Putler's RFM chart) with its eleven words made nine.
fn segment(recency: u8, frequency: u8) -> Segment {
    match (recency, frequency) {
        (4..=5, 4..=5) => Segment::Champions,
        (3, 4..=5) => Segment::Loyal,
        (1, 5) => Segment::CannotLose,
        (1..=2, 3..=5) => Segment::AtRisk,
        (4..=5, 2..=3) => Segment::Promising,
        (4..=5, _) => Segment::New,
        (3, _) => Segment::NeedsAttention,
        (2, _) => Segment::Hibernating,
        _ => Segment::Lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(recency_days: f64, orders: u32, value: i64) -> RfmInput {
        RfmInput { recency_days, orders, value }
    }

    #[test]
    fn ten_customers_fall_into_fifths_of_two() {
        let inputs: Vec<_> = (0..10).map(|i| input(f64::from(i), 10 - i, i64::from(i))).collect();
        let cells = cells(&inputs);
        let recency: Vec<u8> = cells.iter().map(|c| c.recency).collect();
        assert_eq!(recency, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
        assert_eq!(cells[0].segment, Segment::Champions);
        assert_eq!(cells[9].segment, Segment::Lost);
        assert_eq!((cells[0].monetary, cells[9].monetary), (1, 5));
    }

    #[test]
    fn equal_customers_share_a_fifth_and_one_is_in_the_middle() {
        assert!(
            cells(&[input(3.0, 1, 5); 7]).iter().all(|c| (c.recency, c.frequency, c.monetary) == (3, 3, 3))
        );
        assert_eq!(cells(&[input(3.0, 1, 5)])[0].frequency, 3);
        assert!(cells(&[]).is_empty());
        // Three quarters bought once: they are all in the same fifth, below those who bought more.
        let inputs: Vec<_> = (0..8).map(|i| input(1.0, if i < 6 { 1 } else { 2 }, 0)).collect();
        let frequency: Vec<u8> = cells(&inputs).iter().map(|c| c.frequency).collect();
        assert_eq!(frequency, [2, 2, 2, 2, 2, 2, 5, 5]);
    }
}
