//! The id of a pattern, as it stands in addresses.

/// The id of a pattern: which question, and both items. It stays the same when the set is computed again, so that an
/// address can be shared.
pub(crate) struct PatternId {
    /// Hash of the canonical parameters.
    pub(super) question: u64,
    pub(super) a: String,
    pub(super) b: String,
}

impl PatternId {
    pub(super) fn new(parameters: &str, a: &str, b: &str) -> Self {
        Self { question: vihje_model::id::stable_hash(parameters), a: a.to_owned(), b: b.to_owned() }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (question, items) = text.split_once('-')?;
        let bytes = (0..items.len() / 2).map(|i| u8::from_str_radix(items.get(2 * i..2 * i + 2)?, 16).ok());
        let items = String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()?;
        let (a, b) = items.split_once(SEPARATOR)?;
        Some(Self { question: u64::from_str_radix(question, 16).ok()?, a: a.to_owned(), b: b.to_owned() })
    }
}

/// A control character that no item's name holds.
const SEPARATOR: char = '\u{1f}';

impl std::fmt::Display for PatternId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}-", self.question)?;
        let items = format!("{}{SEPARATOR}{}", self.a, self.b);
        items.bytes().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_both_items_whatever_they_are_called() {
        let id = PatternId::new("{\"level\":1}", "A/B & C", "ä ö-%");
        let text = id.to_string();
        assert!(text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
        let again = PatternId::parse(&text).unwrap();
        assert_eq!((again.question, again.a.as_str(), again.b.as_str()), (id.question, "A/B & C", "ä ö-%"));
        assert!(PatternId::parse("nonsense").is_none());
        assert!(PatternId::parse("0-€€").is_none());
    }
}
