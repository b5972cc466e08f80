//! What the rows are: for each kind, how much of what it needs the columns hold, and what speaks against it.

use super::columns::{Table, assign};
use super::words;
use crate::looked::ColumnGuess;
use vihje_model::import::RecordKind::{self, Campaigns, Customers, Exposures, Products, Sales, TouchPoints};
use vihje_model::import::Target;

/// All kinds, in the order in which equal scores are decided.
const KINDS: [RecordKind; 6] = [Sales, Customers, Products, Campaigns, TouchPoints, Exposures];

/// One kind with its columns and score.
pub(crate) struct Scored {
    /// The kind.
    pub(crate) kind: RecordKind,
    /// How sure, 0 to 1.
    pub(crate) score: f64,
    /// What its columns would be.
    pub(crate) columns: Vec<ColumnGuess>,
}

/// All kinds, the likeliest first.
pub(crate) fn rank(table: &Table<'_>, file: &str) -> Vec<Scored> {
    let hint = words::kind_of_file(file);
    let mut ranked: Vec<Scored> = KINDS
        .into_iter()
        .map(|kind| {
            let columns = assign(table, kind);
            let score = score(table, kind, &columns) + if hint == Some(kind) { 0.2 } else { 0.0 };
            Scored { kind, score, columns }
        })
        .collect();
    // By the whole score: of two that are more than sure the file's name still decides.
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    ranked.iter_mut().for_each(|scored| scored.score = scored.score.min(1.0));
    ranked
}

/// The columns a kind holds, by how sure they are.
struct Held<'a> {
    table: &'a Table<'a>,
    columns: &'a [ColumnGuess],
}

impl Held<'_> {
    /// The surest of these targets.
    fn any(&self, targets: &[Target]) -> f64 {
        let sure = self.columns.iter().filter(|column| targets.contains(&column.target));
        sure.map(|column| column.confidence).fold(0.0, f64::max)
    }

    fn has(&self, targets: &[Target]) -> bool {
        self.any(targets) > 0.0
    }

    /// One when the column of this target has no value twice.
    fn unique(&self, targets: &[Target]) -> f64 {
        let found = self.columns.iter().position(|column| targets.contains(&column.target));
        found.map_or(0.0, |at| if self.table.profiles[at].is_unique() { 1.0 } else { 0.0 })
    }

    /// How well some column's name means one of these targets in this kind of file.
    fn named(&self, kind: RecordKind, targets: &[Target]) -> f64 {
        if !self.table.header {
            return 0.0;
        }
        let meanings = self.table.names.iter().flat_map(|name| words::meanings(name, kind));
        meanings.filter(|(target, _)| targets.contains(target)).map(|(_, score)| score).fold(0.0, f64::max)
    }

    /// True when a column names goods and no other tells what happened or what about: of such rows each is a purchase.
    fn of_goods(&self) -> bool {
        let said = |name: &str, kind, targets: &[Target]| {
            let meanings = words::meanings(name, kind).into_iter();
            meanings
                .filter(|(target, _)| targets.contains(target))
                .map(|(_, score)| score)
                .fold(0.0, f64::max)
                >= 0.9
        };
        let told = |name: &String| said(name, TouchPoints, &[Target::Subject]);
        let goods =
            |name: &String| said(name, Sales, &[Target::ProductId, Target::ProductName]) && !told(name);
        self.table.header
            && self.table.names.iter().any(goods)
            && !self.table.names.iter().any(|name| told(name) || words::says_happened(name))
    }

    /// True when some column's name is one of these phrases.
    fn tells(&self, phrases: &str) -> bool {
        self.table.header && self.table.names.iter().any(|name| words::says(name, phrases))
    }

    fn described(&self) -> f64 {
        let describing = self.columns.iter().filter(|column| words::describes(&column.name) >= 0.6).count();
        (describing as f64 / 3.0).min(1.0)
    }
}

