//! Bought A, and a pattern says that B follows. Of many patterns the one with the most to expect, so that a customer with hundreds
//! of purchases gives one opportunity a fact.

use super::{Scene, Sighting, Trigger};
use crate::items::NO_ITEM;
use crate::knowledge::Follows;
use vihje_model::fact::LineKind;
use vihje_model::opportunity::{OpportunityReason, Rule};

#[allow(clippy::cast_precision_loss)] // money far below 2^53 minor units
fn expected(follows: &Follows) -> f64 {
    follows.confidence * follows.value_minor as f64
}

pub(super) fn see(rule: &Rule, min_lift: f64, min_confidence: f64, scene: &Scene<'_>) -> Option<Sighting> {
    let Trigger::Bought(lines) = scene.trigger else { return None };
    let known = scene.known();
    let strong = |follows: &&Follows| follows.lift >= min_lift && follows.confidence >= min_confidence;
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Sale && line.quantity > 0) {
        let a = known.items.item(line.product);
        let follows = if a == NO_ITEM { &[] } else { known.follows(a) };
        found.extend(follows.iter().filter(strong).map(|follows| (*follows, line.at)));
    }
    if found.is_empty() {
        return None;
    }
    let mut bought: Vec<u32> = scene.purchases().iter().map(|line| known.items.item(line.product)).collect();
    bought.sort_unstable();
    let has = |item: u32| bought.binary_search(&item).is_ok();
    // A line that a later fact took back already is no reason.
    found.retain(|(follows, _)| has(follows.a) && !has(follows.b));
    found.sort_by(|(a, _), (b, _)| expected(b).total_cmp(&expected(a)).then(a.b.cmp(&b.b)));
    let (best, at) = found.into_iter().find(|(follows, _)| {
        let open = scene.is_open(rule, Some(known.item_name(follows.b)), follows.value_minor);
        open && known.is_item_offered(follows.b)
    })?;
    let name = |item: u32| known.item_name(item).to_owned();
    Some(Sighting {
        item: Some(name(best.b)),
        reason: OpportunityReason::BoughtA {
            a: name(best.a),
            b: name(best.b),
            bought_at: at,
            lift: best.lift,
            confidence: best.confidence,
            median_days: best.median_days,
        },
        value_minor: best.value_minor,
        at,
        waits_on: None,
    })
}
