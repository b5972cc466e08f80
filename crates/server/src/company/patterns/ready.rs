//! A pattern's page: its curve, and where every customer is in its window. Computed when a page asks, from purchases that are
//! kept in memory for a while.

use super::{PatternCurve, PatternId, PatternSet, PatternWindow};
use crate::company::find::{Followers, PatternParameters, curve_of, values_of_buyers};
use crate::company::{AnalysisParameters, Company, CompanyError, Result, Work};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use vihje_desk::findings::{FindingSet, PatternFinding, PatternQuery};
use vihje_insight::patterns::{self, Curves, Question};
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{CustomerKey, Moment, Purchases};

/// Pattern pages kept ready.
const PAGES_KEPT: usize = 64;

/// What a page of one pattern needs, computed once.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) curve: PatternCurve,
    pub(crate) members: Vec<Member>,
    /// What who follows brings by buying B within the window, minor units.
    pub(crate) value_of_follower: f64,
}

impl Ready {
    /// How many of those with an open window will follow, by the curve.
    pub(crate) fn expected_followers(&self) -> f64 {
        self.members.iter().filter_map(|member| member.chance).sum()
    }

    /// How many a worklist made now would hold.
    pub(crate) fn to_call(&self, as_of: Moment) -> u64 {
        self.members.iter().filter(|member| member.is_worth_a_call(as_of)).count() as u64
    }

    /// What one who follows brings, in whole minor units.
    #[allow(clippy::cast_possible_truncation)] // a mean for the eye
    pub(crate) fn of_one_follower(&self) -> i64 {
        self.value_of_follower.round() as i64
    }

    /// What those will bring, minor units.
    #[allow(clippy::cast_possible_truncation)] // a sum for the eye
    pub(crate) fn open_value(&self) -> i64 {
        (self.expected_followers() * self.value_of_follower).round() as i64
    }
}

/// A customer in a pattern, before names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) key: CustomerKey,
    pub(crate) window: PatternWindow,
    pub(crate) bought_a_at: Moment,
    pub(crate) bought_b_at: Option<Moment>,
    pub(crate) closes_at: Moment,
    /// Chance of buying B before the window closes, of those whose window is open.
    pub(crate) chance: Option<f64>,
}

impl Member {
    /// Whether the window is open long enough, and B likely enough, for a task: not 0 days left nor a chance of 0 %, as these are
    /// written.
    pub(crate) fn is_worth_a_call(&self, as_of: Moment) -> bool {
        self.window == PatternWindow::Open
            && self.closes_at.days_since(as_of).round() >= 1.0
            && self.chance.is_none_or(|chance| chance >= 0.005)
    }
}

/// Pattern pages kept ready, by pattern and set.
#[derive(Default)]
pub(crate) struct ReadyPages(Mutex<HashMap<(i64, String), Arc<Ready>>>);

/// What the pages of one set of patterns share, made of its purchases.
#[derive(Debug)]
struct Shared {
    curves: Curves,
    /// What a buyer of each item brings within a window of first buying it, minor units.
    worth: Vec<f64>,
}

/// Of which set, and made of which purchases.
#[derive(Debug, Clone)]
struct Kept {
    set: i64,
    made_of: Weak<Purchases>,
    shared: Arc<Shared>,
}

/// What the pages opened last share.
#[derive(Default)]
pub(crate) struct SharedKept(Mutex<Option<Kept>>);

impl Company {
    /// Curve and members of a pattern, computed when they are first asked for.
    pub(crate) fn ready(&self, set: &FindingSet, row: &PatternFinding) -> Result<Arc<Ready>> {
        self.ready_from(&mut None, set, row)
    }

    /// As [`Company::ready`], from the purchases of the set where they are at hand; they are put there when they had to be read.
    fn ready_from(
        &self,
        at_hand: &mut Option<Arc<Purchases>>,
        set: &FindingSet,
        row: &PatternFinding,
    ) -> Result<Arc<Ready>> {
        let place = (set.id, PatternId::new(&set.meta.parameters, &row.a, &row.b).to_string());
        let known = self.ready_pages.0.lock().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        if let Some(ready) = known {
            return Ok(ready);
        }
        let parameters = PatternSet::of(set)?.parameters;
        let purchases = match at_hand {
            Some(purchases) => Arc::clone(purchases),
            None => self.purchases(parameters.level, parameters.channel.as_ref(), set.meta.as_of)?,
        };
        *at_hand = Some(Arc::clone(&purchases));
        let shared = self.shared(set.id, &purchases, &parameters)?;
        let ready = Arc::new(make_ready(&purchases, &shared, &parameters, row)?);
        let mut pages = self.ready_pages.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= PAGES_KEPT {
            pages.clear();
        }
        pages.insert(place, Arc::clone(&ready));
        Ok(ready)
    }

    /// What the pages of a set share; kept as long as its purchases are.
    fn shared(
        &self,
        set: i64,
        purchases: &Arc<Purchases>,
        parameters: &PatternParameters,
    ) -> Result<Arc<Shared>> {
        let kept = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept
            && kept.set == set
            && std::ptr::eq(kept.made_of.as_ptr(), Arc::as_ptr(purchases))
        {
            return Ok(kept.shared);
        }
        let settings = parameters.settings(purchases.customers.len());
        let curves = Curves::new(purchases, &settings).map_err(refused)?;
        let worth = values_of_buyers(purchases, i64::from(parameters.window_days) * MICROS_PER_DAY);
        let shared = Arc::new(Shared { curves, worth });
        let mut place = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Some(Kept { set, made_of: Arc::downgrade(purchases), shared: Arc::clone(&shared) });
        Ok(shared)
    }

