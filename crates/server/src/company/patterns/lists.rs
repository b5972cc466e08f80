//! The customers of a pattern, the patterns of a customer, and the worklist made of one.

use super::ready::{Member, item, member};
use super::{Members, OpenPattern, PatternId, PatternMember, PatternSet, PatternWindow};
use crate::company::{AnalysisParameters, Company, CompanyError, Result, Work};
use std::sync::{Arc, Mutex, PoisonError};
use vihje_desk::findings::{PatternFinding, PatternQuery};
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{CustomerKey, Money};

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
        let window = i64::from(parameters.window_days) * MICROS_PER_DAY;
        let barred = self.barred(parameters.level)?;
        let open = rows.iter().filter(|row| !barred.bars(row)).filter_map(|row| {
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
    /// `not-found`; `bought-less` when buyers of A buy B less than their like, so that offering it wastes calls; or
    /// `nobody-open` when no window is open.
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
        for member in ready.members.iter().filter(|member| member.window == PatternWindow::Open) {
            if let Some(finding) = self.desk.customer(member.key)? {
                let days_left = member.closes_at.days_since(set.meta.as_of);
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

/// What a member is expected to bring by buying B: what a follower brings, by their chance of following.
#[allow(clippy::cast_possible_truncation)] // minor units of one customer
fn value_of(worth: f64, member: &Member) -> i64 {
    (worth * member.chance.unwrap_or(0.0)).round() as i64
}
