//! A customer's story: what happened, newest first, what they bought by category, and their rhythm.

use super::find::DeclineQuality;
use super::{Company, CompanyError, Result};
use crate::reason::Reason;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vihje_history::{TimelineEntry, TimelineKind as Told, TimelineQuery};
use vihje_insight::decline::{Chart, chart};
use vihje_model::fact::{Attributes, TouchPoint};
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{Analysis, Currency, CustomerKey, Moment, Money};

/// Lines shown of an order.
const LINES_SHOWN: usize = 100;
/// Months shown of a category.
const MONTHS: usize = 12;

/// One thing that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelineItem {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: TimelineKind,
    /// The order, where it is a sale.
    pub order: Option<Order>,
    /// The touch-point's word (`call`, `email`, `visit` …), or the action on a task (`snooze`, `skip`, `note`).
    pub word: Option<String>,
    /// True when the brand began it.
    pub outbound: Option<bool>,
    /// One line of what it was about; of a task its reason's code.
    pub subject: Option<String>,
    /// The campaign's name.
    pub campaign: Option<String>,
    /// Everything else that a touch-point told; `told_of` is the name it was told of, where that was merged with the customer's.
    pub attributes: Attributes,
    /// Names that were merged, where it is a merge.
    pub merge: Option<Merged>,
}

/// Another name turned out to be the customer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Merged {
    /// The name that was taken in, such as `anonymous:5f1c`.
    pub from: String,
    /// The customer who has both.
    pub into: String,
    /// Why: `anonymous`, `email`, `phone`, `external`, `alias` or `person`.
    pub joined_by: String,
    /// What they share, or who said so.
    pub evidence: String,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
    /// By whom.
    pub undone_by: Option<String>,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// An order, or a return.
    Sale,
    /// A touch-point.
    TouchPoint,
    /// Reached by a campaign.
    Exposure,
    /// A task on one of our lists.
    Task,
    /// Another name turned out to be the customer's, or not to be after all.
    Merge,
}

/// One order with its lines.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Order {
    /// Id in the source.
    pub id: Option<String>,
    /// Lines, at most 100; `more_lines` counts the rest.
    pub lines: Vec<OrderLine>,
    /// Lines not shown.
    pub more_lines: u32,
    /// Sum of all lines.
    pub total: Money,
    /// Of it, what came back; zero or negative.
    pub returns: Money,
    /// Where it was sold.
    pub store: Option<String>,
}

/// One line of an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderLine {
    /// The product's name; its id where there is none.
    pub product: String,
    /// How much; negative on a return.
    pub quantity: Decimal,
    /// Amount of the line; negative on a return.
    pub amount: Money,
}

/// What a customer bought, by category.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CategoryRow {
    /// The category.
    pub category: String,
    /// Sale lines.
    pub lines: u64,
    /// Sales of it.
    pub sales: Money,
    /// Share of the customer's sales, 0 to 1.
    pub share: f64,
    /// When it was last bought.
    pub last_bought: Moment,
    /// Sales of each of the last 12 months, oldest first, in the reporting currency.
    pub months: Vec<f64>,
    /// True when they stopped buying it while still buying others.
    pub stopped: bool,
}

/// A page of a timeline.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// Newest first.
    pub items: Vec<TimelineItem>,
    /// The cursor of the next page.
    pub next_cursor: Option<String>,
}

/// Which kinds of item; all when empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimelineFilter(BTreeSet<TimelineKind>);

/// A customer's rhythm, as it is drawn.
#[derive(Debug, Clone)]
pub struct RhythmShown {
    /// `week`, `month` or `quarter`.
    pub unit: &'static str,
    /// Periods and the next order.
    pub chart: Chart,
    /// Moments of orders, oldest first.
    pub orders: Vec<Moment>,
    /// True for this moment.
    pub as_of: Moment,
}

