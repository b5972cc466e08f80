//! Conditions as text, such that reading the text gives the condition again.

use super::token::{Kind, tokens};
use super::{Condition, Field, Op, Test};
use std::fmt;

impl fmt::Display for Condition {
    /// `everybody` and `nobody` stand for the empty lists.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => list(f, parts, " and ", "everybody"),
            Self::Any(parts) => list(f, parts, " or ", "nobody"),
            Self::Not(part) => {
                f.write_str("not ")?;
                nested(f, part)
            }
            Self::Test(test) => write!(f, "{test}"),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str, empty: &str) -> fmt::Result {
    if parts.is_empty() {
        return f.write_str(empty);
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        nested(f, part)?;
    }
    Ok(())
}

/// A part, in brackets where it is itself a list of parts.
fn nested(f: &mut fmt::Formatter<'_>, part: &Condition) -> fmt::Result {
    match part {
        Condition::All(parts) | Condition::Any(parts) if !parts.is_empty() => write!(f, "({part})"),
        _ => write!(f, "{part}"),
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Field::Attribute(name) => f.write_str(&attribute(name))?,
            Field::Owner => f.write_str("owner")?,
            Field::Orders => f.write_str("orders")?,
            Field::Sales => f.write_str("sales")?,
            Field::DaysSinceLast => f.write_str("days since last")?,
            Field::DaysSinceFirst => f.write_str("days since first")?,
            Field::Bought => f.write_str("bought")?,
            Field::ReachedBy => f.write_str("reached by")?,
        }
        let named = matches!(self.field, Field::Bought | Field::ReachedBy);
        let value = self.values.first().map(|value| self::value(value)).unwrap_or_default();
        match self.op {
            Op::Known => f.write_str(" is known"),
            Op::Is if named => write!(f, " {value}"),
            Op::Is => write!(f, " is {value}"),
            Op::Contains => write!(f, " contains {value}"),
            Op::Less => write!(f, " < {value}"),
            Op::AtMost => write!(f, " <= {value}"),
            Op::More => write!(f, " > {value}"),
            Op::AtLeast => write!(f, " >= {value}"),
            Op::In => {
                let values: Vec<String> = self.values.iter().map(|value| self::value(value)).collect();
                write!(f, " in ({})", values.join(", "))
            }
        }
    }
}

/// A number as it is, anything else in quotes.
fn value(text: &str) -> String {
    match tokens(text).as_deref() {
        Ok([token]) if token.kind == Kind::Value && token.text == text => text.to_owned(),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

/// A bare word where it cannot be read as anything else, else in double quotes.
fn attribute(name: &str) -> String {
    let own =
        ["owner", "orders", "sales", "days", "reached"].iter().any(|own| own.eq_ignore_ascii_case(name));
    match tokens(name).as_deref() {
        Ok([token]) if token.kind == Kind::Word && !token.is_reserved() && !own => name.to_owned(),
        _ => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Condition, Field, Op, Test};

    fn test(field: Field, op: Op, values: &[&str]) -> Condition {
        Condition::Test(Test { field, op, values: values.iter().map(|&value| value.to_owned()).collect() })
    }

    fn attribute(name: &str) -> Field {
        Field::Attribute(name.to_owned())
    }

    #[test]
    fn the_example_is_read_and_written() {
        let text =
            "age in ('45-54', '55-64') and (income is known or not sales < 100) and bought 'SOFT DRINKS'";
        let condition: Condition = text.parse().unwrap();
        let expected = Condition::All(vec![
            test(attribute("age"), Op::In, &["45-54", "55-64"]),
            Condition::Any(vec![
                test(attribute("income"), Op::Known, &[]),
                Condition::Not(Box::new(test(Field::Sales, Op::Less, &["100"]))),
            ]),
            test(Field::Bought, Op::Is, &["SOFT DRINKS"]),
        ]);
        assert_eq!(condition, expected);
        assert_eq!(condition.to_string(), text);
    }

    #[test]
    fn every_form_comes_back_as_it_was() {
        for text in [
            "everybody",
            "nobody",
            "owner is 'Liisa'",
            "\"shoe size\" >= 42.5",
            "\"or\" is 'and'",
            "\"sales\" > 1",
            "days since last > 90 or days since first <= 30",
            "name contains 'O''Brien \"x\"'",
            "reached by '13'",
            "reached by in ('13', '14')",
            "bought contains 'tea'",
            "not (orders = 1)",
            "not not owner is known",
            "city is 'Åbo'",
        ] {
            let condition: Condition = text.parse().unwrap();
            let written = condition.to_string();
            assert_eq!(written.parse::<Condition>().unwrap(), condition, "{text} -> {written}");
        }
        assert_eq!("".parse::<Condition>().unwrap(), Condition::everybody());
        assert_eq!("AGE IS NOT old".parse::<Condition>().unwrap().to_string(), "not AGE is 'old'");
    }

    #[test]
    fn errors_point_at_the_place() {
        for (text, at, expected) in [
            ("age in '45'", 7, "\"(\" and a list of values"),
            ("age is 'x", 7, "a closing ' after this"),
            ("age", 3, "\"is\", \"in\", \"contains\" or a comparison"),
            ("age is 1 orders > 2", 9, "\"and\", \"or\" or the end"),
            ("(age is 1", 9, "\")\""),
            ("åge is and", 7, "a value such as 'text' or 12"),
            ("age ; 1", 4, "a word, a value or a comparison"),
            ("and", 0, "the name of something known of a customer"),
        ] {
            let error = text.parse::<Condition>().unwrap_err();
            assert_eq!((error.at, error.expected.as_str()), (at, expected), "{text}");
        }
        let shown = "age is 1 orders > 2".parse::<Condition>().unwrap_err().to_string();
        assert!(shown.contains("at character 10") && shown.contains("\"orders > 2\""), "{shown}");
        let deep = format!("{}age is 1", "(".repeat(5_000));
        assert_eq!(deep.parse::<Condition>().unwrap_err().expected, "fewer brackets");
    }
}
