//! Puts together what no single column holds: an id from an e-mail address or a name, a name from two columns.

use super::words::without_brackets;
use super::{Guess, name_of, words};
use crate::looked::{ColumnGuess, Question};
use crate::names;
use vihje_model::import::{Constant, Mapping, RecordKind, Target};

/// Adds the constants that the kind needs and the columns do not give.
pub(crate) fn complete(mapping: &mut Mapping, guess: &mut Guess) {
    let kind = mapping.kind;
    if matches!(kind, RecordKind::Customers | RecordKind::Sales) {
        two_names(mapping, guess);
    }
    if kind == RecordKind::Sales {
        bare_name(guess);
    }
    if matches!(kind, RecordKind::Customers | RecordKind::Sales) {
        stand_in(mapping, guess, &Target::CustomerId, &[Target::Email, Target::CustomerName]);
    }
    match kind {
        RecordKind::Sales if find(&guess.columns, &Target::ProductName).is_none() => {
            let instead = [Target::Level(4), Target::Level(3), Target::Level(2), Target::Level(1)];
            stand_in(mapping, guess, &Target::ProductId, &instead);
            one_product(mapping, guess);
        }
        RecordKind::Campaigns => stand_in(mapping, guess, &Target::CampaignId, &[Target::CampaignName]),
        RecordKind::TouchPoints => one_touch(mapping, guess),
        RecordKind::Sales | RecordKind::Products | RecordKind::Customers | RecordKind::Exposures => {}
    }
    if kind == RecordKind::Sales
        && find(&guess.columns, &Target::CustomerId).is_none()
        && !given(mapping, &Target::CustomerId)
    {
        guess.questions.push(Question {
            code: "no-customer".to_owned(),
            text: "No column tells who bought. The lines count for products, not for customers.".to_owned(),
            column: None,
            assumed: "anonymous".to_owned(),
            others: guess
                .columns
                .iter()
                .filter(|c| c.target == Target::Ignore)
                .map(|c| c.name.clone())
                .collect(),
        });
    }
}

fn find<'a>(columns: &'a [ColumnGuess], target: &Target) -> Option<&'a ColumnGuess> {
    columns.iter().find(|column| column.target == *target)
}

fn given(mapping: &Mapping, target: &Target) -> bool {
    mapping.constants.iter().any(|constant| constant.target == *target)
}

/// "First Name" and "Last Name" are one name.
fn two_names(mapping: &mut Mapping, guess: &mut Guess) {
    let named = |keys: &[&str], columns: &[ColumnGuess]| {
        columns.iter().position(|column| {
            let name = names::key(&without_brackets(&column.name));
            keys.iter().any(|key| name.ends_with(key))
        })
    };
    let first = named(&["firstname", "givenname", "etunimi", "vorname", "fornamn"], &guess.columns);
    let last =
        named(&["lastname", "surname", "familyname", "sukunimi", "nachname", "efternamn"], &guess.columns);
    let (Some(first), Some(last)) = (first, last) else { return };
    // A company's name beside a person's is what the customer is called only when there is no person.
    if let Some(company) = guess.columns.iter_mut().find(|column| column.target == Target::CustomerName) {
        company.target = Target::CustomerAttribute(names::words(&company.name).join("_"));
        company.reason = "The person's own name is the customer's name.".to_owned();
    }
    for at in [first, last] {
        guess.columns[at].target = Target::Ignore;
        guess.columns[at].confidence = 0.9;
        guess.columns[at].reason = "It is a part of the customer's name.".to_owned();
    }
    let value = format!("{{{}}} {{{}}}", guess.columns[first].name, guess.columns[last].name);
    mapping.constants.push(Constant { target: Target::CustomerName, value });
}

/// On sales of named goods, a column that is called only "name" holds the customer's.
fn bare_name(guess: &mut Guess) {
    let columns = &guess.columns;
    let goods = find(columns, &Target::ProductId).or_else(|| find(columns, &Target::ProductName)).is_some();
    if !goods || find(columns, &Target::CustomerName).is_some() {
        return;
    }
    let bare =
        |column: &&mut ColumnGuess| column.target == Target::Ignore && words::is_bare_name(&column.name);
    if let Some(column) = guess.columns.iter_mut().find(bare) {
        column.target = Target::CustomerName;
        column.confidence = 0.6;
        column.reason = "The goods have a column of their own, so this name is the customer's.".to_owned();
    }
}

/// Takes the first of these columns for an id that no column holds.
fn stand_in(mapping: &mut Mapping, guess: &mut Guess, id: &Target, instead: &[Target]) {
    if find(&guess.columns, id).is_some() || given(mapping, id) {
        return;
    }
    let Some(column) = instead.iter().find_map(|target| find(&guess.columns, target)) else {
        return;
    };
    mapping.constants.push(Constant { target: id.clone(), value: format!("{{{}}}", column.name) });
    guess.reasons.push(format!("No column holds an id of its own, so \"{}\" is the id.", column.name));
}

/// Sales without any product are sales of one product; a deal's name is no product.
fn one_product(mapping: &mut Mapping, guess: &mut Guess) {
    if find(&guess.columns, &Target::ProductId).is_some() || given(mapping, &Target::ProductId) {
        return;
    }
    let value = "sale".to_owned();
    guess.questions.push(Question {
        code: "no-product".to_owned(),
        text: "No column tells what was sold. All lines are of one product.".to_owned(),
        column: None,
        assumed: value.clone(),
        others: guess.columns.iter().filter(|c| c.target == Target::Ignore).map(|c| c.name.clone()).collect(),
    });
    mapping.constants.push(Constant { target: Target::ProductId, value });
}

/// Touch-points of one kind need its name.
fn one_touch(mapping: &mut Mapping, guess: &mut Guess) {
    if find(&guess.columns, &Target::Touch).is_some() {
        return;
    }
    let value = "note".to_owned();
    guess.questions.push(Question {
        code: "which-touch".to_owned(),
        text: format!("No column tells the kind of these {}.", name_of(RecordKind::TouchPoints)),
        column: None,
        assumed: value.clone(),
        others: ["visit", "call", "e-mail", "survey", "support"].map(str::to_owned).to_vec(),
    });
    mapping.constants.push(Constant { target: Target::Touch, value });
}
