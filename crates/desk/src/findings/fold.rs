//! Texts as a search compares them: in lower case and without accents, so that "Cafe" finds "Café" and "Hamalainen" finds
//! "Hämäläinen". For searching only: nothing is ordered or shown by it.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Letters of Latin, Greek and Cyrillic scripts that are another letter with a mark, or two letters in one.
const FOLDS: [(&str, &str); 33] = [
    ("àáâãäåāăąǎ", "a"),
    ("æ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŉ", "n"),
    ("òóôõöøōŏőơ", "o"),
    ("œ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("þ", "th"),
    ("ùúûüũūŭůűųư", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("ά", "α"),
    ("έ", "ε"),
    ("ή", "η"),
    ("ίϊΐ", "ι"),
    ("ό", "ο"),
    ("ύϋΰ", "υ"),
    ("ώ", "ω"),
    ("ς", "σ"),
    ("ё", "е"),
    ("й", "и"),
];

static TABLE: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    FOLDS.iter().flat_map(|(marked, plain)| marked.chars().map(|letter| (letter, *plain))).collect()
});

/// The text as it is compared.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            letter if letter.is_ascii() => folded.push(letter),
            // Marks that stand for themselves, as some systems write them.
            '\u{300}'..='\u{36f}' => {}
            letter => match TABLE.get(&letter) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(letter),
            },
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn accents_are_not_compared() {
        let check = |text: &str, expected: &str| assert_eq!(folded(text), expected);
        check("Café 3", "cafe 3");
        check("Cafe\u{301} 3", "cafe 3");
        check("HÄMÄLÄINEN Öljy", "hamalainen oljy");
        check("Straße Łódź", "strasse lodz");
        check("Ёлкин Ώρα", "елкин ωρα");
        check("東京", "東京");
    }
}
