//! The conformance story: any backend of the ledger must pass it.

use super::{messages, told};
use std::sync::Arc;
use vihje_ledger::{Ledger, LedgerError, Settings};
use vihje_model::Moment;

#[test]
fn what_was_told_is_read_back_in_order_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.last_offset(), Ok(0));

    let first = ledger.append(vec![told("a", 0), told("b", 0), told("a", 0)]).unwrap();
    let offsets: Vec<_> = first.placed.iter().map(|placed| (placed.offset, placed.duplicate)).collect();
    assert_eq!(offsets, [(1, false), (2, false), (1, true)]);
    assert_eq!(first.added(), 2);

    // The same message again, days later and with another fact in it, is accepted and ignored.
    let again = ledger.append(vec![told("b", 20), told("c", 20)]).unwrap();
    let offsets: Vec<_> = again.placed.iter().map(|placed| (placed.offset, placed.duplicate)).collect();
    assert_eq!(offsets, [(2, true), (3, false)]);

    let all = ledger.read(0, 100).unwrap();
    assert_eq!(messages(&all), [(1, "a"), (2, "b"), (3, "c")]);
    assert_eq!(all[0].1, told("a", 0), "an envelope comes back exactly as it was told");
    assert_eq!(messages(&ledger.read(2, 1).unwrap()), [(2, "b")]);
    assert_eq!(ledger.append(Vec::new()).unwrap().placed, []);
    assert_eq!(ledger.check(), Ok(Vec::new()));
}

#[test]
fn offsets_and_message_ids_outlive_trimming_and_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path).unwrap();
    ledger.append(vec![told("a", 0), told("b", 0)]).unwrap();
    ledger.trim(2).unwrap();
    assert_eq!(ledger.trim(3), Err(LedgerError::BeyondEnd { asked: 3, last: 2 }));
    drop(ledger);

    let ledger = Ledger::open(&path).unwrap();
    let extent = ledger.extent().unwrap();
    assert_eq!((extent.last, extent.trimmed, extent.events()), (2, 2, 0));
    let placed = ledger.append(vec![told("a", 1), told("c", 1)]).unwrap().placed;
    assert_eq!((placed[0].offset, placed[0].duplicate), (1, true));
    assert_eq!((placed[1].offset, placed[1].duplicate), (3, false));
    assert_eq!(messages(&ledger.read(0, 10).unwrap()), [(3, "c")]);
    ledger.trim(1).unwrap();
    assert_eq!(ledger.extent().unwrap().trimmed, 2, "trimming never goes back");
    assert_eq!(ledger.check(), Ok(Vec::new()));
}

#[test]
fn message_ids_are_forgotten_only_when_old_and_trimmed() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { remember_days: 28, ..Settings::default() };
    let ledger = Ledger::open_with(folder.path().join("ledger.db"), settings).unwrap();
    ledger.append(vec![told("old", 0), told("old, not trimmed", 1), told("new", 80)]).unwrap();
    ledger.trim(1).unwrap();
    ledger.forget(Moment(0).plus_days(100)).unwrap();
    let placed =
        ledger.append(vec![told("old", 100), told("old, not trimmed", 100), told("new", 100)]).unwrap();
    let duplicates: Vec<bool> = placed.placed.iter().map(|placed| placed.duplicate).collect();
    assert_eq!(duplicates, [false, true, true]);
    assert_eq!(ledger.check(), Ok(Vec::new()));
}

#[test]
fn an_event_without_a_message_id_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path().join("ledger.db")).unwrap();
    let refused = ledger.append(vec![told("a", 0), told("", 0)]);
    assert_eq!(refused, Err(LedgerError::NoMessageId { index: 1 }));
    assert_eq!(ledger.last_offset(), Ok(0), "all of a request or nothing");
}

#[test]
fn many_senders_at_once_each_get_their_own_offsets() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Arc::new(Ledger::open(folder.path().join("ledger.db")).unwrap());
    let (senders, each) = (8, 50);
    let mut offsets: Vec<u64> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..senders)
            .map(|sender| {
                let ledger = Arc::clone(&ledger);
                scope.spawn(move || {
                    let one =
                        |index| ledger.append(vec![told(&format!("{sender}/{index}"), 0)]).unwrap().placed;
                    (0..each).flat_map(one).map(|placed| placed.offset).collect::<Vec<_>>()
                })
            })
            .collect();
        let of_one = handles.into_iter().map(|handle| handle.join().unwrap());
        of_one.inspect(|offsets| assert!(offsets.is_sorted())).flatten().collect()
    });
    offsets.sort_unstable();
    assert_eq!(offsets, (1..=senders * each).collect::<Vec<u64>>());
    assert_eq!(ledger.check(), Ok(Vec::new()));
}

#[test]
fn a_backup_of_a_running_ledger_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path().join("ledger.db")).unwrap();
    ledger.append((0..500).map(|index| told(&format!("before {index}"), 0)).collect()).unwrap();
    let copy = folder.path().join("copy.db");
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            (0..50).for_each(|index| drop(ledger.append(vec![told(&format!("during {index}"), 0)]).unwrap()));
        });
        ledger.backup_to(&copy).unwrap();
        sending.join().unwrap();
    });
    assert!(ledger.backup_to(&copy).is_err(), "a backup never replaces a file");
    let copied = Ledger::open(&copy).unwrap();
    assert_eq!(copied.check(), Ok(Vec::new()));
    let last = copied.last_offset().unwrap();
    assert!((500..=550).contains(&last));
    assert_eq!(copied.read(0, 1_000).unwrap(), ledger.read(0, usize::try_from(last).unwrap()).unwrap());
}

#[test]
fn what_waits_when_the_ledger_is_dropped_is_still_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path).unwrap();
    let receipts: Vec<_> =
        (0..20).map(|index| ledger.submit(&[told(&format!("{index}"), 0)]).unwrap()).collect();
    drop(ledger);
    assert!(receipts.into_iter().all(|receipt| receipt.wait().is_ok()));
    assert_eq!(Ledger::open(&path).unwrap().last_offset(), Ok(20));
}

#[test]
fn whoever_follows_the_log_is_woken_when_it_grows() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path().join("ledger.sqlite")).unwrap();
    assert_eq!(ledger.wait_past(0, std::time::Duration::ZERO), 0, "nothing yet, and no time to wait");
    std::thread::scope(|scope| {
        let follower = scope.spawn(|| ledger.wait_past(0, std::time::Duration::from_secs(60)));
        ledger.append(vec![told("a", 1), told("b", 1)]).unwrap();
        assert_eq!(follower.join().unwrap(), 2);
    });
    drop(ledger);
    let ledger = Ledger::open(folder.path().join("ledger.sqlite")).unwrap();
    assert_eq!(ledger.wait_past(1, std::time::Duration::ZERO), 2, "also after a restart");
}
