//! Reasons as sentences, for what leaves the screens: the same words that the screens show, from the same catalogue; and the names of
//! sheets and columns, which only files have, from one beside it. Must never hold a sentence of its own.

use crate::reason::{Reason, times_a_week};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use vihje_model::Moment;

/// A language that the catalogue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Finnish.
    Finnish,
}

impl Language {
    /// That of a BCP 47 tag; English for one that the catalogue does not have.
    pub fn of(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("fi") { Self::Finnish } else { Self::English }
    }
}

/// A message, or one for each form that a number asks for.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Plain(String),
    Plural { one: String, other: String },
}

type Catalogue = BTreeMap<String, Entry>;

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| {
    read([include_str!("../../../web/src/i18n/en/sentences.json"), include_str!("../words/en.json")])
});
static FINNISH: LazyLock<Catalogue> = LazyLock::new(|| {
    read([include_str!("../../../web/src/i18n/fi/sentences.json"), include_str!("../words/fi.json")])
});

fn read(texts: [&str; 2]) -> Catalogue {
    let read = |text| -> Catalogue {
        serde_json::from_str(text).expect("the catalogue is compiled in, and a test reads it")
    };
    texts.into_iter().flat_map(read).collect()
}

/// What a sentence is filled with.
enum Value<'a> {
    Number(f64),
    Text(&'a str),
    Written(String),
}

/// Writes for one reader: language, and the zone in which days are cut.
#[derive(Debug, Clone)]
pub struct Words {
    language: Language,
    zone: TimeZone,
    asked_for: bool,
}

impl Words {
    /// For a reader of this language in this zone.
    pub fn new(language: Language, zone: TimeZone) -> Self {
        Self { language, zone, asked_for: false }
    }

    /// The same, for a reader who asked for this language.
    pub fn asked_for(self) -> Self {
        Self { asked_for: true, ..self }
    }

    /// Whether the reader asked for this language: programs do not, and are given codes.
    pub fn is_asked_for(&self) -> bool {
        self.asked_for
    }

    /// A word for the kind of reason.
    pub fn kind(&self, reason: &Reason) -> String {
        self.message(&format!("reason.kind.{}", reason.code()), &[])
    }

    /// One sentence about a customer.
    pub fn sentence(&self, reason: &Reason, name: &str) -> String {
        let mut values = self.values(reason);
        values.push(("name", Value::Text(name)));
        self.message(&format!("reason.long.{}", reason.wording()), &values)
    }

    /// How a customer is called; who has no name is called by the id.
    pub fn name(&self, name: Option<&str>, id: &str) -> String {
        match name.filter(|name| *name != id) {
            Some(name) => name.to_owned(),
            None => self.message("customers.unnamed", &[("id", Value::Text(id))]),
        }
    }

    /// A column of a file in words, by its name in `snake_case`.
    pub fn column(&self, name: &str) -> String {
        self.message(&format!("column.{name}"), &[])
    }

    /// One of a list's own words, such as the state of a task; what is none stays as it is.
    pub fn word(&self, of: &str, code: &str) -> String {
        let key = format!("word.{of}.{code}");
        if self.catalogue().contains_key(&key) { self.message(&key, &[]) } else { code.to_owned() }
    }

    /// A line of its own, by the catalogue's key.
    pub fn line(&self, key: &str) -> String {
        self.message(key, &[])
    }

    /// What a sheet is called, by the word for its list and what it is about.
    pub fn sheet(&self, list: &str, item: &str) -> String {
        self.message(&format!("sheet.{list}"), &[("item", Value::Text(item))])
    }

    /// The day of a moment.
    pub fn day(&self, moment: Moment) -> Date {
        self.time(moment).date()
    }

    /// The day and the time of a moment.
    pub fn time(&self, moment: Moment) -> DateTime {
        Timestamp::from_microsecond(moment.0).unwrap_or_default().to_zoned(self.zone.clone()).datetime()
    }

