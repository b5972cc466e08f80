//! Whatever is taken back, and in whatever order, the history is as if it had never come.

use crate::support::*;
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use vihje_history::StageOptions;
use vihje_model::fact::{Exposure, LineKind, SaleLine};
use vihje_model::import::{Constant, Outcome, Plan, RecordKind, Target};
use vihje_model::{Currency, Envelope, Fact, Money};

/// A row of a file: four small numbers, so that files overlap and repeat themselves.
type Row = (u8, u8, u8, u8);
type Rows = Vec<Row>;

#[derive(Debug, Clone)]
enum Step {
    /// An import of one or two files of a kind.
    Import(RecordKind, Vec<Rows>),
    /// Facts that come by the ledger.
    Ledger(Rows),
    /// Takes back the import of the step with this number, counted around.
    Undo(usize),
}

fn rows() -> impl Strategy<Value = Rows> {
    vec((0..3_u8, 0..3_u8, 0..2_u8, 0..3_u8), 1..9)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let kinds = prop_oneof![
        5 => Just(RecordKind::Sales),
        1 => Just(RecordKind::Customers),
        1 => Just(RecordKind::Products),
        1 => Just(RecordKind::Exposures),
        1 => Just(RecordKind::TouchPoints),
    ];
    let step = prop_oneof![
        5 => (kinds, vec(rows(), 1..3)).prop_map(|(kind, files)| Step::Import(kind, files)),
        1 => rows().prop_map(Step::Ledger),
        3 => any::<usize>().prop_map(Step::Undo),
    ];
    vec(step, 2..9)
}

