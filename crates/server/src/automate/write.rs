//! What an automation writes: tasks, webhooks, letters, facts, out of a definition, a happening and a customer. Must never send
//! anything: it says what is to be sent.

use super::mail::{Letter, html_of};
use super::unsubscribe::Link;
use crate::company::{Company, CompanyError, Result, TaskBasis};
use crate::reason::Reason;
use crate::sentence::{Language, Words};
use jiff::tz::TimeZone;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Value, json};
use vihje_desk::{Mailer, NewDelivery, StoredAutomation, TaskEntry};
use vihje_model::automation::{Cause, Escape, Happening, Person, Template, Values};
use vihje_model::fact::{Customer, TouchPoint};
use vihje_model::{Currency, Envelope, Fact, Moment, Money};

/// What is known of the company while it writes.
pub(crate) struct Desk {
    pub(crate) company: String,
    pub(crate) words: Words,
    pub(crate) zone: TimeZone,
    pub(crate) currency: Currency,
    pub(crate) mailer: Option<Mailer>,
    pub(crate) link_key: String,
    pub(crate) now: Moment,
}

impl Desk {
    /// As it is now.
    pub(crate) fn of(company: &Company) -> Result<Self> {
        let own = company.desk().company()?;
        let zone = TimeZone::get(&own.time_zone).unwrap_or(TimeZone::UTC);
        Ok(Self {
            words: Words::new(Language::of(&own.language), zone.clone()),
            company: own.name,
            zone,
            currency: company.currency()?,
            mailer: company.desk().mailer()?,
            link_key: company.link_key()?,
            now: company.now(),
        })
    }

    /// Begins to write for one firing.
    pub(crate) fn pen<'a>(
        &'a self,
        firing: i64,
        automation: &'a StoredAutomation,
        person: &'a Person,
        happening: &'a Happening,
    ) -> Pen<'a> {
        let base = self.mailer.as_ref().map(|mailer| mailer.public_url.trim().trim_end_matches('/'));
        let page = |key| base.map(|base| format!("{base}/customers/{key}")).unwrap_or_default();
        let link = person.key.map(page).unwrap_or_default();
        let unsubscribe = match (person.key, &person.email, base) {
            (Some(customer), Some(address), Some(base)) => {
                let link = Link { customer, address: address.trim().to_lowercase() };
                Some(format!("{base}/unsubscribe/{}", link.token(&self.link_key)))
            }
            _ => None,
        };
        let reason = if happening.subject.trim().is_empty() { &happening.kind } else { &happening.subject };
        Pen {
            desk: self,
            firing,
            automation,
            person,
            happening,
            reason: reason.trim().to_owned(),
            value: happening.value.map(written).unwrap_or_default(),
            at: self.moment(happening.at),
            today: self.words.day(self.now).to_string(),
            link,
            unsubscribe,
        }
    }

    fn moment(&self, moment: Moment) -> String {
        jiff::Timestamp::from_microsecond(moment.0)
            .map(|at| at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
            .unwrap_or_default()
    }
}

/// Money as it stands in a letter.
fn written(money: Money) -> String {
    let digits = money.currency.minor_digits();
    format!("{} {}", money.amount.round_dp(digits), money.currency)
}

/// Writes for one firing.
pub(crate) struct Pen<'a> {
    desk: &'a Desk,
    firing: i64,
    automation: &'a StoredAutomation,
    person: &'a Person,
    happening: &'a Happening,
    reason: String,
    value: String,
    at: String,
    today: String,
    link: String,
    unsubscribe: Option<String>,
}

/// What of a letter an action says.
pub(crate) struct Said<'a> {
    pub(crate) to: Option<&'a str>,
    pub(crate) subject: &'a str,
    pub(crate) text: &'a str,
    pub(crate) html: Option<&'a str>,
}

