//! Patterns: what is shown of them. Sets, rows, a pattern's page, who is in it, which are open for a customer.
//!
//! Rows are kept at the desk. Curves and members are computed when a page asks, in `ready`; lists of customers are in
//! `lists`.

mod id;
mod lists;
mod ready;

pub(crate) use id::PatternId;
pub(crate) use lists::Strongest;
pub(crate) use ready::{ReadyPages, SharedKept};

use super::find::{Asked, HeldOut, PatternParameters, held_out_of};
use super::{AnalysisParameters, Company, CompanyError, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_desk::findings::{FindingSet, PatternFinding};
use vihje_insight::patterns::Settings;
use vihje_model::{Analysis, CustomerKey, Moment, Money};

/// What a set of patterns was computed from, and how good it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatternSet {
    /// The set's id.
    pub id: String,
    /// Its parameters.
    pub parameters: PatternParameters,
    /// True for this moment.
    pub as_of: Moment,
    /// When it was computed.
    pub computed_at: Moment,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// Pairs tested.
    pub tested: u64,
    /// Pairs that hold: above their like at the false-discovery rate.
    pub reported: u64,
    /// Of them, the strongest, which are listed.
    pub kept: u64,
    /// Pairs whose buyers of A clearly buy B less often than their like (substitutes): the strongest, at most 10,000.
    pub below: u64,
    /// The false-discovery rate that reported pairs are held to.
    pub fdr: f64,
    /// How patterns found on the first part of history did on the later part.
    pub held_out: Option<HeldOut>,
}

/// One pattern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatternRow {
    /// The pattern's id.
    pub id: String,
    /// What was bought.
    pub a: String,
    /// What is then bought.
    pub b: String,
    /// Customers who bought A and whose window is complete.
    pub n_a: u64,
    /// Of them, customers who then bought B within the window.
    pub n_ab: u64,
    /// `n_ab / n_a`.
    pub confidence: f64,
    /// Customers who would have bought B had they bought like their like.
    pub expected: f64,
    /// `n_ab / expected`, as observed: the estimate that the interval is of.
    pub lift: f64,
    /// Lower end of the 95 % interval of the lift.
    pub lift_low: f64,
    /// Upper end of the 95 % interval of the lift.
    pub lift_high: f64,
    /// The lift drawn towards what is usual, the more the fewer customers stand behind it. It may lie outside the interval, which
    /// is not its own.
    pub shrunk_lift: f64,
    /// The lift against everybody, for comparison: mostly "active people buy everything".
    pub naive_lift: f64,
    /// Probability of a count this far from expected by chance.
    pub p: f64,
    /// Among pairs as strong as this, the share expected to be false.
    pub q: f64,
    /// Median days from A to B; null when fewer than half buy B within the window.
    pub median_days: Option<f64>,
    /// Lower quartile of the days from A to B.
    pub q1_days: Option<f64>,
    /// Upper quartile of the days from A to B.
    pub q3_days: Option<f64>,
    /// n(A then B) / n(B then A).
    pub sequence_ratio: Option<f64>,
    /// The ratio that the two items' own trends would give.
    pub null_sequence_ratio: Option<f64>,
    /// The lift on later data.
    pub held_out_lift: Option<f64>,
    /// Customers who bought A, not B, and whose window is open.
    pub open_now: u64,
    /// Buyers of A clearly buy B less often than their like: the one stands in for the other, and no list is made of it.
    pub below: bool,
}

/// The share that has bought B by each day after A; windows not complete are censored (Kaplan-Meier).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatternCurve {
    /// Days after A.
    pub days: Vec<f64>,
    /// Share of the buyers of A.
    pub buyers: Vec<f64>,
    /// Lower end of the 95 % interval.
    pub buyers_low: Vec<f64>,
    /// Upper end of the 95 % interval.
    pub buyers_high: Vec<f64>,
    /// Share of their like.
    pub like: Vec<f64>,
}

/// Customers by where they are in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct WindowCounts {
    /// Bought A, not B, window open.
    pub open: u64,
    /// Bought B within the window.
    pub bought: u64,
    /// Window over without B.
    pub closed: u64,
}

/// Where a customer is in a pattern's window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatternWindow {
    /// Bought A, not B, window open.
    #[default]
    Open,
    /// Bought B within the window.
    Bought,
    /// Window over without B.
    Closed,
}

impl PatternWindow {
    /// The word for it, as in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Bought => "bought",
            Self::Closed => "closed",
        }
    }
}

