//! The documented views: what `vihje query` shows. Must never show a table that is not documented here.
//!
//! [`reference`] writes `docs/reference/views.md` from the same definitions, so the page cannot drift.

use crate::error::Result;
use crate::resolve;
use duckdb::Connection;
use std::fmt::Write as _;

/// The schema the views live in; a query sees no other.
pub(crate) const SCHEMA: &str = "vihje";

/// The schema of the facts with the customers after all merges, from which the views are made.
const KNOWN: &str = "known";

pub(crate) struct View {
    pub(crate) name: &'static str,
    about: &'static str,
    columns: &'static [(&'static str, &'static str)],
    sql: &'static str,
}

pub(crate) const VIEWS: [View; 10] = [
    View {
        name: "customers",
        about: "Customers and prospects as they are known now.",
        columns: &[
            ("customer_key", "stable key: the lower half of the MD5 of the trimmed id"),
            ("key", "the same key as in the API and in addresses: sixteen hexadecimal digits"),
            ("id", "id in the source"),
            ("name", "name, or the id where there is none"),
            ("email", "e-mail address"),
            ("phone", "telephone number"),
            ("owner", "sales person who owns the relation"),
            ("attributes", "demographics and everything else, JSON; read one with attributes->>'age'"),
        ],
        sql: "SELECT customer_key, format('{:016x}', customer_key), id, coalesce(name, id), email, phone, owner, attributes
              FROM main.customers",
    },
    View {
        name: "products",
        about: "What is sold, in levels from the widest to the narrowest.",
        columns: &[
            ("product_key", "stable key: the lower half of the MD5 of the trimmed id"),
            ("id", "id in the source"),
            ("name", "name, or the id where there is none"),
            ("level_1", "widest category"),
            ("level_2", "second category"),
            ("level_3", "third category"),
            ("level_4", "narrowest category"),
            ("price", "price of one unit"),
            ("cost", "cost of one unit"),
            ("currency", "currency of price and cost"),
            ("stock", "units in stock"),
            ("attributes", "brand, size and everything else, JSON"),
            ("described", "false where only a sale line named the product"),
        ],
        sql: "SELECT product_key, id, coalesce(name, id), level_1, level_2, level_3, level_4, price, cost, currency, stock,
                     attributes, described
              FROM main.products",
    },
    View {
        name: "sale_lines",
        about: "Every line of every order with the names of its customer and product; returns are lines of their own.",
        columns: &[
            ("customer_key", "key of the customer, after all merges; empty on an anonymous line"),
            ("customer", "id of the customer in the source"),
            ("customer_name", "name of the customer"),
            ("product_key", "key of the product"),
            ("product", "id of the product in the source"),
            ("product_name", "name of the product"),
            ("level_1", "widest category of the product"),
            ("level_2", "second category"),
            ("level_3", "third category"),
            ("level_4", "narrowest category"),
            ("sold_at", "when it was sold, UTC"),
            ("line", "sale, return or charge"),
            ("quantity", "how much, in the product's own unit; negative on a return"),
            ("amount", "the line's amount after discounts, in its own currency; negative on a return"),
            ("currency", "ISO 4217 code"),
            ("value", "amount in the reporting currency"),
            ("discount", "discount already taken off the amount"),
            ("order_id", "id of the order in the source"),
            ("store", "store or other place of sale"),
            ("sales_person", "who sold it"),
            ("import_id", "the import that brought it; empty when it came by the ledger"),
        ],
        sql: "SELECT l.customer_key, c.id, coalesce(c.name, c.id), l.product_key, p.id, coalesce(p.name, p.id),
                     p.level_1, p.level_2, p.level_3, p.level_4, l.sold_at, l.line, l.quantity, l.amount, l.currency,
                     l.value, l.discount, l.order_id, l.store, l.sales_person, coalesce(i.import_id, '')
              FROM known.sale_lines l
              LEFT JOIN main.customers c ON c.customer_key = l.customer_key
              LEFT JOIN main.products p ON p.product_key = l.product_key
              LEFT JOIN main.imports i ON i.seq = l.seq",
    },
    View {
        name: "orders",
        about: "Orders: the lines of one customer with one order id, or at one moment where there is no order id.",
        columns: &[
            ("customer_key", "key of the customer; empty on an anonymous order"),
            ("order_id", "id of the order in the source"),
            ("sold_at", "moment of the first line, UTC"),
            ("lines", "number of lines"),
            ("quantity", "sum of quantities, returns taken off"),
            ("value", "sum of values in the reporting currency, returns taken off, charges included"),
            ("store", "store or other place of sale"),
        ],
        sql: "SELECT customer_key, order_id, min(sold_at), count(*), sum(quantity), sum(value), min(store)
              FROM known.sale_lines
              GROUP BY customer_key, order_id, CASE WHEN order_id IS NULL THEN sold_at END",
    },
    View {
        name: "touch_points",
        about: "Contacts of customers and prospects with the brand.",
        columns: &[
            ("customer_key", "key of the customer"),
            ("customer", "id of the customer in the source"),
            ("happened_at", "when, UTC"),
            ("touch", "visit, e-mail, call, store, ad, survey, support, note, coupon, outcome …"),
            ("outbound", "true when the brand began it"),
            ("subject", "what it was about"),
            ("campaign", "id of the campaign it belongs to"),
            ("attributes", "everything else, JSON"),
            ("import_id", "the import that brought it; empty when it came by the ledger"),
        ],
        sql: "SELECT t.customer_key, c.id, t.happened_at, t.touch, t.outbound, t.subject, t.campaign, t.attributes,
                     coalesce(i.import_id, '')
              FROM known.touch_points t
              LEFT JOIN main.customers c ON c.customer_key = t.customer_key
              LEFT JOIN main.imports i ON i.seq = t.seq",
    },
    View {
        name: "campaigns",
        about: "Marketing and sales efforts.",
        columns: &[
            ("id", "id in the source"),
            ("name", "name, or the id where there is none"),
            ("campaign_type", "type, as the source names it"),
            ("starts", "first moment, UTC"),
            ("ends", "first moment after it, UTC"),
            ("cost", "what it cost in all"),
            ("currency", "currency of the cost"),
            ("audience", "whom it was meant for"),
        ],
        sql: "SELECT id, coalesce(name, id), campaign_type, starts, ends, cost, currency, audience FROM main.campaigns",
    },
    View {
        name: "exposures",
        about: "Who was reached by which campaign.",
        columns: &[
            ("campaign", "id of the campaign"),
            ("customer_key", "key of the customer"),
            ("customer", "id of the customer in the source"),
            ("exposed_at", "when, UTC; the campaign's start where the source does not say"),
            ("import_id", "the import that brought it; empty when it came by the ledger"),
        ],
        sql: "SELECT e.campaign, e.customer_key, c.id, coalesce(e.exposed_at, k.starts), coalesce(i.import_id, '')
              FROM known.exposures e
              LEFT JOIN main.customers c ON c.customer_key = e.customer_key
              LEFT JOIN main.campaigns k ON k.id = e.campaign
              LEFT JOIN main.imports i ON i.seq = e.seq",
    },
    View {
        name: "merges",
        about: "Names that turned out to be of one customer.",
        columns: &[
            ("from_id", "the name that was taken in, as facts were told with it"),
            ("into_id", "the customer who has both"),
            ("joined_by", "anonymous, email, phone, external, alias or person"),
            ("evidence", "what they share, or who said so"),
            ("merged_at", "when, UTC"),
            ("undone_at", "when it was taken back, UTC; empty while it holds"),
            ("undone_by", "by whom"),
        ],
        sql: "SELECT from_id, into_id, joined_by, evidence, merged_at, undone_at, undone_by FROM main.merges",
    },
    View {
        name: "imports",
        about: "Files that were imported, and what became of their rows.",
        columns: &[
            ("import_id", "id of the import"),
            ("part", "number of the file within the import"),
            ("kind", "what the rows were read as"),
            ("file", "name of the file"),
            ("imported_at", "when it became visible, UTC"),
            ("undone_at", "when it was taken back, UTC"),
            ("rows", "rows in the file"),
            ("added", "new facts"),
            ("known", "rows already known"),
            ("left_out", "rows left out by a rule"),
            ("rejected", "rows rejected"),
        ],
        sql: "SELECT import_id, part, kind, file, imported_at, undone_at, (outcome->>'rows')::UBIGINT,
                     (outcome->>'added')::UBIGINT, (outcome->>'known')::UBIGINT, (outcome->>'left_out')::UBIGINT,
                     (outcome->>'rejected')::UBIGINT
              FROM main.imports",
    },
    View {
        name: "rejected",
        about: "Rows that were not imported, with the reason.",
        columns: &[
            ("import_id", "id of the import; 'ledger' for facts that came by the ledger"),
            ("line", "line in the file, counted from one with the header as line one"),
            ("col", "the column at fault, where one is"),
            ("code", "a stable code"),
            ("reason", "the reason, one sentence"),
            ("source_row", "the whole row as it stood"),
        ],
        sql: "SELECT import_id, line, col, code, reason, source_row FROM main.rejected",
    },
];

