//! What the history is handed: UTF-8 text from the header on, with line numbers that lead back to the user's file.

use crate::support::{Folder, gzip, look_at};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::path::Path;
use vihje_intake::{LookOptions, Prepared, prepare};
use vihje_model::import::{Compression, Format as FileFormat};

fn prepared(folder: &Folder, file: &Path) -> Prepared {
    let plan = look_at(file, &LookOptions::default()).unwrap().plan().unwrap();
    prepare(&plan, folder.path()).unwrap()
}

fn text(prepared: &Prepared) -> String {
    std::fs::read_to_string(&prepared.plan.path).unwrap()
}

const TABLE: &str =
    "Päivä;Asiakas;Tuote;Määrä;Summa €\n5.1.2024;Äijälä Oy;Säkki;1;12,50\n16.1.2024;Örn;Lapio;2;25,00\n";

#[test]
fn utf_8_is_taken_as_it_is() {
    let folder = Folder::new();
    let file = folder.file("a.csv", TABLE);
    let prepared = prepared(&folder, &file);
    assert_eq!(
        (prepared.plan.path.as_path(), prepared.is_temporary(), prepared.lines),
        (file.as_path(), false, Some(3))
    );
}

#[test]
fn other_encodings_become_utf_8() {
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(TABLE);
    let little: Vec<u8> =
        "\u{feff}".encode_utf16().chain(TABLE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        "\u{feff}".encode_utf16().chain(TABLE.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let packed = gzip(&latin);
    for bytes in [latin.as_ref(), &little, &big, &packed] {
        let folder = Folder::new();
        let prepared = prepared(&folder, &folder.file("a.csv", bytes));
        assert_eq!(text(&prepared), TABLE);
        assert_eq!((prepared.plan.compression, prepared.line_offset), (Compression::None, 0));
    }
}

#[test]
fn zstd_is_read_where_it_lies() {
    let folder = Folder::new();
    let file = folder.file("a.csv.zst", zstd::encode_all(TABLE.as_bytes(), 1).unwrap());
    assert_eq!(prepared(&folder, &file).plan.compression, Compression::Zstd);
}

#[test]
fn a_title_above_the_header_is_taken_off_and_counted() {
    let folder = Folder::new();
    let prepared = prepared(&folder, &folder.file("a.csv", format!("Raportti;;;;\n\n{TABLE}")));
    assert_eq!((text(&prepared).as_str(), prepared.line_offset), (TABLE, 2));
}

#[test]
fn names_that_stand_twice_or_not_at_all_get_names() {
    let folder = Folder::new();
    let file = folder
        .file("a.csv", "order_id,date,date,,sku,amount\n1,2024-01-05,x,y,p,5.00\n2,2024-01-06,x,y,q,6.00\n");
    let prepared = prepared(&folder, &file);
    assert_eq!(
        text(&prepared),
        "order_id,date,date_2,column4,sku,amount\n1,2024-01-05,x,y,p,5.00\n2,2024-01-06,x,y,q,6.00\n"
    );
    assert_eq!(prepared.line_offset, 0);
}

#[test]
fn a_late_latin_letter_makes_the_file_latin_after_all() {
    let folder = Folder::new();
    let rows = "1,2024-01-05,c1,p1,5.00\n".repeat(60_000);
    let start = format!("order_id,date,customer_id,product_id,amount\n{rows}").into_bytes();
    let file = folder.file("a.csv", [&start[..], b"2,2024-01-06,V\xe4in\xf6,p1,5.00\n"].concat());
    assert!(text(&prepared(&folder, &file)).ends_with("2,2024-01-06,Väinö,p1,5.00\n"));
}

#[test]
fn late_damage_and_late_mixtures_are_refused_before_the_import() {
    let folder = Folder::new();
    let rows: String =
        (0..200_000).map(|row| format!("{row},2024-01-05,c{},p1,5.00\n", row * 7919 % 9973)).collect();
    let table = format!("order_id,date,customer_id,product_id,amount\n{rows}");
    let late = |name: &str, bytes: &[u8]| {
        let plan = look_at(&folder.file(name, bytes), &LookOptions::default()).unwrap().plan().unwrap();
        prepare(&plan, folder.path()).unwrap_err()
    };
    let packed = gzip(table.as_bytes());
    assert_eq!(late("short.csv.gz", &packed[..packed.len() - 100]).code, "file-is-damaged");
    let mixed =
        [table.as_bytes(), "1,2024-01-06,Väinö Äijä,p1,1\n".as_bytes(), b"1,2024-01-06,V\xe4in\xf6,p1,1\n"]
            .concat();
    let problem = late("mixed.csv", &mixed);
    assert_eq!((problem.code.as_str(), problem.place.line), ("encoding-is-mixed", Some(200_003)));
    let long = [table.as_bytes(), "x".repeat(5 << 20).as_bytes()].concat();
    let problem = late("long.csv", &long);
    assert_eq!((problem.code.as_str(), problem.place.line), ("line-too-long", Some(200_002)));
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 3, "only the three files of the test: {left:?}");
}

#[test]
fn a_json_array_becomes_lines() {
    let folder = Folder::new();
    let json = "[{\"order_id\":1,\"date\":\"2024-01-05\",\"customer_id\":\"a\",\"sku\":\"p\",\"amount\":5.5},\n\
                 {\"order_id\":2,\"date\":\"2024-01-06\",\"customer_id\":\"b\",\"sku\":\"q\",\"amount\":6}]";
    let prepared = prepared(&folder, &folder.file("a.json", json));
    assert_eq!(prepared.lines, Some(2));
    assert_eq!(text(&prepared).lines().count(), 2);
    assert!(text(&prepared).lines().all(|line| line.starts_with('{') && line.ends_with('}')));
}

#[test]
fn a_file_that_changed_since_the_look_is_refused() {
    let folder = Folder::new();
    let file = folder.file("a.csv", TABLE);
    let plan = look_at(&file, &LookOptions::default()).unwrap().plan().unwrap();
    folder.file("a.csv", TABLE.replace("Tuote", "Jokin muu"));
    let problem = prepare(&plan, folder.path()).unwrap_err();
    assert_eq!(problem.code, "columns-differ");
    assert!(problem.what.contains("Tuote"), "{problem}");
}

fn workbook(folder: &Folder) -> std::path::PathBuf {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = book.add_worksheet().set_name("Myynti").unwrap();
    sheet.write(0, 0, "Myynti 2024").unwrap();
    for (column, name) in ["Pvm", "Asiakas", "Tuote", "Määrä", "Summa"].into_iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap(), name).unwrap();
    }
    for (row, customer) in [(3, "Oy A"), (5, "=cmd|' /C calc'!A0")] {
        sheet.write_with_format(row, 0, ExcelDateTime::from_ymd(2024, 1, 31).unwrap(), &day).unwrap();
        sheet.write_string(row, 1, customer).unwrap();
        sheet.write(row, 2, "Vasara\niso").unwrap();
        sheet.write(row, 3, 2).unwrap();
        sheet.write(row, 4, Formula::new("=0.1+0.2").set_result("0.30000000000000004")).unwrap();
    }
    book.add_worksheet().set_name("Muistiinpanot").unwrap();
    let path = folder.path().join("myynti.xlsx");
    book.save(&path).unwrap();
    path
}

