//! What the analysis of rhythm and decline returns. Shapes, and the order of the rows; nothing is judged here.

use super::gaps::GapLaw;
use super::rows::priority;
use crate::lapse::{Credibility, Fit, SpendFit};
use crate::rfm::RfmCell;
use serde::{Deserialize, Serialize};
use vihje_model::columns::ValueBasis;
use vihje_model::{Currency, CustomerKey, Moment};

/// The result of [`super::find`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decline {
    /// Who, when, and what was learnt from all of them.
    pub population: Population,
    /// Every customer, in the order of the purchases' customers.
    pub customers: Vec<Rhythm>,
    /// One row for each customer in decline, the greatest priority first.
    pub rows: Vec<DeclineRow>,
    /// Customer and category pairs that were tested for a lost line; the false-discovery control covers all of them.
    pub lines_tested: u64,
}

impl Decline {
    /// Gives value another weight against certainty in the priority of the rows ([`super::Settings::value_weight`]), and puts
    /// them in its order. Linear but for one sort.
    pub fn weigh(&mut self, value_weight: f64) {
        for row in &mut self.rows {
            row.priority = priority(row.certainty, row.stake, value_weight);
        }
        self.rows.sort_by(|a, b| b.priority.total_cmp(&a.priority).then(a.index.cmp(&b.index)));
    }
}

/// What holds for all customers together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Population {
    /// Nothing at or after this moment was used.
    pub as_of: Moment,
    /// The currency of every value, in minor units.
    pub currency: Currency,
    /// Whether values are margin or sales.
    pub basis: ValueBasis,
    /// Customers with a purchase before `as_of`.
    pub customers: u64,
    /// Their orders; all that a customer buys on one day is one order.
    pub orders: u64,
    /// The first order of anybody.
    pub first_order: Option<Moment>,
    /// What was learnt of everybody's rhythm: enough to draw the chart of any one customer.
    pub tempo: Tempo,
    /// The law used for the probability alive: the better of MBG/NBD and Pareto/NBD on these data. Time unit: weeks.
    pub alive: Fit,
    /// What an order is worth.
    pub spend: SpendFit,
    /// What an order is worth where too many customers bring nothing or less, in place of it.
    pub credibility: Option<Credibility>,
}

/// Season, pace and gaps of the population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tempo {
    /// Length of the window looked at, in days: the one asked for, or less where history is short.
    pub window_days: u32,
    /// Trend and season of the shop as a whole, one index a week, oldest first, the last week ending at `as_of`; mean 1.
    pub season: Vec<f64>,
    /// Whether the season could be learnt.
    pub season_note: SeasonNote,
    /// Pace across customers: orders after the first are a Poisson count of a rate that is Gamma(`shape`, `rate`) across
    /// customers. `None` without repeats.
    pub pace: Option<Pace>,
    /// Gaps between orders. `None` without repeats.
    pub gaps: Option<GapLaw>,
}

/// How pace differs between customers and how much it wanders by itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Shape of the gamma law of rates.
    pub shape: f64,
    /// Its rate, in days.
    pub rate: f64,
    /// Days after which an order counts half in what it says about the next window; `None` when paces do not wander.
    pub half_life_days: Option<f64>,
}

/// How far trend and season were told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeasonNote {
    /// Two years or more: seasons repeat in the data.
    Learnt,
    /// Under two years: the index is what this one year did; season and trend cannot be told apart.
    OneYearOnly,
    /// Too few orders to say anything: the index is 1 throughout.
    TooFew,
}

/// A low and a high end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range<T> {
    /// Low end.
    pub low: T,
    /// High end.
    pub high: T,
}

/// One customer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rhythm {
    /// Who.
    pub customer: CustomerKey,
    /// Orders before `as_of`: days on which the customer bought.
    pub orders: u32,
    /// The first one.
    pub first_order: Moment,
    /// The last one.
    pub last_order: Moment,
    /// Value of all of them, minor units.
    pub value: i64,
    /// Usual days between orders, by the customer's own gaps and nobody else's: their median; where that is two days or
    /// less, which whole days tell too coarsely, their mean, none counted as more than a week. `None` before the second order.
    pub usual_gap_days: Option<f64>,
    /// Mean days to the order after the last by the law of gaps: the own, drawn to the population where they are few. What is
    /// foretold and tested, never what is told as the customer's habit. `None` when nobody bought twice.
    pub mean_gap_days: Option<f64>,
    /// When the next order is expected.
    pub next_order: Option<NextOrder>,
    /// The last window against what the time before it promised. `None` for a customer who began within the window.
    pub window: Option<Window>,
    /// Probability that the customer still is one.
    pub p_alive: f64,
    /// Expected orders in the next 365 days.
    pub orders_next_year: f64,
    /// What one order of theirs is worth, shrunk to the company's mean; minor units.
    pub order_value: i64,
    /// Expected value of the next 365 days, minor units, with its 80 % interval.
    pub value_next_year: i64,
    /// 80 % interval of it.
    pub value_next_year_range: Range<i64>,
    /// Recency, frequency and value fifths with the segment's name.
    pub rfm: RfmCell,
    /// Probability that the next window brings at most half of the own pace. `None` for those without a pace yet.
    pub drop_probability: Option<f64>,
    /// Where the customer stands.
    pub state: State,
}

