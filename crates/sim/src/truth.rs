//! The truth: what was planted and what it implies, computed from the same numbers the data was drawn from, never from the
//! data. Counts of what was written stand beside it so that a reader can check both.

use crate::alike::{Alike, Place, cumulated_hazard, first_of};
use crate::calendar::month_indices;
use crate::catalogue::Catalogue;
use crate::company::Company;
use crate::orders::{Begun, Orders};
use crate::planted::{ATTRIBUTES, MATTERING};
use crate::profile::{Fate, Profile};
use crate::settings::{FAVOURITE, Settings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vihje_model::Moment;

/// What is true of a simulated company; `truth.json`. Months are January to December; money is in minor units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// What the company was made from: the shares and factors in it are truths too.
    pub settings: Settings,
    /// What was written.
    pub counts: Counts,
    /// Untidy rows written beside the good ones.
    pub untidy: UntidyCounts,
    /// Planted patterns.
    pub patterns: Vec<PatternTruth>,
    /// Planted demographics.
    pub demographics: Vec<DemographicTruth>,
    /// Attributes that nothing depends on.
    pub attributes_without_effect: Vec<String>,
    /// Planted campaigns, those that work and those that do not.
    pub campaigns: Vec<CampaignTruth>,
    /// Demand of each month of the year against the average month.
    pub season: [f64; 12],
    /// Demand of each category in each month of the year against its own average, on top of `season`.
    pub category_seasons: BTreeMap<String, [f64; 12]>,
    /// Products not sold all the time: id to first moment sold and first moment no longer sold.
    pub changing_products: BTreeMap<String, (Moment, Moment)>,
    /// A customer's favourite category is bought this many times as readily.
    pub favourite_factor: f64,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Customers and prospects.
    pub customers: u64,
    /// Customers with at least one sale line.
    pub customers_with_orders: u64,
    /// Orders, anonymous ones counted.
    pub orders: u64,
    /// Sale lines, anonymous ones counted, returns not.
    pub sale_lines: u64,
    /// Reversing lines.
    pub return_lines: u64,
    /// Sale lines and returns without a customer.
    pub anonymous_lines: u64,
    /// Sum of all amounts, returns taken off.
    pub amount_minor: i64,
    /// Customers who leave before the end.
    pub leaving: u64,
    /// Customers whose pace falls.
    pub declining: u64,
    /// Customers who stop a category.
    pub losing_a_line: u64,
}

/// Untidy rows of `sales.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UntidyCounts {
    /// Rows with too few or too many fields.
    pub ragged: u64,
    /// Rows whose date cannot be read.
    pub bad_dates: u64,
    /// Exact copies of the row before.
    pub duplicates: u64,
}

/// A planted pattern: bought A, then B within a window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatternTruth {
    /// `category` or `product`: what `from` and `to` name.
    pub level: String,
    /// A: name of the category or id of the product.
    pub from: String,
    /// B.
    pub to: String,
    /// Category of A.
    pub from_category: String,
    /// Category of B.
    pub to_category: String,
    /// How long the first A acts on B.
    pub within_days: u32,
    /// Factor on the rate of lines of B after the first A, for buyers of A only.
    pub hazard_ratio: f64,
    /// What a standardised ratio estimates: the expected number of A's buyers (complete windows, everyone identified)
    /// who buy B within the window, divided by the expected number of the same people had A not acted. With `H` the
    /// cumulated hazard of an order with B over the window, sums of `1 - exp(-H)` over the buyers of A. Nearer to one than
    /// `hazard_ratio`, since who would have bought anyway cannot buy more than surely.
    pub standardised_ratio: f64,
    /// What a comparison with all alike shows: the same people over the number expected from everybody's orders in the same
    /// calendar month and class of pace (each order weighing as its lines), the buyers of A among them. Nearer to one than
    /// `standardised_ratio`, the more so the more of those alike have bought A lately. This is the truth of the adjusted
    /// lift of `docs/methods`. From about 20,000 customers; `None` where A had no buyers with a complete window.
    pub ratio_to_all_alike: Option<f64>,
    /// Buyers of A whose window was complete at the end.
    pub index_customers: u64,
    /// Of these, who bought B within the window.
    pub bought: u64,
    /// Expected number of the same, from the hazards.
    pub expected_bought: f64,
}

/// An attribute's value that multiplies the rate of lines of a category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DemographicTruth {
    /// Name of the attribute.
    pub attribute: String,
    /// Its value.
    pub value: String,
    /// Name of the category.
    pub category: String,
    /// Factor on the rate of lines.
    pub factor: f64,
}

