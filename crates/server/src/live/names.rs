//! How the customers of an opportunity are called: as the findings know them, as the history does, or as they were just told.

use crate::company::{Company, CompanyError};
use std::collections::HashMap;
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

    /// How a customer is called; `id` is the name told with the fact, where one was.
    pub(super) fn of(
        &self,
        company: &Company,
        key: CustomerKey,
        id: Option<&str>,
    ) -> Result<Option<Called>, CompanyError> {
        let mut called = match company.desk().customer(key)? {
            Some(finding) => {
                Some(Called { id: finding.customer_id, name: finding.name, owner: finding.owner })
            }
            None => None,
        };
        if called.is_none()
            && let Some(profile) = company.history().customer(key, company.now())?
        {
            let name = Some(profile.name).filter(|name| *name != profile.id);
            called = Some(Called { id: profile.id, name, owner: profile.owner });
        }
        if called.is_none() {
            let own = id.filter(|id| CustomerKey::of(id) == key);
            called = own.map(|id| Called { id: id.to_owned(), ..Called::default() });
        }
        if let Some(told) = self.told.get(&key) {
            let called = called.get_or_insert_with(|| told.clone());
            called.name = told.name.clone().or_else(|| called.name.take());
            called.owner = told.owner.clone().or_else(|| called.owner.take());
        }
        Ok(called)
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
