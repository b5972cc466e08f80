//! One customer before any purchase: pace, taste, demographics, what will happen to them, whom the campaigns reach.
//! Drawn from the customer's own stream, so it is the same whoever asks and in whatever order.

use crate::company::Company;
use crate::draw::Draw;
use crate::planted::ATTRIBUTES;
use crate::settings::FAVOURITE;
use std::ops::Range;
use vihje_model::Moment;

/// What will happen to a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    /// Nothing.
    Steady,
    /// Leaves for ever.
    Leaves(Moment),
    /// The pace falls to this fraction.
    Declines(Moment, f64),
    /// Stops this category, an index into [`Company::categories`], and goes on with the rest.
    LosesLine(Moment, usize),
}

/// How a campaign treats a customer it is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub(crate) campaign: usize,
    /// False: left alone at random.
    pub(crate) reached: bool,
}

/// A factor on the hazard of a range of products over `from..until`, or from just after `from` for a pattern.
#[derive(Debug, Clone)]
pub(crate) struct Modifier {
    pub(crate) range: Range<u32>,
    pub(crate) factor: f64,
    pub(crate) from: Moment,
    pub(crate) until: Moment,
}

impl Modifier {
    pub(crate) fn covers(&self, inner: &Range<u32>) -> bool {
        self.range.start <= inner.start && inner.end <= self.range.end
    }

    pub(crate) fn acts_at(&self, at: Moment) -> bool {
        self.from <= at && at < self.until
    }
}

/// One customer, or one till that serves people nobody knows.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    /// Orders in a day of average demand, empty ones counted.
    pub(crate) pace: f64,
    pub(crate) joins: Moment,
    pub(crate) fate: Fate,
    pub(crate) favourites: Vec<usize>,
    /// Index of the value of each of [`ATTRIBUTES`].
    pub(crate) attributes: [u8; ATTRIBUTES.len()],
    pub(crate) assignments: Vec<Assignment>,
    /// Wide ranges first, so that what covers a range stands before it.
    pub(crate) modifiers: Vec<Modifier>,
}

impl Profile {
    /// Draws the customer. The pace has mean one before the company's scale.
    pub(crate) fn draw(company: &Company, draw: &mut Draw) -> Self {
        let settings = &company.settings;
        let shape = settings.activity_shape;
        let pace = draw.gamma(shape) / shape;
        let joining = draw.chance(settings.shares.joining);
        let share = draw.unit();
        let joins = if joining { company.calendar.at_share(share) } else { company.calendar.start() };
        let attributes = std::array::from_fn(|attribute| draw_value(ATTRIBUTES[attribute].2, draw));
        let favourites = draw_favourites(company, draw);
        let fate = draw_fate(company, joins, &favourites, draw);
        let mut profile = Self {
            pace,
            joins,
            fate,
            favourites,
            attributes,
            assignments: Vec::new(),
            modifiers: Vec::new(),
        };
        profile.assign(company, draw);
        profile.modify(company);
        profile
    }

    /// The last moment of activity.
    pub(crate) fn leaves(&self, company: &Company) -> Moment {
        match self.fate {
            Fate::Leaves(at) => at,
            _ => company.calendar.end(),
        }
    }

    /// Expected orders (empty ones counted) between two moments.
    pub(crate) fn expected_orders(&self, company: &Company, from: Moment, until: Moment) -> f64 {
        let from = from.max(self.joins);
        let until = until.min(self.leaves(company));
        if until <= from {
            return 0.0;
        }
        let demand =
            |a: Moment, b: Moment| company.calendar.demand_until(b) - company.calendar.demand_until(a);
        let effective = match self.fate {
            Fate::Declines(at, _) if until <= at => demand(from, until),
            Fate::Declines(at, to) if from >= at => demand(from, until) * to,
            Fate::Declines(at, to) => demand(from, at) + demand(at, until) * to,
            _ => demand(from, until),
        };
        self.pace * effective
    }

    /// How readily a category is bought for taste alone. Nothing else acts for ever on a category that a pattern leads to
    /// or a campaign is for.
    pub(crate) fn liking(&self, category: usize) -> f64 {
        if self.favourites.contains(&category) { FAVOURITE } else { 1.0 }
    }

