//! How dates, numbers and money are written, from the values of the columns that hold them.

use crate::look::LookOptions;
use crate::looked::Question;
use crate::names;
use crate::profile::Profile;
use jiff::civil::Date;
use vihje_model::import::{Constant, Mapping, RecordKind, Sample, Target, date_number};

/// What the values say, with what they leave open.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// Format of the dates; `None` when there are none.
    pub(crate) date_format: Option<String>,
    /// True for a decimal comma; `None` when no number tells.
    pub(crate) decimal_comma: Option<bool>,
    /// Currency that a sign or a name tells.
    pub(crate) currency: Option<String>,
    /// Currency of the rows whose column of currencies is empty, where all others have the same.
    pub(crate) else_currency: Option<String>,
    /// What is left open.
    pub(crate) questions: Vec<Question>,
    /// Why.
    pub(crate) reasons: Vec<String>,
}

impl Written {
    /// Sets what is known, and the reporting currency where money has none.
    pub(crate) fn apply(&self, mapping: &mut Mapping, options: &LookOptions) {
        mapping.date_format = self.date_format.clone().unwrap_or_default();
        mapping.decimal_comma = self.decimal_comma.unwrap_or(false);
        if !has_money(mapping) {
            return;
        }
        if let Some(value) = &self.else_currency {
            mapping.constants.push(Constant { target: Target::Currency, value: value.clone() });
        }
        if !has(mapping, &Target::Currency) {
            let currency =
                self.currency.clone().or_else(|| options.currency.map(|currency| currency.code().to_owned()));
            if let Some(value) = currency {
                mapping.constants.push(Constant { target: Target::Currency, value });
            }
        }
    }
}

fn is_money(target: &Target) -> bool {
    matches!(
        target,
        Target::Amount
            | Target::UnitPrice
            | Target::Price
            | Target::Cost
            | Target::Discount
            | Target::CampaignCost
    )
}

fn has_money(mapping: &Mapping) -> bool {
    mapping.columns.iter().any(|column| is_money(&column.target))
}

fn has(mapping: &Mapping, target: &Target) -> bool {
    mapping.columns.iter().any(|column| column.target == *target)
        || mapping.constants.iter().any(|constant| constant.target == *target)
}

/// Reads the profiles of the columns that hold dates and numbers.
pub(crate) fn written(
    mapping: &Mapping,
    profiles: &[Profile],
    sample: &Sample,
    options: &LookOptions,
) -> Written {
    let mut written = Written::default();
    dates(mapping, profiles, sample, options, &mut written);
    numbers(mapping, profiles, &mut written);
    money(mapping, profiles, options, &mut written);
    written
}

/// One format for all dates of the file: the one that reads the most, and where two read the same texts, the one under
/// which the days come in order, then the one of the zone.
fn dates(
    mapping: &Mapping,
    profiles: &[Profile],
    sample: &Sample,
    options: &LookOptions,
    written: &mut Written,
) {
    let columns: Vec<usize> = (0..mapping.columns.len())
        .filter(|&at| matches!(mapping.columns[at].target, Target::At | Target::Starts | Target::Ends))
        .collect();
    if let Some(joined) = joined_moment(mapping, &columns, sample) {
        return pick(&joined, &mapping.columns[columns[0]].name, profiles, options, written);
    }
    // The first column that holds dates decides; the others only confirm it.
    if let Some(&at) = columns.iter().find(|&&at| !profiles[at].dates.is_empty()) {
        return pick(&profiles[at], &mapping.columns[at].name, profiles, options, written);
    }
    let number = columns.iter().find_map(|&at| Some((at, profiles[at].date_number()?)));
    if let Some((at, format)) = number {
        let what = match format {
            date_number::EXCEL => "days as a spreadsheet counts them",
            date_number::UNIX => "seconds since 1970",
            _ => "milliseconds since 1970",
        };
        written.reasons.push(format!("Dates in \"{}\" are {what}.", mapping.columns[at].name));
        written.date_format = Some(format.to_owned());
    }
}

/// Date and time of day in two columns, joined as `history` joins them.
fn joined_moment(mapping: &Mapping, columns: &[usize], sample: &Sample) -> Option<Profile> {
    let [first, second] = columns else { return None };
    if mapping.columns[*first].target != Target::At || mapping.columns[*second].target != Target::At {
        return None;
    }
    let joined: Vec<String> =
        sample.rows.iter().map(|row| format!("{} {}", row[*first], row[*second])).collect();
    Some(Profile::of(joined.iter().map(String::as_str)))
}

fn pick(profile: &Profile, column: &str, all: &[Profile], options: &LookOptions, written: &mut Written) {
    let most = profile.dates.values().map(Vec::len).max().unwrap_or(0);
    let mut formats: Vec<(&String, &Vec<Date>)> =
        profile.dates.iter().filter(|(_, dates)| dates.len() * 50 >= most * 49).collect();
    formats.sort_by_key(|(format, _)| {
        (strangers(format, all), !fits_zone(format, &options.time_zone), format.len())
    });
    let Some(&(mut format, dates)) = formats.first() else { return };
    let rival = formats.iter().skip(1).find(|(other, days)| differs(format, other) && *days != dates);
    if let Some(&(other, days)) = rival {
        let (apart, apart_other) = (disorder(dates), disorder(days));
        if strangers(format, all) < strangers(other, all) {
            let why = "only so are the other dates of the file read";
            written.reasons.push(format!("Dates in \"{column}\" are read as {format}: {why}."));
        } else if apart.max(apart_other) >= 3 && apart.min(apart_other) * 2 < apart.max(apart_other) {
            format = if apart < apart_other { format } else { other };
            let why = "only so do the days come in order";
            written.reasons.push(format!("Dates in \"{column}\" are read as {format}: {why}."));
        } else {
            written.questions.push(Question {
                code: "day-or-month-first".to_owned(),
                text: format!("Is \"{}\" in \"{column}\" day or month first?", first_example(profile)),
                column: Some(column.to_owned()),
                assumed: format.clone(),
                others: vec![other.clone()],
            });
        }
    }
    written.date_format = Some(format.clone());
}

