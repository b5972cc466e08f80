//! What each kind of record reads from a row, and how the file becomes the stage's table `rows`.
//!
//! `rows` has one row per good record of the file, in the file's order: `line` (NULL where it follows from the order),
//! `bad` (0, or the number of the check that failed), `out` (left out by a rule) and the columns of its kind.

use super::convert::{Cells, Check, currency_code, verdict};
use super::source::{self, Source};
use super::{Progress, Staged, file, locate, sales, told};
use crate::error::Result;
use crate::sql::{literal, one_of, scalar};
use std::path::Path;
use vihje_model::import::{BytesRead, Format, RecordKind, Target};

/// Bytes of an id at most.
pub(super) const MOST_OF_AN_ID: usize = 1_000;

/// The code of a check that a row fails which lacks what every row needs.
const MISSING: &str = "missing-value";

/// A row's columns in three layers, each written in terms of the one before: texts, typed values, what follows from them.
#[derive(Default)]
pub(super) struct Layers {
    pub(super) texts: Vec<(String, String)>,
    pub(super) typed: Vec<(String, String)>,
    pub(super) derived: Vec<(String, String)>,
    /// Names of the columns kept, or expressions over all of the above with their names.
    pub(super) kept: Vec<String>,
    pub(super) checks: Vec<Check>,
}

impl Layers {
    pub(super) fn text(&mut self, name: &str, sql: String) {
        self.texts.push((name.to_owned(), sql));
    }

    /// A number that may be missing but not wrong: text in layer one, value in layer two.
    pub(super) fn number(&mut self, cells: &Cells<'_>, name: &str, target: &Target) {
        let raw = format!("t_{name}");
        self.text(&raw, cells.text_or_null(target));
        self.typed.push((name.to_owned(), cells.number(&raw)));
        self.wrong(&raw, name, cells.column(target), "not-a-number");
    }

    /// As [`Layers::number`], from one column of the file.
    pub(super) fn number_in(&mut self, cells: &Cells<'_>, name: &str, column: usize) {
        let raw = format!("t_{name}");
        self.text(&raw, cells.loose_cell(column));
        self.typed.push((name.to_owned(), cells.number(&raw)));
        self.wrong(&raw, name, Some(column), "not-a-number");
    }

    /// A moment that may be missing but not wrong.
    pub(super) fn moment(&mut self, cells: &Cells<'_>, name: &str, target: &Target) {
        let raw = format!("t_{name}");
        self.text(&raw, cells.moment_text(target).unwrap_or_else(|| "NULL::VARCHAR".to_owned()));
        self.typed.push((name.to_owned(), cells.moment(&raw)));
        self.wrong(&raw, name, cells.column(target), "not-a-date");
    }

    /// A currency that may be missing but not wrong. It is only looked at where `doubtful` holds.
    pub(super) fn currency(&mut self, cells: &Cells<'_>, doubtful: &str) {
        self.text("currency", currency_code(&cells.text_or_null(&Target::Currency)));
        // Three letters, without a regular expression on every row.
        let letter = |place: u8| format!("substr(currency, {place}, 1) BETWEEN 'A' AND 'Z'");
        let letters = [1, 2, 3].map(letter).join(" AND ");
        let when =
            format!("{doubtful} AND currency IS NOT NULL AND NOT (length(currency) = 3 AND {letters})");
        self.checks.push(Check { when, column: cells.column(&Target::Currency), code: "not-a-currency" });
    }

    /// A moment that is neither before 1980 nor after now.
    pub(super) fn near(&mut self, name: &str, column: Option<usize>, now: vihje_model::Moment) {
        let future = format!("{name} > {}", crate::sql::moment(now));
        self.checks.push(Check { when: future, column, code: "far-future" });
        self.checks.push(Check {
            when: format!("{name} < TIMESTAMP '1980-01-01'"),
            column,
            code: "far-past",
        });
    }

    pub(super) fn required(&mut self, name: &str, column: Option<usize>) {
        self.checks.push(Check { when: format!("{name} IS NULL"), column, code: MISSING });
    }

    /// An id that may be missing but not endless: it is text from here on, and on every screen.
    pub(super) fn id(&mut self, name: &str, column: Option<usize>) {
        self.checks.push(Check {
            when: format!("strlen({name}) > {MOST_OF_AN_ID}"),
            column,
            code: "too-long",
        });
    }

