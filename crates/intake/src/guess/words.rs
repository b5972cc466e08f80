//! What a name says: compared with the words of the vocabulary, word by word and as a whole.

use super::vocabulary::{
    BESIDE, COSTS, CURRENCIES, DESCRIBES, FILES, HAPPENED, LEVELS, NAMES, NO_NAMES, NOT_WHO, ORDER_TOTALS,
    REMARKS, SECOND, SHARES, TARGETS, TAXES, UNITS, WEAK,
};
pub(super) use super::vocabulary::{BOUGHT, REACH};
use crate::names;
use vihje_model::import::RecordKind::{self, Sales};
use vihje_model::import::Target;

/// A name as it is compared: its words, and the same without joints.
struct Name {
    words: Vec<String>,
    key: String,
}

impl Name {
    fn of(words: Vec<String>) -> Self {
        let key = words.concat();
        Self { words, key }
    }

    fn best(&self, phrases: &str) -> f64 {
        best(&self.words, &self.key, phrases)
    }

    fn holds(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }
}

/// The name as it stands, and, where that leaves something else, without brackets, units and remarks on tax: "Summa (EUR,
/// sis. ALV 24 %)" is "summa", "Unit Price Excl. VAT" is "unit price".
fn forms(name: &str) -> Vec<Name> {
    let whole = names::words(name);
    let mut plain = names::words(&without_brackets(name));
    plain.iter_mut().filter(|word| *word == "#").for_each(|word| "no".clone_into(word));
    let has = |list: &[&str], word: &String| list.contains(&word.as_str());
    let number =
        |word: Option<&String>| word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let remark = (1..plain.len()).find(|&at| {
        has(REMARKS, &plain[at])
            || (has(TAXES, &plain[at])
                && (number(plain.get(at + 1)) || plain.get(at + 1).is_some_and(|next| has(REMARKS, next))))
    });
    plain.truncate(remark.unwrap_or(plain.len()));
    while plain.len() > 1 && plain.last().is_some_and(|word| has(UNITS, word) || has(CURRENCIES, word)) {
        plain.pop();
    }
    if plain.len() > 1 && has(CURRENCIES, &plain[0]) {
        plain.remove(0);
    }
    let mut forms = vec![Name::of(whole)];
    if !plain.is_empty() && plain != forms[0].words {
        forms.push(Name::of(plain));
    }
    forms
}

/// The text outside brackets; all of it where nothing else is left.
pub(super) fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for character in name.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    if plain.trim().is_empty() { name.to_owned() } else { plain }
}

/// How well a column's name says a phrase, 0 to 1: whole 1, at the end 0.6 to 0.9, elsewhere less; a phrase that begins with `=` is
/// only said as a whole.
fn likeness(words: &[String], key: &str, phrase: &str) -> f64 {
    if let Some(whole) = phrase.strip_prefix('=') {
        return if key == whole.replace(' ', "") { 1.0 } else { 0.0 };
    }
    let phrase_key = phrase.replace(' ', "");
    if key == phrase_key {
        return 1.0;
    }
    let phrase: Vec<&str> = phrase.split(' ').collect();
    if phrase.len() < words.len() {
        let share = phrase.len() as f64 / words.len() as f64;
        let at_end = words.ends_with(&phrase.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        if at_end {
            return 0.6 + 0.3 * share;
        }
        if words.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(a, b)| a == b)) {
            // The last word is what a thing is: "total recipients" is no total, "order status" no order.
            return if phrase.len() == 1 { 0.33 + 0.2 * share } else { 0.5 + 0.3 * share };
        }
    }
    // Finnish, German and Swedish write compounds in one word: "asiakasnumero 2", "nettomyyntisumma".
    if phrase_key.len() >= 6
        && key.len() > phrase_key.len()
        && (key.starts_with(&phrase_key) || key.ends_with(&phrase_key))
    {
        return 0.45 + 0.3 * phrase_key.len() as f64 / key.len() as f64;
    }
    0.0
}

fn best(words: &[String], key: &str, phrases: &str) -> f64 {
    phrases.split('|').map(|phrase| likeness(words, key, phrase)).fold(0.0, f64::max)
}

/// Every target of this kind that the name may mean, with how well it says so.
pub(crate) fn meanings(name: &str, kind: RecordKind) -> Vec<(Target, f64)> {
    let forms = forms(name);
    let mut meanings: Vec<(Target, f64)> = Vec::new();
    for (_, target, phrases) in TARGETS.iter().filter(|(kinds, _, _)| kinds.contains(&kind)) {
        let score = forms.iter().map(|form| meaning(form, kind, phrases)).fold(0.0, f64::max);
        let score = score * weight(&forms, target);
        if score > 0.0 {
            meanings.push((target.clone(), score));
        }
    }
    meanings
}

