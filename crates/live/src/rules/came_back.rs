//! A customer in decline came back after a silence.

use super::{Scene, Sighting, Trigger};
use vihje_insight::decline::Kind;
use vihje_model::fact::LineKind;
use vihje_model::opportunity::OpportunityReason;

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Lapsed => "lapsed",
        Kind::Declining => "declining",
        Kind::Late => "late",
        Kind::LostLine => "lost_line",
    }
}

pub(super) fn see(quiet_days: u32, scene: &Scene<'_>) -> Option<Sighting> {
    let (at, by) = match scene.trigger {
        // The order itself has been judged.
        Trigger::Touched(touch, _) if touch.touch == "order" => return None,
        Trigger::Touched(touch, _) if !touch.outbound => (touch.at, touch.touch.as_str()),
        Trigger::Bought(lines) => {
            let sale = lines.iter().find(|line| line.kind == LineKind::Sale && line.quantity > 0)?;
            (sale.at, "order")
        }
        _ => return None,
    };
    let standing = scene.known_customer()?.standing?;
    let purchases = scene.purchases();
    let last_order = purchases[..purchases.partition_point(|line| line.at < at)].last()?.at;
    let touches = scene.customer.touches();
    let last_touch =
        touches.iter().rev().find(|touch| !touch.outbound && touch.at < at).map(|touch| touch.at);
    let last_sign = last_touch.map_or(last_order, |touch| touch.max(last_order));
    if at < last_sign.plus_days(i64::from(quiet_days)) {
        return None;
    }
    Some(Sighting {
        item: None,
        reason: OpportunityReason::CameBack {
            standing: word(standing).to_owned(),
            days_since_order: at.days_since(last_order),
            by: by.to_owned(),
        },
        value_minor: scene.value_per_order(),
        at,
        waits_on: None,
    })
}
