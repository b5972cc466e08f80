//! From text cells to typed values, as SQL expressions. Must never guess: what is not clearly a number, a moment or a currency
//! becomes NULL here and a rejected row later.

use super::source::{self, trimmed};
use crate::error::{Error, Result};
use crate::sql::{ident, literal, one_of};
use vihje_model::import::{ABSENT, ABSENT_CODE, Mapping, Part, Target, date_number};

/// A currency sign or code before or after a number.
const CURRENCY: &str = r"(?:R\$|[€$£¥₹]|[A-Za-z]{3}|kr\.?)?";
const SPACE: &str = r"\s\x{a0}\x{202f}";
/// Signs and abbreviations that stand for one currency alone. `$`, `¥` and `kr` stand for several and are not guessed.
const SIGNS: [(&str, &str); 7] =
    [("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("ZŁ", "PLN"), ("R$", "BRL"), ("US$", "USD"), ("FT", "HUF")];

/// SQL of the code of a currency, from a code or sign in any case.
pub(super) fn currency_code(text: &str) -> String {
    let upper = format!("upper({text})");
    let signs: String =
        SIGNS.iter().map(|(sign, code)| format!(" WHEN {} THEN {}", literal(sign), literal(code))).collect();
    format!("CASE {upper}{signs} ELSE {upper} END")
}

/// The cells of a source as the mapping names them.
pub(super) struct Cells<'a> {
    pub(super) mapping: &'a Mapping,
    /// Whether it is known that no cell has white space around it.
    pub(super) trimmed: bool,
}

/// A condition under which a row is rejected.
pub(super) struct Check {
    /// SQL over the inner select's columns.
    pub(super) when: String,
    /// Index of the column at fault.
    pub(super) column: Option<usize>,
    pub(super) code: &'static str,
}

impl Cells<'_> {
    /// Indices of the columns that become `target`.
    pub(super) fn columns(&self, target: &Target) -> Vec<usize> {
        let columns = self.mapping.columns.iter().enumerate();
        columns.filter(|(_, column)| column.target == *target).map(|(index, _)| index).collect()
    }

    /// The column of this name, which a rule mentions.
    pub(super) fn named(&self, name: &str) -> Result<usize> {
        self.mapping.columns.iter().position(|column| column.name == name).ok_or_else(|| {
            Error::refused(
                "rule-names-no-column",
                format!("The rule on \"{name}\" names a column the file does not have."),
                "Name one of the file's columns in the rule.",
            )
        })
    }

    /// The first column that becomes `target`.
    pub(super) fn column(&self, target: &Target) -> Option<usize> {
        self.columns(target).first().copied()
    }

    /// Whether anything becomes `target`.
    pub(super) fn has(&self, target: &Target) -> bool {
        self.text(target).is_some()
    }

    fn constant(&self, target: &Target) -> Option<String> {
        let constant = self.mapping.constants.iter().find(|constant| constant.target == *target)?;
        let parts = constant.parts();
        if parts.iter().all(|part| matches!(part, Part::Text(_))) {
            return Some(literal(constant.value.trim()));
        }
        let cell = |name: &str| match self.mapping.columns.iter().position(|column| column.name == name) {
            Some(index) => self.cell(index),
            None => "NULL::VARCHAR".to_owned(),
        };
        let named = parts.iter().filter_map(|part| match part {
            Part::Column(name) => Some(cell(name)),
            Part::Text(_) => None,
        });
        let pieces = parts.iter().map(|part| match part {
            Part::Text(text) => literal(text),
            Part::Column(name) => cell(name),
        });
        let (named, pieces) = (named.collect::<Vec<_>>().join(", "), pieces.collect::<Vec<_>>().join(", "));
        // What a row puts together from nothing but empty cells is nothing.
        Some(format!(
            r"CASE WHEN coalesce({named}) IS NULL THEN NULL ELSE trim(regexp_replace(concat({pieces}), '\s+', ' ', 'g')) END"
        ))
    }

    /// The text of a cell without white space around it, NULL where it is empty.
    pub(super) fn cell(&self, index: usize) -> String {
        if self.trimmed { source::bare_cell(index) } else { source::cell(index) }
    }

    /// As [`Cells::cell`], but white space may stay behind a value.
    pub(super) fn loose_cell(&self, index: usize) -> String {
        if self.trimmed { source::bare_cell(index) } else { source::loose_cell(index) }
    }

    /// The cells whose text is kept, so that white space around it has to be looked for: not those that are read as numbers alone.
    pub(super) fn exact(&self) -> Vec<usize> {
        if self.trimmed {
            return Vec::new();
        }
        let named = |name: &str| {
            let rules = &self.mapping.rules;
            let by_rule = rules.only.iter().chain(&rules.cancelled).any(|rule| rule.column == name);
            let constants = self.mapping.constants.iter();
            by_rule || constants.flat_map(|constant| constant.parts()).any(|part| part == Part::Column(name))
        };
        let columns = self.mapping.columns.iter().enumerate();
        let exact = columns.filter(|(_, column)| {
            (column.target != Target::Ignore && !is_number(&column.target)) || named(&column.name)
        });
        exact.map(|(index, _)| index).collect()
    }

    /// The trimmed text, NULL where it is empty; of the first column that has one. A number may have white space behind it.
    pub(super) fn text(&self, target: &Target) -> Option<String> {
        let read = |index| if is_number(target) { self.loose_cell(index) } else { self.cell(index) };
        let mut parts: Vec<String> = self.columns(target).into_iter().map(read).collect();
        parts.extend(self.constant(target));
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(format!("coalesce({})", parts.join(", "))),
        }
    }

    /// The text, or NULL where nothing becomes `target`.
    pub(super) fn text_or_null(&self, target: &Target) -> String {
        self.text(target).unwrap_or_else(|| "NULL::VARCHAR".to_owned())
    }

    /// The text of a moment; a column of dates and one of times of day are put together.
    pub(super) fn moment_text(&self, target: &Target) -> Option<String> {
        let columns = self.columns(target);
        if columns.len() < 2 {
            return self.text(target);
        }
        let cells: Vec<String> = columns.into_iter().map(|index| self.cell(index)).collect();
        Some(format!("nullif(concat_ws(' ', {}), '')", cells.join(", ")))
    }

    /// Attributes as a JSON object without its empty ones, or NULL where the mapping has none.
    pub(super) fn attributes(&self, name_of: impl Fn(&Target) -> Option<&str>) -> Option<String> {
        let mut names: Vec<&Target> = Vec::new();
        let columns = self.mapping.columns.iter().map(|column| &column.target);
        for target in columns.chain(self.mapping.constants.iter().map(|constant| &constant.target)) {
            if name_of(target).is_some() && !names.contains(&target) {
                names.push(target);
            }
        }
        if names.is_empty() {
            return None;
        }
        let pairs: Vec<String> = names
            .iter()
            .filter_map(|target| {
                Some(format!("{}, {}", literal(name_of(target)?), self.text_or_null(target)))
            })
            .collect();
        // Merging into an empty object drops the members that are null (RFC 7396).
        Some(format!("json_merge_patch('{{}}'::JSON, json_object({}))", pairs.join(", ")))
    }

    /// A number from the text column `name` of the inner select, NULL when it is not one.
    pub(super) fn number(&self, name: &str) -> String {
        self.decimal(name, "DECIMAL(18, 4)")
    }

    /// As [`Cells::number`] with six decimals, for prices that are multiplied.
    pub(super) fn unit_price(&self, name: &str) -> String {
        self.decimal(name, "DECIMAL(18, 6)")
    }

    fn decimal(&self, name: &str, kind: &str) -> String {
        let name = ident(name);
        let whole = trimmed(&name);
        let (point, group) = if self.mapping.decimal_comma { (",", r"\.") } else { (r"\.", ",") };
        // Groups are of three digits, so that 1,23 is never read as 123.
        let digits =
            format!(r"\d{{1,3}}(?:[{group}'’{SPACE}]\d{{3}})+(?:{point}\d*)?|\d+(?:{point}\d*)?|{point}\d+");
        let shape = literal(&format!(
            r"^\(?[-+−]?[{SPACE}]*{CURRENCY}[{SPACE}]*[-+−]?[{SPACE}]*({digits})[{SPACE}]*{CURRENCY}[{SPACE}]*-?\)?$"
        ));
        let bare =
            format!("regexp_replace(regexp_extract({whole}, {shape}, 1), '[{group}''’{SPACE}]', '', 'g')");
        let bare = if self.mapping.decimal_comma { format!("replace({bare}, ',', '.')") } else { bare };
        let sign = format!("CASE WHEN regexp_matches({name}, '[-−(]') THEN '-' ELSE '' END");
        let plain = if self.mapping.decimal_comma {
            format!("CASE WHEN contains({name}, '.') THEN NULL ELSE replace({name}, ',', '.') END")
        } else {
            name
        };
        // The second form is only computed where the first is NULL.
        format!("coalesce(try_cast({plain} AS {kind}), try_cast({sign} || {bare} AS {kind}))")
    }

    /// A moment in UTC from the text column `name` of the inner select, NULL when it is not one.
    pub(super) fn moment(&self, name: &str) -> String {
        let name = ident(name);
        let zone = literal(&self.mapping.time_zone);
        let local = |naive: String| match self.mapping.time_zone.as_str() {
            "UTC" => naive,
            _ => format!("(({naive}) AT TIME ZONE {zone}) AT TIME ZONE 'UTC'"),
        };
        let format = &self.mapping.date_format;
        if format.is_empty() {
            // Plain searches after the date: a regular expression on every row costs as much as all the rest.
            let rest = format!("substr({name}, 12)");
            let own_zone =
                format!("(suffix({name}, 'UTC') OR contains({rest}, '+') OR contains({rest}, '-'))");
            let zoned = format!("try_cast({name} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'");
            // The cast to a moment without a zone is the cheaper one and passes over a Z; other zones it would pass over too.
            return format!(
                "CASE WHEN suffix({name}, 'Z') THEN coalesce(try_cast({name} AS TIMESTAMP), {zoned})
                      WHEN {own_zone} THEN {zoned} ELSE {} END",
                local(format!("try_cast({name} AS TIMESTAMP)"))
            );
        }
        if let Some(moment) = number_as_moment(format, &name) {
            return if format == date_number::EXCEL { local(moment) } else { moment };
        }
        let read = format!("try_strptime({name}, {})", literal(format));
        if format.contains("%z") || format.contains("%Z") {
            return format!("({read}) AT TIME ZONE 'UTC'");
        }
        local(format!("{read}::TIMESTAMP"))
    }
}

