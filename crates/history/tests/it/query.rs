//! `vihje query`: the documented views and nothing else.

use crate::support::*;
use std::time::Duration;
use vihje_history::{QueryLimits, views_reference};

fn refusal(home: &Home, sql: &str) -> String {
    let problem: vihje_model::Problem =
        home.history.query(sql, QueryLimits::default()).expect_err(sql).into();
    problem.code
}

#[test]
fn only_a_select_over_the_views_is_answered() {
    let home = Home::new();
    let secret = home.write("secret.csv", "a\n1\n").display().to_string();
    for sql in [
        "DELETE FROM customers".to_owned(),
        "SELECT 1; SELECT 2".to_owned(),
        "SELECT 1; DROP VIEW customers".to_owned(),
        "COPY customers TO '/tmp/x.csv'".to_owned(),
        "ATTACH '/tmp/x.duckdb'".to_owned(),
        "SET memory_limit = '1GB'".to_owned(),
        "PRAGMA database_list".to_owned(),
        format!("SELECT * FROM '{secret}'"),
        format!("SELECT * FROM read_csv('{secret}')"),
        format!("SELECT (SELECT max(a) FROM read_csv('{secret}'))"),
        format!("WITH x AS (SELECT * FROM read_text('{secret}')) SELECT * FROM x"),
        "SELECT * FROM customers WHERE id IN (SELECT id FROM main.customer_rows)".to_owned(),
        "SELECT * FROM main.meta".to_owned(),
        "SELECT * FROM sale_lines_of_others".to_owned(),
        "SELECT * FROM duckdb_settings()".to_owned(),
        "SELECT * FROM query('DELETE FROM main.meta')".to_owned(),
        "SELECT getenv('HOME')".to_owned(),
        "SELECT 1) ; DELETE FROM main.meta; SELECT (1".to_owned(),
        "nonsense".to_owned(),
    ] {
        assert_eq!(refusal(&home, &sql), "query-refused", "{sql}");
    }
}

#[test]
fn a_refusal_is_a_sentence_about_the_sql() {
    let home = Home::new();
    let told = |sql: &str| -> vihje_model::Problem {
        home.history.query(sql, QueryLimits::default()).expect_err(sql).into()
    };
    for sql in ["delete from customers", "DROP TABLE sale_lines", "SET memory_limit = '1GB'"] {
        assert_eq!(told(sql).what, "Only SELECT is answered here; nothing can be changed.", "{sql}");
    }
    let what = told("SELEC 1").what;
    assert!(what.starts_with("The SQL was not understood: ") && what.ends_with('.'), "{what}");
}

#[test]
fn an_answer_has_names_numbers_and_an_end() {
    let home = Home::new();
    let sql = "WITH x AS (SELECT range AS n, 'r' || range AS t, NULL AS e FROM range(5)) SELECT * FROM x ORDER BY n DESC;";
    let answer = home.history.query(sql, QueryLimits { rows: 2, time: Duration::from_secs(60) }).unwrap();
    assert_eq!(answer.columns, ["n", "t", "e"]);
    assert_eq!(answer.numeric[..2], [true, false]);
    let row = |n: &str, t: &str| vec![Some(n.to_owned()), Some(t.to_owned()), None];
    assert_eq!(answer.rows, [row("4", "r4"), row("3", "r3")]);
    assert!(answer.more);
    let none = home.history.query("SELECT * FROM customers -- all", QueryLimits::default()).unwrap();
    assert_eq!((none.columns.len(), none.rows.len(), none.more), (8, 0, false));
}

#[test]
fn a_query_that_takes_too_long_is_stopped() {
    let home = Home::new();
    let sql = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 1";
    let limits = QueryLimits { rows: 1, time: Duration::from_millis(100) };
    let problem: vihje_model::Problem = home.history.query(sql, limits).unwrap_err().into();
    assert_eq!(problem.code, "query-too-slow");
}

#[test]
fn every_documented_column_is_there() {
    let home = Home::new();
    let page = views_reference();
    let mut view = "";
    let mut documented = 0;
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            view = name;
        } else if let Some(column) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) {
            home.ask(&format!("SELECT {column} FROM {view}"));
            documented += 1;
        }
    }
    assert!(documented > 60, "{documented}");
}
