//! Patterns: what is shown of them. Sets, rows, a pattern's page, who is in it, which are open for a customer.
//!
//! Rows are kept at the desk. Curves and members are computed when a page asks, from purchases that are kept in memory for
//! a while.

use super::find::{Asked, HeldOut, PatternParameters, curve_of, held_out_of};
use super::{AnalysisParameters, Company, CompanyError, Result, Work};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;
use vihje_desk::findings::{FindingSet, PatternFinding, PatternQuery};
use vihje_insight::patterns::{self, Question, Settings};
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{Analysis, CustomerKey, Moment, Money, Purchases};

/// Pattern pages kept ready.
const PAGES_KEPT: usize = 64;

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
    /// `n_ab / expected`.
    pub lift: f64,
    /// Lower end of the 95 % interval of the lift.
    pub lift_low: f64,
    /// Upper end of the 95 % interval of the lift.
    pub lift_high: f64,
    /// The lift shrunk by what later data showed.
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

/// What a page of one pattern needs, computed once.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) curve: PatternCurve,
    pub(crate) members: Vec<Member>,
    /// What the purchases of B of those with an open window are worth, by the curve, minor units.
    pub(crate) open_value: Option<i64>,
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

/// Pattern pages kept ready, by pattern and set.
#[derive(Default)]
pub(crate) struct ReadyPages(Mutex<HashMap<(i64, String), Arc<Ready>>>);

/// The strongest patterns of the set that customers' pages look at.
#[derive(Default)]
pub(crate) struct Strongest(Mutex<Option<(i64, Arc<Vec<PatternFinding>>)>>);

/// The id of a pattern: which question, and both items. It stays the same when the set is computed again, so that an
/// address can be shared.
pub(crate) struct PatternId {
    /// Hash of the canonical parameters.
    question: u64,
    a: String,
    b: String,
}

impl PatternId {
    fn new(parameters: &str, a: &str, b: &str) -> Self {
        Self { question: vihje_model::id::stable_hash(parameters), a: a.to_owned(), b: b.to_owned() }
    }

    fn parse(text: &str) -> Option<Self> {
        let (question, items) = text.split_once('-')?;
        let bytes = (0..items.len() / 2).map(|i| u8::from_str_radix(items.get(2 * i..2 * i + 2)?, 16).ok());
        let items = String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()?;
        let (a, b) = items.split_once(SEPARATOR)?;
        Some(Self { question: u64::from_str_radix(question, 16).ok()?, a: a.to_owned(), b: b.to_owned() })
    }
}

/// A control character that no item's name holds.
const SEPARATOR: char = '\u{1f}';

