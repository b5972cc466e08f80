//! Acting on lists: what a sales person does with a task, and contacts that become touch-points.

use super::{Company, CompanyError, Result};
use serde_json::json;
use std::collections::BTreeMap;
use vihje_desk::{Action, DeskError, Task};
use vihje_model::fact::{TouchPoint, TouchPointRef};
use vihje_model::{CustomerKey, Envelope, Fact, Moment};

/// The attribute by which a touch-point names the task it belongs to.
const TASK: &str = "task";
/// The attribute by which it names the moment of the deed, which may be taken back.
const ACTED: &str = "acted";

/// What came of contacting a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// `reached`, `no_answer`, `sold`, `not_interested`, `other`; `reached` when not given.
    pub outcome: Option<String>,
    /// `call`, `email`, `visit`, `survey`, `other`; `call` when not given.
    pub contact: Option<String>,
    /// One line on it.
    pub note: Option<String>,
}

/// A contact to log on a customer's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// `call`, `email`, `visit`, `survey`, `note` or another short word.
    pub touch: String,
    /// One line of what it was about.
    pub subject: String,
    /// True when we began it.
    pub outbound: bool,
    /// When; now when not given.
    pub at: Option<Moment>,
}

impl Company {
    /// Marks a task done; the contact becomes a touch-point, on disk when this returns.
    ///
    /// # Errors
    /// When there is no such task, it is closed, or the disk is full.
    pub fn complete_task(&self, id: i64, contact: &Contact, by: &str) -> Result<Task> {
        let outcome = contact.outcome.clone().unwrap_or_else(|| "reached".to_owned());
        let touch = word(contact.contact.as_deref().unwrap_or("call"))?;
        let now = self.now();
        let action = Action::Done { outcome: word(&outcome)?, note: contact.note.clone() };
        let task = self.desk.act(id, &action, by, now)?;
        self.settle_opportunity(&task, None, by)?;
        let attributes = deed(id, now).into_iter().chain([("outcome", outcome), ("by", by.to_owned())]);
        let touch_point = TouchPoint {
            customer: task.customer_id.clone(),
            at: now,
            touch,
            outbound: true,
            subject: contact.note.clone().unwrap_or_default(),
            campaign: None,
            attributes: attributes.map(|(name, value)| (name.to_owned(), value)).collect(),
        };
        self.log(format!("task:{id}:{}", now.0), touch_point)?;
        Ok(task)
    }

    /// Leaves a task out; the opportunity it stands for, if any, is dismissed for the same reason.
    ///
    /// # Errors
    /// When there is no such task or it is closed.
    pub fn skip_task(&self, id: i64, reason: &str, note: Option<String>, by: &str) -> Result<Task> {
        let reason = word(reason)?;
        let task = self.desk.act(id, &Action::Skip { reason: reason.clone(), note }, by, self.now())?;
        self.settle_opportunity(&task, Some(&reason), by)?;
        Ok(task)
    }

    /// What becomes of a task becomes of the opportunity it stands for, unless somebody settled that already.
    fn settle_opportunity(&self, task: &Task, dismissed: Option<&str>, by: &str) -> Result<()> {
        let Some(id) = opportunity_of(task) else { return Ok(()) };
        let now = self.now();
        settled(match dismissed {
            Some(reason) => self.desk.dismiss_opportunity(id, reason, None, by, now),
            None => self.desk.accept_opportunity(id, None, by, now),
        })
    }

    /// Takes the latest action on a task back; the touch-point that it made, if any, is taken back with it, on disk when this
    /// returns.
    ///
    /// # Errors
    /// When there is no such task, nothing is left to take back, or the disk is full.
    pub fn reopen_task(&self, id: i64) -> Result<Task> {
        let now = self.now();
        let task = self.desk.undo(id, now)?;
        if let Some(opportunity) = opportunity_of(&task) {
            settled(self.desk.reopen_opportunity(opportunity, self.live_now()?))?;
        }
        self.take_back_deeds(now)?;
        Ok(task)
    }

    /// Takes back the touch-points of tasks that are no longer done since a moment. May be repeated: each is told once, and one
    /// that is gone already stays so.
    pub(crate) fn take_back_deeds(&self, since: Moment) -> Result<()> {
        let envelope = |(id, customer, at): (i64, String, Moment)| Envelope {
            message_id: format!("task-undone:{id}:{}", at.0),
            received_at: self.now(),
            fact: Fact::TouchPointTakenBack(TouchPointRef {
                customer,
                at,
                attributes: deed(id, at).into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            }),
        };
        let envelopes: Vec<Envelope> = self.desk.deeds_taken_back(since)?.into_iter().map(envelope).collect();
        if !envelopes.is_empty() {
            self.append(envelopes)?;
        }
        Ok(())
    }

    /// Logs a contact on a customer's timeline; on disk when this returns.
    ///
    /// # Errors
    /// When there is no such customer, the word is none, the moment lies ahead, or the disk is full.
    pub fn log_contact(&self, customer: CustomerKey, contact: &NewContact, by: &str) -> Result<TouchPoint> {
        let now = self.now();
        let at = contact.at.unwrap_or(now);
        if at > now {
            let what = "A contact cannot be logged before it has happened.";
            return Err(CompanyError::refused("invalid-value", what, "Choose a moment that has passed."));
        }
        let touch_point = TouchPoint {
            customer: self.customer_id(customer)?,
            at,
            touch: word(&contact.touch)?,
            outbound: contact.outbound,
            subject: contact.subject.trim().to_owned(),
            campaign: None,
            attributes: BTreeMap::from([("by".to_owned(), by.to_owned())]),
        };
        self.log(format!("contact:{}", uuid::Uuid::now_v7()), touch_point.clone())?;
        Ok(touch_point)
    }

    fn log(&self, message_id: String, touch_point: TouchPoint) -> Result<()> {
        let fact = Fact::TouchPoint(touch_point);
        self.append(vec![Envelope { message_id, received_at: self.now(), fact }])?;
        Ok(())
    }

    /// Whether this company is the demonstration.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn is_demo(&self) -> Result<bool> {
        Ok(self.desk.setting("company.demo")?.unwrap_or(false))
    }

    /// Marks this company as the demonstration.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn mark_demo(&self) -> Result<()> {
        Ok(self.desk.set_setting("company.demo", &json!(true), "system", self.now())?)
    }
}

fn opportunity_of(task: &Task) -> Option<i64> {
    task.evidence.get("opportunity").and_then(serde_json::Value::as_i64)
}

/// An opportunity that somebody settled otherwise stays as they left it.
fn settled(done: vihje_desk::Result<vihje_desk::Opportunity>) -> Result<()> {
    match done {
        Ok(_) | Err(DeskError::Conflict(_) | DeskError::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The attributes that tell the touch-point of one deed from every other.
fn deed(task: i64, at: Moment) -> [(&'static str, String); 2] {
    [(TASK, task.to_string()), (ACTED, at.0.to_string())]
}

/// A short lower-case word of letters, digits, `-` and `_`.
pub(super) fn word(text: &str) -> Result<String> {
    let word = text.trim().to_lowercase();
    let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if word.is_empty() || word.len() > 40 || !plain {
        let what = format!("\"{}\" is not a short word.", text.chars().take(60).collect::<String>());
        return Err(CompanyError::refused(
            "invalid-value",
            what,
            "Use one word such as `call` or `reached`.",
        ));
    }
    Ok(word)
}
