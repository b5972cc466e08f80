//! A customer's one timeline: sales, touch-points and exposures, newest first.

use crate::error::Result;
use crate::open::History;
use crate::resolve::Names;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use vihje_model::fact::Attributes;
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
    /// Another name turned out to be the customer's, or not to be after all.
    Merge,
}

impl TimelineKind {
    const ALL: [Self; 5] = [Self::Sale, Self::Return, Self::TouchPoint, Self::Exposure, Self::Merge];

    fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Return => "return",
            Self::TouchPoint => "touch_point",
            Self::Exposure => "exposure",
            Self::Merge => "merge",
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
    /// The order's id, the kind of touch-point, the campaign's id, or the word of `vihje_model::identity::JoinedBy`.
    pub what: Option<String>,
    /// Names of the products, the subject, the campaign's name, or the name that was merged.
    pub title: String,
    /// In the reporting currency, for sales and returns.
    pub value: Option<Decimal>,
    /// Lines of the order.
    pub lines: Option<u64>,
    /// True when the brand began it; for touch-points.
    pub outbound: Option<bool>,
    /// Everything else a touch-point told, and the name it was told of where that was merged (`told_of`); of a merge what it
    /// stands on (`into`, `evidence`, `undone_at`, `undone_by`).
    pub attributes: Attributes,
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

/// `{own}` is the condition that a fact is the customer's, `{from}` and `{into}` that a merge is.
const SQL: &str = "
    WITH entry AS (
        SELECT min(l.sold_at) AS moment, l.line::VARCHAR AS kind, l.order_id AS what,
               string_agg(coalesce(p.name, p.id), ', ' ORDER BY l.value DESC, p.id) AS title, sum(l.value) AS value,
               count(*) AS lines, NULL AS outbound, NULL AS attributes
        FROM sale_lines l JOIN products p ON p.product_key = l.product_key
        WHERE {own} AND l.line <> 'charge'
        GROUP BY l.line, l.order_id, CASE WHEN l.order_id IS NULL THEN l.sold_at END
        UNION ALL
        SELECT happened_at, 'touch_point', touch, subject, NULL, NULL, outbound,
               CASE WHEN l.customer_key = {canonical} THEN attributes
                    ELSE json_merge_patch(coalesce(attributes, '{}'::JSON), json_object('told_of', n.from_id)) END
        FROM touch_points l LEFT JOIN merges n ON n.from_key = l.customer_key AND n.undone_at IS NULL WHERE {own}
        UNION ALL
        SELECT coalesce(l.exposed_at, k.starts), 'exposure', l.campaign, coalesce(k.name, k.campaign_type, l.campaign),
               NULL, NULL, NULL, NULL
        FROM exposures l LEFT JOIN campaigns k ON k.id = l.campaign
        WHERE {own} AND coalesce(l.exposed_at, k.starts) IS NOT NULL
        UNION ALL
        SELECT merged_at, 'merge', joined_by, from_id, NULL, NULL, NULL,
               json_merge_patch('{}'::JSON, json_object('into', into_id, 'evidence', evidence,
                   'undone_at', epoch_us(undone_at)::VARCHAR, 'undone_by', undone_by))
        FROM merges WHERE {from} OR {into})
    SELECT epoch_us(moment), kind, what, title, value, lines, outbound, attributes::VARCHAR FROM entry
    WHERE moment <= make_timestamp($1) AND list_contains(string_split($2, ' '), kind)
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
        let names = Names::of(&conn, key)?;
        let sql = SQL
            .replace("{own}", &names.condition("l.customer_key"))
            .replace("{from}", &names.condition("from_key"))
            .replace("{into}", &names.condition("into_key"))
            .replace("{canonical}", &names.canonical.0.to_string());
        let mut statement =
            conn.prepare(&format!("{sql} LIMIT {} OFFSET {}", query.limit + 1, query.skip))?;
        let rows = statement.query_map(duckdb::params![last.0, words.join(" ")], |row| {
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
                attributes: super::attributes(row.get(7)?),
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