impl TimelineFilter {
    /// From words separated by commas.
    ///
    /// # Errors
    /// A word that is no kind.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let words = text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty());
        let kinds = words.map(|word| {
            serde_json::from_value(serde_json::Value::from(word)).map_err(|_| {
                let what = format!("\"{word}\" is no kind of event.");
                CompanyError::refused(
                    "invalid-value",
                    what,
                    "Choose sale, touch_point, exposure, task or merge.",
                )
            })
        });
        Ok(Self(kinds.collect::<Result<_>>()?))
    }

    fn holds(&self, kind: TimelineKind) -> bool {
        self.0.is_empty() || self.0.contains(&kind)
    }

    /// The kinds that the history keeps.
    fn told(&self) -> Vec<Told> {
        let mut told = Vec::new();
        if self.holds(TimelineKind::Sale) {
            told.extend([Told::Sale, Told::Return]);
        }
        if self.holds(TimelineKind::TouchPoint) {
            told.push(Told::TouchPoint);
        }
        if self.holds(TimelineKind::Exposure) {
            told.push(Told::Exposure);
        }
        if self.holds(TimelineKind::Merge) {
            told.push(Told::Merge);
        }
        told
    }
}

impl Merged {
    fn of(entry: &TimelineEntry) -> Self {
        let told = |name: &str| entry.attributes.get(name).cloned();
        Self {
            from: entry.title.clone(),
            into: told("into").unwrap_or_default(),
            joined_by: entry.what.clone().unwrap_or_default(),
            evidence: told("evidence").unwrap_or_default(),
            undone_at: told("undone_at").and_then(|at| at.parse().ok()).map(Moment),
            undone_by: told("undone_by"),
        }
    }
}

impl TimelineItem {
    /// A touch-point just logged.
    pub(crate) fn of_touch_point(touch_point: TouchPoint) -> Self {
        Self {
            word: Some(touch_point.touch),
            outbound: Some(touch_point.outbound),
            subject: Some(touch_point.subject).filter(|subject| !subject.is_empty()),
            ..Self::empty(touch_point.at, TimelineKind::TouchPoint)
        }
    }

    fn empty(at: Moment, kind: TimelineKind) -> Self {
        let (order, word, outbound, subject, campaign, attributes, merge) = Default::default();
        Self { at, kind, order, word, outbound, subject, campaign, attributes, merge }
    }
}

