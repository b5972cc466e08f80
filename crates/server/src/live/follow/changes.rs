//! What changed beside the facts: rules, findings, files. Whatever takes longer than a blink to read is read on a thread beside
//! the follower, which judges by what it knows meanwhile; must never hold up a fact for it.

use super::super::{build, knowledge};
use super::{Changes, Following, LOOK};
use crate::company::{Company, CompanyError};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::Instant;
use vihje_live::{Knowledge, Live};

/// Work on a thread of its own, one at a time.
pub(super) struct Beside<T>(Option<Receiver<Result<T, CompanyError>>>);

impl<T> Default for Beside<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Send + 'static> Beside<T> {
    fn is_idle(&self) -> bool {
        self.0.is_none()
    }

    fn begin(&mut self, name: &str, work: impl FnOnce() -> Result<T, CompanyError> + Send + 'static) {
        let (done, result) = sync_channel(1);
        // The follower may have ended meanwhile. Where there is no thread, the sender is gone at once: that is a failure.
        let work = move || drop(done.send(work()));
        if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(work) {
            tracing::error!(%error, name, "no thread for work beside the follower");
        }
        self.0 = Some(result);
    }

    /// Waits for its end, whatever comes of it.
    pub(super) fn wait(&mut self) {
        if let Some(result) = self.0.take() {
            let _ = result.recv();
        }
    }

    /// What came of it, once.
    fn take(&mut self) -> Option<Result<T, CompanyError>> {
        let result = match self.0.as_ref()?.try_recv() {
            Ok(result) => result,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => {
                Err(CompanyError::Internal("work beside the follower fell over".to_owned()))
            }
        };
        self.0 = None;
        Some(result)
    }
}

/// What the analyses found.
pub(super) struct Learnt {
    knowledge: Knowledge,
    counted: Option<knowledge::Counted>,
    /// The sets of findings that it is of.
    sets: Vec<i64>,
    /// How many changes of findings there had been before it was read.
    changes: u64,
}

/// A state that was built anew, what the analyses found, and the seconds it took.
pub(super) struct Built {
    live: Live,
    learnt: Learnt,
    seconds: f64,
}

/// A state as of the history, which the ledger keeps all that comes after for, and what the analyses found.
pub(super) fn built(company: &Company, changes: u64) -> Result<(Live, Learnt), CompanyError> {
    // From here on the ledger keeps what the history does not have yet.
    let flushed = company.history().flushed_offset()?.unwrap_or(0);
    company.followed().hold(flushed);
    Ok((build::build(company)?, learnt(company, changes)?))
}

/// What the analyses found, as of now. The sets are read first: those that come meanwhile are found to be new.
fn learnt(company: &Company, changes: u64) -> Result<Learnt, CompanyError> {
    let sets = current_sets(company)?;
    let (knowledge, counted) = knowledge::read(company)?;
    Ok(Learnt { knowledge, counted, sets, changes })
}

/// The numbers of the sets of findings that are current.
fn current_sets(company: &Company) -> Result<Vec<i64>, CompanyError> {
    Ok(company.desk().sets()?.into_iter().map(|set| set.id).collect())
}

impl Following<'_> {
    /// Takes in what changed, and begins to read what takes longer.
    pub(super) fn take_changes(&mut self) -> Result<(), CompanyError> {
        let changes = Changes::of(self.shared);
        if changes.rebuilds != self.seen_changes.rebuilds && self.rebuilding.is_idle() {
            self.seen_changes.rebuilds = changes.rebuilds;
            self.rebuild();
        }
        self.take_rebuilt()?;
        let found = changes.findings != self.seen_changes.findings || self.has_new_findings()?;
        if found && self.learning.is_idle() {
            self.seen_changes.findings = changes.findings;
            let company = Arc::clone(&self.shared.company);
            self.learning.begin("live-learn", move || learnt(&company, changes.findings));
        }
        self.take_learnt()?;
        if changes.rules != self.seen_changes.rules {
            self.learn_rules()?;
            self.seen_changes.rules = changes.rules;
        }
        self.shared.learned.store(self.seen_changes.rules + self.learnt, Ordering::SeqCst);
        Ok(())
    }

    /// Whether a set of findings was published since the last were learnt: each is gone by as soon as it is there, and not only
    /// when all are.
    fn has_new_findings(&mut self) -> Result<bool, CompanyError> {
        if self.looked.elapsed() < LOOK {
            return Ok(false);
        }
        self.looked = Instant::now();
        Ok(self.sets != current_sets(&self.shared.company)?)
    }

    /// Begins to build the state anew beside this one.
    fn rebuild(&mut self) {
        let (company, changes) = (Arc::clone(&self.shared.company), self.learnt);
        self.rebuilding.begin("live-build", move || {
            let began = Instant::now();
            let (live, learnt) = built(&company, changes)?;
            Ok(Built { live, learnt, seconds: began.elapsed().as_secs_f64() })
        });
    }

    /// Changes over to the state that was built anew; the facts since then are applied to it from the ledger.
    fn take_rebuilt(&mut self) -> Result<(), CompanyError> {
        match self.rebuilding.take() {
            None => Ok(()),
            Some(Ok(built)) => {
                self.live = built.live;
                self.names_changed = true;
                self.figures.built_seconds = built.seconds;
                // What was learnt with it may be older than what is known already: its sets tell.
                let changes = self.learnt;
                self.take_in(Learnt { changes, ..built.learnt })?;
                self.learn_rules()?;
                self.review_names()?;
                self.shared.company.followed().release();
                Ok(())
            }
            Some(Err(error)) => {
                // The state in use stays; the next turn tries again.
                self.seen_changes.rebuilds = self.seen_changes.rebuilds.wrapping_sub(1);
                Err(error)
            }
        }
    }

    fn take_learnt(&mut self) -> Result<(), CompanyError> {
        match self.learning.take() {
            None => Ok(()),
            Some(Ok(learnt)) => {
                self.take_in(learnt)?;
                // Rules look at what was learnt.
                self.learn_rules()
            }
            Some(Err(error)) => {
                // What is known stays; the next turn tries again.
                self.seen_changes.findings = self.seen_changes.findings.wrapping_sub(1);
                Err(error)
            }
        }
    }

    /// Goes by what the analyses found from here on.
    pub(super) fn take_in(&mut self, learnt: Learnt) -> Result<(), CompanyError> {
        let now = self.shared.company.live_now()?;
        self.sets = learnt.sets;
        self.live.set_knowledge(learnt.knowledge, now);
        self.pairs.learn(&mut self.live, learnt.counted);
        self.learnt = learnt.changes;
        Ok(())
    }

    /// Goes by the rules as they are now.
    pub(super) fn learn_rules(&mut self) -> Result<(), CompanyError> {
        let company = &self.shared.company;
        let now = company.live_now()?;
        self.rules = company.desk().rules()?;
        let longest = self.rules.iter().map(|rule| rule.quiet_days).max().unwrap_or(0);
        for offered in company.desk().offered_since(now.plus_days(-i64::from(longest)))? {
            let item = Some(offered.item.as_str()).filter(|item| !item.is_empty());
            self.live.remember_offered(offered.rule, offered.customer, item, offered.at);
        }
        self.live.set_rules(self.rules.clone(), now);
        let identity = company.identity_rules()?;
        if *self.live.identity().rules() != identity {
            self.live.identity_mut().set_rules(identity);
            self.review_names()?;
        }
        Ok(())
    }
}
