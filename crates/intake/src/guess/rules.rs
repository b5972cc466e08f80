//! Rules that the values suggest: deals that were won among deals that were not, cancelled orders, charges among products.

use super::Guess;
use crate::looked::Question;
use crate::names;
use std::collections::BTreeSet;
use vihje_model::import::{Mapping, OnlyWhere, RecordKind, Sample, Target};

/// Stages that mean a deal became a sale.
const WON: &[&str] = &[
    "won",
    "closedwon",
    "closed won",
    "deal won",
    "voitettu",
    "kauppa",
    "gewonnen",
    "abgeschlossen gewonnen",
    "vunnen",
];
/// States of an order that never became a sale.
const CANCELLED: &[&str] = &[
    "cancelled",
    "canceled",
    "void",
    "voided",
    "failed",
    "draft",
    "abandoned",
    "declined",
    "rejected",
    "peruttu",
    "peruutettu",
    "mitatoity",
    "hylatty",
    "storniert",
    "abgebrochen",
    "annulliert",
    "annulerad",
    "makulerad",
    "annule",
    "cancelado",
    "anulado",
    "storno",
    "stornovano",
    "zruseno",
];
/// What the names of their columns end with.
const STATES: &[&str] = &["status", "state", "tila", "stato", "statut", "estado", "zustand", "stav"];
/// Events that are a sale, in columns of events.
const BOUGHT: &[&str] = &["purchase", "purchased", "order completed", "transaction", "sale"];
/// Words of the names of such columns.
const EVENTS: &[&str] = &["event", "action", "activity", "tapahtuma"];
/// Product codes and names that are money but no product.
const CHARGES: &[&str] = &[
    "post",
    "postage",
    "shipping",
    "freight",
    "delivery",
    "carriage",
    "handling",
    "shipping fee",
    "delivery fee",
    "rahti",
    "rahtikulu",
    "rahtikulut",
    "toimituskulu",
    "toimituskulut",
    "toimitusmaksu",
    "postikulut",
    "laskutuslisa",
    "pyoristys",
    "rounding",
    "bank charges",
    "fee",
    "fees",
    "service fee",
    "versand",
    "versandkosten",
    "porto",
    "frakt",
    "fraktavgift",
    "fracht",
    "discount",
    "alennus",
    "rabatt",
    "tip",
    "gift card",
    "lahjakortti",
    "gutschein",
];

/// Looks for both kinds of rule in the sample of a file of sales.
pub(crate) fn complete(mapping: &mut Mapping, guess: &mut Guess, sample: &Sample) {
    if mapping.kind != RecordKind::Sales {
        return;
    }
    won(mapping, guess, sample);
    if mapping.rules.only.is_none() {
        cancelled(mapping, guess, sample);
    }
    charges(mapping, guess, sample);
}

fn values(sample: &Sample, at: usize) -> BTreeSet<&str> {
    sample
        .rows
        .iter()
        .filter_map(|row| row.get(at))
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .collect()
}

/// A column of few values, one of them a won deal, or a purchase among events, and another not.
fn won(mapping: &mut Mapping, guess: &mut Guess, sample: &Sample) {
    for (at, name) in sample.header.iter().enumerate() {
        let events = names::words(name).iter().any(|word| EVENTS.contains(&word.as_str()));
        let words = if events { BOUGHT } else { WON };
        let won: Vec<String> = words.iter().map(|word| names::key(word)).collect();
        let values = values(sample, at);
        let kept: Vec<String> = values
            .iter()
            .filter(|value| won.contains(&names::key(value)))
            .map(|&value| value.to_owned())
            .collect();
        if !kept.is_empty() && values.len() > kept.len() && values.len() <= 30 {
            guess.reasons.push(format!("Only rows whose \"{name}\" is {} are sales.", kept.join(" or ")));
            mapping.rules.only = Some(OnlyWhere { column: name.clone(), values: kept });
            return;
        }
    }
}

/// A column of the states of orders, some of them cancelled: the rows in the other states are kept.
fn cancelled(mapping: &mut Mapping, guess: &mut Guess, sample: &Sample) {
    let cancelled: Vec<String> = CANCELLED.iter().map(|word| names::key(word)).collect();
    let states =
        sample.header.iter().enumerate().filter(|(_, name)| {
            names::words(name).last().is_some_and(|word| STATES.contains(&word.as_str()))
        });
    for (at, name) in states {
        let values = values(sample, at);
        let (out, kept): (Vec<&str>, Vec<&str>) =
            values.into_iter().partition(|value| cancelled.contains(&names::key(value)));
        if !out.is_empty() && !kept.is_empty() && kept.len() <= 15 {
            guess.questions.push(Question {
                code: "cancelled".to_owned(),
                text: format!("Rows whose \"{name}\" is {} are left out. Are they sales?", out.join(" or ")),
                column: Some(name.clone()),
                assumed: "left out".to_owned(),
                others: vec!["sales".to_owned()],
            });
            let values = kept.into_iter().map(str::to_owned).collect();
            mapping.rules.only = Some(OnlyWhere { column: name.clone(), values });
            return;
        }
    }
}

/// Product ids that are charges by their own words or by their product's name.
fn charges(mapping: &mut Mapping, guess: &mut Guess, sample: &Sample) {
    let place = |target: &Target| guess.columns.iter().position(|column| column.target == *target);
    let name = place(&Target::ProductName);
    let Some(id) = place(&Target::ProductId).or(name) else { return };
    let charges: Vec<String> = CHARGES.iter().map(|word| names::key(word)).collect();
    let is_charge = |text: Option<&String>| text.is_some_and(|text| charges.contains(&names::key(text)));
    let found: BTreeSet<&str> = sample
        .rows
        .iter()
        .filter(|row| is_charge(row.get(id)) || is_charge(name.and_then(|name| row.get(name))))
        .filter_map(|row| row.get(id))
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    if found.is_empty() {
        return;
    }
    let pattern = found.iter().map(|text| regex::escape(text)).collect::<Vec<_>>().join("|");
    let listed = found.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    guess.questions.push(Question {
        code: "charges".to_owned(),
        text: format!("Are these charges rather than products: {listed}?"),
        column: Some(sample.header[id].clone()),
        assumed: "charges".to_owned(),
        others: vec!["products".to_owned()],
    });
    mapping.rules.charge_products = Some(pattern);
}
