//! Kill -9 at random moments. The test binary starts itself again as a sender that prints what was acknowledged; the
//! parent kills it and looks into the file. `VIHJE_KILLS=200` for the long run.

use super::told;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use vihje_ledger::{Ledger, Settings};

const FOLDER: &str = "VIHJE_CRASH_FOLDER";
const LIFE: &str = "VIHJE_CRASH_LIFE";
/// Marks an acknowledged message id among whatever else the test harness prints.
const MARK: &str = "acknowledged ";

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_kill_9() {
    if let Ok(folder) = std::env::var(FOLDER) {
        send_until_killed(Path::new(&folder));
    }
    let kills: u64 = std::env::var("VIHJE_KILLS").ok().map_or(5, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for life in 0..kills {
        let before = acknowledged.len();
        acknowledged.extend(one_life(folder.path(), life));
        assert!(acknowledged.len() > before, "life {life} acknowledged something before it was killed");
        look(folder.path(), &acknowledged);
    }
}

/// Starts a sender, kills it after a random number of acknowledgements, and returns all it printed.
fn one_life(folder: &Path, life: u64) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::nothing_acknowledged_is_lost_or_doubled_by_kill_9", "--nocapture"])
        .env(FOLDER, folder)
        .env(LIFE, life.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let patience = 1 + RandomState::new().hash_one(life) % 400;
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    let mut line = String::new();
    let mut killed = false;
    while output.read_line(&mut line).unwrap() > 0 {
        // A line without an end was cut by the kill; its reader never saw it.
        if line.ends_with('\n')
            && let Some((_, id)) = line.trim_end().split_once(MARK)
        {
            acknowledged.push(id.to_owned());
        }
        line.clear();
        if !killed && acknowledged.len() as u64 >= patience {
            child.kill().unwrap();
            killed = true;
        }
    }
    assert!(!child.wait().unwrap().success(), "the sender works until it is killed");
    acknowledged
}

fn look(folder: &Path, acknowledged: &[String]) {
    let ledger = Ledger::open(folder.join("ledger.db")).unwrap();
    assert_eq!(ledger.check(), Ok(Vec::new()));
    let mut times: HashMap<String, u32> = HashMap::new();
    for (_, envelope) in ledger.read(0, usize::MAX).unwrap() {
        *times.entry(envelope.message_id).or_default() += 1;
    }
    assert!(times.values().all(|times| *times == 1), "nothing is doubled");
    for id in acknowledged {
        assert!(times.contains_key(id), "{id} was acknowledged and is lost");
    }
}

/// Four senders, some of whose messages repeat earlier ones, in small requests.
fn send_until_killed(folder: &Path) -> ! {
    let life = std::env::var(LIFE).unwrap();
    // Ids settle in many small steps, so that kills fall between them too.
    let settings = Settings { settle_ids: 50, ..Settings::default() };
    let ledger = Ledger::open_with(folder.join("ledger.db"), settings).unwrap();
    std::thread::scope(|scope| {
        for sender in 0..4_u32 {
            let (ledger, life) = (&ledger, &life);
            scope.spawn(move || {
                for number in 0_u64.. {
                    let own = format!("{life}/{sender}/{number}");
                    let repeated = format!("0/{sender}/{}", number / 2);
                    ledger.append(vec![told(&own, 0), told(&repeated, 0)]).unwrap();
                    let line = format!("\n{MARK}{own}\n{MARK}{repeated}\n");
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                    std::io::stdout().flush().unwrap();
                }
            });
        }
    });
    unreachable!("the senders never stop by themselves")
}
