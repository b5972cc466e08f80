//! What each column becomes, given the kind of record: the name's meaning weighed by what the values look like.

use super::words;
use crate::check::allowed;
use crate::looked::ColumnGuess;
use crate::names;
use crate::profile::Profile;
use vihje_model::import::{RecordKind, Target};

/// Below this a name or content says too little.
const ENOUGH: f64 = 0.4;
/// From here on a name is plain: some bad values do not speak against it, their rows are rejected one by one.
const PLAIN: f64 = 0.9;
/// With this few numbers, or dates, nothing can be told from their all being wrong.
const FEW: usize = 3;
/// See [`FEW`].
const FEW_DATES: usize = 10;
/// Product levels that are kept.
const LEVELS: usize = 4;

/// One possible meaning of one column.
struct Candidate {
    column: usize,
    target: Target,
    score: f64,
    reason: String,
}

/// The columns of a file with their values' profiles.
pub(crate) struct Table<'a> {
    /// Names in the file's order.
    pub(crate) names: &'a [String],
    /// One for each name.
    pub(crate) profiles: &'a [Profile],
    /// False when the names are ours and say nothing.
    pub(crate) header: bool,
}

/// Assigns every column a target of this kind; each target once, the surest first.
pub(crate) fn assign(table: &Table<'_>, kind: RecordKind) -> Vec<ColumnGuess> {
    let mut candidates = candidates(table, kind);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.column.cmp(&b.column)));
    let mut guesses: Vec<Option<ColumnGuess>> = vec![None; table.names.len()];
    let mut taken: Vec<Target> = Vec::new();
    for candidate in candidates {
        let repeatable = matches!(candidate.target, Target::Discount);
        let free = guesses[candidate.column].is_none() && (repeatable || !taken.contains(&candidate.target));
        if free && candidate.score >= ENOUGH {
            taken.push(candidate.target.clone());
            let at = candidate.column;
            guesses[at] = Some(named(table, candidate));
        }
    }
    order_total(&mut guesses);
    time_of_day(table, &mut guesses);
    levels(table, kind, &mut guesses);
    let guesses = guesses.into_iter().enumerate();
    guesses.map(|(at, guess)| guess.unwrap_or_else(|| rest(table, at, kind))).collect()
}

fn named(table: &Table<'_>, candidate: Candidate) -> ColumnGuess {
    ColumnGuess {
        name: table.names[candidate.column].clone(),
        target: candidate.target,
        confidence: candidate.score.min(1.0),
        reason: candidate.reason,
        examples: table.profiles[candidate.column].examples.clone(),
    }
}

fn candidates(table: &Table<'_>, kind: RecordKind) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (column, (name, profile)) in table.names.iter().zip(table.profiles).enumerate() {
        if table.header {
            let describes = words::describes(name);
            let level = words::level(name).map_or(0.0, |(_, score)| score);
            for (target, likeness) in words::meanings(name, kind) {
                // "annual revenue" is not a sale's amount, "last order date" not when it was sold, "product type" no product.
                let goods = matches!(target, Target::ProductId | Target::ProductName);
                let other = if goods { describes.max(level) } else { describes };
                let likeness = if other > likeness - 0.05 { 0.0 } else { likeness };
                let score = likeness * fit(&target, profile, kind, likeness >= PLAIN);
                candidates.push(Candidate { column, reason: by_name(name, &target, profile), target, score });
            }
        }
        for (target, score, reason) in by_content(profile, kind, table.header) {
            candidates.push(Candidate { column, target, score, reason });
        }
    }
    if !table.header {
        unnamed_ids(table, kind, &mut candidates);
    }
    candidates.retain(|candidate| allowed(kind, &candidate.target));
    candidates
}

