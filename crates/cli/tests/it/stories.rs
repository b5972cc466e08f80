//! The command line as a user meets it: from files to a list, mistakes answered, and the way back.

use crate::program::{Folder, Server};
use std::fmt::Write as _;
use std::path::Path;

/// Two years of orders: thirty regular customers, of whom one stopped half a year before the end.
pub(crate) fn sales() -> String {
    let mut text = String::from("order_id,customer_id,product_id,category,date,quantity,amount\n");
    for customer in 0..30_u32 {
        for order in 0..48_u32 {
            let day = order * 15 + customer % 15;
            if customer == 7 && day > 540 {
                continue;
            }
            let (year, rest) = (2023 + day / 360, day % 360);
            let _ = writeln!(
                text,
                "o{customer}-{order},c{customer},p{},{},{year}-{:02}-{:02},1,{}.90",
                (customer + order) % 5,
                ["bread", "milk"][(order % 2) as usize],
                1 + rest / 30,
                1 + rest % 28,
                20 + customer
            );
        }
    }
    text
}

#[test]
fn files_become_a_list_and_the_import_can_be_taken_back() {
    let folder = Folder::new();
    folder.file("sales.csv", &sales());
    let dry = folder.run(&["import", "sales.csv", "--dry-run"]);
    assert!(dry.success, "{}", dry.notes);
    assert!(dry.text.contains("would add"), "{}", dry.text);
    assert!(!folder.path().join("data").exists(), "a dry run kept something");

    let done = folder.run(&["import", "sales.csv"]);
    assert_eq!(done.code, Some(0), "{}", done.notes);
    let again = folder.run(&["import", "sales.csv", "--json"]);
    let outcome: serde_json::Value = serde_json::from_str(&again.text).expect("JSON");
    assert_eq!(outcome[0]["outcome"]["added"], 0, "{}", again.text);
    assert!(outcome[0]["outcome"]["known"].as_u64() > Some(1_400), "{}", again.text);

    let decline = folder.run(&["analyse", "decline"]);
    assert!(decline.success, "{}", decline.notes);
    let first = decline.text.lines().nth(1).unwrap_or_default();
    assert!(first.starts_with("c7,"), "the customer who stopped leads the list: {}", decline.text);

    let list = folder.run(&["export", "today", "today.csv"]);
    assert!(list.success, "{}", list.notes);
    assert!(std::fs::read_to_string(folder.path().join("today.csv")).expect("written").contains("c7"));

    let imports = folder.run(&["import", "--list", "--json"]);
    let imports: serde_json::Value = serde_json::from_str(&imports.text).expect("JSON");
    let ids: Vec<&str> =
        imports.as_array().expect("imports").iter().filter_map(|one| one["id"].as_str()).collect();
    let lines = || folder.query("SELECT order_id FROM sale_lines").len();
    let before = lines();
    let &[again, first] = ids.as_slice() else { panic!("two imports are listed: {ids:?}") };
    let undone = folder.run(&["import", "--undo", first]);
    assert!(undone.success, "{}", undone.notes);
    assert_eq!(lines(), before, "the second import told the same lines and still stands");
    let undone = folder.run(&["import", "--undo", again]);
    assert!(undone.success, "{}", undone.notes);
    assert!(folder.query("SELECT * FROM sale_lines LIMIT 1").is_empty(), "the lines are still there");
    assert!(folder.run(&["doctor"]).success);
}

#[test]
fn bad_rows_are_told_and_come_back_mended() {
    let folder = Folder::new();
    let mut rows = String::from(
        "order_id,customer_id,product_id,date,quantity,amount\n\
         1,a,p,2024-01-02,1,5.00\n2,b,p,not a day,1,5.00\n3,c,p,2024-01-04,1,five\n",
    );
    for order in 4..=28 {
        let _ = writeln!(rows, "{order},a,q,2024-01-{order:02},1,7.00");
    }
    folder.file("sales.csv", &rows);
    let done = folder.run(&["import", "sales.csv", "--json"]);
    assert_eq!(done.code, Some(3), "rejected rows have an exit code of their own: {}", done.notes);
    let outcome: serde_json::Value = serde_json::from_str(&done.text).expect("JSON");
    let rejected = outcome[0]["rejected"].as_array().expect("rows");
    let places: Vec<_> = rejected.iter().map(|row| (row["line"].as_u64(), row["column"].as_str())).collect();
    assert_eq!(places, [(Some(3), Some("date")), (Some(4), Some("amount"))]);
    let id = outcome[0]["outcome"]["import"].as_str().expect("an id");

    assert!(folder.run(&["import", "--rejected", id, "--to", "mend.csv"]).success);
    let mend = std::fs::read_to_string(folder.path().join("mend.csv")).expect("written");
    folder.file("mend.csv", &mend.replace("not a day", "2024-01-03").replace("five", "5.00"));
    let mended = folder.run(&["import", "mend.csv"]);
    assert_eq!(mended.code, Some(0), "{}{}", mended.text, mended.notes);
    assert_eq!(folder.query("SELECT * FROM sale_lines").len(), 28);
}

