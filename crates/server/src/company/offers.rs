//! What is never offered to a customer: charges by category, such as coupons and deposits, and what is out of stock.
//!
//! Which categories are charges is data: words in the company's settings. Such lines stay purchases in every count; only what is
//! offered, and the patterns that are shown, leave them out.

use super::{Company, Result};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use vihje_desk::findings::{DueCustomer, FindingSet, PatternFinding, PatternQuery};
use vihje_history::QueryLimits;
use vihje_model::{Analysis, CustomerKey, Moment};

/// Intervals of its own after which an item is no longer due but dropped.
const LATEST: f64 = 2.0;

/// Items of one level that are not offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Barred {
    /// Every product of theirs is a charge by a category's name.
    pub(crate) charges: HashSet<String>,
    /// The stock of every product of theirs is told, and there is none.
    pub(crate) out_of_stock: HashSet<String>,
}

/// What was found for these facts and these words.
#[derive(Clone)]
struct Kept {
    facts: u64,
    words: Vec<String>,
    barred: Arc<Barred>,
}

/// What was last found, by level.
#[derive(Default)]
pub(crate) struct BarredKept(Mutex<BTreeMap<u8, Kept>>);

impl Barred {
    /// Whether every product of an item is a charge.
    pub(crate) fn is_charge(&self, item: &str) -> bool {
        self.charges.contains(item)
    }

    fn has(&self, item: &str) -> bool {
        self.charges.contains(item) || self.out_of_stock.contains(item)
    }

    /// Whether a pattern cannot be offered: one of charges, or whose B there is none of.
    pub(crate) fn bars(&self, pattern: &PatternFinding) -> bool {
        self.charges.contains(&pattern.a) || self.has(&pattern.b)
    }
}

impl Company {
    /// The items of a level that are not offered; looked up again when facts or the settings change.
    pub(crate) fn barred(&self, level: u8) -> Result<Arc<Barred>> {
        let facts: u64 = self.desk.setting(super::find::FACTS_OFFSET)?.unwrap_or(0);
        let words = self.desk.company()?.charge_categories;
        let kept = self.barred.0.lock().unwrap_or_else(PoisonError::into_inner).get(&level).cloned();
        if let Some(kept) = kept
            && (kept.facts, &kept.words) == (facts, &words)
        {
            return Ok(kept.barred);
        }
        let barred = Arc::new(self.find_barred(level, &words)?);
        let mut place = self.barred.0.lock().unwrap_or_else(PoisonError::into_inner);
        place.insert(level, Kept { facts, words, barred: Arc::clone(&barred) });
        Ok(barred)
    }

    /// One pass over the products.
    fn find_barred(&self, level: u8, words: &[String]) -> Result<Barred> {
        let item = match level {
            0 => "coalesce(name, id)".to_owned(),
            level => format!("level_{level}"),
        };
        let sql = format!(
            "SELECT {item}, bool_and({}), count(stock) = count(*) AND max(stock) <= 0
             FROM products WHERE {item} IS NOT NULL GROUP BY 1",
            is_charge(words)
        );
        let limits = QueryLimits { rows: 1 << 40, time: Duration::from_secs(60) };
        let mut barred = Barred::default();
        self.history.query_each(&sql, limits, |_, _, row| {
            let Some([Some(item), charge, out]) = row.as_deref() else { return };
            let yes = |cell: &Option<String>| cell.as_deref() == Some("true");
            if yes(charge) {
                barred.charges.insert(item.clone());
            }
            if yes(out) {
                barred.out_of_stock.insert(item.clone());
            }
        })?;
        Ok(barred)
    }

    /// The patterns that are offered as customers buy: of the level that lists use, else of any that has some; and that level.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub(crate) fn offered_patterns(&self) -> Result<Option<(u8, FindingSet)>> {
        let usual = self.default_level()?;
        let mut offered = None;
        for set in self.desk.sets()?.into_iter().filter(|set| set.meta.analysis == Analysis::Patterns) {
            let parameters = super::PatternSet::of(&set)?.parameters;
            let everybody = parameters.channel.is_none();
            if everybody && (offered.is_none() || parameters.level == usual) {
                offered = Some((parameters.level, set));
            }
        }
        Ok(offered)
    }

    /// A page of a set's patterns as they are shown: none of charges.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the desk cannot be read.
    pub(crate) fn shown_patterns(
        &self,
        set: &FindingSet,
        query: &PatternQuery,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<vihje_desk::Page<PatternFinding>> {
        let level = super::PatternSet::of(set)?.parameters.level;
        let mut without: Vec<String> = self.barred(level)?.charges.iter().cloned().collect();
        without.sort_unstable();
        let query = PatternQuery { without, ..query.clone() };
        Ok(self.desk.patterns(set.id, &query, cursor, limit)?)
    }

    /// Patterns of a set that [`Self::shown_patterns`] leaves out because they are of charges, on one side of their like.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub(crate) fn patterns_left_out(&self, set: &FindingSet, below: bool) -> Result<u64> {
        let all = PatternQuery { below, ..PatternQuery::default() };
        let shown = self.shown_patterns(set, &all, None, 1)?.total;
        Ok(self.desk.patterns(set.id, &all, None, 1)?.total.saturating_sub(shown))
    }

    /// What one customer is due for and can be offered, in the order of offer.
    pub(crate) fn offers_of(&self, key: CustomerKey) -> Result<Vec<DueCustomer>> {
        let parameters = super::AnalysisParameters::default().decided(Analysis::Replenishment, self)?;
        let Some(set) = self.desk.current_set(Analysis::Replenishment, Some(&parameters.canonical()))? else {
            return Ok(Vec::new());
        };
        let barred = self.barred(parameters.level.unwrap_or(0))?;
        let mut due = self.desk.due_of_customer(set.id, key)?;
        due.retain(|due| can_be_offered(due, &barred, set.meta.as_of));
        in_order_of_offer(&mut due, set.meta.as_of);
        Ok(due)
    }
}

