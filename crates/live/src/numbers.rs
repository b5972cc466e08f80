//! Small numbers for keys and words, so that a line or a touch-point holds four bytes for its product and two for its kind.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use vihje_model::ProductKey;

/// A hasher for keys that are hashes already.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 ^= number;
    }
}

/// A map by a key that is a hash.
pub(crate) type KeyMap<K, V> = HashMap<K, V, BuildHasherDefault<KeyHasher>>;

/// No product.
pub const NO_PRODUCT: u32 = u32::MAX;

/// Products in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub struct Products {
    numbers: KeyMap<u64, u32>,
    keys: Vec<ProductKey>,
}

impl Products {
    /// The number of a product, a new one where it was not met before.
    ///
    /// # Panics
    /// Beyond four thousand million products.
    pub fn number(&mut self, product: ProductKey) -> u32 {
        *self.numbers.entry(product.0).or_insert_with(|| {
            self.keys.push(product);
            u32::try_from(self.keys.len() - 1).expect("products are numbered in 32 bits")
        })
    }

    /// The number of a product that was met.
    pub fn find(&self, product: ProductKey) -> Option<u32> {
        self.numbers.get(&product.0).copied()
    }

    /// The product of a number.
    pub fn key(&self, number: u32) -> Option<ProductKey> {
        self.keys.get(number as usize).copied()
    }

    /// How many were met.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether none was met.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(crate) fn heap(&self) -> usize {
        self.keys.capacity() * 8 + self.numbers.capacity() * 17
    }
}

/// Words of touch-points that are held by number; words beyond so many are one.
const WORDS: usize = 4096;

/// Kinds of touch-points.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    numbers: HashMap<Box<str>, u16>,
    words: Vec<Box<str>>,
}

impl Words {
    /// The number of a word.
    #[allow(clippy::cast_possible_truncation)] // bounded by WORDS
    pub(crate) fn number(&mut self, word: &str) -> u16 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let word = if self.words.len() < WORDS && word.len() <= 64 { word } else { "other" };
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        self.words.push(word.into());
        self.numbers.insert(word.into(), self.words.len() as u16 - 1);
        self.words.len() as u16 - 1
    }

    /// The word of a number.
    pub(crate) fn word(&self, number: u16) -> &str {
        self.words.get(usize::from(number)).map_or("other", |word| word)
    }
}