#[test]
fn mistakes_are_answered_with_what_to_do() {
    let folder = Folder::new();
    let check = |args: &[&str], expected: &str| {
        let ran = folder.run(args);
        assert!(!ran.success, "{args:?} went through: {}", ran.text);
        assert!(ran.notes.contains(expected), "{args:?} said: {}", ran.notes);
        assert!(
            ![".:", "..", ".;", "!."].iter().any(|twice| ran.notes.contains(twice)),
            "{args:?} said: {}",
            ran.notes
        );
    };
    check(&["query", "SELECT 1"], "There is no data folder");
    check(&["import", "absent.csv"], "absent.csv");
    folder.file("empty.csv", "");
    check(&["import", "empty.csv"], "empty");
    folder
        .file("good.csv", "order_id,customer_id,product_id,date,quantity,amount\n1,a,p,2024-01-02,1,5.00\n");
    assert!(folder.run(&["import", "good.csv"]).success);
    check(
        &["query", "DROP TABLE sale_lines"],
        "Only SELECT is answered here; nothing can be changed. Write one SELECT",
    );
    check(&["query", "SELEC 1"], "The SQL was not understood: ");
    check(&["analyse", "patterns", "--channel", "age ~ 5"], "The condition after --channel is not right. ");
    check(
        &["analyse", "patterns", "--channel", "foo = 3"],
        "No customer has an attribute \"foo\". No attributes of customers are known",
    );
    check(&["serve", "--listen", "192.0.2.1:1"], "with --listen. ");
    check(&["query", "SELECT * FROM read_csv('good.csv')"], "");
    check(&["analyse", "patterns", "--level", "nothing"], "There is no product level");
    check(&["analyse", "decline", "--as-of", "yesterday"], "2017-12-31");
    check(&["import", "--undo", "nothing"], "nothing");
    folder.file("vihje.toml", "colour = 'red'\n");
    check(&["doctor"], "docs/reference/settings.md");
}

#[test]
fn a_backup_becomes_an_equal_folder() {
    let folder = Folder::new();
    folder.file("sales.csv", &sales());
    assert!(folder.run(&["import", "sales.csv"]).success);
    let count = "SELECT count(*) AS n, sum(value) AS s FROM sale_lines";
    let before = folder.query(count);
    assert!(folder.run(&["backup", "copy"]).success);
    assert!(!folder.run(&["restore", "copy"]).success, "a folder in use is not overwritten");
    let restored = folder.run(&["restore", "copy", "--data", "other"]);
    assert!(restored.success, "{}", restored.notes);
    let after = folder.run(&["query", count, "--data", "other", "--json"]);
    assert_eq!(crate::crash::rows(&after.text), before);
    assert!(folder.run(&["doctor", "--data", "other"]).success);
    let opened = folder.run(&["doctor", "--data", "copy"]);
    assert!(
        !opened.success && opened.notes.contains("vihje restore"),
        "a backup stays as it is: {}",
        opened.notes
    );
}

/// Turns one byte of a file into another.
fn damage(path: &Path, at: u64) {
    use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
    let mut file = std::fs::File::options().read(true).write(true).open(path).expect("there");
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut byte)).expect("long enough");
    file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(&[byte[0] ^ 0x55])).expect("written");
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let folder = Folder::new();
    folder.file("sales.csv", &sales());
    assert!(folder.run(&["import", "sales.csv"]).success);
    let file = |backup: &str, name: &str| folder.path().join(backup).join(name);
    let refused = |backup: &str, expected: &str| {
        let restored = folder.run(&["restore", backup, "--data", "other"]);
        assert!(!restored.success, "{backup} was restored");
        assert!(restored.notes.contains(expected), "{backup} said: {}", restored.notes);
        assert!(!folder.path().join("other").exists(), "{backup} left something behind");
        std::fs::create_dir(folder.path().join("empty")).expect("made");
        assert!(!folder.run(&["restore", backup, "--data", "empty"]).success);
        std::fs::remove_dir(folder.path().join("empty")).expect("the empty folder is as empty as it was");
    };
    for (backup, name) in [("b1", "ledger.sqlite"), ("b2", "desk.sqlite"), ("b3", "history/history.duckdb")] {
        assert!(folder.run(&["backup", backup]).success);
        let path = file(backup, name);
        let middle = std::fs::metadata(&path).expect("there").len() / 2;
        damage(&path, middle);
        refused(backup, &format!("{name} is not as it was written"));
        std::fs::remove_file(&path).expect("removed");
        refused(backup, &format!("{name} is missing"));
    }
    assert!(folder.run(&["backup", "b4"]).success);
    std::fs::rename(file("b4", "backup.json"), file("b4", "backup.json.unfinished")).expect("renamed");
    refused("b4", "cut off");
    refused("sales.csv", "not a backup");
}

