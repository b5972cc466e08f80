//! The words, values and signs of a condition's text.

use super::parse::ConditionError;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bare word: a word of the language, a field or a value.
    Word,
    /// `"a name"` in double quotes, with `""` for a quote: always a field.
    Name,
    /// `'a text'` in single quotes, with `''` for a quote, or a number: always a value.
    Value,
    /// A bracket, a comma or a comparison.
    Sign,
}

/// A token and the number of characters before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) at: usize,
}

/// Words that begin or join tests; an attribute or value of that name is written in quotes.
pub(super) const RESERVED: [&str; 9] =
    ["and", "or", "not", "in", "is", "contains", "bought", "everybody", "nobody"];

impl Token {
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_reserved(&self) -> bool {
        self.kind == Kind::Word && RESERVED.iter().any(|word| self.is_word(word))
    }
}

const SIGNS: [&str; 9] = ["<=", ">=", "!=", "<", ">", "=", "(", ")", ","];

/// Splits a text into tokens. Linear.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ConditionError> {
    let signs: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let start = at;
        let token = |kind, text: String| Token { kind, text, at: start };
        let sign = signs[at];
        if sign.is_whitespace() {
            at += 1;
        } else if matches!(sign, '\'' | '"') {
            let (inside, after) = quoted(&signs, at)
                .ok_or_else(|| ConditionError::new(text, start, format!("a closing {sign} after this")))?;
            tokens.push(token(if sign == '"' { Kind::Name } else { Kind::Value }, inside));
            at = after;
        } else if let Some(found) = SIGNS.iter().find(|found| starts_with(&signs[at..], found)) {
            tokens.push(token(Kind::Sign, (*found).to_owned()));
            at += found.len();
        } else {
            while at < signs.len() && is_word(signs[at]) {
                at += 1;
            }
            if at == start {
                return Err(ConditionError::new(text, start, "a word, a value or a comparison"));
            }
            let word: String = signs[start..at].iter().collect();
            let number = word.parse::<f64>().is_ok_and(f64::is_finite);
            tokens.push(token(if number { Kind::Value } else { Kind::Word }, word));
        }
    }
    Ok(tokens)
}

pub(super) fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '+')
}

fn starts_with(signs: &[char], word: &str) -> bool {
    word.chars().enumerate().all(|(index, sign)| signs.get(index) == Some(&sign))
}

/// The text within the quotes that open at `at`, and the place after them.
fn quoted(signs: &[char], at: usize) -> Option<(String, usize)> {
    let quote = signs[at];
    let mut inside = String::new();
    let mut next = at + 1;
    loop {
        let sign = *signs.get(next)?;
        if sign != quote {
            inside.push(sign);
            next += 1;
        } else if signs.get(next + 1) == Some(&quote) {
            inside.push(quote);
            next += 2;
        } else {
            return Some((inside, next + 1));
        }
    }
}
