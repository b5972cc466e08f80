//! Files that are not as they should be: each bad row is told with its line, column and reason, the good ones come in.

use crate::support::*;
use std::io::Write;
use vihje_model::import::{Column, Compression, Format, OnlyWhere, RecordKind, Rejected, Target};

fn shown(rejected: &[Rejected]) -> Vec<String> {
    rejected
        .iter()
        .map(|row| {
            format!("{} {} {} <{}>", row.line, row.code, row.column.as_deref().unwrap_or("-"), row.row)
        })
        .collect()
}

const MESSY: &str = "o1,anna,tea,2025-03-01,2,7.00\n\
    o2,anna,\"green\ntea\",2025-03-01,1,7.00\n\
    \n\
    o3,anna,tea,2025-03-01\n\
    o4,anna,tea,2025-03-01,1,7.00,extra\n\
    o5,anna,tea,2025-13-01,1,7.00\n\
    o6,anna,\"tea,2025-03-01,1,7.00\n\
    o7,anna,,2025-03-01,1,7.00\n\
    o8,anna,tea,2025-03-01,one,7.00\n\
    o9,anna,tea,1970-01-01,1,7.00\n\
    o10,anna,tea,2026-03-01,1,7.00\n\
    o11,anna,tea,2025-03-01,1,\"1,23\"\n\
    o12,ben,tea,2025-03-01,1,\"1,230.50\"\n";

