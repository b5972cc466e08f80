//! Stories of the rules of a mapping: what is left out, what is taken off, what is only told.

use crate::support::{HEADER, Home, constant, plan, sales};
use vihje_model::import::{OnlyWhere, Plan, RecordKind, Target};

/// As a shop exports it: what is said of an order stands on its first line alone.
const ORDERS: &str = "\
Name,Email,Financial Status,Cancelled at,Refunded Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem discount
#1,a@x.fi,voided,,0.00,2024-01-01 10:00:00 +0200,2,Mug,30.00,0.00
#1,a@x.fi,,,,2024-01-01 10:00:00 +0200,1,Cup,10.00,0.00
#2,b@x.fi,paid,2024-01-03 09:00:00 +0200,80.00,2024-01-02 10:00:00 +0200,1,Mug,30.00,0.00
#2,b@x.fi,,,,2024-01-02 10:00:00 +0200,five,Cup,10.00,0.00
#3,c@x.fi,paid,,0.00,2024-01-03 10:00:00 +0200,2,Mug,30.00,12.50
#3,c@x.fi,,,,2024-01-03 10:00:00 +0200,1,Cup,10.00,
#4,d@x.fi,partially_refunded,,10.00,2024-01-04 10:00:00 +0200,3,Cup,10.00,30.00
#4,d@x.fi,,,,2024-01-04 10:00:00 +0200,-1,Cup,10.00,2.00
";

fn shop(home: &Home, orders: &str) -> Plan {
    let columns = [
        ("Name", Target::OrderId),
        ("Email", Target::Email),
        ("Financial Status", Target::Ignore),
        ("Cancelled at", Target::Ignore),
        ("Refunded Amount", Target::Ignore),
        ("Created at", Target::At),
        ("Lineitem quantity", Target::Quantity),
        ("Lineitem name", Target::ProductName),
        ("Lineitem price", Target::UnitPrice),
        ("Lineitem discount", Target::Discount),
    ];
    let mut plan = plan(&home.write("orders.csv", orders), RecordKind::Sales, &columns);
    plan.mapping.constants.push(constant(Target::CustomerId, "{Email}"));
    plan.mapping.date_format = "%Y-%m-%d %H:%M:%S %z".to_owned();
    let rules = &mut plan.mapping.rules;
    rules.take_discount_off = true;
    rules.refunded = Some("Refunded Amount".to_owned());
    let any = |column: &str, values: &[&str]| OnlyWhere {
        column: column.to_owned(),
        values: values.iter().map(|&value| value.to_owned()).collect(),
    };
    rules.cancelled = vec![any("Financial Status", &["voided"]), any("Cancelled at", &[])];
    plan
}

