//! The follower's own thread: facts in, effects out. It never falls over: what fails is told and tried again, and the ledger
//! keeps the facts meanwhile.

mod changes;
mod tell;

use super::keep::sold;
use super::names::Names;
use super::pairs::Pairs;
use super::{Figures, Shared, build};
use crate::company::CompanyError;
use changes::{Beside, Built, Learnt};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tell::Judged;
use vihje_live::Live;
use vihje_model::identity::IdKind;
use vihje_model::opportunity::Rule;
use vihje_model::{CustomerKey, Envelope, Fact, Moment};

/// Facts judged between two looks at anything else.
const AT_ONCE: usize = 2_000;
/// How long the follower waits for facts before it looks at the clock.
const WAIT: Duration = Duration::from_millis(100);
/// How often time is looked at by the rules.
const TICK: Duration = Duration::from_millis(500);
/// How often new findings are looked for, and who may be one.
const LOOK: Duration = Duration::from_secs(2);
/// How often opportunities expire, and figures are taken.
const HOUSEKEEPING: Duration = Duration::from_secs(15);
/// After something failed, the wait before it is tried again.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// Pairs of customers who may be one that are shown at a time, at most.
const SUGGESTED: usize = 200;
/// Names reloaded from the history at a time.
const RELOADED: usize = 100;

/// One who follows.
pub(super) struct Following<'a> {
    shared: &'a Shared,
    live: Live,
    rules: Vec<Rule>,
    names: Names,
    pairs: Pairs,
    /// Facts up to and with this offset give no opportunity: they were judged before.
    judged: u64,
    /// What was judged and is not told yet, because a disk was full. No further fact is judged meanwhile.
    untold: Option<Judged>,
    seen_changes: Changes,
    rebuilding: Beside<Built>,
    learning: Beside<Learnt>,
    /// Changes of findings that were learnt.
    learnt: u64,
    figures: Figures,
    ticked: Instant,
    /// The finding sets that were last learnt.
    sets: Vec<i64>,
    looked: Instant,
    kept_house: Instant,
    told_facts: Instant,
    /// Facts were told under an address or a number since the names were last looked through.
    bare_names: bool,
    /// Names were told since suggestions were made.
    names_changed: bool,
    suggested: Instant,
}

/// How many changes of each kind were taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Changes {
    rules: u64,
    findings: u64,
    rebuilds: u64,
}

impl Changes {
    fn of(shared: &Shared) -> Self {
        let read = |count: &AtomicU64| count.load(Ordering::SeqCst);
        Self {
            rules: read(&shared.rules),
            findings: read(&shared.findings),
            rebuilds: read(&shared.rebuilds),
        }
    }
}

