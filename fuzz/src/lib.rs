//! What every target asks of the readers: that they answer, that nothing is lost or told twice, and that what they make is in
//! proportion to what they were given. libFuzzer itself watches for panics, hangs and memory.

use std::cell::RefCell;
use std::path::Path;
use vihje_history::{History, Options, StageOptions};
use vihje_intake::dialect::{Request, Sender, again};
use vihje_intake::{LookOptions, ParquetSampler, Sample, look, prepare};
use vihje_model::{Currency, Moment, Problem};

/// A sender as any other.
pub fn sender() -> Sender<'static> {
    let received_at = Moment(1_795_357_108_000_000);
    Sender { source: "shop", currency: Currency::EUR, received_at, sales: true, fresh: true }
}

/// Reads every event of a request, and what was kept of those that are not understood.
pub fn read(request: &dyn Request, bytes: &[u8]) {
    let told = request.read(&sender());
    assert_eq!(told.events.len(), request.events(), "each event is answered for once");
    for rejected in told.rejected().take(3) {
        let _ = again(&rejected.dialect, &rejected.payload, &sender());
    }
    let envelopes = told.into_envelopes();
    assert!(envelopes.iter().all(|envelope| envelope.message_id.starts_with("shop:")));
    let size: usize = envelopes.iter().map(|envelope| format!("{:?}", envelope.fact).len()).sum();
    assert!(size <= 256 * bytes.len() + (256 << 10), "{size} letters of facts out of {}", bytes.len());
}

/// No database: Parquet has a target of its own.
pub fn no_parquet(_: &Path, _: usize) -> Result<Sample, Problem> {
    Err(Problem::new("no-parquet", "No Parquet in this target.", ""))
}

/// Looks at bytes as a file of this name, and prepares it by what was guessed.
pub fn look_and_prepare(name: &str, bytes: &[u8]) {
    with_file(name, bytes, |path, scratch| {
        let Ok(found) = look(path, &LookOptions::default(), &no_parquet) else { return };
        for looked in found {
            assert!(looked.preview.rows.iter().all(|row| row.len() == looked.preview.header.len()));
            if let Some(plan) = looked.plan() {
                let _ = prepare(&plan, scratch);
            }
        }
    });
}

/// Looks at bytes as a file of this name, prepares it and reads it into the database as an import would, without keeping it.
pub fn look_and_stage(name: &str, bytes: &[u8]) {
    struct Heads<'a>(&'a History);
    impl ParquetSampler for Heads<'_> {
        fn sample(&self, path: &Path, rows: usize) -> Result<Sample, Problem> {
            Ok(self.0.sample_parquet(path, rows)?)
        }
    }
    thread_local! {
        static HISTORY: RefCell<Option<(tempfile::TempDir, History)>> = const { RefCell::new(None) };
    }
    HISTORY.with_borrow_mut(|kept| {
        let (_, history) = kept.get_or_insert_with(|| {
            let folder = tempfile::tempdir().expect("a folder for the history");
            let history = History::open(folder.path(), &Options { memory_mb: 512, threads: 1 });
            (folder, history.expect("a new history opens"))
        });
        with_file(name, bytes, |path, scratch| {
            let Ok(found) = look(path, &LookOptions::default(), &Heads(history)) else { return };
            for plan in found.iter().filter_map(|looked| looked.plan()) {
                let Ok(prepared) = prepare(&plan, scratch) else { continue };
                let options = StageOptions::new(sender().received_at, Currency::EUR);
                if let Ok(staged) = history.stage(&prepared.plan, &options) {
                    let told = staged.outcome();
                    assert!(told.rejected <= told.rows, "{told:?}");
                    staged.rejected(0, 100).expect("rejected rows are told");
                }
            }
        });
    });
}

fn with_file(name: &str, bytes: &[u8], work: impl FnOnce(&Path, &Path)) {
    thread_local! {
        static FOLDER: tempfile::TempDir = tempfile::tempdir().expect("a folder for a file");
    }
    FOLDER.with(|folder| {
        let (path, scratch) = (folder.path().join(name), folder.path().join("scratch"));
        std::fs::create_dir_all(&scratch).expect("a folder for scratch");
        std::fs::write(&path, bytes).expect("a file in it");
        work(&path, &scratch);
        // What preparing left goes with its handle; anything else would add up.
        let left = std::fs::read_dir(&scratch).expect("the scratch folder is there").count();
        assert_eq!(left, 0, "nothing is left in the scratch folder");
    });
}
