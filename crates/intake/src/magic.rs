//! What the first bytes of a file say it is. Never trusts a file's name.

use crate::refusal::Refusal;

/// What lies under the packing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Text in some encoding, for all we see.
    Text,
    /// Apache Parquet.
    Parquet,
    /// A zip archive, perhaps a workbook.
    Zip,
    /// Microsoft's compound file: an old workbook, or an encrypted new one.
    Compound,
}

/// First bytes of files that are no tables.
const NOT_TABLES: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"Obj\x01", "an Avro file"),
];

/// Archives, which must be unpacked first.
const ARCHIVES: &[(&[u8], &str)] = &[
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x1f\x8b", "a file packed twice"),
    (b"\x28\xb5\x2f\xfd", "a file packed twice"),
];

/// Tells text, Parquet, zip and compound files apart; refuses what holds no table.
pub(crate) fn content(bytes: &[u8]) -> Result<Content, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.starts_with(b"PAR1") {
        return Ok(Content::Parquet);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Content::Zip);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Content::Compound);
    }
    if let Some((_, what)) = NOT_TABLES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Refusal::NotATable(what));
    }
    if let Some((_, what)) = ARCHIVES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Refusal::Unsupported {
            what,
            hint: "Unpack it, or pack the files with gzip or zstd instead.",
        });
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Err(Refusal::Unsupported { what: "a tar archive", hint: "Unpack it and bring the folder." });
    }
    markup(bytes)?;
    Ok(Content::Text)
}

/// Refuses web pages and XML: "Excel" files of web programs are often HTML in disguise.
fn markup(bytes: &[u8]) -> Result<(), Refusal> {
    let start: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(|byte| byte.is_ascii_whitespace() || *byte >= 0xbb)
        .take(14)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<table") {
        return Err(Refusal::Unsupported {
            what: "a web page",
            hint: "If a program named it .xls, open it in a spreadsheet program and save it as XLSX; \
                   if it is a sign-in page, download the file again.",
        });
    }
    if start.starts_with(b"<?xml") {
        return Err(Refusal::Unsupported {
            what: "an XML document",
            hint: "Export CSV, JSON lines or XLSX instead.",
        });
    }
    Ok(())
}
