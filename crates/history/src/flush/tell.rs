//! Facts as the rows of a ground: appended as text, typed by the database, so that both ways in read numbers alike.

use crate::error::Result;
use crate::sql::literal;
use duckdb::{Connection, ToSql};
use vihje_model::fact::{Attributes, LineKind};
use vihje_model::import::RecordKind;
use vihje_model::{Currency, Envelope, Fact};

/// Appends the facts of one kind to `{place}.told` and makes `{place}.rows` of them. Returns how many there are.
pub(super) fn rows(
    conn: &Connection,
    place: &str,
    kind: RecordKind,
    facts: &[&(u64, Envelope)],
    currency: Currency,
) -> Result<usize> {
    let mut told: Vec<Vec<Option<String>>> = Vec::new();
    for (offset, envelope) in facts {
        if let Some(mut row) = columns(kind, &envelope.fact) {
            row.insert(0, Some(offset.to_string()));
            told.push(row);
        }
    }
    let Some(width) = told.first().map(Vec::len) else { return Ok(0) };
    let names: Vec<String> = (0..width).map(|index| format!("t{index} VARCHAR")).collect();
    conn.execute_batch(&format!("CREATE SCHEMA {place}; CREATE TABLE {place}.told({})", names.join(", ")))?;
    let (database, schema) = place.split_once('.').unwrap_or((place, "main"));
    let mut appender = conn.appender_to_catalog_and_db("told", database, schema)?;
    for row in &told {
        let params: Vec<&dyn ToSql> = row.iter().map(|value| value as &dyn ToSql).collect();
        appender.append_row(params.as_slice())?;
    }
    appender.flush()?;
    drop(appender);
    conn.execute_batch(&format!(
        "CREATE TABLE {place}.rows AS SELECT t0::UBIGINT AS line, false AS out, {} FROM {place}.told ORDER BY line",
        typed(kind, currency)
    ))?;
    Ok(told.len())
}

