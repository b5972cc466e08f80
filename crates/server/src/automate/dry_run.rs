//! A dry run: what an automation would have done over the last thirty days, under its limits. Writes nothing.
//!
//! Facts are those of the thirty days before the company's latest one, so that a past that was loaded can be tried too; lists and
//! opportunities are those of the last thirty days of the clock. Conditions on the customer are taken as they are now, but those
//! of a schedule as they were at each of its times.

use super::judge::person;
use super::look::{of_opportunity, of_task, of_time};
use super::{clock, look::waits_for_facts};
use crate::company::{Company, Result};
use crate::sentence::{Language, Words};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Duration;
use utoipa::ToSchema;
use vihje_history::QueryLimits;
use vihje_model::automation::{Automation, Cause, Happening, MOST_A_DAY, ORDER, Trigger};
use vihje_model::{Currency, CustomerKey, Moment, Money};

/// Days that are tried.
pub(crate) const DAYS: i64 = 30;
/// Examples shown.
const EXAMPLES: usize = 50;
/// Happenings that pass the trigger, at most; more are told as more.
const MOST: usize = 500_000;
/// Customers asked about at a time.
const AT_ONCE: usize = 5_000;
/// Time after which reading the past is given up.
const TIME: Duration = Duration::from_secs(60);

/// What an automation would have done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct DryRun {
    /// From this moment.
    pub from: Moment,
    /// Up to this one.
    pub to: Moment,
    /// Each of the days, also those without anything.
    pub days: Vec<DryDay>,
    /// Times it would have fired.
    pub fired: u64,
    /// Customers it would have fired for.
    pub customers: u64,
    /// Times that the limit for a customer would have held it back.
    pub held_for_customer: u64,
    /// Times that the limit of a day would have held it back.
    pub held_for_day: u64,
    /// Times that what happened passed, but not what must hold of the customer.
    pub not_met: u64,
    /// True when there was more than could be looked at: the latest part was not.
    pub more: bool,
    /// The latest of the firings.
    pub examples: Vec<DryExample>,
}

/// One day of a dry run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DryDay {
    /// Its first moment.
    pub day: Moment,
    /// Times it would have fired.
    pub fired: u64,
    /// Times it would have been held back.
    pub held: u64,
}

/// One firing of a dry run.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DryExample {
    /// The customer.
    pub customer: CustomerKey,
    /// Their name.
    pub name: String,
    /// When it happened.
    pub at: Moment,
    /// The touch-point's word or the reason's code.
    pub kind: String,
    /// What it was about.
    pub subject: String,
    /// What it was worth.
    pub value: Option<Money>,
}

/// Tries an automation.
///
/// # Errors
/// A condition that cannot be, or a room that cannot be read.
pub(crate) fn dry_run(company: &Company, automation: &Automation) -> Result<DryRun> {
    company.settle();
    let own = company.desk().company()?;
    let zone = TimeZone::get(&own.time_zone).unwrap_or(TimeZone::UTC);
    let words = Words::new(Language::of(&own.language), zone.clone());
    let to = if waits_for_facts(&automation.trigger) {
        company.as_of()?.min(company.now())
    } else {
        company.now()
    };
    let from = to.plus_days(-DAYS);
    let mut tried = Tried { automation, found: Vec::new(), more: false };
    match &automation.trigger {
        Trigger::Event { touches, .. } => tried.facts(company, touches, (from, to))?,
        Trigger::Opportunity { .. } => {
            for seen in company.desk().opportunities_after(0, from, MOST)? {
                tried.offer(of_opportunity(&seen, &words));
            }
        }
        Trigger::ListEntry { .. } => {
            for (entered, source, task) in company.desk().entries_after(0, from, MOST)? {
                tried.offer(of_task(entered, &source, &task, &words));
            }
        }
        Trigger::Schedule { .. } => {
            for at in clock::between(&automation.trigger, from, to, &zone) {
                let most = usize::try_from(MOST_A_DAY).unwrap_or(usize::MAX);
                for customer in company.history().members_after(&automation.who, at, None, most)? {
                    tried.offer(of_time(at, customer));
                }
            }
        }
    }
    let scheduled = matches!(automation.trigger, Trigger::Schedule { .. });
    let met = if scheduled { None } else { met(company, automation, &tried.found)? };
    let mut run = count(tried, met.as_ref(), (from, to), &zone);
    for example in &mut run.examples {
        if let Some(person) = person(company, example.customer)? {
            example.name = person.name;
        }
    }
    Ok(run)
}

