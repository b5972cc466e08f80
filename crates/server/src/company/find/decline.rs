//! Rhythm, decline and value: every customer's row, its reasons and numbers, and the backtest beside the baselines.

use super::quality::{AnalysisQuality, Score};
use super::today::Order;
use super::{Analysed, Asked};
use crate::company::past::Profile;
use crate::company::{Company, CompanyError, Result, Work};
use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_desk::findings::{CustomerFinding, Standing};
use vihje_insight::decline::{
    self, Decline, DeclineRow, Evidence as Found, Kind, Rhythm, Settings, State, Tempo,
};
use vihje_insight::ranking::{self, Backtest, Finding, Length, Plan, Ranking};
use vihje_model::columns::ValueBasis;
use vihje_model::{Analysis, FindingMeta, Moment, Money, Purchases};

/// Customers printed of an analysis of value.
const SHOWN_BY_VALUE: usize = 1_000;
/// A customer is due when the usual gap has passed and the next order is expected within so many days: the horizon of the
/// replenishment lists too.
const DUE_DAYS: i64 = 14;

/// The numbers behind a reason; null where the analysis does not give one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Evidence {
    /// Orders in all.
    pub orders: Option<u32>,
    /// First order.
    pub first_order: Option<Moment>,
    /// Latest order.
    pub last_order: Option<Moment>,
    /// Days since the latest order.
    pub days_since: Option<f64>,
    /// The customer's own usual gap, in days.
    pub usual_gap_days: Option<f64>,
    /// Orders expected in the window.
    pub orders_expected: Option<f64>,
    /// Orders seen in the window.
    pub orders_observed: Option<u32>,
    /// The window, in days.
    pub window_days: Option<f64>,
    /// Probability of this little by chance.
    pub p_value: Option<f64>,
    /// Among reasons as strong as this one, the share expected to be false alarms.
    pub q_value: Option<f64>,
    /// Probability that the customer still buys.
    pub alive: Option<f64>,
    /// What one order of theirs is worth, shrunk to the company's mean.
    pub value_per_order: Option<Money>,
}

/// What the desk keeps with a customer, beside the columns of the list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerEvidence {
    /// Why the customer is in decline, strongest first; empty when they are not.
    pub reasons: Vec<Reason>,
    /// The numbers.
    pub numbers: Evidence,
    /// 80 % interval of the value of the next year, minor units.
    pub value_range: Option<[i64; 2]>,
    /// Margin or sales.
    pub basis: Option<ValueBasis>,
    /// Chance of a drop and value at stake together, of who is in decline: the place in the method's own order.
    pub priority: Option<f64>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// What is kept with the set beside its quality: the population's pace, for the chart of each customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DeclineQuality {
    #[serde(flatten)]
    pub(crate) quality: AnalysisQuality,
    pub(crate) tempo: Tempo,
}

impl Company {
    pub(super) fn find_decline(&self, asked: &Asked, work: &Work) -> Result<Analysed> {
        work.step("loading", 0.0)?;
        let level = self.default_level()?;
        let purchases = self.every_purchase(level, asked.as_of)?;
        let settings = settings(asked);
        work.step("decline", 0.3)?;
        let mut found = decline::find(&purchases, &settings);
        work.step("backtest", 0.5)?;
        let (backtest, drawn) = tried(&purchases, &settings, found.rows.len());
        found.weigh(backtest.value_weight);
        let quality = DeclineQuality {
            quality: AnalysisQuality {
                tried: drawn,
                ..quality(&purchases, &backtest, asked.as_of, found.rows.len())
            },
            tempo: found.population.tempo.clone(),
        };
        drop(purchases);
        work.step("storing", 0.7)?;
        let meta = asked.meta(self, &quality)?;
        let currency = found.population.currency;
        let rows = RowsByCustomer::new(&found);
        let mut listed: Vec<Option<CustomerFinding>> = vec![None; found.rows.len()];
        let mut load = asked.kept.then(|| self.desk.load(&meta, currency)).transpose()?;
        let mut chunk = Vec::new();
        self.each_profile(asked.as_of, |profile| {
            let (rhythm, place) = rows.of(&profile);
            let finding = customer_finding(profile, rhythm, place.map(|place| &found.rows[place]), &found)?;
            if let Some(place) = place {
                listed[place] = Some(finding.clone());
            }
            chunk.push(finding);
            if chunk.len() == 10_000 {
                let rows = std::mem::take(&mut chunk);
                load.as_mut().map_or(Ok(()), |load| load.customers(rows))?;
            }
            Ok(())
        })?;
        if let Some(mut load) = load {
            load.customers(chunk)?;
            work.step("storing", 0.95)?;
            load.publish()?;
            self.store_value(&Asked::new(self, Analysis::Value, &asked.parameters)?, &found.population)?;
        }
        let mut customers: Vec<CustomerFinding> = listed.into_iter().flatten().collect();
        let order = Order::of(backtest.verdict.order);
        customers.sort_by_cached_key(|finding| order.place_of(finding));
        Ok(Analysed { customers, ..Analysed::new(meta, currency) })
    }