fn id(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn json(attributes: &Attributes) -> Option<String> {
    Some(serde_json::to_string(attributes).expect("a map of texts has a JSON text"))
}

/// The fact's columns as text, in the order that [`typed`] reads them; `None` for facts of other kinds.
fn columns(kind: RecordKind, fact: &Fact) -> Option<Vec<Option<String>>> {
    let moment = |at: vihje_model::Moment| Some(at.0.to_string());
    Some(match (kind, fact) {
        (RecordKind::Sales, Fact::SaleLine(line)) => {
            let word = match line.line {
                LineKind::Sale => "sale",
                LineKind::Return => "return",
                LineKind::Charge => "charge",
            };
            vec![
                line.customer.as_deref().and_then(id),
                id(&line.product),
                moment(line.at),
                Some(word.to_owned()),
                Some(line.quantity.to_string()),
                Some(line.amount.amount.to_string()),
                Some(line.amount.currency.code().to_owned()),
                line.discount.map(|discount| discount.to_string()),
                line.order.as_deref().and_then(id),
                line.store.clone(),
                line.sales_person.clone(),
            ]
        }
        (RecordKind::Customers, Fact::Customer(customer)) => vec![
            id(&customer.id),
            customer.name.clone(),
            customer.email.clone(),
            customer.phone.clone(),
            customer.owner.clone(),
            json(&customer.attributes),
        ],
        (RecordKind::Products, Fact::Product(product)) => {
            let level = |index: usize| product.levels.get(index).cloned().flatten();
            vec![
                id(&product.id),
                product.name.clone(),
                level(0),
                level(1),
                level(2),
                level(3),
                product.price.map(|price| price.to_string()),
                product.cost.map(|cost| cost.to_string()),
                product.currency.map(|currency| currency.code().to_owned()),
                product.stock.map(|stock| stock.to_string()),
                json(&product.attributes),
            ]
        }
        (RecordKind::Campaigns, Fact::Campaign(campaign)) => vec![
            id(&campaign.id),
            campaign.name.clone(),
            campaign.campaign_type.clone(),
            campaign.starts.and_then(moment),
            campaign.ends.and_then(moment),
            campaign.cost.map(|cost| cost.amount.to_string()),
            campaign.cost.map(|cost| cost.currency.code().to_owned()),
            campaign.audience.clone(),
        ],
        (RecordKind::Exposures, Fact::Exposure(exposure)) => {
            vec![id(&exposure.campaign), id(&exposure.customer), exposure.at.and_then(moment)]
        }
        (RecordKind::TouchPoints, Fact::TouchPoint(touch)) => vec![
            id(&touch.customer),
            moment(touch.at),
            Some(touch.touch.clone()),
            Some(touch.outbound.to_string()),
            Some(touch.subject.clone()),
            touch.campaign.as_deref().and_then(id),
            json(&touch.attributes),
        ],
        _ => return None,
    })
}

const DECIMAL: &str = "DECIMAL(18, 4)";

/// The select list that types the texts. `bad` is 1 without an id, 2 without a rate, 3 with a number that is too large.
fn typed(kind: RecordKind, currency: Currency) -> String {
    let number = |index: usize, name: &str| format!("try_cast(t{index} AS {DECIMAL}) AS {name}");
    let moment = |index: usize, name: &str| format!("make_timestamp(t{index}::BIGINT) AS {name}");
    match kind {
        RecordKind::Sales => {
            let rate = format!(
                "CASE WHEN t7 = {} THEN 1::DECIMAL(18, 8)
                      ELSE (SELECT max(rate) FROM main.rates r WHERE r.currency = t7) END",
                literal(currency.code())
            );
            let value = format!("try_cast(try_cast(t6 AS {DECIMAL})::DECIMAL(38, 4) * {rate} AS {DECIMAL})");
            format!(
                "t1 AS customer_id, t2 AS product_id, {}, t4 AS line_kind, {}, {}, t7 AS currency, {value} AS value,
                 try_cast(t8 AS {DECIMAL}) AS discount, t9 AS order_id, t10 AS store, t11 AS sales_person,
                 (CASE WHEN t2 IS NULL THEN 1 WHEN {rate} IS NULL THEN 2
                       WHEN {value} IS NULL OR try_cast(t5 AS {DECIMAL}) IS NULL THEN 3 ELSE 0 END)::UTINYINT AS bad",
                moment(3, "sold_at"),
                number(5, "quantity"),
                number(6, "amount")
            )
        }
        RecordKind::Customers => "md5_number_lower(t1) AS customer_key, t1 AS id, t2 AS name, t3 AS email, t4 AS phone,
             t5 AS owner, t6::JSON AS attributes, (t1 IS NULL)::UTINYINT AS bad"
            .to_owned(),
        RecordKind::Products => format!(
            "md5_number_lower(t1) AS product_key, t1 AS id, t2 AS name, t3 AS level_1, t4 AS level_2, t5 AS level_3,
             t6 AS level_4, {}, {}, t9 AS currency, {}, t11::JSON AS attributes, (t1 IS NULL)::UTINYINT AS bad",
            number(7, "price"),
            number(8, "cost"),
            number(10, "stock")
        ),
        RecordKind::Campaigns => format!(
            "t1 AS id, t2 AS name, t3 AS campaign_type, {}, {}, {}, t7 AS currency, t8 AS audience,
             (t1 IS NULL)::UTINYINT AS bad",
            moment(4, "starts"),
            moment(5, "ends"),
            number(6, "cost")
        ),
        RecordKind::Exposures => format!(
            "t1 AS campaign, t2 AS customer_id, md5_number_lower(t2) AS customer_key, {},
             (t1 IS NULL OR t2 IS NULL)::UTINYINT AS bad",
            moment(3, "exposed_at")
        ),
        RecordKind::TouchPoints => format!(
            "t1 AS customer_id, md5_number_lower(t1) AS customer_key, {}, t3 AS touch, t4::BOOLEAN AS outbound,
             t5 AS subject, t6 AS campaign, t7::JSON AS attributes, (t1 IS NULL)::UTINYINT AS bad",
            moment(2, "happened_at")
        ),
    }
}

/// Writes the facts of a ground that could not be kept to `rejected`, each as its JSON.
pub(super) fn reject(
    conn: &Connection,
    place: &str,
    kind: RecordKind,
    facts: &[&(u64, Envelope)],
) -> Result<()> {
    let mut statement =
        conn.prepare(&format!("SELECT line, bad FROM {place}.rows WHERE bad > 0 ORDER BY line"))?;
    let bad: Vec<(u64, u8)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<duckdb::Result<_>>()?;
    for (offset, why) in bad {
        let found =
            facts.iter().find(|(at, envelope)| *at == offset && columns(kind, &envelope.fact).is_some());
        let Some((_, envelope)) = found else { continue };
        let (code, reason) = match why {
            1 => ("missing-value", "The fact does not say which customer, product or campaign it is about."),
            2 => ("no-rate", "There is no rate from the line's currency to the reporting currency."),
            _ => ("not-a-number", "An amount or quantity has more than fourteen digits before the point."),
        };
        let text = serde_json::to_string(envelope).expect("a fact has a JSON text");
        conn.execute(
            "INSERT INTO main.rejected VALUES (?, 0, ?, NULL, ?, ?, ?)",
            duckdb::params![super::LEDGER, offset, code, reason, text],
        )?;
    }
    Ok(())
}
