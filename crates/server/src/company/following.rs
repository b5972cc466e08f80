//! Following the ledger: from where, how far, and what waits.

use super::{Company, Result};
use std::time::Duration;
use vihje_ledger::LedgerError;
use vihje_model::Envelope;

impl Company {
    /// Somebody follows the ledger from here on: the history gets no fact that was not judged. Returns the offset judged so far:
    /// where nobody ever followed, all that the history has.
    pub(crate) fn begin_following(&self) -> Result<u64> {
        let flushed = self.history.flushed_offset()?.unwrap_or(0);
        let judged = match self.desk.judged()? {
            Some(judged) => judged.max(flushed),
            None => flushed,
        };
        self.followed.judged_to(judged);
        Ok(judged)
    }

    /// Judged facts that are not in the history yet.
    pub(crate) fn waiting_for_history(&self) -> u64 {
        let judged = match self.followed.judged() {
            u64::MAX => self.ledger.last_offset().unwrap_or(0),
            judged => judged,
        };
        judged.saturating_sub(self.history.flushed_offset().ok().flatten().unwrap_or(0))
    }

    /// The facts after an offset, in order, waiting for the first so long at most.
    pub(crate) fn next_facts(
        &self,
        after: u64,
        limit: usize,
        at_most: Duration,
    ) -> Result<Vec<(u64, Envelope)>, LedgerError> {
        if self.ledger.wait_past(after, at_most) <= after {
            return Ok(Vec::new());
        }
        self.ledger.read(after + 1, limit)
    }
}
