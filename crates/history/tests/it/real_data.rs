//! Real files, with plans written by hand: the figures their sources state.

use crate::support::*;
use std::path::PathBuf;
use vihje_history::{ColumnsQuery, Level};
use vihje_model::import::{Compression, Format, OnlyWhere, Plan, RecordKind, Target};
use vihje_model::{Condition, Purchases};

/// The folder of a data set, or a word on what is missing.
fn data(name: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root = std::env::var("VIHJE_TEST_DATA").unwrap_or_else(|_| beside.to_owned());
    let folder = PathBuf::from(root).join(name);
    if !folder.exists() {
        println!(
            "SKIPPED: {} is not there; set VIHJE_TEST_DATA to the folder of the data sets",
            folder.display()
        );
        return None;
    }
    Some(folder)
}

fn named(path: PathBuf, kind: RecordKind, columns: &[(&str, Target)]) -> Plan {
    plan(&path, kind, columns)
}

fn parquet(path: PathBuf, kind: RecordKind, columns: &[(&str, Target)]) -> Plan {
    Plan { format: Format::Parquet, ..named(path, kind, columns) }
}

/// Lines and items held by at least 25 customers, as the pattern counts are published.
fn held_by_25(purchases: &Purchases) -> (usize, usize) {
    let mut holders = vec![std::collections::HashSet::new(); purchases.items.len()];
    for customer in 0..purchases.customers.len() {
        for line in purchases.lines_of(customer) {
            holders[purchases.item[line] as usize].insert(customer);
        }
    }
    let held: Vec<bool> = holders.iter().map(|holders| holders.len() >= 25).collect();
    let lines = purchases.item.iter().filter(|item| held[**item as usize]).count();
    (lines, held.iter().filter(|held| **held).count())
}

#[test]
fn complete_journey() {
    let Some(folder) = data("completejourney") else { return };
    let home = Home::new();
    let mut products = parquet(
        folder.join("products.parquet"),
        RecordKind::Products,
        &[
            ("product_id", Target::ProductId),
            ("department", Target::Level(1)),
            ("product_category", Target::Level(2)),
            ("product_type", Target::Level(3)),
            ("brand", Target::ProductAttribute("brand".to_owned())),
        ],
    );
    products.mapping.level_names =
        ["department", "product_category", "product_type"].map(str::to_owned).to_vec();
    assert_eq!(home.import(&products, "products").added, 92_331);
    let lines = parquet(
        folder.join("transactions.parquet"),
        RecordKind::Sales,
        &[
            ("household_id", Target::CustomerId),
            ("store_id", Target::Store),
            ("basket_id", Target::OrderId),
            ("product_id", Target::ProductId),
            ("quantity", Target::Quantity),
            ("sales_value", Target::Amount),
            ("transaction_timestamp", Target::At),
        ],
    );
    let outcome = home.import(&lines, "lines");
    assert_eq!(
        (outcome.rows, outcome.added, outcome.rejected, outcome.returns),
        (1_469_307, 1_469_307, 0, 0)
    );
    assert!(outcome.flags.iter().all(|flag| flag.code != "matched-loosely"), "{:?}", outcome.flags);
    let columns = |level| {
        let query = ColumnsQuery { level, as_of: now(), channel: Condition::everybody(), every_line: false };
        home.history.purchases(&query).unwrap()
    };
    // methods.md section 1: lines of 279 categories, and of 1,427 types.
    assert_eq!(held_by_25(&columns(Level::Category(2))), (1_457_608, 279));
    assert_eq!(held_by_25(&columns(Level::Category(3))), (1_449_452, 1_427));
    let again = home.stage(&lines).unwrap();
    assert_eq!((again.outcome().added, again.outcome().known), (0, 1_469_307));
}