#[test]
fn every_bad_row_is_told_with_its_line() {
    let home = Home::new();
    let path = home.write("m.csv", format!("{HEADER}{MESSY}"));
    let outcome = home.import(&sales(&path), "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.rejected), (12, 3, 9));
    let rejected = home.history.rejected_rows("i1", 0, 100).unwrap();
    assert_eq!(
        shown(&rejected),
        [
            "6 ragged-row - <o3,anna,tea,2025-03-01>",
            "7 ragged-row - <o4,anna,tea,2025-03-01,1,7.00,extra>",
            "8 not-a-date at <o5,anna,tea,2025-13-01,1,7.00>",
            "9 unterminated-quote - <o6,anna,\"tea,2025-03-01,1,7.00>",
            "10 missing-value product <o7,anna,,2025-03-01,1,7.00>",
            "11 not-a-number quantity <o8,anna,tea,2025-03-01,one,7.00>",
            "12 far-past at <o9,anna,tea,1970-01-01,1,7.00>",
            "13 far-future at <o10,anna,tea,2026-03-01,1,7.00>",
            "14 not-a-number amount <o11,anna,tea,2025-03-01,1,\"1,23\">",
        ]
    );
    assert_eq!(rejected[4].reason, "There is nothing in product, which every row needs.");
    assert_eq!(home.history.rejected_rows("i1", 8, 2).unwrap()[1].line, 10, "pages go on after a line");
}

#[test]
fn lines_are_exact_where_only_values_are_bad() {
    // The file is sound as CSV, so the database reads it itself; quoted line breaks and blank lines shift the lines.
    let home = Home::new();
    let text =
        "o1,anna,\"a\r\nb\",2025-03-01,1,1\r\n\r\no2,anna,tea,never,1,1\r\no3,anna,tea,2025-03-02,1,1\r\n";
    let path = home.write("m.csv", format!("{}{text}", HEADER.replace('\n', "\r\n")));
    let outcome = home.import(&sales(&path), "i1");
    assert_eq!((outcome.rows, outcome.added), (3, 2));
    let rejected = home.history.rejected_rows("i1", 0, 10).unwrap();
    assert_eq!(shown(&rejected), ["5 not-a-date at <o2,anna,tea,never,1,1>"]);
}

#[test]
fn rejected_rows_are_exported_fixed_and_imported() {
    let home = Home::new();
    let path = home.write("m.csv", format!("{HEADER}{MESSY}"));
    home.import(&sales(&path), "i1");
    let export = home.folder.path().join("fix.csv");
    assert_eq!(home.history.export_rejected("i1", &export).unwrap(), 9);
    let text = std::fs::read_to_string(&export).unwrap();
    assert!(text.starts_with("order,customer,product,at,quantity,amount,rejected_reason\n"), "{text}");
    assert!(text.contains("o3,anna,tea,2025-03-01,,,The row does not have 6 fields.\n"), "{text}");
    let fixed = text.replace("2025-13-01", "2025-12-01").replace(",one,", ",1,");
    let fixed = home.write("fixed.csv", fixed);
    let outcome = home.import(&sales(&fixed), "i2");
    assert_eq!(outcome.added, 2, "{:?}", shown(&home.history.rejected_rows("i2", 0, 100).unwrap()));
}

#[test]
fn packed_and_foreign_encodings_are_read() {
    let text = format!("{HEADER}o1,Pähkinä,tea,2025-03-01,1,7.00\nbad\n");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin1: Vec<u8> = text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect();
    let cases = [
        ("a.csv.gz", gzip.finish().unwrap(), Compression::Gzip, "utf-8"),
        ("a.csv.zst", zstd, Compression::Zstd, "utf-8"),
        ("b.csv", utf16, Compression::None, "utf-16"),
        ("c.csv", latin1, Compression::None, "latin-1"),
    ];
    for (name, bytes, compression, encoding) in cases {
        let home = Home::new();
        let path = home.write(name, bytes);
        let mut plan = sales(&path);
        plan.compression = compression;
        plan.format = Format::Csv { delimiter: ',', header: true, encoding: encoding.to_owned() };
        let outcome = home.import(&plan, "i1");
        assert_eq!((outcome.added, outcome.rejected), (1, 1), "{name}");
        assert_eq!(home.ask("SELECT customer FROM sale_lines"), ["Pähkinä"], "{name}");
        assert_eq!(home.history.rejected_rows("i1", 0, 9).unwrap()[0].line, 3, "{name}");
    }
}

#[test]
fn bytes_that_are_not_text_break_only_their_row() {
    let home = Home::new();
    let mut bytes = format!("{HEADER}o1,anna,tea,2025-03-01,1,7.00\no2,").into_bytes();
    bytes.extend([0xFF, 0xFE]);
    bytes.extend(b",tea,2025-03-01,1,7.00\no3,anna,tea,2025-03-02,1,7.00\n");
    let path = home.write("m.csv", bytes);
    let outcome = home.import(&sales(&path), "i1");
    assert_eq!((outcome.added, outcome.rejected), (2, 1));
    assert_eq!(home.history.rejected_rows("i1", 0, 9).unwrap()[0].code, "not-utf-8");
}

#[test]
fn json_lines_are_read_with_nested_names() {
    let home = Home::new();
    let path = home.write(
        "s.jsonl",
        "{\"order\":\"o1\",\"who\":{\"id\":17},\"product\":\"tea \\\"x\\\"\",\"at\":\"2025-03-01T10:00:00+02:00\",\"sum\":3.10}\n\
         \n{\"order\":\"o2\",\"product\":\"tea\",\"at\":\"2025-03-02\",\"sum\":\"abc\"}\nnot json\n{\"order\":",
    );
    let mut plan = plan(
        &path,
        RecordKind::Sales,
        &[
            ("order", Target::OrderId),
            ("who.id", Target::CustomerId),
            ("product", Target::ProductId),
            ("at", Target::At),
            ("sum", Target::Amount),
        ],
    );
    plan.format = Format::JsonLines;
    let outcome = home.import(&plan, "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.rejected), (4, 1, 3));
    assert_eq!(
        home.ask("SELECT customer, product, sold_at, amount FROM sale_lines"),
        ["17|tea \"x\"|2025-03-01 08:00:00|3.1000"]
    );
    let rejected = home.history.rejected_rows("i1", 0, 9).unwrap();
    let lines: Vec<_> = rejected.iter().map(|row| (row.line, row.code.as_str())).collect();
    assert_eq!(lines, [(3, "not-a-number"), (4, "not-json"), (5, "not-json")]);
    let export = home.folder.path().join("fix.jsonl");
    assert_eq!(home.history.export_rejected("i1", &export).unwrap(), 3);
    assert!(std::fs::read_to_string(&export).unwrap().contains("\"rejected_reason\":\"\\\"abc\\\" in sum"));
}

#[test]
fn a_wrong_file_is_refused_before_anything_is_written() {
    let home = Home::new();
    let code = |plan: &vihje_model::import::Plan| {
        let problem: vihje_model::Problem = home.stage(plan).err().expect("refused").into();
        problem.code
    };
    let empty = home.write("e.csv", "");
    assert_eq!(code(&sales(&empty)), "file-is-empty");
    let other = home.write("o.csv", "a,b\n1,2\n");
    assert_eq!(code(&sales(&other)), "columns-differ");
    let renamed = home.write("r.csv", HEADER.replace("product", "thing"));
    assert_eq!(code(&sales(&renamed)), "columns-differ");
    assert_eq!(
        code(&plan(&other, RecordKind::Customers, &[("a", Target::Ignore), ("b", Target::Ignore)])),
        "mapping-lacks-column"
    );
    assert_eq!(code(&sales(&home.folder.path().join("none.csv"))), "file-failed");
    let mut binary = sales(&other);
    binary.format = Format::Parquet;
    assert_eq!(code(&binary), "not-parquet");
}

#[test]
fn rows_without_a_value_are_no_rows() {
    // Read by the database itself; once more through the tidied copy, which a ragged row asks for; and as JSON lines.
    let sound =
        "o1,anna,tea,2025-03-01,1,1\n,,,,,\n\"\",\"\",,,,\" \"\n , ,\u{a0},,,\no2,anna,tea,never,1,1\n";
    let ragged = format!("{sound},,,,,,,\no3,anna\n");
    for (text, rows, rejected) in [
        (sound.to_owned(), 2, vec!["6 not-a-date at <o2,anna,tea,never,1,1>"]),
        (ragged, 3, vec!["6 not-a-date at <o2,anna,tea,never,1,1>", "8 ragged-row - <o3,anna>"]),
    ] {
        let home = Home::new();
        let path = home.write("m.csv", format!("{HEADER}{text}"));
        let outcome = home.import(&sales(&path), "i1");
        assert_eq!((outcome.rows, outcome.added), (rows, 1));
        assert_eq!(shown(&home.history.rejected_rows("i1", 0, 10).unwrap()), rejected);
    }
    let home = Home::new();
    let row = r#"{"order":"o1","customer":"anna","product":"tea","at":"2025-03-01","quantity":1,"amount":1}"#;
    let path = home.write("m.jsonl", format!("{row}\n{{}}\n{{\"order\":\"\"}}\n"));
    let mut plan = sales(&path);
    plan.format = Format::JsonLines;
    let outcome = home.import(&plan, "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.rejected), (1, 1, 0));
}

#[test]
fn moments_written_as_numbers_are_read_as_the_mapping_says() {
    for (format, zone, text, expect) in [
        ("excel", "UTC", "45296.5", "2024-01-05 12:00:00"),
        ("excel", "Europe/Helsinki", "45296,25", "2024-01-05 04:00:00"),
        ("unix", "Europe/Helsinki", "1704448800", "2024-01-05 10:00:00"),
        ("unix_ms", "UTC", "1704448800123", "2024-01-05 10:00:00.123"),
    ] {
        let home = Home::new();
        let path = home.write("m.csv", format!("{HEADER}o1,anna,tea,\"{text}\",1,1\no2,anna,tea,soon,1,1\n"));
        let mut plan = sales(&path);
        plan.mapping.date_format = format.to_owned();
        plan.mapping.time_zone = zone.to_owned();
        let outcome = home.import(&plan, "i1");
        assert_eq!((outcome.added, outcome.rejected), (1, 1), "{format}");
        assert_eq!(home.ask("SELECT sold_at FROM sale_lines"), [expect], "{format} {text}");
    }
}

#[test]
fn what_programs_write_for_nothing_is_nothing() {
    let home = Home::new();
    let long = "9".repeat(1_001);
    let text = format!(
        "{HEADER}o1,NULL,tea,2025-03-01,1,7.00\no2,NA,tea,2025-03-02,1,7.00\nN/A,anna,tea,2025-03-03,NaN,7.00\n\
         o4,anna,NULL,2025-03-01,1,7.00\no5,anna,tea,NA,1,7.00\no6,{long},tea,2025-03-01,1,7.00\n\
         o7,anna,tea,2025-03-01,1,123456789012345.00\no8,anna,tea,2025-03-01,1,NULL\n"
    );
    let outcome = home.import(&sales(&home.write("n.csv", text)), "i1");
    assert_eq!((outcome.rows, outcome.added, outcome.anonymous), (8, 2, 2));
    let rejected = home.history.rejected_rows("i1", 0, 100).unwrap();
    let told: Vec<_> = rejected
        .iter()
        .map(|row| (row.line, row.code.as_str(), row.column.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(
        told,
        [
            (4, "missing-value", "quantity"),
            (5, "missing-value", "product"),
            (6, "missing-value", "at"),
            (7, "too-long", "customer"),
            (8, "too-large", "amount"),
            (9, "missing-value", "amount"),
        ]
    );
    let people = home.write("p.csv", "id,name,city\nanna,NA,NULL\nben,nan,None\n");
    let columns = [
        ("id", Target::CustomerId),
        ("name", Target::CustomerName),
        ("city", Target::CustomerAttribute("city".to_owned())),
    ];
    home.import(&plan(&people, RecordKind::Customers, &columns), "i2");
    assert_eq!(
        home.ask("SELECT id, name, attributes FROM customers ORDER BY id"),
        ["anna|NA|", "ben|ben|{\"city\":\"None\"}"],
        "a name or an attribute may be such a word"
    );
}

#[test]
fn a_sign_of_one_currency_is_its_code() {
    let home = Home::new();
    let text = format!(
        "{},currency\no1,anna,tea,2025-03-01,1,7.00,€\no2,anna,tea,2025-03-01,1,7.00,eur\n\
         o3,anna,tea,2025-03-01,1,7.00,$\no4,anna,tea,2025-03-01,1,7.00,£\n",
        HEADER.trim_end()
    );
    let mut plan = sales(&home.write("c.csv", text));
    plan.mapping.columns.push(Column { name: "currency".to_owned(), target: Target::Currency });
    let outcome = home.import(&plan, "i1");
    assert_eq!(outcome.added, 2);
    let rejected = home.history.rejected_rows("i1", 0, 100).unwrap();
    let told: Vec<_> = rejected.iter().map(|row| (row.line, row.code.as_str())).collect();
    assert_eq!(told, [(4, "not-a-currency"), (5, "no-rate")], "a dollar may be one of many");
}

#[test]
fn lines_are_exact_in_a_file_of_many_parts() {
    // The database reads a file in parts side by side, 122,880 rows each at least.
    const ROWS: u32 = 400_000;
    let home = Home::new();
    let is_bad = |row: u32| row.is_multiple_of(997);
    let text: String = (0..ROWS)
        .map(|row| {
            let at = if is_bad(row) { "never" } else { "2025-03-01" };
            format!("o{row},anna,tea,{at},1,7.00,c{}\n", row % 20)
        })
        .collect();
    let path = home.write("l.csv", format!("{},channel\n{text}", HEADER.trim_end()));
    let mut plan = sales(&path);
    plan.mapping.columns.push(Column { name: "channel".to_owned(), target: Target::Ignore });
    plan.mapping.rules.only =
        Some(OnlyWhere { column: "channel".to_owned(), values: (0..10).map(|n| format!("c{n}")).collect() });
    home.import(&plan, "i1");
    let rejected = home.history.rejected_rows("i1", 0, 1_000).unwrap();
    let told: Vec<u64> = rejected.iter().map(|row| row.line).collect();
    let bad: Vec<u64> =
        (0..ROWS).filter(|row| is_bad(*row) && row % 20 < 10).map(|row| u64::from(row) + 2).collect();
    assert_eq!(told, bad);
    assert!(rejected.iter().all(|row| row.row.contains(",never,")));
}
