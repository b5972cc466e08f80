//! The lines of one name, packed, in order of time; equal moments in order of telling. In chunks, so that a late line or a
//! customer with a hundred thousand lines moves a few kilobytes and no more.

use crate::line::{Before, Line, pack, unpack};
use crate::packed::Reader;

/// Lines of a chunk that is closed; one that late lines filled to twice this is split.
const CHUNK: u32 = 256;

/// Some lines one after another.
#[derive(Debug, Clone, Default)]
struct Chunk {
    bytes: Vec<u8>,
    /// After the last line.
    end: Before,
    count: u32,
}

impl Chunk {
    fn push(&mut self, line: &Line) {
        // An eighth more at a time instead of double: most customers get no further line for weeks.
        if self.bytes.capacity() - self.bytes.len() < 40 {
            self.bytes.reserve_exact(40 + self.bytes.len() / 8);
        }
        pack(&mut self.bytes, &mut self.end, line);
        self.count += 1;
    }

    fn of(lines: &[Line]) -> Self {
        let mut chunk = Self::default();
        for line in lines {
            chunk.push(line);
        }
        chunk.bytes.shrink_to_fit();
        chunk
    }

    fn iter(&self) -> impl Iterator<Item = Line> + '_ {
        let (mut reader, mut before) = (Reader::new(&self.bytes), Before::default());
        std::iter::from_fn(move || (!reader.is_empty()).then(|| unpack(&mut reader, &mut before)))
    }

    /// Puts a line after those that are not later; the second half where the chunk became too large.
    fn insert(&mut self, line: &Line) -> Option<Self> {
        let mut lines: Vec<Line> = self.iter().collect();
        let place = lines.partition_point(|other| other.at <= line.at);
        lines.insert(place, *line);
        let split = if self.count >= 2 * CHUNK { lines.len() / 2 } else { lines.len() };
        *self = Self::of(&lines[..split]);
        (split < lines.len()).then(|| Self::of(&lines[split..]))
    }
}

/// Lines in order of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    /// Closed chunks; most customers have none.
    #[allow(clippy::box_collection)] // eight bytes instead of twenty-four for the many who have none
    closed: Option<Box<Vec<Chunk>>>,
    open: Chunk,
}

impl Lines {
    /// Adds a line. O(1) for one that is not earlier than the last, else a chunk is packed anew.
    pub(crate) fn push(&mut self, line: &Line) {
        if self.open.count == 0 || line.at.0 >= self.open.end.at {
            if self.open.count >= CHUNK {
                let mut full = std::mem::take(&mut self.open);
                full.bytes.shrink_to_fit();
                self.closed.get_or_insert_default().push(full);
            }
            self.open.push(line);
            return;
        }
        let closed = self.closed.get_or_insert_default();
        let place = closed.partition_point(|chunk| chunk.end.at <= line.at.0);
        if let Some(chunk) = closed.get_mut(place) {
            if let Some(second) = chunk.insert(line) {
                closed.insert(place + 1, second);
            }
        } else if let Some(second) = self.open.insert(line) {
            closed.push(std::mem::replace(&mut self.open, second));
        }
        if closed.is_empty() {
            self.closed = None;
        }
    }

    /// Gives back what was reserved for more.
    pub(crate) fn shrink(&mut self) {
        self.open.bytes.shrink_to_fit();
    }

    /// The lines in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Line> + '_ {
        let closed = self.closed.iter().flat_map(|closed| closed.iter());
        closed.chain([&self.open]).flat_map(Chunk::iter)
    }

    /// How many.
    pub(crate) fn len(&self) -> u64 {
        let closed = self.closed.iter().flat_map(|closed| closed.iter());
        closed.chain([&self.open]).map(|chunk| u64::from(chunk.count)).sum()
    }

    /// Bytes of the packed lines and of what holds their chunks, beyond the struct itself.
    pub(crate) fn heap(&self) -> usize {
        let closed = self.closed.as_ref().map_or(0, |closed| {
            closed.capacity() * size_of::<Chunk>()
                + closed.iter().map(|chunk| chunk.bytes.capacity()).sum::<usize>()
        });
        closed + self.open.bytes.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::OrderKey;
    use proptest::prelude::*;
    use vihje_model::fact::LineKind;
    use vihje_model::{Currency, Moment};

    fn line() -> impl Strategy<Value = Line> {
        let moment = prop_oneof![
            6 => (0..40_i64).prop_map(|day| day * 86_400_000_000),
            3 => (0..1_000_000_i64).prop_map(|second| second * 1_000_000),
            1 => any::<i64>(),
        ];
        let kind = prop::sample::select(vec![LineKind::Sale, LineKind::Return, LineKind::Charge]);
        let quantity = prop_oneof![
            Just(10_000_i64),
            Just(-10_000),
            -50_000_000..50_000_000_i64,
            -999_999_999_999_999_999..1_000_000_000_000_000_000_i64
        ];
        let told = prop::option::weighted(
            0.1,
            (-1000..1000_i64).prop_map(|amount| ("SEK".parse().unwrap(), amount)),
        );
        let value = prop_oneof![(-500..500_i64).prop_map(|cents| cents * 100), any::<i64>()];
        let order = prop::sample::select(vec!["", "a", "b"]);
        (moment, any::<u32>(), kind, quantity, value, order, told).prop_map(
            |(at, product, kind, quantity, value, order, told): (
                _,
                _,
                _,
                _,
                _,
                _,
                Option<(Currency, i64)>,
            )| Line {
                at: Moment(at),
                product,
                kind,
                quantity,
                value,
                order: OrderKey::of(order),
                told,
            },
        )
    }

    proptest! {
        #[test]
        fn lines_come_back_in_order_of_time(told in prop::collection::vec(line(), 0..700)) {
            let mut lines = Lines::default();
            for line in &told {
                lines.push(line);
            }
            let mut expected = told;
            expected.sort_by_key(|line| line.at);
            prop_assert_eq!(lines.len(), expected.len() as u64);
            prop_assert_eq!(lines.iter().collect::<Vec<_>>(), expected);
        }
    }
}
