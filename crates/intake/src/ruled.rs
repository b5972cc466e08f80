//! What a mapping does beyond its columns, in sentences: rows left out by a rule, values put together, the currency. Says only what
//! the mapping holds; never looks at a file.

use crate::check::in_words;
use vihje_model::import::{Mapping, OnlyWhere, Part, RecordKind, Target};

/// One sentence for each rule and each value that no column holds.
pub fn rules_in_words(mapping: &Mapping) -> Vec<String> {
    let rules = &mapping.rules;
    let mut said = Vec::new();
    if let Some(OnlyWhere { column, values }) = &rules.only {
        said.push(format!(
            "Only rows whose \"{column}\" is {} are read; the others are left out.",
            either(values)
        ));
    }
    if rules.leave_out_incomplete {
        said.push("Rows that lack what every row needs are left out, not rejected.".to_owned());
    }
    if mapping.kind == RecordKind::Sales {
        for OnlyWhere { column, values } in &rules.cancelled {
            said.push(match values.is_empty() {
                true => format!("Orders with anything in \"{column}\" are left out, all their rows."),
                false => {
                    format!("Orders whose \"{column}\" is {} are left out, all their rows.", either(values))
                }
            });
        }
        if let Some(column) = &rules.refunded {
            said.push(format!("What \"{column}\" tells is not taken off: it does not say of which rows."));
        }
        if rules.take_discount_off {
            said.push("The discount is taken off the amount.".to_owned());
        }
        if let Some(pattern) = &rules.charge_products {
            said.push(format!("Products {pattern} are charges."));
        }
        if let Some(pattern) = &rules.return_orders {
            said.push(format!("Orders {pattern} are returns."));
        }
    }
    said.extend(mapping.constants.iter().map(|constant| {
        let what = in_words(&constant.target);
        let made = constant.parts().iter().any(|part| matches!(part, Part::Column(_)));
        let beside = constant.target == Target::Currency
            && mapping.columns.iter().any(|column| column.target == Target::Currency);
        match (made, beside) {
            (true, _) => format!("{what} is put together as \"{}\".", constant.value),
            (false, true) => format!("{what} is {} where its column is empty.", constant.value),
            (false, false) => format!("{what} is {} on every row.", constant.value),
        }
    }));
    said
}

fn either(values: &[String]) -> String {
    values.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::import::{Column, Constant, Rules};

    #[test]
    fn every_rule_and_every_value_is_said() {
        let only = |column: &str, values: &[&str]| OnlyWhere {
            column: column.to_owned(),
            values: values.iter().map(|&value| value.to_owned()).collect(),
        };
        let constant = |target, value: &str| Constant { target, value: value.to_owned() };
        let mut mapping = Mapping {
            kind: RecordKind::Sales,
            columns: vec![Column { name: "Stage".to_owned(), target: Target::Ignore }],
            constants: vec![
                constant(Target::CustomerName, "{First Name} {Last Name}"),
                constant(Target::Currency, "USD"),
            ],
            date_format: String::new(),
            time_zone: "UTC".to_owned(),
            decimal_comma: false,
            rules: Rules {
                only: Some(only("Stage", &["Closed Won", "Won"])),
                charge_products: Some("POST".to_owned()),
                return_orders: Some(r"C\d+".to_owned()),
                leave_out_incomplete: true,
                cancelled: vec![only("Status", &["voided"]), only("Cancelled at", &[])],
                refunded: Some("Refunded Amount".to_owned()),
                take_discount_off: true,
                ..Rules::default()
            },
            level_names: Vec::new(),
        };
        assert_eq!(
            rules_in_words(&mapping),
            [
                "Only rows whose \"Stage\" is Closed Won or Won are read; the others are left out.",
                "Rows that lack what every row needs are left out, not rejected.",
                "Orders whose \"Status\" is voided are left out, all their rows.",
                "Orders with anything in \"Cancelled at\" are left out, all their rows.",
                "What \"Refunded Amount\" tells is not taken off: it does not say of which rows.",
                "The discount is taken off the amount.",
                "Products POST are charges.",
                "Orders C\\d+ are returns.",
                "The customer's name is put together as \"{First Name} {Last Name}\".",
                "The currency is USD on every row.",
            ]
        );
        mapping.columns[0].target = Target::Currency;
        mapping.rules = Rules::default();
        assert_eq!(rules_in_words(&mapping)[1], "The currency is USD where its column is empty.");
    }
}