#[test]
fn a_backup_without_checksums_is_restored_after_the_doctor_has_seen_it() {
    let folder = Folder::new();
    folder.file("sales.csv", &sales());
    assert!(folder.run(&["import", "sales.csv"]).success);
    assert!(folder.run(&["backup", "old"]).success);
    std::fs::remove_file(folder.path().join("old/backup.json")).expect("listed");
    let restored = folder.run(&["restore", "old", "--data", "one"]);
    assert!(restored.success, "{}", restored.notes);
    let names = std::fs::read_dir(folder.path().join("one")).expect("restored");
    let mut names: Vec<_> =
        names.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    assert_eq!(names, ["desk.sqlite", "history", "ledger.sqlite", "lock"]);
    assert!(folder.run(&["doctor", "--data", "one"]).success);

    let desk = folder.path().join("old/desk.sqlite");
    let whole = std::fs::read(&desk).expect("there");
    std::fs::write(&desk, &whole[..whole.len() / 2]).expect("cut");
    let restored = folder.run(&["restore", "old", "--data", "two"]);
    assert_eq!(restored.code, Some(1), "{}", restored.text);
    assert!(restored.notes.contains("is damaged"), "{}", restored.notes);
    assert!(!folder.path().join("two").exists(), "something was left behind");
}

#[test]
fn a_dry_run_makes_no_folder() {
    let folder = Folder::new();
    folder.file("sales.csv", &sales());
    let dry = folder.run(&["import", "sales.csv", "--dry-run", "--json"]);
    assert_eq!(dry.code, Some(0), "{}", dry.notes);
    let told: serde_json::Value = serde_json::from_str(&dry.text).expect("JSON");
    assert!(told[0]["outcome"]["added"].as_u64() > Some(1_400), "{}", dry.text);
    assert!(!folder.path().join("data").exists(), "a dry run made the data folder");
    std::fs::create_dir(folder.path().join("data")).expect("made");
    assert!(folder.run(&["import", "sales.csv", "--dry-run"]).success);
    std::fs::remove_dir(folder.path().join("data")).expect("an empty folder stays empty");
    let list = folder.run(&["import", "--list"]);
    assert!(list.notes.contains("There is no data folder"), "{}", list.notes);
}

#[test]
fn a_log_in_a_file_has_no_colours_and_no_line_for_each_file_of_a_page() {
    let folder = Folder::new();
    let log = folder.path().join("log");
    let server = Server::logging(&folder, &log);
    assert!(
        server.client().get("/").is_ok()
            && server.client().get("/healthz").is_ok()
            && server.client().get("/api/v1/session").is_ok()
    );
    assert!(server.client().get("/assets/none.js").is_err(), "there is no such file");
    drop(server);
    let log = std::fs::read_to_string(log).expect("written");
    assert!(!log.contains('\u{1b}'), "{log:?}");
    assert!(log.contains("path=/api/v1/session"), "{log}");
    assert!(!log.contains("path=/healthz"), "what is looked at every few seconds is not told: {log}");
    assert!(!log.contains("path=/ "), "{log}");
    assert!(log.contains("path=/assets/none.js status=404"), "what is not there is told: {log}");
}

#[test]
fn a_simulated_company_is_read_without_help() {
    let folder = Folder::new();
    let made = folder.run(&["simulate", "company", "--customers", "300", "--lines", "20000", "--seed", "5"]);
    assert!(made.success, "{}", made.notes);
    assert!(!folder.run(&["simulate", "company"]).success, "a folder is overwritten");
    let done = folder.run(&["import", "company", "--json"]);
    assert_eq!(done.code, Some(0), "{}", done.notes);
    let truth = std::fs::read_to_string(folder.path().join("company/truth.json")).expect("written");
    let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
    let lines = truth["counts"]["sale_lines"].as_u64().unwrap_or_default()
        + truth["counts"]["return_lines"].as_u64().unwrap_or_default();
    let found = folder.query("SELECT count(*) AS n FROM sale_lines");
    assert_eq!(found[0]["n"].as_u64(), Some(lines));
}

#[test]
fn references_say_what_the_code_says() {
    let folder = Folder::new();
    for name in ["cli", "settings", "views"] {
        let path = format!("{}/../../docs/reference/{name}.md", env!("CARGO_MANIFEST_DIR"));
        let now = folder.run(&["reference", name]).text;
        if std::env::var_os("UPDATE_REFERENCES").is_some() {
            std::fs::write(&path, &now).expect("docs/reference can be written");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == now,
            "docs/reference/{name}.md is not current: run UPDATE_REFERENCES=1 make test-rust"
        );
    }
}

