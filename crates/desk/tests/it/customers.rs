//! The list of customers against a plain sort and filter over the same rows.

use super::{customer, day, desk, publish};
use proptest::prelude::*;
use vihje_desk::Desk;
use vihje_desk::findings::{CustomerFilter, CustomerFinding, CustomerQuery, CustomerSort, Standing};
use vihje_model::CustomerKey;

/// Every page of a query, one after the other.
fn all(desk: &Desk, query: &CustomerQuery) -> Vec<CustomerFinding> {
    let mut query = query.clone();
    let mut rows = Vec::new();
    loop {
        let page = desk.customers(&query).unwrap();
        rows.extend(page.items);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => {
                assert_eq!(page.total, rows.len() as u64);
                return rows;
            }
        }
    }
}

fn ids(rows: &[CustomerFinding]) -> Vec<&str> {
    rows.iter().map(|row| row.customer_id.as_str()).collect()
}

fn rows() -> impl Strategy<Value = Vec<CustomerFinding>> {
    // Small ranges, so that ties and unknowns are common.
    let row = (0..5_i64, prop::option::of(0..4_i64), 0..3_usize, 0..3_usize, 0..4_usize);
    prop::collection::vec(row, 0..60).prop_map(|rows| {
        let one = |(number, (risk, last, standing, owner, name)): (
            usize,
            (i64, Option<i64>, usize, usize, usize),
        )| {
            CustomerFinding {
                name: [None, Some("Åke"), Some("zoe BERG"), Some("Zoe berg")][name].map(str::to_owned),
                owner: [None, Some("Aino"), Some("Eero")][owner].map(str::to_owned),
                standing: Standing::ALL[standing],
                value_at_risk_minor: risk,
                last_at: last.map(day),
                ..customer(&format!("c{number}"))
            }
        };
        rows.into_iter().enumerate().map(one).collect()
    })
}

fn expected(rows: &[CustomerFinding], query: &CustomerQuery) -> Vec<CustomerFinding> {
    let filter = &query.filter;
    let lower = |row: &CustomerFinding| row.name.clone().unwrap_or(row.customer_id.clone()).to_lowercase();
    let mut rows: Vec<CustomerFinding> = rows
        .iter()
        .filter(|row| filter.standings.is_empty() || filter.standings.contains(&row.standing))
        .filter(|row| {
            filter.owners.is_empty() || filter.owners.contains(&row.owner.clone().unwrap_or_default())
        })
        .filter(|row| filter.min_value_at_risk_minor.is_none_or(|least| row.value_at_risk_minor >= least))
        .filter(|row| filter.last_before.is_none_or(|before| row.last_at.is_some_and(|last| last < before)))
        .filter(|row| {
            let plain = |text: &str| text.to_lowercase().replace('å', "a");
            let text = format!("{} {}", plain(&lower(row)), row.customer_id);
            filter.search.iter().flat_map(|text| text.split(' ')).all(|word| text.contains(&plain(word)))
        })
        .cloned()
        .collect();
    rows.sort_by_key(|row| row.customer);
    rows.sort_by(|a, b| {
        let order = match query.sort {
            CustomerSort::Name => lower(a).cmp(&lower(b)),
            CustomerSort::LastOrder => match (a.last_at, b.last_at) {
                (None, None) => return std::cmp::Ordering::Equal,
                (None, _) => return std::cmp::Ordering::Greater,
                (_, None) => return std::cmp::Ordering::Less,
                (a, b) => a.cmp(&b),
            },
            _ => a.value_at_risk_minor.cmp(&b.value_at_risk_minor),
        };
        let order = order.then(a.customer.cmp(&b.customer));
        if query.descending { order.reverse() } else { order }
    });
    rows
}

