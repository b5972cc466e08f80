//! Header names compared as people read them: without case, accents, punctuation, camelCase and word joints.

/// The words of a name: `customerID`, `Customer Id`, `customer_id` and `CUSTOMER-ID` are all `["customer", "id"]`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = Class::Joint;
    let characters: Vec<char> = name.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        if ('\u{300}'..='\u{36f}').contains(&character) {
            continue; // an accent that stands apart from its letter (decomposed text)
        }
        let class = Class::of(character);
        let next_is_lower = characters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = match (previous, class) {
            (_, Class::Joint) => false,
            (Class::Upper, Class::Upper) => next_is_lower && at > 0,
            (Class::Upper, Class::Lower) => false,
            (before, now) => before != now,
        };
        if class != Class::Joint {
            if begins || words.is_empty() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                fold(character, word);
            }
        }
        previous = class;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The name without joints: two names that read alike have the same key.
pub(crate) fn key(name: &str) -> String {
    words(name).concat()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Joint,
    Lower,
    Upper,
    Digit,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            _ if character.is_uppercase() => Self::Upper,
            _ if character.is_alphabetic() => Self::Lower,
            _ if character.is_numeric() => Self::Digit,
            '€' | '$' | '£' | '%' | '#' => Self::Digit,
            _ => Self::Joint,
        }
    }
}

/// Appends the letter in lower case without its accent.
fn fold(character: char, word: &mut String) {
    for lower in character.to_lowercase() {
        match lower {
            'à'..='å' | 'ā'..='ą' => word.push('a'),
            'æ' => word.push_str("ae"),
            'ç' | 'ć'..='č' => word.push('c'),
            'ď'..='đ' => word.push('d'),
            'è'..='ë' | 'ē'..='ě' => word.push('e'),
            'ğ' => word.push('g'),
            'ì'..='ï' | 'ī' | 'į' => word.push('i'),
            'ł' | 'ľ' | 'ĺ' => word.push('l'),
            'ñ' | 'ń'..='ň' => word.push('n'),
            'ò'..='ö' | 'ø' | 'ō'..='ő' => word.push('o'),
            'ŕ'..='ř' => word.push('r'),
            'ù'..='ü' | 'ũ'..='ų' => word.push('u'),
            'ý' | 'ÿ' => word.push('y'),
            'ß' => word.push_str("ss"),
            'ś'..='š' => word.push('s'),
            'ţ'..='ť' | 'ț' => word.push('t'),
            'ź'..='ž' => word.push('z'),
            other => word.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_read_alike_are_alike() {
        for (name, expected) in [
            ("CustomerID", "customer id"),
            ("customer_id", "customer id"),
            ("  Customer-Id ", "customer id"),
            ("InvoiceNo", "invoice no"),
            ("Päivämäärä", "paivamaara"),
            ("Größe", "grosse"),
            ("Číslo zboží, měna, šířka", "cislo zbozi mena sirka"),
            ("Wartość", "wartosc"),
            ("HTTPStatus", "http status"),
            ("Lineitem quantity", "lineitem quantity"),
            ("Option1 Value", "option 1 value"),
            ("Summa €", "summa €"),
            ("", ""),
            ("A\u{308}ly", "aly"),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
        assert_eq!(key("Customer ID"), key("customerid"));
    }
}
