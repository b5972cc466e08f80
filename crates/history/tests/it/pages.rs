//! The customer's page.

use crate::support::*;
use rust_decimal::Decimal;
use vihje_history::{Level, TimelineKind, TimelineQuery};
use vihje_model::import::{RecordKind, Target};
use vihje_model::{CustomerKey, ProductKey};

fn home() -> Home {
    let home = Home::new();
    let path = home.write(
        "sales.csv",
        format!(
            "{HEADER}1,anna,tea,2025-01-01 10:00:00,2,7.00\n1,anna,cup,2025-01-01 10:00:00,1,4.50\n\
             2,anna,tea,2025-02-01,1,3.50\n3,anna,tea,2025-02-03,-1,-3.50\n4,ben,tea,2025-02-01,1,3.50\n"
        ),
    );
    home.import(&sales(&path), "i1");
    let path = home.write("t.csv", "h,at,what\nanna,2025-02-01,Asked\nanna,2025-02-01,Called\n");
    home.import(
        &plan(
            &path,
            RecordKind::TouchPoints,
            &[("h", Target::CustomerId), ("at", Target::At), ("what", Target::Subject)],
        ),
        "i2",
    );
    home
}

#[test]
fn a_customer_has_a_profile_and_orders() {
    let home = home();
    let anna = CustomerKey::of("anna");
    let profile = home.history.customer(anna, now()).unwrap().unwrap();
    assert_eq!((profile.name.as_str(), profile.orders, profile.value), ("anna", 2, Decimal::new(115, 1)));
    assert_eq!(profile.last.unwrap().to_string(), "2025-02-01T00:00:00Z");
    assert!(home.history.customer(CustomerKey::of("nobody"), now()).unwrap().is_none());
    let orders = home.history.orders(anna, now(), 10).unwrap();
    let shown: Vec<_> = orders
        .iter()
        .map(|order| (order.order.as_deref().unwrap(), order.lines.len(), order.value))
        .collect();
    assert_eq!(
        shown,
        [("3", 1, Decimal::new(-35, 1)), ("2", 1, Decimal::new(35, 1)), ("1", 2, Decimal::new(115, 1))]
    );
    assert_eq!(orders[2].lines[0].name, "tea");
    assert_eq!(home.history.orders(anna, orders[1].at, 1).unwrap()[0].order.as_deref(), Some("1"));
}

#[test]
fn the_timeline_goes_on_page_after_page() {
    let home = home();
    let anna = CustomerKey::of("anna");
    for limit in 1..=6 {
        let mut query = TimelineQuery { kinds: Vec::new(), before: now(), skip: 0, limit };
        let mut shown = Vec::new();
        loop {
            let page = home.history.timeline(anna, &query).unwrap();
            shown.extend(page.entries.iter().map(|entry| format!("{:?} {}", entry.kind, entry.title)));
            let Some((before, skip)) = page.next else { break };
            query = TimelineQuery { before, skip, ..query };
        }
        assert_eq!(
            shown,
            ["Return tea", "Sale tea", "TouchPoint Asked", "TouchPoint Called", "Sale tea, cup"],
            "{limit} a page"
        );
    }
    let only = TimelineQuery { kinds: vec![TimelineKind::TouchPoint], before: now(), skip: 0, limit: 9 };
    assert_eq!(home.history.timeline(anna, &only).unwrap().entries.len(), 2);
}

#[test]
fn categories_have_a_trend() {
    let home = home();
    let trends = home.history.categories(CustomerKey::of("anna"), Level::Product, now()).unwrap();
    assert_eq!(trends[0].name.as_deref(), Some("tea"));
    assert_eq!((trends[0].lines, trends[0].value), (2, Decimal::from(7)));
    let months: Vec<_> =
        trends[0].months.iter().map(|(at, value)| (at.to_string(), value.to_string())).collect();
    assert_eq!(months[1], ("2025-02-01T00:00:00Z".to_owned(), "0".to_owned()));
    assert_eq!(trends[1].name.as_deref(), Some("cup"));
}

#[test]
fn lists_names_and_figures() {
    let home = home();
    let all = home.history.customers(None, 10).unwrap();
    assert_eq!(all.len(), 2);
    assert!(all[0].key < all[1].key);
    assert_eq!(home.history.customers(Some(all[0].key), 10).unwrap(), all[1..]);
    let names = home.history.product_names(&[ProductKey::of("tea"), ProductKey::of("none")]).unwrap();
    assert_eq!(names.len(), 1);
    assert_eq!(names[&ProductKey::of("tea")], "tea");
    let overview = home.history.overview().unwrap();
    let rows = |table: &str| overview.tables.iter().find(|count| count.table == table).unwrap().rows;
    assert_eq!((rows("sale_lines"), rows("touch_points"), rows("imports"), rows("products")), (5, 2, 2, 2));
    assert_eq!(overview.last_sale.unwrap().to_string(), "2025-02-03T00:00:00Z");
    assert_eq!(overview.changes, 2);
}
