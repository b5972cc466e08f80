//! The tidied copy of a text file the database cannot read exactly by itself: each good record with its line number, every
//! field quoted. Broken records are set aside with their line and reason. One pass, one record in memory.

use super::records::{Record, Records};
use super::{Staged, decode};
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use vihje_model::import::{Format, Plan};

/// The records of a text file.
pub(super) fn records(plan: &Plan) -> Result<Records> {
    let (delimiter, quoted, encoding) = match &plan.format {
        Format::Csv { delimiter, encoding, .. } => (*delimiter, true, encoding.as_str()),
        _ => ('\u{1}', false, "utf-8"),
    };
    let mut records = Records::new(decode::open(&plan.path, plan.compression, encoding)?, delimiter, quoted);
    if quoted {
        records.width = Some(plan.mapping.columns.len());
    }
    Ok(records)
}

/// Whether the first record is a header.
pub(super) fn has_header(plan: &Plan) -> bool {
    matches!(plan.format, Format::Csv { header: true, .. })
}

/// Writes the copy and fills the stage's `rejected` with what is broken.
pub(super) fn write(staged: &Staged, copy: &Path) -> Result<()> {
    let plan = &staged.plan;
    let failed = |error| Error::file(copy, error);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(copy).map_err(failed)?);
    let mut records = records(plan)?;
    let mut rejected = staged.conn.appender_to_catalog_and_db("rejected", &staged.name, "main")?;
    let json = matches!(plan.format, Format::JsonLines);
    let mut first = has_header(plan);
    let mut count = 0_u64;
    while let Some(record) = records.next().map_err(|error| Error::file(&plan.path, error))? {
        count += 1;
        if count.is_multiple_of(65_536) {
            staged.options.cancel.check()?;
        }
        if std::mem::take(&mut first) {
            continue;
        }
        if record.is_blank() {
            continue;
        }
        let Record { line, text, fields } = record;
        let fields =
            fields.and_then(|fields| if json && !is_object(&text) { Err("not-json") } else { Ok(fields) });
        match fields {
            Ok(fields) => write_record(&mut out, line, &fields).map_err(failed)?,
            Err(code) => {
                let reason = broken_reason(code, plan.mapping.columns.len());
                rejected.append_row(duckdb::params![line, None::<String>, code, reason, text])?;
            }
        }
    }
    out.flush().map_err(failed)?;
    Ok(rejected.flush()?)
}

fn is_object(text: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
}

pub(super) fn write_record(out: &mut impl Write, line: u64, fields: &[String]) -> std::io::Result<()> {
    write!(out, "{line}")?;
    for field in fields {
        write!(out, ",\"")?;
        for (index, part) in field.split('"').enumerate() {
            out.write_all(if index == 0 { b"" } else { b"\"\"" })?;
            out.write_all(part.as_bytes())?;
        }
        out.write_all(b"\"")?;
    }
    out.write_all(b"\n")
}

fn broken_reason(code: &str, width: usize) -> String {
    match code {
        "ragged-row" => format!("The row does not have {width} fields."),
        "unterminated-quote" => "A quoted field of this row is not closed properly.".to_owned(),
        "not-utf-8" => "The row holds bytes that are not UTF-8 text.".to_owned(),
        "not-json" => "The line is not a JSON object.".to_owned(),
        _ => "The line is longer than two megabytes.".to_owned(),
    }
}
