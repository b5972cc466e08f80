//! The recent touch-points of one name: enough for the rules, no more. When what is asked lies beyond them, it says so.

use vihje_model::Moment;
use vihje_model::fact::{Attributes, TouchPoint};
use vihje_model::id::stable_hash;

/// Touch-points held of one name.
pub const HELD: usize = 64;

/// One touch-point in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// When.
    pub at: Moment,
    /// The number of its word.
    pub(crate) word: u16,
    /// The product it is about, or [`crate::NO_PRODUCT`].
    pub product: u32,
    /// The page it was on, by hash; zero for none.
    pub page: u32,
    /// Its attributes, three bits of 64 for each (Bloom 1970), so that one taken back is found.
    signs: u64,
    /// Whether the brand began it.
    pub outbound: bool,
    /// Whether it put a product back on the shelf.
    pub removes: bool,
    /// Whether it came by the ledger: only those can be taken back.
    pub by_ledger: bool,
}

/// What a touch-point was about, as the attributes tell it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    /// The product's id in the source.
    pub(crate) product: Option<&'a str>,
    /// The page's title, else its path or address, else the subject.
    pub(crate) page: &'a str,
}

/// Attributes that name a page, the best to show first.
pub(crate) const PAGE: [&str; 6] =
    ["title", "path", "url", "context.page.title", "context.page.path", "context.page.url"];

/// Reads what a touch-point is about.
pub(crate) fn about(touch: &TouchPoint) -> About<'_> {
    let told =
        |name: &str| touch.attributes.get(name).map(String::as_str).filter(|told| !told.trim().is_empty());
    About { product: told("product_id"), page: PAGE.into_iter().find_map(told).unwrap_or(&touch.subject) }
}

/// The signs of attributes; those of a part are a part of the signs of the whole.
fn signs(attributes: &Attributes) -> u64 {
    let pair = |(name, value): (&String, &String)| {
        let hash = stable_hash(&format!("{name}\u{0}{value}"));
        1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
    };
    attributes.iter().map(pair).fold(0_u64, |all, signs| all | signs)
}

impl Touch {
    /// A touch-point in short; the numbers of its word and product are given.
    #[allow(clippy::cast_possible_truncation)] // the low half of a hash is one
    pub(crate) fn of(touch: &TouchPoint, word: u16, product: u32, by_ledger: bool) -> Self {
        let page = about(touch).page.trim();
        let basket = touch.touch == "basket";
        Self {
            at: touch.at,
            word,
            product,
            page: if page.is_empty() { 0 } else { stable_hash(page) as u32 },
            signs: signs(&touch.attributes),
            outbound: touch.outbound,
            removes: basket && touch.subject.to_lowercase().contains("remove"),
            by_ledger,
        }
    }
}

/// The touch-points of one name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touches {
    /// The latest, in order of time.
    recent: Vec<Touch>,
    /// The latest from the brand and from the customer, also when no longer held.
    last_out: Option<Moment>,
    last_in: Option<Moment>,
    /// All there ever were, as far as told.
    pub(crate) count: u32,
    /// Whether some are no longer held.
    dropped: bool,
}

/// Whether a touch-point that is taken back was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gone {
    /// It is out.
    Out,
    /// There was none.
    None,
    /// It cannot be told from what is held: the history knows.
    Unsure,
}

impl Touches {
    pub(crate) fn push(&mut self, touch: Touch) {
        let place = self.recent.partition_point(|other| other.at <= touch.at);
        if self.recent.capacity() == self.recent.len() {
            self.recent.reserve_exact(1 + self.recent.len() / 4);
        }
        self.recent.insert(place, touch);
        self.count = self.count.saturating_add(1);
        let last = if touch.outbound { &mut self.last_out } else { &mut self.last_in };
        *last = (*last).max(Some(touch.at));
        if self.recent.len() > HELD {
            self.recent.remove(0);
            self.dropped = true;
        }
    }

    /// Takes out the first one at this moment with at least these attributes.
    pub(crate) fn take_back(&mut self, at: Moment, attributes: &Attributes) -> Gone {
        let signs = signs(attributes);
        let fits = |touch: &&Touch| touch.at == at && touch.by_ledger && touch.signs & signs == signs;
        let Some(touch) = self.recent.iter().find(fits).copied() else {
            let beyond = self.dropped && self.recent.first().is_none_or(|first| at <= first.at);
            return if beyond { Gone::Unsure } else { Gone::None };
        };
        let unsure = self.dropped || self.recent.iter().filter(fits).any(|other| *other != touch);
        let place = self.recent.iter().position(|other| *other == touch).unwrap_or(0);
        self.recent.remove(place);
        self.count = self.count.saturating_sub(1);
        let last = |outbound: bool| self.recent.iter().rev().find(|touch| touch.outbound == outbound);
        if !self.dropped {
            self.last_out = last(true).map(|touch| touch.at);
            self.last_in = last(false).map(|touch| touch.at);
        }
        if unsure { Gone::Unsure } else { Gone::Out }
    }

    pub(crate) fn recent(&self) -> &[Touch] {
        &self.recent
    }

    pub(crate) fn last_out(&self) -> Option<Moment> {
        self.last_out
    }

    pub(crate) fn last_in(&self) -> Option<Moment> {
        self.last_in
    }

    /// Touch-points from before those that are loaded.
    pub(crate) fn add_earlier(&mut self, count: u32) {
        self.count = self.count.saturating_add(count);
    }

    pub(crate) fn shrink(&mut self) {
        self.recent.shrink_to_fit();
    }

    pub(crate) fn heap(&self) -> usize {
        self.recent.capacity() * size_of::<Touch>()
    }
}
