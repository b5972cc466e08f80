//! Which sales were taken back. Must never guess: a return takes back a whole line or none.

use std::collections::{HashMap, HashSet};
use vihje_model::Moment;
use vihje_model::fact::LineKind;

/// A line as the rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnLine {
    /// When.
    pub at: Moment,
    /// What; equal numbers are one product.
    pub product: u64,
    /// Sale, return or charge.
    pub kind: LineKind,
    /// How much, ten-thousandths; negative on a return.
    pub quantity: i64,
    /// The line's amount, ten-thousandths; negative on a return.
    pub amount: i64,
    /// The order: equal numbers are one order, zero is none.
    pub order: u64,
}

/// The places of the sales of one customer that are taken back, ascending.
///
/// A return takes back one sale of the same product and the same quantity that comes before it by (moment, sales before returns,
/// amount, order, place), each sale once: the latest of its own order with the opposite amount, else the latest of its own order,
/// else the latest of all. A return that fits none takes nothing back. Where two sales differ in nothing but their order, which of
/// them goes changes no purchase. O(n log n).
pub fn taken_back(lines: &[ReturnLine]) -> Vec<usize> {
    let mut returned: Vec<(u64, i64)> = lines
        .iter()
        .filter(|line| line.kind == LineKind::Return && line.quantity < 0)
        .map(|line| (line.product, -line.quantity))
        .collect();
    if returned.is_empty() {
        return Vec::new();
    }
    returned.sort_unstable();
    let takes_part = |line: &ReturnLine| match line.kind {
        LineKind::Sale => line.quantity > 0,
        LineKind::Return => line.quantity < 0,
        LineKind::Charge => false,
    };
    let same = |line: &ReturnLine| (line.product, line.quantity.abs());
    let mut places: Vec<usize> = (0..lines.len())
        .filter(|place| takes_part(&lines[*place]) && returned.binary_search(&same(&lines[*place])).is_ok())
        .collect();
    places.sort_by_key(|place| {
        let line = &lines[*place];
        (same(line), line.at, line.kind == LineKind::Return, line.amount, line.order, *place)
    });
    let mut taken = Vec::new();
    for group in places.chunk_by(|a, b| same(&lines[*a]) == same(&lines[*b])) {
        take_in(lines, group, &mut taken);
    }
    taken.sort_unstable();
    taken
}

/// One product and quantity, in order of time.
fn take_in(lines: &[ReturnLine], group: &[usize], taken: &mut Vec<usize>) {
    // Stacks with the latest on top; one that another stack gave away is passed over when it comes up.
    let mut all: Vec<usize> = Vec::new();
    let mut by_order: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut by_amount: HashMap<(u64, i64), Vec<usize>> = HashMap::new();
    let mut gone: HashSet<usize> = HashSet::new();
    for &place in group {
        let line = &lines[place];
        if line.kind == LineKind::Sale {
            all.push(place);
            if line.order != 0 {
                by_order.entry(line.order).or_default().push(place);
                by_amount.entry((line.order, line.amount)).or_default().push(place);
            }
            continue;
        }
        let exact = by_amount.get_mut(&(line.order, -line.amount)).and_then(|stack| pop(stack, &gone));
        let own = exact.or_else(|| by_order.get_mut(&line.order).and_then(|stack| pop(stack, &gone)));
        if let Some(sale) = own.or_else(|| pop(&mut all, &gone)) {
            gone.insert(sale);
            taken.push(sale);
        }
    }
}

fn pop(stack: &mut Vec<usize>, gone: &HashSet<usize>) -> Option<usize> {
    while let Some(place) = stack.pop() {
        if !gone.contains(&place) {
            return Some(place);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(at: i64, kind: LineKind, quantity: i64, amount: i64, order: u64) -> ReturnLine {
        ReturnLine { at: Moment(at), product: 1, kind, quantity, amount, order }
    }

    fn sale(at: i64, amount: i64, order: u64) -> ReturnLine {
        line(at, LineKind::Sale, 1, amount, order)
    }

    fn back(at: i64, amount: i64, order: u64) -> ReturnLine {
        line(at, LineKind::Return, -1, -amount, order)
    }

    #[test]
    fn its_own_order_first_and_the_opposite_amount_before_that() {
        let sales = [sale(1, 10, 7), sale(1, 20, 7), sale(2, 10, 8), sale(3, 10, 0)];
        let with = |line: ReturnLine| taken_back(&[&sales[..], &[line]].concat());
        assert_eq!(with(back(9, 10, 7)), [0]);
        assert_eq!(with(back(9, 15, 7)), [1]);
        assert_eq!(with(back(9, 10, 0)), [3]);
        assert_eq!(with(back(9, 10, 5)), [3]);
        assert_eq!(with(back(2, 10, 5)), [2]);
        assert!(with(back(0, 10, 7)).is_empty());
        assert!(with(line(9, LineKind::Return, -2, -10, 7)).is_empty());
        assert!(with(line(9, LineKind::Charge, -1, -10, 7)).is_empty());
    }

    /// The rule as it is said, line by line.
    fn as_said(lines: &[ReturnLine]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|at| {
            let line = &lines[*at];
            (line.at, line.kind == LineKind::Return, line.amount, line.order, *at)
        });
        let mut gone = Vec::new();
        for (rank, place) in order.iter().enumerate() {
            let back = &lines[*place];
            if back.kind != LineKind::Return || back.quantity >= 0 {
                continue;
            }
            let open: Vec<usize> = order[..rank]
                .iter()
                .copied()
                .filter(|place| {
                    let sale = &lines[*place];
                    sale.kind == LineKind::Sale
                        && sale.product == back.product
                        && sale.quantity == -back.quantity
                        && !gone.contains(place)
                })
                .collect();
            let own = |place: &&usize| back.order != 0 && lines[**place].order == back.order;
            let exact = open.iter().rev().filter(own).find(|place| lines[**place].amount == -back.amount);
            gone.extend(exact.or_else(|| open.iter().rev().find(own)).or(open.last()));
        }
        gone.sort_unstable();
        gone
    }

    proptest! {
        #[test]
        fn equals_the_rule_as_it_is_said(told in prop::collection::vec(
            (0..6_i64, 0..2_u64, 0..5_u8, 1..3_i64, 1..4_i64, 0..4_u64), 0..40)) {
            let lines: Vec<ReturnLine> = told.into_iter().map(|(at, product, kind, quantity, amount, order)| {
                let (kind, sign) = match kind {
                    0..=2 => (LineKind::Sale, 1),
                    3 => (LineKind::Return, -1),
                    _ => (LineKind::Charge, 1),
                };
                ReturnLine { at: Moment(at), product, kind, quantity: sign * quantity, amount: sign * amount, order }
            }).collect();
            prop_assert_eq!(taken_back(&lines), as_said(&lines));
        }
    }
}