#[test]
fn a_sheet_becomes_csv_with_iso_dates_values_of_formulas_and_its_row_numbers() {
    let folder = Folder::new();
    let file = workbook(&folder);
    let looked = look_at(&file, &LookOptions::default()).unwrap();
    assert_eq!(looked.format, Some(FileFormat::Xlsx { sheet: "Myynti".to_owned() }));
    let prepared = prepare(&looked.plan().unwrap(), folder.path()).unwrap();
    let expected = "Pvm,Asiakas,Tuote,Määrä,Summa\n2024-01-31,Oy A,Vasara iso,2,0.3\n,,,,\n\
                    2024-01-31,=cmd|' /C calc'!A0,Vasara iso,2,0.3\n";
    assert_eq!(text(&prepared), expected);
    // Line 2 of the prepared file is row 4 of the sheet.
    assert_eq!((prepared.line_offset, prepared.lines), (2, Some(4)));
    let path = prepared.plan.path.clone();
    drop(prepared);
    assert!(!path.exists(), "the temporary file goes with the guard");
}

#[test]
fn a_sheet_that_is_not_there_is_refused() {
    let folder = Folder::new();
    let options = LookOptions { sheet: Some("Toinen".to_owned()), ..LookOptions::default() };
    assert_eq!(look_at(&workbook(&folder), &options).unwrap_err().code, "sheet-not-found");
}
