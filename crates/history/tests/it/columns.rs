//! The past as the methods read it.

use crate::support::*;
use vihje_history::{ColumnsQuery, Level, PatternQuery};
use vihje_model::columns::ValueBasis;
use vihje_model::import::{RecordKind, Target};
use vihje_model::{Condition, CustomerKey, Purchases};

fn purchases(home: &Home, level: Level, as_of: &str, channel: &str) -> Purchases {
    let query = ColumnsQuery {
        level,
        as_of: as_of.parse().unwrap(),
        channel: channel.parse().unwrap(),
        every_line: false,
    };
    home.history.purchases(&query).unwrap()
}

/// Lines as `customer item value`, in order.
fn shown(home: &Home, purchases: &Purchases) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, key) in purchases.customers.iter().enumerate() {
        let id = home.history.customer(*key, now()).unwrap().unwrap().id;
        for line in purchases.lines_of(index) {
            lines.push(format!(
                "{id} {} {}",
                purchases.items[purchases.item[line] as usize], purchases.value[line]
            ));
        }
    }
    lines.sort();
    lines
}

fn shop() -> Home {
    let home = Home::new();
    let path = home.write(
        "products.csv",
        "id,name,group,kind,cost\ntea,Green tea,DRINKS,TEA,1.00\ncup,Cup,HOME,CUPS,2.50\nfee,Fee,,,0\nmilk,Milk,DRINKS,MILK,0.50\n",
    );
    let mut goods = plan(
        &path,
        RecordKind::Products,
        &[
            ("id", Target::ProductId),
            ("name", Target::ProductName),
            ("group", Target::Level(1)),
            ("kind", Target::Level(2)),
            ("cost", Target::Cost),
        ],
    );
    goods.mapping.constants.push(constant(Target::Currency, "EUR"));
    goods.mapping.level_names = vec!["group".to_owned(), "kind".to_owned()];
    home.import(&goods, "products");
    let people = home.write("people.csv", "id,Age,name\nanna,45,Anna\nben,30,Ben\ncleo,,Cleo\n");
    home.import(
        &plan(
            &people,
            RecordKind::Customers,
            &[
                ("id", Target::CustomerId),
                ("Age", Target::CustomerAttribute("Age".to_owned())),
                ("name", Target::CustomerName),
            ],
        ),
        "people",
    );
    let lines = "1,anna,tea,2025-01-01,2,7.00\n1,anna,cup,2025-01-01,1,4.50\n2,anna,milk,2025-02-01,1,1.25\n\
        3,ben,cup,2025-01-15,1,4.50\n4,ben,cup,2025-01-20,1,4.50\n5,ben,cup,2025-01-25,-1,-4.50\n\
        6,ben,tea,2025-03-01,0,0\n7,,tea,2025-01-03,1,3.50\n8,ben,fee,2025-01-15,1,2.00\n9,anna,tea,2025-06-01,1,3.50\n";
    let path = home.write("sales.csv", format!("{HEADER}{lines}"));
    let mut sales = sales(&path);
    sales.mapping.rules.charge_products = Some("fee".to_owned());
    let outcome = home.import(&sales, "sales");
    assert_eq!((outcome.added, outcome.charges, outcome.anonymous), (10, 1, 1));
    home
}

#[test]
fn purchases_are_sales_of_somebody_that_were_kept() {
    let home = shop();
    let found = purchases(&home, Level::Category(1), "2025-05-01", "");
    // The later of Ben's two cups came back; a line without quantity, the fee and the anonymous line are no purchases.
    assert_eq!(shown(&home, &found), ["anna DRINKS 500", "anna DRINKS 75", "anna HOME 200", "ben HOME 200"]);
    assert_eq!(found.basis, ValueBasis::Margin);
    assert_eq!(found.items, ["DRINKS", "HOME"]);
    assert!(found.customers.is_sorted());
    for customer in 0..found.customers.len() {
        assert!(found.at[found.lines_of(customer)].is_sorted());
    }
    let ben = found.customers.iter().position(|key| *key == CustomerKey::of("ben")).unwrap();
    assert_eq!(found.at[found.lines_of(ben)], ["2025-01-15".parse().unwrap()]);
    // Before the return, both cups are purchases.
    assert_eq!(
        shown(&home, &purchases(&home, Level::Product, "2025-01-24", "owner is known or name is ben")),
        ["ben Cup 200", "ben Cup 200"]
    );
}

#[test]
fn channels_are_conditions() {
    let home = shop();
    let as_of = "2025-05-01".parse().unwrap();
    for (channel, ids) in [
        ("age in ('45', '46')", &["anna"][..]),
        ("AGE < 40", &["ben"]),
        ("not age is known", &["cleo"]),
        ("bought 'DRINKS'", &["anna"]),
        ("bought in ('cup', 'nothing')", &["anna", "ben"]),
        ("orders >= 3", &["ben"]),
        ("orders = 0 or sales > 12.70", &["anna", "cleo"]),
        ("days since last <= 89", &["anna", "ben"]),
        ("name contains 'LE'", &["cleo"]),
        ("name is '''; DROP TABLE customers; --'", &[]),
        ("reached by '13'", &[]),
        ("everybody", &["anna", "ben", "cleo"]),
    ] {
        let condition: Condition = channel.parse().unwrap();
        let mut expected: Vec<CustomerKey> = ids.iter().map(|id| CustomerKey::of(id)).collect();
        expected.sort();
        assert_eq!(home.history.members(&condition, as_of).unwrap(), expected, "{channel}");
        assert_eq!(
            home.history.count_members(&condition, as_of).unwrap(),
            expected.len() as u64,
            "{channel}"
        );
    }
    let wrong: Condition = "orders > many".parse().unwrap();
    assert!(home.history.members(&wrong, as_of).is_err());
}

#[test]
fn levels_have_the_names_of_the_mapping() {
    let home = shop();
    let levels = home.history.levels().unwrap();
    let shown: Vec<_> = levels.iter().map(|level| (level.name.as_str(), level.items)).collect();
    assert_eq!(shown, [("group", 2), ("kind", 3), ("product", 4)]);
}

#[test]
fn the_members_of_a_pattern_still_have_time() {
    let home = shop();
    let query = PatternQuery {
        level: Level::Category(2),
        a: "CUPS".to_owned(),
        b: "TEA".to_owned(),
        window_days: 182,
        as_of: "2025-05-01".parse().unwrap(),
        first_time: false,
        channel: Condition::everybody(),
    };
    // Anna bought tea with the cup and not since; Ben's tea had no quantity.
    let ids: Vec<_> =
        home.history.pattern_members(&query).unwrap().into_iter().map(|member| member.key).collect();
    assert_eq!(ids, [CustomerKey::of("anna"), CustomerKey::of("ben")]);
    let first = home.history.pattern_members(&PatternQuery { first_time: true, ..query.clone() }).unwrap();
    assert_eq!(first.len(), 2);
    let later = PatternQuery { as_of: "2025-06-30".parse().unwrap(), ..query };
    let members = home.history.pattern_members(&later).unwrap();
    assert_eq!(members.iter().map(|member| member.key).collect::<Vec<_>>(), [CustomerKey::of("ben")]);
    assert_eq!(members[0].closes.to_string(), "2025-07-16T00:00:00Z");
}
