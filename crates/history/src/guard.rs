//! What a user's SQL may do: read the documented views, and nothing else. Must never run SQL it has not understood.
//!
//! The database's own parser turns the text into a tree (`json_serialize_sql`, which knows `SELECT` only); the tree may name
//! the documented views, its own `WITH` tables and a few table functions that read no file. Replacement scans
//! (`FROM 'file.csv'`), `read_*`, settings and the tables behind the views are therefore out of reach.

use crate::error::{Error, Result};
use crate::views::{SCHEMA, VIEWS};
use duckdb::Connection;
use serde_json::Value;
use std::collections::HashSet;

const TABLE_FUNCTIONS: [&str; 6] = ["range", "generate_series", "unnest", "json_each", "json_tree", "repeat"];
/// Scalar functions that read the environment or run other SQL.
const SCALARS_REFUSED: [&str; 6] =
    ["getenv", "query", "query_table", "json_execute_serialized_sql", "nextval", "currval"];

/// Refuses anything but one `SELECT` over the documented views.
///
/// # Errors
/// With the parser's own message, or the name that is not allowed.
pub(crate) fn check(conn: &Connection, sql: &str) -> Result<()> {
    let text: String =
        conn.query_row("SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", [sql], |row| row.get(0))?;
    let tree: Value = serde_json::from_str(&text).map_err(|error| refused(&error.to_string()))?;
    if tree["error"] == Value::Bool(true) {
        return Err(refused(&not_understood(&tree)));
    }
    let statements = tree["statements"].as_array().map_or(0, Vec::len);
    if statements != 1 {
        return Err(refused(&format!("Found {statements} statements.")));
    }
    let mut own = HashSet::new();
    collect_with_tables(&tree, &mut own);
    visit(&tree, &own)
}

/// Why the parser made no tree of it. What it says of other statements than `SELECT` is about the form of the tree, which is
/// nobody's business.
fn not_understood(tree: &Value) -> String {
    let message = tree["error_message"].as_str().unwrap_or_default().trim();
    if message.is_empty() || message.contains("serialized to json") {
        return "Only SELECT is answered here; nothing can be changed.".to_owned();
    }
    let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("The SQL was not understood: {message}{stop}")
}

fn refused(what: &str) -> Error {
    let names: Vec<&str> = VIEWS.iter().map(|view| view.name).collect();
    Error::refused(
        "query-refused",
        what.to_owned(),
        format!("Write one SELECT over the documented views: {}.", names.join(", ")),
    )
}

fn collect_with_tables(node: &Value, own: &mut HashSet<String>) {
    match node {
        Value::Object(fields) => {
            if let Some(tables) = fields.get("cte_map").and_then(|map| map["map"].as_array()) {
                own.extend(tables.iter().filter_map(|entry| entry["key"].as_str()).map(str::to_lowercase));
            }
            fields.values().for_each(|child| collect_with_tables(child, own));
        }
        Value::Array(items) => items.iter().for_each(|child| collect_with_tables(child, own)),
        _ => {}
    }
}

fn visit(node: &Value, own: &HashSet<String>) -> Result<()> {
    match node {
        Value::Object(fields) => {
            let text =
                |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_lowercase();
            match fields.get("type").and_then(Value::as_str) {
                Some("BASE_TABLE") => {
                    check_table(&text("catalog_name"), &text("schema_name"), &text("table_name"), own)?
                }
                Some("TABLE_FUNCTION") => {
                    let name = node["function"]["function_name"].as_str().unwrap_or_default().to_lowercase();
                    if !TABLE_FUNCTIONS.contains(&name.as_str()) {
                        return Err(refused(&format!("The table function \"{name}\" is not allowed.")));
                    }
                }
                Some("SHOW_REF" | "COLUMN_DATA" | "DELIM_GET" | "BOUND_TABLE_REF") => {
                    return Err(refused("Only SELECT is allowed."));
                }
                Some("FUNCTION") if SCALARS_REFUSED.contains(&text("function_name").as_str()) => {
                    return Err(refused(&format!(
                        "The function \"{}\" is not allowed.",
                        text("function_name")
                    )));
                }
                _ => {}
            }
            fields.values().try_for_each(|child| visit(child, own))
        }
        Value::Array(items) => items.iter().try_for_each(|child| visit(child, own)),
        _ => Ok(()),
    }
}

fn check_table(catalog: &str, schema: &str, table: &str, own: &HashSet<String>) -> Result<()> {
    let documented = VIEWS.iter().any(|view| view.name == table);
    let unqualified = catalog.is_empty() && schema.is_empty();
    let in_views = catalog.is_empty() && (schema.is_empty() || schema == SCHEMA);
    if (documented && in_views) || (unqualified && own.contains(table)) {
        return Ok(());
    }
    let full: Vec<&str> = [catalog, schema, table].into_iter().filter(|part| !part.is_empty()).collect();
    Err(refused(&format!("There is no view \"{}\".", full.join("."))))
}
