//! Looked at a page that people look at before they buy.

use super::{Scene, Sighting, Trigger};
use crate::touches::{PAGE, about};
use vihje_model::fact::TouchPoint;
use vihje_model::opportunity::OpportunityReason;

/// Whether a touch-point's page, by path, address or title, has any of the words: whole words one after another, whatever stands
/// between them (`price list` is on `/price-list`, `demo` is not on `/demolition`). A word that ends with `*` has any ending.
fn is_on(touch: &TouchPoint, pages: &[String]) -> bool {
    let told = PAGE.iter().filter_map(|name| touch.attributes.get(*name)).chain([&touch.subject]);
    let told: Vec<Vec<String>> = told.map(|text| words(text)).collect();
    pages.iter().map(|page| words(page)).filter(|page| !page.is_empty()).any(|page| {
        told.iter().any(|text| text.windows(page.len()).any(|part| part.iter().zip(&page).all(is_word)))
    })
}

/// The words of a text in lower case; of any ending where one ends with `*`.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric() && letter != '*');
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

fn is_word((told, asked): (&String, &String)) -> bool {
    asked.strip_suffix('*').map_or(told == asked, |beginning| told.starts_with(beginning))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use vihje_model::Moment;

    #[test]
    fn whole_words_are_looked_for_whatever_stands_between_them() {
        let is_on = |path: &str, page: &str| {
            let touch = TouchPoint {
                customer: "1".to_owned(),
                at: Moment(0),
                touch: "visit".to_owned(),
                outbound: false,
                subject: "Shop".to_owned(),
                campaign: None,
                attributes: BTreeMap::from([("path".to_owned(), path.to_owned())]),
            };
            is_on(&touch, &[page.to_owned()])
        };
        for path in ["/price-list", "/en/price_list?x=1", "/Price%20List/".replace("%20", " ").as_str()] {
            assert!(is_on(path, "price list"), "{path}");
        }
        assert!(is_on("/hinnaston-lataus", "hinnasto*") && !is_on("/hinnaston-lataus", "hinnasto"));
        assert!(is_on("/demo", "demo") && !is_on("/demolition-hammers", "demo"));
        assert!(
            !is_on("/price/of/list", "price list") && !is_on("/list", "price list") && !is_on("/", " - ")
        );
    }
}