/// What is due now, the most valuable first; then what is due soon, the nearest first, counted in its own intervals.
pub(super) fn in_order_of_offer(due: &mut [DueCustomer], as_of: Moment) {
    due.sort_by(|a, b| {
        let soon = |due: &DueCustomer| due.due_at > as_of;
        let by_time = || match soon(a) {
            true => overdue(b, as_of).total_cmp(&overdue(a, as_of)),
            false => std::cmp::Ordering::Equal,
        };
        let by_value = || b.value_minor.cmp(&a.value_minor);
        soon(a).cmp(&soon(b)).then_with(by_time).then_with(by_value).then_with(|| a.item.cmp(&b.item))
    });
}

/// Whether an item that a customer buys again and again is worth naming to them.
pub(super) fn can_be_offered(due: &DueCustomer, barred: &Barred, as_of: Moment) -> bool {
    !barred.has(&due.item) && overdue(due, as_of) <= LATEST
}

/// How far past its time an item is, in its usual intervals; negative before it.
fn overdue(due: &DueCustomer, as_of: Moment) -> f64 {
    as_of.days_since(due.due_at) / due.gap_days.max(1.0)
}

/// SQL: one of the product's categories holds one of the words, whole and in any case.
fn is_charge(words: &[String]) -> String {
    let plain = |word: &String| {
        let escaped = word.trim().to_lowercase();
        let each = escaped.chars().map(|c| match c {
            c if c.is_alphanumeric() || c == ' ' => c.to_string(),
            '\'' => "''".to_owned(),
            c => format!("\\{c}"),
        });
        each.collect::<String>()
    };
    let words: Vec<String> = words.iter().map(plain).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return "false".to_owned();
    }
    let categories = "lower(concat_ws(' | ', level_1, level_2, level_3, level_4))";
    format!(
        "regexp_matches({categories}, '(^|[^\\p{{L}}\\p{{N}}])({})([^\\p{{L}}\\p{{N}}]|$)')",
        words.join("|")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(item: &str, due_at: i64, gap_days: f64) -> DueCustomer {
        DueCustomer {
            rank: 1,
            item: item.to_owned(),
            customer: CustomerKey::of("c"),
            customer_id: "c".to_owned(),
            name: None,
            owner: None,
            last_at: Moment(0),
            due_at: Moment(0).plus_days(due_at),
            late_at: None,
            gap_days,
            value_minor: 100,
        }
    }

    #[test]
    fn what_is_overdue_by_more_than_two_intervals_is_no_longer_due() {
        let now = Moment(0).plus_days(100);
        let free = Barred::default();
        assert!(can_be_offered(&due("a", 90, 7.0), &free, now));
        assert!(can_be_offered(&due("a", 40, 30.0), &free, now), "exactly two");
        assert!(!can_be_offered(&due("a", 39, 30.0), &free, now));
        assert!(can_be_offered(&due("a", 103, 7.0), &free, now), "in three days");
    }

    #[test]
    fn what_is_due_now_is_offered_by_value_and_before_what_is_due_soon() {
        let now = Moment(0).plus_days(100);
        let worth = |item, due_at, value_minor| DueCustomer { value_minor, ..due(item, due_at, 10.0) };
        let mut rows =
            [worth("soon", 103, 900), worth("tea", 90, 100), worth("sooner", 101, 5), worth("milk", 99, 300)];
        in_order_of_offer(&mut rows, now);
        assert_eq!(rows.map(|row| row.item), ["milk", "tea", "sooner", "soon"]);
    }

    #[test]
    fn charges_and_what_is_out_of_stock_are_not_offered() {
        let barred = Barred {
            charges: HashSet::from(["COUPON".to_owned()]),
            out_of_stock: HashSet::from(["TEA".to_owned()]),
        };
        let now = Moment(0).plus_days(100);
        let offered = |item| can_be_offered(&due(item, 99, 7.0), &barred, now);
        assert_eq!((offered("COUPON"), offered("TEA"), offered("MILK")), (false, false, true));
    }

    #[test]
    fn words_of_people_are_words_and_not_patterns() {
        assert_eq!(is_charge(&[" ".to_owned()]), "false");
        let sql = is_charge(&["Gift cards".to_owned(), "o'neil (.*)".to_owned()]);
        assert!(sql.contains(r"(gift cards|o''neil \(\.\*\))"), "{sql}");
    }
}
