//! Whatever bytes come, each line is in a record that is good or named as broken, and what the tidied copy holds reads back
//! the same.

use super::records::{Record, Records, split_row};
use super::{source, tidy};
use duckdb::Connection;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::io::Cursor;

/// Bytes that are nearly a delimited text: what readers stumble over.
fn nearly_text() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&[u8]] = &[
        b",",
        b";",
        b"\t",
        b"\"",
        b"\"\"",
        b"\"a\"",
        b"\n",
        b"\n",
        b"\r\n",
        b"\r",
        b"a",
        b"1.5",
        b" ",
        b"\xc3\xa4",
        b"\xe4",
        b"\xf0\x9f\x8d\xaf",
        b"\xef\xbb\xbf",
        b"\xc2\xa0",
        b"\0",
        b"'",
        b"\\",
        b"{\"a\":1}",
    ];
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..120);
    prop_oneof![4 => pieces.prop_map(|pieces| pieces.concat()), 1 => prop::collection::vec(any::<u8>(), 0..200)]
}

/// How a text is read: delimiter, whether quotes count, and how many fields a record must have.
fn manner() -> impl Strategy<Value = (char, bool, Option<usize>)> {
    let delimiter = prop::sample::select(vec![',', ';', '\t', '\u{1}']);
    (delimiter, prop::bool::weighted(0.8), prop::option::of(1..5_usize))
}

fn read(bytes: &[u8], (delimiter, quoted, width): (char, bool, Option<usize>)) -> Vec<Record> {
    let mut records = Records::new(Box::new(Cursor::new(bytes.to_vec())), delimiter, quoted);
    records.width = width.filter(|_| quoted);
    let mut found = Vec::new();
    while let Some(record) = records.next().unwrap() {
        found.push(record);
    }
    found
}

/// A line without a value may be passed over.
fn is_nothing(line: &[u8], delimiter: char, quoted: bool) -> bool {
    line.iter().all(|byte| byte.is_ascii_whitespace() || (quoted && char::from(*byte) == delimiter))
}

proptest! {
    #[test]
    fn every_line_is_in_a_record_good_or_broken(bytes in nearly_text(), manner in manner()) {
        let (delimiter, quoted, width) = manner;
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        let mut told = vec![false; lines.len()];
        for record in read(&bytes, manner) {
            let first = usize::try_from(record.line).unwrap() - 1;
            let long = if record.fields.is_ok() { record.text.matches('\n').count() + 1 } else { 1 };
            for told in &mut told[first..first + long] {
                prop_assert!(!*told, "line {} is told twice", record.line);
                *told = true;
            }
            match &record.fields {
                Ok(fields) if quoted => {
                    prop_assert!(width.is_none_or(|width| width == fields.len()));
                    prop_assert_eq!(split_row(&record.text, delimiter), Some(fields.clone()));
                }
                Ok(fields) => prop_assert_eq!(fields, &vec![record.text.clone()]),
                Err(code) => {
                    prop_assert!(["ragged-row", "unterminated-quote", "not-utf-8"].contains(code), "{}", code);
                    let _ = split_row(&record.text, delimiter);
                }
            }
        }
        for (line, told) in lines.iter().zip(told) {
            prop_assert!(told || is_nothing(line, delimiter, quoted), "{:?} is lost", line);
        }
    }

    #[test]
    fn any_text_splits_or_is_broken(text in ".{0,80}", delimiter in any::<char>()) {
        let _ = split_row(&text, delimiter);
    }
}

/// The database reads from the tidied copy the very fields that were written.
#[test]
fn a_tidied_copy_reads_back_the_same() {
    let conn = Connection::open_in_memory().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.csv");
    let bytes_and_width = (nearly_text(), 1..5_usize);
    TestRunner::default()
        .run(&bytes_and_width, |(bytes, width)| {
            let written: Vec<(u64, Vec<String>)> = read(&bytes, (',', true, Some(width)))
                .into_iter()
                .filter(|record| !record.is_blank())
                .filter_map(|record| Some((record.line, record.fields.ok()?)))
                .collect();
            let mut out = Vec::new();
            for (line, fields) in &written {
                tidy::write_record(&mut out, *line, fields).unwrap();
            }
            std::fs::write(&copy, out).unwrap();
            let cells: Vec<String> = (0..width).map(|cell| format!("coalesce(c{cell}, '')")).collect();
            let from = source::of_copy(&copy, &source::text_columns(width));
            let sql = format!("SELECT line, {} FROM {from} ORDER BY line", cells.join(", "));
            let mut statement = conn.prepare(&sql).unwrap();
            let rows = statement.query_map([], |row| {
                let fields = (0..width).map(|cell| row.get(cell + 1)).collect::<Result<_, _>>()?;
                Ok((row.get(0)?, fields))
            });
            let back: Vec<(u64, Vec<String>)> = rows.unwrap().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(back, written);
            Ok(())
        })
        .unwrap();
}