/// How well values fit a target, 0 (cannot be) to 1.1 (just so). Under a plain name some of them may be wrong.
fn fit(target: &Target, profile: &Profile, kind: RecordKind, plain: bool) -> f64 {
    if profile.filled == 0 {
        return 0.6;
    }
    let money = profile.is_number() && profile.share(profile.cents) > 0.3;
    let yes = |is: bool| if is { 1.1 } else { 0.0 };
    let few = profile.filled <= FEW;
    match target {
        Target::At | Target::Starts | Target::Ends if profile.is_date() => 1.1,
        Target::At | Target::Starts | Target::Ends if plain && profile.date_number().is_some() => 1.0,
        Target::At | Target::Starts | Target::Ends if plain => mixed(
            profile.share_of_dates(),
            profile.filled <= FEW_DATES && profile.numbers == 0 && profile.times == 0,
        ),
        Target::At | Target::Starts | Target::Ends => 0.0,
        // Discounts that are all between zero and one are shares, not money.
        Target::Discount => yes(profile.is_number() && !is_share(profile)),
        Target::Amount
        | Target::UnitPrice
        | Target::Price
        | Target::Cost
        | Target::CampaignCost
        | Target::Quantity
        | Target::Stock => match profile.is_number() {
            true => 1.1,
            false if plain && !profile.is_date() => mixed(profile.share(profile.numbers), few),
            false => 0.0,
        },
        Target::Email if plain => mixed(profile.share(profile.emails), false),
        Target::Email => yes(profile.is_email()),
        Target::Currency if plain => yes(profile.share(profile.codes) >= 0.6),
        Target::Currency => yes(profile.share(profile.currencies) >= 0.8),
        Target::Phone if profile.is_email() || profile.is_date() => 0.0,
        Target::CustomerId if kind == RecordKind::Customers && !profile.is_unique() => 0.6,
        Target::ProductId if kind == RecordKind::Products && !profile.is_unique() => 0.6,
        Target::CampaignId if kind == RecordKind::Campaigns && !profile.is_unique() => 0.6,
        Target::CustomerId | Target::ProductId | Target::OrderId | Target::CampaignId
            if money || (profile.is_date() && !profile.is_number()) =>
        {
            0.0
        }
        Target::CustomerName
        | Target::ProductName
        | Target::CampaignName
        | Target::Touch
        | Target::Subject
            if profile.is_number() || profile.is_date() || profile.is_email() =>
        {
            0.2
        }
        _ => 1.0,
    }
}

/// Values of which this share is what the name says.
fn mixed(share: f64, few: bool) -> f64 {
    match share {
        share if share >= 0.9 => 1.1,
        share if share >= 0.5 => 1.0,
        share if share >= 0.2 => 0.8,
        share if share > 0.0 => 0.6,
        _ if few => 0.5,
        _ => 0.0,
    }
}

/// Enough values, some above zero, none above one or below zero.
fn is_share(profile: &Profile) -> bool {
    profile.filled >= 30 && profile.largest > 0.0 && profile.largest <= 1.0 && profile.negatives == 0
}

/// The name's word, and what the values add to it.
fn by_name(name: &str, target: &Target, profile: &Profile) -> String {
    let values = match target {
        Target::At | Target::Starts | Target::Ends => " and its values are dates",
        Target::Amount | Target::UnitPrice | Target::Price | Target::Cost | Target::Quantity => {
            " and its values are numbers"
        }
        Target::Email => " and its values are e-mail addresses",
        Target::CustomerId | Target::ProductId if profile.is_unique() => " and each value occurs once",
        Target::CustomerId | Target::ProductId | Target::OrderId => " and its values occur again",
        _ => "",
    };
    format!("The name \"{name}\" says so{values}.")
}

/// What values alone suggest; weak beside a name.
fn by_content(profile: &Profile, kind: RecordKind, header: bool) -> Vec<(Target, f64, String)> {
    let mut found = Vec::new();
    let mut add = |target: Target, score: f64, what: &str| {
        let score = if header { score } else { score + 0.15 };
        found.push((target, score, format!("Its values are {what}.")));
    };
    if profile.filled < 2 {
        return found;
    }
    if profile.is_date() {
        match kind {
            RecordKind::Campaigns => add(Target::Starts, 0.4, "dates"),
            _ => add(Target::At, 0.42, "dates"),
        }
    }
    if profile.is_email() {
        add(Target::Email, 0.55, "e-mail addresses");
    }
    if profile.share(profile.currencies) >= 0.95 {
        add(Target::Currency, 0.5, "currency codes");
    }
    if !header && profile.is_number() && profile.share(profile.cents) > 0.5 {
        add(Target::Amount, 0.4, "numbers with two decimals");
    }
    if !header && profile.share(profile.phones) >= 0.9 {
        add(Target::Phone, 0.4, "telephone numbers");
    }
    found
}

/// Without a header: the first columns that look like ids, in the order that such files mostly have.
fn unnamed_ids(table: &Table<'_>, kind: RecordKind, candidates: &mut Vec<Candidate>) {
    let id = |profile: &Profile| {
        !profile.is_date() && !profile.is_email() && profile.share(profile.cents) < 0.2 && profile.filled > 0
    };
    let small = |profile: &Profile| {
        profile.is_number() && profile.largest < 1000.0 && profile.share(profile.integers) > 0.9
    };
    let is_id = |(at, profile): (usize, &Profile)| id(profile) && !(at > 0 && small(profile));
    let ids = table.profiles.iter().enumerate().filter(|&each| is_id(each)).count();
    let mut wanted = match kind {
        RecordKind::Sales if ids > 2 => vec![Target::ProductId, Target::CustomerId, Target::OrderId],
        RecordKind::Sales => vec![Target::ProductId, Target::CustomerId],
        RecordKind::Customers => vec![Target::CustomerName, Target::CustomerId],
        RecordKind::Products => vec![Target::ProductName, Target::ProductId],
        _ => vec![Target::CustomerId],
    };
    for (column, profile) in table.profiles.iter().enumerate() {
        let (target, what) = match kind {
            RecordKind::Sales if column > 0 && small(profile) => {
                (Some(Target::Quantity), "small whole numbers")
            }
            _ if id(profile) => (wanted.pop(), "texts or whole numbers, like ids"),
            _ => (None, ""),
        };
        if let Some(target) = target {
            candidates.push(Candidate {
                column,
                target,
                score: 0.41,
                reason: format!("Its values are {what}."),
            });
        }
    }
}