/// A campaign: reached at random among those it is meant for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CampaignTruth {
    /// The campaign's id.
    pub campaign: String,
    /// Category it is for.
    pub category: String,
    /// Factor on the rate of lines of the category among those reached, while it acts.
    pub factor: f64,
    /// First moment it acts.
    pub acts_from: Moment,
    /// First moment it no longer acts.
    pub acts_until: Moment,
    /// Customers reached.
    pub reached: u64,
    /// Customers left alone at random, listed in `.truth/holdouts.csv`.
    pub held_out: u64,
    /// Lines sold because of it, in expectation; negative where it drives people off.
    pub expected_extra_lines: f64,
    /// Expected extra margin before discounts and its own cost: the lines at one unit and the category's mean margin.
    pub expected_extra_margin_minor: f64,
    /// What it cost.
    pub cost_minor: i64,
}

/// Sums over customers, added up shard by shard.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) counts: Counts,
    pub(crate) untidy: UntidyCounts,
    patterns: Vec<PatternSums>,
    alike: Vec<Alike>,
    campaigns: Vec<CampaignSums>,
}

#[derive(Debug, Clone, Copy, Default)]
struct PatternSums {
    index: u64,
    bought: u64,
    with: f64,
    without: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct CampaignSums {
    reached: u64,
    held_out: u64,
    lines: f64,
}

impl Tally {
    pub(crate) fn new(company: &Company) -> Self {
        Self {
            patterns: vec![PatternSums::default(); company.planted.patterns.len()],
            alike: vec![Alike::new(company); company.planted.patterns.len()],
            campaigns: vec![CampaignSums::default(); company.planted.campaigns.len()],
            ..Self::default()
        }
    }

    pub(crate) fn add_customer(
        &mut self,
        company: &Company,
        customer: u64,
        profile: &Profile,
        orders: &Orders,
    ) {
        self.counts.customers += 1;
        self.counts.customers_with_orders += u64::from(!orders.lines.is_empty());
        match profile.fate {
            Fate::Steady => {}
            Fate::Leaves(_) => self.counts.leaving += 1,
            Fate::Declines(..) => self.counts.declining += 1,
            Fate::LosesLine(..) => self.counts.losing_a_line += 1,
        }
        self.add_lines(orders);
        for begun in &orders.begun {
            self.add_begun(company, profile, orders, *begun);
        }
        for (number, (pattern, alike)) in company.planted.patterns.iter().zip(&mut self.alike).enumerate() {
            let first = first_of(&orders.begun, number);
            alike.add(company, profile, orders, Place { customer, pattern, first });
        }
        for assignment in &profile.assignments {
            let sums = &mut self.campaigns[assignment.campaign];
            if !assignment.reached {
                sums.held_out += 1;
                continue;
            }
            sums.reached += 1;
            let planted = &company.planted.campaigns[assignment.campaign];
            let products = &company.catalogue.categories()[planted.category].products;
            let rate = profile.liking(planted.category) * company.settings.lines_per_order;
            for (month, from, until) in company.months_between(planted.starts, planted.fades) {
                let orders = profile.expected_orders(company, from, until);
                sums.lines +=
                    orders * rate * company.catalogue.demand(month, products) * (planted.factor - 1.0);
            }
        }
    }

    pub(crate) fn add_till(&mut self, orders: &Orders) {
        self.add_lines(orders);
        self.counts.anonymous_lines += orders.lines.len() as u64;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.counts, &other.counts);
        mine.customers += theirs.customers;
        mine.customers_with_orders += theirs.customers_with_orders;
        mine.orders += theirs.orders;
        mine.sale_lines += theirs.sale_lines;
        mine.return_lines += theirs.return_lines;
        mine.anonymous_lines += theirs.anonymous_lines;
        mine.amount_minor += theirs.amount_minor;
        mine.leaving += theirs.leaving;
        mine.declining += theirs.declining;
        mine.losing_a_line += theirs.losing_a_line;
        self.untidy.ragged += other.untidy.ragged;
        self.untidy.bad_dates += other.untidy.bad_dates;
        self.untidy.duplicates += other.untidy.duplicates;
        for (mine, theirs) in self.patterns.iter_mut().zip(&other.patterns) {
            mine.index += theirs.index;
            mine.bought += theirs.bought;
            mine.with += theirs.with;
            mine.without += theirs.without;
        }
        for (mine, theirs) in self.alike.iter_mut().zip(&other.alike) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.campaigns.iter_mut().zip(&other.campaigns) {
            mine.reached += theirs.reached;
            mine.held_out += theirs.held_out;
            mine.lines += theirs.lines;
        }
    }

    fn add_lines(&mut self, orders: &Orders) {
        self.counts.orders += u64::from(orders.lines.iter().map(|line| line.order).max().unwrap_or(0));
        for line in &orders.lines {
            let returned = line.quantity < 0;
            self.counts.return_lines += u64::from(returned);
            self.counts.sale_lines += u64::from(!returned);
            self.counts.amount_minor += line.amount_minor;
        }
    }

