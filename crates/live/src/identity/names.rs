//! The names that take part in joins: their texts, kinds, sources, and who was seen with whom. Texts lie one after another in one
//! long text, because there are as many as customers.

use crate::numbers::KeyMap;
use vihje_model::CustomerKey;
use vihje_model::identity::IdKind;

/// The place of a name.
pub(crate) type NameId = u32;

/// No name.
pub(crate) const NOBODY: NameId = u32::MAX;

/// Names seen with one weak name that are remembered; a name with more is shared under every rule.
pub(crate) const HOLDERS: usize = 32;

/// Sources told apart; further ones count as one.
const SOURCES: usize = 32;

#[derive(Debug, Clone)]
struct Name {
    key: u64,
    text_at: u64,
    text_len: u16,
    kind: IdKind,
    /// The first name it was seen with that is stronger.
    holder: NameId,
    sources: u32,
}

/// All names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    places: KeyMap<u64, NameId>,
    names: Vec<Name>,
    texts: String,
    /// The second and further holders of the few names that have them.
    more: KeyMap<u64, Vec<NameId>>,
    sources: Vec<String>,
}

impl Names {
    /// The place of a source id, a new one where it was not met before.
    ///
    /// # Panics
    /// Beyond four thousand million names.
    pub(crate) fn place(&mut self, source_id: &str) -> NameId {
        let source_id = source_id.trim();
        let key = CustomerKey::of(source_id).0;
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let place = u32::try_from(self.names.len()).expect("names are numbered in 32 bits");
        // Names are at most 256 bytes with their kind before them; a longer one keeps its beginning, and its key.
        let mut len = source_id.len().min(usize::from(u16::MAX));
        while !source_id.is_char_boundary(len) {
            len -= 1;
        }
        self.names.push(Name {
            key,
            text_at: self.texts.len() as u64,
            text_len: u16::try_from(len).unwrap_or(0),
            kind: IdKind::of(source_id),
            holder: NOBODY,
            sources: 0,
        });
        self.texts.push_str(&source_id[..len]);
        self.places.insert(key, place);
        place
    }

    pub(crate) fn find(&self, key: CustomerKey) -> Option<NameId> {
        self.places.get(&key.0).copied()
    }

    pub(crate) fn key(&self, name: NameId) -> CustomerKey {
        CustomerKey(self.names[name as usize].key)
    }

    pub(crate) fn kind(&self, name: NameId) -> IdKind {
        self.names[name as usize].kind
    }

    /// The source id.
    #[allow(clippy::cast_possible_truncation)] // an offset into a text in memory
    pub(crate) fn text(&self, name: NameId) -> &str {
        let name = &self.names[name as usize];
        let at = name.text_at as usize;
        &self.texts[at..at + usize::from(name.text_len)]
    }

    /// The name without the word of its kind.
    pub(crate) fn value(&self, name: NameId) -> &str {
        let text = self.text(name);
        match self.kind(name) {
            IdKind::Customer => text,
            _ => text.split_once(':').map_or(text, |(_, value)| value),
        }
    }

    /// Notes that a source told of a name.
    pub(crate) fn told_by(&mut self, name: NameId, source: &str) {
        let number = self.sources.iter().position(|known| known == source).unwrap_or_else(|| {
            if self.sources.len() < SOURCES {
                self.sources.push(source.to_owned());
            }
            self.sources.len() - 1
        });
        self.names[name as usize].sources |= 1 << number;
    }

    /// Sources as bits.
    pub(crate) fn sources(&self, name: NameId) -> u32 {
        self.names[name as usize].sources
    }

    /// Notes that a weak name was seen with a stronger one; false where that was known.
    pub(crate) fn held_by(&mut self, weak: NameId, holder: NameId) -> bool {
        let name = &mut self.names[weak as usize];
        if name.holder == NOBODY {
            name.holder = holder;
            return true;
        }
        if name.holder == holder {
            return false;
        }
        let more = self.more.entry(u64::from(weak)).or_default();
        let new = !more.contains(&holder) && more.len() < HOLDERS;
        if new {
            more.push(holder);
        }
        new
    }

    /// Who was seen with a weak name, the first first.
    pub(crate) fn holders(&self, weak: NameId) -> impl Iterator<Item = NameId> + '_ {
        let first = Some(self.names[weak as usize].holder).filter(|holder| *holder != NOBODY);
        first.into_iter().chain(self.more.get(&u64::from(weak)).into_iter().flatten().copied())
    }

    /// Weak names with a holder, in the order in which they were met.
    pub(crate) fn held(&self) -> impl Iterator<Item = NameId> + '_ {
        (0..).zip(&self.names).filter(|(_, name)| name.holder != NOBODY).map(|(place, _)| place)
    }

    /// Weak names with two holders or more, in the order in which they were met.
    pub(crate) fn held_by_several(&self) -> Vec<NameId> {
        let mut several: Vec<NameId> =
            self.more.keys().filter_map(|name| u32::try_from(*name).ok()).collect();
        several.sort_unstable();
        several
    }

    pub(crate) fn shrink(&mut self) {
        self.names.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.places.shrink_to_fit();
    }

    pub(crate) fn heap(&self) -> usize {
        let more: usize = self.more.values().map(|more| more.capacity() * 4 + 40).sum();
        self.names.capacity() * size_of::<Name>() + self.texts.capacity() + self.places.capacity() * 17 + more
    }
}
