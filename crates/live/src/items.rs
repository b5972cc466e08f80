//! What products count as: items of one level, and their costs where value is margin.

use crate::line::Line;
use crate::numbers::Products;
use crate::rates::halves_away;
use vihje_model::ProductKey;

/// The item of a product that has none at the level.
pub const NO_ITEM: u32 = u32::MAX;

/// Products as items of one level, by the products' numbers. A product met later has no item until a new map is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemMap {
    items: Vec<u32>,
    /// Cost of one unit in ten-thousandths of the reporting currency, where value is margin.
    costs: Option<Vec<i64>>,
    count: usize,
}

impl ItemMap {
    /// A map of products to items. O(products).
    pub fn new(products: &mut Products, items: impl IntoIterator<Item = (ProductKey, u32)>) -> Self {
        let mut map = Self::default();
        for (product, item) in items {
            let number = products.number(product) as usize;
            if map.items.len() <= number {
                map.items.resize(number + 1, NO_ITEM);
            }
            map.items[number] = item;
            map.count = map.count.max(item as usize + 1);
        }
        map
    }

    /// The same with costs of one unit, in ten-thousandths of the reporting currency: value is margin then.
    #[must_use]
    pub fn with_costs(
        mut self,
        products: &mut Products,
        costs: impl IntoIterator<Item = (ProductKey, i64)>,
    ) -> Self {
        let mut known = Vec::new();
        for (product, cost) in costs {
            let number = products.number(product) as usize;
            if known.len() <= number {
                known.resize(number + 1, 0);
            }
            known[number] = cost;
        }
        self.costs = Some(known);
        self
    }

    /// The item of a product; [`NO_ITEM`] where it has none.
    pub fn item(&self, product: u32) -> u32 {
        self.items.get(product as usize).copied().unwrap_or(NO_ITEM)
    }

    /// Items are numbered below this.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The value of a line: its amount, less its cost where costs are known; ten-thousandths, halves away from zero.
    pub(crate) fn value(&self, line: &Line) -> i64 {
        let Some(costs) = &self.costs else { return line.value };
        let cost = costs.get(line.product as usize).copied().unwrap_or(0);
        let exact = i128::from(line.value) * 10_000 - i128::from(line.quantity) * i128::from(cost);
        i64::try_from(halves_away(exact, 10_000)).unwrap_or(line.value)
    }
}