impl std::fmt::Display for PatternId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}-", self.question)?;
        let items = format!("{}{SEPARATOR}{}", self.a, self.b);
        items.bytes().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
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
            kept: set.rows,
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

    /// Curve and members of a pattern, computed when they are first asked for.
    pub(crate) fn ready(&self, set: &FindingSet, row: &PatternFinding) -> Result<Arc<Ready>> {
        let place = (set.id, PatternId::new(&set.meta.parameters, &row.a, &row.b).to_string());
        let known = self.ready_pages.0.lock().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        if let Some(ready) = known {
            return Ok(ready);
        }
        let parameters = PatternSet::of(set)?.parameters;
        let purchases = self.purchases(parameters.level, parameters.channel.as_ref(), set.meta.as_of)?;
        let ready = Arc::new(make_ready(&purchases, &parameters, row)?);
        let mut pages = self.ready_pages.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= PAGES_KEPT {
            pages.clear();
        }
        pages.insert(place, Arc::clone(&ready));
        Ok(ready)
    }

    /// Computes curve and members of the patterns that a reader of the list opens first.
    pub(crate) fn make_pages_ready(&self, work: &Work) -> Result<()> {
        /// Patterns made ready, by rank.
        const FIRST: usize = 20;
        let Some(set) = self.pattern_set(&AnalysisParameters::default())? else { return Ok(()) };
        for row in self.desk.patterns(set.id, &PatternQuery::default(), None, FIRST)?.items {
            work.step("pages", 1.0)?;
            self.ready(&set, &row)?;
        }
        Ok(())
    }

    /// A page of the customers in a pattern: of an open window those who close first, else the latest first.
    ///
    /// # Errors
    /// `not-found`, or a cursor that is not one of this list.
    pub fn pattern_members(
        &self,
        id: &str,
        window: PatternWindow,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Members> {
        let (set, row) = self.pattern(id)?;
        let ready = self.ready(&set, &row)?;
        let skip = match cursor {
            Some(cursor) => cursor.parse().map_err(|_| {
                CompanyError::refused(
                    "invalid-cursor",
                    "This is not a cursor of this list.",
                    "Begin again without one.",
                )
            })?,
            None => 0_usize,
        };
        let chosen: Vec<&Member> = ready.members.iter().filter(|member| member.window == window).collect();
        let currency = set.currency;
        let mut items = Vec::new();
        for member in chosen.iter().skip(skip).take(limit) {
            let known = self.desk.customer(member.key)?;
            let id = known.as_ref().map_or_else(|| member.key.to_string(), |known| known.customer_id.clone());
            items.push(PatternMember {
                key: member.key,
                name: known.as_ref().and_then(|known| known.name.clone()).unwrap_or_else(|| id.clone()),
                id,
                owner: known.as_ref().and_then(|known| known.owner.clone()),
                bought_a_at: member.bought_a_at,
                bought_b_at: member.bought_b_at,
                closes_at: member.closes_at,
                days_left: member.closes_at.days_since(set.meta.as_of),
                chance: member.chance,
                sales: known.map(|known| Money::from_minor(known.sales_minor, currency)),
            });
        }
        let next = skip + items.len();
        let next_cursor = (next < chosen.len()).then(|| next.to_string());
        Ok(Members { items, next_cursor, total: chosen.len() as u64 })
    }

    /// The strongest patterns at the default level that are open for a customer.
    pub(crate) fn open_patterns(&self, key: CustomerKey) -> Result<Vec<OpenPattern>> {
        /// Patterns shown.
        const SHOWN: usize = 5;
        let Some(set) = self.pattern_set(&AnalysisParameters::default())? else { return Ok(Vec::new()) };
        let parameters = PatternSet::of(&set)?.parameters;
        let mine = self.purchases_of(key, parameters.level, set.meta.as_of)?;
        let rows = self.strongest(set.id)?;
        let window = i64::from(parameters.window_days) * MICROS_PER_DAY;
        let open = rows.iter().filter_map(|row| {
            let (a, b) = (item(&mine, &row.a)?, item(&mine, &row.b));
            let member = member(&mine, 0, a, b, window, parameters.question.into())?;
            (member.window == PatternWindow::Open).then(|| OpenPattern {
                pattern: PatternId::new(&set.meta.parameters, &row.a, &row.b).to_string(),
                a: row.a.clone(),
                b: row.b.clone(),
                bought_a_at: member.bought_a_at,
                days_left: member.closes_at.days_since(set.meta.as_of),
                lift: row.shrunk_lift.unwrap_or(row.lift),
                confidence: row.confidence,
            })
        });
        Ok(open.take(SHOWN).collect())
    }

    /// The strongest patterns of a set, above their like beyond doubt; read once.
    fn strongest(&self, set: i64) -> Result<Arc<Vec<PatternFinding>>> {
        /// Patterns looked at.
        const LOOKED_AT: usize = 200;
        let mut kept = self.strongest.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, rows)) = &*kept
            && *of == set
        {
            return Ok(Arc::clone(rows));
        }
        let query = PatternQuery { max_q: Some(0.05), min_lift: Some(1.0), ..PatternQuery::default() };
        let rows = Arc::new(self.desk.patterns(set, &query, None, LOOKED_AT)?.items);
        *kept = Some((set, Arc::clone(&rows)));
        Ok(rows)
    }

    /// Makes a worklist of those who bought A, not B, and whose window is open.
    ///
    /// # Errors
    /// `not-found`, or `nobody-open` when no window is open.
    pub fn make_pattern_list(
        &self,
        id: &str,
        name: Option<&str>,
        by: &str,
        work: &Work,
    ) -> Result<vihje_desk::Worklist> {
        let (set, row) = self.pattern(id)?;
        work.step("loading", 0.0)?;
        let ready = self.ready(&set, &row)?;
        let mut entries = Vec::new();
        for member in ready.members.iter().filter(|member| member.window == PatternWindow::Open) {
            if let Some(finding) = self.desk.customer(member.key)? {
                let days_left = member.closes_at.days_since(set.meta.as_of);
                entries.push(self.pattern_entry(
                    finding,
                    &set,
                    &row,
                    days_left,
                    ready_value(&ready, member),
                )?);
            }
        }
        if entries.is_empty() {
            let what = "No customer's window is open for this pattern.";
            return Err(CompanyError::refused("nobody-open", what, "Choose a pattern with open customers."));
        }
        let usual = format!("{} → {}", row.a, row.b);
        let new = vihje_desk::NewWorklist {
            name: name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&usual).to_owned(),
            source: vihje_desk::Source::Pattern,
            parameters: serde_json::json!({ "pattern": id, "as_of": set.meta.as_of }),
            finding_set: Some(set.id),
            holdout_share: 0.0,
            holdout_seed: 0,
        };
        Ok(self.desk.add_worklist(&new, entries, by, self.now())?)
    }
}

