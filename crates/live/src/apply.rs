//! What each fact makes of the state, and what comes of it.

use crate::knowledge::Known;
use crate::line::Line;
use crate::rules::basket_left::{MINUTE, interest};
use crate::rules::{Scene, Trigger};
use crate::timers::Due;
use crate::touches::Gone;
use crate::{Knowledge, Live};
use std::collections::BTreeSet;
use vihje_model::consent::{Contact, GENERAL, refused};
use vihje_model::fact::{Customer, Product, SaleLine, TouchPoint, TouchPointRef};
use vihje_model::identity::{IdKind, Identified, Identifier, Merge, MergeUndone};
use vihje_model::opportunity::{OpportunityReason, Rule, RuleBody, Seen};
use vihje_model::{CustomerKey, Envelope, Fact, Moment, ProductKey};

/// What a fact brought.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effects {
    /// Opportunities.
    pub seen: Vec<Seen>,
    /// [`Fact::Merged`] and [`Fact::MergeUndone`] for the ledger; nothing holds before they come back from there.
    pub merges: Vec<Fact>,
    /// Customers of whom something changed, by the key they go by now.
    pub changed: Vec<CustomerKey>,
}

impl Live {
    /// Takes in a fact of the ledger, in order of offset; one at or before [`Live::position`] changes nothing. `now` is the present
    /// moment, not the fact's: what is too late by then is no opportunity any more. Microseconds, but for customers of thousands
    /// of lines, whose purchases the rules read whole.
    pub fn apply(&mut self, offset: u64, envelope: &Envelope, now: Moment) -> Effects {
        let mut effects = Effects::default();
        if self.position.is_some_and(|position| offset <= position) {
            return effects;
        }
        self.position = Some(offset);
        match &envelope.fact {
            Fact::SaleLine(line) => {
                if let Some(line) = self.sale_line(line) {
                    self.add_lines(&[line], offset, now, &mut effects);
                }
            }
            Fact::Order(told) => {
                let lines = self.order_lines(told);
                self.add_lines(&lines, offset, now, &mut effects);
            }
            Fact::Refund(told) => {
                let lines = self.refund_lines(told);
                self.add_lines(&lines, offset, now, &mut effects);
            }
            Fact::TouchPoint(touch) => self.add_touch(touch, offset, now, &mut effects),
            Fact::TouchPointTakenBack(named) => self.take_back(named, &mut effects),
            Fact::Customer(customer) => {
                self.customer_told(customer, offset, now, &mut effects);
            }
            Fact::Product(product) => self.product_told(product, offset),
            Fact::Identified(told) => effects.merges = self.identity.observe(told),
            Fact::Merged(merge) => self.merge(merge, now, &mut effects),
            Fact::MergeUndone(undone) => self.part(undone, &mut effects),
            // Files come by a new state; the others say nothing of customers.
            Fact::Imported(_) | Fact::ImportUndone(_) | Fact::Campaign(_) | Fact::Exposure(_) => {}
            Fact::EventRejected(_) | Fact::EventSettled(_) => {}
        }
        effects
    }

    /// What the passing of time brought since the last call.
    pub fn tick(&mut self, now: Moment) -> Vec<Seen> {
        let mut seen = Vec::new();
        while let Some((customer, due)) = self.timers.next(now) {
            match due {
                Due::Basket(minutes) if self.is_still_at_it(customer, minutes, now) => {}
                due => self.judge(customer, Trigger::Time(due), 0, now, &mut seen),
            }
        }
        let longest = self.rules.iter().map(|rule| rule.quiet_days).max().unwrap_or(0);
        self.offered.forget_before(now.plus_days(-i64::from(longest) - 1));
        seen
    }

    /// When [`Live::tick`] next has something to look at.
    pub fn next_tick(&self) -> Option<Moment> {
        self.timers.next_at()
    }

    /// Puts rules to work, in place of those before. Linear in the names, because what may be left is looked for.
    pub fn set_rules(&mut self, rules: Vec<Rule>, now: Moment) {
        self.rules = rules;
        self.timers.clear(|_| true);
        self.await_baskets(now);
        self.await_orders(now);
    }

    /// Takes what the analyses found, in place of what they found before. O(n log n).
    pub fn set_knowledge(&mut self, knowledge: Knowledge, now: Moment) {
        self.known = Known::new(knowledge, &mut self.products, &self.known);
        self.timers.clear(|due| matches!(due, Due::Order | Due::Overdue));
        self.await_orders(now);
    }

    /// Remembers an opportunity of before, so that the same is not offered again within its rule's quiet days.
    pub fn remember_offered(&mut self, rule: i64, customer: CustomerKey, item: Option<&str>, at: Moment) {
        self.offered.remember(rule, customer, item, at);
    }

    /// How many offers are remembered.
    pub fn offers_remembered(&self) -> usize {
        self.offered.len()
    }

