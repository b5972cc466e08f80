//! Guesses what the rows of a file are and what each column means, from the header's words and the values. Every guess
//! has a confidence and a reason; what the file does not say becomes a question with an assumed answer.

mod columns;
mod identity;
mod kind;
mod rules;
mod vocabulary;
mod words;
mod written;

use crate::look::LookOptions;
use crate::looked::{ColumnGuess, Question};
use crate::profile::Profile;
use columns::Table;
use vihje_model::import::{Column, Mapping, RecordKind, Rules, Sample, Target};

pub(crate) use words::is_known as is_known_word;
pub(crate) use written::written;

/// Below this no kind is proposed: a wrong guess costs more than a question.
const SURE_ENOUGH: f64 = 0.45;

/// What a table seems to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// How it would be read; `None` when no kind fits.
    pub mapping: Option<Mapping>,
    /// What each column becomes and why.
    pub columns: Vec<ColumnGuess>,
    /// How sure the kind is, 0 to 1.
    pub confidence: f64,
    /// Why, one sentence each.
    pub reasons: Vec<String>,
    /// What the table does not say.
    pub questions: Vec<Question>,
}

/// Profiles of a sample's columns.
pub(crate) fn profiles(sample: &Sample) -> Vec<Profile> {
    let value = |row: usize, at: usize| sample.rows[row].get(at).map_or("", String::as_str);
    (0..sample.header.len()).map(|at| Profile::of((0..sample.rows.len()).map(|row| value(row, at)))).collect()
}

/// Guesses from a sample of rows; `file` is the file's name, `header` false when the names are ours. With
/// `options.kind` the kind is given and only the columns are guessed. Time is linear in the sample's cells.
pub fn guess(sample: &Sample, header: bool, file: &str, options: &LookOptions) -> Guess {
    let profiles = profiles(sample);
    let table = Table { names: &sample.header, profiles: &profiles, header };
    let mut ranked = kind::rank(&table, file);
    if let Some(kind) = options.kind {
        ranked.sort_by_key(|scored| scored.kind != kind);
    }
    let runner_up = ranked.get(1).map(|second| (second.kind, second.score));
    let first = ranked.swap_remove(0);
    let mut guess = Guess {
        mapping: None,
        confidence: if options.kind.is_some() { 1.0 } else { first.score },
        columns: first.columns,
        reasons: Vec::new(),
        questions: Vec::new(),
    };
    if options.kind.is_none() && first.score < SURE_ENOUGH {
        guess.reasons.push(format!("No kind of record fits well; {} fits best.", name_of(first.kind)));
        return guess;
    }
    guess.reasons.push(reason_for(first.kind, &guess.columns, options.kind.is_some()));
    if let Some((second, score)) = runner_up
        && options.kind.is_none()
        && first.score - score < 0.1
    {
        guess.questions.push(Question {
            code: "which-kind".to_owned(),
            text: format!("Are these {} or {}?", name_of(first.kind), name_of(second)),
            column: None,
            assumed: name_of(first.kind).to_owned(),
            others: vec![name_of(second).to_owned()],
        });
    }
    complete(&mut guess, first.kind, sample, &profiles, header, options);
    guess
}

/// Adds how things are written, constants and rules to the columns.
fn complete(
    guess: &mut Guess,
    kind: RecordKind,
    sample: &Sample,
    profiles: &[Profile],
    header: bool,
    options: &LookOptions,
) {
    if !header {
        guess.questions.push(Question {
            code: "no-header".to_owned(),
            text: "The first line looks like data, not like names. Check what each column is.".to_owned(),
            column: None,
            assumed: "no header".to_owned(),
            others: vec!["the first line is a header".to_owned()],
        });
    }
    let mut mapping = Mapping {
        kind,
        columns: Vec::new(),
        constants: Vec::new(),
        date_format: String::new(),
        time_zone: options.time_zone.clone(),
        decimal_comma: false,
        rules: Rules::default(),
        level_names: Vec::new(),
    };
    identity::complete(&mut mapping, guess);
    rules::complete(&mut mapping, guess, sample);
    mapping.columns = guess
        .columns
        .iter()
        .map(|column| Column { name: column.name.clone(), target: column.target.clone() })
        .collect();
    mapping.level_names = level_names(&guess.columns);
    let written = written(&mapping, profiles, sample, options);
    written.apply(&mut mapping, options);
    guess.questions.extend(written.questions);
    guess.reasons.extend(written.reasons);
    guess.mapping = Some(mapping);
}

/// Header names of the level columns, the widest first.
pub(crate) fn level_names(columns: &[ColumnGuess]) -> Vec<String> {
    let mut levels: Vec<(u8, &str)> = columns
        .iter()
        .filter_map(|column| match column.target {
            Target::Level(level) => Some((level, column.name.as_str())),
            _ => None,
        })
        .collect();
    levels.sort_unstable();
    levels.into_iter().map(|(_, name)| name.to_owned()).collect()
}

fn reason_for(kind: RecordKind, columns: &[ColumnGuess], given: bool) -> String {
    if given {
        return format!("The kind was given: {}.", name_of(kind));
    }
    let mut sure: Vec<&ColumnGuess> = columns
        .iter()
        .filter(|column| {
            !matches!(
                column.target,
                Target::Ignore
                    | Target::CustomerAttribute(_)
                    | Target::ProductAttribute(_)
                    | Target::TouchAttribute(_)
            )
        })
        .collect();
    sure.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let names: Vec<String> = sure.iter().take(4).map(|column| format!("\"{}\"", column.name)).collect();
    format!("These are {}: the columns {} say so.", name_of(kind), names.join(", "))
}

/// The kind in words.
pub(crate) fn name_of(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Products => "products",
        RecordKind::Customers => "customers",
        RecordKind::Campaigns => "campaigns",
        RecordKind::Sales => "sales",
        RecordKind::Exposures => "exposures",
        RecordKind::TouchPoints => "touch-points",
    }
}