    /// An id that has to be there.
    pub(super) fn required_id(&mut self, name: &str, column: Option<usize>) {
        self.required(name, column);
        self.id(name, column);
    }

    fn wrong(&mut self, raw: &str, name: &str, column: Option<usize>, code: &'static str) {
        self.checks.push(Check { when: format!("{raw} IS NOT NULL AND {name} IS NULL"), column, code });
    }

    pub(super) fn keep(&mut self, names: &[&str]) {
        self.kept.extend(names.iter().map(|&name| name.to_owned()));
    }

    /// The statement that fills `table` from `rows`, a select of cells.
    fn sql(&self, table: &str, rows: &str, out: &str) -> String {
        let list = |columns: &[(String, String)]| -> String {
            columns.iter().map(|(name, sql)| format!(", {sql} AS {name}")).collect()
        };
        format!(
            "CREATE TABLE {table} AS
             SELECT line, {verdict} AS bad, out, {kept}
             FROM (SELECT *{derived}
                   FROM (SELECT *{typed}
                         FROM (SELECT line, {out} AS out{texts} FROM ({rows}))))",
            verdict = format_args!("CASE WHEN out THEN 0::UTINYINT ELSE {} END", verdict(&self.checks)),
            kept = self.kept.join(", "),
            derived = list(&self.derived),
            typed = list(&self.typed),
            texts = list(&self.texts),
        )
    }
}

/// Fills the stage from its file: directly where the database reads it without complaint, else from a tidied copy.
pub(super) fn fill(staged: &mut Staged) -> Result<()> {
    staged.header = file::header(staged)?;
    if source::is_direct(&staged.plan) {
        let source = source::direct(&staged.plan);
        begin(staged)?;
        let path = staged.plan.path.clone();
        match staged.while_reading("reading", (0.0, 0.5), &path, || load_rows(staged, &source)) {
            Ok(()) => return Ok(()),
            Err(_) if is_text(staged) => staged.options.cancel.check()?,
            Err(error) => return Err(error),
        }
    }
    begin(staged)?;
    let path = staged.plan.path.clone();
    let source = staged.while_reading("reading", (0.0, 0.3), &path, || source::tidied(staged))?;
    staged.while_reading("checking", (0.3, 0.5), &staged.copy, || load_rows(staged, &source))
}

fn is_text(staged: &Staged) -> bool {
    matches!(staged.plan.format, Format::Csv { .. })
}

/// Makes the stage anew.
fn begin(staged: &Staged) -> Result<()> {
    let name = &staged.name;
    Ok(staged.conn.execute_batch(&format!(
        "CREATE OR REPLACE TABLE {name}.rejected(line UBIGINT, col VARCHAR, code VARCHAR, reason VARCHAR, source_row VARCHAR);
         DROP TABLE IF EXISTS {name}.rows;"
    ))?)
}

fn load_rows(staged: &Staged, source: &Source) -> Result<()> {
    let cells = Cells { mapping: &staged.plan.mapping, trimmed: staged.options.trimmed };
    let layers = match staged.plan.mapping.kind {
        RecordKind::Sales => sales::layers(&cells, staged)?,
        RecordKind::Customers => customers(&cells),
        RecordKind::Products => products(&cells),
        RecordKind::Campaigns => campaigns(&cells),
        RecordKind::Exposures => exposures(&cells, staged),
        RecordKind::TouchPoints => touch_points(&cells, staged),
    };
    let table = format!("{}.rows", staged.name);
    staged.conn.execute_batch(&layers.sql(
        &table,
        &source.rows(&cells.exact(), &cells.mapping.columns),
        &left_out(&cells)?,
    ))?;
    leave_out(staged, &cells, &layers.checks)?;
    staged.tell("checking", 0.5, scalar(&staged.conn, &format!("SELECT count(*) FROM {table}"), &[])?);
    locate::rejects(staged, source, &layers.checks)
}

/// Whether a row is left out by what stands in it: by the rule `only`, or as a cancelled one.
fn left_out(cells: &Cells<'_>) -> Result<String> {
    let rules = &cells.mapping.rules;
    let mut out: Vec<String> = Vec::new();
    if let Some(only) = &rules.only {
        let cell = cells.cell(cells.named(&only.column)?);
        let kept = one_of(&cell, only.values.iter().map(|value| value.trim()));
        out.push(format!("NOT coalesce({kept}, false)"));
    }
    out.extend(cancelled(cells)?);
    Ok(if out.is_empty() { "false".to_owned() } else { out.join(" OR ") })
}

