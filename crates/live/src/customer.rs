//! A customer as the addition of the cells of all his names. Reads only.

use crate::Live;
use crate::cells::Cell;
use crate::items::{ItemMap, NO_ITEM};
use crate::line::Line;
use crate::touches::Touch;
use vihje_insight::returns::{ReturnLine, taken_back};
use vihje_model::fact::LineKind;
use vihje_model::{CustomerKey, Moment};

/// The purchases of one customer at a level, by moment and item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerPurchases {
    /// When.
    pub at: Vec<Moment>,
    /// What.
    pub item: Vec<u32>,
    /// Value in minor units of the reporting currency.
    pub value: Vec<i64>,
}

/// What is held of one customer.
pub struct CustomerState<'a> {
    /// The key the customer goes by.
    pub key: CustomerKey,
    /// The keys of all names, the root's first.
    pub names: Vec<CustomerKey>,
    cells: Vec<&'a Cell>,
}

impl<'a> CustomerState<'a> {
    /// Every line, by moment; those of one moment by name, then as told. O(n log n).
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.cells.iter().flat_map(|cell| cell.lines.iter()).collect();
        // One name's lines are in order already.
        if self.cells.len() > 1 {
            lines.sort_by_key(|line| line.at);
        }
        lines
    }

    /// The sales before a moment that no return took back before it, by moment. O(n log n).
    pub fn purchases(&self, as_of: Moment) -> Vec<Line> {
        let mut lines = self.lines();
        lines.truncate(lines.partition_point(|line| line.at < as_of));
        let gone = if lines.iter().any(|line| line.kind == LineKind::Return) {
            taken_back(&lines.iter().map(as_return_line).collect::<Vec<_>>())
        } else {
            Vec::new()
        };
        let mut gone = gone.into_iter().peekable();
        let mut place = 0;
        lines.retain(|line| {
            let taken = gone.next_if_eq(&place).is_some();
            place += 1;
            !taken && line.kind == LineKind::Sale && line.quantity > 0
        });
        lines
    }

    /// The recent touch-points, by moment.
    pub fn touches(&self) -> Vec<Touch> {
        let recent = self.cells.iter().filter_map(|cell| cell.touches.as_deref());
        let mut touches: Vec<Touch> = recent.flat_map(|touches| touches.recent().iter().copied()).collect();
        touches.sort_by_key(|touch| touch.at);
        touches
    }

    /// Touch-points ever told.
    pub fn touch_count(&self) -> u64 {
        self.cells
            .iter()
            .filter_map(|cell| cell.touches.as_deref())
            .map(|touches| u64::from(touches.count))
            .sum()
    }

    /// The latest contact by the brand.
    pub fn last_outbound(&self) -> Option<Moment> {
        self.cells.iter().filter_map(|cell| cell.touches.as_deref()?.last_out()).max()
    }

    /// The latest contact by the customer.
    pub fn last_inbound(&self) -> Option<Moment> {
        self.cells.iter().filter_map(|cell| cell.touches.as_deref()?.last_in()).max()
    }

    /// Whether there is any line.
    pub fn has_lines(&self) -> bool {
        self.cells.iter().any(|cell| cell.lines.len() > 0)
    }
}

fn as_return_line(line: &Line) -> ReturnLine {
    ReturnLine {
        at: line.at,
        product: u64::from(line.product),
        kind: line.kind,
        quantity: line.quantity,
        amount: line.amount(),
        order: line.order.number(),
    }
}

impl Live {
    /// What is held of the customer whom a name belongs to.
    pub fn customer(&self, name: CustomerKey) -> CustomerState<'_> {
        let mut names = self.identity.members(name);
        // The root stays first; the others by key, so that equal states read equally whatever the order of their joins.
        if let Some(others) = names.get_mut(1..) {
            others.sort_unstable();
        }
        let cells = names.iter().filter_map(|name| self.cells.get(*name)).collect();
        CustomerState { key: names[0], names, cells }
    }

    /// The purchases of the customer whom a name belongs to, before a moment: what the history gives for him, at any moment.
    /// Sales with a quantity above zero that no return takes back, of products that have an item. O(n log n) in his lines.
    pub fn purchases(&self, name: CustomerKey, items: &ItemMap, as_of: Moment) -> CustomerPurchases {
        let lines = self.customer(name).purchases(as_of);
        let mut rows: Vec<(Moment, u32, i64)> = lines
            .iter()
            .map(|line| (line.at, items.item(line.product), self.rates.minor(items.value(line))))
            .filter(|(_, item, _)| *item != NO_ITEM)
            .collect();
        rows.sort_unstable();
        CustomerPurchases {
            at: rows.iter().map(|row| row.0).collect(),
            item: rows.iter().map(|row| row.1).collect(),
            value: rows.iter().map(|row| row.2).collect(),
        }
    }
}
