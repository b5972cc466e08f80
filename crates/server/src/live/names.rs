//! How the customers of an opportunity are called: as the findings know them, as the history does, or as they were just told.

use crate::company::{Company, CompanyError};
use std::collections::{BTreeSet, HashMap};
use vihje_model::fact::Customer;
use vihje_model::{CustomerKey, Fact};

/// Customers just told of that are remembered by name.
const REMEMBERED: usize = 20_000;

/// Who a customer is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) owner: Option<String>,
}

/// What was told of customers since the start, for those the history does not know yet.
#[derive(Default)]
pub(super) struct Names {
    told: HashMap<CustomerKey, Called>,
}

impl Names {
    /// Remembers what a fact says of its customer.
    pub(super) fn hear(&mut self, fact: &Fact) {
        let Fact::Customer(customer) = fact else { return };
        if self.told.len() >= REMEMBERED {
            // By now the history knows them.
            self.told.clear();
        }
        self.told.entry(CustomerKey::of(&customer.id)).or_default().add(customer);
    }

    /// How customers are called, each with the id told with its fact, where one was. Those who cannot be named are left out. The
    /// history, whose answers take longest, is asked once, and only for whom the desk does not know.
    pub(super) fn of_all(
        &self,
        company: &Company,
        asked: &[(CustomerKey, Option<&str>)],
    ) -> Result<HashMap<CustomerKey, Called>, CompanyError> {
        let (mut found, mut unknown) = (HashMap::new(), BTreeSet::new());
        for (key, _) in asked {
            match company.desk().customer(*key)? {
                Some(known) => {
                    let called = Called { id: known.customer_id, name: known.name, owner: known.owner };
                    found.insert(*key, called);
                }
                None => {
                    unknown.insert(*key);
                }
            }
        }
        let unknown: Vec<CustomerKey> = unknown.into_iter().collect();
        for (key, known) in company.history().customers_by_key(&unknown)? {
            let name = Some(known.name).filter(|name| *name != known.id);
            found.insert(key, Called { id: known.id, name, owner: known.owner });
        }
        for (key, id) in asked {
            let own = id.filter(|id| CustomerKey::of(id) == *key);
            if let (Some(id), false) = (own, found.contains_key(key)) {
                found.insert(*key, Called { id: id.to_owned(), ..Called::default() });
            }
            if let Some(told) = self.told.get(key) {
                let called = found.entry(*key).or_insert_with(|| told.clone());
                called.name = told.name.clone().or_else(|| called.name.take());
                called.owner = told.owner.clone().or_else(|| called.owner.take());
            }
        }
        Ok(found)
    }
}

impl Called {
    fn add(&mut self, customer: &Customer) {
        self.id.clone_from(&customer.id);
        self.name = customer.name.clone().or_else(|| self.name.take());
        self.owner = customer.owner.clone().or_else(|| self.owner.take());
    }
}

/// The name of the customer that a fact is about.
pub(super) fn about(fact: &Fact) -> Option<&str> {
    match fact {
        Fact::SaleLine(line) => line.customer.as_deref(),
        Fact::Order(told) => told.customer.as_deref(),
        Fact::Refund(told) => told.customer.as_deref(),
        Fact::TouchPoint(touch) => Some(&touch.customer),
        Fact::Customer(customer) => Some(&customer.id),
        _ => None,
    }
}

/// Whether a fact says anything of who is whom.
pub(super) fn names(fact: &Fact) -> bool {
    matches!(fact, Fact::Customer(_) | Fact::Identified(_) | Fact::Merged(_) | Fact::MergeUndone(_))
}
