//! The cells: what is held of each name, sharded by its key. A customer is the addition of the cells of all his names, so that
//! names merge and part again without anything being moved.

use crate::line::Line;
use crate::lines::Lines;
use crate::numbers::KeyMap;
use crate::touches::{Touch, Touches};
use vihje_model::CustomerKey;

/// Shards, so that no map is large when it has to grow. A power of two.
const SHARDS: usize = 64;

/// What is held of one name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) lines: Lines,
    pub(crate) touches: Option<Box<Touches>>,
}

impl Cell {
    /// Heap bytes for lines, and for all else.
    fn heap(&self) -> (usize, usize) {
        let touches = self.touches.as_ref().map_or(0, |touches| size_of::<Touches>() + touches.heap());
        (self.lines.heap(), touches)
    }

    fn shrink(&mut self) {
        self.lines.shrink();
        if let Some(touches) = &mut self.touches {
            touches.shrink();
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Shard {
    places: KeyMap<u64, u32>,
    cells: Vec<Cell>,
}

/// All cells.
#[derive(Debug, Clone)]
pub(crate) struct Cells {
    shards: Vec<Shard>,
    totals: Totals,
}

/// What all names come to, kept with every fact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Lines of identified customers: sales, returns and charges.
    pub lines: u64,
    /// Their amounts in ten-thousandths of the reporting currency: sales less returns, with charges.
    pub value: i128,
}

/// What the cells take, in bytes of this process's memory as far as its own types know; what the allocator adds is not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Footprint {
    /// Names with a cell.
    pub cells: u64,
    /// Lines.
    pub lines: u64,
    /// Touch-points ever told.
    pub touches: u64,
    /// Bytes of packed lines.
    pub line_bytes: u64,
    /// Bytes of recent touch-points.
    pub touch_bytes: u64,
    /// Bytes of the cells themselves and the maps to find them.
    pub cell_bytes: u64,
    /// Bytes of names, of who shares them, and of the joins.
    pub identity_bytes: u64,
    /// Bytes of the index of orders and of the products.
    pub index_bytes: u64,
}

impl Footprint {
    /// Bytes in all.
    pub fn bytes(&self) -> u64 {
        self.line_bytes + self.touch_bytes + self.cell_bytes + self.identity_bytes + self.index_bytes
    }
}

impl Cells {
    pub(crate) fn new() -> Self {
        Self { shards: vec![Shard::default(); SHARDS], totals: Totals::default() }
    }

    #[allow(clippy::cast_possible_truncation)] // the remainder is below SHARDS
    fn shard(key: CustomerKey) -> usize {
        // Bits that the maps themselves look at least.
        (key.0 >> 40) as usize % SHARDS
    }

    pub(crate) fn get(&self, key: CustomerKey) -> Option<&Cell> {
        let shard = &self.shards[Self::shard(key)];
        shard.places.get(&key.0).map(|place| &shard.cells[*place as usize])
    }

    /// The cell of a name, an empty one where there was none.
    pub(crate) fn at(&mut self, key: CustomerKey) -> &mut Cell {
        let shard = &mut self.shards[Self::shard(key)];
        let place = *shard.places.entry(key.0).or_insert_with(|| {
            shard.cells.push(Cell::default());
            u32::try_from(shard.cells.len() - 1).expect("a shard has fewer than 2^32 cells")
        });
        &mut shard.cells[place as usize]
    }

    pub(crate) fn push_line(&mut self, key: CustomerKey, line: &Line) {
        self.totals.lines += 1;
        self.totals.value += i128::from(line.value);
        self.at(key).lines.push(line);
    }

    pub(crate) fn push_touch(&mut self, key: CustomerKey, touch: Touch) {
        self.at(key).touches.get_or_insert_default().push(touch);
    }

    pub(crate) fn totals(&self) -> Totals {
        self.totals
    }

    /// Every name that has a cell, in no order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = CustomerKey> + '_ {
        self.shards.iter().flat_map(|shard| shard.places.keys().map(|key| CustomerKey(*key)))
    }

    /// Every cell by its name, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (CustomerKey, &Cell)> + '_ {
        self.shards.iter().flat_map(|shard| {
            shard.places.iter().map(|(key, place)| (CustomerKey(*key), &shard.cells[*place as usize]))
        })
    }

    pub(crate) fn shrink(&mut self) {
        for shard in &mut self.shards {
            shard.cells.iter_mut().for_each(Cell::shrink);
            shard.cells.shrink_to_fit();
            shard.places.shrink_to_fit();
        }
    }

    pub(crate) fn footprint(&self) -> Footprint {
        let mut sum = Footprint::default();
        for shard in &self.shards {
            // A slot of the map is a key, a place, and a byte of control.
            let slot = size_of::<(u64, u32)>() + 1;
            let slots = (shard.places.capacity() * 8).div_ceil(7).next_power_of_two();
            sum.cell_bytes += (slots * slot + shard.cells.capacity() * size_of::<Cell>()) as u64;
            sum.cells += shard.cells.len() as u64;
            for cell in &shard.cells {
                let (lines, touches) = cell.heap();
                sum.lines += cell.lines.len();
                sum.touches += cell.touches.as_ref().map_or(0, |touches| u64::from(touches.count));
                sum.line_bytes += lines as u64;
                sum.touch_bytes += touches as u64;
            }
        }
        sum
    }
}
