//! A customer's one timeline: sales, touch-points and exposures, newest first.

use crate::error::Result;
use crate::open::History;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use vihje_model::{CustomerKey, Moment};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// An order.
    Sale,
    /// Something that came back.
    Return,
    /// A touch-point.
    TouchPoint,
    /// Reached by a campaign.
    Exposure,
}

impl TimelineKind {
    const ALL: [Self; 4] = [Self::Sale, Self::Return, Self::TouchPoint, Self::Exposure];

    fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Return => "return",
            Self::TouchPoint => "touch_point",
            Self::Exposure => "exposure",
        }
    }
}

/// One entry of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineEntry {
    /// When.
    pub at: Moment,
    /// What it is.
    pub kind: TimelineKind,
    /// The order's id, the kind of touch-point, or the campaign's id.
    pub what: Option<String>,
    /// Names of the products, the subject, or the campaign's name.
    pub title: String,
    /// In the reporting currency, for sales and returns.
    pub value: Option<Decimal>,
    /// Lines of the order.
    pub lines: Option<u64>,
    /// True when the brand began it; for touch-points.
    pub outbound: Option<bool>,
}

/// Which part of the timeline.
#[derive(Debug, Clone)]
pub struct TimelineQuery {
    /// Only these kinds; empty for all.
    pub kinds: Vec<TimelineKind>,
    /// Only entries before this moment.
    pub before: Moment,
    /// Entries of that very moment that were seen already, from [`TimelinePage::next`].
    pub skip: usize,
    /// Entries at most.
    pub limit: usize,
}

/// A page of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelinePage {
    /// Newest first.
    pub entries: Vec<TimelineEntry>,
    /// `before` and `skip` of the next page, when there is one.
    pub next: Option<(Moment, usize)>,
}

const SQL: &str = "
    WITH entry AS (
        SELECT min(l.sold_at) AS moment, l.line::VARCHAR AS kind, l.order_id AS what,
               string_agg(coalesce(p.name, p.id), ', ' ORDER BY l.value DESC, p.id) AS title, sum(l.value) AS value,
               count(*) AS lines, NULL AS outbound
        FROM sale_lines l JOIN products p ON p.product_key = l.product_key
        WHERE l.customer_key = $1 AND l.line <> 'charge'
        GROUP BY l.line, l.order_id, CASE WHEN l.order_id IS NULL THEN l.sold_at END
        UNION ALL
        SELECT happened_at, 'touch_point', touch, subject, NULL, NULL, outbound FROM touch_points WHERE customer_key = $1
        UNION ALL
        SELECT coalesce(e.exposed_at, k.starts), 'exposure', e.campaign, coalesce(k.name, k.campaign_type, e.campaign),
               NULL, NULL, NULL
        FROM exposures e LEFT JOIN campaigns k ON k.id = e.campaign
        WHERE e.customer_key = $1 AND coalesce(e.exposed_at, k.starts) IS NOT NULL)
    SELECT epoch_us(moment), kind, what, title, value, lines, outbound FROM entry
    WHERE moment <= make_timestamp($2) AND list_contains(string_split($3, ' '), kind)
    ORDER BY moment DESC, kind, what, title";

impl History {
    /// A page of a customer's timeline.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn timeline(&self, key: CustomerKey, query: &TimelineQuery) -> Result<TimelinePage> {
        let conn = self.reader()?;
        let kinds = if query.kinds.is_empty() { &TimelineKind::ALL[..] } else { &query.kinds };
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        // The first page takes nothing of its own moment; a later one takes what is left of it.
        let last = if query.skip == 0 { Moment(query.before.0.saturating_sub(1)) } else { query.before };
        let mut statement =
            conn.prepare(&format!("{SQL} LIMIT {} OFFSET {}", query.limit + 1, query.skip))?;
        let rows = statement.query_map(duckdb::params![key.0, last.0, words.join(" ")], |row| {
            let word: String = row.get(1)?;
            Ok(TimelineEntry {
                at: Moment(row.get(0)?),
                kind: TimelineKind::ALL
                    .into_iter()
                    .find(|kind| kind.word() == word)
                    .unwrap_or(TimelineKind::Sale),
                what: row.get(2)?,
                title: row.get(3)?,
                value: super::decimal_or_null(row, 4)?,
                lines: row.get(5)?,
                outbound: row.get(6)?,
            })
        })?;
        let mut entries = rows.collect::<duckdb::Result<Vec<_>>>()?;
        let more = entries.len() > query.limit;
        entries.truncate(query.limit);
        let next = entries.last().filter(|_| more).map(|last| {
            let seen = entries.iter().rev().take_while(|entry| entry.at == last.at).count();
            let before = if query.skip > 0 && last.at == query.before { query.skip } else { 0 };
            (last.at, seen + before)
        });
        Ok(TimelinePage { entries, next })
    }
}