/// What a member's purchase of B is worth: an equal share of what all open ones are worth, by their chances.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // minor units of one purchase
fn ready_value(ready: &Ready, member: &Member) -> i64 {
    let open = ready.members.iter().filter(|member| member.window == PatternWindow::Open);
    let all: f64 = open.filter_map(|member| member.chance).sum();
    match (ready.open_value, member.chance) {
        (Some(value), Some(chance)) if all > 0.0 => (value as f64 * chance / all).round() as i64,
        _ => 0,
    }
}

fn item(purchases: &Purchases, name: &str) -> Option<u32> {
    let found = purchases.items.binary_search_by(|item| item.as_str().cmp(name)).ok()?;
    u32::try_from(found).ok()
}

fn make_ready(purchases: &Purchases, parameters: &PatternParameters, row: &PatternFinding) -> Result<Ready> {
    let (Some(a), Some(b)) = (item(purchases, &row.a), item(purchases, &row.b)) else {
        return Ok(Ready { curve: PatternCurve::default(), members: Vec::new(), open_value: None });
    };
    let settings = parameters.settings(purchases.customers.len());
    let refused = |error: patterns::PatternError| CompanyError::from(vihje_model::Problem::from(error));
    let curve = patterns::curve(purchases, a, b, &settings).map_err(refused)?;
    let window = i64::from(parameters.window_days) * MICROS_PER_DAY;
    let question = parameters.question.into();
    let everybody = 0..purchases.customers.len();
    let mut members: Vec<Member> =
        everybody.filter_map(|customer| member(purchases, customer, a, Some(b), window, question)).collect();
    for member in members.iter_mut().filter(|member| member.window == PatternWindow::Open) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // days of a window of at most 2,047
        let day = purchases.as_of.days_since(member.bought_a_at).floor() as u16;
        member.chance = curve.chance_left(day);
    }
    members.sort_by_key(|member| match member.window {
        PatternWindow::Open => (member.closes_at.0, member.key),
        PatternWindow::Bought | PatternWindow::Closed => (-member.bought_a_at.0, member.key),
    });
    let open_value = open_value(purchases, b, &members);
    Ok(Ready { curve: curve_of(&curve), members, open_value })
}

/// Chances of the open ones times the mean value of one purchase of B.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a sum for the eye
fn open_value(purchases: &Purchases, b: u32, members: &[Member]) -> Option<i64> {
    let lines = purchases.item.iter().zip(&purchases.value).filter(|(item, _)| **item == b);
    let (count, sum) =
        lines.fold((0_u64, 0_i64), |(count, sum), (_, value)| (count + 1, sum.saturating_add(*value)));
    let chances: f64 = members.iter().filter_map(|member| member.chance).sum();
    (count > 0).then(|| (chances * sum as f64 / count as f64).round() as i64)
}

/// Where a customer is in the window of a pattern; nothing for who never bought A or whom the question is not about.
fn member(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_both_items_whatever_they_are_called() {
        let id = PatternId::new("{\"level\":1}", "A/B & C", "ä ö-%");
        let text = id.to_string();
        assert!(text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
        let again = PatternId::parse(&text).unwrap();
        assert_eq!((again.question, again.a.as_str(), again.b.as_str()), (id.question, "A/B & C", "ä ö-%"));
        assert!(PatternId::parse("nonsense").is_none());
        assert!(PatternId::parse("0-€€").is_none());
    }
}
