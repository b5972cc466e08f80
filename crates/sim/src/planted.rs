//! What is planted in the company, chosen once from the seed: patterns, demographics that matter, campaigns that work or
//! fail. Every planted thing has categories of its own, so that one truth never blurs another. Says nothing of single
//! customers.

use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::draw::Draw;
use crate::settings::Settings;
use std::ops::Range;
use vihje_model::Moment;

/// Attributes of customers: name, values, and how common each value is. The first [`MATTERING`] may matter; the others
/// never do.
pub(crate) const ATTRIBUTES: [(&str, &[&str], &[f64]); 6] = [
    ("segment", &["household", "restaurant", "office", "school", "retailer"], &[0.6, 0.12, 0.14, 0.06, 0.08]),
    ("region", &["north", "south", "east", "west"], &[0.2, 0.4, 0.15, 0.25]),
    ("age_band", &["18-29", "30-44", "45-59", "60+"], &[0.2, 0.35, 0.28, 0.17]),
    ("newsletter", &["yes", "no"], &[0.4, 0.6]),
    ("acquired_via", &["web", "fair", "referral", "store"], &[0.45, 0.1, 0.2, 0.25]),
    ("language", &["fi", "sv", "en", "de"], &[0.4, 0.2, 0.3, 0.1]),
];

/// How many of [`ATTRIBUTES`], from the first, may matter.
pub(crate) const MATTERING: usize = 3;

/// The first A multiplies the hazard of B.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub(crate) of_products: bool,
    pub(crate) from: Range<u32>,
    pub(crate) to: Range<u32>,
    /// Categories of both sides.
    pub(crate) categories: (usize, usize),
    pub(crate) factor: f64,
}

/// An attribute's value multiplies the hazard of a category.
#[derive(Debug, Clone)]
pub(crate) struct Demographic {
    pub(crate) attribute: usize,
    pub(crate) value: u8,
    pub(crate) category: usize,
    pub(crate) factor: f64,
}

/// A campaign multiplies the hazard of a category among those it reaches, for as long as it runs and two weeks more.
#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) starts: Moment,
    pub(crate) ends: Moment,
    /// First moment at which it no longer acts.
    pub(crate) fades: Moment,
    pub(crate) cost_minor: i64,
    pub(crate) category: usize,
    pub(crate) factor: f64,
    /// An attribute's value it is meant for, or everybody.
    pub(crate) audience: Option<(usize, u8)>,
}

/// All that is planted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Planted {
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) demographics: Vec<Demographic>,
    pub(crate) campaigns: Vec<Campaign>,
    /// For each product, the category pattern and the product pattern it begins, or [`NONE`].
    begins: Vec<[u16; 2]>,
    /// For each category, whether something is planted in it.
    pub(crate) taken: Vec<bool>,
}

const NONE: u16 = u16::MAX;
const KINDS: [&str; 4] = ["e-mail", "letter", "discount", "telephone"];
const LASTS_DAYS: i64 = 28;
const FADES_DAYS: i64 = 14;

impl Planted {
    pub(crate) fn new(
        settings: &Settings,
        calendar: &Calendar,
        catalogue: &Catalogue,
        draw: &mut Draw,
    ) -> Self {
        let mut free = well_sold_first(catalogue, settings.planted_categories(), draw);
        let mut planted = Self {
            begins: vec![[NONE; 2]; catalogue.products.len()],
            taken: vec![false; catalogue.categories().len()],
            ..Self::default()
        };
        for (factors, of_products) in
            [(&settings.pattern_factors, false), (&settings.product_pattern_factors, true)]
        {
            for &factor in factors {
                let (Some(a), Some(b)) = (free.pop(), free.pop()) else { break };
                planted.add_pattern(catalogue, (a, b), factor, of_products);
            }
        }
        for (number, &factor) in settings.demographic_factors.iter().enumerate() {
            let Some(category) = free.pop() else { break };
            let attribute = number % MATTERING;
            #[allow(clippy::cast_possible_truncation)] // a handful of values
            let value = draw.below(ATTRIBUTES[attribute].1.len()) as u8;
            planted.taken[category] = true;
            planted.demographics.push(Demographic { attribute, value, category, factor });
        }
        for (number, &factor) in settings.campaign_factors.iter().enumerate() {
            let Some(category) = free.pop() else { break };
            planted.taken[category] = true;
            let campaign = campaign(settings, calendar, catalogue, (number, category, factor), draw);
            planted.campaigns.push(campaign);
        }
        planted
    }

