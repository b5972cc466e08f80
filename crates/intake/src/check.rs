//! Whether a mapping can be carried out: every problem it has, before a row is read. Never looks at a file.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use regex::RegexBuilder;
use std::collections::HashMap;
use vihje_model::import::{Mapping, Part, RecordKind, Target, date_number};
use vihje_model::{Currency, Problem};

/// True when columns of this kind of record may become this target.
pub fn allowed(kind: RecordKind, target: &Target) -> bool {
    use RecordKind::{Campaigns, Customers, Exposures, Products, Sales, TouchPoints};
    match target {
        Target::Ignore => true,
        Target::CustomerId => matches!(kind, Sales | Customers | Exposures | TouchPoints),
        Target::CustomerName | Target::Email | Target::Phone | Target::CustomerAttribute(_) => {
            matches!(kind, Customers | Sales)
        }
        Target::Owner => kind == Customers,
        Target::ProductId | Target::ProductName | Target::Level(_) => matches!(kind, Products | Sales),
        Target::Price | Target::Cost | Target::Stock | Target::ProductAttribute(_) => kind == Products,
        Target::OrderId
        | Target::Quantity
        | Target::UnitPrice
        | Target::Amount
        | Target::Discount
        | Target::Store => kind == Sales,
        Target::SalesPerson => kind == Sales,
        Target::At => matches!(kind, Sales | Exposures | TouchPoints),
        Target::Currency => matches!(kind, Sales | Products | Campaigns),
        Target::CampaignId => matches!(kind, Campaigns | Exposures | TouchPoints),
        Target::CampaignName
        | Target::CampaignType
        | Target::Starts
        | Target::Ends
        | Target::CampaignCost
        | Target::Audience => kind == Campaigns,
        Target::Touch | Target::Subject | Target::TouchAttribute(_) => kind == TouchPoints,
    }
}

/// What each kind must have: one target of each group. A product without an id is known by its name.
fn required(kind: RecordKind) -> &'static [&'static [Target]] {
    match kind {
        RecordKind::Sales => {
            &[&[Target::At], &[Target::ProductId, Target::ProductName], &[Target::Amount, Target::UnitPrice]]
        }
        RecordKind::Customers => &[&[Target::CustomerId]],
        RecordKind::Products => &[&[Target::ProductId, Target::ProductName]],
        RecordKind::Campaigns => &[&[Target::CampaignId]],
        RecordKind::Exposures => &[&[Target::CampaignId], &[Target::CustomerId]],
        RecordKind::TouchPoints => &[&[Target::CustomerId], &[Target::At], &[Target::Touch]],
    }
}

/// Every problem of a mapping; none means that it can be carried out on a file with these columns.
pub fn check(mapping: &Mapping) -> Vec<Problem> {
    let mut problems = Vec::new();
    targets(mapping, &mut problems);
    constants(mapping, &mut problems);
    rules(mapping, &mut problems);
    written(mapping, &mut problems);
    problems
}

fn in_column(mut problem: Problem, column: &str) -> Problem {
    problem.place.column = Some(column.to_owned());
    problem
}

fn targets(mapping: &Mapping, problems: &mut Vec<Problem>) {
    let columns = mapping.columns.iter().map(|column| (&column.target, column.name.as_str()));
    let constants = mapping.constants.iter().map(|constant| (&constant.target, ""));
    let mut used: HashMap<&Target, usize> = HashMap::new();
    // A constant currency beside a column of currencies stands in where that is empty.
    let stands_in = mapping.columns.iter().any(|column| column.target == Target::Currency);
    for (target, name) in columns.chain(constants) {
        let place = |problem: Problem| if name.is_empty() { problem } else { in_column(problem, name) };
        if !allowed(mapping.kind, target) {
            let what = format!(
                "{} cannot be in a file of {}.",
                in_words(target),
                crate::guess::name_of(mapping.kind)
            );
            problems.push(place(Problem::new(
                "target-not-allowed",
                what,
                "Choose another meaning, or ignore the column.",
            )));
        }
        if matches!(target, Target::Level(level) if !(1..=4).contains(level)) {
            let hint = "Count the levels from 1, the widest, to 4.";
            problems.push(place(Problem::new("level-out-of-range", "There are four product levels.", hint)));
        }
        let times = used.entry(target).or_default();
        if name.is_empty() && stands_in && *target == Target::Currency {
            continue;
        }
        *times += 1;
        let most = match target {
            Target::Ignore | Target::Discount => usize::MAX,
            Target::At => 2,
            _ => 1,
        };
        if *times == most.saturating_add(1) {
            let what = format!("{} is given more than once.", in_words(target));
            problems.push(place(Problem::new("target-used-twice", what, "Keep one and ignore the others.")));
        }
    }
    for group in required(mapping.kind) {
        if !group.iter().any(|target| used.contains_key(target)) {
            let words: Vec<String> = group.iter().map(in_words).collect();
            let what = format!("No column gives {}.", words.join(" or ").to_lowercase());
            problems.push(Problem::new(
                "target-missing",
                what,
                "Choose the column that holds it, or give one value for all rows.",
            ));
        }
    }
}

