//! Any list as CSV or XLSX: the same rows as on screen, page by page, with bounded memory. What a row holds is in `rows`, how
//! it is written in `sheet`.

mod rows;
mod sheet;

use super::find::AnalysisParameters;
use super::patterns::PatternWindow;
use super::{Company, CompanyError, Result};
use sheet::{CsvSheet, Sheet, XlsxSheet, workbook, writing};
use std::io::{Seek as _, Write};
use std::path::Path;
use vihje_desk::TaskQuery;
use vihje_desk::findings::{CustomerQuery, CustomerSort, PatternQuery};

/// Which list, with which filters.
#[derive(Debug, Clone)]
pub enum Export {
    /// Today's tasks.
    Today(TaskQuery),
    /// A worklist's tasks.
    Worklist(i64, TaskQuery),
    /// Customers.
    Customers(CustomerQuery),
    /// Patterns of one question.
    Patterns(AnalysisParameters, PatternQuery),
    /// Customers in a pattern, by where they are in its window.
    PatternMembers(String, PatternWindow),
    /// Items that are bought again, at a level.
    Replenishment(Option<u8>),
    /// Customers who are due for an item, at a level.
    Due(String, Option<u8>),
}

/// How the file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Comma-separated values, UTF-8 with a byte order mark, as spreadsheets expect it.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
}

impl std::str::FromStr for Export {
    type Err = CompanyError;
    /// A list by its name, without filters: `today`, `customers`, `patterns` or `replenishment`.
    fn from_str(name: &str) -> Result<Self> {
        match name {
            "today" => Ok(Self::Today(TaskQuery::default())),
            "customers" => {
                Ok(Self::Customers(CustomerQuery { sort: CustomerSort::Sales, ..Default::default() }))
            }
            "patterns" => Ok(Self::Patterns(AnalysisParameters::default(), PatternQuery::default())),
            "replenishment" => Ok(Self::Replenishment(None)),
            other => {
                let what = format!("There is no list \"{other}\".");
                let hint = "Choose today, customers, patterns or replenishment.";
                Err(CompanyError::refused("no-such-list", what, hint))
            }
        }
    }
}

impl std::str::FromStr for SheetFormat {
    type Err = CompanyError;
    /// By the ending of a file's name.
    fn from_str(ending: &str) -> Result<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            other => {
                let what = format!("Lists are not written as \"{other}\".");
                Err(CompanyError::refused("no-such-format", what, "Choose csv or xlsx."))
            }
        }
    }
}

impl Company {
    /// Writes a list. Returns how many rows it has, the header not counted.
    ///
    /// # Errors
    /// When the list is not there, or `out` cannot be written.
    pub fn export(&self, list: &Export, format: SheetFormat, out: &mut (impl Write + Send)) -> Result<u64> {
        match format {
            SheetFormat::Csv => {
                out.write_all("\u{feff}".as_bytes()).map_err(writing)?;
                let mut sheet = CsvSheet(csv::Writer::from_writer(out));
                let rows = self.rows(list, &mut sheet)?;
                sheet.0.flush().map_err(writing)?;
                Ok(rows)
            }
            SheetFormat::Xlsx => {
                let mut sheet = XlsxSheet::new(&self.scratch())?;
                let rows = self.rows(list, &mut sheet)?;
                let mut file = tempfile::tempfile_in(self.scratch()).map_err(writing)?;
                sheet.workbook.save_to_writer(&mut file).map_err(workbook)?;
                file.rewind().map_err(writing)?;
                std::io::copy(&mut file, out).map_err(writing)?;
                Ok(rows)
            }
        }
    }

    fn rows(&self, list: &Export, sheet: &mut dyn Sheet) -> Result<u64> {
        match list {
            Export::Today(query) => self.task_rows(self.desk.today_worklist()?, query, sheet),
            Export::Worklist(id, query) => self.task_rows(Some(self.desk.worklist(*id)?.id), query, sheet),
            Export::Customers(query) => self.customer_rows(query, sheet),
            Export::Patterns(parameters, query) => self.pattern_rows(parameters, query, sheet),
            Export::PatternMembers(id, window) => self.member_rows(id, *window, sheet),
            Export::Replenishment(level) => self.replenishment_rows(*level, sheet),
            Export::Due(item, level) => self.due_rows(item, *level, sheet),
        }
    }

    /// Writes a list to a file, by the ending of its name.
    ///
    /// # Errors
    /// As [`Company::export`]; nothing is left behind then.
    pub fn export_to(&self, list: &Export, path: &Path) -> Result<u64> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let format: SheetFormat = ending.parse()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file =
            tempfile::NamedTempFile::new_in(folder).map_err(|error| CompanyError::file(path, error))?;
        let rows = self.export(list, format, &mut file)?;
        file.persist(path).map_err(|error| CompanyError::file(path, error.error))?;
        Ok(rows)
    }
}
