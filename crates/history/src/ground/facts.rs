//! Exposures and touch-points: facts about customers that are not sales.

use super::{GOOD, Ground};
use crate::error::Result;
use vihje_model::import::Outcome;

/// An exposure told twice is one exposure.
pub(super) fn exposures(ground: &Ground<'_>) -> Result<Outcome> {
    ground.run(&format!(
        "INSERT INTO {{known}}
         SELECT ord FROM (
             SELECT rowid AS ord, campaign, customer_key, exposed_at,
                    row_number() OVER (PARTITION BY campaign, customer_key, exposed_at ORDER BY rowid) AS copy
             FROM {{rows}} WHERE {GOOD}) r
         WHERE copy > 1 OR EXISTS (
             SELECT 1 FROM main.exposures e
             WHERE e.campaign = r.campaign AND e.customer_key = r.customer_key
               AND e.exposed_at IS NOT DISTINCT FROM r.exposed_at);

         INSERT INTO {{exposures}}
         SELECT campaign, customer_key, exposed_at FROM {{rows}}
         WHERE {GOOD} AND rowid NOT IN (SELECT ord FROM {{known}});"
    ))?;
    let mut outcome = count(ground, "exposed_at")?;
    ground.flag(
        "unknown-campaign",
        "SELECT count(*), any_value('The campaign \"' || campaign || '\" is not described by any campaigns file.')
         FROM {exposures} WHERE campaign NOT IN (SELECT id FROM main.campaigns)",
        &mut outcome,
    )?;
    Ok(outcome)
}

/// Equal touch-points of one file are kept apart; in a second file they are known up to their number.
pub(super) fn touch_points(ground: &Ground<'_>) -> Result<Outcome> {
    if ground.by_content {
        ground.run(&format!(
            "INSERT INTO {{known}}
             SELECT ord FROM (
                 SELECT rowid AS ord, *, row_number() OVER (
                            PARTITION BY customer_key, happened_at, touch, subject, campaign, attributes::VARCHAR
                            ORDER BY rowid) AS copy
                 FROM {{rows}} WHERE {GOOD}) r
             JOIN (SELECT customer_key, happened_at, touch, subject, campaign, attributes::VARCHAR AS attributes,
                          count(*) AS there
                   FROM main.touch_points
                   WHERE customer_key IN (SELECT customer_key FROM {{rows}})
                   GROUP BY ALL) t
               ON t.customer_key = r.customer_key AND t.happened_at = r.happened_at AND t.touch = r.touch
              AND t.subject = r.subject AND t.campaign IS NOT DISTINCT FROM r.campaign
              AND t.attributes = r.attributes::VARCHAR
             WHERE copy <= there"
        ))?;
    }
    ground.run(&format!(
        "INSERT INTO {{touches}}
         SELECT customer_key, happened_at, touch, outbound, subject, campaign, attributes FROM {{rows}}
         WHERE {GOOD} AND rowid NOT IN (SELECT ord FROM {{known}})"
    ))?;
    count(ground, "happened_at")
}

fn count(ground: &Ground<'_>, moment: &str) -> Result<Outcome> {
    let added = format!("{GOOD} AND rowid NOT IN (SELECT ord FROM {{known}})");
    // A browser nobody has signed in with is no customer or prospect yet; it becomes one's with the merge.
    let somebody = "NOT starts_with(customer_id, 'anonymous:')";
    ground
        .name_people("people", &format!("SELECT customer_id FROM {{rows}} WHERE {added} AND {somebody}"))?;
    ground.name_people(
        "held_people",
        &format!(
            "SELECT customer_id FROM {{rows}} WHERE rowid IN (SELECT ord FROM {{known}}) AND {somebody}"
        ),
    )?;
    let mut outcome = Outcome {
        added: ground.count(&format!("SELECT count(*) FROM {{rows}} WHERE {added}"))?,
        known: ground.count("SELECT count(*) FROM {known}")?,
        ..Outcome::default()
    };
    ground.span(
        &format!("SELECT epoch_us(min({moment})), epoch_us(max({moment})) FROM {{rows}} WHERE {added}"),
        &mut outcome,
    )?;
    Ok(outcome)
}