/// Whether a row says that its order was cancelled; nothing where no rule asks.
pub(super) fn cancelled(cells: &Cells<'_>) -> Result<Option<String>> {
    let mut says = Vec::new();
    for rule in &cells.mapping.rules.cancelled {
        let cell = cells.cell(cells.named(&rule.column)?);
        let values = || rule.values.iter().map(|value| value.trim());
        says.push(match rule.values.is_empty() {
            true => format!("{cell} IS NOT NULL"),
            false => format!("coalesce({}, false)", one_of(&cell, values())),
        });
    }
    Ok((!says.is_empty()).then(|| format!("({})", says.join(" OR "))))
}

/// Leaves out what only shows once the rows are read: the other rows of cancelled orders, and incomplete rows where the rule
/// says so. Both may have failed a check that nobody needs any more.
fn leave_out(staged: &Staged, cells: &Cells<'_>, checks: &[Check]) -> Result<()> {
    let rules = &cells.mapping.rules;
    let rows = format!("{}.rows", staged.name);
    if cells.mapping.kind == RecordKind::Sales && !rules.cancelled.is_empty() {
        staged.conn.execute_batch(&format!(
            "UPDATE {rows} SET out = true, bad = 0
             WHERE NOT out AND order_id IN (SELECT order_id FROM {rows} WHERE cancelled AND order_id IS NOT NULL)"
        ))?;
    }
    let missing = checks.iter().enumerate().filter(|(_, check)| check.code == MISSING);
    let missing: Vec<String> = missing.map(|(index, _)| (index + 1).to_string()).collect();
    if rules.leave_out_incomplete && !missing.is_empty() {
        staged.conn.execute_batch(&format!(
            "UPDATE {rows} SET out = true, bad = 0 WHERE bad IN ({})",
            missing.join(", ")
        ))?;
    }
    Ok(())
}

fn customers(cells: &Cells<'_>) -> Layers {
    let mut layers = Layers::default();
    layers.text("id", cells.text_or_null(&Target::CustomerId));
    person(&mut layers, cells);
    layers.required_id("id", cells.column(&Target::CustomerId));
    layers.keep(&[
        "md5_number_lower(id) AS customer_key",
        "id",
        "name",
        "email",
        "phone",
        "owner",
        "attributes",
    ]);
    layers
}

/// What is known of a customer, beside the id.
pub(super) fn person(layers: &mut Layers, cells: &Cells<'_>) {
    layers.text("name", cells.text_or_null(&Target::CustomerName));
    layers.text("email", cells.text_or_null(&Target::Email));
    layers.text("phone", cells.text_or_null(&Target::Phone));
    layers.text("owner", cells.text_or_null(&Target::Owner));
    let attributes = cells.attributes(|target| match target {
        Target::CustomerAttribute(name) => Some(name),
        _ => None,
    });
    layers.text("attributes", attributes.unwrap_or_else(|| "'{}'::JSON".to_owned()));
}

fn products(cells: &Cells<'_>) -> Layers {
    let mut layers = Layers::default();
    layers.text("id", product_id(cells));
    layers.text("name", cells.text_or_null(&Target::ProductName));
    for level in 1..=4_u8 {
        layers.text(&format!("level_{level}"), cells.text_or_null(&Target::Level(level)));
    }
    layers.currency(cells, "true");
    layers.required_id("id", product_column(cells));
    for (name, target) in [("price", Target::Price), ("cost", Target::Cost), ("stock", Target::Stock)] {
        layers.number(cells, name, &target);
    }
    let attributes = cells.attributes(|target| match target {
        Target::ProductAttribute(name) => Some(name),
        _ => None,
    });
    layers.text("attributes", attributes.unwrap_or_else(|| "'{}'::JSON".to_owned()));
    layers.keep(&[
        "md5_number_lower(id) AS product_key",
        "id",
        "name",
        "level_1",
        "level_2",
        "level_3",
        "level_4",
    ]);
    layers.keep(&["price", "cost", "currency", "stock", "attributes"]);
    layers
}

/// A product's id; its name where the source has no ids.
pub(super) fn product_id(cells: &Cells<'_>) -> String {
    cells.text(&Target::ProductId).unwrap_or_else(|| cells.text_or_null(&Target::ProductName))
}

pub(super) fn product_column(cells: &Cells<'_>) -> Option<usize> {
    cells.column(&Target::ProductId).or_else(|| cells.column(&Target::ProductName))
}

