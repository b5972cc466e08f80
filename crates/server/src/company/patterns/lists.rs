//! The customers of a pattern, the patterns of a customer, and the worklist made of one.

use super::ready::{Member, item, member};
use super::{Members, OpenPattern, PatternId, PatternMember, PatternParameters, PatternSet, PatternWindow};
use crate::company::{AnalysisParameters, Company, CompanyError, Result, Work};
use std::sync::{Arc, Mutex, PoisonError};
use vihje_desk::DeskError;
use vihje_desk::findings::{FindingSet, PatternFinding, PatternQuery};
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{CustomerKey, Money, Purchases};

/// The strongest patterns of the set that customers' pages look at.
#[derive(Default)]
pub(crate) struct Strongest(Mutex<Option<(i64, Arc<Vec<PatternFinding>>)>>);

impl Company {
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
            Some(cursor) => cursor.parse().map_err(|_| CompanyError::invalid_cursor(cursor))?,
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
        let barred = self.barred(parameters.level)?;
        let open = rows.iter().filter(|row| !barred.bars(row));
        Ok(open.filter_map(|row| open_for(&mine, &set, row, &parameters)).take(SHOWN).collect())
    }

    /// The pattern that a worklist was made from, while it is open for a customer and its B can be offered; nothing of a list that
    /// was made of anything else, or whose pattern is not found any more.
    pub(crate) fn pattern_of_list(&self, worklist: i64, key: CustomerKey) -> Result<Option<OpenPattern>> {
        let list = self.desk.worklist(worklist)?;
        let Some(id) = list.parameters["pattern"].as_str() else { return Ok(None) };
        let (set, row) = match self.pattern(id) {
            Ok(found) => found,
            Err(CompanyError::Refused(problem)) if problem.code == "not-found" => return Ok(None),
            Err(CompanyError::Desk(DeskError::NotFound { .. })) => return Ok(None),
            Err(error) => return Err(error),
        };
        let parameters = PatternSet::of(&set)?.parameters;
        if self.barred(parameters.level)?.bars(&row) {
            return Ok(None);
        }
        let mine = self.purchases_of(key, parameters.level, set.meta.as_of)?;
        Ok(open_for(&mine, &set, &row, &parameters))
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

    /// Makes a worklist of those who bought A, not B, whose window is open, and who have a day and a chance left.
    ///
    /// # Errors
    /// `not-found`; `bought-less` when buyers of A buy B less than their like, so that offering it wastes calls; `nobody-open` when
    /// no window is open; `nobody-likely` when of those open none has a day and a chance left.
    pub fn make_pattern_list(
        &self,
        id: &str,
        name: Option<&str>,
        by: &str,
        work: &Work,
    ) -> Result<vihje_desk::Worklist> {
        let (set, row) = self.pattern(id)?;
        if row.below {
            let what = format!("Buyers of {} buy {} less often than their like.", row.a, row.b);
            let hint =
                "Make lists of pairs that are bought more; offer this one where the other is out of stock.";
            return Err(CompanyError::refused("bought-less", what, hint));
        }
        work.step("loading", 0.0)?;
        let ready = self.ready(&set, &row)?;
        let mut entries = Vec::new();
        let as_of = set.meta.as_of;
        for member in ready.members.iter().filter(|member| member.is_worth_a_call(as_of)) {
            if let Some(finding) = self.desk.customer(member.key)? {
                let days_left = member.closes_at.days_since(as_of);
                entries.push(self.pattern_entry(
                    finding,
                    &set,
                    &row,
                    days_left,
                    value_of(ready.value_of_follower, member),
                )?);
            }
        }
        if entries.is_empty() {
            if ready.members.iter().any(|member| member.window == PatternWindow::Open) {
                let what = "By the curve, none of those whose window is open will still buy B.";
                let hint = "Choose another pattern, or come back when more have bought A.";
                return Err(CompanyError::refused("nobody-likely", what, hint));
            }
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

/// A pattern as it stands for the one customer of these purchases, while it is open for them.
fn open_for(
    mine: &Purchases,
    set: &FindingSet,
    row: &PatternFinding,
    parameters: &PatternParameters,
) -> Option<OpenPattern> {
    let window = i64::from(parameters.window_days) * MICROS_PER_DAY;
    let (a, b) = (item(mine, &row.a)?, item(mine, &row.b));
    let member = member(mine, 0, a, b, window, parameters.question.into())?;
    (member.window == PatternWindow::Open).then(|| OpenPattern {
        pattern: PatternId::new(&set.meta.parameters, &row.a, &row.b).to_string(),
        a: row.a.clone(),
        b: row.b.clone(),
        bought_a_at: member.bought_a_at,
        days_left: member.closes_at.days_since(set.meta.as_of),
        lift: row.shrunk_lift.unwrap_or(row.lift),
        confidence: row.confidence,
    })
}

/// What a member is expected to bring by buying B: what a follower brings, by their chance of following.
#[allow(clippy::cast_possible_truncation)] // minor units of one customer
fn value_of(worth: f64, member: &Member) -> i64 {
    (worth * member.chance.unwrap_or(0.0)).round() as i64
}
