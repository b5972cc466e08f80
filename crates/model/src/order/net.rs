//! What stands of an order: its lines less those that were reversed. Algebra over the lines as a set; must never depend on the
//! order in which they are read, because lines of one moment have none.

use crate::fact::{LineKind, SaleLine};
use crate::identity::IdKind;
use crate::{Currency, CustomerKey, Money};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a return must be the opposite of to take a line out.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Exact<'a> {
    product: &'a str,
    charge: bool,
    quantity: Decimal,
    amount: Decimal,
    currency: Currency,
}

impl<'a> Exact<'a> {
    pub(super) fn of(line: &'a SaleLine) -> Self {
        Self {
            product: &line.product,
            charge: line.line == LineKind::Charge,
            quantity: line.quantity,
            amount: line.amount.amount,
            currency: line.amount.currency,
        }
    }

    fn opposite(line: &'a SaleLine) -> Self {
        let same = Self::of(line);
        Self { quantity: -same.quantity, amount: -same.amount, ..same }
    }
}

/// What stands of all the lines known of one order, in any order.
///
/// A return takes out a sale of the same customer and product with the opposite quantity and amount, or that of another name where
/// its own has none of the product; a charge takes out its opposite. Where other returns of a customer and product remain, all
/// that is left of them becomes one line with the sums. Quantities and amounts are rounded to the four decimals the history
/// keeps; a number it cannot keep leaves its line out. Sums over products and currencies are those of the lines. What stands comes
/// in the order of customers' keys and moments. O(n log n).
pub fn net(lines: impl IntoIterator<Item = SaleLine>) -> Vec<SaleLine> {
    net_by(lines, CustomerKey::of)
}

/// The same as [`net()`] for a room that holds names by their keys: `key` gives the key of what stands for a name.
pub fn net_by(lines: impl IntoIterator<Item = SaleLine>, key: impl Fn(&str) -> CustomerKey) -> Vec<SaleLine> {
    // Equal lines of two names must be told apart in one way, whatever the order in which they are read back.
    let place = |line: &SaleLine| {
        let amount = (line.amount.amount, line.amount.currency);
        (line.customer.as_deref().map(&key), line.at, line.quantity, amount)
    };
    let mut lines: Vec<SaleLine> = lines.into_iter().filter_map(tidy).collect();
    lines.sort_by_cached_key(place);
    let mut standing = standing(lines);
    standing.sort_by_cached_key(place);
    standing
}

fn standing(lines: Vec<SaleLine>) -> Vec<SaleLine> {
    let mut stands = vec![false; lines.len()];
    let mut open: HashMap<Exact<'_>, Vec<usize>> = HashMap::new();
    let returns = |line: &SaleLine| line.line == LineKind::Return;
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !returns(line)) {
        let gone = if line.line == LineKind::Charge { take(&mut open, &lines, line, true) } else { None };
        match gone {
            Some(gone) => stands[gone] = false,
            None => {
                stands[index] = true;
                open.entry(Exact::of(line)).or_default().push(index);
            }
        }
    }
    let sold: BTreeSet<Product<'_>> =
        lines.iter().filter(|line| line.line == LineKind::Sale).map(product).collect();
    let mut loose: BTreeMap<Product<'_>, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| returns(line)) {
        let own = sold.contains(&product(line));
        match take(&mut open, &lines, line, own) {
            Some(gone) => stands[gone] = false,
            None => loose.entry(product(line)).or_default().push(index),
        }
    }
    let mut parts = loose;
    for (index, line) in lines.iter().enumerate() {
        let sale = stands[index] && line.line == LineKind::Sale;
        if let Some(part) = parts.get_mut(&product(line)).filter(|_| sale) {
            part.push(index);
            stands[index] = false;
        }
    }
    let parts: Vec<SaleLine> = parts.values().filter_map(|part| sum(&lines, part)).collect();
    drop(open);
    let whole = lines.into_iter().zip(stands).filter(|(_, stands)| *stands);
    whole.map(|(line, _)| line).chain(parts).collect()
}

/// What is added up where a part came back.
type Product<'a> = (Option<&'a str>, &'a str, Currency);

fn product(line: &SaleLine) -> Product<'_> {
    (line.customer.as_deref(), &line.product, line.amount.currency)
}

/// Takes the opposite of a line from the open ones: that of the same customer, else any unless only `own` ones will do.
fn take<'a>(
    open: &mut HashMap<Exact<'a>, Vec<usize>>,
    lines: &'a [SaleLine],
    line: &'a SaleLine,
    own: bool,
) -> Option<usize> {
    let found = open.get_mut(&Exact::opposite(line))?;
    let same = found.iter().rposition(|index| lines[*index].customer == line.customer);
    let place = if own { same } else { same.or_else(|| found.len().checked_sub(1)) }?;
    Some(found.remove(place))
}

/// All that is left of one product, as one line like the last of them, a sale where there is one; nothing when nothing is left.
fn sum(lines: &[SaleLine], part: &[usize]) -> Option<SaleLine> {
    let quantity: Decimal = part.iter().map(|index| lines[*index].quantity).sum();
    let amount: Decimal = part.iter().map(|index| lines[*index].amount.amount).sum();
    if quantity.is_zero() && amount.is_zero() {
        return None;
    }
    let any = &lines[*part.last()?];
    Some(SaleLine {
        line: LineKind::Sale,
        quantity,
        amount: Money { amount, ..any.amount },
        discount: None,
        ..any.clone()
    })
}

/// Numbers as the history keeps them; nothing when it cannot keep them, or when there is nothing in the line.
fn tidy(mut line: SaleLine) -> Option<SaleLine> {
    let limit = Decimal::from(100_000_000_000_000_i64);
    let round = |number: Decimal| {
        number.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize()
    };
    line.quantity = round(line.quantity);
    line.amount.amount = round(line.amount.amount);
    line.product = line.product.trim().to_owned();
    let nothing = line.quantity.is_zero() && line.amount.amount.is_zero();
    let kept = line.quantity.abs() < limit && line.amount.amount.abs() < limit && !nothing;
    kept.then_some(line)
}

/// The strongest name, the first of equal ones; an anonymous sale has the weakest.
pub(super) fn strongest<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Option<&'a str> {
    let mut best: Option<&str> = None;
    for name in names {
        if strength(name) > strength(best) {
            best = name;
        }
    }
    best
}

/// How strong a name is; nothing is the weakest.
pub(super) fn strength(name: Option<&str>) -> u8 {
    match name.map(IdKind::of) {
        None => 0,
        Some(IdKind::Anonymous) => 1,
        Some(IdKind::Phone) => 2,
        Some(IdKind::Email) => 3,
        Some(IdKind::External) => 4,
        Some(IdKind::Customer) => 5,
    }
}

/// The line that takes another out: a return of a sale, a negative charge of a charge.
pub(super) fn reverse(line: &SaleLine, at: crate::Moment) -> SaleLine {
    SaleLine {
        at,
        line: if line.line == LineKind::Charge { LineKind::Charge } else { LineKind::Return },
        quantity: -line.quantity,
        amount: Money { amount: -line.amount.amount, ..line.amount },
        discount: None,
        ..line.clone()
    }
}
