//! An order told again, as lines of sales. Must never change a line that is still told.

use super::OrderTold;
use super::net::{Exact, net, reverse, strength, strongest};
use crate::Currency;
use crate::fact::{LineKind, SaleLine};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};

/// The lines that make an order what was told, from its [`net()`] lines before: those that are gone are reversed at the moment of
/// the telling, those that are new are added.
///
/// Lines equal in product, quantity and amount stay, whenever they were told; so does a product whose sums are told again (one
/// line of two or two of one, a part of which came back). Afterwards the sums of every product are those told, and telling the
/// same twice adds nothing. Facts count in the order of the ledger, not of their moments: what is told last is true.
///
/// The order belongs to the strongest kind of name under which it was told (an own id before an e-mail address before a browser),
/// among equals to the first; lines move only up to a stronger one, so what a browser told and a shop tells again comes to the
/// shop's customer, and never back. O(n log n).
pub fn replace(before: &[SaleLine], told: &OrderTold) -> Vec<SaleLine> {
    let names = before.iter().map(|line| line.customer.as_deref());
    let holder = strongest(names.chain([told.customer.as_deref()])).map(str::to_owned);
    let target = net(told.lines.iter().map(|line| SaleLine {
        customer: holder.clone(),
        order: Some(told.order.clone()),
        at: told.at,
        ..line.clone()
    }));
    let mut change =
        Change { before, target: &target, gone: vec![true; before.len()], new: vec![true; target.len()] };
    change.keep_equal(strength(holder.as_deref()));
    change.keep_equal_sums(strength(holder.as_deref()));
    let reversed = before.iter().zip(&change.gone).filter(|(_, gone)| **gone);
    let reversed = reversed.map(|(line, _)| reverse(line, told.at));
    let added = target.iter().zip(&change.new).filter(|(_, new)| **new).map(|(line, _)| line.clone());
    reversed.chain(added).collect()
}

/// Which of the lines before are gone and which of those told are new.
struct Change<'a> {
    before: &'a [SaleLine],
    target: &'a [SaleLine],
    gone: Vec<bool>,
    new: Vec<bool>,
}

/// What is left of one product when what is told is taken from what was.
#[derive(Default)]
struct Left {
    quantity: Decimal,
    amount: Decimal,
    moves: bool,
}

impl Left {
    fn is_equal(&self) -> bool {
        self.quantity.is_zero() && self.amount.is_zero() && !self.moves
    }
}

impl<'a> Change<'a> {
    /// Lines told again stay, unless they move up to a stronger name.
    fn keep_equal(&mut self, holder: u8) {
        let mut open: HashMap<Exact<'_>, Vec<usize>> = HashMap::new();
        for (index, line) in self.before.iter().enumerate().rev() {
            if strength(line.customer.as_deref()) >= holder {
                open.entry(Exact::of(line)).or_default().push(index);
            }
        }
        for (new, line) in self.new.iter_mut().zip(self.target) {
            if let Some(kept) = open.get_mut(&Exact::of(line)).and_then(Vec::pop) {
                self.gone[kept] = false;
                *new = false;
            }
        }
    }

    /// Products whose sums are told again stay.
    fn keep_equal_sums(&mut self, holder: u8) {
        type Product<'a> = (&'a str, bool, Currency);
        fn product(line: &SaleLine) -> Product<'_> {
            (&line.product, line.line == LineKind::Charge, line.amount.currency)
        }
        let mut left: BTreeMap<Product<'a>, Left> = BTreeMap::new();
        for (line, _) in self.before.iter().zip(&self.gone).filter(|(_, gone)| **gone) {
            let left = left.entry(product(line)).or_default();
            left.quantity += line.quantity;
            left.amount += line.amount.amount;
            left.moves |= strength(line.customer.as_deref()) < holder;
        }
        for (line, _) in self.target.iter().zip(&self.new).filter(|(_, new)| **new) {
            let left = left.entry(product(line)).or_default();
            left.quantity -= line.quantity;
            left.amount -= line.amount.amount;
        }
        let differs = |line: &SaleLine| left.get(&product(line)).is_some_and(|left| !left.is_equal());
        for (gone, line) in self.gone.iter_mut().zip(self.before) {
            *gone &= differs(line);
        }
        for (new, line) in self.new.iter_mut().zip(self.target) {
            *new &= differs(line);
        }
    }
}