/// Creates the views anew, with their comments.
pub(crate) fn create(conn: &Connection) -> Result<()> {
    let mut sql =
        format!("BEGIN; CREATE SCHEMA IF NOT EXISTS {SCHEMA}; CREATE SCHEMA IF NOT EXISTS {KNOWN};\n");
    for table in ["sale_lines", "touch_points", "exposures"] {
        let _ = writeln!(sql, "CREATE OR REPLACE VIEW {KNOWN}.{table} AS SELECT {};", resolve::joined(table));
    }
    for view in &VIEWS {
        let columns: Vec<&str> = view.columns.iter().map(|(name, _)| *name).collect();
        let qualified = format!("{SCHEMA}.{}", view.name);
        let _ = writeln!(
            sql,
            "CREATE OR REPLACE VIEW {qualified} AS SELECT * FROM ({}) AS v({});",
            view.sql,
            columns.join(", ")
        );
        let _ = writeln!(sql, "COMMENT ON VIEW {qualified} IS {};", crate::sql::literal(view.about));
        for (name, about) in view.columns {
            let _ = writeln!(sql, "COMMENT ON COLUMN {qualified}.{name} IS {};", crate::sql::literal(about));
        }
    }
    sql.push_str("COMMIT;");
    Ok(conn.execute_batch(&sql)?)
}

/// The text of `docs/reference/views.md`.
pub fn reference() -> String {
    let mut page = String::from(
        "# Views\n\nWhat `vihje query \"SQL\"` sees. Any single `SELECT` in DuckDB's SQL is allowed; nothing can be changed \
         and no file\ncan be read. This page is generated from the definitions in `crates/history/src/views.rs`.\n",
    );
    for view in &VIEWS {
        let _ =
            write!(page, "\n## {}\n\n{}\n\n| column | what it is |\n| --- | --- |\n", view.name, view.about);
        for (name, about) in view.columns {
            let _ = writeln!(page, "| `{name}` | {about} |");
        }
    }
    page
}