    /// Value is found with decline and kept in its rows; this keeps how far it can be trusted.
    pub(super) fn find_value(&self, asked: &Asked, work: &Work) -> Result<Analysed> {
        work.step("loading", 0.0)?;
        let purchases = self.every_purchase(self.default_level()?, asked.as_of)?;
        work.step("value", 0.5)?;
        let found = decline::find(&purchases, &settings(asked));
        let meta = self.store_value(asked, &found.population)?;
        let currency = found.population.currency;
        let rows = RowsByCustomer::new(&found);
        let mut best: Vec<&Rhythm> = found.customers.iter().collect();
        best.sort_by_key(|rhythm| (std::cmp::Reverse(rhythm.value_next_year), rhythm.customer));
        best.truncate(SHOWN_BY_VALUE);
        let mut wanted: Vec<_> = best.iter().map(|rhythm| rhythm.customer).collect();
        wanted.sort_unstable();
        let mut customers = Vec::with_capacity(wanted.len());
        self.each_profile(asked.as_of, |profile| {
            if wanted.binary_search(&profile.key).is_ok() {
                let (rhythm, place) = rows.of(&profile);
                customers.push(customer_finding(
                    profile,
                    rhythm,
                    place.map(|place| &found.rows[place]),
                    &found,
                )?);
            }
            Ok(())
        })?;
        customers.sort_by_key(|row| (std::cmp::Reverse(row.value_minor), row.customer));
        Ok(Analysed { customers, ..Analysed::new(meta, currency) })
    }

    /// Keeps how far alive probabilities and values can be trusted; the values themselves are in the customers' rows.
    fn store_value(&self, asked: &Asked, population: &decline::Population) -> Result<FindingMeta> {
        let quality = serde_json::json!({
            "alive": population.alive,
            "spend": population.spend,
            "credibility": population.credibility,
            "basis": population.basis,
        });
        let meta = asked.meta(self, &quality)?;
        if asked.kept {
            self.desk.load(&meta, population.currency)?.publish()?;
        }
        Ok(meta)
    }
}

fn settings(asked: &Asked) -> Settings {
    let usual = Settings::default();
    Settings { window_days: asked.parameters.window_days.unwrap_or(usual.window_days), ..usual }
}

/// Customers whose past the list is tried on, at most. More would take longer than everything else together and say the same.
const TRIED: usize = 50_000;

/// The list tried on the company's own past; of a company with more than [`TRIED`] customers on those of a sample, whose number
/// comes with it. The lengths are then of that sample.
fn tried(purchases: &Purchases, settings: &Settings, in_decline: usize) -> (Backtest, Option<u64>) {
    let step = purchases.customers.len().div_ceil(TRIED).max(1);
    if step == 1 {
        return (ranking::backtest(purchases, settings, &plan(in_decline)), None);
    }
    let sample = purchases.systematic_sample(step);
    let backtest = ranking::backtest(&sample, settings, &plan(in_decline / step));
    (backtest, Some(sample.customers.len() as u64))
}

/// The lengths of list that are tried: as many as are in decline now, and the usual ones.
fn plan(in_decline: usize) -> Plan {
    let mut plan = Plan::default();
    plan.lengths.insert(0, Length::Customers(u32::try_from(in_decline).unwrap_or(u32::MAX)));
    plan
}

/// Finds a customer's rhythm and place on the list by key; both lists are in order of key or point into it.
struct RowsByCustomer<'a> {
    found: &'a Decline,
    places: Vec<Option<u32>>,
}

impl<'a> RowsByCustomer<'a> {
    fn new(found: &'a Decline) -> Self {
        let mut places = vec![None; found.customers.len()];
        for (place, row) in (0_u32..).zip(&found.rows) {
            places[row.index as usize] = Some(place);
        }
        Self { found, places }
    }