    /// The patterns whose A this product is.
    pub(crate) fn begun_by(&self, product: u32) -> impl Iterator<Item = usize> {
        self.begins[product as usize].into_iter().filter(|&pattern| pattern != NONE).map(usize::from)
    }

    #[allow(clippy::cast_possible_truncation)] // a few patterns
    fn add_pattern(&mut self, catalogue: &Catalogue, pair: (usize, usize), factor: f64, of_products: bool) {
        let range = |category: usize| {
            let range = catalogue.categories()[category].products.clone();
            if of_products { range.start..range.start + 1 } else { range }
        };
        let (from, to) = (range(pair.0), range(pair.1));
        for product in from.clone() {
            self.begins[product as usize][usize::from(of_products)] = self.patterns.len() as u16;
        }
        self.taken[pair.0] = true;
        self.taken[pair.1] = true;
        self.patterns.push(Pattern { of_products, from, to, categories: pair, factor });
    }
}

/// As many categories as are needed, from the upper part of those sold but not the very top: what hardly anybody buys
/// shows no pattern, and neither does what everybody always buys. In random order.
fn well_sold_first(catalogue: &Catalogue, needed: usize, draw: &mut Draw) -> Vec<usize> {
    let mut order: Vec<usize> = (0..catalogue.categories().len()).collect();
    let sold = |category: &usize| catalogue.demand(0, &catalogue.categories()[*category].products);
    order.sort_by(|a, b| sold(b).total_cmp(&sold(a)));
    let spare = order.len() - needed;
    let top = spare.min(order.len() / 20);
    let kept = needed.max(order.len() / 2).min(order.len() - top);
    let mut chosen: Vec<usize> = order.drain(top..top + kept).collect();
    for last in (1..chosen.len()).rev() {
        chosen.swap(last, draw.below(last + 1));
    }
    chosen
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a few campaigns; costs below 10^12
fn campaign(
    settings: &Settings,
    calendar: &Calendar,
    catalogue: &Catalogue,
    (number, category, factor): (usize, usize, f64),
    draw: &mut Draw,
) -> Campaign {
    let count = settings.campaign_factors.len() as f64;
    let starts = calendar.at_share(0.3 + 0.6 * (number as f64 + 0.3 * draw.unit()) / count);
    let starts = Moment(starts.0 - starts.0.rem_euclid(vihje_model::time::MICROS_PER_DAY));
    let ends = starts.plus_days(LASTS_DAYS);
    let attribute = MATTERING + draw.below(ATTRIBUTES.len() - MATTERING);
    let value = draw.below(ATTRIBUTES[attribute].1.len()) as u8;
    let audience = draw.chance(0.5).then_some((attribute, value));
    let kind = *draw.pick(&KINDS);
    let minor = 10_f64.powi(settings.currency.minor_digits() as i32);
    let reached = settings.customers as f64 * audience.map_or(1.0, |(a, v)| ATTRIBUTES[a].2[usize::from(v)]);
    let each = if kind == "e-mail" { 0.02 } else { 0.6 };
    Campaign {
        id: format!("K{:03}", number + 1),
        name: format!("{} {}", catalogue.categories()[category].name, &calendar.date(starts)[..7]),
        kind,
        starts,
        ends,
        fades: ends.plus_days(FADES_DAYS),
        cost_minor: ((200.0 + reached * each) * minor) as i64,
        category,
        factor,
        audience,
    }
}
