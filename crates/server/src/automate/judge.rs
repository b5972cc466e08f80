//! Judging: whether a firing meets its condition and its limits, who may be written to, and what then comes of it, in one
//! transaction of the desk. Whatever dies on the way, judging it again gives the same.

use super::write::{Desk, Pen, Said};
use crate::company::{Company, Result};
use std::collections::{BTreeMap, HashSet};
use vihje_desk::{Deed, DeedState, Firing, FiringState, Judged, StoredAutomation};
use vihje_model::automation::{Action, Cause, Person};
use vihje_model::consent::{self, Contact};
use vihje_model::{CustomerKey, Envelope, Moment};

/// Firings judged with one question about their customers.
const AT_ONCE: usize = 200;
/// A firing waits at most this long for its own event to reach the history, in microseconds.
const SETTLES_WITHIN: i64 = 30_000_000;

/// What a round of judging came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Round {
    /// Firings judged.
    pub(crate) judged: usize,
    /// Firings whose event the history has not taken up yet.
    pub(crate) early: usize,
}

/// Judges the oldest firings that wait.
///
/// # Errors
/// When a room cannot be read or written: what is not judged yet waits.
pub(crate) fn judge(company: &Company) -> Result<Round> {
    let waiting = company.desk().waiting_firings(AT_ONCE)?;
    if waiting.is_empty() {
        return Ok(Round::default());
    }
    company.settle();
    let reached = company.history().flushed_offset()?.unwrap_or(0);
    let patient = company.now().0 - SETTLES_WITHIN;
    let early = |firing: &Firing| {
        matches!(firing.happening.cause, Cause::Event { offset } if offset > reached)
            && firing.told_at.0 > patient
    };
    let (early, ready): (Vec<Firing>, Vec<Firing>) = waiting.into_iter().partition(early);
    let mut by_automation: BTreeMap<i64, Vec<Firing>> = BTreeMap::new();
    let judged = ready.len();
    for firing in ready {
        by_automation.entry(firing.automation).or_default().push(firing);
    }
    let desk = Desk::of(company)?;
    for (id, firings) in by_automation {
        judge_automation(company, &desk, id, firings)?;
    }
    Ok(Round { judged, early: early.len() })
}

fn judge_automation(company: &Company, desk: &Desk, id: i64, firings: Vec<Firing>) -> Result<()> {
    let automation = company.desk().automation(id).ok().filter(|automation| !automation.paused);
    let Some(automation) = automation else {
        for firing in firings {
            finish(company, &firing, &Outcome::held("paused"), None)?;
        }
        return Ok(());
    };
    let who = &automation.definition.who;
    let keys: Vec<CustomerKey> = firings.iter().map(|firing| firing.happening.customer).collect();
    let meet: Option<HashSet<CustomerKey>> = match who.is_everybody() {
        true => None,
        false => Some(company.history().members_among(who, company.now(), &keys)?.into_iter().collect()),
    };
    let meets = |firing: &Firing| meet.as_ref().is_none_or(|keys| keys.contains(&firing.happening.customer));
    let (firings, others): (Vec<Firing>, Vec<Firing>) = firings.into_iter().partition(meets);
    company.desk().drop_firings(&others.iter().map(|firing| firing.id).collect::<Vec<_>>())?;
    for firing in firings {
        match person(company, firing.happening.customer)? {
            Some(person) => {
                let outcome = fire(company, desk, &automation, &firing, &person)?;
                finish(company, &firing, &outcome, Some(&person))?;
            }
            None => finish(company, &firing, &Outcome::held("unknown_customer"), None)?,
        }
    }
    Ok(())
}

/// What comes of a firing.
struct Outcome {
    state: FiringState,
    why: Option<&'static str>,
    deeds: Vec<Deed>,
    task: Option<vihje_desk::TaskEntry>,
    deliveries: Vec<vihje_desk::NewDelivery>,
}

impl Outcome {
    fn held(why: &'static str) -> Self {
        Self {
            state: FiringState::Held,
            why: Some(why),
            deeds: Vec::new(),
            task: None,
            deliveries: Vec::new(),
        }
    }
}

fn finish(company: &Company, firing: &Firing, outcome: &Outcome, person: Option<&Person>) -> Result<()> {
    let judged = Judged {
        customer_id: person.map(|person| person.id.clone()).unwrap_or_default(),
        customer_name: person.map(|person| person.name.clone()),
        state: outcome.state,
        why: outcome.why.map(str::to_owned),
        deeds: outcome.deeds.clone(),
        task: outcome.task.clone(),
        deliveries: outcome.deliveries.clone(),
    };
    company.desk().judge_firing(firing.id, &judged, company.now())?;
    Ok(())
}