impl<'a> Following<'a> {
    /// Builds the state and follows until told to stop.
    pub(super) fn run(shared: &'a Shared, judged: u64) {
        while !shared.is_stopping() {
            match Self::begin(shared, judged) {
                Ok(mut following) => {
                    following.go_on();
                    // It reads the company, which may be opened again once this has ended.
                    following.learning.wait();
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, "the live state could not be built; it is tried again");
                    shared.stopping.wait(AFTER_FAILURE);
                }
            }
        }
    }

    fn begin(shared: &'a Shared, judged: u64) -> Result<Self, CompanyError> {
        let changes = Changes::of(shared);
        let began = Instant::now();
        let (live, learnt) = changes::built(&shared.company, changes.findings)?;
        shared.company.followed().release();
        let figures = Figures {
            ready: true,
            position: live.position().unwrap_or(0),
            built_seconds: began.elapsed().as_secs_f64(),
            ..Figures::default()
        };
        let mut following = Self {
            shared,
            live,
            rules: Vec::new(),
            names: Names::default(),
            pairs: Pairs::default(),
            judged,
            untold: None,
            seen_changes: changes,
            rebuilding: Beside::default(),
            learning: Beside::default(),
            learnt: changes.findings,
            figures,
            ticked: Instant::now(),
            sets: Vec::new(),
            looked: Instant::now(),
            kept_house: Instant::now(),
            told_facts: Instant::now(),
            bare_names: false,
            names_changed: true,
            suggested: Instant::now(),
        };
        following.take_in(learnt)?;
        following.learn_rules()?;
        following.review_names()?;
        following.keep_house()?;
        shared.learned.store(changes.rules + changes.findings, Ordering::SeqCst);
        Ok(following)
    }

    fn go_on(&mut self) {
        while !self.shared.is_stopping() {
            if let Err(error) = self.turn() {
                tracing::error!(%error, "the live side stumbled; it goes on");
                self.shared.stopping.wait(AFTER_FAILURE);
            }
        }
    }

    /// One round: what changed, what came, what time brought.
    fn turn(&mut self) -> Result<(), CompanyError> {
        if let Some(untold) = self.untold.take() {
            self.tell(untold)?;
        }
        self.take_changes()?;
        let after = self.live.position().unwrap_or(0);
        let is_counting = self.pairs.go_on(&mut self.live);
        let wait = if is_counting { Duration::ZERO } else { WAIT };
        let facts = self.shared.company.next_facts(after, AT_ONCE, wait)?;
        let now = self.shared.company.live_now()?;
        if !facts.is_empty() {
            let judged = self.judge(facts, now);
            self.tell(judged)?;
        }
        if self.ticked.elapsed() >= TICK {
            self.ticked = Instant::now();
            let seen = self.live.tick(now);
            if !seen.is_empty() {
                self.tell(Judged { seen, ..Judged::default() })?;
            }
        }
        self.suggest();
        if let Some(pairs) = self.pairs.tell(&self.live, now) {
            *self.shared.pairs.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(pairs);
        }
        if self.kept_house.elapsed() >= HOUSEKEEPING {
            self.kept_house = Instant::now();
            self.keep_house()?;
        }
        Ok(())
    }

    /// Applies facts in order, and says what came of them.
    fn judge(&mut self, facts: Vec<(u64, Envelope)>, now: Moment) -> Judged {
        let mut judged = Judged::default();
        for (offset, envelope) in &facts {
            self.names.hear(&envelope.fact);
            // Something is told under a bare address: whose it is may be known by a file.
            self.names_changed |= super::names::names(&envelope.fact);
            self.bare_names |= super::names::about(&envelope.fact).is_some_and(is_bare);
            let effects = self.live.apply(*offset, envelope, now);
            judged.changes_findings |= crate::company::matters(&envelope.fact);
            if matches!(envelope.fact, Fact::Imported(_) | Fact::ImportUndone(_)) {
                self.shared.rebuilds.fetch_add(1, Ordering::SeqCst);
            }
            if *offset > self.judged {
                judged.seen.extend(effects.seen);
            }
            judged.merges.extend(effects.merges.into_iter().map(|fact| (*offset, fact)));
            if let Some((customer, products)) = sold(&envelope.fact) {
                let key = self.live.identity().root(CustomerKey::of(customer));
                let items = products.into_iter().flat_map(|product| self.live.offered_as(product));
                judged.bought.entry(key).or_default().extend(items);
            }
        }
        judged.facts = facts;
        judged
    }

    /// Joins that the rules ask for and nobody has told yet: of files that came, or because the rules were changed.
    fn review_names(&mut self) -> Result<(), CompanyError> {
        let rules = self.live.identity().rules().clone();
        let now = self.shared.company.live_now()?;
        let facts = self.live.identity().review(&rules, now, |name| self.is_told(name));
        let position = self.live.position().unwrap_or(0);
        let facts = facts.into_iter().filter(|fact| self.is_worth_telling(fact));
        let facts: Vec<(u64, Fact)> = facts.map(|fact| (position, fact)).collect();
        self.tell_merges(&facts)
    }

    /// An address that nobody ever told a fact under is no customer to be taken in.
    fn is_worth_telling(&self, fact: &Fact) -> bool {
        let Fact::Merged(merge) = fact else { return true };
        IdKind::of(&merge.from) == IdKind::Customer || self.is_told(CustomerKey::of(&merge.from))
    }

    /// Whether any fact was told under a name, or under one that goes with it.
    fn is_told(&self, name: CustomerKey) -> bool {
        let customer = self.live.customer(name);
        customer.has_lines() || customer.touch_count() > 0
    }

    /// What is due now and then: opportunities expire, names whose touch-points are not all held are read again.
    fn keep_house(&mut self) -> Result<(), CompanyError> {
        if std::mem::take(&mut self.bare_names) {
            self.review_names()?;
        }
        let company = &self.shared.company;
        let now = company.live_now()?;
        if company.desk().expire_opportunities(now)? > 0 {
            self.shared.events.tell("opportunity", &serde_json::json!({}));
        }
        let position = self.live.position().unwrap_or(0);
        if company.history().flushed_offset()?.unwrap_or(0) >= position {
            for name in self.live.needs_reload().into_iter().take(RELOADED) {
                let (rows, earlier) = company.history().touches_of(name, vihje_live::TOUCHES_HELD)?;
                build::reload(&mut self.live, name, &rows, earlier);
            }
        }
        let footprint = self.live.footprint();
        (self.figures.customers, self.figures.bytes) = (footprint.cells, footprint.bytes());
        self.tell_figures();
        Ok(())
    }

    /// Who may be one customer, told to whoever looks after names.
    fn suggest(&mut self) {
        if self.names_changed && self.suggested.elapsed() >= LOOK {
            (self.names_changed, self.suggested) = (false, Instant::now());
            let suggestions = Arc::new(self.live.identity().suggestions(SUGGESTED));
            *self.shared.suggestions.lock().unwrap_or_else(PoisonError::into_inner) = suggestions;
        }
    }

    fn tell_figures(&self) {
        *self.shared.figures.lock().unwrap_or_else(PoisonError::into_inner) = self.figures;
    }
}

/// Whether a name is an address, a number, or an id in another system.
fn is_bare(name: &str) -> bool {
    matches!(IdKind::of(name), IdKind::Email | IdKind::Phone | IdKind::External)
}