/// What passed the trigger and its tests.
struct Tried<'a> {
    automation: &'a Automation,
    found: Vec<Happening>,
    more: bool,
}

impl Tried<'_> {
    fn offer(&mut self, happening: Happening) {
        if self.found.len() >= MOST {
            self.more = true;
        } else if self.automation.waits_for(&happening) {
            self.found.push(happening);
        }
    }

    fn facts(&mut self, company: &Company, touches: &[String], between: (Moment, Moment)) -> Result<()> {
        let wanted = |word: &str| {
            touches.is_empty() || touches.iter().any(|own| own.trim().eq_ignore_ascii_case(word))
        };
        self.touch_points(company, touches, between)?;
        if wanted(ORDER) {
            self.orders(company, between)?;
        }
        self.found.sort_by_key(|happening| (happening.at, happening.customer));
        Ok(())
    }

    fn touch_points(
        &mut self,
        company: &Company,
        touches: &[String],
        (from, to): (Moment, Moment),
    ) -> Result<()> {
        let words: Vec<String> = touches.iter().map(|word| literal(&word.trim().to_lowercase())).collect();
        let only = if words.is_empty() {
            String::new()
        } else {
            format!("AND lower(touch) IN ({})", words.join(", "))
        };
        let sql = format!(
            "SELECT customer_key, epoch_us(happened_at), touch, outbound, subject, attributes FROM touch_points
             WHERE happened_at >= make_timestamp({}) AND happened_at < make_timestamp({}) {only} ORDER BY happened_at",
            from.0, to.0
        );
        let more = company.history().query_each(&sql, limits(), |_, _, row| {
            if let Some([Some(key), Some(at), Some(touch), Some(outbound), subject, attributes]) =
                row.as_deref()
                && let (Ok(key), Ok(at)) = (key.parse(), at.parse())
            {
                let attributes: BTreeMap<String, serde_json::Value> = attributes
                    .as_deref()
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default();
                let text = |value: serde_json::Value| match value {
                    serde_json::Value::String(text) => text,
                    other => other.to_string(),
                };
                let touch_point = vihje_model::fact::TouchPoint {
                    customer: String::new(),
                    at: Moment(at),
                    touch: touch.clone(),
                    outbound: outbound == "true",
                    subject: subject.clone().unwrap_or_default(),
                    campaign: None,
                    attributes: attributes.into_iter().map(|(name, value)| (name, text(value))).collect(),
                };
                self.offer(Happening::of_touch_point(
                    Cause::Event { offset: 0 },
                    &touch_point,
                    CustomerKey(key),
                ));
            }
        })?;
        self.more |= more;
        Ok(())
    }

    fn orders(&mut self, company: &Company, (from, to): (Moment, Moment)) -> Result<()> {
        let currency = company.currency()?;
        let sql = format!(
            "SELECT customer_key, epoch_us(min(sold_at)), any_value(order_id), sum(value), any_value(store),
                    any_value(product_name ORDER BY value DESC)
             FROM sale_lines
             WHERE customer_key IS NOT NULL AND line <> 'return'
                 AND sold_at >= make_timestamp({}) AND sold_at < make_timestamp({})
             GROUP BY customer_key, coalesce(order_id, sold_at::VARCHAR) ORDER BY 2",
            from.0, to.0
        );
        let more = company.history().query_each(&sql, limits(), |_, _, row| {
            if let Some([Some(key), Some(at), order, Some(value), store, item]) = row.as_deref()
                && let (Ok(key), Ok(at)) = (key.parse(), at.parse())
            {
                let named = [("order", order), ("store", store)];
                let attributes =
                    named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
                self.offer(Happening {
                    kind: ORDER.to_owned(),
                    subject: order.clone().unwrap_or_default(),
                    item: item.clone(),
                    value: Some(money(value, currency)),
                    attributes: attributes.collect(),
                    ..of_order(Moment(at), CustomerKey(key))
                });
            }
        })?;
        self.more |= more;
        Ok(())
    }
}

fn of_order(at: Moment, customer: CustomerKey) -> Happening {
    Happening { cause: Cause::Event { offset: 0 }, ..of_time(at, customer) }
}