#[test]
fn a_small_file_with_bad_rows_comes_in_without_them() {
    let folder = Folder::new();
    folder.file(
        "sales.csv",
        "date,customer,product,quantity,amount\n2024-01-05,Ann,Mug,1,5.00\n2024-01-06,Bo,Cup,2,9.00\n\
         yesterday,Cia,Mug,1,5.00\n,,,,\n2024-01-09,Bo,Mug,1,n/a\n1970-01-01,Dan,Plate,3,21.00\n\
         2999-01-01,Dan,Plate,3,21.00\n2024-01-11,Ann,Plate,1,7.00\n",
    );
    let done = folder.run(&["import", "sales.csv", "--json"]);
    assert_eq!(done.code, Some(3), "{}", done.notes);
    let outcome: serde_json::Value = serde_json::from_str(&done.text).expect("JSON");
    assert_eq!(outcome[0]["outcome"]["rows"], 7, "the row without a value is none: {}", done.text);
    assert_eq!(outcome[0]["outcome"]["added"], 3, "{}", done.text);
    let told: Vec<(u64, &str, &str)> = outcome[0]["rejected"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|row| Some((row["line"].as_u64()?, row["column"].as_str()?, row["code"].as_str()?)))
        .collect();
    let expect = [
        (4, "date", "not-a-date"),
        (6, "amount", "missing-value"),
        (7, "date", "far-past"),
        (8, "date", "far-future"),
    ];
    assert_eq!(told, expect);

    let id = outcome[0]["outcome"]["import"].as_str().expect("an id");
    assert!(folder.run(&["import", "--rejected", id, "--to", "fix.csv"]).success);
    let fix = std::fs::read_to_string(folder.path().join("fix.csv")).expect("written");
    folder.file("fixed.csv", &fix.replace("yesterday", "2024-01-07").replace("n/a", "5.00"));
    let again = folder.run(&["import", "fixed.csv", "--json"]);
    let outcome: serde_json::Value = serde_json::from_str(&again.text).expect("JSON");
    assert_eq!(outcome[0]["outcome"]["added"], 2, "{}{}", again.text, again.notes);
}

#[test]
fn a_kind_can_be_told_where_the_columns_do_not() {
    let folder = Folder::new();
    folder.file("list.csv", "id,remark\n1,first\n2,second\n3,third\n");
    let unknown = folder.run(&["import", "list.csv"]);
    assert!(!unknown.success && unknown.notes.contains("--kind"), "{}", unknown.notes);
    let told = folder.run(&["import", "list.csv", "--kind", "customers", "--json"]);
    assert_eq!(told.code, Some(0), "{}", told.notes);
    assert_eq!(folder.query("SELECT count(*) AS n FROM customers")[0]["n"], 3);
    let wrong = folder.run(&["import", "list.csv", "--preset", "nonsense"]);
    assert!(wrong.notes.contains("shopify"), "the presets are named: {}", wrong.notes);
}

#[test]
fn unknown_currencies_are_refused_by_row_and_hostile_names_stay_text() {
    let folder = Folder::new();
    folder.file(
        "sales.csv",
        "date,customer,product,quantity,amount,currency\n\
         2024-01-05,\"Robert'); DROP TABLE sale_lines;--\",<script>alert(1)</script>,1,5.00,EUR\n\
         2024-01-06,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",@SUM(A1),1,6.00,EUR\n\
         2024-01-07,Cia,Mug,1,50.00,SEK\n2024-01-08,Dan,Mug,1,5.00,XXQ\n",
    );
    let done = folder.run(&["import", "sales.csv", "--json"]);
    assert_eq!(done.code, Some(3), "{}", done.notes);
    let outcome: serde_json::Value = serde_json::from_str(&done.text).expect("JSON");
    let codes: Vec<_> =
        outcome[0]["rejected"].as_array().expect("a list").iter().map(|row| &row["code"]).collect();
    assert_eq!(codes, ["no-rate", "no-rate"], "{}", done.text);
    assert!(done.text.contains("There is no rate from SEK to EUR"), "{}", done.text);
    let names = folder.query("SELECT id FROM customers ORDER BY id");
    let names: Vec<_> = names.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(names, ["=HYPERLINK(\"http://x\",\"y\")", "Robert'); DROP TABLE sale_lines;--"]);
    assert!(folder.run(&["export", "customers", "customers.csv"]).success);
    let text = std::fs::read_to_string(folder.path().join("customers.csv")).expect("written");
    assert!(text.contains("'=HYPERLINK"), "{text}");
    assert!(folder.run(&["export", "customers", "customers.xlsx"]).success);
}
