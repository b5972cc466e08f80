//! Looking: what came on lists, which opportunities were seen, which times have come since it was last looked. Positions are kept at
//! the desk, in the transaction of what was told, so that nothing is told twice and nothing is passed over.

use super::{Enabled, clock};
use crate::company::{Company, CompanyError, Result};
use crate::reason::Reason;
use crate::sentence::{Language, Words};
use jiff::tz::TimeZone;
use vihje_desk::{NewFiring, Opportunity, Task};
use vihje_model::automation::{Cause, Happening, MOST_A_DAY, Trigger};
use vihje_model::{Moment, Money};

/// Where entries of lists are told up to.
const ENTRIES: &str = "entries";
/// Where opportunities are told up to.
const OPPORTUNITIES: &str = "opportunities";
/// Entries read at a time.
const AT_ONCE: usize = 500;
/// A time that has passed by more than this is not caught up on: the server was down.
const CAUGHT_UP_MICROS: i64 = 6 * 3_600 * 1_000_000;

/// Tells what has come since it was last looked. How many firings that makes.
///
/// # Errors
/// When a room cannot be read or written; the rest is told next time.
pub(crate) fn look(company: &Company, at_work: &[Enabled]) -> Result<usize> {
    let own = company.desk().company()?;
    let zone = TimeZone::get(&own.time_zone).unwrap_or(TimeZone::UTC);
    let words = Words::new(Language::of(&own.language), zone.clone());
    let told = entries(company, at_work, &words)? + opportunities(company, at_work, &words)?;
    Ok(told + times(company, at_work, &zone)?)
}

/// What came on lists. The first time there was never anybody to tell, so it begins with what comes from here on.
fn entries(company: &Company, at_work: &[Enabled], words: &Words) -> Result<usize> {
    let desk = company.desk();
    let Some(mut after) = desk.automation_position(ENTRIES)? else {
        return desk
            .tell_firings(&[], Some((ENTRIES, desk.last_entry()?)), company.now())
            .map_err(CompanyError::from);
    };
    let mut told = 0;
    loop {
        let page = desk.entries_after(after, Moment(i64::MIN), AT_ONCE)?;
        let Some((last, ..)) = page.last() else { return Ok(told) };
        after = *last;
        let happenings = page.iter().map(|(entered, source, task)| of_task(*entered, source, task, words));
        let firings: Vec<NewFiring> = happenings.flat_map(|happening| waiting(at_work, happening)).collect();
        told += desk.tell_firings(&firings, Some((ENTRIES, after)), company.now())?;
    }
}

fn opportunities(company: &Company, at_work: &[Enabled], words: &Words) -> Result<usize> {
    let desk = company.desk();
    let Some(mut after) = desk.automation_position(OPPORTUNITIES)? else {
        return desk
            .tell_firings(&[], Some((OPPORTUNITIES, desk.last_opportunity()?)), company.now())
            .map_err(CompanyError::from);
    };
    let mut told = 0;
    loop {
        let page = desk.opportunities_after(after, Moment(i64::MIN), AT_ONCE)?;
        let Some(last) = page.last() else { return Ok(told) };
        after = last.id;
        let firings: Vec<NewFiring> = page
            .iter()
            .map(|seen| of_opportunity(seen, words))
            .flat_map(|happening| waiting(at_work, happening))
            .collect();
        told += desk.tell_firings(&firings, Some((OPPORTUNITIES, after)), company.now())?;
    }
}

/// Times that have come, each for every customer who meets the condition, ten thousand at most.
fn times(company: &Company, at_work: &[Enabled], zone: &TimeZone) -> Result<usize> {
    let (desk, now) = (company.desk(), company.now());
    let mut told = 0;
    for enabled in at_work {
        let Some(at) = clock::latest(&enabled.definition.trigger, now, zone) else { continue };
        let what = format!("schedule:{}", enabled.id);
        let since = desk
            .automation_position(&what)?
            .map_or(enabled.resumed_at, |at| enabled.resumed_at.max(Moment(at)));
        if at <= since {
            continue;
        }
        let mut firings = Vec::new();
        if now.0 - at.0 < CAUGHT_UP_MICROS {
            company.settle();
            let most = usize::try_from(MOST_A_DAY).unwrap_or(usize::MAX);
            let members = company.history().members_after(&enabled.definition.who, now, None, most)?;
            let happenings = members.into_iter().map(|customer| of_time(at, customer));
            firings =
                happenings.flat_map(|happening| waiting(std::slice::from_ref(enabled), happening)).collect();
        } else {
            tracing::warn!(automation = enabled.id, at = %at, "a time passed while the server was down");
        }
        told += desk.tell_firings(&firings, Some((&what, at.0)), now)?;
    }
    Ok(told)
}

/// The automations that wait for this.
pub(super) fn waiting(at_work: &[Enabled], happening: Happening) -> Vec<NewFiring> {
    let waiting = at_work.iter().filter(|enabled| enabled.definition.waits_for(&happening));
    waiting.map(|enabled| NewFiring { automation: enabled.id, happening: happening.clone() }).collect()
}

/// A task that came on a list.
pub(super) fn of_task(entered: i64, source: &str, task: &Task, words: &Words) -> Happening {
    let name = words.name(task.name.as_deref(), &task.customer_id);
    let named = |name: &str| task.parameters.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    Happening {
        cause: Cause::ListEntry { task: task.id, entered },
        customer: task.customer,
        at: task.created_at,
        kind: task.reason.clone(),
        subject: sentence(&task.reason, &task.parameters, &name, words),
        item: named("product").or_else(|| named("b")).or_else(|| named("category")),
        value: Some(Money::from_minor(task.value_minor, task.currency)),
        outbound: false,
        attributes: [(Happening::SOURCE.to_owned(), source.to_owned())].into(),
    }
}

/// A reason in the company's language; empty for one that this version does not know.
fn sentence(code: &str, parameters: &serde_json::Value, name: &str, words: &Words) -> String {
    let reason = serde_json::json!({ "code": code, "params": parameters });
    serde_json::from_value::<Reason>(reason).map(|reason| words.sentence(&reason, name)).unwrap_or_default()
}

/// An opportunity that was seen.
pub(super) fn of_opportunity(seen: &Opportunity, words: &Words) -> Happening {
    let name = words.name(seen.name.as_deref(), &seen.customer_id);
    Happening {
        cause: Cause::Opportunity { id: seen.id, rule: seen.rule },
        customer: seen.customer,
        at: seen.at,
        kind: seen.reason.clone(),
        subject: sentence(&seen.reason, &seen.parameters, &name, words),
        item: seen.item.clone(),
        value: Some(Money::from_minor(seen.value_minor, seen.currency)),
        outbound: false,
        attributes: vihje_model::fact::Attributes::new(),
    }
}

/// A time that has come for a customer.
pub(super) fn of_time(at: Moment, customer: vihje_model::CustomerKey) -> Happening {
    Happening {
        cause: Cause::Schedule { at },
        customer,
        at,
        kind: String::new(),
        subject: String::new(),
        item: None,
        value: None,
        outbound: false,
        attributes: vihje_model::fact::Attributes::new(),
    }
}

/// Whether an automation waits for facts of the ledger.
pub(super) fn waits_for_facts(trigger: &Trigger) -> bool {
    matches!(trigger, Trigger::Event { .. })
}
