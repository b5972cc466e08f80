//! Pattern findings: bought A, then B, with every statistic beside it.

use crate::convert::{count, json, stored, words};
use crate::page::{read_cursor, write_cursor};
use crate::{Desk, DeskError, Page, Result};
use rusqlite::{CachedStatement, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One pattern. Ratios are plain (2.0 is twice as often), days are days of 24 hours, probabilities are 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PatternFinding {
    /// Place in the set's default order, from one; given by the desk.
    #[serde(default)]
    pub rank: u64,
    /// Product level of A and B, by its name.
    pub level: String,
    /// What was bought first.
    pub a: String,
    /// What was bought then.
    pub b: String,
    /// Index customers whose window is complete.
    pub n_a: u64,
    /// Those of them who then bought B.
    pub n_ab: u64,
    /// `n_ab / n_a`.
    pub confidence: f64,
    /// Buyers of B expected from their like.
    pub expected: f64,
    /// Observed over expected: the estimate that the interval is of.
    pub lift: f64,
    /// Lower end of the 95 % interval of the lift.
    pub lift_low: f64,
    /// Upper end of the 95 % interval of the lift.
    pub lift_high: f64,
    /// Probability of so many or more by chance.
    pub p: f64,
    /// False-discovery rate over all pairs tested.
    pub q: f64,
    /// Lift against everybody.
    pub naive_lift: f64,
    /// Days from A until a quarter had bought B; nothing where fewer ever did.
    pub first_quartile_days: Option<f64>,
    /// Days from A until half had bought B.
    pub median_days: Option<f64>,
    /// Days from A until three quarters had bought B.
    pub third_quartile_days: Option<f64>,
    /// n(A then B) / n(B then A).
    pub sequence_ratio: Option<f64>,
    /// The ratio that the products' own trends would give.
    pub sequence_expected: Option<f64>,
    /// Lift on the later part of history.
    pub held_out_lift: Option<f64>,
    /// Lift drawn towards what is usual, the more the fewer customers stand behind it. It may lie outside the interval, which is
    /// not its own.
    pub shrunk_lift: Option<f64>,
    /// Customers who bought A, not B, and whose window is still open.
    pub open_customers: u64,
    /// What they are worth in all, in minor units.
    pub value_minor: i64,
    /// Curves and whatever else the pattern's page shows.
    pub evidence: Value,
    /// Buyers of A clearly buy B less often than their like: a substitute. Listed only when asked for.
    #[serde(default)]
    pub below: bool,
}

impl PatternFinding {
    /// Where the evidence lies: `above` or `below` when the pair is so beyond doubt at the false-discovery rate, else `unclear`.
    pub fn side(&self) -> &str {
        self.evidence["side"].as_str().unwrap_or("unclear")
    }
}

words! {
    /// How a list of patterns is ordered.
    PatternSort {
        /// The order of the analysis, best first.
        Rank = "rank",
        /// Largest adjusted lift first.
        Lift = "lift",
        /// Most buyers of both first.
        Support = "support",
        /// Highest confidence first.
        Confidence = "confidence",
        /// Smallest false-discovery rate first.
        Discovery = "discovery",
        /// Most customers with an open window first.
        Open = "open_now",
        /// Most valuable open chances first.
        Value = "value",
        /// By the name of A.
        A = "a",
        /// By the name of B.
        B = "b",
    }
}

impl PatternSort {
    fn order(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Lift => "lift DESC, rank",
            Self::Support => "n_ab DESC, rank",
            Self::Confidence => "confidence DESC, rank",
            Self::Discovery => "q, rank",
            Self::Open => "open_customers DESC, rank",
            Self::Value => "value_minor DESC, rank",
            Self::A => "a, rank",
            Self::B => "b, rank",
        }
    }
}

/// Which patterns, in what order.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PatternQuery {
    /// Order; the analysis' own when not given.
    pub sort: Option<PatternSort>,
    /// Only with this A.
    pub a: Option<String>,
    /// Only with this B.
    pub b: Option<String>,
    /// Only where the name of A or B contains this, without regard to case.
    pub search: Option<String>,
    /// Only with at least so many buyers of both.
    pub min_support: Option<u64>,
    /// Only with at least this adjusted lift.
    pub min_lift: Option<f64>,
    /// Only with at most this false-discovery rate.
    pub max_q: Option<f64>,
    /// Only where neither A nor B is one of these.
    pub without: Vec<String>,
    /// Those clearly below their like in place of the others.
    pub below: bool,
}

const PATTERN: &str =
    "rank, level, a, b, n_a, n_ab, confidence, expected, lift, lift_low, lift_high, p, q, naive_lift,
    first_quartile_days, median_days, third_quartile_days, sequence_ratio, sequence_expected, held_out_lift,
    shrunk_lift, open_customers, value_minor, evidence, below";

