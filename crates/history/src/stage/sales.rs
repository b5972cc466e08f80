//! What a row of sales becomes: a line of an order, and what the row says of its customer and product.

use super::Staged;
use super::convert::{Cells, Check};
use super::kinds::{Layers, cancelled, person, product_column, product_id};
use crate::error::Result;
use crate::sql::literal;
use vihje_model::import::Target;

/// The layers of a row of sales; `rows` then has the columns of `sale_lines` with ids in place of keys, and the
/// descriptive columns the mapping has.
pub(super) fn layers(cells: &Cells<'_>, staged: &Staged) -> Result<Layers> {
    let mut layers = Layers::default();
    layers.text("customer_id", cells.text_or_null(&Target::CustomerId));
    layers.text("product_id", product_id(cells));
    layers.text("order_id", cells.text_or_null(&Target::OrderId));
    layers.text("store", cells.text_or_null(&Target::Store));
    layers.text("sales_person", cells.text_or_null(&Target::SalesPerson));
    layers.required_id("product_id", product_column(cells));
    layers.id("customer_id", cells.column(&Target::CustomerId));
    layers.id("order_id", cells.column(&Target::OrderId));
    layers.moment(cells, "sold_at", &Target::At);
    layers.required("t_sold_at", cells.column(&Target::At));
    layers.near("sold_at", cells.column(&Target::At), staged.options.now);
    amounts(&mut layers, cells);
    discounts(&mut layers, cells);
    let value = money(&mut layers, cells, staged);
    layers.keep(&["customer_id", "product_id", "sold_at", "line_kind", "quantity", "amount", "currency"]);
    layers.kept.push(value);
    layers.keep(&["discount", "order_id", "store", "sales_person"]);
    descriptions(&mut layers, cells);
    of_orders(&mut layers, cells)?;
    Ok(layers)
}

/// What a row says of its whole order, kept in columns that only the rules on orders look at.
fn of_orders(layers: &mut Layers, cells: &Cells<'_>) -> Result<()> {
    if let Some(cancelled) = cancelled(cells)? {
        layers.text("cancelled", cancelled);
        layers.keep(&["cancelled"]);
    }
    if let Some(column) = &cells.mapping.rules.refunded {
        layers.text("t_refunded", cells.loose_cell(cells.named(column)?));
        layers.typed.push(("refunded".to_owned(), cells.number("t_refunded")));
        layers.keep(&["refunded"]);
    }
    Ok(())
}

/// Quantity, amount and the kind of line.
fn amounts(layers: &mut Layers, cells: &Cells<'_>) {
    let rules = &cells.mapping.rules;
    layers.number(cells, "told_quantity", &Target::Quantity);
    layers.number(cells, "told_amount", &Target::Amount);
    layers.text("t_unit", cells.text_or_null(&Target::UnitPrice));
    layers.typed.push(("unit_price".to_owned(), cells.unit_price("t_unit")));
    let when = "t_unit IS NOT NULL AND unit_price IS NULL AND told_amount IS NULL".to_owned();
    layers.checks.push(Check { when, column: cells.column(&Target::UnitPrice), code: "not-a-number" });
    let quantity = if cells.has(&Target::Quantity) {
        layers.required("t_told_quantity", cells.column(&Target::Quantity));
        "told_quantity"
    } else {
        "1::DECIMAL(18, 4)"
    };
    let mut amount = format!(
        "coalesce(told_amount, try_cast(({quantity})::DECIMAL(38, 4) * unit_price AS DECIMAL(18, 4)))"
    );
    if rules.take_discount_off && cells.has(&Target::Discount) {
        // Off the size of the amount, so that a return gives back what was paid.
        amount = format!(
            "try_cast(({amount})::DECIMAL(38, 4) - sign({amount}) * abs(coalesce({}, 0)) AS DECIMAL(18, 4))",
            sum_of_discounts(cells)
        );
    }
    let column = cells.column(&Target::Amount).or_else(|| cells.column(&Target::UnitPrice));
    if cells.has(&Target::UnitPrice) {
        let when = format!("unit_price IS NOT NULL AND {quantity} IS NOT NULL AND amount IS NULL");
        layers.checks.push(Check { when, column: cells.column(&Target::UnitPrice), code: "too-large" });
    }
    layers.required("amount", column);
    let matches = |column: &str, pattern: &Option<String>| match pattern {
        Some(pattern) => format!("coalesce(regexp_full_match({column}, {}, 'i'), false)", literal(pattern)),
        None => "false".to_owned(),
    };
    let charge = matches("product_id", &rules.charge_products);
    let returned = matches("order_id", &rules.return_orders);
    // Whether by its order's number, its quantity or its amount: a return's figures are negative, however they are written.
    let back = format!("NOT {charge} AND ({returned} OR {quantity} < 0 OR {amount} < 0)");
    let negative = |value: &str| format!("CASE WHEN {back} AND {value} > 0 THEN -({value}) ELSE {value} END");
    layers.derived.push(("quantity".to_owned(), negative(quantity)));
    layers.derived.push(("amount".to_owned(), negative(&amount)));
    let kind =
        format!("(CASE WHEN {charge} THEN 'charge' WHEN {back} THEN 'return' ELSE 'sale' END)::line_kind");
    layers.derived.push(("line_kind".to_owned(), kind));
}

