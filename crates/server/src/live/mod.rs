//! The live side: one thread follows the ledger, judges each fact, and tells what came of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A handle to whoever follows the ledger. Cheap to clone.
#[derive(Clone, Default)]
pub struct Follower(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// Counts changes of rules and findings, so that the follower knows when what it was told is old.
    told: AtomicU64,
}

impl Follower {
    /// Rules were changed: they hold from the next fact on.
    pub fn rules_changed(&self) {
        self.0.told.fetch_add(1, Ordering::SeqCst);
    }
}