fn money(text: &str, currency: Currency) -> Money {
    Money { amount: text.parse::<Decimal>().unwrap_or_default().round_dp(currency.minor_digits()), currency }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn limits() -> QueryLimits {
    QueryLimits { rows: 20_000_000, time: TIME }
}

/// The customers among those found who meet the condition; nothing when everybody does.
fn met(
    company: &Company,
    automation: &Automation,
    found: &[Happening],
) -> Result<Option<HashSet<CustomerKey>>> {
    if automation.who.is_everybody() {
        return Ok(None);
    }
    let mut keys: Vec<CustomerKey> = found.iter().map(|happening| happening.customer).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut met = HashSet::new();
    for keys in keys.chunks(AT_ONCE) {
        met.extend(company.history().members_among(&automation.who, company.now(), keys)?);
    }
    Ok(Some(met))
}

/// Goes through what was found in order, under the limits.
fn count(
    tried: Tried<'_>,
    met: Option<&HashSet<CustomerKey>>,
    (from, to): (Moment, Moment),
    zone: &TimeZone,
) -> DryRun {
    let limits = tried.automation.limits;
    let mut run = DryRun { from, to, more: tried.more, days: days(from, to, zone), ..DryRun::default() };
    let mut fired: HashMap<CustomerKey, VecDeque<Moment>> = HashMap::new();
    let mut latest: VecDeque<DryExample> = VecDeque::new();
    for happening in tried.found {
        if met.is_some_and(|keys| !keys.contains(&happening.customer)) {
            run.not_met += 1;
            continue;
        }
        let index = run.days.partition_point(|day| day.day <= happening.at).saturating_sub(1);
        let since = happening.at.plus_days(-i64::from(limits.customer_days));
        let before = fired.entry(happening.customer).or_default();
        before.retain(|at| *at > since);
        let Some(day) = run.days.get_mut(index) else { continue };
        if before.len() >= usize::try_from(limits.per_customer).unwrap_or(usize::MAX) {
            run.held_for_customer += 1;
            day.held += 1;
        } else if day.fired >= u64::from(limits.per_day) {
            run.held_for_day += 1;
            day.held += 1;
        } else {
            before.push_back(happening.at);
            day.fired += 1;
            run.fired += 1;
            latest.push_front(DryExample {
                customer: happening.customer,
                name: happening.customer.to_string(),
                at: happening.at,
                kind: happening.kind,
                subject: happening.subject,
                value: happening.value,
            });
            latest.truncate(EXAMPLES);
        }
    }
    fired.retain(|_, moments| !moments.is_empty());
    run.customers = fired.len() as u64;
    run.examples = latest.into();
    run
}

/// The days of a span, in the company's zone.
fn days(from: Moment, to: Moment, zone: &TimeZone) -> Vec<DryDay> {
    let mut days = vec![DryDay { day: from, fired: 0, held: 0 }];
    while let Some(last) = days.last() {
        let next = last.day.end_of_day(zone);
        if next >= to || next <= last.day {
            break;
        }
        days.push(DryDay { day: next, fired: 0, held: 0 });
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::automation::Limits;

    #[test]
    fn limits_hold_back_as_they_would_at_work() {
        let automation = Automation {
            name: "A".to_owned(),
            trigger: Trigger::Schedule { weekday: None, hour: 8 },
            tests: vec![],
            who: vihje_model::Condition::everybody(),
            actions: vec![],
            limits: Limits { per_customer: 1, customer_days: 2, per_day: 2 },
        };
        let at = |day: i64, customer: u64| of_time(Moment(day * 86_400_000_000 + 1), CustomerKey(customer));
        let found = vec![at(0, 1), at(0, 1), at(0, 2), at(0, 3), at(1, 1), at(2, 1), at(2, 9)];
        let tried = Tried { automation: &automation, found, more: false };
        let met: HashSet<CustomerKey> = (1..=3).map(CustomerKey).collect();
        let run = count(tried, Some(&met), (Moment(0), Moment(0).plus_days(3)), &TimeZone::UTC);
        let days: Vec<(u64, u64)> = run.days.iter().map(|day| (day.fired, day.held)).collect();
        assert_eq!(days, [(2, 2), (0, 1), (1, 0)]);
        assert_eq!((run.fired, run.customers), (3, 2));
        assert_eq!((run.held_for_customer, run.held_for_day, run.not_met), (2, 1, 1));
        assert_eq!(run.examples.first().map(|example| example.at), Some(at(2, 1).at));
    }
}
