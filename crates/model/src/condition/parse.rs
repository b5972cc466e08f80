//! Conditions from text: `age in ('45-54', '55-64') and (income is known or not sales < 100) and bought 'SOFT DRINKS'`.
//!
//! ```text
//! any    = all { "or" all }            all   = one { "and" one }
//! one    = "not" one | "(" any ")" | test
//! test   = "bought" value | "bought" "in" list | "reached by" value | "reached by" "in" list
//!        | field "is known" | field "is" value | field "is not" value | field ("in" | "not in") list
//!        | field "contains" value | field ("=" | "!=" | "<" | "<=" | ">" | ">=") value
//! field  = "owner" | "orders" | "sales" | "days since last" | "days since first" | name | "quoted name"
//! value  = 'text' | number | word
//! ```
//!
//! Words of the language are known in any case. An empty text is the condition everybody meets.

use super::token::{Kind, Token, tokens};
use super::{Condition, Field, Op, Test};
use std::fmt;
use std::str::FromStr;

/// Conditions are not nested deeper than this, so that no text can exhaust the stack.
const DEEPEST: usize = 100;

/// A text that is not a condition, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionError {
    /// Characters of the text before the place at fault.
    pub at: usize,
    /// What was expected there.
    pub expected: String,
    /// The text, for showing the place.
    text: String,
}

impl ConditionError {
    pub(super) fn new(text: &str, at: usize, expected: impl Into<String>) -> Self {
        Self { at, expected: expected.into(), text: text.to_owned() }
    }
}

impl fmt::Display for ConditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest: String = self.text.chars().skip(self.at).take(20).collect();
        let found = if rest.is_empty() { "the end".to_owned() } else { format!("\"{rest}\"") };
        write!(
            f,
            "The condition is not clear at character {}: expected {}, found {found}.",
            self.at + 1,
            self.expected
        )
    }
}

impl std::error::Error for ConditionError {}

impl From<ConditionError> for crate::Problem {
    fn from(error: ConditionError) -> Self {
        Self::new("condition-not-clear", error.to_string(), "Write it like: age is '45-54' and orders >= 3.")
    }
}