fn campaigns(cells: &Cells<'_>) -> Layers {
    let mut layers = Layers::default();
    layers.text("id", cells.text_or_null(&Target::CampaignId));
    layers.text("name", cells.text_or_null(&Target::CampaignName));
    layers.text("campaign_type", cells.text_or_null(&Target::CampaignType));
    layers.text("audience", cells.text_or_null(&Target::Audience));
    layers.required_id("id", cells.column(&Target::CampaignId));
    layers.moment(cells, "starts", &Target::Starts);
    layers.moment(cells, "last_day", &Target::Ends);
    layers.number(cells, "cost", &Target::CampaignCost);
    layers.currency(cells, "true");
    // The last day belongs to the campaign; a source that gives a time of day means that moment.
    let zone = literal(&cells.mapping.time_zone);
    let local = format!("((last_day AT TIME ZONE 'UTC') AT TIME ZONE {zone})");
    let ends = format!(
        "CASE WHEN {local}::TIME = TIME '00:00:00'
              THEN (({local} + INTERVAL 1 DAY) AT TIME ZONE {zone}) AT TIME ZONE 'UTC' ELSE last_day END"
    );
    layers.derived.push(("ends".to_owned(), ends));
    layers.keep(&["id", "name", "campaign_type", "starts", "ends", "cost", "currency", "audience"]);
    layers
}

fn exposures(cells: &Cells<'_>, staged: &Staged) -> Layers {
    let mut layers = Layers::default();
    layers.text("campaign", cells.text_or_null(&Target::CampaignId));
    layers.text("customer_id", cells.text_or_null(&Target::CustomerId));
    layers.required_id("campaign", cells.column(&Target::CampaignId));
    layers.required_id("customer_id", cells.column(&Target::CustomerId));
    layers.moment(cells, "exposed_at", &Target::At);
    layers.near("exposed_at", cells.column(&Target::At), staged.options.now);
    layers.keep(&["campaign", "customer_id", "md5_number_lower(customer_id) AS customer_key", "exposed_at"]);
    layers
}

/// Touches that the brand begins; the others are begun by the customer.
const OUTBOUND: [&str; 8] = ["ad", "call", "e-mail", "email", "letter", "mailing", "sms", "survey"];

fn touch_points(cells: &Cells<'_>, staged: &Staged) -> Layers {
    let mut layers = Layers::default();
    layers.text("customer_id", cells.text_or_null(&Target::CustomerId));
    layers.text("touch", format!("lower(coalesce({}, 'note'))", cells.text_or_null(&Target::Touch)));
    layers.text("subject", format!("coalesce({}, '')", cells.text_or_null(&Target::Subject)));
    layers.text("campaign", cells.text_or_null(&Target::CampaignId));
    let attributes = cells.attributes(|target| match target {
        Target::TouchAttribute(name) => Some(name),
        _ => None,
    });
    layers.text("attributes", attributes.unwrap_or_else(|| "'{}'::JSON".to_owned()));
    layers.required_id("customer_id", cells.column(&Target::CustomerId));
    layers.moment(cells, "happened_at", &Target::At);
    layers.required("t_happened_at", cells.column(&Target::At));
    layers.near("happened_at", cells.column(&Target::At), staged.options.now);
    layers.keep(&["customer_id", "md5_number_lower(customer_id) AS customer_key", "happened_at", "touch"]);
    layers.kept.push(format!("{} AS outbound", one_of("touch", OUTBOUND)));
    layers.keep(&["subject", "campaign", "attributes"]);
    layers
}

impl Staged {
    /// Tells whoever listens which step begins.
    pub(crate) fn tell(&self, step: &'static str, done: f64, rows: Option<u64>) {
        (self.options.progress)(Progress { step, done, rows, bytes: None });
    }

    /// Reads the file at `path`, telling between two parts of the whole work how far it has got.
    pub(super) fn while_reading<T>(
        &self,
        step: &'static str,
        (from, to): (f64, f64),
        path: &Path,
        work: impl FnOnce() -> T,
    ) -> T {
        self.tell(step, from, None);
        let progress = &self.options.progress;
        let tell = |bytes: BytesRead| {
            #[allow(clippy::cast_precision_loss)] // a part of one
            let part = bytes.read as f64 / bytes.total.max(1) as f64;
            progress(Progress { step, done: from + (to - from) * part, rows: None, bytes: Some(bytes) });
        };
        told::while_reading(path, &tell, work)
    }
}
