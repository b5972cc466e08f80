//! The ledger as the rest of the house sees it. Callers encode on their own threads; one writer commits for all of them.

use crate::meter::{Figures, Meter};
use crate::progress::Progress;
use crate::queue::{Entry, Queue, Request};
use crate::receipt::promise;
use crate::writer::Writer;
use crate::{Appended, LedgerError, Receipt, store};
use md5::{Digest, Md5};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{Envelope, Moment};

/// Days in the period by which message ids are kept together.
const PERIOD_DAYS: i64 = 7;

/// How the ledger is run. Defaults suit a server with some memory to spare.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Events that may wait for the disk; more are refused as [`LedgerError::Busy`].
    pub queue_events: usize,
    /// Bytes of encoded events that may wait.
    pub queue_bytes: usize,
    /// Events that share one commit at most.
    pub commit_events: usize,
    /// Days a message id is remembered at least, counted from its `received_at`; whole weeks are forgotten.
    pub remember_days: u32,
    /// Message ids that are kept in memory at least before they go to the index on disk by steps; more keep that cheap.
    pub settle_ids: u64,
    /// Size of the database file at most; beyond it appends are refused as [`LedgerError::Full`].
    pub max_bytes: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            queue_events: 100_000,
            queue_bytes: 128 << 20,
            commit_events: 10_000,
            remember_days: 28,
            settle_ids: 100_000,
            max_bytes: None,
        }
    }
}

/// What the ledger holds at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Extent {
    /// The last offset ever given; zero in a new ledger.
    pub last: u64,
    /// Offsets up to and with this one were trimmed.
    pub trimmed: u64,
}

impl Extent {
    /// Events in the log.
    pub fn events(&self) -> u64 {
        self.last - self.trimmed
    }
}

/// The durable, append-only log. Share it in an `Arc`; dropping it finishes what waits and closes the file.
pub struct Ledger {
    queue: Arc<Queue>,
    progress: Arc<Progress>,
    meter: Arc<Meter>,
    writer: Option<JoinHandle<()>>,
    reader: Mutex<Connection>,
    settings: Settings,
}

