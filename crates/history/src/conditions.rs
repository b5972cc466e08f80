//! A condition as SQL over the customers. Values are always bound, never written into the text.

use crate::error::{Error, Result};
use crate::open::History;
use crate::{resolve, sql};
use duckdb::Connection;
use duckdb::types::Value;
use vihje_model::condition::{Condition, Field, Op, Test};
use vihje_model::{CustomerKey, Moment};

/// A query that yields the keys of the customers who meet a condition, and the values to bind to it.
pub(crate) struct Members {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value>,
}

/// The customers and prospects who meet `condition` as far as was known before `as_of`; attributes are those known now.
pub(crate) fn members(conn: &Connection, condition: &Condition, as_of: Moment) -> Result<Members> {
    members_of(conn, condition, as_of, None)
}

/// The same, of these customers only when given: then nothing is read of the others.
fn members_of(
    conn: &Connection,
    condition: &Condition,
    as_of: Moment,
    among: Option<&[CustomerKey]>,
) -> Result<Members> {
    let mut writer = Writer { conn, as_of, params: Vec::new(), behaviour: false };
    let predicate = writer.condition(condition)?;
    let lines = resolve::facts(conn, "sale_lines")?;
    let only = |column: &str| match among {
        // Keys are numbers, so they may stand in the text.
        Some(keys) => {
            let keys: Vec<String> = keys.iter().map(|key| key.0.to_string()).collect();
            format!("AND {column} IN ({})", keys.join(", "))
        }
        None => String::new(),
    };
    let behaviour =
        if writer.behaviour { behaviour(as_of, &lines, &only("customer_key")) } else { String::new() };
    let only = only("c.customer_key");
    Ok(Members {
        sql: format!("SELECT c.customer_key FROM main.customers c {behaviour} WHERE ({predicate}) {only}"),
        params: writer.params,
    })
}

/// What a customer bought before the moment, one row a customer; sales are less what came back, without charges.
fn behaviour(as_of: Moment, lines: &str, only: &str) -> String {
    let moment = sql::moment(as_of);
    format!(
        "LEFT JOIN (
             SELECT customer_key,
                    count(DISTINCT coalesce(order_id, sold_at::VARCHAR)) FILTER (line = 'sale') AS orders,
                    sum(value) AS sales,
                    date_diff('day', max(sold_at) FILTER (line = 'sale'), {moment}) AS days_since_last,
                    date_diff('day', min(sold_at) FILTER (line = 'sale'), {moment}) AS days_since_first
             FROM {lines}
             WHERE customer_key IS NOT NULL AND line <> 'charge' AND sold_at < {moment} {only} GROUP BY customer_key) b
         ON b.customer_key = c.customer_key"
    )
}

struct Writer<'a> {
    conn: &'a Connection,
    as_of: Moment,
    params: Vec<Value>,
    behaviour: bool,
}