impl Company {
    /// What happened with a customer, newest first.
    ///
    /// # Errors
    /// A cursor that is not one of this list, or a history that cannot be read.
    pub fn timeline(
        &self,
        key: CustomerKey,
        filter: &TimelineFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Timeline> {
        self.settle();
        let (before, skip) = place(cursor)?;
        let kinds = filter.told();
        let page = if kinds.is_empty() {
            None
        } else {
            Some(self.history.timeline(key, &TimelineQuery { kinds, before, skip, limit })?)
        };
        let next = page.as_ref().and_then(|page| page.next);
        let entries = page.map(|page| page.entries).unwrap_or_default();
        let events = self.task_events(key)?;
        let mut items = self.told_items(key, entries, &events)?;
        if filter.holds(TimelineKind::Task) {
            let from = next.map_or(Moment(i64::MIN), |(at, _)| at);
            let fresh = events
                .into_iter()
                .filter(|event| !event.taken_back && event.item.at >= from && event.item.at < before);
            // A deed marked done is on the timeline as the touch-point that it was.
            items.extend(
                fresh.filter(|event| event.item.word.as_deref() != Some("done")).map(|event| event.item),
            );
            items.sort_by_key(|item| std::cmp::Reverse(item.at));
        }
        Ok(Timeline { items, next_cursor: next.map(|(at, skip)| format!("{}.{skip}", at.0)) })
    }

    /// Entries of the history as items; returns join the order they belong to, orders show their lines.
    fn told_items(
        &self,
        key: CustomerKey,
        entries: Vec<TimelineEntry>,
        events: &[TaskEvent],
    ) -> Result<Vec<TimelineItem>> {
        let currency = self.currency()?;
        let sales = entries.iter().filter(|entry| matches!(entry.kind, Told::Sale | Told::Return));
        let (count, newest) =
            sales.fold((0, None), |(count, newest), entry| (count + 1, newest.max(Some(entry.at))));
        let mut orders = match newest {
            Some(newest) => self.history.orders(key, Moment(newest.0 + 1), count)?,
            None => Vec::new(),
        };
        let mut items = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry.kind {
                Told::Sale | Told::Return => {
                    let own = |order: &vihje_history::Order| match &entry.what {
                        Some(id) => order.order.as_ref() == Some(id),
                        None => order.order.is_none() && order.at == entry.at,
                    };
                    // The order was shown with its sale lines; its return lines are among them.
                    let Some(at) = orders.iter().position(own) else { continue };
                    let order = Some(Order::of(orders.swap_remove(at), currency));
                    items.push(TimelineItem { order, ..TimelineItem::empty(entry.at, TimelineKind::Sale) });
                }
                Told::TouchPoint => {
                    if events.iter().any(|event| event.taken_back && event.item.at == entry.at) {
                        continue;
                    }
                    items.push(TimelineItem {
                        word: entry.what,
                        outbound: entry.outbound,
                        subject: Some(entry.title).filter(|title| !title.is_empty()),
                        attributes: entry.attributes,
                        ..TimelineItem::empty(entry.at, TimelineKind::TouchPoint)
                    });
                }
                Told::Merge => items.push(TimelineItem {
                    merge: Some(Merged::of(&entry)),
                    ..TimelineItem::empty(entry.at, TimelineKind::Merge)
                }),
                Told::Exposure => {
                    let campaign = Some(entry.title);
                    items.push(TimelineItem {
                        campaign,
                        ..TimelineItem::empty(entry.at, TimelineKind::Exposure)
                    });
                }
            }
        }
        Ok(items)
    }

    /// What was done with the customer's tasks.
    fn task_events(&self, key: CustomerKey) -> Result<Vec<TaskEvent>> {
        let mut events = Vec::new();
        for task in self.desk.tasks_of_customer(key)? {
            for change in self.desk.task_changes(task.id)? {
                events.push(TaskEvent {
                    taken_back: change.undone_at.is_some(),
                    item: TimelineItem {
                        word: Some(change.action),
                        subject: Some(task.reason.clone()),
                        ..TimelineItem::empty(change.at, TimelineKind::Task)
                    },
                });
            }
        }
        Ok(events)
    }

    /// What a customer bought, by category at a level, the greatest sales first.
    ///
    /// # Errors
    /// When there is no such level.
    pub fn categories(&self, key: CustomerKey, level: Option<u8>) -> Result<Vec<CategoryRow>> {
        let level = level.map_or_else(|| self.default_level(), Ok)?;
        let (as_of, currency) = (self.findings_as_of()?, self.currency()?);
        let trends = self.history.categories(key, super::past::level_of(level), as_of)?;
        let total: Decimal = trends.iter().map(|trend| trend.value).sum();
        let lost: Vec<String> = self.finding(key)?.1.reasons.into_iter().filter_map(lost_category).collect();
        let months = last_months(as_of);
        Ok(trends
            .into_iter()
            .filter_map(|trend| {
                let category = trend.name?;
                let share = trend.value.checked_div(total).and_then(|share| share.to_f64());
                let value_in = |month: &Moment| {
                    let found = trend.months.iter().find(|(at, _)| at == month);
                    found.and_then(|(_, value)| value.to_f64()).unwrap_or(0.0)
                };
                Some(CategoryRow {
                    stopped: lost.contains(&category),
                    category,
                    lines: trend.lines,
                    sales: Money { amount: trend.value, currency },
                    share: share.unwrap_or(0.0),
                    last_bought: trend.last,
                    months: months.iter().map(value_in).collect(),
                })
            })
            .collect())
    }