#[test]
fn online_retail() {
    let Some(folder) = data("online_retail") else { return };
    let home = Home::new();
    let mut lines = named(
        folder.join("online_retail.csv.gz"),
        RecordKind::Sales,
        &[
            ("InvoiceNo", Target::OrderId),
            ("StockCode", Target::ProductId),
            ("Description", Target::ProductName),
            ("Quantity", Target::Quantity),
            ("InvoiceDate", Target::At),
            ("UnitPrice", Target::UnitPrice),
            ("CustomerID", Target::CustomerId),
            ("Country", Target::CustomerAttribute("country".to_owned())),
        ],
    );
    lines.compression = Compression::Gzip;
    lines.mapping.rules.charge_products =
        Some("POST|D|M|DOT|CRUK|PADS|BANK CHARGES|AMAZONFEE|S|C2".to_owned());
    lines.mapping.rules.return_orders = Some("C.*".to_owned());
    let outcome = home.import(&lines, "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.rejected, outcome.known), (541_909, 541_909, 0, 0));
    assert_eq!(outcome.anonymous, 135_080);
    assert_eq!(home.ask("SELECT sum(amount)::DECIMAL(18, 2) FROM sale_lines"), ["9747747.93"]);
    assert_eq!(home.ask("SELECT count(*) FROM sale_lines WHERE order_id LIKE 'C%'"), ["9288"]);
    assert_eq!(home.ask("SELECT count(*) FROM customers"), ["4372"]);
    assert_eq!(home.ask("SELECT count(*) FROM sale_lines WHERE order_id LIKE 'C%' AND line = 'sale'"), ["0"]);
    let again = home.stage(&lines).unwrap();
    assert_eq!(
        (again.outcome().added, again.outcome().known),
        (0, 541_909),
        "equal lines are kept and known again"
    );
}

#[test]
fn cdnow() {
    let Some(folder) = data("cdnow") else { return };
    let home = Home::new();
    let mut lines = named(
        folder.join("cdnow_full.csv.gz"),
        RecordKind::Sales,
        &[
            ("customer_id", Target::CustomerId),
            ("date", Target::At),
            ("number_of_cds", Target::Quantity),
            ("dollar_value", Target::Amount),
        ],
    );
    lines.compression = Compression::Gzip;
    lines.mapping.constants.push(constant(Target::ProductId, "CD"));
    let outcome = home.import(&lines, "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.rejected), (69_659, 69_659, 0));
    assert_eq!(
        home.ask("SELECT sum(quantity)::INT, sum(amount)::DECIMAL(18, 2) FROM sale_lines"),
        ["167881|2500315.63"]
    );
    assert_eq!(home.ask("SELECT count(*) FROM customers"), ["23570"]);
}

#[test]
fn maven_crm() {
    let Some(folder) = data("maven_crm") else { return };
    let home = Home::new();
    let products = named(
        folder.join("products.csv"),
        RecordKind::Products,
        &[("product", Target::ProductId), ("series", Target::Level(1)), ("sales_price", Target::Price)],
    );
    assert_eq!(home.import(&products, "products").added, 7);
    let mut deals = named(
        folder.join("sales_pipeline.csv"),
        RecordKind::Sales,
        &[
            ("opportunity_id", Target::OrderId),
            ("sales_agent", Target::SalesPerson),
            ("product", Target::ProductId),
            ("account", Target::CustomerId),
            ("deal_stage", Target::Ignore),
            ("engage_date", Target::Ignore),
            ("close_date", Target::At),
            ("close_value", Target::Amount),
        ],
    );
    deals.mapping.rules.only =
        Some(OnlyWhere { column: "deal_stage".to_owned(), values: vec!["Won".to_owned()] });
    deals.mapping.rules.loose_product_names = true;
    let outcome = home.import(&deals, "deals");
    assert_eq!((outcome.rows, outcome.added, outcome.left_out, outcome.rejected), (8_800, 4_238, 4_562, 0));
    assert_eq!(home.ask("SELECT sum(amount)::INT FROM sale_lines"), ["10005534"]);
    assert_eq!(home.ask("SELECT count(DISTINCT product) FROM sale_lines WHERE level_1 IS NULL"), ["0"]);
    assert_eq!(outcome.flags.iter().map(|flag| flag.code.as_str()).collect::<Vec<_>>(), ["matched-loosely"]);
}
