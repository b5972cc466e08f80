//! Rows of the demonstration's sales as orders: the columns of *The Complete Journey*, and nobody else's.

use rust_decimal::Decimal;
use std::collections::BTreeMap;
use vihje_model::fact::{LineKind, SaleLine};
use vihje_model::order::OrderTold;
use vihje_model::{Currency, Envelope, Fact, Moment, Money};

/// When something was sold.
pub(super) const MOMENT: &str = "transaction_timestamp";
/// What else is read of a row, after the moment.
pub(super) const COLUMNS: [&str; 9] = [
    "household_id",
    "basket_id",
    "product_id",
    "quantity",
    "sales_value",
    "store_id",
    "retail_disc",
    "coupon_disc",
    "coupon_match_disc",
];

/// Every basket as an order told whole. A basket has one moment, so its rows come together.
pub(super) fn facts(rows: &[Vec<Option<String>>], currency: Currency, received_at: Moment) -> Vec<Envelope> {
    let mut baskets: BTreeMap<(Moment, &str), Vec<SaleLine>> = BTreeMap::new();
    for row in rows {
        if let Some((basket, line)) = line(row, currency) {
            baskets.entry((line.at, basket)).or_default().push(line);
        }
    }
    let order = |((at, basket), lines): ((Moment, &str), Vec<SaleLine>)| {
        let customer = lines.first().and_then(|line| line.customer.clone());
        let told = OrderTold { order: basket.to_owned(), customer, at, lines };
        Envelope { message_id: format!("replay:{basket}:{}", at.0), received_at, fact: Fact::Order(told) }
    };
    baskets.into_iter().map(order).collect()
}

fn line(row: &[Option<String>], currency: Currency) -> Option<(&str, SaleLine)> {
    let [
        Some(at),
        Some(household),
        Some(basket),
        Some(product),
        Some(quantity),
        Some(value),
        store,
        discounts @ ..,
    ] = row
    else {
        return None;
    };
    let discount: Decimal = discounts.iter().flatten().filter_map(|text| number(text)).sum();
    let line = SaleLine {
        customer: Some(household.clone()),
        product: product.clone(),
        order: Some(basket.clone()),
        at: Moment(at.parse().ok()?),
        line: LineKind::Sale,
        quantity: number(quantity)?,
        amount: Money { amount: number(value)?, currency },
        discount: Some(discount).filter(|discount| !discount.is_zero()),
        store: store.clone(),
        sales_person: None,
    };
    Some((basket, line))
}

/// The source writes some numbers with the digits of a binary fraction.
fn number(text: &str) -> Option<Decimal> {
    text.trim().parse::<Decimal>().ok().map(|number| number.round_dp(4).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_basket_are_one_order() {
        let row = |basket: &str, value: &str| {
            let cells =
                ["1506816000000000", "2261", basket, "940996", "1", value, "309", "0.43", "0", "0.07"];
            cells.iter().map(|cell| Some((*cell).to_owned())).collect::<Vec<_>>()
        };
        let rows = [row("31", "3.86"), row("32", "1"), row("31", "3.86"), row("31", "")];
        let facts = facts(&rows, "USD".parse().unwrap(), Moment(0));
        assert_eq!(facts.len(), 2);
        let Fact::Order(told) = &facts[0].fact else { panic!("an order") };
        assert_eq!(
            (told.order.as_str(), told.customer.as_deref(), told.lines.len()),
            ("31", Some("2261"), 2)
        );
        let line = &told.lines[0];
        assert_eq!((line.amount.amount, line.discount), (Decimal::new(386, 2), Some(Decimal::new(50, 2))));
        assert_eq!(line.store.as_deref(), Some("309"));
    }
}
