//! Mappings are kept as TOML, found again by header, and checked before they are carried out.

use crate::support::{Folder, in_a_line, look_at};
use vihje_intake::{LookOptions, Origin, SavedMapping, check, fingerprint};
use vihje_model::import::{Constant, Mapping, OnlyWhere, Target};

const SALES: &str =
    "order_id,date,customer_id,sku,qty,amount\n1,2024-01-05,a,p,1,5.00\n2,2024-01-06,b,q,2,6.00\n";

fn mapping() -> Mapping {
    let folder = Folder::new();
    look_at(&folder.file("sales.csv", SALES), &LookOptions::default()).unwrap().mapping.unwrap()
}

#[test]
fn a_mapping_comes_back_from_toml_and_from_json_as_it_was() {
    let mut mapping = mapping();
    mapping.rules.only = Some(OnlyWhere { column: "qty".to_owned(), values: vec!["1".to_owned()] });
    mapping.rules.charge_products = Some(r"POST|gift_\d+".to_owned());
    mapping.rules.rates.insert("SEK".parse().unwrap(), "0.089".parse().unwrap());
    mapping.columns[4].target = Target::CustomerAttribute("size".to_owned());
    let saved = SavedMapping::new("our till", mapping);
    let text = saved.to_toml().unwrap();
    assert_eq!(SavedMapping::from_toml(&text).unwrap(), saved, "{text}");
    let json = serde_json::to_string(&saved).unwrap();
    assert_eq!(serde_json::from_str::<SavedMapping>(&json).unwrap(), saved);
}

#[test]
fn a_broken_mapping_file_tells_its_line() {
    let problem = SavedMapping::from_toml("name = \"x\"\nfingerprint = 5\n").unwrap_err();
    assert_eq!((problem.code.as_str(), problem.place.line), ("mapping-unreadable", Some(2)));
}

#[test]
fn a_saved_mapping_is_used_for_the_next_file_with_its_header() {
    let mut mapping = mapping();
    mapping.columns[5].target = Target::UnitPrice;
    let options =
        LookOptions { saved: vec![SavedMapping::new("our till", mapping.clone())], ..LookOptions::default() };
    let folder = Folder::new();
    let looked =
        look_at(&folder.file("february.csv", SALES.replace("2024-01", "2024-02")), &options).unwrap();
    assert_eq!(looked.origin, Origin::Saved("our till".to_owned()));
    assert_eq!(looked.mapping, Some(mapping));
    let other = look_at(&folder.file("other.csv", SALES.replace("sku", "ean")), &options).unwrap();
    assert_eq!(other.origin, Origin::Guess);
}

#[test]
fn headers_that_read_alike_have_one_fingerprint() {
    let print =
        |names: &[&str]| fingerprint(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(print(&["Order ID", "date"]), print(&["DATE", "order_id"]));
    assert_ne!(print(&["order_id", "date"]), print(&["order_id", "day"]));
}

#[test]
fn every_fault_of_a_mapping_has_its_code() {
    type Change = fn(&mut Mapping);
    let faults: &[(&str, Change)] = &[
        ("target-missing", |m| m.columns[1].target = Target::Ignore),
        ("target-missing", |m| m.columns[3].target = Target::Ignore),
        ("target-missing", |m| m.columns[5].target = Target::Quantity),
        ("target-used-twice", |m| m.columns[0].target = Target::ProductId),
        ("target-used-twice", |m| {
            m.constants.push(Constant { target: Target::Amount, value: "1".to_owned() })
        }),
        ("target-not-allowed", |m| m.columns[4].target = Target::Audience),
        ("level-out-of-range", |m| m.columns[4].target = Target::Level(5)),
        ("column-missing", |m| {
            m.rules.only = Some(OnlyWhere { column: "stage".to_owned(), values: vec!["Won".to_owned()] });
        }),
        ("column-missing", |m| {
            m.constants.push(Constant { target: Target::CustomerName, value: "{first} x".to_owned() });
        }),
        ("rule-keeps-nothing", |m| {
            m.rules.only = Some(OnlyWhere { column: "sku".to_owned(), values: Vec::new() });
        }),
        ("bad-pattern", |m| m.rules.charge_products = Some("POST|(".to_owned())),
        ("bad-pattern", |m| m.rules.return_orders = Some("[".to_owned())),
        ("bad-time-zone", |m| m.time_zone = "Europe/Helsingfors".to_owned()),
        ("bad-date-format", |m| m.date_format = "%Q".to_owned()),
        ("bad-date-format", |m| m.date_format = "%H:%M".to_owned()),
        ("bad-currency", |m| {
            m.constants.push(Constant { target: Target::Currency, value: "euro".to_owned() });
        }),
        ("bad-rate", |m| {
            m.rules.rates.insert("SEK".parse().unwrap(), "0".parse().unwrap());
        }),
    ];
    assert_eq!(check(&mapping()), []);
    for (code, change) in faults {
        let mut mapping = mapping();
        change(&mut mapping);
        let codes: Vec<String> = check(&mapping).into_iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&(*code).to_owned()), "{code} not among {codes:?}: {}", in_a_line(&mapping));
    }
}

#[test]
fn every_way_of_writing_dates_that_is_guessed_passes_the_check() {
    for format in [
        "%d.%m.%Y",
        "%d.%m.%Y klo %H.%M",
        "%m/%d/%y %I:%M %p",
        "%Y-%m-%d %H:%M:%S %z",
        "%b %d, %Y",
        "%Y%m%d",
        "",
    ] {
        let mut mapping = mapping();
        mapping.date_format = format.to_owned();
        assert_eq!(check(&mapping), [], "{format}");
    }
}

#[test]
fn two_discounts_and_a_date_beside_a_time_are_no_fault() {
    let mut mapping = mapping();
    mapping.columns[0].target = Target::At;
    mapping.columns[2].target = Target::Discount;
    mapping.columns[4].target = Target::Discount;
    assert_eq!(check(&mapping), []);
}

#[test]
fn the_mapping_file_in_the_guide_is_read() {
    let guide = include_str!("../../../../docs/guide/import.md");
    let (_, rest) = guide.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let saved = SavedMapping::from_toml(example).unwrap();
    assert_eq!(saved.mapping.columns[2].target, Target::Level(1));
    assert_eq!(saved.mapping.rules.rates.len(), 1);
}