    fn add_begun(&mut self, company: &Company, profile: &Profile, orders: &Orders, begun: Begun) {
        let until = begun.at.plus_days(i64::from(company.settings.window_days));
        if until > company.end() {
            return;
        }
        let pattern = &company.planted.patterns[begun.pattern];
        let window = (begun.at, until);
        let without = cumulated_hazard(company, profile, pattern, window, 1.0);
        let with = cumulated_hazard(company, profile, pattern, window, pattern.factor);
        let bought = orders.lines.iter().any(|line| {
            line.quantity > 0 && pattern.to.contains(&line.product) && line.at > begun.at && line.at <= until
        });
        let sums = &mut self.patterns[begun.pattern];
        sums.index += 1;
        sums.bought += u64::from(bought);
        sums.with -= libm::expm1(-with);
        sums.without -= libm::expm1(-without);
    }

    /// The whole truth, once everybody is counted.
    pub(crate) fn truth(self, company: &Company) -> Truth {
        let catalogue = &company.catalogue;
        let seasons = catalogue.categories().iter().zip(&catalogue.seasons);
        Truth {
            settings: company.settings.clone(),
            patterns: (0..self.patterns.len()).map(|number| self.pattern(company, number)).collect(),
            demographics: demographics(company),
            attributes_without_effect: attributes_without_effect(company),
            campaigns: (0..self.campaigns.len()).map(|number| self.campaign(company, number)).collect(),
            season: month_indices(company.settings.season_strength),
            category_seasons: seasons.map(|(group, season)| (group.name.clone(), *season)).collect(),
            changing_products: changing_products(company, catalogue),
            favourite_factor: FAVOURITE,
            counts: self.counts,
            untidy: self.untidy,
        }
    }

    fn pattern(&self, company: &Company, number: usize) -> PatternTruth {
        let planted = &company.planted.patterns[number];
        let sums = self.patterns[number];
        let category = |category: usize| company.catalogue.categories()[category].name.clone();
        let (from_category, to_category) = (category(planted.categories.0), category(planted.categories.1));
        let product =
            |range: &std::ops::Range<u32>| company.catalogue.products[range.start as usize].id.clone();
        let (level, from, to) = if planted.of_products {
            ("product", product(&planted.from), product(&planted.to))
        } else {
            ("category", from_category.clone(), to_category.clone())
        };
        PatternTruth {
            level: level.to_owned(),
            from,
            to,
            from_category,
            to_category,
            within_days: company.settings.window_days,
            hazard_ratio: planted.factor,
            standardised_ratio: if sums.without > 0.0 { sums.with / sums.without } else { planted.factor },
            ratio_to_all_alike: self.alike[number].ratio(),
            index_customers: sums.index,
            bought: sums.bought,
            expected_bought: sums.with,
        }
    }

    fn campaign(&self, company: &Company, number: usize) -> CampaignTruth {
        let planted = &company.planted.campaigns[number];
        let sums = self.campaigns[number];
        let group = &company.catalogue.categories()[planted.category];
        let (margin, _) = company.catalogue.mean_margin_and_price(&group.products);
        CampaignTruth {
            campaign: planted.id.clone(),
            category: group.name.clone(),
            factor: planted.factor,
            acts_from: planted.starts,
            acts_until: planted.fades,
            reached: sums.reached,
            held_out: sums.held_out,
            expected_extra_lines: sums.lines,
            expected_extra_margin_minor: sums.lines * margin,
            cost_minor: planted.cost_minor,
        }
    }
}

fn demographics(company: &Company) -> Vec<DemographicTruth> {
    let truth = |planted: &crate::planted::Demographic| {
        let (attribute, values, _) = ATTRIBUTES[planted.attribute];
        DemographicTruth {
            attribute: attribute.to_owned(),
            value: values[usize::from(planted.value)].to_owned(),
            category: company.catalogue.categories()[planted.category].name.clone(),
            factor: planted.factor,
        }
    };
    company.planted.demographics.iter().map(truth).collect()
}

fn attributes_without_effect(company: &Company) -> Vec<String> {
    let matters = |attribute: usize| {
        attribute < MATTERING
            && company.planted.demographics.iter().any(|planted| planted.attribute == attribute)
    };
    let without = (0..ATTRIBUTES.len()).filter(|&attribute| !matters(attribute));
    without.map(|attribute| ATTRIBUTES[attribute].0.to_owned()).collect()
}

fn changing_products(company: &Company, catalogue: &Catalogue) -> BTreeMap<String, (Moment, Moment)> {
    let starts = &company.calendar.month_starts;
    let changing = catalogue.products.iter().filter(|product| product.sold.len() < company.calendar.months());
    changing
        .map(|product| (product.id.clone(), (starts[product.sold.start], starts[product.sold.end])))
        .collect()
}
