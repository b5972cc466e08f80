//! Files made for a test, and a look at them in one line.

use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use vihje_intake::{LookOptions, Looked, Sample, look};
use vihje_model::Problem;
use vihje_model::import::{Mapping, Target};

/// A folder of files that goes with the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// Packs with gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A sampler for tests without Parquet files.
pub(crate) fn no_parquet(_: &Path, _: usize) -> Result<Sample, Problem> {
    Err(Problem::new("no-parquet", "No Parquet in this test.", ""))
}

/// Looks at one file that holds one table.
pub(crate) fn look_at(path: &Path, options: &LookOptions) -> Result<Looked, Problem> {
    let mut found = look(path, options, &no_parquet)?;
    assert_eq!(found.len(), 1, "{found:#?}");
    Ok(found.remove(0))
}

/// A mapping in one line: kind, what each column becomes (`-` ignored, `+name` an attribute), constants, how it is written.
pub(crate) fn in_a_line(mapping: &Mapping) -> String {
    let kind = serde_json::to_value(mapping.kind).unwrap();
    let columns: Vec<String> = mapping.columns.iter().map(|column| short(&column.target)).collect();
    let mut line = format!("{}: {}", kind.as_str().unwrap(), columns.join(" "));
    for constant in &mapping.constants {
        line += &format!(" | {}={}", short(&constant.target), constant.value);
    }
    if !mapping.date_format.is_empty() {
        line += &format!(" | {}", mapping.date_format);
    }
    if mapping.decimal_comma {
        line += " | comma";
    }
    if let Some(only) = &mapping.rules.only {
        line += &format!(" | only {}={}", only.column, only.values.join("/"));
    }
    for rule in &mapping.rules.cancelled {
        line += &format!(" | cancelled {}={}", rule.column, rule.values.join("/"));
    }
    if mapping.rules.take_discount_off {
        line += " | discount off";
    }
    if let Some(refunded) = &mapping.rules.refunded {
        line += &format!(" | refunded {refunded}");
    }
    if let Some(charges) = &mapping.rules.charge_products {
        line += &format!(" | charges {charges}");
    }
    line
}

fn short(target: &Target) -> String {
    match target {
        Target::Ignore => "-".to_owned(),
        Target::CustomerAttribute(name) | Target::ProductAttribute(name) | Target::TouchAttribute(name) => {
            format!("+{name}")
        }
        Target::Level(level) => format!("level{level}"),
        other => serde_json::to_value(other).unwrap().as_str().unwrap().to_owned(),
    }
}

/// A file of this name and text, as it is read in Helsinki.
pub(crate) fn looked(file: &str, text: &str) -> Looked {
    let folder = Folder::new();
    let options = LookOptions { time_zone: "Europe/Helsinki".to_owned(), ..LookOptions::default() };
    look_at(&folder.file(file, text), &options).unwrap()
}

/// What a file is taken for, in a line; it can be imported as it is read, whatever some rows are.
pub(crate) fn check_file(file: &str, text: &str, expect: &str) {
    let looked = looked(file, text);
    let line = looked.mapping.as_ref().map_or("nothing".to_owned(), in_a_line);
    assert_eq!(line, expect, "\n{text}\n{:#?}", looked.reasons);
    assert!((0.0..=1.0).contains(&looked.confidence));
    if looked.mapping.is_some() {
        let stops = looked.problems.iter().find(|problem| problem.code != "some-rows-are-ragged");
        assert_eq!(stops, None);
    }
}
