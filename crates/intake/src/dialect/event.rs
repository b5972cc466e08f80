//! One event, whichever dialect told it, and the facts it comes to.

use super::flatten::Flat;
use super::json::{Json, Object};
use super::names::Names;
use super::reject::Rejection;
use super::words::{self, OrderWord};
use super::{Sender, ecommerce, order};
use std::borrow::Cow;
use vihje_model::fact::{Attributes, Customer, TouchPoint};
use vihje_model::identity::{IdKind, Identified, Identifier};
use vihje_model::{Fact, Moment};

/// Names of one person that are taken; an event with more is not about one.
const MOST_NAMES: usize = 32;

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Something was done.
    Track,
    /// A page was seen.
    Page,
    /// A screen of an application was seen.
    Screen,
    /// What is known of a person.
    Identify,
    /// What is known of a person's company.
    Group,
    /// Two names are one person.
    Alias,
    /// What is known of a company as such, under a name of its own.
    Company,
}

/// One event.
pub(super) struct Event<'e> {
    pub(super) what: What,
    /// The sender's id of the event.
    pub(super) message_id: Option<Cow<'e, str>>,
    /// When it happened, and whether it said so itself.
    pub(super) at: Moment,
    pub(super) timed: bool,
    /// The event's name, or the page's.
    pub(super) name: Option<Cow<'e, str>>,
    pub(super) names: Names,
    /// True when the names are told to be one person, not only seen together.
    pub(super) outright: bool,
    pub(super) properties: Option<&'e Object<'e>>,
    pub(super) traits: Vec<&'e Object<'e>>,
    /// What stands beside the properties, with the prefix of its paths.
    pub(super) beside: Vec<(&'static str, &'e Json<'e>)>,
    pub(super) group: Option<Cow<'e, str>>,
    /// Whether an order may name nobody: a till that does not know its customers.
    pub(super) anonymous_sale: bool,
}

impl<'e> Event<'e> {
    pub(super) fn new(what: What, at: (Moment, bool)) -> Self {
        Self {
            what,
            message_id: None,
            at: at.0,
            timed: at.1,
            name: None,
            names: Names::default(),
            outright: false,
            properties: None,
            traits: Vec::new(),
            beside: Vec::new(),
            group: None,
            anonymous_sale: false,
        }
    }

    /// What the event comes to. The first fact is the event's own; `own` is its message id.
    pub(super) fn facts(mut self, sender: &Sender<'_>, own: &str) -> Result<Vec<Fact>, Rejection> {
        let told = self.message_id.as_deref().map(str::to_owned);
        self.gather(sender, own).map_err(|rejection| rejection.of(told.as_deref()))
    }

    fn gather(&mut self, sender: &Sender<'_>, own: &str) -> Result<Vec<Fact>, Rejection> {
        let ids = std::mem::take(&mut self.names).done();
        if ids.len() > MOST_NAMES {
            let reason = format!("The event tells {} names of one person.", ids.len());
            return Err(Rejection::new("too-many-names", reason));
        }
        let mut facts = match self.what {
            What::Alias => Vec::new(),
            What::Identify => vec![self.person(&ids)?],
            What::Group => vec![self.member(&ids)?],
            What::Company => vec![self.company()?],
            What::Track | What::Page | What::Screen => self.deed(&ids, sender, own)?,
        };
        if ids.len() > 1 {
            let source = sender.source.to_owned();
            let seen = Identified { source, ids, outright: self.outright, at: self.at };
            facts.push(Fact::Identified(seen));
        } else if self.what == What::Alias {
            return Err(Rejection::new("no-person", "The event joins two names and tells fewer."));
        }
        Ok(facts)
    }

    fn someone(ids: &[Identifier]) -> Result<String, Rejection> {
        let strongest = ids.first().map(Identifier::source_id);
        strongest
            .ok_or_else(|| Rejection::no_person("user id, anonymous id, e-mail address, telephone number"))
    }

    fn person(&self, ids: &[Identifier]) -> Result<Fact, Rejection> {
        let mut customer = Customer { id: Self::someone(ids)?, ..Customer::default() };
        let mut flat = Flat::new();
        for traits in &self.traits {
            customer.name = customer.name.or_else(|| full_name(traits));
            flat.object_but("", traits, &["name", "email", "phone"])?;
        }
        for kind in [IdKind::Email, IdKind::Phone] {
            let found = ids.iter().find(|id| id.kind == kind).map(|id| id.value.clone());
            match kind {
                IdKind::Email => customer.email = found,
                _ => customer.phone = found,
            }
        }
        self.aside(&mut flat)?;
        customer.attributes = flat.done();
        Ok(Fact::Customer(customer))
    }

    fn member(&self, ids: &[Identifier]) -> Result<Fact, Rejection> {
        let mut flat = Flat::new();
        if let Some(group) = &self.group {
            flat.text("group.id", group);
        }
        for traits in &self.traits {
            if let Some(name) = traits.text(&["name"]) {
                flat.text("company", &name);
            }
            flat.object("group", traits)?;
        }
        self.aside(&mut flat)?;
        let attributes = flat.done();
        Ok(Fact::Customer(Customer { id: Self::someone(ids)?, attributes, ..Customer::default() }))
    }