    /// Expected lines of an order at a moment, patterns left aside.
    pub(crate) fn lines_per_order(&self, company: &Company, at: Moment) -> f64 {
        let month = company.calendar.month_at(at);
        let mut demand = company.catalogue.total(month);
        for (number, modifier) in self.modifiers.iter().enumerate() {
            if modifier.acts_at(at) {
                let wider = self.modifiers[..number].iter();
                let wider = wider.filter(|other| other.covers(&modifier.range) && other.acts_at(at));
                let before: f64 = wider.map(|other| other.factor).product();
                demand += company.catalogue.demand(month, &modifier.range) * before * (modifier.factor - 1.0);
            }
        }
        company.settings.lines_per_order * demand
    }

    fn assign(&mut self, company: &Company, draw: &mut Draw) {
        for (campaign, planted) in company.planted.campaigns.iter().enumerate() {
            let reached = !draw.chance(company.settings.shares.holdout);
            let meant = planted.audience.is_none_or(|(attribute, value)| self.attributes[attribute] == value);
            if meant && self.joins < planted.starts {
                self.assignments.push(Assignment { campaign, reached });
            }
        }
    }

    fn modify(&mut self, company: &Company) {
        let range = |category: usize| company.catalogue.categories()[category].products.clone();
        let (start, end) = (company.calendar.start(), company.calendar.end());
        for category in self.favourites.clone() {
            insert(
                &mut self.modifiers,
                Modifier { range: range(category), factor: FAVOURITE, from: start, until: end },
            );
        }
        for planted in &company.planted.demographics {
            if self.attributes[planted.attribute] == planted.value {
                let (range, factor) = (range(planted.category), planted.factor);
                insert(&mut self.modifiers, Modifier { range, factor, from: start, until: end });
            }
        }
        for assignment in self.assignments.clone() {
            let planted = &company.planted.campaigns[assignment.campaign];
            if assignment.reached {
                let (range, factor) = (range(planted.category), planted.factor);
                insert(
                    &mut self.modifiers,
                    Modifier { range, factor, from: planted.starts, until: planted.fades },
                );
            }
        }
        if let Fate::LosesLine(from, category) = self.fate {
            insert(&mut self.modifiers, Modifier { range: range(category), factor: 0.0, from, until: end });
        }
    }
}

/// Adds a factor in its place: wide ranges first.
pub(crate) fn insert(modifiers: &mut Vec<Modifier>, modifier: Modifier) {
    let place = modifiers.partition_point(|other| other.range.len() >= modifier.range.len());
    modifiers.insert(place, modifier);
}

#[allow(clippy::cast_possible_truncation)] // a handful of values
fn draw_value(shares: &[f64], draw: &mut Draw) -> u8 {
    let mut left = draw.unit();
    let found = shares.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    found.unwrap_or(shares.len() - 1) as u8
}

/// A Poisson number of categories, each as likely as any other, so that liking one says nothing of liking another.
fn draw_favourites(company: &Company, draw: &mut Draw) -> Vec<usize> {
    let categories = company.catalogue.categories().len();
    let count = draw.poisson(company.settings.favourites);
    let mut favourites: Vec<usize> = (0..count).map(|_| draw.below(categories)).collect();
    favourites.sort_unstable();
    favourites.dedup();
    favourites
}

fn draw_fate(company: &Company, joins: Moment, favourites: &[usize], draw: &mut Draw) -> Fate {
    let shares = &company.settings.shares;
    let kind = draw.unit();
    let (from, until) = shares.declining_between;
    let when = company.calendar.at_share(draw.between(from, until));
    let fraction = draw.between(0.1, 0.5);
    let hazard = shares.churn_per_year * draw.gamma(shares.churn_shape) / shares.churn_shape;
    let lifetime_years = draw.exponential() / hazard.max(1e-12);
    // What is planted elsewhere stays as it is: only a favourite that nothing is planted in may be lost.
    let losable: Vec<usize> =
        favourites.iter().copied().filter(|&category| !company.planted.taken[category]).collect();
    let lost = if losable.is_empty() { None } else { Some(losable[draw.below(losable.len())]) };
    if kind < shares.declining && joins < when {
        return Fate::Declines(when, fraction);
    }
    let loses = kind >= shares.declining && kind < shares.declining + shares.lost_line && joins < when;
    if let (true, Some(category)) = (loses, lost) {
        return Fate::LosesLine(when, category);
    }
    #[allow(clippy::cast_possible_truncation)] // clamped to fifty years and more
    let days = (lifetime_years * 365.25).min(100_000.0) as i64;
    let leaves = joins.plus_days(days.max(1));
    if leaves < company.calendar.end() { Fate::Leaves(leaves) } else { Fate::Steady }
}