    /// A customer's rhythm: orders by period against what was to be expected.
    ///
    /// # Errors
    /// When there is no such customer.
    pub fn rhythm(&self, key: CustomerKey) -> Result<RhythmShown> {
        let (finding, as_of) = (self.finding(key)?.0, self.findings_as_of()?);
        let gap = finding.usual_gap_days.unwrap_or(30.0);
        let (unit, days, count) = match gap {
            gap if gap <= 14.0 => ("week", 7, 53),
            gap if gap <= 60.0 => ("month", 30, 37),
            _ => ("quarter", 91, 21),
        };
        let mine = self.purchases_of(key, 0, as_of)?;
        let set = self.desk.current_set(Analysis::Decline, None)?;
        let tempo = set.and_then(|set| serde_json::from_value::<DeclineQuality>(set.meta.quality).ok());
        let mut chart = match tempo {
            Some(quality) if !mine.at.is_empty() => chart(&mine, 0, &quality.tempo, days, count),
            _ => Chart { periods: Vec::new(), next_order: None },
        };
        if finding.next_at.is_none() {
            // The page announces no order that the list does not.
            chart.next_order = None;
        }
        let mut orders = mine.at;
        orders.dedup_by_key(|at| at.0.div_euclid(MICROS_PER_DAY));
        Ok(RhythmShown { unit, chart, orders, as_of })
    }
}

struct TaskEvent {
    item: TimelineItem,
    taken_back: bool,
}

impl Order {
    fn of(order: vihje_history::Order, currency: Currency) -> Self {
        let money = |amount| Money { amount, currency };
        let returns = order.lines.iter().filter(|line| line.line == "return").map(|line| line.value).sum();
        let more = order.lines.len().saturating_sub(LINES_SHOWN);
        let lines = order.lines.into_iter().take(LINES_SHOWN).map(|line| OrderLine {
            product: line.name,
            quantity: line.quantity,
            amount: money(line.value),
        });
        Self {
            id: order.order,
            lines: lines.collect(),
            more_lines: u32::try_from(more).unwrap_or(u32::MAX),
            total: money(order.value),
            returns: money(returns),
            store: order.store,
        }
    }
}

fn lost_category(reason: Reason) -> Option<String> {
    match reason {
        Reason::LostLine { category, .. } => Some(category),
        _ => None,
    }
}

/// First moments (UTC) of the last twelve months up to a moment, oldest first.
fn last_months(as_of: Moment) -> Vec<Moment> {
    // The last microsecond before `as_of`: at the very end of a month that month is the last one.
    let Ok(at) = jiff::Timestamp::from_microsecond(as_of.0 - 1) else { return Vec::new() };
    let first = at.to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month();
    let months = (0..MONTHS).rev().filter_map(|back| {
        let back = i32::try_from(back).ok()?;
        let month = first.checked_sub(jiff::Span::new().months(back)).ok()?;
        let start = month.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Moment(start.timestamp().as_microsecond()))
    });
    months.collect()
}

/// Where a page begins: before a moment, so many of that moment seen.
fn place(cursor: Option<&str>) -> Result<(Moment, usize)> {
    let Some(cursor) = cursor else { return Ok((Moment(i64::MAX / 2), 0)) };
    let parts =
        cursor.split_once('.').and_then(|(at, skip)| Some((Moment(at.parse().ok()?), skip.parse().ok()?)));
    parts.ok_or_else(|| CompanyError::invalid_cursor(cursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_months_end_with_the_one_before_a_midnight() {
        let months = last_months("2018-01-01".parse().unwrap());
        assert_eq!(months.len(), MONTHS);
        assert_eq!(months.first().unwrap().to_string(), "2017-01-01T00:00:00Z");
        assert_eq!(months.last().unwrap().to_string(), "2017-12-01T00:00:00Z");
    }
}
