//! Gathering: looking at files, trying them out, importing them, taking imports back, appending single facts.
//!
//! An import is one file, whatever kinds of record it holds. It becomes visible in the history first; then the ledger is
//! told, then the desk. Whatever step a crash falls into, `recover` finishes or takes back the rest.

use super::imports::sum;
use super::{Company, CompanyError, Progress, Result, Work};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use utoipa::ToSchema;
use vihje_history::{History, StageOptions, Staged};
pub use vihje_intake::Looked;
use vihje_intake::{LookOptions, ParquetSampler, SavedMapping};
use vihje_ledger::Appended;
use vihje_model::fact::ImportRef;
use vihje_model::import::{Outcome, Plan, RecordKind, Rejected, Sample, Target};
use vihje_model::{Currency, Envelope, Fact, Problem};

/// Rejected rows shown with an outcome; all of them are kept.
const REJECTED_SHOWN: usize = 20;
/// Bytes of each end of a file that are hashed to tell it from others.
const HASHED: u64 = 1 << 20;
/// Whether findings stand on facts of this kind.
pub(crate) fn matters(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::SaleLine(_)
            | Fact::Order(_)
            | Fact::Refund(_)
            | Fact::Customer(_)
            | Fact::Product(_)
            | Fact::Merged(_)
            | Fact::MergeUndone(_)
    )
}

/// Envelopes flushed in one transaction.
const FLUSH: usize = 50_000;

/// One file to import, with all its readings.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The readings: one plan for each kind of record in the file, all of the same path.
    pub readings: Vec<Plan>,
}

/// What became, or would become, of one reading of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FileOutcome {
    /// The file's name.
    pub file: String,
    /// What its rows are.
    pub kind: RecordKind,
    /// Counts; `import` is the id of the import, empty for a preview.
    pub outcome: Outcome,
    /// The first rejected rows.
    pub rejected: Vec<Rejected>,
}

/// Reads the heads of Parquet files for a look: the history's database can, intake names none.
struct ParquetHeads<'a>(&'a History);

impl ParquetSampler for ParquetHeads<'_> {
    fn sample(&self, path: &Path, rows: usize) -> Result<Sample, Problem> {
        Ok(self.0.sample_parquet(path, rows)?)
    }
}

impl ImportRequest {
    /// Plans grouped by file, in order of first appearance.
    pub fn group(plans: impl IntoIterator<Item = Plan>) -> Vec<Self> {
        let mut requests: Vec<Self> = Vec::new();
        for plan in plans {
            match requests.iter_mut().find(|request| request.readings[0].path == plan.path) {
                Some(request) => request.readings.push(plan),
                None => requests.push(Self { readings: vec![plan] }),
            }
        }
        requests
    }
}

