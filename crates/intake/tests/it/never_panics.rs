//! Whatever bytes come, a look ends with an answer, and what it holds stays small.

use crate::support::{Folder, gzip, no_parquet};
use proptest::prelude::*;
use vihje_intake::{LookOptions, look, prepare};

/// Bytes that are nearly a table: the letters that parsers stumble over.
fn nearly_text() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&[u8]] = &[
        b",",
        b";",
        b"\t",
        b"\"",
        b"\n",
        b"\r\n",
        b"\r",
        b"1,5",
        b"date",
        b"amount",
        b"2024-01-31",
        b"31.1.2024",
        b"\xe4",
        b"\xc3\xa4",
        b"{",
        b"}",
        b"[{",
        b"\xef\xbb\xbf",
        b"\0",
        b"-",
        b"a@b.fi",
        b"\xe2\x82\xac",
        b"(",
        b")",
        b" ",
        b"R$ 5",
        b"45296,5",
        b"1704448800",
        b"Summa (EUR, sis. ALV 24 %)",
        b"customer",
        b"event",
        b"purchase",
        b"currency",
        b"null",
        b"\"order\":",
    ];
    let piece = prop::sample::select(PIECES);
    prop::collection::vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

fn look_and_prepare(bytes: &[u8]) {
    let folder = Folder::new();
    let file = folder.file("any.csv", bytes);
    if let Ok(found) = look(&file, &LookOptions::default(), &no_parquet) {
        for looked in found {
            assert!(looked.preview.rows.iter().all(|row| row.len() == looked.preview.header.len()));
            if let Some(plan) = looked.plan() {
                let _ = prepare(&plan, folder.path());
            }
        }
    }
}

/// So many cases as `PROPTEST_CASES` says; few otherwise. `make fuzz` goes deeper.
fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(300) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn on_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        look_and_prepare(&bytes);
    }

    #[test]
    fn on_bytes_that_are_nearly_a_table(bytes in nearly_text()) {
        look_and_prepare(&bytes);
    }

    #[test]
    fn on_packed_bytes(bytes in nearly_text(), cut in 0_usize..300) {
        let packed = gzip(&bytes);
        look_and_prepare(&packed[..packed.len().saturating_sub(cut)]);
    }
}

/// 200 MB of one line pack into 200 KB; the look and the preparation stop at the limit of a line.
#[test]
fn a_long_line_is_refused_without_being_held() {
    let folder = Folder::new();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let block = vec![b'x'; 1 << 20];
    (0..200).for_each(|_| std::io::Write::write_all(&mut packer, &block).unwrap());
    let file = folder.file("bomb.csv.gz", packer.finish().unwrap());
    let before = peak_memory();
    assert_eq!(look(&file, &LookOptions::default(), &no_parquet).unwrap_err().code, "line-too-long");
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        assert!(after - before < 64 << 20, "{} MB more at the peak", (after - before) >> 20);
    }
}

/// Peak resident memory of this process in bytes, where the system tells it. Other tests may run at the same time, so
/// the bound above leaves them room.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}
