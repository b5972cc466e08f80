//! The company: one open data folder, and everything that can be done with it. The routes and the command line call the
//! same functions here; neither goes around them.
//!
//! A folder holds `ledger.sqlite`, `history/`, `desk.sqlite`, `scratch/` (uploads and temporary files) and `lock`.
//! Functions block; call them from blocking threads. Must never know HTTP.

mod accounts;
mod archive;
mod asof;
mod automations;
mod channel;
mod clock;
mod customers;
mod day;
mod doors;
mod error;
mod export;
mod find;
mod followed;
mod following;
mod gather;
mod identity;
mod imports;
mod ingest;
mod keep;
mod lists;
mod lock;
mod offers;
mod opportunities;
mod past;
mod patterns;
mod recover;
mod restocks;
mod rules;
mod timeline;
mod uploads;
mod work;

pub use accounts::{SESSION_DAYS, SignedIn};
pub use archive::restore;
pub use automations::Unsubscribing;
pub use clock::Pace;
pub use customers::{CustomerPages, CustomerRow, DueItem, Expected, Known};
pub use day::{Day, LONGEST_DAY, USUAL_DAY};
pub use doors::Door;
pub use error::{CompanyError, Result};
pub use export::{Export, SheetFormat};
pub use find::{
    Analysed, AnalysisParameters, AnalysisQuality, CustomerEvidence, DEFAULT_WINDOW_DAYS, Evidence, HeldOut,
    PatternParameters, PatternQuestion, Score, TaskBasis,
};
pub use gather::{FileOutcome, ImportRequest, Looked};
pub use identity::MayBeOne;
pub(crate) use ingest::rejected_in;
pub use ingest::{Chosen, NewSourceKey, Replayed};
pub use keep::Health;
pub use lists::{Contact, NewContact};
pub use opportunities::{OpportunityPage, OpportunityRow, RULE_DAYS, RuleRow};
pub use past::{LevelInfo, Totals};
pub use patterns::{
    Members, OpenPattern, PatternCurve, PatternMember, PatternRow, PatternSet, PatternWindow, WindowCounts,
};
pub use restocks::ItemHistory;
pub use timeline::{
    CategoryRow, Merged, Order, OrderLine, RhythmShown, Timeline, TimelineFilter, TimelineItem, TimelineKind,
};
pub use uploads::Upload;
pub use work::{Progress, Work};

use crate::http::passwords::Throttle;
pub(crate) use gather::matters;
pub(crate) use past::level_of;

use lock::FolderLock;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, TryLockError};
use vihje_desk::Desk;
use vihje_history::History;
use vihje_ledger::Ledger;
use vihje_model::Moment;

/// How a company is opened.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How much of the machine the history may use.
    pub history: vihje_history::Options,
    /// How the ledger is run.
    pub ledger: vihje_ledger::Settings,
}

/// One open data folder. Share it in an `Arc`.
pub struct Company {
    folder: PathBuf,
    ledger: Ledger,
    history: History,
    desk: Desk,
    throttle: Throttle,
    turn_to_set_up: Mutex<()>,
    /// Held by whoever changes facts through more than one room.
    turn_to_change: Mutex<()>,
    /// Whether that is somebody who flushes, and will be done in a moment.
    flushing: std::sync::atomic::AtomicBool,
    /// How much is known, until facts change.
    totals: RwLock<Option<Totals>>,
    ready_pages: patterns::ReadyPages,
    shared: patterns::SharedKept,
    strongest: patterns::Strongest,
    purchases: past::PurchasesKept,
    barred: offers::BarredKept,
    followed: followed::Followed,
    clock: clock::LiveClock,
    doors: doors::Doors,
    flushes: vihje_model::Durations,
    // Last, so that the folder is let go only when every room has closed.
    _lock: FolderLock,
}

impl Company {
    /// Opens the data folder, making it when it is not there, takes up what an earlier process left half done, and brings
    /// the ledger's tail into the history.
    ///
    /// # Errors
    /// `folder-in-use` when another process has it; `folder-is-a-backup`; a damaged or newer folder; a folder that cannot be
    /// written.
    pub fn open(folder: &Path, options: &Options) -> Result<Self> {
        archive::refuse_as_data(folder)?;
        let scratch = folder.join("scratch");
        std::fs::create_dir_all(&scratch).map_err(|error| CompanyError::file(&scratch, error))?;
        let lock = FolderLock::take(folder)?;
        let company = Self {
            folder: folder.to_owned(),
            ledger: Ledger::open_with(folder.join("ledger.sqlite"), options.ledger.clone())?,
            history: History::open(&folder.join("history"), &options.history)?,
            desk: Desk::open(folder.join("desk.sqlite"))?,
            throttle: Throttle::default(),
            turn_to_set_up: Mutex::default(),
            turn_to_change: Mutex::default(),
            flushing: std::sync::atomic::AtomicBool::new(false),
            totals: RwLock::default(),
            ready_pages: patterns::ReadyPages::default(),
            shared: patterns::SharedKept::default(),
            strongest: patterns::Strongest::default(),
            purchases: past::PurchasesKept::default(),
            barred: offers::BarredKept::default(),
            followed: followed::Followed::default(),
            clock: clock::LiveClock::default(),
            doors: doors::Doors::default(),
            flushes: vihje_model::Durations::default(),
            _lock: lock,
        };
        company.recover()?;
        company.ensure_rules()?;
        company.hang_doors()?;
        Ok(company)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The operational database.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The past.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The log.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The system's clock.
    pub fn now(&self) -> Moment {
        Moment(jiff::Timestamp::now().as_microsecond())
    }

    /// Where uploads and temporary files lie.
    pub fn scratch(&self) -> PathBuf {
        self.folder.join("scratch")
    }

    /// How long bringing facts into the history took.
    pub(crate) fn flushes(&self) -> vihje_model::durations::Measured {
        self.flushes.read()
    }

    /// How far the ledger has been judged.
    pub(crate) fn followed(&self) -> &followed::Followed {
        &self.followed
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    pub(crate) fn setup_turn(&self) -> MutexGuard<'_, ()> {
        self.turn_to_set_up.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn try_change_turn(&self) -> Option<MutexGuard<'_, ()>> {
        match self.turn_to_change.try_lock() {
            Ok(turn) => Some(turn),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    pub(crate) fn change_turn(&self) -> MutexGuard<'_, ()> {
        self.turn_to_change.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