fn meaning(form: &Name, kind: RecordKind, phrases: &str) -> f64 {
    let score = form.best(phrases);
    if score >= 1.0 && form.best(WEAK) >= 1.0 {
        return 0.9;
    }
    if kind == Sales && score < 1.0 && form.holds(BESIDE) { score * 0.4 } else { score }
}

/// What the name's other words do to a target: a share is no money, and of two amounts that of the line, without tax, is
/// the one that is wanted.
fn weight(forms: &[Name], target: &Target) -> f64 {
    let (whole, plain) = (&forms[0], &forms[forms.len() - 1]);
    match target {
        Target::Discount | Target::Amount | Target::UnitPrice | Target::Cost | Target::CampaignCost
            if plain.holds(SHARES) =>
        {
            0.0
        }
        Target::CustomerId | Target::CustomerName | Target::ProductId | Target::ProductName
            if NO_NAMES.iter().any(|end| plain.key.ends_with(end)) =>
        {
            0.0
        }
        Target::UnitPrice if COSTS.contains(&plain.key.as_str()) => 0.85,
        Target::CustomerId if NOT_WHO.contains(&plain.key.as_str()) => 0.0,
        Target::Amount if SECOND.iter().any(|second| whole.key.contains(second)) => 0.9,
        _ => 1.0,
    }
}

fn best_form(name: &str, phrases: &str) -> f64 {
    forms(name).iter().map(|form| form.best(phrases)).fold(0.0, f64::max)
}

/// How well the name says that the column describes a person or company.
pub(crate) fn describes(name: &str) -> f64 {
    best_form(name, DESCRIBES)
}

/// True when the name is that of the total of a whole order.
pub(crate) fn is_order_total(name: &str) -> bool {
    let key = names::key(name);
    ORDER_TOTALS.iter().any(|total| key.contains(total))
}

/// True when the name says that something happened.
pub(crate) fn says_happened(name: &str) -> bool {
    names::words(name).iter().any(|word| HAPPENED.contains(&word.as_str()))
}

/// True when the name is only "name".
pub(crate) fn is_bare_name(name: &str) -> bool {
    NAMES.contains(&names::key(name).as_str())
}

/// True when the name is one of these phrases.
pub(crate) fn says(name: &str, phrases: &str) -> bool {
    best_form(name, phrases) >= 1.0
}

/// The rank of the category that the name says, 0 the widest, with how well it says so.
pub(crate) fn level(name: &str) -> Option<(usize, f64)> {
    LEVELS
        .iter()
        .enumerate()
        .map(|(rank, phrases)| (rank, best_form(name, phrases)))
        .filter(|(_, score)| *score >= 0.6)
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

/// True when the name is a phrase of any target or a description, as a whole.
pub(crate) fn is_known(name: &str) -> bool {
    let whole = |phrases: &str| best_form(name, phrases) >= 1.0;
    TARGETS.iter().any(|(_, _, phrases)| whole(phrases))
        || whole(DESCRIBES)
        || LEVELS.iter().any(|level| whole(level))
}

/// The kind that the file's name tells, when it does.
pub(crate) fn kind_of_file(file: &str) -> Option<RecordKind> {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let (words, key) = (names::words(stem.split('.').next().unwrap_or(stem)), names::key(stem));
    FILES
        .iter()
        .map(|(kind, phrases)| (*kind, best(&words, &key, phrases)))
        .filter(|(_, score)| *score >= 0.35)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::import::RecordKind::Customers;

    #[test]
    fn brackets_units_and_remarks_on_tax_change_no_meaning() {
        for (name, plain) in [
            ("Summa (EUR, sis. ALV 24 %)", "summa"),
            ("Unit Price Excl. VAT", "unit price"),
            ("Hinta alv 0 %", "hinta"),
            ("Units [pcs]", "units"),
            ("sales_eur", "sales"),
            ("€ Amount", "amount"),
            ("(Date)", "date"),
            ("VAT", "vat"),
        ] {
            assert_eq!(forms(name).last().unwrap().words.join(" "), plain, "{name}");
        }
    }

    #[test]
    fn a_longer_phrase_says_more_than_a_shorter() {
        let top = |name: &str, kind| {
            meanings(name, kind).into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(target, _)| target)
        };
        assert_eq!(top("Order Date", Sales), Some(Target::At));
        assert_eq!(top("order_number", Sales), Some(Target::OrderId));
        assert_eq!(top("Asiakasnumero", Sales), Some(Target::CustomerId));
        assert_eq!(top("Rivisumma (EUR)", Sales), Some(Target::Amount));
        assert_eq!(top("Billing email", Sales), Some(Target::Email));
        assert_eq!(top("blob", Sales), None);
    }

    #[test]
    fn file_names_tell_the_kind() {
        for (file, kind) in [
            ("asiakkaat.csv", Some(Customers)),
            ("2024/Orders_export_1.csv", Some(Sales)),
            ("myynti-2023.csv.gz", Some(Sales)),
            ("data.csv", None),
        ] {
            assert_eq!(kind_of_file(file), kind, "{file}");
        }
    }
}