/// SQL of the cell, NULL where it holds nothing but a word for a value that is not there. A name or an attribute may be such
/// a word, so that there only the plainest count.
pub(super) fn present(cell: &str, target: &Target) -> String {
    use Target::{
        CampaignName, CampaignType, CustomerAttribute, CustomerName, Ignore, Level, ProductAttribute,
        ProductName, Subject, TouchAttribute,
    };
    let codes: &[&str] = match target {
        Ignore => return cell.to_owned(),
        CustomerName | CustomerAttribute(_) | ProductName | Level(_) | ProductAttribute(_) | CampaignName
        | CampaignType | Subject | TouchAttribute(_) => &[],
        _ => &ABSENT_CODE,
    };
    let words = || ABSENT.iter().chain(codes).copied();
    let longest = words().map(str::len).max().unwrap_or(0);
    // The words come after the digits and are short: few cells are compared with them.
    format!(
        "CASE WHEN {cell} > '9' AND strlen({cell}) <= {longest} AND {} THEN NULL ELSE {cell} END",
        one_of(cell, words())
    )
}

/// What is read as a number alone.
fn is_number(target: &Target) -> bool {
    use Target::{Amount, CampaignCost, Cost, Discount, Price, Quantity, Stock, UnitPrice};
    matches!(target, Amount | CampaignCost | Cost | Discount | Price | Quantity | Stock | UnitPrice)
}