    fn of(&self, profile: &Profile) -> (Option<&'a Rhythm>, Option<usize>) {
        match self.found.customers.binary_search_by_key(&profile.key, |rhythm| rhythm.customer) {
            Ok(index) => (Some(&self.found.customers[index]), self.places[index].map(|place| place as usize)),
            Err(_) => (None, None),
        }
    }
}

fn customer_finding(
    profile: Profile,
    rhythm: Option<&Rhythm>,
    row: Option<&DeclineRow>,
    found: &Decline,
) -> Result<CustomerFinding> {
    let population = &found.population;
    let evidence = CustomerEvidence {
        reasons: row.zip(rhythm).map(|(row, rhythm)| reasons(row, rhythm, population)).unwrap_or_default(),
        numbers: rhythm.map(|rhythm| numbers(row, rhythm, population)).unwrap_or_default(),
        value_range: rhythm
            .map(|rhythm| [rhythm.value_next_year_range.low, rhythm.value_next_year_range.high]),
        basis: Some(population.basis),
        priority: row.map(|row| row.priority),
        email: profile.email,
        phone: profile.phone,
    };
    let reach = [evidence.email.as_deref(), evidence.phone.as_deref()];
    let search = reach.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let window = rhythm.and_then(|rhythm| rhythm.window);
    let standing = standing(rhythm, row, population.as_of);
    // Of who has probably gone, or is silent for longer than the own gaps allow, no next order is foretold.
    let silent = matches!(standing, Standing::Lapsed | Standing::Late);
    let next = rhythm.and_then(|rhythm| rhythm.next_order).filter(|_| !silent);
    Ok(CustomerFinding {
        customer: profile.key,
        customer_id: profile.id,
        name: profile.name,
        owner: profile.owner,
        segment: rhythm.map(|rhythm| word(&rhythm.rfm.segment)),
        search,
        standing,
        orders: rhythm.map_or(0, |rhythm| u64::from(rhythm.orders)),
        first_at: rhythm.map(|rhythm| rhythm.first_order),
        last_at: rhythm.map(|rhythm| rhythm.last_order),
        sales_minor: profile.sales_minor,
        usual_gap_days: rhythm.and_then(|rhythm| rhythm.usual_gap_days),
        next_from: next.map(|next| next.low),
        next_at: next.map(|next| next.expected),
        next_to: next.map(|next| next.high),
        expected: window.map(|window| window.expected),
        observed: window.map(|window| u64::from(window.observed)),
        p: window.map(|window| window.p_value),
        q: evidence.numbers.q_value,
        value_at_risk_minor: row.map_or(0, |row| row.value_at_risk),
        p_alive: rhythm.map(|rhythm| rhythm.p_alive),
        expected_purchases: rhythm.map(|rhythm| rhythm.orders_next_year),
        value_minor: rhythm.map(|rhythm| rhythm.value_next_year),
        rfm: rhythm
            .map(|rhythm| format!("{}-{}-{}", rhythm.rfm.recency, rhythm.rfm.frequency, rhythm.rfm.monetary)),
        evidence: serde_json::to_value(&evidence)
            .map_err(|error| CompanyError::Internal(error.to_string()))?,
    })
}

fn standing(rhythm: Option<&Rhythm>, row: Option<&DeclineRow>, as_of: Moment) -> Standing {
    let Some(rhythm) = rhythm else { return Standing::Prospect };
    let soon = as_of.plus_days(DUE_DAYS);
    let due = rhythm.next_order.is_some_and(|next| next.due <= as_of && next.expected <= soon);
    match (row.map(|row| row.kind), rhythm.state) {
        (Some(Kind::Lapsed), _) | (None, State::Lapsed) => Standing::Lapsed,
        (Some(Kind::Declining), _) | (None, State::Declining) => Standing::Declining,
        (Some(Kind::Late), _) | (None, State::Late) => Standing::Late,
        (Some(Kind::LostLine), _) => Standing::LostLine,
        (None, State::New) => Standing::New,
        (None, State::Once) => Standing::Once,
        (None, State::Growing) => Standing::Growing,
        (None, State::Steady) if due => Standing::Due,
        (None, State::Steady) => Standing::Steady,
    }
}

/// Whole days without an order, as every screen counts them.
fn days_since(rhythm: &Rhythm, population: &decline::Population) -> f64 {
    population.as_of.days_since(rhythm.last_order).floor()
}