impl FromStr for Condition {
    type Err = ConditionError;
    fn from_str(text: &str) -> Result<Self, ConditionError> {
        let tokens = tokens(text)?;
        let mut parser = Parser { text, tokens: &tokens, next: 0 };
        if tokens.is_empty() {
            return Ok(Self::everybody());
        }
        let condition = parser.any(0)?;
        match parser.peek() {
            None => Ok(condition),
            Some(_) => Err(parser.expected("\"and\", \"or\" or the end")),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn expected(&self, what: &str) -> ConditionError {
        let at = self.peek().map_or_else(|| self.text.chars().count(), |token| token.at);
        ConditionError::new(self.text, at, what)
    }

    /// Takes the next words when they are these.
    fn words(&mut self, words: &[&str]) -> bool {
        let rest = &self.tokens[self.next.min(self.tokens.len())..];
        let same =
            rest.len() >= words.len() && words.iter().zip(rest).all(|(word, token)| token.is_word(word));
        self.next += if same { words.len() } else { 0 };
        same
    }

    fn sign(&mut self, sign: &str) -> bool {
        let same = self.peek().is_some_and(|token| token.kind == Kind::Sign && token.text == sign);
        self.next += usize::from(same);
        same
    }

    fn any(&mut self, depth: usize) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.all(depth)?];
        while self.words(&["or"]) {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) })
    }

    fn all(&mut self, depth: usize) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.one(depth)?];
        while self.words(&["and"]) {
            parts.push(self.one(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    fn one(&mut self, depth: usize) -> Result<Condition, ConditionError> {
        if depth > DEEPEST {
            return Err(self.expected("fewer brackets"));
        }
        if self.words(&["not"]) {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.words(&["everybody"]) {
            return Ok(Condition::everybody());
        }
        if self.words(&["nobody"]) {
            return Ok(Condition::Any(Vec::new()));
        }
        if self.sign("(") {
            let inner = self.any(depth + 1)?;
            return if self.sign(")") { Ok(inner) } else { Err(self.expected("\")\"")) };
        }
        self.test()
    }

    fn test(&mut self) -> Result<Condition, ConditionError> {
        for (words, field) in [(&["bought"][..], Field::Bought), (&["reached", "by"], Field::ReachedBy)] {
            if self.words(words) {
                return self.named(field);
            }
        }
        let field = self.field()?;
        let test = |op, values| Condition::Test(Test { field: field.clone(), op, values });
        let not = |condition| Ok(Condition::Not(Box::new(condition)));
        if self.words(&["is", "known"]) {
            return Ok(test(Op::Known, Vec::new()));
        }
        if self.words(&["is", "not", "known"]) || self.words(&["is", "unknown"]) {
            return not(test(Op::Known, Vec::new()));
        }
        if self.words(&["is", "not"]) || self.sign("!=") {
            return not(test(Op::Is, vec![self.value()?]));
        }
        if self.words(&["not", "in"]) {
            return not(test(Op::In, self.list()?));
        }
        if self.words(&["in"]) {
            return Ok(test(Op::In, self.list()?));
        }
        if self.words(&["contains"]) {
            return Ok(test(Op::Contains, vec![self.value()?]));
        }
        if self.words(&["is"]) || self.sign("=") {
            return Ok(test(Op::Is, vec![self.value()?]));
        }
        for (sign, op) in [("<=", Op::AtMost), (">=", Op::AtLeast), ("<", Op::Less), (">", Op::More)] {
            if self.sign(sign) {
                return Ok(test(op, vec![self.value()?]));
            }
        }
        Err(self.expected("\"is\", \"in\", \"contains\" or a comparison"))
    }

    /// `bought 'X'`, `bought in ('X', 'Y')`, `bought contains 'X'`.
    fn named(&mut self, field: Field) -> Result<Condition, ConditionError> {
        let (op, values) = if self.words(&["in"]) {
            (Op::In, self.list()?)
        } else if self.words(&["contains"]) {
            (Op::Contains, vec![self.value()?])
        } else if self.words(&["is", "known"]) {
            (Op::Known, Vec::new())
        } else {
            (Op::Is, vec![self.value()?])
        };
        Ok(Condition::Test(Test { field, op, values }))
    }

    fn field(&mut self) -> Result<Field, ConditionError> {
        let own: [(&[&str], Field); 5] = [
            (&["owner"], Field::Owner),
            (&["orders"], Field::Orders),
            (&["sales"], Field::Sales),
            (&["days", "since", "last"], Field::DaysSinceLast),
            (&["days", "since", "first"], Field::DaysSinceFirst),
        ];
        for (words, field) in own {
            if self.words(words) {
                return Ok(field);
            }
        }
        match self.peek() {
            Some(token) if matches!(token.kind, Kind::Word | Kind::Name) && !token.is_reserved() => {
                let name = token.text.clone();
                self.next += 1;
                Ok(Field::Attribute(name))
            }
            _ => Err(self.expected("the name of something known of a customer")),
        }
    }

    fn value(&mut self) -> Result<String, ConditionError> {
        match self.peek() {
            Some(token)
                if token.kind == Kind::Value || (token.kind == Kind::Word && !token.is_reserved()) =>
            {
                let value = token.text.clone();
                self.next += 1;
                Ok(value)
            }
            _ => Err(self.expected("a value such as 'text' or 12")),
        }
    }

    fn list(&mut self) -> Result<Vec<String>, ConditionError> {
        if !self.sign("(") {
            return Err(self.expected("\"(\" and a list of values"));
        }
        let mut values = vec![self.value()?];
        while self.sign(",") {
            values.push(self.value()?);
        }
        if self.sign(")") { Ok(values) } else { Err(self.expected("\",\" or \")\"")) }
    }
}