    fn sale_line(&mut self, told: &SaleLine) -> Option<(CustomerKey, Line)> {
        let customer = told.customer.as_deref().map(str::trim).filter(|customer| !customer.is_empty())?;
        let id = told.product.trim();
        if id.is_empty() {
            return None;
        }
        let product = self.products.number(ProductKey::of(id));
        let line = self.line(told, product)?;
        self.known.product(product).name.get_or_insert_with(|| id.into());
        self.identity.met(customer);
        let name = CustomerKey::of(customer);
        Some((name, line))
    }

    fn add_lines(&mut self, lines: &[(CustomerKey, Line)], offset: u64, now: Moment, effects: &mut Effects) {
        let names: BTreeSet<CustomerKey> = lines.iter().map(|(name, _)| *name).collect();
        for name in &names {
            self.before_change(*name);
        }
        for (name, line) in lines {
            self.cells.push_line(*name, line);
        }
        for name in names {
            effects.changed.push(self.identity.root(name));
            let own: Vec<Line> = lines.iter().filter(|(of, _)| *of == name).map(|(_, line)| *line).collect();
            self.judge(name, Trigger::Bought(&own), offset, now, &mut effects.seen);
        }
        effects.changed.sort_unstable();
        effects.changed.dedup();
    }

    fn add_touch(&mut self, touch: &TouchPoint, offset: u64, now: Moment, effects: &mut Effects) {
        let customer = touch.customer.trim();
        if customer.is_empty() {
            return;
        }
        self.identity.met(customer);
        let name = CustomerKey::of(customer);
        let short = self.short(touch, true);
        self.cells.push_touch(name, short);
        if interest(&touch.touch).is_some() {
            self.await_basket(name, touch.at);
        }
        effects.changed.push(self.identity.root(name));
        self.judge(name, Trigger::Touched(touch, short), offset, now, &mut effects.seen);
    }

    fn take_back(&mut self, named: &TouchPointRef, effects: &mut Effects) {
        let name = CustomerKey::of(&named.customer);
        let Some(touches) = self.cells.get(name).and_then(|cell| cell.touches.as_ref()) else { return };
        if touches.count == 0 {
            return;
        }
        let gone = self
            .cells
            .at(name)
            .touches
            .as_mut()
            .map(|touches| touches.take_back(named.at, &named.attributes));
        match gone {
            Some(Gone::Unsure) => drop(self.reload.insert(name)),
            Some(Gone::Out) => {}
            Some(Gone::None) | None => return,
        }
        effects.changed.push(self.identity.root(name));
    }

    fn customer_told(&mut self, customer: &Customer, offset: u64, at: Moment, effects: &mut Effects) {
        let Some(own) = Identifier::told(IdKind::of(customer.id.trim()), value(customer.id.trim())) else {
            return;
        };
        self.identity.met(&customer.id);
        let name = CustomerKey::of(&customer.id);
        if customer.attributes.keys().any(|attribute| attribute.to_ascii_lowercase().starts_with(GENERAL)) {
            self.known.consent_told(name, refused(&customer.attributes, Contact::Any), offset);
        }
        let told = [(IdKind::Email, &customer.email), (IdKind::Phone, &customer.phone)];
        let ids: Vec<Identifier> =
            told.into_iter().filter_map(|(kind, value)| Identifier::told(kind, value.as_deref()?)).collect();
        if !ids.is_empty() {
            let ids = [vec![own], ids].concat();
            let told = Identified { source: String::new(), ids, outright: false, at };
            effects.merges = self.identity.observe(&told);
        }
        effects.changed.push(self.identity.root(name));
    }

    fn product_told(&mut self, told: &Product, offset: u64) {
        if told.id.trim().is_empty() {
            return;
        }
        let number = self.products.number(ProductKey::of(&told.id));
        let product = self.known.product(number);
        if let Some(name) = told.name.as_deref().filter(|name| !name.trim().is_empty()) {
            product.name = Some(name.into());
        }
        if let Some(stock) = told.stock {
            product.out_of_stock = stock <= rust_decimal::Decimal::ZERO;
            product.stock_told = Some(offset);
        }
    }

    fn merge(&mut self, merge: &Merge, now: Moment, effects: &mut Effects) {
        let ends = [&merge.from, &merge.into].map(|name| CustomerKey::of(name));
        let mut names: Vec<CustomerKey> = ends.iter().flat_map(|end| self.identity.members(*end)).collect();
        names.extend(ends);
        for end in ends {
            self.before_change(end);
        }
        effects.merges = self.identity.apply_merge(merge);
        self.after_joining(&names);
        effects.changed.push(self.identity.root(ends[1]));
        for name in names {
            self.tell_of_before(name, now, &mut effects.seen);
        }
    }

