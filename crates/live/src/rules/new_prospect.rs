//! The first touch-point of somebody who has not bought and can be reached: a browser without a name is nobody yet.

use super::{Scene, Sighting, Trigger};
use vihje_model::identity::IdKind;
use vihje_model::opportunity::OpportunityReason;

pub(super) fn see(scene: &Scene<'_>) -> Option<Sighting> {
    let Trigger::Touched(touch, _) = scene.trigger else { return None };
    let live = scene.live;
    if touch.outbound || scene.customer.has_lines() {
        return None;
    }
    // What a browser did before it had a name does not make its owner an old acquaintance.
    let named = scene.customer.names.iter().filter(|name| live.identity.kind(**name) != IdKind::Anonymous);
    let touches: u32 =
        named.filter_map(|name| live.cells.get(*name)?.touches.as_deref()).map(|cell| cell.count).sum();
    (touches == 1).then(|| Sighting {
        item: None,
        reason: OpportunityReason::NewProspect { by: touch.touch.clone(), subject: touch.subject.clone() },
        value_minor: scene.value_per_order(),
        at: touch.at,
        waits_on: None,
    })
}