#[test]
fn cancelled_orders_are_left_out_whole_discounts_taken_off_and_refunds_told() {
    let home = Home::new();
    let plan = shop(&home, ORDERS);
    let outcome = home.import(&plan, "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.left_out, outcome.rejected), (8, 4, 4, 0));
    let lines = "SELECT order_id, product, line, quantity, amount, discount FROM sale_lines ORDER BY 1, 2 DESC, 4 DESC";
    assert_eq!(
        home.ask(lines),
        [
            "#3|Mug|sale|2.0000|47.5000|12.5000",
            "#3|Cup|sale|1.0000|10.0000|",
            "#4|Cup|sale|3.0000|0.0000|30.0000",
            "#4|Cup|return|-1.0000|-8.0000|2.0000",
        ]
    );
    let flags: Vec<_> = outcome.flags.iter().filter(|flag| flag.code == "refunds-not-taken-off").collect();
    assert_eq!(flags.len(), 1, "{:?}", outcome.flags);
    assert_eq!(flags[0].rows, 1);
    assert!(flags[0].example.ends_with("One of them is #4."), "{}", flags[0].example);
    let again = home.import(&plan, "i2");
    assert_eq!((again.added, again.known, again.left_out), (0, 4, 4));
}

#[test]
fn without_refunds_nothing_is_told_and_without_the_rules_every_line_counts() {
    let home = Home::new();
    let mut plan = shop(&home, &ORDERS.replace(",10.00,2024-01-04", ",0.00,2024-01-04"));
    let flags = |outcome: &vihje_model::import::Outcome| {
        outcome.flags.iter().filter(|flag| flag.code == "refunds-not-taken-off").count()
    };
    assert_eq!(flags(home.stage(&plan).unwrap().outcome()), 0);
    plan.mapping.rules = Default::default();
    let outcome = home.import(&plan, "i1");
    assert_eq!((outcome.added, outcome.left_out, outcome.rejected), (7, 0, 1));
    assert_eq!(home.ask("SELECT sum(amount) FROM sale_lines"), ["190.0000"]);
}

#[test]
fn a_rule_on_a_column_that_is_not_there_is_refused() {
    let home = Home::new();
    let mut plan = shop(&home, ORDERS);
    plan.mapping.rules.refunded = Some("Refunds".to_owned());
    let error = home.stage(&plan).err().expect("the column is not there");
    assert!(error.to_string().contains("\"Refunds\""), "{error}");
}

#[test]
fn several_discounts_are_taken_off_together() {
    let home = Home::new();
    let text = "product,at,amount,store,loyal\ntea,2024-01-01,10,2,1.5\ntea,2024-01-02,-10,2,\n";
    let columns = [
        ("product", Target::ProductId),
        ("at", Target::At),
        ("amount", Target::Amount),
        ("store", Target::Discount),
        ("loyal", Target::Discount),
    ];
    let mut plan = plan(&home.write("s.csv", text), RecordKind::Sales, &columns);
    plan.mapping.rules.take_discount_off = true;
    home.import(&plan, "i1");
    let lines = "SELECT amount, discount FROM sale_lines ORDER BY sold_at";
    assert_eq!(home.ask(lines), ["6.5000|3.5000", "-8.0000|2.0000"]);
}

#[test]
fn incomplete_rows_are_left_out_where_the_rule_says_so_and_wrong_ones_rejected_all_the_same() {
    let home = Home::new();
    let text = "id,account,engaged\nd1,Acme,2017-03-01\nd2,,2017-03-02\nd3,Acme,\nd4,Acme,soon\nd5,,\n";
    let columns = [("id", Target::Subject), ("account", Target::CustomerId), ("engaged", Target::At)];
    let mut plan = plan(&home.write("deals.csv", text), RecordKind::TouchPoints, &columns);
    let outcome = |plan: &Plan| {
        let staged = home.stage(plan).unwrap();
        let outcome = staged.outcome();
        (outcome.rows, outcome.added, outcome.left_out, outcome.rejected)
    };
    assert_eq!(outcome(&plan), (5, 1, 0, 4));
    plan.mapping.rules.leave_out_incomplete = true;
    assert_eq!(outcome(&plan), (5, 1, 3, 1));
}

#[test]
fn the_reason_of_a_wrong_date_shows_one_as_the_file_writes_them() {
    let home = Home::new();
    for (format, good, example) in [
        ("%d.%m.%Y", "5.1.2024", "31.12.2017"),
        ("%m/%d/%Y %H:%M", "01/05/2024 10:00", "12/31/2017 23:59"),
        ("", "2024-01-05", "2017-12-31 23:59:59"),
        ("unix", "1704448800", "1704448800, seconds since 1970"),
    ] {
        let text = format!("{HEADER}o1,anna,tea,{good},1,2\no2,anna,tea,never,1,2\n");
        let mut plan = sales(&home.write("s.csv", text));
        plan.mapping.date_format = format.to_owned();
        let rejected = home.stage(&plan).unwrap().rejected(0, 10).unwrap();
        assert_eq!(rejected.len(), 1, "{format}");
        assert_eq!(rejected[0].reason, format!("\"never\" in at is not a date of the form {example}."));
    }
}
