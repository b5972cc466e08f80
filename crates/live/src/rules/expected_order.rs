//! The next order is expected by the customer's own rhythm, as it was last worked out.

use super::{Scene, Sighting, Trigger};
use crate::timers::Due;
use vihje_model::opportunity::OpportunityReason;

pub(super) fn see(overdue_only: bool, scene: &Scene<'_>) -> Option<Sighting> {
    let overdue = match scene.trigger {
        Trigger::Time(Due::Order) if !overdue_only => false,
        Trigger::Time(Due::Overdue) if overdue_only => true,
        _ => return None,
    };
    let known = scene.known_customer()?;
    let last_order = scene.purchases().last()?.at;
    // Who has ordered since is not waited for; the next expectation comes with the next knowledge.
    if last_order >= scene.known().as_of {
        return None;
    }
    let expected_at = known.next_at?;
    let at = if overdue { known.next_to? } else { expected_at };
    Some(Sighting {
        item: None,
        reason: OpportunityReason::ExpectedOrder {
            last_order,
            usual_gap_days: f64::from(known.usual_gap_days),
            expected_at,
            overdue,
        },
        value_minor: scene.value_per_order(),
        at,
        waits_on: Some(last_order),
    })
}