/// The discounts of all columns that hold one, added up; NULL where all are empty.
fn discounts(layers: &mut Layers, cells: &Cells<'_>) {
    let columns = cells.columns(&Target::Discount);
    if columns.len() < 2 {
        return layers.number(cells, "discount", &Target::Discount);
    }
    let names = names_of_discounts(&columns);
    for (name, &column) in names.iter().zip(&columns) {
        layers.number_in(cells, name, column);
    }
    layers.derived.push(("discount".to_owned(), sum_of_discounts(cells)));
    let when = format!("coalesce({}) IS NOT NULL AND discount IS NULL", names.join(", "));
    layers.checks.push(Check { when, column: cells.column(&Target::Discount), code: "too-large" });
}

fn names_of_discounts(columns: &[usize]) -> Vec<String> {
    (1..=columns.len()).map(|number| format!("discount_{number}")).collect()
}

/// The discount in terms of typed values.
fn sum_of_discounts(cells: &Cells<'_>) -> String {
    let columns = cells.columns(&Target::Discount);
    if columns.len() < 2 {
        return "discount".to_owned();
    }
    let names = names_of_discounts(&columns);
    let sum: Vec<String> = names.iter().map(|name| format!("coalesce({name}, 0)::DECIMAL(38, 4)")).collect();
    format!(
        "CASE WHEN coalesce({}) IS NOT NULL THEN try_cast({} AS DECIMAL(18, 4)) END",
        names.join(", "),
        sum.join(" + ")
    )
}

/// Currency and the rate to the reporting currency; returns the value in it.
fn money(layers: &mut Layers, cells: &Cells<'_>, staged: &Staged) -> String {
    let reporting = literal(staged.options.currency.code());
    let column = cells.column(&Target::Currency);
    if !cells.has(&Target::Currency) {
        layers.text("currency", reporting);
        return "amount AS value".to_owned();
    }
    layers.currency(cells, "rate IS NULL");
    layers.required("currency", column);
    // Multiplying by one costs as much as reading the row. A product of two narrow decimals that does not fit is an error, of a
    // wide one never.
    let value = format!(
        "CASE WHEN currency = {reporting} THEN amount ELSE try_cast(amount::DECIMAL(38, 4) * rate AS DECIMAL(18, 4)) END"
    );
    let mut rate = format!("CASE currency WHEN {reporting} THEN 1::DECIMAL(18, 8)");
    for (currency, factor) in &cells.mapping.rules.rates {
        rate.push_str(&format!(" WHEN {} THEN {factor}::DECIMAL(18, 8)", literal(currency.code())));
    }
    rate.push_str(" END");
    layers.derived.push(("rate".to_owned(), rate));
    layers.checks.push(Check { when: "rate IS NULL".to_owned(), column, code: "no-rate" });
    let amount = cells.column(&Target::Amount).or_else(|| cells.column(&Target::UnitPrice));
    layers.checks.push(Check { when: format!("({value}) IS NULL"), column: amount, code: "too-large" });
    format!("{value} AS value")
}

/// Columns of `rows` that describe the customer and the product, by the targets that fill them.
fn descriptions(layers: &mut Layers, cells: &Cells<'_>) {
    if describes_customers(cells) {
        person(layers, cells);
        layers.keep(&[
            "name AS customer_name",
            "email",
            "phone",
            "owner",
            "attributes AS customer_attributes",
        ]);
    }
    if describes_products(cells) {
        layers.text("product_name", cells.text_or_null(&Target::ProductName));
        layers.keep(&["product_name"]);
        for level in 1..=4_u8 {
            let name = format!("level_{level}");
            layers.text(&name, cells.text_or_null(&Target::Level(level)));
            layers.keep(&[&name]);
        }
        let attributes = cells.attributes(|target| match target {
            Target::ProductAttribute(name) => Some(name),
            _ => None,
        });
        layers.text("product_attributes", attributes.unwrap_or_else(|| "'{}'::JSON".to_owned()));
        layers.keep(&["product_attributes"]);
    }
}

fn any_target(cells: &Cells<'_>, is: impl Fn(&Target) -> bool) -> bool {
    cells.mapping.columns.iter().any(|column| is(&column.target))
        || cells.mapping.constants.iter().any(|constant| is(&constant.target))
}

/// Whether the rows say more of the customer than its id.
pub(super) fn describes_customers(cells: &Cells<'_>) -> bool {
    any_target(cells, |target| {
        matches!(
            target,
            Target::CustomerName
                | Target::Email
                | Target::Phone
                | Target::Owner
                | Target::CustomerAttribute(_)
        )
    })
}

/// Whether the rows say more of the product than its id.
pub(super) fn describes_products(cells: &Cells<'_>) -> bool {
    let has_id = cells.has(&Target::ProductId);
    any_target(cells, |target| match target {
        Target::ProductName => has_id,
        Target::Level(_) | Target::ProductAttribute(_) => true,
        _ => false,
    })
}