/// Columns of dates that this way of writing days cannot read: a file has mostly one way.
fn strangers(format: &str, all: &[Profile]) -> usize {
    let day = |format: &str| format.split([' ', 'T']).next().unwrap_or_default().to_owned();
    let reads = |profile: &Profile| {
        let most = profile.dates.values().map(Vec::len).max().unwrap_or(0);
        profile.dates.iter().any(|(other, dates)| day(other) == day(format) && dates.len() == most)
    };
    all.iter().filter(|profile| profile.is_date() && !reads(profile)).count()
}

fn first_example(profile: &Profile) -> &str {
    profile.examples.first().map_or("", String::as_str)
}

/// Whether one has the day first and the other the month.
fn differs(one: &str, other: &str) -> bool {
    let first = |format: &str| [format.starts_with("%d"), format.starts_with("%m")];
    matches!((first(one), first(other)), ([true, _], [_, true]) | ([_, true], [true, _]))
}

/// How many days come before the day above them, either way round: exports are mostly in order.
fn disorder(dates: &[Date]) -> usize {
    let back = dates.windows(2).filter(|pair| pair[1] < pair[0]).count();
    let forth = dates.windows(2).filter(|pair| pair[1] > pair[0]).count();
    back.min(forth)
}

/// Month first is American.
fn fits_zone(format: &str, zone: &str) -> bool {
    let american = zone.starts_with("America/") || zone.starts_with("US/");
    !(format.starts_with("%m") || format.starts_with("%d/")) || format.starts_with("%m") == american
}

/// A decimal comma where some number can be nothing else, and none is a decimal point.
fn numbers(mapping: &Mapping, profiles: &[Profile], written: &mut Written) {
    let numeric = |target: &Target| is_money(target) || matches!(target, Target::Quantity | Target::Stock);
    let columns = || mapping.columns.iter().zip(profiles).filter(|(column, _)| numeric(&column.target));
    let sum = |count: fn(&Profile) -> usize| columns().map(|(_, profile)| count(profile)).sum::<usize>();
    let (commas, points, either) = (sum(|p| p.commas), sum(|p| p.points), sum(|p| p.either));
    if commas > 0 && commas >= points {
        written.decimal_comma = Some(true);
        written.reasons.push("Numbers have a decimal comma.".to_owned());
    } else if points > 0 {
        written.decimal_comma = Some(false);
    } else if either > 0 {
        let column = columns().find(|(_, profile)| profile.either > 0).map(|(column, _)| column.name.clone());
        written.questions.push(Question {
            code: "comma-in-numbers".to_owned(),
            text: "Does the comma stand for thousands or for decimals?".to_owned(),
            column,
            assumed: "thousands".to_owned(),
            others: vec!["decimals".to_owned()],
        });
    }
}

/// The currency by a sign in the values or a word in a name; a question where only the company's own is known.
fn money(mapping: &Mapping, profiles: &[Profile], options: &LookOptions, written: &mut Written) {
    if let Some(at) = mapping.columns.iter().position(|column| column.target == Target::Currency) {
        let profile = &profiles[at];
        if profile.filled < profile.seen && profile.distinct == 1 {
            let name = &mapping.columns[at].name;
            let code = first_example(profile).to_uppercase();
            written
                .reasons
                .push(format!("Rows with nothing in \"{name}\" are in {code}, as all others are."));
            written.else_currency = Some(code);
        }
        return;
    }
    if !has_money(mapping) || has(mapping, &Target::Currency) {
        return;
    }
    let columns = || mapping.columns.iter().zip(profiles).filter(|(column, _)| is_money(&column.target));
    // One amount in dollars among many without a sign does not make dollars of them all.
    let by_sign =
        columns().find_map(|(_, profile)| profile.sign.filter(|_| profile.signed * 2 >= profile.filled));
    let by_name = columns()
        .find_map(|(column, _)| names::words(&column.name).iter().find_map(|word| currency_word(word)));
    if let Some(code) = by_sign.or(by_name) {
        written.reasons.push(format!("The money is in {code}."));
        written.currency = Some(code.to_owned());
        return;
    }
    let assumed = options.currency.map_or_else(String::new, |currency| currency.code().to_owned());
    if mapping.kind == RecordKind::Sales || !assumed.is_empty() {
        written.questions.push(Question {
            code: "which-currency".to_owned(),
            text: "Nothing in the file tells the currency of every amount.".to_owned(),
            column: columns().next().map(|(column, _)| column.name.clone()),
            assumed,
            others: ["EUR", "USD", "GBP", "SEK"].map(str::to_owned).to_vec(),
        });
    }
}

fn currency_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "eur" | "euro" | "euros" | "euroa" | "€" => "EUR",
        "usd" | "dollar" | "dollars" | "$" => "USD",
        "gbp" | "£" | "pounds" => "GBP",
        "sek" => "SEK",
        "nok" => "NOK",
        "dkk" => "DKK",
        "chf" => "CHF",
        "czk" | "kc" => "CZK",
        "pln" => "PLN",
        _ => return None,
    })
}
