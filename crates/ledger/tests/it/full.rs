//! A full disk, a full queue and a torn write: nothing acknowledged is lost, nothing refused is half there.

use super::{messages, told};
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use vihje_ledger::{Ledger, LedgerError, Settings};

#[test]
fn a_full_disk_is_told_to_the_sender_and_space_makes_it_work_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let tiny = Settings { max_bytes: Some(256 << 10), ..Settings::default() };
    let ledger = Ledger::open_with(&path, tiny.clone()).unwrap();
    let batch = |number: u64| (0..20).map(|index| told(&format!("{number}/{index}"), 0)).collect::<Vec<_>>();
    let mut acknowledged = 0;
    let refused = loop {
        match ledger.append(batch(acknowledged)) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refused, LedgerError::Full);
    assert_eq!(ledger.check_disk(), Err(LedgerError::Full));
    assert!(acknowledged > 5);
    let whole = |ledger: &Ledger| {
        assert_eq!(ledger.last_offset(), Ok(acknowledged * 20), "a refused request leaves nothing behind");
        assert_eq!(ledger.check(), Ok(Vec::new()));
    };
    whole(&ledger);
    drop(ledger);
    let ledger = Ledger::open_with(&path, tiny).unwrap();
    whole(&ledger);
    let failed = ledger.figures();
    assert_eq!((failed.events, failed.failures), (0, 0), "counted since it was opened");
    assert_eq!(ledger.check_disk(), Ok(()), "a commit without events");

    // Trimming frees space; the sender sends the same request again and it is new.
    ledger.trim(acknowledged * 20).unwrap();
    let retried = ledger.append(batch(acknowledged)).unwrap();
    assert_eq!(retried.added(), 20);
    assert_eq!(ledger.check_disk(), Ok(()));
    assert_eq!(retried.placed[0].offset, acknowledged * 20 + 1);
}

#[test]
fn a_full_queue_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let small = Settings { queue_events: 10, ..Settings::default() };
    let ledger = Ledger::open_with(folder.path().join("ledger.db"), small).unwrap();
    // The writer takes some of them while this runs, so keep handing in until one is refused.
    let mut taken = Vec::new();
    let refused = (0..1_000_000).find_map(|number| match ledger.submit(&[told(&format!("{number}"), 0)]) {
        Ok(receipt) => {
            taken.push(receipt);
            None
        }
        Err(error) => Some(error),
    });
    assert!(matches!(refused, Some(LedgerError::Busy { .. })), "got {refused:?}");
    let expected = taken.len();
    assert!(taken.into_iter().all(|receipt| receipt.wait().is_ok()));
    assert_eq!(ledger.last_offset(), Ok(expected as u64));
}

#[test]
fn a_torn_write_loses_no_event_that_was_on_disk_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, wal) = (folder.path().join("ledger.db"), folder.path().join("ledger.db-wal"));
    let ledger = Ledger::open(&path).unwrap();
    // After each acknowledgement: how long the write-ahead log is, and how many events must be there.
    let mut marks = Vec::new();
    for number in 0..40_u64 {
        ledger.append((0..5).map(|index| told(&format!("{number}/{index}"), 0)).collect()).unwrap();
        marks.push((std::fs::metadata(&wal).unwrap().len(), (number + 1) * 5));
    }
    assert!(marks.is_sorted(), "no checkpoint came between, or the lengths would not tell");
    let expected = ledger.read(0, usize::MAX).unwrap();
    for attempt in 0..30 {
        let torn_at = RandomState::new().hash_one(attempt) % (marks[marks.len() - 1].0 + 1);
        let torn = tempfile::tempdir_in(folder.path()).unwrap();
        let torn = tear(&path, &wal, torn.path(), torn_at, attempt % 2 == 0);
        let reopened = Ledger::open(&torn).unwrap();
        assert_eq!(reopened.check(), Ok(Vec::new()));
        let must_be_there =
            marks.iter().rev().find(|(length, _)| *length <= torn_at).map_or(0, |(_, events)| *events);
        let there = reopened.read(0, usize::MAX).unwrap();
        assert!(there.len() as u64 >= must_be_there);
        assert_eq!(there.len() % 5, 0, "all of a request or nothing");
        assert_eq!(messages(&there), messages(&expected[..there.len()]));
    }
}

/// A copy whose write-ahead log ends at `at`, in garbage or in nothing.
fn tear(path: &Path, wal: &Path, folder: &Path, at: u64, garbage: bool) -> std::path::PathBuf {
    let copy = folder.join("ledger.db");
    std::fs::copy(path, &copy).unwrap();
    let mut bytes = std::fs::read(wal).unwrap();
    let at = usize::try_from(at).unwrap();
    if garbage {
        bytes[at..].fill(0xA5);
    } else {
        bytes.truncate(at);
    }
    std::fs::write(folder.join("ledger.db-wal"), bytes).unwrap();
    copy
}
