//! Any list as CSV and XLSX: the same rows as on screen, and names that look like formulas stay names.

use crate::support::{Reply, TestServer, customers, sales};
use calamine::{Data, DataType as _, Reader as _, Xlsx};
use std::io::Cursor;

#[tokio::test]
async fn exports_have_the_rows_of_the_list_and_no_formulas() {
    let server = TestServer::signed_in().await;
    server.import(&[("customers.csv", customers().as_bytes()), ("sales.csv", sales().as_bytes())]).await;
    let csv = server.get("/api/v1/export/customers.csv").await;
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let called = |name: &str| format!("attachment; filename=\"{name}-{today}.csv\"");
    assert_eq!(csv.headers["content-disposition"], called("customers"));
    let text = csv.text();
    assert_eq!(text.lines().count(), 61);
    assert!(text.contains("'=HYPERLINK(1)") && !text.contains(",=HYPERLINK"), "{text}");
    let filtered = server.get("/api/v1/export/customers.csv?owner=Owner%201").await.text();
    assert_eq!(filtered.lines().count(), 21);
    let lapsed = server.get("/api/v1/export/today.csv?kind=lapsed").await;
    assert_eq!(lapsed.headers["content-disposition"], called("lapsed"));
    let today = server.get("/api/v1/today").await.expect(200);
    let text = server.get("/api/v1/export/today.csv").await.text();
    assert_eq!(text.lines().count() as u64, today["total"].as_u64().unwrap() + 1);
    assert_eq!(server.get("/api/v1/export/today.pdf").await.status.as_u16(), 400);
    for list in ["today", "opportunities", "customers", "patterns", "replenishment"] {
        let book = server.get(&format!("/api/v1/export/{list}.xlsx")).await;
        assert_eq!(book.status.as_u16(), 200, "{list}");
        assert!(book.bytes.starts_with(b"PK"), "{list}");
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book.bytes)).unwrap();
        let rows = book.worksheet_range_at(0).unwrap().unwrap();
        let headings: Vec<String> = rows.rows().next().unwrap().iter().map(ToString::to_string).collect();
        assert!(!headings.iter().any(|heading| heading.contains("column.")), "no words for {headings:?}");
    }
}

#[tokio::test]
async fn a_task_is_exported_with_the_sentence_of_the_screen_in_the_readers_language() {
    let server = TestServer::signed_in().await;
    server.import(&[("customers.csv", customers().as_bytes()), ("sales.csv", sales().as_bytes())]).await;
    let head = |text: &str| text.lines().next().unwrap().trim_start_matches('\u{feff}').to_owned();
    let english = server.get("/api/v1/export/due.csv?item=COFFEE").await.text();
    assert_eq!(head(&english), "customer_id,customer,owner,item,last_bought,due,usual_gap_days,value_EUR");
    let english = server.get("/api/v1/export/today.csv?kind=lapsed&language=en").await.text();
    assert_eq!(
        head(&english),
        "rank,customer_id,customer,owner,email,phone,reason,why,value_at_stake_EUR,basis,state,outcome,note"
    );
    assert!(english.contains(",Lapsed,"), "{english}");
    assert!(
        english.contains("=HYPERLINK(1) has probably left for good: 25 orders, then nothing for 120 days."),
        "{english}"
    );
    let finnish = server.get("/api/v1/export/today.csv?kind=lapsed&language=fi").await.text();
    assert!(finnish.contains("=HYPERLINK(1) on luultavasti lopettanut: 25 tilausta, "), "{finnish}");
    assert!(finnish.contains(",Myynti,Tekemättä,"), "values are words too: {finnish}");
    let codes = server.get("/api/v1/export/today.csv?kind=lapsed").await.text();
    assert!(codes.contains(",sales,open,"), "who asks for no language is given codes: {codes}");
    let customers = server.get("/api/v1/export/customers.csv").await.text();
    assert!(
        head(&customers).ends_with("value_at_risk_EUR,still_buying_percent,expected_next_year_EUR,basis,rfm")
    );
    assert!(customers.contains(",steady,") && customers.contains(",sales,"), "{customers}");
    let customers = server.get("/api/v1/export/customers.csv?language=fi").await.text();
    assert!(customers.contains(",Vakaa,") && customers.contains(",Myynti,"), "{customers}");
}

