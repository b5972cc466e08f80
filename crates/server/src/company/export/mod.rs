//! Any list as CSV or XLSX: the same rows as on screen, page by page, with bounded memory. What a row holds is in `rows`, how
//! it is written in `sheet`.

mod rows;
mod sheet;

use super::find::AnalysisParameters;
use super::patterns::PatternWindow;
use super::{Company, CompanyError, Result};
use crate::sentence::{Language, Words};
use sheet::{CsvSheet, Sheet, XlsxSheet, workbook, writing};
use std::io::{Seek as _, Write};
use std::path::Path;
use vihje_desk::findings::{CustomerQuery, CustomerSort, PatternQuery};
use vihje_desk::{OpportunityQuery, OpportunityState, TaskQuery, TaskState};
use vihje_model::Analysis;

/// Which list, with which filters.
#[derive(Debug, Clone)]
pub enum Export {
    /// Today's tasks: all of them, or only the first so many.
    Today(TaskQuery, Option<u64>),
    /// A worklist's tasks.
    Worklist(i64, TaskQuery),
    /// Opportunities, newest first.
    Opportunities(OpportunityQuery),
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

impl SheetFormat {
    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

impl std::str::FromStr for Export {
    type Err = CompanyError;
    /// A list by its name, without filters: `today`, `opportunities` (all of them), `customers`, `patterns` or `replenishment`.
    fn from_str(name: &str) -> Result<Self> {
        match name {
            "today" => Ok(Self::Today(TaskQuery::default(), None)),
            "opportunities" => Ok(Self::Opportunities(OpportunityQuery::default())),
            "customers" => {
                Ok(Self::Customers(CustomerQuery { sort: CustomerSort::Sales, ..Default::default() }))
            }
            "patterns" => Ok(Self::Patterns(AnalysisParameters::default(), PatternQuery::default())),
            "replenishment" => Ok(Self::Replenishment(None)),
            other => {
                let what = format!("There is no list \"{other}\".");
                let hint = "Choose today, opportunities, customers, patterns or replenishment.";
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
    /// How a reader of this language is written to; of the company's language when none is given.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn words(&self, language: Option<&str>) -> Result<Words> {
        let company = self.desk.company()?;
        let words = Words::new(Language::of(language.unwrap_or(&company.language)), self.zone()?);
        Ok(if language.is_some() { words.asked_for() } else { words })
    }

    /// Writes a list. Returns how many rows it has, the header not counted.
    ///
    /// # Errors
    /// When the list is not there, or `out` cannot be written.
    pub fn export(
        &self,
        list: &Export,
        format: SheetFormat,
        words: &Words,
        out: &mut (impl Write + Send),
    ) -> Result<u64> {
        match format {
            SheetFormat::Csv => {
                out.write_all("\u{feff}".as_bytes()).map_err(writing)?;
                let mut sheet = CsvSheet::new(out, words);
                let rows = self.rows(list, words, &mut sheet)?;
                sheet.flush().map_err(writing)?;
                Ok(rows)
            }
            SheetFormat::Xlsx => {
                let mut sheet = XlsxSheet::new(&self.scratch(), &self.sheet_title(list, words)?, words)?;
                let rows = self.rows(list, words, &mut sheet)?;
                let mut file = tempfile::tempfile_in(self.scratch()).map_err(writing)?;
                sheet.workbook.save_to_writer(&mut file).map_err(workbook)?;
                file.rewind().map_err(writing)?;
                std::io::copy(&mut file, out).map_err(writing)?;
                Ok(rows)
            }
        }
    }

    fn rows(&self, list: &Export, words: &Words, sheet: &mut dyn Sheet) -> Result<u64> {
        match list {
            Export::Today(query, first) => {
                self.task_rows(self.desk.today_worklist()?, query, *first, words, sheet)
            }
            Export::Worklist(id, query) => {
                self.task_rows(Some(self.desk.worklist(*id)?.id), query, None, words, sheet)
            }
            Export::Opportunities(query) => self.opportunity_rows(query, words, sheet),
            Export::Customers(query) => self.customer_rows(query, words, sheet),
            Export::Patterns(parameters, query) => self.pattern_rows(parameters, query, sheet),
            Export::PatternMembers(id, window) => self.member_rows(id, *window, words, sheet),
            Export::Replenishment(level) => self.replenishment_rows(*level, sheet),
            Export::Due(item, level) => self.due_rows(item, *level, words, sheet),
        }
    }

    /// What a file of a list is called, without its ending: which list, of what, and the company's day.
    ///
    /// # Errors
    /// When the list is not there.
    pub fn export_name(&self, list: &Export) -> Result<String> {
        let parts: Vec<String> = match list {
            Export::Today(query, first) => {
                let list = if first.is_some() { "today" } else { "due" };
                let state = query.state.filter(|state| *state != TaskState::Open);
                match (query.reason.clone(), state.map(TaskState::word)) {
                    (Some(kind), Some(state)) => vec![kind, state.to_owned()],
                    (Some(kind), None) => vec![kind],
                    (None, state) => vec![state.unwrap_or(list).to_owned()],
                }
            }
            Export::Worklist(id, _) => vec!["worklist".to_owned(), self.desk.worklist(*id)?.name],
            Export::Opportunities(query) => {
                let state = query.state.map_or("all", OpportunityState::word);
                vec!["opportunities".to_owned(), state.to_owned()]
            }
            Export::Customers(query) => match query.filter.standings.as_slice() {
                [one] => vec!["customers".to_owned(), one.word().to_owned()],
                _ => vec!["customers".to_owned()],
            },
            Export::Patterns(parameters, query) => {
                let list = if query.below { "patterns-bought-less" } else { "patterns" };
                let level = parameters.decided(Analysis::Patterns, self)?.of_patterns().level;
                vec![list.to_owned(), self.level_name(level)?]
            }
            Export::PatternMembers(id, window) => {
                let row = self.pattern(id)?.1;
                vec!["pattern".to_owned(), window.word().to_owned(), row.a, "then".to_owned(), row.b]
            }
            Export::Replenishment(level) => {
                let level = self.level_name(self.replenishment_set(*level)?.0)?;
                vec!["replenishment".to_owned(), level]
            }
            Export::Due(item, _) => vec!["due".to_owned(), item.clone()],
        };
        let mut parts: Vec<String> = parts.iter().map(|part| plain(part)).collect();
        parts.retain(|part| !part.is_empty());
        Ok(format!("{}-{}", parts.join("-"), self.words(None)?.day(self.now())))
    }

    /// What a list is called in a workbook, in the reader's language.
    fn sheet_title(&self, list: &Export, words: &Words) -> Result<String> {
        Ok(match list {
            Export::Today(_, first) => words.sheet(if first.is_some() { "today" } else { "due" }, ""),
            Export::Worklist(id, _) => self.desk.worklist(*id)?.name,
            Export::Opportunities(_) => words.sheet("opportunities", ""),
            Export::Customers(_) => words.sheet("customers", ""),
            Export::Patterns(_, query) => words.sheet(if query.below { "below" } else { "patterns" }, ""),
            Export::PatternMembers(_, window) => words.sheet(window.word(), ""),
            Export::Replenishment(_) => words.sheet("replenishment", ""),
            Export::Due(item, _) => words.sheet("due_for", item),
        })
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
        let rows = self.export(list, format, &self.words(None)?, &mut file)?;
        file.persist(path).map_err(|error| CompanyError::file(path, error.error))?;
        Ok(rows)
    }
}

/// A part of a file's name that every system takes: lower-case letters and digits, words joined by hyphens, of a bounded length.
/// Empty where nothing of the text is left.
fn plain(name: &str) -> String {
    let letters = name.to_lowercase().replace(['ä', 'å', 'à', 'á'], "a").replace(['ö', 'ø'], "o");
    let letters = letters.replace(['é', 'è', 'ê'], "e").replace('ü', "u");
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.collect::<Vec<_>>().join("-").chars().take(40).collect();
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(super::plain("Päiväkahvi, then: Leivät & Café"), "paivakahvi-then-leivat-cafe");
        assert_eq!(super::plain("../\u{4e2d}"), "");
        assert_eq!(super::plain(&"abc ".repeat(40)).len(), 39);
    }
}
