//! What programs read: names that stay, numbers that are numbers, days that are days.

use crate::program::Folder;
use crate::stories::sales;
use std::collections::BTreeMap;

/// Columns that hold words; every other one holds numbers or nothing.
const WORDS: &[&str] = &[
    "level",
    "a",
    "b",
    "evidence",
    "customer_id",
    "customer",
    "state",
    "currency",
    "basis",
    "rfm",
    "item",
    "import",
    "file",
    "imported_by",
];
const DAYS: &[&str] = &["last_order", "next_expected"];
/// Columns that hold probabilities and shares.
const SHARES: &[&str] = &["share", "p", "q", "p_alive"];

type Rows = Vec<BTreeMap<String, String>>;

fn read(text: &str) -> (Vec<String>, Rows) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.deserialize().collect::<Result<_, _>>().expect("rows");
    (names, rows)
}

fn number(row: &BTreeMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap_or_else(|_| panic!("{name} is \"{}\"", row[name]))
}

fn check(names: &[String], rows: &Rows) {
    let snake =
        |name: &String| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    assert!(names.iter().all(snake), "{names:?}");
    assert!(!rows.is_empty(), "{names:?}");
    for (name, value) in rows.iter().flatten().filter(|(_, value)| !value.is_empty()) {
        let name = name.as_str();
        if WORDS.contains(&name) {
            continue;
        }
        if DAYS.contains(&name) {
            assert!(value.parse::<jiff::civil::Date>().is_ok() && value.len() == 10, "{name} is \"{value}\"");
        } else if name == "imported_at" {
            assert!(value.parse::<jiff::Timestamp>().is_ok(), "{name} is \"{value}\"");
        } else {
            let number: f64 = value.parse().unwrap_or_else(|_| panic!("{name} is \"{value}\""));
            assert!(!SHARES.contains(&name) || (0.0..=1.0).contains(&number), "{name} is {number}");
        }
    }
}

#[test]
fn lists_for_programs_are_plain() {
    let folder = Folder::new();
    folder.file("sales.csv", &sales());
    assert!(folder.run(&["import", "sales.csv"]).success);
    for analysis in ["patterns", "decline", "value", "replenishment"] {
        let printed = folder.run(&["analyse", analysis, "--csv", "--top", "1000"]);
        assert!(printed.success, "{}", printed.notes);
        // The last orders are of that month, and no day after them is told.
        assert!(printed.notes.contains("True as of 2024-12-"), "{}", printed.notes);
        let (names, rows) = read(&printed.text);
        check(&names, &rows);
        let money =
            ["value_at_risk", "sales", "worth"].iter().any(|name| names.iter().any(|known| known == name));
        assert!(!money || rows.iter().all(|row| row["currency"] == "EUR"), "{names:?}");
        if ["decline", "value"].contains(&analysis) {
            // Nothing tells what the products cost.
            assert!(!rows.is_empty() && rows.iter().all(|row| row["basis"] == "sales"), "{names:?}");
        }
    }
    let imports = folder.run(&["import", "--list", "--csv"]);
    let (names, rows) = read(&imports.text);
    check(&names, &rows);
    assert!(number(&rows[0], "added") > 1_000.0, "a number beyond a thousand has no separator");
}

#[test]
fn a_lift_lies_within_the_interval_beside_it_and_what_is_not_clear_says_so() {
    let folder = Folder::new();
    let made = folder.run(&["simulate", "company", "--customers", "300", "--lines", "20000", "--seed", "5"]);
    assert!(made.success, "{}", made.notes);
    assert!(folder.run(&["import", "company"]).success);
    let mut sides = Vec::new();
    for side in [&["--csv"][..], &["--csv", "--below"][..]] {
        let args = [&["analyse", "patterns", "--level", "1", "--top", "100000"][..], side].concat();
        let printed = folder.run(&args);
        assert!(printed.success, "{}", printed.notes);
        for row in read(&printed.text).1 {
            let lift = number(&row, "observed_lift");
            let (low, high) = (number(&row, "observed_lift_low"), number(&row, "observed_lift_high"));
            assert!((low..=high).contains(&lift), "{row:?}");
            assert!(((number(&row, "n_ab") / number(&row, "expected_n_ab")) - lift).abs() < 1e-9, "{row:?}");
            assert!(number(&row, "shrunk_lift") > 0.0, "{row:?}");
            assert_eq!(row["evidence"] != "unclear", number(&row, "q") <= 0.05, "{row:?}");
            sides.push(row["evidence"].clone());
        }
    }
    assert!(
        !sides.is_empty() && sides.iter().all(|side| ["above", "below", "unclear"].contains(&side.as_str()))
    );
}

#[test]
fn a_day_asked_for_is_the_day_that_is_told() {
    let folder = Folder::new();
    folder.file("sales.csv", &sales());
    assert!(folder.run(&["import", "sales.csv"]).success);
    let told = |args: &[&str]| {
        let ran = folder.run(args);
        assert!(ran.success, "{}", ran.notes);
        let day = ran.notes.split("True as of ").nth(1).and_then(|rest| rest.split(';').next());
        (ran.text.clone(), day.expect("the day is told").to_owned())
    };
    let last = folder.query("SELECT max(sold_at)::DATE AS day FROM sale_lines");
    let (rows, day) = told(&["analyse", "decline"]);
    assert_eq!(last[0]["day"], *day);
    assert_eq!(told(&["analyse", "decline", "--as-of", &day]), (rows, day));
}
