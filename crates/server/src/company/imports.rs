//! Imports as they stand: who brought which file and when is the desk's to tell, what is true of its rows now the history's,
//! because an undo of one import can make what another told and was known already its own.

use super::{Company, Result};
use std::collections::HashMap;
use vihje_desk::{Import, Page};
use vihje_history::ImportRecord;
use vihje_model::import::{Flag, Outcome};

impl Company {
    /// A page of imports, newest first, each with what is true of its rows now.
    ///
    /// # Errors
    /// When the cursor is not one of this list, or a room cannot be read.
    pub fn imports(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Import>> {
        let mut page = self.desk.imports(cursor, limit)?;
        let now = self.readings()?;
        for import in &mut page.items {
            retell(import, &now);
        }
        Ok(page)
    }

    /// One import, with what is true of its rows now.
    ///
    /// # Errors
    /// `not-found`, or a room that cannot be read.
    pub fn import_now(&self, id: &str) -> Result<Import> {
        let mut import = self.desk.import(id)?;
        retell(&mut import, &self.readings()?);
        Ok(import)
    }

    /// What the history says of each import, reading by reading.
    pub(super) fn readings(&self) -> Result<HashMap<String, Vec<ImportRecord>>> {
        let mut readings: HashMap<String, Vec<ImportRecord>> = HashMap::new();
        // The list is newest first, and so are the readings of an import.
        for record in self.history.imports()?.into_iter().rev() {
            readings.entry(record.outcome.import.clone()).or_default().push(record);
        }
        Ok(readings)
    }
}

/// An import that is running or has failed has brought nothing to tell of.
fn retell(import: &mut Import, now: &HashMap<String, Vec<ImportRecord>>) {
    if import.outcome.is_some()
        && let Some(readings) = now.get(&import.id)
    {
        import.outcome = Some(sum(&import.id, readings.iter().map(|reading| &reading.outcome)));
    }
}

/// The outcome of an import of several readings.
pub(super) fn sum<'a>(import: &str, parts: impl Iterator<Item = &'a Outcome>) -> Outcome {
    let mut total = Outcome { import: import.to_owned(), ..Outcome::default() };
    for part in parts {
        total.rows = total.rows.max(part.rows);
        total.added += part.added;
        total.known += part.known;
        total.left_out += part.left_out;
        total.rejected += part.rejected;
        total.returns += part.returns;
        total.charges += part.charges;
        total.anonymous += part.anonymous;
        total.flags.extend(part.flags.iter().map(Flag::clone));
        total.first = [total.first, part.first].into_iter().flatten().min();
        total.last = total.last.max(part.last);
        total.took_ms += part.took_ms;
    }
    total
}