    /// What was seen of a browser before it had a name, now that it has one.
    fn tell_of_before(&mut self, name: CustomerKey, now: Moment, told: &mut Vec<Seen>) {
        for seen in self.unnamed.take(name) {
            let Some(rule) = self.rules.iter().find(|rule| rule.id == seen.rule) else { continue };
            let scene = Scene::new(self, name, Trigger::Joined, now);
            let customer = scene.customer.key;
            let seen = Seen { customer, ..seen };
            if self.identity.kind(customer) == IdKind::Anonymous {
                self.unnamed.keep(seen);
            } else if scene.may_be_told(rule, &seen) {
                self.offered.remember(seen.rule, customer, seen.item.as_deref(), now);
                told.push(seen);
            }
        }
    }

    fn part(&mut self, undone: &MergeUndone, effects: &mut Effects) {
        let ends = [&undone.from, &undone.into].map(|name| CustomerKey::of(name));
        let mut names: Vec<CustomerKey> = ends.iter().flat_map(|end| self.identity.members(*end)).collect();
        names.extend(ends);
        for end in ends {
            self.before_change(end);
        }
        self.identity.apply_undone(undone);
        self.after_joining(&names);
        effects.changed.extend(ends.map(|end| self.identity.root(end)));
        effects.changed.sort_unstable();
        effects.changed.dedup();
    }

    /// What all rules make of it; remembered at once.
    fn judge(
        &mut self,
        name: CustomerKey,
        trigger: Trigger<'_>,
        cause: u64,
        now: Moment,
        seen: &mut Vec<Seen>,
    ) {
        if self.rules.is_empty() {
            return;
        }
        let scene = Scene::new(self, name, trigger, now);
        let found: Vec<Seen> = self.rules.iter().filter_map(|rule| scene.judge(rule, cause)).collect();
        for found in found {
            if self.identity.kind(found.customer) == IdKind::Anonymous
                && matches!(found.reason, OpportunityReason::PageVisited { .. })
            {
                self.unnamed.keep(found);
                continue;
            }
            self.offered.remember(found.rule, found.customer, found.item.as_deref(), now);
            seen.push(found);
        }
    }

    fn basket_minutes(&self) -> BTreeSet<u32> {
        let minutes = self.rules.iter().filter(|rule| rule.enabled).filter_map(|rule| match rule.body {
            RuleBody::BasketLeft { after_minutes, .. } => Some(after_minutes),
            _ => None,
        });
        minutes.collect()
    }

    /// Looks again when a basket may have been left.
    fn await_basket(&mut self, name: CustomerKey, at: Moment) {
        for minutes in self.basket_minutes() {
            self.timers.add(
                Moment(at.0.saturating_add(i64::from(minutes) * MINUTE)),
                name,
                Due::Basket(minutes),
            );
        }
    }

    /// Whether a customer goes on filling the basket; then there is a look once he has been silent as long.
    fn is_still_at_it(&mut self, name: CustomerKey, minutes: u32, now: Moment) -> bool {
        let touches = self.customer(name).touches();
        let latest = touches.iter().rev().find(|touch| interest(self.words.word(touch.word)).is_some());
        let silent_at = latest.map(|touch| Moment(touch.at.0.saturating_add(i64::from(minutes) * MINUTE)));
        match silent_at.filter(|silent_at| *silent_at > now) {
            Some(silent_at) => {
                self.timers.add(silent_at, name, Due::Basket(minutes));
                true
            }
            None => false,
        }
    }

    /// Looks at everybody who was interested lately: what is too late is sorted out when it is due.
    fn await_baskets(&mut self, now: Moment) {
        let longest = self.rules.iter().map(|rule| rule.expires_hours).max().unwrap_or(0);
        let from = Moment(now.0.saturating_sub(i64::from(longest) * 60 * MINUTE)).plus_days(-1);
        let latest = |touches: &crate::touches::Touches| {
            let interesting =
                |touch: &&crate::Touch| touch.at >= from && interest(self.words.word(touch.word)).is_some();
            touches.recent().iter().rev().find(interesting).map(|touch| touch.at)
        };
        let found: Vec<(CustomerKey, Moment)> = self
            .cells
            .iter()
            .filter_map(|(name, cell)| Some((name, latest(cell.touches.as_deref()?)?)))
            .collect();
        for (name, at) in found {
            self.await_basket(name, at);
        }
    }

    /// Looks at everybody when their next order is expected.
    fn await_orders(&mut self, now: Moment) {
        for rule in self.rules.iter().filter(|rule| rule.enabled) {
            let RuleBody::ExpectedOrder { overdue_only } = rule.body else { continue };
            let from = Moment(now.0.saturating_sub(i64::from(rule.expires_hours) * 60 * MINUTE));
            for known in &self.known.customers {
                let (at, due) =
                    if overdue_only { (known.next_to, Due::Overdue) } else { (known.next_at, Due::Order) };
                if let Some(at) = at.filter(|at| *at > from) {
                    self.timers.add(at, known.customer, due);
                }
            }
        }
    }
}

/// A source id without the word of its kind.
fn value(source_id: &str) -> &str {
    match IdKind::of(source_id) {
        IdKind::Customer => source_id,
        _ => source_id.split_once(':').map_or(source_id, |(_, value)| value),
    }
}
