//! What came back of an order, as lines of sales. Must never give back more than is left.

use super::net::{reverse, strongest};
use super::{RefundTold, ReturnedLine};
use crate::fact::{LineKind, SaleLine};
use crate::{Currency, Money};
use rust_decimal::{Decimal, RoundingStrategy};

/// The product of the charge that gives money back where no products are named.
pub const REFUND: &str = "refund";

/// The lines that take back what was told, from the [`net()`](super::net()) lines of the order before.
///
/// Named products: the line of just that quantity, or else the largest first; a part of a line in proportion, rounded to minor
/// units. The money told is spread over the lines by what is left of each, rounded by the largest remainder. Without products: all
/// that is left when no total is told or the total is not below it, else a charge of product [`REFUND`]. Where products come back
/// for more than is left of the order, because of money given back before or a rebate on the whole, a charge the other way makes
/// up for it. What is not known of the order cannot come back: then there are no lines. O(n log n).
pub fn refund(before: &[SaleLine], told: &RefundTold) -> Vec<SaleLine> {
    let mut left: Vec<SaleLine> = before.to_vec();
    let lines = if !told.lines.is_empty() {
        let mut lines: Vec<SaleLine> =
            told.lines.iter().flat_map(|returned| take(&mut left, returned, told)).collect();
        lines.extend(make_up(before, &lines, told));
        lines
    } else if let Some(total) = told.total {
        money(before, total, told)
    } else {
        before.iter().map(|line| reverse(line, told.at)).collect()
    };
    lines.into_iter().map(|line: SaleLine| SaleLine { order: Some(told.order.clone()), ..line }).collect()
}

/// The money of these lines in a currency, and whether they have no other.
fn money_of(lines: &[SaleLine], currency: Currency) -> (Decimal, bool) {
    let of = |line: &&SaleLine| line.amount.currency == currency;
    (lines.iter().filter(of).map(|line| line.amount.amount).sum(), lines.iter().all(|line| of(&line)))
}

/// Money given back of the order as a whole.
fn money(before: &[SaleLine], total: Money, told: &RefundTold) -> Vec<SaleLine> {
    let amount = round(total.amount, 4);
    let (left, one_currency) = money_of(before, total.currency);
    if amount <= Decimal::ZERO || (one_currency && left <= Decimal::ZERO) {
        return Vec::new();
    }
    if one_currency && amount >= left {
        return before.iter().map(|line| reverse(line, told.at)).collect();
    }
    vec![charge(before, Money { amount: -amount, ..total }, told)]
}

/// What products came back for beyond what was left of the order.
fn make_up(before: &[SaleLine], lines: &[SaleLine], told: &RefundTold) -> Option<SaleLine> {
    let currency = lines.first()?.amount.currency;
    let (left, one_currency) = money_of(before, currency);
    let beyond = -money_of(lines, currency).0 - left.max(Decimal::ZERO);
    (one_currency && beyond > Decimal::ZERO).then(|| charge(before, Money { amount: beyond, currency }, told))
}

/// A charge on the whole order; `before` has a line.
fn charge(before: &[SaleLine], amount: Money, told: &RefundTold) -> SaleLine {
    let holder = strongest(before.iter().map(|line| line.customer.as_deref()));
    SaleLine {
        customer: holder.map(str::to_owned),
        product: REFUND.to_owned(),
        at: told.at,
        line: LineKind::Charge,
        quantity: if amount.amount.is_sign_negative() { Decimal::NEGATIVE_ONE } else { Decimal::ONE },
        amount,
        discount: None,
        ..before[0].clone()
    }
}

/// One line of which something comes back.
struct Pick {
    line: usize,
    quantity: Decimal,
    amount: Decimal,
}

