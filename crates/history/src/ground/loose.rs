//! Which product a line means: by its id, or, where the rules say so, by a name written a little differently.

use super::{GOOD, Ground};
use crate::error::Result;

/// A name without case, spaces and punctuation.
const FOLD: &str = r"regexp_replace(lower(NAME), '[^\p{L}\p{N}]', '', 'g')";

/// Fills `product_ids`: each id as told, the id it means, its key, how many lines tell it, and whether it is known.
pub(super) fn product_ids(ground: &Ground<'_>) -> Result<()> {
    let fold = |name: &str| FOLD.replace("NAME", name);
    let alike = if ground.loose {
        // A folded name that two products share means neither.
        format!(
            "SELECT t.product_id AS told, any_value(p.id) AS id
             FROM told t JOIN main.products p
               ON {} IN ({}, {}) AND p.described
             WHERE NOT EXISTS (SELECT 1 FROM main.products q WHERE q.id = t.product_id AND q.described)
             GROUP BY t.product_id HAVING count(DISTINCT p.id) = 1",
            fold("t.product_id"),
            fold("p.id"),
            fold("coalesce(p.name, p.id)")
        )
    } else {
        "SELECT NULL AS told, NULL AS id WHERE false".to_owned()
    };
    ground.run(&format!(
        "CREATE OR REPLACE TABLE {{product_ids}} AS
         WITH told AS (SELECT product_id, count(*) AS lines FROM {{rows}} WHERE {GOOD} GROUP BY product_id),
              alike AS ({alike})
         SELECT t.product_id AS told, coalesce(a.id, t.product_id) AS id,
                md5_number_lower(coalesce(a.id, t.product_id)) AS product_key, t.lines, a.id IS NOT NULL AS loosely,
                coalesce(p.described, false) AS described
         FROM told t
         LEFT JOIN alike a ON a.told = t.product_id
         LEFT JOIN main.products p ON p.product_key = md5_number_lower(coalesce(a.id, t.product_id))"
    ))
}