impl Pen<'_> {
    /// A text with its placeholders filled in. What was saved was checked; what a newer version wrote stays as it is.
    pub(crate) fn fill(&self, text: &str, escape: Escape) -> String {
        let values = Values {
            person: self.person,
            happening: self.happening,
            reason: &self.reason,
            value: &self.value,
            at: &self.at,
            today: &self.today,
            automation: &self.automation.definition.name,
            company: &self.desk.company,
            link: &self.link,
            unsubscribe: self.unsubscribe.as_deref().unwrap_or_default(),
        };
        Template::read(text).map_or_else(|_| text.to_owned(), |template| template.fill(&values, escape))
    }

    /// The task on the automation's own list.
    pub(crate) fn task(&self, text: &str) -> Result<TaskEntry> {
        let reason = Reason::Automation {
            automation: self.automation.definition.name.clone(),
            text: self.fill(text, Escape::Line),
        };
        let basis = TaskBasis {
            email: self.person.email.clone(),
            phone: self.person.phone.clone(),
            ..TaskBasis::default()
        };
        let own = self.happening.value.filter(|value| value.currency == self.desk.currency);
        Ok(TaskEntry {
            customer: self.happening.customer,
            customer_id: self.person.id.clone(),
            name: Some(self.person.name.clone()).filter(|name| *name != self.person.id),
            owner: self.person.owner.clone(),
            reason: reason.code().to_owned(),
            parameters: reason.params(),
            evidence: serde_json::to_value(basis)
                .map_err(|error| CompanyError::Internal(error.to_string()))?,
            value_minor: own.and_then(|value| value.to_minor()).unwrap_or(0),
            currency: self.desk.currency,
            holdout: false,
        })
    }

    /// What another system is told.
    pub(crate) fn webhook(&self, endpoint: i64, name: &str) -> NewDelivery {
        let happening = self.happening;
        let data = json!({
            "automation": { "id": self.automation.id, "name": self.automation.definition.name },
            "firing": self.firing,
            "reason": self.reason,
            "customer": {
                "key": happening.customer,
                "id": self.person.id,
                "name": self.person.name,
                "email": self.person.email,
                "phone": self.person.phone,
                "owner": self.person.owner,
                "attributes": self.person.attributes,
                "link": Some(&self.link).filter(|link| !link.is_empty()),
            },
            "happened": {
                "cause": cause(&happening.cause),
                "at": happening.at,
                "kind": happening.kind,
                "subject": happening.subject,
                "item": happening.item,
                "value": happening.value.and_then(|value| value.amount.to_f64()),
                "currency": happening.value.map(|value| value.currency),
                "attributes": happening.attributes,
            },
        });
        webhook(endpoint, name, "automation.fired", &data, self.desk.now)
    }

    /// A letter. One to the customer always says how to unsubscribe.
    pub(crate) fn letter(&self, said: &Said<'_>) -> Result<NewDelivery> {
        let ours = said.to.map(str::trim);
        let to = ours.or(self.person.email.as_deref()).unwrap_or_default().trim().to_owned();
        let mut text = self.fill(said.text, Escape::Text);
        let mut html = said.html.map(|html| self.fill(html, Escape::Html));
        let unsubscribe = self.unsubscribe.as_deref().filter(|_| ours.is_none());
        if let Some(link) = unsubscribe {
            let line = self.desk.words.line("letter.unsubscribe");
            if !text.contains(link) {
                text = format!("{}\n\n-- \n{line}\n{link}\n", text.trim_end());
            }
            if let Some(html) = html.as_mut().filter(|html| !html.contains(link)) {
                let word = self.desk.words.line("letter.unsubscribe_link");
                html.push_str(&format!("<hr><p>{line} <a href=\"{link}\">{word}</a></p>"));
            }
        }
        let letter = Letter {
            to_name: ours.is_none().then(|| self.person.name.clone()).filter(|name| *name != self.person.id),
            subject: self.fill(said.subject, Escape::Line).chars().take(250).collect(),
            html: html.unwrap_or_else(|| html_of(&text)),
            text,
            customer: ours.is_none().then_some(self.happening.customer),
            unsubscribe: unsubscribe.map(str::to_owned),
            to,
        };
        posted(&letter)
    }

    /// The fact that sets an attribute.
    pub(crate) fn attribute(&self, index: usize, name: &str, value: &str) -> Envelope {
        let attributes = [(name.trim().to_owned(), self.fill(value, Escape::Line))].into();
        let customer = Customer { id: self.person.id.clone(), attributes, ..Customer::default() };
        self.envelope(index, Fact::Customer(customer))
    }

    /// The fact that is a note on the timeline.
    pub(crate) fn note(&self, index: usize, text: &str) -> Envelope {
        let by = self.automation.definition.name.clone();
        self.envelope(
            index,
            Fact::TouchPoint(TouchPoint {
                customer: self.person.id.clone(),
                at: self.desk.now,
                touch: "note".to_owned(),
                outbound: true,
                subject: self.fill(text, Escape::Line),
                campaign: None,
                attributes: [
                    ("by".to_owned(), by),
                    (Happening::BY_AUTOMATION.to_owned(), self.automation.id.to_string()),
                ]
                .into(),
            }),
        )
    }

    /// The same id whenever this action of this firing is done: telling it again changes nothing.
    fn envelope(&self, index: usize, fact: Fact) -> Envelope {
        let message_id = format!("automation:{}:{index}", self.firing);
        Envelope { message_id, received_at: self.desk.now, fact }
    }
}

/// A letter, ready for the box.
pub(crate) fn posted(letter: &Letter) -> Result<NewDelivery> {
    Ok(NewDelivery {
        target: "email".to_owned(),
        recipient: letter.to.clone(),
        message_id: uuid::Uuid::now_v7().simple().to_string(),
        kind: "letter".to_owned(),
        body: serde_json::to_string(letter).map_err(|error| CompanyError::Internal(error.to_string()))?,
    })
}

/// What a webhook tells, as the specification advises: its type, the moment of the event, the data.
pub(crate) fn webhook(endpoint: i64, name: &str, kind: &str, data: &Value, at: Moment) -> NewDelivery {
    NewDelivery {
        target: format!("webhook:{endpoint}"),
        recipient: name.to_owned(),
        message_id: format!("msg_{}", uuid::Uuid::now_v7().simple()),
        kind: kind.to_owned(),
        body: json!({ "type": kind, "timestamp": at, "data": data }).to_string(),
    }
}

fn cause(cause: &Cause) -> Value {
    serde_json::to_value(cause).unwrap_or_default()
}