impl Ledger {
    /// Opens the ledger in this file, or begins a new one. One process at a time may have it open.
    ///
    /// # Errors
    /// When the file cannot be created, is damaged, or was written by a newer version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LedgerError> {
        Self::open_with(path, Settings::default())
    }

    /// [`Ledger::open`] with settings.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_with(path: impl AsRef<Path>, settings: Settings) -> Result<Self, LedgerError> {
        let path = path.as_ref();
        let connection = store::open_writer(path, settings.max_bytes)?;
        let reader = Mutex::new(store::open_reader(path)?);
        let last = store::bounds(&connection)?.last;
        let progress = Arc::new(Progress::new(last));
        let meter = Arc::new(Meter::default());
        let writer = Writer::new(connection, &settings, Arc::clone(&progress), Arc::clone(&meter))?;
        let queue = Arc::new(Queue::new(settings.queue_events, settings.queue_bytes));
        let served = Arc::clone(&queue);
        let thread = std::thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || writer.run(&served))?;
        Ok(Self { queue, progress, meter, writer: Some(thread), reader, settings })
    }

    /// Appends the envelopes in order and returns when the disk has them; all of the request or nothing.
    ///
    /// A message id seen before is accepted and ignored. Ids of different senders must differ: the caller prefixes them.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] when too much waits, [`LedgerError::Full`] when the disk is full; nothing was acknowledged.
    pub fn append(&self, envelopes: Vec<Envelope>) -> Result<Appended, LedgerError> {
        self.submit(&envelopes)?.wait()
    }

    /// Hands the envelopes to the writer and returns at once; await the receipt, or wait for it.
    ///
    /// # Errors
    /// [`LedgerError::Busy`], [`LedgerError::NoMessageId`] and [`LedgerError::Closed`] at once, the others by the receipt.
    pub fn submit(&self, envelopes: &[Envelope]) -> Result<Receipt, LedgerError> {
        let entries = envelopes
            .iter()
            .enumerate()
            .map(|(index, envelope)| encode(index, envelope))
            .collect::<Result<_, _>>()?;
        let (promise, receipt) = promise();
        self.queue.push(Request::Append { entries, promise })?;
        Ok(receipt)
    }

    /// Envelopes with their offsets, ascending, the first at or after `from_offset`, at most `limit`.
    ///
    /// # Errors
    /// When the disk cannot be read or an envelope cannot be decoded.
    pub fn read(&self, from_offset: u64, limit: usize) -> Result<Vec<(u64, Envelope)>, LedgerError> {
        let rows = store::read(&self.reader(), from_offset, limit)?;
        rows.into_iter().map(|(offset, stored)| Ok((offset, decode(offset, &stored)?))).collect()
    }

    /// Blocks until the log reaches beyond `offset`, or the time is up. Returns the last offset on disk. Whoever follows the log
    /// waits here and then reads.
    pub fn wait_past(&self, offset: u64, at_most: Duration) -> u64 {
        self.progress.wait_past(offset, at_most)
    }

    /// The last offset ever given, trimmed or not; zero in a new ledger.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn last_offset(&self) -> Result<u64, LedgerError> {
        Ok(self.extent()?.last)
    }

    /// Last and trimmed offset, read together.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn extent(&self) -> Result<Extent, LedgerError> {
        let bounds = store::bounds(&self.reader())?;
        Ok(Extent { last: bounds.last, trimmed: bounds.trimmed })
    }

    /// How the ledger does. Reads counters in memory only.
    pub fn figures(&self) -> Figures {
        self.meter.figures(self.progress.reached(), self.queue.waiting())
    }

    /// Whether the disk takes what it is given: as the commits of the last second say, or else one without events. At most one such
    /// commit a second, however often it is asked.
    ///
    /// # Errors
    /// Why the last commit failed, for half a minute where none has succeeded since; else why the one without events failed.
    pub fn check_disk(&self) -> Result<(), LedgerError> {
        if let Some(told) = self.meter.disk() {
            return told;
        }
        let (promise, receipt) = promise();
        self.queue.push(Request::Probe { promise })?;
        receipt.wait().map(|_| ())
    }

    /// Removes the envelopes up to and with this offset. Their offsets and message ids stay taken.
    ///
    /// # Errors
    /// [`LedgerError::BeyondEnd`] when there is no such offset yet.
    pub fn trim(&self, up_to: u64) -> Result<(), LedgerError> {
        let (promise, receipt) = promise();
        self.queue.push(Request::Trim { up_to, promise })?;
        receipt.wait().map(|_| ())
    }

    /// Forgets message ids received longer ago than [`Settings::remember_days`] before `now`.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn forget(&self, now: Moment) -> Result<(), LedgerError> {
        let (promise, receipt) = promise();
        let before_period = period(now.plus_days(-i64::from(self.settings.remember_days)));
        self.queue.push(Request::Forget { before_period, promise })?;
        receipt.wait().map(|_| ())
    }

    /// A consistent copy of the running ledger in a new file. Appends go on meanwhile.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn backup_to(&self, path: impl AsRef<Path>) -> Result<(), LedgerError> {
        let path = path.as_ref();
        if path.exists() {
            return Err(LedgerError::Storage(format!("{} is already there", path.display())));
        }
        let mut copy = Connection::open(path)?;
        let reader = self.reader();
        // All pages in one step: one read snapshot, which in WAL mode holds up no writer.
        rusqlite::backup::Backup::new(&reader, &mut copy)?.step(-1)?;
        Ok(())
    }

    pub(crate) fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has already answered everybody.
            let _ = writer.join();
        }
    }
}

/// The key under which a message id is remembered: MD5, for its size and spread and not for secrecy.
pub(crate) fn message_key(message_id: &str) -> [u8; 16] {
    Md5::digest(message_id.as_bytes()).into()
}

fn period(moment: Moment) -> i64 {
    moment.0.div_euclid(PERIOD_DAYS * MICROS_PER_DAY)
}

/// Envelopes are stored as JSON: fields can be added, and a `{` as first byte tells it from any later form.
fn encode(index: usize, envelope: &Envelope) -> Result<Entry, LedgerError> {
    if envelope.message_id.is_empty() {
        return Err(LedgerError::NoMessageId { index });
    }
    let bytes = serde_json::to_vec(envelope).map_err(|error| LedgerError::Storage(error.to_string()))?;
    Ok(Entry {
        message: message_key(&envelope.message_id),
        period: period(envelope.received_at),
        envelope: bytes,
    })
}

pub(crate) fn decode(offset: u64, stored: &[u8]) -> Result<Envelope, LedgerError> {
    serde_json::from_slice(stored).map_err(|error| {
        LedgerError::Damaged(format!("the event at offset {offset} cannot be read: {error}"))
    })
}