fn score(table: &Table<'_>, kind: RecordKind, columns: &[ColumnGuess]) -> f64 {
    use Target::{
        Amount, At, CampaignCost, CampaignId, CampaignName, CampaignType, Cost, CustomerId, CustomerName,
        Email, Ends, Level, OrderId, Phone, Price, ProductId, ProductName, Quantity, Starts, Stock, Subject,
        Touch, UnitPrice,
    };
    let held = Held { table, columns };
    let who = [CustomerId, Email, CustomerName];
    let money = [Amount, UnitPrice];
    let strong = |score: f64| if score >= 0.75 { 1.0 } else { score };
    match kind {
        Sales => {
            let parts = 3.0 * held.any(&[At])
                + 3.0 * held.any(&money)
                + 2.0 * held.any(&[ProductId, ProductName])
                + held.any(&[Quantity])
                + held.any(&[OrderId])
                + 1.5 * held.any(&who);
            // Who bought which goods when is a sale that lacks its amount.
            let lacking = held.of_goods() && (held.has(&who) || held.has(&[OrderId]));
            let needed = match held.has(&[At]) {
                true if held.has(&money) || held.has(&[Quantity]) => 1.0,
                true if lacking => 0.9,
                _ => 0.3,
            };
            let report = if held.tells(words::REACH) { 0.5 } else { 1.0 };
            needed * report * parts / 10.0
        }
        Customers => {
            let parts = 2.5 * strong(held.any(&[CustomerId]).max(held.any(&[Email])))
                + 2.0 * held.any(&[CustomerName])
                + 1.5 * held.any(&[Email])
                + held.any(&[Phone])
                + 2.5 * held.described()
                + 1.5
                    * held.unique(&[CustomerId]).max(held.unique(&[Email])).max(held.unique(&[CustomerName]));
            let goods = held.named(Sales, &[ProductId, ProductName, Quantity, UnitPrice]) >= 0.9
                && held.named(Customers, &[CustomerId, Email]) < 0.95;
            // A list of customers may say what each has bought; the number of an order it never has.
            let sale = held.named(Sales, &[OrderId]) >= 0.95
                || held.tells(words::BOUGHT)
                || (held.named(Sales, &[Amount]) >= 0.9 && held.unique(&[CustomerId]) < 1.0);
            let effort = held.named(Exposures, &[CampaignId]) >= 0.9 && held.described() < 0.5;
            parts / 9.0 * if goods || sale || effort { 0.4 } else { 1.0 }
        }
        Products => {
            let parts = 3.0 * strong(held.any(&[ProductId]).max(held.any(&[ProductName])))
                + 1.5 * held.any(&[ProductName])
                + 1.5 * held.any(&[Price])
                + 1.5 * held.any(&[Level(1)])
                + held.any(&[Cost]).max(held.any(&[Stock]))
                + 1.5 * held.unique(&[ProductId]).max(held.unique(&[ProductName]));
            let bought = held.named(Sales, &[OrderId, Target::At]) >= 0.9
                || held.named(Sales, &[CustomerId, Email]) >= 0.9;
            let goods =
                held.named(Sales, &[ProductId, ProductName]).max(held.named(Products, &[Price, Stock, Cost]));
            let effort = held.named(Exposures, &[CampaignId]) >= 0.9 && held.named(Sales, &[ProductId]) < 0.9;
            let other = bought || effort || held.tells(words::REACH);
            parts / 8.5 * if other { 0.4 } else { 1.0 } * if goods < 0.9 { 0.5 } else { 1.0 }
        }
        Campaigns => {
            let parts = 3.0 * strong(held.any(&[CampaignId]).max(held.any(&[CampaignName])))
                + 2.5 * held.any(&[Starts])
                + 2.0 * held.any(&[Ends])
                + held.any(&[CampaignType])
                + held.any(&[CampaignCost]);
            let reached = held.named(Exposures, &[CustomerId]) >= 0.9;
            let effort =
                held.named(Exposures, &[CampaignId]) >= 0.9 || held.has(&[Ends]) || held.tells(words::REACH);
            parts / 8.5 * if reached { 0.3 } else { 1.0 } * if effort { 1.0 } else { 0.4 }
        }
        Exposures => {
            let parts = 4.0 * held.any(&[CampaignId]) + 4.0 * held.any(&[CustomerId]) + held.any(&[At]);
            let more = held.named(Sales, &[Amount, ProductId, UnitPrice]) >= 0.9 || held.described() > 0.9;
            let touch = held.named(TouchPoints, &[Touch, Subject]) >= 0.9;
            let needed = held.has(&[CampaignId]) && held.has(&[CustomerId]);
            parts / 8.5 * if needed { 1.0 } else { 0.2 } * if more || touch { 0.5 } else { 1.0 }
        }
        TouchPoints => {
            let parts = 2.5 * held.any(&[CustomerId])
                + 2.5 * held.any(&[At])
                + 2.5 * held.any(&[Touch])
                + 1.5 * held.any(&[Subject]);
            let money = held.named(Sales, &[Amount, UnitPrice]) >= 0.9 || held.of_goods();
            let needed = held.has(&[CustomerId]) && held.has(&[At]) && held.has(&[Touch, Subject]);
            parts / 8.5 * if needed { 1.0 } else { 0.3 } * if money { 0.5 } else { 1.0 }
        }
    }
}
