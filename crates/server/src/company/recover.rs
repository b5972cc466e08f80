//! At start: what an earlier process left half done is finished where its facts are visible, and marked as interrupted
//! where they are not.

use super::gather::remove;
use super::imports::sum;
use super::{Company, Result};
use vihje_desk::ImportState;
use vihje_model::fact::ImportRef;

impl Company {
    pub(crate) fn recover(&self) -> Result<()> {
        self.finish_imports()?;
        let recovered = self.desk.recover(self.now())?;
        if recovered != vihje_desk::Recovered::default() {
            tracing::warn!(?recovered, "an earlier process left work unfinished");
        }
        // A task may have been taken back a moment before its touch-point could be.
        self.take_back_deeds(self.now().plus_days(-1))?;
        // What was not judged yet stays in the ledger for whoever follows it.
        let flushed = self.flush_to(self.desk.judged()?.unwrap_or(u64::MAX))?;
        if flushed > 0 {
            tracing::info!(flushed, "the ledger's tail was brought into the history");
        }
        if let Ok(entries) = std::fs::read_dir(self.scratch()) {
            // Uploads of an earlier process may still be looked at; temporary files of its imports are of no use.
            let temporary =
                entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("intake-"));
            temporary.for_each(|entry| remove(&entry.path()));
        }
        Ok(())
    }

    /// The history knows what is visible; ledger and desk are brought up to it. Each step may be repeated.
    fn finish_imports(&self) -> Result<()> {
        let mut known = self.readings()?;
        for import in self.unfinished_imports()? {
            let parts = known.remove(&import.id).unwrap_or_default();
            let visible = parts.iter().filter(|part| part.undone_at.is_none()).count();
            let planned = import.plan.as_array().map_or(1, Vec::len);
            match import.state {
                ImportState::Running if visible == planned => {
                    let total = sum(&import.id, parts.iter().map(|part| &part.outcome));
                    self.tell_imported(&import.id, &import.file_name, total.added)?;
                    self.desk.finish_import(&import.id, &total, self.now())?;
                }
                ImportState::Running if visible > 0 => {
                    self.history.undo(&import.id, self.now())?;
                }
                ImportState::Done if visible == 0 && !parts.is_empty() => {
                    let rows = parts.iter().map(|part| part.outcome.added).sum();
                    self.tell_undone(&ImportRef {
                        import: import.id.clone(),
                        file: import.file_name.clone(),
                        rows,
                    })?;
                    self.desk.undo_import(&import.id, "system", self.now())?;
                }
                _ => continue,
            }
            tracing::warn!(import = %import.id, file = %import.file_name, "an interrupted import was put in order");
        }
        Ok(())
    }

    /// Imports that the desk holds to be at work or visible.
    fn unfinished_imports(&self) -> Result<Vec<vihje_desk::Import>> {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let page = self.desk.imports(cursor.as_deref(), 500)?;
            found.extend(
                page.items
                    .into_iter()
                    .filter(|import| matches!(import.state, ImportState::Running | ImportState::Done)),
            );
            cursor = page.next;
            if cursor.is_none() {
                return Ok(found);
            }
        }
    }
}