/// Looks at the limits, then writes what is to be done. Facts are on disk when this returns; the rest goes to the desk with the
/// firing.
fn fire(
    company: &Company,
    desk: &Desk,
    automation: &StoredAutomation,
    firing: &Firing,
    person: &Person,
) -> Result<Outcome> {
    if let Some(why) = held_back(company, automation, firing.happening.customer)? {
        return Ok(Outcome::held(why));
    }
    let pen = desk.pen(firing.id, automation, person, &firing.happening);
    let mut outcome = Outcome { state: FiringState::Fired, why: None, ..Outcome::held("") };
    let mut facts = Vec::new();
    for (index, action) in automation.definition.actions.iter().enumerate() {
        let (state, why) = act(company, desk, &pen, (index, action), person, (&mut outcome, &mut facts))?;
        let action = action.word().to_owned();
        outcome.deeds.push(Deed { action, state, why: why.map(str::to_owned) });
    }
    if !facts.is_empty() {
        company.append(facts)?;
    }
    if outcome.deeds.iter().all(|deed| matches!(deed.state, DeedState::Failed | DeedState::LeftOut)) {
        // Nothing came of it, so it does not count against the limits.
        let failed = outcome.deeds.iter().any(|deed| deed.state == DeedState::Failed);
        outcome.state = if failed { FiringState::Failed } else { FiringState::Held };
        outcome.why = Some(if failed { "nothing_done" } else { "left_out" });
    }
    Ok(outcome)
}

fn held_back(
    company: &Company,
    automation: &StoredAutomation,
    customer: CustomerKey,
) -> Result<Option<&'static str>> {
    let (limits, now) = (automation.definition.limits, company.now());
    let since = now.plus_days(-i64::from(limits.customer_days));
    let day: Moment = company.start_of_day(now)?;
    let fired = company.desk().fired(automation.id, customer, since, day)?;
    Ok(match fired {
        fired if fired.for_customer >= limits.per_customer => Some("per_customer"),
        fired if fired.in_all >= limits.per_day => Some("per_day"),
        _ => None,
    })
}

type Told = (DeedState, Option<&'static str>);

fn act(
    company: &Company,
    desk: &Desk,
    pen: &Pen<'_>,
    (index, action): (usize, &Action),
    person: &Person,
    (outcome, facts): (&mut Outcome, &mut Vec<Envelope>),
) -> Result<Told> {
    Ok(match action {
        Action::Task { .. } if consent::refused(&person.attributes, Contact::Any) => {
            (DeedState::LeftOut, Some("no_consent"))
        }
        Action::Task { text } => {
            outcome.task = Some(pen.task(text)?);
            (DeedState::Done, None)
        }
        Action::Webhook { endpoint } => match company.desk().endpoint(*endpoint) {
            Ok(known) => {
                outcome.deliveries.push(pen.webhook(known.id, &known.name));
                (DeedState::Sent, None)
            }
            Err(_) => (DeedState::Failed, Some("endpoint_removed")),
        },
        Action::Email { to, subject, text, html } => {
            let said = Said { to: to.as_deref(), subject, text, html: html.as_deref() };
            match may_write(company, desk, said.to, person)? {
                Some(told) => told,
                None => {
                    outcome.deliveries.push(pen.letter(&said)?);
                    (DeedState::Sent, None)
                }
            }
        }
        Action::Attribute { name, value } => {
            facts.push(pen.attribute(index, name, value));
            (DeedState::Done, None)
        }
        Action::Note { text } => {
            facts.push(pen.note(index, text));
            (DeedState::Done, None)
        }
    })
}

/// Why no letter is written, if none is.
fn may_write(company: &Company, desk: &Desk, to: Option<&str>, person: &Person) -> Result<Option<Told>> {
    if desk.mailer.is_none() {
        return Ok(Some((DeedState::Failed, Some("no_mailer"))));
    }
    let Some(address) = to.or(person.email.as_deref()).map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(Some((DeedState::LeftOut, Some("no_address"))));
    };
    if to.is_none() && consent::refused(&person.attributes, Contact::Email) {
        return Ok(Some((DeedState::LeftOut, Some("no_consent"))));
    }
    let unsubscribed = company.desk().unsubscribed(address)?.is_some();
    Ok(unsubscribed.then_some((DeedState::LeftOut, Some("unsubscribed"))))
}

/// A customer as templates know them; nothing for somebody who is no customer yet.
pub(crate) fn person(company: &Company, key: CustomerKey) -> Result<Option<Person>> {
    let found = company.history().customer(key, company.now())?;
    Ok(found.map(|profile| Person {
        key: Some(profile.key),
        id: profile.id,
        name: profile.name,
        email: profile.email,
        phone: profile.phone,
        owner: profile.owner,
        attributes: profile.attributes,
    }))
}