fn constants(mapping: &Mapping, problems: &mut Vec<Problem>) {
    for constant in &mapping.constants {
        for part in constant.parts() {
            if let Part::Column(name) = part {
                named(
                    mapping,
                    name,
                    &format!("The value of {}", in_words(&constant.target).to_lowercase()),
                    problems,
                );
            }
        }
        let plain = constant.parts().iter().all(|part| matches!(part, Part::Text(_)));
        if constant.target == Target::Currency && plain && constant.value.parse::<Currency>().is_err() {
            let what = format!("\"{}\" is not a currency.", constant.value);
            problems.push(Problem::new("bad-currency", what, "Give three letters such as EUR."));
        }
    }
}

/// A name that the mapping mentions must be one of its columns.
fn named(mapping: &Mapping, name: &str, who: &str, problems: &mut Vec<Problem>) {
    if !mapping.columns.iter().any(|column| column.name == name) {
        let what = format!("{who} names the column \"{name}\", which the file does not have.");
        problems.push(in_column(Problem::new("column-missing", what, "Use a name of the header."), name));
    }
}

fn rules(mapping: &Mapping, problems: &mut Vec<Problem>) {
    let rules = &mapping.rules;
    if let Some(only) = &rules.only {
        named(mapping, &only.column, "The rule on which rows are kept", problems);
        if only.values.is_empty() {
            let what = "The rule on which rows are kept has no values, so it would keep none.";
            problems.push(Problem::new(
                "rule-keeps-nothing",
                what,
                "List the values to keep, or drop the rule.",
            ));
        }
    }
    for rule in &rules.cancelled {
        named(mapping, &rule.column, "The rule on which orders are left out", problems);
    }
    if let Some(column) = &rules.refunded {
        named(mapping, column, "The rule on what was paid back", problems);
    }
    let patterns = [("charges", &rules.charge_products), ("returns", &rules.return_orders)];
    for (what, pattern) in
        patterns.into_iter().filter_map(|(what, pattern)| pattern.as_ref().map(|p| (what, p)))
    {
        if let Err(error) = RegexBuilder::new(&format!("^(?:{pattern})$")).case_insensitive(true).build() {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default();
            let what =
                format!("The pattern of {what}, \"{pattern}\", is not a regular expression: {reason}.");
            problems.push(Problem::new("bad-pattern", what, "Correct it; a plain list is written A|B|C."));
        }
    }
    for (currency, rate) in &rules.rates {
        if rate.is_sign_negative() || rate.is_zero() {
            let what = format!("The rate of {currency}, {rate}, is not above zero.");
            problems.push(Problem::new(
                "bad-rate",
                what,
                "Give the units of your own currency for one unit of it.",
            ));
        }
    }
}

fn written(mapping: &Mapping, problems: &mut Vec<Problem>) {
    if TimeZone::get(&mapping.time_zone).is_err() {
        let what = format!("\"{}\" is not a time zone.", mapping.time_zone);
        problems.push(Problem::new("bad-time-zone", what, "Use an IANA name such as Europe/Helsinki."));
    }
    let format = &mapping.date_format;
    let moment = DateTime::constant(2024, 1, 31, 13, 5, 9, 0);
    // A format is good when a moment written by it is read back as a day. Offsets need a zone to be written.
    let zoned = moment.to_zoned(TimeZone::UTC).ok();
    let read_back =
        |text: String| jiff::fmt::strtime::parse(format, text).and_then(|broken| broken.to_date());
    let good = format.is_empty()
        || date_number::ALL.contains(&format.as_str())
        || zoned.is_some_and(|zoned| {
            let written = jiff::fmt::strtime::BrokenDownTime::from(&zoned).to_string(format);
            written.and_then(read_back).is_ok_and(|date| date == moment.date())
        });
    if !good {
        let what = format!("\"{format}\" is not a date format.");
        problems.push(Problem::new(
            "bad-date-format",
            what,
            "Write it like %d.%m.%Y %H:%M, or leave it empty for 2024-01-31.",
        ));
    }
}

/// A target in words.
pub(crate) fn in_words(target: &Target) -> String {
    match target {
        Target::CustomerId => "The customer's id",
        Target::CustomerName => "The customer's name",
        Target::Currency => "The currency",
        Target::ProductId => "The product",
        Target::ProductName => "The product's name",
        Target::OrderId => "The order's id",
        Target::CampaignId => "The campaign's id",
        Target::At => "The moment",
        Target::Amount => "The amount",
        Target::UnitPrice => "The unit price",
        Target::Touch => "The kind of touch-point",
        Target::Level(level) => return format!("Level {level}"),
        Target::CustomerAttribute(name) | Target::ProductAttribute(name) | Target::TouchAttribute(name) => {
            return format!("The attribute \"{name}\"");
        }
        other => return format!("{other:?}"),
    }
    .to_owned()
}