fn query() -> impl Strategy<Value = CustomerQuery> {
    let sorts =
        prop::sample::select(vec![CustomerSort::ValueAtRisk, CustomerSort::LastOrder, CustomerSort::Name]);
    let searches = prop::sample::select(vec![
        None,
        Some("ZOE"),
        Some("berg zo"),
        Some("c1"),
        Some("å"),
        Some("ake"),
        Some("none"),
    ]);
    let standings = prop::collection::vec(prop::sample::select(Standing::ALL[..3].to_vec()), 0..2);
    let owners = prop::collection::vec(prop::sample::select(vec!["", "Aino", "Nobody"]), 0..2);
    let least = prop::option::of(0..5_i64);
    (sorts, any::<bool>(), searches, standings, owners, least, prop::option::of(0..4_i64), 1..9_usize)
        .prop_map(|(sort, descending, search, standings, owners, least, before, limit)| CustomerQuery {
            filter: CustomerFilter {
                standings,
                owners: owners.into_iter().map(str::to_owned).collect(),
                min_value_at_risk_minor: least,
                last_before: before.map(day),
                search: search.map(str::to_owned),
                ..CustomerFilter::default()
            },
            sort,
            descending,
            cursor: None,
            limit,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_list_equals_a_plain_sort_and_filter(rows in rows(), queries in prop::collection::vec(query(), 1..6)) {
        let (folder, desk) = desk();
        publish(&desk, rows.clone());
        // Once from what was loaded, once from what is read back after a restart.
        let reopened = Desk::open(folder.path().join("desk.db")).unwrap();
        for query in queries {
            let expected = expected(&rows, &query);
            prop_assert_eq!(&all(&desk, &query), &expected);
            prop_assert_eq!(&all(&reopened, &query), &expected);
            let facets = desk.customer_facets(&query.filter).unwrap();
            prop_assert_eq!(facets.total, expected.len() as u64);
            for facet in &facets.standings {
                let of = expected.iter().filter(|row| row.standing.word() == facet.name);
                prop_assert_eq!(facet.customers, of.clone().count() as u64);
                prop_assert_eq!(facet.value_at_risk_minor, of.map(|row| row.value_at_risk_minor).sum::<i64>());
            }
            prop_assert_eq!(facets.owners.iter().map(|facet| facet.customers).sum::<u64>(), facets.total);
        }
    }
}

#[test]
fn a_cursor_holds_its_place_when_a_newer_set_comes_between_two_pages() {
    let (_folder, desk) = desk();
    let with = |id: &str, risk| CustomerFinding { value_at_risk_minor: risk, ..customer(id) };
    publish(&desk, [with("a", 50), with("b", 40), with("c", 30), with("d", 20)]);
    let query = CustomerQuery { limit: 2, ..CustomerQuery::default() };
    let first = desk.customers(&query).unwrap();
    assert_eq!(ids(&first.items), ["a", "b"]);
    // "b", where the page ended, is gone; "new" belongs to the part already seen.
    publish(&desk, [with("a", 50), with("new", 45), with("c", 30), with("d", 20)]);
    let second = desk.customers(&CustomerQuery { cursor: first.next, ..query.clone() }).unwrap();
    assert_eq!(ids(&second.items), ["c", "d"]);
    let other = CustomerQuery { cursor: Some("name~0~0~".to_owned()), ..query };
    assert!(desk.customers(&other).is_err(), "a cursor of another order");
}

#[test]
fn one_customer_comes_back_exactly_as_loaded() {
    let (_folder, desk) = desk();
    let mut one = customer("x");
    one.search = "x@example.com +358 40 123".to_owned();
    publish(&desk, [one.clone()]);
    assert_eq!(desk.customer(CustomerKey::of("x")).unwrap(), Some(one));
    assert_eq!(desk.customer(CustomerKey::of("y")).unwrap(), None);
    let search = |text: &str| {
        let filter = CustomerFilter { search: Some(text.to_owned()), ..CustomerFilter::default() };
        desk.customers(&CustomerQuery { filter, ..CustomerQuery::default() }).unwrap().total
    };
    assert_eq!((search("EXAMPLE 358"), search("358 nobody"), search("  ")), (1, 0, 1));
}

#[test]
fn a_search_minds_no_accents_and_the_order_does() {
    let (_folder, desk) = desk();
    let named = |id: &str, name: &str| CustomerFinding { name: Some(name.to_owned()), ..customer(id) };
    let mut mail = customer("4");
    mail.search = "rené@example.com".to_owned();
    publish(
        &desk,
        [named("1", "Café 3"), named("2", "CAFE 3"), named("3", "Hämäläinen"), named("5", "Zeta"), mail],
    );
    let query = |text: &str| CustomerQuery {
        filter: CustomerFilter { search: Some(text.to_owned()), ..CustomerFilter::default() },
        sort: CustomerSort::Name,
        descending: false,
        ..CustomerQuery::default()
    };
    let found = |text: &str| ids(&desk.customers(&query(text)).unwrap().items).join(" ");
    assert_eq!(found("Cafe 3"), "2 1");
    assert_eq!(found("CAFÉ 3"), "2 1");
    assert_eq!(found("cafe\u{301}"), "2 1");
    assert_eq!((&*found("hamalainen"), &*found("rene@")), ("3", "4"));
}
