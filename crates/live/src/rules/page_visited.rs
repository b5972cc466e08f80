//! Looked at a page that people look at before they buy.

use super::{Scene, Sighting, Trigger};
use crate::touches::{PAGE, about};
use vihje_model::fact::TouchPoint;
use vihje_model::opportunity::OpportunityReason;

/// Whether a touch-point's page, by path, address or title, has any of the words.
fn is_on(touch: &TouchPoint, pages: &[String]) -> bool {
    let told = PAGE.iter().filter_map(|name| touch.attributes.get(*name)).chain([&touch.subject]);
    let told: Vec<String> = told.map(|text| text.to_lowercase()).collect();
    let words = pages.iter().map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty());
    words.into_iter().any(|word| told.iter().any(|text| text.contains(&word)))
}

pub(super) fn see(pages: &[String], scene: &Scene<'_>) -> Option<Sighting> {
    let Trigger::Touched(touch, short) = scene.trigger else { return None };
    if touch.outbound || !is_on(touch, pages) {
        return None;
    }
    let touches = scene.customer.touches();
    let same = |other: &&crate::Touch| {
        other.page == short.page
            && !other.outbound
            && other.at <= touch.at
            && other.at >= touch.at.plus_days(-1)
    };
    let page = about(touch).page.to_owned();
    Some(Sighting {
        item: Some(page.clone()),
        reason: OpportunityReason::PageVisited {
            page,
            times: u32::try_from(touches.iter().filter(same).count()).unwrap_or(u32::MAX),
            last_at: touch.at,
        },
        value_minor: scene.value_per_order(),
        at: touch.at,
        waits_on: None,
    })
}