/// One customer in a pattern.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatternMember {
    /// The customer's key.
    pub key: CustomerKey,
    /// Id in the source.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// The sales person who owns the relation.
    pub owner: Option<String>,
    /// First purchase of A.
    pub bought_a_at: Moment,
    /// Purchase of B, where there is one.
    pub bought_b_at: Option<Moment>,
    /// When the window closes.
    pub closes_at: Moment,
    /// Days left; negative when it has closed.
    pub days_left: f64,
    /// Chance of buying B before the window closes, by the curve; of those whose window is open.
    pub chance: Option<f64>,
    /// The customer's sales so far.
    pub sales: Option<Money>,
}

/// A pattern that is open for a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpenPattern {
    /// The pattern's id.
    pub pattern: String,
    /// What they bought.
    pub a: String,
    /// What buyers of A go on to buy.
    pub b: String,
    /// When they bought A.
    pub bought_a_at: Moment,
    /// Days left in the window.
    pub days_left: f64,
    /// The shrunk lift.
    pub lift: f64,
    /// Share of the buyers of A who then bought B.
    pub confidence: f64,
}

/// A page of a pattern's members.
#[derive(Debug, Clone)]
pub struct Members {
    /// The customers.
    pub items: Vec<PatternMember>,
    /// The cursor of the next page.
    pub next_cursor: Option<String>,
    /// Customers at this place of the window.
    pub total: u64,
}

impl PatternSet {
    pub(crate) fn of(set: &FindingSet) -> Result<Self> {
        let unreadable = |error: serde_json::Error| {
            CompanyError::Internal(format!("a finding set cannot be read: {error}"))
        };
        let parameters: AnalysisParameters =
            serde_json::from_str(&set.meta.parameters).map_err(unreadable)?;
        let number = |name: &str| set.meta.quality[name].as_u64().unwrap_or(0);
        Ok(Self {
            id: set.id.to_string(),
            parameters: parameters.of_patterns(),
            as_of: set.meta.as_of,
            computed_at: set.meta.computed_at,
            took_ms: set.meta.took_ms,
            tested: number("tested_pairs"),
            reported: number("reported_pairs"),
            kept: set.rows.saturating_sub(number("below_pairs")),
            below: number("below_pairs"),
            fdr: set.meta.quality["fdr"].as_f64().unwrap_or(0.05),
            held_out: held_out_of(&set.meta.quality),
        })
    }
}

impl PatternRow {
    pub(crate) fn of(set: &FindingSet, row: &PatternFinding) -> Self {
        Self {
            id: PatternId::new(&set.meta.parameters, &row.a, &row.b).to_string(),
            a: row.a.clone(),
            b: row.b.clone(),
            n_a: row.n_a,
            n_ab: row.n_ab,
            confidence: row.confidence,
            expected: row.expected,
            lift: row.lift,
            lift_low: row.lift_low,
            lift_high: row.lift_high,
            shrunk_lift: row.shrunk_lift.unwrap_or(row.lift),
            naive_lift: row.naive_lift,
            p: row.p,
            q: row.q,
            median_days: row.median_days,
            q1_days: row.first_quartile_days,
            q3_days: row.third_quartile_days,
            sequence_ratio: row.sequence_ratio,
            null_sequence_ratio: row.sequence_expected,
            held_out_lift: row.held_out_lift,
            open_now: row.open_customers,
            below: row.below,
        }
    }
}

impl Company {
    /// The current set of patterns for these parameters, if it has been computed.
    ///
    /// # Errors
    /// Parameters that cannot be, or a desk that cannot be read.
    pub fn pattern_set(&self, parameters: &AnalysisParameters) -> Result<Option<FindingSet>> {
        let asked = Asked::new(self, Analysis::Patterns, parameters)?;
        Ok(self.desk.current_set(Analysis::Patterns, Some(&asked.canonical()))?)
    }

    /// A pattern by its id, with the set it is in now.
    ///
    /// # Errors
    /// `not-found`.
    pub fn pattern(&self, id: &str) -> Result<(FindingSet, PatternFinding)> {
        let wanted = PatternId::parse(id).ok_or_else(|| CompanyError::not_found("pattern", id))?;
        let sets = self.desk.sets()?.into_iter().filter(|set| set.meta.analysis == Analysis::Patterns);
        let mut sets =
            sets.filter(|set| vihje_model::id::stable_hash(&set.meta.parameters) == wanted.question);
        let set = sets.next().ok_or_else(|| CompanyError::not_found("pattern", id))?;
        let row = self.desk.pattern(set.id, &wanted.a, &wanted.b)?;
        Ok((set, row))
    }
}

impl PatternParameters {
    /// As the method takes them.
    pub(crate) fn settings(&self, customers: usize) -> Settings {
        let usual = Settings::for_customers(customers);
        Settings {
            window_days: u16::try_from(self.window_days).unwrap_or(u16::MAX),
            question: self.question.into(),
            min_support: self.min_support.unwrap_or(usual.min_support),
            ..usual
        }
    }
}
