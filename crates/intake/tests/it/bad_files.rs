//! Every file that is refused, with the code and the words for it; nothing of it is kept.

use crate::support::{Folder, gzip, look_at, no_parquet};
use vihje_intake::{LookOptions, look};

fn check(name: &str, bytes: impl AsRef<[u8]>, code: &str) {
    let folder = Folder::new();
    let problem = look_at(&folder.file(name, bytes), &LookOptions::default()).expect_err(name);
    assert_eq!(problem.code, code, "{name}: {problem}");
    assert_eq!(problem.place.file.as_deref(), Some(name), "{problem}");
    assert!(problem.what.ends_with('.') && problem.hint.ends_with('.'), "{problem}");
}

#[test]
fn files_that_hold_no_table_are_refused_by_what_they_are() {
    check("empty.csv", "", "file-is-empty");
    check("blank.csv", "\n \n\n", "file-is-empty");
    check("packed-nothing.csv.gz", gzip(b""), "file-is-empty");
    check("header.csv", "order_id,date,amount\n", "file-has-no-rows");
    check("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-is-not-a-table");
    check("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "file-is-not-a-table");
    check("invoice.pdf", "%PDF-1.7\n%âãÏÓ\n", "file-is-not-a-table");
    check("setup.exe", b"MZ\x90\0\x03\0\0\0", "file-is-not-a-table");
    check("program", b"\x7fELF\x02\x01\x01\0", "file-is-not-a-table");
    check("random.csv", [7_u8, 0, 3, 200, 0, 0, 9, 1].repeat(100), "file-is-binary");
    check("page.xls", "<!DOCTYPE html><html><body>Sign in</body></html>", "file-kind-unsupported");
    check("data.xml", "<?xml version=\"1.0\"?><orders/>", "file-kind-unsupported");
    check(
        "old.xls",
        [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 2000]].concat(),
        "file-kind-unsupported",
    );
    check(
        "old-mac.csv",
        "date,customer,amount\r2024-01-05,A,5.00\r2024-01-06,B,6.00\r",
        "file-kind-unsupported",
    );
    check("backup.7z", b"7z\xbc\xaf\x27\x1c\0\x04", "file-kind-unsupported");
    check("twice.csv.gz", gzip(&gzip(b"a,b\n1,2\n")), "file-kind-unsupported");
}

#[test]
fn damaged_and_endless_files_are_refused() {
    let rows: String = (0..20_000).map(|row| format!("{row},2024-01-01,{}\n", row * 7919 % 1000)).collect();
    let packed = gzip(format!("id,date,amount\n{rows}").as_bytes());
    check("short.csv.gz", &packed[..packed.len() / 20], "file-is-damaged");
    check("one-line.csv", "x".repeat(5 << 20), "line-too-long");
    check("one-line.csv.gz", gzip("1,".repeat(4 << 20).as_bytes()), "line-too-long");
    let open = format!("id,name\n1,ok\n2,\"never closed\n{}", "3,x\n".repeat(5000));
    check("quote.csv", open, "quote-never-closed");
    let ragged: String = (0..100).map(|row| "a,".repeat(1 + row * 7 % 13) + "b\n").collect();
    check("ragged.csv", ragged, "rows-are-ragged");
    let mixed =
        [("id;nimi\n".to_owned() + &"1;Väinö\n".repeat(50)).into_bytes(), b"2;V\xe4in\xf6\n".to_vec()]
            .concat();
    check("mixed.csv", mixed, "encoding-is-mixed");
    check("list.json", "[1, 2, 3]\n", "not-a-json-object");
    check("object.json", "{\n  \"orders\": []\n}\n", "not-a-json-object");
}

#[test]
fn a_path_that_is_not_there_and_an_empty_folder_are_told_apart() {
    let folder = Folder::new();
    let missing = look(&folder.path().join("no.csv"), &LookOptions::default(), &no_parquet).unwrap_err();
    assert_eq!(missing.code, "file-not-found");
    assert_eq!(
        look(folder.path(), &LookOptions::default(), &no_parquet).unwrap_err().code,
        "folder-is-empty"
    );
}

#[test]
fn an_unknown_preset_and_one_that_does_not_fit_are_told_apart() {
    let folder = Folder::new();
    let file = folder.file("a.csv", "id,name\n1,Ann\n2,Bo\n");
    let with = |preset: &str| {
        let options = LookOptions { preset: Some(preset.to_owned()), ..LookOptions::default() };
        look_at(&file, &options).unwrap_err().code
    };
    assert_eq!(with("nonsense"), "preset-not-found");
    assert_eq!(with("cdnow"), "preset-does-not-fit");
}

#[test]
fn in_a_folder_the_bad_do_not_stop_the_good() {
    let folder = Folder::new();
    folder.file(
        "sales.csv",
        "order_id,date,customer_id,sku,amount\n1,2024-01-05,c,p,5.00\n2,2024-01-06,d,q,6.00\n",
    );
    folder.file("products.csv", "sku,name,price\np,Mug,5.00\nq,Cup,6.00\n");
    folder.file("deep/asiakkaat.csv", "asiakasnumero;nimi;sähköposti\n1;Ann;a@b.fi\n2;Bo;c@d.fi\n");
    folder.file("logo.png", b"\x89PNG\r\n\x1a\n");
    folder.file("notes.txt", "Remember the milk.\nAnd the bread, too.\n");
    folder.file(".hidden.csv", "a,b\n1,2\n");
    let found = look(folder.path(), &LookOptions::default(), &no_parquet).unwrap();
    let names: Vec<&str> = found.iter().map(|looked| looked.file.as_str()).collect();
    assert_eq!(names, ["products.csv", "deep/asiakkaat.csv", "sales.csv", "logo.png", "notes.txt"]);
    assert_eq!(found.iter().filter(|looked| looked.plan().is_some()).count(), 3);
    assert!(found[3..].iter().all(|looked| !looked.problems.is_empty()));
}