/// The total of a whole order is no row's amount where quantity and unit price give that.
fn order_total(guesses: &mut [Option<ColumnGuess>]) {
    let has = |target: Target| guesses.iter().flatten().any(|guess| guess.target == target);
    if !(has(Target::Quantity) && has(Target::UnitPrice)) {
        return;
    }
    for guess in guesses.iter_mut().flatten() {
        if guess.target == Target::Amount && words::is_order_total(&guess.name) {
            guess.target = Target::Ignore;
            guess.reason =
                "It is the total of a whole order; a row's amount is its quantity times its price."
                    .to_owned();
        }
    }
}

/// A column of times of day beside the column of dates belongs to the same moment.
fn time_of_day(table: &Table<'_>, guesses: &mut [Option<ColumnGuess>]) {
    let Some(date) =
        guesses.iter().position(|guess| guess.as_ref().is_some_and(|guess| guess.target == Target::At))
    else {
        return;
    };
    let date_only = table.profiles[date].examples.iter().all(|value| !value.contains(':'));
    let time = (0..guesses.len()).find(|&at| {
        let says = words::meanings(&table.names[at], RecordKind::Sales)
            .iter()
            .any(|(target, score)| *target == Target::At && *score >= 0.6);
        guesses[at].is_none() && table.profiles[at].is_time() && (says || !table.header)
    });
    if let (true, Some(at)) = (date_only, time) {
        let reason = "Its values are times of day, beside the dates.".to_owned();
        guesses[at] = Some(named(table, Candidate { column: at, target: Target::At, score: 0.8, reason }));
    }
}

/// Category columns, from the widest by name, then by how few different values they have.
fn levels(table: &Table<'_>, kind: RecordKind, guesses: &mut [Option<ColumnGuess>]) {
    if !table.header || !matches!(kind, RecordKind::Products | RecordKind::Sales) {
        return;
    }
    let mut found: Vec<(usize, usize, f64)> = (0..guesses.len())
        .filter(|&at| guesses[at].is_none() && !table.profiles[at].is_date())
        .filter_map(|at| words::level(&table.names[at]).map(|(rank, score)| (at, rank, score)))
        .filter(|&(at, rank, score)| {
            // "type" and "segment" on a sale are anything; "group" may be the customer's.
            kind == RecordKind::Products
                || (score >= 0.9 && words::describes(&table.names[at]) < 0.9 && rank < 3)
                || names::words(&table.names[at])
                    .first()
                    .is_some_and(|word| word == "product" || word == "item")
        })
        .collect();
    found.sort_by_key(|&(at, rank, _)| (rank, table.profiles[at].distinct, at));
    for (level, (at, _, score)) in found.into_iter().take(LEVELS).enumerate() {
        let target = Target::Level(u8::try_from(level + 1).unwrap_or(u8::MAX));
        let reason = format!("The name \"{}\" is that of a category.", table.names[at]);
        guesses[at] = Some(named(table, Candidate { column: at, target, score, reason }));
    }
}

/// What a column becomes that no target claims.
fn rest(table: &Table<'_>, at: usize, kind: RecordKind) -> ColumnGuess {
    let name = &table.names[at];
    let attribute = names::words(name).join("_");
    let describes = table.header && words::describes(name) >= 0.6;
    let empty = table.profiles[at].filled == 0;
    let (target, confidence, reason) = match kind {
        _ if empty && !describes => (Target::Ignore, 0.5, "It is empty in the sample."),
        _ if attribute.is_empty() => (Target::Ignore, 0.5, "Its name has no letters."),
        RecordKind::Customers => (Target::CustomerAttribute(attribute), 0.7, "It describes the customer."),
        RecordKind::Sales if describes => {
            (Target::CustomerAttribute(attribute), 0.6, "It describes the customer.")
        }
        RecordKind::Products => (Target::ProductAttribute(attribute), 0.7, "It describes the product."),
        RecordKind::TouchPoints => (Target::TouchAttribute(attribute), 0.6, "It describes the touch-point."),
        _ => (Target::Ignore, 0.5, "Nothing says what it means for this kind of record."),
    };
    named(table, Candidate { column: at, target, score: confidence, reason: reason.to_owned() })
}