fn reasons(row: &DeclineRow, rhythm: &Rhythm, population: &decline::Population) -> Vec<Reason> {
    let days_since = days_since(rhythm, population);
    let reason = |found: &Found| match found {
        Found::Lapsed { p_alive, .. } => {
            Reason::Lapsed { days_since, p_alive: *p_alive, orders: rhythm.orders }
        }
        Found::Declining { expected, observed, p_value, .. } => Reason::Declining {
            orders_expected: *expected,
            orders_observed: *observed,
            window_days: f64::from(population.tempo.window_days),
            p: *p_value,
            usual_gap_days: rhythm.usual_gap_days,
            last_order: rhythm.last_order,
        },
        Found::Late { usual_gap_days, allowed_days, p_value, .. } => Reason::Late {
            days_since,
            usual_gap_days: *usual_gap_days,
            upper_days: *allowed_days,
            p: *p_value,
        },
        Found::LostLine { name, expected, observed, last_bought, p_value, .. } => Reason::LostLine {
            category: name.clone(),
            last_bought: *last_bought,
            orders_expected: *expected,
            orders_observed: *observed,
            p: *p_value,
        },
    };
    one_silence(row.evidence.iter().map(reason).collect())
}

/// The reasons without those that tell one silence again in other words: who has probably gone is late too, and has ordered
/// less.
fn one_silence(mut reasons: Vec<Reason>) -> Vec<Reason> {
    let gone = matches!(reasons.first(), Some(Reason::Lapsed { .. }));
    let mut told = false;
    reasons.retain(|reason| match reason {
        Reason::Declining { orders_observed: 1.., .. } => !gone,
        Reason::Lapsed { .. } | Reason::Late { .. } | Reason::Declining { .. } => {
            !std::mem::replace(&mut told, true)
        }
        _ => true,
    });
    reasons
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // money of one order, rounded to its minor unit
fn numbers(row: Option<&DeclineRow>, rhythm: &Rhythm, population: &decline::Population) -> Evidence {
    let q_value = row.and_then(|row| row.evidence.first()).and_then(|found| match found {
        Found::Lapsed { .. } => None,
        Found::Declining { q_value, .. } | Found::Late { q_value, .. } | Found::LostLine { q_value, .. } => {
            Some(*q_value)
        }
    });
    Evidence {
        orders: Some(rhythm.orders),
        first_order: Some(rhythm.first_order),
        last_order: Some(rhythm.last_order),
        days_since: Some(days_since(rhythm, population)),
        usual_gap_days: rhythm.usual_gap_days,
        orders_expected: rhythm.window.map(|window| window.expected),
        orders_observed: rhythm.window.map(|window| window.observed),
        window_days: rhythm.window.map(|_| f64::from(population.tempo.window_days)),
        p_value: rhythm.window.map(|window| window.p_value),
        q_value,
        alive: Some(rhythm.p_alive),
        value_per_order: Some(Money::from_minor(rhythm.order_value, population.currency)),
    }
}

fn quality(purchases: &Purchases, backtest: &Backtest, as_of: Moment, in_decline: usize) -> AnalysisQuality {
    let latest = backtest.origins.first().map_or(0, |origin| origin.eligible);
    let scores = backtest.lengths.iter().flat_map(|at| {
        let length = u32::try_from(at.length.of(usize::try_from(latest).unwrap_or(usize::MAX)));
        at.scores.iter().map(move |score| Score {
            method: Order::of(score.ranking).word().to_owned(),
            length: length.unwrap_or(u32::MAX),
            precision: score.precision,
            precision_low: Some(score.precision_interval.low),
            precision_high: Some(score.precision_interval.high),
            value_captured: Some(score.value_captured),
            named: (score.ranking == Ranking::ValueAtRisk).then(|| share(at.named, score.listed)),
        })
    });
    let verdict = backtest.verdict;
    let order = Order::of(verdict.order).word();
    AnalysisQuality {
        analysis: Analysis::Decline,
        as_of,
        cuts: backtest.origins.iter().map(|origin| origin.at).collect(),
        horizon_days: f64::from(backtest.horizon_days),
        scores: scores.collect(),
        listed: u32::try_from(in_decline).ok(),
        finding: Some(word(&verdict.finding)),
        beats_baseline: (verdict.finding != Finding::TooLittle).then_some(verdict.finding == Finding::Beats),
        best_order: order.to_owned(),
        ordered_by: order.to_owned(),
        basis: purchases.basis,
        currency: purchases.currency,
        kept_share: None,
        tried: None,
    }
}

#[allow(clippy::cast_precision_loss)] // counts of customers
fn share(part: u64, whole: u64) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { 0.0 }
}

/// The word by which a plain enumeration stands in JSON.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
