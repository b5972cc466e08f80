//! Small helpers to write SQL text. Values go in as bound parameters wherever SQL allows them; where it does not (options of
//! table functions, definitions), they go through [`literal`].

use duckdb::types::FromSql;
use duckdb::{Connection, ToSql};
use vihje_model::Moment;

/// A text as an SQL literal.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name as a quoted SQL identifier.
pub(crate) fn ident(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The condition that `text` is one of these. With `IN` and more than a few values the database joins with a table of them, and
/// rows no longer come in the order of their file, by which their lines are counted.
pub(crate) fn one_of<'a>(text: &str, values: impl IntoIterator<Item = &'a str>) -> String {
    let values: Vec<String> = values.into_iter().map(literal).collect();
    format!("list_contains([{}], {text})", values.join(", "))
}

/// Plain data as JSON text: none of what is written has maps with keys that are not text, so it cannot fail.
pub(crate) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data has a JSON text")
}

/// A moment as an SQL expression of type `TIMESTAMP`.
pub(crate) fn moment(at: Moment) -> String {
    format!("make_timestamp({})", at.0)
}

/// One value of one row; `None` when it is NULL.
pub(crate) fn scalar<T: FromSql>(
    conn: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
) -> duckdb::Result<Option<T>> {
    conn.query_row(sql, params, |row| row.get(0))
}
