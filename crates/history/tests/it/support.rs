//! What the stories share: a history in a temporary folder, and short ways to say a plan.

use std::path::{Path, PathBuf};
use vihje_history::{History, Options, QueryLimits, StageOptions, Staged};
use vihje_model::import::{
    Column, Compression, Constant, Format, Mapping, Outcome, Plan, RecordKind, Rules, Target,
};
use vihje_model::{Currency, Moment};

pub(crate) struct Home {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) history: History,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let history =
            History::open(&folder.path().join("data"), &Options { memory_mb: 800, threads: 2 }).unwrap();
        Self { folder, history }
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn stage(&self, plan: &Plan) -> vihje_history::Result<Staged> {
        self.history.stage(plan, &options())
    }

    /// Stages and commits, and returns the outcome.
    pub(crate) fn import(&self, plan: &Plan, id: &str) -> Outcome {
        let staged = self.stage(plan).unwrap();
        self.history.commit(staged, id).unwrap()
    }

    /// Rows of a query, fields joined with `|`, NULL as an empty text.
    pub(crate) fn ask(&self, sql: &str) -> Vec<String> {
        let answer = self.history.query(sql, QueryLimits::default()).unwrap();
        let join = |row: Vec<Option<String>>| {
            row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join("|")
        };
        answer.rows.into_iter().map(join).collect()
    }
}

pub(crate) fn now() -> Moment {
    "2026-01-01".parse().unwrap()
}

pub(crate) fn options() -> StageOptions {
    StageOptions::new(now(), Currency::EUR)
}

pub(crate) fn csv(delimiter: char) -> Format {
    Format::Csv { delimiter, header: true, encoding: "utf-8".to_owned() }
}

/// A plan for a comma separated file with a header, columns as `name: target`.
pub(crate) fn plan(path: &Path, kind: RecordKind, columns: &[(&str, Target)]) -> Plan {
    let column =
        |(name, target): &(&str, Target)| Column { name: (*name).to_owned(), target: target.clone() };
    Plan {
        path: path.to_owned(),
        file_name: path.file_name().unwrap().to_string_lossy().into_owned(),
        format: csv(','),
        compression: Compression::None,
        mapping: Mapping {
            kind,
            columns: columns.iter().map(column).collect(),
            constants: Vec::new(),
            date_format: String::new(),
            time_zone: "UTC".to_owned(),
            decimal_comma: false,
            rules: Rules::default(),
            level_names: Vec::new(),
        },
    }
}

pub(crate) fn constant(target: Target, value: &str) -> Constant {
    Constant { target, value: value.to_owned() }
}

/// `order,customer,product,at,quantity,amount`
pub(crate) fn sales(path: &Path) -> Plan {
    plan(
        path,
        RecordKind::Sales,
        &[
            ("order", Target::OrderId),
            ("customer", Target::CustomerId),
            ("product", Target::ProductId),
            ("at", Target::At),
            ("quantity", Target::Quantity),
            ("amount", Target::Amount),
        ],
    )
}

pub(crate) const HEADER: &str = "order,customer,product,at,quantity,amount\n";