/// A moment that is written as a number; nothing for other formats. Beyond the year 9999 it is none.
fn number_as_moment(format: &str, name: &str) -> Option<String> {
    let (per_second, most) = match format {
        date_number::EXCEL => ("86400", "2958466"),
        date_number::UNIX => ("1", "253402300800"),
        date_number::UNIX_MS => ("0.001", "253402300800000"),
        _ => return None,
    };
    let begin = if format == date_number::EXCEL { "1899-12-30" } else { "1970-01-01" };
    // To the millisecond: a spreadsheet's fraction of a day holds no more.
    let value = format!("try_cast(replace({name}, ',', '.') AS DOUBLE)");
    Some(format!(
        "CASE WHEN {value} >= 0 AND {value} < {most}
              THEN TIMESTAMP '{begin}' + to_milliseconds(round({value} * {per_second} * 1000)::BIGINT) END"
    ))
}

/// `CASE` over the checks: 0 for a good row, else the number of the first check that fails, counted from one.
pub(super) fn verdict(checks: &[Check]) -> String {
    if checks.is_empty() {
        return "0::UTINYINT".to_owned();
    }
    let mut sql = String::from("(CASE");
    for (index, check) in checks.iter().enumerate() {
        sql.push_str(&format!(" WHEN {} THEN {}", check.when, index + 1));
    }
    sql.push_str(" ELSE 0 END)::UTINYINT");
    sql
}