/// Columns of a kind of file, and a row as its line.
type Shape<'a> = (&'a [(&'a str, Target)], fn(&Row) -> String);

fn file(home: &Home, name: &str, kind: RecordKind, rows: &Rows) -> Plan {
    let (columns, line): Shape<'_> = match kind {
        RecordKind::Sales => (
            &[
                ("order", Target::OrderId),
                ("customer", Target::CustomerId),
                ("product", Target::ProductId),
                ("at", Target::At),
                ("quantity", Target::Quantity),
                ("amount", Target::Amount),
                ("store", Target::Store),
            ],
            // Nobody's lines too; the store is no part of what makes lines the same.
            |(a, b, c, d)| {
                let customer = if *b == 0 { String::new() } else { format!("c{b}") };
                format!("o{a},{customer},p{c},2025-03-0{},1,3.50,s{d}", a + 1)
            },
        ),
        RecordKind::Customers => (
            &[("id", Target::CustomerId), ("name", Target::CustomerName), ("city", attribute("city"))],
            |(a, b, c, _)| format!("c{b},{},t{c}", if *a == 0 { String::new() } else { format!("n{a}") }),
        ),
        RecordKind::Products => {
            (&[("id", Target::ProductId), ("level", Target::Level(1))], |(a, _, c, _)| {
                format!("p{c},{}", if *a == 0 { String::new() } else { format!("l{a}") })
            })
        }
        RecordKind::Exposures => (
            &[("campaign", Target::CampaignId), ("customer", Target::CustomerId), ("at", Target::At)],
            |(a, b, _, _)| format!("k{a},c{b},2025-03-01"),
        ),
        _ => (
            &[("customer", Target::CustomerId), ("at", Target::At), ("subject", Target::Subject)],
            |(a, b, _, _)| format!("c{b},2025-03-0{},offer", a + 1),
        ),
    };
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut text = names.join(",") + "\n";
    rows.iter().for_each(|row| writeln!(text, "{}", line(row)).unwrap());
    plan(&home.write(name, text), kind, columns)
}

fn attribute(name: &str) -> Target {
    Target::CustomerAttribute(name.to_owned())
}

fn facts(offset: u64, rows: &Rows) -> Vec<(u64, Envelope)> {
    let fact = |(a, b, c, d): &Row| {
        let at = format!("2025-03-0{}", a + 1).parse().unwrap();
        if *d == 2 {
            let (campaign, customer) = (format!("k{a}"), format!("c{b}"));
            return Fact::Exposure(Exposure { campaign, customer, at: Some("2025-03-01".parse().unwrap()) });
        }
        Fact::SaleLine(SaleLine {
            customer: (*b > 0).then(|| format!("c{b}")),
            product: format!("p{c}"),
            order: Some(format!("o{a}")),
            at,
            line: LineKind::Sale,
            quantity: Decimal::ONE,
            amount: Money { amount: Decimal::new(350, 2), currency: Currency::EUR },
            discount: None,
            store: None,
            sales_person: None,
        })
    };
    let told = |(at, row)| {
        let envelope = Envelope { message_id: format!("m{at}"), received_at: now(), fact: fact(row) };
        (at, envelope)
    };
    (offset..).zip(rows).map(told).collect()
}

/// Does the steps, those named left out, and tells what is then known.
fn done(steps: &[Step], without: &BTreeSet<usize>) -> Vec<Vec<String>> {
    let home = Home::new();
    for (number, step) in steps.iter().enumerate().filter(|(number, _)| !without.contains(number)) {
        match step {
            Step::Import(kind, files) => {
                for (part, rows) in files.iter().enumerate() {
                    let plan = file(&home, &format!("{number}-{part}.csv"), *kind, rows);
                    home.import(&plan, &format!("i{number}"));
                }
            }
            Step::Ledger(rows) => {
                home.history.flush(&facts(number as u64 * 100 + 1, rows)).unwrap();
            }
            Step::Undo(which) => {
                home.history.undo(&format!("i{which}"), now()).unwrap();
            }
        }
    }
    assert_eq!(home.history.check().unwrap(), [], "the doctor is content");
    [
        "SELECT customer, product, sold_at, quantity, amount, order_id, store, import_id FROM sale_lines ORDER BY ALL",
        "SELECT id, name, attributes FROM customers ORDER BY ALL",
        "SELECT id, level_1, described FROM products ORDER BY ALL",
        "SELECT * FROM exposures ORDER BY ALL",
        "SELECT customer, happened_at, subject, import_id FROM touch_points ORDER BY ALL",
        "SELECT import_id, part, added, known FROM imports
         WHERE undone_at IS NULL AND kind IN ('sales', 'exposures', 'touch_points') ORDER BY ALL",
    ]
    .map(|sql| home.ask(sql))
    .to_vec()
}

/// The same steps where each undo names an import that is there, and the numbers of all that is taken back and its undos.
fn settled(steps: Vec<Step>) -> (Vec<Step>, BTreeSet<usize>) {
    let (mut told, mut there, mut gone) = (Vec::new(), Vec::new(), BTreeSet::new());
    for step in steps {
        match step {
            Step::Undo(_) if there.is_empty() => continue,
            Step::Undo(any) => {
                let which = there.remove(any % there.len());
                gone.extend([which, told.len()]);
                told.push(Step::Undo(which));
            }
            other => {
                if matches!(other, Step::Import(..)) {
                    there.push(told.len());
                }
                told.push(other);
            }
        }
    }
    (told, gone)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_back_has_never_been(steps in steps()) {
        let (steps, gone) = settled(steps);
        prop_assert_eq!(done(&steps, &BTreeSet::new()), done(&steps, &gone));
    }
}

#[test]
fn the_last_row_of_a_file_holds_even_when_the_history_said_so_before() {
    let home = Home::new();
    let columns = [("id", Target::CustomerId), ("city", attribute("city"))];
    let first = home.write("a.csv", "id,city\nc1,Turku\n");
    let second = home.write("b.csv", "id,city\nc1,Oulu\nc1,Turku\n");
    home.import(&plan(&first, RecordKind::Customers, &columns), "i1");
    assert_eq!(home.import(&plan(&second, RecordKind::Customers, &columns), "i2").added, 2);
    assert_eq!(home.ask("SELECT attributes FROM customers"), [r#"{"city":"Turku"}"#]);
}

#[test]
fn a_later_file_keeps_what_an_earlier_one_told_before_it() {
    let home = Home::new();
    let line = "o1,anna,tea,2025-03-01 10:00:00,2,7.00\n";
    let first = home.write("a.csv", format!("{HEADER}{line}o2,ben,cup,2025-03-02,1,4.50\n"));
    let second = home.write("b.csv", format!("{HEADER}{line}{line}o3,ben,tea,2025-03-09,1,3.50\n"));
    home.import(&sales(&first), "i1");
    assert_eq!(home.import(&sales(&second), "i2").known, 1);
    home.history.undo("i1", now()).unwrap();
    let shown = "SELECT order_id, customer, product, import_id FROM sale_lines ORDER BY ALL";
    assert_eq!(home.ask(shown), ["o1|anna|tea|i2", "o1|anna|tea|i2", "o3|ben|tea|i2"]);
    assert_eq!(home.ask("SELECT id FROM products ORDER BY id"), ["tea"]);
    assert_eq!(home.ask("SELECT added, known FROM imports WHERE import_id = 'i2'"), ["3|0"]);
    assert_eq!(home.history.undo("i2", now()).unwrap().rows, 3);
    assert_eq!(home.ask("SELECT count(*) FROM sale_lines"), ["0"]);
    assert_eq!(home.ask("SELECT count(*) FROM customers"), ["0"]);
}

#[test]
fn what_became_of_a_file_is_told_again_when_its_lines_are_its_own() {
    let home = Home::new();
    let early = "o1,anna,tea,2025-03-01,2,7.00\no1,anna,tea,2025-03-02,-1,-3.50\n";
    let late = "o2,,cup,2025-03-09,1,4.50\n";
    let first = home.write("a.csv", format!("{HEADER}{early}"));
    let second = home.write("b.csv", format!("{HEADER}{early}{late}"));
    let third = home.write("c.csv", format!("{HEADER}{early}{late}"));
    home.import(&sales(&first), "i1");
    let told = home.import(&sales(&second), "i2");
    assert_eq!((told.added, told.known, told.returns, told.anonymous), (1, 2, 0, 1));
    home.import(&sales(&third), "i3");
    let stands = |import: &str| {
        let mut imports = home.history.imports().unwrap().into_iter();
        imports.find(|record| record.outcome.import == import).unwrap().outcome
    };
    let whole = |outcome: &Outcome| (outcome.added, outcome.known, outcome.returns, outcome.anonymous);
    let span = |outcome: &Outcome| (outcome.first, outcome.last);
    let days = (Some("2025-03-01".parse().unwrap()), Some("2025-03-09".parse().unwrap()));
    home.history.undo("i1", now()).unwrap();
    assert_eq!((whole(&stands("i2")), span(&stands("i2"))), ((3, 0, 1, 1), days));
    assert_eq!((whole(&stands("i3")), span(&stands("i3"))), ((0, 3, 0, 0), (None, None)));
    home.history.undo("i2", now()).unwrap();
    assert_eq!((whole(&stands("i3")), span(&stands("i3"))), ((3, 0, 1, 1), days));
}

#[test]
fn of_files_of_customers_that_say_the_same_the_first_one_there_has_brought_it() {
    let home = Home::new();
    let columns = [("id", Target::CustomerId), ("city", attribute("city"))];
    for import in ["i1", "i2", "i3"] {
        let file = home.write(&format!("{import}.csv"), "id,city\nc1,Turku\nc2,Oulu\n");
        home.import(&plan(&file, RecordKind::Customers, &columns), import);
    }
    let counts = "SELECT import_id, added, known FROM imports WHERE undone_at IS NULL ORDER BY ALL";
    assert_eq!(home.ask(counts), ["i1|2|0", "i2|0|2", "i3|0|2"]);
    home.history.undo("i1", now()).unwrap();
    assert_eq!(home.ask(counts), ["i2|2|0", "i3|0|2"]);
    home.history.undo("i2", now()).unwrap();
    assert_eq!(home.ask(counts), ["i3|2|0"]);
    let cities = home.ask("SELECT id, attributes FROM customers ORDER BY id");
    assert_eq!(cities, [r#"c1|{"city":"Turku"}"#, r#"c2|{"city":"Oulu"}"#]);
    assert_eq!(home.history.undo("i3", now()).unwrap().rows, 2);
    assert_eq!(home.ask("SELECT count(*) FROM customers"), ["0"]);
}

fn pounds_sterling() -> Currency {
    "GBP".parse().unwrap()
}

#[test]
fn after_the_last_sales_are_taken_back_the_next_decide_the_currency() {
    let home = Home::new();
    let path = home.write("a.csv", format!("{HEADER}o1,anna,tea,2025-03-01,1,7.00\n"));
    let pounds = StageOptions::new(now(), pounds_sterling());
    let staged = home.history.stage(&sales(&path), &pounds).unwrap();
    home.history.commit(staged, "i1").unwrap();
    assert_eq!(home.history.currency().unwrap(), Some(pounds_sterling()));
    let mut euros = sales(&path);
    euros.mapping.constants.push(Constant { target: Target::Currency, value: "EUR".to_owned() });
    let staged = home.history.stage(&euros, &pounds).unwrap();
    assert_eq!(staged.outcome().rejected, 1);
    home.history.commit(staged, "i2").unwrap();
    let rejected = home.history.rejected_rows("i2", 0, 1).unwrap();
    assert_eq!(rejected[0].reason, "There is no rate from EUR to GBP; add it to the mapping.");
    home.history.undo("i1", now()).unwrap();
    assert_eq!(home.history.currency().unwrap(), None);
}
