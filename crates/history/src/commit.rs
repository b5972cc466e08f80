//! The wide door, inside: a stage becomes visible in one transaction.

use crate::absorb::{Told, absorb};
use crate::error::Result;
use crate::open::History;
use crate::sql::{self, json};
use crate::stage::{Staged, resolve};
use duckdb::Connection;
use vihje_model::import::{Format, Outcome, RecordKind};

impl History {
    /// Makes a stage visible, in one transaction, as (a part of) the import `import`. Committing several stages under one id
    /// makes them one import, undone together.
    ///
    /// # Errors
    /// When the disk is full or the work is cancelled; then nothing is visible.
    pub fn commit(&self, mut staged: Staged, import: &str) -> Result<Outcome> {
        let (_turn, conn) = self.writer()?;
        let changes = Self::changes(&conn)?;
        if changes != staged.changes {
            // Facts came since the stage was made: what is known has to be looked up again.
            resolve(&mut staged).map_err(|error| staged.options.cancel.explain(error))?;
        }
        staged.tell("writing", 0.65, Some(staged.outcome.rows));
        staged.options.cancel.watch(&conn);
        staged.options.cancel.check()?;
        let mut outcome = staged.outcome.clone();
        outcome.import = import.to_owned();
        in_transaction(&conn, || {
            let place = format!("{}.main", staged.name);
            let told = Told { import, seq: changes + 1, currency: staged.options.currency };
            absorb(&conn, &place, told, staged.kind())?;
            outcome.took_ms = u64::try_from(staged.began.elapsed().as_millis()).unwrap_or(u64::MAX);
            record(&conn, &staged, &outcome, changes + 1)?;
            remember_money(&conn, &staged, &outcome)?;
            Self::set_meta(&conn, "changes", &(changes + 1).to_string())
        })
        .map_err(|error| staged.options.cancel.explain(error))?;
        staged.tell("done", 1.0, Some(outcome.rows));
        Ok(outcome)
    }

    /// How many times facts were changed; grows with every commit, undo and flush.
    pub(crate) fn changes(conn: &Connection) -> Result<u64> {
        Ok(Self::meta(conn, "changes")?.and_then(|text| text.parse().ok()).unwrap_or(0))
    }
}

/// Runs `work` in a transaction; whatever fails leaves nothing behind.
pub(crate) fn in_transaction(conn: &Connection, work: impl FnOnce() -> Result<()>) -> Result<()> {
    conn.execute_batch("BEGIN")?;
    match work() {
        Ok(()) => Ok(conn.execute_batch("COMMIT")?),
        Err(error) => {
            // The first error is the one to tell; a failed rollback would only hide it.
            let _ = conn.execute_batch("ROLLBACK");
            Err(error)
        }
    }
}

/// The import itself and its rejected rows.
fn record(conn: &Connection, staged: &Staged, outcome: &Outcome, seq: u64) -> Result<()> {
    let import = outcome.import.as_str();
    let part: u32 =
        conn.query_row("SELECT count(*) FROM main.imports WHERE import_id = ?", [import], |row| row.get(0))?;
    let delimiter = match &staged.plan.format {
        Format::Csv { delimiter, .. } => delimiter.to_string(),
        Format::JsonLines => "json".to_owned(),
        Format::Parquet | Format::Xlsx { .. } => ",".to_owned(),
    };
    conn.execute(
        "INSERT INTO main.imports VALUES (?, ?, ?, ?, make_timestamp(?), NULL, ?, ?, ?, ?, ?)",
        duckdb::params![
            import,
            part,
            json(&staged.kind()).trim_matches('"'),
            staged.plan.file_name,
            staged.options.now.0,
            json(&staged.header),
            delimiter,
            json(outcome),
            json(&staged.plan.mapping.level_names),
            seq
        ],
    )?;
    conn.execute_batch(&format!(
        "INSERT INTO main.rejected SELECT {}, {part}, line + {}, col, code, reason, source_row FROM {}.main.rejected ORDER BY line",
        sql::literal(import),
        staged.options.line_offset,
        staged.name
    ))?;
    Ok(())
}

/// The first sales decide the reporting currency; rates are kept for the lines that come by the ledger.
fn remember_money(conn: &Connection, staged: &Staged, outcome: &Outcome) -> Result<()> {
    if staged.kind() == RecordKind::Sales && outcome.added > 0 {
        History::set_meta(conn, "currency", staged.options.currency.code())?;
    }
    for (currency, rate) in &staged.plan.mapping.rules.rates {
        set_rate(conn, currency.code(), &rate.to_string())?;
    }
    Ok(())
}

/// Units of the reporting currency for one unit of `currency`, from now on.
pub(crate) fn set_rate(conn: &Connection, currency: &str, rate: &str) -> Result<()> {
    conn.execute("DELETE FROM main.rates WHERE currency = ?", [currency])?;
    conn.execute("INSERT INTO main.rates VALUES (?, ?::DECIMAL(18, 8))", [currency, rate])?;
    Ok(())
}
