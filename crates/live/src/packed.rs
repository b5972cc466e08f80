//! Numbers in as few bytes as they need: seven bits a byte, the low ones first (LEB128), signs folded in (zigzag).

/// A signed number as an unsigned one that is small when it is near zero.
pub(crate) fn fold(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// The signed number of [`fold`].
pub(crate) fn unfold(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// Appends a number; one to ten bytes.
#[allow(clippy::cast_possible_truncation)] // seven bits at a time
pub(crate) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Appends a number below four and another; one byte where the other is below 32.
#[allow(clippy::cast_possible_truncation)] // five bits
pub(crate) fn put_with(bytes: &mut Vec<u8>, code: u8, number: u64) {
    let first = code | ((number as u8 & 0x1f) << 2);
    let rest = number >> 5;
    if rest == 0 {
        bytes.push(first);
    } else {
        bytes.push(first | 0x80);
        put(bytes, rest);
    }
}

/// Appends the low `count` bytes of a number.
pub(crate) fn put_low(bytes: &mut Vec<u8>, number: u64, count: usize) {
    bytes.extend_from_slice(&number.to_le_bytes()[..count]);
}

/// Reads what was put. Bytes come only from this process, so what is read is what was put.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let (first, rest) = self.bytes.split_first().expect("a line is never written in part");
        self.bytes = rest;
        *first
    }

    pub(crate) fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    pub(crate) fn number_with(&mut self) -> (u8, u64) {
        let first = self.byte();
        let low = u64::from(first >> 2 & 0x1f);
        let rest = if first < 0x80 { 0 } else { self.number() };
        (first & 3, rest << 5 | low)
    }

    pub(crate) fn low(&mut self, count: usize) -> u64 {
        let mut bytes = [0; 8];
        let (low, rest) = self.bytes.split_at(count);
        bytes[..count].copy_from_slice(low);
        self.bytes = rest;
        u64::from_le_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_put_is_read(number in any::<i64>(), code in 0..4_u8, small in 0..40_i64) {
            for number in [number, small, -small] {
                let mut bytes = Vec::new();
                put(&mut bytes, fold(number));
                put_with(&mut bytes, code, fold(number));
                put_low(&mut bytes, fold(number), 6);
                let mut reader = Reader::new(&bytes);
                prop_assert_eq!(unfold(reader.number()), number);
                prop_assert_eq!(reader.number_with(), (code, fold(number)));
                prop_assert_eq!(reader.low(6), fold(number) & ((1 << 48) - 1));
                prop_assert!(reader.is_empty());
            }
        }
    }
}