    fn company(&self) -> Result<Fact, Rejection> {
        let group = self.group.as_deref().and_then(|group| Identifier::told(IdKind::External, group));
        let group = group.ok_or_else(|| Rejection::no_person("group type and group key"))?;
        let mut customer = Customer { id: group.source_id(), ..Customer::default() };
        let mut flat = Flat::new();
        for traits in &self.traits {
            customer.name = customer.name.or_else(|| traits.text(&["name"]).map(Cow::into_owned));
            flat.object_but("", traits, &["name"])?;
        }
        customer.attributes = flat.done();
        Ok(Fact::Customer(customer))
    }

    /// The order where it is one, a touch-point, and what it says of products.
    fn deed(&self, ids: &[Identifier], sender: &Sender<'_>, own: &str) -> Result<Vec<Fact>, Rejection> {
        static NOTHING: Object<'static> = Object(Vec::new());
        let properties = self.properties.unwrap_or(&NOTHING);
        let name = self.name.as_deref().unwrap_or_default();
        let plain = if self.what == What::Track { words::plain(name) } else { String::new() };
        let items = ecommerce::items(properties)?;
        let has_order = properties.any(ecommerce::ORDER_ID).is_some();
        let order_word = words::of_order(&plain, !items.is_empty(), has_order);
        let customer = match Self::someone(ids) {
            Ok(customer) => Some(customer),
            Err(_) if order_word.is_some() && self.anonymous_sale => None,
            Err(nobody) => return Err(nobody),
        };
        if order_word.is_some() && !sender.sales {
            let reason = "The key of this source may not tell orders.";
            return Err(Rejection::new("sales-not-allowed", reason));
        }
        let mut facts = Vec::with_capacity(3 + items.len());
        if let Some(word) = order_word {
            let customer = customer.clone();
            let told = order::Told { properties, items: &items, at: self.at, customer, own, sender };
            facts.push(match word {
                OrderWord::Told => Fact::Order(told.order()?),
                OrderWord::Cancelled => Fact::Order(told.cancelled()?),
                OrderWord::Refunded => Fact::Refund(told.refund()?),
            });
        }
        let (touch, outbound) = match order_word {
            Some(_) => ("order", false),
            None => words::of_event(self.what, &plain),
        };
        let about_one = matches!(touch, "view" | "basket");
        let product = about_one.then(|| ecommerce::single(properties, &items)).flatten();
        if let Some(customer) = customer {
            let product = product.as_ref().map(|product| product.id.as_str());
            let attributes = self.attributes(properties, product)?;
            let subject = self.subject(&attributes);
            let (touch, campaign) = (touch.to_owned(), self.campaign(properties));
            let at = self.at;
            facts.push(Fact::TouchPoint(TouchPoint {
                customer,
                at,
                touch,
                outbound,
                subject,
                campaign,
                attributes,
            }));
        }
        if !sender.sales {
            return Ok(facts);
        }
        let own = product.iter().filter(|_| items.is_empty());
        facts.extend(own.chain(&items).filter_map(|item| item.product(properties, sender.currency)));
        Ok(facts)
    }

    fn attributes(&self, properties: &Object<'_>, product: Option<&str>) -> Result<Attributes, Rejection> {
        let mut flat = Flat::new();
        if let Some(product) = product {
            flat.text("product_id", product);
        }
        flat.object("", properties)?;
        self.aside(&mut flat)?;
        Ok(flat.done())
    }

    /// What stands beside the properties. Traits in the context of one that tells traits have been taken already.
    fn aside(&self, flat: &mut Flat) -> Result<(), Rejection> {
        let taken: &[&str] = if self.what == What::Identify { &["traits"] } else { &[] };
        self.beside.iter().try_for_each(|(path, value)| match value {
            Json::Object(object) => flat.object_but(path, object, taken),
            single => flat.value(path, single),
        })
    }

    fn subject(&self, attributes: &Attributes) -> String {
        let told = |path: &str| attributes.get(path).map(String::as_str);
        let named = self.name.as_deref().filter(|name| !name.trim().is_empty());
        let page = ["title", "path", "url", "context.page.title", "context.page.path", "context.page.url"];
        let found = named.or_else(|| page.into_iter().find_map(told)).unwrap_or_default();
        found.trim().to_owned()
    }

    fn campaign(&self, properties: &Object<'_>) -> Option<String> {
        let own = properties.text(&["campaign_id", "campaignId", "campaign_name", "utm_campaign"]);
        if let Some(own) = own {
            return Some(own.into_owned());
        }
        let contexts = self.beside.iter().filter(|(path, _)| *path == "context");
        let mut campaigns = contexts.filter_map(|(_, context)| context.object()?.object("campaign"));
        campaigns.find_map(|campaign| Some(campaign.text(&["id", "name"])?.into_owned()))
    }
}

/// The name to show: `name`, or first and last name.
fn full_name(traits: &Object<'_>) -> Option<String> {
    if let Some(name) = traits.text(&["name"]) {
        return Some(name.into_owned());
    }
    let first = traits.text(&["firstName", "first_name", "firstname"]);
    let last = traits.text(&["lastName", "last_name", "lastname"]);
    let parts: Vec<_> = [first, last].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
