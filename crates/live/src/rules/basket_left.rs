//! Put into the basket, or viewed again and again, and not bought: judged once it has been silent for a while.

use super::{Scene, Sighting, Trigger};
use crate::numbers::NO_PRODUCT;
use crate::timers::Due;
use crate::touches::Touch;
use vihje_model::Moment;
use vihje_model::opportunity::OpportunityReason;

/// How far back a visit is one visit.
const VISIT_DAYS: i64 = 1;
/// Products named in the reason.
const NAMED: usize = 5;

/// What a touch-point has to do with a basket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interest {
    View,
    Basket,
    Checkout,
}

/// What a word has to do with a basket, if anything.
pub(crate) fn interest(word: &str) -> Option<Interest> {
    match word {
        "view" => Some(Interest::View),
        "basket" => Some(Interest::Basket),
        "checkout" => Some(Interest::Checkout),
        _ => None,
    }
}

pub(crate) const MINUTE: i64 = 60_000_000;

pub(super) fn see(after_minutes: u32, views: u32, scene: &Scene<'_>) -> Option<Sighting> {
    if !matches!(scene.trigger, Trigger::Time(Due::Basket(minutes)) if minutes == after_minutes) {
        return None;
    }
    let last_sale = scene.purchases().last().map(|line| line.at);
    let mut visit: Vec<(Interest, Touch)> = scene
        .customer
        .touches()
        .into_iter()
        .filter(|touch| last_sale.is_none_or(|sale| touch.at > sale))
        .filter_map(|touch| Some((interest(scene.live.words.word(touch.word))?, touch)))
        .collect();
    let last_at = visit.last()?.1.at;
    if Moment(last_at.0 + i64::from(after_minutes) * MINUTE) > scene.now {
        return None; // still at it
    }
    visit.retain(|(_, touch)| touch.at >= last_at.plus_days(-VISIT_DAYS));
    let offered = |product: &u32| *product != NO_PRODUCT && scene.known().is_offered(*product);
    let mut basket: Vec<u32> = Vec::new();
    for (_, touch) in visit.iter().filter(|(interest, _)| *interest == Interest::Basket) {
        basket.retain(|product| *product != touch.product);
        if !touch.removes {
            basket.push(touch.product);
        }
    }
    basket.retain(offered);
    let is_basket = !basket.is_empty();
    let products =
        if is_basket { basket } else { viewed(&visit, views).into_iter().filter(offered).collect() };
    let kind = if is_basket { Interest::Basket } else { Interest::View };
    let times = visit
        .iter()
        .filter(|(interest, touch)| *interest == kind && products.contains(&touch.product))
        .count();
    let price =
        |product: &u32| scene.known().products.get(*product as usize).map_or(0, |known| known.price_minor);
    let value_minor = products.iter().map(price).sum();
    let names: Vec<String> =
        products.iter().rev().take(NAMED).map(|product| scene.product_name(*product)).collect();
    Some(Sighting {
        item: Some(names.first()?.clone()),
        reason: OpportunityReason::BasketLeft {
            products: names,
            basket: is_basket,
            times: u32::try_from(times).unwrap_or(u32::MAX),
            last_at,
        },
        value_minor,
        at: last_at,
        waits_on: Some(last_at),
    })
}

/// Products viewed at least so many times, the latest last; none when views do not count.
fn viewed(visit: &[(Interest, Touch)], views: u32) -> Vec<u32> {
    let mut order: Vec<u32> = Vec::new();
    if views == 0 {
        return order;
    }
    let times = |product: u32| {
        visit.iter().filter(|(i, touch)| *i == Interest::View && touch.product == product).count()
    };
    for (_, touch) in visit.iter().filter(|(interest, _)| *interest == Interest::View) {
        order.retain(|product| *product != touch.product);
        if times(touch.product) >= views as usize {
            order.push(touch.product);
        }
    }
    order
}