    fn values<'a>(&self, reason: &'a Reason) -> Vec<(&'static str, Value<'a>)> {
        let whole = |n: f64| Value::Number(n.round());
        // Tenths matter only in small numbers.
        let about = |n: f64| Value::Number(if n < 10.0 { (n * 10.0).round() / 10.0 } else { n.round() });
        let count = |n: u32| Value::Number(f64::from(n));
        let rhythm = |gap: f64| whole(times_a_week(gap).unwrap_or(gap).max(1.0));
        let date = |moment: Moment| Value::Written(self.date(moment));
        match reason {
            Reason::Declining { orders_expected, orders_observed, window_days, .. } => vec![
                ("n", count(*orders_observed)),
                ("days", whole(*window_days)),
                ("expected", about(*orders_expected)),
            ],
            Reason::Late { days_since, usual_gap_days, upper_days, .. } => {
                vec![
                    ("n", rhythm(*usual_gap_days)),
                    ("since", whole(*days_since)),
                    ("upper", whole(*upper_days)),
                ]
            }
            Reason::Lapsed { days_since, p_alive, orders } => vec![
                ("n", count(*orders)),
                ("since", whole(*days_since)),
                ("alive", Value::Written(self.chance(*p_alive))),
            ],
            Reason::LostLine { category, last_bought, orders_expected, orders_observed, .. } => vec![
                ("category", Value::Text(category)),
                ("last", date(*last_bought)),
                ("expected", about(*orders_expected)),
                ("observed", count(*orders_observed)),
            ],
            Reason::Due { product, last_bought, usual_gap_days, due_at, .. } => vec![
                ("n", rhythm(*usual_gap_days)),
                ("product", Value::Text(product)),
                ("last", date(*last_bought)),
                ("due", date(*due_at)),
            ],
            Reason::Pattern { a, b, days_left, lift } => vec![
                ("n", whole(*days_left)),
                ("a", Value::Text(a)),
                ("b", Value::Text(b)),
                ("lift", Value::Written(self.decimal(format!("{lift:.1}")))),
            ],
            Reason::Automation { text, .. } => vec![("text", Value::Text(text))],
            other => self.values_of_moment(other),
        }
    }

    /// The values of reasons that what just happened gave.
    fn values_of_moment<'a>(&self, reason: &'a Reason) -> Vec<(&'static str, Value<'a>)> {
        let count = |n: u32| Value::Number(f64::from(n));
        let date = |moment: Moment| Value::Written(self.date(moment));
        let tenths = |n: f64| Value::Written(self.decimal(format!("{n:.1}")));
        match reason {
            Reason::BoughtA { a, b, bought_at, lift, confidence, .. } => vec![
                ("a", Value::Text(a)),
                ("b", Value::Text(b)),
                ("date", date(*bought_at)),
                ("lift", tenths(*lift)),
                ("share", Value::Written(self.chance(*confidence))),
            ],
            Reason::BasketLeft { products, times, last_at, .. } => vec![
                ("n", count(*times)),
                ("product", Value::Text(products.first().map_or("", String::as_str))),
                ("date", date(*last_at)),
            ],
            Reason::PageVisited { page, times, last_at } => {
                vec![("n", count(*times)), ("page", Value::Text(page)), ("date", date(*last_at))]
            }
            Reason::CameBack { days_since_order, .. } => vec![("n", Value::Number(days_since_order.round()))],
            Reason::ExpectedOrder { last_order, usual_gap_days, expected_at, .. } => vec![
                ("n", Value::Number(usual_gap_days.round().max(1.0))),
                ("last", date(*last_order)),
                ("due", date(*expected_at)),
            ],
            Reason::MoreThanUsual { product, now, usual, orders, .. } => vec![
                ("n", count(*orders)),
                ("product", Value::Text(product.as_deref().unwrap_or_default())),
                ("now", Value::Number(*now)),
                ("usual", Value::Number(*usual)),
                ("times", tenths(now / usual.max(f64::MIN_POSITIVE))),
            ],
            Reason::NewProspect { subject, .. } => vec![("subject", Value::Text(subject))],
            _ => Vec::new(),
        }
    }

    fn message(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let single = values
            .iter()
            .any(|(name, value)| *name == "n" && matches!(value, Value::Number(n) if (n - 1.0).abs() < 0.05));
        let text = match self.catalogue().get(key) {
            Some(Entry::Plain(text)) => text,
            Some(Entry::Plural { one, .. }) if single => one,
            Some(Entry::Plural { other, .. }) => other,
            None => return key.to_owned(),
        };
        self.filled(text, values)
    }

    fn catalogue(&self) -> &'static Catalogue {
        match self.language {
            Language::English => &ENGLISH,
            Language::Finnish => &FINNISH,
        }
    }

    /// The text with its `{names}` filled, each once, so that a name which looks like one is left as it is.
    fn filled(&self, text: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut out = String::with_capacity(text.len() + 40);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, Value::Number(number))) => out.push_str(&self.number(*number)),
                Some((_, Value::Text(text))) => out.push_str(text),
                Some((_, Value::Written(text))) => out.push_str(text),
                None => out.push_str(name),
            }
            rest = tail;
        }
        out + rest
    }

    fn decimal(&self, text: String) -> String {
        if self.language == Language::Finnish { text.replace('.', ",") } else { text }
    }

    /// A number that is not negative, with a tenth where it has one.
    fn number(&self, number: f64) -> String {
        let tenths = format!("{number:.1}");
        let (whole, tenth) = tenths.split_once('.').unwrap_or((&tenths, "0"));
        let gap = if self.language == Language::Finnish { '\u{a0}' } else { ',' };
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                grouped.push(gap);
            }
            grouped.push(digit);
        }
        if tenth != "0" {
            grouped.push('.');
            grouped.push_str(tenth);
            return if gap == ',' { grouped } else { grouped.replace('.', ",") };
        }
        grouped
    }

    /// A probability: never a flat 0 or 100 %, which nothing is.
    fn chance(&self, p: f64) -> String {
        let gap = if self.language == Language::Finnish { "\u{a0}" } else { "" };
        match p {
            p if p < 0.005 => format!("< 1{gap}%"),
            p if p > 0.995 => format!("> 99{gap}%"),
            p => format!("{:.0}{gap}%", p * 100.0),
        }
    }

    fn date(&self, moment: Moment) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];
        let day = self.day(moment);
        let (number, month, year) = (day.day(), day.month(), day.year());
        match self.language {
            Language::Finnish => format!("{number}.{month}.{year}"),
            Language::English => {
                let month = MONTHS[usize::try_from(month - 1).unwrap_or(0)];
                format!("{number} {month} {year}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Example {
        language: String,
        name: String,
        reason: Reason,
        sentence: String,
    }

    /// The web's test reads the same examples, so that a file says what the screen says.
    #[test]
    fn a_reason_is_the_sentence_that_the_screen_shows() {
        let text = include_str!("../../../web/test/sentences.json");
        let examples: Vec<Example> = serde_json::from_str(text).unwrap();
        assert!(examples.len() > 6);
        for example in examples {
            let words = Words::new(Language::of(&example.language), TimeZone::UTC);
            assert_eq!(words.sentence(&example.reason, &example.name), example.sentence);
        }
    }

    #[test]
    fn every_reason_has_its_words_in_both_languages() {
        let keys = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&ENGLISH), keys(&FINNISH));
        for code in [
            "declining",
            "declining_none",
            "late",
            "lapsed",
            "lost_line",
            "due",
            "pattern",
            "bought_a",
            "basket_left",
            "basket_left_viewed",
            "page_visited",
            "came_back",
            "came_back_order",
            "expected_order",
            "expected_order_overdue",
            "more_than_usual",
            "more_than_usual_quantity",
            "new_prospect",
        ] {
            assert!(ENGLISH.contains_key(&format!("reason.long.{code}")), "{code}");
        }
        let words = Words::new(Language::Finnish, TimeZone::UTC);
        assert_eq!(words.column("last_order"), "Viimeisin tilaus");
        assert_eq!(words.sheet("due_for", "Kahvi"), "Ostoaika: Kahvi");
        for of in ["customer.steady", "task.open", "outcome.sold", "evidence.unclear", "basis.margin"] {
            assert!(ENGLISH.contains_key(&format!("word.{of}")), "{of}");
        }
        assert_eq!(words.word("task", "open"), "Tekemättä");
        assert_eq!(words.word("task", "elsewhere"), "elsewhere");
    }

    #[test]
    fn a_name_with_braces_stays_a_name() {
        let words = Words::new(Language::English, TimeZone::UTC);
        assert_eq!(words.name(Some("{id} Ltd"), "7"), "{id} Ltd");
        assert_eq!(words.name(None, "{name}"), "Customer {name}");
    }
}