/// One product's return; `left` is made less by it.
fn take(left: &mut [SaleLine], returned: &ReturnedLine, told: &RefundTold) -> Vec<SaleLine> {
    let mut picks = pick(left, returned);
    if let Some(money) = returned.amount {
        spread(left, &mut picks, money);
    }
    let mut lines = Vec::with_capacity(picks.len());
    for pick in picks {
        let line = &mut left[pick.line];
        let part = SaleLine {
            quantity: pick.quantity,
            amount: Money { amount: pick.amount, ..line.amount },
            ..line.clone()
        };
        line.quantity -= pick.quantity;
        line.amount.amount -= pick.amount;
        lines.push(reverse(&part, told.at));
    }
    lines
}

/// From which lines a product comes back, and how much of each, the money in proportion.
fn pick(left: &[SaleLine], returned: &ReturnedLine) -> Vec<Pick> {
    let product = returned.product.trim();
    let whole = |index: usize| Pick {
        line: index,
        quantity: left[index].quantity,
        amount: left[index].amount.amount,
    };
    let something = |line: &SaleLine| !line.quantity.is_zero() || !line.amount.amount.is_zero();
    let mut lines: Vec<usize> =
        (0..left.len()).filter(|index| left[*index].product == product && something(&left[*index])).collect();
    let Some(mut rest) = returned.quantity.map(|quantity| round(quantity, 4)) else {
        return lines.into_iter().map(whole).collect();
    };
    let money = returned.amount.map(|money| money.amount);
    let just = |index: &&usize| left[**index].quantity == rest;
    let exact = lines.iter().filter(just).find(|index| Some(left[**index].amount.amount) == money);
    if let Some(index) = exact.or_else(|| lines.iter().find(just)) {
        return vec![whole(*index)];
    }
    lines.sort_by(|a, b| {
        left[*b].quantity.cmp(&left[*a].quantity).then(left[*b].amount.amount.cmp(&left[*a].amount.amount))
    });
    let mut picks = Vec::new();
    for index in lines.into_iter().filter(|index| left[*index].quantity > Decimal::ZERO) {
        let line = &left[index];
        if rest <= Decimal::ZERO {
            break;
        }
        if line.quantity <= rest {
            picks.push(whole(index));
        } else {
            let share = line.amount.amount * (rest / line.quantity);
            let share = round(share, line.amount.currency.minor_digits());
            picks.push(Pick { line: index, quantity: rest, amount: share.min(line.amount.amount) });
        }
        rest -= line.quantity;
    }
    picks
}

/// Spreads the money told over the picked lines by what is left of each, the rest by the largest remainder (Hamilton's method).
fn spread(left: &[SaleLine], picks: &mut [Pick], money: Money) {
    let of = |pick: &Pick| left[pick.line].amount.amount;
    let all: Decimal = picks.iter().map(of).sum();
    let fits = picks
        .iter()
        .all(|pick| left[pick.line].amount.currency == money.currency && of(pick) >= Decimal::ZERO);
    if !fits || money.amount <= Decimal::ZERO || all <= Decimal::ZERO {
        return;
    }
    let total = round(money.amount, 4).min(all);
    let digits = scale(money.currency, picks.iter().map(of).chain([total]));
    let unit = Decimal::new(1, digits);
    let mut remainders: Vec<(usize, Decimal)> = Vec::with_capacity(picks.len());
    let mut rest = total;
    for (index, pick) in picks.iter_mut().enumerate() {
        let share = of(pick) * (total / all);
        pick.amount = share.round_dp_with_strategy(digits, RoundingStrategy::ToZero);
        rest -= pick.amount;
        remainders.push((index, share - pick.amount));
    }
    remainders.sort_by_key(|(_, remainder)| std::cmp::Reverse(*remainder));
    for (index, _) in remainders.into_iter().cycle().take(picks.len() * 2) {
        let pick = &mut picks[index];
        if rest >= unit && pick.amount + unit <= of(pick) {
            pick.amount += unit;
            rest -= unit;
        }
    }
}

/// Decimals in which these amounts are whole: those of the currency, or the four that are kept.
fn scale(currency: Currency, mut amounts: impl Iterator<Item = Decimal>) -> u32 {
    let minor = currency.minor_digits();
    if amounts.all(|amount| amount.normalize().scale() <= minor) { minor } else { 4 }
}

fn round(number: Decimal, digits: u32) -> Decimal {
    number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}