impl Writer<'_> {
    fn condition(&mut self, condition: &Condition) -> Result<String> {
        let mut list = |parts: &[Condition], word: &str, empty: &str| -> Result<String> {
            if parts.is_empty() {
                return Ok(empty.to_owned());
            }
            let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect::<Result<_>>()?;
            Ok(format!("({})", parts.join(word)))
        };
        match condition {
            Condition::All(parts) => list(parts, " AND ", "true"),
            Condition::Any(parts) => list(parts, " OR ", "false"),
            Condition::Not(part) => Ok(format!("NOT {}", self.condition(part)?)),
            Condition::Test(test) => self.test(test),
        }
    }

    /// A test never yields NULL: what is not known does not meet it.
    fn test(&mut self, test: &Test) -> Result<String> {
        if test.values.is_empty() && test.op != Op::Known {
            return Err(Error::refused(
                "condition-lacks-value",
                "A test of the condition has no value to compare with.",
                "Give the value.",
            ));
        }
        let tested = match &test.field {
            Field::Bought => return self.bought(test),
            Field::ReachedBy => return self.reached_by(test),
            Field::Attribute(name) => {
                let column = self.attribute(name)?;
                self.text_test(&column, test)?
            }
            Field::Owner => self.text_test("c.owner", test)?,
            Field::Orders => self.behaviour_test("coalesce(b.orders, 0)", test)?,
            Field::Sales => self.behaviour_test("coalesce(b.sales, 0)", test)?,
            Field::DaysSinceLast => self.behaviour_test("b.days_since_last", test)?,
            Field::DaysSinceFirst => self.behaviour_test("b.days_since_first", test)?,
        };
        Ok(format!("coalesce({tested}, false)"))
    }

    fn bind(&mut self, text: &str) -> &'static str {
        self.params.push(Value::Text(text.to_owned()));
        "?"
    }

    /// The customer's own columns, and every attribute in whatever case it is written.
    fn attribute(&mut self, name: &str) -> Result<String> {
        let own = ["id", "name", "email", "phone"].into_iter().find(|own| own.eq_ignore_ascii_case(name));
        if let Some(own) = own {
            return Ok(format!("c.{own}"));
        }
        let found: Option<String> = sql::scalar(
            self.conn,
            "SELECT any_value(name ORDER BY name) FROM (
                 SELECT DISTINCT unnest(json_keys(attributes)) AS name FROM main.customers WHERE attributes IS NOT NULL)
             WHERE lower(name) = lower(?)",
            &[&name],
        )?;
        let exact = found.unwrap_or_else(|| name.to_owned());
        let path = format!("$.\"{}\"", exact.replace('\\', "\\\\").replace('"', "\\\""));
        // The path is bound before the test's values, as it stands before them in the text.
        self.params.push(Value::Text(path));
        Ok("json_extract_string(c.attributes, ?)".to_owned())
    }

    fn text_test(&mut self, column: &str, test: &Test) -> Result<String> {
        Ok(match test.op {
            Op::Known => format!("{column} IS NOT NULL"),
            Op::Is => format!("lower({column}) = lower({})", self.bind(&test.values[0])),
            Op::In => {
                let marks: Vec<String> =
                    test.values.iter().map(|value| format!("lower({})", self.bind(value))).collect();
                format!("lower({column}) IN ({})", marks.join(", "))
            }
            Op::Contains => format!("contains(lower({column}), lower({}))", self.bind(&test.values[0])),
            Op::Less | Op::AtMost | Op::More | Op::AtLeast => {
                self.number_test(&format!("try_cast({column} AS DOUBLE)"), test)?
            }
        })
    }

    fn behaviour_test(&mut self, column: &str, test: &Test) -> Result<String> {
        self.behaviour = true;
        self.number_test(column, test)
    }

    fn number_test(&mut self, column: &str, test: &Test) -> Result<String> {
        let mut numbers = Vec::new();
        for value in &test.values {
            numbers.push(value.trim().parse::<f64>().map_err(|_| {
                Error::refused(
                    "condition-not-a-number",
                    format!("\"{value}\" in the condition is not a number."),
                    "Compare with a number such as 12 or 12.5.",
                )
            })?);
        }
        let sign = match test.op {
            Op::Known => return Ok(format!("{column} IS NOT NULL")),
            Op::Less => "<",
            Op::AtMost => "<=",
            Op::More => ">",
            Op::AtLeast => ">=",
            Op::Is | Op::In | Op::Contains => {
                let marks = vec!["?"; numbers.len()].join(", ");
                self.params.extend(numbers.into_iter().map(Value::Double));
                return Ok(format!("{column}::DOUBLE IN ({marks})"));
            }
        };
        self.params.push(Value::Double(numbers[0]));
        Ok(format!("{column}::DOUBLE {sign} ?"))
    }

    /// Bought a product by id or name, or anything of a category at any level.
    fn bought(&mut self, test: &Test) -> Result<String> {
        let names = ["p.id", "p.name", "p.level_1", "p.level_2", "p.level_3", "p.level_4"];
        let mut any = Vec::new();
        for name in names {
            any.push(self.text_test(name, test)?);
        }
        Ok(format!(
            "c.customer_key IN (
                 SELECT l.customer_key FROM {} l JOIN main.products p ON p.product_key = l.product_key
                 WHERE l.customer_key IS NOT NULL AND l.line = 'sale' AND l.quantity > 0 AND l.sold_at < {} AND ({}))",
            resolve::facts(self.conn, "sale_lines")?,
            sql::moment(self.as_of),
            any.join(" OR ")
        ))
    }

    fn reached_by(&mut self, test: &Test) -> Result<String> {
        let campaign = self.text_test("e.campaign", test)?;
        Ok(format!(
            "c.customer_key IN (
                 SELECT e.customer_key FROM {} e LEFT JOIN main.campaigns k ON k.id = e.campaign
                 WHERE coalesce(e.exposed_at, k.starts, TIMESTAMP '1970-01-01') < {} AND {campaign})",
            resolve::facts(self.conn, "exposures")?,
            sql::moment(self.as_of)
        ))
    }
}

impl History {
    /// How many customers and prospects meet a condition.
    ///
    /// # Errors
    /// When a test compares with what is not a number, or lacks its value.
    pub fn count_members(&self, condition: &Condition, as_of: Moment) -> Result<u64> {
        let conn = self.reader()?;
        let members = members(&conn, condition, as_of)?;
        let sql = format!("SELECT count(*) FROM ({})", members.sql);
        Ok(conn.query_row(&sql, duckdb::params_from_iter(members.params), |row| row.get(0))?)
    }

    /// Which of these customers and prospects meet a condition, in order of key. Reads nothing of the others.
    ///
    /// # Errors
    /// As [`History::count_members`].
    pub fn members_among(
        &self,
        condition: &Condition,
        as_of: Moment,
        among: &[CustomerKey],
    ) -> Result<Vec<CustomerKey>> {
        if among.is_empty() {
            return Ok(Vec::new());
        }
        let conn = self.reader()?;
        let members = members_of(&conn, condition, as_of, Some(among))?;
        keys(&conn, &format!("{} ORDER BY c.customer_key", members.sql), members.params)
    }

    /// The first customers and prospects who meet a condition after a key, in order of key.
    ///
    /// # Errors
    /// As [`History::count_members`].
    pub fn members_after(
        &self,
        condition: &Condition,
        as_of: Moment,
        after: Option<CustomerKey>,
        limit: usize,
    ) -> Result<Vec<CustomerKey>> {
        let conn = self.reader()?;
        let members = members(&conn, condition, as_of)?;
        let after = after.map_or(String::new(), |key| format!("AND c.customer_key > {}", key.0));
        let sql = format!("{} {after} ORDER BY c.customer_key LIMIT {limit}", members.sql);
        keys(&conn, &sql, members.params)
    }
}

fn keys(conn: &Connection, sql: &str, params: Vec<Value>) -> Result<Vec<CustomerKey>> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map(duckdb::params_from_iter(params), |row| row.get(0).map(CustomerKey))?;
    Ok(rows.collect::<duckdb::Result<_>>()?)
}
