//! Doctor, backup, and the folder itself.

use crate::support::*;
use vihje_history::{History, Options, QueryLimits};

#[test]
fn a_backup_taken_while_running_is_a_history() {
    let home = Home::new();
    let path = home.write("s.csv", format!("{HEADER}1,anna,tea,2025-01-01,2,7.00\nbad\n"));
    home.import(&sales(&path), "i1");
    let folder = home.folder.path().join("backup");
    home.history.backup_to(&folder).unwrap();
    let code: vihje_model::Problem = home.history.backup_to(&folder).unwrap_err().into();
    assert_eq!(code.code, "backup-exists");
    let copy = History::open(&folder, &Options::default()).unwrap();
    let answer = copy.query("SELECT customer, value FROM sale_lines", QueryLimits::default()).unwrap();
    assert_eq!(answer.rows, [[Some("anna".to_owned()), Some("7.0000".to_owned())]]);
    assert_eq!(copy.rejected_rows("i1", 0, 9).unwrap(), home.history.rejected_rows("i1", 0, 9).unwrap());
    assert!(copy.check().unwrap().is_empty());
}

#[test]
fn what_was_committed_is_there_after_opening_again() {
    let home = Home::new();
    let path = home.write("s.csv", format!("{HEADER}1,anna,tea,2025-01-01,2,7.00\n"));
    home.import(&sales(&path), "i1");
    let folder = home.folder.path().join("data");
    drop(home.history);
    // A copy left behind by a killed process goes when the history is opened.
    std::fs::write(folder.join("stage-1-0.csv"), "left").unwrap();
    let again = History::open(&folder, &Options::default()).unwrap();
    assert!(!folder.join("stage-1-0.csv").exists());
    assert_eq!(again.query("SELECT * FROM sale_lines", QueryLimits::default()).unwrap().rows.len(), 1);
    assert_eq!(again.currency().unwrap().unwrap().code(), "EUR");
}

#[test]
fn another_reporting_currency_is_refused() {
    let home = Home::new();
    let path = home.write("s.csv", format!("{HEADER}1,anna,tea,2025-01-01,2,7.00\n"));
    home.import(&sales(&path), "i1");
    let mut options = options();
    options.currency = "USD".parse().unwrap();
    let problem: vihje_model::Problem = home.history.stage(&sales(&path), &options).err().unwrap().into();
    assert_eq!(problem.code, "reporting-currency-differs");
}

#[test]
fn cancelled_work_leaves_no_trace() {
    let home = Home::new();
    let path = home.write("s.csv", format!("{HEADER}1,anna,tea,2025-01-01,2,7.00\n"));
    let options = options();
    let staged = home.history.stage(&sales(&path), &options).unwrap();
    options.cancel.cancel();
    let problem: vihje_model::Problem = home.history.commit(staged, "i1").unwrap_err().into();
    assert_eq!(problem.code, "cancelled");
    assert!(home.history.imports().unwrap().is_empty());
}
