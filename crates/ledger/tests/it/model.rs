//! Any sequence of appends, repetitions, trims and restarts equals a plain list in memory.

use super::told;
use proptest::prelude::*;
use std::collections::BTreeMap;
use vihje_ledger::{Ledger, LedgerError, Settings};

#[derive(Debug, Clone)]
enum Step {
    Append(Vec<(u8, u8)>),
    Trim(u64),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    // Few ids, so that repetitions are common; days over several weeks.
    let messages = prop::collection::vec((0..40_u8, 0..30_u8), 0..6);
    prop_oneof![
        6 => messages.prop_map(Step::Append),
        2 => (0..60_u64).prop_map(Step::Trim),
        1 => Just(Step::Restart),
    ]
}

#[derive(Default)]
struct Model {
    first: BTreeMap<u8, u64>,
    log: BTreeMap<u64, u8>,
    last: u64,
}

impl Model {
    fn append(&mut self, message: u8) -> (u64, bool) {
        if let Some(offset) = self.first.get(&message) {
            return (*offset, true);
        }
        self.last += 1;
        self.first.insert(message, self.last);
        self.log.insert(self.last, message);
        (self.last, false)
    }
}

/// Ids settle all the time, in steps of one.
fn settings() -> Settings {
    Settings { settle_ids: 3, ..Settings::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_equals_a_list(steps in prop::collection::vec(step(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let mut ledger = Ledger::open_with(&path, settings()).unwrap();
        let mut model = Model::default();
        for step in steps {
            match step {
                Step::Append(messages) => {
                    let envelopes = messages.iter().map(|(id, day)| told(&id.to_string(), i64::from(*day))).collect();
                    let placed = ledger.append(envelopes).unwrap().placed;
                    let told: Vec<_> = placed.iter().map(|placed| (placed.offset, placed.duplicate)).collect();
                    let expected: Vec<_> = messages.iter().map(|(id, _)| model.append(*id)).collect();
                    prop_assert_eq!(told, expected);
                }
                Step::Trim(up_to) if up_to > model.last => {
                    prop_assert_eq!(ledger.trim(up_to), Err(LedgerError::BeyondEnd { asked: up_to, last: model.last }));
                }
                Step::Trim(up_to) => {
                    ledger.trim(up_to).unwrap();
                    model.log.retain(|offset, _| *offset > up_to);
                }
                Step::Restart => {
                    drop(ledger);
                    ledger = Ledger::open_with(&path, settings()).unwrap();
                }
            }
            let rows = ledger.read(0, usize::MAX).unwrap();
            let read: Vec<_> = rows.iter().map(|(offset, row)| (*offset, row.message_id.parse().unwrap())).collect();
            let expected: Vec<(u64, u8)> = model.log.iter().map(|(offset, id)| (*offset, *id)).collect();
            prop_assert_eq!(read, expected);
            prop_assert_eq!(ledger.last_offset().unwrap(), model.last);
        }
        prop_assert_eq!(ledger.check().unwrap(), Vec::new());
    }
}
