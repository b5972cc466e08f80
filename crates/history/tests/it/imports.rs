//! Files that are as they should be: every kind comes in, nothing is doubled, everything can be taken back.

use crate::support::*;
use vihje_model::import::{Column, OnlyWhere, RecordKind, Target};

const TWO_ORDERS: &str = "o1,anna,tea,2025-03-01 10:00:00,2,7.00\n\
    o1,anna,cup,2025-03-01 10:00:00,1,4.50\n\
    o2,,tea,2025-03-02 11:00:00,1,3.50\n\
    o3,anna,tea,2025-03-05 09:00:00,-1,-3.50\n";

#[test]
fn sales_come_in_with_returns_and_anonymous_lines() {
    let home = Home::new();
    let path = home.write("s.csv", format!("{HEADER}{TWO_ORDERS}"));
    let outcome = home.import(&sales(&path), "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.rejected), (4, 4, 0));
    assert_eq!((outcome.returns, outcome.anonymous, outcome.charges), (1, 1, 0));
    assert_eq!(outcome.first.unwrap().to_string(), "2025-03-01T10:00:00Z");
    assert_eq!(outcome.last.unwrap().to_string(), "2025-03-05T09:00:00Z");
    assert!(
        outcome.flags.is_empty(),
        "without any products file there is nothing to mend: {:?}",
        outcome.flags
    );
    assert_eq!(
        home.ask("SELECT customer, product, line, quantity, value FROM sale_lines ORDER BY sold_at, product"),
        [
            "anna|cup|sale|1.0000|4.5000",
            "anna|tea|sale|2.0000|7.0000",
            "|tea|sale|1.0000|3.5000",
            "anna|tea|return|-1.0000|-3.5000"
        ]
    );
}

#[test]
fn a_dry_run_leaves_no_trace() {
    let home = Home::new();
    let path = home.write("s.csv", format!("{HEADER}{TWO_ORDERS}"));
    let staged = home.stage(&sales(&path)).unwrap();
    assert_eq!(staged.outcome().added, 4);
    drop(staged);
    assert_eq!(home.ask("SELECT count(*) FROM sale_lines"), ["0"]);
    let left: Vec<_> = std::fs::read_dir(home.folder.path().join("data"))
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("stage"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_same_file_again_adds_nothing() {
    let home = Home::new();
    let twice = format!("{HEADER}{TWO_ORDERS}{TWO_ORDERS}");
    let path = home.write("s.csv", twice);
    assert_eq!(home.import(&sales(&path), "i1").added, 8, "equal lines of one file are kept");
    let again = home.import(&sales(&path), "i2");
    assert_eq!((again.added, again.known), (0, 8));
    assert_eq!(home.ask("SELECT count(*) FROM sale_lines"), ["8"]);
}

#[test]
fn an_overlapping_file_adds_only_what_is_new() {
    let home = Home::new();
    let first = home.write("a.csv", format!("{HEADER}{TWO_ORDERS}"));
    let line = "o1,anna,tea,2025-03-01 10:00:00,2,7.00\n";
    let second = home.write("b.csv", format!("{HEADER}{line}{line}o9,ben,tea,2025-03-09,1,3.50\n"));
    home.import(&sales(&first), "i1");
    let outcome = home.import(&sales(&second), "i2");
    assert_eq!((outcome.added, outcome.known), (2, 1), "the second copy of a line and the new order");
    assert_eq!(home.ask("SELECT count(*) FROM sale_lines WHERE order_id = 'o1' AND product = 'tea'"), ["2"]);
}

#[test]
fn undo_takes_back_and_the_file_can_come_again() {
    let home = Home::new();
    let people = home.write("p.csv", "id,name,city\nanna,Anna,Turku\n");
    let columns = [
        ("id", Target::CustomerId),
        ("name", Target::CustomerName),
        ("city", Target::CustomerAttribute("city".to_owned())),
    ];
    let newer = home.write("p2.csv", "id,name,city\nanna,,Oulu\nben,Ben,\n");
    home.import(&plan(&people, RecordKind::Customers, &columns), "i1");
    let outcome = home.import(&plan(&newer, RecordKind::Customers, &columns), "i2");
    assert_eq!(outcome.added, 2);
    let shown = "SELECT id, name, attributes->>'city' FROM customers ORDER BY id";
    assert_eq!(home.ask(shown), ["anna|Anna|Oulu", "ben|Ben|"]);
    assert_eq!(home.history.undo("i2", now()).unwrap().rows, 2);
    assert_eq!(home.ask(shown), ["anna|Anna|Turku"]);
    let code = home.history.undo("i2", now()).unwrap_err();
    assert!(code.to_string().contains("no import"), "{code}");

    let path = home.write("s.csv", format!("{HEADER}{TWO_ORDERS}"));
    home.import(&sales(&path), "i3");
    home.history.undo("i3", now()).unwrap();
    assert_eq!(home.ask("SELECT count(*) FROM sale_lines"), ["0"]);
    assert_eq!(home.ask("SELECT count(*) FROM products"), ["0"]);
    assert_eq!(home.ask(shown), ["anna|Anna|Turku"]);
    assert_eq!(home.import(&sales(&path), "i4").added, 4);
    assert_eq!(home.history.imports().unwrap().len(), 4);
}

#[test]
fn customers_that_say_nothing_new_are_known() {
    let home = Home::new();
    let path = home.write("p.csv", "id,city\nanna,Turku\nben,Oulu\nben,Oulu\n");
    let plan = plan(
        &path,
        RecordKind::Customers,
        &[("id", Target::CustomerId), ("city", Target::CustomerAttribute("city".to_owned()))],
    );
    let first = home.import(&plan, "i1");
    assert_eq!((first.added, first.known), (2, 1));
    let again = home.import(&plan, "i2");
    assert_eq!((again.added, again.known), (0, 3));
}

#[test]
fn products_that_no_file_describes_are_flagged_beside_those_that_one_does() {
    let home = Home::new();
    let cups = home.write("products.csv", "product,series\ncup,TABLE\n");
    let columns = [("product", Target::ProductId), ("series", Target::Level(1))];
    home.import(&plan(&cups, RecordKind::Products, &columns), "i1");
    let path = home.write("s.csv", format!("{HEADER}{TWO_ORDERS}"));
    let outcome = home.import(&sales(&path), "i2");
    let flags: Vec<_> = outcome.flags.iter().map(|flag| (flag.code.as_str(), flag.rows)).collect();
    assert_eq!(flags, [("unknown-product", 3)]);
}

#[test]
fn products_are_matched_loosely_and_deals_not_won_left_out() {
    let home = Home::new();
    let products =
        home.write("products.csv", "product,series,price\nGTX Pro,GTX,\"4,821\"\nMG Special,MG,55\n");
    let goods = plan(
        &products,
        RecordKind::Products,
        &[("product", Target::ProductId), ("series", Target::Level(1)), ("price", Target::Price)],
    );
    assert_eq!(home.import(&goods, "i1").added, 2);
    assert_eq!(home.ask("SELECT id, level_1, price FROM products ORDER BY id")[0], "GTX Pro|GTX|4821.0000");
    let deals = home.write(
        "deals.csv",
        "id,product,account,stage,closed,value\nd1,GTXPro,Acme,Won,2017-03-01,4500\nd2,MG Special,Acme,Lost,2017-03-02,0\nd3,MG Special,,Engaging,,\n",
    );
    let mut sales = plan(
        &deals,
        RecordKind::Sales,
        &[
            ("id", Target::OrderId),
            ("product", Target::ProductId),
            ("account", Target::CustomerId),
            ("stage", Target::Ignore),
            ("closed", Target::At),
            ("value", Target::Amount),
        ],
    );
    sales.mapping.rules.only = Some(OnlyWhere { column: "stage".to_owned(), values: vec!["Won".to_owned()] });
    sales.mapping.rules.loose_product_names = true;
    let outcome = home.import(&sales, "i2");
    assert_eq!((outcome.rows, outcome.added, outcome.left_out, outcome.rejected), (3, 1, 2, 0));
    assert_eq!(outcome.flags.len(), 1, "{:?}", outcome.flags);
    assert_eq!(outcome.flags[0].code, "matched-loosely");
    assert_eq!(home.ask("SELECT product, level_1 FROM sale_lines"), ["GTX Pro|GTX"]);
}

#[test]
fn a_price_list_of_units_charges_and_a_wide_file() {
    let home = Home::new();
    let path = home.write(
        "wide.csv",
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
         536365,85123A,WHITE HOLDER,6,2010-12-01 08:26,2.55,17850,United Kingdom\n\
         536366,85123A,WHITE HOLDER,6,2010-12-02 08:26,2.55,17850,France\n\
         536366,POST,POSTAGE,1,2010-12-02 08:26,18.00,17850,France\n\
         C536367,85123A,holder broken,-6,2010-12-03 08:26,2.55,17850,France\n",
    );
    let mut plan = plan(
        &path,
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
    plan.mapping.rules.charge_products = Some("POST|DOT".to_owned());
    plan.mapping.rules.return_orders = Some("C.*".to_owned());
    let outcome = home.import(&plan, "i1");
    assert_eq!((outcome.added, outcome.returns, outcome.charges, outcome.rejected), (4, 1, 1, 0));
    assert_eq!(home.ask("SELECT sum(amount) FROM sale_lines"), ["33.3000"]);
    assert_eq!(home.ask("SELECT name FROM products ORDER BY id"), ["WHITE HOLDER", "POSTAGE"]);
    assert_eq!(home.ask("SELECT attributes->>'country' FROM customers"), ["France"]);
    assert!(outcome.flags.is_empty(), "{:?}", outcome.flags);
}

#[test]
fn campaigns_exposures_and_touch_points_come_in() {
    let home = Home::new();
    let path = home.write("c.csv", "id,type,from,to\n13,Type A,2017-05-08,2017-06-25\n");
    let campaigns = plan(
        &path,
        RecordKind::Campaigns,
        &[
            ("id", Target::CampaignId),
            ("type", Target::CampaignType),
            ("from", Target::Starts),
            ("to", Target::Ends),
        ],
    );
    assert_eq!(home.import(&campaigns, "i1").added, 1);
    assert_eq!(home.ask("SELECT starts, ends FROM campaigns"), ["2017-05-08 00:00:00|2017-06-26 00:00:00"]);
    let path = home.write("e.csv", "c,h\n13,anna\n13,ben\n13,anna\n14,anna\n");
    let exposures =
        plan(&path, RecordKind::Exposures, &[("c", Target::CampaignId), ("h", Target::CustomerId)]);
    let outcome = home.import(&exposures, "i2");
    assert_eq!((outcome.added, outcome.known), (3, 1));
    assert_eq!(outcome.flags[0].code, "unknown-campaign");
    assert_eq!(
        home.ask("SELECT exposed_at FROM exposures WHERE campaign = '13' AND customer = 'ben'"),
        ["2017-05-08 00:00:00"]
    );
    let path =
        home.write("t.csv", "h,at,what,upc\nanna,2017-05-09,Redeemed,10\nanna,2017-05-09,Redeemed,10\n");
    let mut touches = plan(
        &path,
        RecordKind::TouchPoints,
        &[
            ("h", Target::CustomerId),
            ("at", Target::At),
            ("what", Target::Subject),
            ("upc", Target::TouchAttribute("coupon".to_owned())),
        ],
    );
    touches.mapping.constants.push(constant(Target::Touch, "Coupon"));
    assert_eq!(home.import(&touches, "i3").added, 2);
    assert_eq!(home.import(&touches, "i4").known, 2);
    assert_eq!(
        home.ask("SELECT DISTINCT touch, outbound, subject, attributes FROM touch_points"),
        ["coupon|false|Redeemed|{\"coupon\":\"10\"}"]
    );
}

#[test]
fn local_time_european_numbers_and_other_currencies_are_understood() {
    let home = Home::new();
    let path = home.write(
        "fi.csv",
        "\u{feff}pvm;klo;asiakas;tuote;kpl;summa;valuutta\n\
         1.7.2025;12:30;Åsa;kahvi;2;1 234,50 €;EUR\n\
         2.1.2025;00:30;Åsa;kahvi;1;-1.234,5;SEK\n\
         3.1.2025;00:30;Åsa;kahvi;1;10,00;USD\n",
    );
    let mut plan = plan(
        &path,
        RecordKind::Sales,
        &[
            ("pvm", Target::At),
            ("klo", Target::At),
            ("asiakas", Target::CustomerId),
            ("tuote", Target::ProductId),
            ("kpl", Target::Quantity),
            ("summa", Target::Amount),
            ("valuutta", Target::Currency),
        ],
    );
    plan.format = csv(';');
    plan.mapping.date_format = "%d.%m.%Y %H:%M".to_owned();
    plan.mapping.time_zone = "Europe/Helsinki".to_owned();
    plan.mapping.decimal_comma = true;
    plan.mapping.rules.rates.insert("SEK".parse().unwrap(), "0.09".parse().unwrap());
    let outcome = home.import(&plan, "i1");
    assert_eq!((outcome.added, outcome.rejected), (2, 1));
    assert_eq!(
        home.ask("SELECT sold_at, amount, currency, value FROM sale_lines ORDER BY sold_at"),
        ["2025-01-01 22:30:00|-1234.5000|SEK|-111.1050", "2025-07-01 09:30:00|1234.5000|EUR|1234.5000"]
    );
    let rejected = &home.history.rejected_rows("i1", 0, 10).unwrap()[0];
    assert_eq!(
        (rejected.line, rejected.code.as_str(), rejected.column.as_deref()),
        (4, "no-rate", Some("valuutta"))
    );
    assert!(rejected.reason.contains("USD to EUR"), "{}", rejected.reason);
}

#[test]
fn an_amount_too_large_in_the_reporting_currency_is_a_rejected_row() {
    let home = Home::new();
    let path = home.write(
        "s.csv",
        "at,product,amount,currency\n2025-03-01,tea,99999999999999,USD\n2025-03-02,tea,10,USD\n",
    );
    let columns = [
        ("at", Target::At),
        ("product", Target::ProductId),
        ("amount", Target::Amount),
        ("currency", Target::Currency),
    ];
    let mut plan = plan(&path, RecordKind::Sales, &columns);
    plan.mapping.rules.rates.insert("USD".parse().unwrap(), "2".parse().unwrap());
    let outcome = home.import(&plan, "i1");
    assert_eq!((outcome.added, outcome.rejected), (1, 1));
    let rejected = &home.history.rejected_rows("i1", 0, 10).unwrap()[0];
    assert_eq!(
        (rejected.line, rejected.code.as_str(), rejected.column.as_deref()),
        (2, "too-large", Some("amount"))
    );
    assert_eq!(home.ask("SELECT value FROM sale_lines"), ["20.0000"]);
}

#[test]
fn a_price_or_discounts_too_large_to_be_counted_are_rejected_rows() {
    let home = Home::new();
    let path = home.write(
        "s.csv",
        "at,product,quantity,price,off,more\n\
         2025-03-01,tea,99999999999999,99999999999,,\n\
         2025-03-02,tea,1,10,99999999999999,99999999999999\n\
         2025-03-03,tea,2,10,1,2\n",
    );
    let columns = [
        ("at", Target::At),
        ("product", Target::ProductId),
        ("quantity", Target::Quantity),
        ("price", Target::UnitPrice),
        ("off", Target::Discount),
        ("more", Target::Discount),
    ];
    let outcome = home.import(&plan(&path, RecordKind::Sales, &columns), "i1");
    assert_eq!((outcome.added, outcome.rejected), (1, 2));
    let rejected = home.history.rejected_rows("i1", 0, 10).unwrap();
    let told: Vec<_> =
        rejected.iter().map(|row| (row.line, row.code.as_str(), row.column.as_deref().unwrap())).collect();
    assert_eq!(told, [(2, "too-large", "price"), (3, "too-large", "off")]);
    assert_eq!(home.ask("SELECT amount, discount FROM sale_lines"), ["20.0000|3.0000"]);
}

#[test]
fn a_return_is_negative_however_it_is_written() {
    let home = Home::new();
    let path = home.write(
        "s.csv",
        format!("{HEADER}o1,anna,tea,2025-03-01,-2,27\no2,anna,tea,2025-03-02,2,-28\no3,anna,tea,2025-03-03,-2,-29\n"),
    );
    let outcome = home.import(&sales(&path), "i1");
    assert_eq!((outcome.added, outcome.returns), (3, 3));
    assert_eq!(
        home.ask("SELECT line, quantity, amount FROM sale_lines ORDER BY sold_at"),
        ["return|-2.0000|-27.0000", "return|-2.0000|-28.0000", "return|-2.0000|-29.0000"]
    );
}

#[test]
fn white_space_around_a_value_is_not_part_of_it() {
    let home = Home::new();
    let path = home.write(
        "s.csv",
        format!(
            "{HEADER}\u{2003}o1\t,anna, tea ,2025-03-01T10:00:00Z ,\u{a0}2\u{3000},1.50 \n\
             o2,anna,tea,\u{a0}2025-03-02T10:00:00+02:00\t,\t3 ,\u{3000}1\u{a0}200.5\u{2003}\n\
             o3,anna,tea,2025-03-03 ,\u{3000},1\n\
             o4,anna,tea,2025-03-03 ,2 2,1\n"
        ),
    );
    let outcome = home.import(&sales(&path), "i1");
    assert_eq!((outcome.added, outcome.rejected), (2, 2));
    assert_eq!(
        home.ask("SELECT order_id, sold_at, quantity, amount FROM sale_lines ORDER BY order_id"),
        ["o1|2025-03-01 10:00:00|2.0000|1.5000", "o2|2025-03-02 08:00:00|3.0000|1200.5000"]
    );
    assert_eq!(home.ask("SELECT id FROM products"), ["tea"]);
    let codes: Vec<String> =
        home.history.rejected_rows("i1", 0, 10).unwrap().into_iter().map(|row| row.code).collect();
    assert_eq!(codes, ["missing-value", "not-a-number"]);
}

#[test]
fn white_space_around_an_id_is_not_part_of_it() {
    let home = Home::new();
    let path = home.write(
        "s.csv",
        format!("{HEADER}o1, anna\u{a0},tea,2025-03-01,1,1\no1,\tanna,tea,2025-03-02,1,1\no1,\u{3000},tea,2025-03-02,1,1\n"),
    );
    let outcome = home.import(&sales(&path), "i1");
    assert_eq!((outcome.added, outcome.anonymous), (3, 1));
    let keys = home.ask("SELECT customer_key, key, id FROM customers");
    let key = vihje_model::CustomerKey::of("anna");
    assert_eq!(keys, [format!("{}|{key}|anna", key.0)]);
}

#[test]
fn the_same_lines_with_names_are_known_and_the_names_are_taken() {
    let home = Home::new();
    home.import(&sales(&home.write("a.csv", format!("{HEADER}{TWO_ORDERS}"))), "i1");
    let cup = home.write("cup.csv", "id,name\ncup,Cup as we call it\n");
    let columns = [("id", Target::ProductId), ("name", Target::ProductName)];
    home.import(&plan(&cup, RecordKind::Products, &columns), "i2");
    let named = format!(
        "{},customer_name,city,product_name,category\n\
         o1,anna,tea,2025-03-01 10:00:00,2,7.00,Anna Aalto,Turku,Green tea,Drinks\n\
         o1,anna,cup,2025-03-01 10:00:00,1,4.50,Anna Aalto,Turku,Mug,Dishes\n",
        HEADER.trim_end()
    );
    let mut more = sales(&home.write("b.csv", named));
    for (name, target) in [
        ("customer_name", Target::CustomerName),
        ("city", Target::CustomerAttribute("city".to_owned())),
        ("product_name", Target::ProductName),
        ("category", Target::Level(1)),
    ] {
        more.mapping.columns.push(Column { name: name.to_owned(), target });
    }
    let outcome = home.import(&more, "i3");
    assert_eq!((outcome.added, outcome.known), (0, 2));
    assert_eq!((outcome.flags[0].code.as_str(), outcome.flags[0].rows), ("told-more", 3));
    let known = || {
        let mut rows = home.ask("SELECT id, name, attributes FROM customers");
        rows.extend(home.ask("SELECT id, name, level_1 FROM products ORDER BY id"));
        rows
    };
    assert_eq!(
        known(),
        ["anna|Anna Aalto|{\"city\":\"Turku\"}", "cup|Cup as we call it|Dishes", "tea|Green tea|Drinks"],
        "what was known holds"
    );
    assert!(home.import(&more, "i4").flags.is_empty(), "the second time it says nothing more");
    home.history.undo("i1", now()).unwrap();
    assert_eq!(known()[2], "tea|Green tea|Drinks");
    for import in ["i3", "i4"] {
        home.history.undo(import, now()).unwrap();
    }
    assert_eq!(known(), ["cup|Cup as we call it|"]);
}