#[tokio::test]
async fn days_are_days_in_a_workbook_and_numbers_have_as_many_digits_as_they_need() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let book = server.get("/api/v1/export/customers.xlsx").await.bytes;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).unwrap();
    let rows = book.worksheet_range_at(0).unwrap().unwrap();
    let column = |name: &str| rows.rows().next().unwrap().iter().position(|cell| *cell == name).unwrap();
    let (last, gap) = (column("Last order"), column("Usual gap, days"));
    let first = rows.rows().nth(1).unwrap();
    let Data::DateTime(day) = first[last] else { panic!("{:?} is no date", first[last]) };
    // A spreadsheet counts days from 1900: these are those of 2024, without hours.
    assert!((45_292.0..45_658.0).contains(&day.as_f64()) && day.as_f64().fract() == 0.0, "{day:?}");
    assert!(rows.rows().next().unwrap().iter().any(|cell| *cell == "Value at risk (EUR)"));
    let days = first[gap].get_float().unwrap();
    assert!((days * 10.0).fract().abs() < 1e-9, "{days}");
}

#[tokio::test]
async fn a_workbook_and_a_file_are_called_after_what_is_in_them() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let called = |answer: &Reply| {
        let head = answer.headers["content-disposition"].to_str().unwrap().to_owned();
        let name = head.split('"').nth(1).unwrap().to_owned();
        name.split_once(&format!("-{today}.")).unwrap().0.to_owned()
    };
    let sheet = |answer: &Reply| {
        let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(answer.bytes.clone())).unwrap();
        book.sheet_names()
    };
    let english = server.get("/api/v1/export/customers.xlsx?language=en").await;
    assert_eq!((called(&english), sheet(&english)), ("customers".to_owned(), vec!["Customers".to_owned()]));
    let finnish = server.get("/api/v1/export/customers.xlsx?language=fi").await;
    assert_eq!(sheet(&finnish), ["Asiakkaat"]);

    let patterns = server.get("/api/v1/patterns?a=GRINDERS&b=CLEANERS").await.expect(200);
    let row = &patterns["items"][0];
    let id = row["id"].as_str().unwrap();
    let name = format!("{} then {}", row["a"].as_str().unwrap(), row["b"].as_str().unwrap());
    let list = server.post(&format!("/api/v1/patterns/{id}/list"), serde_json::json!({ "name": name })).await;
    let list = list.expect(201)["id"].as_str().unwrap().to_owned();
    let mut names = vec![
        called(&server.get(&format!("/api/v1/export/worklist.csv?id={list}")).await),
        called(&server.get("/api/v1/export/patterns.csv").await),
        called(&server.get("/api/v1/export/patterns.csv?below=true").await),
        called(&server.get("/api/v1/export/today.csv").await),
    ];
    for window in ["open", "bought", "closed"] {
        let members =
            server.get(&format!("/api/v1/export/pattern-members.csv?id={id}&window={window}")).await;
        assert!(called(&members).starts_with(&format!("pattern-{window}-")), "{}", called(&members));
        names.push(called(&members));
    }
    let every = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), every, "two lists have one name: {names:?}");
}

#[tokio::test]
async fn a_lift_lies_within_the_interval_beside_it_in_a_file_too() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let text = server.get("/api/v1/export/patterns.csv").await.text();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = rows.headers().unwrap().clone();
    let at = |name: &str| {
        head.iter().position(|known| known == name).unwrap_or_else(|| panic!("{name} in {head:?}"))
    };
    let mut seen = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let number = |name: &str| row[at(name)].parse::<f64>().unwrap();
        assert!(
            (number("observed_lift_low")..=number("observed_lift_high")).contains(&number("observed_lift"))
        );
        assert!(number("shrunk_lift") > 0.0);
        assert_eq!(&row[at("evidence")] != "unclear", number("q") <= 0.05, "{row:?}");
        seen += 1;
    }
    assert!(seen > 0, "there is a pattern to look at");
}

#[tokio::test]
async fn telephone_numbers_are_written_as_they_are_and_a_workbook_has_no_apostrophes() {
    let server = TestServer::signed_in().await;
    server.import(&[("customers.csv", customers().as_bytes()), ("sales.csv", sales().as_bytes())]).await;
    let text = server.get("/api/v1/export/today.csv?scope=all").await.text();
    assert!(text.contains(",+358 40 0000,") && !text.contains("'+358"), "{text}");
    assert!(text.contains(",'=HYPERLINK(1),"), "{text}");
    let book = server.get("/api/v1/export/today.xlsx?scope=all").await.bytes;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).unwrap();
    let rows = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<String> = rows.cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(cells.iter().all(|cell| !cell.starts_with('\'')), "{cells:?}");
    assert!(
        cells.iter().any(|cell| cell == "+358 40 0000") && cells.iter().any(|cell| cell == "=HYPERLINK(1)")
    );
    let formulas = book.worksheet_formula(&book.sheet_names()[0].clone()).unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "a text is no formula");
}
