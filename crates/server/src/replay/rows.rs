//! Rows of the demonstration's sales as facts: the columns of *The Complete Journey*, and nobody else's.

use rust_decimal::Decimal;
use std::collections::HashMap;
use vihje_model::fact::{LineKind, SaleLine};
use vihje_model::{Currency, Envelope, Fact, Moment, Money};

/// When something was sold.
pub(super) const MOMENT: &str = "transaction_timestamp";
/// What else is read of a row, after the moment.
pub(super) const COLUMNS: [&str; 8] = [
    "household_id",
    "basket_id",
    "product_id",
    "quantity",
    "sales_value",
    "retail_disc",
    "coupon_disc",
    "store_id",
];

/// Every row as a line of a sale; equal rows of one basket are told apart by their number.
pub(super) fn facts(rows: &[Vec<Option<String>>], currency: Currency) -> Vec<Envelope> {
    let mut seen: HashMap<(String, String), u32> = HashMap::new();
    let mut facts = Vec::with_capacity(rows.len());
    for row in rows {
        let [
            Some(at),
            Some(household),
            Some(basket),
            Some(product),
            Some(quantity),
            Some(value),
            discounts @ ..,
            store,
        ] = row.as_slice()
        else {
            continue;
        };
        let (Ok(at), Some(quantity), Some(value)) = (at.parse(), number(quantity), number(value)) else {
            continue;
        };
        let discount: Decimal = discounts.iter().flatten().filter_map(|text| number(text)).sum();
        let copy = seen.entry((basket.clone(), product.clone())).or_insert(0);
        *copy += 1;
        let line = SaleLine {
            customer: Some(household.clone()),
            product: product.clone(),
            order: Some(basket.clone()),
            at: Moment(at),
            line: LineKind::Sale,
            quantity,
            amount: Money { amount: value, currency },
            discount: Some(discount).filter(|discount| !discount.is_zero()),
            store: store.clone(),
            sales_person: None,
        };
        let message_id = format!("replay:{basket}:{product}:{copy}");
        facts.push(Envelope { message_id, received_at: Moment(at), fact: Fact::SaleLine(line) });
    }
    facts
}

/// The source writes some numbers with the digits of a binary fraction.
fn number(text: &str) -> Option<Decimal> {
    text.trim().parse::<Decimal>().ok().map(|number| number.round_dp(4).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_line_and_equal_rows_are_told_apart() {
        let row = |value: &str| {
            let cells = ["1506816000000000", "2261", "31625220889", "940996", "1", value, "0.43", "0", "309"];
            cells.iter().map(|cell| Some((*cell).to_owned())).collect::<Vec<_>>()
        };
        let facts = facts(&[row("3.86"), row("3.86"), row("")], "USD".parse().unwrap());
        assert_eq!(facts.len(), 2, "a row without a value is none");
        assert_ne!(facts[0].message_id, facts[1].message_id);
        let Fact::SaleLine(line) = &facts[0].fact else { panic!("a line of a sale") };
        assert_eq!((line.customer.as_deref(), line.store.as_deref()), (Some("2261"), Some("309")));
        assert_eq!((line.amount.amount, line.discount), (Decimal::new(386, 2), Some(Decimal::new(43, 2))));
    }
}