const FILTER: &str = "set_id = ?1 AND (?2 IS NULL OR a = ?2) AND (?3 IS NULL OR b = ?3)
    AND (?4 IS NULL OR instr(lower(a), ?4) > 0 OR instr(lower(b), ?4) > 0)
    AND n_ab >= ?5 AND lift >= ?6 AND q <= ?7
    AND (?8 IS NULL OR (a NOT IN (SELECT value FROM json_each(?8)) AND b NOT IN (SELECT value FROM json_each(?8))))
    AND below = ?9";

impl Desk {
    /// A page of a set's patterns.
    ///
    /// # Errors
    /// When the cursor is not one of this list or the disk cannot be read.
    pub fn patterns(
        &self,
        set: i64,
        query: &PatternQuery,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<PatternFinding>> {
        // Rows of a set never change, so the place in the list is a stable cursor.
        let skip = read_cursor(cursor)?.map_or(0, |(skip, _)| skip.max(0));
        let search =
            query.search.as_ref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
        let support = stored(query.min_support.unwrap_or(0));
        let (lift, q) = (query.min_lift.unwrap_or(0.0), query.max_q.unwrap_or(1.0));
        let without =
            (!query.without.is_empty()).then(|| serde_json::to_string(&query.without)).transpose()?;
        self.read(|transaction| {
            let filter = params![set, query.a, query.b, search, support, lift, q, without, query.below];
            let total = transaction
                .prepare_cached(&format!("SELECT count(*) FROM pattern_finding WHERE {FILTER}"))?
                .query_row(filter, |row| count(row, 0))?;
            let order = query.sort.unwrap_or(PatternSort::Rank).order();
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT {PATTERN} FROM pattern_finding WHERE {FILTER} ORDER BY {order} LIMIT ?10 OFFSET ?11"
            ))?;
            let rows = statement.query_map(
                params![
                    set,
                    query.a,
                    query.b,
                    search,
                    support,
                    lift,
                    q,
                    without,
                    query.below,
                    stored(limit + 1),
                    skip
                ],
                pattern,
            )?;
            let items = rows.collect::<Result<_, _>>()?;
            let next = write_cursor(skip + stored(limit), "");
            Ok(Page::cut(items, limit, total, |_| next.clone()))
        })
    }

    /// One pattern of a set, by what was bought.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn pattern(&self, set: i64, a: &str, b: &str) -> Result<PatternFinding> {
        self.read(|transaction| {
            transaction
                .prepare_cached(&format!(
                    "SELECT {PATTERN} FROM pattern_finding WHERE set_id = ?1 AND a = ?2 AND b = ?3"
                ))?
                .query_row(params![set, a, b], pattern)
                .optional()?
                .ok_or_else(|| DeskError::not_found("pattern", format!("{a} to {b}")))
        })
    }
}

pub(crate) fn inserter<'t>(transaction: &'t Transaction<'_>) -> Result<CachedStatement<'t>> {
    Ok(transaction.prepare_cached(&format!(
        "INSERT INTO pattern_finding (set_id, {PATTERN}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
             ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)"
    ))?)
}

pub(crate) fn insert(
    insert: &mut CachedStatement<'_>,
    set: i64,
    rank: u64,
    row: &PatternFinding,
) -> Result<()> {
    insert.execute(params![
        set,
        stored(rank),
        row.level,
        row.a,
        row.b,
        stored(row.n_a),
        stored(row.n_ab),
        row.confidence,
        row.expected,
        row.lift,
        row.lift_low,
        row.lift_high,
        row.p,
        row.q,
        row.naive_lift,
        row.first_quartile_days,
        row.median_days,
        row.third_quartile_days,
        row.sequence_ratio,
        row.sequence_expected,
        row.held_out_lift,
        row.shrunk_lift,
        stored(row.open_customers),
        row.value_minor,
        row.evidence.to_string(),
        row.below,
    ])?;
    Ok(())
}

fn pattern(row: &Row<'_>) -> rusqlite::Result<PatternFinding> {
    Ok(PatternFinding {
        rank: count(row, 0)?,
        level: row.get(1)?,
        a: row.get(2)?,
        b: row.get(3)?,
        n_a: count(row, 4)?,
        n_ab: count(row, 5)?,
        confidence: row.get(6)?,
        expected: row.get(7)?,
        lift: row.get(8)?,
        lift_low: row.get(9)?,
        lift_high: row.get(10)?,
        p: row.get(11)?,
        q: row.get(12)?,
        naive_lift: row.get(13)?,
        first_quartile_days: row.get(14)?,
        median_days: row.get(15)?,
        third_quartile_days: row.get(16)?,
        sequence_ratio: row.get(17)?,
        sequence_expected: row.get(18)?,
        held_out_lift: row.get(19)?,
        shrunk_lift: row.get(20)?,
        open_customers: count(row, 21)?,
        value_minor: row.get(22)?,
        evidence: json(row, 23)?,
        below: row.get(24)?,
    })
}