impl Company {
    /// What is known before a look: saved mappings, time zone, currency.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn look_options(&self) -> Result<LookOptions> {
        let company = self.desk.company()?;
        let saved =
            self.desk.mappings()?.into_iter().map(|saved| SavedMapping::new(saved.name, saved.mapping));
        Ok(LookOptions {
            saved: saved.collect(),
            currency: Some(self.currency()?),
            time_zone: company.time_zone,
            ..LookOptions::default()
        })
    }

    /// Looks at a file or a folder: what each file is, how it would be read, and why. Nothing is imported.
    ///
    /// # Errors
    /// Why a single file is refused; in a folder a refused file is in the list with its problem.
    pub fn look(&self, path: &Path, options: &LookOptions) -> Result<Vec<Looked>> {
        Ok(vihje_intake::look(path, options, &ParquetHeads(&self.history))?)
    }

    /// The reporting currency: the history's once there are sales, the company's setting before.
    ///
    /// # Errors
    /// When neither can be read.
    pub fn currency(&self) -> Result<Currency> {
        match self.history.currency()? {
            Some(currency) => Ok(currency),
            None => Ok(self.desk.company()?.currency),
        }
    }

    /// What an import would do. Nothing becomes visible, nothing stays.
    ///
    /// # Errors
    /// Why a file cannot be read, or [`CompanyError::Cancelled`].
    pub fn preview(&self, requests: &[ImportRequest], work: &Work) -> Result<Vec<FileOutcome>> {
        let mut outcomes = Vec::new();
        for (index, request) in requests.iter().enumerate() {
            let share = work.share(index, requests.len());
            for (part, plan) in request.readings.iter().enumerate() {
                let share = share.share(part, request.readings.len());
                let staged = self.stage(plan, self.currency_for(requests)?, &share)?;
                outcomes.push(shown(plan, staged.outcome().clone(), &staged)?);
            }
        }
        Ok(outcomes)
    }

    /// Imports files, each as one import: visible as a whole or not at all. Files before a failing one stay imported.
    ///
    /// # Errors
    /// Why a file cannot be read, a full disk, or [`CompanyError::Cancelled`].
    pub fn import(&self, requests: &[ImportRequest], by: &str, work: &Work) -> Result<Vec<FileOutcome>> {
        let mut outcomes = Vec::new();
        for (index, request) in requests.iter().enumerate() {
            let currency = self.currency_for(requests)?;
            outcomes.extend(self.import_file(request, currency, by, &work.share(index, requests.len()))?);
        }
        Ok(outcomes)
    }

    fn import_file(
        &self,
        request: &ImportRequest,
        currency: Currency,
        by: &str,
        work: &Work,
    ) -> Result<Vec<FileOutcome>> {
        let Some(first) = request.readings.first() else { return Ok(Vec::new()) };
        let new = vihje_desk::NewImport {
            id: uuid::Uuid::now_v7().to_string(),
            file_name: first.file_name.clone(),
            file_hash: fingerprint(&first.path)?,
            plan: serde_json::to_value(&request.readings)
                .map_err(|error| CompanyError::Internal(error.to_string()))?,
        };
        self.desk.begin_import(&new, by, self.now())?;
        let committed = self.commit(request, &new.id, currency, work);
        match committed {
            Ok(outcomes) => {
                let total = sum(&new.id, outcomes.iter().map(|outcome| &outcome.outcome));
                self.tell_imported(&new.id, &new.file_name, total.added)?;
                self.desk.finish_import(&new.id, &total, self.now())?;
                self.adopt_levels_and_currency(request)?;
                self.facts_changed()?;
                Ok(outcomes)
            }
            Err(error) => {
                let problem = Problem::from(error);
                self.desk.fail_import(&new.id, &problem, self.now())?;
                Err(match problem.code.as_str() {
                    "cancelled" => CompanyError::Cancelled,
                    _ => problem.into(),
                })
            }
        }
    }

    /// Stages every reading before the first is committed, so that a file that cannot be read leaves nothing.
    fn commit(
        &self,
        request: &ImportRequest,
        id: &str,
        currency: Currency,
        work: &Work,
    ) -> Result<Vec<FileOutcome>> {
        let mut outcomes = Vec::new();
        let mut staged = Vec::new();
        for (part, plan) in request.readings.iter().enumerate() {
            let stage = self.stage(plan, currency, &work.share(part, request.readings.len()))?;
            let outcome = shown(plan, stage.outcome().clone(), &stage)?;
            staged.push(stage);
            outcomes.push(outcome);
        }
        let _turn = self.change_turn();
        for (index, stage) in staged.into_iter().enumerate() {
            match self.history.commit(stage, id) {
                Ok(outcome) => outcomes[index].outcome = outcome,
                Err(error) if index > 0 => {
                    // The earlier readings are taken back: an import is visible as a whole or not at all.
                    self.history.undo(id, self.now())?;
                    return Err(error.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(outcomes)
    }

    #[allow(clippy::cast_precision_loss)] // a part of one
    fn stage(&self, plan: &Plan, currency: Currency, work: &Work) -> Result<Staged> {
        if let Some(problem) = vihje_intake::check(&plan.mapping).into_iter().next() {
            return Err(problem.in_file(&plan.file_name).into());
        }
        work.step("checking", 0.0)?;
        let check = work.part(0.0, 0.05);
        let prepared = vihje_intake::prepare_telling(plan, &self.scratch(), &|bytes| {
            let fraction = bytes.read as f64 / bytes.total.max(1) as f64;
            check.report(Progress { step: "checking", fraction, rows: None, bytes: Some(bytes) });
        })?;
        let (told, cancel) = (work.part(0.05, 1.0), work.cancel.clone());
        let options = StageOptions {
            progress: Arc::new(move |at| {
                told.report(Progress { step: at.step, fraction: at.done, rows: at.rows, bytes: at.bytes });
            }),
            cancel,
            line_offset: prepared.line_offset,
            trimmed: prepared.trimmed,
            ..StageOptions::new(self.now(), currency)
        };
        Ok(self.history.stage(&prepared.plan, &options)?)
    }

    /// The reporting currency; before the first sale, the one that the files themselves name.
    fn currency_for(&self, requests: &[ImportRequest]) -> Result<Currency> {
        if let Some(currency) = self.history.currency()? {
            return Ok(currency);
        }
        let plans = requests.iter().flat_map(|request| &request.readings);
        let sales = plans.filter(|plan| plan.mapping.kind == RecordKind::Sales);
        let constants = sales.flat_map(|plan| &plan.mapping.constants);
        let named = constants
            .filter(|constant| constant.target == Target::Currency)
            .find_map(|c| c.value.parse().ok());
        Ok(named.unwrap_or(self.desk.company()?.currency))
    }

    /// The company takes over the names of the product levels and the currency that its first files bring.
    fn adopt_levels_and_currency(&self, request: &ImportRequest) -> Result<()> {
        let mut company = self.desk.company()?;
        let named =
            request.readings.iter().map(|plan| &plan.mapping.level_names).find(|names| !names.is_empty());
        if let Some(names) = named.filter(|_| company.level_names.is_empty()) {
            company.level_names.clone_from(names);
        }
        company.currency = self.currency()?;
        Ok(self.desk.set_company(&company, "system", self.now())?)
    }

    /// Tells the ledger of an import; telling again changes nothing.
    pub(crate) fn tell_imported(&self, id: &str, file: &str, rows: u64) -> Result<()> {
        let fact = Fact::Imported(ImportRef { import: id.to_owned(), file: file.to_owned(), rows });
        self.tell(format!("import:{id}"), fact)
    }

    /// Tells the ledger that an import was taken back; telling again changes nothing.
    pub(crate) fn tell_undone(&self, undone: &ImportRef) -> Result<()> {
        self.tell(format!("undo:{}", undone.import), Fact::ImportUndone(undone.clone()))
    }

    fn tell(&self, message_id: String, fact: Fact) -> Result<()> {
        self.ledger.append(vec![Envelope { message_id, received_at: self.now(), fact }])?;
        Ok(())
    }

    /// Takes an import back: its facts vanish and what it changed falls back to the value before.
    ///
    /// # Errors
    /// When there is no such import or it was taken back before.
    pub fn undo(&self, import: &str, by: &str) -> Result<ImportRef> {
        let _turn = self.change_turn();
        let stored = self.desk.import(import)?;
        if stored.state != vihje_desk::ImportState::Done {
            let what =
                format!("The import of {} is {} and cannot be taken back.", stored.file_name, stored.state);
            return Err(CompanyError::refused("conflict", what, "Load the list of imports again."));
        }
        let undone = self.history.undo(import, self.now())?;
        self.tell_undone(&undone)?;
        self.desk.undo_import(import, by, self.now())?;
        self.facts_changed()?;
        Ok(undone)
    }

    /// Appends facts; they are on disk when this returns. Message ids seen before are accepted and ignored.
    ///
    /// # Errors
    /// `ledger-busy` or `disk-full`: nothing was kept.
    pub fn append(&self, envelopes: Vec<Envelope>) -> Result<Appended> {
        let matters = envelopes.iter().any(|envelope| matters(&envelope.fact));
        let appended = self.ledger.append(envelopes)?;
        if matters && appended.added() > 0 {
            self.facts_changed()?;
        }
        Ok(appended)
    }

    /// Brings the ledger's tail into the history, exactly once, and trims it. Returns how many facts were flushed.
    ///
    /// # Errors
    /// When the disk is full or damaged; nothing is lost then.
    pub fn flush(&self) -> Result<u64> {
        self.wait_judged();
        let turn = self.change_turn();
        self.flush_in(&turn)
    }

    /// The same, unless a file is just becoming visible, which may take long.
    pub(crate) fn try_flush(&self) -> Option<Result<u64>> {
        let turn = match self.try_change_turn() {
            Some(turn) => turn,
            None if self.flushing.load(Ordering::SeqCst) => self.change_turn(),
            None => return None,
        };
        Some(self.flush_in(&turn))
    }

    /// The same up to and with an offset.
    pub(crate) fn flush_to(&self, last: u64) -> Result<u64> {
        let turn = self.change_turn();
        self.flush_up_to(last, &turn)
    }

    fn flush_in(&self, turn: &MutexGuard<'_, ()>) -> Result<u64> {
        self.flush_up_to(self.followed.judged(), turn)
    }

    fn flush_up_to(&self, judged: u64, turn: &MutexGuard<'_, ()>) -> Result<u64> {
        self.flushing.store(true, Ordering::SeqCst);
        let flushed = self.flush_batches(judged, turn);
        self.flushing.store(false, Ordering::SeqCst);
        flushed
    }

    fn flush_batches(&self, judged: u64, _turn: &MutexGuard<'_, ()>) -> Result<u64> {
        let (mut flushed, mut changed) = (0, None);
        if judged != u64::MAX && self.desk.judged()? != Some(judged) {
            // First it is certain what was judged, then the history may have it.
            self.desk.add_opportunities(&[], judged, self.now())?;
        }
        loop {
            let from = self.history.flushed_offset()?.unwrap_or(0) + 1;
            // What is not judged yet is not read only to be left.
            let most = usize::try_from(judged.saturating_add(1).saturating_sub(from)).unwrap_or(FLUSH);
            let mut batch = self.ledger.read(from, most.min(FLUSH))?;
            batch.retain(|(offset, _)| *offset <= judged);
            let Some((last, _)) = batch.last() else { break };
            let last = *last;
            flushed += batch.len() as u64;
            let began = std::time::Instant::now();
            self.history.flush(&batch)?;
            self.flushes.add(began.elapsed());
            changed = batch
                .iter()
                .filter(|(_, envelope)| matters(&envelope.fact))
                .map(|(at, _)| *at)
                .max()
                .or(changed);
            self.ledger.trim(last.min(self.followed.trimmable()))?;
        }
        if flushed > 0 {
            self.recount();
            self.count_source_events()?;
        }
        if let Some(offset) = changed.filter(|offset| self.facts_offset().is_ok_and(|known| known < *offset))
        {
            self.desk.set_setting(super::find::FACTS_OFFSET, &offset, "system", self.now())?;
        }
        Ok(flushed)
    }

    /// The ledger's offset at which facts that findings stand on last changed.
    pub(crate) fn facts_offset(&self) -> Result<u64> {
        Ok(self.desk.setting(super::find::FACTS_OFFSET)?.unwrap_or(0))
    }

    /// Notes that facts have changed: what was computed before is stale from here on.
    fn facts_changed(&self) -> Result<()> {
        self.recount();
        self.desk.set_setting(
            super::find::FACTS_OFFSET,
            &self.ledger.last_offset()?,
            "system",
            self.now(),
        )?;
        Ok(())
    }

    /// Forgets what was counted.
    fn recount(&self) {
        *self.totals.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.forget_currency();
    }

    /// Writes the rejected rows of an import to a file that can be fixed and imported again. Returns how many.
    ///
    /// # Errors
    /// When there is no such import or the file cannot be written.
    pub fn export_rejected(&self, import: &str, to: &Path) -> Result<u64> {
        self.desk.import(import)?;
        Ok(self.history.export_rejected(import, to)?)
    }

    /// Removes uploads that are older than a day.
    ///
    /// # Errors
    /// When the scratch folder cannot be read.
    pub fn sweep_scratch(&self) -> Result<()> {
        let scratch = self.scratch();
        let entries = std::fs::read_dir(&scratch).map_err(|error| CompanyError::file(&scratch, error))?;
        for entry in entries.flatten() {
            let old = entry
                .metadata()
                .and_then(|meta| meta.modified())
                .is_ok_and(|at| at.elapsed().is_ok_and(|age| age.as_secs() > 24 * 3600));
            if old {
                remove(&entry.path());
            }
        }
        Ok(())
    }
}

/// Removes a file or folder of the scratch folder; one that is gone already is as good as removed.
pub(crate) fn remove(path: &Path) {
    let result = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    if let Err(error) = result {
        tracing::debug!(path = %path.display(), %error, "a temporary file could not be removed");
    }
}

fn shown(plan: &Plan, outcome: Outcome, staged: &Staged) -> Result<FileOutcome> {
    let rejected = staged.rejected(0, REJECTED_SHOWN)?;
    Ok(FileOutcome { file: plan.file_name.clone(), kind: plan.mapping.kind, outcome, rejected })
}

/// Tells a file from others without reading all of it: its size and both ends.
fn fingerprint(path: &PathBuf) -> Result<String> {
    let read = || -> std::io::Result<String> {
        let mut file = std::fs::File::open(path)?;
        let size = file.metadata()?.len();
        let mut bytes = Vec::new();
        file.by_ref().take(HASHED).read_to_end(&mut bytes)?;
        if size > HASHED {
            file.seek(SeekFrom::Start(size.saturating_sub(HASHED).max(HASHED)))?;
            file.read_to_end(&mut bytes)?;
        }
        let mut digest = Sha256::new();
        digest.update(size.to_le_bytes());
        digest.update(&bytes);
        Ok(uuid::Uuid::from_slice(&digest.finalize()[..16]).unwrap_or_default().simple().to_string())
    };
    read().map_err(|error| CompanyError::file(path, error))
}