    /// Computes curve and members of the patterns that a reader of the list opens first.
    pub(crate) fn make_pages_ready(&self, work: &Work) -> Result<()> {
        /// Patterns made ready, by rank.
        const FIRST: usize = 20;
        let Some(set) = self.pattern_set(&AnalysisParameters::default())? else { return Ok(()) };
        // Of a large company purchases are not kept: they are read once for all of these pages, not once for each.
        let mut purchases = None;
        for row in self.shown_patterns(&set, &PatternQuery::default(), None, FIRST)?.items {
            work.step("pages", 1.0)?;
            self.ready_from(&mut purchases, &set, &row)?;
        }
        Ok(())
    }
}

pub(super) fn item(purchases: &Purchases, name: &str) -> Option<u32> {
    let found = purchases.items.binary_search_by(|item| item.as_str().cmp(name)).ok()?;
    u32::try_from(found).ok()
}

fn refused(error: patterns::PatternError) -> CompanyError {
    vihje_model::Problem::from(error).into()
}

/// O(lines of the buyers of A).
fn make_ready(
    purchases: &Purchases,
    shared: &Shared,
    parameters: &PatternParameters,
    row: &PatternFinding,
) -> Result<Ready> {
    let (Some(a), Some(b)) = (item(purchases, &row.a), item(purchases, &row.b)) else {
        return Ok(Ready { curve: PatternCurve::default(), members: Vec::new(), value_of_follower: 0.0 });
    };
    let curve = shared.curves.of(purchases, a, b).map_err(refused)?;
    let window = i64::from(parameters.window_days) * MICROS_PER_DAY;
    let question = parameters.question.into();
    let mut followers = Followers::default();
    let mut members = Vec::new();
    for customer in shared.curves.buyers_of(a).iter().map(|customer| *customer as usize) {
        if let Some(member) = member(purchases, customer, a, Some(b), window, question) {
            if member.window == PatternWindow::Bought && member.closes_at < purchases.as_of {
                followers.add(purchases, customer, b, (member.bought_a_at, member.closes_at));
            }
            members.push(member);
        }
    }
    for member in members.iter_mut().filter(|member| member.window == PatternWindow::Open) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // days of a window of at most 2,047
        let day = purchases.as_of.days_since(member.bought_a_at).floor() as u16;
        member.chance = curve.chance_left(day);
    }
    members.sort_unstable_by_key(|member| match member.window {
        PatternWindow::Open => (member.closes_at.0, member.key),
        PatternWindow::Bought | PatternWindow::Closed => (-member.bought_a_at.0, member.key),
    });
    let value_of_follower = followers.mean().unwrap_or(shared.worth[b as usize]);
    Ok(Ready { curve: curve_of(&curve), members, value_of_follower })
}

/// Where a customer is in the window of a pattern; nothing for who never bought A or whom the question is not about.
pub(super) fn member(
    purchases: &Purchases,
    customer: usize,
    a: u32,
    b: Option<u32>,
    window: i64,
    question: Question,
) -> Option<Member> {
    let lines = purchases.lines_of(customer);
    let (items, at) = (&purchases.item[lines.clone()], &purchases.at[lines]);
    let first_a = at[items.iter().position(|item| *item == a)?];
    let is_b = |item: u32| b == Some(item);
    let had_b = items.iter().zip(at).any(|(item, at)| is_b(*item) && *at <= first_a);
    let asked = match question {
        Question::Any => true,
        Question::First => !had_b,
        Question::Again => had_b,
    };
    if !asked {
        return None;
    }
    let then_b = items.iter().zip(at).find(|(item, at)| is_b(**item) && **at > first_a).map(|(_, at)| *at);
    let closes_at = Moment(first_a.0.saturating_add(window));
    let window = match then_b {
        Some(at) if at <= closes_at => PatternWindow::Bought,
        _ if closes_at < purchases.as_of => PatternWindow::Closed,
        _ => PatternWindow::Open,
    };
    let bought_b_at = then_b.filter(|at| *at <= closes_at);
    let key = purchases.customers[customer];
    Some(Member { key, window, bought_a_at: first_a, bought_b_at, closes_at, chance: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_day_left_or_no_chance_is_not_called() {
        let now = Moment(0).plus_days(100);
        let open = |hours: i64, chance| Member {
            key: CustomerKey::of("c"),
            window: PatternWindow::Open,
            bought_a_at: Moment(0),
            bought_b_at: None,
            closes_at: Moment(now.0 + hours * MICROS_PER_DAY / 24),
            chance,
        };
        assert!(open(24, Some(0.3)).is_worth_a_call(now));
        assert!(open(12, Some(0.005)).is_worth_a_call(now), "1 day and 1 %, as they are written");
        assert!(open(240, None).is_worth_a_call(now));
        assert!(!open(11, Some(0.3)).is_worth_a_call(now), "0 days");
        assert!(!open(240, Some(0.004)).is_worth_a_call(now), "0 %");
        let closed = Member { window: PatternWindow::Closed, ..open(240, Some(0.3)) };
        assert!(!closed.is_worth_a_call(now));
    }
}
