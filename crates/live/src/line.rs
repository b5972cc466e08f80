//! One line of a sale in memory, and its packed form. Must never lose a microsecond or a ten-thousandth: live equals batch exactly.

use crate::packed::{Reader, fold, put, put_low, put_with, unfold};
use vihje_model::fact::LineKind;
use vihje_model::id::stable_hash;
use vihje_model::{Currency, Moment};

/// An order by 48 bits of the hash of its id: compared only within a customer, where two orders of one number are as good as
/// impossible (for a thousand orders of one customer 2e-9). Zero is no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OrderKey(u64);

impl OrderKey {
    /// No order.
    pub const NONE: Self = Self(0);

    /// The key of an order's id in the source; blank ones are none.
    pub fn of(order: &str) -> Self {
        let order = order.trim();
        if order.is_empty() { Self::NONE } else { Self((stable_hash(order) & ((1 << 48) - 1)).max(1)) }
    }

    /// The key as the database computes it: of `md5_number_lower(order_id)`.
    pub fn of_hash(hash: u64) -> Self {
        Self((hash & ((1 << 48) - 1)).max(1))
    }

    /// As a number; zero is none.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// One line. Quantities and money are ten-thousandths, as the history keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// What: its number in [`crate::Products`].
    pub product: u32,
    /// Sale, return or charge.
    pub kind: LineKind,
    /// How much; negative on a return.
    pub quantity: i64,
    /// The amount in the reporting currency; negative on a return.
    pub value: i64,
    /// The order.
    pub order: OrderKey,
    /// The amount as told, where it was not told in the reporting currency.
    pub told: Option<(Currency, i64)>,
}

impl Line {
    /// The amount as told.
    pub fn amount(&self) -> i64 {
        self.told.map_or(self.value, |(_, amount)| amount)
    }
}

const KIND: u8 = 0b11;
const SAME_AT: u8 = 1 << 2;
const SAME_ORDER: u8 = 1 << 3;
const NEW_ORDER: u8 = 1 << 4;
/// The quantity is one, or minus one on a return.
const ONE: u8 = 1 << 5;
/// The value is whole hundreds of ten-thousandths.
const CENTS: u8 = 1 << 6;
const FOREIGN: u8 = 1 << 7;

/// Units of time, the widest that fits is taken: most moments are whole seconds, many are whole days.
const UNITS: [i64; 4] = [1, 1_000, 1_000_000, 86_400_000_000];
const WHOLE: i64 = 10_000;

/// What the next line is told in relation to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Before {
    pub(crate) at: i64,
    pub(crate) order: OrderKey,
}

fn one(kind: LineKind) -> i64 {
    if kind == LineKind::Return { -WHOLE } else { WHOLE }
}

/// Appends a line; about ten bytes.
pub(crate) fn pack(bytes: &mut Vec<u8>, before: &mut Before, line: &Line) {
    let mut flags = match line.kind {
        LineKind::Sale => 0,
        LineKind::Return => 1,
        LineKind::Charge => 2,
    };
    let flag = |on: bool, flag: u8| if on { flag } else { 0 };
    flags |= flag(line.at.0 == before.at, SAME_AT);
    let same_order = line.order == before.order;
    flags |= flag(same_order && line.order != OrderKey::NONE, SAME_ORDER);
    flags |= flag(!same_order && line.order != OrderKey::NONE, NEW_ORDER);
    flags |= flag(line.quantity == one(line.kind), ONE);
    flags |= flag(line.value % 100 == 0, CENTS);
    flags |= flag(line.told.is_some(), FOREIGN);
    bytes.push(flags);
    if flags & SAME_AT == 0 {
        // Wrapping: any two moments have a difference that adds up again.
        let delta = line.at.0.wrapping_sub(before.at);
        let code = (0..4_u8).rev().find(|code| delta % UNITS[usize::from(*code)] == 0).unwrap_or(0);
        put_with(bytes, code, fold(delta / UNITS[usize::from(code)]));
    }
    put(bytes, u64::from(line.product));
    if flags & ONE == 0 {
        // The lowest bit tells whole units from parts; quantities stay below 10^18 ten-thousandths.
        let whole = line.quantity % WHOLE == 0;
        let number = if whole { fold(line.quantity / WHOLE) } else { fold(line.quantity) };
        put(bytes, number << 1 | u64::from(whole));
    }
    put(bytes, fold(if flags & CENTS == 0 { line.value } else { line.value / 100 }));
    if flags & NEW_ORDER != 0 {
        put_low(bytes, line.order.0, 6);
    }
    if let Some((currency, amount)) = line.told {
        bytes.extend_from_slice(currency.code().as_bytes());
        put(bytes, fold(amount));
    }
    *before =
        Before { at: line.at.0, order: if line.order == OrderKey::NONE { before.order } else { line.order } };
}

/// Reads the next line.
pub(crate) fn unpack(reader: &mut Reader<'_>, before: &mut Before) -> Line {
    let flags = reader.byte();
    let kind = match flags & KIND {
        0 => LineKind::Sale,
        1 => LineKind::Return,
        _ => LineKind::Charge,
    };
    if flags & SAME_AT == 0 {
        let (code, delta) = reader.number_with();
        before.at = before.at.wrapping_add(unfold(delta) * UNITS[usize::from(code)]);
    }
    let product = u32::try_from(reader.number()).expect("a product's number has 32 bits");
    let quantity = if flags & ONE != 0 {
        one(kind)
    } else {
        let number = reader.number();
        unfold(number >> 1) * if number & 1 == 1 { WHOLE } else { 1 }
    };
    let value = unfold(reader.number()) * if flags & CENTS == 0 { 1 } else { 100 };
    if flags & NEW_ORDER != 0 {
        before.order = OrderKey(reader.low(6));
    }
    let has_order = flags & (NEW_ORDER | SAME_ORDER) != 0;
    let told = (flags & FOREIGN != 0).then(|| {
        let code = [reader.byte(), reader.byte(), reader.byte()];
        let code = std::str::from_utf8(&code).unwrap_or("XXX");
        (code.parse().unwrap_or(Currency::EUR), unfold(reader.number()))
    });
    let order = if has_order { before.order } else { OrderKey::NONE };
    Line { at: Moment(before.at), product, kind, quantity, value, order, told }
}
