//! Customers, products and campaigns: rows that say nothing new are known.

use super::{GOOD, Ground};
use crate::error::Result;
use vihje_model::import::Outcome;

/// Members that a new row may change, by kind.
const CUSTOMER: [&str; 4] = ["name", "email", "phone", "owner"];
const PRODUCT: [&str; 9] =
    ["name", "level_1", "level_2", "level_3", "level_4", "price", "cost", "currency", "stock"];
const CAMPAIGN: [&str; 7] = ["name", "campaign_type", "starts", "ends", "cost", "currency", "audience"];

pub(super) fn customers(ground: &Ground<'_>) -> Result<Outcome> {
    find_known(ground, "customers", "customer_key", &CUSTOMER, true)?;
    add(ground, "people", "SELECT customer_key, id, name, email, phone, owner, attributes, rowid FROM {rows}")
}

pub(super) fn products(ground: &Ground<'_>) -> Result<Outcome> {
    find_known(ground, "products", "product_key", &PRODUCT, true)?;
    add(
        ground,
        "goods",
        "SELECT product_key, id, name, level_1, level_2, level_3, level_4, price, cost, currency, stock, attributes, true,
                rowid FROM {rows}",
    )
}

pub(super) fn campaigns(ground: &Ground<'_>) -> Result<Outcome> {
    find_known(ground, "campaigns", "id", &CAMPAIGN, false)?;
    add(
        ground,
        "efforts",
        "SELECT id, name, campaign_type, starts, ends, cost, currency, audience, rowid FROM {rows}",
    )
}

/// A row is known when it would change nothing, and no row above it in the file has changed anything of the same thing; or
/// when it repeats the file's row before it on the same thing.
fn find_known(ground: &Ground<'_>, table: &str, key: &str, members: &[&str], attributes: bool) -> Result<()> {
    let mut unchanged: Vec<String> = members
        .iter()
        .map(|member| {
            format!("coalesce(r.{member} IS NOT DISTINCT FROM k.{member} OR r.{member} IS NULL, false)")
        })
        .collect();
    let mut all = members.join(", ");
    if attributes {
        unchanged.push(
            "json_merge_patch(coalesce(k.attributes, '{}'::JSON), coalesce(r.attributes, '{}'::JSON))
             = coalesce(k.attributes, '{}'::JSON)"
                .to_owned(),
        );
        all.push_str(", attributes");
    }
    // A product that only a sale named is described for the first time, even by a row that has nothing but its id.
    if table == "products" {
        unchanged.push("k.described".to_owned());
    }
    ground.run(&format!(
        "INSERT INTO {{known}}
         SELECT ord FROM (
             SELECT r.rowid AS ord, bool_and({}) OVER (
                        PARTITION BY r.{key} ORDER BY r.rowid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
             FROM {{rows}} r JOIN main.{table} k ON k.{key} = r.{key}
             WHERE {GOOD})
         WHERE so_far
         UNION
         SELECT ord FROM (
             SELECT rowid AS ord, hash({all}) AS said,
                    lag(hash({all})) OVER (PARTITION BY {key} ORDER BY rowid) AS said_before
             FROM {{rows}} WHERE {GOOD})
         WHERE said = said_before",
        unchanged.join(" AND ")
    ))
}

fn add(ground: &Ground<'_>, table: &str, rows: &str) -> Result<Outcome> {
    ground.run(&format!(
        "INSERT INTO {{{table}}} {rows} WHERE {GOOD} AND rowid NOT IN (SELECT ord FROM {{known}});
         INSERT INTO {{held_{table}}} {rows} WHERE rowid IN (SELECT ord FROM {{known}});"
    ))?;
    let known = ground.count("SELECT count(*) FROM {known}")?;
    let good = ground.count(&format!("SELECT count(*) FROM {{rows}} WHERE {GOOD}"))?;
    Ok(Outcome { added: good - known, known, ..Outcome::default() })
}