/// The expected moment of the next order, given that none has come since the last.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NextOrder {
    /// Median; never before `as_of`.
    pub expected: Moment,
    /// Low end of the 80 % interval.
    pub low: Moment,
    /// High end of it.
    pub high: Moment,
    /// The median counted from the last order alone, as if nobody had waited: before `as_of` it is overdue.
    pub due: Moment,
}

/// Orders in the last window against expectation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Window {
    /// Expected from everything before the window.
    pub expected: f64,
    /// 80 % interval of what could have been expected.
    pub expected_range: Range<u32>,
    /// What came.
    pub observed: u32,
    /// P(N <= observed).
    pub p_value: f64,
}

/// Where a customer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Began within the window, or has bought once and the next is not overdue.
    New,
    /// Has bought once, and such customers have mostly bought again by now.
    Once,
    /// At the own pace.
    Steady,
    /// Above it: P(N >= observed) is under 5 %.
    Growing,
    /// Buys, but less than the own rhythm says.
    Declining,
    /// Overdue by the own gaps.
    Late,
    /// Probably gone.
    Lapsed,
}

/// The four ways to decline, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Low probability of still being a customer.
    Lapsed,
    /// Fewer orders than expected.
    Declining,
    /// The present gap is longer than the own gaps allow.
    Late,
    /// Stopped buying one category while still buying others.
    LostLine,
}

/// A customer in decline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeclineRow {
    /// Who.
    pub customer: CustomerKey,
    /// Index into [`Decline::customers`].
    pub index: u32,
    /// The strongest kind.
    pub kind: Kind,
    /// Orders expected in the window less orders seen; for a lost line those with the category.
    pub gap_orders: f64,
    /// What may be left unbought in a window of the same length, minor units: the gap times the shrunk value of an order
    /// (or of the category in an order).
    pub value_at_risk: i64,
    /// Probability that the next window brings at most half of the customer's own pace.
    pub probability: f64,
    /// Odds of a drop, and of the silence.
    pub certainty: f64,
    /// The value in play in a window, minor units: that of a whole pace, or of the lost lines.
    pub stake: f64,
    /// Certainty and value at stake together: what the rows are ordered by, the greatest first.
    pub priority: f64,
    /// Everything that was found, the strongest first; its first entry is of `kind`.
    pub evidence: Vec<Evidence>,
}

/// Why a customer is in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// Low probability alive.
    Lapsed {
        /// Probability that the customer still is one.
        p_alive: f64,
        /// Days since the last order.
        days_since_last: f64,
        /// The customer's own usual gap, in days.
        usual_gap_days: f64,
    },
    /// Fewer orders than expected in the window.
    Declining {
        /// Expected orders.
        expected: f64,
        /// Orders seen.
        observed: u32,
        /// P(N <= observed).
        p_value: f64,
        /// The same under control of the false-discovery rate over all customers.
        q_value: f64,
    },
    /// Overdue.
    Late {
        /// Days since the last order.
        days_since_last: f64,
        /// The customer's own usual gap, in days.
        usual_gap_days: f64,
        /// The shortest silence that fewer than 5 in 100 such customers reach; at most the present one.
        allowed_days: f64,
        /// P(a silence as long as the present one), at a moment not chosen for it.
        p_value: f64,
        /// The same under control of the false-discovery rate over all customers.
        q_value: f64,
    },
    /// A category is no longer bought.
    LostLine {
        /// Index into the purchases' items.
        item: u32,
        /// Its name.
        name: String,
        /// Expected orders with it, given the orders made.
        expected: f64,
        /// Orders with it.
        observed: u32,
        /// When it was last bought.
        last_bought: Moment,
        /// P(N <= observed).
        p_value: f64,
        /// The same under control of the false-discovery rate over all customers and categories.
        q_value: f64,
        /// Expected loss in a window, minor units.
        value_at_risk: i64,
    },
}

impl Evidence {
    /// Which kind it is evidence of.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Lapsed { .. } => Kind::Lapsed,
            Self::Declining { .. } => Kind::Declining,
            Self::Late { .. } => Kind::Late,
            Self::LostLine { .. } => Kind::LostLine,
        }
    }
}
