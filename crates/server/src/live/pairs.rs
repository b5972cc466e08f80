//! How many customers bought A, then B: counted with every fact, told to the screens every few seconds. The analysis computes
//! everything else of a pattern anew in the background.

use super::knowledge::Counted;
use crate::company::PatternParameters;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vihje_insight::patterns::DENSE_ITEMS;
use vihje_live::{ItemMap, Live};
use vihje_model::Moment;

/// Customers counted between two looks at facts: some milliseconds.
const AT_ONCE: usize = 500;
/// How often counts are told.
const TOLD_EVERY: Duration = Duration::from_secs(2);

/// The counts of the patterns as they stood at a moment.
#[derive(Debug, Default)]
pub(crate) struct PairsNow {
    wanted: Option<Arc<Wanted>>,
    /// Every fact received before this moment is in them.
    pub(crate) as_of: Moment,
    counts: Vec<u32>,
}

/// Which pairs are counted, and where each is.
#[derive(Debug)]
struct Wanted {
    parameters: PatternParameters,
    pairs: Vec<(u32, u32)>,
    places: HashMap<(String, String), usize>,
}

impl PairsNow {
    /// How many customers bought A for the first time and B within the window, for the question of a set of patterns; nothing where
    /// it is not counted.
    pub(crate) fn bought(&self, parameters: &PatternParameters, a: &str, b: &str) -> Option<u64> {
        let wanted = self.wanted.as_ref().filter(|wanted| is_same(&wanted.parameters, parameters))?;
        let place = wanted.places.get(&(a.to_owned(), b.to_owned()))?;
        self.counts.get(*place).map(|count| u64::from(*count))
    }
}

/// Whether two sets ask the same of every pair; the least support only chooses pairs.
fn is_same(one: &PatternParameters, other: &PatternParameters) -> bool {
    PatternParameters { min_support: other.min_support, ..one.clone() } == *other
}

/// Who counts.
#[derive(Default)]
pub(super) struct Pairs {
    wanted: Option<Arc<Wanted>>,
    told: Option<(u64, Instant)>,
}

impl Pairs {
    /// Counts these from here on; none where there are no patterns, or items beyond what can be held at once.
    pub(super) fn learn(&mut self, live: &mut Live, counted: Option<Counted>) {
        self.told = None;
        let counted = counted.filter(|counted| counted.names.len() <= DENSE_ITEMS);
        let window = counted.as_ref().and_then(|counted| u16::try_from(counted.parameters.window_days).ok());
        let (Some(counted), Some(window)) = (counted, window) else {
            self.wanted = None;
            live.count_no_pairs();
            return;
        };
        let items = ItemMap::new(live.products_mut(), counted.items);
        live.count_pairs(items, window, counted.parameters.question.into());
        let name = |item: u32| counted.names.get(item as usize).cloned().unwrap_or_default();
        let places = counted.pairs.iter().map(|(a, b)| (name(*a), name(*b))).zip(0..).collect();
        let (parameters, pairs) = (counted.parameters, counted.pairs);
        self.wanted = Some(Arc::new(Wanted { parameters, pairs, places }));
    }

    /// Counts some customers more. Whether there are others left.
    pub(super) fn go_on(&self, live: &mut Live) -> bool {
        self.wanted.is_some() && !live.count_more(AT_ONCE)
    }

    /// The counts, when there is something new to tell. `now` is the moment up to which facts are in them.
    pub(super) fn tell(&mut self, live: &Live, now: Moment) -> Option<PairsNow> {
        let position = live.position().unwrap_or(0);
        if self.told.is_some_and(|(told, at)| told == position || at.elapsed() < TOLD_EVERY) {
            return None;
        }
        let Some(wanted) = &self.wanted else {
            self.told = Some((position, Instant::now()));
            return Some(PairsNow::default());
        };
        let counts: Option<Vec<u32>> = wanted.pairs.iter().map(|(a, b)| live.pair_count(*a, *b)).collect();
        let counts = counts?;
        self.told = Some((position, Instant::now()));
        Some(PairsNow { wanted: Some(Arc::clone(wanted)), as_of: now, counts })
    }
}
