//! What one customer's own purchases of one item say: how often, and how far apart. The sentence of who is due rests on them.

use super::{AnalysisParameters, Company, Result};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::{Analysis, CustomerKey};

/// How one customer has bought one item.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ItemHistory {
    /// The product or category.
    pub item: String,
    /// Days on which it was bought.
    pub times: u32,
    /// Days between two of them at least; null of what was bought once.
    pub shortest_gap_days: Option<u32>,
    /// Days between two of them at most.
    pub longest_gap_days: Option<u32>,
}

impl Company {
    /// How a customer has bought an item of the level that replenishment looks at; nothing when they never did. Reads the purchases
    /// of the customer.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub(crate) fn item_history(&self, key: CustomerKey, item: &str) -> Result<Option<ItemHistory>> {
        let parameters = AnalysisParameters::default().decided(Analysis::Replenishment, self)?;
        let mine = self.purchases_of(key, parameters.level.unwrap_or(0), self.findings_as_of()?)?;
        let Ok(number) = mine.items.binary_search_by(|known| known.as_str().cmp(item)) else {
            return Ok(None);
        };
        let words = self.words(None)?;
        let lines = mine.item.iter().zip(&mine.at).filter(|(line, _)| **line as usize == number);
        let days = lines.map(|(_, at)| words.day(*at)).collect();
        Ok(Some(told(item, days)))
    }
}

/// Of the days of its purchases, in ascending order.
fn told(item: &str, mut days: Vec<Date>) -> ItemHistory {
    days.dedup();
    let gaps = || {
        let between = |pair: &[Date]| pair[1].since(pair[0]).map_or(0, |span| span.get_days());
        days.windows(2).map(move |pair| u32::try_from(between(pair)).unwrap_or(0))
    };
    ItemHistory {
        item: item.to_owned(),
        times: u32::try_from(days.len()).unwrap_or(u32::MAX),
        shortest_gap_days: gaps().min(),
        longest_gap_days: gaps().max(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_of_a_day_are_one_purchase_and_gaps_go_over_months() {
        let days = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        let history = told("TEA", days(&["2024-01-30", "2024-01-30", "2024-02-06", "2024-12-31"]));
        assert_eq!(
            (history.times, history.shortest_gap_days, history.longest_gap_days),
            (3, Some(7), Some(329))
        );
        let once = told("TEA", days(&["2024-01-30"]));
        assert_eq!((once.times, once.shortest_gap_days, once.longest_gap_days), (1, None, None));
    }
}
